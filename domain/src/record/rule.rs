//! Problems as data, and rules between fields. A problem names a field, a code and what its words
//! need, so that a form can show all of them, in any language.

use alloc::borrow::ToOwned;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use chrono::NaiveDate;

use crate::formats::FormatProblem;
use crate::formats::date;
use crate::value::Document;
use crate::words::{self, Lang};

macro_rules! problem_codes {
    ($($(#[$doc:meta])* $name:ident = $code:literal,)*) => {
        /// Why a value, or a record, is not accepted.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        pub enum ProblemCode {
            /// A text is not of its format.
            Format(FormatProblem),
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

problem_codes! {
    /// Nothing is there.
    Required = "required",
    /// Fewer than `min` characters.
    TooShort = "too_short",
    /// More than `max` characters.
    TooLong = "too_long",
    /// Not between `min` and `max`.
    OutOfRange = "out_of_range",
    /// No year between `min` and `max`.
    Year = "year",
    /// After today.
    FutureDay = "future_date",
    /// No choice of the list.
    UnknownChoice = "unknown_choice",
    /// Neither yes nor no.
    NotYesNo = "not_yes_no",
    /// No commune of the province.
    UnknownCommune = "unknown_commune",
    /// Latitude outside the province.
    Latitude = "latitude",
    /// Longitude outside the province.
    Longitude = "longitude",
    /// More than `max` rows.
    TooManyRows = "too_many_rows",
    /// A value of another shape than the field has.
    WrongType = "wrong_type",
    /// Characters that cannot be printed.
    ControlCharacters = "control_characters",
    /// No id of a record or account.
    Reference = "reference",
    /// More women than workers.
    FemaleOverTotal = "female_over_total",
    /// More insured workers than workers.
    InsuredOverTotal = "insured_over_total",
    /// More local workers than workers.
    LocalOverTotal = "local_over_total",
    /// More seasonal workers than workers.
    SeasonalOverTotal = "seasonal_over_total",
    /// Neither 0 nor between 1 and 100 million đồng a month.
    IncomeRange = "income_range",
    /// The owner would be a child, or older than anyone.
    BirthYear = "birth_year",
    /// One coordinate without the other.
    HalfPlace = "half_place",
    /// A 12-digit tax code belongs to a household.
    TaxCodeHousehold = "tax_code_household",
    /// Only households may be unregistered.
    UnregisteredForm = "unregistered_form",
    /// Consent without the day or the person.
    HalfConsent = "half_consent",
    /// A machine bought before it was made.
    BoughtBeforeMade = "bought_before_made",
    /// A day that must not be before `other` is.
    DayOrder = "date_order",
    /// The end is before the start.
    EndBeforeStart = "end_before_start",
    /// More than `other`.
    MoreThan = "more_than",
    /// Support greater than the investment.
    SupportOverTotal = "support_over_total",
    /// Advance above 70 % of the support (100 % for a start-up).
    AdvanceOverLimit = "advance_over_limit",
    /// Advance and payments above the support.
    PaidOverApproved = "paid_over_approved",
    /// More asked back than was paid.
    RecoveryOverPaid = "recovery_over_paid",
    /// A figure of a year that is not over.
    FutureYear = "future_year",
    /// Warning: the place is `km` from the centre of the commune.
    FarFromCommune = "far_from_commune",
    /// Warning: the measured place is more than 50 m uncertain.
    GpsAccuracy = "gps_accuracy",
    /// Warning: the declared size class is not the computed one.
    SizeClassDiffers = "size_class_differs",
    /// Warning: nobody looked at it for 12 months.
    Stale = "stale",
}

/// What the words of a problem are filled with.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Param {
    /// As it is.
    Text(String),
    /// The word of this key.
    Word(String),
}

/// One problem.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    /// The field, or `machinery[2].serial` inside the third row.
    pub field: String,
    /// What is wrong.
    pub code: ProblemCode,
    /// What its words are filled with.
    pub params: Vec<(&'static str, Param)>,
}

impl Problem {
    /// A problem whose words need nothing.
    pub fn new(field: &str, code: ProblemCode) -> Self {
        Self { field: field.to_owned(), code, params: Vec::new() }
    }

    /// The same with a number for its words.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.params.push((name, Param::Text(value.to_string())));
        self
    }

    /// The same with a word for its words.
    #[must_use]
    pub fn with_word(mut self, name: &'static str, key: String) -> Self {
        self.params.push((name, Param::Word(key)));
        self
    }

    /// Whether it stands at, or inside, a field of the record.
    pub fn touches(&self, is_meant: impl Fn(&str) -> bool) -> bool {
        is_meant(self.field.split(['.', '[']).next().unwrap_or(&self.field))
    }

    /// What a person reads.
    pub fn message(&self, lang: Lang) -> String {
        let Some(word) = words::find(self.code.code()) else {
            return self.code.code().to_owned();
        };
        let texts: Vec<(&str, String)> = self
            .params
            .iter()
            .map(|(name, param)| {
                let text = match param {
                    Param::Text(text) => text.clone(),
                    Param::Word(key) => {
                        words::find(key).map_or(key.as_str(), |word| word.text(lang)).to_owned()
                    }
                };
                (*name, text)
            })
            .collect();
        let params: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (*name, text.as_str())).collect();
        word.fill(lang, &params)
    }
}

/// A rule between the fields of a record. It holds as long as a field it needs is empty or not yet
/// valid: that is another problem.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// What is wrong when it does not hold.
    pub code: ProblemCode,
    /// The fields it is about; the problem stands at the first one.
    pub fields: &'static [&'static str],
    /// Word of the other field, for codes that name one: `field.<kind>.<name>`.
    pub other: Option<&'static str>,
    /// Whether it holds.
    pub check: fn(&Document, NaiveDate) -> bool,
}

impl Rule {
    /// A rule whose words need nothing.
    pub const fn new(
        code: ProblemCode,
        fields: &'static [&'static str],
        check: fn(&Document, NaiveDate) -> bool,
    ) -> Self {
        Self { code, fields, other: None, check }
    }

    /// A rule whose words name another field.
    pub const fn naming(
        code: ProblemCode,
        fields: &'static [&'static str],
        other: &'static str,
        check: fn(&Document, NaiveDate) -> bool,
    ) -> Self {
        Self { code, fields, other: Some(other), check }
    }

    /// The problem of a record in which it does not hold.
    pub fn problem(&self) -> Problem {
        let problem = Problem::new(self.fields.first().copied().unwrap_or_default(), self.code);
        match self.other {
            Some(key) => problem.with_word("other", key.to_owned()),
            None => problem,
        }
    }
}

/// Whether the first number is at most the second; also while one of them is missing.
pub fn at_most(doc: &Document, less: &str, more: &str) -> bool {
    match (number(doc, less), number(doc, more)) {
        (Some(less), Some(more)) => less <= more,
        (None, _) | (_, None) => true,
    }
}

/// Whether the first day is not after the second; also while one of them is missing.
pub fn in_order(doc: &Document, first: &str, second: &str) -> bool {
    match (day(doc, first), day(doc, second)) {
        (Some(first), Some(second)) => first <= second,
        (None, _) | (_, None) => true,
    }
}

/// The number a field holds.
pub fn number(doc: &Document, field: &str) -> Option<i64> {
    doc.get(field)?.as_int()
}

/// The day a field holds.
pub fn day(doc: &Document, field: &str) -> Option<NaiveDate> {
    date::parse_iso(doc.text(field)?).ok()
}
