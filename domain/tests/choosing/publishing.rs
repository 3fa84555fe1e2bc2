//! A round is ranked and published when it is settled, tells what the sheets say, and a need is chosen by it.

use std::collections::BTreeMap;

use domain::id::UserId;
use domain::record::Kind;
use domain::record::course::Context;
use domain::role::Role;
use domain::value::{Document, Value};
use domain::workflow::{Refusal, apply};
use uuid::Uuid;

use super::{Book, TODAY, candidate, facility, id, need, record, round, sheet};

const ROUND: u128 = 3;
/// Candidates, each with its need beside it: 11 of need 12, 21 of need 22.
const FIRST: u128 = 11;
const SECOND: u128 = 21;
const FULL: [i64; 8] = [15, 15, 20, 15, 15, 10, 5, 5];

fn entered(n: u128, stage: &str) -> Document {
    candidate().with("need", id(n + 1)).with("stage", stage)
}

/// So many points for C3, of three scorers.
fn sheets(book: Book, n: u128, technology: &[i64]) -> Book {
    (1..).zip(technology).fold(book, |book, (scorer, points)| {
        let mut given = FULL;
        given[2] = *points;
        let doc = sheet(1_000 + scorer, given).with("candidate", id(n));
        book.with(n * 100 + scorer, Kind::ScoreSheet, doc)
    })
}

/// A round with two admitted candidates, scored by these.
fn book(first: &[i64], second: &[i64]) -> Book {
    let book = Book::default().with(1, Kind::Facility, facility()).with(
        ROUND,
        Kind::SelectionRound,
        round("scoring").with("budget", 200_000_000),
    );
    let book = [FIRST, SECOND].into_iter().fold(book, |book, n| {
        book.with(n, Kind::Candidate, entered(n, "admitted")).with(n + 1, Kind::Need, need())
    });
    sheets(sheets(book, FIRST, first), SECOND, second)
}

fn settled() -> Book {
    book(&[20, 19, 18], &[12, 11, 10])
}

fn ranking(book: Book, action: &str) -> Vec<String> {
    let after = book.0[&record(ROUND)].1.clone();
    book.objections(ROUND, Kind::SelectionRound, &after, Some(action))
}

#[test]
fn what_is_not_settled_is_neither_ranked_nor_published() {
    for action in ["rank", "publish"] {
        assert_eq!(ranking(settled(), action), [""; 0]);
        assert_eq!(ranking(book(&[20, 19], &[12, 11, 10]), action), [" problem.sheets_too_few"]);
        let asked = settled().with(SECOND, Kind::Candidate, entered(SECOND, "asked"));
        assert_eq!(ranking(asked, action), [" problem.gates_open"]);
        let unknown = {
            let mut doc = entered(SECOND, "admitted");
            doc.set("machine_new", None);
            settled().with(SECOND, Kind::Candidate, doc)
        };
        assert_eq!(ranking(unknown, action), [" problem.gates_open"], "nobody knows whether it is new");
        let far = sheet(1_003, [0, 0, 20, 15, 15, 10, 5, 5]).with("candidate", id(FIRST));
        let disputed = settled().with(FIRST * 100 + 3, Kind::ScoreSheet, far);
        assert_eq!(ranking(disputed, action), [" problem.scores_disputed"]);
        // Who was stopped or taken out waits for nobody.
        let barred = book(&[20, 19, 18], &[]).with(SECOND, Kind::Candidate, entered(SECOND, "barred"));
        assert_eq!(ranking(barred, action), [""; 0]);
        let removed = book(&[20, 19, 18], &[]).with(SECOND, Kind::Candidate, entered(SECOND, "removed"));
        assert_eq!(ranking(removed, action), [""; 0]);
    }
    assert_eq!(ranking(book(&[], &[]), "close"), [""; 0]);
}

fn published() -> Book {
    let mut book = settled();
    let after = book.0[&record(ROUND)].1.clone().with("stage", "published");
    book.consequences(ROUND, Kind::SelectionRound, &after, "publish");
    book
}

#[test]
fn the_publication_writes_what_the_sheets_say_on_each_candidate() {
    let book = published();
    let told = |n: u128| {
        let doc = &book.0[&record(n)].1;
        let number = |field: &str| doc.get(field).and_then(Value::as_int);
        (doc.text("standing").unwrap().to_owned(), number("place"), number("of"), number("mean"))
    };
    assert_eq!(told(FIRST), ("proposed".to_owned(), Some(1), Some(2), Some(9_900)));
    assert_eq!(told(SECOND), ("below_money".to_owned(), Some(2), Some(2), Some(9_100)));
    let scores = book.0[&record(FIRST)].1.get("scores").unwrap();
    assert_eq!(scores.as_list().unwrap().len(), 8);
}

#[test]
fn a_candidate_is_told_its_result_and_nobody_brings_another() {
    let centre = UserId(Uuid::from_u128(9));
    let context = Context { role: Role::CentreStaff, user: centre, created_by: centre, today: TODAY };
    let tell = |doc: &Document, fields: &[(&str, Value)]| {
        let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        apply(Kind::Candidate, "publish", doc, &fields, &context).map(drop)
    };
    let unranked = entered(FIRST, "admitted");
    assert_eq!(tell(&unranked, &[]), Err(Refusal::Guard("refusal.no_result")));
    let own = [("standing", Value::text("proposed")), ("place", Value::Int(1)), ("mean", Value::Int(9_999))];
    assert!(matches!(tell(&unranked, &own), Err(Refusal::NotCarried(_))));
    let ranked = published().0[&record(FIRST)].1.clone();
    assert_eq!(tell(&ranked, &[]), Ok(()));
    assert!(matches!(tell(&ranked, &own), Err(Refusal::NotCarried(_))));
}

fn chosen(book: Book, need_n: u128, note: Option<&str>) -> Vec<String> {
    let mut after = need().with("stage", "shortlisted");
    after.set("stage_note", note.map(Value::text));
    book.objections(need_n, Kind::Need, &after, Some("shortlist"))
}

#[test]
fn a_need_is_chosen_by_the_ranking_or_for_a_reason() {
    assert_eq!(chosen(published(), FIRST + 1, None), [""; 0]);
    let left_out = chosen(published(), SECOND + 1, Some("Cơ sở rất cần"));
    assert_eq!(left_out, [" problem.not_proposed"], "that is for a leader");
    assert_eq!(chosen(settled(), FIRST + 1, Some("Cơ sở rất cần")), [" problem.need_in_round"]);
    let never_ranked = || Book::default().with(1, Kind::Facility, facility()).with(12, Kind::Need, need());
    assert_eq!(chosen(never_ranked(), 12, None), ["stage_note problem.reason_wanted"]);
    assert_eq!(chosen(never_ranked(), 12, Some("Kế hoạch bổ sung, ngoài đợt")), [""; 0]);
    let removed = never_ranked().with(FIRST, Kind::Candidate, entered(FIRST, "removed"));
    assert_eq!(chosen(removed, 12, None), ["stage_note problem.reason_wanted"]);
}

#[test]
fn against_the_ranking_a_leader_chooses_and_says_why() {
    let surveyed = need();
    let choose = |role: Role, note: Option<&str>| {
        let user = UserId(Uuid::from_u128(8));
        let context = Context { role, user, created_by: UserId(Uuid::from_u128(9)), today: TODAY };
        let fields: BTreeMap<String, Value> =
            note.map(|note| ("stage_note".to_owned(), Value::text(note))).into_iter().collect();
        apply(Kind::Need, "choose_anyway", &surveyed, &fields, &context)
    };
    let why = Some("Làng nghề cần một mô hình để các hộ học theo");
    let sets = choose(Role::DepartmentLeader, why).unwrap();
    assert_eq!(sets["stage"], Some(Value::text("shortlisted")));
    assert_eq!(choose(Role::DepartmentLeader, None), Err(Refusal::Missing(vec!["stage_note"])));
    assert_eq!(choose(Role::CentreStaff, why), Err(Refusal::WrongRole));
    let after = need().with("stage", "shortlisted").with("stage_note", "Làng nghề cần một mô hình");
    let book = published();
    assert_eq!(book.objections(SECOND + 1, Kind::Need, &after, Some("choose_anyway")), [""; 0]);
}

/// The figure of the office for how many score a candidate, from a day on.
fn scorers(book: Book, n: u128, least: i64, from: &str) -> Book {
    let entry = Document::default()
        .with("list_name", "threshold")
        .with("code", "scorers")
        .with("label", "Số người chấm một hồ sơ")
        .with("amount", least)
        .with("valid_from", from)
        .with("stage", "in_force");
    book.with(n, Kind::CodeEntry, entry)
}

#[test]
fn a_round_keeps_the_number_of_scorers_of_the_day_it_was_opened() {
    let mut book = scorers(settled(), 900, 2, "2026-01-01");
    let opened = book.0[&record(ROUND)].1.clone();
    book.consequences(ROUND, Kind::SelectionRound, &opened, "open");
    assert_eq!(book.0[&record(ROUND)].1.get("least_scorers"), Some(&Value::Int(2)));
    let later = scorers(book, 901, 5, "2026-06-01");
    assert_eq!(ranking(later, "rank"), [""; 0], "three sheets are enough for who needed two");

    let mut strict = scorers(settled(), 900, 5, "2026-01-01");
    strict.consequences(ROUND, Kind::SelectionRound, &opened, "open");
    assert_eq!(ranking(strict, "rank"), [" problem.sheets_too_few"]);
}
