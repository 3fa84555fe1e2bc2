//! The ranking: order of the law among equals, marks, gates and the money line.

use domain::record::commune::PlacePriority;
use domain::score_sheet::Mean;
use domain::selection::gates::Outcome;
use domain::selection::proposals::SectorPriority;
use domain::selection::ranking::{Candidate, Ranking, Standing, rank};
use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::record;

fn candidate(id: u128, points: i64, support_vnd: i64) -> Candidate {
    Candidate {
        project: record(id),
        gates: Outcome::Pass,
        mean: Mean::new(points, 1).unwrap(),
        place: None,
        sector: None,
        capacity: 0,
        support_vnd,
    }
}

fn shown(ranking: &Ranking, expected: Expect) {
    let mut out = String::new();
    for row in &ranking.rows {
        let tie = if row.is_tied { "=" } else { " " };
        let id = row.candidate.project.0.as_u128();
        out += &format!("{}{tie} no. {id} {} used {}\n", row.place, row.standing.code(), row.used_vnd);
    }
    out += &format!("left {}\n", ranking.left_vnd);
    expected.assert_eq(&out);
}

#[test]
fn the_money_line_stands_at_the_first_one_it_does_not_suffice_for() {
    let round = vec![
        candidate(1, 90, 300),
        candidate(2, 80, 450),
        candidate(3, 70, 300),
        candidate(4, 60, 100),
        candidate(5, 49, 10),
        Candidate { gates: Outcome::Unknown, ..candidate(6, 95, 10) },
        Candidate { gates: Outcome::Fail, ..candidate(7, 99, 10) },
    ];
    shown(
        &rank(round, 900),
        expect![[r#"
            1  no. 1 proposed used 300
            2  no. 2 proposed used 750
            3  no. 3 below_money used 750
            4  no. 4 below_money used 750
            5  no. 5 below_mark used 750
            6  no. 6 gate_open used 750
            7  no. 7 gate_failed used 750
            left 150
        "#]],
    );
}

#[test]
fn equals_are_ordered_by_place_then_sector_then_capacity() {
    let highland = Some(PlacePriority::Highland);
    let products = Some(SectorPriority::Products);
    let round = vec![
        Candidate { capacity: 99, ..candidate(1, 70, 1) },
        Candidate { sector: products, ..candidate(2, 70, 1) },
        Candidate { place: Some(PlacePriority::Difficult), ..candidate(3, 70, 1) },
        Candidate {
            place: highland,
            sector: Some(SectorPriority::Trades),
            capacity: 9,
            ..candidate(4, 70, 1)
        },
        Candidate { place: highland, sector: products, capacity: 3, ..candidate(5, 70, 1) },
        Candidate { place: highland, sector: products, capacity: 5, ..candidate(6, 70, 1) },
        Candidate { place: highland, sector: products, capacity: 3, ..candidate(7, 70, 1) },
    ];
    shown(
        &rank(round, 6),
        expect![[r#"
            1  no. 6 proposed used 1
            2= no. 5 proposed used 2
            2= no. 7 proposed used 3
            4  no. 4 proposed used 4
            5  no. 3 proposed used 5
            6  no. 2 proposed used 6
            7  no. 1 below_money used 6
            left 0
        "#]],
    );
}

#[test]
fn a_money_line_between_equals_is_told() {
    let round = || vec![candidate(1, 70, 5), candidate(2, 70, 5)];
    assert!(rank(round(), 5).splits_a_tie);
    assert!(!rank(round(), 10).splits_a_tie);
    assert!(!rank(vec![candidate(1, 71, 5), candidate(2, 70, 5)], 5).splits_a_tie);
}

#[test]
fn without_money_or_candidates_there_is_still_a_ranking() {
    let ranking = rank(vec![candidate(1, 70, 5)], 0);
    assert_eq!((ranking.rows[0].standing, ranking.left_vnd), (Standing::BelowMoney, 0));
    assert_eq!(rank(vec![], 7).left_vnd, 7);
}

fn any_candidate() -> impl Strategy<Value = Candidate> {
    (
        (0..1_000_000_u128, 0..=300_i64, 1..=3_usize, 0..500_i64, 0..4_i64),
        proptest::option::of(proptest::sample::select(PlacePriority::ALL)),
        proptest::option::of(proptest::sample::select(SectorPriority::ALL)),
        proptest::sample::select(Outcome::ALL),
    )
        .prop_map(|((id, sum, sheets, support_vnd, capacity), place, sector, gates)| Candidate {
            project: record(id),
            gates,
            mean: Mean::new(sum, sheets).unwrap(),
            place,
            sector,
            capacity,
            support_vnd,
        })
}

proptest! {
    #[test]
    fn what_is_proposed_never_costs_more_than_there_is(
        round in proptest::collection::vec(any_candidate(), 0..20),
        budget in 0_i64..3_000,
    ) {
        let ranking = rank(round, budget);
        let proposed = ranking.rows.iter().filter(|row| row.standing == Standing::Proposed);
        let spent: i64 = proposed.map(|row| row.candidate.support_vnd).sum();
        prop_assert_eq!(spent + ranking.left_vnd, budget);
        for row in ranking.rows.iter().filter(|row| row.standing <= Standing::BelowMoney) {
            prop_assert!(row.candidate.mean.reaches(50));
            prop_assert!(!matches!(row.candidate.gates, Outcome::Fail | Outcome::Unknown));
        }
    }

    #[test]
    fn nobody_is_overtaken(
        round in proptest::collection::vec(any_candidate(), 0..20),
        budget in 0_i64..3_000,
    ) {
        let ranking = rank(round, budget);
        for pair in ranking.rows.windows(2) {
            prop_assert!(pair[0].standing <= pair[1].standing, "the standings follow each other");
            if pair[0].standing <= Standing::BelowMoney && pair[1].standing <= Standing::BelowMoney {
                prop_assert!(pair[0].candidate.mean >= pair[1].candidate.mean);
            }
            prop_assert!(pair[0].place == pair[1].place || pair[1].place > pair[0].place);
        }
    }

    #[test]
    fn the_order_of_arrival_does_not_matter(
        round in proptest::collection::vec(any_candidate(), 0..20),
        budget in 0_i64..3_000,
    ) {
        let mut turned = round.clone();
        turned.reverse();
        let ids = |ranking: Ranking| -> Vec<_> {
            ranking.rows.iter().map(|row| (row.candidate.project, row.place, row.standing)).collect()
        };
        let unique: std::collections::BTreeSet<_> = round.iter().map(|one| one.project).collect();
        prop_assume!(unique.len() == round.len());
        prop_assert_eq!(ids(rank(round, budget)), ids(rank(turned, budget)));
    }

    #[test]
    fn more_money_takes_nobody_away(
        round in proptest::collection::vec(any_candidate(), 0..20),
        budget in 0_i64..3_000,
        more in 0_i64..1_000,
    ) {
        let proposed = |budget| {
            let rows = rank(round.clone(), budget).rows;
            rows.iter().filter(|row| row.standing == Standing::Proposed).count()
        };
        prop_assert!(proposed(budget) <= proposed(budget + more));
    }
}
