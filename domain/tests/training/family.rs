//! What a class and its trainees let each other do.

use domain::id::RecordId;
use domain::record::Kind;
use domain::record::family::{Kin, Subject};
use domain::value::Document;
use domain::words::Lang;

use crate::{day, days, hang};

struct Class {
    doc: Document,
    trainees: Vec<Document>,
    files: Vec<Document>,
}

fn id(n: u128) -> RecordId {
    RecordId(uuid::Uuid::from_u128(n))
}

impl Kin for Class {
    fn get(&self, of: RecordId) -> Option<(Kind, Document)> {
        (of == id(1)).then(|| (Kind::TrainingClass, self.doc.clone()))
    }

    fn children(&self, _of: RecordId, kind: Kind) -> Vec<(RecordId, Document)> {
        let rows = match kind {
            Kind::Trainee => &self.trainees,
            Kind::Attachment => &self.files,
            _ => panic!("nobody asks for {kind:?}"),
        };
        rows.iter().cloned().zip(10..).map(|(doc, n)| (id(n), doc)).collect()
    }

    fn all(&self, _kind: Kind) -> Vec<(RecordId, Document)> {
        Vec::new()
    }
}

fn class(stage: &str, trainees: &[Document]) -> Class {
    let doc = Document::default().with("stage", stage).with("days", days(&[23, 24]));
    let list = Document::default().with("slot", "paper_signed_list");
    Class { doc, trainees: trainees.to_vec(), files: vec![list] }
}

/// She showed her number.
fn shown() -> Document {
    hang().with("citizen_id", "027188001234")
}

fn told(kind: Kind, subject: &Subject<'_>, kin: &Class) -> Vec<String> {
    let problems = kind.spec().family.map(|rules| (rules.check)(subject, kin));
    problems
        .into_iter()
        .flatten()
        .map(|problem| format!("{}: {}", problem.field, problem.message(Lang::Vi)))
        .collect()
}

fn ending(class: &Class, action: Option<&str>) -> Vec<String> {
    let subject = Subject {
        id: id(1),
        before: &class.doc,
        after: &class.doc,
        action,
        today: day(25),
        by: None,
        account: None,
    };
    told(Kind::TrainingClass, &subject, class)
}

fn changing(class: &Class, n: u128, before: &Document, after: &Document) -> Vec<String> {
    let subject = Subject { id: id(n), before, after, action: None, today: day(25), by: None, account: None };
    told(Kind::Trainee, &subject, class)
}

#[test]
fn a_class_ends_when_everybody_is_marked_for_every_day() {
    let whole = shown().with("present_on", days(&[23])).with("excused_on", days(&[24]));
    let half = shown().with("present_on", days(&[23]));
    assert_eq!(ending(&class("running", std::slice::from_ref(&whole)), Some("finish")), Vec::<String>::new());
    assert_eq!(
        ending(&class("running", &[whole, half.clone(), half.clone()]), Some("finish")),
        ["days: ngày 24/11/2026 còn 2 người chưa điểm danh"]
    );
    assert_eq!(ending(&class("running", &[]), Some("finish")), [": Lớp chưa có học viên nào."]);
    assert_eq!(ending(&class("running", &[half]), Some("cancel")), Vec::<String>::new());
}

#[test]
fn nobody_stands_in_a_class_twice() {
    let of = |doc: Document| doc.with("training_class", id(1).to_string());
    let hang = of(hang().with("citizen_id", "027188001234"));
    let running = class("running", std::slice::from_ref(&hang));
    let nothing = Document::default();
    let twin = hang.clone().with("name", "Đỗ T. Hằng");
    assert_eq!(
        changing(&running, 99, &nothing, &twin),
        ["citizen_id: người có số định danh này đã có trong lớp"]
    );
    assert_eq!(changing(&running, 99, &nothing, &of(crate::hang())), Vec::<String>::new());
    // The record itself, and a number that stood there before.
    assert_eq!(changing(&running, 10, &nothing, &twin), Vec::<String>::new());
    assert_eq!(changing(&running, 99, &hang, &twin), Vec::<String>::new());
}

#[test]
fn a_finished_class_keeps_list_and_attendance_and_takes_certificates_and_jobs() {
    let before = hang().with("training_class", id(1).to_string()).with("present_on", days(&[23, 24]));
    let finished = class("finished", std::slice::from_ref(&before));
    let certified = before.clone().with("certificate_no", "01-12/QĐ").with("job_name", "Gốm Lò Rồng");
    assert_eq!(changing(&finished, 10, &before, &certified), Vec::<String>::new());
    let marked = before.clone().with("present_on", days(&[23])).with("absent_on", days(&[24]));
    assert_eq!(changing(&finished, 10, &before, &marked).len(), 1);
    assert_eq!(changing(&finished, 99, &Document::default(), &before).len(), 1);
    assert_eq!(changing(&class("closed", &[]), 10, &before, &certified).len(), 1);
}

#[test]
fn a_class_in_a_trade_ends_with_a_decision_on_certificates() {
    let whole = shown().with("present_on", days(&[23, 24]));
    let skill = |decision: Option<&str>| {
        let mut class = class("running", std::slice::from_ref(&whole));
        class.doc = class.doc.with("class_kind", "skill");
        class.doc.set("certificates_no", decision.map(domain::value::Value::text));
        ending(&class, Some("finish"))
    };
    assert_eq!(skill(Some("57/QĐ-TTKC")), Vec::<String>::new());
    assert_eq!(skill(None).len(), 1);
}

#[test]
fn a_class_ends_when_everybody_has_a_number_or_it_is_written_why_not() {
    let there = |doc: Document| doc.with("present_on", days(&[23, 24]));
    let known = there(shown());
    let unknown = there(hang());
    let missing = |people: &[Document]| ending(&class("running", people), Some("finish"));
    assert_eq!(
        missing(&[known.clone(), unknown.clone()]),
        [": còn 1 học viên chưa có số định danh, cũng chưa ghi vì sao"]
    );
    let explained = unknown.with("no_id_reason", "Đang làm lại thẻ");
    assert_eq!(missing(&[known, explained]), Vec::<String>::new());
}

#[test]
fn a_class_ends_with_the_list_that_was_signed() {
    let mut class = class("running", &[shown().with("present_on", days(&[23, 24]))]);
    class.files = vec![Document::default().with("slot", "scan")];
    let unsigned = ["signed_list_with: chưa có ảnh danh sách ký tên, cũng chưa ghi ai giữ bản giấy"];
    assert_eq!(ending(&class, Some("finish")), unsigned, "another picture");
    class.doc = class.doc.with("signed_list_with", "Trung tâm Khuyến công");
    assert_eq!(ending(&class, Some("finish")), Vec::<String>::new());
}

#[test]
fn a_certificate_is_for_who_was_there() {
    let certified = |present: &[u32]| {
        let before = shown().with("training_class", id(1).to_string()).with("present_on", days(present));
        let after = before.clone().with("certificate_no", "01-12/QĐ").with("certificate_on", "2026-11-25");
        changing(&class("finished", &[]), 10, &before, &after)
    };
    assert_eq!(certified(&[23]), ["certificate_no: chứng chỉ chỉ cấp cho người có mặt từ 80 % số buổi"]);
    assert_eq!(certified(&[23, 24]), Vec::<String>::new());
    // What was given before stands.
    let given = shown().with("training_class", id(1).to_string()).with("certificate_no", "01-12/QĐ");
    let moved = given.clone().with("job_name", "Gốm Lò Rồng");
    assert_eq!(changing(&class("finished", &[]), 10, &given, &moved), Vec::<String>::new());
}

/// The server looks at these keys in the whole book: two of one make a task for a person (F09).
#[test]
fn one_person_in_two_classes_on_one_day_has_one_key() {
    let keys = |doc: Document| Kind::Trainee.spec().unique.map(|unique| unique(&doc)).unwrap_or_default();
    let there = |doc: &Document, class: u128, on: &[u32]| {
        keys(doc.clone().with("training_class", id(class).to_string()).with("present_on", days(on)))
    };
    let shared = |one: &[String], other: &[String]| one.iter().filter(|key| other.contains(key)).count();
    let (pottery, sewing) = (there(&shown(), 1, &[23, 24]), there(&shown(), 2, &[24, 25]));
    assert_eq!(shared(&pottery, &sewing), 1, "both on the 24th");
    assert_eq!(shared(&pottery, &there(&shown(), 2, &[25])), 0, "another day");
    let namesake = shown().with("citizen_id", "027188009999");
    assert_eq!(shared(&pottery, &there(&namesake, 2, &[24])), 0, "another number");
    assert_eq!(shared(&there(&hang(), 1, &[24]), &there(&hang(), 2, &[24])), 1, "name, year and commune");
    assert_eq!(keys(shown().with("absent_on", days(&[24]))), Vec::<String>::new());
    assert_eq!(there(&Document::default().with("name", "Đỗ Thị Hằng"), 1, &[24]), Vec::<String>::new());
}
