//! What anybody may learn of a certificate who holds it in hand and scans its code: whether it stands, and what
//! is printed on it anyway. Of a person the initials, never the name, the year of birth or a place.
//!
//! The address names the record, which nobody can guess, and the check, which no longer fits once number, name
//! or product were changed on the paper or in the book.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use chrono::NaiveDate;

use crate::formats::date;
use crate::id::RecordId;
use crate::jury::{CertificateState, VotingLevel};
use crate::record::Kind;
use crate::record::field::Choice;
use crate::record::macros::choices;
use crate::record::product::certificate;
use crate::record::rule::day;
use crate::training::certificate::{check, check_of};
use crate::training::person::initials;
use crate::value::Document;
use crate::words::{self, Lang};

choices! {
    /// How a certificate stands.
    Standing = "verification";
    /// It is valid.
    Valid = "valid",
    /// Its time is over.
    Expired = "expired",
    /// It was withdrawn.
    Withdrawn = "withdrawn",
}

/// What is told.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Told {
    /// How it stands.
    pub standing: Standing,
    /// The key of each label, and what is printed there.
    pub lines: Vec<(&'static str, String)>,
}

/// Where the page of the server stands, below its origin: short, so that the code stays coarse enough for an
/// old phone. The service worker of the app leaves it to the server.
pub const PATH: &str = "/cn";

/// The address in the code of a certificate.
pub fn address(origin: &str, id: RecordId, check: &str) -> String {
    format!("{origin}{PATH}/{id}/{check}")
}

/// The check printed on a certificate: of a product that of its number and name, of a trainee that of the class.
pub fn check_on(id: RecordId, kind: Kind, doc: &Document) -> Option<String> {
    match kind {
        Kind::ProductCertificate => Some(check(id, doc.text("number")?, doc.text("product")?, None)),
        Kind::Trainee if doc.get("certificate_no").is_some() => {
            Some(check_of(doc.text("training_class")?.parse().ok()?, doc))
        }
        _ => None,
    }
}

/// The field that names the record whose title is printed beside: the class, or the maker.
pub fn beside(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::ProductCertificate => Some("facility"),
        Kind::Trainee => Some("training_class"),
        _ => None,
    }
}

/// What is told, in a language and on a day, of a record to who brought a check; nothing when it is no certificate or the check does not fit.
pub fn told(
    id: RecordId,
    kind: Kind,
    doc: &Document,
    beside: Option<&str>,
    brought: &str,
    (lang, today): (Lang, NaiveDate),
) -> Option<Told> {
    let fits = check_on(id, kind, doc).is_some_and(|check| check.eq_ignore_ascii_case(brought));
    if !fits {
        return None;
    }
    let shown = |field| day(doc, field).map(date::show);
    let text = |field| doc.text(field).map(ToString::to_string);
    let beside = beside.map(ToString::to_string);
    let (standing, lines) = match kind {
        Kind::Trainee => {
            let is_withdrawn = day(doc, "withdrawn_on").is_some_and(|day| day <= today);
            let standing = if is_withdrawn { Standing::Withdrawn } else { Standing::Valid };
            let lines = Vec::from([
                ("field.trainee.certificate_no", text("certificate_no")),
                ("verification.holder", text("name").map(|name| initials(&name))),
                ("field.trainee.training_class", beside),
                ("field.trainee.certificate_on", shown("certificate_on")),
                ("field.trainee.withdrawn_on", shown("withdrawn_on").filter(|_| is_withdrawn)),
            ]);
            (standing, lines)
        }
        _ => {
            let read = certificate::read(doc)?;
            let standing = match read.state(today) {
                CertificateState::Valid | CertificateState::Expiring | CertificateState::Future => {
                    Standing::Valid
                }
                CertificateState::Expired => Standing::Expired,
                CertificateState::Withdrawn => Standing::Withdrawn,
            };
            let level = words::find(&VotingLevel::LIST.key(read.level.code()));
            let lines = Vec::from([
                ("field.product_certificate.number", text("number")),
                ("field.product_certificate.product", text("product")),
                ("verification.maker", beside),
                ("field.product_certificate.level", level.map(|word| word.text(lang).to_string())),
                ("field.product_certificate.issued_on", shown("issued_on")),
                ("field.product_certificate.valid_to", read.valid_to().map(date::show)),
                (
                    "field.product_certificate.withdrawn_on",
                    shown("withdrawn_on").filter(|_| standing == Standing::Withdrawn),
                ),
            ]);
            (standing, lines)
        }
    };
    let lines = lines.into_iter().filter_map(|(label, value)| Some((label, value?))).collect();
    Some(Told { standing, lines })
}
