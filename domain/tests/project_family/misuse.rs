//! A severe finding of a visit: what it holds back, and what answers it.

use domain::id::RecordId;
use domain::record::Kind;
use domain::record::project::misuse::unanswered;
use domain::role::Role;
use domain::value::{Document, Value};

use crate::office::{Office, PROJECT};
use crate::stories::project;
use crate::waiting::refused;

const SEVERE: &[(&str, &str)] = &[("code", "f04"), ("severity", "severe")];

/// A visit to the project that was signed and found this.
fn found(office: &mut Office, on: &str, finding: &[(&str, &str)]) -> RecordId {
    let visit = office.visited("surprise", on, 80);
    let row = finding.iter().map(|(name, value)| ((*name).to_owned(), Value::text(*value))).collect();
    let rows = Value::List(vec![Value::Map(row)]);
    office.rows.get_mut(&visit).unwrap().doc.set("findings", Some(rows));
    visit
}

fn checked() -> Office {
    let doc =
        project("post_check").with("year_settlement_date", "2026-03-20").with("post_check_on", "2026-11-20");
    let mut office = Office::with(doc);
    office.visited("post_check", "2026-11-01", 100);
    office
}

fn close(office: &mut Office, why: Option<&str>) -> Result<(), String> {
    let given: Vec<_> = why.map(|why| ("stage_note", Value::text(why))).into_iter().collect();
    office.act(Role::CentreStaff, PROJECT, "close", &given)
}

#[test]
fn nothing_is_closed_beside_a_severe_finding_without_a_word() {
    let mut office = checked();
    found(&mut office, "2026-11-10", SEVERE);
    assert_eq!(close(&mut office, None), refused("severe_finding"));
    assert_eq!(close(&mut office, Some("Máy đã trả về xưởng, có ảnh")), Ok(()));
    let mut office = checked();
    found(&mut office, "2026-11-10", &[("code", "f14"), ("severity", "minor")]);
    assert_eq!(close(&mut office, None), Ok(()), "a sign that is missing");
    let mut office = checked();
    found(&mut office, "2026-11-10", SEVERE);
    office.visited("surprise", "2026-11-11", 100);
    assert_eq!(close(&mut office, None), Ok(()), "a later visit has seen it put right");
}

#[test]
fn what_is_suspended_for_a_severe_finding_names_its_visit() {
    let mut office = Office::with(project("in_progress"));
    let visit = found(&mut office, "2026-11-10", SEVERE);
    let halt = [
        ("stage_reason", Value::text("not_as_contracted")),
        ("halt_no", Value::text("60/QĐ-SCT")),
        ("halt_date", Value::text("2026-11-12")),
    ];
    office.act(Role::DepartmentLeader, PROJECT, "suspend", &halt).unwrap();
    assert_eq!(office.doc(PROJECT).text("halt_visit"), Some(visit.to_string().as_str()));
    office.act(Role::DepartmentLeader, PROJECT, "resume", &[]).unwrap();
    let open =
        |office: &Office| unanswered((PROJECT, office.doc(PROJECT)), &Held(office)).map(|(visit, _)| visit);
    assert_eq!(open(&office), None, "it was answered");
    let again = found(&mut office, "2026-11-20", SEVERE);
    assert_eq!(open(&office), Some(again));
    let mut plain = Office::with(project("in_progress"));
    plain.act(Role::DepartmentLeader, PROJECT, "suspend", &halt).unwrap();
    assert_eq!(plain.doc(PROJECT).get("halt_visit"), None, "for another reason");
}

#[test]
fn money_is_asked_back_on_the_visit() {
    let mut office = checked();
    let paid = Some(Value::Int(300_000_000));
    office.rows.get_mut(&PROJECT).unwrap().doc.set("paid", paid);
    let visit = found(&mut office, "2026-11-10", SEVERE);
    let given = [("stage_reason", Value::text("misused")), ("recovery_amount", Value::Int(300_000_000))];
    office.act(Role::Inspector, PROJECT, "recover", &given).unwrap();
    assert_eq!(office.doc(PROJECT).text("halt_visit"), Some(visit.to_string().as_str()));
}

/// What the office holds.
struct Held<'a>(&'a Office);

impl domain::record::family::Kin for Held<'_> {
    fn get(&self, id: RecordId) -> Option<(Kind, Document)> {
        let row = self.0.rows.get(&id)?;
        Some((row.kind.known()?, row.doc.clone()))
    }

    fn children(&self, of: RecordId, kind: Kind) -> Vec<(RecordId, Document)> {
        let mut all = self.0.all(kind);
        all.retain(|(id, _)| self.0.rows[id].parent == Some(of));
        all
    }

    fn all(&self, kind: Kind) -> Vec<(RecordId, Document)> {
        self.0.all(kind)
    }
}
