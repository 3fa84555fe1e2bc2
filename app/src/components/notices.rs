//! One banner at a time under the top bar: a session that ended, a new version.

use domain::sync::engine::Failure;
use domain::word;
use leptos::prelude::*;

use crate::i18n::{count, t};
use crate::state::book::Book;
use crate::state::session::Session;
use crate::state::update::Update;
use crate::ui::banner::Banner;

/// The banner, when there is something to say.
#[component]
pub fn Notices() -> impl IntoView {
    let book = expect_context::<Book>();
    let session = expect_context::<Session>();
    let update = expect_context::<Update>();
    let is_later = RwSignal::new(false);
    let state = book.sync_state();
    let waiting = move || state.get().map_or(0, |state| state.waiting);
    let is_ended = move || {
        let hindrance = state.get().and_then(|state| state.hindrance);
        hindrance.is_some_and(|hindrance| hindrance.failure == Failure::SignedOut)
    };
    move || {
        if is_later.get() {
            return ().into_any();
        }
        if let Some(lost) = session.erased().get() {
            let words = Signal::derive(move || {
                count(word!("erased.lost_count"), usize::try_from(lost).unwrap_or_default())
            });
            return view! {
                <Banner icon="review" title=t(word!("erased.title")) words>
                    <button type="button" class="btn sm" on:click=move |_| is_later.set(true)>
                        {t(word!("button.close"))}
                    </button>
                </Banner>
            }
            .into_any();
        }
        if is_ended() {
            let words = Signal::derive(move || count(word!("session.ended_detail"), waiting()));
            return view! {
                <Banner icon="lock" title=t(word!("session.title")) words>
                    <button type="button" class="btn sm quiet" on:click=move |_| is_later.set(true)>
                        {t(word!("session.continue"))}
                    </button>
                    <button type="button" class="btn sm" on:click=move |_| session.ask_login()>
                        {t(word!("session.sign_in"))}
                    </button>
                </Banner>
            }
            .into_any();
        }
        if update.waiting().get() {
            let words = Signal::derive(move || count(word!("update.keeps"), waiting()));
            return view! {
                <Banner icon="refresh" title=t(word!("update.title")) words>
                    <button type="button" class="btn sm quiet" on:click=move |_| is_later.set(true)>
                        {t(word!("button.later"))}
                    </button>
                    <button type="button" class="btn sm" on:click=move |_| update.apply()>
                        {t(word!("update.submit"))}
                    </button>
                </Banner>
            }
            .into_any();
        }
        ().into_any()
    }
}
