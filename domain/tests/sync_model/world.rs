//! Everything together: people who type, disks, wires, the server, and what goes wrong.

use std::collections::{BTreeMap, BTreeSet};

use domain::change::Mutation;
use domain::clock::Millis;
use domain::id::{DeviceId, ScopeId, UserId};
use domain::record::Kind;
use domain::role::Role;
use domain::sync::batch::WriteOp;
use domain::sync::engine::{CallId, Effect, Failure, Input, Phase, Request, Response};
use domain::sync::replica::View;

use crate::device::Device;
use crate::invariants;
use crate::random::Random;
use crate::server::{Account, Server};

/// Bugs that the simulation must find.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Plant {
    /// The server forgets which mutations it has decided.
    NoDedup,
    /// The outbox is written without waiting for the disk.
    RelaxedOutbox,
    /// The server does not compare versions: the last writer wins.
    BlindOverwrite,
    /// The push answer moves the cursor.
    CursorByPush,
    /// The server does not tell that a record left a scope.
    DroppedLeave,
    /// The server does not look who holds a key.
    BlindToTwins,
}

impl Plant {
    pub const ALL: [Self; 6] = [
        Self::NoDedup,
        Self::RelaxedOutbox,
        Self::BlindOverwrite,
        Self::CursorByPush,
        Self::DroppedLeave,
        Self::BlindToTwins,
    ];
}

/// An answer on its way back.
struct Flight {
    device: usize,
    call: CallId,
    response: Response,
}

pub struct World {
    pub now: Millis,
    pub server: Server,
    pub devices: Vec<Device>,
    /// Mutations as they were recorded, by device and counter.
    pub written: BTreeMap<(DeviceId, u64), Mutation>,
    /// Mutations that a person took back.
    pub withdrawn: BTreeSet<(DeviceId, u64)>,
    /// Effective answers that reached a device.
    pub acknowledged: BTreeSet<(DeviceId, u64)>,
    flights: Vec<Flight>,
    pub random: Random,
    plant: Option<Plant>,
    pub owner: UserId,
    calm: bool,
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
        let mut server = Server { plant, ..Server::default() };
        let mut devices = Vec::new();
        for (name, role, scopes) in people {
            let id = DeviceId(random.uuid());
            let user = if role == Role::FacilityOwner { owner } else { UserId(random.uuid()) };
            let held = scopes.into_iter().map(|scope| (scope, role)).collect();
            server.accounts.insert(id, Account { user, name: name.into(), held });
            devices.push(Device::new(id, random.next(), plant));
        }
        Self {
            now: Millis(1_790_000_000_000),
            server,
            devices,
            written: BTreeMap::new(),
            withdrawn: BTreeSet::new(),
            acknowledged: BTreeSet::new(),
            flights: Vec::new(),
            random,
            plant,
            owner,
            calm: false,
        }
    }

    /// One thing happens somewhere.
    pub fn step(&mut self) -> Result<(), String> {
        self.now = self.now + 500 + (self.random.next() % 4_000) as i64;
        let at = self.random.below(self.devices.len());
        match self.random.below(100) {
            0..=24 => self.person_acts(at),
            25..=49 => self.disk_writes(at)?,
            50..=68 => self.network_moves(at)?,
            69..=82 => self.answer_lands()?,
            83..=92 => self.feed(at, Input::Wake)?,
            93..=96 => self.power_fails(at)?,
            97 => self.looks_at_refused(at),
            _ => self.right_changes(),
        }
        invariants::always(self)
    }

    /// Everybody stops typing, everything that can arrive arrives; then the books must agree.
    pub fn settle(&mut self) -> Result<(), String> {
        self.calm = true;
        for at in 0..self.devices.len() {
            self.power_fails(at)?;
        }
        self.flights.clear();
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
                return invariants::settled(self);
            }
        }
        Err(format!(
            "not quiet: {:?}",
            self.devices.iter().map(|device| device.engine.phase()).collect::<Vec<_>>()
        ))
    }

    fn is_quiet(&self) -> bool {
        self.devices.iter().all(|device| {
            let held = &self.server.accounts[&device.id].held;
            held.keys().all(|scope| {
                let head = self.server.head(scope);
                let at = device.engine.replica().position(scope);
                at.is_some_and(|at| at.loading.is_none() && at.cursor.ver == head.ver)
            })
        })
    }

    /// What happened in this history, for comparing two runs.
    pub fn fingerprint(&self) -> String {
        format!("{:?} {:?}", self.server.heads, self.server.journal.keys().count())
    }

    fn feed(&mut self, at: usize, input: Input) -> Result<(), String> {
        let device = &mut self.devices[at];
        let before: BTreeMap<_, _> =
            device.engine.replica().positions().map(|(scope, at)| (scope.clone(), at.clone())).collect();
        let effects = device.engine.handle(self.now, input);
        for (scope, was) in before {
            let is = device.engine.replica().position(&scope);
            if let Some(is) = is.filter(|is| is.loading.is_none() && was.loading.is_none())
                && is.cursor.epoch == was.cursor.epoch
                && is.cursor.ver < was.cursor.ver
            {
                return Err(format!("cursor of {scope} went back from {was:?} to {is:?}"));
            }
        }
        device.perform(effects);
        Ok(())
    }

    fn disk_writes(&mut self, at: usize) -> Result<(), String> {
        match self.devices[at].write() {
            Some(id) => self.feed(at, Input::Committed(id)),
            None => Ok(()),
        }
    }

    /// A call reaches the server, or not; its answer starts back, once, twice or never.
    fn network_moves(&mut self, at: usize) -> Result<(), String> {
        let Some((call, request)) = self.devices[at].calls.pop() else { return Ok(()) };
        let lossy = if self.calm { 0 } else { 15 };
        if self.random.chance(lossy) {
            return self.feed(at, Input::Failed(call, Failure::Offline));
        }
        let device = self.devices[at].id;
        let response = match &request {
            Request::Push(push) => Response::Push(self.server.push(self.now, push)?),
            Request::Pull(pull) => {
                let mut answer = self.server.pull(self.now, pull);
                if self.plant == Some(Plant::DroppedLeave) {
                    for page in &mut answer.pages {
                        if let domain::sync::exchange::ScopePage::Delta(delta) = page {
                            delta.rows.retain(|row| !row.gone);
                            delta.check = None;
                        }
                    }
                }
                invariants::no_leak(self, device, &answer)?;
                Response::Pull(answer)
            }
            Request::Snapshot { scope, after, .. } => match self.server.snapshot(device, scope, *after) {
                Some(page) => Response::Snapshot(page),
                None => return self.feed(at, Input::Failed(call, Failure::Refused)),
            },
        };
        if let (Some(Plant::CursorByPush), Response::Push(answer)) = (self.plant, &response) {
            self.move_cursor(at, answer);
        }
        if self.random.chance(lossy) {
            return self.feed(at, Input::Failed(call, Failure::Unreachable));
        }
        if self.random.chance(lossy) {
            self.flights.push(Flight { device: at, call, response: response.clone() });
        }
        self.flights.push(Flight { device: at, call, response });
        Ok(())
    }

    /// The planted bug: the device believes that what it pushed is all that was new.
    fn move_cursor(&mut self, at: usize, answer: &domain::sync::exchange::PushAnswer) {
        use domain::sync::batch::{Position, WriteBatch, WriteOp};
        let device = &mut self.devices[at];
        let mut ops = Vec::new();
        for result in &answer.results {
            let entry = device.engine.replica().outbox_entry(result.seq);
            let (Some(entry), Some(ver)) = (entry, result.outcome.ver()) else { continue };
            let scope = entry.mutation.scope.clone();
            let at = device.engine.replica().position(&scope);
            if let Some(at) = at.filter(|at| at.loading.is_none() && at.cursor.ver < ver) {
                let cursor = domain::sync::exchange::Cursor { ver, ..at.cursor };
                ops.push(WriteOp::PutPosition(scope, Position { cursor, loading: None }));
            }
        }
        device.tamper(&WriteBatch { ops, ..WriteBatch::default() });
    }

    fn answer_lands(&mut self) -> Result<(), String> {
        if self.flights.is_empty() {
            return Ok(());
        }
        let index = self.random.below(self.flights.len());
        let flight = self.flights.swap_remove(index);
        let id = self.devices[flight.device].id;
        if let Response::Push(answer) = &flight.response {
            let effective = answer.results.iter().filter(|result| result.outcome.is_effective());
            self.acknowledged.extend(effective.map(|result| (id, result.seq)));
        }
        let again = flight.response.clone();
        self.feed(flight.device, Input::Answered(flight.call, flight.response))?;
        invariants::idempotent(&self.devices[flight.device], self.now, &again)
    }

    fn power_fails(&mut self, at: usize) -> Result<(), String> {
        let device = &mut self.devices[at];
        device.crash(&mut self.random);
        self.flights.retain(|flight| flight.device != at);
        let replica = self.devices[at].engine.replica();
        let id = self.devices[at].id;
        for seq in &self.devices[at].saved {
            let decided = self.server.done.contains_key(&(id, *seq));
            let kept = replica.outbox_entry(*seq).is_some();
            if !decided && !kept && !self.withdrawn.contains(&(id, *seq)) {
                return Err(format!("mutation {seq} of {id} was called saved and is gone after a crash"));
            }
        }
        Ok(())
    }

    /// A person takes a refused mutation back, or sends it again.
    fn looks_at_refused(&mut self, at: usize) {
        let device = &mut self.devices[at];
        let parked = device
            .engine
            .replica()
            .outbox()
            .find(|entry| matches!(entry.state, domain::sync::batch::OutboxState::Parked(_)));
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
        let Some(account) = self.server.accounts.get_mut(&id) else { return };
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
        let role = self.server.accounts[&self.devices[at].id].held.values().next().copied();
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
