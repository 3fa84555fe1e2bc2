//! Who decides on a change of a project (DOMAIN §3.7, TT 36/2013 Đ.11): worked out from what changes,
//! never typed. For money of the province the same table holds one level lower, until it says otherwise.

use alloc::collections::BTreeSet;

use chrono::Datelike;

use super::lists::{Change, changes};
use crate::record::field::Choice;
use crate::record::macros::choices;
use crate::record::project::lists::{Funding, ProjectKind};
use crate::record::rule::{day, number};
use crate::value::Document;

choices! {
    /// Who decides.
    Authority = "amendment_authority";
    /// The ministry.
    Ministry = "ministry",
    /// Its agency.
    Agency = "agency",
    /// The People's Committee of the province.
    Province = "province",
    /// The Department.
    Department = "department",
}

/// Who decides on an adjustment of a project. What the new figures show counts too, said or not.
pub fn of(project: &Document, amendment: &Document) -> Authority {
    let wanted = with_figures(project, amendment);
    let is_group = project.text("project_kind").and_then(ProjectKind::from_code) == Some(ProjectKind::Group);
    let (high, low) = match project.text("funding").and_then(Funding::from_code) {
        Some(Funding::National) => (Authority::Ministry, Authority::Agency),
        Some(Funding::Local | Funding::External) | None => (Authority::Province, Authority::Department),
    };
    if wanted.iter().any(|change| is_high(*change)) {
        high
    } else if is_group && wanted.iter().all(|change| is_of_group(*change)) {
        Authority::Department
    } else {
        low
    }
}

fn with_figures(project: &Document, amendment: &Document) -> BTreeSet<Change> {
    let mut wanted = changes(amendment);
    if let (Some(new), Some(old)) = (number(amendment, "new_support"), number(project, "support_approved"))
        && new > old
    {
        wanted.insert(Change::RaiseSupport);
    }
    let ends = |doc, field| day(doc, field).map(|day| day.year());
    if let (Some(new), Some(old)) = (ends(amendment, "new_end"), ends(project, "planned_end"))
        && new > old
    {
        wanted.insert(Change::NextYear);
    }
    wanted
}

fn is_high(change: Change) -> bool {
    match change {
        Change::RaiseSupport | Change::Activity | Change::NextYear | Change::Stop => true,
        Change::LowerSupport
        | Change::WithinYear
        | Change::Place
        | Change::Beneficiary
        | Change::Partner
        | Change::Technical => false,
    }
}

fn is_of_group(change: Change) -> bool {
    match change {
        Change::Place | Change::Beneficiary | Change::Partner => true,
        Change::RaiseSupport
        | Change::LowerSupport
        | Change::Activity
        | Change::NextYear
        | Change::WithinYear
        | Change::Stop
        | Change::Technical => false,
    }
}
