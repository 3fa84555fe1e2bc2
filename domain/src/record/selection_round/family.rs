//! When a round may be ranked and published, and what it then tells each of its candidates. Nobody brings a
//! result: it is counted here, from the sheets and the gates, in the moment the leader publishes.

use alloc::borrow::ToOwned;
use alloc::vec::Vec;

use super::RoundAction;
use super::result::{Entry, Frame, Standings, criteria, result_of, standings};
use crate::id::RecordId;
use crate::record::Kind;
use crate::record::candidate::CandidateStage;
use crate::record::candidate::gathered::Gathered;
use crate::record::course::Sets;
use crate::record::family::{FamilyRules, Kin, Subject};
use crate::record::field::Choice;
use crate::record::reference::threshold::Threshold;
use crate::record::rule::{Problem, ProblemCode};
use crate::score_sheet::CriterionSet;
use crate::selection::gates::Outcome;
use crate::value::{Document, Value};

pub(super) static FAMILY: FamilyRules = FamilyRules { check, consequences };

/// A candidate of the round with all that is around it.
struct Held {
    id: RecordId,
    doc: Document,
    /// `None` when its need or its facility is gone.
    gathered: Option<Gathered>,
    sheets: Vec<(RecordId, Document)>,
}

impl Held {
    fn stage(&self) -> Option<CandidateStage> {
        CandidateStage::from_code(self.doc.text("stage")?)
    }
}

/// A round as the book has it today.
struct Stand {
    set: CriterionSet,
    standings: Standings,
    held: Vec<Held>,
}

impl Stand {
    fn of(round: &Subject<'_>, kin: &dyn Kin) -> Option<Self> {
        let set = criteria(round.after).ok()?;
        let held = held(round, kin);
        let unknown = Gathered::default();
        let entries: Vec<Entry<'_>> = held
            .iter()
            .map(|one| Entry {
                id: one.id,
                around: one.gathered.as_ref().unwrap_or(&unknown).around(&one.doc, round.today),
                sheets: &one.sheets,
            })
            .collect();
        let standings = standings(Frame::of(round.after, &set), &entries);
        Some(Self { set, standings, held })
    }

    /// Whether a gate of this one is not decided: the centre has not, or a fact is not known.
    fn has_open_gate(&self, one: &Held) -> bool {
        match one.stage() {
            Some(CandidateStage::Entered | CandidateStage::Asked) => true,
            Some(CandidateStage::Admitted) => {
                let judged = self.standings.judged.get(&one.id);
                one.gathered.is_none() || judged.is_none_or(|judged| judged.verdict == Outcome::Unknown)
            }
            Some(CandidateStage::Barred | CandidateStage::Published | CandidateStage::Removed) | None => {
                false
            }
        }
    }

    fn is_unscored(&self, one: &Held) -> bool {
        one.stage() == Some(CandidateStage::Admitted) && self.standings.unscored.contains(&one.id)
    }
}

fn held(round: &Subject<'_>, kin: &dyn Kin) -> Vec<Held> {
    let candidates = kin.all(Kind::Candidate).into_iter();
    let own = candidates.filter(|(_, doc)| {
        doc.text("round").and_then(|id| id.parse().ok()) == Some(round.id)
            && doc.text("stage") != Some(CandidateStage::Removed.code())
    });
    own.map(|(id, doc)| Held {
        gathered: Gathered::of(&doc, kin, round.today),
        sheets: kin.children(id, Kind::ScoreSheet),
        id,
        doc,
    })
    .collect()
}

/// Every gate is decided, every candidate that came through is scored by enough people, and nobody has to talk.
fn check(round: &Subject<'_>, kin: &dyn Kin) -> Vec<Problem> {
    match round.action.and_then(RoundAction::from_code) {
        Some(RoundAction::Rank | RoundAction::Publish) => {}
        Some(
            RoundAction::Open
            | RoundAction::StartScoring
            | RoundAction::ScoreAgain
            | RoundAction::Close
            | RoundAction::ChangeBudget,
        )
        | None => return Vec::new(),
    }
    let Some(stand) = Stand::of(round, kin) else {
        return Vec::from([Problem::new("", ProblemCode::WeightsSum)]);
    };
    let faults = [
        (stand.held.iter().any(|one| stand.has_open_gate(one)), ProblemCode::GatesOpen),
        (stand.held.iter().any(|one| stand.is_unscored(one)), ProblemCode::SheetsTooFew),
        (stand.standings.disputed() > 0, ProblemCode::ScoresDisputed),
    ];
    faults.into_iter().filter(|(is_so, _)| *is_so).map(|(_, code)| Problem::new("", code)).collect()
}

/// A round keeps the number of scorers of the day it was opened; what is published stands on each candidate from then
/// on.
fn consequences(round: &Subject<'_>, kin: &dyn Kin) -> Vec<(RecordId, Sets)> {
    if round.action == Some(RoundAction::Open.code()) {
        let least = Value::Int(Threshold::Scorers.on(round.today, kin));
        return Vec::from([(round.id, Sets::from([("least_scorers".to_owned(), Some(least))]))]);
    }
    if round.action != Some(RoundAction::Publish.code()) {
        return Vec::new();
    }
    let Some(stand) = Stand::of(round, kin) else { return Vec::new() };
    let told = |one: &Held| {
        let result = result_of(&stand.standings, &stand.set, one.id);
        let sets = crate::ordering::map(result.into_iter().map(|(field, value)| (field, Some(value))));
        (one.id, sets)
    };
    stand.held.iter().map(told).collect()
}
