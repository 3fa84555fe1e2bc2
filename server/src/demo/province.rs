//! The whole story: facilities found, needs registered, projects carried out, and a few edits that
//! crossed. Days are counted back from the day of loading.

use domain::clock::Millis;
use domain::id::ScopeId;
use domain::money::MILLION;
use domain::record::Kind;
use domain::record::facility::lists::{Source, Status};
use domain::record::need::Activity;
use domain::record::need::course::NeedAction;
use domain::value::Value;

use super::accounts::{self, Actor, Reach, field_worker};
use super::activities;
use super::calendar::Day;
use super::crossings;
use super::dice::Dice;
use super::facility::{Facility, Maker, Visit};
use super::famous::{self, Famous};
use super::figures;
use super::needs::{self, LEAD_DAYS, TO_SHORTLIST, Wish};
use super::office_projects;
use super::places::{self, Site};
use super::plan;
use super::products;
use super::projects::courses::{COURSES, Course, Move};
use super::projects::{self, Schedule, Subject};
use super::script::{Deed, Edit, Event, Field, Script};
use super::selection;
use super::trades;
use super::training;
use super::training::classes::{CLASSES, Plan};
use super::visits;

/// Facilities whose data are older than a year.
const STALE: usize = 15;
/// Facilities that stopped for a while or for good.
const AT_REST: &[Status] = &[
    Status::Paused,
    Status::Paused,
    Status::Paused,
    Status::Paused,
    Status::Closed,
    Status::Closed,
    Status::Moved,
];
/// Data of this age are looked at again.
const REVISIT_DAYS: i64 = 300;
/// Known for so long and without a need: free to take part in a round of selection.
const IDLE_DAYS: i64 = 130;
/// A class is held where the offices have long been known.
const HOST_DAYS: i64 = 900;

/// What will be told of one facility.
#[derive(Clone, Debug)]
struct Plot {
    site: Site,
    famous: Option<&'static Famous>,
    made: Day,
    is_stale: bool,
    /// Gives the room for a class or enters products: known for long, and busy.
    is_host: bool,
    needs: Vec<(Day, &'static [NeedAction])>,
    project: Option<Project>,
}

#[derive(Clone, Debug)]
struct Project {
    course: &'static Course,
    schedule: Schedule,
    number: i64,
}

impl Plot {
    fn is_free(&self) -> bool {
        self.famous.is_none()
            && !self.is_host
            && self.needs.is_empty()
            && self.project.is_none()
            && !self.is_stale
    }

    fn first_need(&self) -> Option<Day> {
        let of_project = self.project.as_ref().map(|project| project.schedule.drafted.minus(LEAD_DAYS));
        self.needs.iter().map(|(day, _)| *day).chain(of_project).min()
    }
}

/// Everything that happened until `now`.
pub fn tell(seed: &Dice, now: Millis) -> Script {
    let today = Day::of(now);
    let plots = plot(seed, today);
    let mut script = Script::default();
    let mut maker = Maker::new(seed);
    let mut dice = seed.fork("story");
    let mut resting = AT_REST.iter();
    let mut facilities = Vec::new();
    let mut idle = Vec::new();
    for plot in &plots {
        let mut facility = find(&mut script, &mut maker, &mut dice, plot);
        if plot.made < today.minus(REVISIT_DAYS) && !plot.is_stale {
            let on = plot.famous.and_then(|famous| famous.revisited).unwrap_or_else(|| dice.between(20, 240));
            revisit(&mut script, &mut dice, &mut facility, plot, today.minus(on).working());
        }
        if plot.is_free()
            && plot.made < today.minus(100)
            && let Some(status) = resting.next()
        {
            rest(&mut script, &mut dice, &facility, *status, today);
        } else if plot.is_free() && plot.made < today.minus(IDLE_DAYS) {
            idle.push(facility.clone());
        }
        facilities.push(facility);
    }
    office_projects::tell(&mut script, seed, today);
    let mut dice = seed.fork("needs");
    for (plot, facility) in plots.iter().zip(&facilities) {
        for (began, path) in &plot.needs {
            let famous = plot.famous.and_then(|famous| famous.wish.as_ref());
            let wish = famous.map_or_else(|| needs::wish(&mut dice, facility), famous::wish);
            needs::tell(&mut script, &mut dice, facility, wish, registrar(plot, facility), *began, path);
        }
    }
    let mut dice = seed.fork("projects");
    let mut visited = Vec::new();
    for (plot, facility) in plots.iter().zip(&facilities) {
        let Some(Project { course, schedule, number }) = &plot.project else { continue };
        let title = plot.famous.and_then(|famous| famous.project.as_ref());
        let wish = match title {
            Some((_, wish)) => famous::wish(wish),
            None => worthy(&mut dice, facility),
        };
        let began = schedule.drafted.minus(LEAD_DAYS);
        let by = field_worker(facility.commune.code);
        let need = needs::tell(&mut script, &mut dice, facility, wish, by, began, TO_SHORTLIST);
        // Known before the project, and near if somebody is.
        let known = plots.iter().zip(&facilities).filter(|(plot, other)| {
            plot.project.is_none() && other.id != facility.id && plot.made < schedule.drafted.minus(7)
        });
        let heir = known.max_by_key(|(_, other)| other.commune.code == facility.commune.code);
        let subject = Subject {
            facility,
            need: &need,
            number: *number,
            title: title.map(|(title, _)| *title),
            heir: heir.map(|(_, other)| other),
        };
        let project = projects::tell(&mut script, &mut dice, subject, course, schedule);
        visited
            .push(visits::Place { facility, project: course.path.contains(&Move::Start).then_some(project) });
    }
    let others =
        plots.iter().zip(&facilities).filter(|(plot, _)| plot.famous.is_none() && plot.project.is_none());
    visited.extend(others.map(|(_, facility)| visits::Place { facility, project: None }));
    visits::tell(&mut script, seed, &visited, now);
    let hosts: Vec<_> = hosts(&plots).into_iter().map(|at| facilities.get(at?)).collect();
    training::tell(&mut script, seed, &hosts, now);
    let told: Vec<(Day, Facility)> =
        plots.iter().map(|plot| plot.made).zip(facilities.iter().cloned()).collect();
    let potters: Vec<_> = potters(&plots).into_iter().filter_map(|at| facilities.get(at)).collect();
    products::tell(&mut script, seed, &facilities, &potters, now);
    crossings::tell(&mut script, &facilities, now);
    figures::tell(&mut script, &mut seed.fork("figures"), &told, today);
    let (year, chosen) = selection::tell(&mut script, seed, &facilities, &idle, today);
    plan::tell(&mut script, seed, year, &chosen, today);
    plan::communes(&mut script, seed, today);
    activities::tell(&mut script, &told, today);
    script
}

/// Decides who gets which course, and when each facility was first visited.
fn plot(seed: &Dice, today: Day) -> Vec<Plot> {
    let mut dice = seed.fork("plots");
    let plain = |site| Plot {
        site,
        famous: None,
        made: today,
        is_stale: false,
        is_host: false,
        needs: Vec::new(),
        project: None,
    };
    let mut plots: Vec<Plot> = famous::ALL.iter().filter_map(|famous| famous.site().map(plain)).collect();
    for (plot, famous) in plots.iter_mut().zip(famous::ALL) {
        plot.famous = Some(famous);
        plot.is_stale = famous.is_stale;
        plot.needs = famous.needs.iter().map(|(days, path)| (today.minus(*days), *path)).collect();
    }
    plots.extend(places::sites(seed.fork("sites")).into_iter().map(plain));

    for at in hosts(&plots).into_iter().flatten().chain(potters(&plots)) {
        if let Some(plot) = plots.get_mut(at) {
            plot.is_host = true;
        }
    }
    let mut order: Vec<usize> = (0..plots.len()).collect();
    dice.shuffle(&mut order);
    let ways = COURSES.iter().flat_map(|course| (0..course.projects).map(move |_| course));
    let pictured = plots.iter().position(|plot| plot.famous.is_some_and(|famous| famous.project.is_some()));
    let others = order.iter().copied().filter(|at| famous::ALL.len() <= *at);
    for ((course, at), number) in ways.zip(pictured.into_iter().chain(others)).zip(1..) {
        let last = if number == 1 { famous::ADVANCED } else { dice.between(3, 45) };
        let schedule = Schedule::ending(today.minus(last), course, &mut dice);
        if let Some(plot) = plots.get_mut(at) {
            plot.project = Some(Project { course, schedule, number });
        }
    }
    let needs = needs::COURSES.iter().flat_map(|(path, count)| (0..*count).map(move |_| *path));
    let free: Vec<usize> = order.into_iter().filter(|at| plots.get(*at).is_some_and(Plot::is_free)).collect();
    let mut free = free.into_iter();
    for (path, at) in needs.zip(free.by_ref()) {
        let age = dice.between(3, 60) + 9 * i64::try_from(path.len()).unwrap_or(0);
        if let Some(plot) = plots.get_mut(at) {
            plot.needs.push((today.minus(age), path));
        }
    }
    for at in free.take(STALE - famous::ALL.iter().filter(|famous| famous.is_stale).count()) {
        if let Some(plot) = plots.get_mut(at) {
            plot.is_stale = true;
        }
    }
    for plot in &mut plots {
        plot.made = match plot.first_need() {
            Some(first) if plot.is_host => first.min(today.minus(HOST_DAYS)).minus(dice.between(8, 50)),
            None if plot.is_host => today.minus(HOST_DAYS),
            _ if plot.is_stale => today.minus(dice.between(380, 520)),
            Some(first) => first.minus(dice.between(8, 50)),
            None => today.minus(dice.between(6, REVISIT_DAYS)),
        };
    }
    plots
}

/// The facility that gives the room, for each class: a place in the list of plots.
fn hosts(plots: &[Plot]) -> Vec<Option<usize>> {
    let place = |plan: &Plan| {
        let of_commune = plots
            .iter()
            .enumerate()
            .filter(|(_, plot)| plot.famous.is_none() && plot.site.commune.code == plan.commune);
        of_commune.map(|(at, _)| at).nth(plan.host)
    };
    CLASSES.iter().map(place).collect()
}

/// Potteries of Phù Lãng that enter products.
fn potters(plots: &[Plot]) -> Vec<usize> {
    let is_pottery = |plot: &Plot| plot.famous.is_none() && std::ptr::eq(plot.site.trade, &trades::POTTERY);
    let here = plots.iter().enumerate().filter(|(_, plot)| plot.site.commune.code == places::PHU_LANG);
    here.filter(|(_, plot)| is_pottery(plot)).map(|(at, _)| at).take(products::MAKERS).collect()
}

/// The first visit, and the account of the owner if there is one.
fn find(script: &mut Script, maker: &mut Maker, dice: &mut Dice, plot: &Plot) -> Facility {
    let on = plot.made.working();
    let by = field_worker(plot.site.commune.code);
    let source = if by.role == accounts::CENTRE.role { Source::Import } else { Source::Survey };
    let visit = Visit { by: by.name, on, source };
    let mut facility = match plot.famous {
        Some(famous) => famous.facility(maker, plot.site, &visit),
        None => maker.any(plot.site, &visit),
    };
    script.add(event(&facility, by, on.in_office_hours(dice), Deed::Make(facility.doc.clone())));
    if let Some(owner) = owner_of(&facility) {
        let id = owner.user(&Dice::new(super::SEED)).to_string();
        let at = on.plus(1).working().in_office_hours(dice);
        edit(script, &mut facility, &accounts::CENTRE, at, vec![("owner_account", Value::from(id))]);
    }
    facility
}

fn owner_of(facility: &Facility) -> Option<&'static Actor> {
    accounts::ACTORS
        .iter()
        .copied()
        .find(|actor| matches!(actor.reach, Reach::Own(name) if name == facility.name))
}

/// Owners with an account register their later needs themselves.
fn registrar(plot: &Plot, facility: &Facility) -> &'static Actor {
    let owner = plot.famous.and_then(|_| owner_of(facility));
    owner.unwrap_or_else(|| field_worker(facility.commune.code))
}

/// The yearly look at figures that have grown old.
fn revisit(script: &mut Script, dice: &mut Dice, facility: &mut Facility, plot: &Plot, on: Day) {
    let by = field_worker(facility.commune.code);
    let number = |field: &str| facility.doc.get(field).and_then(Value::as_int).unwrap_or(0);
    let (workers, revenue) = match plot.famous.and_then(|famous| famous.figures) {
        Some((_, later)) => later,
        None => (
            number("workers_total") + dice.between(0, 5),
            number("revenue_vnd") / 100 * dice.between(88, 124),
        ),
    };
    let changes = vec![
        ("workers_total", Value::from(workers)),
        ("workers_female", Value::from(workers * 3 / 5)),
        ("revenue_vnd", Value::from(revenue / MILLION * MILLION)),
        ("figures_year", Value::from(on.year() - 1)),
        ("verified_by", Value::from(by.name)),
        ("verified_on", Value::from(on.iso())),
    ];
    edit(script, facility, by, on.in_office_hours(dice), changes);
}

fn rest(script: &mut Script, dice: &mut Dice, facility: &Facility, status: Status, today: Day) {
    let on = today.minus(dice.between(8, 80)).working();
    let changes = vec![("status", Value::from(status.code())), ("status_on", Value::from(on.minus(5).iso()))];
    let mut facility = facility.clone();
    let by = field_worker(facility.commune.code);
    edit(script, &mut facility, by, on.in_office_hours(dice), changes);
}

/// An edit of what is in effect; the facility is kept as it became.
fn edit(
    script: &mut Script,
    facility: &mut Facility,
    by: &'static Actor,
    at: Millis,
    changes: Vec<(&'static str, Value)>,
) {
    let fields =
        changes.iter().map(|(name, value)| Field::changed(&facility.doc, name, value.clone())).collect();
    script.add(event(facility, by, at, Deed::Edit(Edit { fields, seen_at: at })));
    for (name, value) in changes {
        facility.doc.set(name, Some(value));
    }
}

/// Something done to a facility.
pub fn event(facility: &Facility, actor: &'static Actor, at: Millis, deed: Deed) -> Event {
    Event {
        actor,
        at,
        scope: ScopeId::commune(facility.commune.code),
        kind: Kind::Facility,
        record: facility.id,
        family: facility.id,
        deed,
    }
}

/// A wish that is worth a project.
fn worthy(dice: &mut Dice, facility: &Facility) -> Wish {
    loop {
        let wish = needs::wish(dice, facility);
        // Classes bring their own projects.
        if wish.activity == Activity::TrainSkill {
            continue;
        }
        if wish.cost >= 60 * MILLION || wish.activity == Activity::FairJoin {
            return wish;
        }
    }
}
