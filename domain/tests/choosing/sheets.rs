//! Score sheets: the statement, the limits, one for each scorer, and who may see them when.

use std::collections::BTreeMap;

use domain::id::UserId;
use domain::record::Kind;
use domain::record::course::Context;
use domain::record::score_sheet::{in_effect, may_see_others};
use domain::record::selection_round::RoundStage;
use domain::role::Role;
use domain::validation::{Level, validate};
use domain::value::Document;
use domain::workflow;
use uuid::Uuid;

use super::{Book, TODAY, candidate, id, record, round, sheet};

const FULL: [i64; 8] = [15, 15, 20, 15, 15, 10, 5, 5];

fn scoring() -> Book {
    let admitted = candidate().with("stage", "admitted");
    Book::default().with(3, Kind::SelectionRound, round("scoring")).with(4, Kind::Candidate, admitted)
}

/// A draft as it is when this account has handed it in.
fn handed_in(draft: &Document, account: u128) -> Document {
    let user = UserId(Uuid::from_u128(account));
    let context = Context { role: Role::CentreStaff, user, created_by: user, today: TODAY };
    let sets = workflow::apply(Kind::ScoreSheet, "hand_in", draft, &BTreeMap::new(), &context).unwrap();
    let mut after = draft.clone();
    sets.into_iter().for_each(|(field, value)| after.set(&field, value));
    after
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

#[test]
fn nobody_scores_in_the_name_of_another() {
    let draft = || sheet(7, FULL).with("stage", "draft");
    let of = |after: &Document, by: &str| {
        let book = scoring().with(5, Kind::ScoreSheet, draft());
        book.objections_to(5, Kind::ScoreSheet, after, Some("hand_in"), Some(by))
    };
    assert_eq!(of(&handed_in(&draft(), 7), "người chấm 7"), [""; 0]);
    // The step writes who takes it: the council's account on the paper, the centre's on the device.
    assert_eq!(handed_in(&draft(), 8).text("scorer"), Some(id(8).as_str()));
    assert_eq!(of(&handed_in(&draft(), 8), "Người chấm 7"), ["scorer problem.other_scorer"]);
    // The own account under the name of another.
    assert_eq!(of(&handed_in(&draft(), 7), "Người chấm 8"), ["scorer problem.other_scorer"]);
    let made = scoring().objections_to(5, Kind::ScoreSheet, &draft(), None, Some("Người chấm 8"));
    assert_eq!(made, ["scorer problem.other_scorer"], "nor is one begun so");
}

#[test]
fn a_sheet_is_for_the_round_of_its_candidate_and_for_who_came_through_the_gates() {
    let filed = sheet(7, FULL);
    let other = scoring().with(9, Kind::SelectionRound, round("scoring"));
    let elsewhere = filed.clone().with("round", id(9));
    assert_eq!(other.objections(5, Kind::ScoreSheet, &elsewhere, None), ["round problem.other_round"]);
    let barred = scoring().with(4, Kind::Candidate, candidate().with("stage", "barred"));
    let of_barred = barred.objections(5, Kind::ScoreSheet, &filed, Some("hand_in"));
    assert_eq!(of_barred, ["candidate problem.not_admitted"]);
    assert_eq!(scoring().objections(5, Kind::ScoreSheet, &filed, Some("hand_in")), [""; 0]);
}
