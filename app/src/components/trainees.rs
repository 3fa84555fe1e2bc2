//! The trainees of a class: in the order of their given names, and where else they stand on a day.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::id::RecordId;
use domain::record::Kind;
use domain::record::field::Choice;
use domain::record::trainee::attendance::class_days;
use domain::record::training_class::ClassStage;
use domain::training::person::is_same;
use domain::value::Document;
use domain::workflow;
use leptos::prelude::*;

use crate::components::titles::title_of;
use crate::platform::collation::compare_people;
use crate::state::book::Book;
use crate::state::view::View;

/// The trainees of a class by given name; in a reactive place they are tracked.
pub fn trainees_of(book: Book, class: RecordId) -> Vec<View> {
    let ids = book.children(class, Kind::Trainee);
    let mut all: Vec<View> = ids.get().iter().filter_map(|id| book.view(*id)).collect();
    domain::ordering::sort_by(&mut all, |one, other| compare_people(name_of(&one.doc), name_of(&other.doc)));
    all
}

/// The name of a trainee.
pub fn name_of(doc: &Document) -> &str {
    doc.text("name").unwrap_or_default()
}

/// Year of birth and village.
pub fn about(doc: &Document) -> String {
    let year = domain::record::rule::number(doc, "birth_year").map(|year| year.to_string());
    let village = doc.text("village").map(str::to_owned);
    year.into_iter().chain(village).collect::<Vec<_>>().join(" · ")
}

/// The titles of other classes of one day in which people of this class stand too: who cannot be at two
/// places, is asked.
pub fn elsewhere(book: Book, class: RecordId, day: NaiveDate) -> BTreeMap<RecordId, String> {
    let others = book.scan(Kind::TrainingClass, |other| {
        let meets = other.id != class && class_days(&other.doc).contains(&day) && is_held(&other);
        meets.then(|| (title_of(&other), trainees_of(book, other.id)))
    });
    let mine = if others.is_empty() { Vec::new() } else { trainees_of(book, class) };
    let found = mine.iter().filter_map(|one| {
        let has_one =
            |(_, people): &&(String, Vec<View>)| people.iter().any(|other| is_same(&one.doc, &other.doc));
        others.iter().find(has_one).map(|(title, _)| (one.id, title.clone()))
    });
    domain::ordering::map(found)
}

/// Whether a class meets as its days say.
fn is_held(class: &View) -> bool {
    let stage = workflow::stage(class.kind, &class.doc).and_then(ClassStage::from_code);
    match stage {
        Some(ClassStage::Draft | ClassStage::Cancelled) | None => false,
        Some(ClassStage::Open | ClassStage::Running | ClassStage::Finished | ClassStage::Closed) => true,
    }
}
