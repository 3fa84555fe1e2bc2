//! Writing down a record of any kind, and putting one right: the questions are those of its description.

use domain::id::RecordId;
use domain::permission::{Operation, Relation, may};
use domain::record::{Home, Kind};
use domain::value::Document;
use domain::word;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::components::drafts;
use crate::components::facility_list::FacilitySearch;
use crate::components::form_pages::{Demand, Plan};
use crate::components::form_state::FormState;
use crate::components::page_frame::Page;
use crate::components::params::{id_param, kind_param};
use crate::components::record_form::{Asked, Moment};
use crate::components::special;
use crate::components::titles::{capital, title_of};
use crate::components::value_text::kind_name;
use crate::i18n::{fill, t};
use crate::pages::facility_form::{SavingForm, Target};
use crate::pages::need_form::facility_of;
use crate::pages::not_found::Missing;
use crate::routes;
use crate::state::book::Book;
use crate::state::view::View;
use crate::ui::button::ButtonLink;
use crate::ui::shell::Heading;

/// A new record: of the record it belongs to, or beside one that it names, its fair or its project.
#[component]
pub fn RecordNew() -> impl IntoView {
    let book = expect_context::<Book>();
    let kind = kind_param();
    let query = use_query_map();
    // The group that is open stands in the same query: it must not open the form anew.
    let id_of = move |name: &'static str| -> Memo<Option<RecordId>> {
        Memo::new(move |_| query.with(|query| query.get(name)).and_then(|id| id.parse().ok()))
    };
    let (of, about) = (id_of("of"), id_of(routes::ABOUT));
    let is_alone = Memo::new(move |_| query.with(|query| query.get(routes::ALONE)).is_some());
    move || {
        let role = book.me().get_untracked().role;
        // Files are taken on the page of their record; what somebody may not make has no form.
        let is_written = |kind: &Kind| {
            *kind != Kind::Attachment && may(role, Operation::Create, *kind, Relation::OwnScope)
        };
        let Some(kind) = kind.get().filter(is_written) else {
            return view! { <Missing title=t(word!("records.missing"))/> }.into_any();
        };
        let (of, about) = untrack_views(book, of.get(), about.get());
        let kin = Kin::of(book, kind, of.as_ref(), about.as_ref());
        let may_stand_alone = is_alone.get() && !kind.spec().needs_parent();
        let is_of_facility = kind.spec().parent_kind() == Some(Kind::Facility);
        if is_of_facility && kin.parent.is_none() && !may_stand_alone {
            return view! { <ChooseFacility kind about=of/> }.into_any();
        }
        view! { <NewForm kind kin/> }.into_any()
    }
}

fn untrack_views(book: Book, of: Option<RecordId>, about: Option<RecordId>) -> (Option<View>, Option<View>) {
    untrack(|| (of.and_then(|id| book.view(id)), about.and_then(|id| book.view(id))))
}

/// What a new record belongs to and what else it names, as far as the page it is added on tells.
struct Kin {
    /// The record it belongs to.
    parent: Option<View>,
    /// The field that names another one, and that one.
    named: Option<(&'static str, View)>,
    /// Where the person comes from.
    from: Option<View>,
}

impl Kin {
    fn of(book: Book, kind: Kind, of: Option<&View>, about: Option<&View>) -> Self {
        let spec = kind.spec();
        let takes = |view: &&View| spec.parent.is_some_and(|field| spec.takes_parent(field, Some(view.kind)));
        let named =
            [of, about].into_iter().flatten().find_map(|view| Some((kind.names(view.kind)?, view.clone())));
        // What belongs to a facility and is made on the page of its project.
        let through = || {
            let (_, view) = named.as_ref().filter(|_| spec.parent_kind() == Some(Kind::Facility))?;
            untrack(|| book.view(facility_of(view)?))
        };
        let parent = of.filter(takes).cloned().or_else(through);
        Self { parent, named, from: of.cloned() }
    }
}

/// Of which facility, when the page that was left did not tell.
#[component]
fn ChooseFacility(kind: Kind, about: Option<View>) -> impl IntoView {
    let title = fill(word!("records.add"), &[("kind", &kind_name(kind))]);
    let back = back_of(kind, about.as_ref());
    let alone = (about.is_none() && !kind.spec().needs_parent()).then(|| {
        view! {
            <div class="acts">
                <ButtonLink label=t(word!("records.of_no_facility")) href=routes::record_new_alone(kind) look="sm"/>
            </div>
        }
    });
    let about = about.map(|view| view.id);
    view! {
        <Page title=title.clone() back>
            <div class="page">
                <p class="muted">{title}</p>
                <Heading text=t(word!("records.choose_facility"))/>
                {alone}
                <FacilitySearch to=move |facility| routes::record_new_about(kind, facility, about)/>
            </div>
        </Page>
    }
}

fn back_of(kind: Kind, from: Option<&View>) -> (String, String) {
    match from {
        Some(from) => (routes::record(from.kind, from.id), title_of(from)),
        None => (routes::register(kind), capital(&kind_name(kind))),
    }
}

#[component]
fn NewForm(kind: Kind, kin: Kin) -> impl IntoView {
    let book = expect_context::<Book>();
    let me = book.me().get_untracked();
    let Kin { parent, named, from } = kin;
    let mut given = special::given(kind, &me);
    if let (Some(field), Some(parent)) = (kind.spec().parent, &parent) {
        given = given.with(field, parent.id.to_string());
    }
    if let Some((field, view)) = &named {
        given = given.with(field, view.id.to_string());
    }
    let of = from.as_ref().map(|from| from.id);
    let form = FormState::open(book, kind, drafts::new_record(kind, of), None, given);
    let path = match (of, named) {
        (Some(of), Some((_, view))) => routes::record_new_about(kind, of, Some(view.id)),
        (None, _) if kind.spec().parent_kind() == Some(Kind::Facility) => routes::record_new_alone(kind),
        (of, _) => routes::record_new(kind, of),
    };
    let plan = Plan {
        kind,
        asked: Asked { role: me.role, moment: Moment::Making, known: known(kind, &parent) },
        path,
        back: back_of(kind, from.as_ref()),
        title: fill(word!("records.add"), &[("kind", &kind_name(kind))]),
        finish: t(word!("button.save_to_book")).to_owned(),
        demand: Demand::ValidSoFar,
        of: None,
    };
    // What stands by itself lives in its own commune, which the form asks for.
    let scope = (kind.spec().home != Home::Own).then(|| me.scope_of(kind, parent.as_ref()));
    view! { <SavingForm plan form target=Target::New(scope)/> }
}

/// The record it belongs to is not asked for when the page knows it.
fn known(kind: Kind, parent: &Option<View>) -> &'static [&'static str] {
    if parent.is_some() { kind.spec().parent.as_slice() } else { &[] }
}

/// A record that exists.
#[component]
pub fn RecordEdit() -> impl IntoView {
    let book = expect_context::<Book>();
    let id = id_param();
    move || {
        let Some(view) = id.get().and_then(|id| untrack(|| book.view(id))) else {
            return view! { <Missing title=t(word!("records.missing"))/> }.into_any();
        };
        let me = book.me().get_untracked();
        let kind = view.kind;
        let form = FormState::open(book, kind, drafts::edit(view.id), Some(&view), Document::default());
        let plan = Plan {
            kind,
            asked: Asked { role: me.role, moment: Moment::Later, known: kind.spec().parent.as_slice() },
            path: routes::record_edit(kind, view.id),
            back: (routes::record(kind, view.id), capital(&kind_name(kind))),
            title: title_of(&view),
            finish: t(word!("button.save_to_book")).to_owned(),
            demand: Demand::ValidSoFar,
            of: Some(view.id),
        };
        view! { <SavingForm plan form target=Target::Known(view)/> }.into_any()
    }
}
