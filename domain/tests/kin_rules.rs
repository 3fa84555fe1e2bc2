//! What follows for the kin: figures of a year on the facility they are of, all that belongs to a facility
//! when it is merged into another.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::id::{RecordId, UserId};
use domain::record::course::Context;
use domain::record::duplicate::Sign;
use domain::record::family::{Kin, Subject};
use domain::record::{Kind, parent};
use domain::role::Role;
use domain::value::{Document, Value};
use domain::workflow::{self, Refusal};
use uuid::Uuid;

#[derive(Default)]
struct Book(BTreeMap<RecordId, (Kind, Document)>);

impl Book {
    fn with(mut self, n: u128, kind: Kind, doc: Document) -> Self {
        self.0.insert(id(n), (kind, doc));
        self
    }
}

impl Kin for Book {
    fn get(&self, id: RecordId) -> Option<(Kind, Document)> {
        self.0.get(&id).cloned()
    }

    fn children(&self, of: RecordId, kind: Kind) -> Vec<(RecordId, Document)> {
        let own = self.0.iter().filter(|(_, (is, doc))| *is == kind && parent(kind, doc) == Some(of));
        own.map(|(id, (_, doc))| (*id, doc.clone())).collect()
    }

    fn all(&self, kind: Kind) -> Vec<(RecordId, Document)> {
        let all = self.0.iter().filter(|(_, (of_kind, _))| *of_kind == kind);
        all.map(|(id, (_, doc))| (*id, doc.clone())).collect()
    }
}

fn id(n: u128) -> RecordId {
    RecordId(Uuid::from_u128(n))
}

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 24).unwrap_or_default()
}

fn year(of: u128, year: i64, workers: i64) -> Document {
    Document::default().with("facility", id(of).to_string()).with("year", year).with("workers_total", workers)
}

fn consequences(
    book: &Book,
    n: u128,
    kind: Kind,
    after: &Document,
    action: &str,
) -> Vec<(RecordId, Document)> {
    let subject = Subject {
        id: id(n),
        before: after,
        after,
        action: Some(action),
        today: today(),
        by: None,
        account: None,
    };
    let Some(family) = kind.spec().family else { return Vec::new() };
    let told = (family.consequences)(&subject, book);
    let written = |sets: BTreeMap<String, Option<Value>>| {
        sets.into_iter().fold(Document::default(), |mut doc, (field, value)| {
            doc.set(&field, value);
            doc
        })
    };
    told.into_iter().map(|(id, sets)| (id, written(sets))).collect()
}

fn objections(book: &Book, n: u128, kind: Kind, after: &Document, action: Option<&str>) -> Vec<&'static str> {
    let before = Document::default();
    let subject =
        Subject { id: id(n), before: &before, after, action, today: today(), by: None, account: None };
    let Some(family) = kind.spec().family else { return vec!["no rules"] };
    let problems = (family.check)(&subject, book);
    problems.iter().map(|problem| problem.code.code()).collect()
}

#[test]
fn a_facility_has_one_set_of_figures_for_a_year() {
    let book = Book::default().with(10, Kind::FacilityYear, year(1, 2024, 12));
    let told = |n, doc| objections(&book, n, Kind::FacilityYear, &doc, None);
    assert_eq!(told(11, year(1, 2024, 13)), ["problem.year_taken"]);
    assert_eq!(told(10, year(1, 2024, 13)), Vec::<&str>::new(), "its own");
    assert_eq!(told(11, year(1, 2025, 13)), Vec::<&str>::new());
    assert_eq!(told(11, year(2, 2024, 13)), Vec::<&str>::new(), "another facility");
}

#[test]
fn the_latest_confirmed_year_stands_on_the_facility_and_an_older_one_does_not() {
    let facility =
        Document::default().with("figures_year", 2024).with("revenue_vnd", 5).with("workers_total", 9);
    let book = Book::default().with(1, Kind::Facility, facility);
    let confirmed = |of| consequences(&book, 10, Kind::FacilityYear, &year(1, of, 14), "confirm");
    let newer = confirmed(2025);
    assert_eq!(newer.len(), 1);
    let (on, sets) = &newer[0];
    assert_eq!(
        (*on, sets.get("figures_year"), sets.get("revenue_vnd")),
        (id(1), Some(&Value::Int(2025)), None)
    );
    assert_eq!(confirmed(2023), []);
    assert_eq!(consequences(&book, 10, Kind::FacilityYear, &year(1, 2025, 14), "hand_in"), []);
}

fn task() -> Document {
    Document::default()
        .with("record", id(2).to_string())
        .with("other", id(1).to_string())
        .with("about_kind", "facility")
        .with("stage", "open")
}

#[test]
fn what_belongs_to_the_one_that_goes_follows_except_what_is_there_already() {
    let need = |of| Document::default().with("facility", id(of).to_string());
    let book = Book::default()
        .with(1, Kind::Facility, Document::default().with("commune_code", "09292"))
        .with(2, Kind::Facility, Document::default().with("commune_code", "09190"))
        .with(20, Kind::Need, need(2))
        .with(21, Kind::FacilityYear, year(1, 2024, 12))
        .with(22, Kind::FacilityYear, year(2, 2024, 13))
        .with(23, Kind::FacilityYear, year(2, 2023, 13))
        .with(24, Kind::Duplicate, task());
    let merged = consequences(&book, 24, Kind::Duplicate, &task().with("keep", "older"), "merge");
    let touched: Vec<RecordId> = merged.iter().map(|(id, _)| *id).collect();
    assert_eq!(touched, [id(2), id(20), id(23)], "not the year that is there, nor the task");
    assert_eq!(merged[0].1.text("merged_into"), Some(id(1).to_string().as_str()));
    let (_, need) = &merged[1];
    assert_eq!(need.text("facility"), Some(id(1).to_string().as_str()));
    assert_eq!(need.text("commune_code"), Some("09292"));

    let gone = Document::default().with("merged_into", id(9).to_string());
    let book = book.with(1, Kind::Facility, gone);
    let told = objections(&book, 24, Kind::Duplicate, &task().with("keep", "older"), Some("merge"));
    assert_eq!(told, ["problem.twin_gone"]);
}

#[test]
fn vouchers_are_told_apart_and_never_merged() {
    let context = Context {
        role: Role::CentreStaff,
        user: UserId(Uuid::from_u128(1)),
        created_by: UserId(Uuid::from_u128(2)),
        today: today(),
    };
    let fields = BTreeMap::from([
        ("keep".to_owned(), Value::text("older")),
        ("stage_note".to_owned(), Value::text("Một hóa đơn")),
    ]);
    let doc = task().with("about_kind", "voucher");
    let merging = workflow::apply(Kind::Duplicate, "merge", &doc, &fields, &context);
    assert_eq!(merging, Err(Refusal::Guard("refusal.not_mergeable")));
    assert_eq!((Sign::of_key("phone:0912000300"), Sign::of_key("2300/AA/12")), (Sign::Phone, Sign::Number));
}

#[test]
fn a_merged_facility_holds_no_keys() {
    let unique = Kind::Facility.spec().unique.unwrap();
    let facility = domain::testing::facility("Công ty TNHH Mộc Hùng", "09292");
    assert_eq!(unique(&facility), ["tax_code:0100233488", "name:09292:moc hung", "phone:0912000300"]);
    assert_eq!(unique(&facility.with("merged_into", id(1).to_string())), Vec::<String>::new());
}
