//! Projects that fall behind: no report of the month by the 25th, a settlement dossier that is late.

use domain::alert::project_alerts;
use domain::record::Kind;
use domain::record::project::pace::pace;
use domain::record::reference::threshold::alert_rules;
use domain::role::Role;
use domain::word;
use leptos::prelude::*;

use crate::components::show_more::ShowMore;
use crate::components::titles::title_of;
use crate::i18n::{count, lang, t};
use crate::pages::project_form::beneficiary;
use crate::platform::clock::now;
use crate::routes;
use crate::state::book::Book;
use crate::state::kin::InBook;
use crate::state::view::View;
use crate::ui::list_row::ListRow;
use crate::ui::mark::{Mark, MarkLook};
use crate::ui::section_head::Section;

/// Rows that are shown at first.
const ROWS: usize = 6;

/// A project and what it is behind with.
#[derive(Clone, PartialEq)]
struct Late {
    view: View,
    words: String,
}

/// The section of “Việc hôm nay” for who carries projects out and who looks after them.
#[component]
pub fn LateProjects() -> impl IntoView {
    let book = expect_context::<Book>();
    let role = book.me().get_untracked().role;
    if !matches!(role, Role::CentreStaff | Role::DepartmentStaff | Role::DepartmentLeader) {
        return None;
    }
    let late = Memo::new(move |_| late(book));
    let shown = RwSignal::new(ROWS);
    let rows =
        move || late.get().into_iter().take(shown.get()).map(|late| view! { <Row late/> }).collect_view();
    Some(view! {
        <Show when=move || !late.with(Vec::is_empty)>
            <Section
                title=t(word!("late.title"))
                aside=move || view! { <span class="muted">{count(word!("list.count_projects"), late.with(Vec::len))}</span> }
            >
                <ul class="rows">{rows}</ul>
                <ShowMore total=Signal::derive(move || late.with(Vec::len)) limit=shown/>
            </Section>
        </Show>
    })
}

fn late(book: Book) -> Vec<Late> {
    let today = now().day();
    let rules = alert_rules(today, &InBook(book));
    let reports = book.scan(Kind::ProgressReport, Some);
    book.scan(Kind::Project, |view| {
        let own =
            reports.iter().filter(|report| domain::record::parent(report.kind, &report.doc) == Some(view.id));
        let own: Vec<_> = own.map(|report| report.doc.clone()).collect();
        let alerts = project_alerts(&pace(&view.doc, &own), today, &rules);
        let words: Vec<String> = alerts.into_iter().map(|alert| alert.message(lang())).collect();
        (!words.is_empty()).then(|| Late { words: words.join(" · "), view })
    })
}

#[component]
fn Row(late: Late) -> impl IntoView {
    let book = expect_context::<Book>();
    let title = title_of(&late.view);
    let who = untrack(|| beneficiary(book, &late.view));
    view! {
        <ListRow
            href=routes::project(late.view.id)
            title=move || title.clone()
            state=|| view! { <Mark look=MarkLook::DUE word=t(word!("late.mark"))/> }
        >
            <span class="line">{late.words}</span>
            <span class="line muted">{who}</span>
        </ListRow>
    }
}
