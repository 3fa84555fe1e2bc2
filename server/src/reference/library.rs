//! The legal library as it comes: acts with what is known of them. A text that was not seen says so.

use std::collections::BTreeMap;

use domain::id::RecordId;
use domain::record::Kind;
use domain::record::field::Choice;
use domain::record::reference::ReferenceStage;
use domain::record::reference::legal_text::LegalStatus;
use domain::value::{Document, Value};

const TEXTS: &str = include_str!("../../data/legal_texts.json");

/// Fields that name another act by its number.
const NAMING: [&str; 2] = ["amends", "replaced_by"];

/// The id of an act by its number.
pub fn id(number: &str) -> RecordId {
    RecordId::named(Kind::LegalText.code(), number)
}

/// The acts. The file is part of the program and read by a test, so a fault in it stops the build's tests,
/// not a server.
pub fn records() -> Vec<(RecordId, Kind, Document)> {
    let texts: Vec<BTreeMap<String, serde_json::Value>> = serde_json::from_str(TEXTS).unwrap_or_default();
    texts.into_iter().filter_map(record).collect()
}

fn record(text: BTreeMap<String, serde_json::Value>) -> Option<(RecordId, Kind, Document)> {
    let id = id(text.get("number")?.as_str()?);
    let mut doc = Document::default();
    for (field, value) in &text {
        let value = match value {
            serde_json::Value::String(number) if NAMING.contains(&field.as_str()) => {
                Value::Text(self::id(number).to_string())
            }
            serde_json::Value::String(text) => Value::text(text.as_str()),
            serde_json::Value::Array(items) => {
                Value::List(items.iter().filter_map(|item| item.as_str().map(Value::text)).collect())
            }
            _ => return None,
        };
        doc.set(field, Some(value));
    }
    // An act that nobody here has read waits for somebody who enters it, and for a second person.
    let status = doc.text("status").and_then(LegalStatus::from_code);
    let stage = match status? {
        LegalStatus::InForce | LegalStatus::Amended => Some(ReferenceStage::InForce),
        LegalStatus::Replaced | LegalStatus::Expired => Some(ReferenceStage::Ended),
        LegalStatus::NotSeen => None,
    };
    doc.set("stage", stage.map(|stage| Value::text(stage.code())));
    Some((id, Kind::LegalText, doc))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use domain::formats::date;
    use domain::record::Kind;
    use domain::validation::{Level, validate};

    use super::super::settings;
    use super::records;

    #[test]
    fn every_act_that_a_question_or_a_step_names_is_in_the_library() {
        let known: BTreeSet<String> =
            records().iter().filter_map(|(_, _, doc)| Some(doc.text("number")?.to_owned())).collect();
        let of_fields = Kind::ALL.iter().flat_map(|kind| kind.spec().fields).filter_map(|field| field.law);
        let courses = Kind::ALL.iter().filter_map(|kind| kind.spec().course);
        let of_steps = courses.flat_map(|course| {
            let stages = course.stages().codes.iter();
            stages.flat_map(move |stage| {
                let exits = course.exits(stage).into_iter();
                exits.filter_map(move |(action, _)| course.terms(stage, action)?.law)
            })
        });
        let named: BTreeSet<&str> =
            of_fields.chain(of_steps).filter_map(|law| law.split(' ').next()).collect();
        let missing: Vec<&&str> = named.iter().filter(|number| !known.contains(**number)).collect();
        assert!(named.len() >= 5 && missing.is_empty(), "{missing:?}");
    }

    #[test]
    fn what_comes_with_the_product_is_valid_and_each_entry_has_a_name_of_its_own() {
        let today = date::parse_iso("2026-11-25").unwrap();
        let entries: Vec<_> = records().into_iter().chain(settings::records()).collect();
        let ids: BTreeSet<_> = entries.iter().map(|(id, ..)| *id).collect();
        assert_eq!(ids.len(), entries.len());
        for (_, kind, doc) in &entries {
            let problems = validate(*kind, doc, today, Level::Full);
            assert!(problems.is_empty(), "{}: {doc:?}: {problems:?}", kind.code());
        }
        assert_eq!(records().len(), 27);
    }

    #[test]
    fn an_act_that_was_read_is_confirmed_and_one_that_was_not_waits_for_two_people() {
        let of = |stage: Option<&str>| {
            let found = records().into_iter().filter(|(_, _, doc)| doc.text("stage") == stage);
            found.map(|(_, _, doc)| doc.text("status").unwrap().to_owned()).collect::<BTreeSet<_>>()
        };
        assert_eq!(of(Some("in_force")), ["amended", "in_force"].map(str::to_owned).into());
        assert_eq!(of(Some("ended")), ["expired", "replaced"].map(str::to_owned).into());
        assert_eq!(of(None), ["not_seen"].map(str::to_owned).into());
    }

    #[test]
    fn every_act_that_was_changed_has_the_one_that_changed_it() {
        let all = records();
        let named = |field: &str| -> BTreeSet<String> {
            all.iter().filter_map(|(_, _, doc)| Some(doc.text(field)?.to_owned())).collect()
        };
        let amended = all.iter().filter(|(_, _, doc)| doc.text("status") == Some("amended"));
        let amended: BTreeSet<String> = amended.map(|(id, ..)| id.to_string()).collect();
        assert_eq!(amended, named("amends"));
        let ids: BTreeSet<String> = all.iter().map(|(id, ..)| id.to_string()).collect();
        assert!(named("amends").is_subset(&ids) && named("replaced_by").is_subset(&ids));
    }
}
