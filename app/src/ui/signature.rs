//! A place to sign with finger, pen or mouse. What is drawn is a picture, not a digital signature. It
//! knows nothing of who signs or where the picture is kept.

use std::fmt::Write as _;

use leptos::ev::PointerEvent;
use leptos::html::Div;
use leptos::prelude::*;

/// One stroke: points in CSS pixels.
pub type Stroke = Vec<(f64, f64)>;

/// Points closer than this say nothing new.
const STEP: f64 = 1.5;

/// The place.
#[component]
pub fn Signature(
    /// Who signs, for screen readers.
    #[prop(into)]
    label: Signal<String>,
    /// What is drawn.
    strokes: RwSignal<Vec<Stroke>>,
) -> impl IntoView {
    let pad = NodeRef::<Div>::new();
    let pen = RwSignal::new(None::<i32>);
    let begin = move |event: PointerEvent| {
        if pen.get_untracked().is_some() {
            return;
        }
        event.prevent_default();
        if let Some(pad) = pad.get_untracked() {
            // Without it a stroke that leaves the place would end there, and no more.
            drop(pad.set_pointer_capture(event.pointer_id()));
        }
        pen.set(Some(event.pointer_id()));
        strokes.update(|strokes| strokes.push(vec![at(&event)]));
    };
    let go_on = move |event: PointerEvent| {
        if pen.get_untracked() != Some(event.pointer_id()) {
            return;
        }
        let point = at(&event);
        strokes.update(|strokes| {
            let Some(stroke) = strokes.last_mut() else { return };
            if stroke.last().is_none_or(|last| is_apart(*last, point)) {
                stroke.push(point);
            }
        });
    };
    let end = move |event: PointerEvent| {
        if pen.get_untracked() == Some(event.pointer_id()) {
            pen.set(None);
        }
    };
    view! {
        <div
            class="sign"
            node_ref=pad
            role="img"
            aria-label=move || label.get()
            on:pointerdown=begin
            on:pointermove=go_on
            on:pointerup=end
            on:pointercancel=end
        >
            <svg aria-hidden="true">
                <path d=move || strokes.with(|strokes| path(strokes))/>
            </svg>
        </div>
    }
}

fn at(event: &PointerEvent) -> (f64, f64) {
    (f64::from(event.offset_x()), f64::from(event.offset_y()))
}

fn is_apart(one: (f64, f64), other: (f64, f64)) -> bool {
    (one.0 - other.0).abs().max((one.1 - other.1).abs()) >= STEP
}

/// The strokes as SVG draws them; a dot is a line of no length with round ends.
fn path(strokes: &[Stroke]) -> String {
    let mut path = String::new();
    for stroke in strokes {
        for (index, (x, y)) in stroke.iter().enumerate() {
            let pen = if index == 0 { 'M' } else { 'L' };
            let _ = write!(path, "{pen}{x:.0} {y:.0}");
        }
        if let [(x, y)] = stroke.as_slice() {
            let _ = write!(path, "L{x:.0} {y:.0}");
        }
    }
    path
}
