//! The rules of the office as the book holds them: norms and deadlines in force, and what changed in the
//! register of rules since this person last looked.

use chrono::NaiveDate;
use domain::calendar::DeadlineRule;
use domain::clock::Millis;
use domain::norm::Norm;
use domain::record::Kind;
use domain::record::access::Access;
use domain::record::area::Area;
use domain::record::marker::{FieldKind, Rows};
use domain::record::reference::organisation::{self, OrganisationRole};
use domain::record::reference::rubric::RubricRow;
use domain::record::reference::{applies_on, checklist_template, cost_norm, deadline_rule, place_class};
use domain::record::rule::day;
use domain::settlement::template::Template;
use domain::value::Document;

use super::book::Book;
use super::view::View;
use leptos::prelude::GetUntracked;

use crate::platform::clock::now;
use crate::platform::preferences;

const LOOKED: &str = "rules.looked";

/// One for each account: several people share a tablet.
fn looked_key(book: Book) -> String {
    let user = book.me().get_untracked().user;
    format!("{LOOKED}.{user}")
}

/// The norms that were confirmed, whatever their dates: which one counts depends on the day of approval.
pub fn norms(book: Book) -> Vec<Norm> {
    book.scan(Kind::CostNorm, |view| cost_norm::norm_in_use(&view.doc))
}

/// What the list of places says of a commune on a day.
pub fn place(book: Book, commune: &str, on: NaiveDate) -> Option<Document> {
    let entries = book.scan(Kind::PlaceClass, |view| Some(view.doc));
    place_class::in_force(&entries, commune, on).cloned()
}

/// An organisation as papers of a day name it.
pub fn organisation(
    book: Book,
    role: OrganisationRole,
    commune: Option<&str>,
    on: NaiveDate,
) -> Option<Document> {
    let all = book.scan(Kind::Organisation, |view| Some(view.doc));
    organisation::in_force(&all, role, commune, on).cloned()
}

/// The newest set of criteria in force today with a criterion of this code: `c1` for a selection.
pub fn rubric(book: Book, code: &str) -> Option<Vec<RubricRow>> {
    let today = now().day();
    let all = book.scan(Kind::Rubric, |view| {
        let rows = view.doc.get("criteria").and_then(Rows::<RubricRow>::read)?;
        let is_meant = rows.iter().any(|row| row.code.as_deref() == Some(code));
        (is_meant && applies_on(&view.doc, today)).then(|| (day(&view.doc, "valid_from"), rows))
    });
    all.into_iter().max_by_key(|(first, _)| *first).map(|(_, rows)| rows)
}

/// The deadlines in force today.
pub fn deadlines(book: Book) -> Vec<DeadlineRule> {
    deadlines_on(book, now().day())
}

/// The deadlines in force on a day.
pub fn deadlines_on(book: Book, on: NaiveDate) -> Vec<DeadlineRule> {
    book.scan(Kind::DeadlineSetting, |view| {
        applies_on(&view.doc, on).then(|| deadline_rule::rule(&view.doc)).flatten()
    })
}

/// The entries of the shared code lists, whatever their days.
pub fn codes(book: Book) -> Vec<Document> {
    book.scan(Kind::CodeEntry, |view| Some(view.doc))
}

/// The lists of papers that were confirmed, whatever their dates.
pub fn checklists(book: Book) -> Vec<Template> {
    book.scan(Kind::ChecklistTemplate, |view| checklist_template::template(view.id, &view.doc))
}

/// The organisations of the register as they are named today.
pub fn organisations(book: Book) -> Vec<Document> {
    let today = now().day();
    book.scan(Kind::Organisation, |view| applies_on(&view.doc, today).then_some(view.doc))
}

/// The entries that are in force or ended and changed since this person last looked, the newest first;
/// none on the first visit, when all of them would be new.
pub fn news(book: Book) -> Vec<View> {
    let Some(looked) = last_look(book) else { return Vec::new() };
    let kinds = Area::Rules.kinds().filter(|kind| kind.spec().access == Access::Reference);
    let mut found: Vec<View> = kinds
        .flat_map(|kind| {
            book.scan(kind, |view| {
                let is_said = !matches!(view.doc.text("stage"), Some("draft" | "proposed"));
                (is_said && view.touched.at > looked).then_some(view)
            })
        })
        .collect();
    domain::ordering::sort_by_key(&mut found, |view| std::cmp::Reverse(view.touched.at));
    found
}

/// From now on only what comes later is new.
pub fn look(book: Book) {
    preferences::write(&looked_key(book), &now().0);
}

/// When this person last looked.
pub fn last_look(book: Book) -> Option<Millis> {
    let looked = preferences::read::<i64>(&looked_key(book));
    if looked.is_none() {
        look(book);
    }
    looked.map(Millis)
}
