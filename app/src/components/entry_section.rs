//! What the page of an entered product shows besides its facts: the jury, the certificate.

use domain::record::Kind;
use domain::record::field::Choice;
use domain::record::product::entry::EntryStage;
use domain::record::product::entry_family::level;
use domain::role::Role;
use domain::value::Value;
use domain::word;
use domain::workflow;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::field_input::FieldInput;
use crate::components::jury_table::JuryTable;
use crate::components::kinship::RecordRow;
use crate::components::save_error::save_error_words;
use crate::components::score_form::ScoreForm;
use crate::components::titles::title_of;
use crate::components::value_text::field_label;
use crate::i18n::t;
use crate::state::book::Book;
use crate::state::kin::{Coming, objections};
use crate::state::view::View;
use crate::ui::button::Button;
use crate::ui::field::About;
use crate::ui::note::{Note, NoteLook};
use crate::ui::section_head::Section;

/// The part of the page of a product.
pub fn section(entry: View) -> AnyView {
    view! { <EntrySection entry/> }.into_any()
}

/// Where a product is.
pub fn stage_of(entry: &View) -> Option<EntryStage> {
    workflow::stage(entry.kind, &entry.doc).and_then(EntryStage::from_code)
}

/// The round a product is entered into.
pub fn round_of(book: Book, entry: &View) -> Option<View> {
    untrack(|| book.view(entry.doc.text("round")?.parse().ok()?))
}

#[component]
fn EntrySection(entry: View) -> impl IntoView {
    let book = expect_context::<Book>();
    let role = book.me().get_untracked().role;
    // Sheets are a matter of the offices: neither the maker nor the commune holds them.
    let sees_jury = !matches!(role, Role::FacilityOwner | Role::CommuneOfficer);
    let stage = stage_of(&entry);
    let round = round_of(book, &entry);
    let jury = round.filter(|_| sees_jury && stage.is_some_and(EntryStage::has_met_jury)).map(|round| {
        view! {
            <ScoreForm entry=entry.clone() round=round.clone()/>
            <JuryTable entry=entry.clone() round/>
        }
    });
    view! {
        {jury}
        {(stage == Some(EntryStage::Recognised)).then(|| view! { <Certified entry/> })}
    }
}

/// The certificate of a recognised product, or the way to write it down.
#[component]
fn Certified(entry: View) -> impl IntoView {
    let book = expect_context::<Book>();
    let role = book.me().get_untracked().role;
    let id = entry.id.to_string();
    let found = Memo::new(move |_| {
        book.scan(Kind::ProductCertificate, |view| {
            (view.doc.text("entry") == Some(id.as_str())).then_some(view)
        })
    });
    let may_issue = matches!(role, Role::CentreStaff | Role::DepartmentStaff);
    let entry = StoredValue::new(entry);
    let body = move || match found.get() {
        none if none.is_empty() && may_issue => view! { <IssueForm entry=entry.get_value()/> }.into_any(),
        none if none.is_empty() => {
            view! { <p class="muted">{t(word!("product.no_certificate"))}</p> }.into_any()
        }
        all => {
            let rows = all.into_iter().map(|view| view! { <RecordRow view/> }).collect_view();
            view! { <ul class="rows">{rows}</ul> }.into_any()
        }
    };
    view! { <Section title=t(word!("product.certificate")) id="certificate">{body}</Section> }
}

/// Number and day; the rest follows from product and round.
#[component]
fn IssueForm(entry: View) -> impl IntoView {
    let book = expect_context::<Book>();
    let given = StoredValue::new(std::collections::BTreeMap::<&'static str, Value>::new());
    let failed = RwSignal::new(None::<String>);
    let fields = ["number", "issued_on"].map(|name| Kind::ProductCertificate.spec().field(name));
    let inputs = fields.into_iter().flatten().map(|spec| {
        let label = field_label(Kind::ProductCertificate, spec.name);
        let about = About { id: format!("c-{}", spec.name), label, help: None };
        let set = Callback::new(move |value: Option<Value>| {
            given.update_value(|given| match value {
                Some(value) => drop(given.insert(spec.name, value)),
                None => drop(given.remove(spec.name)),
            });
        });
        view! { <FieldInput spec about value=None on_value=set on_leave=|()| {}/> }
    });
    let entry = StoredValue::new(entry);
    let issue = move |()| {
        let Some((doc, scope)) = entry.with_value(|entry| certificate(book, entry)) else { return };
        let doc = given.get_value().into_iter().fold(doc, |doc, (name, value)| doc.with(name, value));
        let today = crate::platform::clock::now().day();
        let level = domain::validation::Level::Full;
        let problems = domain::validation::validate(Kind::ProductCertificate, &doc, today, level);
        let problems = if problems.is_empty() { made_objections(book, &doc) } else { problems };
        failed.set(crate::components::problem_words::objection_words(Kind::ProductCertificate, &problems));
        if failed.with_untracked(Option::is_some) {
            return;
        }
        spawn_local(async move {
            let made = book.create(Kind::ProductCertificate, scope, doc).await;
            failed.try_set(made.err().map(|error| save_error_words(Kind::ProductCertificate, &error)));
        });
    };
    view! {
        <div class="form">
            {inputs.collect_view()}
            {move || failed.get().map(|words| view! { <Note look=NoteLook::Bad>{words}</Note> })}
            <div class="acts"><Button label=t(word!("product.issue")) look="main" on_press=issue/></div>
        </div>
    }
}

fn made_objections(book: Book, doc: &domain::value::Document) -> Vec<domain::record::rule::Problem> {
    let nothing = domain::value::Document::default();
    let kind = Kind::ProductCertificate;
    objections(book, &Coming { id: None, kind, before: &nothing, after: doc, action: None })
}

/// A certificate as far as it follows from the product, and where it is written.
fn certificate(book: Book, entry: &View) -> Option<(domain::value::Document, domain::id::ScopeId)> {
    let round = round_of(book, entry)?;
    let facility = entry.doc.text("facility")?.to_owned();
    let parent = untrack(|| book.view(facility.parse().ok()?))?;
    let doc = domain::value::Document::default()
        .with("facility", facility)
        .with("entry", entry.id.to_string())
        .with("product", title_of(entry))
        .with("level", level(&round.doc)?.code());
    Some((doc, book.me().get_untracked().scope_of(Kind::ProductCertificate, Some(&parent))))
}
