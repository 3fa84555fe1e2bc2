//! Figures of a facility in one year (DOMAIN §9.1). They stand beside each other, year by year, so that a
//! report of last year says the same when a new year has come.

use alloc::string::String;
use alloc::vec::Vec;

use chrono::Datelike;

use crate::id::RecordId;
use crate::ordering;
use crate::record::access::Access;
use crate::record::course::Sets;
use crate::record::course::table::{Step, Table};
use crate::record::facility::lists::Source;
use crate::record::facility::rules::{at_most_total, income_is_plausible};
use crate::record::family::{FamilyRules, Kin, Subject};
use crate::record::field::{Choice, Purpose, Writers};
use crate::record::macros::{choices, record};
use crate::record::marker::{Count, FacilityRef, LongText, Money, One, Whole, Year};
use crate::record::rule::{Problem, ProblemCode, Rule, number};
use crate::record::{Home, Kind};
use crate::role::Role;
use crate::value::Value;

choices! {
    /// Stages of the figures of a year.
    YearStage = "stage.facility_year";
    /// Bản nháp.
    Draft = "draft",
    /// Đã nộp, chờ xác nhận.
    HandedIn = "handed_in",
    /// Đã xác nhận.
    Confirmed = "confirmed",
    /// Trả lại để sửa.
    Returned = "returned",
}

choices! {
    /// What can be done with them.
    YearAction = "action.facility_year";
    /// Hand them in.
    HandIn = "hand_in",
    /// Confirm them.
    Confirm = "confirm",
    /// Send them back.
    Return = "return",
}

const WRITERS: &[Role] = &[Role::FacilityOwner, Role::CommuneOfficer, Role::CentreStaff];
const OFFICES: &[Role] = &[Role::CommuneOfficer, Role::CentreStaff];

/// Handed in by the owner, confirmed by the commune or the centre; from then on they stay as they are.
pub const COURSE: Table = Table {
    stages: &YearStage::LIST,
    actions: &YearAction::LIST,
    steps: &[
        Step::new("hand_in", &[("draft", "handed_in"), ("returned", "handed_in")], WRITERS).whole(),
        Step::new("confirm", &[("handed_in", "confirmed")], OFFICES).whole().not_by_creator(),
        Step::new("return", &[("handed_in", "returned")], OFFICES).needs(&["stage_note"]).may(&[]).aside(),
    ],
    editable: &["draft", "returned"],
};

const RULES: &[Rule] = &[
    Rule::new(ProblemCode::FemaleOverTotal, &["workers_female", "workers_total"], |doc, _| {
        at_most_total(doc, "workers_female")
    }),
    Rule::new(ProblemCode::InsuredOverTotal, &["workers_insured", "workers_total"], |doc, _| {
        at_most_total(doc, "workers_insured")
    }),
    Rule::new(ProblemCode::LocalOverTotal, &["workers_local", "workers_total"], |doc, _| {
        at_most_total(doc, "workers_local")
    }),
    Rule::new(ProblemCode::SeasonalOverTotal, &["workers_seasonal", "workers_total"], |doc, _| {
        at_most_total(doc, "workers_seasonal")
    }),
    Rule::new(ProblemCode::IncomeRange, &["avg_income_vnd_month"], income_is_plausible),
    Rule::new(ProblemCode::FutureYear, &["year"], |doc, today| {
        number(doc, "year").is_none_or(|year| year <= i64::from(today.year()))
    }),
];

record! {
    /// Figures of a facility in one year.
    FacilityYear = Kind::FacilityYear, "facility_year";
    title: year;
    parent: facility;
    home: Home::Parent;
    access: Access::OwnerFile;
    course: YearStage, &COURSE;
    rules: RULES;
    family: &FAMILY;
    list: &["workers_total", "revenue_vnd", "tax_paid_vnd"];
    retention_years: 20;
    groups: &["year", "workers", "money", "course"];

    /// The facility.
    facility: FacilityRef = required().writers(Writers::Afterwards(&[])).purpose(Purpose::Identify).group("year");
    /// The year.
    year: Year = required().writers(Writers::WithOwner).purpose(Purpose::Statistics).group("year");
    /// Where the figures come from.
    source: One<Source> = purpose(Purpose::Casework).group("year");
    /// What explains them.
    note: LongText<1_000> = writers(Writers::WithOwner).purpose(Purpose::Casework).group("year");
    /// Workers, yearly average.
    workers_total: Count = required().writers(Writers::WithOwner).purpose(Purpose::Statistics).unit("person").group("workers");
    /// Women among them.
    workers_female: Count = writers(Writers::WithOwner).purpose(Purpose::Statistics).unit("person").group("workers");
    /// Those with social insurance.
    workers_insured: Count = writers(Writers::WithOwner).purpose(Purpose::Eligibility).unit("person").group("workers");
    /// Those who live in the province.
    workers_local: Count = writers(Writers::WithOwner).purpose(Purpose::Statistics).unit("person").group("workers");
    /// Seasonal ones.
    workers_seasonal: Count = writers(Writers::WithOwner).purpose(Purpose::Statistics).unit("person").group("workers");
    /// Jobs that came new in the year.
    new_jobs: Count = writers(Writers::WithOwner).purpose(Purpose::Statistics).unit("person").group("workers");
    /// Average income of a worker a month.
    avg_income_vnd_month: Money = writers(Writers::WithOwner).purpose(Purpose::Statistics).unit("per_month").group("workers");
    /// Total capital at the end of the year.
    capital_total_vnd: Money = writers(Writers::WithOwner).purpose(Purpose::Eligibility).group("money");
    /// Revenue of the year.
    revenue_vnd: Money = required().writers(Writers::WithOwner).purpose(Purpose::Eligibility).group("money");
    /// Value of production of the year.
    output_value_vnd: Money = writers(Writers::WithOwner).purpose(Purpose::Statistics).group("money");
    /// Taxes paid in the year.
    tax_paid_vnd: Money = writers(Writers::WithOwner).purpose(Purpose::Statistics).group("money");
    /// Electricity used in the year, kWh.
    power_kwh_year: Whole<0, 1_000_000_000> = writers(Writers::WithOwner).purpose(Purpose::Statistics).unit("kwh").group("money");
}

/// What the facility itself shows of its latest confirmed year.
const SHOWN: &[&str] = &[
    "workers_total",
    "workers_female",
    "workers_insured",
    "workers_local",
    "workers_seasonal",
    "avg_income_vnd_month",
    "capital_total_vnd",
    "revenue_vnd",
    "output_value_vnd",
    "tax_paid_vnd",
    "power_kwh_year",
];

/// One set of figures for a facility and a year; the latest confirmed ones stand on the facility.
pub const FAMILY: FamilyRules = FamilyRules { check, consequences };

fn check(subject: &Subject<'_>, kin: &dyn Kin) -> Vec<Problem> {
    let Some(facility) = subject.parent("facility") else { return Vec::new() };
    let Some(year) = number(subject.after, "year") else { return Vec::new() };
    let others = kin.children(facility, Kind::FacilityYear);
    let is_taken = others.iter().any(|(id, doc)| *id != subject.id && number(doc, "year") == Some(year));
    if is_taken {
        Vec::from([Problem::new("year", ProblemCode::YearTaken).with("year", year)])
    } else {
        Vec::new()
    }
}

fn consequences(subject: &Subject<'_>, kin: &dyn Kin) -> Vec<(RecordId, Sets)> {
    if subject.action != Some(YearAction::Confirm.code()) {
        return Vec::new();
    }
    let Some(id) = subject.parent("facility") else { return Vec::new() };
    let (Some((_, facility)), Some(year)) = (kin.get(id), number(subject.after, "year")) else {
        return Vec::new();
    };
    // Figures of one year are not mixed with those of another: what was not told is not known.
    if number(&facility, "figures_year").is_some_and(|known| known > year) {
        return Vec::new();
    }
    let figure = |field: &&str| (String::from(*field), subject.after.get(field).cloned());
    let mut sets = ordering::map(SHOWN.iter().map(figure));
    sets.insert(String::from("figures_year"), Some(Value::Int(year)));
    Vec::from([(id, sets)])
}

/// The year whose figures are due: the one before this.
pub fn due_year(today: chrono::NaiveDate) -> i64 {
    i64::from(today.year()) - 1
}
