//! Whom to call: the centre, by its entry in force.

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

/// The centre's phone for reading.
pub fn centre_phone() -> String {
    show_phone(&centre_number())
}

/// Address of a phone link.
pub fn tel(digits: &str) -> String {
    format!("tel:{digits}")
}
