//! What a candidate's page shows besides its facts: the seven gates with what is in the way or not known, the
//! sheets as far as this person may see them, and the result once it is told.

use domain::record::Kind;
use domain::record::candidate::facts::answer_to;
use domain::record::candidate::findings::{Finding, findings};
use domain::record::field::Choice;
use domain::record::score_sheet::{counted, in_effect, may_see_others};
use domain::record::selection_round::RoundStage;
use domain::record::selection_round::result::criteria;
use domain::score_sheet::{Interest, total};
use domain::selection::gates::{self, GATES, GateCheck, GateReason, Outcome};
use domain::value::Document;
use domain::word;
use domain::workflow;
use leptos::prelude::*;

use crate::components::law_link::source_words;
use crate::components::round::{Held, round_of};
use crate::components::score_table::Explanation;
use crate::components::titles::capital;
use crate::components::value_text::field_label;
use crate::i18n::{by_key, count, fill, lang, t};
use crate::platform::clock::now;
use crate::routes;
use crate::state::book::Book;
use crate::state::view::View;
use crate::ui::button::ButtonLink;
use crate::ui::mark::{Mark, MarkLook};
use crate::ui::note::{Note, NoteLook};
use crate::ui::section_head::Section;
use crate::ui::shell::Heading;

/// The part of a candidate's page.
pub fn section(view: View) -> AnyView {
    view! { <Gates view/> }.into_any()
}

#[component]
fn Gates(view: View) -> impl IntoView {
    let book = expect_context::<Book>();
    let held = untrack(|| Held::of(book, view.clone()));
    let checks = held.around(now().day()).gate_facts().map(|facts| gates::check(&facts)).unwrap_or_default();
    let number_of = |outcome| checks.iter().filter(|check| check.outcome == outcome).count();
    let (look, words) = match gates::verdict(&checks) {
        Outcome::Pass | Outcome::NotApplicable => {
            (NoteLook::Good, t(word!("candidate.gates_pass")).to_owned())
        }
        Outcome::Fail => (NoteLook::Bad, count(word!("candidate.gates_fail"), number_of(Outcome::Fail))),
        Outcome::Unknown => {
            (NoteLook::Warn, count(word!("candidate.gates_unknown"), number_of(Outcome::Unknown)))
        }
    };
    let found = findings(&held.around(now().day()));
    let rows: Vec<AnyView> = checks
        .iter()
        .map(|check| {
            let own = found.iter().filter(|finding| finding.gate() == check.gate);
            gate_row(check, own.map(|finding| said(finding, &view.doc)).collect())
        })
        .collect();
    let may_write = workflow::is_editable(Kind::Candidate, &view.doc);
    let facts = may_write.then(|| {
        let href = format!("{}?g=facts", routes::record_edit(Kind::Candidate, view.id));
        view! { <ButtonLink label=t(word!("candidate.write_facts")) href look="sm" icon="pen"/> }
    });
    let told = view.doc.text("standing").is_some();
    let (need, candidate) = (held.need.clone(), view.doc.clone());
    view! {
        {told.then(|| view! { <Explanation need candidate/> })}
        <Section title=t(word!("candidate.gates_title")) id="gates">
            <Note look>{words}</Note>
            <ul class="rows">{rows}</ul>
            <div class="acts">{facts}</div>
        </Section>
        <Sheets held/>
    }
}

/// What the book says to one fact with the records it rests on, and what a person stated beside it.
fn said(finding: &Finding, candidate: &Document) -> AnyView {
    let field =
        answer_to(finding.reason).map(|field| field_label(Kind::Candidate, field)).unwrap_or_default();
    let by_book = fill(word!("candidate.by_book"), &[("what", &finding.message(lang()))]);
    let stated = match finding.stated {
        Some(answer) => {
            let answer = t(if answer { word!("form.yes") } else { word!("form.no") });
            fill(word!("candidate.stated"), &[("field", &field), ("answer", answer)])
        }
        None => fill(word!("candidate.not_stated"), &[("field", &field)]),
    };
    let disputed = finding.is_disputed().then(|| match candidate.text("facts_note") {
        Some(why) => fill(word!("candidate.disputed"), &[("why", why)]),
        None => t(word!("candidate.disputed_bare")).to_owned(),
    });
    let links: Vec<AnyView> = finding
        .records
        .iter()
        .map(|(kind, id)| {
            let label = by_key(&format!("kind.{}", kind.code()));
            view! { <ButtonLink label href=routes::record(*kind, *id) look="sm"/> }.into_any()
        })
        .collect();
    view! {
        <span class="line">{by_book}" "{links}</span>
        <span class="line muted">{stated}</span>
        {disputed.map(|words| view! { <span class="line">{words}</span> })}
    }
    .into_any()
}

fn gate_row(check: &GateCheck, said: Vec<AnyView>) -> AnyView {
    let (look, state) = match check.outcome {
        Outcome::Pass => (MarkLook::GOOD, word!("candidate.gate_pass")),
        Outcome::Fail => (MarkLook::REVIEW, word!("candidate.gate_fail")),
        Outcome::Unknown => (MarkLook::MISSING, word!("candidate.gate_unknown")),
        Outcome::NotApplicable => (MarkLook::BLOCKED, word!("candidate.gate_na")),
    };
    let name = by_key(&format!("choice.gate.{}", check.gate.code()));
    let source =
        GATES.iter().find(|spec| spec.gate == check.gate).map(|spec| capital(&source_words(&spec.source)));
    let failed = check
        .failed
        .iter()
        .map(|reason| fill(word!("candidate.failed_for"), &[("what", &reason_words(*reason))]));
    let asked =
        check.unknown.iter().map(|reason| fill(word!("candidate.ask_for"), &[("what", &question(*reason))]));
    let lines: Vec<AnyView> =
        failed.chain(asked).map(|line| view! { <span class="line">{line}</span> }.into_any()).collect();
    view! {
        <li><div class="row">
            <span class="bd">
                <span class="t">{name}</span>
                {lines}
                {said}
                <span class="line muted">{source}</span>
            </span>
            <span class="st"><Mark look word=t(state).to_owned()/></span>
        </div></li>
    }
    .into_any()
}

fn reason_words(reason: GateReason) -> String {
    by_key(&GateReason::LIST.key(reason.code()))
}

/// What to ask: the question of the field that answers, or the reason itself.
fn question(reason: GateReason) -> String {
    answer_to(reason).map_or_else(|| reason_words(reason), |field| field_label(Kind::Candidate, field))
}

/// The sheets of a candidate.
#[component]
fn Sheets(held: Held) -> impl IntoView {
    let book = expect_context::<Book>();
    let me = book.me().get_untracked();
    let round = untrack(|| round_of(book, &held.view.doc))?;
    let stage = RoundStage::from_code(round.doc.text("stage").unwrap_or_default());
    let mine =
        held.sheets.iter().rfind(|(_, sheet)| sheet.text("scorer") == Some(me.user.to_string().as_str()));
    let is_open = stage == Some(RoundStage::Scoring);
    let may_score = domain::permission::may(
        me.role,
        domain::permission::Operation::Create,
        Kind::ScoreSheet,
        domain::permission::Relation::OwnScope,
    );
    let is_admitted = workflow::stage(Kind::Candidate, &held.view.doc) == Some("admitted");
    let score = (mine.is_none() && is_open && is_admitted && may_score).then(|| {
        view! { <ButtonLink label=t(word!("ranking.score")) href=routes::score(held.view.id) look="main" icon="pen"/> }
    });
    let own = mine.map(|(id, _)| {
        view! { <ButtonLink label=t(word!("ranking.open_sheet")) href=routes::record(Kind::ScoreSheet, *id) look="sm"/> }
    });
    let body = if may_see_others(stage, me.user, &held.sheets) {
        let rows: Vec<AnyView> =
            in_effect(&held.sheets).into_iter().filter_map(|sheet| sheet_row(sheet, &round.doc)).collect();
        if rows.is_empty() {
            view! { <p>{t(word!("candidate.sheets_none"))}</p> }.into_any()
        } else {
            view! { <ul class="rows">{rows}</ul> }.into_any()
        }
    } else {
        view! { <p class="muted">{t(word!("ranking.sealed"))}</p> }.into_any()
    };
    Some(view! {
        <Section title=t(word!("candidate.sheets_title")) id="sheets">
            {body}
            <div class="acts">{score}{own}</div>
        </Section>
    })
}

fn sheet_row(doc: &Document, round: &Document) -> Option<AnyView> {
    let sheet = counted(doc)?;
    let name = doc.text("scorer_name").unwrap_or_default().to_owned();
    let set = criteria(round).ok()?;
    let words = match sheet.interest {
        Interest::Conflict => fill(word!("candidate.tied"), &[("name", &name)]),
        Interest::Free | Interest::Undeclared => total(&set, &sheet).ok()?.to_string(),
    };
    let by_criterion: Vec<String> = sheet
        .points
        .iter()
        .map(|(code, points)| format!("{} {points}", by_key(&format!("ranking.{code}"))))
        .collect();
    let remark = doc.text("remark").map(str::to_owned);
    Some(
        view! {
            <li><div class="row">
                <span class="bd">
                    <span class="t">{name}</span>
                    <span class="line muted">{by_criterion.join(" · ")}</span>
                    <span class="line">{remark}</span>
                </span>
                <span class="st"><b>{words}</b></span>
            </div></li>
        }
        .into_any(),
    )
}

/// Whether the marks of a sheet are not for this person yet.
pub fn is_sealed(book: Book, view: &View) -> bool {
    let me = book.me().get_untracked().user;
    if view.kind != Kind::ScoreSheet || view.doc.text("scorer") == Some(me.to_string().as_str()) {
        return false;
    }
    let stage = round_of(book, &view.doc).and_then(|round| RoundStage::from_code(round.doc.text("stage")?));
    let beside = domain::record::parent(Kind::ScoreSheet, &view.doc).map_or_else(Vec::new, |candidate| {
        let all = book.children_now(candidate, Kind::ScoreSheet).into_iter();
        all.filter_map(|id| Some((id, book.view(id)?.doc))).collect()
    });
    !may_see_others(stage, me, &beside)
}

/// Stands in place of a sealed sheet.
#[component]
pub fn Sealed() -> impl IntoView {
    view! {
        <Heading text=t(word!("score_sheet.sealed_title"))/>
        <p class="lead">{t(word!("ranking.sealed"))}</p>
    }
}
