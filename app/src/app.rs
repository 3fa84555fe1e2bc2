//! The app: what is provided to every page, and which of the four faces it shows.

use domain::word;
use domain::words::Lang;
use leptos::prelude::*;
use leptos_meta::{Html, provide_meta_context};
use leptos_router::components::Router;

use crate::i18n::{Language, t};
use crate::pages::closed::Closed;
use crate::pages::loading::Loading;
use crate::pages::login::LoginPage;
use crate::routes::Pages;
use crate::state::look::Look;
use crate::state::session::{Session, Stage};
use crate::ui::shell::Shell;
use crate::ui::toast::Toasts;

/// The root.
#[component]
pub fn App(
    /// The language whose words are here.
    lang: Lang,
) -> impl IntoView {
    provide_meta_context();
    let look = Look::saved();
    let language = Language::new(lang);
    provide_context(look);
    provide_context(language);
    provide_context(Toasts::default());
    let session = Session::start();
    provide_context(session);
    let stage = session.stage();
    view! {
        <Html
            attr:lang=move || language.get().tag()
            attr:data-theme=move || look.theme().attribute()
            attr:data-size=move || look.size().attribute()
        />
        {move || {
            // Words are plain texts: another language draws everything anew.
            language.get();
            face(stage.get(), session)
        }}
    }
}

fn face(stage: Stage, session: Session) -> AnyView {
    match stage {
        Stage::Opening => view! { <Opening/> }.into_any(),
        Stage::SignedOut => view! { <LoginPage/> }.into_any(),
        Stage::Loading(book) => {
            provide_context(book);
            view! { <Loading/> }.into_any()
        }
        Stage::OtherTab(_) | Stage::TooNew(_) | Stage::Broken(..) => view! { <Closed/> }.into_any(),
        Stage::Open(book) => {
            provide_context(book);
            provide_context(session.update());
            view! {
                <Router>
                    <Pages/>
                </Router>
            }
            .into_any()
        }
    }
}

/// The book is being read from the disk: the same words as before the program arrived.
#[component]
fn Opening() -> impl IntoView {
    view! {
        <Shell skip=t(word!("app.skip_to_content")) around=ViewFn::default() after=ViewFn::default()>
            <div class="boot" role="status">
                <p>{t(word!("app.opening"))}</p>
            </div>
        </Shell>
    }
}
