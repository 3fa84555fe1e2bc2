//! Everything that was written about a record, in sentences: who, what, from what, to what, why.

use std::cmp::Reverse;

use domain::change::Diff;
use domain::id::RecordId;
use domain::record::Kind;
use domain::record::colleague;
use domain::record::field::{FieldType, Writers};
use domain::value::Value;
use domain::word;
use leptos::prelude::*;

use crate::components::conflict_view::told;
use crate::components::sync_mark::RecordMark;
use crate::components::titles::{title_of, uncapital};
use crate::components::value_text::{
    action_label, field_label, kind_name, role_name, show_guarded, stage_label,
};
use crate::i18n::{count, day, fill, t, time};
use crate::state::book::Book;
use crate::state::view::{Deed, HistoryEntry, SyncMark};
use crate::ui::button::Button;
use crate::ui::section_head::Section;
use crate::ui::timeline::{Moment, Timeline};

/// Entries shown at first.
const FIRST: usize = 5;

/// The history of a record.
#[component]
pub fn History(
    /// The record.
    record: RecordId,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let entries = Memo::new(move |_| stories(book, record));
    let is_all = RwSignal::new(false);
    let total = move || entries.with(|entries| entries.len());
    let shown = move || {
        let limit = if is_all.get() { usize::MAX } else { FIRST };
        entries.with(|entries| {
            entries.iter().take(limit).map(|story| view! { <Entry story=story.clone()/> }).collect_view()
        })
    };
    let hidden = move || if is_all.get() { 0 } else { total().saturating_sub(FIRST) };
    view! {
        <Section
            title=t(word!("history.title"))
            id="history"
            aside=move || view! { <span class="muted">{move || count(word!("history.count"), total())}</span> }
        >
            <Timeline>{shown}</Timeline>
            <Show when=move || total() == 0>
                <p class="muted">{t(word!("history.empty"))}</p>
            </Show>
            <Show when=move || hidden() != 0>
                <div class="acts">
                    <Button
                        label=Signal::derive(move || count(word!("history.earlier"), hidden()))
                        look="sm"
                        on_press=move |()| is_all.set(true)
                    />
                </div>
            </Show>
        </Section>
    }
}

/// One entry and what it says.
#[derive(Clone, PartialEq)]
struct Story {
    entry: HistoryEntry,
    lines: Vec<String>,
}

/// What happened to a record and to its conflicts, newest first, what is unsent before all.
fn stories(book: Book, record: RecordId) -> Vec<Story> {
    let story = |entry: &HistoryEntry, lines: Vec<String>| {
        (!lines.is_empty()).then(|| Story { entry: entry.clone(), lines })
    };
    let own = book.history(record).get();
    let mut all: Vec<Story> = own.iter().filter_map(|entry| story(entry, sentences(book, entry))).collect();
    for id in book.children(record, Kind::Conflict).get().iter() {
        let Some(conflict) = book.view(*id) else { continue };
        let entries = book.history(*id).get();
        all.extend(entries.iter().filter_map(|entry| {
            let lines = told(&conflict.doc, &entry.deed).into_iter().collect();
            story(entry, lines)
        }));
    }
    // The server's times are one clock; the order of one record stays as it is.
    domain::ordering::sort_by_key(&mut all, |story| {
        (story.entry.received.is_some(), Reverse(story.entry.received))
    });
    all
}

#[component]
fn Entry(story: Story) -> impl IntoView {
    let Story { entry, lines } = story;
    let who = if entry.is_me { t(word!("history.you")).to_owned() } else { entry.name.clone() };
    let role = (!entry.is_me).then(|| format!(" ({})", role_name(entry.role.code())));
    let said = entry.reason.as_ref().map(|reason| fill(word!("history.reason"), &[("reason", reason)]));
    // What arrived is calm: only what has not is marked.
    let mark = entry.sync;
    let unsent = mark != SyncMark::Sent;
    let first = lines.first().cloned().unwrap_or_default();
    let rest =
        lines.into_iter().skip(1).map(|line| view! { <span class="line">{line}</span> }).collect_view();
    view! {
        <Moment when=(day(entry.at), time(entry.at)) said state=move || unsent.then(|| view! { <RecordMark mark/> })>
            <b>{who}</b>
            {role}
            " "
            {first}
            {rest}
        </Moment>
    }
}

/// What one entry says.
fn sentences(book: Book, entry: &HistoryEntry) -> Vec<String> {
    let kind = entry.kind;
    let fields = || entry.diff.iter().map(|(field, diff)| (field.as_str(), diff));
    match &entry.deed {
        Deed::Create => vec![fill(word!("history.created"), &[("kind", &kind_name(kind))])],
        Deed::Delete | Deed::Leave => vec![fill(word!("history.deleted"), &[("kind", &kind_name(kind))])],
        Deed::Put => fields()
            .filter(|(field, _)| !is_servers(kind, field))
            .map(|(field, diff)| field_sentence(book, kind, field, diff))
            .collect(),
        Deed::Act { action, from, to } => {
            let action = uncapital(&action_label(kind, action));
            let step = match (from, to) {
                (Some(from), Some(to)) if from != to => {
                    let (from, to) = (stage_label(kind, from), stage_label(kind, to));
                    fill(word!("history.action"), &[("action", &action), ("from", &from), ("to", &to)])
                }
                _ => action,
            };
            let told = fields().filter(|(field, _)| !COURSE.contains(field) && !is_servers(kind, field));
            [step]
                .into_iter()
                .chain(told.map(|(field, diff)| field_sentence(book, kind, field, diff)))
                .collect()
        }
    }
}

/// Fields a step writes about itself: its sentence tells them already.
const COURSE: &[&str] = &["stage", "stage_since", "holder", "resolved_by", "resolved_at", "signed_by"];

/// An account the server writes for its own sake: who may read, whose sheet it is.
fn is_servers(kind: Kind, field: &str) -> bool {
    kind.spec()
        .field(field)
        .is_some_and(|spec| matches!(spec.ty, FieldType::Account) && matches!(spec.writers, Writers::Server))
}

/// Whose account it is, for one of the offices that the directory tells of.
fn holder_of(book: Book, account: &str) -> Option<String> {
    book.view(colleague::id_of(account)).map(|colleague| title_of(&colleague))
}

fn field_sentence(book: Book, kind: Kind, field: &str, diff: &Diff) -> String {
    let label = field_label(kind, field);
    // An account is a number to people: they read whose it is, or at least that one was named or taken away.
    if kind.spec().field(field).is_some_and(|spec| matches!(spec.ty, FieldType::Account)) {
        let account = diff.new.as_ref().and_then(Value::as_text);
        return match account.map(|account| holder_of(book, account)) {
            Some(Some(name)) => fill(word!("history.set"), &[("field", &label), ("new", &name)]),
            Some(None) => fill(word!("history.account_set"), &[("field", &label)]),
            None => fill(word!("history.account_cleared"), &[("field", &label)]),
        };
    }
    let shown = |value: &Value| match kind.spec().field(field) {
        Some(spec) if matches!(spec.ty, FieldType::Ref(_)) => {
            let id = value.as_text().and_then(|id| id.parse().ok());
            let named = id.and_then(|id| book.view(id));
            named.map_or_else(|| t(word!("history.another_record")).to_owned(), |view| title_of(&view))
        }
        Some(spec) => show_guarded(spec, value),
        None => t(word!("history.hidden_value")).to_owned(),
    };
    match (diff.old.as_ref().map(shown), diff.new.as_ref().map(shown)) {
        (Some(old), Some(new)) => {
            fill(word!("history.changed"), &[("field", &label), ("old", &old), ("new", &new)])
        }
        (None, Some(new)) => fill(word!("history.set"), &[("field", &label), ("new", &new)]),
        (Some(old), None) => fill(word!("history.cleared"), &[("field", &label), ("old", &old)]),
        (None, None) => label,
    }
}
