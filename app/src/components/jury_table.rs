//! The sheets of a jury side by side: points by criterion, sums, the mean, who is missing. Before a judge
//! has handed in, the sheets of the others stay closed to that judge.

use domain::formats::number::show_fixed;
use domain::record::Kind;
use domain::record::product::round::criteria;
use domain::record::product::sheet::{SheetStage, handed_in};
use domain::role::Role;
use domain::score_sheet::{CriterionSet, Interest, Mean, Sheet, total};
use domain::value::{Document, Value};
use domain::word;
use domain::workflow;
use leptos::prelude::*;

use crate::components::entry_section::stage_of;
use crate::components::titles::title_of;
use crate::i18n::{count, fill, lang, t};
use crate::state::book::Book;
use crate::state::view::View;
use crate::ui::mark::{Mark, MarkLook};
use crate::ui::note::{Note, NoteLook};
use crate::ui::section_head::Section;

/// A sheet that counts, with the name of its judge.
#[derive(Clone, PartialEq)]
pub struct Given {
    /// Who.
    pub judge: String,
    /// What.
    pub sheet: Sheet,
}

/// The sheets that were handed in for a product, by the names of the judges.
pub fn given_for(book: Book, entry: &View) -> Vec<Given> {
    let sheets = book.children(entry.id, Kind::JudgeSheet);
    let views = sheets.get().iter().filter_map(|id| book.view(*id)).collect::<Vec<View>>();
    let given = views.iter().filter_map(|view| Some(Given { judge: title_of(view), sheet: counted(view)? }));
    let mut given: Vec<Given> = given.collect();
    domain::ordering::sort_by(&mut given, |one, other| {
        crate::platform::collation::compare_people(&one.judge, &other.judge)
    });
    given
}

/// A sheet that was handed in. The server writes whose it is; on the device where it was handed in that is
/// known before.
pub fn counted(sheet: &View) -> Option<Sheet> {
    if workflow::stage(sheet.kind, &sheet.doc) != Some(SheetStage::HandedIn.code()) {
        return None;
    }
    let mut doc = sheet.doc.clone();
    if doc.get("judge").is_none() {
        doc.set("judge", Some(Value::Text(sheet.made.by.user.to_string())));
    }
    handed_in(&doc)
}

/// The name of a criterion in a round.
pub fn label_of(round: &Document, code: &str) -> String {
    let rows = round.get("criteria").and_then(Value::as_list).unwrap_or_default();
    let label = rows.iter().find_map(|row| match row {
        Value::Map(row) if row.get("code").and_then(Value::as_text) == Some(code) => {
            row.get("label").and_then(Value::as_text).map(str::to_owned)
        }
        _ => None,
    });
    label.unwrap_or_else(|| code.to_owned())
}

/// The mean of the sheets that count, in words.
pub fn mean_words(set: &CriterionSet, given: &[Given]) -> String {
    let sums: Vec<i64> = given.iter().filter_map(|one| sum(set, one)).collect();
    match Mean::new(sums.iter().sum(), sums.len()) {
        Some(mean) => show_fixed(mean.hundredths(), 2, lang()),
        None => t(word!("jury.no_mean")).to_owned(),
    }
}

/// The points of a sheet; none for a judge who is tied.
pub fn sum(set: &CriterionSet, one: &Given) -> Option<i64> {
    match one.sheet.interest {
        Interest::Free => total(set, &one.sheet).ok(),
        Interest::Conflict | Interest::Undeclared => None,
    }
}

/// The table.
#[component]
pub fn JuryTable(
    /// The product.
    entry: View,
    /// Its round.
    round: View,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let me = book.me().get_untracked();
    let is_open = stage_of(&entry) == Some(domain::record::product::entry::EntryStage::Eligible);
    let size = domain::record::product::round::size(&round.doc);
    let set = criteria(&round.doc).ok()?;
    let given = Memo::new(move |_| given_for(book, &entry));
    let is_closed = move || {
        let own = given.with(|given| given.iter().any(|one| one.sheet.scorer == me.user));
        is_open && me.role == Role::CouncilMember && !own
    };
    let missing = move || size.saturating_sub(given.with(Vec::len));
    let set = StoredValue::new(set);
    let mean = move || given.with(|given| set.with_value(|set| mean_words(set, given)));
    let body = move || {
        if is_closed() {
            return view! { <Note look=NoteLook::Info>{t(word!("jury.closed"))}</Note> }.into_any();
        }
        let table = set.with_value(|set| table(set, &round.doc, &given.get()));
        view! {
            <div class="table-wrap jury-sheets">{table}</div>
            <p class="gap-before"><b>{move || fill(word!("jury.mean"), &[("mean", &mean())])}</b></p>
        }
        .into_any()
    };
    let state = move || {
        let (look, words) = match missing() {
            0 => (MarkLook::DONE, t(word!("jury.complete")).to_owned()),
            n => (MarkLook::MISSING, count(word!("jury.missing"), n)),
        };
        view! { <Mark look word=words/> }
    };
    Some(view! { <Section title=t(word!("jury.title")) aside=state id="jury">{body}</Section> })
}

/// Criteria down, judges across.
pub fn table(set: &CriterionSet, round: &Document, given: &[Given]) -> AnyView {
    let judges = given.iter().map(|one| view! { <th class="num">{one.judge.clone()}</th> }).collect_view();
    let rows = set.criteria().iter().map(|criterion| {
        let cells = given.iter().map(|one| {
            let points = one.sheet.points.get(criterion.code.as_ref());
            view! { <td class="num" data-l=one.judge.clone()>{points.map(ToString::to_string)}</td> }
        });
        view! {
            <tr>
                <td class="le-col">{label_of(round, &criterion.code)} " (" {criterion.max} ")"</td>
                {cells.collect_view()}
            </tr>
        }
    });
    let sums = given.iter().map(|one| {
        let sum = sum(set, one).map_or_else(|| t(word!("jury.tied")).to_owned(), |sum| sum.to_string());
        view! { <td class="num" data-l=one.judge.clone()><b>{sum}</b></td> }
    });
    view! {
        <table class="table stack">
            <thead><tr><th>{t(word!("jury.criterion"))}</th> {judges}</tr></thead>
            <tbody>
                {rows.collect_view()}
                <tr><td class="le-col"><b>{t(word!("jury.sum"))}</b></td> {sums.collect_view()}</tr>
            </tbody>
        </table>
    }
    .into_any()
}
