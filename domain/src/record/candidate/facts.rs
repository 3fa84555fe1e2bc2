//! What the book knows of a candidate, read from its need, its facility, the commune and the facility's
//! projects, for the gates and for the points that can be proposed. Where no record knows, the candidate's
//! own answer counts; where nobody knows, the fact stays unknown and is asked for.

use alloc::vec::Vec;

use chrono::NaiveDate;

use crate::id::RecordId;
use crate::record::Kind;
use crate::record::commune::{Commune, PlacePriority};
use crate::record::facility::Facility;
use crate::record::facility::lists::KcSector;
use crate::record::need::{Activity, Need};
use crate::record::project::Project;
use crate::record::reference::place_class::PlaceClass;
use crate::record::stage::ProjectStage;
use crate::selection::gates::{GateFacts, GateReason};
use crate::selection::proposals::{Ground, ScoreFacts};
use crate::size_class::{Figures, size_class};
use crate::value::Document;

use super::Candidate;
use super::findings::findings;
use super::merits::Merits;
use super::reporting::reporting;

/// The records around a candidate.
#[derive(Clone, Copy, Debug)]
pub struct Around<'a> {
    /// The candidate.
    pub candidate: &'a Document,
    /// Its need.
    pub need: &'a Document,
    /// The facility.
    pub facility: &'a Document,
    /// The commune of production, if it is at hand.
    pub commune: Option<&'a Document>,
    /// What the list of places in force says of it, if it says anything.
    pub place: Option<&'a Document>,
    /// The other projects of the facility.
    pub projects: &'a [Document],
    /// What findings and suggested points rest on besides.
    pub beside: Option<&'a Beside>,
    /// The day it is judged.
    pub today: NaiveDate,
}

/// Further records of the facility, and models of the book.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Beside {
    /// Support it received or is being decided on.
    pub supports: Vec<(Kind, RecordId, Document)>,
    /// Visits to it.
    pub visits: Vec<(RecordId, Document)>,
    /// Its figures year by year.
    pub years: Vec<(RecordId, Document)>,
    /// Progress reports of its projects, each with its project.
    pub reports: Vec<(RecordId, Document)>,
    /// Models of whatever facility.
    pub models: Vec<(RecordId, Document)>,
}

/// Money around a candidate.
struct Means {
    total: Option<i64>,
    support: Option<i64>,
    counterpart: Option<i64>,
}

impl Around<'_> {
    fn means(&self, candidate: &Candidate, need: &Need) -> Means {
        let total = need.surveyed_cost.or(need.estimated_cost);
        Means { total, support: candidate.support, counterpart: candidate.counterpart.or(need.counterpart) }
    }

    fn commune(&self) -> Commune {
        self.commune.map(Commune::read).unwrap_or_default()
    }

    /// The entry of the day goes before the commune itself.
    fn place(&self) -> Option<PlaceClass> {
        self.place.map(PlaceClass::read)
    }

    /// The priority of the place; an entry without one says that it has none.
    fn priority(&self, commune: &Commune) -> Option<Option<PlacePriority>> {
        self.place().map(|place| place.priority).or(commune.priority.map(Some))
    }

    /// What the list of places says of the day, or else the answer on the candidate.
    fn is_place_eligible(&self, commune: &Commune, candidate: &Candidate) -> Option<bool> {
        if let Some(is_eligible) = self.place().and_then(|place| place.eligible) {
            return Some(is_eligible);
        }
        let is_begun = commune.eligible_from.is_none_or(|first| first <= self.today);
        let is_over = commune.eligible_to.is_some_and(|last| last < self.today);
        commune.eligible.filter(|_| is_begun && !is_over).or(candidate.place_eligible)
    }

    fn stages(&self) -> impl Iterator<Item = (Project, ProjectStage)> {
        self.projects.iter().filter_map(|doc| {
            let project = Project::read(doc);
            let stage = project.stage?;
            Some((project, stage))
        })
    }

    fn has_open_recovery(&self) -> bool {
        self.stages().any(|(_, stage)| stage == ProjectStage::Recovering)
    }

    /// Contracted, past its last day and not settled.
    fn has_overdue_project(&self) -> bool {
        self.stages().any(|(project, stage)| {
            is_running(stage) && project.planned_end.is_some_and(|end| end < self.today)
        })
    }

    /// Finished projects, and those of them that were accepted by their last day.
    fn track_record(&self) -> (i64, i64) {
        let finished: Vec<Project> = self
            .stages()
            .map(|(project, _)| project)
            .filter(|project| project.acceptance_date.is_some())
            .collect();
        let is_kept = |project: &&Project| {
            project.acceptance_date.zip(project.planned_end).is_some_and(|(done, end)| done <= end)
        };
        (count(finished.len()), count(finished.iter().filter(is_kept).count()))
    }

    /// For the gates; `None` while the need has no activity this version knows.
    pub fn gate_facts(&self) -> Option<GateFacts> {
        let candidate = Candidate::read(self.candidate);
        let need = Need::read(self.need);
        let facility = Facility::read(self.facility);
        let commune = self.commune();
        let means = self.means(&candidate, &need);
        let is_cleaner = (facility.kc_sector == Some(KcSector::Cleaner)).then_some(true);
        let found = findings(self);
        let has_reason = candidate.facts_note.is_some();
        let counted = |reason: GateReason| {
            found
                .iter()
                .find(|finding| finding.reason == reason)
                .and_then(|finding| finding.counted(has_reason))
        };
        Some(GateFacts {
            legal_form: facility.legal_form,
            size_class: size_class(Figures {
                workers_insured: facility.workers_insured,
                revenue_vnd: facility.revenue_vnd,
                capital_vnd: facility.capital_total_vnd,
            }),
            is_place_eligible: self.is_place_eligible(&commune, &candidate),
            is_cleaner: is_cleaner.or(candidate.is_cleaner),
            sector: facility.kc_sector,
            has_old_kiln: candidate.old_kiln,
            is_place_difficult: self
                .priority(&commune)
                .map(|priority| priority.is_some_and(is_difficult))
                .or(candidate.place_difficult),
            total_vnd: means.total,
            support_vnd: means.support,
            counterpart_vnd: means.counterpart,
            is_counterpart_shown: candidate.counterpart_shown,
            is_single_committed: need.no_double_support,
            is_paid_elsewhere: counted(GateReason::Double),
            is_machine_new: counted(GateReason::MachineUsed),
            is_machine_better: counted(GateReason::MachineNoBetter),
            is_model_known: counted(GateReason::ModelKnown),
            is_model_better: counted(GateReason::ModelNoBetter),
            has_open_recovery: Some(self.has_open_recovery()),
            has_overdue_project: Some(self.has_overdue_project()),
            ..GateFacts::unknown(need.activity?)
        })
    }

    /// For the points that can be proposed.
    pub fn score_facts(&self) -> ScoreFacts {
        let candidate = Candidate::read(self.candidate);
        let need = Need::read(self.need);
        let facility = Facility::read(self.facility);
        let means = self.means(&candidate, &need);
        let products = facility.products.clone().unwrap_or_default();
        let exports = products.iter().filter_map(|product| product.export_pct).max().map(|most| most > 0);
        let local = products.iter().filter_map(|product| product.local_material_pct).max();
        let (finished, on_time) = self.track_record();
        let reporting = reporting(self);
        let Merits { technology, environment, market } = Merits::of(self, &candidate, &facility, &products);
        ScoreFacts {
            technology,
            environment,
            market,
            place: self.priority(&self.commune()),
            sector: facility.kc_sector,
            has_certificate: candidate.has_certificate,
            is_key_product: candidate.is_key_product,
            exports: candidate.exports.or(exports),
            local_material_pct: candidate.local_material_pct.or(local),
            workers: facility.workers_total,
            is_supporting: candidate.is_supporting,
            is_agro_chemical: candidate.is_agro_chemical,
            support_vnd: means.support,
            counterpart_vnd: means.counterpart,
            new_jobs: candidate.new_jobs,
            new_jobs_women: candidate.new_jobs_women,
            trainees: candidate.trainees,
            projects_finished: Some(finished),
            projects_on_time: Some(on_time),
            reports_due: reporting.map(|(due, _)| due),
            reports_on_time: reporting.map(|(_, kept)| kept),
        }
    }
}

/// The field of a candidate that answers what a gate does not know; `None` when another record has to say.
pub fn answer_to(reason: GateReason) -> Option<&'static str> {
    match reason {
        GateReason::Place => Some("place_eligible"),
        GateReason::OldKiln => Some("old_kiln"),
        GateReason::MineralPlace => Some("place_difficult"),
        GateReason::CounterpartOpen => Some("counterpart_shown"),
        GateReason::CounterpartShort => Some("counterpart"),
        GateReason::Double => Some("paid_elsewhere"),
        GateReason::MachineUsed => Some("machine_new"),
        GateReason::MachineNoBetter => Some("machine_better"),
        GateReason::ModelKnown => Some("model_known"),
        GateReason::ModelNoBetter => Some("model_better"),
        GateReason::LegalForm
        | GateReason::Size
        | GateReason::Sector
        | GateReason::NoCommitment
        | GateReason::Recovery
        | GateReason::Unsettled => None,
    }
}

/// The field of a candidate that tells of a ground for points; `None` when another record has to say.
pub fn merit_of(ground: Ground) -> Option<&'static str> {
    match ground {
        Ground::Certificate => Some("has_certificate"),
        Ground::KeyProduct => Some("is_key_product"),
        Ground::Export => Some("exports"),
        Ground::LocalMaterial => Some("local_material_pct"),
        Ground::AgroChemicals => Some("is_agro_chemical"),
        Ground::Supporting => Some("is_supporting"),
        Ground::NewJobs => Some("new_jobs"),
        Ground::Women => Some("new_jobs_women"),
        Ground::Trainees => Some("trainees"),
        Ground::CounterpartRatio => Some("counterpart"),
        Ground::Faster | Ground::Saving | Ground::LessWaste => Some("gains"),
        Ground::NewMachine => Some("machine_new"),
        Ground::EnvironmentPaper
        | Ground::Treatment
        | Ground::FirePaper
        | Ground::Breach
        | Ground::ToMove
        | Ground::SellsBeyond
        | Ground::Brand
        | Ground::Growth
        | Ground::Place
        | Ground::ManyWorkers
        | Ground::Mechanics
        | Ground::AgroProcessing
        | Ground::OnTime
        | Ground::Reports
        | Ground::FirstProject => None,
    }
}

/// What a gate says of a need that its owner must read: the reason it was not chosen.
pub fn decline_reason(reason: GateReason, activity: Activity) -> &'static str {
    use crate::record::need::DeclineReason as Why;
    let why = match reason {
        GateReason::LegalForm | GateReason::Size => Why::Size,
        GateReason::Place | GateReason::MineralPlace => Why::Place,
        GateReason::Sector | GateReason::OldKiln => Why::Sector,
        GateReason::CounterpartOpen | GateReason::CounterpartShort => Why::Counterpart,
        GateReason::NoCommitment | GateReason::Double => Why::Double,
        GateReason::Recovery | GateReason::Unsettled => Why::Unfinished,
        GateReason::MachineUsed
        | GateReason::MachineNoBetter
        | GateReason::ModelKnown
        | GateReason::ModelNoBetter => match activity {
            Activity::Machine | Activity::DemoModel => Why::NotRipe,
            _ => Why::Activity,
        },
    };
    why.code()
}

/// Highland and poor areas are difficult ones too; a new-rural commune is not known to be.
const fn is_difficult(place: PlacePriority) -> bool {
    match place {
        PlacePriority::Highland | PlacePriority::Poor | PlacePriority::Difficult => true,
        PlacePriority::NewRural => false,
    }
}

/// Under contract, and money not settled yet.
const fn is_running(stage: ProjectStage) -> bool {
    match stage {
        ProjectStage::Contracted
        | ProjectStage::InProgress
        | ProjectStage::Adjusting
        | ProjectStage::AwaitingAcceptance
        | ProjectStage::Suspended
        | ProjectStage::Accepted
        | ProjectStage::Settling => true,
        ProjectStage::Draft
        | ProjectStage::Submitted
        | ProjectStage::Returned
        | ProjectStage::BaseAppraisal
        | ProjectStage::UpperAppraisal
        | ProjectStage::Planned
        | ProjectStage::Approved
        | ProjectStage::GroupPlanReview
        | ProjectStage::Stopped
        | ProjectStage::Settled
        | ProjectStage::YearClosed
        | ProjectStage::PostCheck
        | ProjectStage::Closed
        | ProjectStage::Deferred
        | ProjectStage::Recovering
        | ProjectStage::Rejected
        | ProjectStage::Withdrawn
        | ProjectStage::Cancelled => false,
    }
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
