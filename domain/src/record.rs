//! A record kind is described once. [`macros::record!`] turns a description into a typed view and into a
//! constant [`KindSpec`] that every generic part reads: form, list, validation, merge, conflict
//! view, history, privacy notice, search, import and export.
//!
//! It knows nothing of screens, storage or the network.

pub mod access;
pub mod activity;
pub mod amendment;
pub mod area;
pub mod attachment;
pub mod candidate;
pub mod colleague;
pub mod commune;
pub mod commune_capacity;
pub mod conflict;
pub mod course;
pub mod disbursement;
pub mod duplicate;
pub mod estimate_line;
pub mod facility;
pub mod facility_year;
pub mod family;
pub mod field;
pub mod files;
pub mod macros;
pub mod marker;
pub mod need;
pub mod old_support;
pub mod paper;
pub mod plan;
pub mod plan_line;
pub mod product;
pub mod progress_report;
pub mod project;
pub mod recommendation;
pub mod reference;
pub mod rule;
pub mod score_sheet;
pub mod selection_round;
pub mod stage;
pub mod trainee;
pub mod training_class;
pub mod visit;
pub mod voucher;

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::id::{RecordId, ScopeId, UserId};
use crate::ordering;
use crate::value::{Document, Value};
use crate::words;
use access::Access;
use course::Course;
use family::FamilyRules;
use field::{FieldSpec, FieldType, Required};
use files::Files;
use rule::{Problem, Rule};

/// Every record kind with its description: the one list that a new kind joins.
macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $record:ty,)*) => {
        /// The record kinds this version knows.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum Kind { $($(#[$doc])* $name,)* }

        impl Kind {
            /// Every kind.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The description.
            pub const fn spec(self) -> &'static KindSpec {
                match self { $(Self::$name => &<$record>::SPEC,)* }
            }
        }
    };
}

kinds! {
    /// One of the 99 communes: reference data.
    Commune = commune::Commune,
    /// A rural industrial facility.
    Facility = facility::Facility,
    /// A registered support need.
    Need = need::Need,
    /// A project of industrial promotion.
    Project = project::Project,
    /// Two values of one field that a person has to choose from.
    Conflict = conflict::Conflict,
    /// Two records that may be one.
    Duplicate = duplicate::Duplicate,
    /// Figures of a facility in one year.
    FacilityYear = facility_year::FacilityYear,
    /// Support that a facility received before there was this book.
    OldSupport = old_support::OldSupport,
    /// A photo or paper that belongs to another record.
    Attachment = attachment::Attachment,
    /// A line of the estimate of a project.
    EstimateLine = estimate_line::EstimateLine,
    /// A request to change a project that runs.
    Amendment = amendment::Amendment,
    /// The report of a month on a project.
    ProgressReport = progress_report::ProgressReport,
    /// A paper of the dossier of a project.
    Paper = paper::Paper,
    /// An invoice or receipt of a project.
    Voucher = voucher::Voucher,
    /// Money that is advanced, paid or paid back.
    Disbursement = disbursement::Disbursement,
    /// A round of selection.
    SelectionRound = selection_round::SelectionRound,
    /// A need in a round.
    Candidate = candidate::Candidate,
    /// What one scorer gives one candidate.
    ScoreSheet = score_sheet::ScoreSheet,
    /// The plan of a year, in one version.
    Plan = plan::Plan,
    /// A line of a plan.
    PlanLine = plan_line::PlanLine,
    /// People and money of a commune for khuyến công.
    CommuneCapacity = commune_capacity::CommuneCapacity,
    /// A visit to a facility.
    Visit = visit::Visit,
    /// What a visit asks somebody to do.
    Recommendation = recommendation::Recommendation,
    /// A class of training.
    TrainingClass = training_class::TrainingClass,
    /// Somebody who attends a class.
    Trainee = trainee::Trainee,
    /// A round of voting on products.
    ProductRound = product::round::ProductRound,
    /// A product in a round.
    ProductEntry = product::entry::ProductEntry,
    /// The sheet of one judge about a product.
    JudgeSheet = product::sheet::JudgeSheet,
    /// A certificate of a typical product.
    ProductCertificate = product::certificate::ProductCertificate,
    /// A complaint about the result of a product.
    Complaint = product::complaint::Complaint,
    /// A cost norm with its dates.
    CostNorm = reference::cost_norm::CostNorm,
    /// A deadline with its dates.
    DeadlineSetting = reference::deadline_rule::DeadlineSetting,
    /// The papers a dossier of a phase consists of.
    ChecklistTemplate = reference::checklist_template::ChecklistTemplate,
    /// Criteria and their weights.
    Rubric = reference::rubric::Rubric,
    /// A code of the shared lists.
    CodeEntry = reference::code_entry::CodeEntry,
    /// A code of the classification of industries, of 2018 or of 2025.
    VsicEntry = reference::vsic_entry::VsicEntry,
    /// An organisation as it is named on papers, and who signs for it.
    Organisation = reference::organisation::Organisation,
    /// Whether facilities of a commune may benefit, and with which priority.
    PlaceClass = reference::place_class::PlaceClass,
    /// A person of the province's offices, by account.
    Colleague = colleague::Colleague,
    /// An act of the legal library, readable offline.
    LegalText = reference::legal_text::LegalText,
    /// A machine bought with support.
    MachineItem = activity::machine_item::MachineItem,
    /// A technical demonstration model.
    ModelResult = activity::model_result::ModelResult,
    /// A facility that took over what a model showed.
    Replication = activity::replication::Replication,
    /// A transfer of technology or technical progress.
    TechTransfer = activity::tech_transfer::TechTransfer,
    /// An assessment of cleaner production, or a pilot model of it.
    CleanerProduction = activity::cleaner::CleanerProduction,
    /// Treatment of pollution at a facility or a cluster.
    PollutionWork = activity::pollution_work::PollutionWork,
    /// Advice to one facility, by a consultant.
    Consulting = activity::consulting::Consulting,
    /// A programme with a partner, such as the improvement programme with Samsung of the seed.
    PartnerProgramme = activity::partner_programme::PartnerProgramme,
    /// A fair or exhibition that the Centre organises.
    Fair = activity::fair::Fair,
    /// A facility at a fair.
    FairBooth = activity::fair_booth::FairBooth,
    /// A journey to learn from others.
    StudyTour = activity::study_tour::StudyTour,
    /// A conference, workshop or forum.
    Seminar = activity::seminar::Seminar,
    /// A news item, report, film, bulletin or page.
    Comms = activity::comms::Comms,
    /// A brand that is built or registered with support.
    Brand = activity::brand::Brand,
    /// A showroom, or a place on an electronic market.
    Showroom = activity::showroom::Showroom,
    /// Support for founding an enterprise.
    Startup = activity::startup::Startup,
    /// Interest of the loan of a facility that moves into a cluster.
    Relocation = activity::relocation::Relocation,
    /// A cluster that is planned or built, a link of enterprises, an association of a trade.
    Cluster = activity::cluster::Cluster,
    /// International cooperation.
    Exchange = activity::exchange::Exchange,
    /// Training of the staff of khuyến công and its collaborators, and the costs of supervision.
    Capacity = activity::capacity::Capacity,
}

impl Kind {
    /// The identifier on the wire and in the database.
    pub const fn code(self) -> &'static str {
        self.spec().code
    }

    /// The kind with this identifier.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.code() == code)
    }
}

/// A kind as it arrives: a newer version may name kinds that this one only keeps.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum KindName {
    /// Described here.
    Known(Kind),
    /// Kept as it is.
    Unknown(String),
}

impl KindName {
    /// The described kind, if it is one.
    pub fn known(&self) -> Option<Kind> {
        match self {
            Self::Known(kind) => Some(*kind),
            Self::Unknown(_) => None,
        }
    }

    /// As written on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Known(kind) => kind.code(),
            Self::Unknown(code) => code,
        }
    }
}

impl From<Kind> for KindName {
    fn from(kind: Kind) -> Self {
        Self::Known(kind)
    }
}

impl From<&str> for KindName {
    fn from(code: &str) -> Self {
        Kind::from_code(code).map_or_else(|| Self::Unknown(code.to_string()), Self::Known)
    }
}

impl fmt::Display for KindName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for KindName {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for KindName {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let code = alloc::borrow::Cow::<str>::deserialize(from)?;
        Ok(Self::from(code.as_ref()))
    }
}

fn own_or_any(stem: &str, code: &str, name: &str) -> String {
    let own = format!("{stem}.{code}.{name}");
    if words::find(&own).is_some() { own } else { format!("{stem}.any.{name}") }
}

/// Where the records of a kind live (PROTOCOL §2).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Home {
    /// With everybody, in the scope of reference data.
    Reference,
    /// In the province's offices only, whatever they are about.
    Office,
    /// Where their own commune and owner account say.
    Own,
    /// Where the record they belong to lives: its commune and its owner. The offices, when that has no commune.
    Parent,
    /// As [`Home::Parent`], but not with the owner.
    ParentOffices,
    /// As [`Home::Parent`], with the owner only once it has left its first stage: nobody is told of a visit
    /// before it is made.
    ParentOnceMoved,
}

/// The description of a kind.
#[derive(Debug)]
pub struct KindSpec {
    /// The kind.
    pub kind: Kind,
    /// Identifier, also the stem of the locale keys `kind.<code>` and `field.<code>.<name>`.
    pub code: &'static str,
    /// The field a record is called by.
    pub title: &'static str,
    /// The field that names the record this one belongs to, and whose scopes it shares.
    pub parent: Option<&'static str>,
    /// Where its records live.
    pub home: Home,
    /// Who may do what with them: see [`access`].
    pub access: Access,
    /// What may happen next; `None` for a kind that is only written.
    pub course: Option<&'static dyn Course>,
    /// Rules between its fields.
    pub rules: &'static [Rule],
    /// What looks odd and is not in the way.
    pub warnings: Option<fn(&Document, NaiveDate) -> Vec<Problem>>,
    /// Rules and consequences between a record and its kin.
    pub family: Option<&'static FamilyRules>,
    /// Prefix of the numbers that the server issues in the field `code`.
    pub register: Option<&'static str>,
    /// Texts that no two records share: their keys, for the search for duplicates.
    pub unique: Option<fn(&Document) -> Vec<String>>,
    /// The photos and papers its records take.
    pub files: Files,
    /// Fields a list shows under the title.
    pub list: &'static [&'static str],
    /// Question groups in order: `group.<code>.<name>`.
    pub groups: &'static [&'static str],
    /// The fields in order.
    pub fields: &'static [FieldSpec],
    /// Years a record is kept after it ends.
    pub retention_years: u8,
}

impl KindSpec {
    /// A kind without fields yet: what the macro starts from.
    pub(crate) const fn of(
        kind: Kind,
        code: &'static str,
        title: &'static str,
        home: Home,
        access: Access,
    ) -> Self {
        Self {
            kind,
            code,
            title,
            parent: None,
            home,
            access,
            course: None,
            rules: &[],
            warnings: None,
            family: None,
            register: None,
            unique: None,
            files: Files::NONE,
            list: &[],
            groups: &[],
            fields: &[],
            retention_years: 10,
        }
    }

    /// The description of a field.
    pub fn field(&self, name: &str) -> Option<&'static FieldSpec> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// The key of a field's label: its own, or that of the fields which every kind has.
    pub fn label(&self, field: &str) -> String {
        own_or_any("field", self.code, field)
    }

    /// The key of a question group's name: its own, or that of the groups which every kind has.
    pub fn group_label(&self, group: &str) -> String {
        own_or_any("group", self.code, group)
    }

    /// Whether a record cannot be without the one it belongs to.
    pub fn needs_parent(&self) -> bool {
        let parent = self.parent.and_then(|name| self.field(name));
        parent.is_some_and(|field| matches!(field.required, Required::Always))
    }

    /// The kind of the record it belongs to; none where that may be of any kind.
    pub fn parent_kind(&self) -> Option<Kind> {
        match self.field(self.parent?)?.ty {
            FieldType::Ref(kind) => Some(kind),
            _ => None,
        }
    }

    /// Whether a record of this kind may be named as the one it belongs to.
    pub fn takes_parent(&self, named: &str, kind: Option<Kind>) -> bool {
        match self.field(named).map(|field| field.ty) {
            Some(FieldType::Ref(wanted)) => kind == Some(wanted),
            _ => kind.is_some(),
        }
    }

    /// The fields of one question group, in order.
    pub fn group<'a>(&'a self, group: &'a str) -> impl Iterator<Item = &'static FieldSpec> + use<'a> {
        self.fields.iter().filter(move |field| field.group == group)
    }

    /// The fields that move or conflict together with this one, itself included.
    pub fn together<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> + use<'a> {
        let group = self.field(name).and_then(|field| field.merge_group);
        let grouped = self
            .fields
            .iter()
            .filter(move |field| group.is_some() && field.merge_group == group)
            .map(|field| field.name);
        grouped.chain(group.is_none().then_some(name))
    }
}

/// The scopes a record lives in, from its own fields (PROTOCOL §2). Records that belong to another
/// one carry its commune and owner account, which the server writes.
pub fn homes(kind: Kind, doc: &Document) -> BTreeSet<ScopeId> {
    let commune = || doc.text("commune_code").map(ScopeId::commune);
    let owner = || doc.text("owner_account").and_then(|id| id.parse::<UserId>().ok()).map(ScopeId::owner);
    let or_office = |scope: Option<ScopeId>| scope.unwrap_or_else(ScopeId::office);
    match kind.spec().home {
        Home::Reference => ordering::set([ScopeId::reference()]),
        Home::Office => ordering::set([ScopeId::office()]),
        Home::Own => ordering::set(commune().into_iter().chain(owner())),
        Home::Parent => ordering::set([or_office(commune())].into_iter().chain(owner())),
        Home::ParentOffices => ordering::set([or_office(commune())]),
        Home::ParentOnceMoved => {
            let owner = owner().filter(|_| has_moved(kind, doc));
            ordering::set([or_office(commune())].into_iter().chain(owner))
        }
    }
}

/// The place of what belongs to a record: no wider than where the record itself is seen. What belongs to a
/// visit that is only planned is not its owner's yet, nor a file of an office's own record a commune's.
pub fn place_of(kind: Kind, doc: &Document) -> [(&'static str, Option<Value>); 2] {
    let homes = homes(kind, doc);
    let commune = doc.text("commune_code").filter(|code| homes.contains(&ScopeId::commune(code)));
    let owner = doc.text("owner_account");
    let owner = owner.filter(|id| id.parse().is_ok_and(|id| homes.contains(&ScopeId::owner(id))));
    [("commune_code", commune.map(Value::text)), ("owner_account", owner.map(Value::text))]
}

/// Whether a record has left the first stage of its course.
fn has_moved(kind: Kind, doc: &Document) -> bool {
    let first = kind.spec().course.and_then(|course| course.stages().codes.first().copied());
    doc.text("stage").is_some_and(|stage| Some(stage) != first)
}

/// The record this one belongs to.
pub fn parent(kind: Kind, doc: &Document) -> Option<RecordId> {
    doc.text(kind.spec().parent?)?.parse().ok()
}
