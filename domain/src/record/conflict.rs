//! Two values of the same fields, both kept until a person has chosen (PROTOCOL §4, §5). The server
//! makes it; the action `resolve` ends it, on any device and offline too.

pub mod course;

use alloc::collections::BTreeMap;
use alloc::string::String;

use crate::ordering;
use crate::record::access::Access;
use crate::record::field::{Choice, MergePolicy, Privacy, Purpose, Writers};
use crate::record::macros::{choices, record};
use crate::record::marker::{Account, FieldKind, Instant, LongText, Names, One, Text, Values};
use crate::record::stage::ConflictStage;
use crate::record::{Home, Kind};
use crate::value::{Document, Value};

choices! {
    /// Why a person has to look.
    Cause = "conflict_cause";
    /// Two people changed the same fields.
    Edited = "edited",
    /// The record was deleted while somebody edited it.
    Deleted = "deleted",
    /// Both edits were fine, together they break a rule.
    Rule = "rule",
}

choices! {
    /// Which value was chosen.
    Side = "conflict_side";
    /// The one in effect stays.
    Current = "current",
    /// The one that came second takes effect.
    Proposed = "proposed",
    /// A third one, in `resolution`.
    Other = "other",
}

record! {
    /// A conflict between two people's edits of one record.
    Conflict = Kind::Conflict, "conflict";
    title: cause;
    parent: record;
    home: Home::Parent;
    access: Access::Conflict;
    moves: &course::ConflictCourse;
    list: &["about_kind", "stage"];
    retention_years: 10;
    groups: &["values", "resolution"];

    /// The record it is about.
    record: Text<36, 36> = required().writers(Writers::Server).purpose(Purpose::Casework).group("values");
    /// Kind of that record.
    about_kind: Text<1, 40> = required().writers(Writers::Server).purpose(Purpose::Casework).group("values");
    /// The fields it is about: one, or those of a merge group.
    fields: Names = required().merge(MergePolicy::Person).writers(Writers::Server).purpose(Purpose::Casework).group("values");
    /// Why.
    cause: One<Cause> = required().writers(Writers::Server).purpose(Purpose::Casework).group("values");
    /// The rule, for cause `rule`.
    rule: Text<1, 80> = writers(Writers::Server).purpose(Purpose::Casework).group("values");
    /// What both saw at the start; a field without a value was empty.
    base: Values = writers(Writers::Server).privacy(Privacy::Restricted).purpose(Purpose::Casework).group("values");
    /// What is in effect.
    current: Values = writers(Writers::Server).privacy(Privacy::Restricted).purpose(Purpose::Casework).group("values");
    /// Name of who wrote that.
    current_by: Text<1, 120> = writers(Writers::Server).privacy(Privacy::Personal).purpose(Purpose::Casework).group("values");
    /// Role of who wrote that.
    current_role: Text<1, 40> = writers(Writers::Server).purpose(Purpose::Casework).group("values");
    /// Account of who wrote that.
    current_account: Account = writers(Writers::Server).purpose(Purpose::Casework).group("values");
    /// When.
    current_at: Instant = writers(Writers::Server).purpose(Purpose::Casework).group("values");
    /// What came second.
    proposed: Values = writers(Writers::Server).privacy(Privacy::Restricted).purpose(Purpose::Casework).group("values");
    /// Name of who wrote that.
    proposed_by: Text<1, 120> = writers(Writers::Server).privacy(Privacy::Personal).purpose(Purpose::Casework).group("values");
    /// Role of who wrote that.
    proposed_role: Text<1, 40> = writers(Writers::Server).purpose(Purpose::Casework).group("values");
    /// Account of who wrote that.
    proposed_account: Account = writers(Writers::Server).purpose(Purpose::Casework).group("values");
    /// When.
    proposed_at: Instant = writers(Writers::Server).purpose(Purpose::Casework).group("values");
    /// Open or resolved.
    stage: One<ConflictStage> = together("stage").writers(Writers::Action).purpose(Purpose::Casework).group("resolution");
    /// Which value was chosen.
    side: One<Side> = together("stage").writers(Writers::Action).purpose(Purpose::Casework).group("resolution");
    /// The third values, for side `other`; a field without a value is cleared.
    resolution: Values = together("stage").writers(Writers::Action).privacy(Privacy::Restricted).purpose(Purpose::Casework).group("resolution");
    /// Why, in words.
    reason: LongText<1_000> = together("stage").merge(MergePolicy::Person).writers(Writers::Action).purpose(Purpose::Casework).group("resolution");
    /// Name of who chose.
    resolved_by: Text<1, 120> = together("stage").writers(Writers::Action).privacy(Privacy::Personal).purpose(Purpose::Casework).group("resolution");
    /// When.
    resolved_at: Instant = together("stage").writers(Writers::Action).purpose(Purpose::Casework).group("resolution");
}

/// Whether nobody has chosen yet.
pub fn is_open(doc: &Document) -> bool {
    doc.text("stage") != Some(ConflictStage::Resolved.code())
}

/// The values that a resolved conflict puts in effect, field by field; absent clears the field.
/// `None` while nobody has chosen.
pub fn chosen(doc: &Document) -> Option<BTreeMap<String, Option<Value>>> {
    let source = match Side::from_code(doc.text("side")?)? {
        Side::Current => "current",
        Side::Proposed => "proposed",
        Side::Other => "resolution",
    };
    let values = doc.get(source).and_then(Values::read).unwrap_or_default();
    let fields = doc.get("fields").and_then(Names::read).unwrap_or_default();
    Some(ordering::map(fields.into_iter().map(|field| (field.clone(), values.get(&field).cloned()))))
}

/// The side of another conflict that comes from whom this side of one comes from, where both are of one cause: the
/// same two people changed the same fields of two records, as after two lists were taken in.
pub fn alike(one: &Document, side: Side, other: &Document) -> Option<Side> {
    let is_same = ["about_kind", "fields", "cause"].iter().all(|field| one.get(field) == other.get(field));
    let people = |doc: &Document, fields: [&str; 2]| {
        let [one, other] = fields.map(|field| doc.text(field).map(String::from));
        Some((one?, other?))
    };
    let (as_is, crossed) = (["current_account", "proposed_account"], ["proposed_account", "current_account"]);
    let of_one = people(one, as_is)?;
    let swapped = match side {
        Side::Current => Side::Proposed,
        Side::Proposed => Side::Current,
        Side::Other => return None,
    };
    match is_same {
        true if people(other, as_is)? == of_one => Some(side),
        true if people(other, crossed)? == of_one => Some(swapped),
        true | false => None,
    }
}

#[cfg(test)]
mod tests {
    use alloc::collections::BTreeMap;
    use alloc::string::String;

    use super::{Side, alike, chosen};
    use crate::value::{Document, Value};

    fn values(phone: &str) -> Value {
        Value::Map(BTreeMap::from([(String::from("phone"), Value::text(phone))]))
    }

    fn conflict() -> Document {
        Document::default()
            .with("fields", Value::List([Value::text("phone"), Value::text("zalo")].into()))
            .with("current", values("0912000543"))
            .with("proposed", values("0912000345"))
    }

    #[test]
    fn nothing_is_chosen_while_it_is_open() {
        assert_eq!(chosen(&conflict()), None);
    }

    #[test]
    fn a_field_without_a_value_on_the_chosen_side_is_cleared() {
        let chosen = chosen(&conflict().with("side", "proposed")).unwrap();
        assert_eq!(chosen.get("phone"), Some(&Some(Value::text("0912000345"))));
        assert_eq!(chosen.get("zalo"), Some(&None));
    }

    #[test]
    fn a_third_value_may_be_chosen() {
        let doc = conflict().with("side", "other").with("resolution", values("0222000145"));
        assert_eq!(chosen(&doc).unwrap().get("phone"), Some(&Some(Value::text("0222000145"))));
    }

    #[test]
    fn a_choice_counts_for_the_same_person_where_the_same_two_changed_the_same_fields() {
        let of = |current: &str, proposed: &str| {
            conflict()
                .with("cause", "edited")
                .with("current_account", current)
                .with("proposed_account", proposed)
        };
        let (one, crossed) = (of("lan", "hung"), of("hung", "lan"));
        assert_eq!(alike(&one, Side::Current, &of("lan", "hung")), Some(Side::Current));
        assert_eq!(alike(&one, Side::Current, &crossed), Some(Side::Proposed), "who came second there");
        assert_eq!(alike(&one, Side::Proposed, &crossed), Some(Side::Current));
        assert_eq!(alike(&one, Side::Other, &crossed), None, "a third value is of one record");
        assert_eq!(alike(&one, Side::Current, &of("lan", "thu")), None);
        let name = of("lan", "hung").with("fields", Value::List([Value::text("name")].into()));
        assert_eq!(alike(&one, Side::Current, &name), None);
        assert_eq!(alike(&one, Side::Current, &of("lan", "hung").with("cause", "rule")), None);
    }
}
