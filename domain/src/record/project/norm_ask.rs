//! What a project asks of the norms: activity, part, money and the day of its approval.

use chrono::NaiveDate;

use super::lists::Funding;
use crate::norm::{Ask, NormCase, NormItem};
use crate::record::field::Choice;
use crate::record::need::Activity;
use crate::record::rule::{day, number};
use crate::value::Document;

/// The question, once activity, money and cost are known. Before the approval the norm of today holds.
pub fn norm_ask(project: &Document, today: NaiveDate) -> Option<Ask> {
    Some(Ask {
        activity: project.text("activity").and_then(Activity::from_code)?,
        item: project.text("norm_item").and_then(NormItem::from_code).unwrap_or(NormItem::Main),
        case: project.text("norm_case").and_then(NormCase::from_code).unwrap_or(NormCase::Single),
        funding: project.text("funding").and_then(Funding::from_code)?,
        approved_on: day(project, "decision_date").unwrap_or(today),
        eligible_cost_vnd: number(project, "eligible_cost")
            .or_else(|| number(project, "total_investment"))?,
    })
}
