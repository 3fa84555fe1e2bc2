//! The ranking of a round: who is proposed and where the money ends. Equal means are ordered as the
//! law says: place, then sector, then capacity (TT 36/2013 Đ.7.2).

use alloc::vec::Vec;
use core::cmp::{Ordering, Reverse};

use super::gates::Outcome;
use super::proposals::SectorPriority;
use super::rubric::LEAST_MEAN;
use crate::id::RecordId;
use crate::ordering;
use crate::record::commune::PlacePriority;
use crate::record::macros::choices;
use crate::score_sheet::Mean;

/// A project that asks for support.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Candidate {
    /// Its record.
    pub project: RecordId,
    /// All gates together.
    pub gates: Outcome,
    /// Mean of its scorers.
    pub mean: Mean,
    /// Priority of the place.
    pub place: Option<PlacePriority>,
    /// Priority of the sector.
    pub sector: Option<SectorPriority>,
    /// Capacity of the unit: its points for finance, the more the better.
    pub capacity: i64,
    /// Support asked for, đồng.
    pub support_vnd: i64,
}

choices! {
    /// Where a candidate ends up. The order is that of the list.
    Standing = "ranking_standing";
    /// Proposed, and the money suffices.
    Proposed = "proposed",
    /// Worth it, but below the money line.
    BelowMoney = "below_money",
    /// Below 50 points.
    BelowMark = "below_mark",
    /// A gate is open: not proposed before the fact is known.
    GateOpen = "gate_open",
    /// A gate is failed.
    GateFailed = "gate_failed",
}

/// One row of the ranking.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ranked {
    /// Whose.
    pub candidate: Candidate,
    /// Place from 1; candidates that nothing in the law tells apart share one.
    pub place: usize,
    /// Whether the place is shared.
    pub is_tied: bool,
    /// Where it ends up.
    pub standing: Standing,
    /// Support of the proposed ones down to this row, đồng.
    pub used_vnd: i64,
}

/// The ranking.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ranking {
    /// From the first to the last.
    pub rows: Vec<Ranked>,
    /// What stays of the budget, đồng.
    pub left_vnd: i64,
    /// Whether the money line parts candidates that share a place: a person has to decide.
    pub splits_a_tie: bool,
}

/// Ranks candidates. The line is drawn at the first one the money does not suffice for: a smaller
/// project farther down does not overtake it.
pub fn rank(candidates: Vec<Candidate>, budget_vnd: i64) -> Ranking {
    let mut candidates = candidates;
    // The id keeps the list steady from one reading to the next; it breaks no tie.
    ordering::sort_by(&mut candidates, |a, b| compare(a, b).then(a.project.cmp(&b.project)));
    let mut rows: Vec<Ranked> = Vec::with_capacity(candidates.len());
    let mut used_vnd: i64 = 0;
    let mut is_open = true;
    for (index, candidate) in candidates.into_iter().enumerate() {
        let mut standing = merit(&candidate);
        if standing == Standing::Proposed {
            let wanted = used_vnd.saturating_add(candidate.support_vnd.max(0));
            is_open = is_open && wanted <= budget_vnd;
            if is_open {
                used_vnd = wanted;
            } else {
                standing = Standing::BelowMoney;
            }
        }
        let mut place = index + 1;
        let mut is_tied = false;
        if let Some(last) = rows.last_mut()
            && compare(&last.candidate, &candidate) == Ordering::Equal
        {
            last.is_tied = true;
            place = last.place;
            is_tied = true;
        }
        rows.push(Ranked { candidate, place, is_tied, standing, used_vnd });
    }
    let splits_a_tie = rows.iter().zip(rows.iter().skip(1)).any(|(above, below)| {
        above.standing == Standing::Proposed
            && below.standing == Standing::BelowMoney
            && above.place == below.place
    });
    Ranking { rows, left_vnd: budget_vnd.saturating_sub(used_vnd).max(0), splits_a_tie }
}

/// Where a candidate would end up if there were money for all.
fn merit(candidate: &Candidate) -> Standing {
    match candidate.gates {
        Outcome::Fail => Standing::GateFailed,
        Outcome::Unknown => Standing::GateOpen,
        Outcome::Pass | Outcome::NotApplicable if candidate.mean.reaches(LEAST_MEAN) => Standing::Proposed,
        Outcome::Pass | Outcome::NotApplicable => Standing::BelowMark,
    }
}

fn compare(a: &Candidate, b: &Candidate) -> Ordering {
    let key = |one: &Candidate| {
        let (no_place, no_sector) = (one.place.is_none(), one.sector.is_none());
        (merit(one), Reverse(one.mean), (no_place, one.place), (no_sector, one.sector), Reverse(one.capacity))
    };
    key(a).cmp(&key(b))
}
