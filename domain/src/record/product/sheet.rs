//! The sheet of one judge about one product (PL4): only who made it changes it, and once handed in it
//! counts.

use alloc::vec::Vec;

use crate::ordering;
use crate::record::Home;
use crate::record::Kind;
use crate::record::access::Access;
use crate::record::course::table::{Step, Table, me};
use crate::record::family::{FamilyRules, Kin, Subject};
use crate::record::field::{Choice, Purpose, Weight, Writers};
use crate::record::macros::{choices, record, row};
use crate::record::marker::{Account, Day, FieldKind, LongText, One, ProductEntryRef, Rows, Text, Whole};
use crate::record::product::entry::EntryStage;
use crate::record::product::entry_family::round_of;
use crate::record::product::round::{Judge, RoundStage};
use crate::record::product::{JURORS, round};
use crate::record::rule::{Problem, ProblemCode};
use crate::score_sheet::{Interest, Sheet, SheetFault, total};
use crate::search::fold_vi;
use crate::value::Document;

row! {
    /// What a judge gives for a criterion.
    SheetPoint = "sheet_point";
    /// Code of the criterion.
    code: Text<1, 20> = required();
    /// Points.
    points: Whole<0, 100> = required();
}

choices! {
    /// Where a sheet is.
    SheetStage = "stage.judge_sheet";
    /// Being written.
    Draft = "draft",
    /// Handed in.
    HandedIn = "handed_in",
}

choices! {
    /// What can be done with a sheet.
    SheetAction = "action.judge_sheet";
    /// Hand it in.
    HandIn = "hand_in",
}

/// The course.
pub const COURSE: Table = Table {
    stages: &SheetStage::LIST,
    actions: &SheetAction::LIST,
    editable: &["draft"],
    steps: &[Step::new("hand_in", &[("draft", "handed_in")], JURORS).whole().may(&[]).writes(
        |context, sets| {
            sets.insert("judge".into(), me(context));
        },
    )],
};

/// Rules between a sheet, its product and the other sheets.
pub static FAMILY: FamilyRules = FamilyRules::check(check);

fn check(subject: &Subject<'_>, kin: &dyn Kin) -> Vec<Problem> {
    if subject.action != Some("hand_in") {
        return Vec::new();
    }
    let Some(entry) = subject.parent("entry") else { return Vec::new() };
    let Some((_, doc)) = kin.get(entry) else { return Vec::new() };
    let is_judged = doc.text("stage").and_then(EntryStage::from_code) == Some(EntryStage::Eligible);
    let closed = (!is_judged).then(|| Problem::new("", ProblemCode::EntryNotJudged));
    let judge = subject.after.text("judge");
    let others = kin.children(entry, Kind::JudgeSheet).into_iter().filter(|(id, _)| *id != subject.id);
    let twice =
        others.filter(|(_, other)| other.text("judge") == judge && handed_in(other).is_some()).count() > 0;
    let twice = twice.then(|| Problem::new("", ProblemCode::JudgeTwice));
    let round = round_of(&doc, kin);
    let stranger = round.as_ref().and_then(|round| stranger(subject, round));
    let faults = round.map(|round| point_faults(subject.after, &round)).unwrap_or_default();
    closed.into_iter().chain(twice).chain(stranger).chain(faults).collect()
}

/// Whoever does not sit in the jury hands in nothing, nor under the name of one who does.
fn stranger(subject: &Subject<'_>, round: &Document) -> Option<Problem> {
    let named = subject.after.text("judge_name").unwrap_or_default();
    let is_own = subject.by.is_none_or(|by| fold_vi(by) == fold_vi(named));
    let account = subject.after.get("judge").and_then(Account::read);
    let seat = round::sits(round, Judge { account, name: named });
    let sits = match round.text("stage").and_then(RoundStage::from_code) {
        // A jury that was at work before juries were named.
        Some(RoundStage::Judging) => is_own && seat != Some(false),
        Some(RoundStage::Draft | RoundStage::Open | RoundStage::Decided | RoundStage::Closed) | None => false,
    };
    (!sits).then(|| Problem::new("judge_name", ProblemCode::NotInJury))
}

/// What is wrong with the points of a sheet, by the criteria of the round.
pub fn point_faults(sheet: &Document, round: &Document) -> Vec<Problem> {
    let (Ok(set), Some(sheet)) = (round::criteria(round), read(sheet)) else { return Vec::new() };
    // Who is tied gives no points.
    if sheet.interest == Interest::Conflict {
        return Vec::new();
    }
    let faults = total(&set, &sheet).err().unwrap_or_default();
    let problem = |fault: SheetFault| match fault {
        SheetFault::Missing { code } => Problem::new("points", ProblemCode::PointsMissing).with("code", code),
        SheetFault::OutOfRange { code, max } => {
            Problem::new("points", ProblemCode::PointsOutOfRange).with("code", code).with("max", max)
        }
        SheetFault::Unknown { code } => Problem::new("points", ProblemCode::PointsUnknown).with("code", code),
    };
    faults.into_iter().map(problem).collect()
}

/// The sheet as it is counted, once it is handed in and while nobody has to score anew.
pub fn handed_in(doc: &Document) -> Option<Sheet> {
    doc.text("judge").filter(|_| doc.get("set_aside_on").is_none())?;
    read(doc)
}

fn read(doc: &Document) -> Option<Sheet> {
    let scorer = doc.get("judge").and_then(Account::read)?;
    let interest = doc.text("interest").and_then(Interest::from_code).unwrap_or(Interest::Undeclared);
    let rows = doc.get("points").and_then(Rows::<SheetPoint>::read).unwrap_or_default();
    let points = ordering::map(rows.into_iter().filter_map(|row| Some((row.code?, row.points?))));
    Some(Sheet { scorer, interest, points })
}

fn gives_points(doc: &Document) -> bool {
    doc.text("interest") == Some(Interest::Free.code())
}

record! {
    /// The sheet of a judge.
    JudgeSheet = Kind::JudgeSheet, "judge_sheet";
    title: judge_name;
    parent: entry;
    home: Home::Office;
    access: Access::Scoring;
    course: SheetStage, &COURSE;
    family: &FAMILY;
    list: &["interest"];
    retention_years: 10;
    groups: &["sheet", "course"];

    /// The product.
    entry: ProductEntryRef = required().writers(Writers::Afterwards(&[])).purpose(Purpose::Casework).group("sheet");
    /// Name of the judge.
    judge_name: Text<2, 120> = required().purpose(Purpose::Casework).search(Weight::Title).group("sheet");
    /// Whether the judge is tied to the maker.
    interest: One<Interest> = required().purpose(Purpose::Casework).group("sheet");
    /// Points by criterion.
    points: Rows<SheetPoint> = required_if(gives_points).purpose(Purpose::Casework).group("sheet");
    /// Remark.
    remark: LongText<2_000> = purpose(Purpose::Casework).group("sheet");
    /// Account of who handed it in.
    judge: Account = writers(Writers::Action).purpose(Purpose::Casework).group("sheet");
    /// Day from which it counts no longer: a complaint had the product scored again.
    set_aside_on: Day = writers(Writers::Server).purpose(Purpose::Casework).group("sheet");
}
