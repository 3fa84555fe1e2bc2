//! The act a question or a step rests on, as a link into the legal library; and which act changed which, from when.

use domain::formats::date;
use domain::id::RecordId;
use domain::legal::{Certainty, Source};
use domain::record::Kind;
use domain::record::field::Choice;
use domain::record::reference::legal_text::LegalStatus;
use domain::word;
use domain::words::Word;
use leptos::prelude::*;

use crate::components::course::day_of;
use crate::components::titles::uncapital;
use crate::i18n::{by_key, fill, t};
use crate::routes;
use crate::state::book::Book;
use crate::state::view::View;
use crate::ui::note::{Note, NoteLook};

/// “Căn cứ: 36/2013/TT-BCT Đ.5”; plain words while the library is not here.
#[component]
pub fn LawLink(
    /// Number and article.
    law: &'static str,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let number = law.split(' ').next().unwrap_or(law);
    let act = RecordId::named(Kind::LegalText.code(), number);
    let is_here = untrack(|| book.view(act)).is_some();
    view! {
        <p class="help">
            {t(word!("rules.basis"))} ": "
            {match is_here {
                true => view! { <a class="hit" href=routes::record(Kind::LegalText, act)>{law}</a> }.into_any(),
                false => law.into_any(),
            }}
        </p>
    }
}

/// The act a rule rests on, or that it is the book's own proposal.
pub fn source_words(source: &Source) -> String {
    match source.legal_ref == Source::PROPOSED.legal_ref {
        true => uncapital(&by_key(&Certainty::LIST.key(Certainty::Proposed.code()))),
        false => source.legal_ref.to_string(),
    }
}

/// What other acts did to an act: who amended it or took its place, from which day, and whether the book has
/// read them; and which acts it took the place of.
pub fn section(act: View) -> AnyView {
    let book = expect_context::<Book>();
    let id = act.id.to_string();
    let naming = move |field: &'static str| {
        let id = id.clone();
        move || book.scan(Kind::LegalText, |view| (view.doc.text(field) == Some(&id)).then_some(view))
    };
    let amended = Memo::new({
        let naming = naming("amends");
        move |_| naming()
    });
    let followed = Memo::new({
        let naming = naming("replaced_by");
        move |_| naming()
    });
    let by: Option<View> =
        act.doc.text("replaced_by").and_then(|id| id.parse().ok()).and_then(|id| untrack(|| book.view(id)));
    let amendments =
        move || amended.get().iter().map(|view| line(word!("legal.amended_by"), view)).collect_view();
    let followed =
        move || followed.get().iter().map(|view| line(word!("legal.replaces"), view)).collect_view();
    let is_unread = move || amended.with(|all| all.iter().any(is_not_seen));
    view! {
        <div class="lines gap-before">
            {by.map(|view| line(word!("legal.replaced_by"), &view))}
            {amendments}
            {followed}
        </div>
        <Show when=is_unread>
            <Note look=NoteLook::Warn>{t(word!("legal.unread"))}</Note>
        </Show>
    }
    .into_any()
}

fn is_not_seen(act: &View) -> bool {
    act.doc.text("status") == Some(LegalStatus::NotSeen.code())
}

/// “Được sửa bởi 64/2024/TT-BTC, từ ngày …”; the day of issue, or that none is known, where the other is not.
fn line(words: Word, act: &View) -> AnyView {
    let day = |field, words| day_of(&act.doc, field).map(|day| fill(words, &[("date", &date::show(day))]));
    let when = day("in_force_from", word!("legal.from"))
        .or_else(|| day("issued_on", word!("legal.issued")))
        .unwrap_or_else(|| t(word!("legal.no_day")).to_owned());
    let number = act.doc.text("number").unwrap_or_default().to_owned();
    view! {
        <p>{t(words)} " " <a class="hit" href=routes::record(Kind::LegalText, act.id)>{number}</a> ", " {when}</p>
    }
    .into_any()
}
