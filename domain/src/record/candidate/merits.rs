//! What the records around a candidate tell for C3, C6 and C7: figures before and after, papers and visits,
//! markets and revenue.

use chrono::NaiveDate;

use super::Candidate;
use super::facts::Around;
use super::findings::gain_pct;
use crate::record::activity::GainKind;
use crate::record::facility::Facility;
use crate::record::facility::lists::{EnvironmentPaper, Market as Place};
use crate::record::facility::rows::Product;
use crate::record::facility_year::YearStage;
use crate::record::marker::{FieldKind, Rows};
use crate::record::rule::number;
use crate::record::visit::lists::FindingCode;
use crate::record::visit::rows::Finding;
use crate::selection::proposals::{Environment, Market, Technology};
use crate::value::Document;

/// The facts of the three criteria.
pub(super) struct Merits {
    pub(super) technology: Technology,
    pub(super) environment: Environment,
    pub(super) market: Market,
}

impl Merits {
    pub(super) fn of(
        around: &Around<'_>,
        candidate: &Candidate,
        facility: &Facility,
        products: &[Product],
    ) -> Self {
        Self {
            technology: technology(candidate),
            environment: environment(around, facility),
            market: market(around, products),
        }
    }
}

fn technology(candidate: &Candidate) -> Technology {
    let gains = candidate.gains.as_deref().unwrap_or_default();
    let best = |wanted: &[GainKind]| {
        let of_kind = gains.iter().filter(|gain| gain.figure.is_some_and(|figure| wanted.contains(&figure)));
        of_kind.filter_map(gain_pct).max()
    };
    Technology {
        faster_pct: best(&[GainKind::Productivity, GainKind::Labour, GainKind::LeadTime]),
        saving_pct: best(&[GainKind::Faults, GainKind::Material, GainKind::Energy]),
        waste_pct: best(&[GainKind::Water, GainKind::Emission]),
        is_machine_new: candidate.machine_new,
    }
}

fn environment(around: &Around<'_>, facility: &Facility) -> Environment {
    let is_valid = |until: Option<NaiveDate>| until.is_none_or(|last| last >= around.today);
    let has_paper = facility.env_doc.map(|paper| match paper {
        EnvironmentPaper::None => false,
        EnvironmentPaper::Mien => true,
        EnvironmentPaper::CamKet
        | EnvironmentPaper::KeHoach
        | EnvironmentPaper::DangKy
        | EnvironmentPaper::GiayPhep => is_valid(facility.env_doc_until),
    });
    let gives_off = facility.pollution.as_ref().map(|given_off| !given_off.is_empty());
    Environment {
        has_paper,
        is_treated: if gives_off == Some(false) { Some(true) } else { facility.pollution_treated },
        has_fire_paper: facility.fire_doc_no.is_some().then(|| is_valid(facility.fire_doc_until)),
        has_breach: last_visit(around).map(has_breach),
        is_to_move: facility.relocation_listed,
    }
}

/// The newest signed visit.
fn last_visit<'a>(around: &Around<'a>) -> Option<&'a Document> {
    let visits = around.beside?.visits.iter().map(|(_, doc)| doc);
    visits.filter(|doc| doc.text("stage") == Some("signed")).max_by_key(|doc| number(doc, "started_at"))
}

fn has_breach(visit: &Document) -> bool {
    let findings = visit.get("findings").and_then(Rows::<Finding>::read).unwrap_or_default();
    findings.iter().any(|finding| finding.code == Some(FindingCode::F13))
}

fn market(around: &Around<'_>, products: &[Product]) -> Market {
    let markets: Option<bool> = products
        .iter()
        .filter_map(|product| product.markets.as_ref())
        .map(|markets| markets.iter().any(|market| matches!(market, Place::Country | Place::Export)))
        .reduce(|one, other| one || other);
    let has_products = !products.is_empty();
    Market {
        sells_beyond: markets,
        has_brand: has_products.then(|| products.iter().any(|product| product.brand.is_some())),
        growth_pct: growth(around),
    }
}

/// From the last confirmed year but one to the last.
fn growth(around: &Around<'_>) -> Option<i64> {
    let years = around.beside?.years.iter().map(|(_, doc)| doc);
    let confirmed = years.filter(|doc| doc.text("stage") == Some(YearStage::Confirmed.code()));
    let last = confirmed.clone().filter_map(|doc| number(doc, "year")).max()?;
    let revenue_of = |year: i64| {
        let mut of_year = confirmed.clone().filter(|doc| number(doc, "year") == Some(year));
        of_year.find_map(|doc| number(doc, "revenue_vnd"))
    };
    let (before, after) = (revenue_of(last - 1)?, revenue_of(last)?);
    (before > 0).then(|| {
        let percent = i128::from(after - before) * 100 / i128::from(before);
        i64::try_from(percent).unwrap_or(i64::MAX)
    })
}
