//! One facility: who, where, what it needs and got, and everything that was written about it.

use domain::id::RecordId;
use domain::permission::{Operation, Relation, may};
use domain::record::Kind;
use domain::record::field::Choice;
use domain::size_class::{Figures, size_class};
use domain::value::{Document, Value};
use domain::word;
use domain::workflow;
use leptos::prelude::*;

use crate::components::conflict_note::ConflictNote;
use crate::components::contact::tel;
use crate::components::facility_years::FacilityYears;
use crate::components::history::History;
use crate::components::kinship::Kinship;
use crate::components::person::is_owner;
use crate::components::record_facts::{RecordFacts, Shown};
use crate::components::record_files::RecordFiles;
use crate::components::record_frame::part;
use crate::components::support_history::SupportHistory;
use crate::components::sync_mark::RecordMark;
use crate::components::titles::{capital, title_of};
use crate::components::twins::TwinNote;
use crate::components::value_text::{commune_name, show_field, stage_label};
use crate::i18n::{by_key, fill, t};
use crate::routes;
use crate::state::book::Book;
use crate::state::view::View;
use crate::ui::button::ButtonLink;
use crate::ui::facts::{Fact, Facts};
use crate::ui::list_row::ListRow;
use crate::ui::section_head::Section;
use crate::ui::shell::Heading;

const SHOWN: Shown = Shown {
    groups: &["registration", "owner", "workers", "capital", "machinery", "environment"],
    not: &["legal_form", "owner_name"],
};

/// The detail of a facility.
#[component]
pub fn FacilityDetail(
    /// Which one.
    id: RecordId,
    /// Address of the list, with its search.
    #[prop(into)]
    back: String,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let record = book.record(id);
    let missing = || view! { <p class="lead">{t(word!("facility.missing"))}</p> }.into_any();
    part(record, missing, move |facility| {
        let doc = Signal::derive(move || facility.with(|view| view.doc.clone()));
        view! {
            <p class="phone-only"><a class="hit" href=back.clone()>{t(word!("nav.facilities"))}</a></p>
            <Top facility/>
            <ConflictNote record=id/>
            <TwinNote record=id/>
            {move || view! { <Main doc=doc.get()/> }}
            <Related facility=id kind=Kind::Need title=t(word!("facility.tab_needs")) none=t(word!("facility.no_needs"))/>
            <Related facility=id kind=Kind::Project title=t(word!("facility.tab_support")) none=t(word!("facility.no_projects"))/>
            <SupportHistory facility=id/>
            <FacilityYears facility=id/>
            <Kinship view=facility not=&[Kind::Need, Kind::Project, Kind::FacilityYear, Kind::OldSupport]/>
            <RecordFiles about=id kind=Kind::Facility doc/>
            <RecordFacts kind=Kind::Facility doc shown=SHOWN/>
            <History record=id/>
        }
        .into_any()
    })
}

/// Its name, and what may be done.
#[component]
fn Top(facility: Signal<View>) -> impl IntoView {
    let role = expect_context::<Book>().me().get_untracked().role;
    let id = facility.with_untracked(|view| view.id);
    let code = move || {
        let code = facility.with(|view| view.doc.text("code").map(str::to_owned));
        let code = code.unwrap_or_else(|| t(word!("facility.code_pending")).to_owned());
        fill(word!("facility.code_label"), &[("code", &code)])
    };
    let sentence = move || {
        facility.with(|view| {
            let parts = [
                show_field(Kind::Facility, &view.doc, "legal_form"),
                show_field(Kind::Facility, &view.doc, "status"),
                view.doc.text("owner_name").map(str::to_owned),
            ];
            parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
        })
    };
    let can = |operation| may(role, operation, Kind::Facility, Relation::OwnScope);
    let may_register = may(role, Operation::Create, Kind::Need, Relation::OwnScope);
    let may_visit = may(role, Operation::Create, Kind::Visit, Relation::OwnScope);
    let phone = Memo::new(move |_| facility.with(|view| view.doc.text("phone").map(tel)));
    let call = move || {
        let href = phone.get()?;
        Some(view! { <ButtonLink label=t(word!("button.call")) href look="sm" icon="phone"/> })
    };
    let place = Memo::new(move |_| facility.with(|view| directions(&view.doc)));
    let route = move || {
        let href = place.get()?;
        Some(view! { <ButtonLink label=t(word!("button.directions")) href look="sm" icon="pin"/> })
    };
    view! {
        <p class="muted">{code}</p>
        <Heading text=Signal::derive(move || facility.with(title_of))/>
        <p>{sentence}</p>
        <p>{move || view! { <RecordMark mark=facility.with(|view| view.sync)/> }}</p>
        <div class="acts">
            {call}
            {route}
            {can(Operation::Edit).then(|| view! {
                <ButtonLink label=t(word!("button.edit")) href=routes::facility_edit(id) look="sm" icon="pen"/>
            })}
            {may_visit.then(|| view! {
                <ButtonLink label=t(word!("visit.begin")) href=routes::visit_new(id) look="sm" icon="visit"/>
            })}
            {may_register.then(|| view! {
                <ButtonLink label=t(word!("facility.register_need")) href=routes::need_fit(id) look="sm main" icon="plus"/>
            })}
            <ButtonLink
                label=t(word!("records.print"))
                href=routes::record_print(Kind::Facility, id)
                look="sm"
                icon="print"
            />
        </div>
    }
}

/// Opens the map of the device; nothing is fetched by the app.
fn directions(doc: &Document) -> Option<String> {
    let degrees = |field: &str| {
        let units = doc.get(field).and_then(Value::as_int)?;
        Some(domain::formats::number::show_degrees(units))
    };
    Some(format!("geo:{},{}", degrees("lat")?, degrees("lng")?))
}

#[component]
fn Main(doc: Document) -> impl IntoView {
    let text = |field: &str| show_field(Kind::Facility, &doc, field);
    let place = [
        doc.text("address_line").map(str::to_owned),
        text("village"),
        doc.text("commune_code").map(commune_name),
    ];
    let place: Vec<String> = place.into_iter().flatten().collect();
    let site = text("site_name").or_else(|| text("site_type"));
    let old = doc.text("legacy_commune").map(|old| fill(word!("facility.old_place"), &[("place", old)]));
    let trade = [text("kc_sector"), text("vsic_main")];
    let trade: Vec<String> = trade.into_iter().flatten().collect();
    let (people, size) = (people(&doc), size(&doc));
    view! {
        <Facts>
            <Fact label=t(word!("facility.place"))>
                {capital(&place.join(", "))}
                <span class="line muted">{site}" "{old}</span>
            </Fact>
            <Fact label=t(word!("facility.trade"))>{trade.join(" · ")}</Fact>
            <Fact label=t(word!("facility.workers"))>{people}</Fact>
            <Fact label=t(word!("facility.size"))>{size}</Fact>
        </Facts>
    }
}

fn people(doc: &Document) -> String {
    let number = |field: &str| show_field(Kind::Facility, doc, field);
    let Some(total) = number("workers_total") else { return t(word!("form.not_recorded")).to_owned() };
    let whole = match doc.get("workers_female").and_then(Value::as_int) {
        Some(female) => {
            fill(word!("facility.people_female"), &[("total", &total), ("female", &female.to_string())])
        }
        None => total,
    };
    match number("figures_year") {
        Some(year) => format!("{whole} · {}", fill(word!("facility.in_year"), &[("year", &year)])),
        None => whole,
    }
}

fn size(doc: &Document) -> AnyView {
    let int = |field: &str| doc.get(field).and_then(Value::as_int);
    let computed = size_class(Figures {
        workers_insured: int("workers_insured"),
        revenue_vnd: int("revenue_vnd"),
        capital_vnd: int("capital_total_vnd"),
    });
    match computed {
        Some(class) => view! {
            {by_key(&domain::size_class::SizeClass::LIST.key(class.code()))}
            <span class="line muted">{t(word!("facility.size_computed"))}</span>
        }
        .into_any(),
        None => t(word!("form.not_recorded")).into_any(),
    }
}

/// Needs or projects of a facility.
#[component]
fn Related(
    facility: RecordId,
    kind: Kind,
    #[prop(into)] title: String,
    #[prop(into)] none: String,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let children = book.children(facility, kind);
    let is_owner = is_owner(&book.me().get_untracked());
    let rows = move || {
        let ids = children.get();
        if ids.is_empty() {
            return view! { <p class="muted gap-before">{none.clone()}</p> }.into_any();
        }
        let rows = ids
            .iter()
            .filter_map(|id| book.view(*id))
            .map(|view| {
                let href =
                    if is_owner { routes::application(view.id) } else { routes::record(kind, view.id) };
                let stage = workflow::stage(kind, &view.doc).unwrap_or_default();
                let title = title_of(&view);
                view! {
                    <ListRow href title=move || title.clone() state=move || stage_label(kind, stage)>
                        {show_field(kind, &view.doc, "activity")}
                    </ListRow>
                }
            })
            .collect_view();
        view! { <ul class="rows">{rows}</ul> }.into_any()
    };
    view! { <Section title>{rows}</Section> }
}
