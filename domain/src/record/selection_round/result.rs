//! What comes of a round: the sheets that count, the ranking with its two lines, and what each owner is told.
//! It reads records and writes none.

use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::id::RecordId;
use crate::ordering;
use crate::record::candidate::facts::{Around, decline_reason};
use crate::record::candidate::{Candidate, CandidateStage};
use crate::record::field::Choice;
use crate::record::need::{Activity, DeclineReason};
use crate::record::rule::number;
use crate::record::score_sheet::{counted, in_effect};
use crate::record::selection_round::WEIGHTS;
use crate::score_sheet::{Criterion, CriterionSet, Mean, SetFault, Sheet, TallyFault};
use crate::selection::gates::{self, GateCheck, Outcome};
use crate::selection::proposals::sector_priority;
use crate::selection::ranking::{self, Ranked, Standing};
use crate::selection::rubric::{self, LEAST_SCORERS, RubricCriterion, Score};
use crate::value::{Document, Value};

/// The criteria of a round with their weights; usual ones for what is not written.
pub fn criteria(round: &Document) -> Result<CriterionSet, Vec<SetFault>> {
    let weighted = RubricCriterion::ALL.iter().zip(WEIGHTS).map(|(criterion, field)| {
        Criterion::new(criterion.code(), number(round, field).unwrap_or_else(|| criterion.usual_max()))
    });
    CriterionSet::new(weighted.collect())
}

/// A candidate with what belongs to it.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// Its id.
    pub id: RecordId,
    /// It and the records around it.
    pub around: Around<'a>,
    /// Its sheets, handed in or not.
    pub sheets: &'a [(RecordId, Document)],
}

/// A candidate as the round sees it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Judged {
    /// Its id.
    pub id: RecordId,
    /// The gates.
    pub gates: Vec<GateCheck>,
    /// All gates together, and what the centre decided on them.
    pub verdict: Outcome,
    /// What the scorers gave, or why that cannot be counted yet.
    pub score: Result<Score, Vec<TallyFault>>,
    /// Hundredths of a point for each criterion, over the sheets that count.
    pub means: Vec<(RubricCriterion, i64)>,
    /// Sheets that were handed in.
    pub handed_in: usize,
}

/// A round as it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Standings {
    /// Ranked from the first to the last.
    pub rows: Vec<Ranked>,
    /// What stays of the budget, đồng.
    pub left_vnd: i64,
    /// Those that cannot be ranked yet: sheets are missing or faulty.
    pub unscored: Vec<RecordId>,
    /// Those that did not come through the gates, without points.
    pub stopped: Vec<RecordId>,
    /// Everything known of each.
    pub judged: BTreeMap<RecordId, Judged>,
}

impl Standings {
    /// Last place for which the money sufficed; 0 for none.
    pub fn money_place(&self) -> usize {
        let paid = self.rows.iter().filter(|row| row.standing == Standing::Proposed);
        paid.map(|row| row.place).max().unwrap_or(0)
    }

    /// Candidates whose scorers have to talk first.
    pub fn disputed(&self) -> usize {
        let is_disputed = |judged: &&Judged| judged.score.as_ref().is_ok_and(|score| score.is_disputed);
        self.judged.values().filter(is_disputed).count()
    }

    /// Whether every candidate that was let through is scored, and nobody has to talk.
    pub fn is_settled(&self) -> bool {
        self.unscored.is_empty() && self.disputed() == 0
    }
}

/// What a round was opened with.
#[derive(Clone, Copy, Debug)]
pub struct Frame<'a> {
    /// The criteria and their weights.
    pub set: &'a CriterionSet,
    /// The money, đồng.
    pub budget_vnd: i64,
    /// So many score a candidate, at least.
    pub scorers: usize,
}

impl<'a> Frame<'a> {
    /// The frame of a round with these criteria.
    pub fn of(round: &Document, set: &'a CriterionSet) -> Self {
        let scorers = number(round, "least_scorers").and_then(|n| usize::try_from(n).ok());
        let budget_vnd = number(round, "budget").unwrap_or(0);
        Self { set, budget_vnd, scorers: scorers.unwrap_or(LEAST_SCORERS) }
    }
}

/// Counts sheets and ranks.
pub fn standings(frame: Frame<'_>, entries: &[Entry<'_>]) -> Standings {
    let mut judged = BTreeMap::new();
    let mut candidates = Vec::new();
    let (mut unscored, mut stopped) = (Vec::new(), Vec::new());
    for entry in entries {
        let stage = entry.around.candidate.text("stage").and_then(CandidateStage::from_code);
        if stage == Some(CandidateStage::Removed) {
            continue;
        }
        let one = judge(frame, entry, stage);
        match (&one.score, one.verdict) {
            (Ok(score), _) => candidates.push(candidate(entry, &one, score.tally.mean)),
            (Err(_), Outcome::Fail) => stopped.push(entry.id),
            (Err(_), Outcome::Pass | Outcome::Unknown | Outcome::NotApplicable) => unscored.push(entry.id),
        }
        judged.insert(entry.id, one);
    }
    let is_told = |entry: &Entry<'_>| {
        let candidate = entry.around.candidate;
        candidate.get("standing").is_some() || candidate.text("stage") == Some(CandidateStage::Removed.code())
    };
    let mut ranking = ranking::rank(candidates, frame.budget_vnd);
    if entries.iter().all(is_told) {
        ranking.rows = as_published(ranking.rows, entries);
    }
    Standings { rows: ranking.rows, left_vnd: ranking.left_vnd, unscored, stopped, judged }
}

/// What was told stays as it was told, whatever the records say later.
fn as_published(rows: Vec<Ranked>, entries: &[Entry<'_>]) -> Vec<Ranked> {
    let told = |row: &Ranked| {
        let entry = entries.iter().find(|entry| entry.id == row.candidate.project)?;
        let told = Candidate::read(entry.around.candidate);
        Some((usize::try_from(told.place?).ok()?, told.standing?))
    };
    let mut rows: Vec<Ranked> = rows
        .into_iter()
        .map(|row| match told(&row) {
            Some((place, standing)) => Ranked { place, standing, ..row },
            None => row,
        })
        .collect();
    ordering::sort_by_key(&mut rows, |row| (row.standing, row.place));
    let mut used_vnd: i64 = 0;
    for row in &mut rows {
        if row.standing == Standing::Proposed {
            used_vnd = used_vnd.saturating_add(row.candidate.support_vnd);
        }
        row.used_vnd = used_vnd;
    }
    rows
}

fn judge(frame: Frame<'_>, entry: &Entry<'_>, stage: Option<CandidateStage>) -> Judged {
    let gates = entry.around.gate_facts().map(|facts| gates::check(&facts)).unwrap_or_default();
    let computed = gates::verdict(&gates);
    // A person decides; what the centre stopped stays stopped whatever the facts say later.
    let verdict = match stage {
        Some(CandidateStage::Barred) => Outcome::Fail,
        Some(CandidateStage::Entered | CandidateStage::Asked) if computed == Outcome::Pass => {
            Outcome::Unknown
        }
        Some(
            CandidateStage::Entered
            | CandidateStage::Asked
            | CandidateStage::Admitted
            | CandidateStage::Published
            | CandidateStage::Removed,
        )
        | None => computed,
    };
    let sheets: Vec<Sheet> = in_effect(entry.sheets).into_iter().filter_map(counted).collect();
    Judged {
        id: entry.id,
        gates,
        verdict,
        score: rubric::score(frame.set, &sheets, frame.scorers),
        means: means(&sheets),
        handed_in: sheets.len(),
    }
}

fn means(sheets: &[Sheet]) -> Vec<(RubricCriterion, i64)> {
    let free: Vec<&Sheet> =
        sheets.iter().filter(|sheet| sheet.interest == crate::score_sheet::Interest::Free).collect();
    let mean_of = |criterion: &RubricCriterion| {
        let given: Vec<i64> =
            free.iter().filter_map(|sheet| sheet.points.get(criterion.code()).copied()).collect();
        Mean::new(given.iter().sum(), given.len()).map(|mean| (*criterion, mean.hundredths()))
    };
    RubricCriterion::ALL.iter().filter_map(mean_of).collect()
}

fn candidate(entry: &Entry<'_>, judged: &Judged, mean: Mean) -> ranking::Candidate {
    let facts = entry.around.score_facts();
    let finance = judged.means.iter().find(|(criterion, _)| *criterion == RubricCriterion::Finance);
    ranking::Candidate {
        project: entry.id,
        gates: judged.verdict,
        mean,
        place: facts.place.flatten(),
        sector: sector_priority(&facts),
        capacity: finance.map_or(0, |(_, points)| *points),
        support_vnd: facts.support_vnd.unwrap_or(0),
    }
}

/// What the publication of the round writes on a candidate.
pub fn result_of(standings: &Standings, set: &CriterionSet, id: RecordId) -> BTreeMap<String, Value> {
    let row = standings.rows.iter().find(|row| row.candidate.project == id);
    let judged = standings.judged.get(&id);
    let mut fields = BTreeMap::new();
    let mut put = |field: &str, value: Value| drop(fields.insert(field.to_string(), value));
    let standing = match (row, judged.map(|judged| judged.verdict)) {
        (Some(row), _) => row.standing,
        (None, Some(Outcome::Fail)) => Standing::GateFailed,
        (None, _) => Standing::GateOpen,
    };
    put("standing", Value::text(standing.code()));
    put("money_place", int(standings.money_place()));
    if let Some(row) = row {
        put("place", int(row.place));
        put("of", int(standings.rows.len()));
        put("mean", Value::Int(row.candidate.mean.hundredths()));
    }
    let scores: Vec<Value> = judged.map_or_else(Vec::new, |judged| {
        let score = |(criterion, mean): &(RubricCriterion, i64)| {
            Value::Map(ordering::map([
                ("criterion".to_string(), Value::text(criterion.code())),
                ("max".to_string(), Value::Int(set.max_of(criterion.code()).unwrap_or(0))),
                ("mean".to_string(), Value::Int(*mean)),
            ]))
        };
        judged.means.iter().map(score).collect()
    });
    if !scores.is_empty() {
        put("scores", Value::List(scores));
    }
    fields
}

/// Why the need of a candidate is not chosen, as a code of [`DeclineReason`]; `None` when it is. It is asked once
/// the candidate was told where it stands.
pub fn declined_for(
    standings: &Standings,
    (id, candidate): (RecordId, &Document),
    activity: Activity,
) -> Option<&'static str> {
    match candidate.text("standing").and_then(Standing::from_code) {
        Some(Standing::Proposed) => None,
        Some(Standing::BelowMoney) => Some(DeclineReason::Budget.code()),
        Some(Standing::BelowMark) => Some(DeclineReason::Score.code()),
        Some(Standing::GateOpen | Standing::GateFailed) | None => {
            let gates = standings.judged.get(&id).map(|judged| judged.gates.as_slice()).unwrap_or_default();
            let failed = gates.iter().find_map(|gate| gate.failed.first());
            Some(failed.map_or(DeclineReason::NotRipe.code(), |reason| decline_reason(*reason, activity)))
        }
    }
}

fn int(n: usize) -> Value {
    Value::Int(i64::try_from(n).unwrap_or(i64::MAX))
}
