//! The papers of a project: how many are there, what is to be done first, and why a paper came back,
//! in words. One press draws the list up; it is the same list on every device.

use domain::formats::date;
use domain::id::RecordId;
use domain::ordering;
use domain::record::Kind;
use domain::record::field::Choice;
use domain::record::paper::list::{
    Dossier, Moment, Rules, drawn_up, held_field, is_due, is_passed, proposed,
};
use domain::record::paper::status;
use domain::record::rule::{day, number};
use domain::role::Role;
use domain::settlement::checklist::PaperStatus;
use domain::settlement::reason::ReturnReason;
use domain::settlement::template::{Held, ListPhase};
use domain::value::{Document, Value};
use domain::word;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::checklist_row::{Group, Line, Lines};
use crate::components::hand_over::HandOver;
use crate::components::save_error::save_error_words;
use crate::components::value_text::choice_label;
use crate::i18n::{by_key, count, fill, lang, t};
use crate::platform::clock::now;
use crate::state::book::Book;
use crate::state::deeds::making;
use crate::state::reference;
use crate::state::view::View;
use crate::ui::button::Button;
use crate::ui::disclosure::Disclosure;
use crate::ui::note::{Note, NoteLook};
use crate::ui::section_head::Section;
use crate::ui::toast::Toasts;

/// The section of a project's page. It follows the news row by row: what somebody has opened or is about to
/// press stays where it is.
#[component]
pub fn Checklist(
    /// The project.
    #[prop(into)]
    project: Signal<View>,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let ids = book.children(project.with_untracked(|project| project.id), Kind::Paper);
    let papers = Memo::new(move |_| ids.get().iter().filter_map(|id| book.view(*id)).collect::<Vec<View>>());
    let lacking =
        Memo::new(move |_| project.with(|project| papers.with(|papers| lacking(book, project, papers))));
    let is_begun = Memo::new(move |_| !papers.with(Vec::is_empty));
    // What is to be done now stands first, then what comes next; the lists of earlier steps are mostly good.
    let mut phases: Vec<ListPhase> = ListPhase::ALL.iter().rev().copied().collect();
    project
        .with_untracked(|project| ordering::sort_by_key(&mut phases, |phase| !is_due(&project.doc, *phase)));
    let lists = phases.into_iter().map(|phase| view! { <OfPhase project papers phase/> }).collect_view();
    // The book shows the papers before the disk has them; the button says so until then.
    let busy = RwSignal::new(false);
    view! {
        {lists}
        <Show when=move || busy.get() || !lacking.with(Vec::is_empty)>
            <DrawUp project lacking is_begun busy/>
        </Show>
    }
}

/// Papers of the list that are not in the book: all of them before it is drawn up, some of them when the
/// device was switched off in between.
fn lacking(book: Book, project: &View, papers: &[View]) -> Vec<(RecordId, Document)> {
    let entered = reference::checklists(book);
    let templates = if entered.is_empty() { proposed(&project.doc) } else { entered };
    let made_on = project.made.at.day();
    let signed_on = day(&project.doc, "contract_date").unwrap_or(made_on);
    let deadlines = reference::deadlines_on(book, signed_on);
    let rules = Rules { templates: &templates, deadlines: &deadlines, made_on };
    let mut drawn = drawn_up(project.id, &project.doc, &rules);
    drawn.retain(|(id, _)| papers.iter().all(|paper| paper.id != *id));
    drawn
}

/// Papers are still to be put on the list: what it is for, and the button that does it.
#[component]
fn DrawUp(
    project: Signal<View>,
    lacking: Memo<Vec<(RecordId, Document)>>,
    is_begun: Memo<bool>,
    busy: RwSignal<bool>,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let toasts = use_context::<Toasts>();
    let is_unit = book.me().get_untracked().role == Role::CentreStaff;
    let failed = RwSignal::new(None::<String>);
    let press = move |()| {
        busy.set(true);
        let (project, lacking) = (project.get_untracked(), lacking.get_untracked());
        spawn_local(async move {
            match draw_up(book, &project, lacking).await {
                Ok(n) => {
                    if let Some(toasts) = toasts {
                        toasts.say(count(word!("checklist.drawn"), n));
                    }
                }
                Err(words) => drop(failed.try_set(Some(words))),
            }
            busy.try_set(false);
        });
    };
    let label = Signal::derive(move || match is_begun.get() {
        true => count(word!("checklist.draw_up_rest"), lacking.with(Vec::len)),
        false => t(word!("checklist.draw_up")).to_owned(),
    });
    let content = move || {
        view! {
            {move || failed.get().map(|words| view! { <Note look=NoteLook::Bad>{words}</Note> })}
            {is_unit.then(|| view! {
                <div class="acts">
                    <Button label icon="list" busy busy_label=t(word!("button.saving")).to_owned() on_press=press/>
                </div>
            })}
        }
    };
    move || match is_begun.get() {
        true => content().into_any(),
        false => view! {
            <Section title=t(word!("checklist.title")) id="checklist">
                <p class="lines">{t(word!("checklist.none"))}</p>
                {content()}
            </Section>
        }
        .into_any(),
    }
}

/// Makes the papers under the names they have on all devices.
async fn draw_up(book: Book, project: &View, drawn: Vec<(RecordId, Document)>) -> Result<usize, String> {
    let n = drawn.len();
    let papers = drawn.into_iter().map(|(id, doc)| making(Kind::Paper, id, project.scope.clone(), doc));
    let written = book.perform(papers.collect()).await;
    written.map(|()| n).map_err(|error| save_error_words(Kind::Paper, &error))
}

fn title(phase: ListPhase) -> &'static str {
    t(match phase {
        ListPhase::Register => word!("checklist.title_register"),
        ListPhase::Appraise => word!("checklist.title_appraise"),
        ListPhase::Advance => word!("checklist.title_advance"),
        ListPhase::Accept => word!("checklist.title_accept"),
        ListPhase::Settle => word!("checklist.title"),
    })
}

/// What the list of one step shows.
#[derive(Clone, PartialEq)]
struct Standing {
    progress: String,
    frozen: String,
    waiting: Option<String>,
    lines: Vec<Line>,
}

fn standing(project: &View, papers: &[View], phase: ListPhase) -> Option<Standing> {
    let today = now().day();
    let mut papers = papers.to_vec();
    papers.retain(|view| view.doc.text("phase") == Some(phase.code()));
    let docs: Vec<_> = papers.iter().map(|view| (view.id, view.doc.clone())).collect();
    let dossier = Dossier::read(&project.doc, &docs, phase, (Moment::Running, today))?;
    Some(Standing {
        progress: dossier.progress().message(lang()),
        frozen: docs.first().and_then(|(_, doc)| day(doc, "frozen_on")).map(date::show).unwrap_or_default(),
        waiting: dossier.waiting(today).map(|waiting| waiting.message(lang())),
        lines: lines(&project.doc, &papers, &dossier),
    })
}

/// The papers of one step.
#[component]
fn OfPhase(project: Signal<View>, papers: Memo<Vec<View>>, phase: ListPhase) -> impl IntoView {
    let standing =
        Memo::new(move |_| project.with(|project| papers.with(|papers| standing(project, papers, phase))));
    let words = move |pick: fn(&Standing) -> Option<String>| {
        Memo::new(move |_| standing.with(|standing| standing.as_ref().and_then(pick)))
    };
    let progress = words(|standing| Some(standing.progress.clone()));
    let frozen = words(|standing| Some(standing.frozen.clone()));
    let waiting = words(|standing| standing.waiting.clone());
    let lines = Memo::new(move |_| {
        standing.with(|standing| standing.as_ref().map(|standing| standing.lines.clone()).unwrap_or_default())
    });
    let asked = Memo::new(move |_| {
        let asked = |lines: &Vec<Line>| {
            lines.iter().filter(|line| line.group.is_asked()).map(|line| line.status).collect::<Vec<_>>()
        };
        lines.with(asked)
    });
    let frozen = move || {
        frozen.get().map(|date| {
            view! { <p class="muted small">{fill(word!("checklist.frozen"), &[("date", &date)])}</p> }
        })
    };
    let waiting = move || waiting.get().map(|words| view! { <p class="small"><b>{words}</b></p> });
    let is_passed = Memo::new(move |_| project.with(|project| is_passed(&project.doc, phase)));
    let papers = move || match is_passed.get() {
        true => {
            let summary = || view! { <span>{t(word!("checklist.passed"))}</span> };
            view! { <Disclosure class="groups" summary><Lines lines/></Disclosure> }.into_any()
        }
        false => view! {
            <Lines lines/>
            <HandOver lines/>
        }
        .into_any(),
    };
    view! {
        <Show when=move || standing.with(Option::is_some)>
            <Section
                title=title(phase)
                aside=move || view! { <b>{progress.get()}</b> }
                id=format!("checklist-{}", phase.code())
            >
                {move || view! { <Cells asked=asked.get()/> }}
                {frozen}
                {waiting}
                {papers}
            </Section>
        </Show>
    }
}

/// One cell for each paper that is asked for.
#[component]
fn Cells(asked: Vec<PaperStatus>) -> impl IntoView {
    let of =
        |wanted: fn(PaperStatus) -> bool| asked.iter().filter(|status| wanted(**status)).count().to_string();
    let good = of(|status| matches!(status, PaperStatus::Verified | PaperStatus::Waived));
    let given = of(|status| status == PaperStatus::Provided);
    let returned = of(|status| status == PaperStatus::Returned);
    let missing = of(|status| status == PaperStatus::Missing);
    let words = fill(
        word!("checklist.cells"),
        &[("good", &good), ("given", &given), ("returned", &returned), ("missing", &missing)],
    );
    let mut asked = asked;
    ordering::sort_by_key(&mut asked, |status| match status {
        PaperStatus::Verified | PaperStatus::Waived => 0,
        PaperStatus::Provided => 1,
        PaperStatus::Returned => 2,
        PaperStatus::Missing | PaperStatus::NotApplicable => 3,
    });
    let cells = asked.into_iter().map(|status| {
        let class = match status {
            PaperStatus::Verified | PaperStatus::Waived => "y",
            PaperStatus::Provided => "p",
            PaperStatus::Returned => "b",
            PaperStatus::Missing | PaperStatus::NotApplicable => "m",
        };
        view! { <i class=class></i> }
    });
    view! {
        <div class="cells" role="img" aria-label=words.clone()>{cells.collect_view()}</div>
        <p class="muted small" aria-hidden="true">{words}</p>
    }
}

/// The papers in their order, each in its group.
fn lines(project: &Document, papers: &[View], dossier: &Dossier) -> Vec<Line> {
    let mut lines: Vec<Line> = papers
        .iter()
        .filter_map(|view| {
            let code = view.doc.text("code")?;
            let (own, seen) = (status(&view.doc), dossier.status(code));
            let group = Group::of(seen, dossier.is_required(code));
            let is_held = own != seen;
            let detail = if is_held { held_words(project, &view.doc) } else { detail_words(&view.doc, own) };
            Some(Line {
                no: number(&view.doc, "position").unwrap_or(0),
                status: if is_held { PaperStatus::Verified } else { seen },
                group: if is_held { Group::Good } else { group },
                is_held,
                detail,
                view: view.clone(),
            })
        })
        .collect();
    ordering::sort_by_key(&mut lines, |line| line.no);
    lines
}

fn held_words(project: &Document, paper: &Document) -> String {
    let held = paper.text("held").and_then(Held::from_code).and_then(held_field);
    let Some((no, on)) = held else { return String::new() };
    let no = project.text(no).map(str::to_owned);
    no.into_iter().chain(day(project, on).map(date::show)).collect::<Vec<_>>().join(", ")
}

fn detail_words(paper: &Document, status: PaperStatus) -> String {
    let since = day(paper, "stage_since").map(date::show).unwrap_or_default();
    match status {
        PaperStatus::Returned => {
            let reasons = paper.get("return_reasons").and_then(Value::as_list).unwrap_or_default();
            let named =
                reasons.iter().filter_map(Value::as_text).map(|code| choice_label(&ReturnReason::LIST, code));
            let note = paper.text("stage_note").map(str::to_owned);
            let reasons = named.chain(note).collect::<Vec<_>>().join("; ");
            fill(word!("checklist.returned"), &[("date", &since), ("reasons", &reasons)])
        }
        PaperStatus::Waived => {
            fill(word!("checklist.waived"), &[("reason", paper.text("stage_note").unwrap_or_default())])
        }
        PaperStatus::Missing | PaperStatus::NotApplicable => {
            let kind = paper.text("kind").map(|kind| by_key(&format!("choice.paper_kind.{kind}")));
            let form = paper.text("form_no").map(|form| fill(word!("checklist.form"), &[("form", form)]));
            kind.into_iter().chain(form).collect::<Vec<_>>().join(" · ")
        }
        PaperStatus::Provided | PaperStatus::Verified => {
            let no = paper.get("doc_no").and_then(Value::as_text).map(str::to_owned);
            let on = day(paper, "doc_date").map_or(since, date::show);
            no.into_iter().chain([on]).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
        }
    }
}
