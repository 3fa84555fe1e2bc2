//! Voting on typical products of rural industry (DOMAIN §8, TT 26/2014/TT-BCT): who votes, what is
//! certified, how long it is valid and where it may go from there.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use chrono::NaiveDate;

use crate::calendar::{Span, WorkingDays, deadline};
use crate::id::UserId;
use crate::record::macros::choices;
use crate::score_sheet::{Criterion, CriterionSet, Sheet, Tally, TallyFault, tally};

choices! {
    /// Level of a round, from the lowest up.
    VotingLevel = "voting_level";
    /// Commune, in the place of the former district.
    Commune = "commune",
    /// Province.
    Province = "province",
    /// Region of the country.
    Region = "region",
    /// The country.
    Nation = "nation",
}

impl VotingLevel {
    /// How many members the council of this level may have (TT 26/2014 Đ.8).
    pub const fn council_sizes(self) -> [usize; 2] {
        match self {
            Self::Commune => [5, 7],
            Self::Province => [7, 9],
            Self::Region => [9, 11],
            Self::Nation => [11, 13],
        }
    }

    /// The level a product comes from.
    pub const fn below(self) -> Option<Self> {
        match self {
            Self::Commune => None,
            Self::Province => Some(Self::Commune),
            Self::Region => Some(Self::Province),
            Self::Nation => Some(Self::Region),
        }
    }
}

choices! {
    /// Criteria of a voting (TT 26/2014 Đ.7); its code stands on the sheets.
    VotingCriterion = "voting_criterion";
    /// Market and capability to produce.
    Market = "market",
    /// Economy, technology, society, environment.
    Effect = "effect",
    /// Culture and beauty.
    Culture = "culture",
    /// Other.
    Other = "other",
}

const STARTER: [Criterion; 4] = [
    Criterion::new(VotingCriterion::Market.code(), 30),
    Criterion::new(VotingCriterion::Effect.code(), 35),
    Criterion::new(VotingCriterion::Culture.code(), 25),
    Criterion::new(VotingCriterion::Other.code(), 10),
];

/// A set to begin with: the points of the ministry's appendix were not seen.
pub fn starter() -> CriterionSet {
    CriterionSet::written(&STARTER)
}

/// A product is certified from this mean on.
pub const LEAST_MEAN: i64 = 70;

/// Why a voting does not count.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum JuryFault {
    /// The council has `members`, its level wants one of `allowed`.
    CouncilSize {
        /// How many it has.
        members: usize,
        /// How many it may have.
        allowed: [usize; 2],
    },
    /// The jury has an even number of judges.
    EvenJury {
        /// How many.
        judges: usize,
    },
    /// A judge stands in the jury twice.
    JudgeTwice {
        /// Who.
        judge: UserId,
    },
    /// Somebody who is not in the jury handed in a sheet.
    NotInJury {
        /// Who.
        scorer: UserId,
    },
    /// A judge has not handed in a sheet.
    NoSheet {
        /// Who.
        judge: UserId,
    },
    /// The sheets themselves.
    Sheets(TallyFault),
}

/// What is wrong with the size of a council.
pub fn council_fault(level: VotingLevel, members: usize) -> Option<JuryFault> {
    let allowed = level.council_sizes();
    (!allowed.contains(&members)).then_some(JuryFault::CouncilSize { members, allowed })
}

/// What the jury says about a product.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Vote {
    /// What the judges gave together.
    pub tally: Tally,
    /// Whether the mean suffices for a certificate. How many are given, the council decides.
    pub is_certifiable: bool,
}

/// Counts the sheets about one product. Every judge hands in one; who is tied to the maker says so
/// on it, and it does not count.
pub fn vote(set: &CriterionSet, jury: &[UserId], sheets: &[Sheet]) -> Result<Vote, Vec<JuryFault>> {
    let mut faults = Vec::new();
    if jury.len().is_multiple_of(2) {
        faults.push(JuryFault::EvenJury { judges: jury.len() });
    }
    let mut judges = BTreeSet::new();
    for judge in jury {
        if !judges.insert(*judge) {
            faults.push(JuryFault::JudgeTwice { judge: *judge });
        }
    }
    let strangers = sheets.iter().map(|sheet| sheet.scorer).filter(|scorer| !judges.contains(scorer));
    faults.extend(strangers.map(|scorer| JuryFault::NotInJury { scorer }));
    let silent = judges.iter().filter(|judge| !sheets.iter().any(|sheet| sheet.scorer == **judge));
    faults.extend(silent.map(|judge| JuryFault::NoSheet { judge: *judge }));
    match tally(set, sheets, 1) {
        Ok(tally) if faults.is_empty() => {
            let is_certifiable = tally.mean.reaches(LEAST_MEAN);
            Ok(Vote { tally, is_certifiable })
        }
        Ok(_) => Err(faults),
        Err(of_sheets) => {
            faults.extend(of_sheets.into_iter().map(JuryFault::Sheets));
            Err(faults)
        }
    }
}

/// A certificate of a product.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Certificate {
    /// Level of the round.
    pub level: VotingLevel,
    /// Day of issue.
    pub issued_on: NaiveDate,
    /// Day it was withdrawn.
    pub withdrawn_on: Option<NaiveDate>,
}

choices! {
    /// How a certificate stands on a day.
    CertificateState = "certificate_state";
    /// Not issued yet.
    Future = "future",
    /// Valid.
    Valid = "valid",
    /// Valid, and ending within 90 days.
    Expiring = "expiring",
    /// Its time is over.
    Expired = "expired",
    /// Withdrawn.
    Withdrawn = "withdrawn",
}

/// From so many days before its end a certificate is called expiring.
const EXPIRING_DAYS: i64 = 90;

/// How long a certificate lasts: to 31/12 of the third year, the year of issue being the first.
const VALIDITY: Span = Span::EndOfYear { nth: 3 };

impl Certificate {
    /// Its last day; `None` beyond the end of the calendar.
    pub fn valid_to(&self) -> Option<NaiveDate> {
        deadline(VALIDITY, self.issued_on, &WorkingDays::default())
    }

    /// How it stands on a day.
    pub fn state(&self, on: NaiveDate) -> CertificateState {
        let left = self.valid_to().map(|last| last.signed_duration_since(on).num_days());
        if self.withdrawn_on.is_some_and(|day| day <= on) {
            CertificateState::Withdrawn
        } else if on < self.issued_on {
            CertificateState::Future
        } else {
            match left {
                Some(..0) => CertificateState::Expired,
                Some(..=EXPIRING_DAYS) => CertificateState::Expiring,
                Some(_) | None => CertificateState::Valid,
            }
        }
    }

    /// Whether it is valid on a day.
    pub fn is_valid(&self, on: NaiveDate) -> bool {
        match self.state(on) {
            CertificateState::Valid | CertificateState::Expiring => true,
            CertificateState::Future | CertificateState::Expired | CertificateState::Withdrawn => false,
        }
    }
}

/// Whether there was a round below this one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LowerRound {
    /// There was: its certificate is needed.
    Held,
    /// There was none: the product comes without.
    NotHeld,
}

/// The level whose valid certificate a product lacks to enter a round; `None` when it may enter.
/// To region and country the way leads through every level (TT 26/2014 Đ.12); below the province
/// only where a lower round was held.
pub fn lacks_certificate(
    level: VotingLevel,
    lower: LowerRound,
    certificates: &[Certificate],
    on: NaiveDate,
) -> Option<VotingLevel> {
    let needed = match (level, lower) {
        (VotingLevel::Commune, _) | (VotingLevel::Province, LowerRound::NotHeld) => return None,
        (VotingLevel::Province, LowerRound::Held) | (VotingLevel::Region | VotingLevel::Nation, _) => {
            level.below()?
        }
    };
    let has_it = certificates.iter().any(|own| own.level == needed && own.is_valid(on));
    (!has_it).then_some(needed)
}
