//! The signatures of a visit, drawn on the screen and kept as pictures of it: that of the inspectors, and
//! that of the facility or the reason why there is none.

use domain::id::RecordId;
use domain::permission::TakingOut;
use domain::record::Kind;
use domain::record::visit::lists::{SIGNATURE_FACILITY, SIGNATURE_INSPECTOR};
use domain::value::{Document, Value};
use domain::word;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::form_state::FormState;
use crate::components::record_form::Question;
use crate::i18n::t;
use crate::platform::strokes;
use crate::state::attachments::picture::{Picture, Size};
use crate::state::attachments::view::Attachment;
use crate::state::book::Book;
use crate::ui::button::Button;
use crate::ui::note::{Note, NoteLook};
use crate::ui::signature::{Signature, Stroke};

/// Whose signature.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Side {
    Inspector,
    Facility,
}

impl Side {
    fn slot(self) -> &'static str {
        match self {
            Self::Inspector => SIGNATURE_INSPECTOR,
            Self::Facility => SIGNATURE_FACILITY,
        }
    }

    /// The field that keeps the name of who signed.
    fn field(self) -> &'static str {
        match self {
            Self::Inspector => "inspector_signed",
            Self::Facility => "facility_signed",
        }
    }

    fn role(self) -> &'static str {
        match self {
            Self::Inspector => t(word!("visit.signs_inspector")),
            Self::Facility => t(word!("visit.signs_facility")),
        }
    }

    /// Who would sign, as far as the visit says.
    fn name(self, doc: &Document) -> Option<String> {
        match self {
            Self::Inspector => {
                let first = doc.get("inspectors").and_then(Value::as_list)?.first()?;
                match first {
                    Value::Map(entries) => entries.get("name")?.as_text().map(str::to_owned),
                    Value::Bool(_) | Value::Int(_) | Value::Text(_) | Value::List(_) => None,
                }
            }
            Self::Facility => doc.text("met_name").map(str::to_owned),
        }
    }
}

/// Both places.
#[component]
pub fn Signing(
    /// The visit.
    visit: RecordId,
    /// Its form.
    form: FormState,
) -> impl IntoView {
    let refuses = RwSignal::new(untrack(|| form.document()).get("refusal_reason").is_some());
    let reason = Kind::Visit.spec().field("refusal_reason");
    let signs = Memo::new(move |_| form.document().get("facility_signed").is_some());
    let toggle = move |()| {
        refuses.update(|refuses| *refuses = !*refuses);
        if let (false, Some(reason)) = (refuses.get_untracked(), reason) {
            form.set(reason, None);
            form.flush();
        }
    };
    let label = Signal::derive(move || {
        t(if refuses.get() { word!("visit.takes_signature") } else { word!("visit.refuses") }).to_owned()
    });
    view! {
        <div class="signs">
            <OneSignature visit form side=Side::Inspector/>
            <div>
                <Show
                    when=move || refuses.get() && !signs.get()
                    fallback=move || view! { <OneSignature visit form side=Side::Facility/> }
                >
                    {reason.map(|spec| view! { <Question form spec/> })}
                </Show>
                <Show when=move || !signs.get()>
                    <Button label look="sm quiet" on_press=toggle/>
                </Show>
            </div>
        </div>
        <p class="muted small gap-before">{t(word!("visit.signature_is_picture"))}</p>
    }
}

/// One place: signed and kept, or to be signed.
#[component]
fn OneSignature(visit: RecordId, form: FormState, side: Side) -> impl IntoView {
    let book = expect_context::<Book>();
    let files = book.attachments(visit);
    let kept = Memo::new(move |_| {
        files.with(|files| files.iter().rev().find(|file| file.slot == side.slot()).cloned())
    });
    let name = Memo::new(move |_| {
        let doc = form.document();
        doc.text(side.field()).map(str::to_owned).or_else(|| side.name(&doc)).unwrap_or_default()
    });
    let label = Signal::derive(move || format!("{}, {}", name.get(), side.role()));
    let heading = move || match name.get() {
        name if name.is_empty() => view! { <b>{side.role()}</b> }.into_any(),
        name => view! { <b>{name}</b> ", " {side.role()} }.into_any(),
    };
    view! {
        <div>
            <p>{heading}</p>
            {move || match kept.get() {
                Some(file) => view! { <Kept form side file label/> }.into_any(),
                None => view! { <Pad visit form side name label/> }.into_any(),
            }}
        </div>
    }
}

/// A signature as it was kept.
#[component]
fn Kept(form: FormState, side: Side, file: Attachment, label: Signal<String>) -> impl IntoView {
    let book = expect_context::<Book>();
    let id = file.id;
    let is_own = file.taking_out(&book.me().get_untracked()) == TakingOut::Own;
    let again = move |()| {
        spawn_local(async move {
            if book.detach(id, None).await.is_ok() {
                write_name(form, side, None);
            }
        });
    };
    view! {
        <SignaturePicture file label/>
        {is_own.then(|| view! {
            <Button label=t(word!("visit.sign_again")) look="sm quiet" on_press=again/>
        })}
    }
}

/// A kept signature as a picture.
#[component]
pub fn SignaturePicture(
    /// The picture.
    file: Attachment,
    /// Whose it is.
    #[prop(into)]
    label: Signal<String>,
) -> impl IntoView {
    let picture = expect_context::<Book>().blob_url(&file, Size::Original);
    view! {
        <div class="sign kept">
            {move || match picture.get() {
                Picture::Here(url) => view! { <img src=url alt=label.get()/> }.into_any(),
                Picture::Reading => ().into_any(),
                Picture::OutOfReach | Picture::Nowhere => {
                    view! { <p class="muted">{t(word!("visit.signature_elsewhere"))}</p> }.into_any()
                }
            }}
        </div>
    }
}

/// A place that waits for a signature.
#[component]
fn Pad(
    visit: RecordId,
    form: FormState,
    side: Side,
    name: Memo<String>,
    label: Signal<String>,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let strokes = RwSignal::new(Vec::<Stroke>::new());
    let busy = RwSignal::new(false);
    let failed = RwSignal::new(None::<String>);
    let keep = move |()| {
        if name.with_untracked(String::is_empty) {
            failed.set(Some(t(word!("visit.name_first")).to_owned()));
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let drawn = strokes.get_untracked();
            let picture = strokes::picture(&drawn, &format!("{}.png", side.slot())).await;
            let kept = match picture {
                Some(picture) => book.attach(visit, side.slot(), &picture, None).await.is_ok(),
                None => false,
            };
            if kept {
                write_name(form, side, Some(name.get_untracked()));
            } else {
                failed.try_set(Some(t(word!("visit.signature_failed")).to_owned()));
            }
            busy.try_set(false);
        });
    };
    view! {
        <Signature label strokes/>
        <Show when=move || !strokes.with(Vec::is_empty)>
            <div class="acts">
                <Button
                    label=t(word!("visit.keep_signature"))
                    look="sm"
                    busy
                    busy_label=t(word!("button.saving")).to_owned()
                    on_press=keep
                />
                <Button
                    label=t(word!("visit.sign_again"))
                    look="sm quiet"
                    on_press=move |()| strokes.set(Vec::new())
                />
            </div>
        </Show>
        {move || failed.get().map(|words| view! { <Note look=NoteLook::Bad>{words}</Note> })}
    }
}

fn write_name(form: FormState, side: Side, name: Option<String>) {
    if let Some(spec) = Kind::Visit.spec().field(side.field()) {
        form.set(spec, name.map(Value::Text));
        form.flush();
    }
}
