//! The frame around a page: bar, places, banner, sync line, main.

use domain::permission::{Operation, Relation, may};
use domain::record::Kind;
use domain::word;
use leptos::prelude::*;
use leptos_meta::Title;

use crate::components::form_state::FormState;
use crate::components::notices::Notices;
use crate::components::person::{is_owner, may_record, may_visit, place as place_of};
use crate::components::sync_bar::{DraftBar, SyncBar, SyncWords};
use crate::i18n::{fill, t};
use crate::routes;
use crate::state::book::Book;
use crate::state::view::Me;
use crate::ui::nav::{Nav, Place};
use crate::ui::shell::Shell;
use crate::ui::toast::Toast;
use crate::ui::top_bar::{BarStart, TopBar};

/// The one status line of a page.
#[derive(Clone, Copy)]
pub enum StatusLine {
    /// How sending goes.
    Sync,
    /// Where the draft of a form is.
    Draft(FormState),
    /// None: signing in, choosing between two values.
    Nothing,
}

/// A page.
#[component]
pub fn Page(
    /// What the window is called.
    #[prop(into)]
    title: Signal<String>,
    /// The place of the navigation it belongs to.
    #[prop(default = "")]
    here: &'static str,
    /// The way back: address and name of that place.
    #[prop(optional)]
    back: Option<(String, String)>,
    /// The status line.
    #[prop(default = StatusLine::Sync)]
    line: StatusLine,
    /// What main holds.
    children: Children,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let around = move || {
        let me = book.me().get();
        let start = match back.clone() {
            Some((href, label)) => BarStart::Back { href, label },
            None => BarStart::Home { brand: t(word!("app.name")).to_owned(), place: place_of(&me) },
        };
        let status = match line {
            StatusLine::Sync => view! { <SyncBar here/> }.into_any(),
            StatusLine::Draft(form) => view! { <DraftBar form/> }.into_any(),
            StatusLine::Nothing => ().into_any(),
        };
        view! {
            <TopBar
                start
                help=(routes::HELP.to_owned(), t(word!("nav.help")).to_owned())
                more=move || view! { <SyncWords/> }
            />
            <Nav label=t(word!("nav.main")) places=places(&me, book) here/>
            <Notices/>
            {status}
        }
    };
    let window_title = move || title.with(|page| fill(word!("app.page_title"), &[("page", page)]));
    view! {
        <Title text=window_title/>
        <Shell skip=t(word!("app.skip_to_content")) around after=Toast>{children()}</Shell>
    }
}

fn places(me: &Me, book: Book) -> Vec<Place> {
    let place = |href, icon, label: domain::words::Word| Place {
        href,
        icon,
        label: t(label).to_owned(),
        class: "",
        count: None,
    };
    if is_owner(me) {
        return vec![
            place(routes::HOME, "project", word!("nav.cases")),
            Place { class: "new", ..place(routes::REGISTER, "plus", word!("nav.register")) },
            place(routes::CONTACT, "phone", word!("nav.contact")),
        ];
    }
    let (entries, files) = (book.outbox(), book.uploads());
    let waiting =
        Signal::derive(move || entries.with(|entries| entries.len()) + files.with(|files| files.len()));
    let outbox = Place {
        count: Some((waiting, t(word!("nav.outbox_of")).to_owned())),
        ..place(routes::OUTBOX, "outbox", word!("nav.outbox"))
    };
    let mut places = vec![
        place(routes::HOME, "today", word!("nav.today")),
        place(routes::FACILITIES, "facility", word!("nav.facilities")),
    ];
    if may_record(me) {
        places.push(Place { class: "new", ..place(routes::ADD, "plus", word!("nav.new")) });
    }
    // Where there is no room for them, the page of today leads there.
    places.push(Place { class: "desk-only", ..place(routes::NEEDS, "flag", word!("nav.needs")) });
    if may_visit(me) {
        places.push(Place { class: "tab-only", ..place(routes::VISITS, "visit", word!("nav.visits")) });
    }
    places.push(place(routes::PROJECTS, "project", word!("nav.projects")));
    if may(me.role, Operation::Create, Kind::ScoreSheet, Relation::OwnScope) {
        let selection = place(routes::SELECTION, "list", word!("nav.selection"));
        places.push(Place { class: "desk-only", ..selection });
    }
    places.push(Place { class: "desk-only", ..place(routes::RECORDS, "list", word!("nav.registers")) });
    places.push(outbox);
    places
}
