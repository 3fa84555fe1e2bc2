//! Whom to call: the centre and the commune, by their entries in force.

use domain::formats::contact::show_phone;
use domain::record::reference::organisation::OrganisationRole;
use leptos::prelude::{untrack, use_context};

use crate::platform::clock::now;
use crate::state::book::Book;
use crate::state::reference::organisation;

/// The number the product came with: before anybody has signed in, and while the entry names none.
const USUAL: &str = "0222000145";

/// Phone of the centre, digits only.
pub fn centre_number() -> String {
    let entered = use_context::<Book>().and_then(|book| {
        let entry = untrack(|| organisation(book, OrganisationRole::Centre, None, now().day()))?;
        entry.text("phone").map(str::to_owned)
    });
    entered.unwrap_or_else(|| USUAL.to_owned())
}

/// The officers of a commune, by name and number, once the office has entered them.
pub fn of_commune(book: Book, commune: &str) -> Option<(String, String)> {
    let entry = organisation(book, OrganisationRole::Commune, Some(commune), now().day())?;
    Some((entry.text("name")?.to_owned(), entry.text("phone")?.to_owned()))
}

/// The centre's phone for reading.
pub fn centre_phone() -> String {
    show_phone(&centre_number())
}

/// Address of a phone link.
pub fn tel(digits: &str) -> String {
    format!("tel:{digits}")
}
