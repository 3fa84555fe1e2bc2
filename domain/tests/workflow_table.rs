//! The courses of needs, projects and conflicts, printed: stage × action × role. A change of a course
//! shows here as a changed line.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use domain::record::field::Choice;
use domain::record::stage::{NeedStage, ProjectStage};
use domain::role::Role;
use domain::value::{Document, Value};
use domain::words;
use domain::workflow::conflict::ConflictCourse;
use domain::workflow::need::{NeedAction, NeedCourse};
use domain::workflow::owner_steps::{self, OwnerStep};
use domain::workflow::project::{ProjectAction, ProjectCourse, holder};
use domain::workflow::{self, Direction, Machine, Refusal};
use expect_test::expect_file;

fn codes<C: Choice>() -> Vec<C> {
    C::LIST.codes.iter().filter_map(|code| C::from_code(code)).collect()
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
            let network = if M::is_online_only(stage, action) { "online" } else { "offline" };
            let direction = M::direction(stage, action);
            let _ = writeln!(out, "  {} -> {} ({network}, {direction:?})", action.as_code(), to.as_code());
            let roles: Vec<&str> = M::roles(action).iter().map(|role| role.code()).collect();
            let _ = writeln!(
                out,
                "      by {}; {:?}, {:?}",
                roles.join(", "),
                M::duty(action),
                M::demand(action)
            );
            let carries = M::carries(action);
            let _ = writeln!(out, "      needs {:?}, may bring {:?}", carries.needs, carries.may);
        }
        let _ = writeln!(
            out,
            "  refuses {}",
            if refused.is_empty() { "nothing".into() } else { refused.join(", ") }
        );
    }
    out
}

/// A matrix of roles: `x` may, `o` may while online, `.` may not, blank: not in this stage.
fn matrix<M: Machine>() -> String {
    let mut out = String::new();
    for stage in codes::<M::Stage>() {
        for action in codes::<M::Action>().into_iter().filter(|action| M::next(stage, *action).is_some()) {
            let _ = write!(out, "{:<20} {:<20}", stage.as_code(), action.as_code());
            for role in Role::ALL {
                let sign = match (M::roles(action).contains(role), M::is_online_only(stage, action)) {
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

/// For each stage and role, what a screen puts first (`>`) and what stands quietly below it.
fn what_is_offered<M: Machine>() -> String {
    let mut out = String::new();
    for stage in codes::<M::Stage>() {
        let doc = Document::default().with("stage", Value::text(stage.as_code()));
        let end = if workflow::is_over(M::KIND, &doc) { ", over" } else { "" };
        let _ = writeln!(out, "{} {}{end}", M::KIND.code(), stage.as_code());
        for role in Role::ALL {
            let offered = workflow::actions(M::KIND, &doc, *role);
            let said = offered.iter().map(|action| match (action.direction, action.blocked) {
                (Direction::Forward, None) => format!("> {}", action.code),
                (Direction::Forward, Some(why)) => format!("{} ({why})", action.code),
                (Direction::Aside, _) => action.code.to_owned(),
            });
            let said: Vec<String> = said.collect();
            if !said.is_empty() {
                let _ = writeln!(out, "  {:<18} {}", role.code(), said.join(", "));
            }
        }
    }
    out
}

#[test]
fn what_each_role_is_asked_to_do() {
    let out = [what_is_offered::<NeedCourse>(), what_is_offered::<ProjectCourse>()].join("\n");
    expect_file!["tables/offered.txt"].assert_eq(&out);
}

#[test]
fn somebody_is_waited_for_in_every_stage_that_is_not_the_last() {
    fn check<M: Machine>() {
        for stage in codes::<M::Stage>() {
            let exits = M::exits(stage);
            let goes_on = exits.iter().any(|(action, _)| M::direction(stage, *action) == Direction::Forward);
            assert_eq!(goes_on, !exits.is_empty(), "{}", stage.as_code());
        }
    }
    check::<NeedCourse>();
    check::<ProjectCourse>();
    check::<ConflictCourse>();
}

#[test]
fn the_course_of_a_need() {
    expect_file!["tables/need.txt"].assert_eq(&(table::<NeedCourse>() + "\n" + &matrix::<NeedCourse>()));
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
        let _ = writeln!(out, "need {:<22} {:?}", stage.code(), owner_steps::step(*stage, None));
    }
    for stage in ProjectStage::ALL {
        let view = owner_steps::step(NeedStage::Converted, Some(*stage));
        let _ = writeln!(out, "project {:<19} {view:?}, held by {:?}", stage.code(), holder(*stage));
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
        let twice = M::exits(stage).iter().map(|(action, _)| action.as_code()).collect::<BTreeSet<_>>();
        assert_eq!(twice.len(), M::exits(stage).len(), "{} names an action twice", stage.as_code());
    }
    let every = M::Stage::LIST.codes.iter().copied().collect::<BTreeSet<_>>();
    assert_eq!(reached, every, "a stage nobody reaches");
    assert_eq!(used, M::Action::LIST.codes.iter().copied().collect(), "an action that leads nowhere");
    for stage in codes::<M::Stage>() {
        let ends = M::exits(stage).is_empty();
        assert_eq!(ends, terminals.contains(&stage.as_code()), "{}", stage.as_code());
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
            seen.iter().any(|stage| ProjectCourse::exits(*stage).is_empty()),
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
                assert!(M::KIND.spec().field(field).is_some(), "{} brings {field}", action.as_code());
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
    keys.extend(NeedAction::LIST.codes.iter().map(|code| NeedAction::LIST.key(code)));
    keys.extend(ProjectAction::LIST.codes.iter().map(|code| ProjectAction::LIST.key(code)));
    keys.extend(NeedStage::LIST.codes.iter().map(|code| NeedStage::LIST.key(code)));
    keys.extend(ProjectStage::LIST.codes.iter().map(|code| ProjectStage::LIST.key(code)));
    keys.extend(owner_steps::Wanted::LIST.codes.iter().map(|code| owner_steps::Wanted::LIST.key(code)));
    keys.extend(owner_steps::Ending::LIST.codes.iter().map(|code| owner_steps::Ending::LIST.key(code)));
    keys.extend(OwnerStep::ALL.iter().map(|step| format!("owner_step.{}", step.number())));
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
    let missing: Vec<_> = keys.into_iter().filter(|key| words::find(key).is_none()).collect();
    assert_eq!(missing, Vec::<String>::new());
}
