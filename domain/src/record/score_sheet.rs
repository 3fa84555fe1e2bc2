//! What one scorer gives one candidate (DOMAIN §5): only the author may change it, and it says first
//! whether the author is tied to who is scored. Who is tied gives no points. A sheet that was handed in is never
//! changed: who thinks again writes another one that names it.

use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::id::{RecordId, UserId};
use crate::record::access::Access;
use crate::record::candidate::CandidateStage;
use crate::record::candidate::gathered::Gathered;
use crate::record::course::table::{Step, Table, me};
use crate::record::family::{FamilyRules, Kin, Subject};
use crate::record::field::{Choice, Purpose, Weight, Writers};
use crate::record::macros::{choices, record};
use crate::record::marker::{Account, CandidateRef, LongText, One, SelectionRoundRef, Text, Whole};
use crate::record::rule::{Problem, ProblemCode, number};
use crate::record::selection_round::result::criteria;
use crate::record::selection_round::{RoundStage, WEIGHTS};
use crate::record::{Home, Kind};
use crate::role::Role;
use crate::score_sheet::{Interest, Sheet};
use crate::search::fold_vi;
use crate::selection::proposals::{Proposal, propose};
use crate::selection::rubric::RubricCriterion;
use crate::value::Document;

choices! {
    /// Whether the scorer is tied to the facility: owner, family, shares, adviser.
    Tie = "tie";
    /// Not tied.
    None = "none",
    /// Tied: gives no points.
    Tied = "tied",
}

choices! {
    /// Stages of a sheet.
    SheetStage = "stage.score_sheet";
    /// Only its author counts on it.
    Draft = "draft",
    /// Handed in: it counts.
    HandedIn = "handed_in",
}

choices! {
    /// What can be done with a sheet.
    SheetAction = "action.score_sheet";
    /// Hand it in.
    HandIn = "hand_in",
}

const SCORERS: &[Role] =
    &[Role::CentreStaff, Role::DepartmentStaff, Role::DepartmentLeader, Role::CouncilMember];

/// The course.
pub const COURSE: Table = Table {
    stages: &SheetStage::LIST,
    actions: &SheetAction::LIST,
    editable: &["draft"],
    steps: &[Step::new("hand_in", &[("draft", "handed_in")], SCORERS).whole().writes(|context, sets| {
        sets.insert("scorer".into(), me(context));
    })],
};

fn is_tied(doc: &Document) -> bool {
    doc.text("tie") == Some(Tie::Tied.code())
}

fn is_free(doc: &Document) -> bool {
    !is_tied(doc)
}

/// Nobody scores in the name of another, what was not let through the gates or for another round than its own;
/// no points above what the round gives, one sheet for each scorer, and none outside the scoring.
fn check(of: &Subject<'_>, kin: &dyn Kin) -> Vec<Problem> {
    let mut found: Vec<Problem> = strange(of).into_iter().chain(misplaced(of, kin)).collect();
    if let Some((_, round)) = of.parent("round").and_then(|id| kin.get(id)) {
        found.extend(over_max(of.after, &round));
        if round.text("stage") != Some(RoundStage::Scoring.code()) {
            found.push(Problem::new("round", ProblemCode::RoundStage));
        }
        if of.action == Some(SheetAction::HandIn.code()) {
            found.extend(unexplained(of, &round, kin));
        }
    }
    let scorer = of.after.text("scorer");
    let is_free_beside = |(id, doc): &(RecordId, Document)| {
        let replaced = of.after.text("replaces") == Some(id.to_string().as_str()) && is_handed_in(doc);
        let replaces = doc.text("replaces") == Some(of.id.to_string().as_str());
        *id == of.id || doc.text("scorer") != scorer || replaced || replaces
    };
    if let Some(candidate) = of.parent("candidate")
        && let sheets = kin.children(candidate, Kind::ScoreSheet)
        && !in_effect_with(&sheets, of.id).into_iter().all(is_free_beside)
    {
        found.push(Problem::new("candidate", ProblemCode::SecondSheet));
    }
    found
}

/// A sheet in the name of somebody else: the step writes the account, and the account has a name.
fn strange(of: &Subject<'_>) -> Option<Problem> {
    let named = |doc: &Document, field| doc.text(field).unwrap_or_default().to_string();
    let is_other_account = of.action == Some(SheetAction::HandIn.code())
        && of.before.text("scorer").is_some_and(|scorer| of.after.text("scorer") != Some(scorer));
    let is_other_name = of.by.is_some_and(|by| fold_vi(by) != fold_vi(&named(of.after, "scorer_name")));
    let is_deleted = of.after.0.is_empty();
    (!is_deleted && (is_other_account || is_other_name))
        .then(|| Problem::new("scorer", ProblemCode::OtherScorer))
}

/// A sheet for a round its candidate is not in, or handed in for one that is not scored.
fn misplaced(of: &Subject<'_>, kin: &dyn Kin) -> Option<Problem> {
    let (_, candidate) = kin.get(of.parent("candidate")?)?;
    if candidate.text("round") != of.after.text("round").or(of.before.text("round")) {
        return Some(Problem::new("round", ProblemCode::OtherRound));
    }
    let is_admitted = candidate.text("stage") == Some(CandidateStage::Admitted.code());
    let is_handed_in = of.action == Some(SheetAction::HandIn.code());
    (is_handed_in && !is_admitted).then(|| Problem::new("candidate", ProblemCode::NotAdmitted))
}

/// The criteria a scorer judges beside what the book suggests.
const SUGGESTED: [RubricCriterion; 3] =
    [RubricCriterion::Technology, RubricCriterion::Environment, RubricCriterion::Market];

/// Who gives other points than the book suggests writes why.
fn unexplained(of: &Subject<'_>, round: &Document, kin: &dyn Kin) -> Vec<Problem> {
    if is_tied(of.after) || of.after.get("remark").is_some() {
        return Vec::new();
    }
    let candidate = of.parent("candidate").and_then(|id| kin.get(id)).map(|(_, doc)| doc);
    let Some(candidate) = candidate else { return Vec::new() };
    let (Some(gathered), Ok(set)) = (Gathered::of(&candidate, kin, of.today), criteria(round)) else {
        return Vec::new();
    };
    let facts = gathered.around(&candidate, of.today).score_facts();
    let differs = |proposal: &Proposal| {
        let code = proposal.criterion.code();
        SUGGESTED.contains(&proposal.criterion)
            && proposal
                .points
                .is_some_and(|points| number(of.after, code).is_some_and(|given| given != points))
    };
    let is_unexplained = propose(&set, &facts).iter().any(differs);
    is_unexplained.then(|| Problem::new("remark", ProblemCode::ScoreDiffers)).into_iter().collect()
}

/// The sheets nobody has replaced by one that was handed in, and this one.
fn in_effect_with(sheets: &[(RecordId, Document)], this: RecordId) -> Vec<&(RecordId, Document)> {
    let is_replaced = |id: RecordId| {
        let by = |(other, doc): &(RecordId, Document)| {
            *other != this && is_handed_in(doc) && doc.text("replaces") == Some(id.to_string().as_str())
        };
        sheets.iter().any(by)
    };
    sheets.iter().filter(|(id, _)| *id == this || !is_replaced(*id)).collect()
}

/// The sheets that count: handed in, and not replaced by a later one that was.
pub fn in_effect(sheets: &[(RecordId, Document)]) -> Vec<&Document> {
    let replaced: Vec<&str> = sheets
        .iter()
        .filter(|(_, doc)| is_handed_in(doc))
        .filter_map(|(_, doc)| doc.text("replaces"))
        .collect();
    let counts =
        |(id, doc): &&(RecordId, Document)| is_handed_in(doc) && !replaced.contains(&id.to_string().as_str());
    sheets.iter().filter(counts).map(|(_, doc)| doc).collect()
}

/// Criteria with more points than the round gives for them.
pub fn over_max(sheet: &Document, round: &Document) -> Vec<Problem> {
    let over = WEIGHTS.iter().filter_map(|field| {
        let (given, max) = (number(sheet, field)?, number(round, field)?);
        (given > max).then(|| {
            Problem::new(field, ProblemCode::OutOfRange).with("min", "0").with("max", max.to_string())
        })
    });
    over.collect()
}

const FAMILY: FamilyRules = FamilyRules::check(check);

record! {
    /// A score sheet.
    ScoreSheet = Kind::ScoreSheet, "score_sheet";
    title: scorer_name;
    parent: candidate;
    home: Home::Office;
    access: Access::Scoring;
    course: SheetStage, &COURSE;
    family: &FAMILY;
    list: &["tie"];
    retention_years: 10;
    groups: &["points", "course"];

    /// The candidate.
    candidate: CandidateRef = required().writers(Writers::Afterwards(&[])).purpose(Purpose::Casework).group("points");
    /// The round, whose weights count.
    round: SelectionRoundRef = required().writers(Writers::Afterwards(&[])).purpose(Purpose::Casework).group("points");
    /// Who scores.
    scorer: Account = required().writers(Writers::Afterwards(&[])).purpose(Purpose::Casework).group("points");
    /// Their name, for the minutes.
    scorer_name: Text<2, 120> = required().writers(Writers::Afterwards(&[])).purpose(Purpose::Casework).search(Weight::Title).group("points");
    /// The sheet it takes the place of.
    replaces: Text<36, 36> = writers(Writers::Afterwards(&[])).purpose(Purpose::Casework).group("points");
    /// Whether tied to the facility.
    tie: One<Tie> = required().purpose(Purpose::Casework).group("points");
    /// How, for who is tied.
    tie_note: LongText<500> = only_if(is_tied).purpose(Purpose::Casework).group("points");
    /// C1, priority place.
    c1: Whole<0, 100> = only_if(is_free).purpose(Purpose::Casework).unit("point").group("points");
    /// C2, priority sector.
    c2: Whole<0, 100> = only_if(is_free).purpose(Purpose::Casework).unit("point").group("points");
    /// C3, technology.
    c3: Whole<0, 100> = only_if(is_free).purpose(Purpose::Casework).unit("point").group("points");
    /// C4, jobs.
    c4: Whole<0, 100> = only_if(is_free).purpose(Purpose::Casework).unit("point").group("points");
    /// C5, finance.
    c5: Whole<0, 100> = only_if(is_free).purpose(Purpose::Casework).unit("point").group("points");
    /// C6, environment.
    c6: Whole<0, 100> = only_if(is_free).purpose(Purpose::Casework).unit("point").group("points");
    /// C7, market.
    c7: Whole<0, 100> = only_if(is_free).purpose(Purpose::Casework).unit("point").group("points");
    /// C8, record.
    c8: Whole<0, 100> = only_if(is_free).purpose(Purpose::Casework).unit("point").group("points");
    /// What the points rest on, in the scorer's words.
    remark: LongText<2_000> = purpose(Purpose::Casework).group("points");
}

/// The sheet as it is counted; `None` without a scorer.
pub fn counted(doc: &Document) -> Option<Sheet> {
    let scorer: UserId = doc.text("scorer")?.parse().ok()?;
    let interest = match Tie::from_code(doc.text("tie").unwrap_or_default()) {
        Some(Tie::None) => Interest::Free,
        Some(Tie::Tied) => Interest::Conflict,
        None => Interest::Undeclared,
    };
    let points: BTreeMap<String, i64> = crate::ordering::map(
        WEIGHTS.iter().filter_map(|field| Some(((*field).to_string(), number(doc, field)?))),
    );
    Some(Sheet { scorer, interest, points })
}

/// Whether a sheet counts: it was handed in.
pub fn is_handed_in(doc: &Document) -> bool {
    doc.text("stage") == Some(SheetStage::HandedIn.code())
}

/// Whether somebody may see the marks of others on one candidate: when the scoring is over, and during it
/// only who has handed in their own.
pub fn may_see_others(round: Option<RoundStage>, me: UserId, sheets: &[(RecordId, Document)]) -> bool {
    match round {
        Some(RoundStage::Ranked | RoundStage::Published | RoundStage::Closed) => true,
        Some(RoundStage::Draft | RoundStage::Open | RoundStage::Scoring) | None => {
            sheets.iter().any(|(_, sheet)| {
                is_handed_in(sheet) && sheet.text("scorer").and_then(|id| id.parse().ok()) == Some(me)
            })
        }
    }
}
