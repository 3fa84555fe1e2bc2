//! What the book itself says to the gates G4–G6, with the records it rests on. It stands beside what a person
//! states: who states otherwise gives a reason, and what no record tells stays the person's to say.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use chrono::{Datelike, NaiveDate};

use super::Candidate;
use super::facts::Around;
use crate::id::RecordId;
use crate::record::Kind;
use crate::record::activity::{Gain, GainKind};
use crate::record::field::Choice;
use crate::record::macros::choices;
use crate::record::need::{Activity, Need};
use crate::record::rule::number;
use crate::record::stage::ProjectStage;
use crate::search::fold_vi;
use crate::selection::gates::{Gate, GateReason};
use crate::support::support_of;
use crate::value::Document;

choices! {
    /// What the book says of a fact that a gate asks for.
    Said = "gate_finding";
    /// Other support for the same.
    PaidBefore = "paid_before",
    /// No other support for the same is in the book.
    PaidNothing = "paid_nothing",
    /// The machine was made too long ago to be new.
    MachineOld = "machine_old",
    /// It was made lately; whether it was used, a person has to see.
    MachineRecent = "machine_recent",
    /// Nobody wrote when it was made.
    MachineUndated = "machine_undated",
    /// A figure gets better.
    GainsBetter = "gains_better",
    /// No figure gets better.
    GainsNoBetter = "gains_no_better",
    /// There are no figures before and after.
    GainsUnknown = "gains_unknown",
    /// The commune has such a model.
    ModelHere = "model_here",
    /// Another commune has one; whether that is the same area, a person has to say.
    ModelAway = "model_away",
    /// The book knows of none.
    ModelNowhere = "model_nowhere",
}

/// A finding.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// What it would keep a candidate for.
    pub reason: GateReason,
    /// What the book says.
    pub said: Said,
    /// The names and figures in it.
    pub what: String,
    /// The figures that get better, each by how many percent of what it was.
    pub figures: Vec<(GainKind, i64)>,
    /// The records it rests on.
    pub records: Vec<(Kind, RecordId)>,
    /// What a person stated, in the sense of the field.
    pub stated: Option<bool>,
}

/// A machine made longer ago than this is none that is new: a proposal of this product.
const NEW_FOR_YEARS: i64 = 2;

impl Said {
    /// Whether the reason holds as far as the book can tell; `None` leaves it to a person.
    const fn stands(self) -> Option<bool> {
        match self {
            Self::PaidBefore | Self::MachineOld | Self::GainsNoBetter | Self::ModelHere => Some(true),
            Self::GainsBetter => Some(false),
            Self::PaidNothing
            | Self::MachineRecent
            | Self::MachineUndated
            | Self::GainsUnknown
            | Self::ModelAway
            | Self::ModelNowhere => None,
        }
    }
}

impl Finding {
    /// Of which gate it is.
    pub const fn gate(&self) -> Gate {
        match self.reason {
            GateReason::MachineUsed | GateReason::MachineNoBetter => Gate::Machine,
            GateReason::ModelKnown | GateReason::ModelNoBetter => Gate::Model,
            _ => Gate::SingleSupport,
        }
    }

    /// What the book says, in the sense of the field that a person answers.
    pub const fn found(&self) -> Option<bool> {
        let Some(stands) = self.said.stands() else { return None };
        Some(match self.reason {
            // These two ask for what must not be.
            GateReason::Double | GateReason::ModelKnown => stands,
            _ => !stands,
        })
    }

    /// Whether a person states something else than the book.
    pub fn is_disputed(&self) -> bool {
        self.stated.zip(self.found()).is_some_and(|(stated, found)| stated != found)
    }

    /// The fact as it counts: what a person states against the book needs a reason.
    pub fn counted(&self, has_reason: bool) -> Option<bool> {
        match (self.stated, self.found()) {
            (Some(_), Some(found)) if self.is_disputed() && !has_reason => Some(found),
            (Some(stated), _) => Some(stated),
            (None, found) => found,
        }
    }
}

/// What the book says of a candidate, for the gates its activity has to pass.
pub fn findings(around: &Around<'_>) -> Vec<Finding> {
    let candidate = Candidate::read(around.candidate);
    let need = Need::read(around.need);
    let mut found = Vec::from([paid(around, &candidate, &need)]);
    match need.activity {
        Some(Activity::Machine) => {
            found.push(machine_age(&candidate, around.today));
            found.push(better(&candidate, GateReason::MachineNoBetter, candidate.machine_better));
        }
        Some(Activity::DemoModel) => {
            found.push(known_model(around, &candidate, &need));
            found.push(better(&candidate, GateReason::ModelNoBetter, candidate.model_better));
        }
        Some(_) | None => {}
    }
    found
}

/// Support for the same activity in the same year, or in words that are alike.
fn paid(around: &Around<'_>, candidate: &Candidate, need: &Need) -> Finding {
    let wish = need.wish.as_deref().unwrap_or_default();
    let is_same = |kind: Kind, doc: &Document| {
        let is_alike = doc.text(kind.spec().title).is_some_and(|title| alike(title, wish));
        let year = match kind {
            Kind::Project => number(doc, "plan_year"),
            _ => support_of(kind, doc).and_then(|support| support.year),
        };
        let is_then = need.year.is_some() && year == need.year;
        activity_of(kind, doc) == need.activity && (is_alike || is_then) && is_on(kind, doc)
    };
    let others = around.beside.into_iter().flat_map(|beside| &beside.supports);
    let records: Vec<&(Kind, RecordId, Document)> =
        others.filter(|(kind, _, doc)| need.activity.is_some() && is_same(*kind, doc)).collect();
    let said = if records.is_empty() { Said::PaidNothing } else { Said::PaidBefore };
    Finding {
        reason: GateReason::Double,
        said,
        what: names(records.iter().map(|(kind, _, doc)| name_of(*kind, doc))),
        figures: Vec::new(),
        records: records.iter().map(|(kind, id, _)| (*kind, *id)).collect(),
        stated: candidate.paid_elsewhere,
    }
}

/// A project goes by its number and title, other support by its year.
fn name_of(kind: Kind, doc: &Document) -> String {
    match kind {
        Kind::Project => {
            names(["code", "title"].into_iter().filter_map(|field| doc.text(field)).map(String::from))
        }
        _ => support_of(kind, doc)
            .and_then(|support| support.year)
            .map(|year| year.to_string())
            .unwrap_or_default(),
    }
}

fn activity_of(kind: Kind, doc: &Document) -> Option<Activity> {
    match kind {
        Kind::FairBooth => Some(Activity::FairJoin),
        Kind::Consulting => Some(Activity::Consult),
        Kind::Brand => Some(Activity::Brand),
        Kind::Showroom => Some(Activity::Showroom),
        Kind::Startup => Some(Activity::Startup),
        Kind::Relocation => Some(Activity::Relocate),
        _ => doc.text("activity").and_then(Activity::from_code),
    }
}

/// A project that is being decided on may still be paid.
fn is_on(kind: Kind, doc: &Document) -> bool {
    if kind != Kind::Project {
        return support_of(kind, doc).is_some();
    }
    let stage = doc.text("stage").and_then(ProjectStage::from_code);
    !matches!(
        stage,
        Some(
            ProjectStage::Draft | ProjectStage::Rejected | ProjectStage::Withdrawn | ProjectStage::Cancelled
        ) | None
    )
}

fn machine_age(candidate: &Candidate, today: NaiveDate) -> Finding {
    let said = match candidate.machine_year {
        None => Said::MachineUndated,
        Some(year) if i64::from(today.year()) - year > NEW_FOR_YEARS => Said::MachineOld,
        Some(_) => Said::MachineRecent,
    };
    Finding {
        reason: GateReason::MachineUsed,
        said,
        what: candidate.machine_year.map(|year| year.to_string()).unwrap_or_default(),
        figures: Vec::new(),
        records: Vec::new(),
        stated: candidate.machine_new,
    }
}

/// Better in productivity, quality, material or pollution (TT 46/2012 Đ.4).
fn better(candidate: &Candidate, reason: GateReason, stated: Option<bool>) -> Finding {
    let gains = candidate.gains.as_deref().unwrap_or_default();
    let measured = || gains.iter().filter_map(|gain| Some((gain, gain_pct(gain)?)));
    let risen: Vec<(&Gain, i64)> = measured().filter(|(_, pct)| *pct > 0).collect();
    let said = match (measured().next().is_some(), risen.is_empty()) {
        (false, _) => Said::GainsUnknown,
        (true, false) => Said::GainsBetter,
        (true, true) => Said::GainsNoBetter,
    };
    let figures = risen.into_iter().filter_map(|(gain, pct)| Some((gain.figure?, pct))).collect();
    Finding { reason, said, what: String::new(), figures, records: Vec::new(), stated }
}

/// By how much a figure gets better, in whole percent of what it was; `None` for figures that say nothing of
/// technology, or are not known before and after.
pub fn gain_pct(gain: &Gain) -> Option<i64> {
    let (before, after) = (gain.before?, gain.after?);
    if before <= 0 {
        return None;
    }
    let rise = i128::from(after - before) * 100 / i128::from(before);
    let rise = i64::try_from(rise).ok()?;
    match gain.figure? {
        GainKind::Productivity => Some(rise),
        GainKind::Faults
        | GainKind::Material
        | GainKind::Energy
        | GainKind::Water
        | GainKind::Emission
        | GainKind::Labour
        | GainKind::LeadTime => Some(-rise),
        GainKind::Income | GainKind::Revenue | GainKind::Other => None,
    }
}

/// Models of the book that are alike, those of the commune first.
fn known_model(around: &Around<'_>, candidate: &Candidate, need: &Need) -> Finding {
    let wish = need.wish.as_deref().unwrap_or_default();
    let commune = around.facility.text("commune_code");
    let models = around.beside.into_iter().flat_map(|beside| &beside.models);
    let is_alike = |doc: &Document| doc.text("technology").is_some_and(|technology| alike(technology, wish));
    let (here, away): (Vec<_>, Vec<_>) = models
        .filter(|(_, doc)| is_alike(doc))
        .partition(|(_, doc)| commune.is_some() && doc.text("commune_code") == commune);
    let (said, found) = match (here.is_empty(), away.is_empty()) {
        (false, _) => (Said::ModelHere, here),
        (true, false) => (Said::ModelAway, away),
        (true, true) => (Said::ModelNowhere, away),
    };
    Finding {
        reason: GateReason::ModelKnown,
        said,
        what: names(found.iter().filter_map(|(_, doc)| doc.text("technology")).map(String::from)),
        figures: Vec::new(),
        records: found.iter().map(|(id, _)| (Kind::ModelResult, *id)).collect(),
        stated: candidate.model_known,
    }
}

/// Words that stand in most wishes and tell nothing apart.
const COMMON: [&str; 20] = [
    "may", "mua", "dau", "tu", "he", "thong", "day", "chuyen", "mot", "va", "cho", "san", "xuat", "ho",
    "tro", "moi", "mo", "hinh", "cong", "nghe",
];

/// Whether two texts are about the same: most telling words of the shorter one stand in the other.
fn alike(one: &str, other: &str) -> bool {
    let telling = |text: &str| {
        let folded = fold_vi(text);
        let mut words: Vec<String> = folded
            .split(' ')
            .filter(|word| word.len() > 1 && !COMMON.contains(word))
            .map(String::from)
            .collect();
        crate::ordering::sort_by_key(&mut words, Clone::clone);
        words.dedup();
        words
    };
    let (one, other) = (telling(one), telling(other));
    let shorter = one.len().min(other.len());
    let common = one.iter().filter(|word| other.contains(word)).count();
    shorter >= 2 && common * 10 >= shorter * 7
}

fn names(parts: impl Iterator<Item = String>) -> String {
    let parts: Vec<String> = parts.filter(|part| !part.is_empty()).collect();
    parts.join("; ")
}
