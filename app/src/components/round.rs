//! A round of selection as the book holds it: its candidates with all that is around each of them.

use chrono::NaiveDate;
use domain::formats::number::{show_fixed, show_integer};
use domain::id::RecordId;
use domain::record::Kind;
use domain::record::candidate::facts::Around;
use domain::record::candidate::gathered::Gathered;
use domain::record::field::Choice;
use domain::record::selection_round::RoundStage;
use domain::record::selection_round::result::{Entry, Frame, Standings, criteria, standings};
use domain::score_sheet::CriterionSet;
use domain::value::Document;

use crate::i18n::lang;
use crate::platform::clock::now;
use crate::state::book::Book;
use crate::state::kin::InBook;
use crate::state::view::View;

/// A candidate and the records around it.
#[derive(Clone, PartialEq)]
pub struct Held {
    /// The candidate.
    pub view: View,
    /// Its need.
    pub need: Document,
    /// The facility.
    pub facility: Document,
    gathered: Gathered,
    /// Its sheets.
    pub sheets: Vec<(RecordId, Document)>,
}

impl Held {
    /// Reads what is around a candidate; what is not in this book is empty.
    pub fn of(book: Book, view: View) -> Self {
        let gathered = Gathered::of(&view.doc, &InBook(book), now().day()).unwrap_or_default();
        let sheets = book.children_now(view.id, Kind::ScoreSheet).into_iter();
        let sheets = sheets.filter_map(|id| Some((id, book.view(id)?.doc))).collect();
        Self { view, need: gathered.need.clone(), facility: gathered.facility.clone(), gathered, sheets }
    }

    /// For the rules.
    pub fn around(&self, today: NaiveDate) -> Around<'_> {
        self.gathered.around(&self.view.doc, today)
    }
}

/// A round with its candidates.
#[derive(Clone, PartialEq)]
pub struct Round {
    /// The round.
    pub view: View,
    /// Its candidates, by title.
    pub held: Vec<Held>,
    /// Its criteria; absent while they do not come to 100.
    pub set: Option<CriterionSet>,
    /// How they stand, when there are criteria.
    pub standings: Option<Standings>,
}

impl Round {
    /// Reads a round.
    pub fn of(book: Book, view: View, today: NaiveDate) -> Self {
        let id = view.id.to_string();
        // Sheets change what is shown, and are looked up one by one below.
        book.scan(Kind::ScoreSheet, |_| None::<()>);
        let held = book.scan(Kind::Candidate, |candidate| {
            (candidate.doc.text("round") == Some(id.as_str())).then(|| Held::of(book, candidate))
        });
        let set = criteria(&view.doc).ok();
        let standings = set.as_ref().map(|set| {
            let entries: Vec<Entry<'_>> = held
                .iter()
                .map(|one| Entry { id: one.view.id, around: one.around(today), sheets: &one.sheets })
                .collect();
            standings(Frame::of(&view.doc, set), &entries)
        });
        Self { view, held, set, standings }
    }

    /// Where it is on its way.
    pub fn stage(&self) -> Option<RoundStage> {
        RoundStage::from_code(self.view.doc.text("stage")?)
    }

    /// One of its candidates.
    pub fn candidate(&self, id: RecordId) -> Option<&Held> {
        self.held.iter().find(|held| held.view.id == id)
    }
}

/// The round a record names, if it is in this book.
pub fn round_of(book: Book, doc: &Document) -> Option<View> {
    let id: RecordId = doc.text("round")?.parse().ok()?;
    book.view(id)
}

/// Hundredths of a point for reading.
pub fn points(hundredths: i64) -> String {
    // Means of three sheets: whole, or thirds of a point.
    match hundredths % 100 {
        0 => show_integer(hundredths / 100, lang()),
        _ => show_fixed(hundredths, 2, lang()),
    }
}
