//! A list of people as somebody typed or pasted it, one on each line: name first, then in any order
//! year of birth, sex, citizen id, phone; what is left over is the village.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use chrono::NaiveDate;

use crate::formats::{citizen_id, contact};
use crate::record::Kind;
use crate::record::facility::lists::Sex;
use crate::record::rule::Problem;
use crate::search::fold_vi;
use crate::validation::{Level, validate};
use crate::value::{Document, Value};

/// The most lines that are taken at once.
pub const MOST_LINES: usize = 200;

/// One line as it was understood.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    /// Its number, from 1.
    pub number: usize,
    /// The trainee without the class.
    pub doc: Document,
    /// What is wrong or missing.
    pub problems: Vec<Problem>,
}

/// Reads a list; empty lines are passed over.
pub fn read(text: &str, today: NaiveDate) -> Vec<Line> {
    let lines = text.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty()).take(MOST_LINES);
    lines
        .map(|(line, number)| {
            let doc = document(line);
            let mut problems = validate(Kind::Trainee, &doc, today, Level::Full);
            problems.retain(|problem| problem.field != "training_class");
            Line { number, doc, problems }
        })
        .collect()
}

fn document(line: &str) -> Document {
    let cells = line.split(['\t', ';', ',', '|']).map(clean).filter(|cell| !cell.is_empty());
    // A running number in front is not a name.
    let mut cells = cells.skip_while(|cell| cell.len() < 4 && cell.bytes().all(|byte| byte.is_ascii_digit()));
    let mut doc = Document::default();
    doc.set("name", cells.next().map(Value::Text));
    let mut rest: Vec<String> = Vec::new();
    for cell in cells {
        match understood(&cell) {
            Some((field, value)) if doc.get(field).is_none() => doc.set(field, Some(value)),
            Some(_) | None => rest.push(cell),
        }
    }
    doc.set("village", (!rest.is_empty()).then(|| Value::Text(rest.join(", "))));
    doc
}

fn clean(cell: &str) -> String {
    cell.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn understood(cell: &str) -> Option<(&'static str, Value)> {
    let is_year = cell.len() == 4 && cell.bytes().all(|byte| byte.is_ascii_digit());
    if is_year {
        return Some(("birth_year", Value::Int(cell.parse().ok()?)));
    }
    if let Some(sex) = sex(cell) {
        return Some(("sex", Value::Text(sex.code().to_string())));
    }
    if let Ok(id) = citizen_id::parse(cell) {
        return Some(("citizen_id", Value::Text(id)));
    }
    contact::parse_phone(cell).ok().map(|phone| ("phone", Value::Text(phone)))
}

fn sex(cell: &str) -> Option<Sex> {
    match fold_vi(cell).as_str() {
        "nam" | "male" | "m" => Some(Sex::Male),
        "nu" | "female" | "f" => Some(Sex::Female),
        _ => None,
    }
}
