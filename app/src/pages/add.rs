//! “Ghi mới”: what to write down.

use domain::permission::{Operation, Relation, may};
use domain::record::area::Area;
use domain::record::field::Choice;
use domain::record::{Home, Kind};
use domain::role::Role;
use domain::word;
use leptos::prelude::*;

use crate::components::page_frame::Page;
use crate::components::titles::capital;
use crate::components::value_text::kind_name;
use crate::i18n::{by_key, t};
use crate::routes;
use crate::state::book::Book;
use crate::ui::list_row::ListRow;
use crate::ui::section_head::Section;
use crate::ui::shell::Heading;

/// The page.
#[component]
pub fn Add() -> impl IntoView {
    view! {
        <Page title=t(word!("add.title")) here=routes::ADD>
            <div class="page">
                <Heading text=t(word!("add.title"))/>
                <ul class="rows">
                    <ListRow href=routes::FACILITY_NEW title=|| t(word!("add.facility"))>
                        {t(word!("add.facility_detail"))}
                    </ListRow>
                    <ListRow href=routes::REGISTER title=|| t(word!("add.need"))>
                        {t(word!("add.need_detail"))}
                    </ListRow>
                    <ListRow href=routes::VISIT_NEW title=|| t(word!("add.visit"))>
                        {t(word!("add.visit_detail"))}
                    </ListRow>
                </ul>
                <Others/>
            </div>
        </Page>
    }
}

/// The other kinds this person may write down by themselves, area by area.
#[component]
fn Others() -> impl IntoView {
    let role = expect_context::<Book>().me().get_untracked().role;
    let areas = Area::ALL.iter().map(|area| {
        let kinds: Vec<Kind> = area.kinds().filter(|kind| stands_alone(*kind) && may_make(role, *kind)).collect();
        let rows = kinds.iter().map(|kind| {
            let kind = *kind;
            view! { <ListRow href=routes::record_new(kind, None) title=move || capital(&kind_name(kind))>""</ListRow> }
        });
        let rows: Vec<_> = rows.collect();
        let title = by_key(&Area::LIST.key(area.code()));
        (!rows.is_empty()).then(|| view! { <Section title><ul class="rows">{rows}</ul></Section> })
    });
    areas.collect_view()
}

fn may_make(role: Role, kind: Kind) -> bool {
    // What has a way of its own above, and what is found rather than written.
    let is_above =
        matches!(kind, Kind::Facility | Kind::Need | Kind::Visit | Kind::Duplicate | Kind::Attachment);
    !is_above && may(role, Operation::Create, kind, Relation::OwnScope)
}

/// Whether a record of the kind can be begun without the page of another one: of a facility it asks first.
pub fn stands_alone(kind: Kind) -> bool {
    let spec = kind.spec();
    let is_of_all = matches!(spec.home, Home::Reference | Home::Office) || !spec.needs_parent();
    is_of_all || (spec.parent_kind() == Some(Kind::Facility) && kind != Kind::Need)
}
