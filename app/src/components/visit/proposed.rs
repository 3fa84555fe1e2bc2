//! What the book gives reason to find, beside the findings of a visit: named with one press, or left.

use domain::id::RecordId;
use domain::record::field::Choice;
use domain::record::visit::lists::FindingCode;
use domain::record::visit::proposals::{Basis, proposals};
use domain::value::Document;
use domain::word;
use leptos::prelude::*;

use crate::components::form_state::FormState;
use crate::components::titles::capital;
use crate::components::value_text::choice_label;
use crate::components::visit::rows::FormRows;
use crate::components::visit::seen::repeated_records;
use crate::i18n::{fill, t};
use crate::platform::clock::now;
use crate::state::book::Book;
use crate::state::kin::InBook;
use crate::ui::button::Button;
use crate::ui::note::{Note, NoteLook};

/// The proposals for a visit that is being written.
#[component]
pub fn Proposed(
    /// The form of the visit.
    form: FormState,
    /// The visit.
    visit: RecordId,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let rows = FormRows::of(form, "findings")?;
    let repeats = Memo::new(move |_| !repeated_records(book, visit).is_empty());
    let found =
        Memo::new(move |_| proposals((visit, &form.document()), repeats.get(), &InBook(book), now().day()));
    let line = move |basis: Basis| {
        let why = choice_label(&Basis::LIST, basis.code());
        let finding = choice_label(&FindingCode::LIST, basis.finding().code());
        let words = fill(word!("visit.proposed_finding"), &[("finding", &finding), ("basis", &why)]);
        let take = move |()| {
            let row = Document::default().with("code", basis.finding().code());
            rows.push(row.with("description", capital(&why)));
            rows.leave();
        };
        view! {
            <p>{words}</p>
            <div class="acts">
                <Button label=t(word!("visit.take_finding")) look="sm" icon="plus" on_press=take/>
            </div>
        }
    };
    Some(move || {
        let found = found.get();
        (!found.is_empty()).then(|| {
            view! {
                <Note look=NoteLook::Warn>
                    <p><b>{t(word!("visit.proposed_findings"))}</b></p>
                    {found.into_iter().map(line).collect_view()}
                </Note>
            }
        })
    })
}
