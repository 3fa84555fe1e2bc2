//! A form as pages: one group of questions each, then “Kiểm tra lại”. Which one is open stands in
//! the address, so that a killed tab comes back to the same place.

use domain::id::RecordId;
use domain::record::Kind;
use domain::word;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};

use crate::components::check_answers::CheckAnswers;
use crate::components::drafts::DropDraft;
use crate::components::form_state::FormState;
use crate::components::page_frame::{Page, StatusLine};
use crate::components::problem_words::{problem_field, problem_line};
use crate::components::record_form::{Asked, RecordForm, field_id};
use crate::components::value_text::group_label;
use crate::i18n::{by_key, fill, t};
use crate::state::update::Update;
use crate::ui::button::{Button, ButtonLink};
use crate::ui::dock::Dock;
use crate::ui::error_summary::{ErrorLink, ErrorSummary, Focus};
use crate::ui::icon::Icon;
use crate::ui::mark::{Mark, MarkLook};
use crate::ui::progress::Progress;
use crate::ui::shell::Heading;

/// What a form is for.
#[derive(Clone)]
pub struct Plan {
    /// Kind of the record.
    pub kind: Kind,
    /// Who fills it in.
    pub asked: Asked,
    /// Address of the form.
    pub path: String,
    /// The way out: address and name of that place.
    pub back: (String, String),
    /// What the form is called.
    pub title: String,
    /// Words of the main button of the last page.
    pub finish: String,
    /// Whether the main button needs a complete record, or saves what there is.
    pub demand: Demand,
    /// The record it edits; none while it is being made.
    pub of: Option<RecordId>,
}

/// What the main button of the last page needs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Demand {
    /// Valid values; what is missing may follow later.
    ValidSoFar,
    /// A complete record.
    Complete,
}

/// What a person pressed on the last page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Finish {
    /// Save what there is.
    Save,
    /// Save and hand in.
    Submit,
}

const STEP: &str = "g";
const CHECK: &str = "check";

impl Plan {
    fn groups(&self) -> Vec<&'static str> {
        self.asked.groups(self.kind)
    }

    fn group_href(&self, group: &str) -> String {
        // The address of a new record may name the one it belongs to.
        let mark = if self.path.contains('?') { '&' } else { '?' };
        format!("{}{mark}{STEP}={group}", self.path)
    }

    /// Where a field is asked.
    pub fn field_href(&self, field: &str) -> String {
        let group = self.kind.spec().field(field).map_or("", |spec| spec.group);
        format!("{}#{}", self.group_href(group), field_id(field))
    }

    fn check_href(&self) -> String {
        self.group_href(CHECK)
    }
}

/// The pages.
#[component]
pub fn FormPages(
    /// What the form is for.
    plan: Plan,
    /// The form.
    form: FormState,
    /// Whether the record is being written.
    busy: Signal<bool>,
    /// A person pressed a button of the last page, and nothing is in the way.
    #[prop(into)]
    on_finish: Callback<Finish>,
    /// Why the record could not be written.
    #[prop(into)]
    failed: Signal<Option<String>>,
    /// What stands above the questions of the first group.
    #[prop(into, optional)]
    lead: ViewFn,
) -> impl IntoView {
    // A new version waits until the form is left.
    if let Some(update) = use_context::<Update>() {
        update.hold();
        on_cleanup(move || update.free());
    }
    let query = use_query_map();
    let groups = plan.groups();
    let step = Memo::new(move |_| query.with(|query| query.get(STEP)));
    let lead = StoredValue::new(lead);
    let shown = StoredValue::new(plan.clone());
    let path = plan.path.clone();
    let body = move |(_, wanted): (String, Option<String>)| {
        let plan = shown.get_value();
        if groups.is_empty() {
            return view! { <NotAllowed plan/> }.into_any();
        }
        if wanted.as_deref() == Some(CHECK) {
            return view! { <CheckAnswers plan form busy failed on_finish/> }.into_any();
        }
        let at = groups.iter().position(|group| wanted.as_deref() == Some(*group)).unwrap_or(0);
        let above = if at == 0 { lead.get_value() } else { ViewFn::default() };
        view! { <GroupPage plan form at lead=above/> }.into_any()
    };
    // Keyed, so that no field takes over the control of another group with what was typed there.
    view! {
        <Page title=plan.title.clone() back=plan.back.clone() line=StatusLine::Draft(form)>
            <For each=move || [(path.clone(), step.get())] key=Clone::clone children=body.clone()/>
        </Page>
    }
}

/// An address that leads to a form of which this person may write nothing.
#[component]
fn NotAllowed(plan: Plan) -> impl IntoView {
    view! {
        <div class="page">
            <Heading text=plan.title/>
            <p class="lead">{t(word!("refusal.wrong_role"))}</p>
            <div class="acts">
                <ButtonLink label=plan.back.1 href=plan.back.0 icon="back"/>
            </div>
        </div>
    }
}

#[component]
fn GroupPage(plan: Plan, form: FormState, at: usize, #[prop(into)] lead: ViewFn) -> impl IntoView {
    let groups = plan.groups();
    let kind = plan.kind;
    let group = groups.get(at).copied().unwrap_or_default();
    let fields = plan.asked.fields(kind, group);
    let navigate = use_navigate();
    let next = groups.get(at + 1).map_or_else(|| plan.check_href(), |group| plan.group_href(group));
    let main_label = match groups.get(at + 1) {
        Some(_) => fill(plan.asked.words().next, &[("n", &(at + 2).to_string())]),
        None => t(word!("check.title")).to_owned(),
    };
    let names: Vec<&'static str> = fields.iter().map(|spec| spec.name).collect();
    let go_on = move |()| {
        form.flush();
        navigate(&next, NavigateOptions::default());
    };
    let before = at.checked_sub(1).and_then(|before| groups.get(before)).map(|before| {
        let label = fill(plan.asked.words().before, &[("n", &at.to_string())]);
        view! { <ButtonLink label href=plan.group_href(before)/> }
    });
    let subtitle = plan.title.clone();
    let back = plan.back.0.clone();
    view! {
        <div class="page page-form">
            <p class="muted">{subtitle}</p>
            <Heading text=group_label(kind, group)/>
            <GroupList plan=plan.clone() form at/>
            {move || lead.run()}
            {move || form.was_tried().then(|| summary(&plan, form, &names))}
            <RecordForm form fields/>
            <DropDraft form back/>
        </div>
        <Dock label=t(word!("nav.actions"))>
            {before}
            <Button label=main_label look="main" on_press=go_on/>
        </Dock>
    }
}

/// The problems of some fields, when there are any.
fn summary(plan: &Plan, form: FormState, names: &[&'static str]) -> Option<AnyView> {
    let problems = form.problems();
    let links: Vec<ErrorLink> = problems
        .iter()
        .filter(|problem| names.contains(&problem_field(problem)))
        .map(|problem| ErrorLink {
            href: plan.field_href(problem_field(problem)),
            words: problem_line(plan.kind, problem),
        })
        .collect();
    if links.is_empty() {
        return None;
    }
    let title = fill(word!("form.errors_title"), &[("n", &links.len().to_string())]);
    Some(
        view! { <ErrorSummary title problems=links safe=t(word!("form.errors_kept")) focus=Focus::Left/> }
            .into_any(),
    )
}

/// “Nhóm 2/7”, and the list of groups with their states.
#[component]
fn GroupList(plan: Plan, form: FormState, at: usize) -> impl IntoView {
    let groups = plan.groups();
    let count = groups.len();
    let numbers = [("n", (at + 1).to_string()), ("total", count.to_string())];
    let params: Vec<(&str, &str)> = numbers.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let all = u32::try_from(count).unwrap_or(u32::MAX);
    let done = u32::try_from(at + 1).unwrap_or(u32::MAX);
    let place = fill(plan.asked.words().place, &params);
    let items = groups
        .into_iter()
        .enumerate()
        .map(|(index, group)| {
            let href = plan.group_href(group);
            let fields: Vec<&'static str> =
                plan.asked.fields(plan.kind, group).iter().map(|spec| spec.name).collect();
            let state = Memo::new(move |_| group_state(form, &fields));
            view! {
                <li>
                    <a href=href aria-current=(index == at).then_some("step")>
                        <span>{format!("{}. {}", index + 1, group_label(plan.kind, group))}</span>
                        <Mark
                            look=Signal::derive(move || state.get().look())
                            word=Signal::derive(move || by_key(state.get().key()))
                        />
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <details class="groups">
            <summary>
                <b>{place}</b>
                <Progress done all label=fill(word!("form.group_of_label"), &params)/>
                <span class="muted tab-only">{t(word!("form.see_groups"))}</span>
                <span class="chev">
                    <Icon name="down"/>
                </span>
            </summary>
            <ol class="rows">{items}</ol>
        </details>
    }
}

/// How far a group is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum GroupState {
    Todo,
    Doing,
    Done,
}

impl GroupState {
    fn look(self) -> MarkLook {
        match self {
            Self::Todo => MarkLook::TODO,
            Self::Doing => MarkLook::DOING,
            Self::Done => MarkLook::DONE,
        }
    }

    fn key(self) -> &'static str {
        match self {
            Self::Todo => "work.todo",
            Self::Doing => "work.doing",
            Self::Done => "work.done",
        }
    }
}

fn group_state(form: FormState, fields: &[&'static str]) -> GroupState {
    let doc = form.document();
    if fields.iter().all(|field| doc.get(field).is_none()) {
        return GroupState::Todo;
    }
    if form.problems().iter().any(|problem| fields.contains(&problem_field(problem))) {
        return GroupState::Doing;
    }
    GroupState::Done
}
