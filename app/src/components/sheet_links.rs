//! The ways of a register to files and back: “Xuất” and “Nhập”.

use domain::permission::{Operation, Relation, may};
use domain::record::Kind;
use domain::word;
use leptos::prelude::*;

use crate::components::address::with_query;
use crate::i18n::t;
use crate::routes;
use crate::state::book::Book;
use crate::ui::button::ButtonLink;

/// The links of a register.
#[component]
pub fn SheetLinks(
    /// Its kind.
    kind: Kind,
    /// What is searched for now: only that is exported.
    #[prop(into, optional)]
    query: Signal<String>,
) -> impl IntoView {
    let role = expect_context::<Book>().me().get_untracked().role;
    // A photo or paper is taken where it belongs; a table cannot bring its bytes.
    let may_add = kind != Kind::Attachment && may(role, Operation::Create, kind, Relation::OwnScope);
    let href =
        Signal::derive(move || query.with(|query| with_query(&routes::record_export(kind), &[("q", query)])));
    view! {
        <ButtonLink label=t(word!("sheet.export")) href look="sm"/>
        {may_add.then(|| view! {
            <ButtonLink label=t(word!("sheet.import")) href=routes::record_import(kind) look="sm"/>
        })}
    }
}
