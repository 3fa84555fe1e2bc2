//! Criteria and their weights (DOMAIN §5, §8): of a selection or of a voting; a round keeps those it was opened with.
//! TT 36/2013 Đ.9 names points of appraisal and no numbers; TT 26/2014 Đ.7, 16 lets the chair propose bands.

use chrono::NaiveDate;

use crate::legal::Certainty;
use crate::record::access::Access;
use crate::record::field::{Purpose, Weight};
use crate::record::macros::row;
use crate::record::marker::{Day, FieldKind, LegalTextRef, One, Rows, Text, Whole, Year};
use crate::record::reference::{COURSE, FAMILY, ReferenceStage, entry};
use crate::record::rule::{ProblemCode, Rule, in_order};
use crate::record::{Home, Kind};
use crate::value::Document;

row! {
    /// A criterion.
    RubricRow = "rubric_row";
    /// Code, such as `c1`.
    code: Text<1, 20> = required();
    /// What is judged.
    label: Text<2, 200> = required();
    /// The most points.
    max: Whole<0, 100> = required();
    /// By what it is measured.
    measured_by: Text<0, 400>;
}

/// The rules.
pub const RULES: &[Rule] = &[
    Rule::new(ProblemCode::EndBeforeStart, &["valid_to", "valid_from"], |doc, _| {
        in_order(doc, "valid_from", "valid_to")
    }),
    Rule::new(ProblemCode::WeightsNotHundred, &["criteria"], weights_are_hundred),
];

entry! {
    /// Criteria and their weights (DOMAIN §5, §8): of a selection or of a voting; a round keeps those it was opened with.
    Rubric = Kind::Rubric, "rubric";
    title: name;
    home: Home::Reference;
    access: Access::Reference;
    course: ReferenceStage, &COURSE;
    rules: RULES;
    family: &FAMILY;
    list: &["year", "valid_from"];
    retention_years: 10;
    groups: &["list", "validity", "course"];

    /// Name.
    name: Text<3, 200> = required().purpose(Purpose::Identify).search(Weight::Title).group("list");
    /// Year.
    year: Year = required().purpose(Purpose::Casework).group("list");
    /// The criteria, 100 points in all.
    criteria: Rows<RubricRow> = required().purpose(Purpose::Casework).group("list");
    /// First day it is for.
    valid_from: Day = required().together("validity").purpose(Purpose::Casework).group("validity");
    /// Last day; absent while nothing has taken its place.
    valid_to: Day = together("validity").purpose(Purpose::Casework).group("validity");
    /// The act and its article, as people cite it.
    legal_ref: Text<2, 200> = required().purpose(Purpose::Casework).search(Weight::Weak).group("validity");
    /// The act in the library.
    legal_text: LegalTextRef = purpose(Purpose::Casework).group("validity");
    /// How far it was checked.
    certainty: One<Certainty> = purpose(Purpose::Casework).group("validity");
}

fn weights_are_hundred(doc: &Document, _today: NaiveDate) -> bool {
    let Some(rows) = doc.get("criteria").and_then(Rows::<RubricRow>::read) else { return true };
    rows.is_empty() || rows.iter().filter_map(|row| row.max).sum::<i64>() == 100
}
