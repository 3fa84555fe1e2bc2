//! Certificates that need a look, and how many there are of each level: a chain, for each higher one is
//! one of the lower ones again, so they are never added up.

use chrono::NaiveDate;
use domain::formats::date;
use domain::jury::{CertificateState, VotingLevel};
use domain::record::Kind;
use domain::record::field::Choice;
use domain::record::product::certificate::read;
use domain::word;
use leptos::prelude::*;

use crate::components::titles::title_of;
use crate::i18n::{by_key, count, fill, number, t, until};
use crate::platform::clock::now;
use crate::routes;
use crate::state::book::Book;
use crate::state::view::View;
use crate::ui::list_row::ListRow;
use crate::ui::mark::{Mark, MarkLook};
use crate::ui::section_head::Section;

/// Certificates whose last day is near, the nearest first.
pub fn expiring(book: Book) -> Vec<(View, NaiveDate)> {
    let today = now().day();
    let mut found = book.scan(Kind::ProductCertificate, |view| {
        let certificate = read(&view.doc)?;
        let last = certificate.valid_to()?;
        (certificate.state(today) == CertificateState::Expiring).then_some((view, last))
    });
    domain::ordering::sort_by_key(&mut found, |(_, last)| *last);
    found
}

/// The section of those; nothing while there are none.
#[component]
pub fn Expiring() -> impl IntoView {
    let book = expect_context::<Book>();
    let found = Memo::new(move |_| expiring(book));
    let rows = move || {
        let rows = found.get().into_iter().map(|(view, last)| {
            let title = title_of(&view);
            let margin = (date::show(last), until(last, now().day()));
            view! {
                <ListRow
                    href=routes::record(view.kind, view.id)
                    margin
                    title=move || title.clone()
                    state=|| view! { <Mark look=MarkLook::DUE word=t(word!("product.expiring"))/> }
                >
                    {t(word!("product.expiring_detail"))}
                </ListRow>
            }
        });
        rows.collect_view()
    };
    let aside = move || view! { <span class="muted">{count(word!("home.review_count"), found.with(Vec::len))}</span> };
    view! {
        <Show when=move || !found.with(Vec::is_empty)>
            <Section title=t(word!("product.expiring_title")) aside><ul class="rows">{rows}</ul></Section>
        </Show>
    }
}

/// “50 cấp tỉnh → 9 cấp khu vực → 1 cấp quốc gia”: certificates that were not withdrawn.
#[component]
pub fn Chain() -> impl IntoView {
    let book = expect_context::<Book>();
    let levels = Memo::new(move |_| {
        book.scan(Kind::ProductCertificate, |view| {
            let certificate = read(&view.doc)?;
            certificate.withdrawn_on.is_none().then_some(certificate.level)
        })
    });
    let words = move || {
        let levels = levels.get();
        let part = |level: &VotingLevel| {
            let n = levels.iter().filter(|other| *other == level).count();
            let name = by_key(&VotingLevel::LIST.key(level.code())).to_lowercase();
            (n > 0).then(|| fill(word!("product.chain_part"), &[("n", &number(n)), ("level", &name)]))
        };
        let parts: Vec<String> = VotingLevel::ALL.iter().filter_map(part).collect();
        if parts.is_empty() { t(word!("product.chain_none")).to_owned() } else { parts.join(" → ") }
    };
    view! { <p class="state">{words}</p> }
}
