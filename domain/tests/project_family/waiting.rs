//! Steps wait for the papers of their list: no advance is paid and no acceptance signed while one that is required
//! is missing or sent back, and a list is as the template of the day of the contract says.

use domain::id::RecordId;
use domain::record::Kind;
use domain::record::need::Activity;
use domain::record::paper::list::{self, Moment};
use domain::role::Role;
use domain::value::{Document, Value};

use crate::office::{Office, PROJECT};
use crate::stories::{dossier, drawn, handed_over, project};

const DAY: &str = "2026-11-24";

pub fn of(office: &Office, phase: &str) -> Vec<(RecordId, Document)> {
    let mut papers = drawn(office.doc(PROJECT));
    papers.retain(|(_, doc)| doc.text("phase") == Some(phase));
    papers
}

pub fn draw_up(office: &mut Office, papers: &[(RecordId, Document)]) {
    for (id, paper) in papers {
        office.make_as(Role::CentreStaff, Kind::Paper, *id, paper.clone()).unwrap();
    }
}

fn provide(office: &mut Office, codes: &[&str]) {
    for code in codes {
        office.act(Role::CentreStaff, list::paper_id(PROJECT, code), "provide", &handed_over()).unwrap();
    }
}

fn accept(office: &mut Office) -> Result<(), String> {
    let given = [
        ("acceptance_no", Value::text("15/BB-NT")),
        ("acceptance_date", Value::text(DAY)),
        ("acceptance_conclusion", Value::text("pass")),
    ];
    office.act(Role::CouncilMember, PROJECT, "accept", &given)
}

/// An advance that was asked for.
fn asked_advance(office: &mut Office) -> RecordId {
    office.reported();
    let doc = Document::default()
        .with("project", PROJECT.to_string())
        .with("entry", "advance")
        .with("requested", 200_000_000)
        .with("basis", "Theo khối lượng đã làm");
    let id = office.make(Role::CentreStaff, Kind::Disbursement, doc).unwrap();
    office.act(Role::CentreStaff, id, "submit", &[]).unwrap();
    id
}

/// An advance that was asked for, confirmed after a visit and approved.
fn approved_advance(office: &mut Office) -> RecordId {
    let id = asked_advance(office);
    office.visited("progress", "2026-11-21", 86);
    let volume = [("confirmed_volume", Value::Int(860_000_000)), ("confirmed_on", Value::text(DAY))];
    office.act(Role::DepartmentStaff, id, "confirm_volume", &volume).unwrap();
    office
        .act(Role::DepartmentLeader, id, "approve", &[("approved_amount", Value::Int(200_000_000))])
        .unwrap();
    id
}

fn pay(office: &mut Office, id: RecordId) -> Result<(), String> {
    let paid = [
        ("paid_amount", Value::Int(200_000_000)),
        ("paid_on", Value::text(DAY)),
        ("treasury_doc_no", Value::text("UNC 12")),
    ];
    office.act(Role::Finance, id, "pay", &paid)
}

fn national() -> Document {
    project("in_progress").with("funding", "national")
}

pub fn refused(code: &str) -> Result<(), String> {
    Err(format!("problem.{code}"))
}

#[test]
fn an_advance_is_paid_when_its_papers_are_there() {
    let mut office = Office::with(national());
    let id = approved_advance(&mut office);
    assert_eq!(pay(&mut office, id), refused("no_paper_list"));
    let papers = of(&office, "advance");
    draw_up(&mut office, &papers);
    assert_eq!(pay(&mut office, id), refused("papers_lacking"));
    provide(&mut office, &["adv04", "adv05"]);
    let reasons = [("return_reasons", Value::List(vec![Value::text("r05")]))];
    office.act(Role::Finance, list::paper_id(PROJECT, "adv05"), "return", &reasons).unwrap();
    assert_eq!(pay(&mut office, id), refused("papers_lacking"), "one came back");
    provide(&mut office, &["adv05"]);
    assert_eq!(pay(&mut office, id), Ok(()), "the contract itself is in the book");
}

#[test]
fn an_acceptance_is_signed_when_its_papers_are_there() {
    let mut office = Office::with(project("awaiting_acceptance").with("volume_report_on", DAY));
    assert_eq!(accept(&mut office), refused("no_paper_list"));
    let papers = of(&office, "accept");
    draw_up(&mut office, &papers);
    provide(&mut office, &["acc01"]);
    assert_eq!(accept(&mut office), refused("papers_lacking"));
    provide(&mut office, &["acc02"]);
    assert_eq!(accept(&mut office), refused("no_result"), "a project for a machine without one");
    office.bought();
    assert_eq!(accept(&mut office), Ok(()), "the minutes are what is signed");
}

#[test]
fn a_list_that_leaves_out_what_is_required_holds_its_step() {
    let mut office = Office::with(project("awaiting_acceptance").with("volume_report_on", DAY));
    let mut papers = of(&office, "accept");
    papers.retain(|(_, doc)| doc.text("code") != Some("acc02"));
    draw_up(&mut office, &papers);
    provide(&mut office, &["acc01"]);
    office.bought();
    assert_eq!(accept(&mut office), refused("list_lacks"));
    let rest: Vec<_> =
        of(&office, "accept").into_iter().filter(|(_, doc)| doc.text("code") == Some("acc02")).collect();
    draw_up(&mut office, &rest);
    provide(&mut office, &["acc02"]);
    assert_eq!(accept(&mut office), Ok(()));
}

#[test]
fn a_paper_is_drawn_up_as_its_template_says() {
    let paper = |code: &str| {
        let office = Office::with(project("in_progress"));
        of(&office, "settle").into_iter().find(|(_, doc)| doc.text("code") == Some(code)).unwrap()
    };
    let make = |id: RecordId, doc: Document| {
        let mut office = Office::with(project("in_progress"));
        office.make_as(Role::CentreStaff, Kind::Paper, id, doc)
    };
    let (id, right) = paper("s10_contract");
    for (field, value) in [
        ("provider", "unit"),
        ("condition", "as_said"),
        ("kind", "list"),
        ("label", "Giấy gì cũng được"),
        ("frozen_on", "2026-05-16"),
        ("phase", "accept"),
    ] {
        let made = make(id, right.clone().with(field, value));
        assert_eq!(made, refused("list_of_another_template"), "{field}");
    }
    let stray = list::paper_id(PROJECT, "s10_discharge_proof");
    let made = make(stray, right.clone().with("code", "s10_discharge_proof"));
    assert_eq!(made, refused("list_of_another_template"), "a paper of another activity");
    assert_eq!(make(id, right), Ok(()));
}

#[test]
fn the_papers_before_the_contract_are_of_their_template_too() {
    let drawn = || {
        let office = Office::with(project("submitted"));
        of(&office, "appraise").into_iter().find(|(_, doc)| doc.text("code") == Some("app05")).unwrap()
    };
    let make = |doc: Document| {
        let mut office = Office::with(project("submitted"));
        office.make_as(Role::CentreStaff, Kind::Paper, drawn().0, doc)
    };
    for (field, value) in [("provider", "owner"), ("label", "Giấy gì cũng được"), ("frozen_on", "2001-01-01")]
    {
        let made = make(drawn().1.with(field, value));
        assert_eq!(made, refused("list_of_another_template"), "{field}");
    }
    assert_eq!(make(drawn().1), Ok(()));
}

/// An entry of the office with one paper.
fn entry(from: &str, provider: &str) -> Document {
    let row = [
        ("code", "s03"),
        ("label", "Báo cáo của tỉnh"),
        ("condition", "always"),
        ("kind", "original"),
        ("provider", provider),
    ];
    let row = row.into_iter().map(|(name, value)| (name.to_owned(), Value::text(value))).collect();
    Document::default()
        .with("name", "Danh mục của tỉnh")
        .with("phase", "settle")
        .with("papers", Value::List(vec![Value::Map(row)]))
        .with("valid_from", from)
        .with("legal_ref", "QĐ 12/2026/QĐ-UBND")
        .with("stage", "in_force")
}

#[test]
fn the_entries_of_the_office_go_before_what_comes_with_the_product() {
    let (old, new) = (RecordId::named("template", "old"), RecordId::named("template", "new"));
    let make = |provider: &str, template: RecordId| {
        let mut office = Office::with(project("in_progress"));
        office.put_in(Kind::ChecklistTemplate, old, entry("2026-01-01", "unit"));
        office.put_in(Kind::ChecklistTemplate, new, entry("2026-05-16", "owner"));
        let doc = Document::default()
            .with("project", PROJECT.to_string())
            .with("code", "s03")
            .with("label", "Báo cáo của tỉnh")
            .with("position", 1)
            .with("phase", "settle")
            .with("kind", "original")
            .with("condition", "always")
            .with("provider", provider)
            .with("template", template.to_string())
            .with("template_entry", template.to_string())
            .with("frozen_on", "2026-05-15");
        office.make_as(Role::CentreStaff, Kind::Paper, list::paper_id(PROJECT, "s03"), doc)
    };
    assert_eq!(make("unit", old), Ok(()), "the contract is of the day before the new one");
    assert_eq!(make("owner", old), refused("list_of_another_template"));
    assert_eq!(make("owner", new), refused("list_of_another_template"));
}

#[test]
fn the_rest_is_paid_when_the_papers_of_the_settlement_are_there() {
    let accepted = project("settling")
        .with("acceptance_no", "15/BB-NT")
        .with("acceptance_date", "2026-11-20")
        .with("acceptance_conclusion", "pass");
    let mut office = Office::with(accepted);
    let all = of(&office, "settle");
    draw_up(&mut office, &all);
    let rest = |office: &mut Office| {
        let doc = Document::default()
            .with("project", PROJECT.to_string())
            .with("entry", "payment")
            .with("requested", 200_000_000)
            .with("basis", "Phần còn lại")
            .with("attached", Value::List(vec![Value::text("result_report"), Value::text("volume_report")]));
        let id = office.make(Role::CentreStaff, Kind::Disbursement, doc)?;
        office.act(Role::CentreStaff, id, "submit", &[]).map(|()| id)
    };
    assert_eq!(
        rest(&mut office).map(drop),
        refused("money_paper_missing"),
        "a box that is ticked is no paper"
    );
    provide(&mut office, &["s03", "s04", "s10_contract", "s10_acceptance", "s10_liquidation"]);
    let id = rest(&mut office).unwrap();
    let volume = [("confirmed_volume", Value::Int(1_000_000_000)), ("confirmed_on", Value::text(DAY))];
    office.act(Role::DepartmentStaff, id, "confirm_volume", &volume).unwrap();
    let approved = [("approved_amount", Value::Int(200_000_000))];
    office.act(Role::DepartmentLeader, id, "approve", &approved).unwrap();
    assert_eq!(pay(&mut office, id), refused("papers_lacking"), "the invoice is not there");
    let lacking = dossier(&office, Moment::Running).lacking();
    provide(&mut office, &lacking.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(pay(&mut office, id), Ok(()));
}

#[test]
fn what_is_confirmed_for_an_advance_was_seen_or_is_explained() {
    let mut office = Office::with(national());
    let id = asked_advance(&mut office);
    let confirm = |office: &mut Office, volume: i64, note: Option<&str>| {
        let mut given = vec![("confirmed_volume", Value::Int(volume)), ("confirmed_on", Value::text(DAY))];
        given.extend(note.map(|note| ("stage_note", Value::text(note))));
        office.act(Role::DepartmentStaff, id, "confirm_volume", &given)
    };
    assert_eq!(confirm(&mut office, 860_000_000, None), refused("no_progress_visit"));
    office.visited("survey", "2026-11-20", 90);
    assert_eq!(
        confirm(&mut office, 860_000_000, None),
        refused("no_progress_visit"),
        "another kind of visit"
    );
    office.visited("progress", "2026-11-21", 80);
    assert_eq!(confirm(&mut office, 860_000_000, None), refused("more_than_seen"));
    assert_eq!(confirm(&mut office, 800_000_000, None), Ok(()));
    let mut other = Office::with(national());
    let id = asked_advance(&mut other);
    let explained = [
        ("confirmed_volume", Value::Int(860_000_000)),
        ("confirmed_on", Value::text(DAY)),
        ("stage_note", Value::text("Đường ngập, xem qua ảnh và hợp đồng")),
    ];
    assert_eq!(other.act(Role::DepartmentStaff, id, "confirm_volume", &explained), Ok(()));
}

#[test]
fn a_project_is_archived_after_somebody_went_to_see() {
    let checked = project("post_check").with("year_settlement_date", "2026-03-20").with("post_check_on", DAY);
    let mut office = Office::with(checked);
    let close = |office: &mut Office| office.act(Role::CentreStaff, PROJECT, "close", &[]);
    assert_eq!(close(&mut office), refused("no_post_check"));
    office.visited("post_check", "2026-03-19", 0);
    assert_eq!(close(&mut office), refused("no_post_check"), "before the year was settled");
    let visit = office.visited("post_check", DAY, 0);
    let recommended = Document::default().with("visit", visit.to_string()).with("stage", "open");
    let recommended = office.lay(Kind::Recommendation, recommended);
    office.rows.get_mut(&recommended).unwrap().parent = Some(visit);
    assert_eq!(close(&mut office), refused("recommendations_open"));
    office.rows.get_mut(&recommended).unwrap().doc.set("stage", Some(Value::text("verified")));
    assert_eq!(close(&mut office), Ok(()));
}

/// A project of an activity that waits for its acceptance with all its papers.
fn done_with_papers(activity: Activity) -> Office {
    let doc = project("awaiting_acceptance").with("volume_report_on", DAY).with("activity", activity.code());
    let mut office = Office::with(doc);
    let papers = of(&office, "accept");
    draw_up(&mut office, &papers);
    provide(&mut office, &["acc01", "acc02"]);
    office
}

/// The stage in which what a kind tells of has been done; none of results, which have no course.
fn done(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::TrainingClass => Some("finished"),
        Kind::ProductRound => Some("decided"),
        kind => kind.spec().course.map(|_| "reported"),
    }
}

/// What the result of a kind has to show, beside that it is there.
fn good(kind: Kind) -> Document {
    match kind {
        Kind::PollutionWork => Document::default().with("meets_standard", true),
        Kind::CleanerProduction => Document::default().with("report_no", "12/BC-SXSH"),
        _ => Document::default(),
    }
}

#[test]
fn a_project_is_accepted_once_what_its_activity_is_about_was_done() {
    for activity in Activity::ALL {
        let (main, beside) = activity.leaves().split_first().unwrap();
        let what = format!("{} of {}", main.code(), activity.code());
        let mut office = done_with_papers(*activity);
        let facility = office.doc(PROJECT).text("facility").unwrap().to_owned();
        for kind in beside {
            office.lay(*kind, good(*kind).with("facility", facility.as_str()));
        }
        assert_eq!(accept(&mut office), refused("no_result"), "{what}: only what stands beside it");
        let id = office.lay(*main, good(*main).with("facility", facility.as_str()));
        if let Some(stage) = done(*main) {
            assert_eq!(accept(&mut office), refused("no_result"), "{what}, only planned");
            office.rows.get_mut(&id).unwrap().doc.set("stage", Some(Value::text(stage)));
        }
        if *activity == Activity::FairJoin {
            assert_eq!(accept(&mut office), refused("no_booth"));
            let booth = Document::default().with("facility", facility.as_str()).with("fair", id.to_string());
            office.lay(Kind::FairBooth, booth.with("stage", "reported"));
        }
        assert_eq!(accept(&mut office), Ok(()), "{what}");
    }
}

#[test]
fn a_result_shows_what_the_law_asks_of_it() {
    let accepted = |activity: Activity, kind: Kind, doc: Document| {
        let mut office = done_with_papers(activity);
        office.lay(kind, doc);
        accept(&mut office)
    };
    let treated = |doc: Document| accepted(Activity::Pollution, Kind::PollutionWork, doc);
    assert_eq!(treated(Document::default()), refused("below_standard"), "nobody measured");
    assert_eq!(treated(Document::default().with("meets_standard", false)), refused("below_standard"));
    let of_cluster = good(Kind::PollutionWork).with("for_cluster", true);
    assert_eq!(treated(of_cluster.clone()), refused("no_audit"));
    assert_eq!(treated(of_cluster.with("audit_no", "03/KTNN")), Ok(()));
    let assessed = |doc: Document| accepted(Activity::CleanerProd, Kind::CleanerProduction, doc);
    assert_eq!(assessed(Document::default()), refused("no_report"));
    let bought = |doc: Document| accepted(Activity::Machine, Kind::MachineItem, doc);
    assert_eq!(bought(Document::default().with("is_new", false)), refused("machine_used"));
    assert_eq!(bought(Document::default().with("is_new", true)), Ok(()));
}

#[test]
fn what_was_done_in_another_project_does_not_count() {
    let mut office = done_with_papers(Activity::Brand);
    let facility = office.doc(PROJECT).text("facility").unwrap().to_owned();
    let mark = Document::default().with("facility", facility.as_str()).with("stage", "accepted");
    let id = office.lay(Kind::Brand, mark);
    let another = RecordId(uuid::Uuid::from_u128(7)).to_string();
    office.rows.get_mut(&id).unwrap().doc.set("project", Some(Value::text(another)));
    assert_eq!(accept(&mut office), refused("no_result"));
}

#[test]
fn a_paper_waits_while_its_step_is_on_and_comes_back_until_it_is_over() {
    use domain::record::stage::ProjectStage;

    let at = |stage: ProjectStage| project(stage.code());
    let paper = |phase: &str, stage: &str| Document::default().with("phase", phase).with("stage", stage);
    let in_hand = paper("accept", "provided");
    assert!(list::waits(&in_hand, &at(ProjectStage::AwaitingAcceptance)));
    assert!(!list::waits(&in_hand, &at(ProjectStage::Accepted)), "accepted: nobody looks any more");
    assert!(!list::waits(&paper("settle", "provided"), &at(ProjectStage::InProgress)), "not yet");
    assert!(list::waits(&paper("settle", "provided"), &at(ProjectStage::Settling)));
    let back = paper("settle", "returned");
    assert!(list::waits(&back, &at(ProjectStage::Settling)), "whoever handed it in mends it");
    assert!(list::waits(&back, &at(ProjectStage::Contracted)), "it came back before its step was on");
    assert!(!list::waits(&back, &at(ProjectStage::Settled)));
    assert!(!list::waits(&paper("no such step", "provided"), &at(ProjectStage::Settling)));
}
