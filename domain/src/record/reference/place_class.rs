//! Whether facilities of a commune may benefit, and with which priority (DOMAIN §1.1, §1.3). No answer of the Department: not known.
//! NĐ 45/2012 Đ.1, 6; NĐ 235/2025; TT 46/2012 Đ.6.3.

use chrono::NaiveDate;

use crate::legal::Certainty;
use crate::record::access::Access;
use crate::record::commune::PlacePriority;
use crate::record::field::{Purpose, Weight};
use crate::record::marker::{CommuneCode, Day, Flag, LegalTextRef, One, Text};
use crate::record::reference::{COURSE, FAMILY, ReferenceStage, applies_on, entry};
use crate::record::rule::{ProblemCode, Rule, day, in_order};
use crate::record::{Home, Kind};
use crate::value::Document;

/// The rules.
pub const RULES: &[Rule] =
    &[Rule::new(ProblemCode::EndBeforeStart, &["valid_to", "valid_from"], |doc, _| {
        in_order(doc, "valid_from", "valid_to")
    })];

/// The entry of a commune in force on a day, the newest of several.
pub fn in_force<'a>(
    entries: impl IntoIterator<Item = &'a Document>,
    commune: &str,
    on: NaiveDate,
) -> Option<&'a Document> {
    let of_place =
        entries.into_iter().filter(|doc| doc.text("commune") == Some(commune) && applies_on(doc, on));
    of_place.max_by_key(|doc| day(doc, "valid_from"))
}

entry! {
    /// Whether facilities of a commune may benefit, and with which priority (DOMAIN §1.1, §1.3).
    PlaceClass = Kind::PlaceClass, "place_class";
    title: commune;
    home: Home::Reference;
    access: Access::Reference;
    course: ReferenceStage, &COURSE;
    rules: RULES;
    family: &FAMILY;
    list: &["eligible", "priority", "valid_from"];
    retention_years: 10;
    groups: &["place", "validity", "course"];

    /// The commune.
    commune: CommuneCode = required().purpose(Purpose::Eligibility).group("place");
    /// Whether facilities that produce here may benefit.
    eligible: Flag = required().purpose(Purpose::Eligibility).group("place");
    /// Its priority, if it has one.
    priority: One<PlacePriority> = purpose(Purpose::Eligibility).group("place");
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
