//! “Cảnh báo”: what the book itself gives reason to look at (DOMAIN §6), with the records behind each. It
//! is counted on the device, over what the person holds, after the page has been drawn.

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::NaiveDate;
use domain::alert::{self, Alert, AlertCode, AlertRules, ProjectPace, Ties};
use domain::id::RecordId;
use domain::record::Kind;
use domain::record::field::{Choice, ChoiceList};
use domain::record::need::wish_key;
use domain::record::project::misuse::unanswered;
use domain::record::project::pace::{advanced_on, pace};
use domain::record::reference::threshold::alert_rules;
use domain::role::Role;
use domain::support::{self, Support, kinds, support_for, supported};
use domain::value::{Document, Value};
use domain::word;
use leptos::prelude::*;

use crate::components::course::day_of;
use crate::components::titles::title_of;
use crate::components::visit::finding_words;
use crate::components::visit::seen::repeated_files;
use crate::i18n::{by_key, count, fill, lang, t};
use crate::platform::clock::now;
use crate::routes;
use crate::state::book::Book;
use crate::state::kin::InBook;
use crate::state::view::View;
use crate::ui::button::Button;
use crate::ui::mark::{Mark, MarkLook};
use crate::ui::section_head::Section;

const CODES: ChoiceList = AlertCode::LIST;
/// Alerts drawn at once; the rest after a press.
const FEW: usize = 8;

/// Whether watching over the whole is part of a role.
pub fn watches(role: Role) -> bool {
    match role {
        Role::CentreStaff | Role::DepartmentStaff | Role::DepartmentLeader | Role::Inspector => true,
        Role::CommuneOfficer | Role::FacilityOwner | Role::CouncilMember | Role::Finance | Role::Admin => {
            false
        }
    }
}

/// One alert: what it is, the figure it rests on, the records behind it.
#[derive(Clone, PartialEq)]
struct Found {
    code: AlertCode,
    words: String,
    records: Vec<(Kind, RecordId)>,
}

/// The section; nothing while there are no alerts.
#[component]
pub fn Alerts() -> impl IntoView {
    let book = expect_context::<Book>();
    let role = book.me().get_untracked().role;
    let is_drawn = RwSignal::new(false);
    set_timeout(move || is_drawn.set(true), Duration::ZERO);
    let found = Memo::new(move |_| if is_drawn.get() { all(book, role, now().day()) } else { Vec::new() });
    let shown = RwSignal::new(FEW);
    let rows = move || {
        let few = found.get().into_iter().take(shown.get());
        few.map(|one| view! { <AlertRow one/> }).collect_view()
    };
    let rest = Memo::new(move |_| found.with(Vec::len).saturating_sub(shown.get()));
    let total = move || view! { <span class="muted">{count(word!("home.review_count"), found.with(Vec::len))}</span> };
    view! {
        <Show when=move || !found.with(Vec::is_empty)>
            <Section title=t(word!("alerts.title")) aside=total>
                <ul class="rows">{rows}</ul>
                <Show when=move || rest.get() != 0>
                    <div class="acts">
                        <Button
                            label=Signal::derive(move || count(word!("button.show_more"), rest.get()))
                            look="sm"
                            on_press=move |()| shown.set(usize::MAX)
                        />
                    </div>
                </Show>
            </Section>
        </Show>
    }
}

#[component]
fn AlertRow(one: Found) -> impl IntoView {
    let book = expect_context::<Book>();
    let links = one.records.into_iter().filter_map(|(kind, id)| {
        let view = untrack(|| book.view(id))?;
        Some(view! { <a class="hit" href=routes::record(kind, id)>{title_of(&view)}</a> })
    });
    view! {
        <li class="alert">
            <Mark look=MarkLook::DUE word=by_key(&CODES.key(one.code.code()))/>
            <span class="line">{one.words}</span>
            <span class="alert-of">{links.collect_view()}</span>
        </li>
    }
}

/// Who carries projects out and looks after them reads of a missing report or a late dossier in a
/// section of its own.
fn is_told_elsewhere(role: Role, alert: Alert) -> bool {
    match alert {
        Alert::NoReport { .. } | Alert::SettlementLate { .. } | Alert::NoResult { .. } => {
            role != Role::Inspector
        }
        Alert::NoVisit { .. } | Alert::Repeated { .. } | Alert::FarPlace { .. } => false,
    }
}

fn all(book: Book, role: Role, today: NaiveDate) -> Vec<Found> {
    let rules = alert_rules(today, &InBook(book));
    let projects = book.scan(Kind::Project, Some);
    let seen = latest_visits(book);
    let mut found: Vec<Found> = projects.iter().filter_map(|project| severe(book, project)).collect();
    for project in &projects {
        let pace = watched(book, project, &seen);
        let told = alert::project_alerts(&pace, today, &rules).into_iter();
        for alert in told.filter(|alert| !is_told_elsewhere(role, *alert)) {
            found.push(Found {
                code: alert.code(),
                words: alert.message(lang()),
                records: vec![(Kind::Project, project.id)],
            });
        }
    }
    found.extend(repeated(book, today, &rules));
    found.extend(far_visits(book, &rules));
    found.extend(reused(book));
    found.extend(tied(book));
    found.extend(registered_twice(book));
    found
}

/// One wish of a facility in two open needs.
fn registered_twice(book: Book) -> Vec<Found> {
    let mut wishes = book.scan(Kind::Need, |need| {
        let (facility, activity, year) = wish_key(&need.doc)?;
        Some((facility, activity.to_owned(), year, need.id))
    });
    domain::ordering::sort_by_key(&mut wishes, Clone::clone);
    let same = wishes.chunk_by(|one, other| (one.0, &one.1, one.2) == (other.0, &other.1, other.2));
    let found = same.filter(|same| same.len() > 1).map(|same| {
        let facility = same.first().and_then(|(facility, ..)| book.view(*facility));
        let name = facility.map(|facility| title_of(&facility)).unwrap_or_default();
        let n = same.len().to_string();
        Found {
            code: AlertCode::RegisteredTwice,
            words: fill(word!("alerts.registered_twice"), &[("facility", &name), ("n", &n)]),
            records: same.iter().map(|(.., need)| (Kind::Need, *need)).collect(),
        }
    });
    found.collect()
}

/// A severe finding that nobody has answered.
fn severe(book: Book, project: &View) -> Option<Found> {
    let (visit, found) = unanswered((project.id, &project.doc), &InBook(book))?;
    let title = book.view(visit).map(|visit| title_of(&visit)).unwrap_or_default();
    let words = fill(word!("alerts.severe"), &[("visit", &title), ("findings", &finding_words(&found))]);
    let records = vec![(Kind::Project, project.id), (Kind::Visit, visit)];
    Some(Found { code: AlertCode::Severe, words, records })
}

/// The day of the latest signed visit of each project, and of each facility.
fn latest_visits(book: Book) -> BTreeMap<String, NaiveDate> {
    let mut latest = BTreeMap::<String, NaiveDate>::new();
    let visits = book.scan(Kind::Visit, |view| (view.stage() == "signed").then_some(view.doc));
    for doc in visits {
        let Some(day) = day_of(&doc, "visited_on") else { continue };
        for field in ["project", "facility"] {
            if let Some(id) = doc.text(field) {
                let known = latest.entry(id.to_owned()).or_insert(day);
                *known = (*known).max(day);
            }
        }
    }
    latest
}

/// The pace of a project, the visits to it included.
fn watched(book: Book, project: &View, seen: &BTreeMap<String, NaiveDate>) -> ProjectPace {
    let doc = &project.doc;
    let own = |kind| -> Vec<Document> {
        let ids = book.children_now(project.id, kind);
        ids.into_iter().filter_map(|id| Some(book.view(id)?.doc)).collect()
    };
    let reports = own(Kind::ProgressReport);
    let of_project = seen.get(&project.id.to_string());
    let of_facility = doc.text("facility").and_then(|id| seen.get(id));
    ProjectPace {
        advanced_on: advanced_on(&own(Kind::Disbursement)),
        visited_on: of_project.or(of_facility).copied(),
        ..pace(doc, &reports)
    }
}

/// A facility that was supported again within some years, whichever record tells of it.
fn repeated(book: Book, today: NaiveDate, rules: &AlertRules) -> Vec<Found> {
    let mut given = Vec::new();
    for kind in kinds() {
        given.extend(book.scan(kind, |view| {
            let of = supported(kind, &view.doc).into_iter();
            let each = of.filter_map(|id| Some((id, kind, view.id, support_for(id, kind, &view.doc)?)));
            Some(each.collect::<Vec<_>>())
        }));
    }
    let mut given: Vec<(RecordId, Kind, RecordId, Support)> = given.into_iter().flatten().collect();
    domain::ordering::sort_by_key(&mut given, |(facility, _, id, _)| (*facility, *id));
    let of_one = given.chunk_by(|one, other| one.0 == other.0);
    let found = of_one.filter_map(|supports| {
        let history: Vec<Support> = supports.iter().map(|(.., support)| support.clone()).collect();
        let alert = support::repeated(&history, today, rules)?;
        let facility = supports.first().map(|(facility, ..)| (Kind::Facility, *facility));
        let records = facility.into_iter().chain(supports.iter().map(|(_, kind, id, _)| (*kind, *id)));
        Some(Found { code: alert.code(), words: alert.message(lang()), records: records.collect() })
    });
    found.collect()
}

fn far_visits(book: Book, rules: &AlertRules) -> Vec<Found> {
    book.scan(Kind::Visit, |view| {
        let metres = view.doc.get("distance_m").and_then(Value::as_int)?;
        let alert = (metres > rules.place_metres).then_some(Alert::FarPlace { metres })?;
        let records = vec![(Kind::Visit, view.id)];
        Some(Found { code: alert.code(), words: alert.message(lang()), records })
    })
}

/// The same photo or paper in two visits or two projects.
fn reused(book: Book) -> Vec<Found> {
    let found = repeated_files(book).into_iter().filter_map(|(of, original)| {
        let records = [of, original].map(|id| Some((book.view(id)?.kind, id)));
        let records: Vec<_> = records.into_iter().flatten().collect();
        (records.len() == 2).then(|| Found {
            code: AlertCode::PhotoReused,
            words: t(word!("alerts.photo_reused")).to_owned(),
            records,
        })
    });
    found.collect()
}

/// What ties facilities to each other. Values that were masked for the role tie nothing.
fn tied(book: Book) -> Vec<Found> {
    let ties = book.scan(Kind::Facility, |view| {
        let clear = |field: &str| text_in_clear(&view.doc, field);
        Some(Ties {
            facility: view.id,
            owner: clear("owner_citizen_id"),
            phones: ["phone", "phone2", "zalo"].into_iter().filter_map(clear).collect(),
            account: view.doc.text("bank_account").and_then(digits),
        })
    });
    let found = alert::tied(&ties).into_iter().map(|tied| Found {
        code: tied.code,
        words: count(word!("alerts.facilities"), tied.facilities.len()),
        records: tied.facilities.into_iter().map(|id| (Kind::Facility, id)).collect(),
    });
    found.collect()
}

/// An account however it was spaced; what was masked has too few digits left.
fn digits(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    (digits.len() >= 6).then_some(digits)
}

fn text_in_clear(doc: &Document, field: &str) -> Option<String> {
    doc.text(field).filter(|text| text.chars().all(|letter| letter.is_ascii_digit())).map(str::to_owned)
}
