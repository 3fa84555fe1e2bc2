//! A record kind is described once. [`record!`] turns a description into a typed view and into a
//! constant [`KindSpec`] that every generic part reads: form, list, validation, merge, conflict
//! view, history, privacy notice, search, import and export.
//!
//! It knows nothing of screens, storage or the network.

pub mod commune;
pub mod conflict;
pub mod facility;
pub mod field;
pub mod marker;
pub mod need;
pub mod project;
pub mod rule;
pub mod stage;

use alloc::collections::BTreeSet;
use alloc::string::{String, ToString};
use core::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::id::{RecordId, ScopeId, UserId};
use crate::ordering;
use crate::value::Document;
use field::FieldSpec;

/// The record kinds this version knows.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Kind {
    /// One of the 99 communes: reference data.
    Commune,
    /// A rural industrial facility.
    Facility,
    /// A registered support need.
    Need,
    /// A project of industrial promotion.
    Project,
    /// Two values of one field that a person has to choose from.
    Conflict,
}

impl Kind {
    /// Every kind.
    pub const ALL: &[Self] = &[Self::Commune, Self::Facility, Self::Need, Self::Project, Self::Conflict];

    /// The description.
    pub const fn spec(self) -> &'static KindSpec {
        match self {
            Self::Commune => &commune::Commune::SPEC,
            Self::Facility => &facility::Facility::SPEC,
            Self::Need => &need::Need::SPEC,
            Self::Project => &project::Project::SPEC,
            Self::Conflict => &conflict::Conflict::SPEC,
        }
    }

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
    /// Question groups in order: `group.<code>.<name>`.
    pub groups: &'static [&'static str],
    /// The fields in order.
    pub fields: &'static [FieldSpec],
    /// Years a record is kept after it ends.
    pub retention_years: u8,
}

impl KindSpec {
    /// The description of a field.
    pub fn field(&self, name: &str) -> Option<&'static FieldSpec> {
        self.fields.iter().find(|field| field.name == name)
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
    match kind {
        Kind::Commune => ordering::set([ScopeId::reference()]),
        Kind::Facility | Kind::Need | Kind::Project | Kind::Conflict => {
            let commune = doc.text("commune_code").map(ScopeId::commune);
            let owner = doc.text("owner_account").and_then(|id| id.parse::<UserId>().ok());
            ordering::set(commune.into_iter().chain(owner.map(ScopeId::owner)))
        }
    }
}

/// The record this one belongs to.
pub fn parent(kind: Kind, doc: &Document) -> Option<RecordId> {
    doc.text(kind.spec().parent?)?.parse().ok()
}

/// Describes a record kind once: a typed view of the valid fields and its [`KindSpec`].
macro_rules! record {
    (
        $(#[$doc:meta])*
        $name:ident = $kind:expr, $code:literal;
        title: $title:ident;
        $(parent: $parent:ident;)?
        retention_years: $retention:literal;
        groups: $groups:expr;
        $(
            $(#[$field_doc:meta])*
            $field:ident: $ty:ty $(= $($modifier:ident($($arg:expr),* $(,)?)).+)?;
        )*
    ) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct $name {
            $($(#[$field_doc])* pub $field: Option<<$ty as $crate::record::marker::FieldKind>::Out>,)*
        }

        impl $name {
            /// The description.
            pub const SPEC: $crate::record::KindSpec = $crate::record::KindSpec {
                kind: $kind,
                code: $code,
                title: stringify!($title),
                parent: $crate::record::field::optional_name(&[$(stringify!($parent))?]),
                groups: $groups,
                fields: &[$(
                    $crate::record::field::FieldSpec::new(
                        stringify!($field),
                        <$ty as $crate::record::marker::FieldKind>::TYPE,
                    )$($(.$modifier($($arg),*))+)?,
                )*],
                retention_years: $retention,
            };

            /// The typed view: what is not valid yet is absent.
            pub fn read(doc: &$crate::value::Document) -> Self {
                Self {
                    $($field: doc.get(stringify!($field))
                        .and_then(<$ty as $crate::record::marker::FieldKind>::read),)*
                }
            }
        }
    };
}
pub(crate) use record;

/// A closed list of codes as an enum; a code of a newer version is kept in the document and reads
/// as absent.
macro_rules! choices {
    (
        $(#[$doc:meta])*
        $name:ident = $list:literal;
        $($(#[$item_doc:meta])* $item:ident = $code:literal,)*
    ) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum $name { $($(#[$item_doc])* $item,)* }

        impl $crate::record::field::Choice for $name {
            const LIST: $crate::record::field::ChoiceList =
                $crate::record::field::ChoiceList { name: $list, codes: &[$($code,)*] };

            fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$item),)* _ => None }
            }

            fn as_code(&self) -> &'static str {
                self.code()
            }
        }

        impl $name {
            /// Every choice in the order it is offered.
            pub const ALL: &[Self] = &[$(Self::$item,)*];

            /// The identifier.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$item => $code,)* }
            }
        }
    };
}
pub(crate) use choices;

/// One row of a list field (a product, a machine), described like a record.
macro_rules! row {
    (
        $(#[$doc:meta])*
        $name:ident = $code:literal;
        $(
            $(#[$field_doc:meta])*
            $field:ident: $ty:ty $(= $($modifier:ident($($arg:expr),* $(,)?)).+)?;
        )*
    ) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct $name {
            $($(#[$field_doc])* pub $field: Option<<$ty as $crate::record::marker::FieldKind>::Out>,)*
        }

        impl $crate::record::field::Row for $name {
            const SPEC: $crate::record::field::RowSpec = $crate::record::field::RowSpec {
                code: $code,
                fields: &[$(
                    $crate::record::field::FieldSpec::new(
                        stringify!($field),
                        <$ty as $crate::record::marker::FieldKind>::TYPE,
                    )$($(.$modifier($($arg),*))+)?,
                )*],
            };

            fn read(entries: &alloc::collections::BTreeMap<alloc::string::String, $crate::value::Value>) -> Self {
                Self {
                    $($field: entries.get(stringify!($field))
                        .and_then(<$ty as $crate::record::marker::FieldKind>::read),)*
                }
            }
        }
    };
}
pub(crate) use row;
