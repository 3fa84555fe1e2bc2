//! What round, sheets and certificates say to a step of a product: whether the round takes it, whether
//! every judge has scored it, whether the mean suffices.

use alloc::collections::BTreeMap;
use alloc::string::ToString;
use alloc::vec::Vec;

use chrono::NaiveDate;

use crate::id::RecordId;
use crate::jury::{self, JuryFault, LowerRound, Vote, VotingLevel};
use crate::record::Kind;
use crate::record::course::Sets;
use crate::record::family::{FamilyRules, Kin, Subject};
use crate::record::field::Choice;
use crate::record::marker::{Account, FieldKind};
use crate::record::product::certificate;
use crate::record::product::entry::PHOTOS;
use crate::record::product::round::{self, Judge, RoundStage};
use crate::record::product::sheet;
use crate::record::rule::{Problem, ProblemCode};
use crate::value::{Document, Value};

/// Rules between a product, its round and its sheets, and the mean that follows.
pub static FAMILY: FamilyRules = FamilyRules { check, consequences };

fn check(subject: &Subject<'_>, kin: &dyn Kin) -> Vec<Problem> {
    let Some(round) = round_of(subject.after, kin) else { return Vec::new() };
    match subject.action {
        Some("submit") => submitting(subject, &round, kin),
        Some("score") => match vote(subject.id, &round, kin) {
            _ if stage(&round) != Some(RoundStage::Judging) => {
                in_one(Problem::new("round", ProblemCode::RoundNotJudging))
            }
            Ok(_) => Vec::new(),
            Err(problems) => problems,
        },
        Some("propose" | "recognise") => match vote(subject.id, &round, kin) {
            Ok(vote) if vote.is_certifiable => Vec::new(),
            Ok(_) => in_one(Problem::new("mean", ProblemCode::MeanTooLow).with("least", jury::LEAST_MEAN)),
            Err(problems) => problems,
        },
        _ => Vec::new(),
    }
}

fn in_one(problem: Problem) -> Vec<Problem> {
    Vec::from([problem])
}

/// The round a product is entered into.
pub fn round_of(entry: &Document, kin: &dyn Kin) -> Option<Document> {
    let (_, round) = kin.get(entry.text("round")?.parse().ok()?)?;
    Some(round)
}

fn stage(round: &Document) -> Option<RoundStage> {
    round.text("stage").map_or(Some(RoundStage::Draft), RoundStage::from_code)
}

/// The level of a round.
pub fn level(round: &Document) -> Option<VotingLevel> {
    round.text("level").and_then(VotingLevel::from_code)
}

/// What came back may be handed in again while the jury is at work; a new product may not.
fn submitting(subject: &Subject<'_>, round: &Document, kin: &dyn Kin) -> Vec<Problem> {
    let is_again = subject.before.text("stage") == Some("returned");
    let is_taken = match stage(round) {
        Some(RoundStage::Open) => true,
        Some(RoundStage::Judging) => is_again,
        Some(RoundStage::Draft | RoundStage::Decided | RoundStage::Closed) | None => false,
    };
    let closed = (!is_taken).then(|| Problem::new("round", ProblemCode::RoundNotOpen));
    let lacking = lacking(subject.after, round, subject.today, kin);
    let lacking = lacking.map(|level| {
        let word = VotingLevel::LIST.key(level.code());
        Problem::new("lower_certificate", ProblemCode::LowerCertificate).with_word("level", word)
    });
    closed.into_iter().chain(lacking).chain(photos(subject.id, kin)).collect()
}

/// The photos that are asked for and not there.
fn photos(entry: RecordId, kin: &dyn Kin) -> Option<Problem> {
    let attached = kin.children(entry, Kind::Attachment);
    let has = |slot: &&str| attached.iter().any(|(_, doc)| doc.text("slot") == Some(slot));
    let missing = PHOTOS.iter().filter(|slot| !has(slot)).count();
    (missing > 0).then(|| Problem::new("", ProblemCode::PhotosMissing).with("n", missing))
}

/// The level whose certificate a product lacks for its round.
fn lacking(entry: &Document, round: &Document, today: NaiveDate, kin: &dyn Kin) -> Option<VotingLevel> {
    let named = entry.text("lower_certificate").and_then(|id| id.parse().ok()).and_then(|id| kin.get(id));
    let own = named.map(|(_, doc)| doc).filter(|doc| doc.text("facility") == entry.text("facility"));
    let own: Vec<_> = own.as_ref().and_then(certificate::read).into_iter().collect();
    let held = round.get("lower_held") == Some(&Value::Bool(true));
    let lower = if held { LowerRound::Held } else { LowerRound::NotHeld };
    jury::lacks_certificate(level(round)?, lower, &own, today)
}

/// What the handed-in sheets of a product give together, or what is missing.
pub fn vote(entry: RecordId, round: &Document, kin: &dyn Kin) -> Result<Vote, Vec<Problem>> {
    let Ok(set) = round::criteria(round) else {
        return Err(in_one(Problem::new("round", ProblemCode::WeightsNotHundred)));
    };
    let sheets: Vec<_> = kin
        .children(entry, Kind::JudgeSheet)
        .into_iter()
        .filter(|(_, doc)| {
            let account = doc.get("judge").and_then(Account::read);
            let sits = |name| round::sits(round, Judge { account, name });
            doc.text("judge_name").is_none_or(|name| sits(name) != Some(false))
        })
        .filter_map(|(_, doc)| sheet::handed_in(&doc))
        .collect();
    let size = round::size(round);
    let missing = size.saturating_sub(sheets.len());
    if missing > 0 {
        return Err(in_one(Problem::new("sheets", ProblemCode::SheetsMissing).with("n", missing)));
    }
    let judges: Vec<_> = sheets.iter().map(|sheet| sheet.scorer).collect();
    jury::vote(&set, &judges, &sheets).map_err(|faults| faults.iter().map(fault).collect())
}

fn fault(fault: &JuryFault) -> Problem {
    match fault {
        JuryFault::EvenJury { judges } => Problem::new("sheets", ProblemCode::EvenJury).with("n", judges),
        JuryFault::CouncilSize { .. } => Problem::new("sheets", ProblemCode::CouncilSize),
        JuryFault::JudgeTwice { .. } | JuryFault::NotInJury { .. } => {
            Problem::new("sheets", ProblemCode::JudgeTwice)
        }
        JuryFault::NoSheet { .. } => Problem::new("sheets", ProblemCode::SheetsMissing).with("n", 1),
        JuryFault::Sheets(_) => Problem::new("sheets", ProblemCode::SheetInvalid),
    }
}

/// The mean is written when the scoring is closed.
fn consequences(subject: &Subject<'_>, kin: &dyn Kin) -> Vec<(RecordId, Sets)> {
    if subject.action != Some("score") {
        return Vec::new();
    }
    let vote = round_of(subject.after, kin).and_then(|round| vote(subject.id, &round, kin).ok());
    let sets = vote.map(|vote| {
        let counted = i64::try_from(vote.tally.mean.sheets()).unwrap_or(0);
        BTreeMap::from([
            ("mean".to_string(), Some(Value::Int(vote.tally.mean.hundredths()))),
            ("sheets".to_string(), Some(Value::Int(counted))),
        ])
    });
    sets.into_iter().map(|sets| (subject.id, sets)).collect()
}
