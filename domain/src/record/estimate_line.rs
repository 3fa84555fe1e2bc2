//! A line of the estimate of a project (form 1): what is bought, at which price, and who pays which
//! part. The estimate is written with the dossier and stands still once others decide on it.

use alloc::vec::Vec;

use crate::record::access::Access;
use crate::record::course::Machine;
use crate::record::family::{FamilyRules, Kin, Subject};
use crate::record::field::{Privacy, Purpose, Weight, Writers};
use crate::record::macros::record;
use crate::record::marker::{Fixed, Money, ProjectRef, Text};
use crate::record::project::course::{ProjectCourse, stage_of};
use crate::record::rule::{Problem, ProblemCode, Rule, number};
use crate::record::{Home, Kind};
use crate::value::Document;

/// Hundredths of a unit in one.
const UNIT: i128 = 100;

const RULES: &[Rule] =
    &[Rule::new(ProblemCode::PartsDiffer, &["counterpart", "support", "quantity", "price"], |doc, _| {
        parts_make_the_cost(doc)
    })];

record! {
    /// A line of an estimate.
    EstimateLine = Kind::EstimateLine, "estimate_line";
    title: item;
    parent: project;
    home: Home::Parent;
    access: Access::CaseFile;
    rules: RULES;
    family: &FAMILY;
    list: &["quantity", "unit", "price", "support", "counterpart"];
    retention_years: 10;
    groups: &["line", "parts"];

    /// The project.
    project: ProjectRef = required().writers(Writers::Afterwards(&[])).purpose(Purpose::Casework).group("line");
    /// What is bought or done.
    item: Text<2, 300> = required().purpose(Purpose::Casework).search(Weight::Title).group("line");
    /// Unit it is counted in.
    unit: Text<1, 40> = required().purpose(Purpose::Casework).group("line");
    /// How many, hundredths.
    quantity: Fixed<2, 100_000_000> = required().together("price").purpose(Purpose::Casework).group("line");
    /// Price of one.
    price: Money = required().together("price").purpose(Purpose::Casework).group("line");
    /// Part the support pays.
    support: Money = required().together("parts").privacy(Privacy::Public).purpose(Purpose::Statistics).group("parts");
    /// Part the beneficiary pays.
    counterpart: Money = required().together("parts").purpose(Purpose::Statistics).group("parts");
}

/// The cost of a line in whole đồng; absent until it has a quantity and a price.
pub fn cost(line: &Document) -> Option<i64> {
    let exact = i128::from(number(line, "quantity")?) * i128::from(number(line, "price")?);
    i64::try_from((exact + UNIT / 2) / UNIT).ok()
}

fn parts_make_the_cost(line: &Document) -> bool {
    match (cost(line), number(line, "support"), number(line, "counterpart")) {
        (Some(cost), Some(support), Some(counterpart)) => support.checked_add(counterpart) == Some(cost),
        _ => true,
    }
}

/// The sums of an estimate.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct EstimateSums {
    /// Cost of all lines, đồng.
    pub cost: i64,
    /// Part of the support.
    pub support: i64,
    /// Part of the beneficiary.
    pub counterpart: i64,
}

/// Adds lines up.
pub fn sums<'a>(lines: impl IntoIterator<Item = &'a Document>) -> EstimateSums {
    lines.into_iter().fold(EstimateSums::default(), |sums, line| EstimateSums {
        cost: sums.cost.saturating_add(cost(line).unwrap_or(0)),
        support: sums.support.saturating_add(number(line, "support").unwrap_or(0)),
        counterpart: sums.counterpart.saturating_add(number(line, "counterpart").unwrap_or(0)),
    })
}

const FAMILY: FamilyRules = FamilyRules::check(check);

fn check(line: &Subject<'_>, kin: &dyn Kin) -> Vec<Problem> {
    let project = line.parent("project").and_then(|id| kin.get(id));
    let stage = project.and_then(|(_, doc)| stage_of(&doc));
    if stage.is_none_or(<ProjectCourse as Machine>::is_editable) {
        return Vec::new();
    }
    Vec::from([Problem::new("item", ProblemCode::EstimateFixed)])
}
