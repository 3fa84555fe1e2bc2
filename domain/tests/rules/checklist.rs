//! The list of papers: frozen at the contract, counted, returned once with all faults.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use domain::record::need::Activity;
use domain::record::project::lists::{Funding, Holder};
use domain::role::Role;
use domain::settlement::checklist::{
    Blocker, Checklist, ListFault, Opinion, PaperStates, PaperStatus, Progress, Waiting, begin,
    not_applicable, provide, review, waive,
};
use domain::settlement::checks::Billing;
use domain::settlement::reason::ReturnReason;
use domain::settlement::template::{
    Condition, FrozenList, Held, ListFacts, ListPhase, Template, freeze, settlement,
};
use expect_test::expect_file;
use proptest::prelude::*;

use super::day;

fn frozen(activity: Activity) -> FrozenList {
    let templates = [settlement(activity)];
    freeze(&templates, ListPhase::Settle, activity, Funding::Local, day("1/7/2026")).unwrap()
}

/// Everything is known, nothing out of the ordinary.
fn usual() -> ListFacts {
    ListFacts {
        billing: Some(Billing::VoucherList),
        counterpart_vnd: Some(1),
        is_not_in_time: Some(false),
        is_liquidation: Some(false),
        is_last_of_year: Some(false),
        is_partial: Some(false),
        is_other_unit: Some(false),
    }
}

fn provided(list: &FrozenList, codes: &[&str], on: &str) -> PaperStates {
    let facts = usual();
    let mut states = begin(list, &[]);
    for code in codes {
        states = provide(&Checklist { list, states: &states, facts: &facts }, code, day(on)).unwrap();
    }
    states
}

fn opinions(given: &[(&str, &[ReturnReason])]) -> BTreeMap<String, Opinion> {
    let opinion = |reasons: &[ReturnReason]| {
        if reasons.is_empty() { Opinion::Good } else { Opinion::Back(reasons.to_vec()) }
    };
    given.iter().map(|(code, reasons)| ((*code).to_owned(), opinion(reasons))).collect()
}

#[test]
fn the_settlement_dossiers_are_these() {
    let mut out = String::new();
    for activity in Activity::ALL {
        let _ = writeln!(out, "{}", activity.code());
        for paper in settlement(*activity).papers {
            if *activity == Activity::TrainSkill || paper.code.starts_with("s10") {
                let _ = writeln!(
                    out,
                    "  {} {} | {} | form {:?} | from {}",
                    paper.code,
                    paper.condition.code(),
                    paper.kind.code(),
                    paper.form_no,
                    paper.provider.code(),
                );
            }
        }
    }
    expect_file!["../tables/settlement_papers.txt"].assert_eq(&out);
}

#[test]
fn a_list_is_that_of_the_day_of_the_contract_and_does_not_grow() {
    let old = settlement(Activity::Machine);
    let mut new = Template { valid_from: day("1/1/2027"), ..old.clone() };
    new.papers.push(domain::settlement::template::Paper { code: "s99".into(), ..new.papers[0].clone() });
    let templates = [new, old];
    let on = |text: &str| {
        let signed = day(text);
        freeze(&templates, ListPhase::Settle, Activity::Machine, Funding::National, signed).unwrap()
    };
    let has_new = |list: &FrozenList| list.papers.iter().any(|paper| paper.code == "s99");
    assert!(!has_new(&on("31/12/2026")));
    assert!(has_new(&on("1/1/2027")));
    let other = freeze(&templates, ListPhase::Advance, Activity::Machine, Funding::National, day("1/1/2027"));
    assert_eq!(other, None);
    let early = freeze(&templates, ListPhase::Settle, Activity::Machine, Funding::Local, day("1/1/2010"));
    assert_eq!(early, None);
}

#[test]
fn a_template_for_the_activity_goes_before_one_for_all() {
    let any = Template { activity: None, id: "any".into(), ..settlement(Activity::Machine) };
    let own = Template { id: "own".into(), ..settlement(Activity::Machine) };
    let local = Template { funding: Some(Funding::Local), id: "local".into(), ..any.clone() };
    let templates = [any, own, local];
    let id = |activity, funding| {
        freeze(&templates, ListPhase::Settle, activity, funding, day("1/1/2026")).unwrap().template
    };
    assert_eq!(id(Activity::Machine, Funding::Local), "own");
    assert_eq!(id(Activity::Consult, Funding::Local), "local");
    assert_eq!(id(Activity::Consult, Funding::National), "any");
}

#[test]
fn each_condition_follows_its_fact() {
    let facts = ListFacts::default();
    for condition in Condition::ALL {
        let expected = (*condition == Condition::Always).then_some(true);
        assert_eq!(condition.holds(&facts), expected, "{condition:?} of nothing known");
    }
    let invoice = ListFacts { billing: Some(Billing::Invoice), counterpart_vnd: Some(0), ..usual() };
    assert_eq!(Condition::IssuesInvoice.holds(&invoice), Some(true));
    assert_eq!(Condition::ListsVouchers.holds(&invoice), Some(false));
    assert_eq!(Condition::HasCounterpart.holds(&invoice), Some(false));
    assert_eq!(Condition::HasCounterpart.holds(&usual()), Some(true));
    assert_eq!(Condition::Partial.holds(&ListFacts { is_partial: Some(true), ..usual() }), Some(true));
}

#[test]
fn seven_of_eleven_papers() {
    let list = frozen(Activity::Machine);
    let codes = ["s01", "s02", "s03", "s04", "s06", "s07", "s09"];
    let states = provided(&list, &codes, "1/11/2026");
    let facts = usual();
    let checklist = Checklist { list: &list, states: &states, facts: &facts };
    assert_eq!(checklist.progress(), Progress { there: 7, required: 11 });
    let missing = |code: &str| Blocker::Missing { code: code.to_owned() };
    assert_eq!(
        checklist.blockers(),
        [missing("s10_contract"), missing("s10_acceptance"), missing("s10_liquidation"), missing("s14")]
    );
}

#[test]
fn what_the_book_holds_is_not_asked_for() {
    let list = frozen(Activity::Machine);
    let states = begin(&list, &[Held::Contract, Held::Acceptance]);
    let there = |code: &str| states[code].status == PaperStatus::Provided;
    assert!(there("s01") && there("s02") && !there("s03"));
}

#[test]
fn while_nobody_says_whether_a_paper_is_needed_it_blocks() {
    let list = frozen(Activity::Startup);
    let codes = ["s01", "s02", "s03", "s04", "s09", "s10_registration"];
    let states = provided(&list, &codes, "1/11/2026");
    let facts = ListFacts { is_partial: None, billing: Some(Billing::Invoice), ..usual() };
    let facts = ListFacts { counterpart_vnd: Some(0), ..facts };
    let states = provide(&Checklist { list: &list, states: &states, facts: &facts }, "s08", day("1/11/2026"));
    let states = states.unwrap();
    let checklist = Checklist { list: &list, states: &states, facts: &facts };
    assert_eq!(checklist.blockers(), [Blocker::Open { code: "s13".into() }]);
    let said = ListFacts { is_partial: Some(false), ..facts };
    assert_eq!(Checklist { facts: &said, ..checklist }.blockers(), []);
    // Or somebody says that it is none of this project's papers.
    let states = not_applicable(&checklist, "s13", day("2/11/2026")).unwrap();
    assert_eq!(Checklist { states: &states, ..checklist }.blockers(), []);
    let required = not_applicable(&checklist, "s01", day("2/11/2026"));
    assert_eq!(required, Err(ListFault::Required { code: "s01".into() }));
}

#[test]
fn a_return_tells_all_faults_and_judges_every_paper_that_is_there() {
    let list = frozen(Activity::Startup);
    let states = provided(&list, &["s01", "s03", "s09"], "1/11/2026");
    let facts = usual();
    let checklist = Checklist { list: &list, states: &states, facts: &facts };
    let on = day("5/11/2026");
    let hasty = review(&checklist, &opinions(&[("s03", &[ReturnReason::Unsigned])]), on);
    let not_looked = |code: &str| ListFault::NotLookedAt { code: code.to_owned() };
    assert_eq!(hasty, Err(vec![not_looked("s01"), not_looked("s09")]));

    let whole: [(&str, &[ReturnReason]); 3] = [
        ("s01", &[]),
        ("s03", &[ReturnReason::Unsigned, ReturnReason::Form]),
        ("s09", &[ReturnReason::Cash]),
    ];
    let after = review(&checklist, &opinions(&whole), on).unwrap();
    assert_eq!(after["s01"].status, PaperStatus::Verified);
    assert_eq!(after["s03"].status, PaperStatus::Returned);
    assert_eq!(after["s03"].reasons, [ReturnReason::Unsigned, ReturnReason::Form]);
    assert_eq!(after["s02"].status, PaperStatus::Missing);

    // Handed in again, its reasons are gone and only it is judged again.
    let after = provide(&Checklist { states: &after, ..checklist }, "s03", day("7/11/2026")).unwrap();
    assert_eq!((after["s03"].status, after["s03"].reasons.len()), (PaperStatus::Provided, 0));
    let checklist = Checklist { states: &after, ..checklist };
    let again = review(&checklist, &opinions(&[("s01", &[]), ("s03", &[])]), on);
    assert_eq!(again, Err(vec![ListFault::CheckedBefore { code: "s01".into() }]));
    assert!(review(&checklist, &opinions(&[("s03", &[])]), on).is_ok());
    let good = provide(&checklist, "s01", on);
    assert_eq!(good, Err(ListFault::CheckedBefore { code: "s01".into() }), "good papers are not asked again");
}

#[test]
fn a_check_that_cannot_be_is_refused_whole() {
    let list = frozen(Activity::Startup);
    let states = provided(&list, &["s01"], "1/11/2026");
    let facts = usual();
    let checklist = Checklist { list: &list, states: &states, facts: &facts };
    let mut given = opinions(&[("s03", &[]), ("x1", &[])]);
    given.insert("s01".into(), Opinion::Back(vec![]));
    assert_eq!(
        review(&checklist, &given, day("5/11/2026")),
        Err(vec![
            ListFault::NoReason { code: "s01".into() },
            ListFault::NotThere { code: "s03".into() },
            ListFault::UnknownPaper { code: "x1".into() },
        ])
    );
}

#[test]
fn only_a_leader_does_without_a_paper_and_says_why() {
    let list = frozen(Activity::Startup);
    let states = begin(&list, &[]);
    let facts = usual();
    let checklist = Checklist { list: &list, states: &states, facts: &facts };
    let on = day("5/11/2026");
    for role in Role::ALL {
        let waived = waive(&checklist, "s03", *role, "Đã có ở hồ sơ thanh tra", on);
        assert_eq!(waived.is_ok(), *role == Role::DepartmentLeader, "{role:?}");
    }
    let silent = waive(&checklist, "s03", Role::DepartmentStaff, "  ", on);
    assert_eq!(silent, Err(vec![ListFault::NotALeader, ListFault::NoReason { code: "s03".into() }]));
    let waived = waive(&checklist, "s03", Role::DepartmentLeader, " Đã có ", on).unwrap();
    assert_eq!(waived["s03"].waiver, "Đã có");
    let before = checklist.progress();
    let after = Checklist { states: &waived, ..checklist }.progress();
    assert_eq!((after.there, after.required), (before.there + 1, before.required));
}

#[test]
fn waiting_for_the_accountant_for_four_days() {
    let list = frozen(Activity::Machine);
    let facts = usual();
    let states = begin(&list, &[]);
    let waiting = |states: &PaperStates, today: &str| {
        Checklist { list: &list, states, facts: &facts }.waiting(day(today))
    };
    let of = |holder, days| Some(Waiting { holder, days });
    assert_eq!(waiting(&states, "11/7/2026"), of(Holder::Unit, 10), "missing since the contract");

    let codes = [
        "s01",
        "s02",
        "s03",
        "s04",
        "s06",
        "s07",
        "s09",
        "s10_contract",
        "s10_acceptance",
        "s10_liquidation",
        "s14",
    ];
    let mut states = provided(&list, &codes[..10], "1/11/2026");
    assert_eq!(waiting(&states, "3/11/2026"), of(Holder::Unit, 125), "one paper keeps all waiting");
    states =
        provide(&Checklist { list: &list, states: &states, facts: &facts }, "s14", day("6/11/2026")).unwrap();
    assert_eq!(waiting(&states, "10/11/2026"), of(Holder::Finance, 4), "since the last paper came");

    let all_good = |except: &str| {
        let reasons = |code: &str| if code == except { vec![ReturnReason::Scan] } else { vec![] };
        let given = codes.iter().map(|code| ((*code).to_owned(), reasons(code)));
        let opinion = |reasons: Vec<ReturnReason>| match reasons.as_slice() {
            [] => Opinion::Good,
            _ => Opinion::Back(reasons),
        };
        given.map(|(code, reasons)| (code, opinion(reasons))).collect::<BTreeMap<_, _>>()
    };
    let checklist = Checklist { list: &list, states: &states, facts: &facts };
    let returned = review(&checklist, &all_good("s10_contract"), day("12/11/2026")).unwrap();
    assert_eq!(waiting(&returned, "15/11/2026"), of(Holder::Owner, 3), "the owner's paper came back");
    let done = review(&checklist, &all_good(""), day("12/11/2026")).unwrap();
    assert_eq!(waiting(&done, "15/11/2026"), None);
    let open = ListFacts { is_last_of_year: None, ..facts };
    let asked = Checklist { list: &list, states: &done, facts: &open }.waiting(day("15/11/2026"));
    assert_eq!(asked, None, "nobody waits for what nobody has said is needed");
}

#[test]
fn nobody_waits_for_a_paper_before_its_step_has_begun() {
    let facts = usual();
    let early = FrozenList { asked_from: None, ..frozen(Activity::Machine) };
    let states = begin(&early, &[]);
    assert_eq!(Checklist { list: &early, states: &states, facts: &facts }.waiting(day("9/12/2026")), None);
    let begun = FrozenList { asked_from: Some(day("1/12/2026")), ..early };
    let asked = Checklist { list: &begun, states: &states, facts: &facts }.waiting(day("9/12/2026"));
    assert_eq!(asked, Some(Waiting { holder: Holder::Unit, days: 8 }), "not from the day it was frozen");
}

#[derive(Clone, Debug)]
enum Step {
    Provide(usize),
    Waive(usize),
    /// Judge all that is provided; those whose place is here go back.
    Review(Vec<usize>),
}

fn any_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0..20_usize).prop_map(Step::Provide),
        1 => (0..20_usize).prop_map(Step::Waive),
        2 => proptest::collection::vec(0..20_usize, 0..4).prop_map(Step::Review),
    ]
}

proptest! {
    #[test]
    fn whatever_happens_a_good_paper_stays_good_and_the_count_is_true(
        activity in proptest::sample::select(Activity::ALL),
        steps in proptest::collection::vec(any_step(), 0..30),
    ) {
        let list = frozen(activity);
        let facts = usual();
        let mut states = begin(&list, &[]);
        let on = day("1/11/2026");
        let code = |at: usize| list.papers[at % list.papers.len()].code.as_ref();
        for step in steps {
            let checklist = Checklist { list: &list, states: &states, facts: &facts };
            let next = match step {
                Step::Provide(at) => provide(&checklist, code(at), on).ok(),
                Step::Waive(at) => waive(&checklist, code(at), Role::DepartmentLeader, "có", on).ok(),
                Step::Review(back) => {
                    let back: Vec<&str> = back.into_iter().map(code).collect();
                    let provided = states.iter().filter(|(_, state)| state.status == PaperStatus::Provided);
                    let judged = provided.map(|(code, _)| {
                        let goes_back = back.contains(&code.as_str());
                        let reasons = vec![ReturnReason::Scan];
                        (code.clone(), if goes_back { Opinion::Back(reasons) } else { Opinion::Good })
                    });
                    let judged: BTreeMap<String, Opinion> = judged.collect();
                    Some(review(&checklist, &judged, on).unwrap())
                }
            };
            let Some(next) = next else { continue };
            for (code, state) in &states {
                if state.status == PaperStatus::Verified {
                    prop_assert_eq!(next[code].status, PaperStatus::Verified);
                }
            }
            states = next;
            let checklist = Checklist { list: &list, states: &states, facts: &facts };
            let progress = checklist.progress();
            let blockers = checklist.blockers();
            prop_assert_eq!(progress.required - progress.there, blockers.len());
            prop_assert_eq!(states.len(), list.papers.len(), "no paper appears or is lost");
            for state in states.values() {
                prop_assert_eq!(state.reasons.is_empty(), state.status != PaperStatus::Returned);
                prop_assert_eq!(state.waiver.is_empty(), state.status != PaperStatus::Waived);
            }
            let waits_for_papers = checklist.waiting(on).is_some_and(|waiting| waiting.holder != Holder::Finance);
            let is_demanded = |blocker: &Blocker| !matches!(blocker, Blocker::Open { .. });
            prop_assert_eq!(waits_for_papers, blockers.iter().any(is_demanded));
        }
    }
}
