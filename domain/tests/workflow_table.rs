//! The course of every kind that has one, printed: stage × action × role. A change of a course shows
//! here as a changed line.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use domain::record::Kind;
use domain::record::course::{Course, Direction};
use domain::record::field::Choice;
use domain::record::need::course::NeedAction;
use domain::record::project::course::{ProjectAction, holder};
use domain::record::project::forms::Form;
use domain::record::reference::ReferenceStage;
use domain::record::stage::{NeedStage, ProjectStage};
use domain::role::Role;
use domain::value::{Document, Value};
use domain::words;
use domain::workflow::owner_steps::{self, OwnerStep};
use domain::workflow::{self, Refusal};
use expect_test::expect_file;

/// The kinds that have a course.
fn courses() -> impl Iterator<Item = (Kind, &'static dyn Course)> {
    Kind::ALL.iter().filter_map(|kind| Some((*kind, kind.spec().course?)))
}

/// One line per pair of stage and action that leads somewhere, with everything that decides it, and
/// for each stage the actions it refuses.
fn table(kind: Kind, course: &dyn Course) -> String {
    let mut out = String::new();
    for stage in course.stages().codes {
        let _ = writeln!(out, "{stage}");
        let mut refused = Vec::new();
        for action in course.actions().codes {
            let (Some(to), Some(terms)) =
                (workflow::next_stage(kind, stage, action), course.terms(stage, action))
            else {
                refused.push(*action);
                continue;
            };
            let network = if terms.is_online_only { "online" } else { "offline" };
            let _ = writeln!(out, "  {action} -> {to} ({network}, {:?})", terms.direction);
            let roles: Vec<&str> = terms.roles.iter().map(|role| role.code()).collect();
            let _ = writeln!(out, "      by {}; {:?}, {:?}", roles.join(", "), terms.duty, terms.demand);
            let _ = writeln!(out, "      needs {:?}, may bring {:?}", terms.carries.needs, terms.carries.may);
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
fn matrix(course: &dyn Course) -> String {
    let mut out = String::new();
    for stage in course.stages().codes {
        for action in course.actions().codes {
            let leads = course.exits(stage).iter().any(|(exit, _)| exit == action);
            let Some(terms) = course.terms(stage, action).filter(|_| leads) else { continue };
            let _ = write!(out, "{stage:<20} {action:<20}");
            for role in Role::ALL {
                let sign = match (terms.roles.contains(role), terms.is_online_only) {
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
fn what_is_offered(kind: Kind, course: &dyn Course) -> String {
    let mut out = String::new();
    for stage in course.stages().codes {
        let doc = Document::default().with("stage", Value::text(*stage));
        let end = if workflow::is_over(kind, &doc) { ", over" } else { "" };
        let _ = writeln!(out, "{} {stage}{end}", kind.code());
        for role in Role::ALL {
            let offered = workflow::actions(kind, &doc, *role);
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
    for (kind, course) in courses().filter(|(kind, _)| *kind != Kind::Conflict) {
        expect_file![format!("tables/offered/{}.txt", kind.code())].assert_eq(&what_is_offered(kind, course));
    }
}

/// Where a record rests: only a mistake is put right from there.
const AT_REST: &[(Kind, &str)] = &[(Kind::Paper, "not_applicable")];

#[test]
fn somebody_is_waited_for_in_every_stage_that_is_not_the_last() {
    for (kind, course) in courses() {
        for stage in course.stages().codes {
            // What is in force is left alone until somebody finds it out of date.
            let is_in_force = course.stages().name == ReferenceStage::LIST.name && *stage == "in_force";
            if is_in_force || AT_REST.contains(&(kind, *stage)) {
                continue;
            }
            let exits = course.exits(stage);
            let goes_on = exits.iter().any(|(action, _)| {
                course.terms(stage, action).is_some_and(|terms| terms.direction == Direction::Forward)
            });
            assert_eq!(goes_on, !exits.is_empty(), "{} {stage}", kind.code());
        }
    }
}

#[test]
fn the_courses() {
    for (kind, course) in courses() {
        let printed = table(kind, course) + "\n" + &matrix(course);
        expect_file![format!("tables/courses/{}.txt", kind.code())].assert_eq(&printed);
    }
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

/// The forms a project offers, stage by stage: of a named beneficiary and of a group, on its way and after what
/// was appraised or accepted came back.
#[test]
fn the_forms_of_each_stage() {
    let numbers = |doc: &Document| {
        let offered = Form::ALL.into_iter().filter(|form| form.is_offered(doc));
        offered.map(Form::code).collect::<Vec<_>>().join(" ")
    };
    let mut out = String::new();
    for stage in ProjectStage::ALL {
        let doc = Document::default().with("stage", stage.code()).with("project_kind", "named");
        let appraised = doc.clone().with("base_minutes_on", "2026-03-02");
        let accepted = appraised.clone().with("acceptance_date", "2026-09-01");
        let failed = accepted.clone().with("acceptance_conclusion", "fail");
        let group = doc.clone().with("project_kind", "group");
        let class = doc.clone().with("activity", "train_skill").with("billing", "voucher_list");
        let cluster = doc.clone().with("activity", "cluster").with("billing", "invoice");
        let _ = writeln!(out, "{}", stage.code());
        let cases = [
            ("new", doc),
            ("appraised", appraised),
            ("accepted", accepted),
            ("failed", failed),
            ("group", group),
            ("class", class),
            ("cluster", cluster),
        ];
        for (name, doc) in cases {
            let _ = writeln!(out, "  {name:<10}{}", numbers(&doc));
        }
    }
    expect_file!["tables/forms.txt"].assert_eq(&out);
}

#[test]
fn every_stage_is_reached_and_every_action_leads_somewhere() {
    for (kind, course) in courses() {
        let first = course.stages().codes.first().copied().unwrap_or_default();
        let mut reached = BTreeSet::from([first]);
        let mut open = vec![first];
        let mut used = BTreeSet::new();
        while let Some(stage) = open.pop() {
            let exits = course.exits(stage);
            let names = exits.iter().map(|(action, _)| *action).collect::<BTreeSet<_>>();
            assert_eq!(names.len(), exits.len(), "{} {stage} names an action twice", kind.code());
            used.extend(names);
            open.extend(exits.into_iter().map(|(_, to)| to).filter(|to| reached.insert(to)));
        }
        let every = course.stages().codes.iter().copied().collect::<BTreeSet<_>>();
        assert_eq!(reached, every, "{}: a stage nobody reaches", kind.code());
        let actions = course.actions().codes.iter().copied().collect();
        assert_eq!(used, actions, "{}: an action that leads nowhere", kind.code());
    }
}

#[test]
fn from_every_stage_a_record_can_still_end() {
    for (kind, course) in courses() {
        for start in course.stages().codes {
            let mut seen = vec![*start];
            let mut at = 0;
            while let Some(stage) = seen.get(at).copied() {
                for (_, to) in course.exits(stage) {
                    if !seen.contains(&to) {
                        seen.push(to);
                    }
                }
                at += 1;
            }
            let ends = seen.iter().any(|stage| course.exits(stage).is_empty());
            assert!(ends, "{} never ends from {start}", kind.code());
        }
    }
}

#[test]
fn every_field_an_action_brings_is_described_and_only_actions_write_the_stage() {
    for (kind, course) in courses() {
        for (stage, action) in course
            .stages()
            .codes
            .iter()
            .flat_map(|stage| course.exits(stage).into_iter().map(move |(action, _)| (*stage, action)))
        {
            let terms = course.terms(stage, action).unwrap();
            for field in terms.carries.needs.iter().chain(terms.carries.may) {
                assert!(kind.spec().field(field).is_some(), "{}: {action} brings {field}", kind.code());
            }
        }
    }
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
        Refusal::Guard("refusal.paper_required"),
        Refusal::Guard("refusal.is_recovery"),
        Refusal::Guard("refusal.is_no_recovery"),
    ];
    keys.extend(refusals.iter().map(|refusal| refusal.code().to_owned()));
    let missing: Vec<_> = keys.into_iter().filter(|key| words::find(key).is_none()).collect();
    assert_eq!(missing, Vec::<String>::new());
}
