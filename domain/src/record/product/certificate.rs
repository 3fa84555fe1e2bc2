//! A certificate of a typical product: valid to the end of the third year, unless it is withdrawn.

use alloc::string::ToString;
use alloc::vec::Vec;

use crate::formats::date;
use crate::id::RecordId;
use crate::jury::{self, LowerRound, VotingLevel};
use crate::ordering;
use crate::record::access::Access;
use crate::record::course::Sets;
use crate::record::family::{FamilyRules, Kin, Subject};
use crate::record::field::{Choice, Privacy, Purpose, Weight, Writers};
use crate::record::files::Files;
use crate::record::macros::record;
use crate::record::marker::{
    Day, DocumentNumber, FacilityRef, LongText, One, PastDay, ProductCertificateRef, ProductEntryRef, Text,
};
use crate::record::product::entry::EntryStage;
use crate::record::product::entry_family;
use crate::record::rule::{Problem, ProblemCode, Rule, day, in_order};
use crate::record::{Home, Kind};
use crate::value::{Document, Value};

/// The certificate as the rules of the jury read it.
pub fn read(doc: &Document) -> Option<jury::Certificate> {
    Some(jury::Certificate {
        level: VotingLevel::from_code(doc.text("level")?)?,
        issued_on: day(doc, "issued_on")?,
        withdrawn_on: day(doc, "withdrawn_on"),
    })
}

const RULES: &[Rule] = &[
    Rule::naming(
        ProblemCode::DayOrder,
        &["withdrawn_on", "issued_on"],
        "field.product_certificate.issued_on",
        |doc, _| in_order(doc, "issued_on", "withdrawn_on"),
    ),
    Rule::new(ProblemCode::WithdrawnWhy, &["withdrawn_why", "withdrawn_on"], |doc, _| {
        doc.get("withdrawn_on").is_none() || doc.get("withdrawn_why").is_some()
    }),
    Rule::new(ProblemCode::HalfDecision, &["nominated_no", "nominated_on"], |doc, _| {
        doc.get("nominated_no").is_some() == doc.get("nominated_on").is_some()
    }),
];

/// A certificate without a product in a round is one from before the book.
fn is_old(doc: &Document) -> bool {
    doc.get("entry").is_none()
}

/// Its product must have been recognised in a round of its level, and have the certificate of the level
/// below; its last day follows from its first.
pub static FAMILY: FamilyRules = FamilyRules { check, consequences };

/// What decides whether a certificate may stand.
const GROUNDS: [&str; 5] = ["facility", "entry", "level", "issued_on", "lower"];

fn check(subject: &Subject<'_>, kin: &dyn Kin) -> Vec<Problem> {
    let is_deleted = subject.after.0.is_empty();
    if is_deleted || GROUNDS.iter().all(|field| subject.before.get(field) == subject.after.get(field)) {
        return Vec::new();
    }
    let entry = subject.after.text("entry").and_then(|id| id.parse().ok()).and_then(|id| kin.get(id));
    let mut problems = Vec::new();
    if let Some((_, entry)) = &entry {
        problems.extend(of_round(subject, entry, kin));
    }
    problems.extend(chain(subject.after, entry.as_ref().map(|(_, doc)| doc), kin));
    problems
}

fn of_round(subject: &Subject<'_>, entry: &Document, kin: &dyn Kin) -> Vec<Problem> {
    let mut problems = Vec::new();
    let is_own = entry.text("facility") == subject.after.text("facility");
    if !is_own || entry.text("stage").and_then(EntryStage::from_code) != Some(EntryStage::Recognised) {
        problems.push(Problem::new("entry", ProblemCode::NotRecognised));
    }
    let level = entry_family::round_of(entry, kin).as_ref().and_then(entry_family::level);
    if level.is_some_and(|level| subject.after.text("level") != Some(level.code())) {
        problems.push(Problem::new("level", ProblemCode::LevelOfRound));
    }
    let siblings = subject.parent("facility").map(|id| kin.children(id, Kind::ProductCertificate));
    let is_second = siblings
        .into_iter()
        .flatten()
        .any(|(id, doc)| id != subject.id && doc.get("entry") == subject.after.get("entry"));
    if is_second {
        problems.push(Problem::new("entry", ProblemCode::SecondCertificate));
    }
    problems
}

/// The levels are a chain: what is certified above was valid below on that day. For one from before the
/// book whose lower one is not in it, its own decision vouches.
fn chain(doc: &Document, entry: Option<&Document>, kin: &dyn Kin) -> Option<Problem> {
    let (level, issued_on) = read(doc).map(|own| (own.level, own.issued_on))?;
    let lower = lower_of(doc, entry);
    if lower.is_none() && is_old(doc) {
        return None;
    }
    let named = lower.and_then(|id| kin.get(id)).map(|(_, doc)| doc);
    let own = named.filter(|lower| lower.text("facility") == doc.text("facility"));
    let own: Vec<_> = own.as_ref().and_then(read).into_iter().collect();
    let round = if lower.is_some() { LowerRound::Held } else { LowerRound::NotHeld };
    let lacking = jury::lacks_certificate(level, round, &own, issued_on)?;
    let word = VotingLevel::LIST.key(lacking.code());
    Some(Problem::new("lower", ProblemCode::LowerCertificate).with_word("level", word))
}

/// The certificate it rests on, by itself or by its product.
fn lower_of(doc: &Document, entry: Option<&Document>) -> Option<RecordId> {
    doc.text("lower").or_else(|| entry?.text("lower_certificate"))?.parse().ok()
}

fn consequences(subject: &Subject<'_>, kin: &dyn Kin) -> Vec<(RecordId, Sets)> {
    let last = read(subject.after).and_then(|certificate| certificate.valid_to());
    let last = last.map(|day| Value::Text(date::to_iso(day)));
    let entry = subject.after.text("entry").and_then(|id| kin.get(id.parse().ok()?));
    let lower = lower_of(subject.after, entry.as_ref().map(|(_, doc)| doc));
    let follows = [("valid_to", last), ("lower", lower.map(|id| Value::Text(id.to_string())))];
    let news = follows.into_iter().filter(|(field, value)| subject.after.get(field) != value.as_ref());
    let sets = ordering::map(news.map(|(field, value)| (field.to_string(), value)));
    if sets.is_empty() { Vec::new() } else { Vec::from([(subject.id, sets)]) }
}

record! {
    /// A certificate.
    ProductCertificate = Kind::ProductCertificate, "product_certificate";
    title: product;
    parent: facility;
    home: Home::Parent;
    access: Access::Certificate;
    rules: RULES;
    family: &FAMILY;
    files: Files::PAPERS;
    list: &["level", "number", "valid_to"];
    retention_years: 10;
    groups: &["certificate", "old", "afterwards"];

    /// The maker.
    facility: FacilityRef = required().writers(Writers::Afterwards(&[])).purpose(Purpose::Identify).group("certificate");
    /// The product in its round; absent for a certificate from before this register.
    entry: ProductEntryRef = purpose(Purpose::Casework).group("certificate");
    /// What is certified.
    product: Text<2, 200> = required().privacy(Privacy::Public).purpose(Purpose::Identify).search(Weight::Title).group("certificate");
    /// Its level.
    level: One<VotingLevel> = required().privacy(Privacy::Public).purpose(Purpose::Statistics).group("certificate");
    /// Its number.
    number: DocumentNumber = required().privacy(Privacy::Public).purpose(Purpose::Casework).search(Weight::Strong).group("certificate");
    /// Day of issue.
    issued_on: PastDay = required().privacy(Privacy::Public).purpose(Purpose::Statistics).group("certificate");
    /// Certificate of the level below that it rests on.
    lower: ProductCertificateRef = purpose(Purpose::Eligibility).group("certificate");
    /// Last day, computed.
    valid_to: Day = writers(Writers::Server).privacy(Privacy::Public).purpose(Purpose::Casework).group("certificate");

    /// Decision of one from before the book.
    old_decision_no: DocumentNumber = required_if(is_old).together("old").purpose(Purpose::Casework).group("old");
    /// Where that is known from, and why its round is not in the book.
    old_basis: LongText<1_000> = required_if(is_old).together("old").purpose(Purpose::Casework).group("old");

    /// Letter that nominates it for the level above.
    nominated_no: DocumentNumber = together("nomination").purpose(Purpose::Casework).group("afterwards");
    /// Its date.
    nominated_on: PastDay = together("nomination").purpose(Purpose::Casework).group("afterwards");
    /// Day it was withdrawn.
    withdrawn_on: PastDay = together("withdrawal").purpose(Purpose::Casework).group("afterwards");
    /// Why.
    withdrawn_why: LongText<1_000> = together("withdrawal").purpose(Purpose::Casework).group("afterwards");
}
