//! What the offices write about a project: the notice that something is lacking, the decision that suspends
//! or stops it. Both are drafts in the administrative form of NĐ 30/2020, to be numbered and signed.

use domain::formats::date;
use domain::money;
use domain::record::Kind;
use domain::record::disbursement::account;
use domain::record::paper;
use domain::record::project::course::stage_of;
use domain::record::rule::{day, number};
use domain::record::stage::ProjectStage;
use domain::settlement::checklist::PaperStatus;
use domain::word;
use domain::words::Word;
use leptos::prelude::*;

use super::entries;
use crate::components::form_sheet::{Row, SheetTable, dated};
use crate::components::paper::{HeadSigner, Letterhead};
use crate::components::titles::title_of;
use crate::components::value_text::show_field;
use crate::i18n::{fill, lang, t, upper};
use crate::pages::project_form::beneficiary;
use crate::platform::clock::now;
use crate::state::book::Book;
use crate::state::view::View;

/// A letter: one signature, no number of a form.
#[component]
fn Letter(title: Word, project: View, children: Children) -> impl IntoView {
    view! {
        <article class="a4">
            <Letterhead/>
            <h1>{upper(t(title))}</h1>
            <p class="about">{fill(word!("forms.project"), &[("title", &title_of(&project))])}</p>
            {children()}
            <div class="signatures"><div></div> <HeadSigner/></div>
            <p class="printed-at">{date::show(now().day())} " · " {t(word!("paper_form.draft_print"))}</p>
        </article>
    }
}

fn para(words: String) -> AnyView {
    view! { <p class="para">{words}</p> }.into_any()
}

/// The reason a step gave, with what else was said.
fn reason(project: &View) -> Option<String> {
    let said = [
        show_field(Kind::Project, &project.doc, "stage_reason"),
        project.doc.text("stage_note").map(str::to_owned),
    ];
    let said: Vec<String> = said.into_iter().flatten().collect();
    (!said.is_empty()).then(|| said.join(". "))
}

/// The notice that the dossier or the settlement lacks something: every paper at once, with what is wrong.
#[component]
pub fn ReturnNotice(
    /// The project.
    project: View,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let who = untrack(|| beneficiary(book, &project)).unwrap_or_default();
    let papers = book.children_now(project.id, Kind::Paper).into_iter().filter_map(|id| book.view(id));
    let returned = papers.filter(|view| paper::status(&view.doc) == PaperStatus::Returned);
    let row = |view: View| -> Row {
        let why = ["return_reasons", "stage_note"].map(|field| show_field(Kind::Paper, &view.doc, field));
        vec![title_of(&view), why.into_iter().flatten().collect::<Vec<_>>().join("; ")]
    };
    let rows: Vec<Row> = returned.map(row).collect();
    let table = match rows.is_empty() {
        true => para(t(word!("forms.return_nothing")).to_owned()),
        false => {
            let head = vec![word!("forms.column_paper"), word!("forms.column_reasons")];
            view! { <SheetTable head rows numbers=2/> }.into_any()
        }
    };
    let due = day(&project.doc, "due_on");
    view! {
        <Letter title=word!("forms.return_notice") project=project.clone()>
            {para(fill(word!("forms.addressee"), &[("name", &who)]))}
            {para(t(word!("forms.return_lead")).to_owned())}
            {reason(&project).map(|reason| para(fill(word!("forms.return_reason"), &[("reason", &reason)])))}
            {table}
            {due.map(|due| para(fill(word!("forms.return_due"), &[("date", &date::show(due))])))}
        </Letter>
    }
}

/// The decision that suspends or stops a project. Before the step is taken its reason is a dotted line.
#[component]
pub fn HaltDecision(
    /// The project.
    project: View,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let stage = stage_of(&project.doc);
    let is_stopped = matches!(stage, Some(ProjectStage::Stopped | ProjectStage::Recovering));
    let is_halted = is_stopped || stage == Some(ProjectStage::Suspended);
    let what = if is_stopped { word!("forms.halt_stop") } else { word!("forms.halt_suspend") };
    let papers = [
        dated(word!("forms.decision"), &project.doc, ("decision_no", "decision_date")),
        dated(word!("forms.contract"), &project.doc, ("contract_no", "contract_date")),
    ];
    let of_project =
        papers.into_iter().flatten().map(|law| para(fill(word!("forms.halt_grounds"), &[("law", &law)])));
    let why = match reason(&project).filter(|_| is_halted) {
        Some(reason) => para(fill(word!("forms.halt_reason"), &[("reason", &reason)])),
        None => {
            view! { <p class="para">{t(word!("forms.halt_reason_blank"))} " " <span class="dots"></span></p> }
                .into_any()
        }
    };
    let show = |amount| money::show(amount, lang());
    let spent = account::sums(entries(book, &project).iter().map(|(_, doc)| doc)).held_vnd();
    let second = match number(&project.doc, "recovery_amount") {
        Some(back) => {
            fill(word!("forms.halt_article_2_stop"), &[("amount", &show(spent)), ("back", &show(back))])
        }
        None => fill(word!("forms.halt_article_2"), &[("amount", &show(spent))]),
    };
    let first = fill(word!("forms.halt_article_1"), &[("what", t(what)), ("title", &title_of(&project))]);
    view! {
        <Letter title=word!("forms.halt_decision") project>
            {para(t(word!("forms.halt_law")).to_owned())}
            {of_project.collect_view()}
            {para(t(word!("forms.halt_decided")).to_owned())}
            <p class="about"><b>{t(word!("forms.halt_decides"))}</b></p>
            {para(first)}
            {why}
            {para(second)}
            {para(t(word!("forms.halt_article_3")).to_owned())}
        </Letter>
    }
}
