//! Many trainees at once: a list is typed or pasted, read line by line, looked at, and written down.

use domain::record::Kind;
use domain::training::typed_list::{Line, MOST_LINES, read};
use domain::value::{Document, Value};
use domain::word;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_navigate;

use crate::components::drafts;
use crate::components::page_frame::Page;
use crate::components::params::id_param;
use crate::components::problem_words::problem_line;
use crate::components::save_error::save_error_words;
use crate::components::titles::title_of;
use crate::components::value_text::show_field;
use crate::i18n::{count, fill, t};
use crate::pages::not_found::Missing;
use crate::platform::clock::now;
use crate::routes;
use crate::state::book::Book;
use crate::state::deeds::making;
use crate::state::kin::{Coming, objections};
use crate::state::view::View;
use crate::ui::button::Button;
use crate::ui::field::{About, Shape, TextField};
use crate::ui::list_row::{PlainRow, RowLook};
use crate::ui::note::{Note, NoteLook};
use crate::ui::section_head::Section;
use crate::ui::shell::Heading;

/// The one field of the draft.
const TEXT: &str = "text";

/// The page.
#[component]
pub fn ClassPeople() -> impl IntoView {
    let book = expect_context::<Book>();
    let id = id_param();
    move || {
        let class = id.get().and_then(|id| untrack(|| book.view(id)));
        let Some(class) = class.filter(|view| view.kind == Kind::TrainingClass) else {
            return view! { <Missing title=t(word!("records.missing"))/> }.into_any();
        };
        let back = (routes::record(class.kind, class.id), title_of(&class));
        view! {
            <Page title=t(word!("training.add_people")) back>
                <div class="page"><List class/></div>
            </Page>
        }
        .into_any()
    }
}

#[component]
fn List(class: View) -> impl IntoView {
    let book = expect_context::<Book>();
    let about = title_of(&class);
    let class = StoredValue::new(class);
    let key = StoredValue::new(drafts::people(class.with_value(|class| class.id)));
    let before = book.draft(&key.get_value()).and_then(|draft| draft.text(TEXT).map(str::to_owned));
    let before = before.unwrap_or_default();
    let text = RwSignal::new(before.clone());
    let keep = Callback::new(move |typed: String| {
        spawn_local(async move {
            // What could not be kept is still in the field; the next time it is left tries again.
            drop(book.save_draft(&key.get_value(), Document::default().with(TEXT, typed)).await);
        });
    });
    let lines =
        Memo::new(move |_| text.with(|text| checked(book, &class.get_value(), read(text, now().day()))));
    let ready = move || lines.with(|lines| lines.iter().filter(|line| line.problems.is_empty()).count());
    let failed = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let navigate = use_navigate();
    let save = Callback::new(move |()| {
        busy.set(true);
        let good = lines.get_untracked().into_iter().filter(|line| line.problems.is_empty());
        let good: Vec<Line> = good.collect();
        let navigate = navigate.clone();
        spawn_local(async move {
            let class = class.get_value();
            let outcome = write(book, &class, good).await;
            if outcome.is_ok() {
                book.drop_draft(&key.get_value()).await;
            }
            busy.try_set(false);
            match outcome {
                Ok(()) => navigate(&routes::record(class.kind, class.id), Default::default()),
                Err(words) => drop(failed.try_set(Some(words))),
            }
        });
    });
    let field = About {
        id: "people".to_owned(),
        label: t(word!("training.paste")).to_owned(),
        help: Some(fill(word!("training.paste_help"), &[("n", &MOST_LINES.to_string())])),
    };
    let rows = move || lines.get().into_iter().map(|line| view! { <LineRow line/> }).collect_view();
    view! {
        <p class="muted">{about}</p>
        <Heading text=t(word!("training.add_people"))/>
        <TextField about=field value=before shape=Shape::LINES on_text=move |typed| text.set(typed) on_leave=keep/>
        <Show when=move || !lines.with(Vec::is_empty)>
            <Section title=t(word!("training.understood"))><ul class="rows">{rows}</ul></Section>
            <div class="acts">
                <Button
                    label=Signal::derive(move || count(word!("training.save_people"), ready()))
                    look="main"
                    busy
                    busy_label=t(word!("button.saving")).to_owned()
                    why_not=Signal::derive(move || (ready() == 0).then(|| t(word!("training.none_ready")).to_owned()))
                    on_press=save
                />
            </div>
        </Show>
        {move || failed.get().map(|words| view! { <Note look=NoteLook::Bad>{words}</Note> })}
    }
}

/// What the class has against a line, as the server would say: somebody is on the list already.
fn checked(book: Book, class: &View, lines: Vec<Line>) -> Vec<Line> {
    let nothing = Document::default();
    let mut seen: Vec<String> = Vec::new();
    let with_class = |mut line: Line| {
        let after = line.doc.clone().with("training_class", class.id.to_string());
        let coming = Coming { id: None, kind: Kind::Trainee, before: &nothing, after: &after, action: None };
        line.problems.extend(untrack(|| objections(book, &coming)));
        if let Some(id) = line.doc.text("citizen_id") {
            if seen.iter().any(|other| other == id) {
                let twin = domain::record::rule::ProblemCode::SameTrainee;
                line.problems.push(domain::record::rule::Problem::new("citizen_id", twin));
            }
            seen.push(id.to_owned());
        }
        line
    };
    lines.into_iter().map(with_class).collect()
}

async fn write(book: Book, class: &View, lines: Vec<Line>) -> Result<(), String> {
    let scope = book.me().get_untracked().scope_of(Kind::Trainee, Some(class));
    let person = |line: Line| {
        let doc = line.doc.with("training_class", Value::Text(class.id.to_string()));
        making(Kind::Trainee, Book::new_id(), scope.clone(), doc)
    };
    let written = book.perform(lines.into_iter().map(person).collect()).await;
    written.map_err(|error| save_error_words(Kind::Trainee, &error))
}

#[component]
fn LineRow(line: Line) -> impl IntoView {
    let fields = ["birth_year", "sex", "village", "citizen_id", "phone"];
    let shown: Vec<String> =
        fields.iter().filter_map(|field| show_field(Kind::Trainee, &line.doc, field)).collect();
    let title = line.doc.text("name").unwrap_or_default().to_owned();
    let look = if line.problems.is_empty() { RowLook::Plain } else { RowLook::Flagged };
    let words = line.problems.iter().map(|problem| problem_line(Kind::Trainee, problem));
    let problems: Vec<_> = words.map(|words| view! { <span class="line">{words}</span> }).collect();
    view! {
        <PlainRow look margin=(line.number.to_string(), String::new()) title>
            <span class="line muted">{shown.join(" · ")}</span>
            {problems}
        </PlainRow>
    }
}
