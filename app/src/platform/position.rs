//! Where the device is.

use js_sys::{Promise, Reflect};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::PositionOptions;

use super::page::window;

/// How long a measurement may take.
const PATIENCE_MS: u32 = 40_000;

/// A measurement.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Fix {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// Radius of error in metres.
    pub accuracy: f64,
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
    let place = window().navigator().geolocation().map_err(|_| NoFix::Denied)?;
    let options = PositionOptions::new();
    options.set_enable_high_accuracy(true);
    options.set_timeout(PATIENCE_MS);
    let answer = Promise::new(&mut |found, failed| {
        // What it refuses at once it also tells the second callback.
        drop(place.get_current_position_with_error_callback_and_options(&found, Some(&failed), &options));
    });
    let position = JsFuture::from(answer).await.map_err(|error| why(&error))?;
    let coords = Reflect::get(&position, &"coords".into()).map_err(|_| NoFix::TimedOut)?;
    let number = |name: &str| Reflect::get(&coords, &name.into()).ok().and_then(|value| value.as_f64());
    match (number("latitude"), number("longitude"), number("accuracy")) {
        (Some(latitude), Some(longitude), Some(accuracy)) => Ok(Fix { latitude, longitude, accuracy }),
        _ => Err(NoFix::TimedOut),
    }
}

fn why(error: &JsValue) -> NoFix {
    let code = Reflect::get(error, &"code".into()).ok().and_then(|code| code.as_f64());
    if code == Some(PERMISSION_DENIED) { NoFix::Denied } else { NoFix::TimedOut }
}
