//! Where the device is.

use domain::clock::Millis;
use js_sys::{Promise, Reflect};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::PositionOptions;

use super::clock::now;
use super::page::window;

/// How long a measurement may take.
const PATIENCE_MS: u32 = 40_000;
/// How long a photo that is taken waits for its place.
const BESIDE_MS: i32 = 8_000;
/// A device that takes several photos in a row stands where it stood for so long.
const STAYS_MS: u32 = 30_000;

/// A measurement.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Fix {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// Radius of error in metres.
    pub accuracy: f64,
    /// When, as the device says.
    pub at: Millis,
}

/// Why there is none.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NoFix {
    /// The person or the device does not allow it.
    Denied,
    /// Nothing came in time.
    TimedOut,
}

/// Code of a refusal in the browser's answer.
const PERMISSION_DENIED: f64 = 1.0;

/// Measures once, as exactly as the device can.
pub async fn measure() -> Result<Fix, NoFix> {
    read(&JsFuture::from(begin(0)).await.unwrap_or_default())
}

/// A measurement under way beside something else that takes its time.
pub struct Beside(Promise);

impl Beside {
    /// Begins to measure.
    pub fn begin() -> Self {
        Self(begin(STAYS_MS))
    }

    /// Where the device is, as far as that is known soon: a person may never answer whether the app
    /// may know it.
    pub async fn soon(self) -> Option<Fix> {
        let late = Promise::new(&mut |resolve, _| {
            drop(window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, BESIDE_MS));
        });
        let first = Promise::race(&js_sys::Array::of2(&self.0, &late));
        read(&JsFuture::from(first).await.ok()?).ok()
    }
}

/// A promise that is kept with a position or with an error, and never broken: nobody may be waiting.
fn begin(oldest: u32) -> Promise {
    Promise::new(&mut |answered, _| {
        let Ok(place) = window().navigator().geolocation() else {
            drop(answered.call0(&JsValue::NULL));
            return;
        };
        let options = PositionOptions::new();
        options.set_enable_high_accuracy(true);
        options.set_timeout(PATIENCE_MS);
        options.set_maximum_age(oldest);
        // What it refuses at once it also tells the second callback.
        drop(place.get_current_position_with_error_callback_and_options(
            &answered,
            Some(&answered),
            &options,
        ));
    })
}

fn read(answer: &JsValue) -> Result<Fix, NoFix> {
    if answer.is_undefined() {
        return Err(NoFix::Denied);
    }
    let get = |of: &JsValue, name: &str| Reflect::get(of, &name.into()).ok();
    let number = |of: &JsValue, name: &str| get(of, name).and_then(|value| value.as_f64());
    if number(answer, "code") == Some(PERMISSION_DENIED) {
        return Err(NoFix::Denied);
    }
    let coords = get(answer, "coords").ok_or(NoFix::TimedOut)?;
    match (number(&coords, "latitude"), number(&coords, "longitude"), number(&coords, "accuracy")) {
        (Some(latitude), Some(longitude), Some(accuracy)) => {
            let at = number(answer, "timestamp").map_or_else(now, whole);
            Ok(Fix { latitude, longitude, accuracy, at })
        }
        _ => Err(NoFix::TimedOut),
    }
}

#[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 fit into i64")]
fn whole(millis: f64) -> Millis {
    Millis(millis as i64)
}
