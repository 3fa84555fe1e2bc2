//! The rules of industrial promotion: norms, deadlines, choosing, settling, money, voting, alerts.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop at once")]

mod alert;
mod calendar;
mod checklist;
mod checks;
mod gates;
mod jury;
mod ledger;
mod norm;
mod proposals;
mod ranking;
mod score_sheet;
mod similar;
mod words;

use chrono::NaiveDate;
use domain::formats::date;
use domain::id::{RecordId, UserId};
use uuid::Uuid;

/// A day as people write it.
fn day(text: &str) -> NaiveDate {
    date::parse(text).unwrap()
}

fn record(n: u128) -> RecordId {
    RecordId(Uuid::from_u128(n))
}

fn user(n: u128) -> UserId {
    UserId(Uuid::from_u128(n))
}
