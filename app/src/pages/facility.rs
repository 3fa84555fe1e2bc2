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
    let is_here = Memo::new(move |_| record.with(Option::is_some));
    let doc = Signal::derive(move || record.get().map(|view| view.doc).unwrap_or_default());
    let head = move || record.get().map(|view| view! { <Head view back=back.clone()/> });
    // What was typed, opened or is being kept in the parts below outlives a change of the record.
    view! {
        {head}
        <Show
            when=move || is_here.get()
            fallback=|| view! { <p class="lead">{t(word!("facility.missing"))}</p> }
        >
            <RecordFiles about=id kind=Kind::Facility doc/>
            <RecordFacts kind=Kind::Facility doc shown=SHOWN/>
            <History record=id/>
        </Show>
    }
}

/// What is known of it and what may be done.
#[component]
fn Head(view: View, back: String) -> impl IntoView {
    let id = view.id;
    view! {
        <p class="phone-only"><a class="hit" href=back>{t(word!("nav.facilities"))}</a></p>
        <Top view=view.clone()/>
        <ConflictNote record=id/>
        <TwinNote record=id/>
        <Main view=view.clone()/>
        <Related facility=id kind=Kind::Need title=t(word!("facility.tab_needs")) none=t(word!("facility.no_needs"))/>
        <Related facility=id kind=Kind::Project title=t(word!("facility.tab_support")) none=t(word!("facility.no_projects"))/>
        <SupportHistory facility=id/>
        <FacilityYears facility=id/>
        <Kinship view not=&[Kind::Need, Kind::Project, Kind::FacilityYear, Kind::OldSupport]/>
    }
}

#[component]
fn Top(view: View) -> impl IntoView {
    let role = expect_context::<Book>().me().get_untracked().role;
    let doc = &view.doc;
    let code = doc.text("code").unwrap_or(t(word!("facility.code_pending"))).to_owned();
    let parts = [
        show_field(Kind::Facility, doc, "legal_form"),
        show_field(Kind::Facility, doc, "status"),
        doc.text("owner_name").map(str::to_owned),
    ];
    let sentence: Vec<String> = parts.into_iter().flatten().collect();
    let can = |operation| may(role, operation, Kind::Facility, Relation::OwnScope);
    let may_register = may(role, Operation::Create, Kind::Need, Relation::OwnScope);
    let may_visit = may(role, Operation::Create, Kind::Visit, Relation::OwnScope);
    let call = doc.text("phone").map(|phone| {
        view! { <ButtonLink label=t(word!("button.call")) href=tel(phone) look="sm" icon="phone"/> }
    });
    let route = directions(doc).map(|href| {
        view! { <ButtonLink label=t(word!("button.directions")) href look="sm" icon="pin"/> }
    });
    view! {
        <p class="muted">{fill(word!("facility.code_label"), &[("code", &code)])}</p>
        <Heading text=title_of(&view)/>
        <p>{sentence.join(" · ")}</p>
        <p><RecordMark mark=view.sync/></p>
        <div class="acts">
            {call}
            {route}
            {can(Operation::Edit).then(|| view! {
                <ButtonLink label=t(word!("button.edit")) href=routes::facility_edit(view.id) look="sm" icon="pen"/>
            })}
            {may_visit.then(|| view! {
                <ButtonLink label=t(word!("visit.begin")) href=routes::visit_new(view.id) look="sm" icon="visit"/>
            })}
            {may_register.then(|| view! {
                <ButtonLink label=t(word!("facility.register_need")) href=routes::need_fit(view.id) look="sm main" icon="plus"/>
            })}
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
fn Main(view: View) -> impl IntoView {
    let doc = view.doc;
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
