//! Originals of several papers handed over at once: a unit brings its dossier in one folder, and writes once who took it.

use std::collections::BTreeMap;

use domain::id::RecordId;
use domain::record::Kind;
use domain::value::Value;
use domain::word;
use domain::workflow::actions;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::action_panel::refusal;
use crate::components::checklist_row::{Group, Line};
use crate::components::field_input::FieldInput;
use crate::components::save_error::save_error_words;
use crate::components::titles::title_of;
use crate::components::value_text::field_label;
use crate::i18n::{count, t};
use crate::state::book::Book;
use crate::state::deeds::acting;
use crate::ui::button::Button;
use crate::ui::choice::{Choice, ChoiceItem, ChoiceMode};
use crate::ui::disclosure::Disclosure;
use crate::ui::field::About;
use crate::ui::fresh_id;
use crate::ui::note::{Note, NoteLook};
use crate::ui::toast::Toasts;

/// The step of a paper that hands it in.
const PROVIDE: &str = "provide";
/// What is written once for all of them.
const HANDED: [&str; 2] = ["handed_to", "handed_on"];

type Given = BTreeMap<String, Value>;

/// The form, folded; nothing while there are not several papers that this person hands in.
#[component]
pub fn HandOver(
    /// The papers of one list.
    lines: Memo<Vec<Line>>,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let open = Memo::new(move |_| {
        let role = book.me().get().role;
        let may_provide = |line: &&Line| {
            let steps = actions(Kind::Paper, &line.view.doc, role);
            let is_wanted = matches!(line.group, Group::Todo | Group::Open) && !line.is_held;
            is_wanted && steps.iter().any(|step| step.code == PROVIDE && step.blocked.is_none())
        };
        lines.with(|lines| lines.iter().filter(may_provide).map(|line| line.view.id).collect::<Vec<_>>())
    });
    // What was written of the folder stays while papers come and go.
    let given = RwSignal::new(Given::new());
    let form = move || {
        let papers = open.get();
        (papers.len() > 1).then(|| view! { <Form papers given/> })
    };
    view! { {form} }
}

#[component]
fn Form(papers: Vec<RecordId>, given: RwSignal<Given>) -> impl IntoView {
    let book = expect_context::<Book>();
    let toasts = use_context::<Toasts>();
    let chosen = RwSignal::new(Vec::<String>::new());
    let failed = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let n = papers.len();
    // Lists of several steps may be open at once.
    let place = fresh_id("hand");
    let items = papers.into_iter().filter_map(|id| untrack(|| book.view(id))).map(|paper| ChoiceItem {
        value: paper.id.to_string(),
        label: title_of(&paper),
        sub: None,
    });
    let items: Vec<ChoiceItem> = items.collect();
    let inputs = HANDED.into_iter().filter_map(|name| Kind::Paper.spec().field(name)).map(|spec| {
        let label = field_label(Kind::Paper, spec.name);
        let about = About { id: format!("{place}-{}", spec.name), label, help: None };
        let set = Callback::new(move |value: Option<Value>| {
            given.update(|given| match value {
                Some(value) => drop(given.insert(spec.name.to_owned(), value)),
                None => drop(given.remove(spec.name)),
            });
        });
        let value = given.with_untracked(|given| given.get(spec.name).cloned());
        view! { <FieldInput spec about value on_value=set on_leave=|()| {}/> }
    });
    let inputs = inputs.collect_view();
    let press = move |()| {
        let given = given.get_untracked();
        let ids = chosen.get_untracked().into_iter().filter_map(|id| id.parse().ok());
        let papers: Vec<_> = ids.filter_map(|id| untrack(|| book.view(id))).collect();
        let refused = papers.iter().find_map(|paper| {
            let words = refusal(book, paper, PROVIDE, &given)?;
            Some(format!("{}: {words}", title_of(paper)))
        });
        let refused =
            refused.or_else(|| papers.is_empty().then(|| t(word!("checklist.hand_none")).to_owned()));
        failed.set(refused);
        if failed.with_untracked(Option::is_some) {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let n = papers.len();
            let deeds = papers.iter().map(|paper| acting(paper, PROVIDE, given.clone())).collect();
            let done = book.perform(deeds).await;
            busy.try_set(false);
            if let (Ok(()), Some(toasts)) = (&done, toasts) {
                toasts.say(count(word!("checklist.handed_over"), n));
            }
            failed.try_set(done.err().map(|error| save_error_words(Kind::Paper, &error)));
        });
    };
    let which = About { id: place.clone(), label: t(word!("checklist.hand_which")).to_owned(), help: None };
    view! {
        <Disclosure class="groups" summary=move || view! { <b>{count(word!("checklist.hand_over"), n)}</b> }>
            <div class="form">
                <Choice
                    about=which
                    items
                    chosen=Vec::new()
                    mode=ChoiceMode::Many
                    on_pick=move |ids| chosen.set(ids)
                />
                {inputs}
                {move || failed.get().map(|words| view! { <Note look=NoteLook::Bad>{words}</Note> })}
                <div class="acts"><Button label=t(word!("checklist.hand_press")) look="main" busy on_press=press/></div>
            </div>
        </Disclosure>
    }
}
