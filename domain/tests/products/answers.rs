//! What follows from the answer to a complaint, and when a round may be decided and ended.

use domain::id::RecordId;
use domain::record::Kind;
use domain::record::course::Sets;
use domain::record::family::Subject;
use domain::record::product::sheet;
use domain::value::{Document, Value};

use super::{CERTIFICATE, ENTRY, Office, ROUND, day, entry, handed_in, id, jury, province, said, step};

const COMPLAINT: u128 = 400;

/// A product with this result, its sheets, and the complaint about it.
fn office(stage: &str) -> Office {
    let judged = entry().with("stage", stage).with("notified_on", "2026-11-02").with("mean", 6_400);
    let mut office = Office::new(province().with("stage", "decided"), judged, jury([20, 24, 15, 5]));
    let complaint = Document::default()
        .with("entry", id(ENTRY).to_string())
        .with("stage", "lodged")
        .with("subject", "Xem lại");
    office.records.insert(id(COMPLAINT), (Kind::Complaint, complaint));
    office
}

fn certified(mut office: Office) -> Office {
    let certificate = Document::default()
        .with("facility", id(9).to_string())
        .with("entry", id(ENTRY).to_string())
        .with("level", "province")
        .with("issued_on", "2026-11-02");
    office.records.insert(id(CERTIFICATE), (Kind::ProductCertificate, certificate));
    office
}

/// What the office objects to, or else what the answer writes on others.
fn answered(office: &Office, result: &str) -> Result<Vec<(RecordId, Sets)>, Vec<String>> {
    let before = office.records[&id(COMPLAINT)].1.clone();
    let after = before
        .clone()
        .with("stage", "answered")
        .with("result", result)
        .with("answer", "Hội đồng chấm thiếu một tiêu chí.");
    let subject = Subject {
        id: id(COMPLAINT),
        before: &before,
        after: &after,
        action: Some("answer"),
        today: day(11, 24),
        by: None,
        account: None,
    };
    let problems = said(Kind::Complaint, &subject, office);
    if !problems.is_empty() {
        return Err(problems);
    }
    let rules = Kind::Complaint.spec().family;
    Ok(rules.map(|rules| (rules.consequences)(&subject, office)).unwrap_or_default())
}

#[test]
fn a_product_that_is_scored_again_goes_back_to_the_jury_without_its_sheets() {
    let mut office = office("not_recognised");
    let written = answered(&office, "rescored").unwrap();
    for (at, sets) in &written {
        let sheet = office.sheets.iter_mut().zip(200..).find(|(_, n)| id(*n) == *at).map(|(doc, _)| doc);
        let record = office.records.get_mut(at).map(|(_, doc)| doc);
        let doc = record.or(sheet).unwrap();
        sets.iter().for_each(|(field, value)| doc.set(field, value.clone()));
    }
    let (_, entry) = &office.records[&id(ENTRY)];
    assert_eq!(
        (entry.text("stage"), entry.get("mean"), entry.get("notified_on")),
        (Some("eligible"), None, None)
    );
    assert_eq!(office.records[&id(ROUND)].1.text("stage"), Some("judging"));
    assert!(office.sheets.iter().all(|doc| sheet::handed_in(doc).is_none()));
    assert_eq!(step("score", &office), ["sheets: còn thiếu 7 phiếu chấm"], "by new sheets only");
    office.sheets.extend((100..107).map(|judge| handed_in(judge, Some([25, 30, 20, 5]))));
    assert_eq!(step("score", &office), Vec::<String>::new());
}

#[test]
fn a_certificate_is_withdrawn_by_the_answer_and_only_where_there_is_one() {
    let with = certified(office("recognised"));
    let written = answered(&with, "withdrawn").unwrap();
    let why = "Hội đồng chấm thiếu một tiêu chí.";
    let sets = Sets::from([
        ("withdrawn_on".to_owned(), Some(Value::text("2026-11-24"))),
        ("withdrawn_why".to_owned(), Some(Value::text(why))),
    ]);
    assert_eq!(written, [(id(CERTIFICATE), sets)]);
    assert_eq!(
        answered(&with, "rescored"),
        Err(vec!["result: sản phẩm đang có giấy chứng nhận: thu hồi giấy trước khi chấm lại".to_owned()])
    );
    assert_eq!(
        answered(&office("not_recognised"), "withdrawn"),
        Err(vec!["result: sản phẩm này không có giấy chứng nhận còn hiệu lực để thu hồi".to_owned()])
    );
    assert_eq!(answered(&with, "dismissed"), Ok(Vec::new()));
}

fn round_step(office: &Office, action: &'static str) -> Vec<String> {
    let doc = office.records[&id(ROUND)].1.clone();
    let subject = Subject {
        id: id(ROUND),
        before: &doc,
        after: &doc,
        action: Some(action),
        today: day(11, 24),
        by: None,
        account: None,
    };
    said(Kind::ProductRound, &subject, office)
}

#[test]
fn a_round_is_decided_when_nothing_waits_and_ended_when_every_complaint_is_answered() {
    for waits in ["submitted", "eligible", "scored", "proposed"] {
        let refused = round_step(&office(waits), "decide");
        assert_eq!(refused, [": còn sản phẩm chờ xử lý, chấm điểm hoặc quyết định"], "{waits}");
    }
    for done in ["draft", "returned", "withdrawn", "recognised", "not_recognised"] {
        assert_eq!(round_step(&office(done), "decide"), Vec::<String>::new(), "{done}");
    }
    let mut open = office("not_recognised");
    assert_eq!(round_step(&open, "close"), [": còn khiếu nại chưa trả lời"]);
    if let Some((_, doc)) = open.records.get_mut(&id(COMPLAINT)) {
        doc.set("stage", Some(Value::text("answered")));
    }
    assert_eq!(round_step(&open, "close"), Vec::<String>::new());
}
