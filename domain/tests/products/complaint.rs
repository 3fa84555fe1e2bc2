//! A complaint is lodged and answered within the days in force.

use domain::record::Kind;
use domain::record::family::Subject;
use domain::value::{Document, Value};

use super::{ENTRY, Office, day, entry, id, province, said};

#[test]
fn a_complaint_comes_in_time_and_has_its_day_of_answer() {
    let rule = |term: &str, form: &str, count: i64, from: &str| {
        Document::default()
            .with("term", term)
            .with("form", form)
            .with("count", count)
            .with("valid_from", from)
            .with("legal_ref", "QĐ 9/2026/QĐ-UBND")
            .with("stage", "in_force")
    };
    let office = |notified: Option<&str>, rules: &[Document]| {
        let mut doc = entry().with("stage", "not_recognised");
        doc.set("notified_on", notified.map(Value::text));
        let mut office = Office::new(province(), doc, Vec::new());
        for (n, rule) in (500..).zip(rules) {
            office.records.insert(id(n), (Kind::DeadlineSetting, rule.clone()));
        }
        office
    };
    let lodge = |lodged: &str, office: &Office| {
        let doc = Document::default().with("entry", id(ENTRY).to_string()).with("lodged_on", lodged);
        let subject = Subject {
            id: id(400),
            before: &doc,
            after: &doc,
            action: Some("lodge"),
            today: day(11, 24),
            by: None,
            account: None,
        };
        let written = (Kind::Complaint.spec().family.unwrap().consequences)(&subject, office);
        let due = written.first().and_then(|(_, sets)| sets["due_on"].as_ref()?.as_text().map(str::to_owned));
        (said(Kind::Complaint, &subject, office), due.unwrap_or_default())
    };
    let told = |notified: Option<&str>, lodged: &str| lodge(lodged, &office(notified, &[])).0;
    // Monday 02/11 + 15 working days = Monday 23/11; 10 to answer.
    assert_eq!(lodge("2026-11-02", &office(Some("2026-11-02"), &[])).1, "2026-11-16");
    assert_eq!(told(Some("2026-11-02"), "2026-11-23"), Vec::<String>::new());
    assert_eq!(told(Some("2026-10-30"), "2026-11-23"), ["entry: hết hạn khiếu nại từ ngày 20/11/2026"]);
    assert_eq!(told(None, "2026-11-23"), ["entry: sản phẩm này chưa được báo kết quả"]);

    // Other days of the office, from the day on that they are in force.
    let shorter = [
        rule("complaint", "days", 5, "2026-11-10"),
        rule("complaint_answer", "working_days", 3, "2026-11-10"),
        rule("complaint_answer", "working_days", 30, "2027-01-01"),
    ];
    let of_old = office(Some("2026-11-09"), &shorter);
    assert_eq!(lodge("2026-11-20", &of_old), (vec![], "2026-11-25".into()), "told before, lodged after");
    let of_new = office(Some("2026-11-10"), &shorter);
    assert_eq!(lodge("2026-11-15", &of_new).0, Vec::<String>::new());
    assert_eq!(lodge("2026-11-16", &of_new).0, ["entry: hết hạn khiếu nại từ ngày 15/11/2026"]);

    // Two days off and a Saturday that is worked for one of them: a day more for each that is lost.
    let with_days = |days: &[(&str, &str)]| {
        let mut office = office(Some("2026-11-02"), &[]);
        for (n, (list, day)) in (600..).zip(days) {
            let doc = Document::default()
                .with("list_name", *list)
                .with("code", *day)
                .with("label", "Nghỉ")
                .with("valid_from", "2026-01-01")
                .with("stage", "in_force");
            office.records.insert(id(n), (Kind::CodeEntry, doc));
        }
        office
    };
    let late = ["entry: hết hạn khiếu nại từ ngày 23/11/2026"];
    assert_eq!(lodge("2026-11-24", &with_days(&[])).0, late);
    let off = [("day_off", "2026-11-03"), ("day_off", "11-04"), ("day_worked", "2026-11-07")];
    let free = with_days(&off);
    assert_eq!(lodge("2026-11-24", &free), (vec![], "2026-12-08".into()));
    assert_eq!(lodge("2026-11-02", &free).1, "2026-11-17", "two days off, one made up for");
    assert_eq!(lodge("2026-11-25", &free).0, ["entry: hết hạn khiếu nại từ ngày 24/11/2026"]);
}
