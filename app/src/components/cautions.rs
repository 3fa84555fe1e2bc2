//! What looks odd in a form and may still be right: never in the way. What may be in the book already: a
//! second facility with one tax code is not saved, what else is alike is asked.

use domain::id::RecordId;
use domain::record::Kind;
use domain::record::need::same_wish;
use domain::record::reference::vsic_entry;
use domain::validation::warnings;
use domain::word;
use leptos::prelude::*;

use crate::components::form_state::FormState;
use crate::components::problem_words::problem_line;
use crate::components::twins::{Twin, twins};
use crate::i18n::{fill, t};
use crate::platform::clock::now;
use crate::routes;
use crate::state::book::Book;
use crate::state::kin::InBook;
use crate::ui::choice::{Choice, ChoiceItem, ChoiceMode};
use crate::ui::field::About;
use crate::ui::note::{Note, NoteLook};

/// Notes on a form.
#[component]
pub fn Cautions(
    /// The form.
    form: FormState,
    /// What may be in the book already, where that is asked.
    #[prop(optional)]
    doubts: Option<Doubts>,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let odd = move || {
        let (doc, today) = (form.document(), now().day());
        let mut lines = warnings(form.kind, &doc, today);
        if form.kind == Kind::Facility {
            lines.extend(vsic_entry::doubts(&doc, today, &InBook(book)));
        }
        (!lines.is_empty()).then(|| {
            let lines = lines
                .iter()
                .map(|problem| view! { <p>{problem_line(form.kind, problem)}</p> })
                .collect_view();
            view! { <Note look=NoteLook::Warn>{lines}</Note> }
        })
    };
    let doubled = move || {
        let doubts = doubts?;
        let twins = doubts.twins.get();
        let asks = !twins.is_empty() && !twins.iter().any(Twin::is_hard_stop);
        let notes = twins.into_iter().map(|twin| view! { <TwinLine twin/> }).collect_view();
        let wishes = doubts.wishes.get().into_iter().map(|need| view! { <SameWish need/> }).collect_view();
        Some(view! {
            {notes}
            {wishes}
            {asks.then(|| view! { <Confirm seen=doubts.seen/> })}
        })
    };
    view! { {doubled} {odd} }
}

/// What may be in the book already, and whether the person has looked.
#[derive(Clone, Copy)]
pub struct Doubts {
    /// The facilities that may be this one.
    pub twins: Memo<Vec<Twin>>,
    /// The open needs that ask for the same.
    pub wishes: Memo<Vec<RecordId>>,
    /// Whether the person said that this is another.
    pub seen: RwSignal<bool>,
}

impl Doubts {
    /// What a form has to ask.
    pub fn of(book: Book, form: FormState, of: Option<RecordId>) -> Self {
        let twins = Memo::new(move |_| match form.kind {
            Kind::Facility => twins(book, &form.document(), of),
            _ => Vec::new(),
        });
        let wishes = Memo::new(move |_| match form.kind {
            Kind::Need => same_wish(of, &form.document(), &InBook(book)),
            _ => Vec::new(),
        });
        Self { twins, wishes, seen: RwSignal::new(false) }
    }

    /// What stands in the way of saving.
    pub fn objection(self) -> Option<&'static str> {
        let is_stop = self.twins.with_untracked(|twins| twins.iter().any(Twin::is_hard_stop));
        let is_asked = !self.twins.with_untracked(Vec::is_empty) && !self.seen.get_untracked();
        match (is_stop, is_asked) {
            (true, _) => Some(t(word!("duplicate.hard_stop"))),
            (false, true) => Some(t(word!("duplicate.must_confirm"))),
            (false, false) => None,
        }
    }
}

/// One facility that may be the same, with the way to it.
#[component]
fn TwinLine(twin: Twin) -> impl IntoView {
    let (look, words) = if twin.is_hard_stop() {
        let params = [("name", twin.name.as_str()), ("place", twin.place.as_str())];
        (NoteLook::Bad, fill(word!("facility.duplicate_tax_code"), &params))
    } else {
        let signs = twin.signs();
        let params =
            [("name", twin.name.as_str()), ("place", twin.place.as_str()), ("signs", signs.as_str())];
        (NoteLook::Warn, fill(word!("duplicate.warn"), &params))
    };
    view! {
        <Note look>
            <p>{words}</p>
            <p><a class="hit" href=routes::facility(twin.id)>{t(word!("facility.open_existing"))}</a></p>
        </Note>
    }
}

/// A need that asks for the same, with the way to it. It stops nobody: a facility may need two machines.
#[component]
fn SameWish(need: RecordId) -> impl IntoView {
    view! {
        <Note look=NoteLook::Warn>
            <p>{t(word!("need.same_wish"))}</p>
            <p><a class="hit" href=routes::record(Kind::Need, need)>{t(word!("need.open_same"))}</a></p>
        </Note>
    }
}

/// The person looks at each before saving.
#[component]
fn Confirm(seen: RwSignal<bool>) -> impl IntoView {
    let label = t(word!("duplicate.confirm")).to_owned();
    let item = ChoiceItem { value: "other".to_owned(), label, sub: None };
    let about =
        About { id: "twins".to_owned(), label: t(word!("duplicate.warn_title")).to_owned(), help: None };
    let chosen = if seen.get_untracked() { vec![item.value.clone()] } else { Vec::new() };
    let pick = move |picked: Vec<String>| seen.set(!picked.is_empty());
    view! {
        <Choice
            about
            items=vec![item]
            chosen
            mode=ChoiceMode::Many
            on_pick=pick
        />
    }
}
