//! Problems of a form in words, the same at the field and in the summary.

use domain::record::Kind;
use domain::record::field::{FieldType, RowSpec};
use domain::record::rule::Problem;
use domain::word;

use crate::components::value_text::{field_label, row_label};
use crate::i18n::{fill, lang};

/// “Mã số thuế: chữ số cuối không khớp”.
pub fn problem_line(kind: Kind, problem: &Problem) -> String {
    let field = problem_label(kind, &problem.field);
    fill(word!("form.error_line"), &[("field", &field), ("problem", &problem.message(lang()))])
}

/// What the kin of a record have against a change, in one text; none when they have nothing.
pub fn objection_words(kind: Kind, problems: &[Problem]) -> Option<String> {
    let lines = problems.iter().map(|problem| match problem.field.as_str() {
        "" => problem.message(lang()),
        _ => problem_line(kind, problem),
    });
    (!problems.is_empty()).then(|| lines.collect::<Vec<_>>().join(" · "))
}

/// The field a problem stands at: `machinery[2].serial` stands at `machinery`.
pub fn problem_field(problem: &Problem) -> &str {
    problem.field.split(['.', '[']).next().unwrap_or(&problem.field)
}

/// “Máy móc 3, Số máy”.
fn problem_label(kind: Kind, path: &str) -> String {
    let Some((field, inside)) = path.split_once('[') else { return field_label(kind, path) };
    let (at, column) = inside.split_once(']').unwrap_or((inside, ""));
    let number = at.parse::<usize>().map_or_else(|_| at.to_owned(), |at| (at + 1).to_string());
    let row = format!("{} {number}", field_label(kind, field));
    match (rows_of(kind, field), column.strip_prefix('.')) {
        (Some(spec), Some(column)) => format!("{row}, {}", row_label(spec, column)),
        _ => row,
    }
}

fn rows_of(kind: Kind, field: &str) -> Option<&'static RowSpec> {
    match kind.spec().field(field)?.ty {
        FieldType::Rows(row) => Some(row),
        _ => None,
    }
}
