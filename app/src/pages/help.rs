//! “Trợ giúp”: first how the app looks and who is signed in, then how it works.

use domain::word;
use domain::words::Word;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::contact::centre_phone;
use crate::components::language_choice::LanguageChoice;
use crate::components::page_frame::Page;
use crate::components::person::is_owner;
use crate::i18n::{count, fill, t};
use crate::routes;
use crate::state::book::Book;
use crate::state::look::{Look, Size, Theme};
use crate::state::session::Session;
use crate::ui::button::{Button, ButtonLink};
use crate::ui::dialog::{Dialog, Question};
use crate::ui::section_head::Section;
use crate::ui::segment::Segment;
use crate::ui::shell::Heading;

/// The page.
#[component]
pub fn Help() -> impl IntoView {
    view! {
        <Page title=t(word!("help.title")) here=routes::HELP>
            <div class="page">
                <Heading text=t(word!("help.title"))/>
                <Settings/>
                <p class="lead gap-before-l">{t(word!("help.lead"))}</p>
                <Lines
                    title=word!("help.words_title")
                    lines=vec![word!("help.saved"), word!("help.sending"), word!("help.sent"), word!("help.review")]
                />
                <Lines title=word!("help.offline_title") lines=vec![word!("help.offline")]/>
                <Lines title=word!("help.search_title") lines=vec![word!("help.search")]/>
                <Lines title=word!("help.money_title") lines=vec![word!("help.money")]/>
                <Lines title=word!("help.keep_title") lines=vec![word!("help.keep")]/>
                <Section title=t(word!("help.contact_title"))>
                    <p>{fill(word!("help.contact"), &[("phone", &centre_phone())])}</p>
                </Section>
            </div>
        </Page>
    }
}

#[component]
fn Lines(title: Word, lines: Vec<Word>) -> impl IntoView {
    view! {
        <Section title=t(title)>
            <div class="lines">
                {lines.into_iter().map(|line| view! { <p>{t(line)}</p> }).collect_view()}
            </div>
        </Section>
    }
}

#[component]
fn Settings() -> impl IntoView {
    let look = expect_context::<Look>();
    let asked = RwSignal::new(false);
    let sizes = Size::ALL.iter().map(|size| (size.code().to_owned(), format!("{} %", size.code()))).collect();
    let themes =
        Theme::ALL.iter().map(|theme| (theme.code().to_owned(), t(theme_word(*theme)).to_owned())).collect();
    let me = expect_context::<Book>().me();
    view! {
        <section class="settings" aria-label=t(word!("settings.title"))>
            <Segment
                label=t(word!("settings.text_size"))
                items=sizes
                chosen=Signal::derive(move || look.size().code().to_owned())
                on_pick=move |code: String| look.set_size(Size::from_code(&code))
            />
            <Segment
                label=t(word!("settings.theme"))
                items=themes
                chosen=Signal::derive(move || look.theme().code().to_owned())
                on_pick=move |code: String| look.set_theme(Theme::from_code(&code))
            />
            <LanguageChoice/>
            <p>{move || me.get().name}</p>
            <div class="acts">
                <ButtonLink label=t(word!("rules.title")) href=routes::RULES icon="list"/>
                {move || (!is_owner(&me.get())).then(|| view! {
                    <ButtonLink label=t(word!("ready.title")) href=routes::READY icon="s2"/>
                })}
                <Button label=t(word!("logout.submit")) icon="logout" on_press=move |()| asked.set(true)/>
            </div>
            <LogoutDialog asked/>
        </section>
    }
}

fn theme_word(theme: Theme) -> Word {
    match theme {
        Theme::Auto => word!("settings.theme_auto"),
        Theme::Light => word!("settings.theme_light"),
        Theme::Dark => word!("settings.theme_dark"),
        Theme::Sun => word!("settings.theme_sun"),
    }
}

/// Unsent work is counted before anybody leaves.
#[component]
fn LogoutDialog(asked: RwSignal<bool>) -> impl IntoView {
    let book = expect_context::<Book>();
    let session = expect_context::<Session>();
    let unsent = move || book.outbox().with(|outbox| outbox.len());
    let question = Signal::derive(|| Question {
        title: t(word!("logout.title")).to_owned(),
        safe: t(word!("logout.stay")).to_owned(),
        main: t(word!("logout.submit")).to_owned(),
    });
    let words = move || match unsent() {
        0 => t(word!("logout.all_sent")).to_owned(),
        n => count(word!("logout.unsent"), n),
    };
    view! {
        <Dialog question open=asked on_main=move |()| spawn_local(async move { session.logout().await })>
            <p>{words}</p>
        </Dialog>
    }
}
