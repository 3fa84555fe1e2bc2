//! The plan of the coming year: a version that was approved, and the adjusted one that is being written. And the
//! people and money that communes have for khuyến công.

use std::collections::BTreeMap;

use domain::clock::Millis;
use domain::communes::COMMUNES;
use domain::id::{RecordId, ScopeId};
use domain::money::MILLION;
use domain::record::Kind;
use domain::record::project::lists::Funding;
use domain::value::{Document, Value};

use super::accounts::{self, Actor, field_worker};
use super::calendar::Day;
use super::dice::Dice;
use super::script::{Deed, Event, Script};
use super::selection::Chosen;

/// What a plan holds besides what the round chose: title, activity, place, quantity, quarter, support in millions.
const COMMON: [(&str, &str, &str, i64, &str, i64); 4] = [
    (
        "Truyền nghề làm gốm, nghề mộc cho lao động nông thôn",
        "train_skill",
        "Xã Phù Lãng, phường Đồng Nguyên",
        3,
        "q2",
        210,
    ),
    ("Tập huấn khởi sự doanh nghiệp, quản lý sản xuất", "train_mgmt", "Toàn tỉnh", 4, "q3", 120),
    ("Tham gia hội chợ hàng công nghiệp nông thôn khu vực phía Bắc", "fair_join", "Hà Nội", 2, "q4", 160),
    ("Bản tin khuyến công", "comms", "Toàn tỉnh", 6, "q4", 90),
];

/// Tells both versions.
pub fn tell(script: &mut Script, seed: &Dice, year: i64, chosen: &[Chosen], today: Day) {
    let mut dice = seed.fork("plan");
    let day = |days: i64| today.minus(days).working();
    let lines: Vec<Document> = chosen.iter().map(of_need).chain(COMMON.iter().map(common)).collect();
    let sum: i64 = lines.iter().map(support).sum();
    let first = dice.record();
    let title = format!("Kế hoạch khuyến công địa phương năm {year}");
    let doc = plan(&title, year, 1, sum + 150 * MILLION);
    let mut told = Teller { script, family: first };
    told.made(&accounts::PLANNER, day(46).at(8, 0), Kind::Plan, first, doc.clone());
    for (at, line) in lines.iter().enumerate() {
        let minute = i64::try_from(at).unwrap_or(0);
        let line = line.clone().with("plan", first.to_string());
        told.made(&accounts::PLANNER, day(45).at(9, minute * 4), Kind::PlanLine, dice.record(), line);
    }
    told.done(&accounts::PLANNER, day(43).at(9, 0), first, ("draw", "collecting"), BTreeMap::new());
    told.done(&accounts::PLANNER, day(41).at(9, 0), first, ("submit", "draft"), BTreeMap::new());
    let decision = BTreeMap::from([
        ("decision_no".to_owned(), Value::text(format!("1427/QĐ-UBND-{year}"))),
        ("decision_date".to_owned(), Value::text(day(36).iso())),
        ("decision_issuer".to_owned(), Value::text("UBND tỉnh Bắc Ninh")),
    ]);
    told.done(&accounts::LEADER, day(35).at(10, 0), first, ("approve", "submitted"), decision);
    adjusted(&mut told, &mut dice, (first, &title, doc), lines, day(10));
}

/// The next version: one line less, one with more money, one new.
fn adjusted(
    told: &mut Teller<'_>,
    dice: &mut Dice,
    before: (RecordId, &str, Document),
    lines: Vec<Document>,
    on: Day,
) {
    let (first, title, doc) = before;
    told.done(&accounts::PLANNER, on.at(8, 30), first, ("adjust", "approved"), BTreeMap::new());
    let second = dice.record();
    let doc = doc
        .with("title", format!("{title}, điều chỉnh lần 1"))
        .with("version", 2)
        .with("adjusts", first.to_string())
        .with(
            "note",
            "Bớt số bản tin, thêm một lớp truyền nghề và tăng kinh phí tập huấn theo đề nghị của các xã.",
        );
    told.made(&accounts::PLANNER, on.at(8, 40), Kind::Plan, second, doc);
    let kept = lines.into_iter().filter(|line| line.text("activity") != Some("comms"));
    let mut lines: Vec<Document> = kept
        .map(|line| match line.text("activity") {
            Some("train_mgmt") => line.with("support", 150 * MILLION).with("quantity", 5),
            _ => line,
        })
        .collect();
    lines.push(common(&("Truyền nghề mây tre đan", "train_skill", "Xã Gia Bình", 1, "q3", 70)));
    for (at, line) in lines.into_iter().enumerate() {
        let minute = i64::try_from(at).unwrap_or(0);
        let line = line.with("plan", second.to_string());
        told.made(&accounts::PLANNER, on.at(9, minute * 4), Kind::PlanLine, dice.record(), line);
    }
    told.done(&accounts::PLANNER, on.at(15, 0), second, ("draw", "collecting"), BTreeMap::new());
}

/// Adds what happened to a plan.
struct Teller<'a> {
    script: &'a mut Script,
    family: RecordId,
}

impl Teller<'_> {
    fn made(&mut self, actor: &'static Actor, at: Millis, kind: Kind, record: RecordId, doc: Document) {
        self.add(actor, at, kind, record, Deed::Make(doc));
    }

    fn done(
        &mut self,
        actor: &'static Actor,
        at: Millis,
        record: RecordId,
        (action, stage): (&'static str, &'static str),
        fields: BTreeMap<String, Value>,
    ) {
        self.add(actor, at, Kind::Plan, record, Deed::Act { action, stage, fields });
    }

    fn add(&mut self, actor: &'static Actor, at: Millis, kind: Kind, record: RecordId, deed: Deed) {
        let scope = ScopeId::office();
        self.script.add(Event { actor, at, scope, kind, record, family: self.family, deed });
    }
}

fn plan(title: &str, year: i64, version: i64, budget: i64) -> Document {
    Document::default()
        .with("title", title)
        .with("year", year)
        .with("funding", Funding::Local.code())
        .with("version", version)
        .with("budget", budget)
}

fn of_need(chosen: &Chosen) -> Document {
    let mut doc = Document::default()
        .with("title", chosen.doc.text("wish").unwrap_or_default())
        .with("need", chosen.need.to_string())
        .with("unit", "centre")
        .with("place_text", chosen.place.as_str())
        .with("quantity", 1)
        .with("quarter", "q2")
        .with("support", chosen.support);
    for field in ["activity", "counterpart"] {
        doc.set(field, chosen.doc.get(field).cloned());
    }
    doc
}

fn common(line: &(&str, &str, &str, i64, &str, i64)) -> Document {
    let (title, activity, place, quantity, quarter, support) = *line;
    Document::default()
        .with("title", title)
        .with("activity", activity)
        .with("unit", "centre")
        .with("place_text", place)
        .with("quantity", quantity)
        .with("quarter", quarter)
        .with("support", support * MILLION)
}

fn support(line: &Document) -> i64 {
    line.get("support").and_then(Value::as_int).unwrap_or(0)
}

/// People and money of most communes; a few have nobody, a few have not written.
pub fn communes(script: &mut Script, seed: &Dice, today: Day) {
    let mut dice = seed.fork("capacity");
    for (place, commune) in COMMUNES.iter().enumerate() {
        if place % 8 == 5 {
            continue;
        }
        let is_empty = place % 17 == 3;
        let full = i64::from(!is_empty && dice.percent(25));
        let part = if is_empty { 0 } else { dice.between(1, 2) };
        let helpers = if is_empty { 0 } else { dice.between(0, 3) };
        let budget = if is_empty { 0 } else { dice.between(5, 40) * MILLION };
        let doc = Document::default()
            .with("commune_code", commune.code)
            .with("year", today.year())
            .with("full_time", full)
            .with("part_time", part)
            .with("collaborators", helpers)
            .with("budget", budget)
            .with("spent", budget / 100 * dice.between(20, 80))
            .with("tablets", part)
            .with("computers", dice.between(1, 3));
        let record = dice.record();
        let by = field_worker(commune.code);
        let made = today.minus(dice.between(40, 70)).working();
        let at = made.in_office_hours(&mut dice);
        let mut add = |actor, at, deed| {
            let scope = ScopeId::commune(commune.code);
            script.add(Event { actor, at, scope, kind: Kind::CommuneCapacity, record, family: record, deed });
        };
        let act = |action, stage| Deed::Act { action, stage, fields: BTreeMap::new() };
        add(by, at, Deed::Make(doc));
        add(by, at + 10 * 60_000, act("hand_in", "draft"));
        // Some still wait for the centre.
        if place % 33 != 7 {
            add(&accounts::PLANNER, made.plus(2).working().at(9, 30), act("confirm", "handed_in"));
        }
    }
}
