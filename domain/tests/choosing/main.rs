//! From registering to the plan: commitments, gates read from records, sheets, rounds, plans.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop at once")]

mod candidates;
mod findings;
mod needs;
mod plans;
mod publishing;
mod rounds;
mod sheets;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::id::RecordId;
use domain::record::family::{Kin, Subject};
use domain::record::{Kind, parent};
use domain::value::Document;
use uuid::Uuid;

const TODAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();

fn record(n: u128) -> RecordId {
    RecordId(Uuid::from_u128(n))
}

fn id(n: u128) -> String {
    record(n).to_string()
}

/// A book in memory.
#[derive(Default)]
struct Book(BTreeMap<RecordId, (Kind, Document)>);

impl Book {
    fn with(mut self, n: u128, kind: Kind, doc: Document) -> Self {
        self.0.insert(record(n), (kind, doc));
        self
    }

    /// What the kin say against a record becoming this, by a step or an edit.
    fn objections(self, n: u128, kind: Kind, after: &Document, action: Option<&str>) -> Vec<String> {
        self.objections_to(n, kind, after, action, None)
    }

    /// The same, of somebody with this name.
    fn objections_to(
        mut self,
        n: u128,
        kind: Kind,
        after: &Document,
        action: Option<&str>,
        by: Option<&str>,
    ) -> Vec<String> {
        let before = self.0.get(&record(n)).map(|(_, doc)| doc.clone()).unwrap_or_default();
        self.0.insert(record(n), (kind, after.clone()));
        let subject =
            Subject { id: record(n), before: &before, after, action, today: TODAY, by, account: None };
        let rules = kind.spec().family.unwrap();
        let found = (rules.check)(&subject, &self);
        found.iter().map(|problem| format!("{} {}", problem.field, problem.code.code())).collect()
    }
}

impl Book {
    /// What follows for the kin from a step that is in effect.
    fn consequences(&mut self, n: u128, kind: Kind, after: &Document, action: &str) {
        let before = self.0.insert(record(n), (kind, after.clone())).unwrap().1;
        let subject = Subject {
            id: record(n),
            before: &before,
            after,
            action: Some(action),
            today: TODAY,
            by: None,
            account: None,
        };
        for (id, sets) in (kind.spec().family.unwrap().consequences)(&subject, self) {
            let doc = &mut self.0.get_mut(&id).unwrap().1;
            sets.into_iter().for_each(|(field, value)| doc.set(&field, value));
        }
    }
}

impl Kin for Book {
    fn get(&self, id: RecordId) -> Option<(Kind, Document)> {
        self.0.get(&id).cloned()
    }

    fn children(&self, of: RecordId, kind: Kind) -> Vec<(RecordId, Document)> {
        let all =
            self.0.iter().filter(|(_, (of_kind, doc))| *of_kind == kind && parent(kind, doc) == Some(of));
        all.map(|(id, (_, doc))| (*id, doc.clone())).collect()
    }

    fn all(&self, kind: Kind) -> Vec<(RecordId, Document)> {
        let all = self.0.iter().filter(|(_, (of_kind, _))| *of_kind == kind);
        all.map(|(id, (_, doc))| (*id, doc.clone())).collect()
    }
}

/// A round with the usual weights.
fn round(stage: &str) -> Document {
    let weights =
        [("c1", 15), ("c2", 15), ("c3", 20), ("c4", 15), ("c5", 15), ("c6", 10), ("c7", 5), ("c8", 5)];
    let doc = Document::default()
        .with("title", "Đợt 1/2027")
        .with("year", 2027)
        .with("funding", "local")
        .with("budget", 1_300_000_000_i64)
        .with("stage", stage);
    weights.into_iter().fold(doc, |doc, (field, points)| doc.with(field, points))
}

fn need() -> Document {
    Document::default()
        .with("facility", id(1))
        .with("activity", "machine")
        .with("wish", "Máy nghiền men")
        .with("year", 2027)
        .with("estimated_cost", 360_000_000)
        .with("knows_paid_after", true)
        .with("no_double_support", true)
        .with("stage", "surveyed")
}

fn facility() -> Document {
    Document::default()
        .with("name", "HTX Gốm Trung Thôn")
        .with("commune_code", "09292")
        .with("legal_form", "htx")
        .with("kc_sector", "dd")
        .with("workers_total", 18)
}

/// A candidate about whom everything is known.
fn candidate() -> Document {
    Document::default()
        .with("need", id(2))
        .with("round", id(3))
        .with("title", "HTX Gốm Trung Thôn: Máy nghiền men")
        .with("support", 180_000_000)
        .with("counterpart", 180_000_000)
        .with("counterpart_shown", true)
        .with("paid_elsewhere", false)
        .with("is_cleaner", false)
        .with("place_eligible", true)
        .with("old_kiln", false)
        .with("machine_new", true)
        .with("machine_better", true)
        .with("stage", "entered")
}

/// A sheet with these points for C1 to C8.
fn sheet(scorer: u128, points: [i64; 8]) -> Document {
    let doc = Document::default()
        .with("candidate", id(4))
        .with("round", id(3))
        .with("scorer", id(scorer))
        .with("scorer_name", format!("Người chấm {scorer}"))
        .with("tie", "none")
        .with("stage", "handed_in");
    (1..).zip(points).fold(doc, |doc, (n, points)| doc.with(&format!("c{n}"), points))
}
