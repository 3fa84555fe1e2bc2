//! Choosing the language. The words of another one are brought first; when they cannot be, all stays as it is.

use domain::word;
use domain::words::{Lang, Word};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::i18n::{Language, t};
use crate::state::look::Look;
use crate::ui::note::{Note, NoteLook};
use crate::ui::segment::Segment;

/// The languages side by side.
#[component]
pub fn LanguageChoice() -> impl IntoView {
    let look = expect_context::<Look>();
    let language = expect_context::<Language>();
    let now = language.get_untracked();
    let wanted = RwSignal::new(now);
    let missing = RwSignal::new(false);
    let change = move |lang: Lang| {
        wanted.set(lang);
        missing.set(false);
        spawn_local(async move {
            match look.set_language(lang).await {
                Ok(()) => language.set(lang),
                Err(_) => {
                    wanted.set(now);
                    missing.set(true);
                }
            }
        });
    };
    let languages =
        Lang::ALL.iter().map(|lang| (lang.tag().to_owned(), t(language_word(*lang)).to_owned())).collect();
    view! {
        <Segment
            label=t(word!("settings.language"))
            items=languages
            chosen=Signal::derive(move || wanted.get().tag().to_owned())
            on_pick=move |tag: String| {
                if let Some(lang) = Lang::from_tag(&tag) {
                    change(lang);
                }
            }
        />
        <div role="status">
            <Show when=move || missing.get()>
                <Note look=NoteLook::Bad>{t(word!("settings.language_missing"))}</Note>
            </Show>
        </div>
    }
}

fn language_word(lang: Lang) -> Word {
    match lang {
        Lang::Vi => word!("lang.vi"),
        Lang::En => word!("lang.en"),
    }
}
