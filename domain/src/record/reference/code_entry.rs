//! A code of the shared lists: why a paper is returned, what a visit finds, what an indicator counts (DOMAIN §4.5, §6, §7.3).
//! The offices word them; the codes stay.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use chrono::NaiveDate;

use crate::legal::Certainty;
use crate::record::access::Access;
use crate::record::family::Kin;
use crate::record::field::{Choice, ChoiceList, Purpose, Weight};
use crate::record::macros::choices;
use crate::record::marker::{Day, LegalTextRef, LongText, One, Text};
use crate::record::need::DeclineReason;
use crate::record::reference::{COURSE, FAMILY, ReferenceStage, applies_on, entry, was_confirmed};
use crate::record::rule::{ProblemCode, Rule, day, in_order};
use crate::record::visit::lists::FindingCode;
use crate::record::{Home, Kind};
use crate::settlement::reason::ReturnReason;
use crate::value::Document;
use crate::words::{self, Lang};

choices! {
    /// The list a code belongs to.
    CodeListName = "code_list";
    /// Why a paper is returned (R01–R16).
    ReturnReason = "return_reason",
    /// What a visit finds (F01–F15).
    Finding = "finding",
    /// Why a need is not chosen.
    Decline = "decline",
    /// What is counted (I01–I20).
    Indicator = "indicator",
    /// Budget codes.
    Budget = "budget",
}

/// The rules.
pub const RULES: &[Rule] =
    &[Rule::new(ProblemCode::EndBeforeStart, &["valid_to", "valid_from"], |doc, _| {
        in_order(doc, "valid_from", "valid_to")
    })];

entry! {
    /// A code of the shared lists: why a paper is returned, what a visit finds, what an indicator counts (DOMAIN §4.5, §6, §7.3).
    CodeEntry = Kind::CodeEntry, "code_entry";
    title: label;
    home: Home::Reference;
    access: Access::Reference;
    course: ReferenceStage, &COURSE;
    rules: RULES;
    family: &FAMILY;
    list: &["list_name", "code", "valid_from"];
    retention_years: 10;
    groups: &["code", "validity", "course"];

    /// The list.
    list_name: One<CodeListName> = required().purpose(Purpose::Casework).group("code");
    /// The code.
    code: Text<1, 20> = required().purpose(Purpose::Identify).search(Weight::Strong).group("code");
    /// What it means.
    label: Text<2, 300> = required().purpose(Purpose::Identify).search(Weight::Title).group("code");
    /// How it is used.
    help: LongText<1_000> = purpose(Purpose::Casework).group("code");
    /// First day it is for.
    valid_from: Day = required().together("validity").purpose(Purpose::Casework).group("validity");
    /// Last day; absent while nothing has taken its place.
    valid_to: Day = together("validity").purpose(Purpose::Casework).group("validity");
    /// The act and its article, as people cite it.
    legal_ref: Text<2, 200> = required().purpose(Purpose::Casework).search(Weight::Weak).group("validity");
    /// The act in the library.
    legal_text: LegalTextRef = purpose(Purpose::Casework).group("validity");
    /// How far it was checked.
    certainty: One<Certainty> = purpose(Purpose::Casework).group("validity");
}

/// The list of the office that a field chooses from; `None` for lists that come with the product only.
pub fn kept_by_office(list: &ChoiceList) -> Option<CodeListName> {
    [
        (ReturnReason::LIST.name, CodeListName::ReturnReason),
        (FindingCode::LIST.name, CodeListName::Finding),
        (DeclineReason::LIST.name, CodeListName::Decline),
    ]
    .into_iter()
    .find_map(|(name, kept)| (name == list.name).then_some(kept))
}

/// Whether a code can stand in a record: the office may have given it.
pub fn is_code(list: &ChoiceList, code: &str) -> bool {
    let is_sign =
        |sign: char| sign.is_ascii_lowercase() || sign.is_ascii_digit() || matches!(sign, '_' | '-' | '.');
    list.codes.contains(&code)
        || (kept_by_office(list).is_some() && (1..=20).contains(&code.len()) && code.chars().all(is_sign))
}

/// The code of an entry as records have it.
fn code_of(entry: &Document) -> String {
    entry.text("code").unwrap_or_default().to_ascii_lowercase()
}

/// The confirmed entries of a list, ended ones included.
fn entries_of<'a>(
    list: &ChoiceList,
    entries: &'a [Document],
) -> impl Iterator<Item = &'a Document> + Clone + use<'a> {
    let kept = kept_by_office(list).map(CodeListName::code);
    entries
        .iter()
        .filter(move |entry| kept.is_some() && entry.text("list_name") == kept && was_confirmed(entry))
}

/// The codes that can be chosen on a day: those of the product that the office has not ended, then its own.
pub fn offered(list: &ChoiceList, entries: &[Document], on: NaiveDate) -> Vec<String> {
    let mut own: Vec<String> =
        entries_of(list, entries).map(code_of).filter(|code| is_code(list, code)).collect();
    crate::ordering::sort_by(&mut own, Ord::cmp);
    own.dedup();
    let all = list.codes.iter().map(|code| (*code).to_owned());
    let further = own.into_iter().filter(|code| !list.codes.contains(&code.as_str()));
    all.chain(further).filter(|code| is_offered(list, entries, code, on)).collect()
}

/// Whether a code can be chosen on a day.
pub fn is_offered(list: &ChoiceList, entries: &[Document], code: &str, on: NaiveDate) -> bool {
    let mut of_code = entries_of(list, entries).filter(|entry| code_of(entry) == code).peekable();
    if of_code.peek().is_none() {
        list.codes.contains(&code)
    } else {
        of_code.any(|entry| applied_on(entry, on))
    }
}

/// Whether an entry was in force on a day, be it ended since.
fn applied_on(entry: &Document, on: NaiveDate) -> bool {
    let is_ended = entry.text("stage") == Some(ReferenceStage::Ended.code());
    let ended = day(entry, "valid_to").or_else(|| day(entry, "stage_since")?.pred_opt());
    let began = day(entry, "valid_from").is_none_or(|first| first <= on);
    if is_ended { began && ended.is_some_and(|last| on <= last) } else { applies_on(entry, on) }
}

/// What a code means by the newest entry, be it ended; `None` where the words of the product say it.
pub fn label(list: &ChoiceList, entries: &[Document], code: &str) -> Option<String> {
    let of_code = entries_of(list, entries).filter(|entry| code_of(entry) == code);
    let newest = of_code.max_by_key(|entry| day(entry, "valid_from"))?;
    let label = newest.text("label")?;
    let is_known = words::find(&list.key(code)).is_some_and(|word| word.text(Lang::Vi) == label);
    (!is_known).then(|| label.to_owned())
}

/// Whether some of these codes cannot be chosen on a day, as the book of the office has it.
pub fn has_foreign(list: &ChoiceList, codes: &[&str], on: NaiveDate, kin: &dyn Kin) -> bool {
    if codes.is_empty() {
        return false;
    }
    let entries: Vec<Document> = kin.all(Kind::CodeEntry).into_iter().map(|(_, doc)| doc).collect();
    codes.iter().any(|code| !is_offered(list, &entries, code, on))
}
