//! Adjustments of a running project: a stop, a change to something that is named, and who decides on them.

use domain::id::RecordId;
use domain::record::Kind;
use domain::record::amendment::authority::{self, Authority};
use domain::role::Role;
use domain::value::{Document, Value};

use crate::office::{Office, PROJECT, away, commune};
use crate::scopes::visit;
use crate::stories::project;

#[test]
fn an_adjustment_stops_and_moves_its_project() {
    let mut office = Office::with(project("in_progress"));
    let asked = Document::default()
        .with("project", PROJECT.to_string())
        .with("changes", Value::List(vec![Value::text("lower_support"), Value::text("within_year")]))
        .with("request", "Mẫu lò mới rẻ hơn, lắp muộn một tháng")
        .with("new_support", 280_000_000)
        .with("new_end", "2026-12-31");
    let id = office.make(Role::CentreStaff, Kind::Amendment, asked).unwrap();
    office.act(Role::CentreStaff, id, "submit", &[]).unwrap();
    assert_eq!(office.doc(PROJECT).text("stage"), Some("adjusting"));
    assert_eq!(office.doc(PROJECT).text("holder"), Some("department"));
    assert_eq!(office.doc(id).text("authority"), Some("department"));
    office.act(Role::DepartmentStaff, id, "confirm", &[]).unwrap();
    let annex = [
        ("paper", Value::text("annex")),
        ("decision_no", Value::text("3/PLHĐ-KC")),
        ("decision_date", Value::text("2026-11-24")),
        ("decision_issuer", Value::text("Giám đốc Sở")),
    ];
    office.act(Role::DepartmentLeader, id, "grant", &annex).unwrap();
    let project = office.doc(PROJECT);
    assert_eq!(project.text("stage"), Some("in_progress"));
    assert_eq!(project.get("support_approved"), Some(&Value::Int(280_000_000)));
    assert_eq!(project.text("planned_end"), Some("2026-12-31"));
    assert_eq!(project.text("adjustment_no"), Some("3/PLHĐ-KC"));
}

fn asked(changes: &[&str]) -> Document {
    let list = changes.iter().map(|change| Value::text(*change)).collect();
    let mut doc = Document::default()
        .with("project", PROJECT.to_string())
        .with("request", "Đơn vị thụ hưởng không còn sản xuất");
    doc.set("changes", Some(Value::List(list)));
    doc
}

fn granted(office: &mut Office, asked: Document, more: &[(&str, Value)]) -> Result<RecordId, String> {
    let id = office.make(Role::DepartmentStaff, Kind::Amendment, asked)?;
    office.act(Role::DepartmentStaff, id, "submit", &[])?;
    // Another of the Department confirms: here the row is simply moved on.
    office.rows.get_mut(&id).unwrap().doc.set("stage", Some(Value::text("confirmed")));
    let mut given = vec![
        ("paper", Value::text("decision")),
        ("decision_no", Value::text("88/QĐ-UBND")),
        ("decision_date", Value::text("2026-11-24")),
        ("decision_issuer", Value::text("Chủ tịch UBND tỉnh")),
    ];
    given.retain(|(field, _)| more.iter().all(|(other, _)| other != field));
    given.extend_from_slice(more);
    office.act(Role::DepartmentLeader, id, "grant", &given).map(|()| id)
}

fn advance(office: &mut Office, amount: i64) {
    let paid = Document::default()
        .with("project", PROJECT.to_string())
        .with("entry", "advance")
        .with("requested", amount)
        .with("paid_amount", amount)
        .with("paid_on", "2026-09-01")
        .with("stage", "paid");
    office.lay(Kind::Disbursement, paid);
}

#[test]
fn a_granted_stop_ends_the_project_and_says_what_comes_back() {
    for stage in ["contracted", "in_progress", "suspended"] {
        let mut office = Office::with(project(stage));
        advance(&mut office, 100_000_000);
        let stop = || asked(&["stop"]).with("stop_reason", "idle");
        let unsaid = granted(&mut office, stop(), &[]);
        assert_eq!(unsaid, Err("problem.recovery_unsaid".to_owned()), "{stage}");
        let annex = [("paper", Value::text("annex")), ("recovery", Value::Int(0))];
        assert_eq!(granted(&mut office, stop(), &annex), Err("problem.stop_by_decision".to_owned()));
        let more = granted(&mut office, stop(), &[("recovery", Value::Int(100_000_001))]);
        assert_eq!(more, Err("problem.recovery_over_paid".to_owned()));
        granted(&mut office, stop(), &[("recovery", Value::Int(90_000_000))]).unwrap();
        let project = office.doc(PROJECT);
        assert_eq!(project.text("stage"), Some("stopped"), "{stage}");
        assert_eq!(project.text("holder"), Some("department"));
        assert_eq!(project.text("halt_no"), Some("88/QĐ-UBND"));
        assert_eq!(project.text("halt_date"), Some("2026-11-24"));
        assert_eq!(project.text("stage_reason"), Some("idle"));
        assert_eq!(project.get("recovery_amount"), Some(&Value::Int(90_000_000)));
    }
}

#[test]
fn a_stop_without_money_needs_no_recovery_and_no_other_stage_is_stopped() {
    let mut office = Office::with(project("in_progress"));
    granted(&mut office, asked(&["stop"]).with("stop_reason", "misused"), &[]).unwrap();
    assert_eq!(office.doc(PROJECT).text("stage"), Some("stopped"));
    let passed = project("accepted").with("acceptance_conclusion", "pass");
    let failed = project("accepted").with("acceptance_conclusion", "fail");
    let early = Err("problem.amendment_too_early".to_owned());
    for doc in [passed, project("approved"), project("settled"), project("stopped")] {
        let mut office = Office::with(doc);
        let stop = asked(&["stop"]).with("stop_reason", "misused");
        assert_eq!(granted(&mut office, stop, &[]).map(drop), early);
    }
    let mut office = Office::with(failed);
    assert_eq!(granted(&mut office, asked(&["technical"]), &[]).map(drop), early);
    granted(&mut office, asked(&["stop"]).with("stop_reason", "not_finished"), &[]).unwrap();
    assert_eq!(office.doc(PROJECT).text("stage"), Some("stopped"));
}

#[test]
fn a_change_says_to_what_and_the_project_becomes_it() {
    let mut office = Office::with(project("in_progress").with("norm_item", "line"));
    let vague = office.make(Role::CentreStaff, Kind::Amendment, asked(&["place"])).unwrap();
    let refused = office.act(Role::CentreStaff, vague, "submit", &[]);
    assert_eq!(refused, Err("refusal.invalid".to_owned()), "a place is said");
    let heir = domain::testing::facility("Xưởng gốm Phù Lãng", "09292");
    let heir = office.make(Role::CentreStaff, Kind::Facility, heir).unwrap();
    let changes = asked(&["beneficiary", "activity", "place", "partner"])
        .with("new_facility", heir.to_string())
        .with("new_activity", "demo_model")
        .with("new_place", "Thôn Đoàn Kết, xã Phù Lãng")
        .with("new_partner", "UBND xã Phù Lãng");
    granted(&mut office, changes, &[]).unwrap();
    let row = &office.rows[&PROJECT];
    assert_eq!(row.doc.text("facility"), Some(heir.to_string().as_str()));
    assert_eq!(row.parent, Some(heir));
    assert_eq!(row.doc.text("activity"), Some("demo_model"));
    assert_eq!(row.doc.get("norm_item"), None, "it was a part of the former activity");
    assert_eq!(row.doc.text("place"), Some("Thôn Đoàn Kết, xã Phù Lãng"));
    assert_eq!(row.doc.text("partner"), Some("UBND xã Phù Lãng"));
    assert_eq!(row.doc.text("stage"), Some("in_progress"));
}

/// What a project leaves where it was: the facility that gave up, its need, the visit that found it so.
#[test]
fn a_project_that_goes_to_another_commune_takes_everything_along_and_leaves_nothing() {
    let mut office = Office::with(project("in_progress").with("code", "KC-09292-0001"));
    let from: RecordId = office.doc(PROJECT).text("facility").unwrap().parse().unwrap();
    let laid = [
        (Kind::EstimateLine, Document::default().with("item", "Lò nung gas")),
        (Kind::Paper, Document::default().with("code", "s08").with("stage", "provided")),
        (Kind::Voucher, Document::default().with("number", "00000201").with("amount", 1_000_000)),
        (Kind::ProgressReport, Document::default().with("form", "3a").with("volume_pct", 40)),
        (Kind::Disbursement, Document::default().with("entry", "advance").with("stage", "draft")),
    ];
    let mut children: Vec<RecordId> = laid.into_iter().map(|(kind, doc)| office.lay(kind, doc)).collect();
    children.push(office.attach(Role::CentreStaff, PROJECT).unwrap());
    children.push(office.attach(Role::CentreStaff, children[1]).unwrap());
    let before: Vec<Document> = children.iter().map(|id| office.doc(*id).clone()).collect();
    let visit = visit(from).with("project", PROJECT.to_string());
    let visit = office.make(Role::CommuneOfficer, Kind::Visit, visit).unwrap();

    let heir = domain::testing::facility("Xưởng gốm Ngọc Thiện", "09190");
    let heir = office.make_away(Role::CentreStaff, Kind::Facility, heir).unwrap();
    let change = asked(&["beneficiary"]).with("new_facility", heir.to_string());
    let change = granted(&mut office, change, &[]).unwrap();
    children.push(change);

    let moved = office.row_in(&away(), PROJECT).unwrap();
    assert_eq!(moved.doc.text("facility"), Some(heir.to_string().as_str()));
    assert_eq!((moved.parent, moved.doc.text("commune_code")), (Some(heir), Some("09190")));
    assert_eq!(moved.doc.text("code"), Some("KC-09292-0001"), "a number once given stays");
    for (at, id) in children.iter().enumerate() {
        let there = office.row_in(&away(), *id).unwrap();
        assert_eq!(there.doc.text("commune_code"), Some("09190"));
        if let Some(was) = before.get(at) {
            let mut now = there.doc.clone();
            now.set("commune_code", Some(Value::text("09292")));
            assert_eq!(&now, was, "nothing of it is lost");
        }
        assert!(office.row_in(&commune(), *id).is_none(), "{:?} is left behind", there.kind);
    }
    assert!(office.row_in(&commune(), PROJECT).is_none());
    // What is kept under the old scope says that it went, and nothing else.
    assert_eq!(office.rows[&PROJECT].doc, Document::default());
    for id in [from, visit] {
        assert!(office.row_in(&commune(), id).is_some() && office.row_in(&away(), id).is_none());
    }

    let refused = office.edit(Role::CommuneOfficer, PROJECT, "place", "Thôn Thủ Công");
    assert!(refused.is_err(), "the old commune writes in it no longer");
    let report = children[3];
    office.edit_away(Role::CommuneOfficer, report, "difficulties", "Chờ thợ lắp máy").unwrap();
    assert_eq!(office.row_in(&away(), report).unwrap().doc.text("difficulties"), Some("Chờ thợ lắp máy"));
}

#[test]
fn a_change_of_before_the_typed_fields_goes_back_to_be_put_right() {
    let mut office = Office::with(project("in_progress"));
    let old = asked(&["beneficiary"]).with("new_party", "HTX khác").with("stage", "confirmed");
    let old = office.lay(Kind::Amendment, old);
    let given = [
        ("paper", Value::text("decision")),
        ("decision_no", Value::text("88/QĐ-UBND")),
        ("decision_date", Value::text("2026-11-24")),
        ("decision_issuer", Value::text("Giám đốc Sở")),
    ];
    let refused = office.act(Role::DepartmentLeader, old, "grant", &given);
    assert_eq!(refused, Err("problem.required".to_owned()));
    let why = [("stage_note", Value::text("Chọn cơ sở trong sổ"))];
    office.act(Role::DepartmentStaff, old, "return", &why).unwrap();
    let stranger = RecordId(uuid::Uuid::from_u128(77)).to_string();
    office.edit(Role::CentreStaff, old, "new_facility", stranger).unwrap();
    let refused = office.act(Role::CentreStaff, old, "submit", &[]);
    assert_eq!(refused, Err("problem.not_in_book".to_owned()));
}

#[test]
fn who_decides_on_an_adjustment() {
    let ask = |changes: &[&str], more: Document| {
        let list = changes.iter().map(|change| Value::text(*change)).collect();
        let mut doc = more;
        doc.set("changes", Some(Value::List(list)));
        doc
    };
    let none = Document::default;
    let of = |funding: &str, kind: &str, asked: Document| {
        authority::of(&project("in_progress").with("funding", funding).with("project_kind", kind), &asked)
    };
    assert_eq!(of("national", "named", ask(&["raise_support"], none())), Authority::Ministry);
    assert_eq!(of("national", "named", ask(&["stop"], none())), Authority::Ministry);
    assert_eq!(of("national", "named", ask(&["place"], none())), Authority::Agency);
    assert_eq!(of("national", "group", ask(&["place", "beneficiary"], none())), Authority::Department);
    assert_eq!(of("national", "group", ask(&["place", "within_year"], none())), Authority::Agency);
    assert_eq!(of("local", "named", ask(&["activity"], none())), Authority::Province);
    assert_eq!(of("local", "named", ask(&["partner"], none())), Authority::Department);
    // What the figures say counts, said or not.
    let later = Document::default().with("new_end", "2027-01-31");
    assert_eq!(of("national", "named", ask(&["within_year"], later)), Authority::Ministry);
    let more = Document::default().with("new_support", 300_000_001);
    assert_eq!(of("local", "named", ask(&["technical"], more)), Authority::Province);
}
