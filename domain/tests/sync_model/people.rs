//! What people do in a history: write facilities and needs down, move them, choose between two values,
//! decide whether two facilities are one.

use std::collections::BTreeMap;

use domain::change::{Act, Deed, FieldEdit, Op};
use domain::id::{RecordId, ScopeId};
use domain::record::Kind;
use domain::role::Role;
use domain::sync::replica::View;
use domain::testing;
use domain::value::{Document, Value};

use crate::world::{HERE, THERE, World};

impl World {
    pub(super) fn record(&mut self, at: usize, scope: ScopeId, kind: Kind, record: RecordId, op: Op) {
        self.record_all(at, vec![Deed { scope, kind: kind.into(), record, op, reason: None }]);
    }

    fn record_all(&mut self, at: usize, deeds: Vec<Deed>) {
        let device = &mut self.devices[at];
        // The clock of the device is wrong by up to a year, to both sides.
        let wrong = self.now + ((self.random.next() % 63_072_000_000) as i64 - 31_536_000_000);
        let first = device.engine.replica().newest_seq() + 1;
        let (last, effects) = device.engine.record(wrong, deeds);
        for entry in (first..=last).filter_map(|seq| device.engine.replica().outbox_entry(seq)) {
            if let Some(story) = &mut self.story {
                story.push(format!("{at} writes {:?}", entry.mutation));
            }
            self.written.insert((device.id, entry.mutation.seq), entry.mutation.clone());
        }
        device.perform(effects);
    }

    pub(super) fn make_facility(&mut self, at: usize) {
        let held = self.database.accounts[&self.devices[at].id].held.keys();
        let scopes: Vec<ScopeId> = held.filter(|scope| **scope != ScopeId::office()).cloned().collect();
        let Some(scope) = self.random.pick(&scopes).cloned() else { return };
        let code = scope.as_str().replace("commune:", "");
        let id = RecordId(self.random.uuid());
        let name = format!("Gốm {}", self.random.next() % 1000);
        // Few tax codes and phones, so that some are written down twice.
        let doc = testing::facility(&name, &code)
            .with("tax_code", ["0100233488", "0314409058"][self.random.below(2)])
            .with("phone", phone((self.random.next() % 9) as i64));
        let of = |kind: Kind, record, op| Deed {
            scope: scope.clone(),
            kind: kind.into(),
            record,
            op,
            reason: None,
        };
        let mut deeds = vec![of(Kind::Facility, id, put(doc))];
        // Sometimes with its first need, in one write.
        if self.random.chance(25) {
            let need = RecordId(self.random.uuid());
            deeds.push(of(Kind::Need, need, put(testing::need(id, "MACHINE"))));
        }
        self.record_all(at, deeds);
    }

    pub(super) fn make_need(&mut self, at: usize, facility: &View) {
        let id = RecordId(self.random.uuid());
        let doc = testing::need(facility.id, "MACHINE");
        self.record(at, facility.scope.clone(), Kind::Need, id, put(doc));
    }

    pub(super) fn move_need(&mut self, at: usize, need: &View) {
        let stage = need.doc.text("stage").unwrap_or_default().to_owned();
        let op = match stage.as_str() {
            "draft" if self.random.chance(25) => Op::Delete(need.act_base()),
            "draft" => act("register", &stage, need),
            _ => act("withdraw", &stage, need),
        };
        self.record(at, need.scope.clone(), Kind::Need, need.id, op);
    }

    pub(super) fn resolve(&mut self, at: usize, conflict: &View) {
        if conflict.doc.text("stage") != Some("open") {
            return;
        }
        let side = if self.random.chance(50) { "current" } else { "proposed" };
        let act = Act {
            action: "resolve".into(),
            stage: "open".into(),
            base: conflict.act_base(),
            fields: BTreeMap::from([("side".to_owned(), Value::text(side))]),
        };
        self.record(at, conflict.scope.clone(), Kind::Conflict, conflict.id, Op::Act(act));
    }

    pub(super) fn decide_on_twins(&mut self, at: usize, task: &View) {
        let (action, keep) = match (task.doc.text("stage"), self.random.below(4)) {
            (Some("open"), 0) => ("distinguish", None),
            (Some("open"), 1) => ("merge", Some("newer")),
            (Some("open"), _) => ("merge", Some("older")),
            _ => return,
        };
        let mut fields = BTreeMap::new();
        if let Some(keep) = keep {
            fields.insert("keep".to_owned(), Value::text(keep));
        }
        fields.insert("stage_note".to_owned(), Value::text("Đã hỏi chủ cơ sở"));
        let stage = task.doc.text("stage").unwrap_or_default().to_owned();
        let act = Act { action: action.into(), stage, base: task.act_base(), fields };
        self.record(at, task.scope.clone(), Kind::Duplicate, task.id, Op::Act(act));
    }

    /// One kind of pollution more than the person sees.
    fn one_more(&mut self, facility: &View) -> Value {
        let mut list = facility.doc.get("pollution").and_then(Value::as_list).unwrap_or_default().to_vec();
        let more = Value::text(["dust", "smoke", "noise", "odour", "solid"][self.random.below(5)]);
        if !list.contains(&more) {
            list.push(more);
            list.sort();
        }
        Value::List(list)
    }

    pub(super) fn edit_facility(&mut self, at: usize, facility: &View, role: Option<Role>) {
        let number = (self.random.next() % 40) as i64;
        let (field, value): (&str, Option<Value>) = match self.random.below(10) {
            _ if role == Some(Role::FacilityOwner) => ("phone", Some(phone(number))),
            0 => ("name", Some(Value::text(format!("Gốm {number}")))),
            1 => ("phone", Some(phone(number))),
            2 => ("workers_total", Some(Value::Int(number + 1))),
            3 => ("workers_female", Some(Value::Int(number))),
            4 => ("pollution", Some(self.one_more(facility))),
            5 | 9 => ("village", Some(Value::text(format!("Thôn {number}")))),
            6 => ("village", None),
            7 if role == Some(Role::CentreStaff) => {
                let owner = self.random.chance(50).then(|| Value::text(self.owner.to_string()));
                ("owner_account", owner)
            }
            _ if role == Some(Role::CentreStaff) => {
                ("commune_code", Some(Value::text(if self.random.chance(50) { HERE } else { THERE })))
            }
            _ => ("village", Some(Value::text("Trung Thôn"))),
        };
        let changed = BTreeMap::from([(field.to_owned(), value)]);
        let edits = self.devices[at].engine.replica().edits(facility, changed);
        self.record(at, facility.scope.clone(), Kind::Facility, facility.id, Op::Put(edits));
    }
}

fn phone(number: i64) -> Value {
    Value::text(format!("09120003{number:02}"))
}

fn act(action: &str, stage: &str, view: &View) -> Op {
    Op::Act(Act {
        action: action.into(),
        stage: stage.into(),
        base: view.act_base(),
        fields: BTreeMap::new(),
    })
}

fn put(doc: Document) -> Op {
    let edit = |(field, value)| {
        (field, FieldEdit { value: Some(value), base: domain::change::Base::Ver(0), seen: None })
    };
    Op::Put(doc.0.into_iter().map(edit).collect())
}
