//! An assessment of cleaner production, or a pilot model of it (DOMAIN §2 CLEANER_PROD).
//! Paper: approved assessment report (TT 36/2013 Đ.14). No limit of size or place (TT 46/2012 Đ.3.2).

use crate::record::access::Access;
use crate::record::activity::{FROZEN_WITH_PROJECT, Gain};
use crate::record::field::{Purpose, Weight, Writers};
use crate::record::files::Files;
use crate::record::macros::{choices, record, row};
use crate::record::marker::{DocumentNumber, Fixed, Money, One, PastDay, ProjectRef, Rows, Text};
use crate::record::{Home, Kind};

choices! {
    /// What is done.
    CleanerForm = "cleaner_form";
    /// Đánh giá sản xuất sạch hơn.
    Assessment = "assessment",
    /// Mô hình thí điểm.
    Pilot = "pilot",
}

choices! {
    /// What is saved.
    SavingKind = "saving_kind";
    /// Electricity.
    Electricity = "electricity",
    /// Coal, gas, oil, wood.
    Fuel = "fuel",
    /// Water.
    Water = "water",
    /// Raw material.
    Material = "material",
    /// Waste that is not made any more.
    Waste = "waste",
}

row! {
    /// What a measure saves in a year.
    Saving = "saving";
    /// What is saved.
    what: One<SavingKind> = required();
    /// Unit.
    unit: Text<1, 40> = required();
    /// Saved in a year, to one decimal place.
    amount: Fixed<1, 1_000_000_000_000> = required();
    /// Worth in a year.
    worth_vnd: Money;
    /// Measure.
    measure: Text<1, 300>;
}

record! {
    /// An assessment of cleaner production, or a pilot model of it (DOMAIN §2 CLEANER_PROD).
    CleanerProduction = Kind::CleanerProduction, "cleaner_production";
    title: subject;
    parent: project;
    home: Home::Parent;
    access: Access::CaseFile;
    family: &FROZEN_WITH_PROJECT;
    files: Files::ALL;
    list: &["form", "consultant", "report_on"];
    retention_years: 10;
    groups: &["what", "effect"];

    /// The project.
    project: ProjectRef = required().writers(Writers::Afterwards(&[])).purpose(Purpose::Identify).group("what");
    /// What was looked at.
    subject: Text<3, 200> = required().purpose(Purpose::Identify).search(Weight::Title).group("what");
    /// Assessment or pilot.
    form: One<CleanerForm> = required().purpose(Purpose::Casework).group("what");
    /// Who assesses.
    consultant: Text<2, 160> = required().purpose(Purpose::Casework).group("what");
    /// Approved report.
    report_no: DocumentNumber = together("report").purpose(Purpose::Casework).group("what");
    /// Its date.
    report_on: PastDay = together("report").purpose(Purpose::Casework).group("what");
    /// Invested in the measures.
    investment: Money = purpose(Purpose::Statistics).group("what");
    /// What is saved.
    savings: Rows<Saving> = purpose(Purpose::Statistics).group("effect");
    /// Figures before and after.
    gains: Rows<Gain> = purpose(Purpose::Statistics).group("effect");
}
