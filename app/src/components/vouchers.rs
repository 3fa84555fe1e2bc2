//! The vouchers of a project in their two lists, and what would send the dossier back, said before it
//! is sent.

use domain::formats::date;
use domain::id::RecordId;
use domain::money;
use domain::ordering;
use domain::permission::{Operation, Relation, may};
use domain::record::Kind;
use domain::record::field::Choice;
use domain::record::rule::day;
use domain::record::voucher::dossier::{Parts, dossier, serial_of};
use domain::record::voucher::{invoice_of, sum};
use domain::settlement::checks::{Check, Covers, Elsewhere, Evidence, Report, Spot, check};
use domain::value::Document;
use domain::word;
use leptos::prelude::*;

use crate::components::kinship::RecordRow;
use crate::components::norms::in_use;
use crate::components::titles::title_of;
use crate::components::value_text::kind_name;
use crate::i18n::{by_key, count, fill, lang, t};
use crate::platform::clock::now;
use crate::routes;
use crate::state::book::Book;
use crate::state::reference::organisations;
use crate::state::view::View;
use crate::ui::button::ButtonLink;
use crate::ui::note::{Note, NoteLook};
use crate::ui::section_head::Section;

/// The section of a project's page, from its contract on.
#[component]
pub fn Vouchers(
    /// The project.
    project: View,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let role = book.me().get_untracked().role;
    project.doc.get("contract_date")?;
    let may_add = may(role, Operation::Create, Kind::Voucher, Relation::OwnScope);
    let vouchers = book.children(project.id, Kind::Voucher);
    let id = project.id;
    let is_accepted = project.doc.get("acceptance_date").is_some();
    let project = StoredValue::new(project);
    let add = move || {
        may_add.then(|| {
            let label = fill(word!("records.add"), &[("kind", &kind_name(Kind::Voucher))]);
            view! { <ButtonLink label href=routes::record_new(Kind::Voucher, Some(id)) look="sm" icon="plus"/> }
        })
    };
    let shown = move || {
        let views: Vec<View> = vouchers.get().iter().filter_map(|id| book.view(*id)).collect();
        let docs: Vec<Document> = views.iter().map(|view| view.doc.clone()).collect();
        let total = |word, covers| fill(word, &[("amount", &money::show(sum(&docs, covers), lang()))]);
        let list = (!views.is_empty()).then(|| {
            let support = total(word!("vouchers.sum_support"), Covers::Item);
            let counterpart = total(word!("vouchers.sum_counterpart"), Covers::Counterpart);
            let rows = views.iter().map(|view| view! { <RecordRow view=view.clone()/> }).collect_view();
            view! {
                <p class="small">{support} " · " {counterpart}</p>
                <ul class="rows">{rows}</ul>
            }
        });
        // Once it is accepted the term, the norm and the counterpart are looked at also without vouchers.
        let is_looked_at = is_accepted || !views.is_empty();
        view! {
            {is_looked_at.then(|| view! { <Findings project=project.get_value() vouchers=views/> })}
            {list}
        }
    };
    Some(view! {
        <Show when=move || may_add || is_accepted || !vouchers.with(|all| all.is_empty())>
            <Section title=t(word!("vouchers.title")) aside=add id="vouchers">{shown}</Section>
        </Show>
    })
}

/// What the checks say.
#[component]
fn Findings(project: View, vouchers: Vec<View>) -> impl IntoView {
    let book = expect_context::<Book>();
    let machines = of_project(book, project.id, Kind::MachineItem);
    let report = run(book, &project, &vouchers, &machines);
    let names = Names { book, vouchers, machines };
    let lines: Vec<String> = report
        .findings
        .iter()
        .map(|finding| {
            let message = match &finding.evidence {
                Evidence::Project(other) => names.elsewhere(*other),
                Evidence::Day { .. }
                | Evidence::Amount { .. }
                | Evidence::NotListed
                | Evidence::Party(_)
                | Evidence::First(_) => finding.message(lang()),
            };
            format!("{}: {message}", names.of(finding.at))
        })
        .collect();
    let unchecked = ordering::set(report.unchecked.iter().map(|(check, _)| *check));
    let unchecked = unchecked.into_iter().map(|check| by_key(&Check::LIST.key(check.code())));
    let unchecked = unchecked.collect::<Vec<_>>().join(", ");
    let n = lines.len();
    let verdict = match n {
        0 => view! { <p class="small">{t(word!("checks.fine"))}</p> }.into_any(),
        _ => {
            let lines = lines.into_iter().map(|line| view! { <p>{line}</p> }).collect_view();
            view! {
                <Note look=NoteLook::Warn>
                    <p><b>{t(word!("checks.title"))} ": " {count(word!("checks.count"), n)}</b></p>
                    {lines}
                </Note>
            }
            .into_any()
        }
    };
    view! {
        {verdict}
        {(!unchecked.is_empty()).then(|| view! {
            <p class="muted small">{fill(word!("checks.unchecked"), &[("what", &unchecked)])}</p>
        })}
    }
}

fn of_project(book: Book, project: RecordId, kind: Kind) -> Vec<View> {
    book.children_now(project, kind).into_iter().filter_map(|id| book.view(id)).collect()
}

fn run(book: Book, project: &View, vouchers: &[View], machines: &[View]) -> Report {
    let docs = |views: &[View]| views.iter().map(|view| view.doc.clone()).collect::<Vec<_>>();
    let facility = domain::record::parent(Kind::Project, &project.doc).and_then(|id| book.view(id));
    let (vouchers, machines) = (docs(vouchers), docs(machines));
    let norms = in_use(book);
    let organisations = organisations(book);
    let dossier = dossier(Parts {
        project: &project.doc,
        facility: facility.as_ref().map(|view| &view.doc),
        vouchers: &vouchers,
        machines: &machines,
        organisations: &organisations,
        norms: &norms,
        today: now().day(),
    });
    check(&dossier, &elsewhere(book, project.id))
}

/// What every other project on this device has settled or listed.
fn elsewhere(book: Book, own: RecordId) -> Elsewhere {
    let mut elsewhere = Elsewhere::default();
    let project_of =
        |view: &View| domain::record::parent(view.kind, &view.doc).filter(|project| *project != own);
    let invoices = book.scan(Kind::Voucher, |view| Some((invoice_of(&view.doc)?, project_of(&view)?)));
    let serials = book.scan(Kind::MachineItem, |view| Some((serial_of(&view.doc)?, project_of(&view)?)));
    elsewhere.invoices.extend(invoices);
    elsewhere.serials.extend(serials);
    elsewhere
}

/// What the things in a dossier are called.
struct Names {
    book: Book,
    vouchers: Vec<View>,
    machines: Vec<View>,
}

impl Names {
    fn of(&self, spot: Spot) -> String {
        let named = |views: &[View], at: usize| views.get(at).map(called).unwrap_or_default();
        match spot {
            Spot::Dossier => t(word!("checks.dossier")).to_owned(),
            Spot::Voucher(at) => named(&self.vouchers, at),
            Spot::Machine(at) => named(&self.machines, at),
        }
    }

    fn elsewhere(&self, project: RecordId) -> String {
        let title = self.book.view(project).map(|view| title_of(&view)).unwrap_or_default();
        fill(word!("checks.project"), &[("title", &title)])
    }
}

fn called(view: &View) -> String {
    let number = view.doc.text("number").or_else(|| view.doc.text("serial")).unwrap_or_default();
    let on = day(&view.doc, "issued_on").map(|day| format!(" ({})", date::show(day))).unwrap_or_default();
    format!("{} {number}{on}", title_of(view))
}
