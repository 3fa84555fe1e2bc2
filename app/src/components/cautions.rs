//! What looks odd in a form and may still be right, and what may be on the book twice: said before
//! the record is saved, never in the way.

use domain::id::RecordId;
use domain::record::Kind;
use domain::validation::warnings;
use domain::value::Document;
use domain::word;
use leptos::prelude::*;

use crate::components::form_state::FormState;
use crate::components::problem_words::problem_line;
use crate::components::titles::{place_line, title_of};
use crate::i18n::{fill, t};
use crate::platform::clock::now;
use crate::routes;
use crate::state::book::Book;
use crate::ui::note::{Note, NoteLook};

/// Notes on a form.
#[component]
pub fn Cautions(
    /// The form.
    form: FormState,
    /// The record it edits.
    of: Option<RecordId>,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let found = Memo::new(move |_| match form.kind {
        Kind::Facility => twin(book, &form.document(), of),
        Kind::Commune | Kind::Need | Kind::Project | Kind::Conflict => None,
    });
    let odd = move || {
        let lines = warnings(form.kind, &form.document(), now().day());
        (!lines.is_empty()).then(|| {
            let lines = lines
                .iter()
                .map(|problem| view! { <p>{problem_line(form.kind, problem)}</p> })
                .collect_view();
            view! { <Note look=NoteLook::Warn>{lines}</Note> }
        })
    };
    let doubled = move || {
        found.get().map(|Twin { id, name, place }| {
            let words = fill(word!("facility.duplicate_tax_code"), &[("name", &name), ("place", &place)]);
            view! {
                <Note look=NoteLook::Bad>
                    <p>{words}</p>
                    <p><a class="hit" href=routes::facility(id)>{t(word!("facility.open_existing"))}</a></p>
                </Note>
            }
        })
    };
    view! { {doubled} {odd} }
}

/// Another facility with the same tax code.
#[derive(Clone, PartialEq)]
struct Twin {
    id: RecordId,
    name: String,
    place: String,
}

fn twin(book: Book, doc: &Document, of: Option<RecordId>) -> Option<Twin> {
    let code = doc.text("tax_code")?;
    let same = book.scan(Kind::Facility, |view| {
        let is_twin = Some(view.id) != of && view.doc.text("tax_code") == Some(code);
        is_twin.then(|| Twin { id: view.id, name: title_of(&view), place: place_line(&view.doc) })
    });
    same.into_iter().next()
}
