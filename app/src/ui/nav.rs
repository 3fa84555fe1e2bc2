//! The places of the app: bottom bar, rail or book tabs, one list in three shapes.

use leptos::prelude::*;

use crate::ui::badge::Badge;
use crate::ui::icon::Icon;

/// One place.
#[derive(Clone, Debug)]
pub struct Place {
    /// Where it is.
    pub href: &'static str,
    /// Symbol.
    pub icon: &'static str,
    /// Word.
    pub label: String,
    /// Class words: `new` for the act of writing something down; `tab-only`, `desk-only`.
    pub class: &'static str,
    /// Count in a bubble, and what is counted.
    pub count: Option<(Signal<usize>, String)>,
}

/// The list of places.
#[component]
pub fn Nav(
    /// Name for screen readers.
    #[prop(into)]
    label: String,
    /// Places in order.
    places: Vec<Place>,
    /// The place the page belongs to.
    here: &'static str,
) -> impl IntoView {
    let items = places
        .into_iter()
        .map(|place| {
            let (item_class, link_class) = if place.class == "new" { ("", "new") } else { (place.class, "") };
            view! {
                <li class=item_class>
                    <a
                        href=place.href
                        class=link_class
                        aria-current=(place.href == here).then_some("page")
                    >
                        <Icon name=place.icon/>
                        {place.label}
                        {place.count.map(|(count, of)| view! { <Badge count of/> })}
                    </a>
                </li>
            }
        })
        .collect_view();
    view! { <nav class="nav" aria-label=label><ul>{items}</ul></nav> }
}
