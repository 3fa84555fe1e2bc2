//! The list of papers: frozen at the contract, counted, waited for.

use std::fmt::Write as _;

use domain::record::need::Activity;
use domain::record::project::lists::{Funding, Holder};
use domain::settlement::checklist::{
    Blocker, Checklist, PaperState, PaperStates, PaperStatus, Progress, Waiting,
};
use domain::settlement::checks::Billing;
use domain::settlement::template::{
    Condition, FrozenList, ListFacts, ListPhase, Template, freeze, settlement,
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
        has_beneficiary: Some(true),
    }
}

fn set(states: &mut PaperStates, code: &str, status: PaperStatus, on: &str) {
    states.insert(code.to_owned(), PaperState { status, since: day(on) });
}

fn provided(codes: &[&str], on: &str) -> PaperStates {
    let mut states = PaperStates::new();
    for code in codes {
        set(&mut states, code, PaperStatus::Provided, on);
    }
    states
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
    let states = provided(&codes, "1/11/2026");
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
fn while_nobody_says_whether_a_paper_is_needed_it_blocks() {
    let list = frozen(Activity::Startup);
    let codes = ["s01", "s02", "s03", "s04", "s08", "s09", "s10_registration"];
    let mut states = provided(&codes, "1/11/2026");
    let facts = ListFacts { is_partial: None, billing: Some(Billing::Invoice), ..usual() };
    let facts = ListFacts { counterpart_vnd: Some(0), ..facts };
    let checklist = Checklist { list: &list, states: &states, facts: &facts };
    assert_eq!(checklist.blockers(), [Blocker::Open { code: "s13".into() }]);
    let said = ListFacts { is_partial: Some(false), ..facts };
    assert_eq!(Checklist { facts: &said, ..checklist }.blockers(), []);
    // Or somebody says that it is none of this project's papers.
    set(&mut states, "s13", PaperStatus::NotApplicable, "2/11/2026");
    assert_eq!(Checklist { list: &list, states: &states, facts: &facts }.blockers(), []);
}

#[test]
fn what_is_done_without_is_there() {
    let list = frozen(Activity::Startup);
    let facts = usual();
    let count = |status: PaperStatus| {
        let mut states = PaperStates::new();
        set(&mut states, "s03", status, "5/11/2026");
        Checklist { list: &list, states: &states, facts: &facts }.progress()
    };
    let before = count(PaperStatus::Missing);
    let counted =
        |there, required| Progress { there: before.there + there, required: before.required - required };
    for there in [PaperStatus::Provided, PaperStatus::Verified, PaperStatus::Waived] {
        assert_eq!(count(there), counted(1, 0), "{there:?}");
    }
    assert_eq!(count(PaperStatus::Returned), before);
    assert_eq!(count(PaperStatus::NotApplicable), counted(0, 1));
}

#[test]
fn waiting_for_the_accountant_for_four_days() {
    let list = frozen(Activity::Machine);
    let facts = usual();
    let waiting = |states: &PaperStates, today: &str| {
        Checklist { list: &list, states, facts: &facts }.waiting(day(today))
    };
    let of = |holder, days| Some(Waiting { holder, days });
    assert_eq!(waiting(&PaperStates::new(), "11/7/2026"), of(Holder::Unit, 10), "missing since the contract");

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
    let mut states = provided(&codes[..10], "1/11/2026");
    assert_eq!(waiting(&states, "3/11/2026"), of(Holder::Unit, 125), "one paper keeps all waiting");
    set(&mut states, "s14", PaperStatus::Provided, "6/11/2026");
    assert_eq!(waiting(&states, "10/11/2026"), of(Holder::Finance, 4), "since the last paper came");

    for code in codes {
        set(&mut states, code, PaperStatus::Verified, "12/11/2026");
    }
    assert_eq!(waiting(&states, "15/11/2026"), None);
    let open = ListFacts { is_last_of_year: None, ..facts };
    let asked = Checklist { list: &list, states: &states, facts: &open }.waiting(day("15/11/2026"));
    assert_eq!(asked, None, "nobody waits for what nobody has said is needed");
    set(&mut states, "s10_contract", PaperStatus::Returned, "12/11/2026");
    assert_eq!(waiting(&states, "15/11/2026"), of(Holder::Owner, 3), "the owner's paper came back");
}

#[test]
fn nobody_waits_for_a_paper_before_its_step_has_begun() {
    let facts = usual();
    let early = FrozenList { asked_from: None, ..frozen(Activity::Machine) };
    let states = PaperStates::new();
    assert_eq!(Checklist { list: &early, states: &states, facts: &facts }.waiting(day("9/12/2026")), None);
    let begun = FrozenList { asked_from: Some(day("1/12/2026")), ..early };
    let asked = Checklist { list: &begun, states: &states, facts: &facts }.waiting(day("9/12/2026"));
    assert_eq!(asked, Some(Waiting { holder: Holder::Unit, days: 8 }), "not from the day it was frozen");
}

proptest! {
    #[test]
    fn the_count_is_true_and_each_is_waited_for_who_has_it_in_hand(
        activity in proptest::sample::select(Activity::ALL),
        statuses in proptest::collection::vec(proptest::sample::select(PaperStatus::ALL), 30),
    ) {
        let list = frozen(activity);
        let facts = usual();
        let on = "1/11/2026";
        let mut states = PaperStates::new();
        for (paper, status) in list.papers.iter().zip(statuses) {
            set(&mut states, &paper.code, status, on);
        }
        let checklist = Checklist { list: &list, states: &states, facts: &facts };
        let progress = checklist.progress();
        let blockers = checklist.blockers();
        prop_assert_eq!(progress.required - progress.there, blockers.len());
        let waits_for_papers = checklist.waiting(day(on)).is_some_and(|waiting| waiting.holder != Holder::Finance);
        let is_demanded = |blocker: &Blocker| !matches!(blocker, Blocker::Open { .. });
        prop_assert_eq!(waits_for_papers, blockers.iter().any(is_demanded));
    }
}
