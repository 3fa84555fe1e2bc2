//! Making pictures small enough to be kept and sent: drawn anew by the browser, upright, as JPEG. What
//! a camera wrote beside the picture is left behind on the way.

use js_sys::{Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, CanvasRenderingContext2d, HtmlCanvasElement, ImageBitmap};

use super::file_picker::Picked;
use super::page::window;

/// Longest edge of what is kept, pixels.
const LONG_EDGE: f64 = 1_600.0;
/// Longest edge of a thumbnail, pixels.
const THUMBNAIL_EDGE: f64 = 320.0;
const JPEG: &str = "image/jpeg";
const QUALITY: f64 = 0.75;
/// Tried one after the other until a thumbnail is small enough.
const THUMBNAIL_QUALITIES: [f64; 3] = [QUALITY, 0.5, 0.2];

/// A picture as it is kept.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Picture {
    /// JPEG, long edge at most 1,600 px.
    pub original: Vec<u8>,
    /// JPEG, long edge at most 320 px.
    pub thumbnail: Vec<u8>,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
}

/// Makes a picture small; `None` when the browser cannot read it as one, or a thumbnail of at most
/// `thumbnail_bytes` cannot be made.
pub async fn shrink(file: &Picked, thumbnail_bytes: usize) -> Option<Picture> {
    try_shrink(file, thumbnail_bytes).await.ok().flatten()
}

async fn try_shrink(file: &Picked, thumbnail_bytes: usize) -> Result<Option<Picture>, JsValue> {
    let bitmap = window().create_image_bitmap_with_blob(file.file())?;
    let bitmap: ImageBitmap = JsFuture::from(bitmap).await?.dyn_into()?;
    let (width, height) = (f64::from(bitmap.width()), f64::from(bitmap.height()));
    let large = draw(&bitmap, width, height, LONG_EDGE);
    bitmap.close();
    let large = large?;
    let original = encode(&large, QUALITY).await?;
    let small = draw(&large, f64::from(large.width()), f64::from(large.height()), THUMBNAIL_EDGE)?;
    for quality in THUMBNAIL_QUALITIES {
        let thumbnail = encode(&small, quality).await?;
        if thumbnail.len() <= thumbnail_bytes {
            let (width, height) = (large.width(), large.height());
            return Ok(Some(Picture { original, thumbnail, width, height }));
        }
    }
    Ok(None)
}

/// Draws a picture on a canvas of its own, with this longest edge or as it is when it is smaller.
fn draw(source: &JsValue, width: f64, height: f64, edge: f64) -> Result<HtmlCanvasElement, JsValue> {
    let scale = (edge / width.max(height)).min(1.0);
    let document = window().document().ok_or(JsValue::NULL)?;
    let canvas: HtmlCanvasElement = document.create_element("canvas")?.unchecked_into();
    canvas.set_width(pixels(width * scale));
    canvas.set_height(pixels(height * scale));
    let context = canvas.get_context("2d")?.ok_or(JsValue::NULL)?;
    Reflect::set(&context, &"imageSmoothingQuality".into(), &"high".into())?;
    let context: CanvasRenderingContext2d = context.unchecked_into();
    // JPEG knows no transparency: what shines through is paper.
    Reflect::set(&context, &"fillStyle".into(), &"white".into())?;
    let (width, height) = (f64::from(canvas.width()), f64::from(canvas.height()));
    context.fill_rect(0.0, 0.0, width, height);
    // One call for bitmaps and canvases: `draw_image` has a name for each.
    let draw: Function = Reflect::get(&context, &"drawImage".into())?.dyn_into()?;
    let given = js_sys::Array::of5(source, &0.into(), &0.into(), &width.into(), &height.into());
    draw.apply(&context, &given)?;
    Ok(canvas)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at least one, at most 1,600")]
fn pixels(length: f64) -> u32 {
    length.round().max(1.0) as u32
}

async fn encode(canvas: &HtmlCanvasElement, quality: f64) -> Result<Vec<u8>, JsValue> {
    let mut asked = Ok(());
    let made = Promise::new(&mut |resolve, _| {
        let give = Closure::once_into_js(move |blob: JsValue| drop(resolve.call1(&JsValue::NULL, &blob)));
        asked = canvas.to_blob_with_type_and_encoder_options(give.unchecked_ref(), JPEG, &quality.into());
    });
    asked?;
    let blob: Blob = JsFuture::from(made).await?.dyn_into()?;
    Ok(Uint8Array::new(&JsFuture::from(blob.array_buffer()).await?).to_vec())
}
