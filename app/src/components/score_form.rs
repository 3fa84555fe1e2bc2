//! The sheet of the judge who is signed in: one number for each criterion, whether tied to the maker, a
//! remark. It is saved as a draft or handed in, offline too.

use std::collections::BTreeMap;

use domain::id::ScopeId;
use domain::record::Kind;
use domain::record::product::entry::EntryStage;
use domain::record::product::round::{self, Judge, criteria};
use domain::record::product::sheet::point_faults;
use domain::role::Role;
use domain::score_sheet::Interest;
use domain::value::{Document, Value};
use domain::word;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::entry_section::stage_of;
use crate::components::field_input::FieldInput;
use crate::components::jury_table::{counted, label_of};
use crate::components::problem_words::objection_words;
use crate::components::save_error::save_error_words;
use crate::components::value_text::field_label;
use crate::i18n::{fill, t};
use crate::state::book::Book;
use crate::state::view::{SaveError, View};
use crate::ui::button::Button;
use crate::ui::field::{About, Shape, TextField};
use crate::ui::note::{Note, NoteLook};
use crate::ui::section_head::Section;

/// What was given so far.
#[derive(Clone, Copy)]
struct Answers {
    points: RwSignal<BTreeMap<String, i64>>,
    fields: StoredValue<Document>,
}

/// The form, for judges, while the product is scored.
#[component]
pub fn ScoreForm(
    /// The product.
    entry: View,
    /// Its round.
    round: View,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let me = book.me().get_untracked();
    let may_score = matches!(me.role, Role::CouncilMember | Role::DepartmentStaff | Role::DepartmentLeader);
    let is_open = stage_of(&entry) == Some(EntryStage::Eligible);
    let parts = StoredValue::new((entry, round));
    // Drawn anew when the own sheet appears or is handed in, not when others hand in theirs.
    let own = Memo::new(move |_| {
        book.track(Kind::JudgeSheet);
        let own = parts.with_value(|(entry, _)| own_sheet(book, entry));
        own.map(|own| (own.id, counted(&own).is_some()))
    });
    move || {
        let own = own.get();
        let is_given = own.is_some_and(|(_, is_given)| is_given);
        let own = own.and_then(|(id, _)| untrack(|| book.view(id)));
        let (entry, round) = parts.get_value();
        let sits = round::sits(&round.doc, Judge { account: Some(me.user), name: &me.name }) != Some(false);
        (may_score && sits && is_open && !is_given).then(|| view! { <Form entry round own/> })
    }
}

/// The sheet of this judge about a product that counts, or will.
pub fn own_sheet(book: Book, entry: &View) -> Option<View> {
    let me = book.me().get_untracked().user;
    let sheets = book.children_now(entry.id, Kind::JudgeSheet);
    let mut views = sheets.into_iter().filter_map(|id| untrack(|| book.view(id)));
    views.find(|view| view.made.by.user == me && view.doc.get("set_aside_on").is_none())
}

fn points_of(own: Option<&View>) -> BTreeMap<String, i64> {
    let rows = own.and_then(|own| own.doc.get("points")).and_then(Value::as_list).unwrap_or_default();
    let points = rows.iter().filter_map(|row| match row {
        Value::Map(row) => Some((row.get("code")?.as_text()?.to_owned(), row.get("points")?.as_int()?)),
        _ => None,
    });
    domain::ordering::map(points)
}

#[component]
fn Form(entry: View, round: View, own: Option<View>) -> impl IntoView {
    let book = expect_context::<Book>();
    let answers = Answers {
        points: RwSignal::new(points_of(own.as_ref())),
        fields: StoredValue::new(Document::default()),
    };
    let failed = RwSignal::new(None::<String>);
    let inputs = criteria(&round.doc).ok().map(|set| {
        let inputs = set.criteria().iter().map(|criterion| point_input(&round.doc, criterion, answers));
        inputs.collect::<Vec<_>>()
    });
    let asked = ["interest", "remark"].map(|name| asked(name, own.as_ref(), answers));
    let parts = StoredValue::new((entry, round, own));
    let save = move |hands_in: Ending| {
        let (entry, round, own) = parts.get_value();
        let doc = document(book, &entry, answers);
        if hands_in == Ending::HandIn {
            failed.set(refusal(book, &doc, &round));
            if failed.with_untracked(Option::is_some) {
                return;
            }
        }
        spawn_local(async move {
            let outcome = write(book, own, doc, hands_in).await;
            failed.try_set(outcome.err().map(|error| save_error_words(Kind::JudgeSheet, &error)));
        });
    };
    let sum = move || answers.points.with(|points| points.values().sum::<i64>().to_string());
    view! {
        <Section title=t(word!("jury.own")) id="own-sheet">
            <div class="form">
                {asked}
                {inputs}
                <p><b>{move || fill(word!("jury.own_sum"), &[("n", &sum())])}</b></p>
                {move || failed.get().map(|words| view! { <Note look=NoteLook::Bad>{words}</Note> })}
                <div class="acts">
                    <Button label=t(word!("jury.save_draft")) on_press=move |()| save(Ending::Keep)/>
                    <Button label=t(word!("jury.hand_in")) look="main" on_press=move |()| save(Ending::HandIn)/>
                </div>
            </div>
        </Section>
    }
}

/// What becomes of the sheet.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ending {
    Keep,
    HandIn,
}

fn point_input(round: &Document, criterion: &domain::score_sheet::Criterion, answers: Answers) -> AnyView {
    let code = criterion.code.to_string();
    let max = criterion.max.to_string();
    let label = fill(word!("jury.points_of"), &[("criterion", &label_of(round, &code)), ("max", &max)]);
    let about = About { id: format!("p-{code}"), label, help: None };
    let value = answers.points.with_untracked(|points| points.get(&code).map(ToString::to_string));
    let typed = move |text: String| {
        answers.points.update(|points| match domain::formats::number::parse_integer(&text) {
            Ok(given) => drop(points.insert(code.clone(), given)),
            Err(_) => drop(points.remove(&code)),
        });
    };
    view! {
        <TextField
            about
            value=value.unwrap_or_default()
            shape=Shape::COUNT
            on_text=typed
            on_leave=Callback::new(|_: String| {})
        />
    }
    .into_any()
}

fn asked(name: &'static str, own: Option<&View>, answers: Answers) -> Option<AnyView> {
    let spec = Kind::JudgeSheet.spec().field(name)?;
    let before = own.and_then(|own| own.doc.get(name).cloned());
    if let Some(before) = &before {
        answers.fields.update_value(|fields| fields.set(name, Some(before.clone())));
    }
    let set = Callback::new(move |value: Option<Value>| {
        answers.fields.update_value(|fields| fields.set(name, value));
    });
    let about = About { id: format!("s-{name}"), label: field_label(Kind::JudgeSheet, name), help: None };
    Some(view! { <FieldInput spec about value=before on_value=set on_leave=|()| {}/> }.into_any())
}

/// The sheet as it was filled in.
fn document(book: Book, entry: &View, answers: Answers) -> Document {
    let me = book.me().get_untracked();
    let fields = answers.fields.get_value();
    let is_tied = fields.text("interest") == Some(Interest::Conflict.code());
    let points = answers.points.get_untracked().into_iter().map(|(code, points)| {
        let row = [("code", Value::Text(code)), ("points", Value::Int(points))];
        Value::Map(domain::ordering::map(row.map(|(name, value)| (name.to_owned(), value))))
    });
    let points: Vec<Value> = points.collect();
    let doc = Document::default().with("entry", entry.id.to_string()).with("judge_name", me.name);
    let mut doc = fields.0.into_iter().fold(doc, |doc, (name, value)| doc.with(&name, value));
    doc.set("points", (!is_tied && !points.is_empty()).then_some(Value::List(points)));
    doc
}

/// Why the sheet cannot be handed in as it is.
fn refusal(book: Book, doc: &Document, round: &View) -> Option<String> {
    let today = crate::platform::clock::now().day();
    let mut problems =
        domain::validation::validate(Kind::JudgeSheet, doc, today, domain::validation::Level::Full);
    let judged = doc.clone().with("judge", book.me().get_untracked().user.to_string());
    if problems.is_empty() {
        problems = point_faults(&judged, &round.doc);
    }
    objection_words(Kind::JudgeSheet, &problems)
}

async fn write(book: Book, own: Option<View>, doc: Document, ending: Ending) -> Result<(), SaveError> {
    let id = match own {
        None => book.create(Kind::JudgeSheet, ScopeId::office(), doc).await?,
        Some(own) => {
            let names = ["interest", "points", "remark"].into_iter();
            let changed = names.filter(|name| own.doc.get(name) != doc.get(name));
            let changed = changed.map(|name| (name.to_owned(), doc.get(name).cloned()));
            book.edit(&own, domain::ordering::map(changed)).await?;
            own.id
        }
    };
    match (ending, untrack(|| book.view(id))) {
        (Ending::HandIn, Some(sheet)) => book.act(&sheet, "hand_in", BTreeMap::new(), None).await,
        (Ending::HandIn | Ending::Keep, _) => Ok(()),
    }
}
