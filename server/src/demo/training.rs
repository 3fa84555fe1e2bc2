//! Classes in every stage, from a plan that came back to jobs that were confirmed: who planned, who came
//! on which day, what was decided.

pub mod classes;
mod people;

use domain::clock::Millis;
use domain::id::{RecordId, ScopeId};
use domain::money::MILLION;
use domain::record::Kind;
use domain::record::need::Activity;
use domain::value::{Document, Value};

use self::classes::{CLASSES, Class, Moment, Plan};
use self::people::Trainee;
use super::accounts::{self, Actor, field_worker};
use super::calendar::Day;
use super::dice::Dice;
use super::facility::Facility;
use super::needs::{self, LEAD_DAYS, TO_SHORTLIST, Wish};
use super::people::People;
use super::projects::courses::{Course, TO_WORK};
use super::projects::{self, Schedule, Subject};
use super::script::{Deed, Edit, Event, Field, Fields, Script};

/// Numbers of the projects that pay for classes begin after those of the others.
const FIRST_NUMBER: i64 = 301;

/// Tells every class; its project begins as all projects do.
pub fn tell(script: &mut Script, seed: &Dice, hosts: &[Option<&Facility>], now: Millis) {
    let today = Day::of(now);
    let actors = accounts::ACTORS.iter().map(|actor| actor.name.to_owned());
    let mut people = People::new(seed.fork("trainees"), actors);
    let mut dice = seed.fork("classes");
    // How many days a class has met depends on the day of loading; ids must not.
    let mut marks = seed.fork("attendance");
    for ((plan, host), number) in CLASSES.iter().zip(hosts).zip(FIRST_NUMBER..) {
        let Some(host) = host else { continue };
        let class = Class::new(plan, today);
        let project = project(script, &mut dice, host, &class, number);
        let mut told = Told {
            script,
            dice: &mut dice,
            marks: &mut marks,
            host,
            class: &class,
            id: RecordId(uuid::Uuid::nil()),
        };
        told.plan(project);
        told.people(&mut people);
        told.end();
    }
}

/// The project of a class, at work when the class is planned.
fn project(script: &mut Script, dice: &mut Dice, host: &Facility, class: &Class, number: i64) -> RecordId {
    let plan = class.plan;
    let wish = Wish { activity: activity(plan), text: plan.wish.to_owned(), cost: plan.budget * MILLION };
    let course = Course { path: TO_WORK, projects: 1, is_group: false };
    let schedule = Schedule::ending(class.drafted.minus(4), &course, dice);
    let began = schedule.drafted.minus(LEAD_DAYS);
    let by = field_worker(host.commune.code);
    let need = needs::tell(script, dice, host, wish, by, began, TO_SHORTLIST);
    let subject = Subject { facility: host, need: &need, number, title: Some(plan.title), heir: None };
    projects::tell(script, dice, subject, &course, &schedule)
}

fn activity(plan: &Plan) -> Activity {
    if plan.teaching.is_some() { Activity::TrainSkill } else { Activity::TrainMgmt }
}

/// One class while it is told.
struct Told<'a> {
    script: &'a mut Script,
    dice: &'a mut Dice,
    marks: &'a mut Dice,
    host: &'a Facility,
    class: &'a Class,
    id: RecordId,
}

impl Told<'_> {
    fn event(&mut self, kind: Kind, record: RecordId, actor: &'static Actor, at: Millis, deed: Deed) {
        let scope = ScopeId::commune(self.host.commune.code);
        self.script.add(Event { actor, at, scope, kind, record, family: self.host.id, deed });
    }

    fn by(&self) -> &'static Actor {
        field_worker(self.host.commune.code)
    }

    fn act(
        &mut self,
        actor: &'static Actor,
        at: Millis,
        action: &'static str,
        stage: &'static str,
        fields: Fields,
    ) {
        self.event(Kind::TrainingClass, self.id, actor, at, Deed::Act { action, stage, fields: fields.0 });
    }

    /// The plan, and how far it came before the first day.
    fn plan(&mut self, project: RecordId) {
        self.id = self.dice.record();
        let Class { plan, drafted, .. } = *self.class;
        let doc = self.class.document(self.host, project);
        let at = drafted.at(8, 5);
        self.event(Kind::TrainingClass, self.id, self.by(), at, Deed::Make(doc));
        if plan.moment == Moment::Draft {
            return;
        }
        let opening = Fields::default()
            .with("opening_no", format!("{}/QĐ-TTKC", 40 + plan.host))
            .with("opening_on", drafted.iso());
        self.act(self.by(), drafted.at(10, 30), "open", "draft", opening.clone());
        if plan.is_returned {
            let why = Fields::default()
                .with("stage_note", "Dự toán chưa ghi tiền vật liệu thực hành; bổ sung rồi nộp lại.");
            self.act(&accounts::CENTRE, drafted.at(14, 20), "return_plan", "open", why);
        }
        if plan.is_returned && plan.moment != Moment::Returned {
            self.act(self.by(), drafted.plus(1).working().at(8, 30), "open", "draft", opening);
        }
        match plan.moment {
            Moment::Draft | Moment::Returned | Moment::Open => {}
            Moment::Cancelled => {
                let why =
                    Fields::default().with("stage_note", "Chỉ có 9 người đăng ký, chuyển sang đợt sau.");
                self.act(self.by(), drafted.plus(1).working().at(9, 0), "cancel", "open", why);
            }
            Moment::Running | Moment::Finished | Moment::Closed => {
                self.act(self.by(), self.class.first().at(7, 10), "start", "open", Fields::default());
            }
        }
    }

    /// Everybody on the list, with the days on which they were there.
    fn people(&mut self, people: &mut People) {
        let Class { plan, drafted, .. } = *self.class;
        let listed = drafted.at(11, 0);
        let mut trainees: Vec<Trainee> = Vec::new();
        for nth in 0..plan.people {
            let id = self.dice.record();
            let doc = people::document(self.dice, people, self.host, plan, nth, drafted.year());
            let doc = doc.with("training_class", self.id.to_string());
            self.event(
                Kind::Trainee,
                id,
                self.by(),
                listed + i64::from(nth) * 40_000,
                Deed::Make(doc.clone()),
            );
            trainees.push(Trainee { id, doc });
        }
        let held: Vec<Day> = self.class.held().to_vec();
        let on_paper = matches!(plan.moment, Moment::Finished | Moment::Closed);
        // A class that is over was written up from the paper list; a running one is marked day by day.
        let rounds: Vec<&[Day]> = if on_paper { vec![&held] } else { held.chunks(1).collect() };
        for days in rounds {
            let Some(last) = days.last() else { continue };
            for (trainee, nth) in trainees.iter_mut().zip(0..) {
                let marks = people::marks(self.marks, &trainee.doc, days);
                self.edit(trainee, last.at(16, 0) + nth * 5_000, marks);
            }
        }
        if on_paper {
            self.certify(&mut trainees);
        }
    }

    fn edit(&mut self, trainee: &mut Trainee, at: Millis, changes: Vec<(&'static str, Value)>) {
        let by = self.by();
        self.edit_by(by, trainee, at, changes);
    }

    fn edit_by(
        &mut self,
        by: &'static Actor,
        trainee: &mut Trainee,
        at: Millis,
        changes: Vec<(&'static str, Value)>,
    ) {
        let fields =
            changes.iter().map(|(name, value)| Field::changed(&trainee.doc, name, value.clone())).collect();
        self.event(Kind::Trainee, trainee.id, by, at, Deed::Edit(Edit { fields, seen_at: at }));
        for (name, value) in changes {
            trainee.doc.set(name, Some(value));
        }
    }

    /// The last day, the decision, the numbers, the jobs.
    fn certify(&mut self, trainees: &mut [Trainee]) {
        let Class { plan, .. } = *self.class;
        let decided = self.class.last().plus(3).working();
        let decision = format!("{}/QĐ-TTKC", 50 + plan.host);
        let fields = match plan.teaching {
            Some(_) => Fields::default()
                .with("certificates_no", decision.clone())
                .with("certificates_on", decided.iso()),
            None => Fields::default(),
        };
        let fields = fields.with("signed_list_with", accounts::CENTRE.name);
        self.act(self.by(), decided.at(15, 0), "finish", "running", fields);
        if plan.teaching.is_none() {
            return;
        }
        let job = decided.plus(20).working();
        let host = self.host.id.to_string();
        let confirmed_by = self.host.owner.name.clone();
        let good = trainees
            .iter_mut()
            .filter(|trainee| people::was_there_enough(&trainee.doc, self.class.held().len()));
        for (trainee, nth) in good.collect::<Vec<_>>().into_iter().zip(1_i64..) {
            let no = format!("{nth:02}-{decision}");
            let at = decided.at(16, 0) + nth * 5_000;
            let certificate = vec![("certificate_no", no.into()), ("certificate_on", decided.iso().into())];
            self.edit(trainee, at, certificate);
            if nth % 10 < plan.jobs_of_ten {
                let changes = vec![
                    ("job_at", host.clone().into()),
                    ("job_since", decided.plus(7).iso().into()),
                    ("job_confirmed_by", confirmed_by.clone().into()),
                    ("job_confirmed_on", job.iso().into()),
                ];
                self.edit(trainee, job.at(9, 0) + nth * 5_000, changes);
            }
        }
    }

    fn end(&mut self) {
        if self.class.plan.moment == Moment::Closed {
            let on = self.class.last().plus(32).working();
            self.act(&accounts::CENTRE, on.at(10, 0), "close", "finished", Fields::default());
        }
    }
}

/// Rows of a list field.
fn rows(rows: Vec<Document>) -> Value {
    Value::List(rows.into_iter().map(|Document(row)| Value::Map(row)).collect())
}
