//! The gates G1–G7: conditions of the law that no score can make up for. A fact nobody knows leaves
//! a gate open, it never passes it.

use alloc::vec::Vec;

use crate::legal::Source;
use crate::record::facility::lists::{KcSector, LegalForm};
use crate::record::macros::choices;
use crate::record::need::Activity;
use crate::size_class::SizeClass;

choices! {
    /// A gate.
    Gate = "gate";
    /// Eligible subject and place.
    Subject = "g1",
    /// Eligible sector, no excluded kiln.
    Sector = "g2",
    /// The counterpart is shown.
    Counterpart = "g3",
    /// No other state money for the same item.
    SingleSupport = "g4",
    /// The machine is new and better than the present one.
    Machine = "g5",
    /// The model is not yet applied nearby and better than what is.
    Model = "g6",
    /// Nothing is open from earlier projects.
    Record = "g7",
}

choices! {
    /// How a gate was judged.
    Outcome = "gate_outcome";
    /// Passed.
    Pass = "pass",
    /// Not passed.
    Fail = "fail",
    /// A fact is not known.
    Unknown = "unknown",
    /// The gate is not about this activity.
    NotApplicable = "not_applicable",
}

choices! {
    /// What is, or may be, in the way.
    GateReason = "gate_reason";
    /// The legal form is not one that may benefit.
    LegalForm = "legal_form",
    /// The enterprise is larger than a medium one.
    Size = "size",
    /// The place of production is not eligible.
    Place = "place",
    /// The sector is not eligible.
    Sector = "sector",
    /// Fired bricks from an improved manual or ring kiln.
    OldKiln = "old_kiln",
    /// Minerals outside a difficult area.
    MineralPlace = "mineral_place",
    /// The counterpart is neither there nor promised.
    CounterpartOpen = "counterpart_open",
    /// The counterpart does not cover what the support leaves.
    CounterpartShort = "counterpart_short",
    /// Nobody has committed to take no other state money for the item.
    NoCommitment = "no_commitment",
    /// Other state money pays for the same item.
    Double = "double",
    /// The machine is not new.
    MachineUsed = "machine_used",
    /// The machine is not better than the present one.
    MachineNoBetter = "machine_no_better",
    /// A facility of the area already applies the model.
    ModelKnown = "model_known",
    /// The model is not superior to present technology.
    ModelNoBetter = "model_no_better",
    /// Money of an earlier project is to be paid back.
    Recovery = "recovery",
    /// An earlier project is not settled in time.
    Unsettled = "unsettled",
}

/// What the gates look at. `None` is "nobody knows".
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GateFacts {
    /// What is to be supported.
    pub activity: Activity,
    /// Legal form of the beneficiary.
    pub legal_form: Option<LegalForm>,
    /// Size of an enterprise; of no matter for other forms.
    pub size_class: Option<SizeClass>,
    /// Whether the site of production, not the head office, lies in an eligible commune.
    pub is_place_eligible: Option<bool>,
    /// Whether the facility applies cleaner production: then neither size nor place limits.
    pub is_cleaner: Option<bool>,
    /// Sector of NĐ 45/2012 Đ.5.
    pub sector: Option<KcSector>,
    /// Whether it fires bricks in an improved manual or ring kiln.
    pub has_old_kiln: Option<bool>,
    /// Whether the place is a difficult area.
    pub is_place_difficult: Option<bool>,
    /// Total investment, đồng.
    pub total_vnd: Option<i64>,
    /// Support asked for, đồng.
    pub support_vnd: Option<i64>,
    /// Money of the beneficiary, đồng.
    pub counterpart_vnd: Option<i64>,
    /// Whether the counterpart is invested or promised in writing.
    pub is_counterpart_shown: Option<bool>,
    /// Whether the beneficiary committed to take no other state money for the item.
    pub is_single_committed: Option<bool>,
    /// Whether the book knows other state money for the same item.
    pub is_paid_elsewhere: Option<bool>,
    /// Whether every machine is new.
    pub is_machine_new: Option<bool>,
    /// Whether it is better in productivity, quality, material or pollution.
    pub is_machine_better: Option<bool>,
    /// Whether a facility of the area already applies the model.
    pub is_model_known: Option<bool>,
    /// Whether the model is superior to present technology.
    pub is_model_better: Option<bool>,
    /// Whether money of an earlier project is to be paid back.
    pub has_open_recovery: Option<bool>,
    /// Whether an earlier project is overdue and not settled.
    pub has_overdue_project: Option<bool>,
}

impl GateFacts {
    /// Nothing is known but what is to be supported.
    pub const fn unknown(activity: Activity) -> Self {
        Self {
            activity,
            legal_form: None,
            size_class: None,
            is_place_eligible: None,
            is_cleaner: None,
            sector: None,
            has_old_kiln: None,
            is_place_difficult: None,
            total_vnd: None,
            support_vnd: None,
            counterpart_vnd: None,
            is_counterpart_shown: None,
            is_single_committed: None,
            is_paid_elsewhere: None,
            is_machine_new: None,
            is_machine_better: None,
            is_model_known: None,
            is_model_better: None,
            has_open_recovery: None,
            has_overdue_project: None,
        }
    }
}

/// One gate as the law has it.
pub struct GateSpec {
    /// Which.
    pub gate: Gate,
    /// By which text.
    pub source: Source,
    applies: fn(&GateFacts) -> bool,
    judge: fn(&GateFacts, &mut Judgement),
}

/// The gates in their order.
pub static GATES: [GateSpec; 7] = [
    GateSpec {
        gate: Gate::Subject,
        source: Source::verified("NĐ 45/2012/NĐ-CP Đ.1.2; TT 46/2012/TT-BCT Đ.3"),
        applies: |_| true,
        judge: judge_subject,
    },
    GateSpec {
        gate: Gate::Sector,
        source: Source::verified("NĐ 45/2012/NĐ-CP Đ.5.1; TT 46/2012/TT-BCT Đ.5.1"),
        applies: |_| true,
        judge: judge_sector,
    },
    GateSpec {
        gate: Gate::Counterpart,
        source: Source::verified("TTLT 26/2014/TTLT-BTC-BCT Đ.7"),
        applies: |facts| left_to_pay(facts) != Some(0),
        judge: judge_counterpart,
    },
    GateSpec {
        gate: Gate::SingleSupport,
        source: Source::verified("TTLT 26/2014/TTLT-BTC-BCT Đ.7"),
        applies: |_| true,
        judge: |facts, found| {
            found.want(facts.is_single_committed, GateReason::NoCommitment);
            found.refuse(facts.is_paid_elsewhere, GateReason::Double);
        },
    },
    GateSpec {
        gate: Gate::Machine,
        source: Source::verified("TT 46/2012/TT-BCT Đ.4.4"),
        applies: |facts| facts.activity == Activity::Machine,
        judge: |facts, found| {
            found.want(facts.is_machine_new, GateReason::MachineUsed);
            found.want(facts.is_machine_better, GateReason::MachineNoBetter);
        },
    },
    GateSpec {
        gate: Gate::Model,
        source: Source::verified("TT 46/2012/TT-BCT Đ.4.2"),
        applies: |facts| facts.activity == Activity::DemoModel,
        judge: |facts, found| {
            found.refuse(facts.is_model_known, GateReason::ModelKnown);
            found.want(facts.is_model_better, GateReason::ModelNoBetter);
        },
    },
    GateSpec {
        gate: Gate::Record,
        source: Source::PROPOSED,
        applies: |_| true,
        judge: |facts, found| {
            found.refuse(facts.has_open_recovery, GateReason::Recovery);
            found.refuse(facts.has_overdue_project, GateReason::Unsettled);
        },
    },
];

/// How one gate was judged.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GateCheck {
    /// Which.
    pub gate: Gate,
    /// How.
    pub outcome: Outcome,
    /// What is in the way.
    pub failed: Vec<GateReason>,
    /// What may be in the way: the fact is not known.
    pub unknown: Vec<GateReason>,
}

/// Judges all seven gates.
pub fn check(facts: &GateFacts) -> Vec<GateCheck> {
    GATES.iter().map(|spec| spec.check(facts)).collect()
}

/// All gates together: one that fails decides, then one that is open.
pub fn verdict(checks: &[GateCheck]) -> Outcome {
    let has = |outcome| checks.iter().any(|check| check.outcome == outcome);
    if has(Outcome::Fail) {
        Outcome::Fail
    } else if has(Outcome::Unknown) || checks.is_empty() {
        Outcome::Unknown
    } else {
        Outcome::Pass
    }
}

impl GateSpec {
    fn check(&self, facts: &GateFacts) -> GateCheck {
        let mut found = Judgement::default();
        if !(self.applies)(facts) {
            return found.into_check(self.gate, Outcome::NotApplicable);
        }
        (self.judge)(facts, &mut found);
        let outcome = match (found.failed.as_slice(), found.unknown.as_slice()) {
            ([_, ..], _) => Outcome::Fail,
            ([], [_, ..]) => Outcome::Unknown,
            ([], []) => Outcome::Pass,
        };
        found.into_check(self.gate, outcome)
    }
}

#[derive(Default)]
struct Judgement {
    failed: Vec<GateReason>,
    unknown: Vec<GateReason>,
}

impl Judgement {
    /// The fact must be so.
    fn want(&mut self, fact: Option<bool>, reason: GateReason) {
        match fact {
            Some(true) => {}
            Some(false) => self.failed.push(reason),
            None => self.unknown.push(reason),
        }
    }

    /// The fact must not be so.
    fn refuse(&mut self, fact: Option<bool>, reason: GateReason) {
        self.want(fact.map(|is_so| !is_so), reason);
    }

    fn into_check(self, gate: Gate, outcome: Outcome) -> GateCheck {
        GateCheck { gate, outcome, failed: self.failed, unknown: self.unknown }
    }
}

fn judge_subject(facts: &GateFacts, found: &mut Judgement) {
    let is_cleaner = if facts.activity == Activity::CleanerProd { Some(true) } else { facts.is_cleaner };
    // What size or place forbids, cleaner production allows; while that is unknown, nothing is lost.
    let or_cleaner = |fact: Option<bool>| match (fact, is_cleaner) {
        (Some(true), _) | (_, Some(true)) => Some(true),
        (fact, Some(false)) => fact,
        (Some(false) | None, None) => None,
    };
    let is_enterprise = match facts.legal_form {
        Some(
            LegalForm::Dntn | LegalForm::Tnhh1 | LegalForm::Tnhh2 | LegalForm::Ctcp | LegalForm::HopDanh,
        ) => true,
        Some(LegalForm::Htx | LegalForm::ToHopTac | LegalForm::HoKinhDoanh) => false,
        // The decree names cooperatives, not their unions: a person has to say.
        Some(LegalForm::LienHiepHtx) | None => {
            found.want(None, GateReason::LegalForm);
            false
        }
    };
    if is_enterprise {
        let is_small = facts.size_class.map(|class| match class {
            SizeClass::Micro | SizeClass::Small | SizeClass::Medium => true,
            SizeClass::NotSme => false,
        });
        found.want(or_cleaner(is_small), GateReason::Size);
    }
    found.want(or_cleaner(facts.is_place_eligible), GateReason::Place);
}

fn judge_sector(facts: &GateFacts, found: &mut Judgement) {
    found.want(facts.sector.map(|_| true), GateReason::Sector);
    match facts.sector {
        Some(KcSector::Minerals) => found.want(facts.is_place_difficult, GateReason::MineralPlace),
        // Bricks are building materials; who recorded no sector may still fire them.
        Some(KcSector::Chemicals) | None => found.refuse(facts.has_old_kiln, GateReason::OldKiln),
        Some(
            KcSector::Food
            | KcSector::Consumer
            | KcSector::Mechanics
            | KcSector::Handicraft
            | KcSector::Cleaner,
        ) => {
            if facts.has_old_kiln == Some(true) {
                found.failed.push(GateReason::OldKiln);
            }
        }
    }
}

fn judge_counterpart(facts: &GateFacts, found: &mut Judgement) {
    found.want(facts.is_counterpart_shown, GateReason::CounterpartOpen);
    let covers = match (facts.counterpart_vnd, left_to_pay(facts)) {
        (Some(counterpart), Some(left)) => Some(counterpart >= left),
        (None, _) | (_, None) => None,
    };
    found.want(covers, GateReason::CounterpartShort);
}

/// What the support leaves to be paid by others.
fn left_to_pay(facts: &GateFacts) -> Option<i64> {
    Some(facts.total_vnd?.saturating_sub(facts.support_vnd?).max(0))
}
