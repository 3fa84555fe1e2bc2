//! The codes people choose from are those of the office in force on the day; what has ended stays readable.

use chrono::NaiveDate;
use domain::id::RecordId;
use domain::record::Kind;
use domain::record::field::Choice;
use domain::record::need::DeclineReason;
use domain::record::paper::list;
use domain::record::reference::code_entry::{label, offered};
use domain::record::visit::lists::FindingCode;
use domain::role::Role;
use domain::settlement::reason::ReturnReason;
use domain::validation::display::display_worded;
use domain::value::{Document, Value};
use domain::words::Lang;

use crate::office::{NOW, Office, PROJECT};
use crate::stories::{handed_over, papers, project};

fn entry(list: &str, code: &str, label: &str) -> Document {
    Document::default()
        .with("list_name", list)
        .with("code", code)
        .with("label", label)
        .with("valid_from", "2026-01-01")
        .with("legal_ref", "CV 12/SCT")
        .with("stage", "in_force")
}

fn entries() -> Vec<Document> {
    vec![
        entry("return_reason", "R02", "Hóa đơn sai tên"),
        entry("return_reason", "R05", "Thiếu dấu").with("stage", "ended").with("stage_since", "2026-11-01"),
        entry("return_reason", "R17", "Bản chụp thiếu trang"),
        entry("return_reason", "R18", "Chưa đến ngày").with("valid_from", "2027-01-01"),
        entry("return_reason", "R19", "Bản soạn").with("stage", "draft"),
        entry("finding", "F16", "Máy cho thuê lại"),
        entry("decline", "NOT_RIPE", "Chưa chín").with("stage", "ended").with("stage_since", "2026-11-01"),
    ]
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn what_is_offered_is_what_is_in_force_on_the_day() {
    let all = entries();
    let reasons = |on: &str| offered(&ReturnReason::LIST, &all, day(on));
    let today = reasons("2026-11-24");
    assert!(today.contains(&"r17".to_owned()) && today.contains(&"r01".to_owned()), "{today:?}");
    for ended in ["r05", "r18", "r19", "f16"] {
        assert!(!today.contains(&ended.to_owned()), "{ended}");
    }
    assert!(reasons("2026-10-31").contains(&"r05".to_owned()), "before it ended");
    assert!(reasons("2027-01-01").contains(&"r18".to_owned()));
    assert!(!reasons("2025-12-31").contains(&"r17".to_owned()));
    assert_eq!(offered(&FindingCode::LIST, &all, NOW.day()).last().unwrap(), "f16");
    assert!(!offered(&DeclineReason::LIST, &all, NOW.day()).contains(&"not_ripe".to_owned()));
    assert_eq!(offered(&ReturnReason::LIST, &[], NOW.day()), ReturnReason::LIST.codes);
}

#[test]
fn an_old_record_still_says_its_words() {
    let all = entries();
    let words = |code: &str| label(&ReturnReason::LIST, &all, code);
    assert_eq!(words("r05").unwrap(), "Thiếu dấu");
    assert_eq!(words("r17").unwrap(), "Bản chụp thiếu trang");
    assert_eq!(words("r01"), None, "the words of the product");
    let ty = Kind::Paper.spec().field("return_reasons").unwrap().ty;
    let value = Value::List(["r01", "r05", "r17"].map(Value::text).to_vec());
    let shown = display_worded(&ty, &value, Lang::Vi, &|list, code| label(list, &all, code));
    assert!(shown.ends_with("Thiếu dấu, Bản chụp thiếu trang"), "{shown}");
    assert!(!shown.starts_with("r01"), "{shown}");
}

fn office() -> (Office, RecordId) {
    let mut office = Office::with(project("in_progress"));
    for (n, entry) in (0_u8..).zip(entries()) {
        office.put_in(Kind::CodeEntry, RecordId::named("code", &n.to_string()), entry);
    }
    for (id, paper) in papers(office.doc(PROJECT)) {
        office.make_as(Role::CentreStaff, Kind::Paper, id, paper).unwrap();
    }
    let paper = list::paper_id(PROJECT, "s03");
    office.act(Role::CentreStaff, paper, "provide", &handed_over()).unwrap();
    (office, paper)
}

#[test]
fn a_paper_goes_back_for_a_reason_in_force() {
    let back = |code: &str| {
        let (mut office, paper) = office();
        let reasons = [("return_reasons", Value::List(vec![Value::text(code)]))];
        office.act(Role::Finance, paper, "return", &reasons)
    };
    assert_eq!(back("r17"), Ok(()), "added by the office");
    assert_eq!(back("r01"), Ok(()), "of the product");
    for refused in ["r05", "r18", "r99"] {
        assert_eq!(back(refused), Err("problem.code_ended".to_owned()), "{refused}");
    }
    assert_eq!(back("Lý do gì"), Err("refusal.invalid".to_owned()), "no code");
}

#[test]
fn a_need_is_declined_for_a_reason_in_force() {
    let (mut office, _) = office();
    let facility = office.all(Kind::Facility).remove(0).0;
    let mut decline = |code: &str| {
        let need = Document::default()
            .with("facility", facility.to_string())
            .with("activity", "machine")
            .with("wish", "Máy nghiền men")
            .with("year", 2027)
            .with("estimated_cost", 360_000_000)
            .with("knows_paid_after", true)
            .with("no_double_support", true)
            .with("surveyed_on", "2026-11-20")
            .with("recommended", false)
            .with("stage", "surveyed");
        let id = RecordId::named("need", code);
        office.put_in(Kind::Need, id, need.with("commune_code", "09292"));
        office.act(Role::CentreStaff, id, "decline", &[("decline_reason", Value::text(code))])
    };
    assert_eq!(decline("budget"), Ok(()));
    assert_eq!(decline("not_ripe"), Err("problem.code_ended".to_owned()));
}
