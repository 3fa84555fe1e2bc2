//! The offices around one project: the server's authority over a table in memory.

use std::collections::{BTreeMap, BTreeSet};

use domain::change::{Act, Base, FieldEdit, Mutation, Op, Outcome};
use domain::clock::Millis;
use domain::id::{DeviceId, RecordId, ScopeId, UserId};
use domain::record::Kind;
use domain::role::Role;
use domain::sync::authority::{self, Loaded, Pusher, Received};
use domain::sync::placement::{Head, Life, Row};
use domain::value::{Document, Value};
use uuid::Uuid;

/// 24/11/2026.
pub const NOW: Millis = Millis(1_795_489_080_000);

pub const PROJECT: RecordId = RecordId(Uuid::from_u128(1));

pub struct Office {
    pub rows: BTreeMap<RecordId, Row>,
    heads: BTreeMap<ScopeId, Head>,
    seqs: BTreeMap<Role, u64>,
    ids: u128,
    seen: BTreeSet<(ScopeId, RecordId)>,
    /// What lies in other scopes than that of the project's first commune.
    elsewhere: BTreeMap<(ScopeId, RecordId), Row>,
}

/// The commune of the project.
pub fn commune() -> ScopeId {
    ScopeId::commune("09292")
}

/// Another one.
pub fn away() -> ScopeId {
    ScopeId::commune("09190")
}

fn number_of(role: Role) -> u128 {
    100 + Role::ALL.iter().position(|known| *known == role).unwrap_or_default() as u128
}

impl Office {
    /// With a project as it stands in the table.
    pub fn with(project: Document) -> Self {
        let mut office = Self {
            rows: BTreeMap::new(),
            heads: BTreeMap::new(),
            seqs: BTreeMap::new(),
            ids: 1_000,
            seen: BTreeSet::new(),
            elsewhere: BTreeMap::new(),
        };
        let facility = domain::testing::facility("HTX Gốm Trung Thôn", "09292");
        let facility_id = office.make(Role::CentreStaff, Kind::Facility, facility).unwrap();
        let doc = project.with("facility", facility_id.to_string()).with("commune_code", "09292");
        let maker = office.rows[&facility_id].made.clone();
        office.rows.insert(
            PROJECT,
            Row {
                id: PROJECT,
                kind: Kind::Project.into(),
                parent: Some(facility_id),
                ver: 1,
                fver: doc.0.keys().map(|field| (field.clone(), 1)).collect(),
                doc,
                life: Life::Live,
                made: maker.clone(),
                touched: maker,
            },
        );
        office
    }

    /// The row of a record in a scope that has it.
    pub fn row_in(&self, scope: &ScopeId, id: RecordId) -> Option<&Row> {
        let row =
            if *scope == commune() { self.rows.get(&id) } else { self.elsewhere.get(&(scope.clone(), id)) };
        row.filter(|row| row.life == Life::Live)
    }

    /// Makes a record in the other commune.
    pub fn make_away(&mut self, role: Role, kind: Kind, doc: Document) -> Result<RecordId, String> {
        self.ids += 1;
        let id = RecordId(Uuid::from_u128(self.ids));
        let edit = |value| FieldEdit { value: Some(value), base: Base::Ver(0), seen: None };
        let fields = doc.0.into_iter().map(|(field, value)| (field, edit(value))).collect();
        self.push_to(&away(), role, kind, id, Op::Put(fields)).map(|()| id)
    }

    /// Edits a record as somebody who works in the other commune.
    pub fn edit_away(&mut self, role: Role, id: RecordId, field: &str, value: &str) -> Result<(), String> {
        let row = self.row_in(&away(), id).ok_or("not there")?;
        let (kind, base) = (row.kind.known().unwrap(), Base::Ver(row.ver));
        let edit = FieldEdit { value: Some(Value::text(value)), base, seen: row.doc.get(field).cloned() };
        self.push_to(&away(), role, kind, id, Op::Put([(field.to_owned(), edit)].into()))
    }

    /// The unit reports most of the work as done.
    pub fn reported(&mut self) {
        let report = Document::default()
            .with("project", PROJECT.to_string())
            .with("period", "2026-11-01")
            .with("form", "3a")
            .with("reported_on", "2026-11-20")
            .with("volume_pct", 86)
            .with("value_done", 860_000_000)
            .with("work_done", "Lắp xong lò, đang chạy thử.");
        let report = self.make(Role::CentreStaff, Kind::ProgressReport, report).unwrap();
        self.act(Role::CentreStaff, report, "send", &[]).unwrap();
    }

    /// A machine that was bought.
    pub fn bought(&mut self) -> RecordId {
        let machine = Document::default().with("name", "Lò nung gas").with("serial", "LN-2026-01");
        self.lay(Kind::MachineItem, machine)
    }

    /// A visit to the project that was signed.
    pub fn visited(&mut self, kind: &str, on: &str, percent: i64) -> RecordId {
        let facility = self.doc(PROJECT).text("facility").unwrap().to_owned();
        let visit = Document::default()
            .with("facility", facility.as_str())
            .with("visit_kind", kind)
            .with("visited_on", on)
            .with("volume_pct", percent)
            .with("stage", "signed");
        let id = self.lay(Kind::Visit, visit);
        self.rows.get_mut(&id).unwrap().parent = facility.parse().ok();
        id
    }

    /// A child of the project that was in the book before.
    pub fn lay(&mut self, kind: Kind, doc: Document) -> RecordId {
        self.ids += 1;
        let id = RecordId(Uuid::from_u128(self.ids));
        let maker = self.rows[&PROJECT].made.clone();
        let doc = doc.with("project", PROJECT.to_string()).with("commune_code", "09292");
        let row = Row {
            id,
            kind: kind.into(),
            parent: Some(PROJECT),
            ver: 1,
            fver: doc.0.keys().map(|field| (field.clone(), 1)).collect(),
            doc,
            life: Life::Live,
            made: maker.clone(),
            touched: maker,
        };
        self.rows.insert(id, row);
        id
    }

    /// A record of no parent that was in the book before.
    pub fn put_in(&mut self, kind: Kind, id: RecordId, doc: Document) {
        let like = self.lay(kind, Document::default());
        let row = self.rows.remove(&like).unwrap();
        let fver = doc.0.keys().map(|field| (field.clone(), 1)).collect();
        self.rows.insert(id, Row { id, parent: None, fver, doc, ..row });
    }

    pub fn doc(&self, id: RecordId) -> &Document {
        &self.rows[&id].doc
    }

    pub fn all(&self, kind: Kind) -> Vec<(RecordId, Document)> {
        let of_kind =
            self.rows.values().filter(|row| row.kind.known() == Some(kind) && row.life == Life::Live);
        of_kind.map(|row| (row.id, row.doc.clone())).collect()
    }

    pub fn make(&mut self, role: Role, kind: Kind, doc: Document) -> Result<RecordId, String> {
        self.ids += 1;
        let id = RecordId(Uuid::from_u128(self.ids));
        self.make_as(role, kind, id, doc).map(|()| id)
    }

    pub fn make_as(&mut self, role: Role, kind: Kind, id: RecordId, doc: Document) -> Result<(), String> {
        let fields = doc
            .0
            .into_iter()
            .map(|(field, value)| (field, FieldEdit { value: Some(value), base: Base::Ver(0), seen: None }));
        self.push(role, kind, id, Op::Put(fields.collect()))
    }

    /// A picture of it.
    pub fn attach(&mut self, role: Role, about: RecordId) -> Result<RecordId, String> {
        self.attach_as(role, about, "scan")
    }

    /// Whether it is part of a scope.
    pub fn is_in(&self, scope: &ScopeId, id: RecordId) -> bool {
        self.seen.contains(&(scope.clone(), id))
    }

    /// A picture of a slot.
    pub fn attach_as(&mut self, role: Role, about: RecordId, slot: &str) -> Result<RecordId, String> {
        let doc = Document::default()
            .with("about", about.to_string())
            .with("slot", slot)
            .with("file_name", "anh.jpg")
            .with("media_type", "image/jpeg")
            .with("bytes", 90_000)
            .with("sha256", "0".repeat(64));
        self.make(role, Kind::Attachment, doc)
    }

    pub fn edit(
        &mut self,
        role: Role,
        id: RecordId,
        field: &str,
        value: impl Into<Value>,
    ) -> Result<(), String> {
        let row = &self.rows[&id];
        let kind = row.kind.known().unwrap();
        let seen = row.doc.get(field).cloned();
        let edit = FieldEdit { value: Some(value.into()), base: Base::Ver(row.ver), seen };
        self.push(role, kind, id, Op::Put([(field.to_owned(), edit)].into()))
    }

    pub fn delete(&mut self, role: Role, id: RecordId) -> Result<(), String> {
        let row = &self.rows[&id];
        let (kind, base) = (row.kind.known().unwrap(), Base::Ver(row.ver));
        self.push(role, kind, id, Op::Delete(base))
    }

    /// Takes a step on what the table holds now.
    pub fn act(
        &mut self,
        role: Role,
        id: RecordId,
        action: &str,
        given: &[(&str, Value)],
    ) -> Result<(), String> {
        let row = &self.rows[&id];
        let kind = row.kind.known().unwrap();
        let act = Act {
            action: action.to_owned(),
            stage: row.doc.text("stage").unwrap_or_default().to_owned(),
            base: Base::Ver(row.ver),
            fields: given.iter().map(|(field, value)| ((*field).to_owned(), value.clone())).collect(),
        };
        self.push(role, kind, id, Op::Act(act))
    }

    fn push(&mut self, role: Role, kind: Kind, record: RecordId, op: Op) -> Result<(), String> {
        self.push_to(&commune(), role, kind, record, op)
    }

    fn push_to(
        &mut self,
        scope: &ScopeId,
        role: Role,
        kind: Kind,
        record: RecordId,
        op: Op,
    ) -> Result<(), String> {
        let seq = self.seqs.entry(role).or_default();
        *seq += 1;
        let mutation = Mutation {
            seq: *seq,
            scope: scope.clone(),
            kind: kind.into(),
            record,
            op,
            deps: Vec::new(),
            at: NOW,
            reason: None,
        };
        let pusher = Pusher {
            device: DeviceId(Uuid::from_u128(number_of(role))),
            user: UserId(Uuid::from_u128(number_of(role))),
            name: role.code().to_owned(),
            held: match role {
                Role::CommuneOfficer => [(scope.clone(), role)].into(),
                _ => [(commune(), role), (away(), role)].into(),
            },
            now: NOW,
            recovering: false,
        };
        let here = self.rows.values().map(|row| (commune(), row.clone()));
        let there = self.elsewhere.iter().map(|((scope, _), row)| (scope.clone(), row.clone()));
        let rows = here.chain(there).collect();
        let loaded = Loaded { rows, ..Loaded::default() };
        let decision = authority::decide(&pusher, &[Received { mutation, hash: [0; 32] }], &loaded);
        let placed = decision.place(&self.heads);
        self.heads.extend(placed.heads);
        for (scope, row) in placed.rows {
            let place = (scope.clone(), row.id);
            if row.life == Life::Live {
                self.seen.insert(place)
            } else {
                self.seen.remove(&place)
            };
            if scope == commune() {
                self.rows.insert(row.id, row);
            } else {
                self.elsewhere.insert((scope, row.id), row);
            }
        }
        match placed.results.into_iter().next().map(|result| result.outcome) {
            Some(Outcome::Rejected(refused)) => {
                Err(refused.detail.unwrap_or_else(|| format!("{:?}", refused.code)))
            }
            Some(Outcome::Applied { .. } | Outcome::Merged { .. }) => Ok(()),
            other => Err(format!("{other:?}")),
        }
    }
}
