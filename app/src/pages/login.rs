//! Signing in. The first time on a device needs the network, and the page says so.

use domain::word;
use leptos::ev::SubmitEvent;
use leptos::html::Input;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_meta::Title;

use crate::components::contact::centre_phone;
use crate::i18n::{count, fill, t};
use crate::state::session::Session;
use crate::state::sign_in::SignInError;
use crate::ui::icon::Icon;
use crate::ui::note::{Note, NoteLook};
use crate::ui::shell::{Heading, Shell};

/// The page.
#[component]
pub fn LoginPage() -> impl IntoView {
    let session = expect_context::<Session>();
    let others = session.unsent_of_others();
    view! {
        <Title text=fill(word!("app.page_title"), &[("page", t(word!("login.title")))])/>
        <Shell skip=t(word!("app.skip_to_content")) around=ViewFn::default() after=ViewFn::default()>
            <div class="page narrow">
                <div class="mast">
                    <Icon name="book" class="i xl"/>
                    <div>
                        <Heading text=t(word!("app.name"))/>
                        <p>{t(word!("app.place"))}</p>
                    </div>
                </div>
                <Form session/>
                {move || match others.get() {
                    0 => view! { <Note look=NoteLook::Info>{t(word!("login.first_time"))}</Note> }.into_any(),
                    n => view! { <Note look=NoteLook::Warn>{count(word!("login.other_user"), n)}</Note> }.into_any(),
                }}
                <details>
                    <summary>
                        {t(word!("login.forgot"))}
                        <span class="chev"><Icon name="down"/></span>
                    </summary>
                    <p>{t(word!("login.forgot_help"))}</p>
                </details>
            </div>
            <footer class="page-foot">
                <p>{fill(word!("login.support"), &[("phone", &centre_phone())])}</p>
            </footer>
        </Shell>
    }
}

#[component]
fn Form(session: Session) -> impl IntoView {
    let name = NodeRef::<Input>::new();
    let password = NodeRef::<Input>::new();
    let busy = RwSignal::new(false);
    let failed = RwSignal::new(None::<String>);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let typed =
            |field: NodeRef<Input>| field.get_untracked().map(|input| input.value()).unwrap_or_default();
        let (name, password) = (typed(name), typed(password));
        if busy.get_untracked() || name.is_empty() || password.is_empty() {
            return;
        }
        busy.set(true);
        failed.set(None);
        spawn_local(async move {
            let answer = session.enter(name.trim(), &password).await;
            busy.try_set(false);
            if let Err(error) = answer {
                failed.try_set(Some(words(&error)));
            }
        });
    };
    view! {
        <form class="form" on:submit=submit>
            {move || failed.get().map(|words| view! {
                <div role="alert"><Note look=NoteLook::Bad>{words}</Note></div>
            })}
            <div class="field">
                <label for="login-name">{t(word!("login.username"))}</label>
                <p class="help" id="login-name-help">{t(word!("login.username_help"))}</p>
                <input
                    class="in"
                    id="login-name"
                    autocomplete="username"
                    autocapitalize="none"
                    spellcheck="false"
                    required=true
                    aria-describedby="login-name-help"
                    node_ref=name
                />
            </div>
            <Password node=password/>
            <div class="field">
                <button
                    type="submit"
                    class="btn main wide"
                    aria-busy=move || busy.get().then_some("true")
                >
                    <span class="label">{t(word!("login.submit"))}</span>
                    <span class="busy-label">{t(word!("login.busy"))}</span>
                </button>
            </div>
        </form>
    }
}

#[component]
fn Password(node: NodeRef<Input>) -> impl IntoView {
    let is_shown = RwSignal::new(false);
    let word = move || if is_shown.get() { t(word!("button.hide")) } else { t(word!("button.show")) };
    let label = move || {
        if is_shown.get() { t(word!("login.hide_password")) } else { t(word!("login.show_password")) }
    };
    view! {
        <div class="field">
            <label for="login-password">{t(word!("login.password"))}</label>
            <div class="with-button">
                <input
                    class="in"
                    id="login-password"
                    type=move || if is_shown.get() { "text" } else { "password" }
                    autocomplete="current-password"
                    required=true
                    node_ref=node
                />
                <button
                    type="button"
                    class="btn"
                    aria-pressed=move || if is_shown.get() { "true" } else { "false" }
                    aria-label=label
                    on:click=move |_| is_shown.update(|shown| *shown = !*shown)
                >
                    <Icon name="eye"/>
                    {word}
                </button>
            </div>
        </div>
    }
}

/// Why nobody is signed in.
fn words(error: &SignInError) -> String {
    const MINUTE: u32 = 60;
    match error {
        SignInError::Unreachable => t(word!("login.offline")).to_owned(),
        SignInError::Wrong => t(word!("login.wrong")).to_owned(),
        SignInError::TooMany { wait } => {
            let minutes = wait.unwrap_or(MINUTE).div_ceil(MINUTE).max(1);
            fill(word!("login.too_many"), &[("minutes", &minutes.to_string())])
        }
        SignInError::Refused(code) => {
            crate::i18n::find_text(&format!("error.{code}")).unwrap_or(t(word!("error.unknown"))).to_owned()
        }
        SignInError::NotSaved => t(word!("sync.not_saved")).to_owned(),
    }
}
