//! A person of the offices, from the directory: whom a round names as a judge, who makes a visit.

use domain::record::Kind;
use domain::value::Value;
use domain::word;
use leptos::prelude::*;

use crate::components::titles::title_of;
use crate::components::value_text::show_field;
use crate::i18n::t;
use crate::state::book::Book;
use crate::ui::field::About;
use crate::ui::select::Select;

/// Who was picked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Person {
    /// The account.
    pub account: String,
    /// The name it shows.
    pub name: String,
}

/// Picks somebody whose account is open.
#[component]
pub fn PersonPicker(
    /// Names of the field.
    about: About,
    /// Who it is when it appears: also somebody this device does not list, or whose account was closed.
    value: Option<Person>,
    /// Who it is, or nobody of the directory.
    on_pick: Callback<Option<Person>>,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let mut people = untrack(|| {
        book.scan(Kind::Colleague, |view| {
            let account = view.doc.text("account")?.to_owned();
            let is_open = view.doc.get("active") == Some(&Value::Bool(true));
            let role = show_field(Kind::Colleague, &view.doc, "role").unwrap_or_default();
            let person = Person { account, name: title_of(&view) };
            is_open.then_some((person, role))
        })
    });
    // A device without the directory names people by hand.
    if people.is_empty() && value.is_none() {
        return None;
    }
    let is_listed = |one: &Person| people.iter().any(|(person, _)| person.account == one.account);
    if let Some(unlisted) = value.clone().filter(|one| !is_listed(one)) {
        people.push((unlisted, String::new()));
    }
    let label = |(person, role): &(Person, String)| match role.as_str() {
        "" => person.name.clone(),
        role => format!("{}, {role}", person.name),
    };
    let options = people.iter().map(|one| (one.0.account.clone(), label(one))).collect::<Vec<_>>();
    let people = StoredValue::new(people);
    let value = value.map(|person| person.account);
    let picked = move |account: Option<String>| {
        let of_account = |(person, _): &&(Person, String)| Some(&person.account) == account.as_ref();
        let person =
            people.with_value(|people| people.iter().find(of_account).map(|(person, _)| person.clone()));
        on_pick.run(person);
    };
    Some(view! {
        <Select about options chosen=value nothing=t(word!("form.not_listed")) on_pick=picked/>
    })
}
