//! A round of selection (DOMAIN §5): how much money of which funds, and what each criterion weighs. The
//! weights are free while the round is a draft and fixed from the day it opens; who set the round up does
//! not publish it.

mod family;
pub mod result;

use crate::record::access::Access;
use crate::record::course::table::{Step, Table};
use crate::record::field::{Choice, Privacy, Purpose, Weight, Writers};
use crate::record::files::Files;
use crate::record::macros::{choices, record};
use crate::record::marker::{Day, DocumentNumber, LongText, Money, One, PastDay, Text, Whole, Year};
use crate::record::project::lists::Funding;
use crate::record::rule::{ProblemCode, Rule, number};
use crate::record::{Home, Kind};
use crate::role::Role;
use crate::score_sheet::FULL_MARKS;
use crate::value::Document;

choices! {
    /// Stages of a round.
    RoundStage = "stage.selection_round";
    /// Being set up: weights may change.
    Draft = "draft",
    /// Takes candidates; weights are fixed.
    Open = "open",
    /// Candidates are scored.
    Scoring = "scoring",
    /// The ranking stands and waits for the leader.
    Ranked = "ranked",
    /// Published.
    Published = "published",
    /// Done with.
    Closed = "closed",
}

choices! {
    /// What can be done with a round.
    RoundAction = "action.selection_round";
    /// Take candidates; fixes the weights.
    Open = "open",
    /// Let the scorers begin.
    StartScoring = "start_scoring",
    /// End the scoring.
    Rank = "rank",
    /// Score again after a talk.
    ScoreAgain = "score_again",
    /// Publish the ranking.
    Publish = "publish",
    /// Put it away.
    Close = "close",
    /// Another amount of money, with a reason.
    ChangeBudget = "change_budget",
}

const CENTRE: &[Role] = &[Role::CentreStaff];
const LEADERS: &[Role] = &[Role::DepartmentLeader];

/// The course.
pub const COURSE: Table = Table {
    stages: &RoundStage::LIST,
    actions: &RoundAction::LIST,
    editable: &["draft"],
    steps: &[
        Step::new("open", &[("draft", "open")], CENTRE).whole(),
        Step::new("start_scoring", &[("open", "scoring")], CENTRE).online(),
        Step::new("rank", &[("scoring", "ranked")], CENTRE).law("36/2013/TT-BCT Đ.9").online(),
        Step::new("score_again", &[("ranked", "scoring")], &[Role::CentreStaff, Role::DepartmentLeader])
            .needs(&["stage_note"])
            .may(&[])
            .online()
            .aside(),
        Step::new("publish", &[("ranked", "published")], LEADERS)
            .law("36/2013/TT-BCT Đ.9")
            .needs(&["minutes_no", "minutes_on"])
            .online()
            .not_by_creator(),
        Step::new("close", &[("published", "closed")], CENTRE),
        Step::new(
            "change_budget",
            &[("open", "open"), ("scoring", "scoring"), ("ranked", "ranked")],
            &[Role::DepartmentStaff, Role::CentreStaff],
        )
        .needs(&["budget", "stage_note"])
        .may(&[])
        .online()
        .aside(),
    ],
};

/// The fields that hold the weights, in the order of the rubric.
pub const WEIGHTS: [&str; 8] = ["c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8"];

/// The weights come to 100; also while one of them is missing.
fn weights_are_full(doc: &Document) -> bool {
    let weights: Option<i64> = WEIGHTS.iter().map(|field| number(doc, field)).sum();
    weights.is_none_or(|sum| sum == FULL_MARKS)
}

/// The rules.
const RULES: &[Rule] =
    &[Rule::new(ProblemCode::WeightsSum, &["c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8"], |doc, _| {
        weights_are_full(doc)
    })];

record! {
    /// A round of selection.
    SelectionRound = Kind::SelectionRound, "selection_round";
    title: title;
    home: Home::Office;
    access: Access::Office;
    course: RoundStage, &COURSE;
    rules: RULES;
    family: &family::FAMILY;
    files: Files::PAPERS;
    list: &["year", "funding", "budget"];
    retention_years: 10;
    groups: &["frame", "weights", "result", "course"];

    /// What it is called: "Đợt 1/2027".
    title: Text<3, 120> = required().privacy(Privacy::Public).purpose(Purpose::Identify).search(Weight::Title).group("frame");
    /// Year of the plan it is for.
    year: Year = required().privacy(Privacy::Public).purpose(Purpose::Casework).group("frame");
    /// Whose money.
    funding: One<Funding> = required().privacy(Privacy::Public).purpose(Purpose::Casework).group("frame");
    /// How much of it.
    budget: Money = required().privacy(Privacy::Public).purpose(Purpose::Statistics).group("frame");
    /// Until when needs are taken.
    needs_until: Day = privacy(Privacy::Public).purpose(Purpose::Casework).group("frame");
    /// Points of criterion C1, priority place.
    c1: Whole<0, 100> = required().together("weights").privacy(Privacy::Public).purpose(Purpose::Casework).unit("point").group("weights");
    /// Points of C2, priority sector.
    c2: Whole<0, 100> = required().together("weights").privacy(Privacy::Public).purpose(Purpose::Casework).unit("point").group("weights");
    /// Points of C3, technology.
    c3: Whole<0, 100> = required().together("weights").privacy(Privacy::Public).purpose(Purpose::Casework).unit("point").group("weights");
    /// Points of C4, jobs.
    c4: Whole<0, 100> = required().together("weights").privacy(Privacy::Public).purpose(Purpose::Casework).unit("point").group("weights");
    /// Points of C5, finance.
    c5: Whole<0, 100> = required().together("weights").privacy(Privacy::Public).purpose(Purpose::Casework).unit("point").group("weights");
    /// Points of C6, environment.
    c6: Whole<0, 100> = required().together("weights").privacy(Privacy::Public).purpose(Purpose::Casework).unit("point").group("weights");
    /// Points of C7, market.
    c7: Whole<0, 100> = required().together("weights").privacy(Privacy::Public).purpose(Purpose::Casework).unit("point").group("weights");
    /// Points of C8, record.
    c8: Whole<0, 100> = required().together("weights").privacy(Privacy::Public).purpose(Purpose::Casework).unit("point").group("weights");
    /// So many score a candidate, at least: the number in force on the day it was opened.
    least_scorers: Whole<1, 99> = writers(Writers::Server).privacy(Privacy::Public).purpose(Purpose::Casework).unit("person").group("weights");
    /// Minutes of the council.
    minutes_no: DocumentNumber = together("minutes").writers(Writers::Action).privacy(Privacy::Public).purpose(Purpose::Casework).group("result");
    /// Their date.
    minutes_on: PastDay = together("minutes").writers(Writers::Action).privacy(Privacy::Public).purpose(Purpose::Casework).group("result");
    /// What else is to be known of it.
    note: LongText<2_000> = purpose(Purpose::Casework).group("frame");
}
