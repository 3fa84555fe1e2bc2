//! Sheets, their sums and their means.

use std::collections::BTreeMap;

use domain::id::UserId;
use domain::score_sheet::{
    Criterion, CriterionSet, Interest, Mean, SetFault, Sheet, SheetFault, TallyFault, tally, total,
};
use proptest::prelude::*;

use super::user;

fn set() -> CriterionSet {
    CriterionSet::new(vec![Criterion::new("a", 60), Criterion::new("b", 40)]).unwrap()
}

fn sheet(scorer: u128, a: i64, b: i64) -> Sheet {
    let points = BTreeMap::from([("a".to_owned(), a), ("b".to_owned(), b)]);
    Sheet { scorer: user(scorer), interest: Interest::Free, points }
}

fn tied(scorer: u128) -> Sheet {
    Sheet { interest: Interest::Conflict, points: BTreeMap::new(), ..sheet(scorer, 0, 0) }
}

#[test]
fn criteria_come_to_a_hundred_or_are_no_set() {
    let faults = |criteria: &[(&'static str, i64)]| {
        let criteria = criteria.iter().map(|(code, max)| Criterion::new(code, *max)).collect();
        CriterionSet::new(criteria).unwrap_err()
    };
    assert_eq!(faults(&[("a", 60), ("b", 39)]), [SetFault::NotHundred { sum: 99 }]);
    assert_eq!(faults(&[]), [SetFault::NotHundred { sum: 0 }]);
    assert_eq!(faults(&[("a", 60), ("a", 40)]), [SetFault::Twice { code: "a".into() }]);
    assert_eq!(faults(&[("a", 120), ("b", -20)]), [SetFault::Negative { code: "b".into() }]);
}

#[test]
fn a_sheet_tells_everything_that_is_wrong_on_it() {
    assert_eq!(total(&set(), &sheet(1, 60, 0)), Ok(60));
    let mut wrong = sheet(1, 61, 0);
    wrong.points.remove("b");
    wrong.points.insert("c".into(), 5);
    assert_eq!(
        total(&set(), &wrong),
        Err(vec![
            SheetFault::OutOfRange { code: "a".into(), max: 60 },
            SheetFault::Missing { code: "b".into() },
            SheetFault::Unknown { code: "c".into() },
        ])
    );
    let negative = total(&set(), &sheet(1, -1, 40));
    assert_eq!(negative, Err(vec![SheetFault::OutOfRange { code: "a".into(), max: 60 }]));
}

#[test]
fn a_tied_scorer_does_not_count_and_is_named() {
    let counted = tally(&set(), &[sheet(1, 50, 30), tied(2), sheet(3, 40, 20), sheet(4, 30, 21)], 3).unwrap();
    assert_eq!(counted.mean.hundredths(), 6_367, "191 points on three sheets");
    assert_eq!((counted.lowest, counted.highest, counted.spread()), (51, 80, 29));
    assert_eq!(counted.excluded, [user(2)]);
}

#[test]
fn sheets_that_cannot_be_counted_tell_why_all_at_once() {
    let mut silent = sheet(2, 10, 10);
    silent.interest = Interest::Undeclared;
    let faults = tally(&set(), &[sheet(1, 1, 1), sheet(1, 60, 40), silent, sheet(3, 99, 0)], 3).unwrap_err();
    let of_third = vec![SheetFault::OutOfRange { code: "a".into(), max: 60 }];
    assert_eq!(
        faults,
        [
            TallyFault::Twice { scorer: user(1) },
            TallyFault::Undeclared { scorer: user(2) },
            TallyFault::Sheet { scorer: user(3), faults: of_third },
            TallyFault::TooFew { counted: 1, least: 3 },
        ]
    );
}

#[test]
fn no_sheet_is_no_mean_even_when_none_is_asked_for() {
    let nobody: [Sheet; 0] = [];
    assert_eq!(tally(&set(), &nobody, 0), Err(vec![TallyFault::TooFew { counted: 0, least: 1 }]));
    assert_eq!(tally(&set(), &[tied(1)], 0), Err(vec![TallyFault::TooFew { counted: 0, least: 1 }]));
    assert_eq!(Mean::new(0, 0), None);
}

#[test]
fn a_mean_just_below_the_mark_does_not_reach_it() {
    // 149 points on three sheets would show as 49,67; 49,995 as 50,00 and still not suffice.
    assert!(!Mean::new(149, 3).unwrap().reaches(50));
    let nearly = Mean::new(9_999, 200).unwrap();
    assert_eq!(nearly.hundredths(), 5_000);
    assert!(!nearly.reaches(50));
    assert!(Mean::new(150, 3).unwrap().reaches(50));
}

fn any_sheet() -> impl Strategy<Value = Sheet> {
    (0..40_u128, 0..=60_i64, 0..=40_i64).prop_map(|(scorer, a, b)| sheet(scorer, a, b))
}

proptest! {
    #[test]
    fn a_mean_lies_between_the_lowest_and_the_highest(sheets in proptest::collection::vec(any_sheet(), 1..9)) {
        let unique: BTreeMap<UserId, Sheet> = sheets.into_iter().map(|sheet| (sheet.scorer, sheet)).collect();
        let sheets: Vec<Sheet> = unique.into_values().collect();
        let counted = tally(&set(), &sheets, 1).unwrap();
        prop_assert!(counted.mean.reaches(counted.lowest));
        prop_assert!(!counted.mean.reaches(counted.highest + 1));
        prop_assert!((0..=100).contains(&counted.lowest) && counted.highest <= 100);
        // The order in which sheets come in does not matter.
        let turned: Vec<Sheet> = sheets.into_iter().rev().collect();
        prop_assert_eq!(tally(&set(), &turned, 1).unwrap().mean, counted.mean);
    }

    #[test]
    fn means_are_ordered_as_fractions(a in 0..900_i64, n in 1..9_usize, b in 0..900_i64, m in 1..9_usize) {
        let (one, other) = (Mean::new(a, n).unwrap(), Mean::new(b, m).unwrap());
        let (n, m) = (i64::try_from(n).unwrap(), i64::try_from(m).unwrap());
        prop_assert_eq!(one.cmp(&other), (a * m).cmp(&(b * n)));
    }
}
