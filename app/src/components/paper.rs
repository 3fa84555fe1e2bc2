//! The parts every printed form shares (NĐ 30/2020): letterhead, signatures, the button that prints.

use chrono::NaiveDate;
use domain::record::reference::organisation::OrganisationRole;
use domain::role::Role;
use domain::word;
use leptos::prelude::*;

use crate::components::person::place;
use crate::i18n::{by_key, fill, t, upper};
use crate::platform::clock::now;
use crate::platform::page::print;
use crate::state::book::Book;
use crate::state::reference::organisation;
use crate::ui::button::Button;

/// Agency on the left, national name and motto on the right.
#[component]
pub fn Letterhead() -> impl IntoView {
    let book = expect_context::<Book>();
    let day = now().day();
    let agency = untrack(|| agency(book, day));
    let [year, month, date] = {
        use chrono::Datelike;
        [day.year().to_string(), day.month().to_string(), day.day().to_string()]
    };
    let dated = fill(word!("paper_form.place_date"), &[("day", &date), ("month", &month), ("year", &year)]);
    view! {
        <div class="agency-row">
            <div class="agency">
                <p>{t(word!("paper_form.superior"))}</p>
                <p><b>{upper(&agency)}</b></p>
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

/// Whose paper it is: the office of who prints, by the name that is in force. A commune has its own; people
/// without an office of their own write for the Department.
fn agency(book: Book, day: NaiveDate) -> String {
    let me = book.me().get();
    let role = match me.role {
        Role::CommuneOfficer | Role::FacilityOwner => return place(&me),
        Role::CentreStaff => OrganisationRole::Centre,
        Role::DepartmentStaff
        | Role::DepartmentLeader
        | Role::CouncilMember
        | Role::Finance
        | Role::Inspector
        | Role::Admin => OrganisationRole::Department,
    };
    let usual = match role {
        OrganisationRole::Centre => place(&me),
        _ => by_key("choice.amendment_authority.department"),
    };
    organisation(book, role, day).unwrap_or(usual)
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

/// Room for two signatures.
#[component]
pub fn Signers() -> impl IntoView {
    view! {
        <div class="signatures">
            <div class="signer">
                <p><b>{t(word!("paper_form.writer"))}</b></p>
                <p><i>{t(word!("paper_form.sign_here"))}</i></p>
                <div class="space"></div>
            </div>
            <div class="signer">
                <p><b>{t(word!("paper_form.head"))}</b></p>
                <p><i>{t(word!("paper_form.sign_and_seal"))}</i></p>
                <div class="space"></div>
            </div>
        </div>
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
