//! Where a visit was made, measured and set against the record: what the GPS line of a visit writes.

use alloc::vec::Vec;

use super::rules::is_mock;
use crate::alert::{Place, metres_between};
use crate::clock::Millis;
use crate::communes::{self, Commune};
use crate::value::{Document, Value};

/// A commune on record is believed when its centre is at most so much farther than the nearest one:
/// what is known of communes is their centre, not their border.
const DOUBT_METRES: i64 = 2_500;
const UNITS_PER_DEGREE: f64 = 1e7;

/// What a device measured.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Measured {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// Radius of error, metres.
    pub accuracy: f64,
    /// Time of the measurement.
    pub at: Millis,
    /// Time of the device.
    pub now: Millis,
}

impl Measured {
    /// The position.
    #[expect(clippy::cast_possible_truncation, reason = "degrees on earth in 1e-7 fit into i64")]
    pub fn place(&self) -> Place {
        // No `round` without std: half a unit towards the sign, which is a centimetre.
        let units = |degrees: f64| {
            let scaled = degrees * UNITS_PER_DEGREE;
            (if scaled < 0.0 { scaled - 0.5 } else { scaled + 0.5 }) as i64
        };
        Place { lat_e7: units(self.latitude), lng_e7: units(self.longitude) }
    }

    /// The fields of a visit to this facility that it fills, in the order of the description.
    #[expect(clippy::cast_possible_truncation, reason = "a radius of error is short")]
    pub fn fields(&self, facility: &Document) -> Vec<(&'static str, Option<Value>)> {
        let place = self.place();
        let commune = commune_at(place, facility.text("commune_code"));
        // Rounded up: 49.2 m are not better than 50.
        let accuracy = (self.accuracy.clamp(0.0, 100_000.0) as i64) + i64::from(self.accuracy % 1.0 > 0.0);
        Vec::from([
            ("lat", Some(Value::Int(place.lat_e7))),
            ("lng", Some(Value::Int(place.lng_e7))),
            ("gps_accuracy_m", Some(Value::Int(accuracy.min(100_000)))),
            ("gps_at", Some(Value::Int(self.at.0))),
            ("gps_mock", Some(Value::Bool(is_mock(self.accuracy, self.now.since(self.at))))),
            ("distance_m", distance(place, facility).map(|metres| Value::Int(metres.min(1_000_000)))),
            ("place_commune", commune.map(|commune| Value::text(commune.code))),
            ("no_gps_reason", None),
        ])
    }
}

/// Metres from the place on record; `None` while none is recorded.
pub fn distance(place: Place, facility: &Document) -> Option<i64> {
    let int = |field: &str| facility.get(field).and_then(Value::as_int);
    Some(metres_between(place, Place { lat_e7: int("lat")?, lng_e7: int("lng")? }))
}

/// The commune of a position: the one on record where that may be, else the one with the nearest centre.
pub fn commune_at(place: Place, on_record: Option<&str>) -> Option<&'static Commune> {
    let away =
        |commune: &Commune| metres_between(place, Place { lat_e7: commune.lat_e7, lng_e7: commune.lng_e7 });
    let nearest = communes::COMMUNES.iter().min_by_key(|commune| away(commune))?;
    let believed = on_record.and_then(communes::by_code);
    Some(believed.filter(|commune| away(commune) <= away(nearest) + DOUBT_METRES).unwrap_or(nearest))
}
