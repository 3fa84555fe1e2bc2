//! The most the State may pay, beside the amount that is asked for: by activity, money and the day of
//! approval. A ceiling nobody knows is said to be unknown, never taken as none.

use domain::formats::date;
use domain::legal::Certainty;
use domain::money;
use domain::norm::{Ceiling, NoCeiling, support_max};
use domain::record::field::Choice;
use domain::record::project::norm_ask::norm_ask;
use domain::record::rule::number;
use domain::value::Document;
use domain::word;
use leptos::prelude::*;

use crate::components::norms::in_use;
use crate::i18n::{by_key, fill, lang, t};
use crate::platform::clock::now;
use crate::state::book::Book;
use crate::ui::note::{Note, NoteLook};

/// One line; nothing until activity, money and cost are known.
#[component]
pub fn NormLine(
    /// The project, as far as it is written.
    #[prop(into)]
    project: Signal<Document>,
) -> impl IntoView {
    let book = expect_context::<Book>();
    move || {
        let norms = in_use(book);
        project.with(|project| {
            let ask = norm_ask(project, now().day())?;
            Some(match support_max(&norms, &ask) {
                Ok(ceiling) => known(&ceiling, number(project, "support_requested")),
                Err(why) => {
                    let why = by_key(&NoCeiling::LIST.key(why.code()));
                    view! { <p class="muted small">{why}</p> }.into_any()
                }
            })
        })
    }
}

fn known(ceiling: &Ceiling<'_>, asked: Option<i64>) -> AnyView {
    let source = &ceiling.norm.source;
    let mut words = fill(
        word!("norm.line"),
        &[
            ("amount", &money::show(ceiling.amount_vnd, lang())),
            ("ref", &source.legal_ref),
            ("date", &date::show(ceiling.norm.valid_from)),
        ],
    );
    match source.certainty {
        Certainty::Verified => {}
        Certainty::Unverified | Certainty::Proposed => {
            words = format!("{words} ({})", t(word!("norm.unverified")));
        }
    }
    let over = asked.filter(|asked| *asked > ceiling.amount_vnd).map(|asked| {
        let amount = money::show(asked, lang());
        view! { <Note look=NoteLook::Warn>{fill(word!("norm.over"), &[("amount", &amount)])}</Note> }
    });
    view! {
        <p class="small">{words}</p>
        {over}
    }
    .into_any()
}
