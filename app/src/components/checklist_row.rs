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
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
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
#[derive(Clone, PartialEq)]
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

/// What stands in a list: the head of a group, or a paper. Both keep their place in the page while what they
/// say changes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
enum Item {
    Head(Group),
    Paper(RecordId),
}

/// What is shown, and what is folded after it.
#[derive(Clone, PartialEq, Default)]
struct Shown {
    open: Vec<Item>,
    folded: Vec<Item>,
}

fn arranged(lines: &[Line]) -> Shown {
    let of = |group: Group| {
        let of_group = lines.iter().filter(move |line| line.group == group);
        of_group.map(|line| Item::Paper(line.view.id)).collect::<Vec<_>>()
    };
    let mut good = of(Group::Good);
    let mut folded = good.split_off(good.len().min(FEW));
    folded.extend(of(Group::Idle));
    let groups = [
        (Group::Todo, of(Group::Todo)),
        (Group::Open, of(Group::Open)),
        (Group::Checking, of(Group::Checking)),
        (Group::Good, good),
    ];
    let shown = groups.into_iter().filter(|(_, items)| !items.is_empty());
    let open = shown.flat_map(|(group, items)| std::iter::once(Item::Head(group)).chain(items)).collect();
    Shown { open, folded }
}

/// All rows, group by group.
#[component]
pub fn Lines(
    /// The papers.
    lines: Memo<Vec<Line>>,
) -> impl IntoView {
    let shown = Memo::new(move |_| lines.with(|lines| arranged(lines)));
    let item = move |item: Item| match item {
        Item::Head(group) => view! { <li class="k">{head(group)}</li> }.into_any(),
        Item::Paper(id) => {
            let line =
                Memo::new(move |_| lines.with(|lines| lines.iter().find(|line| line.view.id == id).cloned()));
            view! { <Row id line/> }.into_any()
        }
    };
    let folded = move || shown.with(|shown| shown.folded.len());
    view! {
        <ul class="check">
            <For each=move || shown.get().open key=|item| *item children=item/>
        </ul>
        <Show when=move || folded() != 0>
            <Disclosure summary=move || view! { <b>{count(word!("checklist.more"), folded())}</b> }>
                <ul class="check">
                    <For each=move || shown.get().folded key=|item| *item children=item/>
                </ul>
            </Disclosure>
        </Show>
    }
}

fn head(group: Group) -> &'static str {
    match group {
        Group::Todo => t(word!("checklist.todo")),
        Group::Open => t(word!("checklist.open")),
        Group::Checking => t(word!("checklist.checking")),
        Group::Good | Group::Idle => t(word!("checklist.good")),
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
fn Row(id: RecordId, line: Memo<Option<Line>>) -> impl IntoView {
    let of = move |pick: fn(&Line) -> String| {
        Signal::derive(move || line.with(|line| line.as_ref().map(pick)).unwrap_or_default())
    };
    let status =
        Memo::new(move |_| line.with(|line| line.as_ref().map_or(PaperStatus::Missing, |line| line.status)));
    let no = of(|line| line.no.to_string());
    let label = of(|line| title_of(&line.view));
    let detail = of(|line| line.detail.clone());
    let word = of(|line| match line.is_held {
        true => t(word!("checklist.held")).to_owned(),
        false => stage_label(Kind::Paper, line.status.code()),
    });
    view! {
        <li>
            <span class="no">{no}</span>
            <div>
                <a class="hit" href=routes::record(Kind::Paper, id)>{label}</a>
                <span class="sub">{detail}</span>
                <Files about=id/>
            </div>
            <div class="cst">
                <Mark look=Signal::derive(move || look(status.get())) word/>
                <Quick line/>
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

/// The step of a paper that is waited for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Next {
    /// One press is enough.
    Press { code: &'static str, is_online_only: bool },
    /// What is to be handed in has to be there first.
    Open { code: &'static str },
}

fn next(book: Book, line: &Line) -> Option<Next> {
    if line.is_held {
        return None;
    }
    let role = book.me().get().role;
    let next = actions(Kind::Paper, &line.view.doc, role).into_iter().find(|action| {
        action.direction == Direction::Forward && action.blocked.is_none() && action.carries.needs.is_empty()
    })?;
    let code = next.code;
    Some(match refusal(book, &line.view, code, &BTreeMap::new()) {
        Some(_) => Next::Open { code },
        None => Next::Press { code, is_online_only: next.is_online_only },
    })
}

/// The way to that step; drawn anew only when it is another one.
#[component]
fn Quick(line: Memo<Option<Line>>) -> impl IntoView {
    let book = expect_context::<Book>();
    let next = Memo::new(move |_| line.with(|line| next(book, line.as_ref()?)));
    let busy = RwSignal::new(false);
    let failed = RwSignal::new(None::<String>);
    let press = move |code: &'static str| {
        let Some(seen) = line.get_untracked().map(|line| line.view) else { return };
        busy.set(true);
        spawn_local(async move {
            let done = book.act(&seen, code, BTreeMap::new(), None).await;
            busy.try_set(false);
            failed.try_set(done.err().map(|error| save_error_words(Kind::Paper, &error)));
        });
    };
    let way = move || match next.get()? {
        Next::Open { code } => {
            let id = line.with_untracked(|line| line.as_ref().map(|line| line.view.id))?;
            let label = action_label(Kind::Paper, code);
            Some(view! { <ButtonLink label href=routes::record(Kind::Paper, id) look="sm"/> }.into_any())
        }
        Next::Press { code, is_online_only } => {
            let why_not = Signal::derive(move || {
                let is_blocked = is_online_only && !book.online().get();
                is_blocked.then(|| t(word!("sync.online_only")).to_owned())
            });
            let label = action_label(Kind::Paper, code);
            Some(view! { <Button label look="sm" busy why_not on_press=move |()| press(code)/> }.into_any())
        }
    };
    view! {
        {way}
        {move || failed.get().map(|words| view! { <Note look=NoteLook::Bad>{words}</Note> })}
    }
}
