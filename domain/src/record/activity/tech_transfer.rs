//! A transfer of technology or technical progress (DOMAIN §2 TECH_TRANSFER).
//! Papers: contract, acceptance and liquidation of the transfer (TT 36/2013 Đ.14).

use crate::record::access::Access;
use crate::record::activity::{FROZEN_WITH_PROJECT, Gain};
use crate::record::field::{Purpose, Weight, Writers};
use crate::record::files::Files;
use crate::record::macros::record;
use crate::record::marker::{Count, DocumentNumber, LongText, Money, PastDay, ProjectRef, Rows, Text};
use crate::record::{Home, Kind};

record! {
    /// A transfer of technology or technical progress (DOMAIN §2 TECH_TRANSFER).
    TechTransfer = Kind::TechTransfer, "tech_transfer";
    title: technology;
    parent: project;
    home: Home::Parent;
    access: Access::CaseFile;
    family: &FROZEN_WITH_PROJECT;
    files: Files::ALL;
    list: &["supplier", "contract_no", "trained"];
    retention_years: 10;
    groups: &["what", "papers", "effect"];

    /// The project.
    project: ProjectRef = required().writers(Writers::Afterwards(&[])).purpose(Purpose::Identify).group("what");
    /// Technology.
    technology: Text<3, 200> = required().purpose(Purpose::Identify).search(Weight::Title).group("what");
    /// Who transfers it.
    supplier: Text<2, 160> = required().purpose(Purpose::Identify).search(Weight::Weak).group("what");
    /// What is handed over: process, drawings, training.
    content: LongText<3_000> = purpose(Purpose::Casework).group("what");
    /// Workers trained in it.
    trained: Count = purpose(Purpose::Statistics).unit("person").group("what");
    /// Contract.
    contract_no: DocumentNumber = required().together("contract").purpose(Purpose::Casework).group("papers");
    /// Its date.
    contract_date: PastDay = together("contract").purpose(Purpose::Casework).group("papers");
    /// Value of the contract.
    value: Money = required().purpose(Purpose::Statistics).group("papers");
    /// Minutes of acceptance of the transfer.
    accepted_no: DocumentNumber = together("accepted").purpose(Purpose::Casework).group("papers");
    /// Their date.
    accepted_on: PastDay = together("accepted").purpose(Purpose::Casework).group("papers");
    /// Day of liquidation.
    liquidated_on: PastDay = purpose(Purpose::Casework).group("papers");
    /// Figures before and after.
    gains: Rows<Gain> = purpose(Purpose::Statistics).group("effect");
}
