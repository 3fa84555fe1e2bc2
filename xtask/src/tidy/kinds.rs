//! Every record kind is described whole: its file, words in both languages, a list, groups, an end, and for
//! each field the purpose it is held for. What a description means is proved by the domain's own tests; here
//! it is held against the files, so that a gap names the kind and the line.

use super::{Finding, Tree};

const KINDS: &str = "domain/src/record.rs";
const LANGUAGES: [&str; 2] = ["vi", "en"];
/// What stands in every description.
const PARTS: [&str; 5] = ["title: ", "access: ", "list: ", "groups: ", "retention_years: "];

/// A kind as its list names it.
struct Named<'a> {
    name: &'a str,
    line: usize,
}

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let Some((_, text)) = tree.iter().find(|(path, _)| *path == KINDS) else { return Vec::new() };
    let kinds = listed(text);
    if kinds.is_empty() {
        return vec![Finding::new(KINDS, 1, "no kinds are listed in kinds!")];
    }
    kinds.iter().flat_map(|kind| described(tree, kind)).collect()
}

/// The names in `kinds! { … }`.
fn listed(text: &str) -> Vec<Named<'_>> {
    let lines = text.lines().enumerate().skip_while(|(_, line)| *line != "kinds! {").skip(1);
    let inside = lines.take_while(|(_, line)| *line != "}");
    let named = inside.filter_map(|(index, line)| {
        let (name, _) = line.trim().split_once(" = ").filter(|(_, path)| path.ends_with(','))?;
        Some(Named { name, line: index + 1 })
    });
    named.collect()
}

fn described(tree: &Tree, kind: &Named<'_>) -> Vec<Finding> {
    let opening = format!(" = Kind::{}, \"", kind.name);
    let found = tree.ending(".rs").filter(|(path, _)| path.starts_with("domain/src/record/")).find_map(
        |(path, text)| {
            let at = text.lines().position(|line| line.contains(&opening))?;
            Some((path, text, at))
        },
    );
    let Some((path, text, at)) = found else {
        return vec![Finding::new(KINDS, kind.line, format!("{} is described nowhere", kind.name))];
    };
    let body: Vec<(usize, &str)> =
        text.lines().enumerate().skip(at).take_while(|(_, line)| *line != "}").collect();
    let code = body.first().and_then(|(_, line)| line.split('"').nth(1)).unwrap_or_default();
    let mut findings = Vec::new();
    for part in PARTS {
        if !body.iter().any(|(_, line)| line.trim_start().starts_with(part)) {
            findings.push(Finding::new(path, at + 1, format!("{} has no {part}", kind.name)));
        }
    }
    for (index, line) in body.iter().filter(|(_, line)| is_field(line)) {
        if !line.contains("purpose(Purpose::") {
            let field = line.trim().split(':').next().unwrap_or_default();
            let what = format!("{} does not say what {field} is held for", kind.name);
            findings.push(Finding::new(path, index + 1, what));
        }
    }
    for language in LANGUAGES {
        let words = format!("domain/locales/{language}/{code}.json");
        if !tree.has(&words) {
            findings.push(Finding::new(path, at + 1, format!("{} has no {words}", kind.name)));
        }
    }
    findings
}

/// `    name: Type = …;`: a part of the description has no modifiers.
fn is_field(line: &str) -> bool {
    let Some((name, rest)) = line.strip_prefix("    ").and_then(|line| line.split_once(": ")) else {
        return false;
    };
    let is_name = name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    let is_type = rest.starts_with(|first: char| first.is_ascii_uppercase());
    is_name && is_type && rest.contains(" = ") && rest.ends_with(';')
}

#[cfg(test)]
mod tests {
    use super::super::found;
    use super::*;

    const LIST: &str = "kinds! {\n    /// A visit.\n    Visit = visit::Visit,\n}\n";

    fn told(description: &str) -> Vec<String> {
        let files = [
            (KINDS, LIST),
            ("domain/src/record/visit.rs", description),
            ("domain/locales/vi/visit.json", "{}"),
            ("domain/locales/en/visit.json", "{}"),
        ];
        found(check, &files)
    }

    #[test]
    fn a_whole_description_is_in_order() {
        let whole = "record! {\n    Visit = Kind::Visit, \"visit\";\n    title: on;\n    access: Access::Visit;\n    \
                     list: &[\"on\"];\n    retention_years: 10;\n    groups: &[\"who\"];\n\n    \
                     on: Day = required().purpose(Purpose::Casework).group(\"who\");\n}\n";
        assert_eq!(told(whole), Vec::<String>::new());
    }

    #[test]
    fn what_is_missing_is_named_with_its_kind() {
        let bare = "record! {\n    Visit = Kind::Visit, \"visit\";\n    title: on;\n    access: Access::Visit;\n    \
                    list: &[\"on\"];\n    groups: &[\"who\"];\n\n    on: Day = required().group(\"who\");\n}\n";
        assert_eq!(
            told(bare),
            [
                "domain/src/record/visit.rs:2: Visit has no retention_years: ",
                "domain/src/record/visit.rs:8: Visit does not say what on is held for",
            ]
        );
        let nowhere = found(check, &[(KINDS, LIST)]);
        assert_eq!(nowhere, ["domain/src/record.rs:3: Visit is described nowhere"]);
    }
}
