//! Numbers of certificates for everybody who was there often enough, in one step.

use std::collections::BTreeMap;

use domain::record::Kind;
use domain::record::trainee::attendance::{class_days, share};
use domain::record::training_class::ClassStage;
use domain::training::certificate::{LEAST_SHARE, number_of};
use domain::value::Value;
use domain::word;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::class_section::stage_of;
use crate::components::save_error::save_error_words;
use crate::components::trainees::trainees_of;
use crate::i18n::{fill, number};
use crate::state::book::Book;
use crate::state::view::View;
use crate::ui::button::Button;
use crate::ui::note::{Note, NoteLook};

/// Fields to write on a trainee.
type Given = (View, BTreeMap<String, Option<Value>>);

/// The button, as long as somebody has no number who should have one.
#[component]
pub fn IssueCertificates(
    /// The class.
    class: View,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let role = book.me().get_untracked().role;
    let may_issue = domain::permission::may(
        role,
        domain::permission::Operation::Edit,
        Kind::Trainee,
        domain::permission::Relation::OwnScope,
    );
    if !may_issue || stage_of(&class) != Some(ClassStage::Finished) {
        return ().into_any();
    }
    let class = StoredValue::new(class);
    let due = Memo::new(move |_| class.with_value(|class| due(book, class)));
    let failed = RwSignal::new(None::<String>);
    let issue = move |()| {
        let given = due.get_untracked();
        spawn_local(async move {
            let outcome = book.edit_all(given).await;
            failed.try_set(outcome.err().map(|error| save_error_words(Kind::Trainee, &error)));
        });
    };
    let label = move || {
        let pct = LEAST_SHARE.to_string();
        fill(word!("training.issue"), &[("n", &number(due.with(Vec::len))), ("pct", &pct)])
    };
    view! {
        <Show when=move || !due.with(Vec::is_empty)>
            <div class="acts">
                <Button label=Signal::derive(label) look="main" icon="check" on_press=issue/>
            </div>
        </Show>
        {move || failed.get().map(|words| view! { <Note look=NoteLook::Bad>{words}</Note> })}
    }
    .into_any()
}

/// Who gets which number: those who were there often enough and have none yet. Numbers go on where the
/// class has come to, in the order of the list.
fn due(book: Book, class: &View) -> Vec<Given> {
    let (Some(decision), Some(on)) = (class.doc.text("certificates_no"), class.doc.text("certificates_on"))
    else {
        return Vec::new();
    };
    let days = class_days(&class.doc);
    let people = trainees_of(book, class.id);
    let taken: Vec<String> =
        people.iter().filter_map(|view| view.doc.text("certificate_no").map(str::to_owned)).collect();
    let numbers = (1..).map(|nth| number_of(decision, nth)).filter(|no| !taken.contains(no));
    let without = people
        .into_iter()
        .filter(|view| view.doc.get("certificate_no").is_none() && share(&view.doc, &days) >= LEAST_SHARE);
    let given = without.zip(numbers).map(|(view, no)| {
        let fields = [("certificate_no", no), ("certificate_on", on.to_owned())];
        (view, domain::ordering::map(fields.map(|(name, text)| (name.to_owned(), Some(Value::Text(text))))))
    });
    given.collect()
}
