//! Who sees the files of a record: who sees the record, and nobody besides.

use domain::id::{RecordId, ScopeId, UserId};
use domain::record::Kind;
use domain::role::Role;
use domain::value::{Document, Value};
use uuid::Uuid;

use crate::office::{Office, PROJECT};

const OWNER: UserId = UserId(Uuid::from_u128(7));

fn owned() -> (Office, RecordId) {
    let mut office = Office::with(Document::default().with("stage", "in_progress"));
    let facility: RecordId = office.doc(PROJECT).text("facility").unwrap().parse().unwrap();
    for id in [facility, PROJECT] {
        office.rows.get_mut(&id).unwrap().doc.set("owner_account", Some(Value::Text(OWNER.to_string())));
    }
    (office, facility)
}

/// A photo of an empty place, and a signature.
pub fn visit(facility: RecordId) -> Document {
    let inspector = [("name".to_owned(), Value::text("Nguyễn Thị Hường"))];
    Document::default()
        .with("facility", facility.to_string())
        .with("visit_kind", "scheduled")
        .with("visited_on", "2026-11-24")
        .with("started_at", 1_795_484_460_000)
        .with("ended_at", 1_795_487_400_000)
        .with("inspectors", Value::List(vec![Value::Map(inspector.into())]))
        .with("lat", 211_352_000)
        .with("lng", 1_062_581_000)
        .with("conclusion", "not_found")
        .with("remarks", "Không thấy xưởng.")
        .with("inspector_signed", "Nguyễn Thị Hường")
}

#[test]
fn what_belongs_to_a_visit_is_not_its_owners_before_it_is_signed() {
    let (mut office, facility) = owned();
    let visit = office.make(Role::CommuneOfficer, Kind::Visit, visit(facility)).unwrap();
    let photo = office.attach_as(Role::CommuneOfficer, visit, "overall").unwrap();
    let signature = office.attach_as(Role::CommuneOfficer, visit, "signature_inspector").unwrap();
    let asked = Document::default()
        .with("visit", visit.to_string())
        .with("text", "Chuyển máy về xưởng")
        .with("due_on", "2026-12-15")
        .with("who", "owner")
        .with("who_name", "Vũ Văn Hoạch");
    let asked = office.make(Role::CommuneOfficer, Kind::Recommendation, asked).unwrap();
    let all = [visit, photo, signature, asked];
    let seen = |office: &Office, id| office.is_in(&ScopeId::owner(OWNER), id);
    assert!(all.iter().all(|id| !seen(&office, *id)), "nobody is told of a visit before it is made");
    office.act(Role::CommuneOfficer, visit, "sign", &[]).unwrap();
    for id in all {
        assert!(seen(&office, id), "{:?}", office.rows[&id].kind);
    }
}

#[test]
fn the_owner_sees_the_files_of_what_is_theirs_to_see() {
    let (mut office, _) = owned();
    let file = office.attach(Role::CentreStaff, PROJECT).unwrap();
    assert!(office.is_in(&ScopeId::owner(OWNER), file));
    assert!(office.is_in(&ScopeId::commune("09292"), file));
}

#[test]
fn a_record_of_the_offices_gives_its_files_no_commune() {
    let tour = Document::default().with("commune_code", "09292").with("owner_account", OWNER.to_string());
    let nowhere = [("commune_code", None), ("owner_account", None)];
    assert_eq!(domain::record::place_of(Kind::StudyTour, &tour), nowhere);
    assert_ne!(domain::record::place_of(Kind::Voucher, &tour), nowhere);
}
