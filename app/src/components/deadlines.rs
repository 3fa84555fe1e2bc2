//! Deadlines of the calendar on “Việc hôm nay”, for the offices that keep them: the next month, the nearest first.

use chrono::NaiveDate;
use domain::calendar::{DEADLINES, DeadlineRule, Term, Urgency, remind, upcoming};
use domain::role::Role;
use domain::word;
use domain::words::Word;
use leptos::prelude::*;

use crate::components::law_link::source_words;
use crate::components::titles::capital;
use crate::i18n::{fill, short_day, t, until};
use crate::platform::clock::now;
use crate::routes;
use crate::state::book::Book;
use crate::state::reference::deadlines;
use crate::ui::list_row::ListRow;
use crate::ui::mark::{Mark, MarkLook};
use crate::ui::section_head::Section;

/// How far ahead a deadline is told at all.
const AHEAD_DAYS: i64 = 31;

/// Whom a deadline of the calendar concerns, what it is called, and where its work is done.
fn told(term: Term, role: Role) -> Option<(Word, &'static str)> {
    let is_centre = role == Role::CentreStaff;
    let is_department = matches!(role, Role::DepartmentStaff | Role::DepartmentLeader);
    match term {
        Term::PlanDossier if is_centre => Some((word!("home.deadline_plan_dossier"), routes::PROJECTS)),
        Term::PlanRegistration if is_department => {
            Some((word!("home.deadline_plan_registration"), routes::PLANS))
        }
        Term::MonthlyReport if is_centre || is_department => {
            Some((word!("home.deadline_monthly_report"), routes::PROJECTS))
        }
        Term::CommuneReport if is_centre || role == Role::CommuneOfficer => {
            Some((word!("home.deadline_commune_report"), routes::NEED_COUNTS))
        }
        // Last year's contracts, and those of this year that end with it.
        Term::Liquidation if is_centre || role == Role::Finance => {
            Some((word!("home.deadline_liquidation"), routes::PROJECTS))
        }
        Term::PlanDossier
        | Term::PlanRegistration
        | Term::MonthlyReport
        | Term::CommuneReport
        | Term::SettlementDossier
        | Term::Liquidation
        | Term::Complaint
        | Term::ComplaintAnswer
        | Term::RegionalVoting
        | Term::Certificate => None,
    }
}

/// The section; nothing when no deadline is near.
#[component]
pub fn Deadlines(
    /// Whose.
    role: Role,
) -> impl IntoView {
    let today = now().day();
    let entered = deadlines(expect_context::<Book>());
    let rules = if entered.is_empty() { DEADLINES.to_vec() } else { entered };
    let mut near: Vec<(NaiveDate, &DeadlineRule)> = rules
        .iter()
        .filter_map(|rule| Some((upcoming(rule.span, today)?, rule)))
        .filter(|(due, rule)| (*due - today).num_days() <= AHEAD_DAYS && told(rule.term, role).is_some())
        .collect();
    domain::ordering::sort_by_key(&mut near, |(due, _)| *due);
    if near.is_empty() {
        return None;
    }
    let rows: Vec<AnyView> = near
        .into_iter()
        .filter_map(|(due, rule)| {
            let (words, href) = told(rule.term, role)?;
            let look = match remind(due, today, rule.notice).urgency {
                Urgency::Quiet => MarkLook::TODO,
                Urgency::Soon | Urgency::Due | Urgency::Overdue => MarkLook::DUE,
            };
            let source = (!rule.source.legal_ref.is_empty())
                .then(|| fill(word!("home.deadline_by"), &[("source", &source_words(&rule.source))]));
            Some(
                view! {
                    <ListRow
                        href=href
                        margin=(short_day(due), String::new())
                        title=move || t(words)
                        state=move || view! { <Mark look word=capital(&until(due, today))/> }
                    >
                        <span class="line muted">{source}</span>
                    </ListRow>
                }
                .into_any(),
            )
        })
        .collect();
    Some(view! { <Section title=t(word!("home.deadlines"))><ul class="rows">{rows}</ul></Section> })
}
