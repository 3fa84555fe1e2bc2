//! The papers of a voting: the score sheet of a judge, the summary of a round, the certificate.

use domain::formats::date;
use domain::formats::number::show_fixed;
use domain::jury::CertificateState;
use domain::record::Kind;
use domain::record::field::Choice;
use domain::record::product::certificate;
use domain::record::product::entry::EntryStage;
use domain::record::product::round::criteria;
use domain::record::rule::number;
use domain::training::certificate::check;
use domain::value::{Document, Value};
use domain::verification::address;
use domain::word;
use domain::workflow;
use leptos::prelude::*;

use crate::components::certificate_paper::heading;
use crate::components::entry_section::{round_of, stage_of};
use crate::components::jury_table::{given_for, label_of};
use crate::components::nominate::Nominate;
use crate::components::paper::{HeadSigner, Letterhead, Nation, Signers, agency};
use crate::components::qr::QrCode;
use crate::components::titles::title_of;
use crate::components::value_text::{field_label, show_field, stage_label};
use crate::i18n::{by_key, fill, lang, t};
use crate::platform::clock::now;
use crate::state::book::Book;
use crate::state::view::View;
use crate::ui::facts::{Fact, Facts};
use crate::ui::mark::{Mark, MarkLook};
use crate::ui::section_head::Section;

/// A record that a field names.
pub fn named(book: Book, view: &View, field: &str) -> Option<View> {
    untrack(|| book.view(view.doc.text(field)?.parse().ok()?))
}

/// The score sheet of one judge (PL4); empty boxes are filled in by hand.
pub fn sheet(sheet: View) -> AnyView {
    let book = expect_context::<Book>();
    let entry = named(book, &sheet, "entry");
    let round = entry.as_ref().and_then(|entry| round_of(book, entry));
    let rows = round.as_ref().and_then(|round| criteria(&round.doc).ok().map(|set| (round, set)));
    let rows = rows.map(|(round, set)| {
        let rows = set.criteria().iter().enumerate().map(|(at, criterion)| {
            let points = points_of(&sheet.doc, &criterion.code);
            view! {
                <tr>
                    <td class="mid" data-l=t(word!("paper_form.number"))>{at + 1}</td>
                    <td data-l=t(word!("jury.criterion"))>{label_of(&round.doc, &criterion.code)}</td>
                    <td class="num" data-l=t(word!("jury.most"))>{criterion.max}</td>
                    <td class="num sign" data-l=t(word!("jury.points"))>{points}</td>
                </tr>
            }
        });
        rows.collect_view()
    });
    let about = entry.as_ref().map(title_of).unwrap_or_default();
    let field = |name: &str| show_field(Kind::JudgeSheet, &sheet.doc, name);
    view! {
        <article class="a4">
            <Letterhead/>
            <h1>{t(word!("jury.paper_sheet"))}</h1>
            <p class="about">{about}</p>
            <p class="para">{field_label(Kind::JudgeSheet, "judge_name")} ": " {field("judge_name")}</p>
            <p class="para">{field_label(Kind::JudgeSheet, "interest")} ": " {field("interest")}</p>
            <table>
                <thead>
                    <tr>
                        <th>{t(word!("paper_form.number"))}</th>
                        <th>{t(word!("jury.criterion"))}</th>
                        <th>{t(word!("jury.most"))}</th>
                        <th>{t(word!("jury.points"))}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
            <p class="para">{field_label(Kind::JudgeSheet, "remark")} ": " {field("remark")}</p>
            <Signers/>
            <Foot/>
        </article>
    }
    .into_any()
}

fn points_of(sheet: &Document, code: &str) -> Option<i64> {
    let rows = sheet.get("points").and_then(Value::as_list)?;
    rows.iter().find_map(|row| match row {
        Value::Map(row) if row.get("code").and_then(Value::as_text) == Some(code) => {
            row.get("points")?.as_int()
        }
        _ => None,
    })
}

#[component]
fn Foot() -> impl IntoView {
    view! { <p class="printed-at">{date::show(now().day())} " · " {t(word!("paper_form.draft_print"))}</p> }
}

/// The products of a round that are so.
fn entries_of(book: Book, round: &View, is_so: fn(&View) -> bool) -> Vec<View> {
    let id = round.id.to_string();
    book.scan(Kind::ProductEntry, |view| {
        (view.doc.text("round") == Some(id.as_str()) && is_so(&view)).then_some(view)
    })
}

/// The papers of a round: the list of those who were nominated for it, and what its jury found.
pub fn of_round(round: View) -> AnyView {
    view! {
        {nominees(&round)}
        {minutes(round)}
    }
    .into_any()
}

/// The products that come from the level below with their certificates (PL5): what the nominating office encloses.
fn nominees(round: &View) -> Option<AnyView> {
    let book = expect_context::<Book>();
    let entries = entries_of(book, round, |entry| {
        let stage = stage_of(entry);
        entry.doc.get("lower_certificate").is_some() && stage != Some(EntryStage::Withdrawn)
    });
    let rows = entries.iter().enumerate().map(|(at, entry)| {
        let lower = named(book, entry, "lower_certificate");
        let field = |name: &str| lower.as_ref().and_then(|lower| show_field(lower.kind, &lower.doc, name));
        let dated = |no: &str, day: &str| [field(no), field(day)].into_iter().flatten().collect::<Vec<_>>().join(" · ");
        view! {
            <tr>
                <td class="mid" data-l=t(word!("paper_form.number"))>{at + 1}</td>
                <td data-l=t(word!("field.product_entry.name"))>{title_of(entry)}</td>
                <td data-l=t(word!("field.product_entry.facility"))>
                    {named(book, entry, "facility").map(|maker| title_of(&maker))}
                </td>
                <td data-l=t(word!("field.product_entry.lower_certificate"))>{dated("number", "issued_on")}</td>
                <td data-l=t(word!("field.product_certificate.nominated_no"))>
                    {dated("nominated_no", "nominated_on")}
                </td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    let head = [
        t(word!("paper_form.number")),
        t(word!("field.product_entry.name")),
        t(word!("field.product_entry.facility")),
        t(word!("field.product_entry.lower_certificate")),
        t(word!("field.product_certificate.nominated_no")),
    ];
    let paper = || {
        view! {
            <article class="a4">
                <Letterhead/>
                <h1>{t(word!("product.paper_nominees"))}</h1>
                <p class="about">{title_of(round)}</p>
                <table>
                    <thead><tr>{head.map(|words| view! { <th>{words}</th> }).collect_view()}</tr></thead>
                    <tbody>{rows}</tbody>
                </table>
                <Signers/>
                <Foot/>
            </article>
        }
    };
    (!entries.is_empty()).then(|| paper().into_any())
}

/// The summary of a round: every product that was scored, with the sum of each sheet and the mean.
fn minutes(round: View) -> AnyView {
    let book = expect_context::<Book>();
    let mut entries = entries_of(book, &round, |view| view.doc.get("mean").is_some());
    domain::ordering::sort_by_key(&mut entries, |view| std::cmp::Reverse(number(&view.doc, "mean")));
    let set = criteria(&round.doc).ok();
    let rows = entries.iter().enumerate().map(|(at, entry)| {
        let given = given_for(book, entry);
        let sums = given.iter().filter_map(|one| crate::components::jury_table::sum(set.as_ref()?, one));
        let sums: Vec<String> = sums.map(|sum| sum.to_string()).collect();
        let maker = named(book, entry, "facility").map(|view| title_of(&view));
        let mean = number(&entry.doc, "mean").map(|mean| show_fixed(mean, 2, lang()));
        let stage = workflow::stage(entry.kind, &entry.doc).map(|stage| stage_label(entry.kind, stage));
        view! {
            <tr>
                <td class="mid" data-l=t(word!("paper_form.number"))>{at + 1}</td>
                <td data-l=t(word!("field.product_entry.name"))>{title_of(entry)}</td>
                <td data-l=t(word!("field.product_entry.facility"))>{maker}</td>
                <td data-l=t(word!("jury.sums"))>{sums.join(", ")}</td>
                <td class="num" data-l=t(word!("field.product_entry.mean"))>{mean}</td>
                <td data-l=t(word!("jury.conclusion"))>{stage}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <article class="a4">
            <Letterhead/>
            <h1>{t(word!("jury.paper_minutes"))}</h1>
            <p class="about">{title_of(&round)}</p>
            <table>
                <thead><tr>{minutes_head()}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
            <Signers/>
            <Foot/>
        </article>
    }
    .into_any()
}

fn minutes_head() -> Vec<AnyView> {
    let words = [
        t(word!("paper_form.number")),
        t(word!("field.product_entry.name")),
        t(word!("field.product_entry.facility")),
        t(word!("jury.sums")),
        t(word!("field.product_entry.mean")),
        t(word!("jury.conclusion")),
    ];
    words.into_iter().map(|words| view! { <th>{words}</th> }.into_any()).collect()
}

/// How a certificate stands, on its page.
pub fn certificate_section(view: View) -> AnyView {
    let Some(read) = certificate::read(&view.doc) else { return ().into_any() };
    let state = read.state(now().day());
    let look = match state {
        CertificateState::Valid => MarkLook::DONE,
        CertificateState::Future => MarkLook::TODO,
        CertificateState::Expiring => MarkLook::DUE,
        CertificateState::Expired | CertificateState::Withdrawn => MarkLook::BLOCKED,
    };
    let word = by_key(&CertificateState::LIST.key(state.code()));
    let last = read.valid_to().map(date::show).unwrap_or_default();
    view! {
        <Section title=t(word!("product.validity")) id="validity">
            <Facts>
                <Fact label=t(word!("product.state"))><Mark look word/></Fact>
                <Fact label=field_label(Kind::ProductCertificate, "valid_to")>{last}</Fact>
            </Facts>
        </Section>
        <Nominate certificate=view/>
    }
    .into_any()
}

/// The certificate of a product, with a code that shows when number or product were changed.
pub fn certificate_paper(view: View) -> AnyView {
    let book = expect_context::<Book>();
    let maker = named(book, &view, "facility").map(|maker| title_of(&maker)).unwrap_or_default();
    let field = |name: &str| show_field(Kind::ProductCertificate, &view.doc, name).unwrap_or_default();
    let last = certificate::read(&view.doc).and_then(|read| read.valid_to()).map(date::show);
    let (product, no) = (title_of(&view), field("number"));
    let check = check(view.id, &no, &product, None);
    let text = address(&book.origin(), view.id, &check);
    let made_by = fill(word!("product.made_by"), &[("maker", &maker)]);
    let told = fill(word!("product.recognised"), &[("level", &field("level").to_lowercase())]);
    let numbered = fill(
        word!("product.numbered"),
        &[("no", &no), ("day", &field("issued_on")), ("last", &last.unwrap_or_default())],
    );
    view! {
        {heading()}
        <article class="certificate">
            <Nation/>
            <p class="agency">{agency(book)}</p>
            <h2>{t(word!("product.paper_certificate"))}</h2>
            <p class="name">{product}</p>
            <p>{made_by}</p>
            <p>{told}</p>
            <div class="below">
                <div>
                    <QrCode text label=t(word!("certificate.qr"))/>
                    <p class="small-print">{numbered}</p>
                    <p class="small-print">{fill(word!("certificate.check"), &[("check", &check)])}</p>
                </div>
                <HeadSigner/>
            </div>
        </article>
    }
    .into_any()
}
