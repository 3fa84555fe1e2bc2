//! The visits about one project, on its page: what was seen, and the way to go there.

use domain::permission::{Operation, Relation, may};
use domain::record::Kind;
use domain::word;
use leptos::prelude::*;

use crate::components::kinship::{RecordRow, is_given_up};
use crate::i18n::t;
use crate::routes;
use crate::state::book::Book;
use crate::state::view::View;
use crate::ui::button::ButtonLink;
use crate::ui::section_head::Section;

/// The section; nothing while there is nothing to see and nobody to go.
#[component]
pub fn VisitsOfProject(
    /// The project.
    project: View,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let role = book.me().get_untracked().role;
    let id = project.id;
    let facility = project.doc.text("facility").and_then(|id| id.parse().ok());
    let may_begin = may(role, Operation::Create, Kind::Visit, Relation::OwnScope);
    let href = facility
        .filter(|_| may_begin && !is_given_up(&project))
        .map(|facility| routes::visit_new_about(facility, id));
    let visits = Memo::new(move |_| {
        let about = id.to_string();
        book.scan(Kind::Visit, |view| (view.doc.text("project") == Some(about.as_str())).then_some(view))
    });
    let can_begin = href.is_some();
    let begin = move || {
        href.clone().map(|href| {
            view! { <ButtonLink label=t(word!("visit.begin")) href look="sm" icon="visit"/> }
        })
    };
    let begin = StoredValue::new(ViewFn::from(begin));
    let rows = move || visits.get().into_iter().map(|view| view! { <RecordRow view/> }).collect_view();
    view! {
        <Show when=move || can_begin || !visits.with(Vec::is_empty)>
            <Section title=t(word!("nav.visits")) aside=begin.get_value() id="visits">
                <ul class="rows">{rows}</ul>
            </Section>
        </Show>
    }
}
