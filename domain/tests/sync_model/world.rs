//! Everything together: people who type, disks, wires, servers, and what goes wrong.

use std::collections::{BTreeMap, BTreeSet};

use domain::change::Mutation;
use domain::clock::Millis;
use domain::id::{DeviceId, ScopeId, UserId};
use domain::record::Kind;
use domain::role::Role;
use domain::sync::authority::RECOVERY_MS;
use domain::sync::batch::{OutboxState, WriteOp};
use domain::sync::engine::{CallId, Effect, Input, Phase, Request, Response};
use domain::sync::replica::View;

use crate::database::{Account, Database, Tables};
use crate::device::Device;
use crate::harm::{Outcome, diverged, lost};
use crate::history;
use crate::invariants::{self, Audit};
use crate::plants::Plant;
use crate::random::Random;
use crate::servers::Servers;

/// An answer on its way back.
pub struct Flight {
    pub device: usize,
    pub call: CallId,
    pub response: Response,
    /// The book was put back since it was sent.
    pub is_of_another_life: bool,
}

pub struct World {
    pub now: Millis,
    pub database: Database,
    pub servers: Servers,
    pub devices: Vec<Device>,
    /// Mutations as they were recorded, by device and counter.
    pub written: BTreeMap<(DeviceId, u64), Mutation>,
    /// Mutations that a person took back.
    pub withdrawn: BTreeSet<(DeviceId, u64)>,
    pub audit: Audit,
    pub flights: Vec<Flight>,
    pub random: Random,
    pub plant: Option<Plant>,
    pub owner: UserId,
    pub calm: bool,
    /// What was asked of servers, and by whom.
    pub asked: Vec<(usize, Request)>,
    /// What was copied for the worst day.
    backup: Option<Tables>,
    /// What happened, in words, when somebody wants to read it.
    pub story: Option<Vec<String>>,
    seed: u64,
}

pub const HERE: &str = "09292";
pub const THERE: &str = "09190";

impl World {
    pub fn new(seed: u64, plant: Option<Plant>) -> Self {
        let mut random = Random::new(seed);
        let here = ScopeId::commune(HERE);
        let there = ScopeId::commune(THERE);
        let owner = UserId(random.uuid());
        let people: [(&str, Role, Vec<ScopeId>); 5] = [
            ("Vũ Văn Hoạch", Role::CommuneOfficer, vec![here.clone()]),
            ("Ngô Thị Lương", Role::CommuneOfficer, vec![here.clone()]),
            ("Trần Văn Kiên", Role::CommuneOfficer, vec![there.clone()]),
            ("Nguyễn Thị Hạnh", Role::CentreStaff, vec![here, there, ScopeId::office()]),
            ("Nguyễn Đức Thuỵ", Role::FacilityOwner, vec![ScopeId::owner(owner)]),
        ];
        let mut database = Database { plant, ..Database::default() };
        let mut devices = Vec::new();
        for (name, role, scopes) in people {
            let id = DeviceId(random.uuid());
            let user = if role == Role::FacilityOwner { owner } else { UserId(random.uuid()) };
            let held = scopes.into_iter().map(|scope| (scope, role)).collect();
            database.accounts.insert(id, Account { user, name: name.into(), held });
            devices.push(Device::new(id, random.next(), plant));
        }
        Self {
            now: Millis(1_790_000_000_000),
            database,
            servers: Servers::default(),
            devices,
            written: BTreeMap::new(),
            withdrawn: BTreeSet::new(),
            audit: Audit::default(),
            flights: Vec::new(),
            random,
            plant,
            owner,
            calm: false,
            asked: Vec::new(),
            backup: None,
            story: None,
            seed,
        }
    }

    /// One thing happens somewhere. Each step has random numbers of its own, so that a history without some
    /// of its steps is otherwise the same.
    pub fn step(&mut self, number: u32) -> Outcome {
        self.random = history::chances(self.seed, number);
        self.now = self.now + 500 + (self.random.next() % 4_000) as i64;
        let at = self.random.below(self.devices.len());
        match self.random.below(1_000) {
            0..=244 => self.person_acts(at),
            245..=469 => self.disk_writes(at)?,
            470..=639 => self.network_moves(at)?,
            640..=759 => self.answer_lands()?,
            760..=829 => self.server_moves()?,
            830..=909 => self.feed(at, Input::Wake)?,
            910..=949 => self.power_fails(at)?,
            950..=959 => self.looks_at_refused(at),
            960..=974 => self.right_changes(),
            975..=979 => self.line_breaks(at),
            980..=984 => self.backup = Some(self.database.tables.clone()),
            985 => self.backup_is_restored(),
            _ => self.traces_are_dropped(),
        }
        invariants::always(self)
    }

    /// Everybody stops typing, everything that can arrive arrives; then the books must agree.
    pub fn settle(&mut self) -> Outcome {
        self.random = history::chances(self.seed, u32::MAX);
        self.calm = true;
        while let Some(server) = self.servers.busy().first().copied() {
            self.server_dies(server)?;
        }
        for at in 0..self.devices.len() {
            self.devices[at].cut_until = None;
            self.power_fails(at)?;
        }
        self.flights.clear();
        self.come_to_rest()?;
        invariants::settled(self)
    }

    /// Everything goes to and fro until nobody has anything left to say.
    pub fn come_to_rest(&mut self) -> Outcome {
        for _ in 0..60 {
            self.now = self.now + 400_000;
            for at in 0..self.devices.len() {
                self.feed(at, Input::Wake)?;
                for _ in 0..400 {
                    let busy = !self.devices[at].commits.is_empty()
                        || !self.devices[at].calls.is_empty()
                        || !self.flights.is_empty();
                    if !busy {
                        break;
                    }
                    self.disk_writes(at)?;
                    self.network_moves(at)?;
                    while !self.flights.is_empty() {
                        self.answer_lands()?;
                    }
                    invariants::always(self)?;
                }
            }
            if self.devices.iter().all(|device| device.engine.phase() == Phase::Idle) && self.is_quiet() {
                // What the server lost and nobody sent again is not waited for without end.
                if !self.database.is_recovering(self.now) {
                    return Ok(());
                }
                self.now = self.now + RECOVERY_MS;
            }
        }
        let phases: Vec<_> = self.devices.iter().map(|device| device.engine.phase()).collect();
        Err(diverged(format!("not quiet: {phases:?}")))
    }

    /// Everybody looks at the conflicts on their device and decides some, several people the same one, before
    /// anybody hears of the others.
    pub fn decide(&mut self) -> Outcome {
        self.random = history::chances(self.seed, u32::MAX - 1);
        for at in 0..self.devices.len() {
            let replica = self.devices[at].engine.replica();
            let ids: Vec<_> = replica.ids().collect();
            let views: Vec<View> = ids.into_iter().filter_map(|id| replica.view(id)).collect();
            for conflict in views.iter().filter(|view| view.kind.known() == Some(Kind::Conflict)) {
                if self.random.chance(50) {
                    self.resolve(at, conflict);
                }
            }
            while !self.devices[at].commits.is_empty() {
                self.disk_writes(at)?;
            }
        }
        self.settle()
    }

    fn is_quiet(&self) -> bool {
        self.devices.iter().all(|device| {
            let held = &self.database.accounts[&device.id].held;
            held.keys().all(|scope| {
                let head = self.database.head(scope);
                let at = device.engine.replica().position(scope);
                let stands = at.is_some_and(|at| at.loading.is_none() && at.cursor.ver == head.ver);
                // In a scope nobody wrote in there is nowhere to stand.
                stands || (head.changes() == 0 && at.is_some_and(|at| at.loading.is_none()))
            }) && !device.engine.replica().outbox().any(|entry| entry.state == OutboxState::Queued)
        })
    }

    /// What happened in this history, for comparing two runs.
    pub fn fingerprint(&self) -> String {
        format!("{:?} {:?}", self.database.tables.heads, self.database.tables.journal.keys().count())
    }

    pub fn tell(&mut self, what: impl FnOnce() -> String) {
        if let Some(story) = &mut self.story {
            story.push(what());
        }
    }

    pub fn feed(&mut self, at: usize, input: Input) -> Outcome {
        let device = &mut self.devices[at];
        let before: Vec<_> =
            device.engine.replica().positions().map(|(scope, at)| (scope.clone(), at.clone())).collect();
        let effects = device.engine.handle(self.now, input);
        for (scope, was) in before {
            let is = device.engine.replica().position(&scope);
            if let Some(is) = is.filter(|is| is.loading.is_none() && was.loading.is_none())
                && is.cursor.epoch == was.cursor.epoch
                && is.cursor.ver < was.cursor.ver
            {
                return Err(diverged(format!("cursor of {scope} went back from {was:?} to {is:?}")));
            }
        }
        device.perform(effects);
        Ok(())
    }

    fn disk_writes(&mut self, at: usize) -> Outcome {
        match self.devices[at].write() {
            Some(id) => self.feed(at, Input::Committed(id)),
            None => Ok(()),
        }
    }

    fn power_fails(&mut self, at: usize) -> Outcome {
        self.tell(|| format!("the power of {at} fails"));
        let device = &mut self.devices[at];
        device.crash(&mut self.random);
        self.flights.retain(|flight| flight.device != at);
        let replica = self.devices[at].engine.replica();
        let id = self.devices[at].id;
        for seq in &self.devices[at].saved {
            let decided = self.database.tables.done.contains_key(&(id, *seq));
            let kept = replica.has_mutation(*seq);
            if !decided && !kept && !self.withdrawn.contains(&(id, *seq)) {
                return Err(lost(format!(
                    "mutation {seq} of {id} was called saved and is gone after a crash"
                )));
            }
        }
        Ok(())
    }

    /// A device has no line for a while.
    fn line_breaks(&mut self, at: usize) {
        let until = self.now + (self.random.next() % 400_000) as i64;
        self.tell(|| format!("the line of {at} breaks"));
        self.devices[at].cut_until = Some(until);
    }

    /// The disk of the database burns; what was copied is put back.
    fn backup_is_restored(&mut self) {
        let Some(backup) = self.backup.take() else { return };
        self.tell(|| "the backup is put back".to_owned());
        self.servers = Servers::default();
        self.database.restore(backup, self.now);
        self.audit.begin_anew();
        self.flights.iter_mut().for_each(|flight| flight.is_of_another_life = true);
    }

    fn traces_are_dropped(&mut self) {
        let scopes: Vec<_> =
            self.database.tables.heads.iter().map(|(scope, head)| (scope.clone(), *head)).collect();
        let Some((scope, head)) = self.random.pick(&scopes).cloned() else { return };
        let floor = head.ver - (self.random.next() % 4).min(head.changes());
        self.tell(|| format!("what is gone from {scope} before {floor} is forgotten"));
        self.database.compact(&scope, floor);
    }

    /// A person takes a refused mutation back, or sends it again.
    fn looks_at_refused(&mut self, at: usize) {
        let device = &mut self.devices[at];
        let parked =
            device.engine.replica().outbox().find(|entry| matches!(entry.state, OutboxState::Parked(_)));
        let Some(seq) = parked.map(|entry| entry.mutation.seq) else { return };
        if self.random.chance(50) {
            let effects = device.engine.withdraw(seq);
            if !effects.is_empty() {
                self.withdrawn.insert((device.id, seq));
            }
            device.perform(effects);
        } else if let Some((_, effects)) = device.engine.resend(self.now, seq, None) {
            // The refused counters are given up; the new ones are told to be saved by the disk.
            for op in effects.iter().flat_map(writes) {
                match op {
                    WriteOp::DropOutbox(seq) => {
                        self.withdrawn.insert((device.id, *seq));
                    }
                    WriteOp::PutOutbox(entry) => {
                        self.written.insert((device.id, entry.mutation.seq), entry.mutation.clone());
                    }
                    _ => {}
                }
            }
            device.perform(effects);
        }
    }

    /// The second officer loses the commune, or gets it back.
    fn right_changes(&mut self) {
        let id = self.devices[1].id;
        let Some(account) = self.database.accounts.get_mut(&id) else { return };
        let scope = ScopeId::commune(HERE);
        if account.held.remove(&scope).is_none() {
            account.held.insert(scope, Role::CommuneOfficer);
        }
    }

    fn person_acts(&mut self, at: usize) {
        if self.calm {
            return;
        }
        let views: Vec<View> = {
            let replica = self.devices[at].engine.replica();
            let ids: Vec<_> = replica.ids().collect();
            ids.into_iter().filter_map(|id| replica.view(id)).collect()
        };
        let of = |kind: Kind| -> Vec<View> {
            views.iter().filter(|view| view.kind.known() == Some(kind)).cloned().collect()
        };
        let role = self.database.accounts[&self.devices[at].id].held.values().next().copied();
        match self.random.below(11) {
            0 | 1 if role != Some(Role::FacilityOwner) && of(Kind::Facility).len() < 3 => {
                self.make_facility(at)
            }
            2 => {
                if let Some(facility) = self.random.pick(&of(Kind::Facility)).cloned() {
                    self.make_need(at, &facility);
                }
            }
            3 => {
                if let Some(need) = self.random.pick(&of(Kind::Need)).cloned() {
                    self.move_need(at, &need);
                }
            }
            4 => {
                if let Some(conflict) = self.random.pick(&of(Kind::Conflict)).cloned() {
                    self.resolve(at, &conflict);
                }
            }
            5 => {
                if let Some(task) = self.random.pick(&of(Kind::Duplicate)).cloned() {
                    self.decide_on_twins(at, &task);
                }
            }
            _ => {
                if let Some(facility) = self.random.pick(&of(Kind::Facility)).cloned() {
                    self.edit_facility(at, &facility, role);
                }
            }
        }
    }
}

fn writes(effect: &Effect) -> &[WriteOp] {
    match effect {
        Effect::Commit(_, batch) => &batch.ops,
        _ => &[],
    }
}
