//! The money of a project: how much may be advanced, paid and taken back, and that no sequence of
//! entries breaks an invariant.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use domain::ledger::advance::{Done, MoneyPaper, Need, Standing, rest_needs, rule_for};
use domain::ledger::phase::MoneyPhase;
use domain::ledger::{
    ADVANCE_MAX_PCT, Breach, Entry, EntryKind, EntryState, Ledger, Limit, RatioOverride, Terms, breaches,
};
use domain::legal::Certainty;
use domain::money::MILLION;
use domain::norm::NormItem;
use domain::record::need::Activity;
use domain::record::project::lists::Funding;
use domain::record::stage::ProjectStage;
use expect_test::expect_file;
use proptest::prelude::*;

const SUPPORT: i64 = 300 * MILLION;

fn ledger(activity: Activity) -> Ledger {
    let rule = rule_for(activity, NormItem::Main, Funding::National);
    let terms = Terms { activity, approved_vnd: SUPPORT, settled_vnd: None, rule, ratio: None };
    Ledger { terms, entries: vec![] }
}

/// Every paper is there, 71 % are done.
fn standing(phase: MoneyPhase) -> Standing {
    let papers = MoneyPaper::ALL.iter().copied().collect();
    Standing { phase, papers, done: Some(Done { part: 71, whole: 100 }) }
}

fn paid(ledger: &mut Ledger, kind: EntryKind, amount: i64, phase: MoneyPhase) -> Result<(), Vec<Limit>> {
    ledger.enter(kind, EntryState::Paid, amount, &standing(phase))
}

fn most(ledger: &Ledger, kind: EntryKind, phase: MoneyPhase) -> i64 {
    ledger.next_allowed(kind, &standing(phase)).at_most_vnd
}

#[test]
fn the_rules_of_the_first_advance_are_these() {
    let mut out = String::new();
    let need = |need: &Need| match need {
        Need::Paper(paper) => paper.code().to_owned(),
        Need::DoneOver(percent) => format!("more than {percent} % done"),
    };
    for activity in Activity::ALL {
        for item in NormItem::ALL {
            let Some(rule) = rule_for(*activity, *item, Funding::National) else { continue };
            let same = rule_for(*activity, NormItem::Main, Funding::National);
            if *item != NormItem::Main && same.as_ref() == Some(&rule) {
                continue;
            }
            let needs: Vec<String> = rule.needs.iter().map(need).collect();
            let _ = writeln!(
                out,
                "{} {}: {} % with {}",
                activity.code(),
                item.code(),
                rule.percent,
                needs.join(", ")
            );
        }
    }
    for activity in [Activity::Startup, Activity::Machine] {
        let needs: Vec<String> = rest_needs(activity).iter().map(need).collect();
        let _ = writeln!(out, "rest of {}: with {}", activity.code(), needs.join(", "));
    }
    expect_file!["../tables/advances.txt"].assert_eq(&out);
}

#[test]
fn a_rule_of_national_funds_is_only_copied_for_local_ones() {
    let certainty =
        |funding| rule_for(Activity::Machine, NormItem::Main, funding).map(|rule| rule.source.certainty);
    assert_eq!(certainty(Funding::National), Some(Certainty::Verified));
    assert_eq!(certainty(Funding::Local), Some(Certainty::Unverified));
    assert_eq!(certainty(Funding::External), None);
}

#[test]
fn a_machine_is_advanced_when_more_than_seventy_per_cent_are_done() {
    let ledger = ledger(Activity::Machine);
    let with = |part, whole| {
        let done = Some(Done { part, whole });
        ledger.next_allowed(EntryKind::Advance, &Standing { done, ..standing(MoneyPhase::Working) })
    };
    let need = Limit::Need(Need::DoneOver(70));
    assert_eq!(with(70, 100).why, [need]);
    assert_eq!(with(700_000_001, 1_000_000_000).at_most_vnd, 210 * MILLION);
    assert_eq!(with(1, 0).why, [need], "of nothing nothing is done");
    let unknown = Standing { done: None, papers: BTreeSet::new(), phase: MoneyPhase::Working };
    let paper = |paper| Limit::Need(Need::Paper(paper));
    let refused = ledger.next_allowed(EntryKind::Advance, &unknown);
    assert_eq!(refused.at_most_vnd, 0);
    let why = [paper(MoneyPaper::ProjectContract), paper(MoneyPaper::ProgressReport), need];
    assert_eq!(refused.why, why, "everything that is missing, at once");
}

#[test]
fn seventy_per_cent_before_acceptance_the_rest_after() {
    let mut ledger = ledger(Activity::Machine);
    paid(&mut ledger, EntryKind::Advance, 200 * MILLION, MoneyPhase::Working).unwrap();
    assert_eq!(most(&ledger, EntryKind::Advance, MoneyPhase::Working), 10 * MILLION);
    let refused = paid(&mut ledger, EntryKind::Advance, 10 * MILLION + 1, MoneyPhase::Working);
    assert_eq!(refused, Err(vec![Limit::AdvancePart { percent: 70, most_vnd: 210 * MILLION }]));
    let early = paid(&mut ledger, EntryKind::Payment, 1, MoneyPhase::Working);
    assert_eq!(early, Err(vec![Limit::Phase(MoneyPhase::Working)]));
    assert_eq!(most(&ledger, EntryKind::Payment, MoneyPhase::Accepted), 100 * MILLION);
    paid(&mut ledger, EntryKind::Payment, 100 * MILLION, MoneyPhase::Accepted).unwrap();
    let full = paid(&mut ledger, EntryKind::Payment, 1, MoneyPhase::Accepted);
    assert_eq!(full, Err(vec![Limit::Total { most_vnd: SUPPORT }]));
    assert_eq!(ledger.sums().held_vnd(), SUPPORT);
    assert_eq!(breaches(&ledger), []);
}

#[test]
fn the_rest_waits_for_acceptance_and_its_reports() {
    let ledger = ledger(Activity::Machine);
    let bare = Standing { phase: MoneyPhase::Accepted, papers: BTreeSet::new(), done: None };
    let allowed = ledger.next_allowed(EntryKind::Payment, &bare);
    let expected: Vec<Limit> = rest_needs(Activity::Machine).iter().map(|need| Limit::Need(*need)).collect();
    assert_eq!((allowed.at_most_vnd, allowed.why), (0, expected));
}

#[test]
fn a_decision_changes_the_part_and_no_decision_does_not() {
    let mut ledger = ledger(Activity::Machine);
    let ratio = |percent, no: &str| Some(RatioOverride { percent, decision_no: no.to_owned() });
    ledger.terms.ratio = ratio(90, "12/QĐ-CTĐP");
    assert_eq!(most(&ledger, EntryKind::Advance, MoneyPhase::Working), 270 * MILLION);
    ledger.terms.ratio = ratio(90, " ");
    assert_eq!(most(&ledger, EntryKind::Advance, MoneyPhase::Working), 210 * MILLION);
    ledger.terms.ratio = ratio(40, "13/QĐ-CTĐP");
    assert_eq!(most(&ledger, EntryKind::Advance, MoneyPhase::Working), 120 * MILLION);
    ledger.terms.ratio = ratio(400, "14/QĐ-CTĐP");
    assert_eq!(most(&ledger, EntryKind::Advance, MoneyPhase::Working), SUPPORT);
}

#[test]
fn without_a_rule_nothing_is_advanced_unless_it_is_decided() {
    let mut ledger = ledger(Activity::DemoReplicate);
    let refused = ledger.next_allowed(EntryKind::Advance, &standing(MoneyPhase::Working));
    assert_eq!((refused.at_most_vnd, refused.why), (0, vec![Limit::NoRule]));
    ledger.terms.ratio = Some(RatioOverride { percent: 50, decision_no: "15/QĐ-CTĐP".into() });
    assert_eq!(most(&ledger, EntryKind::Advance, MoneyPhase::Working), 150 * MILLION);
}

#[test]
fn a_new_enterprise_is_paid_in_full_once_it_is_accepted() {
    let mut ledger = ledger(Activity::Startup);
    assert_eq!(most(&ledger, EntryKind::Advance, MoneyPhase::Working), 0);
    paid(&mut ledger, EntryKind::Advance, SUPPORT, MoneyPhase::Accepted).unwrap();
    assert_eq!(breaches(&ledger), [], "an advance after acceptance is not limited to a part");
}

#[test]
fn money_that_is_asked_for_is_spoken_for_until_it_is_refused() {
    let mut ledger = ledger(Activity::Machine);
    let accepted = standing(MoneyPhase::Accepted);
    ledger.enter(EntryKind::Payment, EntryState::Pending, 250 * MILLION, &accepted).unwrap();
    assert_eq!(ledger.sums().held_vnd(), 0);
    assert_eq!(most(&ledger, EntryKind::Payment, MoneyPhase::Accepted), 50 * MILLION);
    ledger.entries[0].state = EntryState::Void;
    assert_eq!(most(&ledger, EntryKind::Payment, MoneyPhase::Accepted), SUPPORT);
}

#[test]
fn what_was_pending_is_judged_again_when_it_is_paid() {
    let mut ledger = ledger(Activity::Machine);
    let working = standing(MoneyPhase::Working);
    ledger.enter(EntryKind::Advance, EntryState::Pending, 210 * MILLION, &working).unwrap();
    let settled = standing(MoneyPhase::Settled);
    assert_eq!(ledger.pay(0, &settled), Err(vec![Limit::Phase(MoneyPhase::Settled)]));
    ledger.terms.settled_vnd = Some(200 * MILLION);
    assert_eq!(ledger.pay(0, &working), Err(vec![Limit::Total { most_vnd: 200 * MILLION }]));
    ledger.terms.settled_vnd = None;
    assert_eq!(ledger.pay(0, &standing(MoneyPhase::Accepted)), Ok(()));
    let paid = Entry {
        kind: EntryKind::Advance,
        state: EntryState::Paid,
        amount_vnd: 210 * MILLION,
        phase: MoneyPhase::Accepted,
    };
    assert_eq!(ledger.entries, [paid]);
    for at in [0, 1] {
        assert_eq!(ledger.pay(at, &working), Err(vec![Limit::NotPending]), "paid before, or not there");
    }
}

#[test]
fn after_the_settlement_nothing_is_paid_and_what_is_too_much_comes_back() {
    let mut ledger = ledger(Activity::Machine);
    paid(&mut ledger, EntryKind::Advance, 210 * MILLION, MoneyPhase::Working).unwrap();
    ledger.terms.settled_vnd = Some(180 * MILLION);
    assert_eq!(ledger.excess_vnd(), 30 * MILLION);
    assert_eq!(breaches(&ledger), [Breach::OverSettled]);
    assert_eq!(most(&ledger, EntryKind::Payment, MoneyPhase::Accepted), 0);
    for kind in [EntryKind::Advance, EntryKind::Payment] {
        let refused = paid(&mut ledger, kind, 1, MoneyPhase::Settled);
        assert_eq!(refused, Err(vec![Limit::Phase(MoneyPhase::Settled)]));
    }
    paid(&mut ledger, EntryKind::Recovery, 30 * MILLION, MoneyPhase::Settled).unwrap();
    assert_eq!((ledger.excess_vnd(), breaches(&ledger)), (0, vec![]));
}

#[test]
fn no_more_comes_back_than_went_out() {
    let mut ledger = ledger(Activity::Machine);
    assert_eq!(most(&ledger, EntryKind::Recovery, MoneyPhase::Halted), 0);
    paid(&mut ledger, EntryKind::Advance, 100 * MILLION, MoneyPhase::Working).unwrap();
    let halted = standing(MoneyPhase::Halted);
    ledger.enter(EntryKind::Recovery, EntryState::Pending, 60 * MILLION, &halted).unwrap();
    assert_eq!(most(&ledger, EntryKind::Recovery, MoneyPhase::Halted), 40 * MILLION);
    let refused = paid(&mut ledger, EntryKind::Recovery, 40 * MILLION + 1, MoneyPhase::Halted);
    assert_eq!(refused, Err(vec![Limit::Held { most_vnd: 100 * MILLION }]));
    for nothing in [0, -1] {
        let refused = paid(&mut ledger, EntryKind::Recovery, nothing, MoneyPhase::Halted);
        assert_eq!(refused, Err(vec![Limit::Amount]));
    }
}

#[test]
fn entries_from_elsewhere_tell_what_they_break() {
    let entry = |kind, amount_vnd, phase| Entry { kind, state: EntryState::Paid, amount_vnd, phase };
    let with = |entries: Vec<Entry>| breaches(&Ledger { entries, ..ledger(Activity::Machine) });
    let advance = entry(EntryKind::Advance, 210 * MILLION, MoneyPhase::Working);
    assert_eq!(with(vec![advance]), []);
    assert_eq!(
        with(vec![advance, entry(EntryKind::Advance, 1, MoneyPhase::Working)]),
        [Breach::AdvanceOverPart]
    );
    let payment = entry(EntryKind::Payment, 90 * MILLION + 1, MoneyPhase::Accepted);
    assert_eq!(with(vec![advance, payment]), [Breach::OverApproved]);
    assert_eq!(with(vec![entry(EntryKind::Recovery, 1, MoneyPhase::Halted)]), [Breach::RecoveryOverPaid]);
    assert_eq!(with(vec![entry(EntryKind::Payment, 1, MoneyPhase::Settled)]), [Breach::AfterSettled]);
    assert_eq!(with(vec![entry(EntryKind::Payment, -1, MoneyPhase::Accepted)])[0], Breach::Amount);
    let void = Entry { state: EntryState::Void, ..entry(EntryKind::Payment, i64::MAX, MoneyPhase::Settled) };
    assert_eq!(with(vec![void]), []);
}

#[test]
fn every_stage_has_its_phase() {
    let of = |phase| {
        let stages = ProjectStage::ALL.iter().filter(|stage| MoneyPhase::of(**stage) == phase);
        stages.map(|stage| stage.code()).collect::<Vec<_>>()
    };
    assert_eq!(of(MoneyPhase::Working), ["contracted", "in_progress", "adjusting", "awaiting_acceptance"]);
    assert_eq!(of(MoneyPhase::Accepted), ["accepted", "settling"]);
    assert_eq!(of(MoneyPhase::Settled), ["settled", "year_closed", "post_check", "closed"]);
    assert_eq!(
        of(MoneyPhase::Halted),
        ["suspended", "stopped", "recovering", "rejected", "withdrawn", "cancelled"]
    );
}

#[derive(Clone, Debug)]
enum Event {
    Enter(EntryKind, EntryState, i64),
    /// What was pending is to be paid.
    Pay(usize),
    /// What was pending is refused.
    Refuse(usize),
    /// The project goes on; more of it is done.
    Move(MoneyPhase, i64),
    /// Some paper is lost and found again.
    Papers(u16),
    Settle(i64),
}

fn any_event() -> impl Strategy<Value = Event> {
    let amount = prop_oneof![3 => 0..130_i64, 1 => -5..400_i64].prop_map(|millions| millions * MILLION + 7);
    let kind = proptest::sample::select(EntryKind::ALL);
    let state = proptest::sample::select(&[EntryState::Pending, EntryState::Paid][..]);
    let phase = proptest::sample::select(MoneyPhase::ALL);
    prop_oneof![
        8 => (kind, state, amount).prop_map(|(kind, state, amount)| Event::Enter(kind, state, amount)),
        3 => (0..20_usize).prop_map(Event::Pay),
        1 => (0..20_usize).prop_map(Event::Refuse),
        2 => (phase, 0..=100_i64).prop_map(|(phase, done)| Event::Move(phase, done)),
        1 => any::<u16>().prop_map(Event::Papers),
        1 => (0..350_i64).prop_map(|millions| Event::Settle(millions * MILLION)),
    ]
}

fn any_terms() -> impl Strategy<Value = Terms> {
    let ratio = proptest::option::weighted(0.2, (-10..150_i64, proptest::sample::select(&["", "7/QĐ"][..])));
    (
        proptest::sample::select(Activity::ALL),
        proptest::sample::select(NormItem::ALL),
        proptest::sample::select(Funding::ALL),
        0..400_i64,
        ratio,
    )
        .prop_map(|(activity, item, funding, approved, ratio)| Terms {
            activity,
            approved_vnd: approved * MILLION + 3,
            settled_vnd: None,
            rule: rule_for(activity, item, funding),
            ratio: ratio.map(|(percent, no)| RatioOverride { percent, decision_no: no.to_owned() }),
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn no_sequence_of_entries_breaks_an_invariant(
        terms in any_terms(),
        events in proptest::collection::vec(any_event(), 0..40),
    ) {
        let mut ledger = Ledger { terms, entries: vec![] };
        let mut standing = standing(MoneyPhase::Working);
        for event in events {
            let before = ledger.clone();
            match event {
                Event::Enter(kind, state, amount) => {
                    let allowed = ledger.next_allowed(kind, &standing).at_most_vnd;
                    let entered = ledger.enter(kind, state, amount, &standing);
                    prop_assert_eq!(entered.is_ok(), amount > 0 && amount <= allowed);
                    prop_assert!(entered.is_ok() || ledger == before, "a refusal changes nothing");
                    prop_assert!(entered != Err(vec![]), "a refusal says why");
                }
                Event::Pay(at) => {
                    let paid = ledger.pay(at, &standing);
                    prop_assert!(paid.is_ok() || ledger == before);
                }
                Event::Refuse(at) => {
                    if let Some(entry) = ledger.entries.get_mut(at)
                        && entry.state == EntryState::Pending
                    {
                        entry.state = EntryState::Void;
                    }
                }
                Event::Move(phase, done) => {
                    standing.phase = phase;
                    standing.done = Some(Done { part: done, whole: 100 });
                }
                Event::Papers(mask) => {
                    let kept = MoneyPaper::ALL.iter().enumerate().filter(|(at, _)| mask & (1 << at) == 0);
                    standing.papers = kept.map(|(_, paper)| *paper).collect();
                }
                Event::Settle(amount) => ledger.terms.settled_vnd = Some(amount),
            }
            // Only a settlement makes what is out too much; entries never add to it.
            let is_settlement = before.terms.settled_vnd != ledger.terms.settled_vnd;
            prop_assert!(is_settlement || ledger.excess_vnd() <= before.excess_vnd());
            prop_assert_eq!(breaches(&ledger).contains(&Breach::OverSettled), ledger.excess_vnd() > 0);
            let others = breaches(&ledger).into_iter().filter(|breach| *breach != Breach::OverSettled);
            prop_assert_eq!(others.collect::<Vec<_>>(), vec![]);
            // The invariants of DOMAIN §4.6, added up once more without the sums of the ledger.
            let paid = |is_meant: &dyn Fn(&Entry) -> bool| -> i64 {
                let paid = ledger.entries.iter().filter(|entry| entry.state == EntryState::Paid);
                paid.filter(|entry| is_meant(entry)).map(|entry| entry.amount_vnd).sum()
            };
            let out = paid(&|entry| entry.kind != EntryKind::Recovery);
            let back = paid(&|entry| entry.kind == EntryKind::Recovery);
            prop_assert!(back <= out && out - back <= ledger.terms.approved_vnd);
            let early = |entry: &Entry| entry.kind == EntryKind::Advance && entry.phase == MoneyPhase::Working;
            let has_decision = ledger.terms.ratio.as_ref().is_some_and(|ratio| !ratio.decision_no.is_empty());
            prop_assert!(has_decision || paid(&early) * 100 <= ledger.terms.approved_vnd * ADVANCE_MAX_PCT);
            let late = |entry: &Entry| entry.kind != EntryKind::Recovery && entry.phase == MoneyPhase::Settled;
            prop_assert_eq!(paid(&late), 0);
        }
    }

    #[test]
    fn exactly_what_is_allowed_is_accepted(
        terms in any_terms(),
        kind in proptest::sample::select(EntryKind::ALL),
        phase in proptest::sample::select(MoneyPhase::ALL),
        out in 0..200_i64,
    ) {
        let mut ledger = Ledger { terms, entries: vec![] };
        let _ = paid(&mut ledger, EntryKind::Advance, out * MILLION, MoneyPhase::Working);
        let at_most = most(&ledger, kind, phase);
        let too_much = paid(&mut ledger.clone(), kind, at_most + 1, phase);
        prop_assert!(too_much.is_err());
        if at_most > 0 {
            prop_assert_eq!(paid(&mut ledger, kind, at_most, phase), Ok(()));
            prop_assert_eq!(most(&ledger, kind, phase), 0);
        }
    }
}
