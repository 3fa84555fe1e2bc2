//! A code of the shared lists: why a paper is returned, what a visit finds, what an indicator counts (DOMAIN §4.5, §6, §7.3).
//! The offices word them; the codes stay.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use chrono::{Datelike, NaiveDate};

use crate::calendar::WorkingDays;
use crate::formats::date;
use crate::legal::Certainty;
use crate::norm::NormItem;
use crate::record::access::Access;
use crate::record::family::Kin;
use crate::record::field::{Choice, ChoiceList, Purpose, Weight};
use crate::record::macros::choices;
use crate::record::marker::{Day, LegalTextRef, LongText, One, Text, Whole};
use crate::record::need::{Activity, DeclineReason};
use crate::record::reference::threshold::Threshold;
use crate::record::reference::{COURSE, FAMILY, ReferenceStage, applies_on, entry, was_confirmed};
use crate::record::rule::{ProblemCode, Rule, day, in_order, number};
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
    /// Days on which the offices do not work: `2027-02-08`, or `09-02` of every year.
    DayOff = "day_off",
    /// Days at a weekend on which they work instead.
    DayWorked = "day_worked",
    /// Figures of the rules ([`crate::record::reference::threshold`]).
    Threshold = "threshold",
    /// How much of the support is advanced, %.
    AdvanceRate = "advance_rate",
}

fn list_of(doc: &Document) -> Option<CodeListName> {
    doc.text("list_name").and_then(CodeListName::from_code)
}

/// These say a figure.
fn has_amount(doc: &Document) -> bool {
    matches!(list_of(doc), Some(CodeListName::Threshold | CodeListName::AdvanceRate))
}

/// A day that is none, a figure that no rule asks for: the entry would be passed over without a word.
fn is_understood(doc: &Document) -> bool {
    let Some(code) = doc.text("code") else { return true };
    match list_of(doc) {
        Some(CodeListName::DayOff) => one_day(code).is_some() || yearly(code).is_some(),
        Some(CodeListName::DayWorked) => one_day(code).is_some(),
        Some(CodeListName::Threshold) => Threshold::from_code(&code_of(doc)).is_some(),
        Some(CodeListName::AdvanceRate) => {
            let code = code_of(doc);
            let (activity, item) = code.split_once('.').unwrap_or((&code, NormItem::Main.code()));
            Activity::from_code(activity).is_some() && NormItem::from_code(item).is_some()
        }
        _ => true,
    }
}

fn one_day(code: &str) -> Option<NaiveDate> {
    date::parse_iso(code).or_else(|_| date::parse(code)).ok()
}

/// Month and day; 2024 has every day there is.
fn yearly(code: &str) -> Option<(u32, u32)> {
    let day = date::parse_iso(&format!("2024-{code}")).ok()?;
    Some((day.month(), day.day()))
}

/// The rules.
pub const RULES: &[Rule] = &[
    Rule::new(ProblemCode::EndBeforeStart, &["valid_to", "valid_from"], |doc, _| {
        in_order(doc, "valid_from", "valid_to")
    }),
    Rule::new(ProblemCode::CodeUnknown, &["code", "list_name"], |doc, _| is_understood(doc)),
    Rule::new(ProblemCode::OutOfHundred, &["amount", "list_name"], |doc, _| {
        list_of(doc) != Some(CodeListName::AdvanceRate) || number(doc, "amount").is_none_or(|pct| pct <= 100)
    }),
];

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
    code: Text<1, 40> = required().purpose(Purpose::Identify).search(Weight::Strong).group("code");
    /// What it means.
    label: Text<2, 300> = required().purpose(Purpose::Identify).search(Weight::Title).group("code");
    /// The figure, of a threshold or a rate.
    amount: Whole<0, 1_000_000> = only_if(has_amount).purpose(Purpose::Casework).group("code");
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

/// The entries of a list in force on a day.
fn in_force(list: CodeListName, on: NaiveDate, kin: &dyn Kin) -> impl Iterator<Item = Document> + use<> {
    let entries = kin.all(Kind::CodeEntry).into_iter().map(|(_, doc)| doc);
    entries.filter(move |doc| list_of(doc) == Some(list) && was_confirmed(doc) && applied_on(doc, on))
}

/// The figure of a code on a day, by the newest entry.
pub fn amount_on(list: CodeListName, code: &str, on: NaiveDate, kin: &dyn Kin) -> Option<i64> {
    let of_code = in_force(list, on, kin).filter(|doc| code_of(doc) == code);
    number(&of_code.max_by_key(|doc| day(doc, "valid_from"))?, "amount")
}

/// The days on which the offices work, by the register of a day.
pub fn working_days(on: NaiveDate, kin: &dyn Kin) -> WorkingDays {
    let days = |list: CodeListName| in_force(list, on, kin).filter_map(|doc| one_day(doc.text("code")?));
    let yearly = in_force(CodeListName::DayOff, on, kin).filter_map(|doc| yearly(doc.text("code")?));
    WorkingDays::new(days(CodeListName::DayOff), days(CodeListName::DayWorked)).with_yearly(yearly)
}

/// Whether some of these codes cannot be chosen on a day, as the book of the office has it.
pub fn has_foreign(list: &ChoiceList, codes: &[&str], on: NaiveDate, kin: &dyn Kin) -> bool {
    if codes.is_empty() {
        return false;
    }
    let entries: Vec<Document> = kin.all(Kind::CodeEntry).into_iter().map(|(_, doc)| doc).collect();
    codes.iter().any(|code| !is_offered(list, &entries, code, on))
}
