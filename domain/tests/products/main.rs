//! The voting on products: who may enter, what the jury's sheets come to, who may complain.

mod answers;
mod complaint;
mod juries;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::id::RecordId;
use domain::record::Kind;
use domain::record::family::{Kin, Subject};
use domain::record::product::{round, sheet};
use domain::validation::broken;
use domain::value::{Document, Value};
use domain::words::Lang;

const ROUND: u128 = 1;
const ENTRY: u128 = 2;
const CERTIFICATE: u128 = 3;

fn id(n: u128) -> RecordId {
    RecordId(uuid::Uuid::from_u128(n))
}

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).unwrap_or_default()
}

fn row(fields: &[(&str, Value)]) -> Value {
    Value::Map(fields.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect())
}

fn criteria(points: [i64; 4]) -> Value {
    let rows = ["c1", "c2", "c3", "c4"].iter().zip(points);
    let rows = rows
        .map(|(code, max)| row(&[("code", (*code).into()), ("label", (*code).into()), ("max", max.into())]));
    Value::List(rows.collect())
}

fn province() -> Document {
    Document::default()
        .with("stage", "judging")
        .with("level", "province")
        .with("jury_size", 7)
        .with("judges", seats(7))
        .with("criteria", criteria([30, 35, 25, 10]))
}

/// A jury by name: as many judges as hand in sheets below.
fn seats(n: u128) -> Value {
    Value::List((100..100 + n).map(|judge| row(&[("name", name_of(judge).into())])).collect())
}

fn name_of(judge: u128) -> String {
    format!("Giám khảo {judge}")
}

/// A product with the photos that are asked for.
fn photographed(office: &mut Office, slots: &[&str]) {
    for (slot, n) in slots.iter().zip(700..) {
        let doc = Document::default().with("about", id(ENTRY).to_string()).with("slot", *slot);
        office.records.insert(id(n), (Kind::Attachment, doc));
    }
}

fn entry() -> Document {
    Document::default()
        .with("stage", "eligible")
        .with("facility", id(9).to_string())
        .with("round", id(ROUND).to_string())
        .with("name", "Lọ hoa men da lươn")
}

/// A sheet that was handed in; a tied judge gives nothing.
fn handed_in(judge: u128, points: Option<[i64; 4]>) -> Document {
    let doc = Document::default()
        .with("entry", id(ENTRY).to_string())
        .with("stage", "handed_in")
        .with("judge", id(judge).to_string())
        .with("judge_name", name_of(judge));
    match points {
        None => doc.with("interest", "conflict"),
        Some(points) => {
            let rows = ["c1", "c2", "c3", "c4"].iter().zip(points);
            let rows = rows.map(|(code, points)| row(&[("code", (*code).into()), ("points", points.into())]));
            doc.with("interest", "free").with("points", Value::List(rows.collect()))
        }
    }
}

fn jury(points: [i64; 4]) -> Vec<Document> {
    (100..107).map(|judge| handed_in(judge, Some(points))).collect()
}

struct Office {
    records: BTreeMap<RecordId, (Kind, Document)>,
    sheets: Vec<Document>,
}

impl Office {
    fn new(round: Document, entry: Document, sheets: Vec<Document>) -> Self {
        let records = [(ROUND, Kind::ProductRound, round), (ENTRY, Kind::ProductEntry, entry)];
        Self { records: records.map(|(n, kind, doc)| (id(n), (kind, doc))).into(), sheets }
    }
}

impl Kin for Office {
    fn get(&self, of: RecordId) -> Option<(Kind, Document)> {
        self.records.get(&of).cloned()
    }

    fn children(&self, of: RecordId, kind: Kind) -> Vec<(RecordId, Document)> {
        if kind == Kind::JudgeSheet {
            assert_eq!(of, id(ENTRY));
            return self.sheets.iter().cloned().zip(200..).map(|(doc, n)| (id(n), doc)).collect();
        }
        let belongs =
            |known: &Kind, doc: &Document| *known == kind && domain::record::parent(kind, doc) == Some(of);
        let found = self.records.iter().filter(|(_, (known, doc))| belongs(known, doc));
        found.map(|(id, (_, doc))| (*id, doc.clone())).collect()
    }

    fn all(&self, kind: Kind) -> Vec<(RecordId, Document)> {
        let all = self.records.iter().filter(|(_, (of_kind, _))| *of_kind == kind);
        all.map(|(id, (_, doc))| (*id, doc.clone())).collect()
    }
}

fn said(kind: Kind, subject: &Subject<'_>, office: &Office) -> Vec<String> {
    let problems = kind.spec().family.map(|rules| (rules.check)(subject, office)).unwrap_or_default();
    problems.iter().map(|problem| format!("{}: {}", problem.field, problem.message(Lang::Vi))).collect()
}

fn step(action: &'static str, office: &Office) -> Vec<String> {
    let doc = office.get(id(ENTRY)).map(|(_, doc)| doc).unwrap_or_default();
    let subject = Subject {
        id: id(ENTRY),
        before: &doc,
        after: &doc,
        action: Some(action),
        today: day(11, 24),
        by: None,
        account: None,
    };
    said(Kind::ProductEntry, &subject, office)
}

#[test]
fn the_scoring_is_closed_when_every_judge_has_handed_in() {
    let whole = Office::new(province(), entry(), jury([25, 30, 20, 5]));
    assert_eq!(step("score", &whole), Vec::<String>::new());
    let few = Office::new(province(), entry(), jury([25, 30, 20, 5]).split_off(2));
    assert_eq!(step("score", &few), ["sheets: còn thiếu 2 phiếu chấm"]);
    let open = Office::new(province().with("stage", "open"), entry(), jury([25, 30, 20, 5]));
    assert_eq!(step("score", &open), ["round: đợt này chưa chấm hoặc đã chấm xong"]);
}

#[test]
fn an_even_jury_and_a_judge_who_scores_twice_are_refused() {
    let mut sheets = jury([25, 30, 20, 5]);
    sheets.push(handed_in(107, Some([25, 30, 20, 5])));
    // An even jury is not named; a round from before juries were named may have one.
    let mut unnamed = province();
    unnamed.set("judges", None);
    assert_eq!(
        step("score", &Office::new(unnamed, entry(), sheets.clone())),
        ["sheets: số phiếu phải lẻ, hiện có 8"]
    );
    sheets[7] = sheets[0].clone();
    sheets.pop();
    sheets[1] = sheets[0].clone();
    let twice = step("score", &Office::new(province(), entry(), sheets));
    assert!(twice.iter().any(|line| line.ends_with("giám khảo này đã nộp phiếu cho sản phẩm")), "{twice:?}");
}

#[test]
fn seventy_points_are_enough_and_a_hundredth_less_is_not() {
    let seventy = Office::new(province(), entry(), jury([20, 25, 20, 5]));
    assert_eq!(step("propose", &seventy), Vec::<String>::new());
    let mut sheets = jury([20, 25, 20, 5]);
    sheets[3] = handed_in(103, Some([20, 25, 20, 4]));
    let less = Office::new(province(), entry(), sheets);
    for action in ["propose", "recognise"] {
        assert_eq!(step(action, &less), ["mean: điểm trung bình dưới 70, chưa được công nhận"]);
    }
}

#[test]
fn a_tied_judge_counts_for_the_jury_and_not_for_the_mean() {
    let mut sheets = jury([30, 30, 20, 10]);
    sheets[0] = handed_in(100, None);
    let office = Office::new(province(), entry(), sheets);
    assert_eq!(step("score", &office), Vec::<String>::new());
    let (_, doc) = office.get(id(ENTRY)).unwrap();
    let subject = Subject {
        id: id(ENTRY),
        before: &doc,
        after: &doc,
        action: Some("score"),
        today: day(11, 24),
        by: None,
        account: None,
    };
    let written = (Kind::ProductEntry.spec().family.unwrap().consequences)(&subject, &office);
    let [(about, sets)] = written.as_slice() else { panic!("{written:?}") };
    assert_eq!(*about, id(ENTRY));
    assert_eq!((&sets["mean"], &sets["sheets"]), (&Some(Value::Int(9_000)), &Some(Value::Int(6))));
}

#[test]
fn a_round_takes_products_while_it_is_open_and_returned_ones_until_it_is_decided() {
    let handing = |stage: &str, before: &str| {
        let mut office =
            Office::new(province().with("stage", stage), entry().with("stage", before), Vec::new());
        photographed(&mut office, &["front", "side", "top"]);
        step("submit", &office)
    };
    assert_eq!(handing("open", "draft"), Vec::<String>::new());
    assert_eq!(handing("judging", "draft"), ["round: đợt này không nhận hồ sơ"]);
    assert_eq!(handing("judging", "returned"), Vec::<String>::new());
    assert_eq!(handing("decided", "returned"), ["round: đợt này không nhận hồ sơ"]);
}

#[test]
fn a_higher_level_asks_for_a_valid_certificate_of_the_own_facility() {
    let region = province().with("level", "region").with("jury_size", 9).with("stage", "open");
    let entering = |certificate: Option<Document>| {
        let doc = entry().with("stage", "draft").with("lower_certificate", id(CERTIFICATE).to_string());
        let mut office = Office::new(region.clone(), doc, Vec::new());
        if let Some(certificate) = certificate {
            office.records.insert(id(CERTIFICATE), (Kind::ProductCertificate, certificate));
        }
        photographed(&mut office, &["front", "side", "top"]);
        step("submit", &office)
    };
    let own = || {
        Document::default()
            .with("facility", id(9).to_string())
            .with("level", "province")
            .with("issued_on", "2024-07-01")
    };
    let lacks = ["lower_certificate: cần giấy chứng nhận còn hiệu lực: Cấp tỉnh"];
    assert_eq!(entering(Some(own())), Vec::<String>::new());
    assert_eq!(entering(None), lacks);
    assert_eq!(entering(Some(own().with("issued_on", "2023-07-01"))), lacks, "expired on 31/12/2025");
    assert_eq!(entering(Some(own().with("level", "commune"))), lacks);
    assert_eq!(entering(Some(own().with("facility", id(8).to_string()))), lacks, "of another facility");
    assert_eq!(entering(Some(own().with("withdrawn_on", "2026-01-01"))), lacks);
}

#[test]
fn a_sheet_keeps_to_the_criteria_of_its_round() {
    let office = Office::new(province(), entry(), Vec::new());
    let handing = |points| {
        let doc = handed_in(100, Some(points));
        let subject = Subject {
            id: id(200),
            before: &doc,
            after: &doc,
            action: Some("hand_in"),
            today: day(11, 24),
            by: None,
            account: None,
        };
        said(Kind::JudgeSheet, &subject, &office)
    };
    assert_eq!(handing([30, 35, 25, 10]), Vec::<String>::new());
    assert_eq!(handing([31, 35, 25, 10]), ["points: tiêu chí c1 nhiều nhất 30 điểm"]);
    let half = handed_in(100, Some([30, 35, 25, 10])).with("points", Value::List(Vec::new()));
    assert_eq!(sheet::point_faults(&half, &province()).len(), 4);
    assert_eq!(sheet::point_faults(&handed_in(100, None), &province()), []);
    let scored = Office::new(province(), entry().with("stage", "scored"), Vec::new());
    let doc = handed_in(100, Some([30, 35, 25, 10]));
    let subject = Subject {
        id: id(200),
        before: &doc,
        after: &doc,
        action: Some("hand_in"),
        today: day(11, 24),
        by: None,
        account: None,
    };
    assert_eq!(said(Kind::JudgeSheet, &subject, &scored).len(), 1);
    let again = Office::new(province(), entry(), vec![doc.clone(), handed_in(1, None)]);
    assert_eq!(said(Kind::JudgeSheet, &subject, &again), Vec::<String>::new(), "the sheet itself");
    let other = Subject { id: id(300), ..subject };
    assert_eq!(said(Kind::JudgeSheet, &other, &again).len(), 1);
}

#[test]
fn a_product_is_handed_in_with_its_three_photos() {
    let handing = |slots: &[&str]| {
        let mut office =
            Office::new(province().with("stage", "open"), entry().with("stage", "draft"), Vec::new());
        photographed(&mut office, slots);
        step("submit", &office)
    };
    assert_eq!(handing(&[]), [": còn thiếu 3 ảnh bắt buộc"]);
    assert_eq!(handing(&["front", "top", "other"]), [": còn thiếu 1 ảnh bắt buộc"]);
    assert_eq!(handing(&["front", "front", "side"]), [": còn thiếu 1 ảnh bắt buộc"]);
    assert_eq!(handing(&["front", "side", "top", "other"]), Vec::<String>::new());
}

#[test]
fn only_who_is_named_in_a_round_at_work_hands_in_a_sheet() {
    let handing = |round: Document, by: &str| {
        let office = Office::new(round, entry(), Vec::new());
        let doc = handed_in(100, Some([30, 35, 25, 10]));
        let subject = Subject {
            id: id(200),
            before: &doc,
            after: &doc,
            action: Some("hand_in"),
            today: day(11, 24),
            by: Some(by),
            account: None,
        };
        said(Kind::JudgeSheet, &subject, &office)
    };
    let refused =
        ["judge_name: chỉ giám khảo có tên trong đợt đang chấm được nộp phiếu, bằng tài khoản của mình"];
    assert_eq!(handing(province(), "GIÁM KHẢO 100"), Vec::<String>::new());
    assert_eq!(handing(province(), "Người khác"), refused, "under the name of a judge");
    let others = Value::List(vec![row(&[("name", "Người khác".into())])]);
    assert_eq!(handing(province().with("judges", others), "Giám khảo 100"), refused);
    assert_eq!(handing(province().with("stage", "open"), "Giám khảo 100"), refused, "nobody judges yet");
    let mut unnamed = province();
    unnamed.set("judges", None);
    assert_eq!(handing(unnamed, "Giám khảo 100"), Vec::<String>::new(), "from before juries were named");
}

#[test]
fn a_sheet_of_who_left_the_jury_does_not_count() {
    let mut sheets = jury([25, 30, 20, 5]);
    sheets.push(handed_in(999, Some([0, 0, 0, 0])));
    assert_eq!(step("score", &Office::new(province(), entry(), sheets)), Vec::<String>::new());
}

#[test]
fn criteria_come_to_a_hundred_and_a_jury_fits_its_level() {
    let trips = |doc: Document| -> Vec<&str> {
        broken(Kind::ProductRound, &doc, day(11, 24)).map(|rule| rule.code.code()).collect()
    };
    assert_eq!(trips(province()), Vec::<&str>::new());
    assert!(round::criteria(&province()).is_ok());
    assert_eq!(
        trips(province().with("criteria", criteria([30, 35, 25, 9]))),
        ["problem.weights_not_hundred"]
    );
    let unnamed = || {
        let mut round = province();
        round.set("judges", None);
        round
    };
    assert_eq!(trips(unnamed().with("jury_size", 8)), ["problem.council_size"]);
    assert_eq!(trips(unnamed().with("jury_size", 9)), Vec::<&str>::new());
}

#[test]
fn a_certificate_is_of_a_recognised_product_and_lasts_to_the_end_of_the_third_year() {
    let office = Office::new(province(), entry().with("stage", "proposed"), Vec::new());
    let nothing = Document::default();
    let doc = Document::default()
        .with("facility", id(9).to_string())
        .with("entry", id(ENTRY).to_string())
        .with("level", "province")
        .with("issued_on", "2025-08-14");
    let subject = Subject {
        id: id(CERTIFICATE),
        before: &nothing,
        after: &doc,
        action: None,
        today: day(11, 24),
        by: None,
        account: None,
    };
    assert_eq!(said(Kind::ProductCertificate, &subject, &office), ["entry: sản phẩm chưa được công nhận"]);
    let written = (Kind::ProductCertificate.spec().family.unwrap().consequences)(&subject, &office);
    assert_eq!(written[0].1["valid_to"], Some(Value::text("2027-12-31")));
    let again = doc.clone().with("valid_to", "2027-12-31");
    let subject = Subject { after: &again, ..subject };
    assert_eq!((Kind::ProductCertificate.spec().family.unwrap().consequences)(&subject, &office), []);
}

/// What a certificate meets in an office that holds these other certificates of the facility.
fn certified(round: Document, entry: Document, doc: &Document, others: Vec<(u128, Document)>) -> Vec<String> {
    let mut office = Office::new(round, entry.with("stage", "recognised"), Vec::new());
    for (number, other) in others {
        office.records.insert(id(number), (Kind::ProductCertificate, other));
    }
    let nothing = Document::default();
    let subject = Subject {
        id: id(900),
        before: &nothing,
        after: doc,
        action: None,
        today: day(11, 24),
        by: None,
        account: None,
    };
    said(Kind::ProductCertificate, &subject, &office)
}

fn certificate(level: &str, issued_on: &str) -> Document {
    Document::default().with("facility", id(9).to_string()).with("level", level).with("issued_on", issued_on)
}

#[test]
fn a_certificate_has_the_level_of_its_round_and_a_product_has_one() {
    let of_entry = |level| certificate(level, "2026-08-14").with("entry", id(ENTRY).to_string());
    let found = |doc: &Document, others| certified(province(), entry(), doc, others);
    assert_eq!(found(&of_entry("province"), vec![]), Vec::<String>::new());
    assert_eq!(
        found(&of_entry("nation"), vec![]),
        [
            "level: khác cấp của đợt bình chọn mà sản phẩm dự",
            "lower: cần giấy chứng nhận còn hiệu lực: Cấp khu vực"
        ]
    );
    assert_eq!(
        found(&of_entry("province"), vec![(901, of_entry("province"))]),
        ["entry: sản phẩm đã có giấy chứng nhận của đợt này"]
    );
    let foreign = of_entry("province").with("facility", id(8).to_string());
    assert_eq!(found(&foreign, vec![]), ["entry: sản phẩm chưa được công nhận"]);
}

#[test]
fn a_certificate_above_rests_on_a_valid_one_below() {
    let region = province().with("level", "region").with("jury_size", 9);
    let above = certificate("region", "2026-08-14").with("entry", id(ENTRY).to_string());
    let lacks = ["lower: cần giấy chứng nhận còn hiệu lực: Cấp tỉnh"];
    let found = |doc: &Document, below: Document| {
        let entry = entry().with("lower_certificate", id(CERTIFICATE).to_string());
        certified(region.clone(), entry, doc, vec![(CERTIFICATE, below)])
    };
    assert_eq!(found(&above, certificate("province", "2024-07-01")), Vec::<String>::new());
    assert_eq!(found(&above, certificate("province", "2023-07-01")), lacks, "it ended on 31/12/2025");
    assert_eq!(found(&above, certificate("commune", "2025-07-01")), lacks);
    assert_eq!(
        found(&above, certificate("province", "2024-07-01").with("withdrawn_on", "2026-01-01")),
        lacks
    );
    assert_eq!(certified(region.clone(), entry(), &above, vec![]), lacks, "none is named");
    // One from before the book may stand on its decision, but not on a wrong one.
    let old = certificate("nation", "2026-08-14");
    assert_eq!(certified(region.clone(), entry(), &old, vec![]), Vec::<String>::new());
    let wrong = old.with("lower", id(CERTIFICATE).to_string());
    let below = certificate("province", "2024-07-01");
    assert_eq!(
        certified(region, entry(), &wrong, vec![(CERTIFICATE, below)]),
        ["lower: cần giấy chứng nhận còn hiệu lực: Cấp khu vực"]
    );
}

#[test]
fn a_certificate_from_before_the_book_says_by_which_decision() {
    let lacking = |doc: Document| -> Vec<String> {
        let problems = domain::validation::fields(
            Kind::ProductCertificate,
            &doc,
            day(11, 24),
            domain::validation::Level::Full,
        );
        problems.into_iter().map(|problem| problem.field).filter(|field| field.starts_with("old_")).collect()
    };
    assert_eq!(lacking(certificate("nation", "2025-08-14")), ["old_decision_no", "old_basis"]);
    assert_eq!(
        lacking(certificate("nation", "2025-08-14").with("entry", id(ENTRY).to_string())),
        Vec::<String>::new()
    );
}
