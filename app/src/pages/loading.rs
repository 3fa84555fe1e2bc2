//! The first download of the book: how far each part is. It goes on by itself, and from where it
//! stopped when the network drops.

use domain::id::{Scope, ScopeId};
use domain::word;
use leptos::prelude::*;
use leptos_meta::Title;

use crate::components::titles::capital;
use crate::components::value_text::commune_name;
use crate::i18n::{count, fill, number, t};
use crate::state::book::Book;
use crate::state::view::Load;
use crate::ui::mark::{Mark, MarkLook};
use crate::ui::progress::Progress;
use crate::ui::shell::{Heading, Shell};
use crate::ui::top_bar::{BarStart, TopBar};

/// The page.
#[component]
pub fn Loading() -> impl IntoView {
    let book = expect_context::<Book>();
    let loads = book.loads();
    let done = Signal::derive(move || loads.with(|loads| sum(loads, |load| load.done)));
    let all = Signal::derive(move || loads.with(|loads| sum(loads, |load| load.count)).max(1));
    let percent = move || u64::from(done.get()) * 100 / u64::from(all.get());
    let label =
        Signal::derive(move || fill(word!("loading.progress"), &[("percent", &percent().to_string())]));
    let lines = move || loads.get().into_iter().map(|load| view! { <Line load/> }).collect_view();
    let bar = || {
        view! {
            <TopBar start=BarStart::Home { brand: t(word!("app.name")).to_owned(), place: String::new() }/>
        }
    };
    view! {
        <Title text=fill(word!("app.page_title"), &[("page", t(word!("loading.title")))])/>
        <Shell skip=t(word!("app.skip_to_content")) around=bar after=ViewFn::default()>
            <div class="page narrow">
                <div class="load">
                    <Heading text=t(word!("loading.title"))/>
                    <p class="muted">{t(word!("loading.first_time"))}</p>
                    <p class="pct">{move || fill(word!("percent.value"), &[("n", &percent().to_string())])}</p>
                    <Progress done all label class="tall"/>
                    <p>{move || count(word!("loading.rows"), usize::try_from(done.get()).unwrap_or_default())}</p>
                    <ul class="counts">{lines}</ul>
                    <p class="muted gap-before">{t(word!("loading.resume"))}</p>
                </div>
            </div>
        </Shell>
    }
}

fn sum(loads: &[Load], part: impl Fn(&Load) -> u64) -> u32 {
    u32::try_from(loads.iter().map(part).sum::<u64>()).unwrap_or(u32::MAX)
}

#[component]
fn Line(load: Load) -> impl IntoView {
    let look = match (load.done, load.is_complete) {
        (_, true) => MarkLook::DONE,
        (0, false) => MarkLook::TODO,
        (_, false) => MarkLook::DOING,
    };
    let as_words = |n: u64| number(usize::try_from(n).unwrap_or_default());
    let word = fill(word!("loading.count"), &[("n", &as_words(load.done)), ("total", &as_words(load.count))]);
    view! {
        <li>
            <span>{scope_name(&load.scope)}</span>
            <Mark look word/>
        </li>
    }
}

fn scope_name(scope: &ScopeId) -> String {
    match scope.scope() {
        Scope::Reference => capital(t(word!("loading.reference"))),
        Scope::Office => capital(t(word!("loading.office"))),
        Scope::Commune(code) => capital(&commune_name(code)),
        Scope::Owner(_) => capital(t(word!("loading.own"))),
        Scope::Unknown => scope.as_str().to_owned(),
    }
}
