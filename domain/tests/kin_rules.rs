//! What follows for the kin: figures of a year on the facility they are of, all that belongs to a facility
//! when it is merged into another. And what the kin of a visit give reason to find.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::id::{RecordId, UserId};
use domain::record::course::Context;
use domain::record::duplicate::Sign;
use domain::record::family::{Kin, Subject};
use domain::record::need::same_wish;
use domain::record::visit::lists::FindingCode;
use domain::record::visit::proposals::{Basis, proposals};
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
fn a_plate_is_one_however_it_was_typed() {
    let unique = Kind::MachineItem.spec().unique.unwrap();
    let keys =
        |serial: &str, maker: &str| unique(&Document::default().with("serial", serial).with("maker", maker));
    assert_eq!(keys("KN-2026/0081", "Kinh Bắc"), keys("kn 20260081", "kinh bac"));
    assert_ne!(keys("KN-2026/0081", "Kinh Bắc"), keys("KN-2026/0081", "Haoyu"));
    assert_eq!(keys("  ", "Kinh Bắc"), Vec::<String>::new());
}

#[test]
fn a_merged_facility_holds_no_keys() {
    let unique = Kind::Facility.spec().unique.unwrap();
    let facility = domain::testing::facility("Công ty TNHH Mộc Hùng", "09292");
    assert_eq!(unique(&facility), ["tax_code:0100233488", "name:09292:moc hung", "phone:0912000300"]);
    assert_eq!(unique(&facility.with("merged_into", id(1).to_string())), Vec::<String>::new());
}

/// A visit to facility 1 and its project 2, in good order.
fn visited() -> Document {
    Document::default()
        .with("facility", id(1).to_string())
        .with("project", id(2).to_string())
        .with("visited_on", "2026-11-20")
        .with("commune_code", "09292")
        .with("workers_male", 3)
        .with("workers_female", 0)
        .with("publicity", true)
        .with("volume_pct", 80)
        .with("machine_checks", machines(&[("serial_check", "equal"), ("running", "running")]))
}

fn machines(fields: &[(&str, &str)]) -> Value {
    let mut row: std::collections::BTreeMap<String, Value> =
        fields.iter().map(|(name, value)| ((*name).to_owned(), Value::text(*value))).collect();
    row.insert("name".to_owned(), Value::text("Lò nung gas"));
    Value::List(vec![Value::Map(row)])
}

fn of_project(fields: &[(&str, &str)]) -> Document {
    let doc = Document::default().with("project", id(2).to_string());
    fields.iter().fold(doc, |doc, (name, value)| doc.with(name, *value))
}

fn around() -> Book {
    Book::default()
        .with(1, Kind::Facility, Document::default().with("status", "active").with("env_doc", "ke_hoach"))
        .with(2, Kind::Project, Document::default().with("facility", id(1).to_string()))
        .with(3, Kind::MachineItem, of_project(&[("name", "Lò nung gas")]).with("is_new", true))
        .with(4, Kind::Voucher, of_project(&[("covers", "counterpart")]).with("amount", 100))
}

fn proposed(visit: &Document, book: &Book) -> Vec<Basis> {
    proposals((id(9), visit), false, book, today())
}

#[test]
fn the_book_proposes_what_a_visit_shows() {
    assert_eq!(proposed(&visited(), &around()), []);
    let seen = |change: Document, basis: &[Basis]| assert_eq!(proposed(&change, &around()), basis);
    let machine = |fields: &[(&str, &str)]| visited().with("machine_checks", machines(fields));
    seen(machine(&[("serial_check", "unseen")]), &[Basis::MachineUnseen]);
    seen(machine(&[("serial_check", "differs"), ("running", "running")]), &[Basis::PlateDiffers]);
    seen(visited().with("conclusion", "not_found"), &[Basis::FacilityClosed]);
    let idle = machine(&[("serial_check", "equal"), ("running", "idle")]);
    seen(idle.clone(), &[]);
    seen(idle.with("workers_male", 0), &[Basis::NobodyWorks]);
    seen(visited().with("workers_male", 0), &[]);
    seen(visited().with("output_now", 90).with("output_committed", 100), &[Basis::BelowPromise]);
    seen(visited().with("output_now", 100).with("output_committed", 100), &[]);
    seen(visited().with("environment", Value::List(vec![Value::text("dust")])), &[Basis::Pollution]);
    seen(visited().with("environment", Value::List(vec![Value::text("nothing")])), &[]);
    seen(visited().with("publicity", false), &[Basis::NoSign]);
    seen(visited().with("distance_m", 501), &[Basis::FarAway]);
    seen(visited().with("distance_m", 500), &[]);
    seen(visited().with("place_commune", "09190"), &[Basis::OtherCommune]);
    let repeats = |visit: &Document| proposals((id(9), visit), true, &around(), today());
    assert_eq!(repeats(&visited()), [Basis::PhotoReused]);
    // What the visitor has named is not proposed again.
    let row = [("code".to_owned(), Value::text("f15"))].into();
    assert_eq!(repeats(&visited().with("findings", Value::List(vec![Value::Map(row)]))), []);
    let row = [("code".to_owned(), Value::text("f14"))].into();
    let named = visited().with("publicity", false).with("findings", Value::List(vec![Value::Map(row)]));
    seen(named, &[]);
}

#[test]
fn the_book_proposes_what_its_records_tell_of_a_facility() {
    let facility = |doc: Document| around().with(1, Kind::Facility, doc);
    let active = || Document::default().with("status", "active").with("env_doc", "ke_hoach");
    let closed = facility(active().with("status", "closed"));
    assert_eq!(proposed(&visited(), &closed), [Basis::FacilityClosed]);
    assert_eq!(proposed(&visited(), &facility(active().with("env_doc", "none"))), [Basis::NoLicence]);
    let until = |day: &str| proposed(&visited(), &facility(active().with("env_doc_until", day)));
    assert_eq!(until("2026-11-19"), [Basis::NoLicence]);
    assert_eq!(until("2026-11-20"), []);

    let idle = |day: &str| {
        visited()
            .with("visited_on", day)
            .with("machine_checks", machines(&[("running", "idle")]))
            .with("stage", "signed")
    };
    let before = |day: &str| proposed(&idle("2026-11-20"), &around().with(5, Kind::Visit, idle(day)));
    assert_eq!(before("2026-08-20"), [Basis::MachineRests]);
    assert_eq!(before("2026-08-21"), [], "not for three months yet");
    let draft = around().with(5, Kind::Visit, idle("2026-08-20").with("stage", "draft"));
    assert_eq!(proposed(&idle("2026-11-20"), &draft), []);
}

#[test]
fn the_book_proposes_what_its_records_tell_of_a_project() {
    let with = |n: u128, kind: Kind, doc: Document| proposed(&visited(), &around().with(n, kind, doc));
    let used = of_project(&[("name", "Lò nung gas")]).with("is_new", false);
    assert_eq!(with(3, Kind::MachineItem, used), [Basis::MachineUsed]);
    let twins = |one: u128, stage: &str| {
        let task = [("record", id(one)), ("other", id(77))];
        let task =
            task.into_iter().fold(Document::default(), |doc, (field, id)| doc.with(field, id.to_string()));
        task.with("stage", stage)
    };
    assert_eq!(with(8, Kind::Duplicate, twins(3, "open")), [Basis::SerialElsewhere]);
    assert_eq!(with(8, Kind::Duplicate, twins(4, "open")), [Basis::InvoiceElsewhere]);
    assert_eq!(with(8, Kind::Duplicate, twins(4, "distinct")), [], "somebody has looked");
    assert_eq!(with(8, Kind::Duplicate, twins(66, "open")), [], "of other records");
    let class = around()
        .with(5, Kind::TrainingClass, of_project(&[]))
        .with(6, Kind::Trainee, Document::default().with("training_class", id(5).to_string()))
        .with(8, Kind::Duplicate, twins(6, "open"));
    assert_eq!(proposed(&visited(), &class), [Basis::TwoClasses]);
    let report = |pct: i64, stage: &str| {
        of_project(&[("reported_on", "2026-11-10"), ("stage", stage)]).with("volume_pct", pct)
    };
    assert_eq!(with(7, Kind::ProgressReport, report(81, "sent")), [Basis::LessThanReported]);
    assert_eq!(with(7, Kind::ProgressReport, report(80, "sent")), []);
    assert_eq!(with(7, Kind::ProgressReport, report(81, "draft")), []);
    let voucher = of_project(&[("buyer_name", "Công ty khác"), ("buyer_tax_code", "0100233488")]);
    let named = around()
        .with(1, Kind::Facility, Document::default().with("name", "HTX Gốm Nhung").with("env_doc", "mien"))
        .with(4, Kind::Voucher, voucher);
    assert_eq!(proposed(&visited(), &named), [Basis::OtherBuyer]);
    let committed = |accepted: bool| {
        let mut project = Document::default()
            .with("facility", id(1).to_string())
            .with("counterpart", 700)
            .with("counterpart_committed", true)
            .with("billing", "voucher_list");
        project.set("acceptance_date", accepted.then(|| Value::text("2026-11-01")));
        proposed(&visited(), &around().with(2, Kind::Project, project))
    };
    assert_eq!(committed(true), [Basis::CounterpartShort]);
    assert_eq!(committed(false), [], "vouchers are still to come");
}

#[test]
fn every_finding_but_those_only_people_see_can_be_proposed() {
    let proposed: std::collections::BTreeSet<&str> =
        Basis::ALL.iter().map(|basis| basis.finding().code()).collect();
    let all: std::collections::BTreeSet<&str> = FindingCode::ALL.iter().map(|code| code.code()).collect();
    assert_eq!(proposed, all);
}

#[test]
fn support_that_stands_on_a_booth_is_paid_by_a_project_and_within_its_norm() {
    let project = |support: i64| {
        Document::default()
            .with("activity", "fair_join")
            .with("funding", "national")
            .with("decision_date", "2026-05-04")
            .with("support_approved", support)
    };
    let fair = Document::default().with("project", id(2).to_string());
    let booth = |supported: i64| {
        let of = Document::default().with("facility", id(1).to_string()).with("fair", id(3).to_string());
        of.with("price", 10_000_000).with("supported", supported)
    };
    let book = |support: i64| {
        Book::default().with(2, Kind::Project, project(support)).with(3, Kind::Fair, fair.clone())
    };
    let told = |book: &Book, supported: i64| objections(book, 9, Kind::FairBooth, &booth(supported), None);
    let none: [&str; 0] = [];
    assert_eq!(told(&book(100_000_000), 8_000_000), none, "80 % of the rent");
    assert_eq!(told(&book(100_000_000), 8_000_001), ["problem.above_norm"]);
    assert_eq!(told(&book(7_999_999), 8_000_000), ["problem.above_project"]);
    let other = book(15_000_000).with(8, Kind::FairBooth, booth(8_000_000));
    assert_eq!(told(&other, 8_000_000), ["problem.above_project"], "two booths together");
    let unpaid = Book::default().with(3, Kind::Fair, Document::default());
    assert_eq!(told(&unpaid, 8_000_000), ["problem.nobody_pays"]);
    assert_eq!(told(&unpaid, 0), none);
    let by_own = |support: i64| {
        let booth = booth(8_000_000).with("project", id(5).to_string());
        objections(&book(1).with(5, Kind::Project, project(support)), 9, Kind::FairBooth, &booth, None)
    };
    assert_eq!(by_own(8_000_000), none, "a project of its own pays, not that of the fair");
    assert_eq!(by_own(7_000_000), ["problem.above_project"]);
}

#[test]
fn what_the_budget_bears_of_advice_or_a_new_enterprise_is_paid_by_its_project() {
    let project = |activity: &str| {
        Document::default()
            .with("activity", activity)
            .with("norm_item", "difficult_area")
            .with("funding", "national")
            .with("decision_date", "2026-05-04")
            .with("support_approved", 25_000_000)
    };
    let told = |kind: Kind, activity: &str, cost: i64| {
        let doc = Document::default().with("project", id(2).to_string()).with("cost", cost);
        objections(&Book::default().with(2, Kind::Project, project(activity)), 9, kind, &doc, None)
    };
    let none: [&str; 0] = [];
    assert_eq!(told(Kind::Consulting, "consult", 25_000_000), none);
    assert_eq!(told(Kind::Consulting, "consult", 25_000_001), ["problem.above_project"]);
    assert_eq!(told(Kind::Startup, "startup", 10_000_000), none);
    assert_eq!(told(Kind::Startup, "startup", 10_000_001), ["problem.above_norm"]);
    let alone = |cost: i64| {
        objections(&Book::default(), 9, Kind::Consulting, &Document::default().with("cost", cost), None)
    };
    assert_eq!(alone(1), ["problem.nobody_pays"]);
    assert_eq!(alone(0), none, "a partner bears it all");
}

#[test]
fn a_wish_that_is_registered_twice_is_found_until_one_of_them_is_closed() {
    let need = |activity: &str, year: i64, stage: &str| {
        let of = Document::default().with("facility", id(1).to_string()).with("activity", activity);
        of.with("year", year).with("stage", stage)
    };
    let book = |stage: &str| {
        let other = need("machine", 2027, "registered");
        Book::default().with(5, Kind::Need, need("machine", 2027, stage)).with(6, Kind::Need, other)
    };
    let same = |of: Option<u128>, doc: &Document, stage: &str| same_wish(of.map(id), doc, &book(stage));
    let new = need("machine", 2027, "draft");
    assert_eq!(same(None, &new, "surveyed"), [id(5), id(6)]);
    assert_eq!(same(None, &new, "declined"), [id(6)], "what was not chosen is open to another wish");
    assert_eq!(same(Some(6), &new, "surveyed"), [id(5)], "not the one that is being written");
    assert_eq!(same(None, &need("machine", 2028, "draft"), "surveyed"), []);
    assert_eq!(same(None, &need("brand", 2027, "draft"), "surveyed"), []);
}
