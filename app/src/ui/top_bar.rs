//! Product and place, or the way back, on the left; help on the right, the same on every page.

use leptos::prelude::*;

use crate::ui::icon::Icon;

/// What stands on the left.
#[derive(Clone, Debug)]
pub enum BarStart {
    /// Product and place.
    Home {
        /// Name of the product.
        brand: String,
        /// Whose book it is.
        place: String,
    },
    /// “‹ where I come from”.
    Back {
        /// Where it leads.
        href: String,
        /// Name of that place.
        label: String,
    },
}

/// The bar.
#[component]
pub fn TopBar(
    /// Left side.
    start: BarStart,
    /// Address and word of the help page.
    #[prop(optional)]
    help: Option<(String, String)>,
    /// Sync words in the masthead, and who is signed in.
    #[prop(into, optional)]
    more: ViewFn,
) -> impl IntoView {
    let left = match start {
        BarStart::Home { brand, place } => view! {
            <a class="brand" href="/">
                <Icon name="book" class="i l"/>
                {brand}
            </a>
            {(!place.is_empty()).then(|| view! { <span class="where tab-only">{place}</span> })}
        }
        .into_any(),
        BarStart::Back { href, label } => view! {
            <a class="back" href=href>
                <Icon name="back"/>
                <span>{label}</span>
            </a>
        }
        .into_any(),
    };
    view! {
        <header class="bar">
            {left}
            <span class="grow"></span>
            {move || more.run()}
            {help.map(|(href, word)| {
                view! {
                    <a href=href>
                        <Icon name="help"/>
                        <span>{word}</span>
                    </a>
                }
            })}
        </header>
    }
}
