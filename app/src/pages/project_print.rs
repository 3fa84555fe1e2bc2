//! A form of a project on paper, by its number in the address.

use domain::record::project::forms::Form;
use domain::word;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use crate::components::page_frame::Page;
use crate::components::paper::PrintButton;
use crate::components::params::id_param;
use crate::components::project_forms::{self, ProjectSheet};
use crate::components::titles::title_of;
use crate::i18n::t;
use crate::pages::not_found::Missing;
use crate::routes;
use crate::state::book::Book;

/// The page.
#[component]
pub fn ProjectPrint() -> impl IntoView {
    let book = expect_context::<Book>();
    let id = id_param();
    let params = use_params_map();
    let form =
        Memo::new(move |_| params.with(|params| params.get("form")).and_then(|number| Form::of(&number)));
    move || {
        let project = id.get().and_then(|id| book.view(id));
        let (Some(project), Some(form)) = (project, form.get()) else {
            return view! { <Missing title=t(word!("forms.missing"))/> }.into_any();
        };
        // A link from before the project was sent back.
        if !form.is_offered(&project.doc) {
            let detail = word!("forms.too_early_detail");
            return view! { <Missing title=t(word!("forms.too_early")) detail/> }.into_any();
        }
        let back = (routes::project(project.id), title_of(&project));
        view! {
            <Page title=t(project_forms::title(form)) here=routes::PROJECTS back>
                <div class="page">
                    <PrintButton/>
                    <ProjectSheet project form/>
                </div>
            </Page>
        }
        .into_any()
    }
}
