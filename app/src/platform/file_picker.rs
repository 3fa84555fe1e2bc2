//! Asking the person for a picture or a paper: by the camera, or from what lies on the device.

use std::cell::RefCell;
use std::rc::Rc;

use domain::clock::Millis;
use futures_channel::oneshot;
use js_sys::Uint8Array;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, HtmlInputElement};

use super::event::Listener;
use super::page::window;

/// What is asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wanted {
    /// A picture taken now, where there is a camera.
    Photo,
    /// Pictures that lie on the device.
    Pictures,
    /// Papers: PDF, Word, Excel, or pictures of them.
    Papers,
    /// A table as text.
    Tables,
}

const TABLES: &str = ".csv,.tsv,.txt,text/csv,text/tab-separated-values";
const PAPERS: &str = "application/pdf,.pdf,.docx,.xlsx,image/*";

impl Wanted {
    fn accept(self) -> &'static str {
        match self {
            Self::Photo | Self::Pictures => "image/*",
            Self::Papers => PAPERS,
            Self::Tables => TABLES,
        }
    }
}

/// A file the person has chosen; its bytes are read when asked for.
#[derive(Clone, Debug)]
pub struct Picked(File);

impl From<File> for Picked {
    fn from(file: File) -> Self {
        Self(file)
    }
}

impl Picked {
    /// Name of the file, without folder.
    pub fn name(&self) -> String {
        self.0.name()
    }

    /// How many bytes.
    pub fn size(&self) -> f64 {
        self.0.size()
    }

    /// When it was changed last: for a photo taken now, now.
    #[expect(clippy::cast_possible_truncation, reason = "whole milliseconds")]
    pub fn modified(&self) -> Millis {
        Millis(self.0.last_modified() as i64)
    }

    /// All its bytes; `None` when it can no longer be read.
    pub async fn read(&self) -> Option<Vec<u8>> {
        let buffer = JsFuture::from(self.0.array_buffer()).await.ok()?;
        Some(Uint8Array::new(&buffer).to_vec())
    }

    pub(super) fn file(&self) -> &File {
        &self.0
    }
}

/// Opens the camera or the chooser of files; empty when the person closed it. Must be called soon
/// after a press: browsers open nothing by themselves.
pub async fn pick(wanted: Wanted) -> Vec<Picked> {
    try_pick(wanted).await.unwrap_or_default()
}

async fn try_pick(wanted: Wanted) -> Result<Vec<Picked>, JsValue> {
    let document = window().document().ok_or(JsValue::NULL)?;
    let input: HtmlInputElement = document.create_element("input")?.unchecked_into();
    input.set_type("file");
    input.set_hidden(true);
    input.set_accept(wanted.accept());
    match wanted {
        Wanted::Photo => input.set_attribute("capture", "environment")?,
        Wanted::Pictures | Wanted::Papers => input.set_multiple(true),
        Wanted::Tables => {}
    }
    // Some browsers forget an input that is not part of the page.
    document.body().ok_or(JsValue::NULL)?.append_child(&input)?;
    let (sender, closed) = oneshot::channel();
    let sender = Rc::new(RefCell::new(Some(sender)));
    let tell = move |_| {
        if let Some(sender) = sender.borrow_mut().take() {
            let _nobody_waits = sender.send(());
        }
    };
    let _chosen = Listener::new(&input, "change", tell.clone());
    let _cancelled = Listener::new(&input, "cancel", tell);
    input.click();
    let _closed = closed.await;
    input.remove();
    let files = input.files().ok_or(JsValue::NULL)?;
    Ok((0..files.length()).filter_map(|at| files.item(at)).map(Picked).collect())
}
