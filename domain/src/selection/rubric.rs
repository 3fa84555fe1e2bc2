//! The rubric C1–C8 (DOMAIN §5, a proposal of this product: no official one was found). Its weights
//! are set per year and fixed for a round.

use crate::record::macros::choices;
use crate::score_sheet::{Criterion, CriterionSet, Sheet, Tally, TallyFault, tally};

use alloc::vec::Vec;

choices! {
    /// A criterion of the rubric; its code stands on the sheets.
    RubricCriterion = "rubric";
    /// Priority place.
    Place = "c1",
    /// Priority sector.
    Sector = "c2",
    /// Technology and gain in productivity.
    Technology = "c3",
    /// Jobs and income.
    Jobs = "c4",
    /// Financial capacity and counterpart.
    Finance = "c5",
    /// Environment and safety.
    Environment = "c6",
    /// Lasting, copied by others, sold.
    Market = "c7",
    /// Earlier projects and reports.
    Record = "c8",
}

impl RubricCriterion {
    /// The most points it gives as long as the round sets no other weight.
    pub const fn usual_max(self) -> i64 {
        match self {
            Self::Technology => 20,
            Self::Place | Self::Sector | Self::Jobs | Self::Finance => 15,
            Self::Environment => 10,
            Self::Market | Self::Record => 5,
        }
    }
}

/// So many scorers at least, where the office has set no other number.
pub const LEAST_SCORERS: usize = 3;
/// When scorers are farther apart than this, they talk before the score stands.
pub const DISPUTED_SPREAD: i64 = 20;
/// Below this mean a project is not proposed.
pub const LEAST_MEAN: i64 = 50;

const STARTER: [Criterion; 8] = {
    const fn usual(criterion: RubricCriterion) -> Criterion {
        Criterion::new(criterion.code(), criterion.usual_max())
    }
    [
        usual(RubricCriterion::Place),
        usual(RubricCriterion::Sector),
        usual(RubricCriterion::Technology),
        usual(RubricCriterion::Jobs),
        usual(RubricCriterion::Finance),
        usual(RubricCriterion::Environment),
        usual(RubricCriterion::Market),
        usual(RubricCriterion::Record),
    ]
};

/// The rubric with its usual weights.
pub fn starter() -> CriterionSet {
    CriterionSet::written(&STARTER)
}

/// The score of a project.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Score {
    /// What the scorers gave together.
    pub tally: Tally,
    /// Whether they are so far apart that they must talk first.
    pub is_disputed: bool,
    /// Whether the mean suffices to be proposed.
    pub is_enough: bool,
}

/// The score of the sheets of one project, or everything that keeps them from being counted.
pub fn score(set: &CriterionSet, sheets: &[Sheet], least: usize) -> Result<Score, Vec<TallyFault>> {
    let tally = tally(set, sheets, least)?;
    let is_disputed = tally.spread() > DISPUTED_SPREAD;
    let is_enough = tally.mean.reaches(LEAST_MEAN);
    Ok(Score { tally, is_disputed, is_enough })
}
