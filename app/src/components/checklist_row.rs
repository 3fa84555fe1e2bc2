//! The rows of a checklist: what is to be done stands first, what is good is folded after a few.

use std::collections::BTreeMap;

use domain::id::RecordId;
use domain::record::Kind;
use domain::record::course::Direction;
use domain::settlement::checklist::PaperStatus;
use domain::word;
use domain::workflow::actions;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::action_panel::refusal;
use crate::components::file_words::what;
use crate::components::save_error::save_error_words;
use crate::components::titles::title_of;
use crate::components::value_text::{action_label, stage_label};
use crate::i18n::{count, t};
use crate::routes;
use crate::state::book::Book;
use crate::state::view::View;
use crate::ui::button::{Button, ButtonLink};
use crate::ui::disclosure::Disclosure;
use crate::ui::mark::{Mark, MarkLook};
use crate::ui::note::{Note, NoteLook};

/// Good papers that are shown before the rest is folded.
const FEW: usize = 3;

/// Where a paper stands in the list.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Group {
    /// Missing or sent back.
    Todo,
    /// Nobody has said whether it is needed.
    Open,
    /// Handed in, not looked at.
    Checking,
    /// Good, or done without.
    Good,
    /// Not needed here.
    Idle,
}

impl Group {
    /// The group of a paper.
    pub fn of(status: PaperStatus, is_required: Option<bool>) -> Self {
        match (status, is_required) {
            (PaperStatus::Returned, _) | (PaperStatus::Missing, Some(true)) => Self::Todo,
            (PaperStatus::Missing, None) => Self::Open,
            (PaperStatus::Provided, _) => Self::Checking,
            (PaperStatus::Verified | PaperStatus::Waived, _) => Self::Good,
            (PaperStatus::NotApplicable, _) | (PaperStatus::Missing, Some(false)) => Self::Idle,
        }
    }

    /// Whether its papers have a cell.
    pub fn is_asked(self) -> bool {
        match self {
            Self::Todo | Self::Open | Self::Checking | Self::Good => true,
            Self::Idle => false,
        }
    }
}

/// A paper as a row.
#[derive(Clone)]
pub struct Line {
    /// Place in the list.
    pub no: i64,
    /// What it looks like.
    pub status: PaperStatus,
    /// Where it stands.
    pub group: Group,
    /// Whether the book has it from elsewhere.
    pub is_held: bool,
    /// Reasons, number and date, form.
    pub detail: String,
    /// The paper.
    pub view: View,
}

/// All rows, group by group.
#[component]
pub fn Lines(
    /// The papers.
    lines: Vec<Line>,
) -> impl IntoView {
    let of = |group: Group| lines.iter().filter(|line| line.group == group).cloned().collect::<Vec<_>>();
    let mut good = of(Group::Good);
    let mut rest = good.split_off(good.len().min(FEW));
    rest.extend(of(Group::Idle));
    let more = rest.len();
    let heads = [
        (t(word!("checklist.todo")), of(Group::Todo)),
        (t(word!("checklist.open")), of(Group::Open)),
        (t(word!("checklist.checking")), of(Group::Checking)),
        (t(word!("checklist.good")), good),
    ];
    let groups = heads.into_iter().filter(|(_, lines)| !lines.is_empty()).map(|(head, lines)| {
        view! {
            <li class="k">{head}</li>
            {lines.into_iter().map(|line| view! { <Row line/> }).collect_view()}
        }
    });
    view! {
        <ul class="check">{groups.collect_view()}</ul>
        {(more > 0).then(|| view! {
            <Disclosure summary=move || view! { <b>{count(word!("checklist.more"), more)}</b> }>
                <ul class="check">{rest.into_iter().map(|line| view! { <Row line/> }).collect_view()}</ul>
            </Disclosure>
        })}
    }
}

fn look(status: PaperStatus) -> MarkLook {
    match status {
        PaperStatus::Missing => MarkLook::TODO,
        PaperStatus::Provided => MarkLook::DOING,
        PaperStatus::Returned => MarkLook { icon: "ret", class: "bad box" },
        PaperStatus::Verified | PaperStatus::Waived => MarkLook::DONE,
        PaperStatus::NotApplicable => MarkLook::BLOCKED,
    }
}

#[component]
fn Row(line: Line) -> impl IntoView {
    let Line { no, status, is_held, detail, view, .. } = line;
    let word =
        if is_held { t(word!("checklist.held")).to_owned() } else { stage_label(Kind::Paper, status.code()) };
    let label = title_of(&view);
    let href = routes::record(Kind::Paper, view.id);
    view! {
        <li>
            <span class="no">{no}</span>
            <div>
                <a class="hit" href=href>{label}</a>
                <span class="sub">{detail}</span>
                <Files about=view.id/>
            </div>
            <div class="cst">
                <Mark look=look(status) word=word/>
                {(!is_held).then(|| view! { <Quick view/> })}
            </div>
        </li>
    }
}

/// What was photographed or attached, to be opened.
#[component]
fn Files(about: RecordId) -> impl IntoView {
    let files = expect_context::<Book>().attachments(about);
    move || {
        let files = files.get();
        let links = files.iter().map(|file| {
            let href = routes::record(Kind::Attachment, file.id);
            view! { <a class="hit" href=href>{what(file)}</a> " " }
        });
        (!files.is_empty()).then(|| view! { <span class="sub">{links.collect_view()}</span> })
    }
}

/// The step that is waited for, when one press is enough.
#[component]
fn Quick(view: View) -> impl IntoView {
    let book = expect_context::<Book>();
    let role = book.me().get_untracked().role;
    let offered = actions(Kind::Paper, &view.doc, role);
    let next = offered.into_iter().find(|action| {
        action.direction == Direction::Forward && action.blocked.is_none() && action.carries.needs.is_empty()
    })?;
    let busy = RwSignal::new(false);
    let failed = RwSignal::new(None::<String>);
    // What is to be handed in has to be there first.
    if refusal(book, &view, next.code, &BTreeMap::new()).is_some() {
        let label = action_label(Kind::Paper, next.code);
        let href = routes::record(Kind::Paper, view.id);
        return Some(view! { <ButtonLink label href look="sm"/> }.into_any());
    }
    let seen = StoredValue::new(view);
    let why_not = Signal::derive(move || {
        let is_blocked = next.is_online_only && !book.online().get();
        is_blocked.then(|| t(word!("sync.online_only")).to_owned())
    });
    let code = next.code;
    let press = move |()| {
        busy.set(true);
        spawn_local(async move {
            let done = book.act(&seen.get_value(), code, BTreeMap::new(), None).await;
            busy.try_set(false);
            if let Err(error) = done {
                failed.try_set(Some(save_error_words(Kind::Paper, &error)));
            }
        });
    };
    let content = view! {
        <Button label=action_label(Kind::Paper, code) look="sm" busy why_not on_press=press/>
        {move || failed.get().map(|words| view! { <Note look=NoteLook::Bad>{words}</Note> })}
    };
    Some(content.into_any())
}
