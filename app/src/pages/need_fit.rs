//! “Hỗ trợ nào hợp với tôi”: what a facility can ask for in plain words, what the State pays at most, what has to be
//! shown, and that machines are paid for afterwards. Choosing one leads into the form.

use domain::id::RecordId;
use domain::norm::Norm;
use domain::record::need::Activity;
use domain::word;
use leptos::prelude::*;

use crate::components::norms::{in_use, pays};
use crate::components::page_frame::Page;
use crate::components::params::id_param;
use crate::components::person::is_owner;
use crate::components::titles::title_of;
use crate::i18n::{by_key, fill, t};
use crate::pages::not_found::Missing;
use crate::platform::clock::now;
use crate::routes;
use crate::state::book::Book;
use crate::ui::list_row::ListRow;
use crate::ui::mark::{Mark, MarkLook};
use crate::ui::note::{Note, NoteLook};
use crate::ui::shell::Heading;

/// What one facility can ask for by itself, the most wanted first.
const OFFERED: [Activity; 11] = [
    Activity::Machine,
    Activity::DemoModel,
    Activity::TrainSkill,
    Activity::FairJoin,
    Activity::Brand,
    Activity::TechTransfer,
    Activity::CleanerProd,
    Activity::Consult,
    Activity::TrainMgmt,
    Activity::ProductVote,
    Activity::Pollution,
];

/// The page.
#[component]
pub fn NeedFit() -> impl IntoView {
    view! { <Fit of=id_param()/> }
}

/// What a facility can ask for.
#[component]
pub fn Fit(
    /// The facility.
    #[prop(into)]
    of: Signal<Option<RecordId>>,
) -> impl IntoView {
    let book = expect_context::<Book>();
    // A norm that is confirmed while the page is open holds from then on.
    let norms = Memo::new(move |_| in_use(book));
    move || {
        let Some(facility) = of.get().and_then(|id| untrack(|| book.view(id))) else {
            return view! { <Missing title=t(word!("facility.missing"))/> }.into_any();
        };
        let owner = is_owner(&book.me().get_untracked());
        let title = if owner { t(word!("fit.title")) } else { t(word!("fit.title_office")) };
        let rows = move || {
            norms.with(|norms| {
                OFFERED.iter().map(|activity| row(facility.id, *activity, norms)).collect::<Vec<_>>()
            })
        };
        let other = routes::need_new(facility.id);
        let back = if owner {
            (routes::HOME.to_owned(), t(word!("nav.cases")).to_owned())
        } else {
            (routes::facility(facility.id), t(word!("nav.facilities")).to_owned())
        };
        view! {
            <Page title here=routes::REGISTER back>
                <div class="page page-form">
                    <p class="muted">{title_of(&facility)}</p>
                    <Heading text=title/>
                    <p class="lead">{t(word!("fit.lead"))}</p>
                    <Note look=NoteLook::Info>{t(word!("need.state_pays_later"))}</Note>
                    <ul class="rows">
                        {rows}
                        <ListRow href=other title=|| t(word!("fit.other"))>
                            <span class="line">{t(word!("fit.other_detail"))}</span>
                        </ListRow>
                    </ul>
                    <p class="muted gap-before">{t(word!("fit.source"))}</p>
                </div>
            </Page>
        }
        .into_any()
    }
}

fn row(facility: RecordId, activity: Activity, norms: &[Norm]) -> AnyView {
    let code = activity.code();
    let href = routes::need_new_for(facility, code);
    let most = pays(norms, activity, now().day());
    let show = fill(word!("fit.show"), &[("what", &by_key(&format!("fit.show.{code}")))]);
    let state = move || {
        activity
            .is_paid_after()
            .then(|| view! { <Mark look=MarkLook::DUE word=t(word!("need.paid_after_short")).to_owned()/> })
    };
    view! {
        <ListRow href title=move || by_key(&format!("fit.name.{code}")) state>
            <span class="line">{most}</span>
            <span class="line muted">{show}</span>
        </ListRow>
    }
    .into_any()
}
