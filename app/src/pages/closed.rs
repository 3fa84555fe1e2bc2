//! The book is on this device and cannot be opened here and now: another tab has it, a newer app
//! wrote it, or the browser cannot read it. What is unsent can be handed to the person.

use domain::word;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_meta::Title;

use crate::components::contact::centre_phone;
use crate::i18n::{fill, t};
use crate::state::session::{Session, Stage};
use crate::ui::button::Button;
use crate::ui::note::{Note, NoteLook};
use crate::ui::shell::{Heading, Shell};
use crate::ui::top_bar::{BarStart, TopBar};

/// The page.
#[component]
pub fn Closed() -> impl IntoView {
    let session = expect_context::<Session>();
    let failed = RwSignal::new(false);
    let rescue = move |()| {
        spawn_local(async move {
            let is_saved = session.rescue().await;
            failed.try_set(!is_saved);
        });
    };
    let (title, words, is_taken) = match session.stage().get_untracked() {
        Stage::OtherTab(_) => (word!("tabs.open_elsewhere"), word!("tabs.open_elsewhere_detail"), true),
        Stage::TooNew(_) => (word!("newer.title"), word!("newer.way_out"), false),
        _ => (word!("broken.title"), word!("broken.detail"), false),
    };
    let bar = || {
        view! { <TopBar start=BarStart::Home { brand: t(word!("app.name")).to_owned(), place: String::new() }/> }
    };
    let way_out = if is_taken {
        let take = move |()| spawn_local(async move { session.take_over().await });
        view! { <Button label=t(word!("tabs.take_over")) look="main" on_press=take/> }.into_any()
    } else {
        view! { <Button label=t(word!("outbox.export_all")) look="main" icon="download" on_press=rescue/> }
            .into_any()
    };
    view! {
        <Title text=fill(word!("app.page_title"), &[("page", t(title))])/>
        <Shell skip=t(word!("app.skip_to_content")) around=bar after=ViewFn::default()>
            <div class="page narrow">
                <Heading text=t(title)/>
                <p class="lead">{t(words)}</p>
                <div class="acts">{way_out}</div>
                <Show when=move || failed.get()>
                    <Note look=NoteLook::Bad>
                        {fill(word!("broken.no_export"), &[("phone", &centre_phone())])}
                    </Note>
                </Show>
            </div>
        </Shell>
    }
}
