//! Three-way merge of texts by line: changes of different lines are joined, changes of the same
//! place are not.

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

/// Texts with more lines than this are left to a person.
const MAX_LINES: usize = 400;

/// A replaced stretch of the base: `base[from..to]` became `new`.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Edit<'a> {
    from: usize,
    to: usize,
    new: Vec<&'a str>,
}

/// The joined text, or `None` when both changed the same place.
pub fn merge(base: &str, ours: &str, theirs: &str) -> Option<String> {
    let base: Vec<&str> = base.lines().collect();
    let (ours, theirs): (Vec<&str>, Vec<&str>) = (ours.lines().collect(), theirs.lines().collect());
    if [&base, &ours, &theirs].iter().any(|lines| lines.len() > MAX_LINES) {
        return None;
    }
    let mut edits = edits(&base, &ours);
    for edit in self::edits(&base, &theirs) {
        if edits.contains(&edit) {
            continue;
        }
        if edits.iter().any(|other| touches(other, &edit)) {
            return None;
        }
        edits.push(edit);
    }
    crate::ordering::sort_by_key(&mut edits, |edit| (edit.from, edit.to));
    let mut joined: Vec<&str> = Vec::new();
    let mut at = 0;
    for edit in &edits {
        joined.extend(base.get(at..edit.from)?);
        joined.extend(&edit.new);
        at = edit.to;
    }
    joined.extend(base.get(at..)?);
    Some(joined.join("\n"))
}

fn touches(a: &Edit<'_>, b: &Edit<'_>) -> bool {
    a.from <= b.to && b.from <= a.to
}

/// The replaced stretches, by longest common subsequence.
fn edits<'a>(base: &[&str], new: &[&'a str]) -> Vec<Edit<'a>> {
    let width = new.len() + 1;
    let mut common = vec![0_u32; (base.len() + 1) * width];
    let cell = |i: usize, j: usize| i * width + j;
    let read = |table: &[u32], i: usize, j: usize| table.get(cell(i, j)).copied().unwrap_or(0);
    for (i, old) in base.iter().enumerate().rev() {
        for (j, line) in new.iter().enumerate().rev() {
            let length = if old == line {
                read(&common, i + 1, j + 1) + 1
            } else {
                read(&common, i + 1, j).max(read(&common, i, j + 1))
            };
            if let Some(slot) = common.get_mut(cell(i, j)) {
                *slot = length;
            }
        }
    }
    let mut found = Vec::new();
    let mut open: Option<Edit<'a>> = None;
    let (mut i, mut j) = (0, 0);
    loop {
        match (base.get(i), new.get(j)) {
            (None, None) => break,
            (Some(old), Some(line)) if old == line => {
                found.extend(open.take());
                i += 1;
                j += 1;
            }
            (Some(_), None) => {
                open.get_or_insert(Edit { from: i, to: i, new: Vec::new() }).to = i + 1;
                i += 1;
            }
            (Some(_), Some(_)) if read(&common, i + 1, j) >= read(&common, i, j + 1) => {
                open.get_or_insert(Edit { from: i, to: i, new: Vec::new() }).to = i + 1;
                i += 1;
            }
            (_, Some(line)) => {
                open.get_or_insert(Edit { from: i, to: i, new: Vec::new() }).new.push(line);
                j += 1;
            }
        }
    }
    found.extend(open);
    found
}

#[cfg(test)]
mod tests {
    use super::merge;

    #[test]
    fn different_lines_are_joined() {
        let joined = merge("a\nb\nc\nd", "A\nb\nc\nd", "a\nb\nc\nD\ne");
        assert_eq!(joined.as_deref(), Some("A\nb\nc\nD\ne"));
    }

    #[test]
    fn the_same_line_is_left_to_a_person() {
        assert_eq!(merge("a\nb", "a\nB", "a\nβ"), None);
    }

    #[test]
    fn the_same_change_is_no_clash() {
        assert_eq!(merge("a\nb", "a\nB", "a\nB").as_deref(), Some("a\nB"));
    }
}
