//! A round of voting: level, criteria, the jury by name. It lies with the reference data, so that every
//! maker sees which rounds are open.

use alloc::vec::Vec;

use crate::id::{RecordId, UserId};
use crate::jury::{VotingLevel, council_fault};
use crate::ordering;
use crate::record::access::Access;
use crate::record::course::table::{Step, Table};
use crate::record::family::{FamilyRules, Kin, Subject};
use crate::record::field::{Choice, Purpose, Weight, Writers};
use crate::record::files::Files;
use crate::record::macros::{choices, record, row};
use crate::record::marker::{
    Account, Day, FieldKind, Flag, LongText, One, ProjectRef, Rows, Text, Whole, Year,
};
use crate::record::product::complaint::ComplaintStage;
use crate::record::product::entry::EntryStage;
use crate::record::product::{DECIDERS, OFFICES};
use crate::record::reference::rubric::RubricRow;
use crate::record::rule::{Problem, ProblemCode, Rule, in_order, number};
use crate::record::{Home, Kind};
use crate::score_sheet::{Criterion, CriterionSet, SetFault};
use crate::search::fold_vi;
use crate::value::Document;

choices! {
    /// Where a round is on its way.
    RoundStage = "stage.product_round";
    /// Being prepared.
    Draft = "draft",
    /// Products are entered.
    Open = "open",
    /// The jury scores.
    Judging = "judging",
    /// It is decided which products are recognised.
    Decided = "decided",
    /// Over, complaints answered.
    Closed = "closed",
}

choices! {
    /// What can be done with a round.
    RoundAction = "action.product_round";
    /// Begin to take products.
    Open = "open",
    /// Take no more products and let the jury begin.
    Judge = "judge",
    /// Name other judges.
    ChangeJury = "change_jury",
    /// Take products again.
    Reopen = "reopen",
    /// Decide.
    Decide = "decide",
    /// End it.
    Close = "close",
}

/// The course.
pub const COURSE: Table = Table {
    stages: &RoundStage::LIST,
    actions: &RoundAction::LIST,
    editable: &["draft"],
    steps: &[
        Step::new("open", &[("draft", "open")], OFFICES).law("26/2014/TT-BCT").whole(),
        Step::new("judge", &[("open", "judging")], OFFICES).needs(&["judges"]),
        Step::new("change_jury", &[("judging", "judging")], OFFICES)
            .aside()
            .needs(&["judges", "stage_note"])
            .may(&[]),
        Step::new("reopen", &[("judging", "open")], OFFICES).aside().needs(&["stage_note"]).may(&[]),
        Step::new("decide", &[("judging", "decided")], DECIDERS).law("26/2014/TT-BCT"),
        Step::new("close", &[("decided", "closed")], OFFICES),
    ],
};

row! {
    /// A seat in the jury.
    JudgeSeat = "judge_seat";
    /// The account, of who was picked from the directory.
    account: Account;
    /// Name, as the account of the judge has it.
    name: Text<2, 120> = required();
    /// Office or post.
    post: Text<2, 200>;
}

/// The judges by name; none while nobody is named.
pub fn judges(round: &Document) -> Vec<JudgeSeat> {
    round.get("judges").and_then(Rows::<JudgeSeat>::read).unwrap_or_default()
}

/// Somebody who may sit in a jury.
#[derive(Clone, Copy, Debug)]
pub struct Judge<'a> {
    /// The account, where it is known.
    pub account: Option<UserId>,
    /// The name it shows: seats that were typed are known by it.
    pub name: &'a str,
}

/// Whether somebody sits in the jury; not known of a round whose jury was never named.
pub fn sits(round: &Document, judge: Judge<'_>) -> Option<bool> {
    let seats = judges(round);
    let own = fold_vi(judge.name);
    let is_own = |seat: &JudgeSeat| match seat.account {
        Some(account) => judge.account == Some(account),
        None => seat.name.as_deref().map(fold_vi).as_deref() == Some(own.as_str()),
    };
    (!seats.is_empty()).then(|| seats.iter().any(is_own))
}

/// How many judges a round has.
pub fn size(round: &Document) -> usize {
    match judges(round).len() {
        0 => number(round, "jury_size").and_then(|size| usize::try_from(size).ok()).unwrap_or(0),
        named => named,
    }
}

/// As many judges as the round has seats, each named once.
fn jury_is_whole(round: &Document) -> bool {
    let seats = judges(round);
    let name = |seat: &JudgeSeat| seat.name.as_deref().map(fold_vi);
    let picked = ordering::set(seats.iter().filter_map(|seat| seat.account));
    let picked_names = ordering::set(seats.iter().filter(|seat| seat.account.is_some()).filter_map(name));
    let typed = ordering::set(seats.iter().filter(|seat| seat.account.is_none()).filter_map(name));
    // Two who were picked may share a name; one who was typed may be the one who was picked.
    let people = picked.len() + typed.difference(&picked_names).count();
    let wanted = number(round, "jury_size").and_then(|size| usize::try_from(size).ok());
    seats.is_empty() || (people == seats.len() && wanted.is_none_or(|wanted| wanted == people))
}

const RULES: &[Rule] = &[
    Rule::new(ProblemCode::JuryNotWhole, &["judges", "jury_size"], |doc, _| jury_is_whole(doc)),
    Rule::new(ProblemCode::WeightsNotHundred, &["criteria"], |doc, _| {
        doc.get("criteria").is_none() || criteria(doc).is_ok()
    }),
    Rule::new(ProblemCode::CouncilSize, &["jury_size", "level"], |doc, _| {
        let level = doc.text("level").and_then(VotingLevel::from_code);
        let members = number(doc, "jury_size").and_then(|size| usize::try_from(size).ok());
        level.zip(members).is_none_or(|(level, members)| council_fault(level, members).is_none())
    }),
    Rule::naming(
        ProblemCode::DayOrder,
        &["closes_on", "opens_on"],
        "field.product_round.opens_on",
        |doc, _| in_order(doc, "opens_on", "closes_on"),
    ),
];

/// The criteria of a round, or what is wrong with them.
pub fn criteria(round: &Document) -> Result<CriterionSet, Vec<SetFault>> {
    let rows = round.get("criteria").and_then(Rows::<RubricRow>::read).unwrap_or_default();
    let criteria =
        rows.into_iter().filter_map(|row| Some(Criterion { code: row.code?.into(), max: row.max? }));
    CriterionSet::new(criteria.collect())
}

/// A round is decided when nothing of it waits, and ended when every complaint is answered.
const FAMILY: FamilyRules = FamilyRules::check(|round, kin| {
    let problem = match round.action.and_then(RoundAction::from_code) {
        Some(RoundAction::Decide) => {
            let waits = entries(round, kin).iter().any(|(_, entry)| waits_for_office(entry));
            waits.then(|| Problem::new("", ProblemCode::ProductsWaiting))
        }
        Some(RoundAction::Close) => {
            let is_open = |doc: &Document| doc.text("stage") == Some(ComplaintStage::Lodged.code());
            let of = |id| kin.children(id, Kind::Complaint);
            let open =
                entries(round, kin).into_iter().flat_map(|(id, _)| of(id)).any(|(_, doc)| is_open(&doc));
            open.then(|| Problem::new("", ProblemCode::ComplaintsOpen))
        }
        Some(RoundAction::Open | RoundAction::Judge | RoundAction::ChangeJury | RoundAction::Reopen)
        | None => None,
    };
    problem.into_iter().collect()
});

fn entries(round: &Subject<'_>, kin: &dyn Kin) -> Vec<(RecordId, Document)> {
    let is_own = |entry: &Document| entry.text("round").and_then(|id| id.parse().ok()) == Some(round.id);
    kin.all(Kind::ProductEntry).into_iter().filter(|(_, entry)| is_own(entry)).collect()
}

/// What its maker has to mend, or took back, keeps nobody waiting.
fn waits_for_office(entry: &Document) -> bool {
    match entry.text("stage").and_then(EntryStage::from_code) {
        Some(EntryStage::Submitted | EntryStage::Eligible | EntryStage::Scored | EntryStage::Proposed) => {
            true
        }
        Some(
            EntryStage::Draft
            | EntryStage::Returned
            | EntryStage::Recognised
            | EntryStage::NotRecognised
            | EntryStage::Withdrawn,
        )
        | None => false,
    }
}

record! {
    /// A round.
    ProductRound = Kind::ProductRound, "product_round";
    title: title;
    home: Home::Reference;
    access: Access::Reference;
    course: RoundStage, &COURSE;
    rules: RULES;
    family: &FAMILY;
    files: Files::PAPERS;
    list: &["level", "year", "closes_on"];
    retention_years: 10;
    groups: &["round", "jury", "course"];

    /// What it is called.
    title: Text<5, 200> = required().purpose(Purpose::Identify).search(Weight::Title).group("round");
    /// Its level.
    level: One<VotingLevel> = required().purpose(Purpose::Statistics).group("round");
    /// Its year.
    year: Year = required().purpose(Purpose::Statistics).group("round");
    /// Who holds it.
    organiser: Text<2, 200> = required().purpose(Purpose::Casework).group("round");
    /// The project that pays for it, if one does.
    project: ProjectRef = purpose(Purpose::Casework).group("round");
    /// Whether a round of the level below was held, so that its certificate is asked for.
    lower_held: Flag = purpose(Purpose::Eligibility).group("round");
    /// First day for products.
    opens_on: Day = required().purpose(Purpose::Casework).group("round");
    /// Last day for products.
    closes_on: Day = required().purpose(Purpose::Casework).group("round");
    /// Who asks, what to bring, where to.
    call: LongText<4_000> = purpose(Purpose::Casework).group("round");
    /// How many judges it has.
    jury_size: Whole<5, 13> = required().purpose(Purpose::Casework).unit("person").group("jury").law("26/2014/TT-BCT Đ.16");
    /// The judges; they are named when the scoring begins.
    judges: Rows<JudgeSeat> = writers(Writers::Action).purpose(Purpose::Casework).group("jury");
    /// The criteria, 100 points together.
    criteria: Rows<RubricRow> = required().purpose(Purpose::Casework).group("jury").law("26/2014/TT-BCT Đ.7");
}
