//! Money of one project that is advanced, paid or paid back (DOMAIN §4.6): asked for by the unit,
//! its volume confirmed by the Department, approved by a leader who did not confirm it, paid by the accountant. What may be
//! paid at all is the ledger's to say ([`account`]); the sums of the project follow from here only.

pub mod account;
mod family;
pub mod lists;

use crate::ledger::EntryKind;
use crate::ledger::advance::MoneyPaper;
use crate::record::access::Access;
use crate::record::course::table::{Step, Table, me};
use crate::record::field::{Choice, Purpose, Weight, Writers};
use crate::record::files::{Files, SCAN};
use crate::record::macros::record;
use crate::record::marker::{
    Account, DocumentNumber, LongText, Many, Money, One, PastDay, ProjectRef, Whole,
};
use crate::record::rule::{ProblemCode, Rule, at_most, number};
use crate::record::{Home, Kind};
use crate::role::Role;
use crate::value::Document;
use lists::{DisbursementAction, DisbursementStage};

const UNIT: &[Role] = &[Role::CentreStaff];
const DEPARTMENT: &[Role] = &[Role::DepartmentStaff, Role::DepartmentLeader];
const LEADER: &[Role] = &[Role::DepartmentLeader];
const FINANCE: &[Role] = &[Role::Finance];
const CHECKERS: &[Role] = &[Role::DepartmentStaff, Role::DepartmentLeader, Role::Finance];

const VOUCHER: &[&str] = &["paid_amount", "paid_on", "treasury_doc_no"];

fn is_recovery(doc: &Document) -> bool {
    doc.text("entry").and_then(EntryKind::from_code) == Some(EntryKind::Recovery)
}

fn pays_out(doc: &Document) -> Result<(), &'static str> {
    if is_recovery(doc) { Err("refusal.is_recovery") } else { Ok(()) }
}

fn comes_back(doc: &Document) -> Result<(), &'static str> {
    if is_recovery(doc) { Ok(()) } else { Err("refusal.is_no_recovery") }
}

/// The course. Who asks neither approves nor pays; what binds the treasury waits for the network.
pub const COURSE: Table = Table {
    stages: &DisbursementStage::LIST,
    actions: &DisbursementAction::LIST,
    editable: &["draft", "returned"],
    steps: &[
        Step::new("submit", &[("draft", "submitted"), ("returned", "submitted")], UNIT)
            .law("36/2013/TT-BCT Đ.13")
            .whole(),
        Step::new("confirm_volume", &[("submitted", "volume_confirmed")], DEPARTMENT)
            .law("36/2013/TT-BCT Đ.13")
            .online()
            .not_by_creator()
            .needs(&["confirmed_volume", "confirmed_on"])
            .may(&["stage_note"])
            .guard(pays_out)
            .writes(|context, sets| drop(sets.insert("confirmed_by".into(), me(context)))),
        Step::new("approve", &[("volume_confirmed", "approved")], LEADER)
            .law("36/2013/TT-BCT Đ.16")
            .online()
            .not_by_confirmer()
            .needs(&["approved_amount"])
            .guard(pays_out),
        Step::new("pay", &[("approved", "paid")], FINANCE).online().not_by_creator().needs(VOUCHER),
        Step::new("receive", &[("submitted", "paid")], FINANCE)
            .law("36/2013/TT-BCT Đ.12")
            .online()
            .not_by_creator()
            .needs(VOUCHER)
            .guard(comes_back),
        Step::new("return", &[("submitted", "returned"), ("volume_confirmed", "returned")], CHECKERS)
            .online()
            .needs(&["stage_note"])
            .may(&[])
            .aside(),
        Step::new("fail", &[("approved", "failed"), ("submitted", "failed")], FINANCE)
            .online()
            .needs(&["stage_note"])
            .may(&[])
            .aside(),
    ],
};

const RULES: &[Rule] = &[
    Rule::naming(
        ProblemCode::MoreThan,
        &["approved_amount", "requested"],
        "field.disbursement.requested",
        |doc, _| at_most(doc, "approved_amount", "requested"),
    ),
    Rule::new(ProblemCode::NotAsApproved, &["paid_amount", "approved_amount"], |doc, _| {
        let due = if is_recovery(doc) { "requested" } else { "approved_amount" };
        match (number(doc, "paid_amount"), number(doc, due)) {
            (Some(paid), Some(due)) => paid == due,
            (None, _) | (_, None) => true,
        }
    }),
];

record! {
    /// A disbursement.
    Disbursement = Kind::Disbursement, "disbursement";
    title: entry;
    parent: project;
    home: Home::Parent;
    access: Access::Money;
    course: DisbursementStage, &COURSE;
    rules: RULES;
    family: &family::FAMILY;
    files: Files::PAPERS.papers(&["paper_treasury", SCAN]);
    list: &["requested", "approved_amount", "paid_amount", "paid_on"];
    retention_years: 10;
    groups: &["request", "decision", "payment", "course"];

    /// The project.
    project: ProjectRef = required().writers(Writers::Afterwards(&[])).purpose(Purpose::Casework).group("request");
    /// Advance, payment or recovery.
    entry: One<EntryKind> = required().purpose(Purpose::Statistics).group("request");
    /// Running number within the project; the server issues it.
    seq: Whole<1, 999> = writers(Writers::Server).purpose(Purpose::Casework).group("request");
    /// Asked for.
    requested: Money = required().purpose(Purpose::Statistics).group("request").law("36/2013/TT-BCT Đ.13");
    /// Why, and for which part of the work.
    basis: LongText<2_000> = required().purpose(Purpose::Casework).group("request");
    /// Papers that come with the request.
    attached: Many<MoneyPaper> = purpose(Purpose::Casework).group("request");
    /// Value of the work that the Department found done.
    confirmed_volume: Money = together("volume").writers(Writers::Action).purpose(Purpose::Statistics).group("decision").law("36/2013/TT-BCT Đ.13");
    /// When.
    confirmed_on: PastDay = together("volume").writers(Writers::Action).purpose(Purpose::Casework).group("decision");
    /// Who found it done, and therefore does not approve its money.
    confirmed_by: Account = writers(Writers::Action).purpose(Purpose::Casework).group("decision");
    /// Approved.
    approved_amount: Money = writers(Writers::Action).purpose(Purpose::Statistics).group("decision");
    /// Paid.
    paid_amount: Money = together("payment").writers(Writers::Action).purpose(Purpose::Statistics).group("payment");
    /// When.
    paid_on: PastDay = together("payment").writers(Writers::Action).purpose(Purpose::Statistics).group("payment");
    /// Voucher of the treasury or bank.
    treasury_doc_no: DocumentNumber = together("payment").writers(Writers::Action).purpose(Purpose::Casework).search(Weight::Weak).group("payment");
}
