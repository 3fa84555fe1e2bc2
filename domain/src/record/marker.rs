//! One marker type per field type. It ties the constant [`FieldType`] to the Rust type of the typed
//! view, so that the two cannot disagree: a description names `Money`, the view holds an `i64`.

use alloc::borrow::ToOwned;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;
use core::marker::PhantomData;

use chrono::NaiveDate;

use crate::formats::date;
use crate::id::{RecordId, UserId};
use crate::ordering;
use crate::record::Kind;
use crate::record::field::{Choice, DayRule, FieldType, Row};
use crate::value::Value;

/// Ties a [`FieldType`] to the Rust type of the typed view.
pub trait FieldKind {
    /// The Rust type of a valid value.
    type Out;
    /// The constant type.
    const TYPE: FieldType;
    /// Reads a stored value; what has another shape is absent.
    fn read(value: &Value) -> Option<Self::Out>;
}

macro_rules! text_like {
    ($($(#[$doc:meta])* $name:ident => $ty:expr;)*) => {$(
        $(#[$doc])*
        pub struct $name;
        impl FieldKind for $name {
            type Out = String;
            const TYPE: FieldType = $ty;
            fn read(value: &Value) -> Option<String> {
                value.as_text().map(str::to_owned)
            }
        }
    )*};
}

text_like! {
    /// Phone number.
    Phone => FieldType::Phone;
    /// Tax code.
    TaxCode => FieldType::TaxCode;
    /// Citizen id.
    CitizenId => FieldType::CitizenId;
    /// E-mail address.
    Email => FieldType::Email;
    /// Commune code.
    CommuneCode => FieldType::CommuneCode;
    /// Industry code.
    Vsic => FieldType::Vsic;
    /// Number of a decision, contract or letter.
    DocumentNumber => FieldType::DocumentNumber;
}

macro_rules! int_like {
    ($($(#[$doc:meta])* $name:ident => $ty:expr;)*) => {$(
        $(#[$doc])*
        pub struct $name;
        impl FieldKind for $name {
            type Out = i64;
            const TYPE: FieldType = $ty;
            fn read(value: &Value) -> Option<i64> {
                value.as_int()
            }
        }
    )*};
}

int_like! {
    /// Whole đồng.
    Money => FieldType::Money;
    /// A number of people or things.
    Count => FieldType::Whole { min: 0, max: 1_000_000 };
    /// A calendar year.
    Year => FieldType::Year;
    /// Per cent, 0–100.
    Percent => FieldType::Whole { min: 0, max: 100 };
    /// Latitude, 1e-7 degree.
    Latitude => FieldType::Latitude;
    /// Longitude, 1e-7 degree.
    Longitude => FieldType::Longitude;
    /// UTC milliseconds.
    Instant => FieldType::Instant;
}

/// One line of text.
pub struct Text<const MIN: usize, const MAX: usize>;
impl<const MIN: usize, const MAX: usize> FieldKind for Text<MIN, MAX> {
    type Out = String;
    const TYPE: FieldType = FieldType::Text { min: MIN, max: MAX };
    fn read(value: &Value) -> Option<String> {
        value.as_text().map(str::to_owned)
    }
}

/// Several lines of text.
pub struct LongText<const MAX: usize>;
impl<const MAX: usize> FieldKind for LongText<MAX> {
    type Out = String;
    const TYPE: FieldType = FieldType::LongText { max: MAX };
    fn read(value: &Value) -> Option<String> {
        value.as_text().map(str::to_owned)
    }
}

/// A whole number in a range.
pub struct Whole<const MIN: i64, const MAX: i64>;
impl<const MIN: i64, const MAX: i64> FieldKind for Whole<MIN, MAX> {
    type Out = i64;
    const TYPE: FieldType = FieldType::Whole { min: MIN, max: MAX };
    fn read(value: &Value) -> Option<i64> {
        value.as_int()
    }
}

/// A fixed-point number.
pub struct Fixed<const PLACES: u8, const MAX: i64>;
impl<const PLACES: u8, const MAX: i64> FieldKind for Fixed<PLACES, MAX> {
    type Out = i64;
    const TYPE: FieldType = FieldType::Fixed { places: PLACES, max: MAX };
    fn read(value: &Value) -> Option<i64> {
        value.as_int()
    }
}

macro_rules! day_like {
    ($($(#[$doc:meta])* $name:ident => $rule:expr;)*) => {$(
        $(#[$doc])*
        pub struct $name;
        impl FieldKind for $name {
            type Out = NaiveDate;
            const TYPE: FieldType = FieldType::Day { when: $rule };
            fn read(value: &Value) -> Option<NaiveDate> {
                date::parse_iso(value.as_text()?).ok()
            }
        }
    )*};
}

day_like! {
    /// Any day.
    Day => DayRule::Any;
    /// Today or earlier.
    PastDay => DayRule::NotFuture;
}

macro_rules! days_like {
    ($($(#[$doc:meta])* $name:ident => $rule:expr;)*) => {$(
        $(#[$doc])*
        pub struct $name;
        impl FieldKind for $name {
            type Out = BTreeSet<NaiveDate>;
            const TYPE: FieldType = FieldType::Days { when: $rule };
            fn read(value: &Value) -> Option<BTreeSet<NaiveDate>> {
                let days = value.as_list()?.iter().filter_map(Value::as_text);
                Some(ordering::set(days.filter_map(|day| date::parse_iso(day).ok())))
            }
        }
    )*};
}

days_like! {
    /// A set of any days.
    Days => DayRule::Any;
    /// A set of days, none after today.
    PastDays => DayRule::NotFuture;
}

/// Yes or no.
pub struct Flag;
impl FieldKind for Flag {
    type Out = bool;
    const TYPE: FieldType = FieldType::Flag;
    fn read(value: &Value) -> Option<bool> {
        match value {
            Value::Bool(flag) => Some(*flag),
            Value::Int(_) | Value::Text(_) | Value::List(_) | Value::Map(_) => None,
        }
    }
}

/// An account.
pub struct Account;
impl FieldKind for Account {
    type Out = UserId;
    const TYPE: FieldType = FieldType::Account;
    fn read(value: &Value) -> Option<UserId> {
        value.as_text()?.parse().ok()
    }
}

macro_rules! refs {
    ($($(#[$doc:meta])* $name:ident => $kind:expr;)*) => {$(
        $(#[$doc])*
        pub struct $name;
        impl FieldKind for $name {
            type Out = RecordId;
            const TYPE: FieldType = FieldType::Ref($kind);
            fn read(value: &Value) -> Option<RecordId> {
                value.as_text()?.parse().ok()
            }
        }
    )*};
}

refs! {
    /// A facility.
    FacilityRef => Kind::Facility;
    /// A need.
    NeedRef => Kind::Need;
    /// A project.
    ProjectRef => Kind::Project;
    /// A round of selection.
    SelectionRoundRef => Kind::SelectionRound;
    /// A candidate of a round.
    CandidateRef => Kind::Candidate;
    /// A plan.
    PlanRef => Kind::Plan;
    /// A visit.
    VisitRef => Kind::Visit;
    /// A class of training.
    TrainingClassRef => Kind::TrainingClass;
    /// A round of voting on products.
    ProductRoundRef => Kind::ProductRound;
    /// A product in a round.
    ProductEntryRef => Kind::ProductEntry;
    /// A certificate of a typical product.
    ProductCertificateRef => Kind::ProductCertificate;
    /// A demonstration model.
    ModelResultRef => Kind::ModelResult;
    /// A partner programme.
    PartnerProgrammeRef => Kind::PartnerProgramme;
    /// An act of the legal library.
    LegalTextRef => Kind::LegalText;
    /// A fair.
    FairRef => Kind::Fair;
    /// A list of papers of the register.
    ChecklistTemplateRef => Kind::ChecklistTemplate;
}

/// One of a list.
pub struct One<C>(PhantomData<C>);
impl<C: Choice + 'static> FieldKind for One<C> {
    type Out = C;
    const TYPE: FieldType = FieldType::One(&C::LIST);
    fn read(value: &Value) -> Option<C> {
        C::from_code(value.as_text()?)
    }
}

/// Any number of a list.
pub struct Many<C>(PhantomData<C>);
impl<C: Choice + Ord + 'static> FieldKind for Many<C> {
    type Out = BTreeSet<C>;
    const TYPE: FieldType = FieldType::Many(&C::LIST);
    fn read(value: &Value) -> Option<BTreeSet<C>> {
        Some(ordering::set(value.as_list()?.iter().filter_map(|item| C::from_code(item.as_text()?))))
    }
}

/// Rows with fields of their own.
pub struct Rows<R>(PhantomData<R>);
impl<R: Row + 'static> FieldKind for Rows<R> {
    type Out = Vec<R>;
    const TYPE: FieldType = FieldType::Rows(&R::SPEC);
    fn read(value: &Value) -> Option<Vec<R>> {
        let rows = value.as_list()?.iter().filter_map(|item| match item {
            Value::Map(entries) => Some(R::read(entries)),
            Value::Bool(_) | Value::Int(_) | Value::Text(_) | Value::List(_) => None,
        });
        Some(rows.collect())
    }
}

/// Names of fields of another record.
pub struct Names;
impl FieldKind for Names {
    type Out = Vec<String>;
    const TYPE: FieldType = FieldType::Names;
    fn read(value: &Value) -> Option<Vec<String>> {
        Some(value.as_list()?.iter().filter_map(|name| name.as_text().map(str::to_owned)).collect())
    }
}

/// Values of fields of another record, by name.
pub struct Values;
impl FieldKind for Values {
    type Out = BTreeMap<String, Value>;
    const TYPE: FieldType = FieldType::Values;
    fn read(value: &Value) -> Option<BTreeMap<String, Value>> {
        match value {
            Value::Map(entries) => Some(entries.clone()),
            Value::Bool(_) | Value::Int(_) | Value::Text(_) | Value::List(_) => None,
        }
    }
}
