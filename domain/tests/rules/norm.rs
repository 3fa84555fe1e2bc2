//! Ceilings of support: the printed table of national norms, the three examples of DOMAIN §2.1, and
//! what holds for every norm.

use std::fmt::Write as _;

use chrono::{Days, NaiveDate};
use domain::formats::date;
use domain::legal::{Certainty, Source};
use domain::money::{MILLION, show_millions};
use domain::norm::national::NATIONAL;
use domain::norm::{
    Ask, Bound, NoCeiling, Norm, NormCase, NormFault, NormFaultCode, NormItem, Per, faults, items_of,
    norm_for, support_max,
};
use domain::record::need::Activity;
use domain::record::project::lists::Funding;
use domain::record::reference::cost_norm;
use domain::value::Document;
use domain::words::Lang;
use expect_test::expect_file;
use proptest::prelude::*;

use super::day;

fn ask(activity: Activity, cost: i64) -> Ask {
    Ask {
        activity,
        item: NormItem::Main,
        case: NormCase::Single,
        funding: Funding::National,
        approved_on: day("15/07/2026"),
        eligible_cost_vnd: cost,
    }
}

/// Amount and what limits it.
fn ceiling(ask: &Ask) -> Result<(i64, Bound), NoCeiling> {
    support_max(&NATIONAL, ask).map(|ceiling| (ceiling.amount_vnd, ceiling.by))
}

fn local(from: &str, to: Option<&str>, rate_bp: Option<u32>, cap_vnd: Option<i64>) -> Norm {
    Norm {
        activity: Some(Activity::Machine),
        funding: Funding::Local,
        item: NormItem::Main,
        valid_from: day(from),
        valid_to: to.map(day),
        rate_bp,
        cap_vnd,
        per: Per::Facility,
        line_max_pct: None,
        priority_max_pct: None,
        source: Source { legal_ref: "NQ 07/2027/NQ-HĐND".into(), certainty: Certainty::Verified },
    }
}

#[test]
fn the_national_norms_are_these() {
    let mut out = String::new();
    for norm in &NATIONAL {
        let until = norm.valid_to.map_or("…".to_owned(), date::show);
        let rate = norm.rate_bp.map_or("–".to_owned(), |rate| format!("{} %", f64::from(rate) / 100.0));
        let cap = norm.cap_vnd.map_or("–".to_owned(), |cap| format!("{} tr", show_millions(cap, Lang::Vi)));
        let raise = match (norm.line_max_pct, norm.priority_max_pct) {
            (Some(line), None) => format!("line {line} %"),
            (None, Some(priority)) => format!("priority {priority} %"),
            (None, None) => "–".to_owned(),
            (Some(_), Some(_)) => "both".to_owned(),
        };
        let _ = writeln!(
            out,
            "{} – {until} | {} {} | {rate} | {cap} a {} | {raise} | {} ({})",
            date::show(norm.valid_from),
            norm.activity.map_or("any", Activity::code),
            norm.item.code(),
            norm.per.code(),
            norm.source.legal_ref,
            norm.source.certainty.code(),
        );
    }
    expect_file!["../tables/norms.txt"].assert_eq(&out);
    assert_eq!(faults(&NATIONAL), []);
}

#[test]
fn the_examples_of_the_law_come_out_to_the_dong() {
    let machine = ask(Activity::Machine, 900 * MILLION);
    assert_eq!(ceiling(&machine), Ok((300 * MILLION, Bound::Cap)));
    let model = ask(Activity::DemoModel, 2_500 * MILLION);
    assert_eq!(ceiling(&model), Ok((750 * MILLION, Bound::Rate)));
    let line = Ask { case: NormCase::WholeLine, ..ask(Activity::Machine, 1_200 * MILLION) };
    assert_eq!(ceiling(&line), Ok((450 * MILLION, Bound::Cap)));
}

#[test]
fn the_day_of_approval_chooses_the_norm() {
    let on = |text: &str| Ask { approved_on: day(text), ..ask(Activity::DemoModel, 5_000 * MILLION) };
    assert_eq!(ceiling(&on("7/4/2014")), Err(NoCeiling::NotOnThatDay));
    assert_eq!(ceiling(&on("8/4/2014")), Ok((500 * MILLION, Bound::Cap)));
    assert_eq!(ceiling(&on("10/5/2018")), Ok((500 * MILLION, Bound::Cap)));
    assert_eq!(ceiling(&on("11/5/2018")), Ok((1_000 * MILLION, Bound::Cap)));
}

#[test]
fn a_share_is_rounded_down_and_never_more_than_the_cost() {
    assert_eq!(ceiling(&ask(Activity::Machine, 333_333_333)), Ok((166_666_666, Bound::Rate)));
    assert_eq!(ceiling(&ask(Activity::Machine, 1)), Ok((0, Bound::Rate)));
    assert_eq!(ceiling(&ask(Activity::DemoReplicate, 60 * MILLION)), Ok((60 * MILLION, Bound::Cost)));
    assert_eq!(ceiling(&ask(Activity::Machine, i64::MAX)), Ok((300 * MILLION, Bound::Cap)));
}

#[test]
fn a_priority_place_raises_the_cap_where_the_law_says_so() {
    let in_2016 = Ask {
        approved_on: day("1/6/2016"),
        case: NormCase::Priority,
        ..ask(Activity::Machine, 1_000 * MILLION)
    };
    assert_eq!(ceiling(&in_2016), Ok((300 * MILLION, Bound::Cap)));
    // What the rule is today was not seen: no figure is better than a wrong one.
    let today = Ask { approved_on: day("1/6/2026"), ..in_2016 };
    assert_eq!(ceiling(&today), Err(NoCeiling::RaiseUnknown));
    assert_eq!(ceiling(&Ask { case: NormCase::WholeLine, ..in_2016 }), Err(NoCeiling::RaiseUnknown));
}

#[test]
fn where_nothing_is_known_the_reason_is_told() {
    let cost = 100 * MILLION;
    let local = Ask { funding: Funding::Local, ..ask(Activity::Machine, cost) };
    assert_eq!(ceiling(&local), Err(NoCeiling::NotEntered));
    let partner = Ask { funding: Funding::External, ..ask(Activity::ConsultExt, cost) };
    assert_eq!(ceiling(&partner), Err(NoCeiling::PartnerMoney));
    assert_eq!(ceiling(&ask(Activity::ProductVote, cost)), Err(NoCeiling::ItemNeeded));
    assert_eq!(ceiling(&ask(Activity::Comms, cost)), Err(NoCeiling::NotEntered));
    assert_eq!(ceiling(&ask(Activity::Machine, -1)), Err(NoCeiling::CostNegative));
    // The prize of a voting is known for 2014 and not for today.
    let prize = Ask { item: NormItem::PrizeRegion, ..ask(Activity::ProductVote, cost) };
    assert_eq!(ceiling(&prize), Err(NoCeiling::NotOnThatDay));
}

#[test]
fn overheads_are_the_same_for_every_activity() {
    let overhead = Ask {
        item: NormItem::ImplementingUnit,
        approved_on: day("1/6/2016"),
        ..ask(Activity::TrainSkill, 200 * MILLION)
    };
    assert_eq!(ceiling(&overhead), Ok((5 * MILLION, Bound::Rate)));
}

#[test]
fn the_parts_that_have_a_norm_are_offered() {
    let offered = |activity| items_of(&NATIONAL, activity, Funding::National, day("1/6/2026"));
    assert_eq!(offered(Activity::ProductVote), [NormItem::Region, NormItem::Nation]);
    assert_eq!(offered(Activity::FairJoin), [NormItem::Main, NormItem::Abroad]);
    assert_eq!(offered(Activity::Comms), []);
}

#[test]
fn norms_of_the_province_work_as_soon_as_they_are_entered() {
    let norms = [local("1/1/2027", None, Some(4_000), Some(250 * MILLION))];
    let ask = Ask {
        funding: Funding::Local,
        approved_on: day("2/3/2027"),
        ..ask(Activity::Machine, 500 * MILLION)
    };
    let ceiling = support_max(&norms, &ask).unwrap();
    assert_eq!((ceiling.amount_vnd, ceiling.by), (200 * MILLION, Bound::Rate));
    assert_eq!(ceiling.norm.source.legal_ref, "NQ 07/2027/NQ-HĐND");
}

#[test]
fn where_two_norms_overlap_the_younger_holds() {
    let old = local("1/1/2026", None, Some(5_000), None);
    let young = local("1/1/2027", None, Some(4_000), None);
    for norms in [[old.clone(), young.clone()], [young.clone(), old.clone()]] {
        let rate = |on: &str| {
            let norm = norm_for(&norms, Activity::Machine, NormItem::Main, Funding::Local, day(on));
            norm.unwrap().rate_bp
        };
        assert_eq!(rate("31/12/2026"), old.rate_bp);
        assert_eq!(rate("1/1/2027"), young.rate_bp);
    }
}

#[test]
fn a_table_that_was_entered_wrongly_is_told_row_by_row() {
    let mut low = local("1/1/2030", None, Some(5_000), None);
    low.line_max_pct = Some(50);
    let norms = [
        local("1/1/2026", Some("31/12/2026"), Some(5_000), Some(1)),
        local("31/12/2026", Some("30/6/2027"), None, None),
        local("1/1/2028", Some("31/12/2027"), Some(10_001), Some(0)),
        low,
    ];
    let fault = |row, code| NormFault { row, code };
    assert_eq!(
        faults(&norms),
        [
            fault(1, NormFaultCode::NoLimit),
            fault(1, NormFaultCode::Overlap),
            fault(2, NormFaultCode::RateRange),
            fault(2, NormFaultCode::CapRange),
            fault(2, NormFaultCode::DayOrder),
            fault(3, NormFaultCode::MultiplierRange),
        ]
    );
}

fn any_day() -> impl Strategy<Value = NaiveDate> {
    (0_u64..9_000).prop_map(|days| day("1/1/2010") + Days::new(days))
}

proptest! {
    #[test]
    fn a_ceiling_is_within_the_cost_the_share_and_the_cap(
        row in 0..NATIONAL.len(),
        cost in 0_i64..50_000 * MILLION,
        activity in proptest::sample::select(Activity::ALL),
        case in proptest::sample::select(NormCase::ALL),
    ) {
        let norm = &NATIONAL[row];
        let ask = Ask {
            activity: norm.activity.unwrap_or(activity),
            item: norm.item,
            case,
            funding: norm.funding,
            approved_on: norm.valid_from,
            eligible_cost_vnd: cost,
        };
        let Ok(ceiling) = support_max(&NATIONAL, &ask) else {
            prop_assert_ne!(case, NormCase::Single, "a norm of its own day gives a ceiling");
            return Ok(());
        };
        prop_assert!((0..=cost).contains(&ceiling.amount_vnd));
        let rate = i128::from(norm.rate_bp.unwrap_or(10_000));
        let share = i128::from(cost) * rate;
        let amount = i128::from(ceiling.amount_vnd) * 10_000;
        let raise = if case == NormCase::Single { 100 } else { 150 };
        let cap = norm.cap_vnd.map_or(i64::MAX, |cap| cap / 100 * raise);
        prop_assert!(amount <= share && ceiling.amount_vnd <= cap);
        // And it is the most: one đồng more would break one of them.
        prop_assert!(amount + 10_000 > share || ceiling.amount_vnd == cap);
    }

    #[test]
    fn who_invests_more_never_gets_less(less in 0_i64..5_000 * MILLION, more in 0_i64..5_000 * MILLION) {
        let (less, more) = (less.min(more), less.max(more));
        let amount = |cost| ceiling(&ask(Activity::Machine, cost)).unwrap().0;
        prop_assert!(amount(less) <= amount(more));
    }

    #[test]
    fn the_norm_that_is_chosen_is_in_force_on_the_day(
        on in any_day(),
        activity in proptest::sample::select(Activity::ALL),
        item in proptest::sample::select(NormItem::ALL),
    ) {
        if let Ok(norm) = norm_for(&NATIONAL, activity, item, Funding::National, on) {
            prop_assert!(norm.valid_from <= on && norm.valid_to.is_none_or(|last| on <= last));
            prop_assert_eq!(norm.item, item);
        }
    }
}

#[test]
fn a_norm_that_was_ended_holds_for_what_was_approved_before() {
    let entry = Document::default()
        .with("activity", "machine")
        .with("item", "main")
        .with("funding", "local")
        .with("per", "facility")
        .with("valid_from", "2026-01-01")
        .with("legal_ref", "NQ 15/2026/NQ-HĐND Đ.4")
        .with("stage_since", "2026-06-10");
    let last_of = |doc: &Document| cost_norm::norm(doc).unwrap().valid_to;
    assert_eq!(last_of(&entry.clone().with("stage", "in_force")), None);
    let ended = entry.with("stage", "ended");
    assert_eq!(last_of(&ended), Some(day("09/06/2026")));
    assert_eq!(last_of(&ended.clone().with("valid_to", "2026-03-31")), Some(day("31/03/2026")));
    assert_eq!(last_of(&ended.with("valid_to", "2026-12-31")), Some(day("09/06/2026")));
}
