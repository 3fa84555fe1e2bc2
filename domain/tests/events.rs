//! Events and work in time: what lasts ends no earlier than it begins, and nobody reports what has not taken place.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop at once")]

use chrono::NaiveDate;
use domain::id::RecordId;
use domain::record::Kind;
use domain::record::family::{Kin, Subject};
use domain::validation::{Level, validate};
use domain::value::Document;
use uuid::Uuid;

const TODAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
const FAIR: RecordId = RecordId(Uuid::from_u128(1));
const EVENT: RecordId = RecordId(Uuid::from_u128(2));

/// A book in which there is a fair until this day.
struct Until(&'static str);

impl Kin for Until {
    fn get(&self, id: RecordId) -> Option<(Kind, Document)> {
        (id == FAIR).then(|| (Kind::Fair, days(&[("starts_on", "2026-11-20"), ("ends_on", self.0)])))
    }

    fn children(&self, _of: RecordId, _kind: Kind) -> Vec<(RecordId, Document)> {
        Vec::new()
    }

    fn all(&self, _kind: Kind) -> Vec<(RecordId, Document)> {
        Vec::new()
    }
}

fn days(fields: &[(&str, &str)]) -> Document {
    fields.iter().fold(Document::default(), |doc, (field, day)| doc.with(field, *day))
}

fn reported(kind: Kind, doc: &Document, kin: &Until) -> Vec<String> {
    let subject = Subject {
        id: EVENT,
        before: doc,
        after: doc,
        action: Some("report"),
        today: TODAY,
        by: None,
        account: None,
    };
    let problems = (kind.spec().family.unwrap().check)(&subject, kin);
    problems.iter().map(|problem| format!("{} {}", problem.field, problem.code.code())).collect()
}

/// Every kind with days of its own, by the field of its last one.
const LAST: [(Kind, &str); 8] = [
    (Kind::Fair, "ends_on"),
    (Kind::StudyTour, "ends_on"),
    (Kind::Exchange, "ends_on"),
    (Kind::Consulting, "ended_on"),
    (Kind::PartnerProgramme, "ended_on"),
    (Kind::Seminar, "held_on"),
    (Kind::Capacity, "held_on"),
    (Kind::Comms, "published_on"),
];

#[test]
fn nobody_reports_what_has_not_taken_place() {
    let over = Until("2026-11-24");
    for (kind, last) in LAST {
        assert_eq!(reported(kind, &days(&[(last, "2026-11-24")]), &over), [""; 0], "{}", kind.code());
        let ahead = reported(kind, &days(&[(last, "2026-11-25")]), &over);
        assert_eq!(ahead, [format!("{last} problem.not_over_yet")], "{}", kind.code());
    }
    // Work without a last day has at least begun.
    let begun = days(&[("started_on", "2026-11-25")]);
    assert_eq!(reported(Kind::Consulting, &begun, &over), ["started_on problem.not_over_yet"]);
    let booth = Document::default().with("fair", FAIR.to_string());
    assert_eq!(reported(Kind::FairBooth, &booth, &over), [""; 0]);
    assert_eq!(reported(Kind::FairBooth, &booth, &Until("2026-11-25")), ["fair problem.not_over_yet"]);
}

#[test]
fn what_lasts_ends_no_earlier_than_it_begins() {
    for (kind, last) in LAST.into_iter().take(5) {
        let first = if last == "ends_on" { "starts_on" } else { "started_on" };
        let is_told = |begin: &str, end: &str| {
            let doc = days(&[(first, begin), (last, end)]);
            let found = validate(kind, &doc, TODAY, Level::Full);
            found.iter().any(|problem| problem.code.code() == "problem.end_before_start")
        };
        assert!(is_told("2026-05-22", "2026-05-18"), "{}", kind.code());
        assert!(!is_told("2026-05-22", "2026-05-22"), "{}", kind.code());
    }
}
