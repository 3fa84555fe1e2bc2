//! Score sheets: what a scorer gives for each criterion, and what several scorers give together.
//! Councils that choose projects and juries that vote on products count alike; it knows neither.

use alloc::borrow::Cow;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Ordering;

use crate::id::UserId;
use crate::record::macros::choices;

/// What all criteria together give at most.
pub const FULL_MARKS: i64 = 100;

/// One criterion of a set.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Criterion {
    /// Its code, unique in the set.
    pub code: Cow<'static, str>,
    /// The most points it gives.
    pub max: i64,
}

impl Criterion {
    /// A criterion that is written in the source.
    pub const fn new(code: &'static str, max: i64) -> Self {
        Self { code: Cow::Borrowed(code), max }
    }
}

/// Why criteria are no set.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SetFault {
    /// They do not come to 100 points but to `sum`.
    NotHundred {
        /// What they come to.
        sum: i64,
    },
    /// A code stands twice.
    Twice {
        /// The code.
        code: String,
    },
    /// A criterion gives less than nothing.
    Negative {
        /// The code.
        code: String,
    },
}

/// Criteria with their weights, fixed for a round. Together they give 100 points.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CriterionSet(Vec<Criterion>);

impl CriterionSet {
    /// The criteria in the order of the sheet, or everything that is wrong with them.
    pub fn new(criteria: Vec<Criterion>) -> Result<Self, Vec<SetFault>> {
        let mut faults = Vec::new();
        let mut seen = BTreeSet::new();
        for criterion in &criteria {
            let code = || String::from(criterion.code.as_ref());
            if !seen.insert(criterion.code.as_ref()) {
                faults.push(SetFault::Twice { code: code() });
            }
            if criterion.max < 0 {
                faults.push(SetFault::Negative { code: code() });
            }
        }
        let sum = criteria.iter().fold(0_i64, |sum, criterion| sum.saturating_add(criterion.max));
        if sum != FULL_MARKS {
            faults.push(SetFault::NotHundred { sum });
        }
        if faults.is_empty() { Ok(Self(criteria)) } else { Err(faults) }
    }

    /// Criteria that are written in the source; a test holds them to be a set.
    pub(crate) fn written(criteria: &[Criterion]) -> Self {
        Self(criteria.to_vec())
    }

    /// The criteria in their order.
    pub fn criteria(&self) -> &[Criterion] {
        &self.0
    }

    /// The most points a criterion gives; `None` when the set has no such criterion.
    pub fn max_of(&self, code: &str) -> Option<i64> {
        self.0.iter().find(|criterion| criterion.code == code).map(|criterion| criterion.max)
    }
}

choices! {
    /// Whether a scorer is tied to who is scored.
    Interest = "interest";
    /// Declared to have none.
    Free = "free",
    /// Declared to have one: the sheet does not count.
    Conflict = "conflict",
    /// Not declared yet: the sheet cannot be counted.
    Undeclared = "undeclared",
}

/// What one scorer gave.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sheet {
    /// Who.
    pub scorer: UserId,
    /// Whether tied to who is scored.
    pub interest: Interest,
    /// Points by the code of the criterion.
    pub points: BTreeMap<String, i64>,
}

/// What is wrong on a sheet.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SheetFault {
    /// A criterion has no points.
    Missing {
        /// Its code.
        code: String,
    },
    /// More points than the criterion gives, or fewer than none.
    OutOfRange {
        /// Its code.
        code: String,
        /// The most it gives.
        max: i64,
    },
    /// Points for a criterion the round does not have.
    Unknown {
        /// The code.
        code: String,
    },
}

/// The points of a sheet, or everything that is wrong on it.
pub fn total(set: &CriterionSet, sheet: &Sheet) -> Result<i64, Vec<SheetFault>> {
    let mut faults = Vec::new();
    let mut sum = 0;
    for criterion in set.criteria() {
        let code = String::from(criterion.code.as_ref());
        match sheet.points.get(criterion.code.as_ref()) {
            None => faults.push(SheetFault::Missing { code }),
            Some(points) if (0..=criterion.max).contains(points) => sum += points,
            Some(_) => faults.push(SheetFault::OutOfRange { code, max: criterion.max }),
        }
    }
    let strange = sheet.points.keys().filter(|code| set.max_of(code).is_none());
    faults.extend(strange.map(|code| SheetFault::Unknown { code: code.clone() }));
    if faults.is_empty() { Ok(sum) } else { Err(faults) }
}

/// Why sheets cannot be counted together.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum TallyFault {
    /// Fewer sheets than are needed count.
    TooFew {
        /// How many count.
        counted: usize,
        /// How many are needed.
        least: usize,
    },
    /// A scorer handed in two.
    Twice {
        /// Who.
        scorer: UserId,
    },
    /// A scorer did not say whether tied.
    Undeclared {
        /// Who.
        scorer: UserId,
    },
    /// A sheet has faults.
    Sheet {
        /// Whose.
        scorer: UserId,
        /// Which.
        faults: Vec<SheetFault>,
    },
}

/// A mean that is compared exactly, never as a rounded number.
#[derive(Clone, Copy, Debug)]
pub struct Mean {
    sum: i64,
    sheets: usize,
}

impl Mean {
    /// The mean of so many sheets with so many points together; `None` of no sheet.
    pub fn new(sum: i64, sheets: usize) -> Option<Self> {
        (sheets > 0).then_some(Self { sum, sheets })
    }

    /// How many sheets it is the mean of.
    pub fn sheets(self) -> usize {
        self.sheets
    }

    /// Hundredths of a point, rounded half up, to be shown.
    pub fn hundredths(self) -> i64 {
        let sheets = wide(self.sheets);
        let rounded = (i128::from(self.sum) * 200 + sheets) / (2 * sheets);
        i64::try_from(rounded).unwrap_or(i64::MAX)
    }

    /// Whether it is at least so many whole points.
    pub fn reaches(self, points: i64) -> bool {
        i128::from(self.sum) >= i128::from(points) * wide(self.sheets)
    }
}

impl Ord for Mean {
    fn cmp(&self, other: &Self) -> Ordering {
        (i128::from(self.sum) * wide(other.sheets)).cmp(&(i128::from(other.sum) * wide(self.sheets)))
    }
}

impl PartialOrd for Mean {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Mean {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Mean {}

/// What several scorers give together.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tally {
    /// The mean of the sheets that count.
    pub mean: Mean,
    /// The fewest points of a sheet.
    pub lowest: i64,
    /// The most points of a sheet.
    pub highest: i64,
    /// Scorers whose sheet does not count because they are tied.
    pub excluded: Vec<UserId>,
}

impl Tally {
    /// Points between the highest and the lowest sheet.
    pub fn spread(&self) -> i64 {
        self.highest - self.lowest
    }
}

/// Counts sheets together; at least `least` of them must count. Sheets of tied scorers are left out.
pub fn tally(set: &CriterionSet, sheets: &[Sheet], least: usize) -> Result<Tally, Vec<TallyFault>> {
    let mut faults = Vec::new();
    let mut seen = BTreeSet::new();
    let mut excluded = Vec::new();
    let mut counted = Vec::new();
    for sheet in sheets {
        let scorer = sheet.scorer;
        if !seen.insert(scorer) {
            faults.push(TallyFault::Twice { scorer });
            continue;
        }
        match sheet.interest {
            Interest::Conflict => excluded.push(scorer),
            Interest::Undeclared => faults.push(TallyFault::Undeclared { scorer }),
            Interest::Free => match total(set, sheet) {
                Ok(points) => counted.push(points),
                Err(of_sheet) => faults.push(TallyFault::Sheet { scorer, faults: of_sheet }),
            },
        }
    }
    // Without a sheet there is no mean, whatever the round asks for.
    let least = least.max(1);
    if counted.len() < least {
        faults.push(TallyFault::TooFew { counted: counted.len(), least });
    }
    let mean = Mean::new(counted.iter().sum(), counted.len());
    match (mean, counted.iter().min(), counted.iter().max()) {
        (Some(mean), Some(lowest), Some(highest)) if faults.is_empty() => {
            Ok(Tally { mean, lowest: *lowest, highest: *highest, excluded })
        }
        _ => Err(faults),
    }
}

fn wide(count: usize) -> i128 {
    i128::try_from(count).unwrap_or(i128::MAX)
}
