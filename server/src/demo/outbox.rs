//! Sorts what happened into pushes, as devices send: several days of work at once, but never past
//! something that another person did to the same facility meanwhile.

use std::collections::BTreeMap;

use domain::clock::Millis;
use domain::sync::exchange::MAX_PUSH;

use super::accounts::Actor;
use super::calendar::Day;
use super::script::{Deed, Event};

/// Days a device collects.
const DAYS: i64 = 5;
/// What is younger than this went out at once: its times are looked at closely.
const RECENT_DAYS: i64 = 7;
const MINUTE: i64 = 60_000;

/// The events of one push, and when the server took it.
#[derive(Debug)]
pub struct Batch {
    pub actor: &'static Actor,
    pub events: Vec<Event>,
    pub now: Millis,
}

/// The pushes in the order in which they arrive.
pub fn batches(events: Vec<Event>, now: Millis) -> Vec<Batch> {
    let mut outbox = Outbox { today: Day::of(now), waiting: BTreeMap::new(), sent: Vec::new() };
    for event in events {
        outbox.send_due(event.at);
        outbox.send_related(&event);
        let waiting = outbox.waiting.entry(event.actor.login).or_default();
        waiting.push(event);
    }
    outbox.send_due(Millis(i64::MAX));
    for batch in &mut outbox.sent {
        batch.now = batch.now.min(now);
    }
    outbox.sent
}

struct Outbox {
    today: Day,
    waiting: BTreeMap<&'static str, Vec<Event>>,
    sent: Vec<Batch>,
}

impl Outbox {
    /// When a device goes online at the latest.
    fn due(&self, events: &[Event]) -> Option<Millis> {
        let first = events.first()?;
        let day = Day::of(first.at);
        let is_recent = self.today.minus(RECENT_DAYS) < day;
        Some(if is_recent { first.at + MINUTE } else { day.plus(DAYS).at(18, 0) })
    }

    fn send_due(&mut self, at: Millis) {
        let due = self.waiting.iter().filter_map(|(login, events)| Some((self.due(events)?, *login)));
        let mut due: Vec<_> = due.filter(|(due, _)| *due < at).collect();
        due.sort();
        for (due, login) in due {
            self.send(login, due);
        }
    }

    /// Sends what has to be known before this event, and what there is no more room beside.
    fn send_related(&mut self, event: &Event) {
        let is_before = |login: &str, waiting: &[Event]| {
            if login != event.actor.login {
                return waiting.iter().any(|other| other.family == event.family);
            }
            // The version of an own edit is known only once it was sent.
            let rewrites = matches!(event.deed, Deed::Edit(_));
            waiting.len() == MAX_PUSH || rewrites && waiting.iter().any(|own| own.record == event.record)
        };
        let related = self.waiting.iter().filter(|(login, waiting)| is_before(login, waiting));
        let related: Vec<_> = related.map(|(login, _)| *login).collect();
        for login in related {
            self.send(login, event.at);
        }
    }

    fn send(&mut self, login: &'static str, now: Millis) {
        let Some(events) = self.waiting.remove(login) else { return };
        let Some(actor) = events.first().map(|event| event.actor) else { return };
        self.sent.push(Batch { actor, events, now });
    }
}
