//! What a person can do with a record now. An action asks only for what it brings; one that needs
//! the network stays visible, with the reason.

use std::collections::BTreeMap;

use domain::record::Kind;
use domain::record::course::{Context, Direction};
use domain::record::field::{FieldSpec, FieldType};
use domain::role::Role;
use domain::value::Value;
use domain::word;
use domain::workflow::{self, ActionView, Refusal, actions};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::field_input::FieldInput;
use crate::components::law_link::LawLink;
use crate::components::problem_words::{objection_words, problem_line};
use crate::components::save_error::save_error_words;
use crate::components::special::{is_own_action, is_too_early, step_note};
use crate::components::value_text::{action_label, field_label, stage_label};
use crate::i18n::{by_key, fill, find_text, t};
use crate::platform::clock::now;
use crate::routes;
use crate::state::book::Book;
use crate::state::kin::{Coming, objections};
use crate::state::view::View;
use crate::ui::button::{Button, ButtonLink};
use crate::ui::field::About;
use crate::ui::next_action::NextAction;
use crate::ui::note::{Note, NoteLook};
use crate::ui::toast::Toasts;

/// The actions of a record: what is expected of this person in the thick box, every way out or back
/// quietly below it. Nothing is shown for a record that has come to its end.
#[component]
pub fn ActionPanel(
    /// The record.
    #[prop(into)]
    view: Signal<View>,
    /// Whether the page asks something else of this person.
    #[prop(optional)]
    is_wanted_elsewhere: bool,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let open = RwSignal::new(None::<ActionView>);
    let busy = RwSignal::new(false);
    let offered = Memo::new(move |before: Option<&Vec<ActionView>>| {
        // The record shows a step before the disk has it; its form stays until then, and says so.
        if let Some(before) = before.filter(|_| busy.get()) {
            return before.clone();
        }
        let role = book.me().get().role;
        view.with(|view| {
            let mut offered = actions(view.kind, &view.doc, role);
            offered.retain(|action| !is_own_action(view.kind, action.code));
            offered.retain(|action| !is_too_early(view, action.code));
            offered
        })
    });
    // Something else is to be done before the next step.
    let is_early = Memo::new(move |_| {
        let role = book.me().get().role;
        let is_early = |view: &View| {
            let offered = actions(view.kind, &view.doc, role);
            offered.iter().any(|action| is_too_early(view, action.code))
        };
        view.with(is_early)
    });
    let form_of = move |is_next: bool| {
        move || {
            let action = open.get().filter(|action| is_expected(action) == is_next)?;
            Some(view! { <ActionForm view action open busy/> })
        }
    };
    let hidden = move || open.with(Option::is_some);
    move || {
        let (kind, is_over) =
            view.with_untracked(|view| (view.kind, workflow::is_over(view.kind, &view.doc)));
        if is_over {
            return None;
        }
        let (expected, aside): (Vec<_>, Vec<_>) = offered.get().into_iter().partition(is_expected);
        let is_owner = book.me().get_untracked().role == Role::FacilityOwner;
        let top = match expected.first() {
            Some(first) => {
                let title = action_label(kind, first.code);
                let looks = std::iter::once("main").chain(std::iter::repeat(""));
                let buttons: Vec<AnyView> = expected
                    .iter()
                    .zip(looks)
                    .map(|(action, look)| offer(view, action.clone(), look, open))
                    .collect();
                let kicker = if is_owner { word!("owner.next_action") } else { word!("project.next_action") };
                view! {
                    <NextAction kicker=t(kicker) title>
                        <div class="acts" hidden=hidden>{buttons}</div>
                        {form_of(true)}
                    </NextAction>
                }
                .into_any()
            }
            None if is_wanted_elsewhere || is_early.get() => ().into_any(),
            None => {
                let words = if is_owner { word!("owner.no_action") } else { word!("project.no_action") };
                view! { <p class="no-action">{t(words)}</p> }.into_any()
            }
        };
        let below = (!aside.is_empty()).then(|| {
            let buttons: Vec<AnyView> =
                aside.into_iter().map(|action| offer(view, action, "sm", open)).collect();
            view! {
                <div class="acts" hidden=hidden>{buttons}</div>
                {form_of(false)}
            }
        });
        Some(view! { {top} {below} })
    }
}

/// What cannot be done because of the record itself is not expected now either.
fn is_expected(action: &ActionView) -> bool {
    action.direction == Direction::Forward && action.blocked.is_none()
}

fn offer(
    view: Signal<View>,
    action: ActionView,
    look: &'static str,
    open: RwSignal<Option<ActionView>>,
) -> AnyView {
    let book = expect_context::<Book>();
    let (kind, id) = view.with_untracked(|view| (view.kind, view.id));
    let label = action_label(kind, action.code);
    if makes_project(kind, &action) && book.online().get() {
        let href = routes::need_convert(id);
        return view! { <ButtonLink label href look/> }.into_any();
    }
    let is_online_only = action.is_online_only;
    let blocked = action.blocked;
    let why_not = Signal::derive(move || {
        if is_online_only && !book.online().get() {
            return Some(t(word!("sync.online_only")).to_owned());
        }
        blocked.map(by_key)
    });
    let press = move |()| open.set(Some(action.clone()));
    view! { <Button label look why_not on_press=press/> }.into_any()
}

/// An action that needs a record that does not exist yet is a page of its own.
fn makes_project(kind: Kind, action: &ActionView) -> bool {
    kind == Kind::Need
        && carried(kind, action.carries.needs).iter().any(|spec| matches!(spec.ty, FieldType::Ref(_)))
}

fn carried(kind: Kind, names: &[&str]) -> Vec<&'static FieldSpec> {
    names.iter().filter_map(|name| kind.spec().field(name)).collect()
}

#[component]
fn ActionForm(
    #[prop(into)] view: Signal<View>,
    action: ActionView,
    open: RwSignal<Option<ActionView>>,
    /// Whether the step is on its way to the disk.
    busy: RwSignal<bool>,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let toasts = use_context::<Toasts>();
    let seen = StoredValue::new(view.get_untracked());
    let (kind, stage) =
        seen.with_value(|seen| (seen.kind, workflow::stage(seen.kind, &seen.doc).unwrap_or_default()));
    let given = StoredValue::new(BTreeMap::<String, Value>::new());
    let tried = RwSignal::new(false);
    let changes = RwSignal::new(0_u32);
    let failed = RwSignal::new(None::<String>);
    let needs = carried(kind, action.carries.needs);
    let needed: Vec<&'static str> = needs.iter().map(|spec| spec.name).collect();
    let missing = move |name: &str| {
        changes.track();
        given.with_value(|given| !given.contains_key(name))
    };
    let so_far = Signal::derive(move || {
        changes.track();
        let doc = seen.with_value(|seen| seen.doc.clone());
        given.with_value(|given| given.iter().fold(doc, |doc, (field, value)| doc.with(field, value.clone())))
    });
    let ask = |spec: &'static FieldSpec, is_needed: bool| {
        let error = Signal::derive(move || {
            (is_needed && tried.get() && missing(spec.name)).then(|| {
                fill(
                    word!("form.error_line"),
                    &[("field", &field_label(kind, spec.name)), ("problem", t(word!("problem.required")))],
                )
            })
        });
        let set = Callback::new(move |value: Option<Value>| {
            given.update_value(|given| match value {
                Some(value) => drop(given.insert(spec.name.to_owned(), value)),
                None => drop(given.remove(spec.name)),
            });
            changes.update(|changes| *changes += 1);
        });
        let about = About {
            id: format!("a-{}", spec.name),
            label: field_label(kind, spec.name),
            help: find_text(&format!("help.{}.{}", kind.code(), spec.name)).map(str::to_owned),
        };
        let note = step_note(kind, spec.name, so_far);
        view! {
            <FieldInput spec about value=None error on_value=set on_leave=|()| {}/>
            {note}
        }
    };
    let fields = needs.iter().map(|spec| ask(spec, true)).collect_view();
    let others = carried(kind, action.carries.may).iter().map(|spec| ask(spec, false)).collect_view();
    let code = action.code;
    let submit = move |()| {
        tried.set(true);
        if needed.iter().any(|name| given.with_value(|given| !given.contains_key(*name))) {
            return;
        }
        // The server would refuse it for the same reason, when the person is elsewhere.
        let refused = seen.with_value(|seen| refusal(book, seen, code, &given.get_value()));
        failed.set(refused);
        if failed.with_untracked(Option::is_some) {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let done = book.act(&seen.get_value(), code, given.get_value(), None).await;
            match done {
                Ok(()) => {
                    open.try_set(None);
                    say(toasts);
                }
                Err(error) => drop(failed.try_set(Some(save_error_words(kind, &error)))),
            }
            busy.try_set(false);
        });
    };
    let detail = fill(
        word!("action.step_detail"),
        &[("from", &stage_label(kind, stage)), ("to", &stage_label(kind, action.to))],
    );
    view! {
        <div class="form action-form">
            <h3>{action_label(kind, code)}</h3>
            <p>{detail}</p>
            {action.law.map(|law| view! { <LawLink law/> })}
            {fields}
            {others}
            {move || failed.get().map(|words| view! { <Note look=NoteLook::Bad>{words}</Note> })}
            <div class="acts">
                <Button label=t(word!("button.cancel")) on_press=move |()| open.set(None)/>
                <Button
                    label=action_label(kind, code)
                    look="main"
                    busy
                    busy_label=t(word!("button.saving")).to_owned()
                    on_press=submit
                />
            </div>
        </div>
    }
}

/// Why an action is not possible on the record as it is.
pub fn refusal(book: Book, seen: &View, action: &str, given: &BTreeMap<String, Value>) -> Option<String> {
    let me = book.me().get_untracked();
    let context = Context { role: me.role, user: me.user, created_by: seen.made.by.user, today: now().day() };
    match workflow::apply(seen.kind, action, &seen.doc, given, &context) {
        Ok(sets) => {
            let mut after = seen.doc.clone();
            for (field, value) in sets {
                after.set(&field, value);
            }
            let coming = Coming {
                id: Some(seen.id),
                kind: seen.kind,
                before: &seen.doc,
                after: &after,
                action: Some(action),
            };
            objection_words(seen.kind, &objections(book, &coming))
        }
        Err(Refusal::Invalid(problems)) => {
            let sum = fill(word!("refusal.incomplete"), &[("n", &problems.len().to_string())]);
            let lines = problems.iter().map(|problem| problem_line(seen.kind, problem));
            Some(std::iter::once(sum).chain(lines).collect::<Vec<_>>().join(" · "))
        }
        Err(refusal) => Some(by_key(refusal.code())),
    }
}

fn say(toasts: Option<Toasts>) {
    if let Some(toasts) = toasts {
        toasts.say(t(word!("action.queued")));
    }
}
