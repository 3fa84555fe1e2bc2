//! What the records of one activity come to together: the booths of a fair, the advice of a programme. Counted
//! from the descriptions, so that a figure that is added to one is added up here.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use crate::record::Kind;
use crate::record::activity::ActivityStage;
use crate::record::field::{Choice, FieldSpec, FieldType, Purpose};
use crate::value::{Document, Value};

/// The totals.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Totals {
    /// Records that were not given up.
    pub records: usize,
    /// Different facilities they are of: one with two booths counts once.
    pub facilities: usize,
    /// The figures they are counted by, each with its sum, as far as any record has one.
    pub sums: Vec<(&'static str, i64)>,
}

/// Whether records of a kind are added up: those that are planned, carried out and reported.
pub fn are_added_up(kind: Kind) -> bool {
    let course = kind.spec().course;
    course.is_some_and(|course| course.stages().codes == ActivityStage::LIST.codes)
}

/// Whether a figure is one that adds up: money, and whole numbers of things, that statistics are made of.
fn adds_up(spec: &FieldSpec) -> bool {
    spec.purpose == Purpose::Statistics
        && matches!(spec.ty, FieldType::Money | FieldType::Whole { min: 0, .. })
}

/// Adds up records of one kind.
pub fn totals<'a>(kind: Kind, docs: impl Iterator<Item = &'a Document>) -> Totals {
    let given_up = Some(ActivityStage::Cancelled.code());
    let docs: Vec<&Document> = docs.filter(|doc| doc.text("stage") != given_up).collect();
    let facilities: BTreeSet<&str> = docs.iter().filter_map(|doc| doc.text("facility")).collect();
    let sum_of = |spec: &&'static FieldSpec| {
        let known = docs.iter().filter_map(|doc| doc.get(spec.name).and_then(Value::as_int));
        known.reduce(i64::saturating_add).map(|sum| (spec.name, sum))
    };
    let counted = kind.spec().fields.iter().filter(|spec| adds_up(spec));
    Totals {
        records: docs.len(),
        facilities: facilities.len(),
        sums: counted.filter_map(|spec| sum_of(&spec)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn booth(facility: &str, sales: Option<i64>) -> Document {
        let mut doc = Document::default().with("facility", facility).with("stage", "reported");
        doc.set("sales", sales.map(Value::Int));
        doc
    }

    #[test]
    fn a_fair_counts_booths_facilities_and_sales() {
        let booths = [
            booth("a", Some(30_000_000)).with("orders", 2).with("price", 9_000_000),
            booth("a", Some(5_000_000)),
            booth("b", None),
            booth("c", Some(90_000_000)).with("stage", "cancelled"),
        ];
        let found = totals(Kind::FairBooth, booths.iter());
        assert_eq!((found.records, found.facilities), (3, 2), "a booth that was given up is none");
        assert_eq!(found.sums, [("sales", 35_000_000), ("orders", 2)], "the rent of a booth is no result");
        assert_eq!(totals(Kind::FairBooth, [booth("a", None)].iter()).sums, [], "unknown is not nought");
    }

    #[test]
    fn only_what_is_carried_out_is_added_up() {
        assert!(are_added_up(Kind::FairBooth) && are_added_up(Kind::Consulting));
        assert!(!are_added_up(Kind::ProductEntry) && !are_added_up(Kind::FacilityYear));
    }
}
