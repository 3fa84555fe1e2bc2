//! A cost norm with its dates: the most the State may pay for a piece of support (DOMAIN §2.1).
//! National norms come with the product; those of the province are entered by the Department.

use crate::legal::{Certainty, Source};
use crate::norm::{Norm, NormItem, Per};
use alloc::borrow::Cow;

use chrono::NaiveDate;

use crate::record::access::Access;
use crate::record::field::{Purpose, Weight};
use crate::record::marker::{Day, Fixed, LegalTextRef, Money, One, Text, Whole};
use crate::record::need::Activity;
use crate::record::project::lists::Funding;
use crate::record::reference::{COURSE, FAMILY, ReferenceStage, entry, was_confirmed};
use crate::record::rule::{ProblemCode, Rule, day, in_order};
use crate::record::{Home, Kind};
use crate::value::Document;

/// The rules.
pub const RULES: &[Rule] =
    &[Rule::new(ProblemCode::EndBeforeStart, &["valid_to", "valid_from"], |doc, _| {
        in_order(doc, "valid_from", "valid_to")
    })];

entry! {
    /// A cost norm with its dates: the most the State may pay for a piece of support (DOMAIN §2.1).
    CostNorm = Kind::CostNorm, "cost_norm";
    title: activity;
    home: Home::Reference;
    access: Access::Reference;
    course: ReferenceStage, &COURSE;
    rules: RULES;
    family: &FAMILY;
    list: &["item", "funding", "rate", "cap", "valid_from"];
    retention_years: 10;
    groups: &["norm", "validity", "course"];

    /// The activity; absent for all of them.
    activity: One<Activity> = purpose(Purpose::Casework).group("norm");
    /// Which part of it.
    item: One<NormItem> = required().purpose(Purpose::Casework).group("norm");
    /// Whose money.
    funding: One<Funding> = required().purpose(Purpose::Casework).group("norm");
    /// Share of the eligible cost, 0.01 %.
    rate: Fixed<2, 10_000> = purpose(Purpose::Casework).unit("percent").group("norm");
    /// The most for one.
    cap: Money = purpose(Purpose::Casework).group("norm");
    /// One of what.
    per: One<Per> = required().purpose(Purpose::Casework).group("norm");
    /// Cap of a whole line, % of the cap.
    line_max: Whole<100, 1_000> = purpose(Purpose::Casework).unit("percent").group("norm");
    /// Cap of a priority case, % of the cap.
    priority_max: Whole<100, 1_000> = purpose(Purpose::Casework).unit("percent").group("norm");
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

/// The norm of an entry that was confirmed, also of one that ended: it holds for what was approved before.
pub fn norm_in_use(doc: &Document) -> Option<Norm> {
    was_confirmed(doc).then(|| norm(doc)).flatten()
}

/// The norm an entry says, for the calculator; `None` while something that it needs is missing. One that was
/// ended still holds for what was approved before the day of its end.
pub fn norm(doc: &Document) -> Option<Norm> {
    let entry = CostNorm::read(doc);
    let percent = |value: Option<i64>| value.and_then(|value| u32::try_from(value).ok());
    Some(Norm {
        activity: entry.activity,
        funding: entry.funding?,
        item: entry.item?,
        valid_from: entry.valid_from?,
        valid_to: entry.valid_to.into_iter().chain(last_day(doc)).min(),
        rate_bp: percent(entry.rate),
        cap_vnd: entry.cap,
        per: entry.per?,
        line_max_pct: percent(entry.line_max),
        priority_max_pct: percent(entry.priority_max),
        source: Source {
            legal_ref: Cow::Owned(entry.legal_ref?),
            certainty: entry.certainty.unwrap_or(Certainty::Unverified),
        },
    })
}

/// The last day of an entry that was ended by hand.
fn last_day(doc: &Document) -> Option<NaiveDate> {
    let is_ended = doc.text("stage") == Some(ReferenceStage::Ended.code());
    day(doc, "stage_since").filter(|_| is_ended)?.pred_opt()
}
