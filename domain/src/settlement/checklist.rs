//! How far a list of papers is: what is there, what is missing, who is waited for. It stores nothing and
//! decides nothing; who hands in, judges or does without is the course of a paper.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use chrono::NaiveDate;

use super::template::{FrozenList, ListFacts, Paper};
use crate::record::macros::choices;
use crate::record::project::lists::Holder;

choices! {
    /// Where a paper is on its way.
    PaperStatus = "stage.paper";
    /// Not there.
    Missing = "missing",
    /// There, nobody has looked yet.
    Provided = "provided",
    /// Sent back.
    Returned = "returned",
    /// Looked at and good.
    Verified = "verified",
    /// A leader does without it.
    Waived = "waived",
    /// It is none of this project's papers.
    NotApplicable = "not_applicable",
}

/// The state of one paper.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PaperState {
    /// Where it is.
    pub status: PaperStatus,
    /// Since when.
    pub since: NaiveDate,
}

/// The states of the papers of a list, by code. A paper without a state is missing since the list
/// was frozen.
pub type PaperStates = BTreeMap<String, PaperState>;

/// What a list looks like on a day.
#[derive(Clone, Copy, Debug)]
pub struct Checklist<'a> {
    /// The papers.
    pub list: &'a FrozenList,
    /// Their states.
    pub states: &'a PaperStates,
    /// What decides which of them are required.
    pub facts: &'a ListFacts,
}

/// "7/9 giấy tờ".
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Progress {
    /// Required papers that are there: provided, verified or waived.
    pub there: usize,
    /// Required papers.
    pub required: usize,
}

/// Why a list cannot be handed in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Blocker {
    /// A required paper is missing.
    Missing {
        /// Its code.
        code: String,
    },
    /// A required paper was sent back.
    Returned {
        /// Its code.
        code: String,
    },
    /// Nobody has said whether a paper is required.
    Open {
        /// Its code.
        code: String,
    },
}

/// Who has to do the next thing, and for how long already.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Waiting {
    /// Who.
    pub holder: Holder,
    /// Days since it came to them.
    pub days: i64,
}

impl<'a> Checklist<'a> {
    /// The papers that are required, with their states; also those of which nobody knows yet
    /// whether they are.
    pub fn required(&self) -> impl Iterator<Item = (&'a Paper, PaperState)> {
        let wanted = self.list.papers.iter().filter(|paper| paper.condition.holds(self.facts) != Some(false));
        let with_states = wanted.map(|paper| (paper, self.state(paper)));
        with_states.filter(|(_, state)| state.status != PaperStatus::NotApplicable)
    }

    /// How many of the required papers are there.
    pub fn progress(&self) -> Progress {
        let mut progress = Progress::default();
        for (_, state) in self.required() {
            progress.required += 1;
            progress.there += match state.status {
                PaperStatus::Provided | PaperStatus::Verified | PaperStatus::Waived => 1,
                PaperStatus::Missing | PaperStatus::Returned | PaperStatus::NotApplicable => 0,
            };
        }
        progress
    }

    /// Everything that keeps the list from being handed in; nothing when it may be.
    pub fn blockers(&self) -> Vec<Blocker> {
        let blocker = |(paper, state): (&Paper, PaperState)| {
            let code = String::from(paper.code.as_ref());
            let is_open = paper.condition.holds(self.facts).is_none();
            match state.status {
                PaperStatus::Returned => Some(Blocker::Returned { code }),
                PaperStatus::Missing if is_open => Some(Blocker::Open { code }),
                PaperStatus::Missing => Some(Blocker::Missing { code }),
                PaperStatus::Provided
                | PaperStatus::Verified
                | PaperStatus::Waived
                | PaperStatus::NotApplicable => None,
            }
        };
        self.required().filter_map(blocker).collect()
    }

    /// Who is waited for: who lacks a paper longest, then who has to look; `None` when all is done. It counts
    /// from the day the paper came into their hands: what is missing from when its step began, what came back
    /// from its return. Of what nobody has said whether it is needed, nobody waits.
    pub fn waiting(&self, today: NaiveDate) -> Option<Waiting> {
        let mut lacking: Option<(NaiveDate, Holder)> = None;
        let mut complete: Option<NaiveDate> = None;
        for (paper, state) in self.required() {
            match state.status {
                PaperStatus::Missing if paper.condition.holds(self.facts).is_none() => {}
                PaperStatus::Missing | PaperStatus::Returned => {
                    let Some(since) = self.lacking_since(&state) else { continue };
                    if lacking.is_none_or(|(longest, _)| since < longest) {
                        lacking = Some((since, paper.provider));
                    }
                }
                PaperStatus::Provided => complete = complete.max(Some(state.since)),
                PaperStatus::Verified | PaperStatus::Waived | PaperStatus::NotApplicable => {}
            }
        }
        let (since, holder) = lacking.or_else(|| Some((complete?, self.list.checker)))?;
        let days = today.signed_duration_since(since).num_days().max(0);
        Some(Waiting { holder, days })
    }

    /// `None` while nobody waits for it yet.
    fn lacking_since(&self, state: &PaperState) -> Option<NaiveDate> {
        match state.status {
            PaperStatus::Returned => Some(state.since),
            _ => self.list.asked_from.map(|from| from.max(state.since)),
        }
    }

    fn state(&self, paper: &Paper) -> PaperState {
        let missing = PaperState { status: PaperStatus::Missing, since: self.list.frozen_on };
        self.states.get(paper.code.as_ref()).copied().unwrap_or(missing)
    }
}
