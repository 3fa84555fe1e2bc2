//! The description of one field: its type, and what every generic part needs to know of it.
//!
//! The marker types of [`super::marker`] tie each [`FieldType`] to the Rust type of the typed view.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;

use crate::record::Kind;
use crate::role::Role;
use crate::value::{Document, Value};

/// The type of a field's valid values.
#[derive(Clone, Copy, Debug)]
pub enum FieldType {
    /// One line of `min..=max` characters.
    Text {
        /// Fewest characters.
        min: usize,
        /// Most characters.
        max: usize,
    },
    /// Several lines of at most this many characters.
    LongText {
        /// Most characters.
        max: usize,
    },
    /// Whole đồng, 0 or more.
    Money,
    /// A whole number in a range.
    Whole {
        /// Least value.
        min: i64,
        /// Greatest value.
        max: i64,
    },
    /// A calendar year, 1900–2200.
    Year,
    /// A number with this many decimal places, kept as a whole number.
    Fixed {
        /// Decimal places.
        places: u8,
        /// Greatest value, scaled.
        max: i64,
    },
    /// A day.
    Day {
        /// Which days are allowed.
        when: DayRule,
    },
    /// A set of days.
    Days {
        /// Which days are allowed.
        when: DayRule,
    },
    /// Yes or no.
    Flag,
    /// One of a list.
    One(&'static ChoiceList),
    /// Any number of a list.
    Many(&'static ChoiceList),
    /// Phone number, stored as 0….
    Phone,
    /// Tax code: 10, 13 or 12 digits (DOMAIN §9.2).
    TaxCode,
    /// Citizen id: 12 digits.
    CitizenId,
    /// E-mail address.
    Email,
    /// Code of one of the 99 communes.
    CommuneCode,
    /// Industry code, 2–5 digits.
    Vsic,
    /// Latitude in 1e-7 degree inside the province.
    Latitude,
    /// Longitude in 1e-7 degree inside the province.
    Longitude,
    /// Another record.
    Ref(Kind),
    /// An account.
    Account,
    /// Rows with fields of their own.
    Rows(&'static RowSpec),
    /// Number of a decision, contract or letter, as its issuer wrote it.
    DocumentNumber,
    /// An instant in UTC milliseconds; only the server and actions write it.
    Instant,
    /// Names of fields of another record.
    Names,
    /// Values of fields of another record, by name.
    Values,
}

/// Which days a day field takes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DayRule {
    /// Any day from 1900 to 2200.
    Any,
    /// Not after today.
    NotFuture,
}

/// The codes of an enum field.
#[derive(Debug)]
pub struct ChoiceList {
    /// Name of the list; with a dot (`stage.need`) it is the whole stem of its labels.
    pub name: &'static str,
    /// Codes in the order they are offered.
    pub codes: &'static [&'static str],
}

impl ChoiceList {
    /// The key of a label: `choice.<name>.<code>`, or `<stem>.<code>` for a list with its own stem.
    pub fn key(&self, code: &str) -> String {
        let prefix = if self.name.contains('.') { "" } else { "choice." };
        format!("{prefix}{}.{code}", self.name)
    }
}

/// The fields of a row. Labels are `field.<code>.<name>`.
#[derive(Debug)]
pub struct RowSpec {
    /// Identifier.
    pub code: &'static str,
    /// Fields in order.
    pub fields: &'static [FieldSpec],
}

/// What happens when two people changed a field since they both saw it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MergePolicy {
    /// Keep the current value and let a person choose.
    Person,
    /// Join what both added, drop what either removed.
    Set,
    /// Keep the rows of both.
    Append,
    /// Add both differences.
    Counter,
    /// Three-way merge by line; overlapping lines go to a person.
    LongText,
}

/// How far a value may travel (privacy class).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Privacy {
    /// May be published.
    Public,
    /// For the offices that work on it.
    Internal,
    /// Personal data, basic.
    Personal,
    /// Shown masked; each reading in clear is logged.
    Restricted,
}

/// Why a value is held: rendered as the privacy notice (`purpose.<code>`).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Purpose {
    /// To know which facility it is.
    Identify,
    /// To reach the owner.
    Contact,
    /// To judge conditions and priority.
    Eligibility,
    /// To count and report.
    Statistics,
    /// To run the case.
    Casework,
}

/// Who may write a field.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Writers {
    /// The offices that may edit the record.
    Editors,
    /// Those offices, and the owner whose record it is.
    WithOwner,
    /// Whoever makes the record, afterwards these roles only.
    Afterwards(&'static [Role]),
    /// Only these roles.
    Roles(&'static [Role]),
    /// Only a workflow action.
    Action,
    /// Only the server.
    Server,
}

/// Weight of a field in the search.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Weight {
    /// Not searched.
    None,
    /// Found, ranked last.
    Weak,
    /// Found by its last digits.
    Tail,
    /// Found.
    Strong,
    /// What the record is called.
    Title,
}

/// When a field must be filled before a record is submitted.
#[derive(Clone, Copy)]
pub enum Required {
    /// Never.
    Optional,
    /// Always.
    Always,
    /// When the document says so.
    If(fn(&Document) -> bool),
    /// When the document says so; otherwise it is not asked at all.
    OnlyIf(fn(&Document) -> bool),
}

impl core::fmt::Debug for Required {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(match self {
            Self::Optional => "Optional",
            Self::Always => "Always",
            Self::If(_) => "If",
            Self::OnlyIf(_) => "OnlyIf",
        })
    }
}

/// One field of a kind.
#[derive(Clone, Copy, Debug)]
pub struct FieldSpec {
    /// Identifier; label `field.<kind>.<name>`, help `help.<kind>.<name>`.
    pub name: &'static str,
    /// Type of the valid values.
    pub ty: FieldType,
    /// When it must be filled.
    pub required: Required,
    /// What happens on concurrent change.
    pub policy: MergePolicy,
    /// Fields with the same name here move or conflict together.
    pub merge_group: Option<&'static str>,
    /// Privacy class.
    pub privacy: Privacy,
    /// Why it is held.
    pub purpose: Purpose,
    /// Who may write it.
    pub writers: Writers,
    /// Weight in the search.
    pub weight: Weight,
    /// Question group on the form.
    pub group: &'static str,
    /// Unit shown after the value: `unit.<code>`.
    pub unit: Option<&'static str>,
    /// The act it rests on, by number and article: `36/2013/TT-BCT Đ.5`.
    pub law: Option<&'static str>,
}

impl FieldSpec {
    /// An optional internal field of the first group, merged by a person unless its type says
    /// otherwise.
    pub const fn new(name: &'static str, ty: FieldType) -> Self {
        let policy = match ty {
            FieldType::Many(_) | FieldType::Days { .. } | FieldType::Names => MergePolicy::Set,
            FieldType::Rows(_) => MergePolicy::Append,
            FieldType::LongText { .. } => MergePolicy::LongText,
            _ => MergePolicy::Person,
        };
        let privacy = match ty {
            FieldType::CitizenId => Privacy::Restricted,
            FieldType::Phone | FieldType::Email => Privacy::Personal,
            _ => Privacy::Internal,
        };
        Self {
            name,
            ty,
            required: Required::Optional,
            policy,
            merge_group: None,
            privacy,
            purpose: Purpose::Statistics,
            writers: Writers::Editors,
            weight: Weight::None,
            group: "",
            unit: None,
            law: None,
        }
    }

    /// Must be filled before submission.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = Required::Always;
        self
    }

    /// Must be filled when the document says so.
    #[must_use]
    pub const fn required_if(mut self, when: fn(&Document) -> bool) -> Self {
        self.required = Required::If(when);
        self
    }

    /// Must be filled when the document says so, and is not asked when it does not.
    #[must_use]
    pub const fn only_if(mut self, when: fn(&Document) -> bool) -> Self {
        self.required = Required::OnlyIf(when);
        self
    }

    /// Sets the merge policy.
    #[must_use]
    pub const fn merge(mut self, policy: MergePolicy) -> Self {
        self.policy = policy;
        self
    }

    /// Moves or conflicts together with the other fields of this merge group.
    #[must_use]
    pub const fn together(mut self, group: &'static str) -> Self {
        self.merge_group = Some(group);
        self
    }

    /// Sets the privacy class.
    #[must_use]
    pub const fn privacy(mut self, class: Privacy) -> Self {
        self.privacy = class;
        self
    }

    /// Says why the value is held.
    #[must_use]
    pub const fn purpose(mut self, purpose: Purpose) -> Self {
        self.purpose = purpose;
        self
    }

    /// Says who may write it.
    #[must_use]
    pub const fn writers(mut self, writers: Writers) -> Self {
        self.writers = writers;
        self
    }

    /// Makes it searchable.
    #[must_use]
    pub const fn search(mut self, weight: Weight) -> Self {
        self.weight = weight;
        self
    }

    /// Puts it in a question group.
    #[must_use]
    pub const fn group(mut self, group: &'static str) -> Self {
        self.group = group;
        self
    }

    /// Shows a unit after the value.
    #[must_use]
    pub const fn unit(mut self, unit: &'static str) -> Self {
        self.unit = Some(unit);
        self
    }

    /// Names the act it rests on.
    #[must_use]
    pub const fn law(mut self, act: &'static str) -> Self {
        self.law = Some(act);
        self
    }

    /// Whether the document needs this field.
    pub fn is_required(&self, doc: &Document) -> bool {
        match self.required {
            Required::Optional => false,
            Required::Always => true,
            Required::If(when) | Required::OnlyIf(when) => when(doc),
        }
    }

    /// Whether a form asks for it. What was answered stays in sight, whatever the other answers say now.
    pub fn is_asked(&self, doc: &Document) -> bool {
        match self.required {
            Required::OnlyIf(when) => when(doc) || doc.get(self.name).is_some(),
            Required::Optional | Required::Always | Required::If(_) => true,
        }
    }
}

/// First of zero or one names: lets a macro pass an optional identifier.
pub const fn optional_name(names: &[&'static str]) -> Option<&'static str> {
    if names.is_empty() { None } else { Some(names[0]) }
}

/// An enum of codes.
pub trait Choice: Sized {
    /// The list of codes.
    const LIST: ChoiceList;
    /// The choice with this code.
    fn from_code(code: &str) -> Option<Self>;
    /// The code of this choice.
    fn as_code(&self) -> &'static str;
}

/// A row of a list field.
pub trait Row: Sized {
    /// The description.
    const SPEC: RowSpec;
    /// The typed view.
    fn read(entries: &BTreeMap<String, Value>) -> Self;
}
