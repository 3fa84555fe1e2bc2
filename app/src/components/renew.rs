//! One tap that takes up a need of another year which was not chosen, as a draft for its owner to look at.

use chrono::Datelike;
use domain::record::Kind;
use domain::record::need::{may_be_renewed, renewal};
use domain::record::rule::number;
use domain::word;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::save_error::save_error_words;
use crate::i18n::{fill, t};
use crate::platform::clock::now;
use crate::routes;
use crate::state::book::Book;
use crate::state::view::View;
use crate::ui::button::{Button, ButtonLink};
use crate::ui::note::{Note, NoteLook};
use crate::ui::toast::Toasts;

/// The year a need that is registered now is for.
pub fn next_year() -> i64 {
    i64::from(now().day().year()) + 1
}

/// The need that took up this one, if there is one.
pub fn renewed_by(book: Book, need: &View) -> Option<View> {
    let id = need.id.to_string();
    let facility = domain::record::parent(Kind::Need, &need.doc)?;
    let mut others = book.children_now(facility, Kind::Need).into_iter().filter_map(|id| book.view(id));
    others.rfind(|other| other.doc.text("renews") == Some(id.as_str()))
}

/// Needs that were not chosen or withdrawn and that nobody took up again.
pub fn to_invite(book: Book) -> Vec<View> {
    let ended = book.scan(Kind::Need, |need| may_be_renewed(&need.doc).then_some(need));
    ended.into_iter().filter(|need| renewed_by(book, need).is_none()).collect()
}

/// The button, or the way to what was made by it.
#[component]
pub fn Renew(
    /// The need that ended.
    need: View,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let toasts = use_context::<Toasts>();
    // Who asked for next year already asks for the one after.
    let year = number(&need.doc, "year").map_or_else(next_year, |year| next_year().max(year + 1));
    let failed = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let words = |word| fill(word, &[("year", &year.to_string())]);
    let (label, done) = (words(word!("need.renew")), words(word!("need.renewed")));
    if !may_be_renewed(&need.doc) {
        return ().into_any();
    }
    let seen = need.clone();
    // The list of needs tells when a draft was made, here or elsewhere.
    let taken_up = Memo::new(move |_| {
        book.track(Kind::Need);
        renewed_by(book, &seen).map(|new| new.id)
    });
    let renew = move |()| {
        let (need, done) = (need.clone(), done.clone());
        busy.set(true);
        spawn_local(async move {
            let doc = renewal(need.id, &need.doc, year);
            match book.create(Kind::Need, need.scope.clone(), doc).await {
                Ok(_) => {
                    if let Some(toasts) = toasts {
                        toasts.say(&done);
                    }
                }
                Err(error) => drop(failed.try_set(Some(save_error_words(Kind::Need, &error)))),
            }
            busy.try_set(false);
        });
    };
    let label = StoredValue::new(label);
    let renew = Callback::new(renew);
    view! {
        {move || failed.get().map(|words| view! { <Note look=NoteLook::Bad>{words}</Note> })}
        {move || match taken_up.get() {
            Some(new) => {
                view! { <ButtonLink label=t(word!("need.renewed_open")) href=routes::need(new) look="sm"/> }.into_any()
            }
            None => view! {
                <Button
                    label=label.get_value()
                    look="sm"
                    icon="plus"
                    busy
                    busy_label=t(word!("button.saving")).to_owned()
                    on_press=renew
                />
            }
            .into_any(),
        }}
    }
    .into_any()
}
