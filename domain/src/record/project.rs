//! A project of industrial promotion (DOMAIN §3.5). Its stage, decisions and money are written only
//! by the actions of [`course`]; what a person may edit freely is the dossier.

pub mod course;
mod family;
pub mod forms;
pub mod lists;
pub mod misuse;
pub mod norm_ask;
pub mod pace;
mod results;
pub mod rows;
pub mod rules;

use crate::norm::{NormCase, NormItem};
use crate::record::access::Access;
use crate::record::field::{Choice, MergePolicy, Privacy, Purpose, Weight, Writers};
use crate::record::files::{Files, SCAN};
use crate::record::macros::record;
use crate::record::marker::{
    Account, Day, DocumentNumber, FacilityRef, Flag, LongText, Money, NeedRef, One, PastDay, Percent, Rows,
    Text, VisitRef, Whole, Year,
};
use crate::record::need::Activity;
use crate::record::stage::ProjectStage;
use crate::record::{Home, Kind};
use crate::settlement::checks::Billing;
use crate::value::Document;
use lists::{Conclusion, Funding, Holder, ImplementingUnit, Method, ProjectKind, ProjectReason};
use rows::Beneficiary;

/// A beneficiary that does not carry out the project itself asks for it in writing (TT 36/2013 Đ.10.1a); in a
/// project of the offices there is nobody who would.
fn needs_request(doc: &Document) -> bool {
    match doc.text("implementing_unit").and_then(ImplementingUnit::from_code) {
        Some(ImplementingUnit::Centre | ImplementingUnit::Other) => doc.get("facility").is_some(),
        Some(ImplementingUnit::Facility) | None => false,
    }
}

fn has_other_unit(doc: &Document) -> bool {
    doc.text("implementing_unit").and_then(ImplementingUnit::from_code) == Some(ImplementingUnit::Other)
}

/// A group project names its beneficiaries later (DOMAIN §3.2).
fn has_beneficiary(doc: &Document) -> bool {
    let is_group = doc.text("project_kind").and_then(ProjectKind::from_code) == Some(ProjectKind::Group);
    let activity = doc.text("activity").and_then(Activity::from_code);
    !is_group && activity.is_some_and(Activity::has_one_beneficiary)
}

record! {
    /// A project.
    Project = Kind::Project, "project";
    title: title;
    parent: facility;
    home: Home::Parent;
    access: Access::Project;
    moves: &course::ProjectCourse;
    rules: rules::RULES;
    family: &family::FAMILY;
    register: "KC";
    files: Files::ALL.papers(&["paper_decision", "paper_contract", "paper_acceptance", "paper_liquidation", SCAN]);
    list: &["code", "facility", "activity", "support_requested"];
    retention_years: 10;
    groups: &["subject", "means", "schedule", "dossier", "course", "decision", "contract", "result", "money"];

    /// Number in the register of the commune, `KC-<commune>-<4 digits>`; the server issues it.
    code: Text<1, 20> = writers(Writers::Server).privacy(Privacy::Public).purpose(Purpose::Identify).search(Weight::Tail).group("subject");
    /// Title.
    title: Text<5, 300> = required().privacy(Privacy::Public).purpose(Purpose::Identify).search(Weight::Title).group("subject");
    /// The beneficiary; of a group project the first one. Without one the project is the offices' own.
    facility: FacilityRef = required_if(has_beneficiary).writers(Writers::Afterwards(&[])).purpose(Purpose::Identify).group("subject");
    /// The need it came from.
    need: NeedRef = writers(Writers::Afterwards(&[])).purpose(Purpose::Casework).group("subject");
    /// What is supported.
    activity: One<Activity> = required().privacy(Privacy::Public).purpose(Purpose::Statistics).group("subject").law("45/2012/NĐ-CP Đ.4");
    /// Whose money.
    funding: One<Funding> = required().privacy(Privacy::Public).purpose(Purpose::Statistics).group("subject");
    /// Which part of the activity: chooses the norm.
    norm_item: One<NormItem> = purpose(Purpose::Casework).group("subject");
    /// What may raise the cap of the norm.
    norm_case: One<NormCase> = purpose(Purpose::Casework).group("subject");
    /// Kind of project (DOMAIN §3.2).
    project_kind: One<ProjectKind> = required().privacy(Privacy::Public).purpose(Purpose::Casework).group("subject");
    /// Selection or tender (TT 36/2013 Đ.3).
    method: One<Method> = required().purpose(Purpose::Casework).group("subject");
    /// Where it is carried out, when that is not the place of the beneficiary.
    place: Text<2, 300> = purpose(Purpose::Casework).group("subject");
    /// Who works with the unit.
    partner: Text<2, 200> = purpose(Purpose::Casework).group("subject");
    /// Who carries it out.
    implementing_unit: One<ImplementingUnit> = required().together("unit").purpose(Purpose::Casework).group("subject");
    /// Its name, when it is neither the centre nor the facility.
    implementing_name: Text<2, 200> = only_if(has_other_unit).together("unit").purpose(Purpose::Casework).group("subject");

    /// Total investment.
    total_investment: Money = required().purpose(Purpose::Statistics).group("means");
    /// Cost of the supported item: the base of the norm.
    eligible_cost: Money = purpose(Purpose::Casework).group("means");
    /// Support asked for.
    support_requested: Money = required().purpose(Purpose::Statistics).group("means").law("28/2018/TT-BTC Đ.8");
    /// Money of the beneficiary.
    counterpart: Money = required().purpose(Purpose::Eligibility).group("means");
    /// The beneficiary has put the counterpart in or bound itself to (gate G3).
    counterpart_committed: Flag = purpose(Purpose::Eligibility).group("means").law("26/2014/TTLT-BTC-BCT Đ.7");
    /// Nothing else of the State pays for the same item (gate G4).
    no_double_support: Flag = purpose(Purpose::Eligibility).group("means").law("26/2014/TTLT-BTC-BCT Đ.7");

    /// Year of the plan.
    plan_year: Year = required().purpose(Purpose::Statistics).group("schedule");
    /// Planned first day.
    planned_start: Day = required().together("schedule").purpose(Purpose::Casework).group("schedule");
    /// Planned last day.
    planned_end: Day = required().together("schedule").purpose(Purpose::Casework).group("schedule");

    /// Written request of the beneficiary (TT 36/2013 Đ.10.1a).
    request_on: PastDay = required_if(needs_request).purpose(Purpose::Casework).group("dossier");
    /// Part 1: units and place.
    units_place: LongText<8_000> = purpose(Purpose::Casework).group("dossier");
    /// Part 2: need and legal basis.
    basis: LongText<8_000> = purpose(Purpose::Casework).group("dossier");
    /// Part 3: goal.
    goal: LongText<8_000> = required().purpose(Purpose::Casework).group("dossier").law("36/2013/TT-BCT Đ.5");
    /// Part 4: scale and superior features.
    scale: LongText<8_000> = purpose(Purpose::Casework).group("dossier");
    /// Part 5: work and schedule.
    work: LongText<8_000> = purpose(Purpose::Casework).group("dossier");
    /// Part 6: budget and its sources in words; the figures are the lines of the estimate.
    budget: LongText<8_000> = purpose(Purpose::Casework).group("dossier");
    /// Part 7: organisation.
    organisation: LongText<8_000> = purpose(Purpose::Casework).group("dossier");
    /// Part 8: expected efficiency.
    efficiency: LongText<8_000> = purpose(Purpose::Casework).group("dossier");

    /// Where it is on its way.
    stage: One<ProjectStage> = together("stage").writers(Writers::Action).privacy(Privacy::Public).purpose(Purpose::Casework).group("course");
    /// Since when.
    stage_since: Day = together("stage").writers(Writers::Action).purpose(Purpose::Casework).group("course");
    /// Who has to do the next thing.
    holder: One<Holder> = together("stage").writers(Writers::Action).purpose(Purpose::Casework).group("course");
    /// Until when it is to be done.
    due_on: Day = together("stage").writers(Writers::Action).purpose(Purpose::Casework).group("course");
    /// Why it moved last.
    stage_reason: One<ProjectReason> = together("stage").writers(Writers::Action).purpose(Purpose::Casework).group("course");
    /// What else was said then: the list of missing papers, the remedy asked for.
    stage_note: LongText<2_000> = together("stage").merge(MergePolicy::Person).writers(Writers::Action).purpose(Purpose::Casework).group("course");
    /// Who appraised it, and therefore cannot accept it.
    appraised_by: Account = writers(Writers::Action).purpose(Purpose::Casework).group("course");

    /// Minutes of the base appraisal (forms 4a/4b).
    base_minutes_no: DocumentNumber = together("base_minutes").writers(Writers::Action).purpose(Purpose::Casework).group("decision");
    /// Their date.
    base_minutes_on: PastDay = together("base_minutes").writers(Writers::Action).purpose(Purpose::Casework).group("decision");
    /// Minutes of the upper appraisal.
    upper_minutes_no: DocumentNumber = together("upper_minutes").writers(Writers::Action).purpose(Purpose::Casework).group("decision");
    /// Their date.
    upper_minutes_on: PastDay = together("upper_minutes").writers(Writers::Action).purpose(Purpose::Casework).group("decision");
    /// Decision of approval.
    decision_no: DocumentNumber = together("decision").writers(Writers::Action).privacy(Privacy::Public).purpose(Purpose::Casework).search(Weight::Weak).group("decision");
    /// Its date.
    decision_date: PastDay = together("decision").writers(Writers::Action).privacy(Privacy::Public).purpose(Purpose::Casework).group("decision");
    /// Who decided.
    decision_issuer: Text<2, 120> = together("decision").writers(Writers::Action).privacy(Privacy::Public).purpose(Purpose::Casework).group("decision");
    /// Support approved.
    support_approved: Money = together("decision").writers(Writers::Action).privacy(Privacy::Public).purpose(Purpose::Statistics).group("decision");
    /// Who benefits from a group project, each with its share of the support.
    beneficiaries: Rows<Beneficiary> = writers(Writers::Action).purpose(Purpose::Casework).group("decision");
    /// Plan of a group project sent to the Department (form 11).
    group_plan_on: PastDay = writers(Writers::Action).purpose(Purpose::Casework).group("decision");

    /// Contract.
    contract_no: DocumentNumber = together("contract").writers(Writers::Action).purpose(Purpose::Casework).search(Weight::Weak).group("contract");
    /// Its date.
    contract_date: PastDay = together("contract").writers(Writers::Action).purpose(Purpose::Casework).group("contract");
    /// How the unit hands in its costs: decides which papers the settlement needs.
    billing: One<Billing> = writers(Writers::Action).purpose(Purpose::Casework).group("contract");
    /// Another part may be advanced than the rule says, % (TT 36/2013 Đ.16).
    advance_ratio: Percent = together("ratio").writers(Writers::Action).purpose(Purpose::Casework).unit("percent").group("contract");
    /// The decision that says so.
    advance_ratio_no: DocumentNumber = together("ratio").writers(Writers::Action).purpose(Purpose::Casework).group("contract");
    /// The accountant who has seen that decision: until then no more is advanced than the rule allows.
    advance_ratio_by: Account = writers(Writers::Action).purpose(Purpose::Casework).group("contract");
    /// First day of work.
    started_on: PastDay = writers(Writers::Action).purpose(Purpose::Statistics).group("contract");
    /// Decision or annex that changed it last (DOMAIN §3.7): the server takes it from the adjustment.
    adjustment_no: DocumentNumber = together("adjustment").writers(Writers::Server).purpose(Purpose::Casework).group("contract");
    /// Its date.
    adjustment_date: PastDay = together("adjustment").writers(Writers::Server).purpose(Purpose::Casework).group("contract");
    /// Decision that suspended or stopped it.
    halt_no: DocumentNumber = together("halt").writers(Writers::Action).purpose(Purpose::Casework).group("contract");
    /// Its date.
    halt_date: PastDay = together("halt").writers(Writers::Action).purpose(Purpose::Casework).group("contract");
    /// The visit whose severe finding was answered by it: the server takes it from the visits.
    halt_visit: VisitRef = writers(Writers::Server).purpose(Purpose::Casework).group("contract");

    /// Report of completed volume (form 3b).
    volume_report_on: PastDay = together("volume").writers(Writers::Action).purpose(Purpose::Casework).group("result");
    /// Share of the investment that is done, %.
    volume_pct: Percent = together("volume").writers(Writers::Action).purpose(Purpose::Statistics).unit("percent").group("result");
    /// Minutes of acceptance (forms 5a/5b/5c).
    acceptance_no: DocumentNumber = together("acceptance").writers(Writers::Action).purpose(Purpose::Casework).group("result");
    /// Their date: the project counts in this period.
    acceptance_date: PastDay = together("acceptance").writers(Writers::Action).purpose(Purpose::Statistics).group("result");
    /// What they conclude.
    acceptance_conclusion: One<Conclusion> = together("acceptance").writers(Writers::Action).purpose(Purpose::Statistics).group("result");
    /// Day of the post-check.
    post_check_on: PastDay = writers(Writers::Action).purpose(Purpose::Casework).group("result");

    /// Advanced so far: the sum of the disbursements, as are the two others.
    advanced: Money = writers(Writers::Server).purpose(Purpose::Statistics).group("money");
    /// Paid so far besides the advance.
    paid: Money = writers(Writers::Server).purpose(Purpose::Statistics).group("money");
    /// Day the settlement dossier came in (acceptance + 15 days).
    settlement_dossier_on: PastDay = writers(Writers::Action).purpose(Purpose::Casework).group("money");
    /// Days from the acceptance in which it is to come, frozen with the list of its papers.
    settlement_days: Whole<0, 3_650> = together("term").writers(Writers::Server).purpose(Purpose::Casework).unit("day").group("money");
    /// These are working days.
    settlement_working: Flag = together("term").writers(Writers::Server).purpose(Purpose::Casework).group("money");
    /// The last day on which it is in time, by that term and the days off in force at the acceptance.
    settlement_until: Day = writers(Writers::Server).purpose(Purpose::Casework).group("money");
    /// Liquidation of the contract (form 6).
    liquidation_no: DocumentNumber = together("liquidation").writers(Writers::Action).purpose(Purpose::Casework).group("money");
    /// Its date.
    liquidation_date: PastDay = together("liquidation").writers(Writers::Action).purpose(Purpose::Casework).group("money");
    /// Support as settled.
    settlement_amount: Money = together("liquidation").writers(Writers::Action).purpose(Purpose::Statistics).group("money");
    /// Approval of the yearly settlement.
    year_settlement_no: DocumentNumber = together("year_settlement").writers(Writers::Action).purpose(Purpose::Casework).group("money");
    /// Its date.
    year_settlement_date: PastDay = together("year_settlement").writers(Writers::Action).purpose(Purpose::Casework).group("money");
    /// To be paid back.
    recovery_amount: Money = writers(Writers::Action).purpose(Purpose::Statistics).group("money");
    /// Paid back so far.
    recovered: Money = writers(Writers::Server).purpose(Purpose::Statistics).group("money");
}
