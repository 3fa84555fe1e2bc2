//! The parts every printed form shares (NĐ 30/2020): letterhead, signatures, the button that prints.

use chrono::NaiveDate;
use domain::record::reference::organisation::OrganisationRole;
use domain::role::Role;
use domain::word;
use domain::words::Word;
use leptos::prelude::*;

use crate::components::person::place;
use crate::i18n::{by_key, fill, t, upper};
use crate::platform::clock::now;
use crate::platform::page::print;
use crate::state::book::Book;
use crate::state::reference::organisation;
use crate::ui::button::Button;
use crate::ui::disclosure::Disclosure;

/// Agency on the left, national name and motto on the right.
#[component]
pub fn Letterhead() -> impl IntoView {
    let book = expect_context::<Book>();
    let day = now().day();
    let [year, month, date] = {
        use chrono::Datelike;
        [day.year().to_string(), day.month().to_string(), day.day().to_string()]
    };
    let dated = fill(word!("paper_form.place_date"), &[("day", &date), ("month", &month), ("year", &year)]);
    view! {
        <div class="agency-row">
            <div class="agency">
                <p>{t(word!("paper_form.superior"))}</p>
                <p><b>{agency(book)}</b></p>
                <hr/>
                <p>{t(word!("paper_form.document_number"))}</p>
            </div>
            <div class="nation">
                <Nation/>
                <p class="place-date">{dated}</p>
            </div>
        </div>
    }
}

/// Whose paper it is, and who signs it.
struct Office {
    name: String,
    signer: Option<String>,
    signer_title: Option<String>,
}

/// The office of who prints, as it is in force on a day. People without an office of their own write for the
/// Department.
fn office(book: Book, day: NaiveDate) -> Office {
    let me = book.me().get();
    let (role, usual) = match me.role {
        Role::FacilityOwner => return Office { name: place(&me), signer: None, signer_title: None },
        Role::CommuneOfficer => (OrganisationRole::Commune, place(&me)),
        Role::CentreStaff => (OrganisationRole::Centre, place(&me)),
        Role::DepartmentStaff
        | Role::DepartmentLeader
        | Role::CouncilMember
        | Role::Finance
        | Role::Inspector
        | Role::Admin => (OrganisationRole::Department, by_key("choice.amendment_authority.department")),
    };
    let commune = me.communes.first().map(String::as_str);
    let entry = organisation(book, role, commune, day).unwrap_or_default();
    let text = |field: &str| entry.text(field).map(str::to_owned);
    Office { name: text("name").unwrap_or(usual), signer: text("signer"), signer_title: text("signer_title") }
}

/// The name of the office of who prints, as the head of its papers.
pub fn agency(book: Book) -> String {
    upper(&untrack(|| office(book, now().day())).name)
}

/// National name and motto, ruled off.
#[component]
pub fn Nation() -> impl IntoView {
    view! {
        <p><b>{t(word!("paper_form.nation"))}</b></p>
        <p class="motto"><b>{t(word!("paper_form.motto"))}</b></p>
        <hr/>
    }
}

/// The other side of a contract, and who signs for it.
#[derive(Clone, Debug)]
pub struct OtherSide {
    /// Its name.
    pub name: String,
    /// Who signs.
    pub signer: Option<String>,
}

/// Room for two signatures: of who wrote and who heads the office, or of both sides of a contract.
#[component]
pub fn Signers(
    /// The other side.
    #[prop(optional_no_strip)]
    other: Option<OtherSide>,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let office = untrack(|| office(book, now().day()));
    let title = office.signer_title.map(|title| upper(&title));
    match other {
        Some(other) => {
            let capacity = title.unwrap_or_else(|| t(word!("paper_form.head")).to_owned());
            let seal = word!("paper_form.sign_and_seal");
            view! {
                <div class="signatures">
                    <Signer head=t(word!("forms.signers_party_a")) of=capacity hint=seal name=office.signer/>
                    <Signer head=t(word!("forms.signers_party_b")) of=upper(&other.name) hint=seal name=other.signer/>
                </div>
            }
        }
        None => {
            let head = title.unwrap_or_else(|| t(word!("paper_form.head")).to_owned());
            view! {
                <div class="signatures">
                    <Signer head=t(word!("paper_form.writer")) hint=word!("paper_form.sign_here") name=None/>
                    <Signer head hint=word!("paper_form.sign_and_seal") name=office.signer/>
                </div>
            }
        }
    }
}

/// Room for one signature; a name nobody has entered is written by hand.
#[component]
fn Signer(
    #[prop(into)] head: String,
    #[prop(optional)] of: String,
    hint: Word,
    name: Option<String>,
) -> impl IntoView {
    let of = (!of.is_empty()).then(|| view! { <p>{of}</p> });
    let name = match name {
        Some(name) => view! { <b>{name}</b> }.into_any(),
        None => view! { <span class="dots"></span> }.into_any(),
    };
    view! {
        <div class="signer">
            <p><b>{head}</b></p>
            {of}
            <p><i>{t(hint)}</i></p>
            <div class="space"></div>
            <p>{name}</p>
        </div>
    }
}

/// Who signs for the office, below a paper that has no room for more than one.
#[component]
pub fn HeadSigner() -> impl IntoView {
    let book = expect_context::<Book>();
    let office = untrack(|| office(book, now().day()));
    let head = office.signer_title.map(|title| upper(&title));
    let head = head.unwrap_or_else(|| t(word!("paper_form.head")).to_owned());
    view! { <Signer head hint=word!("paper_form.sign_and_seal") name=office.signer/> }
}

/// What can be printed, folded away: address and name of each.
#[component]
pub fn PaperLinks(
    /// The papers.
    #[prop(into)]
    papers: Signal<Vec<(String, String)>>,
) -> impl IntoView {
    let link = |(href, name): (String, String)| view! { <li><a class="hit" href=href>{name}</a></li> };
    let links = move || papers.get().into_iter().map(link).collect_view();
    view! {
        <Disclosure class="groups" summary=|| view! { <b>{t(word!("forms.title"))}</b> }>
            <ul class="lines">{links}</ul>
        </Disclosure>
    }
}

/// Hands the page to the printer.
#[component]
pub fn PrintButton() -> impl IntoView {
    view! {
        <div class="acts">
            <Button label=t(word!("records.print")) look="main" icon="print" on_press=|()| print()/>
        </div>
    }
}
