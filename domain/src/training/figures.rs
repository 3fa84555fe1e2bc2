//! The figures of a class (I01–I05): how many learned, how many of them are women, got a certificate,
//! have a job that somebody confirmed.

use crate::record::facility::lists::Sex;
use crate::record::field::Choice;
use crate::record::trainee::attendance::{Mark, days_of};
use crate::record::trainee::has_job_place;
use crate::value::Document;

/// The figures.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Figures {
    /// On the list.
    pub listed: usize,
    /// Were there at least once.
    pub attended: usize,
    /// Women among the listed.
    pub women: usize,
    /// With a certificate.
    pub certified: usize,
    /// Women with a certificate.
    pub certified_women: usize,
    /// With a certificate and a job that was confirmed.
    pub employed: usize,
}

impl Figures {
    /// Counts trainees.
    pub fn of<'a>(trainees: impl Iterator<Item = &'a Document>) -> Self {
        let mut figures = Self::default();
        for doc in trainees {
            let is_woman = doc.text("sex").and_then(Sex::from_code) == Some(Sex::Female);
            let is_certified = doc.get("certificate_no").is_some() && doc.get("certificate_on").is_some();
            let has_job = has_job_place(doc) && doc.get("job_confirmed_by").is_some();
            figures.listed += 1;
            figures.attended += usize::from(!days_of(doc, Mark::Present.field()).is_empty());
            figures.women += usize::from(is_woman);
            figures.certified += usize::from(is_certified);
            figures.certified_women += usize::from(is_certified && is_woman);
            figures.employed += usize::from(is_certified && has_job);
        }
        figures
    }

    /// How many of those with a certificate have a job, %; none, where nobody has one (I03).
    pub fn employed_pct(self) -> Option<usize> {
        (self.employed * 100).checked_div(self.certified)
    }
}
