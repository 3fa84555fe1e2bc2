//! Points the book can propose by itself for each criterion, with its grounds. How
//! facts become points is a proposal of this product; a scorer may give others.

use alloc::vec::Vec;

use super::rubric::RubricCriterion;
use crate::money::MILLION;
use crate::record::commune::PlacePriority;
use crate::record::facility::lists::KcSector;
use crate::record::macros::choices;
use crate::score_sheet::CriterionSet;

choices! {
    /// What gives points, or would if it were known.
    Ground = "score_ground";
    /// The place has a priority.
    Place = "place",
    /// A product with a valid certificate.
    Certificate = "certificate",
    /// A key product of the province.
    KeyProduct = "key_product",
    /// An export contract, or made for export.
    Export = "export",
    /// More than half of the material from the province.
    LocalMaterial = "local_material",
    /// 50 workers or more.
    ManyWorkers = "many_workers",
    /// Mechanics.
    Mechanics = "mechanics",
    /// Chemicals for agriculture.
    AgroChemicals = "agro_chemicals",
    /// Processing of agricultural products.
    AgroProcessing = "agro_processing",
    /// A product of supporting industry.
    Supporting = "supporting",
    /// More is made in the same time, by fewer people or sooner.
    Faster = "faster",
    /// Less is spoilt, or less material or energy is used.
    Saving = "saving",
    /// The machine is new.
    NewMachine = "new_machine",
    /// Less water is used, or less given off.
    LessWaste = "less_waste",
    /// New jobs for the support.
    NewJobs = "new_jobs",
    /// At least half of them for women.
    Women = "women",
    /// People trained for the support.
    Trainees = "trainees",
    /// Own money for each đồng of support.
    CounterpartRatio = "counterpart_ratio",
    /// An environmental paper that is valid, or none is needed.
    EnvironmentPaper = "environment_paper",
    /// What it gives off is treated, or it gives off nothing.
    Treatment = "treatment",
    /// A fire-safety paper that is valid.
    FirePaper = "fire_paper",
    /// The last visit found a breach: nothing for the treatment.
    Breach = "breach",
    /// It is to be moved for its pollution: nothing for the paper.
    ToMove = "to_move",
    /// It sells beyond the province.
    SellsBeyond = "sells_beyond",
    /// A brand of its own.
    Brand = "brand",
    /// Revenue grew.
    Growth = "growth",
    /// Earlier projects finished in time.
    OnTime = "on_time",
    /// Reports sent in time.
    Reports = "reports",
    /// No earlier project: neither praise nor blame.
    FirstProject = "first_project",
}

choices! {
    /// Order of the sectors (TT 46/2012 Đ.6.3): the products of NĐ 45/2012 Đ.6.2b come first.
    SectorPriority = "sector_priority";
    /// NĐ 45/2012 Đ.6.2b.
    Products = "products",
    /// NĐ 45/2012 Đ.6.2a.
    Trades = "trades",
}

/// What the support changes, each by how much it gets better, in percent of what it was.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Technology {
    /// Output, workers needed, time to deliver: the best of them.
    pub faster_pct: Option<i64>,
    /// Faults, material, energy: the best of them.
    pub saving_pct: Option<i64>,
    /// Water used, waste given off: the best of them.
    pub waste_pct: Option<i64>,
    /// Whether the machine is new.
    pub is_machine_new: Option<bool>,
}

/// How the facility keeps its surroundings and its people safe.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Environment {
    /// Whether it has the environmental paper it needs.
    pub has_paper: Option<bool>,
    /// Whether what it gives off is treated; nothing given off is treated too.
    pub is_treated: Option<bool>,
    /// Whether it has a valid fire-safety paper.
    pub has_fire_paper: Option<bool>,
    /// Whether the last signed visit found a breach.
    pub has_breach: Option<bool>,
    /// Whether it is on the list of facilities to be moved.
    pub is_to_move: Option<bool>,
}

/// Whether it will last.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Market {
    /// Whether it sells beyond the province.
    pub sells_beyond: Option<bool>,
    /// Whether a product has a brand.
    pub has_brand: Option<bool>,
    /// By how much revenue grew from one year to the next, percent.
    pub growth_pct: Option<i64>,
}

/// What the book knows of a candidate. `None` is "nobody knows".
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ScoreFacts {
    /// For C3.
    pub technology: Technology,
    /// For C6.
    pub environment: Environment,
    /// For C7.
    pub market: Market,
    /// Priority of the place of production; `Some(None)` is a place that has none.
    pub place: Option<Option<PlacePriority>>,
    /// Sector of NĐ 45/2012 Đ.5.
    pub sector: Option<KcSector>,
    /// Whether a product has a valid certificate.
    pub has_certificate: Option<bool>,
    /// Whether it makes a key product.
    pub is_key_product: Option<bool>,
    /// Whether it has an export contract or produces for export.
    pub exports: Option<bool>,
    /// Share of the material that comes from the province, % of its value.
    pub local_material_pct: Option<i64>,
    /// Workers.
    pub workers: Option<i64>,
    /// Whether the product is on the list of supporting industry.
    pub is_supporting: Option<bool>,
    /// Whether it makes chemicals for agriculture.
    pub is_agro_chemical: Option<bool>,
    /// Support asked for, đồng.
    pub support_vnd: Option<i64>,
    /// Money of the beneficiary, đồng.
    pub counterpart_vnd: Option<i64>,
    /// New jobs promised.
    pub new_jobs: Option<i64>,
    /// Of them for women.
    pub new_jobs_women: Option<i64>,
    /// People that will be trained.
    pub trainees: Option<i64>,
    /// Earlier projects that are finished.
    pub projects_finished: Option<i64>,
    /// Of them in time.
    pub projects_on_time: Option<i64>,
    /// Reports that were due.
    pub reports_due: Option<i64>,
    /// Of them sent in time.
    pub reports_on_time: Option<i64>,
}

/// Points the book proposes for a criterion.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Proposal {
    /// The criterion.
    pub criterion: RubricCriterion,
    /// Points under the weights of the round; `None` when too little is known.
    pub points: Option<i64>,
    /// What they are for.
    pub grounds: Vec<Ground>,
    /// What could change them and is not known.
    pub missing: Vec<Ground>,
}

/// The proposals for the criteria that the book can judge and the round has.
pub fn propose(set: &CriterionSet, facts: &ScoreFacts) -> Vec<Proposal> {
    let judged = [
        (RubricCriterion::Place, place(facts)),
        (RubricCriterion::Sector, sector(facts)),
        (RubricCriterion::Technology, technology(&facts.technology)),
        (RubricCriterion::Jobs, jobs(facts)),
        (RubricCriterion::Finance, finance(facts)),
        (RubricCriterion::Environment, environment(&facts.environment)),
        (RubricCriterion::Market, market(facts)),
        (RubricCriterion::Record, record(facts)),
    ];
    let weighted = judged.into_iter().filter_map(|(criterion, share)| {
        let max = set.max_of(criterion.code())?;
        let points = share.points.map(|points| {
            let usual = criterion.usual_max();
            // Half a point of the round goes to the candidate.
            (points.clamp(0, usual) * max * 2 + usual) / (usual * 2)
        });
        Some(Proposal { criterion, points, grounds: share.grounds, missing: share.missing })
    });
    weighted.collect()
}

/// Where a sector stands in the order of the law; `None` when no ground is known.
pub fn sector_priority(facts: &ScoreFacts) -> Option<SectorPriority> {
    let has = |grounds: &[(Ground, Option<bool>)]| grounds.iter().any(|(_, is_so)| *is_so == Some(true));
    if has(&product_grounds(facts)) {
        Some(SectorPriority::Products)
    } else {
        has(&trade_grounds(facts)).then_some(SectorPriority::Trades)
    }
}

/// Points under the usual weights.
#[derive(Default)]
struct Share {
    points: Option<i64>,
    grounds: Vec<Ground>,
    missing: Vec<Ground>,
}

impl Share {
    fn note(&mut self, grounds: &[(Ground, Option<bool>)]) {
        for (ground, is_so) in grounds {
            match is_so {
                Some(true) => self.grounds.push(*ground),
                Some(false) => {}
                None => self.missing.push(*ground),
            }
        }
    }

    fn judge(&mut self, ground: Ground, points: i64, is_so: Option<bool>) {
        match is_so {
            Some(is_so) => self.add(if is_so { points } else { 0 }, ground),
            None => self.missing.push(ground),
        }
    }

    fn add(&mut self, points: i64, ground: Ground) {
        self.points = Some(self.points.unwrap_or(0) + points);
        if points > 0 {
            self.grounds.push(ground);
        }
    }
}

fn place(facts: &ScoreFacts) -> Share {
    let mut share = Share::default();
    match facts.place {
        Some(Some(PlacePriority::Highland)) => share.add(15, Ground::Place),
        Some(Some(PlacePriority::Poor)) => share.add(12, Ground::Place),
        Some(Some(PlacePriority::NewRural)) => share.add(9, Ground::Place),
        Some(Some(PlacePriority::Difficult)) => share.add(6, Ground::Place),
        Some(None) => share.points = Some(0),
        None => share.missing.push(Ground::Place),
    }
    share
}

/// One ground of 6.2b is worth more than all of 6.2a together, as the law orders them.
fn sector(facts: &ScoreFacts) -> Share {
    let mut share = Share::default();
    share.note(&product_grounds(facts));
    share.note(&trade_grounds(facts));
    let further = i64::try_from(share.grounds.len()).unwrap_or(0).saturating_sub(1).max(0);
    share.points = match sector_priority(facts) {
        Some(SectorPriority::Products) => Some((12 + further).min(15)),
        Some(SectorPriority::Trades) => Some(8 + further),
        None => share.missing.is_empty().then_some(0),
    };
    share
}

fn product_grounds(facts: &ScoreFacts) -> [(Ground, Option<bool>); 5] {
    [
        (Ground::Certificate, facts.has_certificate),
        (Ground::KeyProduct, facts.is_key_product),
        (Ground::Export, facts.exports),
        (Ground::LocalMaterial, facts.local_material_pct.map(|percent| percent > 50)),
        (Ground::ManyWorkers, facts.workers.map(|workers| workers >= 50)),
    ]
}

fn trade_grounds(facts: &ScoreFacts) -> [(Ground, Option<bool>); 4] {
    let of_sector = |wanted: KcSector| facts.sector.map(|sector| sector == wanted);
    [
        (Ground::Mechanics, of_sector(KcSector::Mechanics)),
        (Ground::AgroChemicals, facts.is_agro_chemical),
        (Ground::AgroProcessing, of_sector(KcSector::Food)),
        (Ground::Supporting, facts.is_supporting),
    ]
}

/// At least so many percent better, and the points for it.
type Steps = [(i64, i64); 3];

/// Up to 10 points for what is made faster, 5 for what is saved, 3 for a new machine, 2 for less waste. Without
/// any figure there is nothing to judge by.
fn technology(facts: &Technology) -> Share {
    let mut share = Share::default();
    let parts: [(Ground, Option<i64>, Steps); 3] = [
        (Ground::Faster, facts.faster_pct, [(50, 10), (20, 7), (1, 4)]),
        (Ground::Saving, facts.saving_pct, [(30, 5), (10, 3), (1, 1)]),
        (Ground::LessWaste, facts.waste_pct, [(1, 2), (1, 2), (1, 2)]),
    ];
    for (ground, better, steps) in parts {
        match better {
            Some(better) => {
                let reached = steps.iter().find(|(least, _)| better >= *least);
                share.add(reached.map_or(0, |(_, points)| *points), ground);
            }
            None => share.missing.push(ground),
        }
    }
    let is_measured = share.points.is_some();
    share.judge(Ground::NewMachine, 3, facts.is_machine_new);
    if !is_measured {
        share.points = None;
    }
    share
}

/// 4 points for the paper, 4 for the treatment, 2 for the fire-safety paper. Who is to be moved gets none for the
/// paper, and who was found in breach none for the treatment.
fn environment(facts: &Environment) -> Share {
    let mut share = Share::default();
    let (is_to_move, has_breach) = (facts.is_to_move == Some(true), facts.has_breach == Some(true));
    share.judge(Ground::EnvironmentPaper, 4, if is_to_move { Some(false) } else { facts.has_paper });
    share.judge(Ground::Treatment, 4, if has_breach { Some(false) } else { facts.is_treated });
    share.judge(Ground::FirePaper, 2, facts.has_fire_paper);
    share.note(&[(Ground::ToMove, Some(is_to_move)), (Ground::Breach, Some(has_breach))]);
    share
}

/// 1 point each for sales beyond the province, for export and for a brand, 2 for revenue that grew.
fn market(facts: &ScoreFacts) -> Share {
    let mut share = Share::default();
    share.judge(Ground::SellsBeyond, 1, facts.market.sells_beyond);
    share.judge(Ground::Export, 1, facts.exports);
    share.judge(Ground::Brand, 1, facts.market.has_brand);
    share.judge(Ground::Growth, 2, facts.market.growth_pct.map(|percent| percent > 0));
    share
}

/// For each 100 triệu of support: 2 points for a new job, up to 10; 1 point for ten people trained,
/// up to 3. 2 points more when women get half of the jobs.
fn jobs(facts: &ScoreFacts) -> Share {
    let mut share = Share::default();
    let support = facts.support_vnd.filter(|support| *support > 0);
    let rate = |count: i64, times: i64, most: i64| {
        support.map(|support| capped(count, times * 100 * MILLION, support, most))
    };
    match facts.new_jobs.and_then(|jobs| rate(jobs, 2, 10)) {
        Some(points) => share.add(points, Ground::NewJobs),
        None => share.missing.push(Ground::NewJobs),
    }
    match (facts.new_jobs, facts.new_jobs_women) {
        (Some(jobs), Some(women)) if jobs > 0 && women.saturating_mul(2) >= jobs => {
            share.add(2, Ground::Women)
        }
        (Some(_), Some(_)) => {}
        (None, _) | (_, None) => share.missing.push(Ground::Women),
    }
    match facts.trainees.and_then(|people| rate(people, 1, 30)) {
        Some(people) => share.add(people / 10, Ground::Trainees),
        None => share.missing.push(Ground::Trainees),
    }
    share
}

/// At least so much own money for each đồng of support, and the points for it.
const RATIOS: [(i64, i64); 5] = [(10, 15), (5, 12), (3, 9), (2, 6), (1, 3)];

fn finance(facts: &ScoreFacts) -> Share {
    let mut share = Share::default();
    match (facts.counterpart_vnd, facts.support_vnd) {
        (Some(counterpart), Some(support)) if support > 0 => {
            let reached = RATIOS.iter().find(|(ratio, _)| counterpart / ratio >= support);
            share.add(reached.map_or(0, |(_, points)| *points), Ground::CounterpartRatio);
        }
        (Some(_) | None, _) => share.missing.push(Ground::CounterpartRatio),
    }
    share
}

/// 3 points for projects in time, 2 for reports in time; who had no project yet stands in the middle.
fn record(facts: &ScoreFacts) -> Share {
    let mut share = Share::default();
    if facts.projects_finished == Some(0) && facts.reports_due.is_none_or(|due| due == 0) {
        share.add(3, Ground::FirstProject);
        return share;
    }
    let parts = [
        (Ground::OnTime, 3, facts.projects_on_time, facts.projects_finished),
        (Ground::Reports, 2, facts.reports_on_time, facts.reports_due),
    ];
    for (ground, most, kept, all) in parts {
        match (kept, all) {
            (Some(kept), Some(all)) if all > 0 => share.add(capped(kept, most, all, most), ground),
            (_, Some(0)) => share.add(most, ground),
            (Some(_) | None, _) => share.missing.push(ground),
        }
    }
    share
}

/// `count × times ÷ of`, rounded down, between 0 and `most`.
fn capped(count: i64, times: i64, of: i64, most: i64) -> i64 {
    let share = i128::from(count) * i128::from(times) / i128::from(of);
    i64::try_from(share.clamp(0, i128::from(most))).unwrap_or(most)
}
