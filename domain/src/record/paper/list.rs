//! The papers of a project as records: the list that is made at the signing of the contract, and how
//! far it is. Whoever makes it, on whatever device, makes the very same records.

use alloc::borrow::Cow;
use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use chrono::NaiveDate;

use super::status;
use crate::calendar::{DEADLINES, DeadlineRule, Span, Term, WorkingDays, deadline, rule_of};
use crate::formats::date;
use crate::id::RecordId;
use crate::legal::Source;
use crate::ordering;
use crate::record::field::Choice;
use crate::record::need::Activity;
use crate::record::project::course::stage_of;
use crate::record::project::lists::{Conclusion, Funding, Holder, ImplementingUnit};
use crate::record::rule::{day, number};
use crate::record::stage::ProjectStage;
use crate::settlement::checklist::{
    Blocker, Checklist, PaperState, PaperStates, PaperStatus, Progress, Waiting,
};
use crate::settlement::checks::Billing;
use crate::settlement::template::{
    self, Condition, FrozenList, Held, ListFacts, ListPhase, Paper, PaperKind, Template, freeze,
};
use crate::value::{Document, Value};

/// The id of a paper: the same on every device.
pub fn paper_id(project: RecordId, code: &str) -> RecordId {
    RecordId::named("paper", &format!("{project}:{code}"))
}

/// What lists are drawn up by: the entries of the office, whatever their days.
#[derive(Clone, Copy, Debug)]
pub struct Rules<'a> {
    /// The templates.
    pub templates: &'a [Template],
    /// The deadlines on the day of the contract.
    pub deadlines: &'a [DeadlineRule],
    /// Day the project was written down: its application is of the list of that day.
    pub made_on: NaiveDate,
}

/// The lists the product proposes for a project.
pub fn proposed(project: &Document) -> Vec<Template> {
    activity(project).map(template::proposed).unwrap_or_default()
}

/// The day whose template counts for a step of a project as it stands; `None` for a step that is over, or
/// for which it is too early.
fn frozen_on(project: &Document, phase: ListPhase, made_on: NaiveDate) -> Option<NaiveDate> {
    let stage = stage_of(project)?;
    let is_asked = match phase {
        ListPhase::Register => matches!(stage, ProjectStage::Draft | ProjectStage::Returned),
        ListPhase::Appraise => matches!(
            stage,
            ProjectStage::Draft
                | ProjectStage::Returned
                | ProjectStage::Submitted
                | ProjectStage::BaseAppraisal
                | ProjectStage::UpperAppraisal
                | ProjectStage::Planned
                | ProjectStage::Deferred
        ),
        ListPhase::Advance | ListPhase::Accept => matches!(
            stage,
            ProjectStage::Contracted
                | ProjectStage::InProgress
                | ProjectStage::Adjusting
                | ProjectStage::Suspended
                | ProjectStage::AwaitingAcceptance
        ),
        ListPhase::Settle => true,
    };
    let day = match phase {
        ListPhase::Register | ListPhase::Appraise => Some(made_on),
        ListPhase::Advance | ListPhase::Accept | ListPhase::Settle => day(project, "contract_date"),
    };
    day.filter(|_| is_asked)
}

/// Whether somebody looks at the papers of a step while a project is where it is.
pub fn is_looked_at(project: &Document, phase: ListPhase) -> bool {
    let Some(stage) = stage_of(project) else { return false };
    match phase {
        ListPhase::Register => matches!(stage, ProjectStage::Submitted | ProjectStage::BaseAppraisal),
        ListPhase::Appraise => matches!(
            stage,
            ProjectStage::BaseAppraisal
                | ProjectStage::UpperAppraisal
                | ProjectStage::Planned
                | ProjectStage::Approved
                | ProjectStage::GroupPlanReview
        ),
        ListPhase::Advance => {
            matches!(stage, ProjectStage::Contracted | ProjectStage::InProgress | ProjectStage::Adjusting)
        }
        ListPhase::Accept => matches!(
            stage,
            ProjectStage::InProgress | ProjectStage::Adjusting | ProjectStage::AwaitingAcceptance
        ),
        ListPhase::Settle => matches!(stage, ProjectStage::Accepted | ProjectStage::Settling),
    }
}

/// Whether the papers of a step are what a project waits for now.
pub fn is_due(project: &Document, phase: ListPhase) -> bool {
    let is_written = matches!(stage_of(project), Some(ProjectStage::Draft | ProjectStage::Returned));
    (phase == ListPhase::Register && is_written) || is_looked_at(project, phase)
}

/// Whether a step lies behind a project, with nobody to look at its papers any more.
pub fn is_passed(project: &Document, phase: ListPhase) -> bool {
    is_over(project, phase) && !is_looked_at(project, phase)
}

/// Whether a paper waits for whom its stage names, while its project is where it is: what was handed in while
/// its step is on, what came back until the step is over.
pub fn waits(paper: &Document, project: &Document) -> bool {
    let Some(phase) = paper.text("phase").and_then(ListPhase::from_code) else { return false };
    match status(paper) {
        PaperStatus::Provided => is_looked_at(project, phase),
        _ => !is_passed(project, phase),
    }
}

/// Whether the step a list is for was taken, or can no longer be.
fn is_over(project: &Document, phase: ListPhase) -> bool {
    let is_paid = |field: &str| number(project, field).is_some_and(|sum| sum > 0);
    match phase {
        ListPhase::Advance if is_paid("advanced") => true,
        ListPhase::Settle => !matches!(
            stage_of(project),
            Some(
                ProjectStage::Contracted
                    | ProjectStage::InProgress
                    | ProjectStage::Adjusting
                    | ProjectStage::Suspended
                    | ProjectStage::AwaitingAcceptance
                    | ProjectStage::Accepted
                    | ProjectStage::Settling
            )
        ),
        // The day only tells whether it is asked for.
        _ => frozen_on(project, phase, NaiveDate::default()).is_none(),
    }
}

/// The papers of the steps a project has before it, to be made as records; none where no template is about
/// it. Those of advance, acceptance and settlement are of the day the contract was signed.
pub fn drawn_up(id: RecordId, project: &Document, rules: &Rules<'_>) -> Vec<(RecordId, Document)> {
    let (Some(activity), Some(funding)) = (activity(project), funding(project)) else { return Vec::new() };
    let Rules { templates, deadlines, made_on } = *rules;
    let mut drawn = Vec::new();
    for phase in ListPhase::ALL {
        let Some(day) = frozen_on(project, *phase, made_on) else { continue };
        let Some(list) = freeze(templates, *phase, activity, funding, day) else { continue };
        let source =
            templates.iter().find(|template| template.id == list.template).map(|own| own.source.clone());
        let due = rule_of(deadlines, Term::SettlementDossier).filter(|_| *phase == ListPhase::Settle);
        for paper in &list.papers {
            let position = drawn.len() + 1;
            let doc = document(id, paper, &list, source.as_ref(), (*phase, position));
            let mut doc = doc.with("provider", provider(paper, project).code());
            due_within(&mut doc, due);
            drawn.push((paper_id(id, &paper.code), doc));
        }
    }
    drawn
}

/// The deadline of the list, as a term from the day its step begins.
fn due_within(doc: &mut Document, rule: Option<&DeadlineRule>) {
    let (days, is_working) = match rule.map(|rule| rule.span) {
        Some(Span::Days(days)) => (days, false),
        Some(Span::WorkingDays(days)) => (days, true),
        Some(Span::DayOfMonth { .. } | Span::DayOfYear { .. } | Span::EndOfYear { .. }) | None => return,
    };
    doc.set("due_days", Some(Value::Int(i64::from(days))));
    doc.set("due_working", is_working.then_some(Value::Bool(true)));
}

/// A beneficiary that carries the project out itself is the unit, and hands in the papers of both.
pub(super) fn provider(paper: &Paper, project: &Document) -> Holder {
    let unit = project.text("implementing_unit").and_then(ImplementingUnit::from_code);
    match (paper.provider, unit) {
        (Holder::Unit, Some(ImplementingUnit::Facility)) => Holder::Owner,
        (provider, _) => provider,
    }
}

fn document(
    project: RecordId,
    paper: &Paper,
    list: &FrozenList,
    source: Option<&Source>,
    (phase, position): (ListPhase, usize),
) -> Document {
    let mut doc = Document::default()
        .with("project", project.to_string())
        .with("code", paper.code.as_ref())
        .with("position", i64::try_from(position).unwrap_or(i64::MAX))
        .with("phase", phase.code())
        .with("kind", paper.kind.code())
        .with("condition", paper.condition.code())
        .with("template", list.template.as_ref())
        .with("frozen_on", date::to_iso(list.frozen_on));
    if let Ok(entry) = list.template.parse::<RecordId>() {
        doc = doc.with("template_entry", entry.to_string());
    }
    if !paper.label.is_empty() {
        doc = doc.with("label", paper.label.as_ref());
    }
    if !paper.form_no.is_empty() {
        doc = doc.with("form_no", paper.form_no.as_ref());
    }
    if let Some(held) = paper.held {
        doc = doc.with("held", held.code());
    }
    if let Some(source) = source {
        doc = doc.with("legal_ref", source.legal_ref.as_ref());
    }
    doc
}

/// Where a list is looked at, and when.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Moment {
    /// While the project runs, or its settlement is looked at.
    Running,
    /// As the contract is liquidated.
    Liquidating,
}

/// The papers of one phase as they stand, ready to be asked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Dossier {
    list: FrozenList,
    states: PaperStates,
    facts: ListFacts,
    is_over: bool,
}

impl Dossier {
    /// Reads the papers of a phase; `None` when the list was not made.
    pub fn read(
        project: &Document,
        papers: &[(RecordId, Document)],
        phase: ListPhase,
        (moment, today): (Moment, NaiveDate),
    ) -> Option<Self> {
        let mut docs: Vec<&Document> = papers.iter().map(|(_, doc)| doc).collect();
        docs.retain(|doc| doc.text("phase") == Some(phase.code()));
        ordering::sort_by_key(&mut docs, |doc| number(doc, "position"));
        let first = docs.first()?;
        let list = FrozenList {
            template: Cow::Owned(first.text("template").unwrap_or_default().to_owned()),
            frozen_on: day(first, "frozen_on")?,
            asked_from: begun(project, phase, today),
            checker: phase.checker(),
            papers: docs.iter().filter_map(|doc| paper(doc)).collect(),
        };
        let states = docs
            .iter()
            .filter_map(|doc| Some((doc.text("code")?.to_owned(), state(project, doc, list.frozen_on))));
        let states = ordering::map(states);
        Some(Self { list, states, facts: facts(project, moment, today), is_over: is_over(project, phase) })
    }

    /// The list to ask.
    pub fn checklist(&self) -> Checklist<'_> {
        Checklist { list: &self.list, states: &self.states, facts: &self.facts }
    }

    /// "7/9 giấy tờ".
    pub fn progress(&self) -> Progress {
        self.checklist().progress()
    }

    /// Who is waited for; nobody once the step of the list was taken.
    pub fn waiting(&self, today: NaiveDate) -> Option<Waiting> {
        self.checklist().waiting(today).filter(|_| !self.is_over)
    }

    /// The codes of the papers without which the list cannot be handed in. Of what nobody has
    /// decided whether it is needed, nothing is demanded.
    pub fn lacking(&self) -> Vec<String> {
        let lacking = self.checklist().blockers().into_iter().filter_map(|blocker| match blocker {
            Blocker::Missing { code } | Blocker::Returned { code } => Some(code),
            Blocker::Open { .. } => None,
        });
        lacking.collect()
    }

    /// Day its template was in force.
    pub(super) fn frozen_on(&self) -> NaiveDate {
        self.list.frozen_on
    }

    /// Whether papers under this condition are required: `None` while nobody knows.
    pub(super) fn demands(&self, condition: Condition) -> Option<bool> {
        condition.holds(&self.facts)
    }

    /// The state of a paper, what the book holds for it counted in.
    pub fn status(&self, code: &str) -> PaperStatus {
        self.states.get(code).map_or(PaperStatus::Missing, |state| state.status)
    }

    /// Whether a paper is required: `None` while nobody knows.
    pub fn is_required(&self, code: &str) -> Option<bool> {
        let paper = self.list.papers.iter().find(|paper| paper.code == code)?;
        paper.condition.holds(&self.facts)
    }

    /// Whether a paper is there.
    pub fn is_there(&self, code: &str) -> bool {
        matches!(self.status(code), PaperStatus::Provided | PaperStatus::Verified | PaperStatus::Waived)
    }

    /// Whether every paper of the activity that is required is there.
    pub fn has_activity_papers(&self) -> bool {
        !self.lacking().iter().any(|code| code.starts_with("s10"))
    }
}

/// The day the step began that these papers are for.
fn begun(project: &Document, phase: ListPhase, today: NaiveDate) -> Option<NaiveDate> {
    let field = match (phase, stage_of(project)?) {
        (ListPhase::Register, ProjectStage::Draft | ProjectStage::Returned)
        | (
            ListPhase::Appraise,
            ProjectStage::Submitted
            | ProjectStage::BaseAppraisal
            | ProjectStage::UpperAppraisal
            | ProjectStage::Planned,
        ) => "stage_since",
        (ListPhase::Register | ListPhase::Appraise, _) => return None,
        (ListPhase::Advance, _) => "contract_date",
        (ListPhase::Accept, _) => "volume_report_on",
        (ListPhase::Settle, _) => "acceptance_date",
    };
    day(project, field).filter(|begun| *begun <= today)
}

fn paper(doc: &Document) -> Option<Paper> {
    Some(Paper {
        code: Cow::Owned(doc.text("code")?.to_owned()),
        label: Cow::Owned(doc.text("label").unwrap_or_default().to_owned()),
        condition: doc.text("condition").and_then(Condition::from_code)?,
        kind: doc.text("kind").and_then(PaperKind::from_code)?,
        form_no: Cow::Owned(doc.text("form_no").unwrap_or_default().to_owned()),
        provider: doc.text("provider").and_then(Holder::from_code)?,
        held: doc.text("held").and_then(Held::from_code),
    })
}

/// Whether the project itself stands for a paper that nobody has handed in.
pub fn holds(project: &Document, paper: &Document) -> bool {
    let held = paper.text("held").and_then(Held::from_code).and_then(|held| held_since(project, held));
    held.is_some() && status(paper) == PaperStatus::Missing
}

/// A fact that the book holds already is never asked again.
fn state(project: &Document, doc: &Document, frozen_on: NaiveDate) -> PaperState {
    let own = status(doc);
    let held = doc.text("held").and_then(Held::from_code).and_then(|held| held_since(project, held));
    let (status, since) = match (own, held) {
        // Nobody looks again at what was decided with the project.
        (PaperStatus::Missing, Some(since)) => (PaperStatus::Verified, since),
        (own, _) => (own, day(doc, "stage_since").unwrap_or(frozen_on)),
    };
    PaperState { status, since }
}

/// The field of a project that stands for a paper.
pub fn held_field(held: Held) -> Option<(&'static str, &'static str)> {
    match held {
        Held::Contract => Some(("contract_no", "contract_date")),
        Held::Acceptance => Some(("acceptance_no", "acceptance_date")),
        Held::Liquidation => Some(("liquidation_no", "liquidation_date")),
        Held::BaseMinutes => Some(("base_minutes_no", "base_minutes_on")),
        Held::UpperMinutes => Some(("upper_minutes_no", "upper_minutes_on")),
        Held::Decision => Some(("decision_no", "decision_date")),
        // The certificate itself is looked at, not its number.
        Held::Registration => None,
    }
}

fn held_since(project: &Document, held: Held) -> Option<NaiveDate> {
    let (no, date) = held_field(held)?;
    project.get(no).and_then(Value::as_text)?;
    day(project, date)
}

fn facts(project: &Document, moment: Moment, today: NaiveDate) -> ListFacts {
    let conclusion = project.text("acceptance_conclusion").and_then(Conclusion::from_code);
    // A fair, a class for managers: the offices' own project is nobody's request.
    let has_beneficiary = project.get("facility").is_some();
    let counterpart = match project.get("counterpart_committed") {
        Some(Value::Bool(true)) => number(project, "counterpart"),
        _ => Some(0),
    };
    ListFacts {
        billing: project.text("billing").and_then(Billing::from_code),
        counterpart_vnd: counterpart,
        is_not_in_time: Some(
            settlement_due(project)
                .is_some_and(|due| day(project, "settlement_dossier_on").unwrap_or(today) > due),
        ),
        is_liquidation: Some(moment == Moment::Liquidating),
        is_last_of_year: None,
        is_partial: Some(conclusion == Some(Conclusion::Partial)),
        is_other_unit: project
            .text("implementing_unit")
            .map(|unit| has_beneficiary && unit != ImplementingUnit::Facility.code()),
        has_beneficiary: Some(has_beneficiary),
    }
}

/// The last day on which the settlement dossier is in time, as it was reckoned at the acceptance; of a project that
/// was accepted without, by the same term.
pub fn settlement_due(project: &Document) -> Option<NaiveDate> {
    day(project, "settlement_until").or_else(|| settlement_until(project, &WorkingDays::default()))
}

/// That day by the term that was frozen with its list, else by the one that comes with the product.
pub fn settlement_until(project: &Document, days: &WorkingDays) -> Option<NaiveDate> {
    let frozen = number(project, "settlement_days").and_then(|days| u16::try_from(days).ok());
    let span = match (frozen, project.get("settlement_working")) {
        (Some(days), Some(Value::Bool(true))) => Span::WorkingDays(days),
        (Some(days), _) => Span::Days(days),
        (None, _) => rule_of(&DEADLINES, Term::SettlementDossier)?.span,
    };
    deadline(span, day(project, "acceptance_date")?, days)
}

fn activity(project: &Document) -> Option<Activity> {
    project.text("activity").and_then(Activity::from_code)
}

fn funding(project: &Document) -> Option<Funding> {
    project.text("funding").and_then(Funding::from_code)
}
