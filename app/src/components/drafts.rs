//! Forms that were begun and not finished: where each is continued, and how one is thrown away.

use domain::id::RecordId;
use domain::record::Kind;
use domain::word;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use crate::components::form_state::FormState;
use crate::components::titles::{capital, title_of};
use crate::components::value_text::kind_name;
use crate::i18n::{count, t};
use crate::routes;
use crate::state::book::Book;
use crate::ui::button::Button;
use crate::ui::dialog::{Dialog, Question};
use crate::ui::list_row::ListRow;
use crate::ui::mark::{Mark, MarkLook};
use crate::ui::section_head::Section;

/// Key of the draft of a new facility.
pub const NEW_FACILITY: &str = "new:facility";

/// Key of the draft of a new need of a facility.
pub fn new_need(facility: RecordId) -> String {
    format!("new:need:{facility}")
}

/// Key of the draft of the project a need becomes.
pub fn new_project(need: RecordId) -> String {
    format!("new:project:{need}")
}

/// Key of the draft of a new record of a kind, of the record it belongs to if there is one.
pub fn new_record(kind: Kind, parent: Option<RecordId>) -> String {
    match parent {
        Some(parent) => format!("add:{}:{parent}", kind.code()),
        None => format!("add:{}:-", kind.code()),
    }
}

/// Key of the draft of an edit.
pub fn edit(id: RecordId) -> String {
    format!("edit:{id}")
}

/// Key of a list of trainees that is being typed.
pub fn people(class: RecordId) -> String {
    format!("people:{class}")
}

/// What a draft is called and where it is continued; `None` when its record is gone.
fn place(book: Book, key: &str) -> Option<(String, String)> {
    if key == NEW_FACILITY {
        return Some((t(word!("facility.title_new")).to_owned(), routes::FACILITY_NEW.to_owned()));
    }
    let (stem, id) = key.rsplit_once(':')?;
    if let Some(kind) = stem.strip_prefix("add:").and_then(Kind::from_code) {
        let parent = id.parse().ok();
        let of = parent.and_then(|id| book.view(id)).map(|view| format!(": {}", title_of(&view)));
        let name = format!("{}{}", capital(&kind_name(kind)), of.unwrap_or_default());
        return Some((name, routes::record_new(kind, parent)));
    }
    let view = book.view(id.parse().ok()?)?;
    let title = title_of(&view);
    match stem {
        "new:need" => Some((format!("{}: {title}", t(word!("need.title_new"))), routes::need_new(view.id))),
        "new:project" => {
            Some((format!("{}: {title}", capital(&kind_name(Kind::Project))), routes::need_convert(view.id)))
        }
        "people" => {
            Some((format!("{}: {title}", t(word!("training.add_people"))), routes::class_people(view.id)))
        }
        "edit" => Some((title, routes::record_edit(view.kind, view.id))),
        _ => None,
    }
}

/// The section of unfinished forms; nothing while there are none.
#[component]
pub fn Drafts() -> impl IntoView {
    let book = expect_context::<Book>();
    let all: Vec<(String, String)> =
        untrack(|| book.drafts().iter().filter_map(|key| place(book, key)).collect());
    if all.is_empty() {
        return ().into_any();
    }
    let total = all.len();
    let rows = all
        .into_iter()
        .map(|(title, href)| {
            view! {
                <ListRow
                    href
                    title=move || title.clone()
                    state=|| view! { <Mark look=MarkLook::DOING word=t(word!("work.doing"))/> }
                >
                    {t(word!("form.leave_title"))}
                </ListRow>
            }
        })
        .collect_view();
    view! {
        <Section
            title=t(word!("home.drafts"))
            aside=move || view! { <span class="muted">{count(word!("home.review_count"), total)}</span> }
        >
            <ul class="rows">{rows}</ul>
        </Section>
    }
    .into_any()
}

/// Throws the draft of a form away, after a question.
#[component]
pub fn DropDraft(
    /// The form.
    form: FormState,
    /// Where the person goes afterwards.
    back: String,
) -> impl IntoView {
    let navigate = use_navigate();
    let asked = RwSignal::new(false);
    let question = Signal::derive(|| Question {
        title: t(word!("form.delete_draft_title")).to_owned(),
        safe: t(word!("button.keep")).to_owned(),
        main: t(word!("button.delete_draft")).to_owned(),
    });
    let drop_it = move |()| {
        let (navigate, back) = (navigate.clone(), back.clone());
        spawn_local(async move {
            form.drop_draft().await;
            navigate(&back, NavigateOptions { replace: true, ..Default::default() });
        });
    };
    view! {
        <Show when=move || form.is_dirty()>
            <div class="acts">
                <Button
                    label=t(word!("button.delete_draft"))
                    look="danger sm"
                    on_press=move |()| asked.set(true)
                />
            </div>
        </Show>
        <Dialog question open=asked look="danger main" on_main=drop_it>
            <p>{move || count(word!("form.delete_draft_detail"), form.changed().len())}</p>
        </Dialog>
    }
}
