//! Visits of every kind, signed, in work and planned; what was found, and what became of what was
//! recommended.

use domain::clock::Millis;
use domain::id::{RecordId, ScopeId};
use domain::record::Kind;
use domain::record::field::Choice;
use domain::record::recommendation::WhoActs;
use domain::record::visit::lists::{
    Conclusion, Environment, FindingCode, PhotoSlot, SIGNATURE_FACILITY, SIGNATURE_INSPECTOR, Severity,
    VisitKind,
};
use domain::record::visit::machines;
use domain::value::{Document, Value};

use super::accounts::{self, Actor};
use super::calendar::Day;
use super::dice::Dice;
use super::facility::Facility;
use super::script::{Deed, Event, Fields, Script};
use crate::attachments::painted::Subject;

const MINUTE: i64 = 60_000;

/// A facility and its project, if there is one.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    pub facility: &'a Facility,
    pub project: Option<RecordId>,
}

/// How far a visit has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Reached {
    Planned,
    Draft,
    Signed,
}

/// What will be told of one visit.
#[derive(Clone, Copy, Debug)]
struct Plot {
    kind: VisitKind,
    by: &'static Actor,
    days_ago: i64,
    reached: Reached,
    conclusion: Conclusion,
    finding: Option<(FindingCode, Severity, &'static str)>,
    /// What is to be done, days until it is, steps it went.
    asks: &'static [(&'static str, i64, &'static [&'static str])],
}

const fn plot(kind: VisitKind, by: &'static Actor, days_ago: i64, conclusion: Conclusion) -> Plot {
    Plot { kind, by, days_ago, reached: Reached::Signed, conclusion, finding: None, asks: &[] }
}

/// The visits that belong to a project.
static ABOUT_PROJECTS: &[Plot] = &[
    Plot {
        finding: Some((FindingCode::F13, Severity::Minor, "Chưa lắp bình chữa cháy cạnh kho gas.")),
        asks: &[
            ("Lắp 2 bình chữa cháy cạnh kho gas.", 9, &[]),
            ("Treo biển ghi được hỗ trợ tại xưởng.", -6, &[]),
            ("Nộp bảng kê chứng từ vốn đối ứng.", 4, &["answer"]),
        ],
        ..plot(VisitKind::Progress, &accounts::INSPECTOR, 16, Conclusion::OkWithRemarks)
    },
    plot(VisitKind::Progress, &accounts::CENTRE, 34, Conclusion::Ok),
    Plot {
        finding: Some((FindingCode::F02, Severity::Major, "Số máy trên tem khác số trong hợp đồng.")),
        asks: &[
            ("Giải trình bằng văn bản về số máy.", -20, &["escalate"]),
            ("Gửi ảnh tem máy và hóa đơn mua máy.", -28, &["answer", "verify"]),
            ("Sửa hồ sơ cho khớp số máy.", -9, &["answer", "send_back"]),
        ],
        ..plot(VisitKind::PostCheck, &accounts::INSPECTOR, 47, Conclusion::NotOk)
    },
    plot(VisitKind::Acceptance, &accounts::DEPARTMENT, 21, Conclusion::Ok),
    Plot { reached: Reached::Draft, ..plot(VisitKind::Progress, &accounts::INSPECTOR, 1, Conclusion::Ok) },
];

/// The visits to a facility alone.
static ABOUT_FACILITIES: &[Plot] = &[
    plot(VisitKind::Survey, &accounts::CENTRE, 40, Conclusion::Ok),
    plot(VisitKind::Scheduled, &accounts::DEPARTMENT, 28, Conclusion::Ok),
    plot(VisitKind::Surprise, &accounts::INSPECTOR, 12, Conclusion::NotFound),
    Plot {
        finding: Some((FindingCode::F13, Severity::Major, "Nước thải chảy thẳng ra mương.")),
        asks: &[("Dừng xả nước thải, xây bể lắng.", 20, &[])],
        ..plot(VisitKind::Complaint, &accounts::INSPECTOR, 8, Conclusion::NotOk)
    },
    Plot {
        reached: Reached::Planned,
        ..plot(VisitKind::Scheduled, &accounts::INSPECTOR, -5, Conclusion::Ok)
    },
    Plot { reached: Reached::Planned, ..plot(VisitKind::Survey, &accounts::CENTRE, -9, Conclusion::Ok) },
];

/// Tells all of them, and the correction of one.
pub fn tell(script: &mut Script, seed: &Dice, places: &[Place<'_>], now: Millis) {
    let mut dice = seed.fork("visits");
    let today = Day::of(now);
    let (with, without): (Vec<Place<'_>>, Vec<Place<'_>>) =
        places.iter().copied().partition(|place| place.project.is_some());
    let mut first = None;
    for (plot, place) in ABOUT_PROJECTS.iter().zip(with).chain(ABOUT_FACILITIES.iter().zip(without)) {
        let told = Telling { dice: &mut dice, place, plot, today }.tell(script, None);
        first = first.or(Some((place, told)));
    }
    if let Some((place, corrected)) = first {
        let plot = Plot { days_ago: 11, finding: None, asks: &[], ..ABOUT_PROJECTS[0] };
        Telling { dice: &mut dice, place, plot: &plot, today }.tell(script, Some(corrected));
    }
}

/// Somebody of the inspection goes to see what became of a project.
pub fn look_again(script: &mut Script, dice: &mut Dice, place: Place<'_>, on: Day) {
    let plot = plot(VisitKind::PostCheck, &accounts::INSPECTOR, 0, Conclusion::Ok);
    Telling { dice, place, plot: &plot, today: on }.tell(script, None);
}

struct Telling<'a> {
    dice: &'a mut Dice,
    place: Place<'a>,
    plot: &'a Plot,
    today: Day,
}

impl Telling<'_> {
    fn tell(mut self, script: &mut Script, corrects: Option<RecordId>) -> RecordId {
        let id = self.dice.record();
        let on = self.today.minus(self.plot.days_ago);
        let written = if self.plot.reached == Reached::Planned { self.today.minus(3) } else { on };
        let at = worked_before(written).at(8, self.dice.between(0, 90));
        let on = if self.plot.reached == Reached::Planned { on.working() } else { worked_before(on) };
        let mut doc = self.document(on, at);
        if let Some(corrected) = corrects {
            doc = doc
                .with("corrects", corrected.to_string())
                .with("correction", "Ghi nhầm số lao động có mặt ở biên bản trước.");
        }
        script.add(self.event(Kind::Visit, id, at, Deed::Make(doc)));
        for (index, (text, days, steps)) in self.plot.asks.iter().enumerate() {
            let begun = at + (20 + i64::try_from(index).unwrap_or(0)) * MINUTE;
            self.recommend(script, id, begun, (text, *days, steps));
        }
        if self.plot.reached == Reached::Signed {
            self.attach(script, id, at);
            let sign = Deed::Act { action: "sign", stage: "draft", fields: Fields::default().0 };
            script.add(self.event(Kind::Visit, id, at + 80 * MINUTE, sign));
        }
        id
    }

    fn event(&self, kind: Kind, record: RecordId, at: Millis, deed: Deed) -> Event {
        self.event_of(self.plot.by, kind, record, at, deed)
    }

    fn event_of(&self, actor: &'static Actor, kind: Kind, record: RecordId, at: Millis, deed: Deed) -> Event {
        let facility = self.place.facility;
        let scope = ScopeId::commune(facility.commune.code);
        Event { actor, at, scope, kind, record, family: facility.id, deed }
    }

    fn document(&mut self, on: Day, at: Millis) -> Document {
        let facility = self.place.facility;
        let plot = self.plot;
        let inspector = Fields::default().with("name", plot.by.name);
        let mut doc = Document::default()
            .with("facility", facility.id.to_string())
            .with("visit_kind", plot.kind.code())
            .with("inspectors", Value::List(vec![Value::Map(inspector.0)]));
        if let Some(project) = self.place.project {
            doc = doc.with("project", project.to_string());
        }
        if plot.reached == Reached::Planned {
            return doc.with("planned_on", on.iso());
        }
        doc = doc.with("visited_on", on.iso()).with("started_at", at.0);
        doc = self.measured(doc, at);
        let is_found = plot.conclusion != Conclusion::NotFound;
        if is_found {
            doc = self.found(doc);
        }
        if plot.reached == Reached::Draft {
            return doc;
        }
        doc = doc
            .with("ended_at", at.0 + 75 * MINUTE)
            .with("conclusion", plot.conclusion.code())
            .with("inspector_signed", plot.by.name);
        if plot.conclusion != Conclusion::Ok {
            doc = doc.with("remarks", remarks(plot.conclusion));
        }
        match (plot.kind, is_found) {
            (_, false) => doc,
            (VisitKind::Complaint, true) => doc
                .with("occasion", "Dân thôn phản ánh xưởng xả nước thải ra mương.")
                .with("refusal_reason", "Chủ cơ sở đi vắng, người tiếp không ký thay."),
            (_, true) => doc.with("facility_signed", facility.owner.name.clone()),
        }
    }

    fn measured(&mut self, doc: Document, at: Millis) -> Document {
        let facility = &self.place.facility.doc;
        let int = |field: &str| facility.get(field).and_then(Value::as_int);
        let (Some(lat), Some(lng)) = (int("lat"), int("lng")) else {
            return doc.with("no_gps_reason", "Trong xưởng không bắt được vị trí.");
        };
        let metres = self.dice.between(3, 40);
        doc.with("lat", lat + metres * 90)
            .with("lng", lng)
            .with("gps_accuracy_m", self.dice.between(4, 18))
            .with("gps_at", at.0)
            .with("gps_mock", false)
            .with("distance_m", metres)
            .with("place_commune", self.place.facility.commune.code)
    }

    fn found(&mut self, doc: Document) -> Document {
        let facility = self.place.facility;
        let workers = facility.doc.get("workers_total").and_then(Value::as_int).unwrap_or(10).max(2);
        let women = workers / 2;
        let mut doc = doc
            .with("met_name", facility.owner.name.clone())
            .with("met_position", "chủ cơ sở")
            .with("workers_male", (workers - women).max(1))
            .with("workers_female", women)
            .with("weather", "Trời nắng, đủ sáng")
            .with("publicity", self.plot.finding.is_none())
            .with("environment", Value::List(vec![Value::text(self.seen())]))
            .with("papers_seen", "Giấy chứng nhận đăng ký, sổ theo dõi lao động");
        let differs = matches!(self.plot.finding, Some((FindingCode::F02, _, _)));
        let checks: Vec<Value> =
            machines::checks(&[], &facility.doc).into_iter().map(|row| checked(row, differs)).collect();
        if !checks.is_empty() {
            doc = doc.with("machine_checks", Value::List(checks));
        }
        if self.plot.kind == VisitKind::Progress {
            doc = doc.with("volume_pct", self.dice.between(71, 88));
        }
        if let Some((code, severity, text)) = self.plot.finding {
            let row = Fields::default()
                .with("code", code.code())
                .with("severity", severity.code())
                .with("description", text)
                .with("photo", PhotoSlot::Overall.code());
            doc = doc.with("findings", Value::List(vec![Value::Map(row.0)]));
        }
        doc
    }

    /// What the environment suffers.
    fn seen(&self) -> &'static str {
        match self.plot.kind {
            VisitKind::Complaint => Environment::WasteWater.code(),
            VisitKind::Survey
            | VisitKind::Progress
            | VisitKind::Acceptance
            | VisitKind::Scheduled
            | VisitKind::Surprise
            | VisitKind::PostCheck => Environment::Nothing.code(),
        }
    }

    /// Photos and signatures. No camera was there: they are drawn when they are sent.
    fn attach(&mut self, script: &mut Script, visit: RecordId, at: Millis) {
        let is_found = self.plot.conclusion != Conclusion::NotFound;
        let photos = if is_found { PhotoSlot::WANTED } else { &[PhotoSlot::Overall] };
        let facility = (is_found && self.plot.kind != VisitKind::Complaint).then_some(SIGNATURE_FACILITY);
        let slots = photos.iter().map(|slot| slot.code()).chain([SIGNATURE_INSPECTOR]).chain(facility);
        for (index, slot) in slots.enumerate() {
            let number = self.dice.between(1, i64::from(u32::MAX)).cast_unsigned();
            let taken = at + (30 + 4 * i64::try_from(index).unwrap_or(0)) * MINUTE;
            let doc = Document::default()
                .with("about", visit.to_string())
                .with("slot", slot)
                .with("file_name", format!("{slot}.jpg"))
                .with("media_type", "image/jpeg")
                .with("taken_at", taken.0);
            let id = self.dice.record();
            script.photos.insert(id, (subject(slot), number));
            script.add(self.event(Kind::Attachment, id, taken, Deed::Make(doc)));
        }
    }

    fn recommend(
        &mut self,
        script: &mut Script,
        visit: RecordId,
        at: Millis,
        (text, days, steps): (&str, i64, &[&'static str]),
    ) {
        let id = self.dice.record();
        let due = self.today.plus(days);
        let doc = Document::default()
            .with("visit", visit.to_string())
            .with("text", text)
            .with("due_on", due.iso())
            .with("who", WhoActs::Owner.code())
            .with("who_name", self.place.facility.owner.name.clone());
        script.add(self.event(Kind::Recommendation, id, at, Deed::Make(doc)));
        let mut stage = "open";
        for (index, step) in steps.iter().enumerate() {
            let later = i64::try_from(index).unwrap_or(0);
            let on = self.today.minus(7 - 2 * later).at(9, 10);
            let (actor, fields, next) = match *step {
                "answer" => (
                    accounts::field_worker(self.place.facility.commune.code),
                    Fields::default().with("answer", "Đã làm xong, có ảnh gửi kèm."),
                    "answered",
                ),
                "verify" => (self.plot.by, Fields::default(), "verified"),
                "send_back" => (
                    self.plot.by,
                    Fields::default()
                        .with("stage_note", "Ảnh không thấy tem máy, làm lại.")
                        .with("due_on", self.today.plus(6).iso()),
                    "open",
                ),
                _ => (
                    self.plot.by,
                    Fields::default().with("stage_note", "Quá hạn hai tuần chưa trả lời."),
                    "escalated",
                ),
            };
            let deed = Deed::Act { action: step, stage, fields: fields.0 };
            script.add(self.event_of(actor, Kind::Recommendation, id, on, deed));
            stage = next;
        }
    }
}

/// What a slot asks to be seen.
fn subject(slot: &str) -> Subject {
    match PhotoSlot::from_code(slot) {
        Some(PhotoSlot::Signboard) => Subject::Signboard,
        Some(PhotoSlot::Machine) => Subject::Machine,
        Some(_) => Subject::Workshop,
        None => Subject::Signature,
    }
}

/// This day, or the Friday before it: what was done lies in the past.
fn worked_before(day: Day) -> Day {
    let days = (0..3).map(|back| day.minus(back));
    days.into_iter().find(|day| day.working() == *day).unwrap_or(day)
}

fn checked(row: Value, differs: bool) -> Value {
    let Value::Map(mut entries) = row else { return row };
    let (check, found) = if differs { ("differs", Some("KHÔNG RÕ-01")) } else { ("equal", None) };
    entries.insert("serial_check".to_owned(), Value::text(check));
    entries.insert("running".to_owned(), Value::text("running"));
    if let Some(found) = found {
        entries.insert("serial_found".to_owned(), Value::text(found));
    }
    Value::Map(entries)
}

fn remarks(conclusion: Conclusion) -> &'static str {
    match conclusion {
        Conclusion::Ok => "Đúng hồ sơ.",
        Conclusion::OkWithRemarks => "Máy chạy đúng công suất; cần làm các việc ở mục kiến nghị.",
        Conclusion::NotOk => "Thực tế khác hồ sơ, cần làm rõ.",
        Conclusion::NotFound => "Đến địa chỉ đã ghi không thấy xưởng; hàng xóm nói đã chuyển đi.",
    }
}
