//! The way of a product to the level above (TT 26/2014 Đ.12): a valid certificate opens the round of the next
//! level, and what was written below is not written again.

use alloc::string::ToString;

use chrono::NaiveDate;

use crate::id::RecordId;
use crate::jury::VotingLevel;
use crate::record::field::Choice;
use crate::record::product::certificate;
use crate::record::product::entry_family::level;
use crate::record::product::round::RoundStage;
use crate::value::Document;

/// What a product is, whichever round it is in. The conditions are said anew, and photos are taken anew.
const TAKEN_ALONG: [&str; 13] = [
    "facility",
    "name",
    "product_group",
    "unit",
    "set_of",
    "description",
    "material",
    "yearly_output",
    "price",
    "sales",
    "workers",
    "papers",
    "ocop_stars",
];

/// Whether a round takes products with this certificate: it is of the level above and open, and the certificate is
/// valid on that day.
pub fn is_open_to(round: &Document, lower: &Document, on: NaiveDate) -> bool {
    let Some(own) = certificate::read(lower) else { return false };
    let stage = round.text("stage").and_then(RoundStage::from_code);
    let below = level(round).and_then(VotingLevel::below);
    stage == Some(RoundStage::Open) && below == Some(own.level) && own.is_valid(on)
}

/// The product in the round above, as a draft: from its entry below, or, where the book has none, from the
/// certificate alone.
pub fn nomination(
    (lower, certificate): (RecordId, &Document),
    entry: Option<&Document>,
    round: RecordId,
) -> Document {
    let mut new =
        Document::default().with("round", round.to_string()).with("lower_certificate", lower.to_string());
    new.set("facility", certificate.get("facility").cloned());
    new.set("name", certificate.get("product").cloned());
    if let Some(entry) = entry {
        for field in TAKEN_ALONG {
            new.set(field, entry.get(field).cloned());
        }
    }
    new
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Kind;

    fn on(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn certificate() -> Document {
        Document::default()
            .with("facility", RecordId::named("facility", "1").to_string())
            .with("product", "Gốm men nâu")
            .with("level", "province")
            .with("issued_on", "2025-09-01")
    }

    fn round(level: &str, stage: &str) -> Document {
        Document::default().with("level", level).with("stage", stage)
    }

    #[test]
    fn the_round_of_the_next_level_is_open_to_a_valid_certificate() {
        let day = on("2026-11-27");
        assert!(is_open_to(&round("region", "open"), &certificate(), day));
        assert!(!is_open_to(&round("nation", "open"), &certificate(), day), "a level is not passed over");
        assert!(!is_open_to(&round("province", "open"), &certificate(), day));
        assert!(!is_open_to(&round("region", "judging"), &certificate(), day));
        let withdrawn = certificate().with("withdrawn_on", "2026-10-01");
        assert!(!is_open_to(&round("region", "open"), &withdrawn, day));
        let expired = certificate().with("issued_on", "2023-09-01");
        assert!(!is_open_to(&round("region", "open"), &expired, day));
    }

    #[test]
    fn what_was_written_below_is_not_written_again() {
        let (lower, above) = (RecordId::named("certificate", "1"), RecordId::named("round", "2"));
        let entry = Document::default()
            .with("facility", RecordId::named("facility", "1").to_string())
            .with("round", "the round below")
            .with("name", "Bộ ấm chén men nâu")
            .with("description", "Đất sét Phù Lãng, nung củi")
            .with("own_make", true)
            .with("mean", 8_250);
        let new = nomination((lower, &certificate()), Some(&entry), above);
        assert_eq!(new.text("name"), Some("Bộ ấm chén men nâu"));
        assert_eq!(new.text("description"), entry.text("description"));
        assert_eq!(new.text("round"), Some(above.to_string().as_str()));
        assert_eq!(new.text("lower_certificate"), Some(lower.to_string().as_str()));
        assert_eq!((new.get("own_make"), new.get("mean")), (None, None), "said and scored anew");
        let old = nomination((lower, &certificate()), None, above);
        assert_eq!(old.text("name"), Some("Gốm men nâu"));
        assert!(TAKEN_ALONG.iter().all(|field| Kind::ProductEntry.spec().field(field).is_some()));
    }
}
