//! What looks odd in a facility and may still be right: shown, never in the way.

use alloc::vec::Vec;

use chrono::{Months, NaiveDate};

use super::lists::Sex;
use crate::communes;
use crate::formats::{citizen_id, date};
use crate::record::field::Choice;
use crate::record::rule::{Problem, ProblemCode};
use crate::size_class::{Figures, SizeClass, size_class};
use crate::value::Document;

/// Farther than this from its centre, a place is hardly in the commune.
const FAR_METRES: i64 = 15_000;
/// A worse measurement should be taken again.
const COARSE_METRES: i64 = 50;
/// After this many months data are to be refreshed.
const STALE_MONTHS: u32 = 12;

/// The warnings of a facility.
pub fn warnings(doc: &Document, today: NaiveDate) -> Vec<Problem> {
    let mut found = Vec::new();
    citizen_id_warnings(doc, &mut found);
    if let Some(metres) = metres_from_commune(doc).filter(|metres| *metres > FAR_METRES) {
        found.push(Problem::new("lat", ProblemCode::FarFromCommune).with("km", metres / 1000));
    }
    if doc.int("gps_accuracy_m").is_some_and(|metres| metres > COARSE_METRES) {
        found.push(Problem::new("gps_accuracy_m", ProblemCode::GpsAccuracy));
    }
    let computed = size_class(Figures {
        workers_insured: doc.int("workers_insured"),
        revenue_vnd: doc.int("revenue_vnd"),
        capital_vnd: doc.int("capital_total_vnd"),
    });
    let declared = doc.text("size_class_declared").and_then(SizeClass::from_code);
    if let (Some(declared), Some(computed)) = (declared, computed)
        && declared != computed
    {
        let key = alloc::format!("choice.size_class.{}", computed.code());
        let problem = Problem::new("size_class_declared", ProblemCode::SizeClassDiffers);
        found.push(problem.with_word("computed", key));
    }
    let verified = doc.text("verified_on").and_then(|day| date::parse_iso(day).ok());
    if verified.is_some_and(|day| is_stale(day, today)) {
        found.push(Problem::new("verified_on", ProblemCode::Stale));
    }
    found
}

fn citizen_id_warnings(doc: &Document, found: &mut Vec<Problem>) {
    let Some(digits) = doc.text("owner_citizen_id") else {
        return;
    };
    let sex = doc.text("owner_sex").and_then(Sex::from_code).map(|sex| match sex {
        Sex::Male => citizen_id::Sex::Male,
        Sex::Female => citizen_id::Sex::Female,
    });
    let told = citizen_id::warnings(digits, sex, doc.int("owner_birth_year"));
    found.extend(told.into_iter().map(|problem| {
        Problem::new("owner_citizen_id", ProblemCode::Format(problem)).with("value", citizen_id::mask(digits))
    }));
}

fn is_stale(verified: NaiveDate, today: NaiveDate) -> bool {
    verified.checked_add_months(Months::new(STALE_MONTHS)).is_some_and(|until| until < today)
}

/// Straight distance to the centre of the commune. At the latitude of the province a degree is
/// 111.2 km northwards and 103.6 km eastwards.
fn metres_from_commune(doc: &Document) -> Option<i64> {
    let commune = communes::by_code(doc.text("commune_code")?)?;
    let north = doc.int("lat")?.checked_sub(commune.lat_e7)?.checked_mul(1_112)? / 100_000;
    let east = doc.int("lng")?.checked_sub(commune.lng_e7)?.checked_mul(1_036)? / 100_000;
    let square = north.checked_mul(north)?.checked_add(east.checked_mul(east)?)?;
    Some(square.isqrt())
}
