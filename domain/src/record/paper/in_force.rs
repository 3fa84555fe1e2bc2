//! The list of a step against the template in force on the day of the contract, asked in one way on a device and on
//! the server: a paper that was drawn up says what the template says, and the step waits for all that it requires.

use alloc::borrow::ToOwned;
use alloc::vec::Vec;

use chrono::NaiveDate;

use super::list::{Dossier, Moment, proposed, provider};
use crate::id::RecordId;
use crate::record::Kind;
use crate::record::family::Kin;
use crate::record::field::Choice;
use crate::record::need::Activity;
use crate::record::project::course::stage_of;
use crate::record::project::lists::Funding;
use crate::record::reference::checklist_template;
use crate::record::rule::{Problem, ProblemCode, day};
use crate::record::stage::ProjectStage;
use crate::settlement::checklist::PaperStatus;
use crate::settlement::template::{FrozenList, ListPhase, Template, freeze};
use crate::value::Document;

/// The lists of the office, or those that come with the product while there are none.
fn templates(project: &Document, kin: &dyn Kin) -> Vec<Template> {
    let entries = kin.all(Kind::ChecklistTemplate);
    let entered: Vec<Template> =
        entries.iter().filter_map(|(id, doc)| checklist_template::template(*id, doc)).collect();
    if entered.is_empty() { proposed(project) } else { entered }
}

/// The list that a step waits for, by the template of a day; `None` where none is about it.
fn list_on(project: &Document, phase: ListPhase, on: NaiveDate, kin: &dyn Kin) -> Option<FrozenList> {
    let activity = project.text("activity").and_then(Activity::from_code)?;
    let funding = project.text("funding").and_then(Funding::from_code)?;
    freeze(&templates(project, kin), phase, activity, funding, on)
}

/// The list that a step waits for: after the contract by the template of its day, before it by that of the day
/// its papers were drawn up by, or of this one.
fn list_of(
    project: &Document,
    phase: ListPhase,
    (drawn, today): (Option<NaiveDate>, NaiveDate),
    kin: &dyn Kin,
) -> Option<FrozenList> {
    let on = match phase.is_before_contract() {
        true => drawn.unwrap_or(today),
        false => day(project, "contract_date")?,
    };
    list_on(project, phase, on, kin)
}

/// Whether a paper that was drawn up is not as its template says: after the contract that of its day, before
/// it that of the day the list names, which is the day the project was written down.
pub(super) fn differs(paper: &Document, project: &Document, kin: &dyn Kin) -> bool {
    let Some(phase) = paper.text("phase").and_then(ListPhase::from_code) else { return true };
    let Some(frozen_on) = day(paper, "frozen_on") else { return true };
    let list = list_of(project, phase, (Some(frozen_on), frozen_on), kin);
    let Some(list) = list else { return true };
    let Some(asked) = list.papers.iter().find(|asked| Some(asked.code.as_ref()) == paper.text("code")) else {
        return true;
    };
    let entry = paper.text("template_entry");
    let says = |field: &str, said: &str| paper.text(field).unwrap_or_default() == said;
    !(says("condition", asked.condition.code())
        && says("kind", asked.kind.code())
        && says("provider", provider(asked, project).code())
        && says("held", asked.held.map_or("", |held| held.code()))
        && says("label", &asked.label)
        && says("form_no", &asked.form_no)
        && entry.is_none_or(|entry| entry == list.template)
        && frozen_on == list.frozen_on)
}

/// What keeps a step from being taken: its list was not drawn up, lacks a paper of the template, or a paper that is
/// required is missing or was sent back.
pub fn keeps_back(
    (id, project): (RecordId, &Document),
    phase: ListPhase,
    kin: &dyn Kin,
    (moment, today): (Moment, NaiveDate),
) -> Option<ProblemCode> {
    let papers = kin.children(id, Kind::Paper);
    let dossier = Dossier::read(project, &papers, phase, (moment, today));
    let drawn = dossier.as_ref().map(Dossier::frozen_on);
    let list = list_of(project, phase, (drawn, today), kin);
    let Some(dossier) = dossier else {
        // Where no text asks for anything, nothing is waited for; nor for an advance whose list nobody can draw
        // up any more.
        let is_asked = match phase {
            ListPhase::Settle => true,
            ListPhase::Advance => list.is_some() && may_be_drawn_up(project),
            ListPhase::Register | ListPhase::Appraise | ListPhase::Accept => list.is_some(),
        };
        return is_asked.then_some(ProblemCode::NoPaperList);
    };
    let is_drawn_from = |list: &&FrozenList| dossier.frozen_on() == list.frozen_on;
    let codes: Vec<_> =
        papers.iter().filter_map(|(_, doc)| doc.text("code").map(ToOwned::to_owned)).collect();
    let lacks = list.as_ref().filter(is_drawn_from).is_some_and(|list| {
        list.papers.iter().any(|asked| {
            !codes.iter().any(|code| *code == asked.code) && dossier.demands(asked.condition) == Some(true)
        })
    });
    if lacks {
        Some(ProblemCode::ListLacks)
    } else {
        (!dossier.lacking().is_empty()).then_some(ProblemCode::PapersLacking)
    }
}

/// Papers of a step that are there and nobody has looked at yet: neither is a settlement liquidated over them nor
/// sent back beside them, so that one return tells every fault.
pub fn unchecked(
    (id, project): (RecordId, &Document),
    phase: ListPhase,
    kin: &dyn Kin,
    (moment, today): (Moment, NaiveDate),
) -> Option<Problem> {
    let papers = kin.children(id, Kind::Paper);
    let dossier = Dossier::read(project, &papers, phase, (moment, today))?;
    let waits = |(_, doc): &&(RecordId, Document)| {
        doc.text("code").is_some_and(|code| {
            dossier.is_required(code) == Some(true) && dossier.status(code) == PaperStatus::Provided
        })
    };
    let n = papers.iter().filter(waits).count();
    (n > 0).then(|| Problem::new("", ProblemCode::PapersUnchecked).with("n", n))
}

/// Whether the list of its step cannot do without a paper, as far as the project tells.
pub(super) fn is_required(paper: &Document, project: RecordId, kin: &dyn Kin, today: NaiveDate) -> bool {
    let phase = paper.text("phase").and_then(ListPhase::from_code);
    let (Some(phase), Some((_, doc)), Some(code)) = (phase, kin.get(project), paper.text("code")) else {
        return false;
    };
    let papers = kin.children(project, Kind::Paper);
    let dossier = Dossier::read(&doc, &papers, phase, (Moment::Running, today));
    dossier.is_some_and(|dossier| dossier.is_required(code) == Some(true))
}

/// Whether the lists of advance and acceptance can still be drawn up.
fn may_be_drawn_up(project: &Document) -> bool {
    matches!(
        stage_of(project),
        Some(
            ProjectStage::Contracted
                | ProjectStage::InProgress
                | ProjectStage::Adjusting
                | ProjectStage::Suspended
                | ProjectStage::AwaitingAcceptance
        )
    )
}
