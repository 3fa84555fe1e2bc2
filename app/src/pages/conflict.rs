//! “Hai người cùng sửa”: all open conflicts of a record on one page. A part may be saved; the rest
//! stays in review.

use std::collections::BTreeSet;

use domain::id::RecordId;
use domain::record::Kind;
use domain::record::conflict::{self, Side};
use domain::record::field::Choice;
use domain::word;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::conflict_note::{disputes, may_choose};
use crate::components::conflict_view::{Chosen, ConflictView, Dispute};
use crate::components::contact::centre_phone;
use crate::components::page_frame::{Page, StatusLine};
use crate::components::params::id_param;
use crate::components::save_error::save_error_words;
use crate::components::titles::{capital, title_of};
use crate::components::value_text::kind_name;
use crate::i18n::{count, fill, number, t};
use crate::pages::not_found::Missing;
use crate::routes;
use crate::state::book::Book;
use crate::ui::button::{Button, ButtonLink};
use crate::ui::dock::Dock;
use crate::ui::field::{About, Shape, TextField};
use crate::ui::note::{Note, NoteLook};
use crate::ui::shell::Heading;
use crate::ui::toast::Toasts;

/// The page.
#[component]
pub fn ConflictPage() -> impl IntoView {
    let book = expect_context::<Book>();
    let id = id_param();
    move || match id.get().and_then(|id| untrack(|| book.view(id)).map(|view| (id, view))) {
        None => view! { <Missing title=t(word!("conflict.none"))/> }.into_any(),
        Some((id, view)) => {
            let href = routes::record(view.kind, id);
            view! {
                <Page title=t(word!("conflict.title")) back=(href, capital(&kind_name(view.kind))) line=StatusLine::Nothing>
                    <Choosing record=id title=title_of(&view)/>
                </Page>
            }
            .into_any()
        }
    }
}

/// What was chosen of a conflict.
fn of(chosen: &[(RecordId, Chosen)], id: RecordId) -> Option<&Chosen> {
    chosen.iter().find(|(of, _)| *of == id).map(|(_, chosen)| chosen)
}

/// The other open conflicts that the same two people brought about, with the side that is that of the same person.
fn alike(book: Book, id: RecordId, chosen: &Chosen) -> Vec<(RecordId, Side)> {
    let Chosen::Side(code) = chosen else { return Vec::new() };
    let (Some(side), Some(one)) = (Side::from_code(code), book.view(id)) else { return Vec::new() };
    book.scan(Kind::Conflict, |other| {
        (conflict::is_open(&other.doc) && other.id != id).then_some(())?;
        Some((other.id, conflict::alike(&one.doc, side, &other.doc)?))
    })
}

/// Where much has one cause, one choice may count for all of it; nothing is ticked beforehand.
#[component]
fn AlikeChoice(
    id: RecordId,
    label: String,
    chosen: RwSignal<Vec<(RecordId, Chosen)>>,
    together: RwSignal<BTreeSet<RecordId>>,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let n = Memo::new(move |_| {
        chosen.with(|chosen| of(chosen, id).map_or(0, |chosen| alike(book, id, chosen).len()))
    });
    let words = move || fill(word!("conflict.alike"), &[("n", &number(n.get())), ("field", &label)]);
    let tick = move |event: leptos::ev::Event| {
        let is_on = event_target_checked(&event);
        together.update(|ids| {
            ids.retain(|other| *other != id);
            ids.extend(is_on.then_some(id));
        });
    };
    view! {
        <Show when=move || n.get() != 0>
            <label class="choice">
                <input type="checkbox" prop:checked=move || together.with(|ids| ids.contains(&id)) on:change=tick/>
                <span>{words.clone()}</span>
            </label>
        </Show>
    }
}

#[component]
fn Choosing(record: RecordId, title: String) -> impl IntoView {
    let book = expect_context::<Book>();
    let toasts = use_context::<Toasts>();
    // Which conflicts there are may change while a person reads; what was chosen stays.
    let open = Memo::new(move |_| disputes(book, record));
    let chosen = RwSignal::new(Vec::<(RecordId, Chosen)>::new());
    // Of these the choice counts for all that are alike.
    let together = RwSignal::new(BTreeSet::<RecordId>::new());
    let reason = StoredValue::new(String::new());
    let busy = RwSignal::new(false);
    let failed = RwSignal::new(None::<String>);
    let total = move || open.with(Vec::len);
    let choose = Callback::new(move |(id, picked): (RecordId, Option<Chosen>)| {
        chosen.update(|chosen| {
            chosen.retain(|(other, _)| *other != id);
            chosen.extend(picked.map(|picked| (id, picked)));
        });
    });
    let done = move || {
        chosen.with(|chosen| open.with(|open| open.iter().filter(|d| of(chosen, d.id).is_some()).count()))
    };
    let standing = move || {
        fill(word!("conflict.chosen"), &[("n", &done().to_string()), ("total", &total().to_string())])
    };
    let left = move || {
        let labels: Vec<String> = open.with(|open| {
            open.iter()
                .filter(|d| !chosen.with(|chosen| of(chosen, d.id).is_some()))
                .map(Dispute::label)
                .collect()
        });
        (!labels.is_empty()).then(|| fill(word!("conflict.left"), &[("fields", &labels.join(", "))]))
    };
    let save = move |()| {
        let mut all = chosen.get_untracked();
        all.retain(|(id, _)| open.with_untracked(|open| open.iter().any(|dispute| dispute.id == *id)));
        failed.set(None);
        if all.is_empty() {
            return;
        }
        busy.set(true);
        let reason = reason.get_value();
        let view = |id| untrack(|| book.view(id));
        let mut decided = Vec::new();
        for (id, values) in &all {
            let Some(conflict) = view(*id) else { continue };
            for (other, side) in together
                .with_untracked(|ids| ids.contains(id))
                .then(|| alike(book, *id, values))
                .into_iter()
                .flatten()
            {
                decided.extend(view(other).map(|other| (other, Chosen::Side(side.code()).fields(&reason))));
            }
            decided.push((conflict, values.clone().fields(&reason)));
        }
        spawn_local(async move {
            let saved = book.resolve(decided).await;
            busy.try_set(false);
            match saved {
                Ok(()) => {
                    chosen.try_update(|chosen| chosen.retain(|(id, _)| of(&all, *id).is_none()));
                    if let Some(toasts) = toasts {
                        toasts.say(t(word!("toast.saved")));
                    }
                }
                Err(error) => drop(failed.try_set(Some(save_error_words(Kind::Conflict, &error)))),
            }
        });
    };
    let about = About {
        id: "conflict-reason".to_owned(),
        label: t(word!("conflict.reason")).to_owned(),
        help: Some(t(word!("form.optional")).to_owned()),
    };
    let call = fill(word!("conflict.call"), &[("name", t(word!("app.centre"))), ("phone", &centre_phone())]);
    let row = move |dispute: Dispute| {
        let id = dispute.id;
        let place = Signal::derive(move || {
            open.with(|open| {
                (open.iter().position(|other| other.id == id).map_or(0, |at| at + 1), open.len())
            })
        });
        let label = dispute.label();
        view! {
            <ConflictView dispute place on_choose=choose/>
            <AlikeChoice id label chosen together/>
        }
    };
    view! {
        <div class="page page-conflict">
            <p class="muted">{title}</p>
            <Heading text=t(word!("conflict.title"))/>
            <p class="lead">
                {move || if total() == 0 { t(word!("conflict.none")).to_owned() } else { count(word!("conflict.lead"), total()) }}
            </p>
            {move || failed.get().map(|words| view! { <Note look=NoteLook::Bad>{words}</Note> })}
            {move || (!may_choose(book)).then(|| view! {
                <Note look=NoteLook::Info>{t(word!("conflict.others_choose"))}</Note>
            })}
            <For
                each=move || open.get()
                key=|dispute| dispute.id
                children=row
            />
            <Show when=move || total() != 0>
                <TextField
                    about=about.clone()
                    shape=Shape::LINES
                    on_text=move |text: String| reason.set_value(text)
                />
            </Show>
            <Note look=NoteLook::Info>{call}</Note>
        </div>
        <Dock label=t(word!("nav.actions"))>
            {move || if total() == 0 || !may_choose(book) {
                view! {
                    <ButtonLink label=t(word!("not_found.home")) href=routes::HOME look="main"/>
                }.into_any()
            } else {
                view! {
                    <p>
                        <b>{standing}</b>
                        <br/>
                        <span class="muted small">{left}</span>
                    </p>
                    <Button
                        label=t(word!("conflict.save"))
                        look="main"
                        busy
                        busy_label=t(word!("button.saving")).to_owned()
                        on_press=save
                    />
                }.into_any()
            }}
        </Dock>
    }
}
