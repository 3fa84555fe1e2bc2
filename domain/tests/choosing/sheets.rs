//! Score sheets: the statement, the limits, one for each scorer, and who may see them when.

use domain::id::UserId;
use domain::record::Kind;
use domain::record::score_sheet::{in_effect, may_see_others};
use domain::record::selection_round::RoundStage;
use domain::validation::{Level, validate};
use domain::value::Document;
use uuid::Uuid;

use super::{Book, TODAY, candidate, id, record, round, sheet};

const FULL: [i64; 8] = [15, 15, 20, 15, 15, 10, 5, 5];

fn scoring() -> Book {
    Book::default().with(3, Kind::SelectionRound, round("scoring")).with(4, Kind::Candidate, candidate())
}

fn missing(doc: &Document) -> Vec<String> {
    let problems = validate(Kind::ScoreSheet, doc, TODAY, Level::Full);
    problems.into_iter().map(|problem| problem.field).collect()
}

#[test]
fn a_sheet_says_first_whether_its_author_is_tied() {
    let mut silent = sheet(7, FULL);
    silent.set("tie", None);
    assert_eq!(missing(&silent), ["tie"]);
    let mut tied = sheet(7, FULL).with("tie", "tied");
    for n in 1..=8 {
        tied.set(&format!("c{n}"), None);
    }
    assert_eq!(missing(&tied), ["tie_note"]);
    assert_eq!(missing(&tied.with("tie_note", "Em trai góp vốn")), [""; 0]);
    let mut free = sheet(7, FULL);
    free.set("c8", None);
    assert_eq!(missing(&free), ["c8"]);
}

#[test]
fn points_stay_within_the_weights_of_the_round() {
    let over = sheet(7, [16, 15, 20, 15, 15, 10, 5, 6]);
    assert_eq!(
        scoring().objections(5, Kind::ScoreSheet, &over, None),
        ["c1 problem.out_of_range", "c8 problem.out_of_range"]
    );
    assert_eq!(scoring().objections(5, Kind::ScoreSheet, &sheet(7, FULL), None), [""; 0]);
    let closed = Book::default().with(3, Kind::SelectionRound, round("ranked"));
    assert_eq!(closed.objections(5, Kind::ScoreSheet, &sheet(7, FULL), None), ["round problem.round_stage"]);
}

#[test]
fn a_second_sheet_of_a_scorer_takes_the_place_of_the_first_or_is_refused() {
    let first = || scoring().with(5, Kind::ScoreSheet, sheet(7, FULL));
    assert_eq!(
        first().objections(6, Kind::ScoreSheet, &sheet(7, FULL), None),
        ["candidate problem.second_sheet"]
    );
    assert_eq!(first().objections(6, Kind::ScoreSheet, &sheet(8, FULL), None), [""; 0]);
    let again = sheet(7, FULL).with("replaces", id(5));
    assert_eq!(first().objections(6, Kind::ScoreSheet, &again, None), [""; 0]);
    // The replaced one is done with: a third one replaces the second.
    let both = first().with(6, Kind::ScoreSheet, again.clone());
    assert_eq!(both.objections(9, Kind::ScoreSheet, &again, None), ["candidate problem.second_sheet"]);

    let sheets = [(record(5), sheet(7, FULL)), (record(6), again)];
    assert_eq!(in_effect(&sheets), [&sheets[1].1]);
    let unsent = [sheets[0].clone(), (record(6), sheets[1].1.clone().with("stage", "draft"))];
    assert_eq!(in_effect(&unsent), [&unsent[0].1]);
}

#[test]
fn marks_of_others_show_after_the_own_ones_are_handed_in() {
    let me = UserId(Uuid::from_u128(7));
    let others = [(record(5), sheet(8, FULL))];
    let mine = |stage: &str| vec![others[0].clone(), (record(6), sheet(7, FULL).with("stage", stage))];
    let scoring = Some(RoundStage::Scoring);
    assert!(!may_see_others(scoring, me, &others));
    assert!(!may_see_others(scoring, me, &mine("draft")));
    assert!(may_see_others(scoring, me, &mine("handed_in")));
    assert!(may_see_others(Some(RoundStage::Ranked), me, &others));
    assert!(!may_see_others(None, me, &others));
}
