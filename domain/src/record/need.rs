//! A registered support need (DOMAIN §3.4): what an owner wishes, what the survey found, and how
//! the centre decided. The stage moves only through [`course`].

pub mod counts;
pub mod course;
mod family;
pub mod rules;

use crate::id::RecordId;
use crate::record::access::Access;
use crate::record::family::Kin;
use crate::record::field::{Choice, MergePolicy, Privacy, Purpose, Weight, Writers};
use crate::record::files::Files;
use crate::record::macros::{choices, record};
use crate::record::marker::{Day, FacilityRef, Flag, LongText, Money, One, PastDay, ProjectRef, Text, Year};
use crate::record::rule::number;
use crate::record::stage::NeedStage;
use crate::record::{Home, Kind};
use crate::value::{Document, Value};
use alloc::string::ToString;
use alloc::vec::Vec;

choices! {
    /// Contents of khuyến công (DOMAIN §2, NĐ 45/2012 Đ.4).
    Activity = "activity";
    /// Đào tạo nghề, truyền nghề, nâng cao tay nghề.
    TrainSkill = "train_skill",
    /// Tập huấn khởi sự, nâng cao năng lực quản lý.
    TrainMgmt = "train_mgmt",
    /// Hội nghị, hội thảo, diễn đàn.
    Seminar = "seminar",
    /// Mô hình trình diễn kỹ thuật.
    DemoModel = "demo_model",
    /// Mô hình của cơ sở đang hiệu quả, nhân rộng.
    DemoReplicate = "demo_replicate",
    /// Ứng dụng máy móc thiết bị tiên tiến.
    Machine = "machine",
    /// Chuyển giao công nghệ.
    TechTransfer = "tech_transfer",
    /// Sản xuất sạch hơn.
    CleanerProd = "cleaner_prod",
    /// Bình chọn sản phẩm CNNT tiêu biểu.
    ProductVote = "product_vote",
    /// Tổ chức hội chợ, triển lãm.
    FairOrg = "fair_org",
    /// Tham gia hội chợ, triển lãm.
    FairJoin = "fair_join",
    /// Xây dựng, đăng ký thương hiệu.
    Brand = "brand",
    /// Phòng trưng bày, sàn thương mại điện tử.
    Showroom = "showroom",
    /// Tư vấn, trợ giúp cơ sở.
    Consult = "consult",
    /// Tư vấn do đối tác.
    ConsultExt = "consult_ext",
    /// Thông tin, tuyên truyền.
    Comms = "comms",
    /// Hỗ trợ thành lập doanh nghiệp.
    Startup = "startup",
    /// Xử lý ô nhiễm.
    Pollution = "pollution",
    /// Lãi vay di dời vào cụm công nghiệp.
    Relocate = "relocate",
    /// Cụm công nghiệp.
    Cluster = "cluster",
    /// Cụm liên kết, hội nghề.
    Assoc = "assoc",
    /// Hợp tác quốc tế.
    Intl = "intl",
    /// Tham quan, khảo sát học tập kinh nghiệm.
    StudyTour = "study_tour",
    /// Nâng cao năng lực quản lý khuyến công.
    Capacity = "capacity",
}

impl Activity {
    /// Whether who carries the project out spends the money in their own name: teachers, halls, booths,
    /// consultants. What a facility keeps it buys itself.
    pub fn is_spent_by_unit(self) -> bool {
        match self {
            Self::TrainSkill
            | Self::DemoModel
            | Self::DemoReplicate
            | Self::CleanerProd
            | Self::Consult
            | Self::ConsultExt
            | Self::TrainMgmt
            | Self::Seminar
            | Self::ProductVote
            | Self::FairOrg
            | Self::FairJoin
            | Self::Comms
            | Self::Cluster
            | Self::Assoc
            | Self::Intl
            | Self::StudyTour
            | Self::Capacity => true,
            Self::Machine
            | Self::TechTransfer
            | Self::Brand
            | Self::Showroom
            | Self::Startup
            | Self::Pollution
            | Self::Relocate => false,
        }
    }

    /// Whether one facility is helped. The others gather many, or nobody's own place: such a project
    /// belongs to the offices.
    pub fn has_one_beneficiary(self) -> bool {
        match self {
            Self::TrainSkill
            | Self::DemoModel
            | Self::DemoReplicate
            | Self::Machine
            | Self::TechTransfer
            | Self::CleanerProd
            | Self::Brand
            | Self::Showroom
            | Self::Consult
            | Self::ConsultExt
            | Self::Startup
            | Self::Pollution
            | Self::Relocate => true,
            Self::TrainMgmt
            | Self::Seminar
            | Self::ProductVote
            | Self::FairOrg
            | Self::FairJoin
            | Self::Comms
            | Self::Cluster
            | Self::Assoc
            | Self::Intl
            | Self::StudyTour
            | Self::Capacity => false,
        }
    }
}

choices! {
    /// When the owner can be called.
    ContactTime = "contact_time";
    /// At any time.
    Any = "any",
    /// In the morning.
    Morning = "morning",
    /// In the afternoon.
    Afternoon = "afternoon",
    /// In the evening.
    Evening = "evening",
    /// At the weekend.
    Weekend = "weekend",
}

choices! {
    /// Why a need was not chosen: told to the owner in words.
    DeclineReason = "decline_reason";
    /// The place of production is not eligible.
    Place = "place",
    /// The sector is not eligible.
    Sector = "sector",
    /// The facility is too large.
    Size = "size",
    /// The activity is not one of khuyến công.
    Activity = "activity",
    /// The counterpart is not secured.
    Counterpart = "counterpart",
    /// Other state money pays for the same item.
    Double = "double",
    /// An earlier project of the facility is not finished.
    Unfinished = "unfinished",
    /// Others came first; no money left this year.
    Budget = "budget",
    /// The wish is not ripe; invite again.
    NotRipe = "not_ripe",
    /// The owner could not be reached.
    Unreachable = "unreachable",
    /// Below the points that a proposal needs.
    Score = "score",
}

impl Activity {
    /// Whether the owner invests first and the State pays afterwards (DOMAIN §4.1): machines, models,
    /// technology, treatment of waste.
    pub const fn is_paid_after(self) -> bool {
        match self {
            Self::DemoModel
            | Self::DemoReplicate
            | Self::Machine
            | Self::TechTransfer
            | Self::CleanerProd
            | Self::Pollution => true,
            Self::TrainSkill
            | Self::TrainMgmt
            | Self::Seminar
            | Self::ProductVote
            | Self::FairOrg
            | Self::FairJoin
            | Self::Brand
            | Self::Showroom
            | Self::Consult
            | Self::ConsultExt
            | Self::Comms
            | Self::Startup
            | Self::Relocate
            | Self::Cluster
            | Self::Assoc
            | Self::Intl
            | Self::StudyTour
            | Self::Capacity => false,
        }
    }
}

fn is_paid_after(doc: &Document) -> bool {
    doc.text("activity").and_then(Activity::from_code).is_some_and(Activity::is_paid_after)
}

/// The two commitments of who registers (DOMAIN §1.4, §4.1): each is given where it is asked for.
pub fn is_committed(doc: &Document) -> bool {
    let given = |field: &str| doc.get(field) == Some(&Value::Bool(true));
    given("no_double_support") && (given("knows_paid_after") || !is_paid_after(doc))
}

/// Whether a need ended without a project, so that its owner is to be invited again.
pub fn may_be_renewed(doc: &Document) -> bool {
    match doc.text("stage").and_then(NeedStage::from_code) {
        Some(NeedStage::Declined | NeedStage::Withdrawn) => true,
        Some(
            NeedStage::Draft
            | NeedStage::Registered
            | NeedStage::Surveying
            | NeedStage::Surveyed
            | NeedStage::Shortlisted
            | NeedStage::Converted,
        )
        | None => false,
    }
}

/// What an open need asks for: of which facility, what, for which year. Two with one answer may be one need that was
/// registered twice; both stand until a person has looked.
pub fn wish_key(doc: &Document) -> Option<(RecordId, &str, i64)> {
    let facility = doc.text("facility")?.parse().ok()?;
    (!may_be_renewed(doc)).then_some((facility, doc.text("activity")?, number(doc, "year")?))
}

/// The other open needs that ask for the same.
pub fn same_wish(of: Option<RecordId>, doc: &Document, kin: &dyn Kin) -> Vec<RecordId> {
    let Some(key) = wish_key(doc) else { return Vec::new() };
    let needs = kin.children(key.0, Kind::Need).into_iter();
    needs.filter(|(id, other)| Some(*id) != of && wish_key(other) == Some(key)).map(|(id, _)| id).collect()
}

/// What a new need of another year takes over from one that was not chosen. The commitments are asked anew.
const RENEWED: [&str; 7] =
    ["facility", "activity", "wish", "estimated_cost", "counterpart", "contact_name", "contact_time"];

/// A draft of a later year in the place of a need that was not chosen.
pub fn renewal(id: RecordId, doc: &Document, year: i64) -> Document {
    let mut new = Document::default().with("year", year).with("renews", id.to_string());
    for field in RENEWED {
        new.set(field, doc.get(field).cloned());
    }
    new
}

record! {
    /// A support need that a facility registers.
    Need = Kind::Need, "need";
    title: wish;
    parent: facility;
    home: Home::Parent;
    access: Access::Need;
    moves: &course::NeedCourse;
    rules: rules::RULES;
    family: &family::FAMILY;
    files: Files::ALL;
    list: &["facility", "activity", "year", "estimated_cost"];
    retention_years: 10;
    groups: &["wish", "means", "contact", "survey", "course"];

    /// The facility that asks.
    facility: FacilityRef = required().writers(Writers::Afterwards(&[])).purpose(Purpose::Identify).group("wish");
    /// What kind of support.
    activity: One<Activity> = required().writers(Writers::WithOwner).privacy(Privacy::Public).purpose(Purpose::Casework).group("wish").law("45/2012/NĐ-CP Đ.4");
    /// What exactly, in the owner's words.
    wish: LongText<2_000> = required().writers(Writers::WithOwner).purpose(Purpose::Casework).search(Weight::Title).group("wish");
    /// Year of the plan it is meant for.
    year: Year = required().writers(Writers::WithOwner).purpose(Purpose::Casework).group("wish");
    /// Cost the owner expects.
    estimated_cost: Money = required().writers(Writers::WithOwner).purpose(Purpose::Casework).group("means");
    /// Own money of the owner for it.
    counterpart: Money = writers(Writers::WithOwner).purpose(Purpose::Eligibility).group("means");
    /// The owner has understood that machine support is paid after the investment (DOMAIN §4.1).
    knows_paid_after: Flag = only_if(is_paid_after).writers(Writers::WithOwner).purpose(Purpose::Casework).group("means").law("36/2013/TT-BCT Đ.13");
    /// No other state money pays for the same item (gate G4).
    no_double_support: Flag = required().writers(Writers::WithOwner).purpose(Purpose::Eligibility).group("means").law("26/2014/TTLT-BTC-BCT Đ.7");
    /// Who to speak with.
    contact_name: Text<2, 80> = writers(Writers::WithOwner).privacy(Privacy::Personal).purpose(Purpose::Contact).group("contact");
    /// When to call.
    contact_time: One<ContactTime> = writers(Writers::WithOwner).purpose(Purpose::Contact).group("contact");
    /// Day of the survey.
    surveyed_on: PastDay = together("survey").purpose(Purpose::Casework).group("survey");
    /// Whether who surveyed recommends it.
    recommended: Flag = together("survey").purpose(Purpose::Casework).group("survey");
    /// What was found on the spot.
    survey_note: LongText<4_000> = purpose(Purpose::Casework).group("survey");
    /// Cost as the survey found it.
    surveyed_cost: Money = purpose(Purpose::Casework).group("survey");
    /// Where it is on its way.
    stage: One<NeedStage> = together("stage").writers(Writers::Action).purpose(Purpose::Casework).group("course");
    /// Since when.
    stage_since: Day = together("stage").writers(Writers::Action).purpose(Purpose::Casework).group("course");
    /// Why it was not chosen.
    decline_reason: One<DeclineReason> = together("stage").writers(Writers::Action).purpose(Purpose::Casework).group("course");
    /// What else was said when it moved last.
    stage_note: LongText<1_000> = together("stage").merge(MergePolicy::Person).writers(Writers::Action).purpose(Purpose::Casework).group("course");
    /// Day of registration.
    registered_on: Day = writers(Writers::Action).purpose(Purpose::Statistics).group("course");
    /// The project it became.
    project: ProjectRef = writers(Writers::Action).purpose(Purpose::Casework).group("course");
    /// The declined or withdrawn need of an earlier year that this one repeats.
    renews: Text<36, 36> = writers(Writers::Afterwards(&[])).purpose(Purpose::Casework).group("course");
}
