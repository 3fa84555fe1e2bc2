//! Records as a table: the columns of a kind from its description, a record as cells, cells as a record
//! with everything that is wrong in them. It knows neither files nor the records around: those that a cell
//! names are found by who calls ([`Names`]).

pub mod csv;

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use chrono::NaiveDate;

use crate::communes::{self, COMMUNES};
use crate::formats::citizen_id;
use crate::formats::number;
use crate::id::RecordId;
use crate::permission::{Sight, may_see, may_write_field};
use crate::record::field::{FieldSpec, FieldType, Privacy, RowSpec};
use crate::record::rule::{Problem, ProblemCode};
use crate::record::{self, Kind};
use crate::role::Role;
use crate::search::fold_vi;
use crate::validation::display::display;
use crate::validation::typed::parse_field;
use crate::validation::{Level, validate};
use crate::value::{Document, Value};
use crate::words::{self, Lang};

/// Between the fields of a row inside a cell; the rows stand on lines of their own.
const BETWEEN: &str = " | ";

/// The records that cells name.
pub trait Names {
    /// What another record is called in a cell: its number in the register, or its title.
    fn name(&self, id: RecordId) -> Option<String>;
    /// The records of a kind that are called so: by id, number, tax code or title.
    fn find(&self, kind: Kind, name: &str) -> Vec<RecordId>;
}

/// Whether values that are shown masked go into an export.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Secrets {
    /// They are left out.
    Left,
    /// They were asked for: as far as the role may see them, masked where it sees them masked.
    Asked,
}

/// Whether a field can stand in a cell at all.
pub fn has_cell(field: &FieldSpec) -> bool {
    !matches!(field.ty, FieldType::Names | FieldType::Values | FieldType::Account)
}

/// The columns of an export.
pub fn exported(kind: Kind, role: Role, secrets: Secrets) -> Vec<&'static FieldSpec> {
    let fields = kind.spec().fields.iter().filter(|field| has_cell(field));
    fields
        .filter(|field| match (may_see(role, field.privacy), field.privacy, secrets) {
            (Sight::Hidden, _, _) | (_, Privacy::Restricted, Secrets::Left) => false,
            (Sight::Clear | Sight::Masked, _, _) => true,
        })
        .collect()
}

/// The columns of an import: what the role may write when it makes a record.
pub fn imported(kind: Kind, role: Role) -> Vec<&'static FieldSpec> {
    let fields = kind.spec().fields.iter().filter(|field| has_cell(field));
    fields
        .filter(|field| may_write_field(role, kind, field, true) && !matches!(field.ty, FieldType::Instant))
        .collect()
}

/// The heading of a column; with the name of its group where two fields of a kind have one label.
pub fn heading(kind: Kind, field: &FieldSpec, lang: Lang) -> String {
    let spec = kind.spec();
    let label = word(&spec.label(field.name), lang);
    let twin = |other: &&FieldSpec| other.name != field.name && word(&spec.label(other.name), lang) == label;
    if spec.fields.iter().any(|other| twin(&other)) {
        format!("{label} ({})", word(&spec.group_label(field.group), lang))
    } else {
        label
    }
}

fn word(key: &str, lang: Lang) -> String {
    words::find(key).map_or(key, |word| word.text(lang)).to_string()
}

/// The cells of a record.
pub fn cells(
    fields: &[&'static FieldSpec],
    doc: &Document,
    (role, lang): (Role, Lang),
    names: &dyn Names,
) -> Vec<String> {
    let cell = |field: &&'static FieldSpec| {
        let Some(value) = doc.get(field.name) else { return String::new() };
        let text = cell(&field.ty, value, lang, names);
        match may_see(role, field.privacy) {
            Sight::Clear => text,
            Sight::Masked => citizen_id::mask(&text),
            Sight::Hidden => String::new(),
        }
    };
    fields.iter().map(cell).collect()
}

/// A value as a table holds it: figures without signs between thousands, so that a sheet can count them.
fn cell(ty: &FieldType, value: &Value, lang: Lang, names: &dyn Names) -> String {
    match (ty, value) {
        (FieldType::Money | FieldType::Whole { .. } | FieldType::Year, Value::Int(number)) => {
            number.to_string()
        }
        (FieldType::Fixed { places, .. }, Value::Int(value)) => {
            number::show_fixed(*value, u32::from(*places), Lang::Vi).replace('.', "")
        }
        (FieldType::TaxCode | FieldType::Phone, Value::Text(text)) => text.clone(),
        (FieldType::Many(_), Value::List(items)) => {
            let shown: Vec<String> = items.iter().map(|item| display(ty, item, lang)).collect();
            shown.join("; ")
        }
        (FieldType::Rows(spec), Value::List(items)) => {
            let lines: Vec<String> = items.iter().map(|item| line(spec, item, lang, names)).collect();
            lines.join("\n")
        }
        (FieldType::Ref(_), Value::Text(id)) => {
            let name = id.parse().ok().and_then(|id| names.name(id));
            name.unwrap_or_else(|| id.clone())
        }
        _ => display(ty, value, lang),
    }
}

fn line(spec: &RowSpec, item: &Value, lang: Lang, names: &dyn Names) -> String {
    let Value::Map(entries) = item else { return String::new() };
    let parts = spec.fields.iter().filter(|field| has_cell(field)).map(|field| {
        let value = entries.get(field.name);
        value.map(|value| cell(&field.ty, value, lang, names)).unwrap_or_default()
    });
    parts.collect::<Vec<_>>().join(BETWEEN)
}

/// What the headings of a table stand for.
#[derive(Clone, Debug)]
pub struct Headings {
    /// The field of each column; none where nobody knows the heading, or the role may not write it.
    pub columns: Vec<Option<&'static FieldSpec>>,
    /// Headings that stand for nothing.
    pub unknown: Vec<String>,
}

/// Reads the headings: labels in either language, or the names of fields.
pub fn headings(kind: Kind, role: Role, row: &[String]) -> Headings {
    let fields = imported(kind, role);
    let is_named = |field: &&&'static FieldSpec, folded: &str| {
        let labels = Lang::ALL.iter().map(|lang| fold_vi(&heading(kind, field, *lang)));
        labels.chain([fold_vi(field.name)]).any(|label| label == folded)
    };
    let column = |text: &String| {
        let folded = fold_vi(text);
        fields.iter().find(|field| is_named(field, &folded)).copied()
    };
    let columns: Vec<Option<&'static FieldSpec>> = row.iter().map(column).collect();
    let pairs = row.iter().zip(&columns).filter(|(text, column)| column.is_none() && !text.trim().is_empty());
    Headings { unknown: pairs.map(|(text, _)| text.clone()).collect(), columns }
}

/// A record that was read from a row, and everything that is wrong with it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    /// What could be read.
    pub doc: Document,
    /// What could not, and what is not valid; nothing is written while there is any.
    pub problems: Vec<Problem>,
}

/// Reads one row.
pub fn read(kind: Kind, headings: &Headings, cells: &[String], today: NaiveDate, names: &dyn Names) -> Line {
    let mut line = Line { doc: Document::default(), problems: Vec::new() };
    for (field, text) in headings.columns.iter().zip(cells) {
        let Some(field) = field else { continue };
        match value(field.name, &field.ty, text, today, names) {
            Ok(value) => line.doc.set(field.name, value),
            Err(problem) => line.problems.push(problem),
        }
    }
    let spec = kind.spec();
    let unread: Vec<String> = line.problems.iter().map(|problem| problem.field.clone()).collect();
    if let Some(parent) = spec.parent.filter(|_| spec.needs_parent())
        && record::parent(kind, &line.doc).is_none()
        && !unread.iter().any(|field| field == parent)
    {
        line.problems.push(Problem::new(parent, ProblemCode::Required));
    }
    let found = validate(kind, &line.doc, today, Level::Saved);
    line.problems.extend(found.into_iter().filter(|problem| !unread.contains(&problem.field)));
    line
}

fn value(
    path: &str,
    ty: &FieldType,
    text: &str,
    today: NaiveDate,
    names: &dyn Names,
) -> Result<Option<Value>, Problem> {
    let text = text.trim();
    match ty {
        _ if text.is_empty() => Ok(None),
        FieldType::CommuneCode => {
            let code = commune(text).ok_or_else(|| Problem::new(path, ProblemCode::UnknownCommune))?;
            Ok(Some(Value::text(code)))
        }
        FieldType::Ref(kind) => match names.find(*kind, text).as_slice() {
            [only] => Ok(Some(Value::text(only.to_string()))),
            [] => Err(Problem::new(path, ProblemCode::NotInBook).with("value", text)),
            _ => Err(Problem::new(path, ProblemCode::SeveralInBook).with("value", text)),
        },
        FieldType::Rows(spec) => {
            let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
            let rows = lines.enumerate().map(|(at, line)| row(path, spec, (at, line), today, names));
            Ok(Some(Value::List(rows.collect::<Result<_, _>>()?)))
        }
        _ => parse_field(path, ty, text, today),
    }
}

fn row(
    path: &str,
    spec: &RowSpec,
    (at, line): (usize, &str),
    today: NaiveDate,
    names: &dyn Names,
) -> Result<Value, Problem> {
    let mut row = Document::default();
    let fields = spec.fields.iter().filter(|field| has_cell(field));
    for (field, text) in fields.zip(line.split(BETWEEN.trim())) {
        row.set(field.name, value(&format!("{path}[{at}].{}", field.name), &field.ty, text, today, names)?);
    }
    Ok(Value::Map(row.0))
}

/// A commune by its code, or by its name with or without “xã”, “phường”.
fn commune(text: &str) -> Option<&'static str> {
    if let Some(commune) = communes::by_code(text) {
        return Some(commune.code);
    }
    let folded = fold_vi(text);
    let called =
        |code: &str, lang: Lang| fold_vi(&display(&FieldType::CommuneCode, &Value::text(code), lang));
    let is_named = |commune: &&communes::Commune| {
        fold_vi(commune.name) == folded || Lang::ALL.iter().any(|lang| called(commune.code, *lang) == folded)
    };
    // Đồng Kỳ and Đồng Kỵ are two places: a name that fits both names neither.
    let mut found = COMMUNES.iter().filter(is_named);
    match (found.next(), found.next()) {
        (Some(only), None) => Some(only.code),
        (None | Some(_), _) => None,
    }
}
