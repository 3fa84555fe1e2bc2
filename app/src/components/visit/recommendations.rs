//! What a visit asks somebody to do: what was written so far, and a small form to write more while the
//! visit is not signed.

use domain::id::RecordId;
use domain::record::Kind;
use domain::record::field::FieldSpec;
use domain::record::recommendation::is_overdue;
use domain::value::Document;
use domain::word;
use domain::workflow;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::course::day_of;
use crate::components::drafts;
use crate::components::form_state::FormState;
use crate::components::record_form::{Asked, Moment, RecordForm};
use crate::components::save_error::save_error_words;
use crate::components::titles::title_of;
use crate::components::value_text::{show_field, stage_label};
use crate::i18n::{short_day, t, until};
use crate::platform::clock::now;
use crate::routes;
use crate::state::book::Book;
use crate::state::view::View;
use crate::ui::button::Button;
use crate::ui::list_row::{ListRow, RowLook};
use crate::ui::mark::{Mark, MarkLook};
use crate::ui::note::{Note, NoteLook};

/// The recommendations of a visit.
#[component]
pub fn Recommendations(
    /// The visit.
    visit: View,
    /// Whether more may be written.
    may_add: Memo<bool>,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let children = book.children(visit.id, Kind::Recommendation);
    let rows = move || {
        let views = children.get().iter().filter_map(|id| book.view(*id)).collect::<Vec<_>>();
        views.into_iter().map(|view| view! { <RecommendationRow view/> }).collect_view()
    };
    let open = RwSignal::new(book.draft(&key(visit.id)).is_some());
    let visit = StoredValue::new(visit);
    view! {
        <ul class="rows">{rows}</ul>
        <Show when=move || may_add.get() && !open.get()>
            <div class="acts">
                <Button
                    label=t(word!("visit.add_recommendation"))
                    look="sm"
                    icon="plus"
                    on_press=move |()| open.set(true)
                />
            </div>
        </Show>
        <Show when=move || may_add.get() && open.get()>
            <NewRecommendation visit=visit.get_value() open/>
        </Show>
    }
}

/// One recommendation in a list: what, who, until when.
#[component]
pub fn RecommendationRow(
    /// The recommendation.
    view: View,
) -> impl IntoView {
    let today = now().day();
    let title = title_of(&view);
    let due = day_of(&view.doc, "due_on");
    let is_late = is_overdue(&view.doc, today);
    let margin = due.map(|due| (short_day(due), until(due, today))).unwrap_or_default();
    let who = show_field(Kind::Recommendation, &view.doc, "who");
    let who: Vec<String> = who.into_iter().chain(view.doc.text("who_name").map(str::to_owned)).collect();
    let stage = workflow::stage(Kind::Recommendation, &view.doc).unwrap_or_default();
    let mark = match (is_late, stage) {
        (true, _) => (MarkLook::DUE, t(word!("visit.overdue")).to_owned()),
        (false, "verified") => (MarkLook::DONE, stage_label(Kind::Recommendation, stage)),
        (false, "answered") => (MarkLook::DOING, stage_label(Kind::Recommendation, stage)),
        (false, _) => (MarkLook::TODO, stage_label(Kind::Recommendation, stage)),
    };
    let look = if is_late { RowLook::Flagged } else { RowLook::Plain };
    view! {
        <ListRow
            href=routes::record(Kind::Recommendation, view.id)
            look
            margin
            title=move || title.clone()
            state=move || view! { <Mark look=mark.0 word=mark.1.clone()/> }
        >
            {who.join(", ")}
        </ListRow>
    }
}

fn key(visit: RecordId) -> String {
    drafts::new_record(Kind::Recommendation, Some(visit))
}

#[component]
fn NewRecommendation(visit: View, open: RwSignal<bool>) -> impl IntoView {
    let book = expect_context::<Book>();
    let me = book.me().get_untracked();
    let given = Document::default().with("visit", visit.id.to_string());
    let form = FormState::open(book, Kind::Recommendation, key(visit.id), None, given);
    let asked = Asked { role: me.role, moment: Moment::Making, known: &["visit"] };
    let fields: Vec<&'static FieldSpec> = asked.fields(Kind::Recommendation, "what");
    let scope = me.scope_of(Kind::Recommendation, Some(&visit));
    let busy = RwSignal::new(false);
    let failed = RwSignal::new(None::<String>);
    let save = move |()| {
        form.try_submit();
        if !form.problems().is_empty() {
            return;
        }
        busy.set(true);
        let (scope, doc) = (scope.clone(), untrack(|| form.document()));
        spawn_local(async move {
            match book.create(Kind::Recommendation, scope, doc).await {
                Ok(_) => {
                    form.drop_draft().await;
                    open.try_set(false);
                }
                Err(error) => drop(failed.try_set(Some(save_error_words(Kind::Recommendation, &error)))),
            }
            busy.try_set(false);
        });
    };
    let cancel = move |()| {
        spawn_local(async move {
            form.drop_draft().await;
            open.try_set(false);
        });
    };
    view! {
        <div class="row-fields">
            <RecordForm form fields/>
            {move || failed.get().map(|words| view! { <Note look=NoteLook::Bad>{words}</Note> })}
            <div class="acts">
                <Button
                    label=t(word!("visit.save_recommendation"))
                    busy
                    busy_label=t(word!("button.saving")).to_owned()
                    on_press=save
                />
                <Button label=t(word!("button.cancel")) look="quiet" on_press=cancel/>
            </div>
        </div>
    }
}
