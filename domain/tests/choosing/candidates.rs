//! Gates read from the records around a candidate, and what its kin say.

use domain::record::Kind;
use domain::record::candidate::facts::{Around, answer_to};
use domain::record::commune::PlacePriority;
use domain::record::reference::place_class;
use domain::selection::gates::{self, GateReason, Outcome};
use domain::value::Document;
use expect_test::{Expect, expect};

use super::{Book, TODAY, candidate, facility, need, round};

fn around<'a>(
    candidate: &'a Document,
    need: &'a Document,
    facility: &'a Document,
    projects: &'a [Document],
) -> Around<'a> {
    Around { candidate, need, facility, commune: None, place: None, projects, beside: None, today: TODAY }
}

fn gates_of(candidate: &Document, projects: &[Document], expected: Expect) {
    let (need, facility) = (need(), facility());
    let facts = around(candidate, &need, &facility, projects).gate_facts().unwrap();
    let lines: Vec<String> = gates::check(&facts)
        .iter()
        .map(|check| {
            let codes = |reasons: &[GateReason]| {
                reasons.iter().map(|reason| reason.code()).collect::<Vec<_>>().join(",")
            };
            let line = format!(
                "{} {} [{}] [{}]",
                check.gate.code(),
                check.outcome.code(),
                codes(&check.failed),
                codes(&check.unknown)
            );
            line
        })
        .collect();
    expected.assert_eq(&lines.join("\n"));
}

#[test]
fn what_nobody_knows_is_asked_for() {
    let mut silent = candidate();
    for field in ["place_eligible", "machine_new", "paid_elsewhere", "counterpart_shown"] {
        silent.set(field, None);
    }
    gates_of(
        &silent,
        &[],
        expect![[r#"
        g1 unknown [] [place]
        g2 pass [] []
        g3 unknown [] [counterpart_open]
        g4 unknown [] [double]
        g5 unknown [] [machine_used]
        g6 not_applicable [] []
        g7 pass [] []"#]],
    );
    let asked: Vec<_> =
        [GateReason::Place, GateReason::CounterpartOpen, GateReason::Double, GateReason::MachineUsed]
            .map(answer_to)
            .into_iter()
            .flatten()
            .collect();
    assert_eq!(asked, ["place_eligible", "counterpart_shown", "paid_elsewhere", "machine_new"]);
}

#[test]
fn an_earlier_project_that_is_late_or_to_be_paid_back_stands_in_the_way() {
    let late = Document::default().with("stage", "in_progress").with("planned_end", "2026-11-23");
    let back = Document::default().with("stage", "recovering");
    gates_of(
        &candidate(),
        &[late, back],
        expect![[r#"
        g1 pass [] []
        g2 pass [] []
        g3 pass [] []
        g4 pass [] []
        g5 pass [] []
        g6 not_applicable [] []
        g7 fail [recovery,unsettled] []"#]],
    );
    let in_time = Document::default().with("stage", "in_progress").with("planned_end", "2026-11-24");
    let (need, facility) = (need(), facility());
    let candidate = candidate();
    let facts = around(&candidate, &need, &facility, &[in_time]).gate_facts().unwrap();
    assert_eq!(gates::verdict(&gates::check(&facts)), Outcome::Pass);
}

#[test]
fn the_list_of_communes_counts_before_the_answer_on_the_candidate() {
    let commune = |eligible: bool, to: Option<&str>| {
        let mut doc = Document::default().with("eligible", eligible).with("eligible_from", "2026-01-01");
        doc.set("eligible_to", to.map(domain::value::Value::text));
        doc
    };
    let place = |commune: &Document| {
        let (need, facility, candidate) = (need(), facility(), candidate());
        let around = Around { commune: Some(commune), ..around(&candidate, &need, &facility, &[]) };
        around.gate_facts().unwrap().is_place_eligible
    };
    assert_eq!(place(&commune(false, None)), Some(false));
    // It ran out yesterday: what the centre found out holds.
    assert_eq!(place(&commune(false, Some("2026-11-23"))), Some(true));
}

#[test]
fn the_list_of_places_in_force_counts_first_and_what_it_does_not_say_stays_unknown() {
    let entry = |from: &str, eligible: bool| {
        Document::default()
            .with("commune", "09292")
            .with("stage", "in_force")
            .with("eligible", eligible)
            .with("valid_from", from)
    };
    let found = |entries: &[Document]| {
        let (need, facility, candidate) = (need(), facility(), candidate());
        let place = place_class::in_force(entries, "09292", TODAY);
        let commune = Document::default().with("eligible", true).with("eligible_from", "2026-01-01");
        let around = Around { commune: Some(&commune), place, ..around(&candidate, &need, &facility, &[]) };
        let points = around.score_facts().place;
        (around.gate_facts().unwrap().is_place_eligible, points)
    };
    assert_eq!(found(&[]), (Some(true), None), "the commune itself, and no priority is known");
    assert_eq!(found(&[entry("2026-02-01", false)]), (Some(false), Some(None)), "it has no priority");
    let highland = entry("2026-03-01", true).with("priority", "highland");
    let both = [entry("2026-02-01", false), highland.clone()];
    assert_eq!(found(&both), (Some(true), Some(Some(PlacePriority::Highland))), "the newest");
    for other in [
        highland.clone().with("stage", "proposed"),
        highland.clone().with("valid_from", "2027-01-01"),
        highland.clone().with("valid_to", "2026-06-30"),
        highland.with("commune", "09187"),
    ] {
        assert_eq!(found(&[other]), (Some(true), None));
    }
}

fn book(stage: &str) -> Book {
    Book::default().with(1, Kind::Facility, facility()).with(2, Kind::Need, need()).with(
        3,
        Kind::SelectionRound,
        round(stage),
    )
}

#[test]
fn who_fails_a_gate_is_not_let_through() {
    let admit = |doc: Document| {
        let kin = book("open").with(4, Kind::Candidate, doc.clone());
        kin.objections(4, Kind::Candidate, &doc, Some("admit"))
    };
    assert_eq!(admit(candidate()), [""; 0]);
    assert_eq!(admit(candidate().with("machine_new", false)), ["need problem.gate_failed"]);
    // An open gate is the centre's to judge; the ranking does not propose it.
    let mut open = candidate();
    open.set("machine_new", None);
    assert_eq!(admit(open), [""; 0]);
}

#[test]
fn a_round_takes_candidates_until_it_is_scored_and_tells_results_when_it_is_published() {
    let mut table = Vec::new();
    for stage in ["draft", "open", "scoring", "ranked", "published", "closed"] {
        let enters = book(stage).objections(4, Kind::Candidate, &candidate(), None).is_empty();
        let act = |action: &str| {
            let kin = book(stage).with(4, Kind::Candidate, candidate());
            kin.objections(4, Kind::Candidate, &candidate(), Some(action)).is_empty()
        };
        table.push(format!("{stage}: enter {enters}, admit {}, publish {}", act("admit"), act("publish")));
    }
    expect![[r#"
        draft: enter true, admit true, publish false
        open: enter true, admit true, publish false
        scoring: enter false, admit true, publish false
        ranked: enter false, admit true, publish false
        published: enter false, admit false, publish true
        closed: enter false, admit false, publish true"#]]
    .assert_eq(&table.join("\n"));
}
