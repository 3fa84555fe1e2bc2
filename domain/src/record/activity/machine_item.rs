//! A machine bought with support (DOMAIN §2 MACHINE): which it is to the plate, and what it changed.
//! Papers: contract, acceptance and liquidation of the purchase (TT 36/2013 Đ.14).

use alloc::format;

use crate::record::access::Access;
use crate::record::activity::{FROZEN_WITH_PROJECT, Gain};
use crate::record::field::{Purpose, Weight, Writers};
use crate::record::files::Files;
use crate::record::macros::record;
use crate::record::marker::{
    DocumentNumber, Fixed, Flag, LongText, Money, PastDay, ProjectRef, Rows, Text, Year,
};
use crate::record::{Home, Kind};
use crate::settlement::invoice::SerialKey;

record! {
    /// A machine bought with support (DOMAIN §2 MACHINE): which it is to the plate, and what it changed.
    MachineItem = Kind::MachineItem, "machine_item";
    title: name;
    parent: project;
    home: Home::Parent;
    access: Access::CaseFile;
    family: &FROZEN_WITH_PROJECT;
    unique: |doc| {
        let maker = doc.text("maker").map(crate::search::fold_vi).unwrap_or_default();
        let plate = doc.text("serial").and_then(SerialKey::new);
        plate.map(|plate| format!("serial:{maker}:{}", plate.text())).into_iter().collect()
    };
    files: Files::ALL;
    list: &["maker", "serial", "price"];
    retention_years: 10;
    groups: &["machine", "purchase", "effect"];

    /// The project.
    project: ProjectRef = required().writers(Writers::Afterwards(&[])).purpose(Purpose::Identify).group("machine");
    /// Name.
    name: Text<2, 160> = required().purpose(Purpose::Identify).search(Weight::Title).group("machine");
    /// Maker.
    maker: Text<1, 80> = purpose(Purpose::Identify).search(Weight::Weak).group("machine");
    /// Type or model.
    model: Text<1, 80> = purpose(Purpose::Identify).group("machine");
    /// Country it was made in.
    country: Text<1, 60> = purpose(Purpose::Casework).group("machine");
    /// Year it was made.
    year_made: Year = required().purpose(Purpose::Eligibility).group("machine");
    /// Number on its plate.
    serial: Text<1, 60> = required().purpose(Purpose::Identify).search(Weight::Strong).group("machine");
    /// Power, 0.1 kW.
    power_kw: Fixed<1, 1_000_000> = purpose(Purpose::Statistics).unit("kw").group("machine");
    /// Whether it was new (gate G5).
    is_new: Flag = required().purpose(Purpose::Eligibility).group("machine").law("46/2012/TT-BCT Đ.4");
    /// Part of a whole line: the norm is up to 1.5 times (TT 28/2018 Đ.8 k.4).
    is_line: Flag = purpose(Purpose::Eligibility).group("machine").law("28/2018/TT-BTC Đ.8");
    /// Price without tax.
    price: Money = required().purpose(Purpose::Statistics).group("purchase");
    /// Invoice.
    invoice_no: DocumentNumber = together("invoice").purpose(Purpose::Casework).group("purchase");
    /// Its date.
    invoice_date: PastDay = together("invoice").purpose(Purpose::Casework).group("purchase");
    /// Paper of origin (CO, CQ, customs).
    origin_paper: DocumentNumber = purpose(Purpose::Casework).group("purchase");
    /// Contract of purchase.
    contract_no: DocumentNumber = purpose(Purpose::Casework).group("purchase");
    /// Day of acceptance of the purchase.
    handed_over_on: PastDay = purpose(Purpose::Casework).group("purchase");
    /// Day it began to run.
    installed_on: PastDay = purpose(Purpose::Casework).group("purchase");
    /// Figures before and after.
    gains: Rows<Gain> = purpose(Purpose::Statistics).group("effect");
    /// What it replaces.
    replaces: LongText<500> = purpose(Purpose::Casework).group("effect");
}
