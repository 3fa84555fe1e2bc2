//! Writing down a facility, and putting one right.

use domain::id::{RecordId, ScopeId};
use domain::record::Kind;
use domain::value::Document;
use domain::word;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};

use crate::components::drafts;
use crate::components::form_pages::{Demand, FormPages, Plan};
use crate::components::form_state::FormState;
use crate::components::params::id_param;
use crate::components::problem_words::objection_words;
use crate::components::record_form::{Asked, Moment};
use crate::components::save_error::save_error_words;
use crate::components::titles::title_of;
use crate::i18n::t;
use crate::pages::not_found::Missing;
use crate::routes;
use crate::state::book::Book;
use crate::state::kin::{Coming, objections};
use crate::state::view::View;
use crate::ui::toast::Toasts;

/// A new facility.
#[component]
pub fn FacilityNew() -> impl IntoView {
    let book = expect_context::<Book>();
    let me = book.me().get_untracked();
    let query = use_query_map();
    let name = query.with_untracked(|query| query.get("name"));
    let mut given = Document::default();
    if let [only] = me.communes.as_slice() {
        given = given.with("commune_code", only.as_str());
    }
    let form = FormState::open(book, Kind::Facility, drafts::NEW_FACILITY.to_owned(), None, given.clone());
    if let (Some(name), Some(spec)) = (name, Kind::Facility.spec().field("name"))
        && form.initial("name").is_none()
    {
        form.set(spec, Some(name.into()));
    }
    let plan = Plan {
        kind: Kind::Facility,
        asked: Asked { role: me.role, moment: Moment::Making, known: &[] },
        path: routes::FACILITY_NEW.to_owned(),
        back: (routes::FACILITIES.to_owned(), t(word!("nav.facilities")).to_owned()),
        title: t(word!("facility.title_new")).to_owned(),
        finish: t(word!("button.save_to_book")).to_owned(),
        demand: Demand::ValidSoFar,
        of: None,
    };
    view! { <SavingForm plan form target=Target::New(None)/> }
}

/// A facility that exists.
#[component]
pub fn FacilityEdit() -> impl IntoView {
    let book = expect_context::<Book>();
    let id = id_param();
    move || {
        let Some(view) = id.get().and_then(|id| untrack(|| book.view(id))) else {
            return view! { <Missing title=t(word!("facility.missing"))/> }.into_any();
        };
        let me = book.me().get_untracked();
        let form =
            FormState::open(book, Kind::Facility, drafts::edit(view.id), Some(&view), Document::default());
        let plan = Plan {
            kind: Kind::Facility,
            asked: Asked { role: me.role, moment: Moment::Later, known: &[] },
            path: routes::facility_edit(view.id),
            back: (routes::facility(view.id), t(word!("nav.facilities")).to_owned()),
            title: title_of(&view),
            finish: t(word!("button.save_to_book")).to_owned(),
            demand: Demand::ValidSoFar,
            of: Some(view.id),
        };
        view! { <SavingForm plan form target=Target::Known(view)/> }.into_any()
    }
}

/// Where a form is written to.
#[derive(Clone)]
pub enum Target {
    /// A new record, in the scope of the record it belongs to, or in that of its commune.
    New(Option<ScopeId>),
    /// The record as it was when the form was opened.
    Known(View),
}

/// A form that writes one record and then shows it.
#[component]
pub fn SavingForm(
    /// What the form is for.
    plan: Plan,
    /// The form.
    form: FormState,
    /// Where it is written to.
    target: Target,
    /// What stands above the questions of the first group.
    #[prop(into, optional)]
    lead: ViewFn,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let toasts = use_context::<Toasts>();
    let navigate = use_navigate();
    let busy = RwSignal::new(false);
    let failed = RwSignal::new(None::<String>);
    let kind = plan.kind;
    let finish = move |_| {
        busy.set(true);
        let navigate = navigate.clone();
        let target = target.clone();
        spawn_local(async move {
            match write(book, form, target).await {
                Ok(id) => {
                    form.drop_draft().await;
                    if let Some(toasts) = toasts {
                        toasts.say(t(word!("toast.saved")));
                    }
                    navigate(
                        &routes::record(kind, id),
                        NavigateOptions { replace: true, ..Default::default() },
                    );
                }
                Err(words) => drop(failed.try_set(Some(words))),
            }
            busy.try_set(false);
        });
    };
    view! { <FormPages plan form busy=busy.into() failed on_finish=finish lead/> }
}

/// Writes a form to the book; returns when it is on disk.
pub async fn write(book: Book, form: FormState, target: Target) -> Result<RecordId, String> {
    let kind = form.kind;
    let words = |error| save_error_words(kind, &error);
    let doc = untrack(|| form.document());
    let nothing = Document::default();
    let (id, before) = match &target {
        Target::New(_) => (None, &nothing),
        Target::Known(view) => (Some(view.id), &view.doc),
    };
    let coming = Coming { id, kind, before, after: &doc, action: None };
    if let Some(words) = untrack(|| objection_words(kind, &objections(book, &coming))) {
        return Err(words);
    }
    match target {
        Target::New(scope) => {
            let commune = || ScopeId::commune(doc.text("commune_code").unwrap_or_default());
            // What names the record it belongs to in the form itself lies where that one lies.
            let parent = domain::record::parent(kind, &doc).and_then(|id| untrack(|| book.view(id)));
            let beside = parent.map(|parent| book.me().get_untracked().scope_of(kind, Some(&parent)));
            let scope = beside.or(scope).unwrap_or_else(commune);
            book.create(kind, scope, doc).await.map_err(words)
        }
        Target::Known(view) => {
            let seen = form.seen(&view);
            book.edit(&seen, form.changed()).await.map_err(words)?;
            Ok(view.id)
        }
    }
}
