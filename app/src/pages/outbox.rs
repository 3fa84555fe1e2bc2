//! “Hộp chờ gửi”: each change that has not arrived, its age, what happened to it, and the ways out.

use domain::change::{RejectCode, Rejection};
use domain::id::RecordId;
use domain::record::Kind;
use domain::word;
use leptos::prelude::*;

use crate::components::file_deleting::{DeleteFile, FileDeleting};
use crate::components::file_error::{FileError, FileErrorLine};
use crate::components::page_frame::Page;
use crate::components::review_list::{DisputedRow, disputed, needs_review};
use crate::components::titles::title_of;
use crate::components::upload_rows::{UploadLanes, UploadRow, is_refused};
use crate::components::value_text::{action_label, field_label, kind_name};
use crate::i18n::{by_key, count, fill, find_text, margin, t, time};
use crate::platform::clock::now;
use crate::routes;
use crate::state::attachments::view::Attachment;
use crate::state::book::Book;
use crate::state::view::{OutboxMark, OutboxView, Wish};
use crate::ui::button::{Button, ButtonLink};
use crate::ui::dialog::{Dialog, Question};
use crate::ui::empty_state::EmptyState;
use crate::ui::list_row::{PlainRow, RowLook};
use crate::ui::mark::{Mark, MarkLook};
use crate::ui::section_head::Section;
use crate::ui::shell::Heading;
use crate::ui::toast::Toasts;

/// The page.
#[component]
pub fn Outbox() -> impl IntoView {
    let book = expect_context::<Book>();
    let asked = RwSignal::new(None::<u64>);
    let all = book.outbox();
    let files = book.uploads();
    let error = FileError::none();
    let deleting = FileDeleting::telling(error);
    let disputes = Memo::new(move |_| disputed(book));
    let total = move || all.with(|all| all.len()) + files.with(|files| files.len());
    let is_empty = Memo::new(move |_| total() == 0 && disputes.with(Vec::is_empty));
    let last = move || {
        let at = book.sync_state().get()?.sent_at?;
        Some(fill(word!("sync.last_success"), &[("time", &time(at))]))
    };
    view! {
        <Page title=t(word!("outbox.title")) here=routes::OUTBOX>
            <div class="page page-outbox">
                <div class="head">
                    <Heading text=t(word!("outbox.title"))/>
                    <p class="muted">{last}</p>
                </div>
                {move || if is_empty.get() {
                    view! {
                        <EmptyState icon="outbox" title=t(word!("outbox.empty_title")) words=t(word!("outbox.empty"))/>
                    }.into_any()
                } else {
                    view! {
                        <Part title=t(word!("outbox.review")) all disputes files deleting asked/>
                        <Part title=t(word!("outbox.records")) all files deleting asked/>
                        <UploadLanes files deleting/>
                        <Show when=move || total() != 0>
                            <p class="muted gap-before">{move || count(word!("outbox.keep_warning"), total())}</p>
                            <Show when=move || files.with(|files| !files.is_empty())>
                                <p class="muted">{t(word!("upload.not_in_export"))}</p>
                            </Show>
                            <Export/>
                        </Show>
                    }.into_any()
                }}
                <WithdrawDialog asked/>
                <FileErrorLine error/>
                <DeleteFile deleting/>
            </div>
        </Page>
    }
}

/// What needs a person, with the records that do; or what waits, without them.
#[component]
fn Part(
    #[prop(into)] title: String,
    all: Memo<std::sync::Arc<[OutboxView]>>,
    #[prop(optional)] disputes: Option<Memo<Vec<RecordId>>>,
    files: Memo<std::sync::Arc<[Attachment]>>,
    deleting: FileDeleting,
    asked: RwSignal<Option<u64>>,
) -> impl IntoView {
    let is_review = disputes.is_some();
    let part = Memo::new(move |_| {
        all.with(|all| all.iter().filter(|item| needs_review(item) == is_review).cloned().collect::<Vec<_>>())
    });
    let disputed = move || disputes.map(|disputes| disputes.get()).unwrap_or_default();
    let refused = Memo::new(move |_| {
        let is_here = |file: &&Attachment| is_review && is_refused(file);
        files.with(|files| files.iter().filter(is_here).cloned().collect::<Vec<_>>())
    });
    let title = StoredValue::new(title);
    let total = move || part.with(Vec::len) + disputed().len() + refused.with(Vec::len);
    let file_rows =
        move || refused.get().into_iter().map(|file| view! { <UploadRow file deleting/> }).collect_view();
    let records = move || disputed().into_iter().map(|id| view! { <DisputedRow id/> }).collect_view();
    let rows = move || part.get().into_iter().map(|item| view! { <Row item asked/> }).collect_view();
    view! {
        <Show when=move || total() != 0>
            <Section
                title=title.get_value()
                aside=move || view! { <span class="muted">{count(word!("outbox.count"), total())}</span> }
            >
                <ul class="rows">{records} {rows} {file_rows}</ul>
            </Section>
        </Show>
    }
}

#[component]
fn Row(item: OutboxView, asked: RwSignal<Option<u64>>) -> impl IntoView {
    let book = expect_context::<Book>();
    let at = item.at;
    let margin = margin(at, now());
    let title = what(book, &item);
    let details = details(&item);
    let told = told(book, &item);
    let (look, word) = mark(&item);
    let is_review = needs_review(&item);
    let row_look = if is_review { RowLook::Flagged } else { RowLook::Plain };
    let seq = item.seq;
    let ways = is_review.then(|| {
        let edit = item.kind.map(|kind| routes::record_edit(kind, item.record));
        let edit = edit.filter(|_| matches!(item.wish, Wish::New | Wish::Edit(_)));
        let again = edit.is_none().then(|| {
            let on_press = move |()| {
                leptos::task::spawn_local(async move {
                    // Not saved: the entry stays where it is, still refused, and says so.
                    drop(book.resend(seq).await);
                });
            };
            view! { <Button label=t(word!("outbox.resend")) look="sm main" icon="sending" on_press/> }
        });
        view! {
            <div class="acts">
                {again}
                {edit.map(|href| view! {
                    <ButtonLink label=t(word!("outbox.edit_resend")) href look="sm main" icon="pen"/>
                })}
                <Button
                    label=t(word!("outbox.withdraw"))
                    look="sm"
                    icon="ret"
                    on_press=move |()| asked.set(Some(seq))
                />
            </div>
        }
    });
    view! {
        <PlainRow look=row_look margin title state=move || view! { <Mark look word=word.clone()/> }>
            <span class="line">{details}</span>
            <span class="line">{told}</span>
            {ways}
        </PlainRow>
    }
}

/// “Sửa cơ sở: Mộc Đức Thuỵ”.
fn what(book: Book, item: &OutboxView) -> String {
    let Some(kind) = item.kind else { return t(word!("reject.unknown_kind")).to_owned() };
    let title = untrack(|| book.view(item.record)).map(|view| title_of(&view));
    let title = title.unwrap_or_else(|| kind_name(kind));
    let kind_word = kind_name(kind);
    let params = [("kind", kind_word.as_str()), ("title", title.as_str())];
    match &item.wish {
        Wish::New => fill(word!("outbox.item_new"), &params),
        Wish::Edit(_) => fill(word!("outbox.item_edit"), &params),
        Wish::Delete => fill(word!("outbox.item_delete"), &params),
        Wish::Act(_) if kind == Kind::Conflict => fill(word!("outbox.item_resolve"), &params),
        Wish::Act(action) => {
            let action = action_label(kind, action);
            fill(word!("outbox.item_action"), &[("action", &action), ("title", &title)])
        }
    }
}

/// The fields of an edit, by name while they are few.
fn details(item: &OutboxView) -> String {
    const NAMED: usize = 3;
    match (&item.wish, item.kind) {
        (Wish::Edit(fields), Some(kind)) if fields.len() <= NAMED => {
            let labels: Vec<String> = fields.iter().map(|field| field_label(kind, field)).collect();
            labels.join(", ")
        }
        (Wish::Edit(fields), _) => count(word!("outbox.fields"), fields.len()),
        (Wish::New | Wish::Delete | Wish::Act(_), _) => String::new(),
    }
}

/// What happened to it so far.
fn told(book: Book, item: &OutboxView) -> String {
    match &item.mark {
        OutboxMark::Review(rejection) => {
            fill(word!("sync.refused"), &[("reason", &reason(item.kind, rejection))])
        }
        OutboxMark::Waiting { on } => {
            let outbox = book.outbox().get_untracked();
            let first = outbox.iter().find(|other| other.seq == *on).map(|other| what(book, other));
            fill(word!("sync.waits_for"), &[("item", &first.unwrap_or_default())])
        }
        OutboxMark::Saved | OutboxMark::Sending => String::new(),
    }
}

/// Why the server refused a change.
fn reason(kind: Option<Kind>, rejection: &Rejection) -> String {
    let code = serde_code(rejection.code);
    let said = by_key(&format!("reject.{code}"));
    let detail = rejection.detail.as_deref().and_then(find_text);
    let fields: Vec<String> = kind
        .into_iter()
        .flat_map(|kind| rejection.fields.iter().map(move |field| field_label(kind, field)))
        .collect();
    let parts: Vec<String> = [said]
        .into_iter()
        .chain((!fields.is_empty()).then(|| fields.join(", ")))
        .chain(detail.map(str::to_owned))
        .collect();
    parts.join(" ")
}

fn serde_code(code: RejectCode) -> &'static str {
    match code {
        RejectCode::Scope => "scope",
        RejectCode::Right => "right",
        RejectCode::FieldRight => "field_right",
        RejectCode::Invalid => "invalid",
        RejectCode::ParentMissing => "parent_missing",
        RejectCode::RecordMissing => "record_missing",
        RejectCode::Dependency => "dependency",
        RejectCode::StageMoved => "stage_moved",
        RejectCode::Unreadable => "unreadable",
        RejectCode::ActionRefused => "action_refused",
        RejectCode::ChangedSince => "changed_since",
        RejectCode::AlreadyResolved => "already_resolved",
        RejectCode::UnknownKind => "unknown_kind",
        RejectCode::SeqReused => "seq_reused",
        RejectCode::Duplicate => "duplicate",
        RejectCode::Other => "other",
    }
}

fn mark(item: &OutboxView) -> (MarkLook, String) {
    let (look, word) = match &item.mark {
        OutboxMark::Saved | OutboxMark::Waiting { .. } => (MarkLook::SAVED, word!("sync.saved")),
        OutboxMark::Sending => (MarkLook::SENDING, word!("sync.sending_plain")),
        OutboxMark::Review(_) => (MarkLook::REVIEW, word!("sync.review_plain")),
    };
    (look, t(word).to_owned())
}

#[component]
fn WithdrawDialog(asked: RwSignal<Option<u64>>) -> impl IntoView {
    let book = expect_context::<Book>();
    let open = RwSignal::new(false);
    Effect::new(move |_| {
        if asked.get().is_some() {
            open.set(true);
        }
    });
    let question = Signal::derive(|| Question {
        title: t(word!("outbox.withdraw_title")).to_owned(),
        safe: t(word!("button.keep")).to_owned(),
        main: t(word!("outbox.withdraw")).to_owned(),
    });
    let withdraw = move |()| {
        if let Some(seq) = asked.get_untracked() {
            book.withdraw(seq);
        }
    };
    view! {
        <Dialog question open look="danger main" on_main=withdraw>
            <p>{t(word!("outbox.withdraw_detail"))}</p>
        </Dialog>
    }
}

#[component]
fn Export() -> impl IntoView {
    let book = expect_context::<Book>();
    let toasts = use_context::<Toasts>();
    let export = move |()| {
        if book.export_outbox()
            && let Some(toasts) = toasts
        {
            toasts.say(t(word!("toast.exported_outbox")));
        }
    };
    view! {
        <div class="acts">
            <Button label=t(word!("outbox.export_all")) look="sm" icon="download" on_press=export/>
        </div>
    }
}
