//! The papers of a project: how many are there, what is to be done first, and why a paper came back,
//! in words. One press draws the list up; it is the same list on every device.

use domain::formats::date;
use domain::id::RecordId;
use domain::ordering;
use domain::record::Kind;
use domain::record::field::Choice;
use domain::record::marker::{FieldKind, Many};
use domain::record::paper::list::{Dossier, Moment, Rules, drawn_up, held_field, proposed};
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
use crate::components::save_error::save_error_words;
use crate::i18n::{by_key, count, fill, lang, t};
use crate::platform::clock::now;
use crate::state::book::Book;
use crate::state::reference;
use crate::state::view::View;
use crate::ui::button::Button;
use crate::ui::note::{Note, NoteLook};
use crate::ui::section_head::Section;
use crate::ui::toast::Toasts;

/// The section of a project's page.
#[component]
pub fn Checklist(
    /// The project.
    project: View,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let papers = book.children(project.id, Kind::Paper);
    let view = StoredValue::new(project);
    move || {
        let papers: Vec<View> = papers.get().iter().filter_map(|id| book.view(*id)).collect();
        let project = view.get_value();
        let lacking = lacking(book, &project, &papers);
        match (papers.is_empty(), lacking.is_empty()) {
            (true, true) => None,
            (true, false) => Some(view! { <DrawUp project lacking/> }.into_any()),
            (false, true) => Some(view! { <Drawn project papers/> }.into_any()),
            (false, false) => Some(
                view! {
                    <Drawn project=project.clone() papers/>
                    <DrawUp project lacking is_begun=true/>
                }
                .into_any(),
            ),
        }
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
    project: View,
    lacking: Vec<(RecordId, Document)>,
    #[prop(optional)] is_begun: bool,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let toasts = use_context::<Toasts>();
    let is_unit = book.me().get_untracked().role == Role::CentreStaff;
    let busy = RwSignal::new(false);
    let failed = RwSignal::new(None::<String>);
    let n = lacking.len();
    let to_do = StoredValue::new((project, lacking));
    let press = move |()| {
        busy.set(true);
        let (project, lacking) = to_do.get_value();
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
    let label = match is_begun {
        true => count(word!("checklist.draw_up_rest"), n),
        false => t(word!("checklist.draw_up")).to_owned(),
    };
    let content = view! {
        {move || failed.get().map(|words| view! { <Note look=NoteLook::Bad>{words}</Note> })}
        {is_unit.then(|| view! {
            <div class="acts"><Button label icon="list" busy on_press=press/></div>
        })}
    };
    if is_begun {
        return content.into_any();
    }
    view! {
        <Section title=t(word!("checklist.title")) id="checklist">
            <p class="lines">{t(word!("checklist.none"))}</p>
            {content}
        </Section>
    }
    .into_any()
}

/// Makes the papers under the names they have on all devices.
async fn draw_up(book: Book, project: &View, drawn: Vec<(RecordId, Document)>) -> Result<usize, String> {
    let n = drawn.len();
    for (id, doc) in drawn {
        let made = book.create_named(Kind::Paper, id, project.scope.clone(), doc).await;
        made.map_err(|error| save_error_words(Kind::Paper, &error))?;
    }
    Ok(n)
}

#[component]
fn Drawn(project: View, papers: Vec<View>) -> impl IntoView {
    // What is to be done next stands first: the lists of earlier steps are mostly good.
    let phases = ListPhase::ALL.iter().rev();
    let lists = phases.map(|phase| {
        let mut papers = papers.clone();
        papers.retain(|view| view.doc.text("phase") == Some(phase.code()));
        view! { <OfPhase project=project.clone() papers phase=*phase/> }
    });
    lists.collect_view()
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

/// The papers of one step.
#[component]
fn OfPhase(project: View, papers: Vec<View>, phase: ListPhase) -> impl IntoView {
    let today = now().day();
    let docs: Vec<_> = papers.iter().map(|view| (view.id, view.doc.clone())).collect();
    let dossier = Dossier::read(&project.doc, &docs, phase, (Moment::Running, today))?;
    let frozen = docs.first().and_then(|(_, doc)| day(doc, "frozen_on")).map(date::show).unwrap_or_default();
    let progress = dossier.progress().message(lang());
    let waiting = dossier.waiting(today).map(|waiting| waiting.message(lang()));
    let lines = lines(&project.doc, &papers, &dossier);
    let asked: Vec<PaperStatus> =
        lines.iter().filter(|line| line.group.is_asked()).map(|line| line.status).collect();
    let aside = move || view! { <b>{progress.clone()}</b> };
    Some(view! {
        <Section title=title(phase) aside id=format!("checklist-{}", phase.code())>
            <Cells asked/>
            <p class="muted small">{fill(word!("checklist.frozen"), &[("date", &frozen)])}</p>
            {waiting.map(|words| view! { <p class="small"><b>{words}</b></p> })}
            <Lines lines/>
        </Section>
    })
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
            let reasons =
                paper.get("return_reasons").and_then(Many::<ReturnReason>::read).unwrap_or_default();
            let named = reasons.into_iter().map(|reason| by_key(&ReturnReason::LIST.key(reason.code())));
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
