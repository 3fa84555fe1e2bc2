//! A visit in work: its six parts, on one page where there is room and one by one on a phone, then
//! “Kiểm tra lại” and the signature that locks it. Everything is written on this device first.

use domain::id::RecordId;
use domain::permission::{Operation, Relation, may};
use domain::record::Kind;
use domain::record::field::FieldSpec;
use domain::record::visit::lists::VisitKind;
use domain::record::visit::{kind_of, machines};
use domain::value::{Document, Value};
use domain::word;
use domain::workflow;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};

use crate::components::drafts::{self, DropDraft};
use crate::components::form_state::FormState;
use crate::components::forward::Forward;
use crate::components::page_frame::{Page, StatusLine};
use crate::components::params::id_param;
use crate::components::photo_strip::PhotoStrip;
use crate::components::record_form::RecordForm;
use crate::components::titles::title_of;
use crate::components::visit::gps_line::GpsLine;
use crate::components::visit::machines::Machines;
use crate::components::visit::minutes::photos;
use crate::components::visit::proposed::Proposed;
use crate::components::visit::recommendations::Recommendations;
use crate::components::visit::seen::SeenBefore;
use crate::components::visit::signing::Signing;
use crate::components::visit::standing::{Part, Standing};
use crate::i18n::{fill, t};
use crate::pages::not_found::Missing;
use crate::pages::visit_check::{CHECK, VisitCheck};
use crate::platform::clock::now;
use crate::routes;
use crate::state::book::Book;
use crate::state::update::Update;
use crate::state::view::View;
use crate::ui::button::{Button, ButtonLink};
use crate::ui::dock::Dock;
use crate::ui::mark::Mark;
use crate::ui::note::{Note, NoteLook};
use crate::ui::section_head::Section;
use crate::ui::shell::Heading;

const PART: &str = "g";

const WHERE: &[&str] = &[
    "visited_on",
    "inspectors",
    "met_name",
    "met_position",
    "workers_male",
    "workers_female",
    "weather",
    "plan_no",
    "plan_on",
];
const PRODUCTION: &[&str] = &["output_unit", "output_now", "output_committed"];
const VOLUME: &[&str] = &["volume_pct", "volume_vnd"];
const FINDINGS: &[&str] = &["findings"];
const SURROUNDINGS: &[&str] = &["environment", "publicity", "papers_seen"];
const RESULT: &[&str] = &["conclusion", "remarks"];
const SURVEY: &[&str] = &["survey_recommended", "survey_cost"];
const CORRECTION: &[&str] = &["correction"];
const OCCASION: &[&str] = &["occasion"];

/// A visit in work, a handle to copy.
#[derive(Clone, Copy)]
pub struct Work {
    /// The visit as it was when the page opened.
    pub view: StoredValue<View>,
    /// Its form.
    pub form: FormState,
    /// The facility it goes to.
    pub facility: StoredValue<Document>,
    /// What it still lacks.
    pub standing: Memo<Standing>,
}

impl Work {
    fn open(book: Book, view: &View) -> Self {
        let form = FormState::open(book, Kind::Visit, drafts::edit(view.id), Some(view), Document::default());
        let facility = named(book, &view.doc, "facility").map(|facility| facility.doc).unwrap_or_default();
        let files = book.attachments(view.id);
        let standing = Memo::new(move |_| {
            let slots = files.with(|files| files.iter().map(|file| file.slot.clone()).collect::<Vec<_>>());
            Standing::of(form, &slots)
        });
        Self { view: StoredValue::new(view.clone()), form, facility: StoredValue::new(facility), standing }
    }

    fn id(self) -> RecordId {
        self.view.with_value(|view| view.id)
    }

    fn fields(names: &[&str]) -> Vec<&'static FieldSpec> {
        names.iter().filter_map(|name| Kind::Visit.spec().field(name)).collect()
    }

    fn asks(self, names: &[&str]) -> AnyView {
        view! { <RecordForm form=self.form fields=Self::fields(names)/> }.into_any()
    }

    fn set(self, field: &str, value: Option<Value>) {
        if let Some(spec) = Kind::Visit.spec().field(field) {
            self.form.set(spec, value);
        }
    }
}

/// A record that a visit names.
pub fn named(book: Book, doc: &Document, field: &str) -> Option<View> {
    let id = doc.text(field)?.parse().ok()?;
    untrack(|| book.view(id))
}

/// What a visit looks at: the project, else the facility.
pub fn subject(book: Book, doc: &Document) -> Option<View> {
    named(book, doc, "project").or_else(|| named(book, doc, "facility"))
}

/// The page.
#[component]
pub fn VisitPage() -> impl IntoView {
    let book = expect_context::<Book>();
    let id = id_param();
    move || {
        let found = id.get().and_then(|id| untrack(|| book.view(id)));
        let Some(view) = found.filter(|view| view.kind == Kind::Visit) else {
            return view! { <Missing title=t(word!("records.missing"))/> }.into_any();
        };
        let role = book.me().get_untracked().role;
        let may_write = may(role, Operation::Edit, Kind::Visit, Relation::OwnScope);
        if !may_write || !workflow::is_editable(Kind::Visit, &view.doc) {
            return view! { <Forward to=routes::record(Kind::Visit, view.id) title=title_of(&view)/> }
                .into_any();
        }
        // A new version waits until the form is left.
        if let Some(update) = use_context::<Update>() {
            update.hold();
            on_cleanup(move || update.free());
        }
        let work = Work::open(book, &view);
        let query = use_query_map();
        let step = Memo::new(move |_| query.with(|query| query.get(PART)).unwrap_or_default());
        (move || match step.get().as_str() {
            CHECK => view! { <VisitCheck work/> }.into_any(),
            code => view! { <Parts work part=Part::from_code(code)/> }.into_any(),
        })
        .into_any()
    }
}

#[component]
fn Parts(work: Work, part: Option<Part>) -> impl IntoView {
    let book = expect_context::<Book>();
    let view = work.view.get_value();
    let of = subject(book, &view.doc);
    let about = of.as_ref().map(title_of).unwrap_or_default();
    let title = title_of(&view);
    let home = of.map(|of| (routes::record(of.kind, of.id), title_of(&of)));
    let back = match part {
        Some(_) => (routes::visit(view.id), t(word!("visit.parts")).to_owned()),
        None => home.unwrap_or_else(|| (routes::VISITS.to_owned(), t(word!("nav.visits")).to_owned())),
    };
    let place = part.map(|part| {
        let at = Part::ALL.iter().position(|one| *one == part).map_or(0, |at| at + 1).to_string();
        fill(word!("visit.part_of"), &[("n", &at), ("total", &Part::ALL.len().to_string())])
    });
    let sections = Part::ALL.map(|one| {
        let here = if Some(one) == part { "part here" } else { "part" };
        view! { <div class=here><PartSection work part=one/></div> }
    });
    let class = if part.is_some() { "page page-visit in-part" } else { "page page-visit" };
    let leave = back.0.clone();
    view! {
        <Page title=title.clone() back line=StatusLine::Draft(work.form)>
            <div class=class>
                <p class="muted">{about} {place.map(|place| view! { <span class="phone-only">" · " {place}</span> })}</p>
                <Heading text=title/>
                <PartList work/>
                {sections.into_iter().collect_view()}
                <DropDraft form=work.form back=leave/>
            </div>
            <VisitDock work part/>
        </Page>
    }
}

/// On a phone the parts are pages of their own; this is their list.
#[component]
fn PartList(work: Work) -> impl IntoView {
    let id = work.id();
    let items = Part::ALL.map(|part| {
        let mark = Memo::new(move |_| work.standing.with(|standing| standing.mark(part)));
        view! {
            <li>
                <a class="row" href=routes::visit_part(id, part.code())>
                    <b>{part.numbered()}</b>
                    <Mark
                        look=Signal::derive(move || mark.get().0)
                        word=Signal::derive(move || mark.get().1.to_owned())
                    />
                </a>
            </li>
        }
    });
    view! { <ol class="rows visit-parts">{items.into_iter().collect_view()}</ol> }
}

#[component]
fn PartSection(work: Work, part: Part) -> impl IntoView {
    let mark = Memo::new(move |_| work.standing.with(|standing| standing.mark(part)));
    let aside = move || {
        let (look, word) = mark.get();
        view! { <Mark look word=word.to_owned()/> }
    };
    let body = match part {
        Part::Where => view! { <WherePart work/> }.into_any(),
        Part::Photos => view! { <PhotosPart work/> }.into_any(),
        Part::Machines => view! { <MachinesPart work/> }.into_any(),
        Part::Found => view! { <FoundPart work/> }.into_any(),
        Part::Result => view! { <ResultPart work/> }.into_any(),
        Part::Signing => view! { <Signing visit=work.id() form=work.form/> }.into_any(),
    };
    let id = format!("part-{}", part.code());
    if part == Part::Photos {
        // The strip has a heading of its own.
        return view! { <div id=id>{body}</div> }.into_any();
    }
    view! {
        <Section title=part.numbered() aside id>
            <div class="part-body">{body}</div>
        </Section>
    }
    .into_any()
}

#[component]
fn WherePart(work: Work) -> impl IntoView {
    let begun = Memo::new(move |_| work.form.document().get("started_at").is_some());
    let is_complaint = untrack(|| kind_of(&work.form.document())) == Some(VisitKind::Complaint);
    view! {
        <Show when=move || begun.get() fallback=move || view! { <NotBegun work/> }>
            <GpsLine form=work.form facility=work.facility/>
            {is_complaint.then(|| work.asks(OCCASION))}
            {work.asks(WHERE)}
        </Show>
    }
}

/// A visit that is only planned begins with one press, on the spot.
#[component]
fn NotBegun(work: Work) -> impl IntoView {
    let book = expect_context::<Book>();
    let begin = move |()| {
        for (field, value) in beginning(book, &work.facility.get_value(), &work.form.document()) {
            work.set(field, Some(value));
        }
        work.form.flush();
    };
    let planned = work.view.with_value(|view| {
        let day = crate::components::course::day_of(&view.doc, "planned_on")?;
        Some(fill(word!("visit.planned_for"), &[("date", &domain::formats::date::show(day))]))
    });
    view! {
        <p class="gap-before">{planned}</p>
        <div class="acts">
            <Button label=t(word!("visit.begin")) look="main" icon="visit" on_press=begin/>
        </div>
    }
}

/// What is known at the moment a visit begins.
pub fn beginning(book: Book, facility: &Document, visit: &Document) -> Vec<(&'static str, Value)> {
    let at = now();
    let items = visit.text("project").and_then(|id| id.parse::<RecordId>().ok()).map(|project| {
        let items = book.children_now(project, Kind::MachineItem);
        items.into_iter().filter_map(|id| Some(book.view(id)?.doc)).collect::<Vec<_>>()
    });
    let machines = untrack(|| machines::checks(&items.unwrap_or_default(), facility));
    let mut known = vec![
        ("visited_on", Value::Text(domain::formats::date::to_iso(at.day()))),
        ("started_at", Value::Int(at.0)),
    ];
    if !machines.is_empty() {
        known.push(("machine_checks", Value::List(machines)));
    }
    known
}

#[component]
fn PhotosPart(work: Work) -> impl IntoView {
    let title = Part::Photos.numbered();
    view! {
        <PhotoStrip about=work.id() slots=photos() may_add=Signal::stored(true) form=work.form title/>
        <SeenBefore record=work.id()/>
    }
}

#[component]
fn MachinesPart(work: Work) -> impl IntoView {
    let doc = untrack(|| work.form.document());
    let is_progress = kind_of(&doc) == Some(VisitKind::Progress) && doc.get("project").is_some();
    view! {
        <Machines form=work.form/>
        {is_progress.then(|| work.asks(VOLUME))}
        {work.asks(PRODUCTION)}
    }
}

#[component]
fn FoundPart(work: Work) -> impl IntoView {
    let view = work.view.get_value();
    let may_add = Memo::new(|_| true);
    view! {
        <Proposed form=work.form visit=view.id/>
        {work.asks(FINDINGS)}
        <h3 class="gap-before">{t(word!("visit.recommendations"))}</h3>
        <Recommendations visit=view may_add/>
        <h3 class="gap-before">{t(word!("visit.surroundings"))}</h3>
        {work.asks(SURROUNDINGS)}
    }
}

#[component]
fn ResultPart(work: Work) -> impl IntoView {
    let book = expect_context::<Book>();
    let doc = untrack(|| work.form.document());
    let judges = kind_of(&doc) == Some(VisitKind::Survey) && doc.get("need").is_some();
    let corrected = named(book, &doc, "corrects").map(|old| {
        let code = old.doc.text("code").unwrap_or(t(word!("visit.code_pending"))).to_owned();
        view! { <Note look=NoteLook::Info>{fill(word!("visit.corrects"), &[("code", &code)])}</Note> {work.asks(CORRECTION)} }
    });
    view! {
        {corrected}
        {work.asks(RESULT)}
        {judges.then(|| work.asks(SURVEY))}
    }
}

/// What is missing and the way on; on a phone, from part to part.
#[component]
fn VisitDock(work: Work, part: Option<Part>) -> impl IntoView {
    let id = work.id();
    let navigate = use_navigate();
    let check = navigate.clone();
    let to_check = Callback::new(move |()| {
        work.form.flush();
        check(&routes::visit_part(id, CHECK), NavigateOptions::default());
    });
    let left = move || work.standing.with(Standing::sentence);
    let overview = view! {
        <p class="muted">{left}</p>
        <Button label=t(word!("check.title")) look="main" on_press=to_check/>
    };
    let Some(part) = part else {
        return view! { <Dock label=t(word!("nav.actions"))>{overview}</Dock> }.into_any();
    };
    let at = Part::ALL.iter().position(|one| *one == part).unwrap_or(0);
    let before = at.checked_sub(1).and_then(|at| Part::ALL.get(at));
    let next = Part::ALL.get(at + 1);
    let label = match next {
        Some(_) => fill(word!("visit.save_next"), &[("n", &(at + 2).to_string())]),
        None => t(word!("check.title")).to_owned(),
    };
    let target = routes::visit_part(id, next.map_or(CHECK, |next| next.code()));
    let go_on = move |()| {
        work.form.flush();
        navigate(&target, NavigateOptions::default());
    };
    view! {
        <Dock label=t(word!("nav.actions"))>
            <span class="dock-wide">{overview}</span>
            <span class="dock-phone">
                {before.map(|before| view! {
                    <ButtonLink label=t(word!("visit.part_before")) href=routes::visit_part(id, before.code()) icon="back"/>
                })}
                <Button label look="main" on_press=go_on/>
            </span>
        </Dock>
    }
    .into_any()
}
