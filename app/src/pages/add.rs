//! “Ghi mới”: what to write down.

use domain::permission::{Operation, Relation, may};
use domain::record::area::Area;
use domain::record::field::Choice;
use domain::record::{Home, Kind};
use domain::role::Role;
use domain::word;
use domain::words::Word;
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

/// What has a way of its own: where it begins, its name, what it takes.
static WAYS: [(Kind, &str, Word, Word); 3] = [
    (Kind::Facility, routes::FACILITY_NEW, word!("add.facility"), word!("add.facility_detail")),
    (Kind::Need, routes::REGISTER, word!("add.need"), word!("add.need_detail")),
    (Kind::Visit, routes::VISIT_NEW, word!("add.visit"), word!("add.visit_detail")),
];

/// The page.
#[component]
pub fn Add() -> impl IntoView {
    let role = expect_context::<Book>().me().get_untracked().role;
    let first = WAYS.iter().filter(move |(kind, ..)| may(role, Operation::Create, *kind, Relation::OwnScope));
    let first = first.map(|&(_, href, title, detail)| {
        view! { <ListRow href title=move || t(title)>{t(detail)}</ListRow> }
    });
    view! {
        <Page title=t(word!("add.title")) here=routes::ADD>
            <div class="page">
                <Heading text=t(word!("add.title"))/>
                <ul class="rows">{first.collect_view()}</ul>
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
