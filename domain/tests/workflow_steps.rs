//! Steps of needs and projects as people take them: what they bring, what is in the way.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::id::UserId;
use domain::record::Kind;
use domain::record::course::Context;
use domain::record::stage::ProjectStage;
use domain::role::Role;
use domain::validation::{Level, validate};
use domain::value::{Document, Value};
use domain::workflow::{self, Refusal};
use uuid::Uuid;

fn user(n: u128) -> UserId {
    UserId(Uuid::from_u128(n))
}

fn context(role: Role) -> Context {
    let today = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap_or_default();
    Context { role, user: user(1), created_by: user(2), today }
}

fn fields(given: &[(&str, Value)]) -> BTreeMap<String, Value> {
    given.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect()
}

fn project(stage: &str) -> Document {
    Document::default()
        .with("stage", stage)
        .with("activity", "machine")
        .with("project_kind", "named")
        .with("total_investment", 1_240_000_000)
        .with("support_approved", 300_000_000)
}

fn act(
    action: &str,
    doc: &Document,
    given: &[(&str, Value)],
    context: &Context,
) -> Result<domain::record::course::Sets, Refusal> {
    workflow::apply(Kind::Project, action, doc, &fields(given), context)
}

#[test]
fn approval_writes_the_decision_the_stage_and_who_holds_it_now() {
    let doc = project("planned").with("stage_note", "chờ họp");
    let given = [
        ("decision_no", Value::text("427/QĐ-UBND")),
        ("decision_date", Value::text("2026-11-20")),
        ("decision_issuer", Value::text("UBND tỉnh")),
        ("support_approved", Value::Int(300_000_000)),
    ];
    let sets = act("approve", &doc, &given, &context(Role::DepartmentLeader)).unwrap();
    assert_eq!(sets["stage"], Some(Value::text("approved")));
    assert_eq!(sets["stage_since"], Some(Value::text("2026-11-24")));
    assert_eq!(sets["holder"], Some(Value::text("department")));
    assert_eq!(sets["decision_no"], Some(Value::text("427/QĐ-UBND")));
    assert_eq!(sets["stage_note"], None, "the note of the step before does not stay");
}

#[test]
fn who_made_a_project_does_not_approve_it() {
    let own = Context { created_by: user(1), ..context(Role::DepartmentStaff) };
    let given = [
        ("decision_no", Value::text("1/QĐ")),
        ("decision_date", Value::text("2026-11-20")),
        ("decision_issuer", Value::text("UBND tỉnh")),
        ("support_approved", Value::Int(1)),
    ];
    assert_eq!(act("approve", &project("planned"), &given, &own), Err(Refusal::SeparationOfDuties));
}

#[test]
fn who_appraised_a_project_does_not_accept_it() {
    let minutes = [("base_minutes_no", Value::text("4/TĐ")), ("base_minutes_on", Value::text("2026-11-01"))];
    let sets = act("send_up", &project("base_appraisal"), &minutes, &context(Role::DepartmentStaff)).unwrap();
    let mut doc = project("awaiting_acceptance");
    doc.set("appraised_by", sets["appraised_by"].clone());
    let given = [
        ("acceptance_no", Value::text("5b/NT")),
        ("acceptance_date", Value::text("2026-11-20")),
        ("acceptance_conclusion", Value::text("pass")),
    ];
    assert_eq!(
        act("accept", &doc, &given, &context(Role::DepartmentStaff)),
        Err(Refusal::SeparationOfDuties)
    );
    let other = Context { user: user(3), ..context(Role::DepartmentStaff) };
    assert!(act("accept", &doc, &given, &other).is_ok());
}

#[test]
fn an_action_needs_its_papers_and_brings_nothing_else() {
    let staff = context(Role::DepartmentStaff);
    let contract = [("contract_no", Value::text("27/HĐ-KC"))];
    assert_eq!(
        act("sign_contract", &project("approved"), &contract, &staff),
        Err(Refusal::Missing(vec!["contract_date"]))
    );
    let foreign = [
        ("contract_no", Value::text("27/HĐ-KC")),
        ("contract_date", Value::text("2026-11-20")),
        ("paid", Value::Int(5)),
    ];
    assert_eq!(
        act("sign_contract", &project("approved"), &foreign, &staff),
        Err(Refusal::NotCarried(vec!["paid".into()]))
    );
    let spaces = [("contract_no", Value::text("  ")), ("contract_date", Value::text("2026-11-20"))];
    assert_eq!(
        act("sign_contract", &project("approved"), &spaces, &staff),
        Err(Refusal::Missing(vec!["contract_no"]))
    );
}

#[test]
fn what_an_action_brings_must_be_valid() {
    let staff = context(Role::DepartmentStaff);
    let tomorrow = [("contract_no", Value::text("27/HĐ-KC")), ("contract_date", Value::text("2026-11-25"))];
    let Err(Refusal::Invalid(problems)) = act("sign_contract", &project("approved"), &tomorrow, &staff)
    else {
        panic!("a contract of tomorrow was signed");
    };
    assert_eq!(problems[0].code.code(), "problem.future_date");
}

#[test]
fn a_group_project_is_contracted_after_its_plan() {
    let contract = [("contract_no", Value::text("27/HĐ-KC")), ("contract_date", Value::text("2026-11-20"))];
    let staff = context(Role::DepartmentStaff);
    let group = project("approved").with("project_kind", "group");
    assert_eq!(act("sign_contract", &group, &contract, &staff), Err(Refusal::Guard("refusal.not_group")));
    assert!(act("sign_contract", &group.with("stage", "group_plan_review"), &contract, &staff).is_ok());
    let share = [("name", Value::text("HTX Gốm Nhung")), ("share", Value::Int(300_000_000))];
    let shares = Value::List(vec![Value::Map(share.map(|(name, value)| (name.to_owned(), value)).into())]);
    let plan = [("group_plan_on", Value::text("2026-11-20")), ("beneficiaries", shares)];
    let centre = context(Role::CentreStaff);
    assert_eq!(
        act("review_group_plan", &project("approved"), &plan, &centre),
        Err(Refusal::Guard("refusal.group_only"))
    );
}

#[test]
fn the_shares_of_a_group_come_to_its_support_and_nobody_has_two() {
    let one = |facility: u128, share: i64| {
        let id = Value::text(Uuid::from_u128(facility).to_string());
        let row = [("facility", id), ("name", Value::text("HTX Gốm Nhung")), ("share", Value::Int(share))];
        Value::Map(row.map(|(name, value)| (name.to_owned(), value)).into())
    };
    let told = |rows: Vec<Value>| {
        let doc = project("approved").with("project_kind", "group").with("beneficiaries", Value::List(rows));
        let today = context(Role::CentreStaff).today;
        let told = validate(Kind::Project, &doc, today, Level::Saved).into_iter();
        let told = told.filter(|problem| problem.field.starts_with("beneficiaries"));
        told.map(|problem| problem.code.code()).collect::<Vec<_>>()
    };
    assert_eq!(told(vec![one(1, 100_000_000), one(2, 200_000_000)]), [""; 0]);
    assert_eq!(told(vec![one(1, 100_000_000), one(2, 200_000_001)]), ["problem.shares_sum"]);
    assert_eq!(told(vec![one(1, 100_000_000), one(1, 200_000_000)]), ["problem.beneficiary_twice"]);
}

#[test]
fn who_found_the_work_done_approves_no_money_for_it() {
    let entry = Document::default()
        .with("entry", "payment")
        .with("requested", 90_000_000)
        .with("basis", "Máy đã lắp xong, chạy thử đạt")
        .with("stage", "submitted");
    let found = [("confirmed_volume", Value::Int(180_000_000)), ("confirmed_on", Value::text("2026-11-20"))];
    let confirmer = context(Role::DepartmentStaff);
    let sets = workflow::apply(Kind::Disbursement, "confirm_volume", &entry, &fields(&found), &confirmer);
    let mut confirmed = entry;
    for (field, value) in sets.unwrap() {
        confirmed.set(&field, value);
    }
    let amount = fields(&[("approved_amount", Value::Int(90_000_000))]);
    let approved = |by: u128| {
        let leader = Context { user: user(by), ..context(Role::DepartmentLeader) };
        workflow::apply(Kind::Disbursement, "approve", &confirmed, &amount, &leader).map(|_| ())
    };
    assert_eq!(
        approved(1),
        Err(Refusal::SeparationOfDuties),
        "promoted meanwhile, and still the same person"
    );
    assert_eq!(approved(3), Ok(()));
}

#[test]
fn a_failed_acceptance_is_not_settled() {
    let dossier = [("settlement_dossier_on", Value::text("2026-11-20"))];
    let failed = project("accepted").with("acceptance_conclusion", "fail");
    let centre = context(Role::CentreStaff);
    assert_eq!(
        act("start_settlement", &failed, &dossier, &centre),
        Err(Refusal::Guard("refusal.acceptance_failed"))
    );
    let passed = project("accepted").with("acceptance_conclusion", "pass");
    assert!(act("start_settlement", &passed, &dossier, &centre).is_ok());
}

#[test]
fn nobody_stops_a_project_by_hand() {
    let halt = [
        ("stage_reason", Value::text("not_as_contracted")),
        ("halt_no", Value::text("9/QĐ")),
        ("halt_date", Value::text("2026-11-20")),
    ];
    let failed = project("accepted").with("acceptance_conclusion", "fail");
    for doc in [failed, project("in_progress"), project("suspended"), project("adjusting")] {
        for role in Role::ALL {
            assert_eq!(act("stop", &doc, &halt, &context(*role)), Err(Refusal::WrongRole), "{role:?}");
        }
    }
}

#[test]
fn a_stopped_project_is_closed_when_it_owes_nothing() {
    let finance = context(Role::Finance);
    let stopped = project("stopped").with("advanced", 100_000_000);
    assert_eq!(act("close", &stopped, &[], &finance), Err(Refusal::Guard("refusal.not_recovered")));
    assert!(act("close", &stopped.clone().with("recovery_amount", 0), &[], &finance).is_ok());
    assert!(act("close", &stopped.with("recovered", 100_000_000), &[], &finance).is_ok());
    assert!(act("close", &project("stopped"), &[], &finance).is_ok());
}

#[test]
fn a_recovery_ends_when_the_money_is_back() {
    let owing = project("recovering").with("advanced", 100_000_000).with("recovery_amount", 100_000_000);
    let finance = context(Role::Finance);
    assert_eq!(act("close", &owing, &[], &finance), Err(Refusal::Guard("refusal.not_recovered")));
    assert!(act("close", &owing.with("recovered", 100_000_000), &[], &finance).is_ok());
}

fn need() -> Document {
    Document::default()
        .with("facility", "0190d0e4-7a10-7000-8000-000000000001")
        .with("activity", "machine")
        .with("wish", "Máy nghiền men")
        .with("year", 2027)
        .with("estimated_cost", 180_000_000)
        .with("knows_paid_after", true)
        .with("no_double_support", true)
}

#[test]
fn a_need_is_registered_when_it_is_complete() {
    let officer = context(Role::CommuneOfficer);
    let none = BTreeMap::new();
    let sets = workflow::apply(Kind::Need, "register", &need(), &none, &officer).unwrap();
    assert_eq!(sets["registered_on"], Some(Value::text("2026-11-24")));
    let mut poor = need();
    poor.set("wish", None);
    let Err(Refusal::Invalid(problems)) = workflow::apply(Kind::Need, "register", &poor, &none, &officer)
    else {
        panic!("a need without a wish was registered");
    };
    assert_eq!(problems[0].field, "wish");
}

#[test]
fn a_need_is_declined_with_a_reason_by_the_centre() {
    let surveyed = need().with("stage", "surveyed");
    let decline = |given: &[(&str, Value)], role| {
        workflow::apply(Kind::Need, "decline", &surveyed, &fields(given), &context(role))
    };
    let reason = [("decline_reason", Value::text("budget"))];
    assert_eq!(decline(&[], Role::CentreStaff), Err(Refusal::Missing(vec!["decline_reason"])));
    assert_eq!(decline(&reason, Role::CommuneOfficer), Err(Refusal::WrongRole));
    assert_eq!(decline(&reason, Role::CentreStaff).unwrap()["stage"], Some(Value::text("declined")));
}

#[test]
fn a_stage_of_a_newer_version_takes_no_action_here() {
    let doc = project("weighed_again");
    assert_eq!(workflow::stage(Kind::Project, &doc), None);
    assert_eq!(act("submit", &doc, &[], &context(Role::CentreStaff)), Err(Refusal::WrongStage));
    assert!(workflow::actions(Kind::Project, &doc, Role::CentreStaff).is_empty());
}

#[test]
fn a_screen_is_told_what_blocks_an_action() {
    let group = project("approved").with("project_kind", "group");
    let offered = workflow::actions(Kind::Project, &group, Role::CentreStaff);
    let told: Vec<_> = offered.iter().map(|action| (action.code, action.to, action.blocked)).collect();
    assert_eq!(
        told,
        [
            ("sign_contract", "contracted", Some("refusal.not_group")),
            ("review_group_plan", "group_plan_review", None)
        ]
    );
}

#[test]
fn only_what_nobody_acted_on_is_deleted() {
    assert!(workflow::is_deletable(Kind::Need, &need()));
    assert!(!workflow::is_deletable(Kind::Need, &need().with("stage", "registered")));
    assert!(!workflow::is_deletable(Kind::Conflict, &Document::default()));
}

#[test]
fn a_dossier_under_appraisal_is_not_rewritten() {
    let open = |stage: &str| workflow::is_editable(Kind::Project, &project(stage));
    assert!(open("draft") && open("returned") && open("deferred"));
    let closed = ProjectStage::ALL.iter().filter(|stage| !open(stage.code())).count();
    assert_eq!(closed, ProjectStage::ALL.len() - 3);
    assert!(workflow::is_editable(Kind::Need, &need().with("stage", "surveying")));
    assert!(!workflow::is_editable(Kind::Need, &need().with("stage", "declined")));
}
