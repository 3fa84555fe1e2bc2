//! Jobs after a class: one facility confirms several people at once.

use std::collections::BTreeMap;

use domain::record::Kind;
use domain::value::Value;
use domain::word;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_navigate;

use crate::components::field_input::FieldInput;
use crate::components::page_frame::Page;
use crate::components::params::id_param;
use crate::components::problem_words::objection_words;
use crate::components::save_error::save_error_words;
use crate::components::titles::title_of;
use crate::components::trainees::{about, name_of, trainees_of};
use crate::components::value_text::field_label;
use crate::i18n::{count, t};
use crate::pages::not_found::Missing;
use crate::platform::clock::now;
use crate::routes;
use crate::state::book::Book;
use crate::state::view::View;
use crate::ui::button::Button;
use crate::ui::choice::{Choice, ChoiceItem, ChoiceMode};
use crate::ui::field::About;
use crate::ui::note::{Note, NoteLook};
use crate::ui::shell::Heading;

/// What is said of all of them.
const FIELDS: &[&str] = &["job_at", "job_name", "job_since", "job_confirmed_by", "job_confirmed_on"];

type Given = BTreeMap<String, Option<Value>>;

/// The page.
#[component]
pub fn ClassJobs() -> impl IntoView {
    let book = expect_context::<Book>();
    let id = id_param();
    move || {
        let class = id.get().and_then(|id| untrack(|| book.view(id)));
        let Some(class) = class.filter(|view| view.kind == Kind::TrainingClass) else {
            return view! { <Missing title=t(word!("records.missing"))/> }.into_any();
        };
        let back = (routes::record(class.kind, class.id), title_of(&class));
        view! {
            <Page title=t(word!("training.record_jobs")) back>
                <div class="page"><Jobs class/></div>
            </Page>
        }
        .into_any()
    }
}

/// Trainees without a job that was confirmed.
fn without_job(book: Book, class: &View) -> Vec<View> {
    let mut people = untrack(|| trainees_of(book, class.id));
    people.retain(|view| view.doc.get("job_confirmed_by").is_none());
    people
}

#[component]
fn Jobs(class: View) -> impl IntoView {
    let book = expect_context::<Book>();
    let people = without_job(book, &class);
    let items = people.iter().map(|view| ChoiceItem {
        value: view.id.to_string(),
        label: name_of(&view.doc).to_owned(),
        sub: Some(about(&view.doc)),
    });
    let items: Vec<ChoiceItem> = items.collect();
    let chosen = RwSignal::new(Vec::<String>::new());
    let given = StoredValue::new(Given::new());
    let failed = RwSignal::new(None::<String>);
    let home = routes::record(class.kind, class.id);
    let navigate = use_navigate();
    let people = StoredValue::new(people);
    let save = move |()| {
        let chosen = chosen.get_untracked();
        let whom: Vec<View> = people.with_value(|people| {
            people.iter().filter(|view| chosen.contains(&view.id.to_string())).cloned().collect()
        });
        let (given, home, navigate) = (given.get_value(), home.clone(), navigate.clone());
        failed.set(whom.first().and_then(|one| refusal(one, &given)));
        if failed.with_untracked(Option::is_some) {
            return;
        }
        spawn_local(async move {
            match book.edit_all(whom.into_iter().map(|view| (view, given.clone())).collect()).await {
                Ok(()) => navigate(&home, Default::default()),
                Err(error) => drop(failed.try_set(Some(save_error_words(Kind::Trainee, &error)))),
            }
        });
    };
    let asked = FIELDS.iter().filter_map(|name| Kind::Trainee.spec().field(name)).map(|spec| {
        let about = About {
            id: format!("j-{}", spec.name),
            label: field_label(Kind::Trainee, spec.name),
            help: None,
        };
        let set = Callback::new(move |value: Option<Value>| {
            given.update_value(|given| drop(given.insert(spec.name.to_owned(), value)));
        });
        view! { <FieldInput spec about value=None on_value=set on_leave=|()| {}/> }
    });
    let whom = About { id: "whom".to_owned(), label: t(word!("training.jobs_whom")).to_owned(), help: None };
    let nobody = move || chosen.with(Vec::is_empty).then(|| t(word!("training.jobs_nobody")).to_owned());
    view! {
        <p class="muted">{title_of(&class)}</p>
        <Heading text=t(word!("training.record_jobs"))/>
        <p class="lead">{t(word!("training.jobs_help"))}</p>
        <Choice about=whom items chosen=Vec::new() mode=ChoiceMode::Many on_pick=move |picked| chosen.set(picked)/>
        {asked.collect_view()}
        {move || failed.get().map(|words| view! { <Note look=NoteLook::Bad>{words}</Note> })}
        <div class="acts">
            <Button
                label=Signal::derive(move || count(word!("training.jobs_save"), chosen.with(Vec::len)))
                look="main"
                why_not=Signal::derive(nobody)
                on_press=save
            />
        </div>
    }
}

/// What is missing or wrong in what was given, for one of those who get it.
fn refusal(one: &View, given: &Given) -> Option<String> {
    let mut doc = one.doc.clone();
    for (field, value) in given {
        doc.set(field, value.clone());
    }
    let today = now().day();
    let mut problems =
        domain::validation::validate(Kind::Trainee, &doc, today, domain::validation::Level::Saved);
    problems.retain(|problem| problem.touches(|field| FIELDS.contains(&field)));
    let missing =
        ["job_confirmed_by", "job_confirmed_on"].into_iter().filter(|field| doc.get(field).is_none());
    let required = domain::record::rule::ProblemCode::Required;
    problems.extend(missing.map(|field| domain::record::rule::Problem::new(field, required)));
    objection_words(Kind::Trainee, &problems)
}
