//! A technical demonstration model: new (DEMO_MODEL) or one that works and is shown to others (DEMO_REPLICATE).
//! Papers: invoices of the supported item, list of delegates, introduction document (TT 36/2013 Đ.14).

use crate::record::access::Access;
use crate::record::activity::{FROZEN_WITH_PROJECT, Gain};
use crate::record::field::{Purpose, Weight, Writers};
use crate::record::files::Files;
use crate::record::macros::record;
use crate::record::marker::{Count, LongText, Money, PastDay, ProjectRef, Rows, Text, Whole};
use crate::record::{Home, Kind};

record! {
    /// A technical demonstration model: new (DEMO_MODEL) or one that works and is shown to others (DEMO_REPLICATE).
    ModelResult = Kind::ModelResult, "model_result";
    title: technology;
    parent: project;
    home: Home::Parent;
    access: Access::CaseFile;
    family: &FROZEN_WITH_PROJECT;
    files: Files::ALL;
    list: &["total_investment", "shown_on", "visitors"];
    retention_years: 10;
    groups: &["model", "shown", "effect"];

    /// The project.
    project: ProjectRef = required().writers(Writers::Afterwards(&[])).purpose(Purpose::Identify).group("model");
    /// The technology or product that is shown.
    technology: Text<3, 200> = required().purpose(Purpose::Identify).search(Weight::Title).group("model");
    /// In what it is superior (TT 46/2012 Đ.4.2).
    superior: LongText<2_000> = required().purpose(Purpose::Eligibility).group("model");
    /// Unit of the capacity.
    capacity_unit: Text<1, 40> = purpose(Purpose::Statistics).group("model");
    /// Capacity before.
    capacity_before: Whole<0, 1_000_000_000> = purpose(Purpose::Statistics).group("model");
    /// Capacity after.
    capacity_after: Whole<0, 1_000_000_000> = purpose(Purpose::Statistics).group("model");
    /// Total investment.
    total_investment: Money = required().purpose(Purpose::Statistics).group("model");
    /// Day of the demonstration meeting.
    shown_on: PastDay = purpose(Purpose::Statistics).group("shown");
    /// Delegates on the signed list.
    delegates: Count = purpose(Purpose::Statistics).unit("person").group("shown");
    /// People who came to see it since.
    visitors: Count = purpose(Purpose::Statistics).unit("person").group("shown");
    /// Introduction document.
    document: Text<2, 200> = purpose(Purpose::Casework).group("shown");
    /// Figures before and after.
    gains: Rows<Gain> = purpose(Purpose::Statistics).group("effect");
}
