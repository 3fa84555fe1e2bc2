//! What tells a facility from another: the keys no two of them share, and what a form compares.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::similar::{Identity, Name};
use crate::value::Document;

/// The keys of a facility; one that was merged into another gives them up.
pub fn keys(doc: &Document) -> Vec<String> {
    if doc.text("merged_into").is_some() {
        return Vec::new();
    }
    let identity = identity(doc);
    let commune = identity.commune_code.unwrap_or_default();
    let tax = identity.tax_code.map(|code| format!("tax_code:{code}"));
    let citizen = identity.citizen_id.map(|id| format!("citizen_id:{commune}:{id}"));
    let name = Some(identity.name.key()).filter(|name| !name.is_empty());
    let name = name.map(|name| format!("name:{commune}:{name}"));
    let phones = identity.phones.into_iter().map(|phone| format!("phone:{phone}"));
    tax.into_iter().chain(citizen).chain(name).chain(phones).collect()
}

/// What is compared.
pub fn identity(doc: &Document) -> Identity {
    let text = |field: &str| doc.text(field).map(String::from);
    Identity {
        name: Name::new(doc.text("name").unwrap_or_default()),
        commune_code: text("commune_code"),
        tax_code: text("tax_code"),
        citizen_id: text("owner_citizen_id"),
        phones: ["phone", "phone2"].into_iter().filter_map(text).collect(),
    }
}
