//! The only status line of the app: one of four words, one sentence, one button.

use domain::clock::Millis;
use domain::sync::engine::Failure;
use domain::word;
use leptos::prelude::*;

use crate::components::form_state::{DraftMark, FormState};
use crate::i18n::{ago, count, fill, t, time};
use crate::platform::clock::now;
use crate::routes;
use crate::state::book::Book;
use crate::state::view::{SyncState, SyncWord};
use crate::ui::icon::Icon;
use crate::ui::progress::Progress;

/// What the bar says.
#[derive(Clone, PartialEq, Default)]
struct Said {
    class: &'static str,
    icon: &'static str,
    strong: String,
    rest: String,
    progress: Option<(u32, u32)>,
}

/// The bar. On the pages that list what needs review themselves it tells the rest.
#[component]
pub fn SyncBar(
    /// The place the page belongs to.
    here: &'static str,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let tells_rest = here == routes::HOME || here == routes::OUTBOX;
    let state = book.sync_state();
    let said = Memo::new(move |_| state.get().map(|state| said(&state, tells_rest)).unwrap_or_default());
    // The region is announced when its word changes, not at each count.
    // On a phone the word is enough while nothing of one's own waits.
    let rest_class = move || {
        let waits = state.get().is_some_and(|state| state.waiting > 0 || state.hindrance.is_some());
        if waits { "rest" } else { "rest tab-only" }
    };
    let class = move || format!("sync {}", said.get().class);
    let bar = move || {
        said.get().progress.map(|(done, all)| {
            let label = fill(
                word!("sync.sending_progress"),
                &[("n", &done.to_string()), ("total", &all.to_string())],
            );
            view! { <Progress done all label/> }
        })
    };
    view! {
        <section class=class aria-label=t(word!("sync.label")) role="status">
            <Icon name=Signal::derive(move || said.get().icon) class="i l"/>
            <p>
                <b>{move || said.get().strong}</b>
                <span class=rest_class>
                    <br/>
                    {move || said.get().rest}
                </span>
            </p>
            {move || state.get().map(|state| way_out(book, &state, here))}
            {bar}
        </section>
    }
}

/// One button: to the outbox, or to send now when one is there.
fn way_out(book: Book, state: &SyncState, here: &'static str) -> AnyView {
    if here == routes::OUTBOX {
        if state.waiting == 0 {
            return view! { <span></span> }.into_any();
        }
        let send = move |_| book.send_now();
        return view! {
            <button type="button" class="btn sm" on:click=send>{t(word!("sync.send_now"))}</button>
        }
        .into_any();
    }
    let lists_review = here == routes::HOME;
    if state.waiting == 0 && (state.review == 0 || lists_review) {
        return view! { <span></span> }.into_any();
    }
    let label = if state.review > 0 && !lists_review { word!("button.review") } else { word!("button.view") };
    view! { <a class="btn sm" href=routes::OUTBOX>{t(label)}</a> }.into_any()
}

/// Younger data have no age worth telling.
const MINUTE_MS: i64 = 60_000;

fn said(state: &SyncState, tells_rest: bool) -> Said {
    match word(state, tells_rest) {
        SyncWord::Review(n) => Said {
            class: "review",
            icon: "review",
            strong: count(word!("sync.review"), n),
            rest: others(state),
            progress: None,
        },
        SyncWord::Saved => Said {
            class: "saved",
            icon: "saved",
            strong: t(word!("sync.saved")).to_owned(),
            rest: waiting(state),
            progress: None,
        },
        SyncWord::Sending { done, total } => Said {
            class: "sending",
            icon: "sending",
            strong: fill(word!("sync.sending"), &[("n", &done.to_string()), ("total", &total.to_string())]),
            rest: t(word!("sync.resume")).to_owned(),
            progress: Some((small(done), small(total))),
        },
        SyncWord::Sent { at } => Said {
            class: "sent",
            icon: "sent",
            strong: sent(at),
            rest: hindered(state).unwrap_or_else(|| t(word!("sync.nothing_waits")).to_owned()),
            progress: None,
        },
    }
}

/// The worst state wins, except where the page itself lists what needs review.
fn word(state: &SyncState, tells_rest: bool) -> SyncWord {
    match state.word {
        // What the server refused is on this device only: that is never "sent".
        SyncWord::Review(_) if tells_rest && state.refused == 0 => rest(state),
        word if tells_rest || state.review == 0 => word,
        _ => SyncWord::Review(state.review),
    }
}

/// The word without what needs review.
fn rest(state: &SyncState) -> SyncWord {
    if state.waiting > 0 { SyncWord::Saved } else { SyncWord::Sent { at: last_answer(state) } }
}

/// When the server last answered: from then on it has everything.
fn last_answer(state: &SyncState) -> Option<Millis> {
    state.pulled_at.max(state.sent_at)
}

fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn sent(at: Option<Millis>) -> String {
    match at {
        Some(at) => fill(word!("sync.sent_at"), &[("time", &time(at))]),
        None => t(word!("sync.sent")).to_owned(),
    }
}

fn others(state: &SyncState) -> String {
    if state.waiting > 0 {
        return count(word!("sync.others_saved"), state.waiting);
    }
    hindered(state).unwrap_or_else(|| match state.refused {
        0 => t(word!("conflict.short")).to_owned(),
        refused => count(word!("sync.refused_count"), refused),
    })
}

fn waiting(state: &SyncState) -> String {
    let counted = (state.waiting > 0).then(|| count(word!("sync.saved_count"), state.waiting));
    let parts: Vec<String> = counted.into_iter().chain(hindered(state)).collect();
    parts.join(" · ")
}

/// Why nothing is sent now.
fn hindered(state: &SyncState) -> Option<String> {
    Some(match state.hindrance?.failure {
        Failure::Offline if state.waiting == 0 => {
            let at = state.pulled_at?;
            if now().since(at) < MINUTE_MS {
                return Some(fill(word!("sync.viewing_fresh"), &[("time", &time(at))]));
            }
            fill(word!("sync.viewing_old"), &[("time", &time(at)), ("age", &ago(at, now()))])
        }
        Failure::Offline => t(word!("sync.offline")).to_owned(),
        Failure::Unreachable => t(word!("sync.unreachable")).to_owned(),
        Failure::SignedOut => t(word!("session.ended")).to_owned(),
        Failure::Refused => count(word!("sync.too_old"), state.waiting),
    })
}

/// The same in the masthead, with a mouse.
#[component]
pub fn SyncWords() -> impl IntoView {
    let book = expect_context::<Book>();
    let state = book.sync_state();
    let name = move || book.me().get().name;
    view! {
        <span class="sync-words">
            <Icon name="sent" class="i s"/>
            {move || sent(state.get().and_then(|state| last_answer(&state)))}
        </span>
        <a href=routes::HELP class="desk-only">
            <Icon name="user"/>
            {name}
        </a>
    }
}

/// Where the draft of a form is.
#[component]
pub fn DraftBar(
    /// The form.
    form: FormState,
) -> impl IntoView {
    let words = move || match form.mark.get() {
        DraftMark::Untouched | DraftMark::Pending | DraftMark::Saving => t(word!("sync.draft")).to_owned(),
        DraftMark::Saved(at) => fill(word!("sync.draft_saved"), &[("time", &time(at))]),
        DraftMark::Failed => t(word!("sync.not_saved")).to_owned(),
    };
    let is_failed = move || form.mark.get() == DraftMark::Failed;
    view! {
        <section
            class=move || if is_failed() { "sync review" } else { "sync saved" }
            role="status"
            aria-label=t(word!("sync.draft"))
        >
            <Icon name=Signal::derive(move || if is_failed() { "review" } else { "saved" }) class="i l"/>
            <p><b>{words}</b></p>
            <span></span>
        </section>
    }
}
