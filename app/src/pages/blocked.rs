//! Why the book is not open here although somebody is signed in: another tab has it, a newer app
//! wrote it, or it cannot be read. What is unsent can still be taken along as a file.

use domain::word;
use domain::words::Word;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_meta::Title;

use crate::i18n::{fill, t};
use crate::platform::page;
use crate::state::session::Session;
use crate::ui::button::Button;
use crate::ui::shell::{Heading, Shell};

/// The book is open in another tab.
#[component]
pub fn OtherTab() -> impl IntoView {
    let session = expect_context::<Session>();
    let take = move |()| spawn_local(async move { session.take_over().await });
    view! {
        <Blocked title=word!("blocked.other_tab_title") words=word!("blocked.other_tab")>
            <Button label=t(word!("blocked.take_over")) look="main" on_press=take/>
        </Blocked>
    }
}

/// The book cannot be opened by this app.
#[component]
pub fn Unopened(title: Word, words: Word) -> impl IntoView {
    let session = expect_context::<Session>();
    let none = RwSignal::new(false);
    let rescue = move |()| {
        spawn_local(async move {
            let is_saved = session.rescue().await;
            none.try_set(!is_saved);
        });
    };
    view! {
        <Blocked title words>
            <Button label=t(word!("blocked.reload")) look="main" on_press=move |()| page::reload()/>
            <Button label=t(word!("blocked.rescue")) on_press=rescue/>
            {move || none.get().then(|| view! { <p role="status">{t(word!("blocked.nothing"))}</p> })}
        </Blocked>
    }
}

#[component]
fn Blocked(title: Word, words: Word, children: Children) -> impl IntoView {
    view! {
        <Title text=fill(word!("app.page_title"), &[("page", t(title))])/>
        <Shell skip=t(word!("app.skip_to_content")) around=ViewFn::default() after=ViewFn::default()>
            <div class="page narrow">
                <Heading text=t(title)/>
                <p>{t(words)}</p>
                <div class="acts">{children()}</div>
            </div>
        </Shell>
    }
}
