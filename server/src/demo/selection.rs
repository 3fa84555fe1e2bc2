//! Two rounds of selection: one that was scored by four people and published, one that is being scored, with a
//! candidate that waits for its commune.

use std::collections::BTreeMap;

use domain::id::{RecordId, ScopeId};
use domain::money::MILLION;
use domain::norm::national::NATIONAL;
use domain::norm::{Ask, NormCase, NormItem, support_max};
use domain::record::Kind;
use domain::record::candidate::facts::Around;
use domain::record::need::Activity;
use domain::record::need::course::NeedAction;
use domain::record::project::lists::Funding;
use domain::record::selection_round::WEIGHTS;
use domain::record::selection_round::result::{Entry, Frame, criteria, declined_for, result_of, standings};
use domain::selection::gates::{self, Outcome};
use domain::selection::rubric::RubricCriterion;
use domain::value::{Document, Value};

use super::accounts::{self, Actor, POTTER, POTTERY_COOP, field_worker};
use super::calendar::Day;
use super::dice::Dice;
use super::facility::Facility;
use super::needs::{self, Need};
use super::script::{Deed, Event, Script};

/// The way of a need that waits for a round.
const SURVEYED: &[NeedAction] = &[NeedAction::Register, NeedAction::StartSurvey, NeedAction::FinishSurvey];

/// What the scorers of the published round gave, the first to the last.
const TOTALS: [i64; 7] = [88, 83, 79, 76, 70, 64, 47];
/// How many of them the money suffices for.
const PAID: usize = 5;
/// The place of the pottery co-operative: below the money line.
const POTTERY_PLACE: usize = 5;
/// Candidates of the round that is being scored.
const OPEN: usize = 5;

/// A need in a round.
struct Entrant<'a> {
    facility: &'a Facility,
    need: Need,
    id: RecordId,
    doc: Document,
}

/// A need that was chosen, for the plan.
#[derive(Clone, Debug)]
pub struct Chosen {
    pub need: RecordId,
    pub doc: Document,
    pub support: i64,
    pub place: String,
}

/// Tells both rounds; gives the needs that were chosen and the year they are for.
pub fn tell(
    script: &mut Script,
    seed: &Dice,
    facilities: &[Facility],
    idle: &[Facility],
    today: Day,
) -> (i64, Vec<Chosen>) {
    let mut dice = seed.fork("selection");
    let fits = |facility: &&Facility| passes(&mut seed.fork("fits"), facility, today);
    let mut free = idle.iter().filter(fits);
    let mut first: Vec<&Facility> = free.by_ref().take(TOTALS.len() - 1).collect();
    let pottery = facilities.iter().find(|facility| facility.name == POTTERY_COOP);
    first.splice(POTTERY_PLACE..POTTERY_PLACE, pottery);
    let second: Vec<&Facility> = free.take(OPEN).collect();
    let chosen = published(script, &mut dice, &first, today);
    scoring(script, &mut dice, &second, today);
    chosen
}

/// Whether a facility would come through the gates with a machine.
fn passes(dice: &mut Dice, facility: &Facility, today: Day) -> bool {
    let wish = machine(dice, facility);
    let need = Document::default()
        .with("activity", wish.activity.code())
        .with("estimated_cost", wish.cost)
        .with("no_double_support", true);
    let candidate = facts(dice, wish.cost, ceiling(wish.cost, today));
    gates::verdict(&judged(facility, &need, &candidate, today)) == Outcome::Pass
}

fn judged(facility: &Facility, need: &Document, candidate: &Document, today: Day) -> Vec<gates::GateCheck> {
    around(facility, need, candidate, today)
        .gate_facts()
        .map(|facts| gates::check(&facts))
        .unwrap_or_default()
}

fn around<'a>(facility: &'a Facility, need: &'a Document, candidate: &'a Document, today: Day) -> Around<'a> {
    let today = today.at(12, 0).day();
    Around {
        candidate,
        need,
        facility: &facility.doc,
        commune: None,
        place: None,
        projects: &[],
        beside: None,
        today,
    }
}

/// A machine of the trade.
fn machine(dice: &mut Dice, facility: &Facility) -> needs::Wish {
    loop {
        let wish = needs::wish(dice, facility);
        if wish.activity == Activity::Machine {
            return wish;
        }
    }
}

fn ceiling(cost: i64, today: Day) -> i64 {
    let ask = Ask {
        activity: Activity::Machine,
        item: NormItem::Main,
        case: NormCase::Single,
        funding: Funding::National,
        approved_on: today.at(12, 0).day(),
        eligible_cost_vnd: cost,
    };
    support_max(&NATIONAL, &ask).map_or(cost / 2, |ceiling| ceiling.amount_vnd / MILLION * MILLION)
}

/// What the centre asked for and wrote down.
fn facts(dice: &mut Dice, cost: i64, support: i64) -> Document {
    let jobs = dice.between(2, 9);
    Document::default()
        .with("support", support)
        .with("counterpart", (cost - support).max(0))
        .with("counterpart_shown", true)
        .with("paid_elsewhere", false)
        .with("is_cleaner", false)
        .with("place_eligible", true)
        .with("place_difficult", false)
        .with("old_kiln", false)
        .with("machine_new", true)
        .with("machine_better", true)
        .with("has_certificate", dice.percent(30))
        .with("is_key_product", dice.percent(30))
        .with("is_supporting", dice.percent(20))
        .with("is_agro_chemical", false)
        .with("new_jobs", jobs)
        .with("new_jobs_women", jobs / 2)
        .with("trainees", dice.between(0, 20))
}

fn office(
    actor: &'static Actor,
    at: domain::clock::Millis,
    kind: Kind,
    record: RecordId,
    family: RecordId,
    deed: Deed,
) -> Event {
    Event { actor, at, scope: ScopeId::office(), kind, record, family, deed }
}

fn act(action: &'static str, stage: &'static str, fields: BTreeMap<String, Value>) -> Deed {
    Deed::Act { action, stage, fields }
}

/// A round with its usual weights.
fn round_document(title: &str, year: i64, budget: i64) -> Document {
    let frame = Document::default()
        .with("title", title)
        .with("year", year)
        .with("funding", Funding::Local.code())
        .with("budget", budget);
    WEIGHTS
        .iter()
        .zip(RubricCriterion::ALL)
        .fold(frame, |doc, (field, criterion)| doc.with(field, criterion.usual_max()))
}

/// A surveyed need and its candidate.
fn entrant<'a>(
    script: &mut Script,
    dice: &mut Dice,
    facility: &'a Facility,
    began: Day,
    round: (RecordId, &str),
) -> Entrant<'a> {
    let owner = if facility.name == POTTERY_COOP { &POTTER } else { field_worker(facility.commune.code) };
    let wish = machine(dice, facility);
    let need = needs::tell(script, dice, facility, wish, owner, began, SURVEYED);
    let cost = need.doc.get("surveyed_cost").and_then(Value::as_int).unwrap_or(need.wish.cost);
    let support = ceiling(cost, began);
    let doc = facts(dice, cost, support)
        .with("need", need.id.to_string())
        .with("round", round.0.to_string())
        .with("round_title", round.1)
        .with("title", format!("{}: {}", facility.name, need.wish.text));
    Entrant { facility, need, id: dice.record(), doc }
}

/// A round from its first day to the letters to the owners.
fn published(
    script: &mut Script,
    dice: &mut Dice,
    facilities: &[&Facility],
    today: Day,
) -> (i64, Vec<Chosen>) {
    let round = dice.record();
    let year = needs::plan_year(today.minus(112));
    let title = format!("Đợt 1/{year}");
    let entrants: Vec<Entrant<'_>> = facilities
        .iter()
        .map(|facility| entrant(script, dice, facility, today.minus(112), (round, &title)))
        .collect();
    let paid: i64 = entrants.iter().take(PAID).map(|entrant| amount(&entrant.doc, "support")).sum();
    // Less is left than the next one asks for.
    let left = entrants.get(PAID).map_or(0, |next| amount(&next.doc, "support") / 2);
    let doc = round_document(&title, year, paid + left);
    let day = |days: i64| today.minus(days).working();
    let at = day(82).at(8, 10);
    script.add(office(&accounts::PLANNER, at, Kind::SelectionRound, round, round, Deed::Make(doc.clone())));
    let steps =
        [("open", "draft", day(81)), ("start_scoring", "open", day(72)), ("rank", "scoring", day(55))];
    for (action, stage, on) in steps {
        let deed = act(action, stage, BTreeMap::new());
        script.add(office(&accounts::PLANNER, on.at(16, 30), Kind::SelectionRound, round, round, deed));
    }
    let mut sheets: Vec<Vec<(RecordId, Document)>> = Vec::new();
    for (entrant, total) in entrants.iter().zip(TOTALS) {
        enter(script, entrant, round, day(76));
        sheets.push(score(script, dice, entrant, round, total, day(65)));
    }
    let minutes = BTreeMap::from([
        ("minutes_no".to_owned(), Value::text(format!("21/BB-HĐXC-{year}"))),
        ("minutes_on".to_owned(), Value::text(day(53).iso())),
    ]);
    let deed = act("publish", "ranked", minutes);
    script.add(office(&accounts::LEADER, day(50).at(9, 0), Kind::SelectionRound, round, round, deed));
    let chosen = deliver(script, &doc, &entrants, &sheets, round, day(48));
    (year, chosen)
}

/// Into the round, and through the gates.
fn enter(script: &mut Script, entrant: &Entrant<'_>, round: RecordId, on: Day) {
    let scope = ScopeId::commune(entrant.facility.commune.code);
    let event = |at, deed| Event {
        actor: &accounts::PLANNER,
        at,
        scope: scope.clone(),
        kind: Kind::Candidate,
        record: entrant.id,
        family: round,
        deed,
    };
    script.add(event(on.at(9, 20), Deed::Make(entrant.doc.clone())));
    script.add(event(on.plus(1).at(10, 5), act("admit", "entered", BTreeMap::new())));
}

/// Why the points are not all those that the book suggests.
const SEEN: &str = "Đã xem máy và xưởng khi khảo sát: điểm công nghệ, môi trường, thị trường theo thực tế.";

/// Three sheets that come to about the same, and one of somebody who is tied.
fn score(
    script: &mut Script,
    dice: &mut Dice,
    entrant: &Entrant<'_>,
    round: RecordId,
    total: i64,
    on: Day,
) -> Vec<(RecordId, Document)> {
    let scorers: [(&'static Actor, i64); 3] =
        [(&accounts::CENTRE, 0), (&accounts::DEPARTMENT, 2), (&accounts::COUNCIL, -2)];
    // The fourth place is the one they do not agree on.
    let spread = if total == 76 { 8 } else { 1 };
    let mut told = Vec::new();
    for (at, (actor, lean)) in scorers.into_iter().enumerate() {
        let id = dice.record();
        let mut doc = sheet(entrant, round, actor).with("tie", "none").with("remark", SEEN);
        for (field, points) in WEIGHTS.iter().zip(split(total + lean * spread / 2)) {
            doc.set(field, Some(Value::Int(points)));
        }
        let hour = 9 + i64::try_from(at).unwrap_or(0);
        tell_sheet(script, actor, id, round, &doc, on.plus(hour - 9).working().at(hour, 15));
        told.push((id, doc.with("stage", "handed_in")));
    }
    if total == 83 {
        let id = dice.record();
        let doc = sheet(entrant, round, &accounts::LEADER)
            .with("tie", "tied")
            .with("tie_note", "Em trai góp vốn vào cơ sở này.");
        tell_sheet(script, &accounts::LEADER, id, round, &doc, on.plus(4).working().at(15, 0));
        told.push((id, doc.with("stage", "handed_in")));
    }
    told
}

fn sheet(entrant: &Entrant<'_>, round: RecordId, actor: &Actor) -> Document {
    Document::default()
        .with("candidate", entrant.id.to_string())
        .with("round", round.to_string())
        .with("scorer", actor.user(&Dice::new(super::SEED)).to_string())
        .with("scorer_name", actor.name)
}

fn tell_sheet(
    script: &mut Script,
    actor: &'static Actor,
    id: RecordId,
    round: RecordId,
    doc: &Document,
    at: domain::clock::Millis,
) {
    script.add(office(actor, at, Kind::ScoreSheet, id, round, Deed::Make(doc.clone())));
    let deed = act("hand_in", "draft", BTreeMap::new());
    script.add(office(actor, at + 20 * 60_000, Kind::ScoreSheet, id, round, deed));
}

/// Points for the criteria that come to a total, each within its weight.
fn split(total: i64) -> [i64; 8] {
    let mut points = RubricCriterion::ALL
        .iter()
        .map(|criterion| (criterion.usual_max() * total / 100, criterion.usual_max()))
        .collect::<Vec<_>>();
    let mut left = total - points.iter().map(|(given, _)| given).sum::<i64>();
    for (given, max) in &mut points {
        let more = left.clamp(0, *max - *given);
        *given += more;
        left -= more;
    }
    let mut all = [0; 8];
    for (slot, (given, _)) in all.iter_mut().zip(points) {
        *slot = given;
    }
    all
}

/// The result to each owner, and each need to its next stage.
fn deliver(
    script: &mut Script,
    round: &Document,
    entrants: &[Entrant<'_>],
    sheets: &[Vec<(RecordId, Document)>],
    family: RecordId,
    on: Day,
) -> Vec<Chosen> {
    let Ok(set) = criteria(round) else { return Vec::new() };
    let admitted: Vec<Document> =
        entrants.iter().map(|entrant| entrant.doc.clone().with("stage", "admitted")).collect();
    let entries: Vec<Entry<'_>> = entrants
        .iter()
        .zip(&admitted)
        .zip(sheets)
        .map(|((entrant, doc), sheets)| {
            let around = around(entrant.facility, &entrant.need.doc, doc, on);
            Entry { id: entrant.id, around, sheets }
        })
        .collect();
    let ranked = standings(Frame::of(round, &set), &entries);
    let told = |entrant: &Entrant<'_>| {
        let result = result_of(&ranked, &set, entrant.id).into_iter();
        result.fold(entrant.doc.clone(), |doc, (field, value)| doc.with(&field, value))
    };
    let mut chosen = Vec::new();
    for entrant in entrants {
        let scope = ScopeId::commune(entrant.facility.commune.code);
        let event = |kind, record, at, deed| Event {
            actor: &accounts::PLANNER,
            at,
            scope: scope.clone(),
            kind,
            record,
            family,
            deed,
        };
        let publish = act("publish", "admitted", BTreeMap::new());
        script.add(event(Kind::Candidate, entrant.id, on.at(14, 0), publish));
        let reason = declined_for(&ranked, (entrant.id, &told(entrant)), Activity::Machine);
        let deed = match reason {
            None => act("shortlist", "surveyed", BTreeMap::new()),
            Some(reason) => {
                let fields = BTreeMap::from([("decline_reason".to_owned(), Value::text(reason))]);
                act("decline", "surveyed", fields)
            }
        };
        script.add(event(Kind::Need, entrant.need.id, on.at(14, 5), deed));
        if reason.is_none() {
            chosen.push(Chosen {
                need: entrant.need.id,
                doc: entrant.need.doc.clone(),
                support: amount(&entrant.doc, "support"),
                place: format!(
                    "{}, {}",
                    entrant.facility.name,
                    super::naming::commune_name(entrant.facility.commune)
                ),
            });
        }
    }
    chosen
}

/// A round that is being scored: two with one sheet, one that waits for its commune, two that were just taken in.
fn scoring(script: &mut Script, dice: &mut Dice, facilities: &[&Facility], today: Day) {
    let round = dice.record();
    let year = needs::plan_year(today.minus(45));
    let title = format!("Đợt 2/{year}");
    let entrants: Vec<Entrant<'_>> = facilities
        .iter()
        .map(|facility| entrant(script, dice, facility, today.minus(45), (round, &title)))
        .collect();
    let wanted: i64 = entrants.iter().map(|entrant| amount(&entrant.doc, "support")).sum();
    let doc = round_document(&title, year, (wanted / 2 / MILLION).max(300) * MILLION);
    let day = |days: i64| today.minus(days).working();
    script.add(office(
        &accounts::PLANNER,
        day(20).at(8, 0),
        Kind::SelectionRound,
        round,
        round,
        Deed::Make(doc),
    ));
    let open = act("open", "draft", BTreeMap::new());
    script.add(office(&accounts::PLANNER, day(19).at(9, 0), Kind::SelectionRound, round, round, open));
    for (at, entrant) in entrants.iter().enumerate() {
        let scope = ScopeId::commune(entrant.facility.commune.code);
        let event = |hour, deed| Event {
            actor: &accounts::PLANNER,
            at: day(16).at(hour, 0),
            scope: scope.clone(),
            kind: Kind::Candidate,
            record: entrant.id,
            family: round,
            deed,
        };
        let mut doc = entrant.doc.clone();
        if at == 2 {
            doc.set("machine_new", None);
            doc.set("machine_better", None);
        }
        script.add(event(9, Deed::Make(doc)));
        match at {
            0 | 1 => script.add(event(10, act("admit", "entered", BTreeMap::new()))),
            2 => {
                let note = "Chưa có báo giá: máy mới hay đã qua sử dụng, hơn máy đang dùng ở điểm nào?";
                let fields = BTreeMap::from([("stage_note".to_owned(), Value::text(note))]);
                script.add(event(11, act("ask", "entered", fields)));
            }
            _ => {}
        }
    }
    let start = act("start_scoring", "open", BTreeMap::new());
    script.add(office(&accounts::PLANNER, day(12).at(8, 30), Kind::SelectionRound, round, round, start));
    for entrant in entrants.iter().take(2) {
        let mut doc = sheet(entrant, round, &accounts::COUNCIL).with("tie", "none").with("remark", SEEN);
        for (field, points) in WEIGHTS.iter().zip(split(72)) {
            doc.set(field, Some(Value::Int(points)));
        }
        tell_sheet(script, &accounts::COUNCIL, dice.record(), round, &doc, day(9).at(14, 0));
    }
}

fn amount(doc: &Document, field: &str) -> i64 {
    doc.get(field).and_then(Value::as_int).unwrap_or(0)
}
