//! Which lists of papers a project has, and by whose rules they are drawn up.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain::calendar::{DEADLINES, DeadlineRule, Span, Term};
use domain::id::RecordId;
use domain::record::Kind;
use domain::record::paper::list::{self, Rules, settlement_due};
use domain::record::reference::checklist_template;
use domain::role::Role;
use domain::settlement::template::Template;
use domain::value::{Document, Value};
use uuid::Uuid;

use crate::office::{NOW, Office, PROJECT};
use crate::stories::project;

const ENTRY: RecordId = RecordId(Uuid::from_u128(77));

fn drawn(
    project: &Document,
    templates: &[Template],
    deadlines: &[DeadlineRule],
) -> Vec<(RecordId, Document)> {
    list::drawn_up(PROJECT, project, &Rules { templates, deadlines, made_on: NOW.day() })
}

fn phases(project: &Document) -> BTreeSet<String> {
    let drawn = drawn(project, &list::proposed(project), &[]);
    drawn.iter().filter_map(|(_, doc)| doc.text("phase").map(str::to_owned)).collect()
}

fn text(doc: &Document, field: &str) -> String {
    doc.text(field).unwrap_or_default().to_owned()
}

#[test]
fn each_step_has_its_list_while_it_is_still_to_come() {
    let of = |stage: &str, contract: Option<&str>| {
        let mut project = project(stage);
        project.set("contract_date", contract.map(Value::text));
        phases(&project).into_iter().collect::<Vec<_>>().join(" ")
    };
    let signed = Some("2026-05-15");
    assert_eq!(of("draft", None), "appraise register");
    assert_eq!(of("planned", None), "appraise");
    assert_eq!(of("approved", None), "");
    assert_eq!(of("contracted", signed), "accept advance settle");
    assert_eq!(of("accepted", signed), "settle");
}

/// An entry of the office: two papers, one by another name, one of its own.
fn entry(from: &str, to: Option<&str>, stage: &str) -> Document {
    let row = |code: &str, label: &str| {
        let row = [
            ("code", code),
            ("label", label),
            ("condition", "always"),
            ("kind", "original"),
            ("provider", "unit"),
        ];
        Value::Map(row.map(|(name, value)| (name.to_owned(), Value::text(value))).into())
    };
    let mut doc = Document::default()
        .with("name", "Quyết toán máy móc, Bắc Ninh")
        .with("phase", "settle")
        .with("activity", "machine")
        .with("funding", "local")
        .with(
            "papers",
            Value::List(vec![
                row("s01", "Hợp đồng thực hiện đề án, dự toán được duyệt"),
                row("s03", "Báo cáo kết quả theo mẫu tỉnh"),
                row("bn01", "Ảnh máy có tem"),
            ]),
        )
        .with("legal_ref", "QĐ 12/2026/QĐ-UBND")
        .with("valid_from", from)
        .with("stage", stage);
    doc.set("valid_to", to.map(Value::text));
    doc
}

fn with_entry(entry: &Document) -> Vec<(RecordId, Document)> {
    let project = project("in_progress");
    let mut templates = list::proposed(&project);
    templates.extend(checklist_template::template(ENTRY, entry));
    let mut drawn = drawn(&project, &templates, &DEADLINES);
    drawn.retain(|(_, doc)| doc.text("phase") == Some("settle"));
    drawn
}

#[test]
fn the_entry_in_force_on_the_day_of_the_contract_makes_the_list() {
    let drawn = with_entry(&entry("2026-05-15", None, "in_force"));
    let codes: Vec<String> = drawn.iter().map(|(_, doc)| text(doc, "code")).collect();
    assert_eq!(codes, ["s01", "s03", "bn01"]);
    let labels: Vec<String> = drawn.iter().map(|(_, doc)| text(doc, "label")).collect();
    assert_eq!(
        labels,
        ["", "Báo cáo kết quả theo mẫu tỉnh", "Ảnh máy có tem"],
        "a word of both languages stays one"
    );
    assert_eq!(text(&drawn[0].1, "held"), "contract", "what the book holds is asked for by nobody");
    for (_, doc) in &drawn {
        assert_eq!(text(doc, "template_entry"), ENTRY.to_string(), "the version is frozen");
        assert_eq!(text(doc, "legal_ref"), "QĐ 12/2026/QĐ-UBND");
    }
    let usual = |entry: Document| with_entry(&entry).iter().all(|(_, doc)| text(doc, "code") != "bn01");
    assert!(usual(entry("2026-05-16", None, "in_force")), "of the day after");
    assert!(usual(entry("2026-01-01", Some("2026-05-14"), "in_force")), "over the day before");
    assert!(usual(entry("2026-01-01", None, "proposed")), "nobody confirmed it");
    assert!(usual(entry("2026-01-01", None, "ended")), "ended, nobody knows when");
    assert!(!usual(entry("2026-01-01", Some("2026-05-15"), "ended")), "it ended later");
}

#[test]
fn the_term_of_the_settlement_is_frozen_with_its_list() {
    let accepted = |office: &mut Office| {
        let doc = &mut office.rows.get_mut(&PROJECT).unwrap().doc;
        doc.set("acceptance_date", Some(Value::text("2026-11-06")));
        settlement_due(doc).map(|day: NaiveDate| day.to_string())
    };
    let with = |span: Option<Span>| {
        let mut office = Office::with(project("in_progress"));
        let base = DEADLINES.iter().find(|rule| rule.term == Term::SettlementDossier).unwrap();
        let rules: Vec<DeadlineRule> =
            span.into_iter().map(|span| DeadlineRule { span, ..base.clone() }).collect();
        let templates = list::proposed(office.doc(PROJECT));
        for (id, paper) in drawn(&office.doc(PROJECT).clone(), &templates, &rules) {
            office.make_as(Role::CentreStaff, Kind::Paper, id, paper).unwrap();
        }
        accepted(&mut office)
    };
    assert_eq!(with(Some(Span::Days(20))).as_deref(), Some("2026-11-26"));
    assert_eq!(with(Some(Span::WorkingDays(5))).as_deref(), Some("2026-11-13"));
    assert_eq!(with(None).as_deref(), Some("2026-11-21"), "15 days come with the product");
}
