//! Text fields. They are uncontrolled: the value is written once, when the field appears, and
//! never again, because writing back after a key breaks Vietnamese typing. Nothing is reformatted
//! while typing; what the machine understood is said under the field after it was left.

use leptos::prelude::*;

use crate::ui::icon::Icon;

/// What a field is called.
#[derive(Clone, Debug, Default)]
pub struct About {
    /// Element id, also the target of the error summary.
    pub id: String,
    /// Label above the field.
    pub label: String,
    /// Help under the label.
    pub help: Option<String>,
}

/// How a text field is drawn and which keyboard it asks for.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// Width class: `w6`, `w12`, `w15` or nothing.
    pub width: &'static str,
    /// `inputmode`.
    pub mode: &'static str,
    /// `type`; `lines` makes a text area.
    pub kind: &'static str,
    /// `autocomplete`.
    pub autocomplete: &'static str,
}

impl Shape {
    /// One line of words.
    pub const LINE: Self = Self { width: "", mode: "text", kind: "text", autocomplete: "off" };
    /// Several lines.
    pub const LINES: Self = Self { kind: "lines", ..Self::LINE };
    /// Amounts, where letters are allowed: “300 tr”.
    pub const MONEY: Self = Self { width: "w12", ..Self::LINE };
    /// A day.
    pub const DAY: Self = Self { width: "w12", mode: "numeric", ..Self::LINE };
    /// A short number.
    pub const COUNT: Self = Self { width: "w6", mode: "numeric", ..Self::LINE };
    /// A number with decimals.
    pub const DECIMAL: Self = Self { width: "w12", mode: "decimal", ..Self::LINE };
    /// A code of digits.
    pub const DIGITS: Self = Self { width: "w12", mode: "numeric", ..Self::LINE };
    /// A phone number.
    pub const PHONE: Self = Self { width: "w12", mode: "tel", ..Self::LINE };
    /// An e-mail address.
    pub const EMAIL: Self = Self { width: "w15", mode: "email", ..Self::LINE };
}

/// What the machine understood: the value, and more words about it.
pub type Understood = fn(&str) -> Option<(String, String)>;

/// Label, help, error and whatever is asked.
#[component]
pub fn Field(
    /// Names of the field.
    about: About,
    /// What is wrong, in the same words as in the error summary.
    #[prop(into, optional)]
    error: Signal<Option<String>>,
    /// The control.
    children: Children,
) -> impl IntoView {
    let error_id = format!("{}-error", about.id);
    let help_id = format!("{}-help", about.id);
    view! {
        <div class="field" class:err=move || error.with(Option::is_some)>
            <label for=about.id>{about.label}</label>
            {about.help.map(|help| view! { <p class="help" id=help_id>{help}</p> })}
            <ErrorLine id=error_id error/>
            {children()}
        </div>
    }
}

/// The error between help and control.
#[component]
pub fn ErrorLine(
    /// Element id, for `aria-describedby`.
    id: String,
    /// What is wrong.
    #[prop(into)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    let id = StoredValue::new(id);
    view! {
        <Show when=move || error.with(Option::is_some)>
            <p class="errmsg" id=id.get_value()>
                <Icon name="review"/>
                {move || error.get()}
            </p>
        </Show>
    }
}

/// Ids of help and error that describe a control.
pub fn described_by(about: &About, error: Signal<Option<String>>) -> Signal<Option<String>> {
    let help = about.help.as_ref().map(|_| format!("{}-help", about.id));
    let wrong = format!("{}-error", about.id);
    Signal::derive(move || {
        let mut ids: Vec<&str> = help.as_deref().into_iter().collect();
        if error.with(Option::is_some) {
            ids.push(&wrong);
        }
        (!ids.is_empty()).then(|| ids.join(" "))
    })
}

/// A field for text.
#[component]
pub fn TextField(
    /// Names of the field.
    about: About,
    /// What it holds when it appears.
    #[prop(into, optional)]
    value: String,
    /// Keyboard and width.
    #[prop(default = Shape::LINE)]
    shape: Shape,
    /// What is wrong.
    #[prop(into, optional)]
    error: Signal<Option<String>>,
    /// Unit after the control.
    #[prop(into, optional_no_strip)]
    unit: Option<String>,
    /// Says what was understood, after the field was left.
    #[prop(optional_no_strip)]
    understood: Option<Understood>,
    /// Each change, also within a composition.
    #[prop(into)]
    on_text: Callback<String>,
    /// The person left the field.
    #[prop(into, optional)]
    on_leave: Option<Callback<String>>,
) -> impl IntoView {
    let read = move |text: &str| understood.and_then(|read| read(text));
    let after = RwSignal::new(read(&value));
    let left = move |text: String| {
        after.set(read(&text));
        if let Some(leave) = on_leave {
            leave.run(text);
        }
    };
    let described = described_by(&about, error);
    let control = Control { id: about.id.clone(), value, shape, error, described };
    view! {
        <Field about error>
            <div class="unit">
                {control.draw(on_text, Callback::new(left))}
                {unit.map(|unit| view! { <span>{unit}</span> })}
            </div>
            {move || {
                after.get().map(|(value, words)| {
                    view! { <p class="after">"= " <b>{value}</b> " " {words}</p> }
                })
            }}
        </Field>
    }
}

/// The bare control of a text field.
struct Control {
    id: String,
    value: String,
    shape: Shape,
    error: Signal<Option<String>>,
    described: Signal<Option<String>>,
}

impl Control {
    fn draw(self, on_text: Callback<String>, on_leave: Callback<String>) -> AnyView {
        let Self { id, value, shape, error, described } = self;
        let wrong = move || error.with(Option::is_some).then_some("true");
        let typed = move |event| on_text.run(event_target_value(&event));
        let left = move |event| on_leave.run(event_target_value(&event));
        if shape.kind == "lines" {
            return view! {
                <textarea
                    class="in"
                    id=id
                    aria-invalid=wrong
                    aria-describedby=described
                    on:input=typed
                    on:blur=left
                >
                    {value}
                </textarea>
            }
            .into_any();
        }
        view! {
            <input
                class=format!("in {}", shape.width)
                id=id
                type=shape.kind
                inputmode=shape.mode
                autocomplete=shape.autocomplete
                value=value
                aria-invalid=wrong
                aria-describedby=described
                on:input=typed
                on:blur=left
            />
        }
        .into_any()
    }
}
