//! Whether two trainees are one person, and how people are put in order and named shortly.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::formats::citizen_id;
use crate::record::rule::number;
use crate::search::fold_vi;
use crate::value::Document;

/// Whether two trainees are the same person: by the citizen id when both show theirs, otherwise by name,
/// year of birth and commune, all of which must be known.
pub fn is_same(one: &Document, other: &Document) -> bool {
    match (id_of(one), id_of(other)) {
        (Some(one), Some(other)) => one == other,
        (None, _) | (_, None) => by_name(one).is_some_and(|one| by_name(other) == Some(one)),
    }
}

/// What a person is known by: the citizen id, else name, year of birth and commune; `None` of who could be anybody.
pub fn key(doc: &Document) -> Option<String> {
    id_of(doc).map(String::from).or_else(|| {
        let (name, year, home) = by_name(doc)?;
        Some(format!("{home}:{year}:{name}"))
    })
}

/// A number that is masked for the reader tells nothing.
fn id_of(doc: &Document) -> Option<&str> {
    doc.text("citizen_id").filter(|id| citizen_id::parse(id).is_ok())
}

fn by_name(doc: &Document) -> Option<(String, i64, &str)> {
    let home = doc.text("home_commune").or_else(|| doc.text("commune_code"))?;
    Some((fold_vi(doc.text("name")?), number(doc, "birth_year")?, home))
}

/// The name as people are called by it: the given name first.
pub fn given_first(name: &str) -> (String, String) {
    let mut parts: Vec<&str> = name.split_whitespace().collect();
    let given = parts.pop().unwrap_or_default();
    (String::from(given), parts.join(" "))
}

/// `N.T.H.` of Nguyễn Thị Hạnh.
pub fn initials(name: &str) -> String {
    let letters = name.split_whitespace().filter_map(|part| part.chars().next());
    letters.flat_map(|letter| letter.to_uppercase().chain(core::iter::once('.'))).collect()
}
