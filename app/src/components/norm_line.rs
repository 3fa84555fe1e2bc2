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
use domain::words::Word;
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
    move || project.with(|project| line(book, project, ("support_requested", word!("norm.over"))))
}

/// What was asked for and what the norm allows, beside the amount that is granted: more takes a reason.
#[component]
pub fn GrantLine(
    /// The project, with what the step brings so far.
    #[prop(into)]
    project: Signal<Document>,
) -> impl IntoView {
    let book = expect_context::<Book>();
    move || {
        project.with(|project| {
            let asked = number(project, "support_requested")?;
            let granted = number(project, "support_approved");
            let amount = money::show(asked, lang());
            let over = granted.filter(|granted| *granted > asked).map(|_| {
                view! { <Note look=NoteLook::Warn>{t(word!("norm.above_asked"))}</Note> }
            });
            Some(view! {
                <p class="small">{fill(word!("norm.asked"), &[("amount", &amount)])}</p>
                {over}
                {line(book, project, ("support_approved", word!("norm.above_norm")))}
            })
        })
    }
}

/// The norm for a project, and whether an amount of it is above.
fn line(book: Book, project: &Document, amount: (&str, Word)) -> Option<AnyView> {
    let norms = in_use(book);
    let ask = norm_ask(project, now().day())?;
    Some(match support_max(&norms, &ask) {
        Ok(ceiling) => known(&ceiling, number(project, amount.0), amount.1),
        Err(why) => {
            let why = by_key(&NoCeiling::LIST.key(why.code()));
            view! { <p class="muted small">{why}</p> }.into_any()
        }
    })
}

fn known(ceiling: &Ceiling<'_>, amount: Option<i64>, above: Word) -> AnyView {
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
    let over = amount.filter(|amount| *amount > ceiling.amount_vnd).map(|amount| {
        let amount = money::show(amount, lang());
        view! { <Note look=NoteLook::Warn>{fill(above, &[("amount", &amount)])}</Note> }
    });
    view! {
        <p class="small">{words}</p>
        {over}
    }
    .into_any()
}
