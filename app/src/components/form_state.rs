//! A form in work: what was typed, what is wrong, and the draft of it on disk. A draft holds only
//! what the person changed, and the version of the record it was changed from, so that a draft
//! taken up days later never writes back what others changed meanwhile.

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::NaiveDate;
use domain::clock::Millis;
use domain::ordering;
use domain::record::rule::{Problem, ProblemCode};
use domain::record::{Kind, field::FieldSpec};
use domain::validation::typed::parse_field;
use domain::validation::{Level, validate};
use domain::value::{Document, Value};
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::platform::clock::now;
use crate::state::book::Book;
use crate::state::view::View;

/// Longest time between a key and the draft on disk.
const AUTOSAVE: Duration = Duration::from_millis(400);

/// Where the draft of a form is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DraftMark {
    /// Nothing was typed.
    Untouched,
    /// Typed, not yet on its way to the disk.
    Pending,
    /// On its way to the disk.
    Saving,
    /// On disk since.
    Saved(Millis),
    /// The disk refused it.
    Failed,
}

/// The fields a person changed; `None` = cleared.
pub type Changed = BTreeMap<String, Option<Value>>;

/// A form in work, a handle to copy.
#[derive(Clone, Copy)]
pub struct FormState {
    /// Kind of the record.
    pub kind: Kind,
    /// Where the draft is.
    pub mark: RwSignal<DraftMark>,
    book: Book,
    key: StoredValue<String>,
    seen_ver: StoredValue<Option<u64>>,
    base: StoredValue<Document>,
    changed: RwSignal<Changed>,
    checked: Memo<Vec<Problem>>,
    left: RwSignal<Vec<&'static str>>,
    tried: RwSignal<bool>,
    timer: StoredValue<Option<TimeoutHandle>>,
}

impl FormState {
    /// Takes up the draft of this key, or begins with the record as it is, or with given values.
    pub fn open(book: Book, kind: Kind, key: String, seen: Option<&View>, given: Document) -> Self {
        let draft = book.draft(&key);
        let Draft { changed, seen: drafted_on, from } = draft.as_ref().map(Draft::read).unwrap_or_default();
        let base = overlaid(&seen.map_or(given, |view| view.doc.clone()), &drafted_on);
        let has_draft = draft.is_some();
        let changed = RwSignal::new(changed);
        let base = StoredValue::new(base);
        let document = move || changed.with(|changed| base.with_value(|base| overlaid(base, changed)));
        // Checked once for each change, however many fields ask.
        let checked = Memo::new(move |_| problems_at(kind, &document(), Level::Full));
        let state = Self {
            kind,
            checked,
            mark: RwSignal::new(if has_draft { DraftMark::Saved(now()) } else { DraftMark::Untouched }),
            book,
            key: StoredValue::new(key),
            seen_ver: StoredValue::new(from.or(seen.map(|view| view.ver))),
            base,
            changed,
            left: RwSignal::new(Vec::new()),
            tried: RwSignal::new(false),
            timer: StoredValue::new(None),
        };
        // The tab may be killed any time after it was hidden.
        let listener = window_event_listener_untyped("visibilitychange", move |_| state.flush());
        on_cleanup(move || {
            listener.remove();
            state.flush();
        });
        state
    }

    /// The whole record as it would be.
    pub fn document(self) -> Document {
        self.changed.with(|changed| self.base.with_value(|base| overlaid(base, changed)))
    }

    /// The value of a field when its control appears.
    pub fn initial(self, field: &str) -> Option<Value> {
        self.changed.with_untracked(|changed| match changed.get(field) {
            Some(value) => value.clone(),
            None => self.base.with_value(|base| base.get(field).cloned()),
        })
    }

    /// What the person changed.
    pub fn changed(self) -> Changed {
        self.changed.get_untracked()
    }

    /// The record as the person saw it when the changes were begun. Where the fields still hold
    /// what was seen then, that is the record as it is now.
    pub fn seen(self, current: &View) -> View {
        let is_same = self.changed.with_untracked(|changed| {
            self.base.with_value(|base| changed.keys().all(|field| base.get(field) == current.doc.get(field)))
        });
        let mut seen = current.clone();
        if !is_same {
            seen.doc = self.base.get_value();
            seen.ver = self.seen_ver.get_value().unwrap_or(current.ver);
        }
        seen
    }

    /// Whether something was changed.
    pub fn is_dirty(self) -> bool {
        self.changed.with(|changed| !changed.is_empty())
    }

    /// Takes a change; the draft follows within half a second.
    pub fn set(self, field: &'static FieldSpec, value: Option<Value>) {
        self.changed.update(|changed| {
            let was = self.base.with_value(|base| base.get(field.name).cloned());
            if value == was {
                changed.remove(field.name);
            } else {
                changed.insert(field.name.to_owned(), value);
            }
        });
        self.mark.set(DraftMark::Pending);
        let save = set_timeout_with_handle(move || self.flush(), AUTOSAVE).ok();
        let before = self.timer.try_update_value(|timer| std::mem::replace(timer, save)).flatten();
        if let Some(before) = before {
            before.clear();
        }
    }

    /// The person left a field: its problems may be shown, and the draft is written now.
    pub fn leave(self, field: &'static FieldSpec) {
        self.left.update(|left| {
            left.retain(|name| *name != field.name);
            left.push(field.name);
        });
        self.flush();
    }

    /// Writes the draft, when something is not on disk yet.
    pub fn flush(self) {
        if self.mark.try_get_untracked() != Some(DraftMark::Pending) {
            return;
        }
        self.mark.set(DraftMark::Saving);
        let draft = self.changed.with_untracked(|changed| {
            self.base.with_value(|base| Draft::of(changed, base, self.seen_ver.get_value()))
        });
        let draft = draft.write();
        let key = self.key.get_value();
        spawn_local(async move {
            let saved = self.book.save_draft(&key, draft).await;
            // What was typed meanwhile is saved by itself.
            if self.mark.try_get_untracked() == Some(DraftMark::Saving) {
                self.mark.set(match saved {
                    Ok(()) => DraftMark::Saved(now()),
                    Err(_) => DraftMark::Failed,
                });
            }
        });
    }

    /// Writes the draft and waits until it is on the disk.
    pub async fn settle(self) {
        self.flush();
        self.book.settle().await;
    }

    /// Takes the draft off the disk: it was saved to the book, or thrown away.
    pub async fn drop_draft(self) {
        self.mark.try_set(DraftMark::Untouched);
        let key = self.key.try_get_value().unwrap_or_default();
        self.book.drop_draft(&key).await;
    }

    /// Everything that is wrong now.
    pub fn problems(self) -> Vec<Problem> {
        self.checked.get()
    }

    /// What stands in the way of saving to the book: wrong values, and a record without name or
    /// place. What else is missing may follow later.
    pub fn blockers(self) -> Vec<Problem> {
        problems_at(self.kind, &self.document(), Level::Saved)
    }

    /// Whether the problems of a field may be shown: it was left, or a submit was tried.
    pub fn may_show(self, field: &'static str) -> bool {
        self.tried.get() || self.left.with(|left| left.contains(&field))
    }

    /// From now on all problems are shown.
    pub fn try_submit(self) {
        self.tried.set(true);
    }

    /// Whether a submit was tried.
    pub fn was_tried(self) -> bool {
        self.tried.get()
    }
}

fn problems_at(kind: Kind, doc: &Document, level: Level) -> Vec<Problem> {
    let today = now().day();
    let problems = validate(kind, doc, today, level);
    problems.into_iter().map(|problem| as_typed(kind, doc, problem, today)).collect()
}

/// What was typed and could not be read says itself best why not: “31/11/2019 không có trong lịch”.
fn as_typed(kind: Kind, doc: &Document, problem: Problem, today: NaiveDate) -> Problem {
    let ProblemCode::Format(_) = problem.code else { return problem };
    let (Some(spec), Some(typed)) = (kind.spec().field(&problem.field), doc.text(&problem.field)) else {
        return problem;
    };
    parse_field(spec.name, &spec.ty, typed, today).err().unwrap_or(problem)
}

fn overlaid(base: &Document, changed: &Changed) -> Document {
    let mut doc = base.clone();
    for (field, value) in changed {
        doc.set(field, value.clone());
    }
    doc
}

const FIELDS: &str = "fields";
const SEEN: &str = "seen";
const FROM: &str = "from";

/// A draft as it is stored: per changed field the new value and the one that was seen.
#[derive(Default)]
struct Draft {
    changed: Changed,
    seen: Changed,
    from: Option<u64>,
}

impl Draft {
    fn of(changed: &Changed, base: &Document, from: Option<u64>) -> Self {
        let seen = ordering::map(changed.keys().map(|field| (field.clone(), base.get(field).cloned())));
        Self { changed: changed.clone(), seen, from }
    }

    fn write(self) -> Document {
        let mut draft = Document::default()
            .with(FIELDS, Value::Map(wrapped(self.changed)))
            .with(SEEN, Value::Map(wrapped(self.seen)));
        draft.set(FROM, self.from.and_then(|ver| i64::try_from(ver).ok()).map(Value::Int));
        draft
    }

    fn read(draft: &Document) -> Self {
        Self {
            changed: unwrapped(draft.get(FIELDS)),
            seen: unwrapped(draft.get(SEEN)),
            from: draft.get(FROM).and_then(Value::as_int).and_then(|ver| u64::try_from(ver).ok()),
        }
    }
}

/// A document has no null: a cleared field is an empty list, a value a list of one.
fn wrapped(fields: Changed) -> BTreeMap<String, Value> {
    ordering::map(fields.into_iter().map(|(field, value)| (field, Value::List(value.into_iter().collect()))))
}

fn unwrapped(stored: Option<&Value>) -> Changed {
    let Some(Value::Map(fields)) = stored else { return Changed::new() };
    let one = |value: &Value| value.as_list().and_then(|list| list.first().cloned());
    ordering::map(fields.iter().map(|(field, value)| (field.clone(), one(value))))
}
