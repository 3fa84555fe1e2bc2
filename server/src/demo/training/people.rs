//! The people of a class, and on which days they were there.

use domain::id::RecordId;
use domain::value::{Document, Value};

use super::classes::Plan;
use crate::demo::calendar::Day;
use crate::demo::dice::Dice;
use crate::demo::facility::Facility;
use crate::demo::people::People;
use crate::demo::places::PHU_LANG;

/// The woman of the picture: she is on two lists of the same afternoons.
const HANG: &str = "Đỗ Thị Hằng";

/// Somebody on the list.
pub struct Trainee {
    pub id: RecordId,
    pub doc: Document,
}

/// Who it is. The first of the pottery and the sewing class of Phù Lãng is the same person.
pub fn document(
    dice: &mut Dice,
    people: &mut People,
    host: &Facility,
    plan: &Plan,
    nth: u8,
    year: i64,
) -> Document {
    let is_hang = nth == 0 && plan.commune == PHU_LANG && plan.began < 30;
    let person = if is_hang {
        let mut hang = people.named(HANG.to_owned(), true, "27", year);
        (hang.birth_year, hang.citizen_id) = (1988, "027188000716".to_owned());
        hang
    } else {
        people.person("27", year - 8)
    };
    let sex = if person.is_woman { "female" } else { "male" };
    let doc = Document::default()
        .with("name", person.name)
        .with("sex", sex)
        .with("birth_year", person.birth_year)
        .with("village", host.village.as_str())
        .with("home_commune", host.commune.code);
    let doc = match is_hang || dice.percent(70) {
        true => doc.with("citizen_id", person.citizen_id),
        false => doc.with("no_id_reason", "Đang làm lại thẻ căn cước, sẽ bổ sung số"),
    };
    let doc = if dice.percent(60) { doc.with("phone", people.phone()) } else { doc };
    if dice.percent(40) { doc.with("from_facility", host.id.to_string()) } else { doc }
}

/// What was marked for these days, added to what stands there.
pub fn marks(dice: &mut Dice, doc: &Document, days: &[Day]) -> Vec<(&'static str, Value)> {
    let fields = ["present_on", "absent_on", "excused_on"];
    let mut sets: [Vec<Value>; 3] =
        fields.map(|field| doc.get(field).and_then(Value::as_list).unwrap_or_default().to_vec());
    let before = sets.clone();
    for day in days {
        let at = match dice.between(1, 100) {
            1..=92 => 0,
            93..=97 => 1,
            _ => 2,
        };
        sets[at].push(Value::Text(day.iso()));
    }
    let changed = fields.into_iter().zip(before).zip(sets).filter(|((_, before), after)| before != after);
    changed.map(|((field, _), after)| (field, Value::List(after))).collect()
}

/// Whether somebody was there on four of five days.
pub fn was_there_enough(doc: &Document, days: usize) -> bool {
    let present = doc.get("present_on").and_then(Value::as_list).map_or(0, <[Value]>::len);
    present * 100 >= days * domain::training::certificate::LEAST_SHARE
}
