//! The norms of support as people need them: what the State pays at most for an activity, in words, and as an
//! amount for a cost. Those of the register, the national ones while the register holds none; local money first.

use chrono::NaiveDate;
use domain::money;
use domain::norm::{Ask, Norm, NormCase, NormItem, norm_for, support_max};
use domain::record::Kind;
use domain::record::field::Choice;
use domain::record::need::Activity;
use domain::record::project::lists::Funding;
use domain::record::reference::cost_norm;
use domain::word;

use crate::i18n::{fill, lang, t};
use crate::state::book::Book;

/// The norms to go by.
pub fn in_use(book: Book) -> Vec<Norm> {
    cost_norm::in_use(&book.scan(Kind::CostNorm, |view| Some(view.doc)))
}

/// “Tối đa 50 % chi phí, không quá 300.000.000 ₫”.
pub fn pays(norms: &[Norm], activity: Activity, on: NaiveDate) -> String {
    let of = |funding| norm_for(norms, activity, NormItem::Main, funding, on).ok();
    let local = of(Funding::Local);
    let Some(norm) = local.or_else(|| of(Funding::National)) else {
        return t(word!("fit.pays_unknown")).to_owned();
    };
    let most = most(norm);
    // The province's own ceiling may be lower: nobody is to count on the national one.
    if local.is_some() { most } else { format!("{most} {}", t(word!("fit.pays_national"))) }
}

fn most(norm: &Norm) -> String {
    let pct = norm.rate_bp.filter(|rate| *rate < 10_000).map(|rate| (rate / 100).to_string());
    let cap = norm.cap_vnd.map(|cap| money::show(cap, lang()));
    match (pct, cap) {
        (Some(pct), Some(cap)) => fill(word!("fit.pays_both"), &[("pct", &pct), ("cap", &cap)]),
        (Some(pct), None) => fill(word!("fit.pays_share"), &[("pct", &pct)]),
        (None, Some(cap)) => fill(word!("fit.pays_cap"), &[("cap", &cap)]),
        (None, None) => t(word!("fit.pays_all")).to_owned(),
    }
}

/// The most a norm allows for a cost, that of the given money before the national one; half of the cost where
/// no norm is known. A proposal: the centre writes another amount over it.
pub fn proposed(
    norms: &[Norm],
    activity: Option<Activity>,
    funding: &str,
    cost_vnd: i64,
    on: NaiveDate,
) -> i64 {
    let ceiling = |funding| {
        let ask = Ask {
            activity: activity?,
            item: NormItem::Main,
            case: NormCase::Single,
            funding,
            approved_on: on,
            eligible_cost_vnd: cost_vnd,
        };
        support_max(norms, &ask).ok().map(|ceiling| ceiling.amount_vnd)
    };
    let own = Funding::from_code(funding).and_then(ceiling);
    own.or_else(|| ceiling(Funding::National)).unwrap_or(cost_vnd / 2)
}
