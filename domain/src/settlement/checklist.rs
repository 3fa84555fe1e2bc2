//! The course of a list of papers: what is there, what is missing, who is waited for, and one
//! return that tells all faults. States come and go as values; it stores nothing.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use chrono::NaiveDate;

use super::reason::ReturnReason;
use super::template::{FrozenList, Held, ListFacts, Paper};
use crate::record::macros::choices;
use crate::record::project::lists::Holder;
use crate::role::Role;

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
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PaperState {
    /// Where it is.
    pub status: PaperStatus,
    /// Since when.
    pub since: NaiveDate,
    /// Why it was sent back; only then.
    pub reasons: Vec<ReturnReason>,
    /// Why it is done without; only then.
    pub waiver: String,
}

impl PaperState {
    fn new(status: PaperStatus, since: NaiveDate) -> Self {
        Self { status, since, reasons: Vec::new(), waiver: String::new() }
    }
}

/// The states of the papers of a list, by code. A paper without a state is missing since the list
/// was frozen.
pub type PaperStates = BTreeMap<String, PaperState>;

/// The states a list begins with: what the book holds already is there.
pub fn begin(list: &FrozenList, held: &[Held]) -> PaperStates {
    let state = |paper: &Paper| {
        let is_held = paper.held.is_some_and(|own| held.contains(&own));
        let status = if is_held { PaperStatus::Provided } else { PaperStatus::Missing };
        (String::from(paper.code.as_ref()), PaperState::new(status, list.frozen_on))
    };
    crate::ordering::map(list.papers.iter().map(state))
}

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
        /// Why.
        reasons: Vec<ReturnReason>,
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
                PaperStatus::Returned => Some(Blocker::Returned { code, reasons: state.reasons }),
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
        let missing = || PaperState::new(PaperStatus::Missing, self.list.frozen_on);
        self.states.get(paper.code.as_ref()).cloned().unwrap_or_else(missing)
    }
}

/// What a checker says about one paper.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Opinion {
    /// It is good.
    Good,
    /// It goes back, for these reasons.
    Back(Vec<ReturnReason>),
}

/// Why a check, a paper or a waiver is not taken.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ListFault {
    /// The list has no such paper.
    UnknownPaper {
        /// The code.
        code: String,
    },
    /// A paper was checked before and is good: it is not checked twice.
    CheckedBefore {
        /// The code.
        code: String,
    },
    /// There is nothing to check yet.
    NotThere {
        /// The code.
        code: String,
    },
    /// A provided paper was not looked at: all faults are told in one return.
    NotLookedAt {
        /// The code.
        code: String,
    },
    /// A paper goes back without a reason.
    NoReason {
        /// The code.
        code: String,
    },
    /// Only a leader does without a paper.
    NotALeader,
    /// The paper is required here.
    Required {
        /// The code.
        code: String,
    },
}

/// Takes in a check of the whole list. Each provided paper is judged once and all of them together,
/// so that a return tells everything; nothing changes when the check is not complete.
pub fn review(
    checklist: &Checklist<'_>,
    opinions: &BTreeMap<String, Opinion>,
    on: NaiveDate,
) -> Result<PaperStates, Vec<ListFault>> {
    let mut faults = Vec::new();
    let mut states = checklist.states.clone();
    for (code, opinion) in opinions {
        let code = code.clone();
        match (status_of(checklist, &code), opinion) {
            (None, _) => faults.push(ListFault::UnknownPaper { code }),
            (Some(PaperStatus::Verified | PaperStatus::Waived), _) => {
                faults.push(ListFault::CheckedBefore { code });
            }
            (Some(PaperStatus::Missing | PaperStatus::Returned | PaperStatus::NotApplicable), _) => {
                faults.push(ListFault::NotThere { code });
            }
            (Some(PaperStatus::Provided), Opinion::Good) => {
                states.insert(code, PaperState::new(PaperStatus::Verified, on));
            }
            (Some(PaperStatus::Provided), Opinion::Back(reasons)) if reasons.is_empty() => {
                faults.push(ListFault::NoReason { code });
            }
            (Some(PaperStatus::Provided), Opinion::Back(reasons)) => {
                let returned = PaperState::new(PaperStatus::Returned, on);
                states.insert(code, PaperState { reasons: reasons.clone(), ..returned });
            }
        }
    }
    for paper in &checklist.list.papers {
        let is_provided = checklist.state(paper).status == PaperStatus::Provided;
        if is_provided && !opinions.contains_key(paper.code.as_ref()) {
            faults.push(ListFault::NotLookedAt { code: String::from(paper.code.as_ref()) });
        }
    }
    if faults.is_empty() { Ok(states) } else { Err(faults) }
}

/// Takes in a paper that was handed in, for the first time or again. One that is good already stays.
pub fn provide(checklist: &Checklist<'_>, code: &str, on: NaiveDate) -> Result<PaperStates, ListFault> {
    let code = String::from(code);
    match status_of(checklist, &code) {
        None => Err(ListFault::UnknownPaper { code }),
        Some(PaperStatus::Verified | PaperStatus::Waived) => Err(ListFault::CheckedBefore { code }),
        Some(
            PaperStatus::Missing | PaperStatus::Provided | PaperStatus::Returned | PaperStatus::NotApplicable,
        ) => {
            let mut states = checklist.states.clone();
            states.insert(code, PaperState::new(PaperStatus::Provided, on));
            Ok(states)
        }
    }
}

/// Notes that a paper is none of this project's; only one that nothing else requires.
pub fn not_applicable(
    checklist: &Checklist<'_>,
    code: &str,
    on: NaiveDate,
) -> Result<PaperStates, ListFault> {
    let paper = checklist.list.papers.iter().find(|paper| paper.code == code);
    let code = String::from(code);
    match paper.map(|paper| paper.condition.holds(checklist.facts)) {
        None => Err(ListFault::UnknownPaper { code }),
        Some(Some(true)) => Err(ListFault::Required { code }),
        Some(Some(false) | None) => {
            let mut states = checklist.states.clone();
            states.insert(code, PaperState::new(PaperStatus::NotApplicable, on));
            Ok(states)
        }
    }
}

/// Does without a paper: a leader of the Department decides it, with a reason.
pub fn waive(
    checklist: &Checklist<'_>,
    code: &str,
    role: Role,
    reason: &str,
    on: NaiveDate,
) -> Result<PaperStates, Vec<ListFault>> {
    let code = String::from(code);
    let mut faults = Vec::new();
    match role {
        Role::DepartmentLeader => {}
        Role::CommuneOfficer
        | Role::FacilityOwner
        | Role::CentreStaff
        | Role::DepartmentStaff
        | Role::CouncilMember
        | Role::Finance
        | Role::Inspector
        | Role::Admin => faults.push(ListFault::NotALeader),
    }
    if reason.trim().is_empty() {
        faults.push(ListFault::NoReason { code: code.clone() });
    }
    match status_of(checklist, &code) {
        None => faults.push(ListFault::UnknownPaper { code: code.clone() }),
        Some(PaperStatus::Verified) => faults.push(ListFault::CheckedBefore { code: code.clone() }),
        Some(
            PaperStatus::Missing
            | PaperStatus::Provided
            | PaperStatus::Returned
            | PaperStatus::Waived
            | PaperStatus::NotApplicable,
        ) => {}
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let mut states = checklist.states.clone();
    let waived = PaperState::new(PaperStatus::Waived, on);
    states.insert(code, PaperState { waiver: String::from(reason.trim()), ..waived });
    Ok(states)
}

fn status_of(checklist: &Checklist<'_>, code: &str) -> Option<PaperStatus> {
    let paper = checklist.list.papers.iter().find(|paper| paper.code == code)?;
    Some(checklist.state(paper).status)
}
