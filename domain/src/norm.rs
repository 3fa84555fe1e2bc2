//! Cost norms with dates (DOMAIN §2.1): the most the State may pay for a piece of support, and by
//! which text. The norms are data, those of the province are entered by the Department; it knows no
//! project.

pub mod national;

use alloc::vec::Vec;

use chrono::NaiveDate;

use crate::legal::Source;
use crate::record::macros::choices;
use crate::record::need::Activity;
use crate::record::project::lists::Funding;

choices! {
    /// The part of an activity a norm is for.
    NormItem = "norm_item";
    /// The activity itself.
    Main = "main",
    /// An assessment, besides pilots.
    Assessment = "assessment",
    /// In a difficult area.
    DifficultArea = "difficult_area",
    /// Abroad.
    Abroad = "abroad",
    /// Air ticket.
    AirTicket = "air_ticket",
    /// On the level of a region of the country.
    Region = "region",
    /// On the level of the country.
    Nation = "nation",
    /// Prize of the region.
    PrizeRegion = "prize_region",
    /// Prize of the country.
    PrizeNation = "prize_nation",
    /// Link between the enterprises of a cluster.
    Link = "link",
    /// At one facility.
    AtFacility = "at_facility",
    /// In an industrial cluster.
    AtCluster = "at_cluster",
    /// Detailed plan.
    Plan = "plan",
    /// Infrastructure.
    Infrastructure = "infrastructure",
    /// Costs of the managing agency.
    ManagingAgency = "managing_agency",
    /// Costs of the implementing unit.
    ImplementingUnit = "implementing_unit",
}

choices! {
    /// What may raise a cap.
    NormCase = "norm_case";
    /// Nothing: one machine, one model.
    Single = "single",
    /// A whole line of machines.
    WholeLine = "whole_line",
    /// A priority place or sector.
    Priority = "priority",
}

choices! {
    /// What a cap is for one of.
    Per = "norm_per";
    /// One model.
    Model = "model",
    /// One facility.
    Facility = "facility",
    /// One new enterprise.
    Enterprise = "enterprise",
    /// One booth.
    Booth = "booth",
    /// One fair.
    Fair = "fair",
    /// One traveller.
    Traveller = "traveller",
    /// One round of voting.
    Round = "round",
    /// One product.
    Product = "product",
    /// One trade mark.
    Mark = "mark",
    /// One association or link.
    Association = "association",
    /// One industrial cluster.
    Cluster = "cluster",
    /// The funds of a year.
    YearlyFunds = "yearly_funds",
    /// The budget of a project.
    ProjectBudget = "project_budget",
}

/// One norm. Without a rate the whole cost counts, without a cap only the rate limits.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Norm {
    /// The activity; `None` for every one.
    pub activity: Option<Activity>,
    /// Whose money.
    pub funding: Funding,
    /// Which part of the activity.
    pub item: NormItem,
    /// First day of approval it is for.
    pub valid_from: NaiveDate,
    /// Last day; `None` while it is in force.
    pub valid_to: Option<NaiveDate>,
    /// Share of the eligible cost, hundredths of a percent.
    pub rate_bp: Option<u32>,
    /// Most đồng for one [`Per`].
    pub cap_vnd: Option<i64>,
    /// What the cap is for one of.
    pub per: Per,
    /// A whole line may have the cap times this, %.
    pub line_max_pct: Option<u32>,
    /// A priority place or sector may have the cap times this, %.
    pub priority_max_pct: Option<u32>,
    /// By which text.
    pub source: Source,
}

impl Norm {
    /// Whether it is in force on the day of an approval.
    pub fn is_valid_on(&self, day: NaiveDate) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|last| day <= last)
    }

    fn is_for(&self, activity: Activity, funding: Funding) -> bool {
        self.funding == funding && self.activity.is_none_or(|own| own == activity)
    }

    fn raise_pct(&self, case: NormCase) -> Option<u32> {
        match case {
            NormCase::Single => Some(100),
            NormCase::WholeLine => self.line_max_pct,
            NormCase::Priority => self.priority_max_pct,
        }
    }
}

/// What a ceiling is asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Ask {
    /// What is supported.
    pub activity: Activity,
    /// Which part of it.
    pub item: NormItem,
    /// What may raise the cap.
    pub case: NormCase,
    /// Whose money.
    pub funding: Funding,
    /// Day of the approval: it chooses the norm.
    pub approved_on: NaiveDate,
    /// Cost of the supported item, đồng.
    pub eligible_cost_vnd: i64,
}

choices! {
    /// What makes a ceiling as low as it is.
    Bound = "norm_bound";
    /// The share of the cost.
    Rate = "rate",
    /// The cap.
    Cap = "cap",
    /// The cost itself: the norm has no rate, and nobody is paid more than it cost.
    Cost = "cost",
}

/// The most that may be paid.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Ceiling<'a> {
    /// Đồng, rounded down.
    pub amount_vnd: i64,
    /// What limits it.
    pub by: Bound,
    /// The norm it follows from.
    pub norm: &'a Norm,
}

choices! {
    /// Why no ceiling is known. It never means that any amount is allowed.
    NoCeiling = "no_ceiling";
    /// The cost is negative.
    CostNegative = "cost_negative",
    /// Nobody has entered a norm for this activity and money: local norms are the province's.
    NotEntered = "not_entered",
    /// There are norms, but none for that day.
    NotOnThatDay = "not_on_that_day",
    /// The activity has norms for its parts only: say which part.
    ItemNeeded = "item_needed",
    /// The norm does not say how far this case raises the cap.
    RaiseUnknown = "raise_unknown",
    /// A partner's money: no norm of the State is about it.
    PartnerMoney = "partner_money",
}

/// The most that may be paid: `min(rate × cost, cap × multiplier)`, rounded down to whole đồng.
pub fn support_max<'a>(norms: &'a [Norm], ask: &Ask) -> Result<Ceiling<'a>, NoCeiling> {
    if ask.eligible_cost_vnd < 0 {
        return Err(NoCeiling::CostNegative);
    }
    let norm = norm_for(norms, ask.activity, ask.item, ask.funding, ask.approved_on)?;
    let raise = norm.raise_pct(ask.case).ok_or(NoCeiling::RaiseUnknown)?;
    let (share, by_share) = match norm.rate_bp {
        Some(rate) => (share_of(ask.eligible_cost_vnd, rate), Bound::Rate),
        None => (ask.eligible_cost_vnd, Bound::Cost),
    };
    let cap = norm.cap_vnd.map(|cap| share_of(cap, raise.saturating_mul(100)));
    let (amount_vnd, by) = match cap {
        Some(cap) if cap < share => (cap, Bound::Cap),
        Some(_) | None => (share, by_share),
    };
    Ok(Ceiling { amount_vnd, by, norm })
}

/// The norm for an activity on the day of its approval. Where two overlap the younger one holds, as
/// with laws; [`faults`] tells of it.
pub fn norm_for(
    norms: &[Norm],
    activity: Activity,
    item: NormItem,
    funding: Funding,
    approved_on: NaiveDate,
) -> Result<&Norm, NoCeiling> {
    let known = |norm: &&Norm| norm.is_for(activity, funding);
    let mut of_item = norms.iter().filter(known).filter(|norm| norm.item == item).peekable();
    if of_item.peek().is_some() {
        let valid = of_item.filter(|norm| norm.is_valid_on(approved_on));
        return valid.max_by_key(|norm| norm.valid_from).ok_or(NoCeiling::NotOnThatDay);
    }
    let has_parts = norms.iter().filter(known).any(|norm| norm.activity.is_some());
    Err(match (has_parts, funding) {
        (true, _) => NoCeiling::ItemNeeded,
        (false, Funding::External) => NoCeiling::PartnerMoney,
        (false, Funding::National | Funding::Local) => NoCeiling::NotEntered,
    })
}

/// The parts of an activity that have a norm on a day, in the order they are offered.
pub fn items_of(norms: &[Norm], activity: Activity, funding: Funding, on: NaiveDate) -> Vec<NormItem> {
    let has_norm = |item: &&NormItem| {
        norms.iter().any(|norm| {
            norm.item == **item
                && norm.activity == Some(activity)
                && norm.funding == funding
                && norm.is_valid_on(on)
        })
    };
    NormItem::ALL.iter().filter(has_norm).copied().collect()
}

choices! {
    /// What is wrong in a table of norms that was entered.
    NormFaultCode = "norm_fault";
    /// Neither a rate nor a cap.
    NoLimit = "no_limit",
    /// A rate above 100 %, or of nothing.
    RateRange = "rate_range",
    /// A cap of nothing or less.
    CapRange = "cap_range",
    /// A multiplier below 100 %.
    MultiplierRange = "multiplier_range",
    /// The last day is before the first.
    DayOrder = "day_order",
    /// Another norm of the same item is in force on the same days.
    Overlap = "overlap",
}

/// One fault of a table of norms.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NormFault {
    /// Place of the norm in the table, from 0.
    pub row: usize,
    /// What is wrong.
    pub code: NormFaultCode,
}

/// Everything that is wrong in a table of norms.
pub fn faults(norms: &[Norm]) -> Vec<NormFault> {
    let mut found = Vec::new();
    for (row, norm) in norms.iter().enumerate() {
        let is_small = |pct: Option<u32>| pct.is_some_and(|pct| pct < 100);
        let overlaps = norms.iter().take(row).any(|other| is_same_item(norm, other) && meets(norm, other));
        let checks = [
            (NormFaultCode::NoLimit, norm.rate_bp.is_none() && norm.cap_vnd.is_none()),
            (NormFaultCode::RateRange, norm.rate_bp.is_some_and(|rate| !(1..=10_000).contains(&rate))),
            (NormFaultCode::CapRange, norm.cap_vnd.is_some_and(|cap| cap <= 0)),
            (NormFaultCode::MultiplierRange, is_small(norm.line_max_pct) || is_small(norm.priority_max_pct)),
            (NormFaultCode::DayOrder, norm.valid_to.is_some_and(|last| last < norm.valid_from)),
            (NormFaultCode::Overlap, overlaps),
        ];
        let wrong = checks.into_iter().filter(|(_, is_wrong)| *is_wrong);
        found.extend(wrong.map(|(code, _)| NormFault { row, code }));
    }
    found
}

fn is_same_item(one: &Norm, other: &Norm) -> bool {
    one.activity == other.activity && one.funding == other.funding && one.item == other.item
}

fn meets(one: &Norm, other: &Norm) -> bool {
    one.valid_to.is_none_or(|last| other.valid_from <= last)
        && other.valid_to.is_none_or(|last| one.valid_from <= last)
}

/// A share in hundredths of a percent, rounded down.
fn share_of(amount: i64, basis_points: u32) -> i64 {
    let share = i128::from(amount) * i128::from(basis_points) / 10_000;
    i64::try_from(share).unwrap_or(i64::MAX)
}
