//! The register of facilities: search while typing, rows, count.

use chrono::{Months, NaiveDate};
use domain::formats::date;
use domain::id::RecordId;
use domain::record::Kind;
use domain::value::Document;
use domain::word;
use leptos::prelude::*;

use crate::components::marked::marked;
use crate::components::person::spans_communes;
use crate::components::show_more::{ROWS, ShowMore};
use crate::components::sync_mark::mark_of;
use crate::components::titles::title_of;
use crate::components::value_text::{commune_name, show_field};
use crate::i18n::{count, fill, t};
use crate::platform::clock::now;
use crate::state::book::Book;
use crate::state::view::{SyncMark, View};
use crate::ui::list_row::{ListRow, RowLook};
use crate::ui::mark::{Mark, MarkLook};
use crate::ui::search::Search;

/// Data older than this are to be refreshed (DOMAIN §9.1).
const STALE_MONTHS: u32 = 12;

/// Whether nobody compared a facility with the place for a year.
pub fn is_stale(doc: &Document, today: NaiveDate) -> bool {
    let limit = today.checked_sub_months(Months::new(STALE_MONTHS));
    let verified = doc.text("verified_on").and_then(|day| date::parse_iso(day).ok());
    matches!((verified, limit), (Some(day), Some(limit)) if day < limit)
}

/// State of a facility in a list: what somebody must act on first.
pub fn facility_mark(view: &View, today: NaiveDate) -> (MarkLook, String) {
    if view.sync == SyncMark::Review {
        let (look, word) = mark_of(SyncMark::Review);
        return (look, word.to_owned());
    }
    if view.sync == SyncMark::Sent && is_stale(&view.doc, today) {
        return (MarkLook::DUE, t(word!("facilities.stale")).to_owned());
    }
    let (look, word) = mark_of(view.sync);
    (look, word.to_owned())
}

/// One facility in a list.
#[component]
pub fn FacilityRow(
    /// The facility.
    id: RecordId,
    /// Where the row leads.
    #[prop(into)]
    href: Signal<String>,
    /// Whether its detail is open.
    #[prop(into, optional)]
    look: Signal<RowLook>,
    /// The words searched for.
    #[prop(into)]
    query: Signal<String>,
    /// Whether the list spans communes.
    spans: bool,
) -> impl IntoView {
    let record = expect_context::<Book>().record(id);
    let today = now().day();
    let title = move || record.get().map(|view| query.with(|query| marked(&title_of(&view), query)));
    let state = move || {
        record.get().map(|view| {
            let (look, word) = facility_mark(&view, today);
            view! { <Mark look word/> }
        })
    };
    let owner = move || record.get().and_then(|view| view.doc.text("owner_name").map(str::to_owned));
    let second = move || record.get().map(|view| second_line(&view.doc, spans));
    view! {
        <ListRow href look title state>
            <span class="line">{owner}</span>
            <span class="line muted">{second}</span>
        </ListRow>
    }
}

/// Village or commune, and the trade.
fn second_line(doc: &Document, spans: bool) -> String {
    let village = doc.text("village").map(str::to_owned);
    let commune = doc.text("commune_code").filter(|_| spans).map(commune_name);
    let trade = show_field(Kind::Facility, doc, "kc_sector");
    let place: Vec<String> = village.into_iter().chain(commune).collect();
    let place = (!place.is_empty()).then(|| place.join(", "));
    let parts: Vec<String> = place.into_iter().chain(trade).collect();
    parts.join(" · ")
}

/// A search over all facilities that leads on with one of them.
#[component]
pub fn FacilitySearch(
    /// Where a facility leads.
    #[prop(into)]
    to: Callback<RecordId, String>,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let query = RwSignal::new(String::new());
    let found = Memo::new(move |_| {
        let text = query.get();
        let hits = book.search(Kind::Facility, &text);
        hits.into_iter().map(|hit| hit.id).collect::<Vec<RecordId>>()
    });
    let spans = spans_communes(&book.me().get_untracked());
    let limit = RwSignal::new(ROWS);
    let shown = move || found.get().into_iter().take(limit.get()).collect::<Vec<_>>();
    view! {
        <Search
            label=t(word!("facilities.search"))
            placeholder=t(word!("facilities.search_hint"))
            clear=t(word!("button.clear"))
            on_text=move |text| query.set(text)
        />
        <p class="meta">
            <span>{move || found_sentence(&query.get(), found.with(Vec::len))}</span>
        </p>
        <ul class="rows long">
            <For each=shown key=|id| *id let:id>
                <FacilityRow id href=to.run(id) query spans/>
            </For>
        </ul>
        <ShowMore total=Signal::derive(move || found.with(Vec::len)) limit/>
    }
}

/// “198 cơ sở”, “gom: 4 cơ sở”.
pub fn found_sentence(query: &str, n: usize) -> String {
    let facilities = count(word!("list.count_facilities"), n);
    match query.trim() {
        "" => facilities,
        text if n == 0 => fill(word!("list.none"), &[("text", text)]),
        text => format!("“{text}”: {facilities}"),
    }
}
