//! The papers of a class: the list that is signed, the certificates, the jobs that were confirmed.

use chrono::NaiveDate;
use domain::formats::date;
use domain::record::Kind;
use domain::record::trainee::attendance::{Mark, class_days, mark_on};
use domain::value::Document;
use domain::word;
use domain::words::Word;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use crate::components::certificate_paper::{CertificatePaper, heading, no_certificate};
use crate::components::class_forms::{ClassPlan, Curriculum};
use crate::components::page_frame::Page;
use crate::components::paper::{Letterhead, PrintButton, Signers};
use crate::components::params::id_param;
use crate::components::titles::title_of;
use crate::components::trainees::{name_of, trainees_of};
use crate::components::value_text::{field_label, show_field};
use crate::i18n::{fill, short_day, t};
use crate::pages::not_found::Missing;
use crate::platform::clock::now;
use crate::routes::{self, ClassPaper};
use crate::state::book::Book;
use crate::state::view::View;
use crate::ui::shell::Heading;

/// Days that one sheet has room to sign for.
const DAYS_A_SHEET: usize = 6;

/// The page.
#[component]
pub fn ClassPrint() -> impl IntoView {
    let book = expect_context::<Book>();
    let id = id_param();
    let params = use_params_map();
    let paper = Memo::new(move |_| {
        params.with(|params| params.get("paper")).and_then(|code| ClassPaper::from_code(&code))
    });
    move || {
        let class = id.get().and_then(|id| book.view(id)).filter(|view| view.kind == Kind::TrainingClass);
        let (Some(class), Some(paper)) = (class, paper.get()) else {
            return view! { <Missing title=t(word!("records.missing"))/> }.into_any();
        };
        let title = title_of(&class);
        let back = (routes::record(class.kind, class.id), title.clone());
        let people = trainees_of(book, class.id);
        let sheets = match paper {
            ClassPaper::Plan => view! { <ClassPlan class/> }.into_any(),
            ClassPaper::Curriculum => view! { <Curriculum class/> }.into_any(),
            ClassPaper::Signatures => signatures(&class, &people),
            ClassPaper::Certificates => certificates(&class, people),
            ClassPaper::Jobs => view! { <Jobs class people/> }.into_any(),
        };
        view! {
            <Page title back>
                <div class="page">
                    <div class="no-print"><Heading text=t(paper_word(paper))/></div>
                    <PrintButton/>
                    {sheets}
                </div>
            </Page>
        }
        .into_any()
    }
}

/// What the way to a paper is called, which is the heading of its page.
pub fn paper_word(paper: ClassPaper) -> Word {
    match paper {
        ClassPaper::Plan => word!("training.paper_plan"),
        ClassPaper::Curriculum => word!("training.paper_curriculum"),
        ClassPaper::Signatures => word!("training.paper_signatures"),
        ClassPaper::Certificates => word!("training.paper_certificates"),
        ClassPaper::Jobs => word!("training.paper_jobs"),
    }
}

/// One sheet for every few days.
fn signatures(class: &View, people: &[View]) -> AnyView {
    let days: Vec<NaiveDate> = class_days(&class.doc).into_iter().collect();
    let sheets = days.chunks(DAYS_A_SHEET).map(|days| {
        view! { <SignatureSheet class=class.clone() people=people.to_vec() days=days.to_vec()/> }
    });
    sheets.collect_view().into_any()
}

#[component]
fn Head(title: &'static str, class: View) -> impl IntoView {
    let field = |name: &str| show_field(class.kind, &class.doc, name).unwrap_or_default();
    let line =
        fill(word!("training.paper_line"), &[("place", &field("place")), ("teacher", &field("teacher"))]);
    view! {
        <Letterhead/>
        <h2 class="name">{title}</h2>
        <p class="about">{title_of(&class)}</p>
        <p class="para">{line}</p>
    }
}

#[component]
fn Foot() -> impl IntoView {
    view! {
        <Signers/>
        <p class="printed-at">{date::show(now().day())} " · " {t(word!("paper_form.draft_print"))}</p>
    }
}

#[component]
fn SignatureSheet(class: View, people: Vec<View>, days: Vec<NaiveDate>) -> impl IntoView {
    let head = days.iter().map(|day| view! { <th>{short_day(*day)}</th> }).collect_view();
    let rows = people.iter().enumerate().map(|(at, view)| {
        let doc = &view.doc;
        let cells = days
            .iter()
            .map(|day| view! { <td class="mid sign" data-l=short_day(*day)>{away(doc, *day)}</td> });
        view! {
            <tr>
                <td class="mid" data-l=t(word!("paper_form.number"))>{at + 1}</td>
                <td data-l=t(word!("field.trainee.name"))>{name_of(doc).to_owned()}</td>
                <td class="mid" data-l=t(word!("field.trainee.birth_year"))>
                    {show_field(Kind::Trainee, doc, "birth_year")}
                </td>
                {cells.collect_view()}
            </tr>
        }
    });
    view! {
        <article class="a4">
            <Head title=t(word!("training.sheet_signatures")) class/>
            <table>
                <thead>
                    <tr>
                        <th>{t(word!("paper_form.number"))}</th>
                        <th>{t(word!("field.trainee.name"))}</th>
                        <th>{t(word!("field.trainee.birth_year"))}</th>
                        {head}
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
            <p class="para">{t(word!("training.sheet_legend"))}</p>
            <Foot/>
        </article>
    }
}

/// Who was not there has nothing to sign.
fn away(doc: &Document, day: NaiveDate) -> Option<&'static str> {
    match mark_on(doc, day)? {
        Mark::Present => None,
        Mark::Absent => Some(t(word!("roster.absent_short"))),
        Mark::Excused => Some(t(word!("roster.excused_short"))),
    }
}

fn certificates(class: &View, people: Vec<View>) -> AnyView {
    let numbered: Vec<View> =
        people.into_iter().filter(|view| view.doc.get("certificate_no").is_some()).collect();
    if numbered.is_empty() {
        return no_certificate();
    }
    let papers =
        numbered.into_iter().map(|trainee| view! { <CertificatePaper class=class.clone() trainee/> });
    view! { {heading()} {papers.collect_view()} }.into_any()
}

#[component]
fn Jobs(class: View, people: Vec<View>) -> impl IntoView {
    const COLUMNS: &[&str] = &["name", "birth_year", "certificate_no", "job_since", "job_confirmed_by"];
    let book = expect_context::<Book>();
    let head = COLUMNS.iter().map(|name| {
        view! { <th>{field_label(Kind::Trainee, name)}</th> }
    });
    let rows = people.iter().filter(|view| view.doc.get("job_confirmed_by").is_some()).enumerate();
    let rows = rows.map(|(at, view)| {
        let cells = COLUMNS.iter().map(|name| {
            let value = show_field(Kind::Trainee, &view.doc, name);
            view! { <td data-l=field_label(Kind::Trainee, name)>{value}</td> }
        });
        view! {
            <tr>
                <td class="mid" data-l=t(word!("paper_form.number"))>{at + 1}</td>
                {cells.collect_view()}
                <td data-l=t(word!("field.trainee.job_at"))>{job_place(book, &view.doc)}</td>
                <td class="sign"></td>
            </tr>
        }
    });
    view! {
        <article class="a4">
            <Head title=t(word!("training.sheet_jobs")) class/>
            <table>
                <thead>
                    <tr>
                        <th>{t(word!("paper_form.number"))}</th>
                        {head.collect_view()}
                        <th>{t(word!("field.trainee.job_at"))}</th>
                        <th>{t(word!("training.sheet_signature"))}</th>
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
            <Foot/>
        </article>
    }
}

/// Where somebody works: a facility of the register, or what was written.
fn job_place(book: Book, doc: &Document) -> Option<String> {
    let at = doc.text("job_at").and_then(|id| id.parse().ok()).and_then(|id| book.view(id));
    at.map(|view| title_of(&view)).or_else(|| doc.text("job_name").map(str::to_owned))
}
