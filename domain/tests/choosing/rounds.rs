//! A round from its sheets to what each owner is told.

use domain::id::RecordId;
use domain::record::Kind;
use domain::record::candidate::facts::Around;
use domain::record::need::Activity;
use domain::record::selection_round::result::{
    Entry, Frame, Standings, criteria, declined_for, result_of, standings,
};
use domain::validation::{Level, validate};
use domain::value::Document;
use expect_test::expect;

use super::{TODAY, candidate, facility, need, record, round, sheet};

/// A candidate and its sheets.
struct Entrant {
    n: u128,
    doc: Document,
    sheets: Vec<(RecordId, Document)>,
}

/// Three scorers who give all of it, less so many points in C3.
fn entrant(n: u128, less: [i64; 3], support: i64) -> Entrant {
    let doc = candidate().with("stage", "admitted").with("support", support).with("counterpart", 360_000_000);
    let sheets = (1..)
        .zip(less)
        .map(|(scorer, less)| {
            let rest = (less - 20).max(0);
            let points = [15 - rest.min(15), 15, 20 - less.min(20), 15 - (rest - 15).max(0), 15, 10, 5, 5];
            (record(n * 100 + scorer), sheet(1_000 + scorer, points))
        })
        .collect();
    Entrant { n, doc, sheets }
}

fn judge(entrants: &[Entrant], budget: i64) -> Standings {
    let (need, facility) = (need(), facility());
    let entries: Vec<Entry<'_>> = entrants
        .iter()
        .map(|one| Entry {
            id: record(one.n),
            around: Around {
                candidate: &one.doc,
                need: &need,
                facility: &facility,
                commune: None,
                place: None,
                projects: &[],
                beside: None,
                today: TODAY,
            },
            sheets: &one.sheets,
        })
        .collect();
    let round = round("scoring").with("budget", budget);
    standings(Frame::of(&round, &criteria(&round).unwrap()), &entries)
}

fn table(standings: &Standings) -> String {
    let line = |row: &domain::selection::ranking::Ranked| {
        let id = row.candidate.project.0.as_u128();
        let mean = row.candidate.mean.hundredths();
        format!("{} no. {id} {mean} {} used {}", row.place, row.standing.code(), row.used_vnd)
    };
    standings.rows.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn four() -> Vec<Entrant> {
    let mut barred = entrant(14, [0, 0, 0], 100);
    barred.doc.set("stage", Some(domain::value::Value::text("barred")));
    barred.sheets.clear();
    vec![entrant(11, [2, 4, 6], 300), entrant(12, [10, 20, 35], 300), entrant(13, [30, 30, 31], 300), barred]
}

#[test]
fn sheets_are_counted_ranked_and_held_against_the_money() {
    let standings = judge(&four(), 700);
    expect![[r#"
        1 no. 11 9600 proposed used 300
        2 no. 12 7833 proposed used 600
        3 no. 13 6967 below_money used 600"#]]
    .assert_eq(&table(&standings));
    assert_eq!(standings.money_place(), 2);
    assert_eq!(standings.stopped, [record(14)]);
    // 90, 80 and 65 points: 25 apart.
    assert_eq!(standings.disputed(), 1);
    assert!(!standings.is_settled());
}

#[test]
fn what_the_owner_is_told_is_valid_and_says_rank_and_points() {
    let entrants = four();
    let standings = judge(&entrants, 700);
    let set = criteria(&round("scoring")).unwrap();
    let mut told = Vec::new();
    for one in &entrants {
        let mut doc = one.doc.clone();
        for (field, value) in result_of(&standings, &set, record(one.n)) {
            doc.set(&field, Some(value));
        }
        assert_eq!(validate(Kind::Candidate, &doc, TODAY, Level::Full), [], "no. {}", one.n);
        let number = |field: &str| doc.get(field).and_then(domain::value::Value::as_int);
        let why = declined_for(&standings, (record(one.n), &doc), Activity::Machine);
        told.push(format!(
            "no. {} {:?} place {:?} of {:?}, money to {:?}, mean {:?}: {why:?}",
            one.n,
            doc.text("standing"),
            number("place"),
            number("of"),
            number("money_place"),
            number("mean"),
        ));
    }
    expect![[r#"
        no. 11 Some("proposed") place Some(1) of Some(3), money to Some(2), mean Some(9600): None
        no. 12 Some("proposed") place Some(2) of Some(3), money to Some(2), mean Some(7833): None
        no. 13 Some("below_money") place Some(3) of Some(3), money to Some(2), mean Some(6967): Some("budget")
        no. 14 Some("gate_failed") place None of None, money to Some(2), mean None: Some("not_ripe")"#]]
    .assert_eq(&told.join("\n"));
}

#[test]
fn what_was_told_stays_when_the_records_change_later() {
    let mut entrants = four();
    let before = judge(&entrants, 700);
    let set = criteria(&round("scoring")).unwrap();
    for one in &mut entrants {
        for (field, value) in result_of(&before, &set, record(one.n)) {
            one.doc.set(&field, Some(value));
        }
        one.doc.set("stage", Some(domain::value::Value::text("published")));
    }
    // A gate that would fail today, and less money.
    entrants[0].doc.set("machine_new", Some(domain::value::Value::Bool(false)));
    let after = judge(&entrants, 100);
    expect![[r#"
        1 no. 11 9600 proposed used 300
        2 no. 12 7833 proposed used 600
        3 no. 13 6967 below_money used 600"#]]
    .assert_eq(&table(&after));
}

#[test]
fn a_sheet_of_who_is_tied_does_not_count_and_leaves_too_few() {
    let mut one = entrant(11, [0, 0, 0], 300);
    one.sheets[0].1.set("tie", Some(domain::value::Value::text("tied")));
    let standings = judge(&[one], 700);
    assert_eq!(standings.rows, []);
    assert_eq!(standings.unscored, [record(11)]);
}

#[test]
fn who_is_not_let_through_yet_is_not_proposed() {
    let mut one = entrant(11, [0, 0, 0], 300);
    one.doc.set("stage", Some(domain::value::Value::text("entered")));
    let standings = judge(&[one], 700);
    assert_eq!(standings.rows[0].standing.code(), "gate_open");
}

#[test]
fn the_weights_of_a_round_come_to_a_hundred() {
    let problems = |doc: &Document| {
        let found = validate(Kind::SelectionRound, doc, TODAY, Level::Full);
        found.iter().map(|problem| problem.code.code()).collect::<Vec<_>>()
    };
    assert_eq!(problems(&round("draft")), [""; 0]);
    assert_eq!(problems(&round("draft").with("c1", 16)), ["problem.weights_sum"]);
    assert!(criteria(&round("draft").with("c1", 16)).is_err());
}
