//! The 99 communes and wards of the province since 01/07/2025, and the old units they were formed from.
//! Facts of DOMAIN Appendix A, compiled in; it knows no record.

use alloc::string::String;
use alloc::vec::Vec;

use crate::search::{Query, Rank, lower, nfc_vi};

include!(concat!(env!("OUT_DIR"), "/communes_table.rs"));

/// What a unit of the commune level is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CommuneKind {
    /// Xã, a rural commune.
    Xa,
    /// Phường, an urban ward.
    Phuong,
}

impl CommuneKind {
    /// The stored code, also the end of the word key `choice.commune_kind.…`.
    pub const fn code(self) -> &'static str {
        match self {
            CommuneKind::Xa => "xa",
            CommuneKind::Phuong => "phuong",
        }
    }
}

/// One unit of the commune level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Commune {
    /// Five digits with the leading zero.
    pub code: &'static str,
    /// Commune or ward.
    pub kind: CommuneKind,
    /// The registered name, without its kind.
    pub name: &'static str,
    /// Latitude of the centre in 1e-7 degree.
    pub lat_e7: i64,
    /// Longitude of the centre in 1e-7 degree.
    pub lng_e7: i64,
    /// The old units, each with its kind: `Phường Khắc Niệm`.
    pub formed_from: &'static [&'static str],
}

impl Commune {
    /// Code of the province this place belonged to before the merger: 24 Bắc Giang, 27 Bắc Ninh.
    pub fn former_province(&self) -> &'static str {
        if self.code < "09000" { "24" } else { "27" }
    }

    /// The old units that were communes, wards or towns; a firing range is none.
    pub fn old_communes(&self) -> impl Iterator<Item = &'static str> {
        self.formed_from.iter().copied().filter(|old| old_name(old).is_some())
    }
}

/// The commune of a code.
pub fn by_code(code: &str) -> Option<&'static Commune> {
    let index = COMMUNES.binary_search_by(|commune| commune.code.cmp(code)).ok()?;
    COMMUNES.get(index)
}

/// One answer of [`find`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// The commune of today.
    pub commune: &'static Commune,
    /// The old unit whose name matched, when the name of today did not match as well.
    pub old_unit: Option<&'static str>,
    /// How well the name matched.
    pub rank: Rank,
}

/// Searches the names of today and the old names: "khac niem" finds Hạp Lĩnh, formed from
/// Phường Khắc Niệm. An old name that repeats (Đồng Tiến) brings every commune that holds one.
/// An empty text brings all, in the order of their codes.
pub fn find(text: &str) -> Vec<Found> {
    let (kind, name) = split_kind(text);
    let query = Query::new(&name);
    let mut found: Vec<Found> =
        COMMUNES.iter().filter_map(|commune| match_one(&query, kind, text, commune)).collect();
    // Near matches are noise as soon as something really matched.
    if found.iter().any(|one| one.rank < Rank::Near) {
        found.retain(|one| one.rank < Rank::Near);
    }
    crate::ordering::sort_by_key(&mut found, |one| (one.rank, one.old_unit.is_some()));
    found
}

fn match_one(
    query: &Query,
    kind: Option<CommuneKind>,
    text: &str,
    commune: &'static Commune,
) -> Option<Found> {
    let whole = Query::new(text);
    let today = match kind {
        Some(wanted) if wanted != commune.kind => None,
        _ => query.rank_text(commune.name),
    };
    let today = best(today, whole.rank_text(commune.name));
    let old = commune
        .old_communes()
        .filter_map(|unit| {
            let by_name = query.rank_text(old_name(unit).unwrap_or(unit));
            // Scattered words of a unit with its kind (Xã Ngọc Lý) are no match for "xa ly".
            let by_unit = whole.rank_text(unit).filter(|rank| *rank < Rank::Words);
            Some((best(by_name, by_unit)?, unit))
        })
        .min_by_key(|(rank, _)| *rank);
    match (today, old) {
        (Some(rank), Some((old_rank, unit))) if old_rank < rank => {
            Some(Found { commune, old_unit: Some(unit), rank: old_rank })
        }
        (Some(rank), _) => Some(Found { commune, old_unit: None, rank }),
        (None, Some((rank, unit))) => Some(Found { commune, old_unit: Some(unit), rank }),
        (None, None) => None,
    }
}

fn best(left: Option<Rank>, right: Option<Rank>) -> Option<Rank> {
    left.into_iter().chain(right).min()
}

/// "Phường Hạp Lĩnh" asks for a ward called Hạp Lĩnh. Who types marks elsewhere would type them
/// in `xã` too: "Xa Lý" is a name.
fn split_kind(text: &str) -> (Option<CommuneKind>, String) {
    let text = text.trim();
    if let Some((first, rest)) = text.split_once(char::is_whitespace) {
        let kind = match (lower(&nfc_vi(first)).as_str(), rest.is_ascii()) {
            ("xã", _) | ("xa", true) => Some(CommuneKind::Xa),
            ("phường", _) | ("phuong", true) => Some(CommuneKind::Phuong),
            _ => None,
        };
        if kind.is_some() {
            return (kind, String::from(rest));
        }
    }
    (None, String::from(text))
}

fn old_name(unit: &str) -> Option<&str> {
    ["Xã ", "Phường ", "Thị trấn "].iter().find_map(|kind| unit.strip_prefix(kind))
}
