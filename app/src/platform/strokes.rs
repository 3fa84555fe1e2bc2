//! A drawn signature as a picture file, black on white, as it is kept and printed.

use js_sys::{Array, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CanvasRenderingContext2d, File, HtmlCanvasElement};

use super::file_picker::Picked;
use super::page::window;

/// Pixels of the picture for one of the screen.
const SCALE: f64 = 2.0;
const MARGIN: f64 = 12.0;
const LEAST_WIDTH: f64 = 240.0;
const HEIGHT: f64 = 120.0;
const PEN: f64 = 2.5;
const PNG: &str = "image/png";

/// The strokes as a picture; `None` when the browser cannot draw.
pub async fn picture(strokes: &[Vec<(f64, f64)>], name: &str) -> Option<Picked> {
    try_picture(strokes, name).await.ok()
}

async fn try_picture(strokes: &[Vec<(f64, f64)>], name: &str) -> Result<Picked, JsValue> {
    let points = || strokes.iter().flatten();
    let right = points().fold(LEAST_WIDTH, |right, (x, _)| right.max(*x)) + MARGIN;
    let bottom = points().fold(HEIGHT, |bottom, (_, y)| bottom.max(*y));
    let canvas = canvas(right * SCALE, bottom * SCALE)?;
    let context: CanvasRenderingContext2d = canvas.get_context("2d")?.ok_or(JsValue::NULL)?.unchecked_into();
    context.scale(SCALE, SCALE)?;
    Reflect::set(&context, &"fillStyle".into(), &"white".into())?;
    context.fill_rect(0.0, 0.0, right, bottom);
    Reflect::set(&context, &"lineWidth".into(), &PEN.into())?;
    Reflect::set(&context, &"lineCap".into(), &"round".into())?;
    Reflect::set(&context, &"lineJoin".into(), &"round".into())?;
    for stroke in strokes {
        draw(&context, stroke);
    }
    let mut asked = Ok(());
    let made = Promise::new(&mut |resolve, _| {
        let give = Closure::once_into_js(move |blob: JsValue| drop(resolve.call1(&JsValue::NULL, &blob)));
        asked = canvas.to_blob_with_type(give.unchecked_ref(), PNG);
    });
    asked?;
    let blob = JsFuture::from(made).await?;
    Ok(Picked::from(File::new_with_blob_sequence(&Array::of1(&blob), name)?))
}

fn draw(context: &CanvasRenderingContext2d, stroke: &[(f64, f64)]) {
    let Some((x, y)) = stroke.first() else { return };
    context.begin_path();
    context.move_to(*x, *y);
    for (x, y) in stroke {
        context.line_to(*x, *y);
    }
    context.stroke();
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few hundred pixels")]
fn canvas(width: f64, height: f64) -> Result<HtmlCanvasElement, JsValue> {
    let document = window().document().ok_or(JsValue::NULL)?;
    let canvas: HtmlCanvasElement = document.create_element("canvas")?.unchecked_into();
    canvas.set_width(width as u32);
    canvas.set_height(height as u32);
    Ok(canvas)
}
