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

/// The list that a step after the contract waits for.
fn list_of(project: &Document, phase: ListPhase, kin: &dyn Kin) -> Option<FrozenList> {
    list_on(project, phase, day(project, "contract_date")?, kin)
}

/// Whether a paper that was drawn up is not as its template says: after the contract that of its day, before
/// it that of the day the list names, which is the day the project was written down.
pub(super) fn differs(paper: &Document, project: &Document, kin: &dyn Kin) -> bool {
    let Some(phase) = paper.text("phase").and_then(ListPhase::from_code) else { return true };
    let list = match phase {
        ListPhase::Register | ListPhase::Appraise => {
            day(paper, "frozen_on").and_then(|on| list_on(project, phase, on, kin))
        }
        ListPhase::Advance | ListPhase::Accept | ListPhase::Settle => list_of(project, phase, kin),
    };
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
        && day(paper, "frozen_on") == Some(list.frozen_on))
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
    let list = list_of(project, phase, kin);
    let Some(dossier) = Dossier::read(project, &papers, phase, (moment, today)) else {
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

/// A settlement whose required papers are there and nobody has looked at yet.
pub fn unchecked((id, project): (RecordId, &Document), kin: &dyn Kin, today: NaiveDate) -> Option<Problem> {
    let papers = kin.children(id, Kind::Paper);
    let dossier = Dossier::read(project, &papers, ListPhase::Settle, (Moment::Liquidating, today))?;
    let waits = |(_, doc): &&(RecordId, Document)| {
        doc.text("code").is_some_and(|code| {
            dossier.is_required(code) == Some(true) && dossier.status(code) == PaperStatus::Provided
        })
    };
    let n = papers.iter().filter(waits).count();
    (n > 0).then(|| Problem::new("", ProblemCode::PapersUnchecked).with("n", n))
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
