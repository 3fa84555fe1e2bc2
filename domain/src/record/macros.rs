//! The macros of descriptions: a kind, a row of a list field, a list of codes, the table of problems. They know the shape of a
//! description and nothing of any kind.

/// Describes a record kind once: a typed view of the valid fields and its [`KindSpec`].
///
/// A kind that belongs to another one (`parent`) gets the fields `commune_code` and `owner_account`,
/// which the server fills in from there; a kind with a `course` gets `stage`, `stage_since` and `stage_note`.
macro_rules! record {
    // A table of steps: the fields that tell where a record is on its way.
    (
        $(#[$doc:meta])*
        $name:ident = $kind:expr, $code:literal;
        title: $title:ident;
        $(parent: $parent:ident;)?
        home: $home:expr;
        access: $access:expr;
        course: $stage:ty, $course:expr;
        $($rest:tt)*
    ) => {
        $crate::record::macros::record! { @course $stage;
            $(#[$doc])*
            $name = $kind, $code;
            title: $title;
            $(parent: $parent;)?
            home: $home;
            access: $access;
            moves: $course;
            $($rest)*
        }
    };
    (
        @course $stage:ty;
        $(#[$doc:meta])*
        $name:ident = $kind:expr, $code:literal;
        title: $title:ident;
        $(parent: $parent:ident;)?
        home: $home:expr;
        access: $access:expr;
        moves: $course:expr;
        $(rules: $rules:expr;)?
        $(warnings: $warnings:expr;)?
        $(family: $family:expr;)?
        $(register: $register:literal;)?
        $(unique: $unique:expr;)?
        $(files: $files:expr;)?
        list: $list:expr;
        retention_years: $retention:literal;
        groups: $groups:expr;
        $($fields:tt)*
    ) => {
        $crate::record::macros::record! {
            $(#[$doc])*
            $name = $kind, $code;
            title: $title;
            $(parent: $parent;)?
            home: $home;
            access: $access;
            moves: $course;
            $(rules: $rules;)?
            $(warnings: $warnings;)?
            $(family: $family;)?
            $(register: $register;)?
            $(unique: $unique;)?
            $(files: $files;)?
            list: $list;
            retention_years: $retention;
            groups: $groups;
            $($fields)*
            /// Where it is on its way.
            stage: $crate::record::marker::One<$stage> = together("stage")
                .writers($crate::record::field::Writers::Action)
                .purpose($crate::record::field::Purpose::Casework)
                .group("course");
            /// Since when.
            stage_since: $crate::record::marker::Day = together("stage")
                .writers($crate::record::field::Writers::Action)
                .purpose($crate::record::field::Purpose::Casework)
                .group("course");
            /// What was said when it moved last.
            stage_note: $crate::record::marker::LongText<2_000> = together("stage")
                .merge($crate::record::field::MergePolicy::Person)
                .writers($crate::record::field::Writers::Action)
                .purpose($crate::record::field::Purpose::Casework)
                .group("course");
        }
    };
    // A record that belongs to another one: its place.
    (
        $(#[$doc:meta])*
        $name:ident = $kind:expr, $code:literal;
        title: $title:ident;
        parent: $parent:ident;
        home: $home:expr;
        access: $access:expr;
        $(moves: $course:expr;)?
        $(rules: $rules:expr;)?
        $(warnings: $warnings:expr;)?
        $(family: $family:expr;)?
        $(register: $register:literal;)?
        $(unique: $unique:expr;)?
        $(files: $files:expr;)?
        list: $list:expr;
        retention_years: $retention:literal;
        groups: $groups:expr;
        $($fields:tt)*
    ) => {
        $crate::record::macros::record! { @emit
            $(#[$doc])*
            $name = $kind, $code;
            title: $title;
            parent: $parent;
            home: $home;
            access: $access;
            $(moves: $course;)?
            $(rules: $rules;)?
            $(warnings: $warnings;)?
            $(family: $family;)?
            $(register: $register;)?
            $(unique: $unique;)?
            $(files: $files;)?
            list: $list;
            retention_years: $retention;
            groups: $groups;
            $($fields)*
            /// Commune of the record it belongs to: decides who sees it.
            commune_code: $crate::record::marker::CommuneCode = writers($crate::record::field::Writers::Server)
                .purpose($crate::record::field::Purpose::Casework)
                .group("place");
            /// Owner account of the record it belongs to.
            owner_account: $crate::record::marker::Account = writers($crate::record::field::Writers::Server)
                .purpose($crate::record::field::Purpose::Casework)
                .group("place");
        }
    };
    (
        @emit
        $(#[$doc:meta])*
        $name:ident = $kind:expr, $code:literal;
        title: $title:ident;
        $(parent: $parent:ident;)?
        home: $home:expr;
        access: $access:expr;
        $(moves: $course:expr;)?
        $(rules: $rules:expr;)?
        $(warnings: $warnings:expr;)?
        $(family: $family:expr;)?
        $(register: $register:literal;)?
        $(unique: $unique:expr;)?
        $(files: $files:expr;)?
        list: $list:expr;
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
                parent: $crate::record::field::optional_name(&[$(stringify!($parent))?]),
                $(course: Some($course),)?
                $(rules: $rules,)?
                $(warnings: Some($warnings),)?
                $(family: Some($family),)?
                $(register: Some($register),)?
                $(unique: Some($unique),)?
                $(files: $files,)?
                list: $list,
                groups: $groups,
                fields: &[$(
                    $crate::record::field::FieldSpec::new(
                        stringify!($field),
                        <$ty as $crate::record::marker::FieldKind>::TYPE,
                    )$($(.$modifier($($arg),*))+)?,
                )*],
                retention_years: $retention,
                ..$crate::record::KindSpec::of($kind, $code, stringify!($title), $home, $access)
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
    (
        $(#[$doc:meta])*
        $name:ident = $kind:expr, $code:literal;
        $($rest:tt)*
    ) => {
        $crate::record::macros::record! { @emit $(#[$doc])* $name = $kind, $code; $($rest)* }
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

/// Why a value, or a record, is not accepted: one table of codes and the keys of their words.
macro_rules! problem_codes {
    ($($(#[$doc:meta])* $name:ident = $code:literal,)*) => {
        /// Why a value, or a record, is not accepted.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        pub enum ProblemCode {
            /// A text is not of its format.
            Format($crate::formats::FormatProblem),
            $($(#[$doc])* $name,)*
        }

        impl ProblemCode {
            /// Every code besides those of formats.
            pub const RULES: &[Self] = &[$(Self::$name,)*];

            /// The key of its words.
            pub const fn code(self) -> &'static str {
                match self {
                    Self::Format(problem) => problem.code(),
                    $(Self::$name => concat!("problem.", $code),)*
                }
            }
        }
    };
}
pub(crate) use problem_codes;
