//! One project: sentence, next action, path and holder, money, dossier, history.

use domain::formats::date;
use domain::money;
use domain::permission::{Operation, Relation, may};
use domain::record::Kind;
use domain::value::{Document, Value};
use domain::word;
use domain::workflow;
use leptos::prelude::*;

use crate::components::action_panel::ActionPanel;
use crate::components::conflict_note::ConflictNote;
use crate::components::course::{Application, Reader, day_of};
use crate::components::history::History;
use crate::components::page_frame::Page;
use crate::components::params::id_param;
use crate::components::record_facts::{RecordFacts, Shown};
use crate::components::stage_bar::{StageBar, state_sentence};
use crate::components::sync_mark::RecordMark;
use crate::components::titles::title_of;
use crate::components::value_text::show_field;
use crate::i18n::{fill, lang, t, until};
use crate::pages::need_form::facility_of;
use crate::pages::not_found::Missing;
use crate::platform::clock::now;
use crate::routes;
use crate::state::book::Book;
use crate::state::view::View;
use crate::ui::button::ButtonLink;
use crate::ui::mark::{Mark, MarkLook};
use crate::ui::money_bar::{MoneyBar, MoneyShares};
use crate::ui::section_head::Section;
use crate::ui::shell::Heading;

const SHOWN: Shown = Shown {
    groups: &["subject", "means", "schedule", "dossier", "decision", "contract", "result", "money"],
    not: &["title", "code", "stage", "stage_since", "holder", "due_on", "commune_code"],
};

/// Share of the support that may be advanced, in hundredths (DOMAIN §4.1).
const ADVANCE_LIMIT: i64 = 70;

/// The page.
#[component]
pub fn ProjectPage() -> impl IntoView {
    let book = expect_context::<Book>();
    let id = id_param();
    let record = Memo::new(move |_| id.get().and_then(|id| book.view(id)));
    let is_here = Memo::new(move |_| record.with(Option::is_some));
    let title = Signal::derive(move || record.get().map(|view| title_of(&view)).unwrap_or_default());
    move || {
        if !is_here.get() {
            return view! { <Missing title=t(word!("project.missing"))/> }.into_any();
        }
        let back = (routes::PROJECTS.to_owned(), t(word!("nav.projects")).to_owned());
        view! {
            <Page title here=routes::PROJECTS back>
                <div class="page page-record">
                    {move || record.get().map(|view| view! { <Detail view/> })}
                </div>
            </Page>
        }
        .into_any()
    }
}

#[component]
fn Detail(view: View) -> impl IntoView {
    let book = expect_context::<Book>();
    let id = view.id;
    let doc = view.doc.clone();
    let role = book.me().get_untracked().role;
    let code = doc.text("code").unwrap_or(t(word!("project.code_pending"))).to_owned();
    let funding = show_field(Kind::Project, &doc, "funding").unwrap_or_default();
    let facility = untrack(|| facility_of(&view).and_then(|id| book.view(id)));
    let stage = workflow::stage(Kind::Project, &doc).unwrap_or_default();
    let need = untrack(|| doc.text("need").and_then(|id| id.parse().ok()).and_then(|id| book.view(id)));
    let application = Application { need, project: Some(view.clone()) };
    let today = now().day();
    let due = day_of(&doc, "due_on").map(|due| {
        let words = format!("{} · {}", date::show(due), until(due, today));
        view! { <p><Mark look=MarkLook::DUE word=words/></p> }
    });
    let may_edit = may(role, Operation::Edit, Kind::Project, Relation::OwnScope)
        && workflow::is_editable(Kind::Project, &doc);
    let shown_doc = doc.clone();
    view! {
        <p class="muted">{fill(word!("project.code_label"), &[("code", &code), ("funding", &funding)])}</p>
        <Heading text=title_of(&view)/>
        {facility.map(|facility| view! {
            <p><a class="hit" href=routes::facility(facility.id)>{title_of(&facility)}</a></p>
        })}
        <p class="state">{state_sentence(Kind::Project, stage, day_of(&doc, "stage_since"))}</p>
        {due}
        <p><RecordMark mark=view.sync/></p>
        <ConflictNote record=id/>
        <ActionPanel view=Signal::stored(view.clone())/>
        {may_edit.then(|| view! {
            <div class="acts">
                <ButtonLink label=t(word!("button.edit")) href=routes::project_edit(id) look="sm" icon="pen"/>
            </div>
        })}
        <StageBar course=application.course(today, Reader::Office) stem="path_step" title=t(word!("project.path"))/>
        <div class="columns">
            <div>
                <RecordFacts kind=Kind::Project doc=Signal::stored(shown_doc) shown=SHOWN/>
            </div>
            <div>
                <Money doc/>
                <History record=id/>
            </div>
        </div>
    }
}

/// Support approved, advanced, paid.
#[component]
pub fn Money(
    /// The project.
    doc: Document,
) -> impl IntoView {
    let int = |field: &str| doc.get(field).and_then(Value::as_int);
    let approved = int("support_approved")?;
    let advanced = int("advanced").unwrap_or(0);
    let paid = int("paid").unwrap_or(0);
    let show = |amount: i64| money::show(amount, lang());
    let hundredths = |amount: i64| if approved > 0 { amount.saturating_mul(100) / approved } else { 0 };
    // What is paid holds the advance already.
    let shares = MoneyShares {
        paid: hundredths(paid),
        advanced: hundredths((advanced - paid).max(0)),
        ceiling: Some(ADVANCE_LIMIT),
    };
    let words = [("approved", show(approved)), ("advanced", show(advanced)), ("paid", show(paid))];
    let params: Vec<(&str, &str)> = words.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let ceiling = fill(
        word!("project.money_ceiling"),
        &[("amount", &show(approved.saturating_mul(ADVANCE_LIMIT) / 100))],
    );
    let total =
        int("total_investment").map(|total| fill(word!("project.money_total"), &[("amount", &show(total))]));
    let label = fill(word!("project.money_label"), &params);
    let [approved, advanced, paid] = [approved, advanced, paid].map(show);
    Some(view! {
        <Section title=t(word!("project.money")) aside=move || view! { <span class="muted">{total.clone()}</span> }>
            <MoneyBar shares label ceiling_label=ceiling/>
            <dl class="amts lines">
                <div><dt>{t(word!("project.money_approved"))}</dt><dd>{approved}</dd></div>
                <div><dt><i class="key adv"></i>{t(word!("project.money_advanced"))}</dt><dd>{advanced}</dd></div>
                <div><dt><i class="key paid"></i>{t(word!("project.money_paid"))}</dt><dd>{paid}</dd></div>
            </dl>
        </Section>
    })
}
