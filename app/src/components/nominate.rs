//! A certified product on its way to the level above: one tap makes its draft in a round that is
//! open.

use domain::permission::{Operation, Relation, may};
use domain::record::Kind;
use domain::record::product::entry::EntryStage;
use domain::record::product::nomination::{is_open_to, nomination};
use domain::word;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::kinship::RecordRow;
use crate::components::product_papers::named;
use crate::components::save_error::save_error_words;
use crate::components::titles::title_of;
use crate::i18n::{fill, t};
use crate::platform::clock::now;
use crate::state::book::Book;
use crate::state::view::View;
use crate::ui::button::Button;
use crate::ui::note::{Note, NoteLook};
use crate::ui::section_head::Section;

/// Where the product of a certificate is above, and where it may still go; nothing when there is neither.
#[component]
pub fn Nominate(
    /// The certificate.
    certificate: View,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let role = book.me().get_untracked().role;
    let may_enter = may(role, Operation::Create, Kind::ProductEntry, Relation::OwnScope);
    let id = certificate.id.to_string();
    let doc = certificate.doc.clone();
    let above = Memo::new(move |_| {
        book.scan(Kind::ProductEntry, |entry| {
            (entry.doc.text("lower_certificate") == Some(id.as_str())).then_some(entry)
        })
    });
    let open = Memo::new(move |_| {
        let is_in = |round: &View| {
            let id = round.id.to_string();
            let withdrawn = |entry: &View| entry.doc.text("stage") == Some(EntryStage::Withdrawn.code());
            above.with(|above| {
                above.iter().any(|entry| entry.doc.text("round") == Some(id.as_str()) && !withdrawn(entry))
            })
        };
        let today = now().day();
        let rounds =
            book.scan(Kind::ProductRound, |round| is_open_to(&round.doc, &doc, today).then_some(round));
        rounds.into_iter().filter(|round| may_enter && !is_in(round)).collect::<Vec<_>>()
    });
    let failed = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let certificate = StoredValue::new(certificate);
    let enter = move |round: View| {
        let certificate = certificate.get_value();
        let entry = named(book, &certificate, "entry");
        let doc =
            nomination((certificate.id, &certificate.doc), entry.as_ref().map(|entry| &entry.doc), round.id);
        busy.set(true);
        spawn_local(async move {
            let made = book.create(Kind::ProductEntry, certificate.scope.clone(), doc).await;
            failed.try_set(made.err().map(|error| save_error_words(Kind::ProductEntry, &error)));
            busy.try_set(false);
        });
    };
    let offers = move || {
        let buttons = open.get().into_iter().map(|round| {
            let label = fill(word!("product.nominate"), &[("round", &title_of(&round))]);
            let press = move |()| enter(round.clone());
            view! { <Button label look="sm" icon="plus" busy on_press=press/> }
        });
        buttons.collect_view()
    };
    let rows = move || above.get().into_iter().map(|view| view! { <RecordRow view/> }).collect_view();
    view! {
        <Show when=move || !above.with(Vec::is_empty) || !open.with(Vec::is_empty)>
            <Section title=t(word!("product.above")) id="above">
                <ul class="rows">{rows}</ul>
                {move || failed.get().map(|words| view! { <Note look=NoteLook::Bad>{words}</Note> })}
                <div class="acts">{offers}</div>
            </Section>
        </Show>
    }
}
