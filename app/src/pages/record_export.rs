//! The records of a register as a file: a table for a spreadsheet, or everything with its history.

use domain::permission::{Sight, may_see};
use domain::record::Kind;
use domain::record::field::Privacy;
use domain::sheet::Secrets;
use domain::word;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::components::page_frame::Page;
use crate::components::params::kind_param;
use crate::components::titles::capital;
use crate::components::value_text::kind_name;
use crate::i18n::{count, lang, t};
use crate::pages::not_found::Missing;
use crate::platform::clock::now;
use crate::platform::files;
use crate::routes;
use crate::state::book::Book;
use crate::state::export::{self, Wanted};
use crate::state::view::View;
use crate::ui::button::Button;
use crate::ui::choice::{Choice, ChoiceItem, ChoiceMode};
use crate::ui::field::About;
use crate::ui::note::{Note, NoteLook};
use crate::ui::shell::Heading;

/// The page.
#[component]
pub fn RecordExport() -> impl IntoView {
    let kind = kind_param();
    move || match kind.get() {
        Some(kind) => view! { <Export kind/> }.into_any(),
        None => view! { <Missing title=t(word!("records.missing"))/> }.into_any(),
    }
}

#[component]
fn Export(kind: Kind) -> impl IntoView {
    let book = expect_context::<Book>();
    let role = book.me().get_untracked().role;
    let query = use_query_map().with_untracked(|query| query.get("q")).unwrap_or_default();
    let is_asked = RwSignal::new(false);
    let failed = RwSignal::new(false);
    let views = move || -> Vec<View> {
        let hits = untrack(|| book.search(kind, &query));
        hits.into_iter().filter_map(|hit| untrack(|| book.view(hit.id))).collect()
    };
    let found = views.clone();
    let total = Memo::new(move |_| found().len());
    let wanted = move || Wanted {
        kind,
        role,
        lang: lang(),
        secrets: if is_asked.get_untracked() { Secrets::Asked } else { Secrets::Left },
    };
    let name = move |end: &str| format!("{}-{}.{end}", kind.code(), now().day());
    let of_table = views.clone();
    let save_table = move |()| {
        let text = export::table(book, wanted(), &of_table());
        failed.set(!files::save(&name("csv"), "text/csv;charset=utf-8", &text));
    };
    let save_whole = move |()| {
        let text = untrack(|| export::whole(book, wanted(), &views()));
        let is_saved = text.is_some_and(|text| files::save(&name("json"), "application/json", &text));
        failed.set(!is_saved);
    };
    let has_secrets = kind.spec().fields.iter().any(|field| field.privacy == Privacy::Restricted)
        && may_see(role, Privacy::Restricted) != Sight::Hidden;
    let back = (routes::register(kind), capital(&kind_name(kind)));
    view! {
        <Page title=t(word!("sheet.export_title")) here=routes::RECORDS back>
            <div class="page">
                <p class="muted">{capital(&kind_name(kind))}</p>
                <Heading text=t(word!("sheet.export_title"))/>
                <p class="lead">{move || count(word!("sheet.export_lead"), total.get())}</p>
                {has_secrets.then(|| view! { <Ask is_asked/> })}
                {move || failed.get().then(|| view! { <Note look=NoteLook::Bad>{t(word!("sheet.not_saved"))}</Note> })}
                <div class="acts">
                    <Button label=t(word!("sheet.as_table")) look="main" on_press=save_table/>
                    <Button label=t(word!("sheet.as_json")) on_press=save_whole/>
                </div>
            </div>
        </Page>
    }
}

/// Restricted values are left out until somebody asks for them.
#[component]
fn Ask(is_asked: RwSignal<bool>) -> impl IntoView {
    let item = ChoiceItem { value: "yes".to_owned(), label: t(word!("sheet.secrets")).to_owned(), sub: None };
    let about = About { id: "secrets".to_owned(), label: String::new(), help: None };
    let pick = move |picked: Vec<String>| is_asked.set(!picked.is_empty());
    view! {
        <Choice
            about
            items=vec![item]
            chosen=Vec::new()
            mode=ChoiceMode::Many
            on_pick=pick
        />
    }
}
