//! The money of a project (DOMAIN §4.1, §4.6): advances, payments and recoveries, how much may still
//! be paid and why no more. Nothing is paid twice, too early or above what was approved.

pub mod advance;
pub mod phase;

use alloc::string::String;
use alloc::vec::Vec;

use crate::record::macros::choices;
use crate::record::need::Activity;
use advance::{AdvanceRule, Need, Standing, rest_needs};
use phase::MoneyPhase;

/// The part of the support that may be advanced before acceptance, % (TTLT 26/2014 Đ.8.2b).
pub const ADVANCE_MAX_PCT: i64 = 70;

choices! {
    /// What an entry is.
    EntryKind = "entry_kind";
    /// Money ahead of the settlement.
    Advance = "advance",
    /// Money for what was accepted.
    Payment = "payment",
    /// Money that comes back.
    Recovery = "recovery",
}

choices! {
    /// How far an entry is.
    EntryState = "entry_state";
    /// Asked for or approved, not paid: it takes its part of what may be paid.
    Pending = "pending",
    /// Paid.
    Paid = "paid",
    /// Sent back for good or failed: it counts no more.
    Void = "void",
}

/// One entry.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Entry {
    /// What it is.
    pub kind: EntryKind,
    /// How far it is.
    pub state: EntryState,
    /// Đồng, above 0.
    pub amount_vnd: i64,
    /// The phase it was made in: only advances before acceptance are limited to a part.
    pub phase: MoneyPhase,
}

/// Another part may be advanced than the rule says (TT 36/2013 Đ.16).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RatioOverride {
    /// Per cent of the support.
    pub percent: i64,
    /// The decision that says so; without one it is none.
    pub decision_no: String,
}

/// What the money of a project is bound to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Terms {
    /// What is supported.
    pub activity: Activity,
    /// Support approved, đồng.
    pub approved_vnd: i64,
    /// Support as settled, đồng, once it is known.
    pub settled_vnd: Option<i64>,
    /// The rule of its first advance; `None` when none is known for its activity and money.
    pub rule: Option<AdvanceRule>,
    /// A decision on another part.
    pub ratio: Option<RatioOverride>,
}

impl Terms {
    /// The most that may be received in the end, đồng.
    pub fn limit_vnd(&self) -> i64 {
        self.settled_vnd.map_or(self.approved_vnd, |settled| settled.min(self.approved_vnd)).max(0)
    }

    /// The most that may be advanced before acceptance, đồng.
    pub fn advance_limit_vnd(&self) -> i64 {
        part_of(self.approved_vnd, self.advance_pct())
    }

    fn decided_pct(&self) -> Option<i64> {
        let decided = self.ratio.as_ref().filter(|ratio| !ratio.decision_no.trim().is_empty())?;
        Some(decided.percent.clamp(0, 100))
    }

    fn advance_pct(&self) -> i64 {
        let of_rule = || self.rule.as_ref().map_or(0, |rule| rule.percent.clamp(0, ADVANCE_MAX_PCT));
        self.decided_pct().unwrap_or_else(of_rule)
    }
}

/// The entries of a project under its terms.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ledger {
    /// What they are bound to.
    pub terms: Terms,
    /// In the order they were made.
    pub entries: Vec<Entry>,
}

/// What was added up.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Sums {
    /// Advanced, đồng.
    pub advanced_vnd: i64,
    /// Paid besides, đồng.
    pub paid_vnd: i64,
    /// Paid back, đồng.
    pub recovered_vnd: i64,
    /// Asked for or approved and not paid, đồng.
    pub pending_vnd: i64,
    /// Recoveries that have not come in, đồng.
    pub pending_recovery_vnd: i64,
    /// Advances made before acceptance, paid or pending, đồng.
    pub early_advances_vnd: i64,
}

impl Sums {
    /// The sums of entries.
    pub fn of(entries: &[Entry]) -> Self {
        let mut sums = Self::default();
        for entry in entries {
            let sum = match (entry.state, entry.kind) {
                (EntryState::Void, _) => continue,
                (EntryState::Paid, EntryKind::Advance) => &mut sums.advanced_vnd,
                (EntryState::Paid, EntryKind::Payment) => &mut sums.paid_vnd,
                (EntryState::Paid, EntryKind::Recovery) => &mut sums.recovered_vnd,
                (EntryState::Pending, EntryKind::Advance | EntryKind::Payment) => &mut sums.pending_vnd,
                (EntryState::Pending, EntryKind::Recovery) => &mut sums.pending_recovery_vnd,
            };
            *sum = sum.saturating_add(entry.amount_vnd);
            if entry.kind == EntryKind::Advance && is_early(entry.phase) {
                sums.early_advances_vnd = sums.early_advances_vnd.saturating_add(entry.amount_vnd);
            }
        }
        sums
    }

    /// What the beneficiary holds: advanced and paid, less what came back.
    pub fn held_vnd(&self) -> i64 {
        self.advanced_vnd.saturating_add(self.paid_vnd).saturating_sub(self.recovered_vnd)
    }
}

/// Why no more may be paid.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Limit {
    /// Nothing of this kind is paid in this phase.
    Phase(MoneyPhase),
    /// No rule says how much may be advanced for this activity: a decision is needed.
    NoRule,
    /// Something is needed first.
    Need(Need),
    /// At most this part of the support before acceptance.
    AdvancePart {
        /// Per cent.
        percent: i64,
        /// Đồng.
        most_vnd: i64,
    },
    /// At most the support approved or settled, the lower of both.
    Total {
        /// Đồng.
        most_vnd: i64,
    },
    /// At most what was paid out and has not come back.
    Held {
        /// Đồng.
        most_vnd: i64,
    },
    /// The amount is nothing or less.
    Amount,
    /// The entry does not wait for money: it is paid, void, or not there.
    NotPending,
}

/// How much may be entered next.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Allowed {
    /// Đồng; 0 when nothing may.
    pub at_most_vnd: i64,
    /// Everything that stands in the way, or the one limit that makes it no more.
    pub why: Vec<Limit>,
}

impl Ledger {
    /// The sums of the entries.
    pub fn sums(&self) -> Sums {
        Sums::of(&self.entries)
    }

    /// How much may be advanced, paid or taken back next, and why no more.
    pub fn next_allowed(&self, kind: EntryKind, standing: &Standing) -> Allowed {
        match kind {
            EntryKind::Advance => self.next_advance(standing),
            EntryKind::Payment => self.next_payment(standing),
            EntryKind::Recovery => self.next_recovery(),
        }
    }

    /// Enters an amount, or tells everything that is in its way.
    pub fn enter(
        &mut self,
        kind: EntryKind,
        state: EntryState,
        amount_vnd: i64,
        standing: &Standing,
    ) -> Result<(), Vec<Limit>> {
        if amount_vnd <= 0 {
            return Err([Limit::Amount].to_vec());
        }
        let allowed = self.next_allowed(kind, standing);
        if amount_vnd > allowed.at_most_vnd {
            return Err(allowed.why);
        }
        self.entries.push(Entry { kind, state, amount_vnd, phase: standing.phase });
        Ok(())
    }

    /// Pays an entry that was pending, or tells what has come in its way since it was made.
    pub fn pay(&mut self, at: usize, standing: &Standing) -> Result<(), Vec<Limit>> {
        let mut others = self.clone();
        let is_pending = others.entries.get(at).is_some_and(|entry| entry.state == EntryState::Pending);
        if !is_pending {
            return Err([Limit::NotPending].to_vec());
        }
        let entry = others.entries.remove(at);
        others.enter(entry.kind, EntryState::Paid, entry.amount_vnd, standing)?;
        if let (Some(place), Some(paid)) = (self.entries.get_mut(at), others.entries.pop()) {
            *place = paid;
        }
        Ok(())
    }

    /// What is to be paid back because more was received than is due, đồng: after a settlement
    /// below what was paid.
    pub fn excess_vnd(&self) -> i64 {
        self.sums().held_vnd().saturating_sub(self.terms.limit_vnd()).max(0)
    }

    fn next_advance(&self, standing: &Standing) -> Allowed {
        match standing.phase {
            MoneyPhase::Early | MoneyPhase::Settled | MoneyPhase::Halted => {
                Allowed::nothing(Limit::Phase(standing.phase))
            }
            // The rest may be advanced too, once the work is accepted (TT 36/2013 Đ.14).
            MoneyPhase::Accepted => self.next_payment(standing),
            MoneyPhase::Working => {
                if self.terms.rule.is_none() && self.terms.decided_pct().is_none() {
                    return Allowed::nothing(Limit::NoRule);
                }
                let needs = self.terms.rule.as_ref().map_or(&[] as &[Need], |rule| &rule.needs);
                let missing = standing.missing(needs);
                if !missing.is_empty() {
                    return Allowed { at_most_vnd: 0, why: missing };
                }
                let most_vnd = self.terms.advance_limit_vnd();
                let part = most_vnd.saturating_sub(self.sums().early_advances_vnd);
                let part_limit = Limit::AdvancePart { percent: self.terms.advance_pct(), most_vnd };
                let (left, total_limit) = self.left();
                if part <= left {
                    Allowed::up_to(part, part_limit)
                } else {
                    Allowed::up_to(left, total_limit)
                }
            }
        }
    }

    fn next_payment(&self, standing: &Standing) -> Allowed {
        match standing.phase {
            MoneyPhase::Early | MoneyPhase::Working | MoneyPhase::Settled | MoneyPhase::Halted => {
                Allowed::nothing(Limit::Phase(standing.phase))
            }
            MoneyPhase::Accepted => {
                let missing = standing.missing(rest_needs(self.terms.activity));
                if !missing.is_empty() {
                    return Allowed { at_most_vnd: 0, why: missing };
                }
                let (left, limit) = self.left();
                Allowed::up_to(left, limit)
            }
        }
    }

    /// Money may come back in any phase, but never more than is out.
    fn next_recovery(&self) -> Allowed {
        let sums = self.sums();
        let out = sums.held_vnd().saturating_sub(sums.pending_recovery_vnd);
        Allowed::up_to(out, Limit::Held { most_vnd: sums.held_vnd() })
    }

    /// What is left of the support when everything pending is paid.
    fn left(&self) -> (i64, Limit) {
        let sums = self.sums();
        let most_vnd = self.terms.limit_vnd();
        let left = most_vnd.saturating_sub(sums.held_vnd()).saturating_sub(sums.pending_vnd);
        (left, Limit::Total { most_vnd })
    }
}

impl Allowed {
    fn nothing(limit: Limit) -> Self {
        Self { at_most_vnd: 0, why: [limit].to_vec() }
    }

    fn up_to(amount: i64, limit: Limit) -> Self {
        Self { at_most_vnd: amount.max(0), why: [limit].to_vec() }
    }
}

choices! {
    /// An invariant that a ledger breaks.
    Breach = "money_breach";
    /// An entry of nothing or less.
    Amount = "amount",
    /// More advanced before acceptance than may be.
    AdvanceOverPart = "advance_over_part",
    /// More received than was approved.
    OverApproved = "over_approved",
    /// More received than was settled.
    OverSettled = "over_settled",
    /// More paid back than was received.
    RecoveryOverPaid = "recovery_over_paid",
    /// An advance or payment after the settlement.
    AfterSettled = "after_settled",
}

/// The invariants a ledger breaks, for entries that came from elsewhere.
pub fn breaches(ledger: &Ledger) -> Vec<Breach> {
    let sums = ledger.sums();
    let terms = &ledger.terms;
    let held = sums.held_vnd();
    let is_late = |entry: &Entry| entry.kind != EntryKind::Recovery && entry.phase == MoneyPhase::Settled;
    let counted = || ledger.entries.iter().filter(|entry| entry.state != EntryState::Void);
    let checks = [
        (Breach::Amount, counted().any(|entry| entry.amount_vnd <= 0)),
        (Breach::AdvanceOverPart, sums.early_advances_vnd > terms.advance_limit_vnd()),
        (Breach::OverApproved, held > terms.approved_vnd),
        (Breach::OverSettled, terms.settled_vnd.is_some_and(|settled| held > settled)),
        (Breach::RecoveryOverPaid, held < 0),
        (Breach::AfterSettled, counted().any(is_late)),
    ];
    checks.into_iter().filter(|(_, is_broken)| *is_broken).map(|(breach, _)| breach).collect()
}

fn is_early(phase: MoneyPhase) -> bool {
    match phase {
        MoneyPhase::Early | MoneyPhase::Working => true,
        MoneyPhase::Accepted | MoneyPhase::Settled | MoneyPhase::Halted => false,
    }
}

/// Per cent of an amount, rounded down.
fn part_of(amount: i64, percent: i64) -> i64 {
    let part = i128::from(amount.max(0)) * i128::from(percent) / 100;
    i64::try_from(part).unwrap_or(i64::MAX)
}
