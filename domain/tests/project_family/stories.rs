//! Single stories: a list of papers on two devices, one return with every reason, an estimate that adds up, a
//! settlement that waits for its papers.

use domain::id::RecordId;
use domain::record::Kind;
use domain::record::paper::list::{self, Dossier, Moment, Rules};
use domain::record::project::lists::Holder;
use domain::role::Role;
use domain::settlement::template::ListPhase;
use domain::value::{Document, Value};

use crate::office::{NOW, Office, PROJECT};

/// Every paper that can be drawn up now, by the lists that come with the product.
pub fn drawn(project: &Document) -> Vec<(RecordId, Document)> {
    let templates = list::proposed(project);
    let rules = Rules { templates: &templates, deadlines: &[], made_on: NOW.day() };
    list::drawn_up(PROJECT, project, &rules)
}

/// Those of the settlement, of which most stories are.
pub fn papers(project: &Document) -> Vec<(RecordId, Document)> {
    let mut drawn = drawn(project);
    drawn.retain(|(_, doc)| doc.text("phase") == Some("settle"));
    drawn
}

pub fn project(stage: &str) -> Document {
    Document::default()
        .with("title", "Lò nung gas thay lò củi")
        .with("activity", "machine")
        .with("funding", "local")
        .with("project_kind", "named")
        .with("total_investment", 1_000_000_000)
        .with("counterpart", 700_000_000)
        .with("counterpart_committed", true)
        .with("support_requested", 300_000_000)
        .with("support_approved", 300_000_000)
        .with("planned_end", "2026-12-01")
        .with("decision_date", "2026-05-04")
        .with("contract_no", "27/HĐ-KC")
        .with("contract_date", "2026-05-15")
        .with("billing", "voucher_list")
        .with("stage", stage)
}

fn draw_up(office: &mut Office, role: Role) {
    for (id, paper) in papers(&office.doc(PROJECT).clone()) {
        office.make_as(role, Kind::Paper, id, paper).unwrap();
    }
}

pub fn handed_over() -> [(&'static str, Value); 2] {
    [("handed_to", Value::text("Nguyễn Thị Kế")), ("handed_on", Value::text("2026-11-24"))]
}

pub fn dossier(office: &Office, moment: Moment) -> Dossier {
    let papers = office.all(Kind::Paper);
    Dossier::read(office.doc(PROJECT), &papers, ListPhase::Settle, (moment, NOW.day())).unwrap()
}

#[test]
fn a_list_drawn_up_on_two_devices_is_one_list() {
    let mut office = Office::with(project("in_progress"));
    draw_up(&mut office, Role::CentreStaff);
    let once = office.all(Kind::Paper);
    let paper = once.iter().find(|(_, doc)| doc.text("code") == Some("s03")).map(|(id, _)| *id).unwrap();
    office.attach(Role::CentreStaff, paper).unwrap();
    office.act(Role::CentreStaff, paper, "provide", &[("doc_no", Value::text("12/BC-TTKC"))]).unwrap();
    let before = office.all(Kind::Paper);
    draw_up(&mut office, Role::CentreStaff);
    assert_eq!(office.all(Kind::Paper), before, "the second device changes nothing");
    assert_eq!(once.len(), before.len());
}

#[test]
fn a_list_neither_grows_nor_shrinks_nor_changes() {
    let mut office = Office::with(project("in_progress"));
    draw_up(&mut office, Role::CentreStaff);
    let (id, doc) = papers(office.doc(PROJECT)).remove(0);
    let fixed = Err("problem.list_fixed".to_owned());
    assert_eq!(office.edit(Role::CentreStaff, id, "label", "Giấy khác"), fixed);
    assert_eq!(office.delete(Role::CentreStaff, id), fixed);
    let more = doc.with("code", "s99").with("label", "Thêm một giấy");
    assert_eq!(office.make(Role::CentreStaff, Kind::Paper, more).map(drop), fixed);
}

#[test]
fn no_list_before_the_contract() {
    let mut early = project("approved");
    early.set("contract_date", None);
    assert_eq!(papers(&early), []);
    let mut office = Office::with(early);
    let (id, paper) = papers(&project("contracted")).remove(0);
    let made = office.make_as(Role::CentreStaff, Kind::Paper, id, paper);
    assert_eq!(made, Err("problem.list_fixed".to_owned()));
}

#[test]
fn a_paper_goes_back_once_with_every_reason() {
    let mut office = Office::with(project("in_progress"));
    draw_up(&mut office, Role::CentreStaff);
    let paper = list::paper_id(PROJECT, "s10_contract");
    office.attach(Role::FacilityOwner, paper).unwrap();
    office.act(Role::FacilityOwner, paper, "provide", &[]).unwrap();
    let none = office.act(Role::Finance, paper, "return", &[]);
    assert_eq!(none, Err("refusal.missing".to_owned()));
    let reasons = Value::List(vec![Value::text("r02"), Value::text("r05")]);
    office.act(Role::Finance, paper, "return", &[("return_reasons", reasons.clone())]).unwrap();
    assert_eq!(office.doc(paper).get("return_reasons"), Some(&reasons));
    assert!(dossier(&office, Moment::Running).lacking().contains(&"s10_contract".to_owned()));
    office.act(Role::CommuneOfficer, paper, "provide", &[]).unwrap();
    assert_eq!(office.doc(paper).get("return_reasons"), None);
    office.act(Role::Finance, paper, "verify", &[]).unwrap();
    let again = office.act(Role::Finance, paper, "return", &[("return_reasons", reasons)]);
    assert_eq!(again, Err("refusal.wrong_stage".to_owned()), "each paper is checked once");
}

#[test]
fn a_paper_is_handed_in_with_a_file_or_as_an_original() {
    let mut office = Office::with(project("in_progress"));
    draw_up(&mut office, Role::CentreStaff);
    let [report, contract] = ["s03", "s10_contract"].map(|code| list::paper_id(PROJECT, code));
    let bare = Err("problem.paper_bare".to_owned());
    assert_eq!(office.act(Role::CentreStaff, report, "provide", &[]), bare);
    let [to, on] = handed_over();
    let half = office.act(Role::CentreStaff, report, "provide", &[to]);
    assert_eq!(half, Err("refusal.invalid".to_owned()), "to whom, and when");
    let future = [handed_over()[0].clone(), ("handed_on", Value::text("2026-11-25"))];
    assert_eq!(office.act(Role::CentreStaff, report, "provide", &future), Err("refusal.invalid".to_owned()));
    office.act(Role::CentreStaff, report, "provide", &[handed_over()[0].clone(), on]).unwrap();
    office.attach(Role::FacilityOwner, contract).unwrap();
    office.act(Role::FacilityOwner, contract, "provide", &[]).unwrap();
    // An original that went back is handed over anew; a picture is still there.
    let reasons = [("return_reasons", Value::List(vec![Value::text("r05")]))];
    for paper in [report, contract] {
        office.act(Role::Finance, paper, "return", &reasons).unwrap();
    }
    assert_eq!(office.act(Role::CentreStaff, report, "provide", &[]), bare);
    office.act(Role::FacilityOwner, contract, "provide", &[]).unwrap();
}

#[test]
fn what_is_looked_at_keeps_its_files() {
    let mut office = Office::with(project("in_progress"));
    draw_up(&mut office, Role::CentreStaff);
    let paper = list::paper_id(PROJECT, "s10_contract");
    let first = office.attach(Role::FacilityOwner, paper).unwrap();
    office.delete(Role::FacilityOwner, first).unwrap();
    let second = office.attach(Role::FacilityOwner, paper).unwrap();
    office.act(Role::FacilityOwner, paper, "provide", &[]).unwrap();
    let closed = Err("problem.files_closed".to_owned());
    assert_eq!(office.delete(Role::FacilityOwner, second), closed);
    office.attach(Role::FacilityOwner, paper).unwrap();
    office.act(Role::Finance, paper, "verify", &[]).unwrap();
    assert_eq!(office.attach(Role::FacilityOwner, paper).map(drop), closed);
}

#[test]
fn each_hands_in_their_own_papers_and_judges_none_of_them() {
    let mut office = Office::with(project("in_progress"));
    draw_up(&mut office, Role::CentreStaff);
    let wrong = Err("refusal.wrong_role".to_owned());
    let provide = |office: &mut Office, role, code: &str| {
        office.act(role, list::paper_id(PROJECT, code), "provide", &handed_over())
    };
    // The report is the unit's, the contract of the purchase the owner's.
    for role in [Role::FacilityOwner, Role::CommuneOfficer, Role::Finance, Role::DepartmentStaff] {
        assert_eq!(provide(&mut office, role, "s03"), wrong, "{role:?}");
    }
    provide(&mut office, Role::CentreStaff, "s03").unwrap();
    assert_eq!(provide(&mut office, Role::Finance, "s10_contract"), wrong);
    provide(&mut office, Role::CommuneOfficer, "s10_contract").unwrap();
    provide(&mut office, Role::FacilityOwner, "s10_acceptance").unwrap();
    // A list of the province may ask the accountant for a paper: the Department looks at it.
    let own = list::paper_id(PROJECT, "s04");
    office.rows.get_mut(&own).unwrap().doc.set("provider", Some(Value::text("finance")));
    provide(&mut office, Role::Finance, "s04").unwrap();
    let verify = |office: &mut Office, role, paper| office.act(role, paper, "verify", &[]);
    assert_eq!(verify(&mut office, Role::Finance, own), wrong);
    verify(&mut office, Role::DepartmentStaff, own).unwrap();
    // Papers of money are the accountant's to look at, those of the acceptance the Department's.
    let money = list::paper_id(PROJECT, "s03");
    assert_eq!(verify(&mut office, Role::DepartmentStaff, money), wrong);
    verify(&mut office, Role::Finance, money).unwrap();
    let acceptance = list::paper_id(PROJECT, "s10_contract");
    office.rows.get_mut(&acceptance).unwrap().doc.set("phase", Some(Value::text("accept")));
    assert_eq!(verify(&mut office, Role::Finance, acceptance), wrong);
    verify(&mut office, Role::DepartmentStaff, acceptance).unwrap();
}

#[test]
fn a_beneficiary_that_carries_it_out_hands_in_the_papers_of_the_unit() {
    let own = project("in_progress").with("implementing_unit", "facility");
    let provider = |project: &Document, code: &str| {
        let (_, doc) =
            papers(project).into_iter().find(|(id, _)| *id == list::paper_id(PROJECT, code)).unwrap();
        doc.text("provider").map(str::to_owned)
    };
    assert_eq!(provider(&own, "s03").as_deref(), Some("owner"));
    assert_eq!(provider(&project("in_progress"), "s03").as_deref(), Some("unit"));
}

#[test]
fn files_join_what_takes_files_by_those_who_work_on_it() {
    let mut office = Office::with(project("in_progress"));
    draw_up(&mut office, Role::CentreStaff);
    let refused = Err("Right".to_owned());
    assert_eq!(office.attach(Role::FacilityOwner, PROJECT).map(drop), refused, "it only reads the project");
    assert_eq!(office.attach(Role::CouncilMember, list::paper_id(PROJECT, "s03")).map(drop), refused);
    assert_eq!(office.attach(Role::Admin, PROJECT).map(drop), refused);
    office.attach(Role::CentreStaff, PROJECT).unwrap();
    office.attach(Role::Finance, PROJECT).unwrap();
    let line = Document::default()
        .with("project", PROJECT.to_string())
        .with("item", "Lò nung gas 8 m³")
        .with("unit", "lò")
        .with("quantity", 100)
        .with("price", 1_000)
        .with("support", 1_000)
        .with("counterpart", 0);
    office.rows.get_mut(&PROJECT).unwrap().doc.set("stage", Some(Value::text("draft")));
    let line = office.make(Role::CentreStaff, Kind::EstimateLine, line).unwrap();
    let none = office.attach(Role::CentreStaff, line).map(drop);
    assert_eq!(none, Err("problem.no_files_here".to_owned()), "a line of an estimate has no files");
}

#[test]
fn only_a_leader_waives_and_says_why() {
    let mut office = Office::with(project("in_progress"));
    draw_up(&mut office, Role::CentreStaff);
    let paper = list::paper_id(PROJECT, "s09");
    let why = [("stage_note", Value::text("Chứng từ gốc nộp ở đề án trước"))];
    assert_eq!(office.act(Role::Finance, paper, "waive", &why), Err("refusal.wrong_role".to_owned()));
    assert_eq!(office.act(Role::DepartmentLeader, paper, "waive", &[]), Err("refusal.missing".to_owned()));
    office.act(Role::DepartmentLeader, paper, "waive", &why).unwrap();
    assert!(dossier(&office, Moment::Running).is_there("s09"));
    let needed = office.act(Role::CentreStaff, list::paper_id(PROJECT, "s03"), "exclude", &[]);
    assert_eq!(needed, Err("refusal.paper_required".to_owned()));
}

#[test]
fn what_the_book_holds_is_not_asked_again() {
    let mut office = Office::with(project("in_progress"));
    draw_up(&mut office, Role::CentreStaff);
    let dossier = dossier(&office, Moment::Running);
    assert!(dossier.is_there("s01"), "the contract is in the book");
    assert!(!dossier.is_there("s02"), "nothing was accepted yet");
    assert_eq!(dossier.is_required("s08"), Some(false), "this unit issues no invoice");
}

#[test]
fn who_is_waited_for_has_waited_since_it_came_to_them() {
    let mut office = Office::with(project("in_progress").with("contract_date", "2026-05-15"));
    draw_up(&mut office, Role::CentreStaff);
    let waiting = |office: &Office| {
        let waiting = dossier(office, Moment::Running).waiting(NOW.day());
        waiting.map(|waiting| (waiting.holder, waiting.days))
    };
    assert_eq!(waiting(&office), None, "nothing is asked for before the acceptance");
    let rows = &mut office.rows;
    let accepted = &mut rows.get_mut(&PROJECT).unwrap().doc;
    for (field, value) in [("acceptance_no", "15/BB-NT"), ("acceptance_date", "2026-11-20")] {
        accepted.set(field, Some(Value::text(value)));
    }
    assert_eq!(waiting(&office), Some((Holder::Unit, 4)), "from the acceptance, not from the contract");
    for code in dossier(&office, Moment::Running).lacking() {
        office.act(Role::CentreStaff, list::paper_id(PROJECT, &code), "provide", &handed_over()).unwrap();
    }
    assert_eq!(waiting(&office), Some((Holder::Finance, 0)), "the last paper came today");
    let papers = office.all(Kind::Paper);
    let provided = papers.iter().filter(|(_, doc)| doc.text("stage") == Some("provided"));
    for (id, _) in provided {
        office.act(Role::Finance, *id, "verify", &[]).unwrap();
    }
    assert_eq!(waiting(&office), None, "what the book holds is looked at by nobody");
}

#[test]
fn a_settlement_waits_for_its_papers_and_for_money_under_way() {
    let accepted = project("accepted")
        .with("acceptance_no", "15/BB-NT")
        .with("acceptance_date", "2026-11-20")
        .with("acceptance_conclusion", "pass");
    let mut office = Office::with(accepted);
    let begin = [("settlement_dossier_on", Value::text("2026-11-24"))];
    let start = |office: &mut Office| office.act(Role::CentreStaff, PROJECT, "start_settlement", &begin);
    assert_eq!(start(&mut office), Err("problem.no_paper_list".to_owned()));
    draw_up(&mut office, Role::CentreStaff);
    assert_eq!(start(&mut office), Err("problem.papers_lacking".to_owned()));
    for code in dossier(&office, Moment::Running).lacking() {
        office.act(Role::CentreStaff, list::paper_id(PROJECT, &code), "provide", &handed_over()).unwrap();
    }
    assert_eq!(start(&mut office), Err("problem.checks_found".to_owned()), "no voucher of the counterpart");
    let explained = [begin[0].clone(), ("stage_note", Value::text("Chứng từ vốn đối ứng nộp bản giấy"))];
    office.act(Role::CentreStaff, PROJECT, "start_settlement", &explained).unwrap();
    let ask = |office: &mut Office| {
        let asked = Document::default()
            .with("project", PROJECT.to_string())
            .with("entry", "payment")
            .with("requested", 300_000_000)
            .with("basis", "Phần còn lại");
        let asked = office.make(Role::CentreStaff, Kind::Disbursement, asked).unwrap();
        office.act(Role::CentreStaff, asked, "submit", &[]).unwrap();
        asked
    };
    let asked = ask(&mut office);
    let settle = |office: &mut Office| {
        let carried = [
            ("liquidation_no", Value::text("26/BB-TLHĐ")),
            ("liquidation_date", Value::text("2026-11-24")),
            ("settlement_amount", Value::Int(300_000_000)),
        ];
        office.act(Role::Finance, PROJECT, "settle", &carried)
    };
    assert_eq!(settle(&mut office), Err("problem.papers_unchecked".to_owned()), "nobody looked at them");
    for (id, paper) in office.all(Kind::Paper) {
        if paper.text("stage") == Some("provided") {
            office.act(Role::Finance, id, "verify", &[]).unwrap();
        }
    }
    assert_eq!(settle(&mut office), Err("problem.money_pending".to_owned()));
    office.act(Role::Finance, asked, "fail", &[("stage_note", Value::text("Sai số tài khoản"))]).unwrap();
    assert_eq!(settle(&mut office), Err("problem.settled_unpaid".to_owned()), "nothing was paid yet");
    let asked = ask(&mut office);
    let volume =
        [("confirmed_volume", Value::Int(1_000_000_000)), ("confirmed_on", Value::text("2026-11-24"))];
    office.act(Role::DepartmentStaff, asked, "confirm_volume", &volume).unwrap();
    office
        .act(Role::DepartmentLeader, asked, "approve", &[("approved_amount", Value::Int(300_000_000))])
        .unwrap();
    let paid = [
        ("paid_amount", Value::Int(300_000_000)),
        ("paid_on", Value::text("2026-11-24")),
        ("treasury_doc_no", Value::text("UNC 12")),
    ];
    office.act(Role::Finance, asked, "pay", &paid).unwrap();
    settle(&mut office).unwrap();
    assert_eq!(office.doc(PROJECT).text("stage"), Some("settled"));
}

#[test]
fn an_estimate_stands_once_it_is_sent_and_adds_up() {
    let mut office = Office::with(project("draft"));
    let line = |support: i64| {
        Document::default()
            .with("project", PROJECT.to_string())
            .with("item", "Lò nung gas 8 m³")
            .with("unit", "lò")
            .with("quantity", 100)
            .with("price", 1_000_000_000)
            .with("support", support)
            .with("counterpart", 1_000_000_000 - support)
    };
    let torn = line(300_000_000).with("support", 300_000_001);
    let made = office.make(Role::CentreStaff, Kind::EstimateLine, torn).map(drop);
    assert_eq!(made, Err("problem.parts_differ".to_owned()));
    let id = office.make(Role::CentreStaff, Kind::EstimateLine, line(300_000_000)).unwrap();
    office.rows.get_mut(&PROJECT).unwrap().doc.set("stage", Some(Value::text("submitted")));
    let fixed = Err("problem.estimate_fixed".to_owned());
    assert_eq!(office.edit(Role::CentreStaff, id, "unit", "cái"), fixed);
    assert_eq!(office.delete(Role::CentreStaff, id), fixed);
}

#[test]
fn more_is_advanced_only_when_a_second_person_has_seen_the_decision() {
    let typed = project("in_progress")
        .with("funding", "national")
        .with("advance_ratio", 90)
        .with("advance_ratio_no", "15/QĐ-CTĐP")
        .with("volume_pct", 86);
    let mut office = Office::with(typed);
    office.reported();
    let ask = |office: &mut Office, amount: i64| {
        let asked = Document::default()
            .with("project", PROJECT.to_string())
            .with("entry", "advance")
            .with("requested", amount)
            .with("basis", "Đã lắp máy");
        let id = office.make(Role::CentreStaff, Kind::Disbursement, asked)?;
        office.act(Role::CentreStaff, id, "submit", &[]).map(|()| id)
    };
    let over = Err("problem.advance_over_limit".to_owned());
    assert_eq!(ask(&mut office, 240_000_000).map(drop), over, "90 % of 300 million, and 70 % by the rule");
    for role in [Role::CentreStaff, Role::DepartmentLeader] {
        let alone = office.act(role, PROJECT, "confirm_ratio", &[]);
        assert_eq!(alone, Err("refusal.wrong_role".to_owned()));
    }
    office.act(Role::Finance, PROJECT, "confirm_ratio", &[]).unwrap();
    let again = office.act(Role::Finance, PROJECT, "confirm_ratio", &[]);
    assert_eq!(again, Err("refusal.no_ratio".to_owned()));
    ask(&mut office, 240_000_000).unwrap();
}

#[test]
fn an_invoice_is_listed_once() {
    let mut office = Office::with(project("in_progress"));
    let invoice = |number: &str| {
        Document::default()
            .with("project", PROJECT.to_string())
            .with("for_what", "Lò nung gas")
            .with("series", "1C26TAA")
            .with("number", number)
            .with("issued_on", "2026-10-02")
            .with("seller", "Công ty Lò Việt")
            .with("seller_tax_code", "0100233488")
            .with("buyer_name", "HTX Gốm Trung Thôn")
            .with("amount", 1_000_000_000)
            .with("covers", "item")
            .with("pay_method", "transfer")
    };
    office.make(Role::CentreStaff, Kind::Voucher, invoice("00000123")).unwrap();
    let again = office.make(Role::CentreStaff, Kind::Voucher, invoice("123")).map(drop);
    assert_eq!(again, Err("problem.duplicate_invoice".to_owned()));
    office.make(Role::CentreStaff, Kind::Voucher, invoice("124")).unwrap();
    office.rows.get_mut(&PROJECT).unwrap().doc.set("stage", Some(Value::text("settled")));
    let late = office.make(Role::CentreStaff, Kind::Voucher, invoice("125")).map(drop);
    assert_eq!(late, Err("problem.project_settled".to_owned()));
}
