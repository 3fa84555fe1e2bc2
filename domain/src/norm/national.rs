//! The norms of national funds as far as they are known: TTLT 26/2014/TTLT-BTC-BCT, and TT
//! 28/2018/TT-BTC after it. What later texts changed was not seen and is therefore absent.

use chrono::NaiveDate;

use super::{Norm, NormItem, Per};
use crate::legal::Source;
use crate::money::MILLION;
use crate::record::need::Activity;
use crate::record::project::lists::Funding;

/// The norms of national funds.
pub static NATIONAL: [Norm; 40] = [
    old(Activity::DemoModel, NormItem::Main, part(30, 500), Per::Model),
    old(Activity::DemoReplicate, NormItem::Main, cap(100), Per::Model),
    old(Activity::Machine, NormItem::Main, part(50, 200), Per::Facility),
    old(Activity::TechTransfer, NormItem::Main, part(50, 200), Per::Facility),
    old(Activity::Startup, NormItem::DifficultArea, cap(10), Per::Enterprise),
    old(Activity::FairOrg, NormItem::Main, rate(100), Per::Fair),
    old(Activity::FairJoin, NormItem::Main, rate(80), Per::Booth),
    old(Activity::FairJoin, NormItem::Abroad, rate(100), Per::Booth),
    old(Activity::StudyTour, NormItem::AirTicket, rate(100), Per::Traveller),
    unraised(Activity::ProductVote, NormItem::Region, cap(100), Per::Round),
    unraised(Activity::ProductVote, NormItem::Nation, cap(200), Per::Round),
    unraised(Activity::ProductVote, NormItem::PrizeRegion, cap(5), Per::Product),
    unraised(Activity::ProductVote, NormItem::PrizeNation, cap(10), Per::Product),
    old(Activity::Brand, NormItem::Main, part(50, 35), Per::Mark),
    old(Activity::Consult, NormItem::Main, part(50, 35), Per::Facility),
    old(Activity::Assoc, NormItem::Region, part(30, 70), Per::Association),
    old(Activity::Assoc, NormItem::Nation, part(30, 100), Per::Association),
    old(Activity::Assoc, NormItem::Link, part(50, 150), Per::Association),
    old(Activity::Relocate, NormItem::Main, part(50, 500), Per::Facility),
    old(Activity::Pollution, NormItem::AtFacility, part(30, 300), Per::Facility),
    old(Activity::Pollution, NormItem::AtCluster, part(30, 1_500), Per::Cluster),
    old(Activity::Cluster, NormItem::Plan, part(50, 500), Per::Cluster),
    old(Activity::Cluster, NormItem::Infrastructure, part(50, 3_000), Per::Cluster),
    overhead(NormItem::ManagingAgency, 150, Per::YearlyFunds),
    overhead(NormItem::ImplementingUnit, 250, Per::ProjectBudget),
    read(Activity::DemoModel, NormItem::Main, part(30, 1_000), Per::Model, NEW_MODELS),
    told(Activity::DemoReplicate, NormItem::Main, cap(100), Per::Model),
    line(read(Activity::Machine, NormItem::Main, part(50, 300), Per::Facility, NEW_MACHINES)),
    line(read(Activity::TechTransfer, NormItem::Main, part(50, 300), Per::Facility, NEW_MACHINES)),
    told(Activity::CleanerProd, NormItem::Main, part(30, 500), Per::Model),
    told(Activity::Startup, NormItem::DifficultArea, cap(10), Per::Enterprise),
    told(Activity::FairOrg, NormItem::Main, rate(100), Per::Fair),
    told(Activity::FairJoin, NormItem::Main, rate(80), Per::Booth),
    told(Activity::FairJoin, NormItem::Abroad, rate(100), Per::Booth),
    told(Activity::StudyTour, NormItem::AirTicket, rate(100), Per::Traveller),
    read(Activity::ProductVote, NormItem::Region, cap(200), Per::Round, NEW),
    read(Activity::ProductVote, NormItem::Nation, cap(400), Per::Round, NEW),
    // Only the cap of these two was told; with the rate of before the ceiling errs downwards.
    told(Activity::Brand, NormItem::Main, part(50, 35), Per::Mark),
    told(Activity::Consult, NormItem::Main, part(50, 35), Per::Facility),
    read(Activity::Cluster, NormItem::Infrastructure, cap(6_000), Per::Cluster, NEW),
];

const OLD: &str = "TTLT 26/2014/TTLT-BTC-BCT Đ.6.2";
const NEW: &str = "TT 28/2018/TT-BTC Đ.8";
const NEW_MODELS: &str = "TT 28/2018/TT-BTC Đ.8.2";
const NEW_MACHINES: &str = "TT 28/2018/TT-BTC Đ.8.4";

/// Rate in hundredths of a percent, cap in đồng.
type Limits = (Option<u32>, Option<i64>);

const fn part(percent: u32, millions: i64) -> Limits {
    (Some(percent * 100), Some(millions * MILLION))
}

const fn cap(millions: i64) -> Limits {
    (None, Some(millions * MILLION))
}

const fn rate(percent: u32) -> Limits {
    (Some(percent * 100), None)
}

const fn norm(activity: Option<Activity>, item: NormItem, limits: Limits, per: Per, source: Source) -> Norm {
    Norm {
        activity,
        funding: Funding::National,
        item,
        valid_from: day(2018, 5, 11),
        valid_to: None,
        rate_bp: limits.0,
        cap_vnd: limits.1,
        per,
        line_max_pct: None,
        priority_max_pct: None,
        source,
    }
}

/// Of 2014: a priority place or sector has up to one and a half times the cap (Đ.6.2t).
const fn old(activity: Activity, item: NormItem, limits: Limits, per: Per) -> Norm {
    let mut norm = unraised(activity, item, limits, per);
    norm.priority_max_pct = Some(150);
    norm
}

/// Of 2014, for what has neither a place nor a sector.
const fn unraised(activity: Activity, item: NormItem, limits: Limits, per: Per) -> Norm {
    until_2018(norm(Some(activity), item, limits, per, Source::verified(OLD)))
}

const fn overhead(item: NormItem, rate_bp: u32, per: Per) -> Norm {
    until_2018(norm(None, item, (Some(rate_bp), None), per, Source::verified(OLD)))
}

const fn until_2018(mut norm: Norm) -> Norm {
    norm.valid_from = day(2014, 4, 8);
    norm.valid_to = Some(day(2018, 5, 10));
    norm
}

/// Of 2018, read in the text or in an official answer.
const fn read(activity: Activity, item: NormItem, limits: Limits, per: Per, legal_ref: &'static str) -> Norm {
    norm(Some(activity), item, limits, per, Source::verified(legal_ref))
}

/// Of 2018, told by people who work with it.
const fn told(activity: Activity, item: NormItem, limits: Limits, per: Per) -> Norm {
    norm(Some(activity), item, limits, per, Source::unverified(NEW))
}

/// A whole line has up to one and a half times the cap.
const fn line(mut norm: Norm) -> Norm {
    norm.line_max_pct = Some(150);
    norm
}

const fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, month, day) {
        Some(date) => date,
        None => panic!("no such day"),
    }
}
