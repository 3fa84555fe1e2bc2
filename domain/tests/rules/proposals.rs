//! Points the book proposes, and the score of a project.

use std::collections::BTreeMap;

use domain::money::MILLION;
use domain::record::commune::PlacePriority;
use domain::record::facility::lists::KcSector;
use domain::score_sheet::{Criterion, CriterionSet, Interest, Sheet, TallyFault};
use domain::selection::proposals::{Ground, Proposal, ScoreFacts, SectorPriority, propose, sector_priority};
use domain::selection::rubric::{RubricCriterion, score, starter};
use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::user;

fn points(facts: &ScoreFacts, criterion: RubricCriterion) -> Option<i64> {
    proposal(facts, criterion).points
}

fn proposal(facts: &ScoreFacts, criterion: RubricCriterion) -> Proposal {
    propose(&starter(), facts).into_iter().find(|one| one.criterion == criterion).unwrap()
}

fn known() -> ScoreFacts {
    ScoreFacts {
        place: Some(Some(PlacePriority::NewRural)),
        sector: Some(KcSector::Handicraft),
        has_certificate: Some(true),
        is_key_product: Some(false),
        exports: Some(true),
        local_material_pct: Some(50),
        workers: Some(49),
        is_supporting: Some(false),
        is_agro_chemical: Some(false),
        support_vnd: Some(200 * MILLION),
        counterpart_vnd: Some(700 * MILLION),
        new_jobs: Some(6),
        new_jobs_women: Some(3),
        trainees: Some(40),
        projects_finished: Some(3),
        projects_on_time: Some(2),
        reports_due: Some(10),
        reports_on_time: Some(10),
        ..ScoreFacts::default()
    }
}

fn shown(facts: &ScoreFacts, expected: Expect) {
    let lines: Vec<String> = propose(&starter(), facts)
        .iter()
        .map(|one| {
            let codes = |grounds: &[Ground]| grounds.iter().map(|ground| ground.code()).collect::<Vec<_>>();
            let points = one.points.map_or("?".to_owned(), |points| points.to_string());
            format!(
                "{} {points} for {:?}, missing {:?}\n",
                one.criterion.code(),
                codes(&one.grounds),
                codes(&one.missing)
            )
        })
        .collect();
    expected.assert_eq(&lines.concat());
}

#[test]
fn a_candidate_that_is_well_known() {
    shown(
        &known(),
        expect![[r#"
            c1 9 for ["place"], missing []
            c2 13 for ["certificate", "export"], missing []
            c3 ? for [], missing ["faster", "saving", "less_waste", "new_machine"]
            c4 10 for ["new_jobs", "women", "trainees"], missing []
            c5 9 for ["counterpart_ratio"], missing []
            c6 ? for [], missing ["environment_paper", "treatment", "fire_paper"]
            c7 1 for ["export"], missing ["sells_beyond", "brand", "growth"]
            c8 4 for ["on_time", "reports"], missing []
        "#]],
    );
}

#[test]
fn a_candidate_nobody_knows() {
    shown(
        &ScoreFacts::default(),
        expect![[r#"
            c1 ? for [], missing ["place"]
            c2 ? for [], missing ["certificate", "key_product", "export", "local_material", "many_workers", "mechanics", "agro_chemicals", "agro_processing", "supporting"]
            c3 ? for [], missing ["faster", "saving", "less_waste", "new_machine"]
            c4 ? for [], missing ["new_jobs", "women", "trainees"]
            c5 ? for [], missing ["counterpart_ratio"]
            c6 ? for [], missing ["environment_paper", "treatment", "fire_paper"]
            c7 ? for [], missing ["sells_beyond", "export", "brand", "growth"]
            c8 ? for [], missing ["on_time", "reports"]
        "#]],
    );
}

#[test]
fn a_place_gives_points_in_the_order_of_the_law() {
    let of = |place| points(&ScoreFacts { place, ..known() }, RubricCriterion::Place);
    let all = PlacePriority::ALL.iter().map(|place| of(Some(Some(*place))).unwrap());
    assert_eq!(all.collect::<Vec<_>>(), [15, 12, 9, 6]);
    assert_eq!(of(Some(None)), Some(0), "a place without priority");
    assert_eq!(of(None), None, "nobody knows");
}

#[test]
fn the_tests_of_a_priority_sector_have_sharp_edges() {
    let none = ScoreFacts {
        has_certificate: Some(false),
        exports: Some(false),
        sector: Some(KcSector::Consumer),
        ..known()
    };
    assert_eq!(sector_priority(&none), None);
    assert_eq!(points(&none, RubricCriterion::Sector), Some(0));
    let material = ScoreFacts { local_material_pct: Some(51), ..none.clone() };
    assert_eq!(sector_priority(&material), Some(SectorPriority::Products));
    let workers = ScoreFacts { workers: Some(50), ..none.clone() };
    assert_eq!(points(&workers, RubricCriterion::Sector), Some(12));
    let mechanics = ScoreFacts { sector: Some(KcSector::Mechanics), ..none.clone() };
    assert_eq!(sector_priority(&mechanics), Some(SectorPriority::Trades));
    assert_eq!(points(&mechanics, RubricCriterion::Sector), Some(8));
    let all = ScoreFacts { is_supporting: Some(true), is_agro_chemical: Some(true), ..mechanics };
    assert_eq!(points(&all, RubricCriterion::Sector), Some(10), "all of 6.2a is less than one of 6.2b");
    let unasked = ScoreFacts { exports: None, ..none };
    assert_eq!(points(&unasked, RubricCriterion::Sector), None, "it may still export");
}

#[test]
fn own_money_counts_by_its_ratio_to_the_support() {
    let of = |counterpart, support| {
        let facts = ScoreFacts { counterpart_vnd: Some(counterpart), support_vnd: Some(support), ..known() };
        points(&facts, RubricCriterion::Finance)
    };
    let table =
        [(99, 0), (100, 3), (199, 3), (200, 6), (300, 9), (500, 12), (999, 12), (1_000, 15), (2_000, 15)];
    for (counterpart, expected) in table {
        assert_eq!(of(counterpart, 100), Some(expected), "{counterpart}");
    }
    assert_eq!(of(100, 0), None);
}

#[test]
fn who_had_no_project_yet_stands_in_the_middle() {
    let newcomer = ScoreFacts {
        projects_finished: Some(0),
        projects_on_time: None,
        reports_due: None,
        reports_on_time: None,
        ..known()
    };
    let proposal = proposal(&newcomer, RubricCriterion::Record);
    assert_eq!((proposal.points, proposal.grounds), (Some(3), vec![Ground::FirstProject]));
    let late = ScoreFacts { projects_on_time: Some(0), reports_on_time: Some(0), ..known() };
    assert_eq!(points(&late, RubricCriterion::Record), Some(0));
    let good = ScoreFacts { projects_on_time: Some(3), ..known() };
    assert_eq!(points(&good, RubricCriterion::Record), Some(5));
}

#[test]
fn the_weights_of_the_round_scale_the_points() {
    let mut criteria = starter().criteria().to_vec();
    criteria[0] = Criterion::new("c1", 30);
    criteria[1] = Criterion::new("c2", 0);
    let set = CriterionSet::new(criteria).unwrap();
    let proposals = propose(&set, &known());
    assert_eq!(proposals[0].points, Some(18), "9 of 15 are 18 of 30");
    assert_eq!(proposals[1].points, Some(0));
    let only = CriterionSet::new(vec![Criterion::new("c5", 100)]).unwrap();
    assert_eq!(propose(&only, &known()).len(), 1, "the round has no other criterion");
}

#[test]
fn the_starter_is_a_set() {
    let criteria = starter().criteria().to_vec();
    let codes: Vec<&str> = criteria.iter().map(|criterion| criterion.code.as_ref()).collect();
    let expected: Vec<&str> = RubricCriterion::ALL.iter().map(|criterion| criterion.code()).collect();
    assert_eq!(codes, expected);
    assert!(CriterionSet::new(criteria).is_ok());
}

/// A sheet that gives each criterion its share of so many points.
fn sheet(scorer: u128, points: i64) -> Sheet {
    let mut left = points;
    let give = |criterion: &Criterion| {
        let given = left.min(criterion.max);
        left -= given;
        (criterion.code.to_string(), given)
    };
    let points: BTreeMap<String, i64> = starter().criteria().iter().map(give).collect();
    Sheet { scorer: user(scorer), interest: Interest::Free, points }
}

#[test]
fn three_scorers_give_a_score_and_two_do_not() {
    let set = starter();
    let three = score(&set, &[sheet(1, 40), sheet(2, 50), sheet(3, 60)], 3).unwrap();
    assert!(three.is_enough && !three.is_disputed, "{three:?}");
    let two = score(&set, &[sheet(1, 40), sheet(2, 50)], 3);
    assert_eq!(two, Err(vec![TallyFault::TooFew { counted: 2, least: 3 }]));
    assert!(score(&set, &[sheet(1, 40), sheet(2, 50)], 2).is_ok(), "the office has set two");
}

#[test]
fn more_than_twenty_points_between_scorers_are_talked_about() {
    let of = |highest| score(&starter(), &[sheet(1, 40), sheet(2, 50), sheet(3, highest)], 3).unwrap();
    assert!(!of(60).is_disputed);
    assert!(of(61).is_disputed);
    assert!(!score(&starter(), &[sheet(1, 49), sheet(2, 50), sheet(3, 50)], 3).unwrap().is_enough);
}

fn any_facts() -> impl Strategy<Value = ScoreFacts> {
    let flags = proptest::collection::vec(proptest::option::of(any::<bool>()), 5);
    let numbers = proptest::collection::vec(proptest::option::of(-5_i64..1_000), 11);
    let place = proptest::option::of(proptest::sample::select(PlacePriority::ALL));
    let sector = proptest::option::of(proptest::sample::select(KcSector::ALL));
    (flags, numbers, place, sector).prop_map(|(flag, number, place, sector)| ScoreFacts {
        place: Some(place),
        sector,
        has_certificate: flag[0],
        is_key_product: flag[1],
        exports: flag[2],
        is_supporting: flag[3],
        is_agro_chemical: flag[4],
        local_material_pct: number[0],
        workers: number[1],
        support_vnd: number[2].map(|amount| amount * MILLION),
        counterpart_vnd: number[3].map(|amount| amount * MILLION),
        new_jobs: number[4],
        new_jobs_women: number[5],
        trainees: number[6],
        projects_finished: number[7],
        projects_on_time: number[8],
        reports_due: number[9],
        reports_on_time: number[10],
        ..ScoreFacts::default()
    })
}

proptest! {
    #[test]
    fn no_fact_gives_more_than_the_weight_or_less_than_nothing(facts in any_facts()) {
        for proposal in propose(&starter(), &facts) {
            let max = proposal.criterion.usual_max();
            prop_assert!(proposal.points.is_none_or(|points| (0..=max).contains(&points)), "{:?}", proposal);
        }
    }

    #[test]
    fn the_order_of_the_law_between_sectors_is_never_turned(one in any_facts(), other in any_facts()) {
        if sector_priority(&one) == Some(SectorPriority::Products)
            && sector_priority(&other) == Some(SectorPriority::Trades)
        {
            let of = |facts| points(facts, RubricCriterion::Sector);
            prop_assert!(of(&one) > of(&other));
        }
    }

    #[test]
    fn more_own_money_is_never_worth_less(facts in any_facts(), more in 0_i64..1_000) {
        let richer = ScoreFacts {
            counterpart_vnd: facts.counterpart_vnd.map(|own| own + more * MILLION),
            ..facts.clone()
        };
        prop_assert!(points(&facts, RubricCriterion::Finance) <= points(&richer, RubricCriterion::Finance));
    }
}
