//! Whether a record is valid: every problem of it, never the first only, type by type and rule by
//! rule. Fields that are not described here belong to a newer version and are left alone.

mod check;
pub mod display;
pub mod typed;

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use chrono::NaiveDate;

use crate::record::Kind;
use crate::record::field::{FieldSpec, FieldType, Writers};
use crate::record::rule::{Problem, ProblemCode, Rule};
use crate::value::{Document, Value};

/// How much is asked of a record.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Level {
    /// A draft keeps whatever a person typed; only what no field may hold is a problem.
    Draft,
    /// What is there is right, and the record has a name and a place; the rest may follow (UX-3).
    Saved,
    /// Everything that is needed is there and right.
    Full,
}

/// Every problem of a record.
pub fn validate(kind: Kind, doc: &Document, today: NaiveDate, level: Level) -> Vec<Problem> {
    let mut problems = fields(kind, doc, today, level);
    match level {
        Level::Draft => {}
        Level::Saved | Level::Full => problems.extend(broken(kind, doc, today).map(Rule::problem)),
    }
    problems
}

/// The problems of single fields.
pub fn fields(kind: Kind, doc: &Document, today: NaiveDate, level: Level) -> Vec<Problem> {
    let specs = kind.spec().fields.iter();
    specs.flat_map(|spec| field(kind, spec, doc, today, level)).collect()
}

/// The problems of one field.
fn field(kind: Kind, spec: &FieldSpec, doc: &Document, today: NaiveDate, level: Level) -> Vec<Problem> {
    let is_due = match level {
        Level::Draft => false,
        Level::Saved => spec.name == kind.spec().title || matches!(spec.ty, FieldType::CommuneCode),
        Level::Full => true,
    };
    let is_required = is_due && spec.is_required(doc) && is_asked(spec);
    one(spec.name, &spec.ty, doc.get(spec.name), is_required, today, level)
}

/// What an action or the server writes is not asked of who fills in the form.
fn is_asked(spec: &FieldSpec) -> bool {
    match spec.writers {
        Writers::Editors | Writers::WithOwner | Writers::Afterwards(_) | Writers::Roles(_) => true,
        Writers::Action | Writers::Server => false,
    }
}

fn one(
    path: &str,
    ty: &FieldType,
    value: Option<&Value>,
    is_required: bool,
    today: NaiveDate,
    level: Level,
) -> Vec<Problem> {
    let Some(value) = value else {
        return if is_required { Vec::from([Problem::new(path, ProblemCode::Required)]) } else { Vec::new() };
    };
    if value.check().is_err() {
        return Vec::from([Problem::new(path, ProblemCode::ControlCharacters)]);
    }
    match (level, ty, value) {
        (Level::Draft, _, Value::Text(_)) => Vec::new(),
        (Level::Draft | Level::Saved | Level::Full, FieldType::Rows(spec), Value::List(items)) => {
            rows(path, spec.fields, items, today, level)
        }
        (Level::Draft, _, _) => check::shape(path, ty, value).into_iter().collect(),
        (Level::Saved | Level::Full, _, _) => check::value(path, ty, value, today).into_iter().collect(),
    }
}

fn rows(
    path: &str,
    specs: &'static [FieldSpec],
    items: &[Value],
    today: NaiveDate,
    level: Level,
) -> Vec<Problem> {
    let mut problems = Vec::new();
    if items.len() > check::MAX_ROWS {
        problems.push(Problem::new(path, ProblemCode::TooManyRows).with("max", check::MAX_ROWS));
    }
    for (at, item) in items.iter().enumerate() {
        let Value::Map(entries) = item else {
            problems.push(Problem::new(&format!("{path}[{at}]"), ProblemCode::WrongType));
            continue;
        };
        let row = Document(entries.clone());
        for spec in specs {
            let is_required = level == Level::Full && spec.is_required(&row);
            let inner: String = format!("{path}[{at}].{}", spec.name);
            problems.extend(one(&inner, &spec.ty, row.get(spec.name), is_required, today, level));
        }
    }
    problems
}

/// The rules between the fields of a kind.
pub fn rules(kind: Kind) -> &'static [Rule] {
    kind.spec().rules
}

/// The rules that do not hold.
pub fn broken<'a>(
    kind: Kind,
    doc: &'a Document,
    today: NaiveDate,
) -> impl Iterator<Item = &'static Rule> + use<'a> {
    rules(kind).iter().filter(move |rule| !(rule.check)(doc, today))
}

/// What looks odd and is not in the way.
pub fn warnings(kind: Kind, doc: &Document, today: NaiveDate) -> Vec<Problem> {
    kind.spec().warnings.map_or_else(Vec::new, |warnings| warnings(doc, today))
}
