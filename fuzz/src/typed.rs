//! What people type and the tables they hand in.

use chrono::NaiveDate;
use domain::formats::{citizen_id, contact, date, document_number, number, tax_code, vsic};
use domain::id::RecordId;
use domain::record::Kind;
use domain::role::Role;
use domain::search::{Query, SearchText, fold_vi, nfc_vi};
use domain::sheet::{self, Names, csv};
use domain::words::Lang;

struct Nobody;

impl Names for Nobody {
    fn name(&self, _: RecordId) -> Option<String> {
        None
    }

    fn find(&self, _: Kind, _: &str) -> Vec<RecordId> {
        Vec::new()
    }
}

/// A table is taken apart and each row read as a record.
pub fn table(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let rows = csv::read(text);
    let Some((head, rest)) = rows.split_first() else { return };
    let today = NaiveDate::from_ymd_opt(2026, 11, 27).unwrap();
    // Each kind in its turn: all of them for each table would be slow.
    let kinds = [Kind::Facility, Kind::ALL[bytes.len() % Kind::ALL.len()]];
    for kind in kinds {
        let headings = sheet::headings(kind, Role::CentreStaff, head);
        for row in rest.iter().take(20) {
            sheet::read(kind, &headings, row, today, &Nobody);
        }
    }
}

/// What is taken is shown, and what is shown is taken for the same.
pub fn typed(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(day) = date::parse(text) {
        assert_eq!(date::parse(&date::show(day)), Ok(day));
        assert_eq!(date::parse_iso(&date::to_iso(day)), Ok(day));
    }
    if let Ok(whole) = number::parse_integer(text) {
        assert_eq!(number::parse_integer(&number::show_integer(whole, Lang::Vi)), Ok(whole));
        // As the English write it, it is refused or the same, never another number.
        let other = number::parse_integer(&number::show_integer(whole, Lang::En));
        assert!(other.is_err() || other == Ok(whole), "{other:?}");
    }
    for places in 0..4 {
        if let Ok(units) = number::parse_fixed(text, places) {
            let shown = number::show_fixed(units, places, Lang::Vi);
            assert_eq!(number::parse_fixed(&shown, places), Ok(units), "{shown}");
        }
    }
    if let Ok(degrees) = number::parse_degrees(text) {
        number::show_degrees(degrees);
    }
    if let Ok(digits) = contact::parse_phone(text) {
        assert_eq!(contact::parse_phone(&contact::show_phone(&digits)), Ok(digits.clone()));
        contact::mask_phone(&digits);
    }
    if let Ok(digits) = citizen_id::parse(text) {
        citizen_id::warnings(&digits, None, None);
    }
    citizen_id::mask(text);
    drop((contact::parse_email(text), document_number::parse(text), vsic::parse(text)));
    for holder in [tax_code::Holder::Organisation, tax_code::Holder::Household] {
        drop(tax_code::parse(text, holder));
    }
    let (folded, composed) = (fold_vi(text), nfc_vi(text));
    assert_eq!(fold_vi(&folded), folded);
    assert_eq!(nfc_vi(&composed), composed);
    Query::new(text).rank(&SearchText::new([text]));
}
