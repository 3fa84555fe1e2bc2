//! The papers before the contract: a project is sent with its list drawn up and complete, approved on its
//! appraisal, and sent back once with everything that is wrong with them.

use domain::record::Kind;
use domain::record::paper::list;
use domain::role::Role;
use domain::value::{Document, Value};

use crate::office::{Office, PROJECT};
use crate::stories::{handed_over, project};
use crate::waiting::{draw_up, of, refused};

const LONG: &str = "Cắt nhanh gấp đôi, bớt cắt tay, thợ không phải khuân phôi nhiều lần trong ngày";

/// A project that could be sent but for its papers.
fn draft() -> Document {
    let mut draft = project("draft")
        .with("method", "selection")
        .with("implementing_unit", "centre")
        .with("request_on", "2026-11-20")
        .with("plan_year", 2027)
        .with("planned_start", "2026-11-25")
        .with("no_double_support", true)
        .with("goal", LONG);
    for field in ["contract_date", "contract_no", "decision_date", "billing"] {
        draft.set(field, None);
    }
    draft
}

fn provide(office: &mut Office, role: Role, code: &str) -> Result<(), String> {
    office.act(role, list::paper_id(PROJECT, code), "provide", &handed_over())
}

fn submit(office: &mut Office) -> Result<(), String> {
    office.act(Role::CentreStaff, PROJECT, "submit", &[])
}

#[test]
fn a_project_is_sent_with_its_list_drawn_up_and_complete() {
    let mut uncommitted = draft();
    uncommitted.set("no_double_support", None);
    let mut office = Office::with(uncommitted);
    assert_eq!(submit(&mut office), refused("not_committed"), "other money of the State?");
    office.edit(Role::CentreStaff, PROJECT, "no_double_support", true).unwrap();
    assert_eq!(submit(&mut office), refused("no_paper_list"));
    let papers = of(&office, "register");
    draw_up(&mut office, &papers);
    assert_eq!(submit(&mut office), refused("papers_lacking"));
    for code in ["reg01", "reg02", "reg03", "reg04"] {
        provide(&mut office, Role::CentreStaff, code).unwrap();
    }
    assert_eq!(submit(&mut office), Ok(()), "of the annexes nobody has said that they are needed");
}

#[test]
fn a_list_before_the_contract_leaves_nothing_out() {
    let mut office = Office::with(draft());
    let mut papers = of(&office, "register");
    papers.retain(|(_, doc)| doc.text("code") != Some("reg02"));
    draw_up(&mut office, &papers);
    for code in ["reg01", "reg03", "reg04"] {
        provide(&mut office, Role::CentreStaff, code).unwrap();
    }
    assert_eq!(submit(&mut office), refused("list_lacks"));
}

#[test]
fn where_no_template_asks_for_papers_none_are_waited_for() {
    let mut office = Office::with(draft());
    // The office has lists of its own, and none of them is for an application.
    let settlement = Document::default()
        .with("name", "Quyết toán")
        .with("phase", "settle")
        .with("papers", Value::List(vec![]))
        .with("valid_from", "2026-01-01")
        .with("legal_ref", "QĐ 12/2026/QĐ-UBND")
        .with("stage", "in_force");
    office.lay(Kind::ChecklistTemplate, settlement);
    assert_eq!(submit(&mut office), Ok(()));
}

#[test]
fn a_project_of_the_offices_has_no_beneficiary_to_ask_for_papers() {
    let mut office = Office::with(draft());
    let doc = &mut office.rows.get_mut(&PROJECT).unwrap().doc;
    doc.set("facility", None);
    doc.set("activity", Some(Value::text("fair_org")));
    let papers = of(&office, "register");
    draw_up(&mut office, &papers);
    provide(&mut office, Role::CentreStaff, "reg01").unwrap();
    assert_eq!(submit(&mut office), refused("papers_lacking"));
    provide(&mut office, Role::CentreStaff, "reg02").unwrap();
    assert_eq!(submit(&mut office), Ok(()));
}

#[test]
fn a_project_is_approved_on_the_papers_of_its_appraisal() {
    let mut planned = project("planned")
        .with("base_minutes_no", "11/BB-TĐCS")
        .with("base_minutes_on", "2026-11-10")
        .with("upper_minutes_no", "31/BB-TĐ")
        .with("upper_minutes_on", "2026-11-12");
    for field in ["decision_date", "contract_no", "contract_date", "billing"] {
        planned.set(field, None);
    }
    let mut office = Office::with(planned);
    let approve = |office: &mut Office| {
        let decision = [
            ("decision_no", Value::text("427/QĐ-UBND")),
            ("decision_date", Value::text("2026-11-20")),
            ("decision_issuer", Value::text("UBND tỉnh Bắc Ninh")),
            ("support_approved", Value::Int(300_000_000)),
        ];
        office.act(Role::DepartmentLeader, PROJECT, "approve", &decision)
    };
    assert_eq!(approve(&mut office), refused("no_paper_list"));
    let papers = of(&office, "appraise");
    draw_up(&mut office, &papers);
    let by_centre = provide(&mut office, Role::CentreStaff, "app01");
    assert_eq!(by_centre, Err("refusal.wrong_role".to_owned()), "the sheet is the Department's");
    provide(&mut office, Role::DepartmentStaff, "app01").unwrap();
    provide(&mut office, Role::DepartmentStaff, "app04").unwrap();
    assert_eq!(approve(&mut office), refused("papers_lacking"));
    provide(&mut office, Role::DepartmentStaff, "app05").unwrap();
    assert_eq!(approve(&mut office), Ok(()), "minutes and decision are in the book");
}

#[test]
fn a_return_waits_until_every_paper_was_looked_at() {
    let mut office = Office::with(draft());
    let papers = of(&office, "register");
    draw_up(&mut office, &papers);
    for code in ["reg01", "reg02", "reg03", "reg04"] {
        provide(&mut office, Role::CentreStaff, code).unwrap();
    }
    submit(&mut office).unwrap();
    let back = |office: &mut Office| {
        let given = [("stage_reason", Value::text("paper_missing")), ("due_on", Value::text("2026-12-05"))];
        office.act(Role::DepartmentStaff, PROJECT, "return", &given)
    };
    let judge = |office: &mut Office, code: &str, reasons: &[&str]| {
        let paper = list::paper_id(PROJECT, code);
        match reasons {
            [] => office.act(Role::DepartmentStaff, paper, "verify", &[]),
            _ => {
                let reasons = Value::List(reasons.iter().copied().map(Value::text).collect());
                office.act(Role::DepartmentStaff, paper, "return", &[("return_reasons", reasons)])
            }
        }
        .unwrap();
    };
    judge(&mut office, "reg02", &["r05", "r15"]);
    assert_eq!(back(&mut office), refused("papers_unchecked"));
    for code in ["reg01", "reg03", "reg04"] {
        judge(&mut office, code, &[]);
    }
    assert_eq!(back(&mut office), Ok(()));
    assert_eq!(submit(&mut office), refused("papers_lacking"));
    provide(&mut office, Role::CentreStaff, "reg02").unwrap();
    assert_eq!(submit(&mut office), Ok(()), "what was good is not asked for again");
}

#[test]
fn a_settlement_goes_back_with_everything_that_is_wrong() {
    let settling =
        project("settling").with("acceptance_no", "15/BB-NT").with("acceptance_date", "2026-11-20");
    let mut office = Office::with(settling);
    let papers = of(&office, "settle");
    draw_up(&mut office, &papers);
    for code in ["s03", "s04"] {
        provide(&mut office, Role::CentreStaff, code).unwrap();
    }
    let back = |office: &mut Office| {
        office.act(
            Role::Finance,
            PROJECT,
            "return_settlement",
            &[("stage_reason", Value::text("paper_wrong"))],
        )
    };
    let reasons = [("return_reasons", Value::List(vec![Value::text("r05")]))];
    office.act(Role::Finance, list::paper_id(PROJECT, "s03"), "return", &reasons).unwrap();
    assert_eq!(back(&mut office), refused("papers_unchecked"));
    office.act(Role::Finance, list::paper_id(PROJECT, "s04"), "verify", &[]).unwrap();
    assert_eq!(back(&mut office), Ok(()));
    let holder = |office: &Office| office.rows[&PROJECT].doc.text("holder").map(str::to_owned);
    assert_eq!(holder(&office).as_deref(), Some("unit"), "it lies with the unit until it comes again");
    assert_eq!(back(&mut office), Err("refusal.settlement_came_back".to_owned()));
    let again = |office: &mut Office, role| office.act(role, PROJECT, "resubmit_settlement", &[]);
    assert_eq!(again(&mut office, Role::Finance), Err("refusal.wrong_role".to_owned()));
    assert_eq!(again(&mut office, Role::CentreStaff), Ok(()));
    assert_eq!(holder(&office).as_deref(), Some("finance"));
    assert_eq!(again(&mut office, Role::CentreStaff), Err("refusal.settlement_is_there".to_owned()));
}

#[test]
fn what_the_project_itself_asks_for_is_not_left_out() {
    let mut office = Office::with(project("in_progress"));
    let papers = of(&office, "settle");
    draw_up(&mut office, &papers);
    let exclude = |office: &mut Office, code: &str| {
        office.act(Role::CentreStaff, list::paper_id(PROJECT, code), "exclude", &[])
    };
    assert_eq!(exclude(&mut office, "s03"), Err("refusal.paper_required".to_owned()));
    assert_eq!(exclude(&mut office, "s14"), refused("paper_required"), "a counterpart is committed");
    assert_eq!(exclude(&mut office, "s07"), refused("paper_required"), "the unit lists its vouchers");
    assert_eq!(exclude(&mut office, "s08"), Ok(()), "there is no invoice");
}
