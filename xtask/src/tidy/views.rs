//! Templates stay short: what repeats in a long `view!` belongs into a component (and compiles faster there).

use super::scan::scan;
use super::{Finding, Tree};

const LONGEST: usize = 60;

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in tree.ending(".rs").filter(|(path, _)| path.starts_with("app/src/")) {
        let code = scan(text).code;
        let mut line = 1;
        for (index, piece) in code.split("view!").enumerate() {
            let length = lines_of_block(piece);
            if index > 0 && length > LONGEST {
                findings.push(Finding::new(
                    path,
                    line,
                    format!("a view! of {length} lines (at most {LONGEST})"),
                ));
            }
            line += piece.matches('\n').count();
        }
    }
    findings
}

/// Lines from the first bracket to the one that closes it, or to the next `view!` inside, which counts alone.
fn lines_of_block(piece: &str) -> usize {
    let mut depth = 0;
    let mut lines = 1;
    for character in piece.chars() {
        match character {
            '{' | '(' | '[' => depth += 1,
            '}' | ')' | ']' => depth -= 1,
            '\n' => lines += 1,
            _ => continue,
        }
        if depth == 0 && character != '\n' {
            break;
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::super::found;
    use super::*;

    #[test]
    fn a_long_template_is_found_where_it_begins() {
        let view = |lines: usize| format!("fn a() {{\n view! {{\n{} }}\n}}\n", "<p/>\n".repeat(lines));
        let (short, long) = (view(LONGEST - 2), view(LONGEST + 1));
        let found = found(check, &[("app/src/pages/a.rs", &short), ("app/src/pages/b.rs", &long)]);
        assert_eq!(found, ["app/src/pages/b.rs:2: a view! of 63 lines (at most 60)"]);
    }
}
