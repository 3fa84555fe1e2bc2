//! A request to change a project that runs (DOMAIN §3.7): what is to change, who decides on it, and
//! the annex that results. The project goes with it: it waits while one is open, and becomes what was
//! granted.

pub mod authority;
mod family;
pub mod lists;

use crate::record::access::Access;
use crate::record::course::table::{Step, Table};
use crate::record::field::{Choice, Purpose, Weight, Writers};
use crate::record::files::{Files, SCAN};
use crate::record::macros::record;
use crate::record::marker::{
    Day, DocumentNumber, FacilityRef, LongText, Many, Money, One, PastDay, ProjectRef, Text,
};
use crate::record::need::Activity;
use crate::record::project::lists::ProjectReason;
use crate::record::{Home, Kind};
use crate::role::Role;
use crate::value::Document;
use authority::Authority;
use lists::{AmendmentAction, AmendmentPaper, AmendmentStage, Change};

/// The unit asks; the Department too, when it finds what has to be stopped.
const ASKERS: &[Role] = &[Role::CentreStaff, Role::DepartmentStaff];
const DEPARTMENT: &[Role] = &[Role::DepartmentStaff];
const LEADER: &[Role] = &[Role::DepartmentLeader];
const BOTH: &[Role] = &[Role::DepartmentStaff, Role::DepartmentLeader];

/// The course. Whoever decides, the Department records the decision.
pub const COURSE: Table = Table {
    stages: &AmendmentStage::LIST,
    actions: &AmendmentAction::LIST,
    editable: &["draft"],
    steps: &[
        Step::new("submit", &[("draft", "submitted")], ASKERS).law("36/2013/TT-BCT Đ.11").whole(),
        Step::new("confirm", &[("submitted", "confirmed")], DEPARTMENT).online().not_by_creator(),
        Step::new("grant", &[("confirmed", "granted")], LEADER)
            .law("36/2013/TT-BCT Đ.11")
            .online()
            .not_by_creator()
            .needs(&["paper", "decision_no", "decision_date", "decision_issuer"])
            .may(&["recovery", "stage_note"]),
        Step::new("return", &[("submitted", "draft"), ("confirmed", "draft")], BOTH)
            .online()
            .needs(&["stage_note"])
            .may(&[])
            .aside(),
        Step::new("refuse", &[("submitted", "refused"), ("confirmed", "refused")], BOTH)
            .law("36/2013/TT-BCT Đ.11")
            .online()
            .needs(&["stage_note"])
            .may(&["decision_no", "decision_date"])
            .aside(),
        Step::new("withdraw", &[("draft", "withdrawn"), ("submitted", "withdrawn")], ASKERS).aside(),
    ],
};

fn changes_money(doc: &Document) -> bool {
    has(doc, Change::RaiseSupport) || has(doc, Change::LowerSupport)
}

fn changes_time(doc: &Document) -> bool {
    has(doc, Change::NextYear) || has(doc, Change::WithinYear)
}

fn changes_beneficiary(doc: &Document) -> bool {
    has(doc, Change::Beneficiary)
}

fn changes_activity(doc: &Document) -> bool {
    has(doc, Change::Activity)
}

fn changes_place(doc: &Document) -> bool {
    has(doc, Change::Place)
}

fn changes_partner(doc: &Document) -> bool {
    has(doc, Change::Partner)
}

fn stops(doc: &Document) -> bool {
    has(doc, Change::Stop)
}

fn has(doc: &Document, change: Change) -> bool {
    lists::changes(doc).contains(&change)
}

record! {
    /// An adjustment of a project.
    Amendment = Kind::Amendment, "amendment";
    title: request;
    parent: project;
    home: Home::Parent;
    access: Access::Amendment;
    course: AmendmentStage, &COURSE;
    family: &family::FAMILY;
    files: Files::PAPERS.papers(&["paper_request", "paper_annex", SCAN]);
    list: &["changes", "authority", "decision_no"];
    retention_years: 10;
    groups: &["request", "values", "decision", "course"];

    /// The project.
    project: ProjectRef = required().writers(Writers::Afterwards(&[])).purpose(Purpose::Casework).group("request");
    /// What changes.
    changes: Many<Change> = required().purpose(Purpose::Statistics).group("request");
    /// What is asked, and why.
    request: LongText<4_000> = required().purpose(Purpose::Casework).search(Weight::Title).group("request");
    /// Support after the change.
    new_support: Money = only_if(changes_money).purpose(Purpose::Statistics).group("values");
    /// Total investment after the change.
    new_total: Money = purpose(Purpose::Statistics).group("values");
    /// Last day after the change.
    new_end: Day = only_if(changes_time).purpose(Purpose::Casework).group("values");
    /// Beneficiary after the change: the project goes over to it.
    new_facility: FacilityRef = only_if(changes_beneficiary).purpose(Purpose::Casework).group("values");
    /// Activity after the change.
    new_activity: One<Activity> = only_if(changes_activity).purpose(Purpose::Statistics).group("values");
    /// Place after the change.
    new_place: Text<2, 300> = only_if(changes_place).purpose(Purpose::Casework).group("values");
    /// Partner after the change.
    new_partner: Text<2, 200> = only_if(changes_partner).purpose(Purpose::Casework).group("values");
    /// Why the project is stopped.
    stop_reason: One<ProjectReason> = only_if(stops).purpose(Purpose::Statistics).group("values");
    /// What else there is to say of the new place, beneficiary or partner.
    new_party: Text<2, 300> = purpose(Purpose::Casework).group("values");
    /// Who decides, by what changes; the server works it out when it is submitted.
    authority: One<Authority> = writers(Writers::Server).purpose(Purpose::Casework).group("decision");
    /// Decision or annex to the contract.
    paper: One<AmendmentPaper> = writers(Writers::Action).purpose(Purpose::Casework).group("decision");
    /// Its number.
    decision_no: DocumentNumber = together("decision").writers(Writers::Action).purpose(Purpose::Casework).search(Weight::Weak).group("decision");
    /// Its date.
    decision_date: PastDay = together("decision").writers(Writers::Action).purpose(Purpose::Casework).group("decision");
    /// Who signed it.
    decision_issuer: Text<2, 120> = together("decision").writers(Writers::Action).purpose(Purpose::Casework).group("decision");
    /// What a stopped project pays back; 0 when nothing.
    recovery: Money = writers(Writers::Action).purpose(Purpose::Statistics).group("decision");
}
