//! The forms of a project on paper (TT 36/2013 Phụ lục 1; their numbers are labels), from what the book
//! holds. Which of them is of use when, the domain says.

mod agreement;
mod appraisal;
mod estimate;
mod letters;
mod plan;
mod reconciliation;

use domain::formats::date;
use domain::id::RecordId;
use domain::ledger::EntryKind;
use domain::money;
use domain::record::Kind;
use domain::record::disbursement::account;
use domain::record::estimate_line::sums;
use domain::record::project::forms::Form;
use domain::record::rule::{day, number};
use domain::record::voucher::dossier::of_list;
use domain::record::voucher::sum;
use domain::settlement::checks::Covers;
use domain::value::Document;
use domain::word;
use domain::words::{Lang, Word};
use leptos::prelude::*;

use agreement::AgreementDraft;
use appraisal::AppraisalForm;
use estimate::EstimateForm;
use letters::{HaltDecision, ReturnNotice};
use plan::{InfrastructureForm, PlanForm};
use reconciliation::Reconciliation;

use crate::components::form_sheet::{Row, Sheet, SheetTable, dated};
use crate::components::paper::OtherSide;
use crate::components::titles::{month_of, title_of};
use crate::components::value_text::{field_label, show_field};
use crate::i18n::{fill, lang, t};
use crate::pages::need_form::facility_of;
use crate::state::book::Book;
use crate::state::kin::InBook;
use crate::state::view::View;

/// What a form is called.
pub fn title(form: Form) -> Word {
    match form {
        Form::Estimate => word!("forms.estimate"),
        Form::Appraisal => word!("forms.appraisal"),
        Form::AppraisalNamed => word!("forms.appraisal_named"),
        Form::AcceptancePlace => word!("forms.acceptance_place"),
        Form::AcceptanceBase => word!("forms.acceptance_base"),
        Form::Liquidation => word!("forms.liquidation"),
        Form::Settlement => word!("forms.settlement"),
        Form::ListSupport => word!("forms.list_support"),
        Form::ListCounterpart => word!("forms.list_counterpart"),
        Form::Reconciliation => word!("forms.reconciliation"),
        Form::Plan => word!("forms.plan"),
        Form::Infrastructure => word!("forms.infrastructure"),
        Form::ReturnNotice => word!("forms.return_notice"),
        Form::Request => word!("drafts.request"),
        Form::Submission => word!("drafts.submission"),
        Form::Approval => word!("drafts.approval"),
        Form::Contract => word!("drafts.contract"),
        Form::HaltDecision => word!("forms.halt_decision"),
    }
}

/// The side that gets the money, of a form that both sides sign.
fn other_side(form: Form, project: &View) -> Option<OtherSide> {
    match form {
        Form::AcceptancePlace | Form::AcceptanceBase | Form::Liquidation | Form::Reconciliation => {}
        Form::Estimate
        | Form::Appraisal
        | Form::AppraisalNamed
        | Form::Settlement
        | Form::ListSupport
        | Form::ListCounterpart
        | Form::Plan
        | Form::Infrastructure
        | Form::ReturnNotice
        | Form::Request
        | Form::Submission
        | Form::Approval
        | Form::Contract
        | Form::HaltDecision => return None,
    }
    let book = expect_context::<Book>();
    let facility = untrack(|| facility_of(project).and_then(|id| book.view(id)))?;
    let signer = facility.doc.text("owner_name").map(str::to_owned);
    Some(OtherSide { name: title_of(&facility), signer })
}

/// A form of a project.
#[component]
pub fn ProjectSheet(
    /// The project.
    project: View,
    /// Which form.
    form: Form,
) -> impl IntoView {
    let other = other_side(form, &project);
    let view = project.clone();
    let body = match form {
        Form::Estimate => view! { <EstimateForm project=view/> }.into_any(),
        Form::Appraisal | Form::AppraisalNamed => view! { <AppraisalForm project=view form/> }.into_any(),
        Form::AcceptancePlace | Form::AcceptanceBase => view! { <Acceptance doc=view.doc/> }.into_any(),
        Form::Liquidation => view! { <Liquidation project=view/> }.into_any(),
        Form::Settlement => view! { <Settlement project=view/> }.into_any(),
        Form::ListSupport => view! { <List project=view covers=Covers::Item/> }.into_any(),
        Form::ListCounterpart => view! { <List project=view covers=Covers::Counterpart/> }.into_any(),
        Form::Reconciliation => view! { <Reconciliation project=view/> }.into_any(),
        Form::Plan => view! { <PlanForm project=view/> }.into_any(),
        Form::Infrastructure => view! { <InfrastructureForm project=view/> }.into_any(),
        Form::ReturnNotice => return view! { <ReturnNotice project/> }.into_any(),
        Form::HaltDecision => return view! { <HaltDecision project/> }.into_any(),
        Form::Request | Form::Submission | Form::Approval | Form::Contract => {
            return view! { <AgreementDraft project form/> }.into_any();
        }
    };
    view! {
        <Sheet number=form.code() title=t(title(form)) project other>
            {body}
        </Sheet>
    }
    .into_any()
}

/// An amount written out, in the language it is written out in.
fn in_words(amount: i64) -> impl IntoView {
    (lang() == Lang::Vi).then(|| {
        let words = fill(word!("forms.in_words"), &[("words", &money::in_words(amount))]);
        view! { <p class="para"><i>{words}</i></p> }
    })
}

#[component]
fn Acceptance(doc: Document) -> impl IntoView {
    let minutes = dated(word!("forms.acceptance_minutes"), &doc, ("acceptance_no", "acceptance_date"));
    let volume = number(&doc, "volume_pct").map(|pct| {
        let on = day(&doc, "volume_report_on").map(date::show).unwrap_or_default();
        fill(word!("forms.volume_done"), &[("pct", &pct.to_string()), ("date", &on)])
    });
    let conclusion = show_field(Kind::Project, &doc, "acceptance_conclusion").unwrap_or_default();
    let goal = doc.text("goal").unwrap_or_default().to_owned();
    view! {
        <p class="para">{minutes}</p>
        <p class="para">{volume}</p>
        <p class="para">{unnumbered(Kind::Project, "goal")} ": " {goal}</p>
        <p class="para">{t(word!("forms.opinions"))} " " <span class="dots"></span></p>
        <p class="para"><b>{fill(word!("forms.conclusion"), &[("conclusion", &conclusion)])}</b></p>
    }
}

/// What a field is called, without its number in the dossier.
fn unnumbered(kind: Kind, field: &str) -> String {
    let label = field_label(kind, field);
    label.trim_start_matches(|letter: char| letter.is_ascii_digit() || ". ".contains(letter)).to_owned()
}

/// The money entries of a project.
fn entries(book: Book, project: &View) -> Vec<(RecordId, Document)> {
    let ids = book.children_now(project.id, Kind::Disbursement);
    ids.into_iter().filter_map(|id| Some((id, book.view(id)?.doc))).collect()
}

/// The amounts of a project as its ledger adds them up.
fn amounts(book: Book, project: &View) -> Vec<Row> {
    let entries = entries(book, project);
    let ledger = account::ledger(&project.doc, &entries, &InBook(book));
    let sums = ledger.sums();
    let due = ledger.terms.limit_vnd().saturating_sub(sums.held_vnd()).max(0);
    let lines = [
        (word!("forms.approved"), number(&project.doc, "support_approved")),
        (word!("forms.settled"), number(&project.doc, "settlement_amount")),
        (word!("forms.advanced"), Some(sums.advanced_vnd)),
        (word!("forms.paid"), Some(sums.paid_vnd)),
        (word!("forms.recovered"), Some(sums.recovered_vnd)),
        (word!("forms.due"), Some(due)),
    ];
    let shown = |amount: Option<i64>| amount.map(|amount| money::show(amount, lang())).unwrap_or_default();
    lines.into_iter().map(|(label, amount)| vec![t(label).to_owned(), shown(amount)]).collect()
}

#[component]
fn Liquidation(project: View) -> impl IntoView {
    let book = expect_context::<Book>();
    let rows = amounts(book, &project);
    let minutes =
        dated(word!("forms.acceptance_minutes"), &project.doc, ("acceptance_no", "acceptance_date"));
    view! {
        <p class="para">{minutes}</p>
        <SheetTable head=vec![word!("forms.column_item"), word!("forms.column_amount")] rows numbers=1/>
    }
}

#[component]
fn Settlement(project: View) -> impl IntoView {
    let book = expect_context::<Book>();
    let docs = |kind| {
        book.children_now(project.id, kind)
            .into_iter()
            .filter_map(|id| Some(book.view(id)?.doc))
            .collect::<Vec<_>>()
    };
    let (lines, vouchers) = (docs(Kind::EstimateLine), docs(Kind::Voucher));
    let planned = sums(&lines);
    let label = |field| field_label(Kind::EstimateLine, field);
    let show = |amount| money::show(amount, lang());
    let row = |label: String, planned: i64, spent: i64| vec![label, show(planned), show(spent)];
    let (support, counterpart) = (sum(&vouchers, Covers::Item), sum(&vouchers, Covers::Counterpart));
    let mut rows: Vec<Row> = lines
        .iter()
        .map(|line| {
            let amount =
                number(line, "support").unwrap_or(0).saturating_add(number(line, "counterpart").unwrap_or(0));
            vec![line.text("item").unwrap_or_default().to_owned(), show(amount), String::new()]
        })
        .collect();
    rows.push(row(label("support"), planned.support, support));
    rows.push(row(label("counterpart"), planned.counterpart, counterpart));
    rows.push(row(t(word!("forms.total")).to_owned(), planned.cost, support.saturating_add(counterpart)));
    let head = vec![word!("forms.column_item"), word!("forms.column_estimate"), word!("forms.column_spent")];
    view! {
        <SheetTable head rows numbers=1/>
        <SheetTable
            head=vec![word!("forms.column_item"), word!("forms.column_amount")]
            rows=amounts(book, &project)
            numbers=1
        />
    }
}

/// One voucher list with its sum in figures and words.
#[component]
fn List(project: View, covers: Covers) -> impl IntoView {
    let book = expect_context::<Book>();
    let ids = book.children_now(project.id, Kind::Voucher);
    let docs: Vec<Document> = ids.into_iter().filter_map(|id| Some(book.view(id)?.doc)).collect();
    let total = sum(&docs, covers);
    let mut rows: Vec<Row> = of_list(&docs, covers).iter().map(voucher_row).collect();
    let empty = String::new;
    rows.push(vec![
        t(word!("forms.total")).to_owned(),
        empty(),
        empty(),
        empty(),
        money::show(total, lang()),
    ]);
    let head = vec![
        word!("forms.column_invoice"),
        word!("forms.column_day"),
        word!("forms.column_seller"),
        word!("forms.column_item"),
        word!("forms.column_amount"),
    ];
    view! {
        <SheetTable head rows numbers=4/>
        {in_words(total)}
    }
}

fn voucher_row(doc: &Document) -> Row {
    let text = |field: &str| doc.text(field).unwrap_or_default().to_owned();
    let invoice = [text("series"), text("number")].into_iter().filter(|part| !part.is_empty());
    vec![
        invoice.collect::<Vec<_>>().join(" "),
        day(doc, "issued_on").map(date::show).unwrap_or_default(),
        text("seller"),
        text("for_what"),
        number(doc, "amount").map(|amount| money::show(amount, lang())).unwrap_or_default(),
    ]
}

/// A progress report: form 3a or 3b.
#[component]
pub fn ReportSheet(
    /// The report.
    report: View,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let project = crate::pages::record::parent_of(book, &report)?;
    let number = report.doc.text("form").unwrap_or("3a").to_owned();
    let title = if number == "3b" { word!("forms.volume") } else { word!("forms.progress") };
    let kind = Kind::ProgressReport;
    const LINES: [&str; 8] = [
        "period",
        "volume_pct",
        "value_done",
        "support_spent",
        "counterpart_spent",
        "work_done",
        "difficulties",
        "proposal",
    ];
    let lines = LINES.map(|field| {
        let value =
            if field == "period" { month_of(&report.doc) } else { show_field(kind, &report.doc, field) };
        let blank = value.is_none().then(|| view! { <span class="dots"></span> });
        view! { <p class="para">{field_label(kind, field)} ": " {value} {blank}</p> }
    });
    Some(view! { <Sheet number title=t(title) project>{lines.into_iter().collect_view()}</Sheet> })
}

/// A request for money: form 9.
#[component]
pub fn RequestSheet(
    /// The disbursement.
    entry: View,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let project = crate::pages::record::parent_of(book, &entry)?;
    let asked = number(&entry.doc, "requested").unwrap_or(0);
    let mut rows = amounts(book, &project);
    rows.push(vec![t(word!("forms.asked")).to_owned(), money::show(asked, lang())]);
    let papers = show_field(Kind::Disbursement, &entry.doc, "attached").unwrap_or_default();
    let basis = entry.doc.text("basis").unwrap_or_default().to_owned();
    let about = title_of(&entry);
    let is_advance = entry.doc.text("entry") == Some(EntryKind::Advance.code());
    let title = if is_advance { word!("forms.request_advance") } else { word!("forms.request") };
    Some(view! {
        <Sheet number="9" title=t(title) project>
            <p class="para">{about} ": " {basis}</p>
            <SheetTable head=vec![word!("forms.column_item"), word!("forms.column_amount")] rows numbers=1/>
            {in_words(asked)}
            <p class="para">{fill(word!("forms.attached"), &[("papers", &papers)])}</p>
        </Sheet>
    })
}
