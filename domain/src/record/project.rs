//! A project of industrial promotion (DOMAIN §3.5). Its stage, decisions and money are written only
//! by the actions of [`crate::workflow::project`]; what a person may edit freely is the dossier.

pub mod lists;
pub mod rules;

use crate::record::field::{Choice, MergePolicy, Privacy, Purpose, Weight, Writers};
use crate::record::marker::{
    Account, CommuneCode, Day, DocumentNumber, FacilityRef, Flag, LongText, Money, NeedRef, One, PastDay,
    Percent, Text, Year,
};
use crate::record::need::Activity;
use crate::record::stage::ProjectStage;
use crate::record::{Kind, record};
use crate::value::Document;
use lists::{Conclusion, Funding, Holder, ImplementingUnit, Method, ProjectKind, ProjectReason};

/// A beneficiary that does not carry out the project itself asks for it in writing (TT 36/2013 Đ.10.1a).
fn needs_request(doc: &Document) -> bool {
    match doc.text("implementing_unit").and_then(ImplementingUnit::from_code) {
        Some(ImplementingUnit::Centre | ImplementingUnit::Other) => true,
        Some(ImplementingUnit::Facility) | None => false,
    }
}

fn has_other_unit(doc: &Document) -> bool {
    doc.text("implementing_unit").and_then(ImplementingUnit::from_code) == Some(ImplementingUnit::Other)
}

record! {
    /// A project.
    Project = Kind::Project, "project";
    title: title;
    parent: facility;
    retention_years: 10;
    groups: &["subject", "means", "schedule", "dossier", "course", "decision", "contract", "result", "money"];

    /// Number in the register of the commune, `KC-<commune>-<4 digits>`; the server issues it.
    code: Text<1, 20> = writers(Writers::Server).privacy(Privacy::Public).purpose(Purpose::Identify).search(Weight::Tail).group("subject");
    /// Title.
    title: Text<5, 300> = required().privacy(Privacy::Public).purpose(Purpose::Identify).search(Weight::Title).group("subject");
    /// The beneficiary; of a group project the first one.
    facility: FacilityRef = required().writers(Writers::Afterwards(&[])).purpose(Purpose::Identify).group("subject");
    /// The need it came from.
    need: NeedRef = writers(Writers::Afterwards(&[])).purpose(Purpose::Casework).group("subject");
    /// What is supported.
    activity: One<Activity> = required().privacy(Privacy::Public).purpose(Purpose::Statistics).group("subject");
    /// Whose money.
    funding: One<Funding> = required().privacy(Privacy::Public).purpose(Purpose::Statistics).group("subject");
    /// Kind of project (DOMAIN §3.2).
    project_kind: One<ProjectKind> = required().privacy(Privacy::Public).purpose(Purpose::Casework).group("subject");
    /// Selection or tender (TT 36/2013 Đ.3).
    method: One<Method> = required().purpose(Purpose::Casework).group("subject");
    /// Who carries it out.
    implementing_unit: One<ImplementingUnit> = required().together("unit").purpose(Purpose::Casework).group("subject");
    /// Its name, when it is neither the centre nor the facility.
    implementing_name: Text<2, 200> = required_if(has_other_unit).together("unit").purpose(Purpose::Casework).group("subject");

    /// Total investment.
    total_investment: Money = required().purpose(Purpose::Statistics).group("means");
    /// Cost of the supported item: the base of the norm.
    eligible_cost: Money = purpose(Purpose::Casework).group("means");
    /// Support asked for.
    support_requested: Money = required().purpose(Purpose::Statistics).group("means");
    /// Money of the beneficiary.
    counterpart: Money = required().purpose(Purpose::Eligibility).group("means");
    /// The beneficiary has put the counterpart in or bound itself to (gate G3).
    counterpart_committed: Flag = purpose(Purpose::Eligibility).group("means");
    /// Nothing else of the State pays for the same item (gate G4).
    no_double_support: Flag = purpose(Purpose::Eligibility).group("means");

    /// Year of the plan.
    plan_year: Year = required().purpose(Purpose::Statistics).group("schedule");
    /// Planned first day.
    planned_start: Day = required().together("schedule").purpose(Purpose::Casework).group("schedule");
    /// Planned last day.
    planned_end: Day = required().together("schedule").purpose(Purpose::Casework).group("schedule");

    /// Written request of the beneficiary (TT 36/2013 Đ.10.1a).
    request_on: PastDay = required_if(needs_request).purpose(Purpose::Casework).group("dossier");
    /// Need and legal basis.
    basis: LongText<8_000> = purpose(Purpose::Casework).group("dossier");
    /// Goal, scale and superior features.
    goal: LongText<8_000> = required().purpose(Purpose::Casework).group("dossier");
    /// Work and schedule.
    work: LongText<8_000> = purpose(Purpose::Casework).group("dossier");
    /// Organisation.
    organisation: LongText<8_000> = purpose(Purpose::Casework).group("dossier");
    /// Expected efficiency.
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
    /// Plan of a group project sent to the Department (form 11).
    group_plan_on: PastDay = writers(Writers::Action).purpose(Purpose::Casework).group("decision");

    /// Contract.
    contract_no: DocumentNumber = together("contract").writers(Writers::Action).purpose(Purpose::Casework).search(Weight::Weak).group("contract");
    /// Its date.
    contract_date: PastDay = together("contract").writers(Writers::Action).purpose(Purpose::Casework).group("contract");
    /// First day of work.
    started_on: PastDay = writers(Writers::Action).purpose(Purpose::Statistics).group("contract");
    /// What is asked to be changed.
    adjustment_request: LongText<4_000> = merge(MergePolicy::Person).writers(Writers::Action).purpose(Purpose::Casework).group("contract");
    /// Decision or annex that changed it (DOMAIN §3.7).
    adjustment_no: DocumentNumber = together("adjustment").writers(Writers::Action).purpose(Purpose::Casework).group("contract");
    /// Its date.
    adjustment_date: PastDay = together("adjustment").writers(Writers::Action).purpose(Purpose::Casework).group("contract");
    /// Decision that suspended or stopped it.
    halt_no: DocumentNumber = together("halt").writers(Writers::Action).purpose(Purpose::Casework).group("contract");
    /// Its date.
    halt_date: PastDay = together("halt").writers(Writers::Action).purpose(Purpose::Casework).group("contract");

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

    /// Advanced so far.
    advanced: Money = writers(Writers::Action).purpose(Purpose::Statistics).group("money");
    /// Paid so far besides the advance.
    paid: Money = writers(Writers::Action).purpose(Purpose::Statistics).group("money");
    /// Voucher of the latest advance or payment.
    payment_no: DocumentNumber = together("payment").writers(Writers::Action).purpose(Purpose::Casework).group("money");
    /// Its date.
    payment_on: PastDay = together("payment").writers(Writers::Action).purpose(Purpose::Casework).group("money");
    /// Day the settlement dossier came in (acceptance + 15 days).
    settlement_dossier_on: PastDay = writers(Writers::Action).purpose(Purpose::Casework).group("money");
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
    recovered: Money = writers(Writers::Action).purpose(Purpose::Statistics).group("money");

    /// Commune of the facility: decides who sees the record.
    commune_code: CommuneCode = writers(Writers::Server).purpose(Purpose::Casework).group("course");
    /// Account of the facility's owner.
    owner_account: Account = writers(Writers::Server).purpose(Purpose::Casework).group("course");
}
