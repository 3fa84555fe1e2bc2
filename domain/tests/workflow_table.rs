//! The courses of needs, projects and conflicts, printed: stage × action × role. A change of a course
//! shows here as a changed line.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use chrono::NaiveDate;
use domain::id::UserId;
use domain::record::Kind;
use domain::record::field::Choice;
use domain::record::stage::{NeedStage, ProjectStage};
use domain::role::Role;
use domain::value::{Document, Value};
use domain::words;
use domain::workflow::conflict::ConflictCourse;
use domain::workflow::need::{NeedAction, NeedCourse};
use domain::workflow::owner_steps::{self, OwnerStep};
use domain::workflow::project::{ProjectAction, ProjectCourse, holder};
use domain::workflow::{self, Context, Machine, Refusal};
use expect_test::expect_file;
use uuid::Uuid;

fn codes<C: Choice>() -> Vec<C> {
    C::LIST
        .codes
        .iter()
        .filter_map(|code| C::from_code(code))
        .collect()
}

/// One line per pair of stage and action that leads somewhere, with everything that decides it, and
/// for each stage the actions it refuses.
fn table<M: Machine>() -> String {
    let mut out = String::new();
    for stage in codes::<M::Stage>() {
        let _ = writeln!(out, "{}", stage.as_code());
        let mut refused = Vec::new();
        for action in codes::<M::Action>() {
            let Some(to) = M::next(stage, action) else {
                refused.push(action.as_code());
                continue;
            };
            let network = if M::is_online_only(stage, action) {
                "online"
            } else {
                "offline"
            };
            let _ = writeln!(
                out,
                "  {} -> {} ({network})",
                action.as_code(),
                to.as_code()
            );
            let roles: Vec<&str> = M::roles(action).iter().map(|role| role.code()).collect();
            let _ = writeln!(
                out,
                "      by {}; {:?}, {:?}",
                roles.join(", "),
                M::duty(action),
                M::demand(action)
            );
            let carries = M::carries(action);
            let _ = writeln!(
                out,
                "      needs {:?}, may bring {:?}",
                carries.needs, carries.may
            );
        }
        let _ = writeln!(
            out,
            "  refuses {}",
            if refused.is_empty() {
                "nothing".into()
            } else {
                refused.join(", ")
            }
        );
    }
    out
}

/// A matrix of roles: `x` may, `o` may while online, `.` may not, blank: not in this stage.
fn matrix<M: Machine>() -> String {
    let mut out = String::new();
    for stage in codes::<M::Stage>() {
        for action in codes::<M::Action>()
            .into_iter()
            .filter(|action| M::next(stage, *action).is_some())
        {
            let _ = write!(out, "{:<20} {:<20}", stage.as_code(), action.as_code());
            for role in Role::ALL {
                let sign = match (
                    M::roles(action).contains(role),
                    M::is_online_only(stage, action),
                ) {
                    (false, _) => ".",
                    (true, true) => "o",
                    (true, false) => "x",
                };
                let _ = write!(out, " {sign}");
            }
            out.push('\n');
        }
    }
    let names: Vec<&str> = Role::ALL.iter().map(|role| role.code()).collect();
    format!("roles in order: {}\n{out}", names.join(", "))
}

#[test]
fn the_course_of_a_need() {
    expect_file!["tables/need.txt"]
        .assert_eq(&(table::<NeedCourse>() + "\n" + &matrix::<NeedCourse>()));
}

#[test]
fn the_course_of_a_project() {
    expect_file!["tables/project.txt"]
        .assert_eq(&(table::<ProjectCourse>() + "\n" + &matrix::<ProjectCourse>()));
}

#[test]
fn the_course_of_a_conflict() {
    expect_file!["tables/conflict.txt"]
        .assert_eq(&(table::<ConflictCourse>() + "\n" + &matrix::<ConflictCourse>()));
}

#[test]
fn what_the_owner_sees() {
    let mut out = String::new();
    for stage in NeedStage::ALL {
        let _ = writeln!(
            out,
            "need {:<22} {:?}",
            stage.code(),
            owner_steps::step(*stage, None)
        );
    }
    for stage in ProjectStage::ALL {
        let view = owner_steps::step(NeedStage::Converted, Some(*stage));
        let _ = writeln!(
            out,
            "project {:<19} {view:?}, held by {:?}",
            stage.code(),
            holder(*stage)
        );
    }
    expect_file!["tables/owner_steps.txt"].assert_eq(&out);
}

fn check_graph<M: Machine>(terminals: &[&str]) {
    let mut reached = BTreeSet::from([M::INITIAL.as_code()]);
    let mut open = vec![M::INITIAL];
    let mut used = BTreeSet::new();
    while let Some(stage) = open.pop() {
        for (action, to) in M::exits(stage) {
            used.insert(action.as_code());
            if reached.insert(to.as_code()) {
                open.push(*to);
            }
        }
        let twice = M::exits(stage)
            .iter()
            .map(|(action, _)| action.as_code())
            .collect::<BTreeSet<_>>();
        assert_eq!(
            twice.len(),
            M::exits(stage).len(),
            "{} names an action twice",
            stage.as_code()
        );
    }
    let every = M::Stage::LIST
        .codes
        .iter()
        .copied()
        .collect::<BTreeSet<_>>();
    assert_eq!(reached, every, "a stage nobody reaches");
    assert_eq!(
        used,
        M::Action::LIST.codes.iter().copied().collect(),
        "an action that leads nowhere"
    );
    for stage in codes::<M::Stage>() {
        let ends = M::exits(stage).is_empty();
        assert_eq!(
            ends,
            terminals.contains(&stage.as_code()),
            "{}",
            stage.as_code()
        );
    }
}

#[test]
fn every_stage_is_reached_and_only_terminals_have_no_exit() {
    check_graph::<NeedCourse>(&["converted", "declined", "withdrawn"]);
    check_graph::<ProjectCourse>(&["closed", "rejected", "withdrawn", "cancelled"]);
    check_graph::<ConflictCourse>(&["resolved"]);
}

#[test]
fn from_every_open_stage_a_project_can_still_end() {
    for start in ProjectStage::ALL {
        let mut seen = vec![*start];
        let mut at = 0;
        while let Some(stage) = seen.get(at).copied() {
            for (_, to) in ProjectCourse::exits(stage) {
                if !seen.contains(to) {
                    seen.push(*to);
                }
            }
            at += 1;
        }
        assert!(
            seen.iter()
                .any(|stage| ProjectCourse::exits(*stage).is_empty()),
            "{} never ends",
            start.code()
        );
    }
}

#[test]
fn every_field_an_action_brings_is_described_and_only_actions_write_the_stage() {
    fn check<M: Machine>() {
        for action in codes::<M::Action>() {
            let carries = M::carries(action);
            for field in carries.needs.iter().chain(carries.may) {
                assert!(
                    M::KIND.spec().field(field).is_some(),
                    "{} brings {field}",
                    action.as_code()
                );
            }
        }
    }
    check::<NeedCourse>();
    check::<ProjectCourse>();
    check::<ConflictCourse>();
}

#[test]
fn everything_has_words() {
    let mut keys: Vec<String> = Vec::new();
    keys.extend(
        NeedAction::LIST
            .codes
            .iter()
            .map(|code| NeedAction::LIST.key(code)),
    );
    keys.extend(
        ProjectAction::LIST
            .codes
            .iter()
            .map(|code| ProjectAction::LIST.key(code)),
    );
    keys.extend(
        NeedStage::LIST
            .codes
            .iter()
            .map(|code| NeedStage::LIST.key(code)),
    );
    keys.extend(
        ProjectStage::LIST
            .codes
            .iter()
            .map(|code| ProjectStage::LIST.key(code)),
    );
    keys.extend(
        owner_steps::Wanted::LIST
            .codes
            .iter()
            .map(|code| owner_steps::Wanted::LIST.key(code)),
    );
    keys.extend(
        owner_steps::Ending::LIST
            .codes
            .iter()
            .map(|code| owner_steps::Ending::LIST.key(code)),
    );
    keys.extend(
        OwnerStep::ALL
            .iter()
            .map(|step| format!("owner_step.{}", step.number())),
    );
    let refusals = [
        Refusal::NoCourse,
        Refusal::UnknownAction,
        Refusal::WrongStage,
        Refusal::WrongRole,
        Refusal::SeparationOfDuties,
        Refusal::Missing(Vec::new()),
        Refusal::NotCarried(Vec::new()),
        Refusal::Invalid(Vec::new()),
        Refusal::Guard("refusal.not_group"),
        Refusal::Guard("refusal.group_only"),
        Refusal::Guard("refusal.acceptance_failed"),
        Refusal::Guard("refusal.acceptance_passed"),
        Refusal::Guard("refusal.not_recovered"),
    ];
    keys.extend(refusals.iter().map(|refusal| refusal.code().to_owned()));
    let missing: Vec<_> = keys
        .into_iter()
        .filter(|key| words::find(key).is_none())
        .collect();
    assert_eq!(missing, Vec::<String>::new());
}

fn user(n: u128) -> UserId {
    UserId(Uuid::from_u128(n))
}

fn context(role: Role) -> Context {
    let today = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
    Context {
        role,
        user: user(1),
        created_by: user(2),
        today,
    }
}

fn fields(given: &[(&str, Value)]) -> BTreeMap<String, Value> {
    given
        .iter()
        .map(|(name, value)| ((*name).to_owned(), value.clone()))
        .collect()
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
) -> Result<workflow::Sets, Refusal> {
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
    assert_eq!(
        sets["stage_note"], None,
        "the note of the step before does not stay"
    );
}

#[test]
fn who_made_a_project_does_not_approve_it() {
    let own = Context {
        created_by: user(1),
        ..context(Role::DepartmentStaff)
    };
    let given = [
        ("decision_no", Value::text("1/QĐ")),
        ("decision_date", Value::text("2026-11-20")),
        ("decision_issuer", Value::text("UBND tỉnh")),
        ("support_approved", Value::Int(1)),
    ];
    assert_eq!(
        act("approve", &project("planned"), &given, &own),
        Err(Refusal::SeparationOfDuties)
    );
}

#[test]
fn who_appraised_a_project_does_not_accept_it() {
    let minutes = [
        ("base_minutes_no", Value::text("4/TĐ")),
        ("base_minutes_on", Value::text("2026-11-01")),
    ];
    let sets = act(
        "send_up",
        &project("base_appraisal"),
        &minutes,
        &context(Role::DepartmentStaff),
    )
    .unwrap();
    let doc = Document {
        0: project("awaiting_acceptance")
            .0
            .into_iter()
            .chain([("appraised_by".into(), sets["appraised_by"].clone().unwrap())])
            .collect(),
    };
    let given = [
        ("acceptance_no", Value::text("5b/NT")),
        ("acceptance_date", Value::text("2026-11-20")),
        ("acceptance_conclusion", Value::text("pass")),
    ];
    assert_eq!(
        act("accept", &doc, &given, &context(Role::DepartmentStaff)),
        Err(Refusal::SeparationOfDuties)
    );
    let other = Context {
        user: user(3),
        ..context(Role::DepartmentStaff)
    };
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
    let spaces = [
        ("contract_no", Value::text("  ")),
        ("contract_date", Value::text("2026-11-20")),
    ];
    assert_eq!(
        act("sign_contract", &project("approved"), &spaces, &staff),
        Err(Refusal::Missing(vec!["contract_no"]))
    );
}

#[test]
fn what_an_action_brings_must_be_valid() {
    let staff = context(Role::DepartmentStaff);
    let tomorrow = [
        ("contract_no", Value::text("27/HĐ-KC")),
        ("contract_date", Value::text("2026-11-25")),
    ];
    let Err(Refusal::Invalid(problems)) =
        act("sign_contract", &project("approved"), &tomorrow, &staff)
    else {
        panic!("a contract of tomorrow was signed");
    };
    assert_eq!(problems[0].code.code(), "problem.future_date");
}

#[test]
fn an_advance_stays_within_seventy_per_cent() {
    let finance = context(Role::Finance);
    let advance = |amount| {
        [
            ("advanced", Value::Int(amount)),
            ("payment_no", Value::text("UNC 12")),
            ("payment_on", Value::text("2026-11-20")),
        ]
    };
    let sets = act(
        "record_advance",
        &project("in_progress"),
        &advance(210_000_000),
        &finance,
    )
    .unwrap();
    assert!(!sets.contains_key("stage"), "it stays where it is");
    let Err(Refusal::Invalid(problems)) = act(
        "record_advance",
        &project("in_progress"),
        &advance(210_000_001),
        &finance,
    ) else {
        panic!("more than 70 % was advanced");
    };
    assert_eq!(problems[0].code.code(), "problem.advance_over_limit");
}

#[test]
fn a_group_project_is_contracted_after_its_plan() {
    let contract = [
        ("contract_no", Value::text("27/HĐ-KC")),
        ("contract_date", Value::text("2026-11-20")),
    ];
    let staff = context(Role::DepartmentStaff);
    let group = project("approved").with("project_kind", "group");
    assert_eq!(
        act("sign_contract", &group, &contract, &staff),
        Err(Refusal::Guard("refusal.not_group"))
    );
    assert!(
        act(
            "sign_contract",
            &group.with("stage", "group_plan_review"),
            &contract,
            &staff
        )
        .is_ok()
    );
    let plan = [("group_plan_on", Value::text("2026-11-20"))];
    let centre = context(Role::CentreStaff);
    assert_eq!(
        act("review_group_plan", &project("approved"), &plan, &centre),
        Err(Refusal::Guard("refusal.group_only"))
    );
}

#[test]
fn a_failed_acceptance_is_not_settled_and_a_passed_one_not_stopped() {
    let dossier = [("settlement_dossier_on", Value::text("2026-11-20"))];
    let failed = project("accepted").with("acceptance_conclusion", "fail");
    let centre = context(Role::CentreStaff);
    assert_eq!(
        act("start_settlement", &failed, &dossier, &centre),
        Err(Refusal::Guard("refusal.acceptance_failed"))
    );
    let passed = project("accepted").with("acceptance_conclusion", "pass");
    assert!(act("start_settlement", &passed, &dossier, &centre).is_ok());
    let halt = [
        ("stage_reason", Value::text("not_as_contracted")),
        ("halt_no", Value::text("9/QĐ")),
        ("halt_date", Value::text("2026-11-20")),
    ];
    let staff = context(Role::DepartmentStaff);
    assert_eq!(
        act("stop", &passed, &halt, &staff),
        Err(Refusal::Guard("refusal.acceptance_passed"))
    );
    assert!(act("stop", &failed, &halt, &staff).is_ok());
}

#[test]
fn a_recovery_ends_when_the_money_is_back() {
    let owing = project("recovering")
        .with("advanced", 100_000_000)
        .with("recovery_amount", 100_000_000);
    let finance = context(Role::Finance);
    assert_eq!(
        act("close", &owing, &[], &finance),
        Err(Refusal::Guard("refusal.not_recovered"))
    );
    assert!(
        act(
            "close",
            &owing.with("recovered", 100_000_000),
            &[],
            &finance
        )
        .is_ok()
    );
}

fn need() -> Document {
    Document::default()
        .with("facility", "0190d0e4-7a10-7000-8000-000000000001")
        .with("activity", "machine")
        .with("wish", "Máy nghiền men")
        .with("year", 2027)
        .with("estimated_cost", 180_000_000)
}

#[test]
fn a_need_is_registered_when_it_is_complete() {
    let officer = context(Role::CommuneOfficer);
    let none = BTreeMap::new();
    let sets = workflow::apply(Kind::Need, "register", &need(), &none, &officer).unwrap();
    assert_eq!(sets["registered_on"], Some(Value::text("2026-11-24")));
    let mut poor = need();
    poor.set("wish", None);
    let Err(Refusal::Invalid(problems)) =
        workflow::apply(Kind::Need, "register", &poor, &none, &officer)
    else {
        panic!("a need without a wish was registered");
    };
    assert_eq!(problems[0].field, "wish");
}

#[test]
fn a_need_is_declined_with_a_reason_by_the_centre() {
    let surveyed = need().with("stage", "surveyed");
    let decline = |given: &[(&str, Value)], role| {
        workflow::apply(
            Kind::Need,
            "decline",
            &surveyed,
            &fields(given),
            &context(role),
        )
    };
    let reason = [("decline_reason", Value::text("budget"))];
    assert_eq!(
        decline(&[], Role::CentreStaff),
        Err(Refusal::Missing(vec!["decline_reason"]))
    );
    assert_eq!(
        decline(&reason, Role::CommuneOfficer),
        Err(Refusal::WrongRole)
    );
    assert_eq!(
        decline(&reason, Role::CentreStaff).unwrap()["stage"],
        Some(Value::text("declined"))
    );
}

#[test]
fn a_stage_of_a_newer_version_takes_no_action_here() {
    let doc = project("weighed_again");
    assert_eq!(workflow::stage(Kind::Project, &doc), None);
    assert_eq!(
        act("submit", &doc, &[], &context(Role::CentreStaff)),
        Err(Refusal::WrongStage)
    );
    assert!(workflow::actions(Kind::Project, &doc, Role::CentreStaff).is_empty());
}

#[test]
fn a_screen_is_told_what_blocks_an_action() {
    let group = project("approved").with("project_kind", "group");
    let offered = workflow::actions(Kind::Project, &group, Role::CentreStaff);
    let told: Vec<_> = offered
        .iter()
        .map(|action| (action.code, action.to, action.blocked))
        .collect();
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
    assert!(!workflow::is_deletable(
        Kind::Need,
        &need().with("stage", "registered")
    ));
    assert!(!workflow::is_deletable(
        Kind::Conflict,
        &Document::default()
    ));
}

#[test]
fn a_dossier_under_appraisal_is_not_rewritten() {
    let open = |stage: &str| workflow::is_editable(Kind::Project, &project(stage));
    assert!(open("draft") && open("returned") && open("deferred"));
    let closed = ProjectStage::ALL
        .iter()
        .filter(|stage| !open(stage.code()))
        .count();
    assert_eq!(closed, ProjectStage::ALL.len() - 3);
    assert!(workflow::is_editable(
        Kind::Need,
        &need().with("stage", "surveying")
    ));
    assert!(!workflow::is_editable(
        Kind::Need,
        &need().with("stage", "declined")
    ));
}
