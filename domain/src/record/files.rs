//! The files a record takes: photos of what is to be recognised, and papers as PDF, table or picture of
//! one. Each kind says in its description which; a kind that says nothing takes none. The files themselves
//! are records of kind [`attachment`](super::attachment).

use crate::record::Kind;
use crate::record::paper;
use crate::settlement::checklist::PaperStatus;
use crate::value::Document;

/// Whether a photo must be there before the record is handed in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Need {
    /// It must.
    Required,
    /// It would be good.
    Wished,
}

/// What a photo is asked of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Slot {
    /// Code, also the end of the key `photo.slot.<code>`.
    pub code: &'static str,
    /// Whether it must be there.
    pub need: Need,
}

impl Slot {
    /// One that must be there.
    pub const fn required(code: &'static str) -> Self {
        Self { code, need: Need::Required }
    }

    /// One that would be good.
    pub const fn wished(code: &'static str) -> Self {
        Self { code, need: Need::Wished }
    }
}

/// The slot of a paper that is not asked for by name.
pub const SCAN: &str = "scan";

/// What a kind takes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Files {
    /// Photos that are asked for, others may join them; `None` when photos say nothing here.
    pub photos: Option<&'static [Slot]>,
    /// Slots of papers, `scan` and `paper_…`: ends of the keys `papers.slot.<code>`.
    pub papers: &'static [&'static str],
}

impl Files {
    /// No files.
    pub const NONE: Self = Self { photos: None, papers: &[] };
    /// Papers of whatever name.
    pub const PAPERS: Self = Self { photos: None, papers: &[SCAN] };
    /// Photos and papers of whatever name.
    pub const ALL: Self = Self { photos: Some(&[]), papers: &[SCAN] };

    /// The same with these photos asked for.
    #[must_use]
    pub const fn photos(mut self, slots: &'static [Slot]) -> Self {
        self.photos = Some(slots);
        self
    }

    /// The same with papers of these slots.
    #[must_use]
    pub const fn papers(mut self, slots: &'static [&'static str]) -> Self {
        self.papers = slots;
        self
    }

    /// Whether there are none.
    pub const fn is_none(&self) -> bool {
        self.photos.is_none() && self.papers.is_empty()
    }
}

/// Whether files may join a record as it is: what was signed or judged stands with what it rests on.
pub fn takes_more(kind: Kind, doc: &Document) -> bool {
    match kind {
        Kind::Visit => doc.text("stage") != Some("signed"),
        Kind::ProductEntry => {
            let course = kind.spec().course;
            course.zip(doc.text("stage")).is_none_or(|(course, stage)| course.is_editable(stage))
        }
        Kind::Paper => match paper::status(doc) {
            PaperStatus::Missing | PaperStatus::Provided | PaperStatus::Returned => true,
            PaperStatus::Verified | PaperStatus::Waived | PaperStatus::NotApplicable => false,
        },
        _ => true,
    }
}

/// Whether files may be taken out of it: a paper that is being looked at keeps what was handed in.
pub fn gives_back(kind: Kind, doc: &Document) -> bool {
    let is_looked_at = kind == Kind::Paper && paper::status(doc) == PaperStatus::Provided;
    takes_more(kind, doc) && !is_looked_at
}
