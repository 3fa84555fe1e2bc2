//! What looks odd in a facility and may still be right: shown, never in the way.

use alloc::vec::Vec;

use chrono::{Months, NaiveDate};

use super::Facility;
use super::lists::Sex;
use crate::communes;
use crate::formats::citizen_id;
use crate::record::rule::{Problem, ProblemCode};
use crate::size_class::{Figures, size_class};

/// Farther than this from its centre, a place is hardly in the commune.
const FAR_METRES: i64 = 15_000;
/// A worse measurement should be taken again.
const COARSE_METRES: i64 = 50;
/// After this many months data are to be refreshed.
const STALE_MONTHS: u32 = 12;

/// The warnings of a facility.
pub fn warnings(facility: &Facility, today: NaiveDate) -> Vec<Problem> {
    let mut found = Vec::new();
    citizen_id_warnings(facility, &mut found);
    if let Some(metres) = metres_from_commune(facility).filter(|metres| *metres > FAR_METRES) {
        found.push(Problem::new("lat", ProblemCode::FarFromCommune).with("km", metres / 1000));
    }
    if facility.gps_accuracy_m.is_some_and(|metres| metres > COARSE_METRES) {
        found.push(Problem::new("gps_accuracy_m", ProblemCode::GpsAccuracy));
    }
    let computed = size_class(Figures {
        workers_insured: facility.workers_insured,
        revenue_vnd: facility.revenue_vnd,
        capital_vnd: facility.capital_total_vnd,
    });
    if let (Some(declared), Some(computed)) = (facility.size_class_declared, computed)
        && declared != computed
    {
        let key = alloc::format!("choice.size_class.{}", computed.code());
        let problem = Problem::new("size_class_declared", ProblemCode::SizeClassDiffers);
        found.push(problem.with_word("computed", key));
    }
    if facility.verified_on.is_some_and(|day| is_stale(day, today)) {
        found.push(Problem::new("verified_on", ProblemCode::Stale));
    }
    found
}

fn citizen_id_warnings(facility: &Facility, found: &mut Vec<Problem>) {
    let Some(digits) = &facility.owner_citizen_id else {
        return;
    };
    let sex = facility.owner_sex.map(|sex| match sex {
        Sex::Male => citizen_id::Sex::Male,
        Sex::Female => citizen_id::Sex::Female,
    });
    let told = citizen_id::warnings(digits, sex, facility.owner_birth_year);
    found.extend(told.into_iter().map(|problem| {
        Problem::new("owner_citizen_id", ProblemCode::Format(problem)).with("value", citizen_id::mask(digits))
    }));
}

fn is_stale(verified: NaiveDate, today: NaiveDate) -> bool {
    verified.checked_add_months(Months::new(STALE_MONTHS)).is_some_and(|until| until < today)
}

/// Straight distance to the centre of the commune. At the latitude of the province a degree is
/// 111.2 km northwards and 103.6 km eastwards.
fn metres_from_commune(facility: &Facility) -> Option<i64> {
    let commune = communes::by_code(facility.commune_code.as_deref()?)?;
    let north = (facility.lat? - commune.lat_e7).checked_mul(1_112)? / 100_000;
    let east = (facility.lng? - commune.lng_e7).checked_mul(1_036)? / 100_000;
    let square = north.checked_mul(north)?.checked_add(east.checked_mul(east)?)?;
    Some(square.isqrt())
}
