//! The way between a device and the servers, and what the servers do with what arrives.

use domain::sync::batch::{Position, WriteBatch, WriteOp};
use domain::sync::engine::{CallId, Failure, Input, Request, Response};
use domain::sync::exchange::{Cursor, PushAnswer, PushRequest};

use crate::harm::Outcome;
use crate::invariants;
use crate::plants::Plant;
use crate::world::{Flight, World};

impl World {
    /// Of a hundred, how many calls or answers are lost.
    fn lossy(&self) -> u64 {
        if self.calm { 0 } else { 15 }
    }

    /// A call reaches a server, or not.
    pub fn network_moves(&mut self, at: usize) -> Outcome {
        let Some((call, request)) = self.devices[at].calls.pop() else { return Ok(()) };
        if self.devices[at].cut_until.is_some_and(|until| self.now < until)
            || self.random.chance(self.lossy())
        {
            return self.feed(at, Input::Failed(call, Failure::Offline));
        }
        let device = self.devices[at].id;
        if self.calm {
            self.asked.push((at, request.clone()));
        }
        match request {
            Request::Push(push) => self.push_arrives(at, call, &push),
            Request::Pull(pull) => {
                let answer = self.database.pull(self.now, &pull);
                invariants::no_leak(self, device, &answer)?;
                self.answer(at, call, Response::Pull(answer))
            }
            Request::Compare(compare) => match self.database.compare(&compare) {
                Some(answer) => self.answer(at, call, Response::Compare(answer)),
                None => self.feed(at, Input::Failed(call, Failure::Refused)),
            },
            Request::Copy { scope, page, .. } => {
                let server = self.random.below(3);
                let answer = match page {
                    None => self.database.manifest(server, device, &scope).map(Response::Manifest),
                    Some(name) => self.database.page(server, device, &scope, &name).map(Response::Page),
                };
                match answer {
                    Some(answer) => self.answer(at, call, answer),
                    None => self.feed(at, Input::Failed(call, Failure::Refused)),
                }
            }
        }
    }

    fn push_arrives(&mut self, at: usize, call: CallId, push: &PushRequest) -> Outcome {
        let server = self.random.below(3);
        if self.servers.begin(&mut self.database, server, (at, call), push)?.is_none() {
            return self.feed(at, Input::Failed(call, Failure::Unreachable));
        }
        if self.plant == Some(Plant::AnswerBeforeCommit)
            && let Some((at, call, answer)) = self.servers.foretell(&self.database, server, self.now)
        {
            self.flights.push(Flight {
                device: at,
                call,
                response: Response::Push(answer),
                is_of_another_life: false,
            });
        }
        // Others may come in between, unless everything comes to an end.
        if self.calm || self.random.chance(60) { self.server_commits(server) } else { Ok(()) }
    }

    /// A server that has a push open goes on with it, or dies.
    pub fn server_moves(&mut self) -> Outcome {
        let busy = self.servers.busy();
        let Some(server) = self.random.pick(&busy).copied() else { return Ok(()) };
        if self.random.chance(15) { self.server_dies(server) } else { self.server_commits(server) }
    }

    pub fn server_dies(&mut self, server: usize) -> Outcome {
        self.tell(|| format!("server {server} dies"));
        self.database.kept.retain(|(of, ..), _| *of != server);
        match self.servers.die(server) {
            Some(open) => self.feed(open.at, Input::Failed(open.call, Failure::Unreachable)),
            None => Ok(()),
        }
    }

    fn server_commits(&mut self, server: usize) -> Outcome {
        let Some((open, answer)) = self.servers.commit(&mut self.database, server, self.now) else {
            return Ok(());
        };
        if self.plant == Some(Plant::CursorByPush) {
            self.move_cursor(open.at, &answer);
        }
        // It may have died since: what is written stays, the answer is never sent.
        self.answer(open.at, open.call, Response::Push(answer))
    }

    /// An answer starts back, once, twice or never.
    fn answer(&mut self, at: usize, call: CallId, response: Response) -> Outcome {
        if self.random.chance(self.lossy()) {
            return self.feed(at, Input::Failed(call, Failure::Unreachable));
        }
        if self.random.chance(self.lossy()) {
            self.flights.push(Flight {
                device: at,
                call,
                response: response.clone(),
                is_of_another_life: false,
            });
        }
        self.flights.push(Flight { device: at, call, response, is_of_another_life: false });
        Ok(())
    }

    pub fn answer_lands(&mut self) -> Outcome {
        if self.flights.is_empty() {
            return Ok(());
        }
        let index = self.random.below(self.flights.len());
        let flight = self.flights.swap_remove(index);
        let id = self.devices[flight.device].id;
        if let Response::Push(answer) = &flight.response
            && !flight.is_of_another_life
        {
            let effective = answer.results.iter().filter(|result| result.outcome.is_effective());
            let told: Vec<_> = effective.map(|result| (id, result.seq)).collect();
            self.audit.told(&self.database.tables, &told)?;
        }
        let again = flight.response.clone();
        self.feed(flight.device, Input::Answered(flight.call, flight.response))?;
        invariants::idempotent(&self.devices[flight.device], self.now, &again)
    }

    /// The planted bug: the device believes that what it pushed is all that was new.
    fn move_cursor(&mut self, at: usize, answer: &PushAnswer) {
        let device = &mut self.devices[at];
        let mut ops = Vec::new();
        for result in &answer.results {
            let entry = device.engine.replica().outbox_entry(result.seq);
            let (Some(entry), Some(ver)) = (entry, result.outcome.ver()) else { continue };
            let scope = entry.mutation.scope.clone();
            let at = device.engine.replica().position(&scope);
            if let Some(at) = at.filter(|at| at.loading.is_none() && at.cursor.ver < ver) {
                let cursor = Cursor { ver, ..at.cursor };
                ops.push(WriteOp::PutPosition(scope, Position { cursor, loading: None }));
            }
        }
        device.tamper(&WriteBatch { ops, ..WriteBatch::default() });
    }
}
