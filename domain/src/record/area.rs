//! Where the registers stand: by what the offices do. Every kind has a way in, and the compiler asks for it.

use crate::record::Kind;
use crate::record::field::FieldType;
use crate::record::macros::choices;
use crate::record::need::Activity;

choices! {
    /// A part of the offices' work, as a person looks for it.
    Area = "registers.area";
    /// Sổ gốc: facilities, needs, projects.
    Base = "base",
    /// Thực hiện đề án.
    Projects = "projects",
    /// Xét chọn, kế hoạch.
    Selection = "selection",
    /// Kiểm tra, giám sát.
    Visits = "visits",
    /// Đào tạo.
    Training = "training",
    /// Bình chọn sản phẩm.
    Products = "products",
    /// Kết quả hỗ trợ.
    Results = "results",
    /// Sự kiện, tư vấn, chương trình.
    Events = "events",
    /// Quy định, danh mục.
    Rules = "reference",
}

impl Area {
    /// The registers that stand there, in order.
    pub fn kinds(self) -> impl Iterator<Item = Kind> {
        Kind::ALL.iter().copied().filter(move |kind| kind.area() == Some(self))
    }
}

impl Kind {
    /// Where its register stands; none for what is only reached from the record it is about.
    pub const fn area(self) -> Option<Area> {
        Some(match self {
            Self::Conflict | Self::ScoreSheet | Self::PlanLine => return None,
            Self::Facility
            | Self::Need
            | Self::Project
            | Self::Duplicate
            | Self::FacilityYear
            | Self::OldSupport
            | Self::Attachment => Area::Base,
            Self::EstimateLine
            | Self::Amendment
            | Self::ProgressReport
            | Self::Paper
            | Self::Voucher
            | Self::Disbursement => Area::Projects,
            Self::SelectionRound | Self::Candidate | Self::Plan | Self::CommuneCapacity => Area::Selection,
            Self::Visit | Self::Recommendation => Area::Visits,
            Self::TrainingClass | Self::Trainee => Area::Training,
            Self::ProductRound
            | Self::ProductEntry
            | Self::JudgeSheet
            | Self::ProductCertificate
            | Self::Complaint => Area::Products,
            Self::MachineItem
            | Self::ModelResult
            | Self::Replication
            | Self::TechTransfer
            | Self::CleanerProduction
            | Self::PollutionWork => Area::Results,
            Self::Consulting
            | Self::PartnerProgramme
            | Self::Fair
            | Self::FairBooth
            | Self::StudyTour
            | Self::Seminar
            | Self::Comms
            | Self::Brand
            | Self::Showroom
            | Self::Startup
            | Self::Relocation
            | Self::Cluster
            | Self::Exchange
            | Self::Capacity => Area::Events,
            Self::LegalText
            | Self::CostNorm
            | Self::DeadlineSetting
            | Self::ChecklistTemplate
            | Self::Rubric
            | Self::CodeEntry
            | Self::VsicEntry
            | Self::Organisation
            | Self::PlaceClass
            | Self::Colleague
            | Self::Commune => Area::Rules,
        })
    }

    /// The field, beside the one it belongs to, in which a record of what an activity carries out names a
    /// record of another kind: advice its programme, a booth its fair, a seminar or a voting its project.
    pub fn names(self, of: Kind) -> Option<&'static str> {
        let spec = self.spec();
        let is_it = |ty: FieldType| matches!(ty, FieldType::Ref(kind) if kind == of);
        let is_carried_out = self.area() == Some(Area::Events) || self == Self::ProductRound;
        let is_of_activity = is_carried_out && spec.parent_kind() != Some(of);
        spec.fields.iter().find(|field| is_of_activity && is_it(field.ty)).map(|field| field.name)
    }
}

impl Activity {
    /// What a project of this activity leaves behind: the kinds that are written down for it (DOMAIN §2).
    pub const fn leaves(self) -> &'static [Kind] {
        match self {
            Self::TrainSkill | Self::TrainMgmt => &[Kind::TrainingClass],
            Self::Seminar => &[Kind::Seminar],
            Self::DemoModel => &[Kind::ModelResult, Kind::MachineItem],
            Self::DemoReplicate => &[Kind::ModelResult],
            Self::Machine => &[Kind::MachineItem],
            Self::TechTransfer => &[Kind::TechTransfer, Kind::MachineItem],
            Self::CleanerProd => &[Kind::CleanerProduction, Kind::ModelResult, Kind::MachineItem],
            Self::ProductVote => &[Kind::ProductRound],
            Self::FairOrg | Self::FairJoin => &[Kind::Fair],
            Self::Brand => &[Kind::Brand],
            Self::Showroom => &[Kind::Showroom],
            Self::Consult | Self::ConsultExt => &[Kind::Consulting],
            Self::Comms => &[Kind::Comms],
            Self::Startup => &[Kind::Startup],
            Self::Pollution => &[Kind::PollutionWork, Kind::MachineItem],
            Self::Relocate => &[Kind::Relocation],
            Self::Cluster | Self::Assoc => &[Kind::Cluster],
            Self::Intl => &[Kind::Exchange],
            Self::StudyTour => &[Kind::StudyTour],
            Self::Capacity => &[Kind::Capacity],
        }
    }

    /// Whether a kind is written down for some activities and not for every project.
    pub fn is_left_by_some(kind: Kind) -> bool {
        Self::ALL.iter().any(|activity| activity.leaves().contains(&kind))
    }
}
