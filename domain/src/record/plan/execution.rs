//! What became of a plan (DOMAIN §7.1, §4.1): the money each line was given by contract, was paid and was
//! settled at, held against what was planned, and the money of projects that no line names.

use alloc::borrow::ToOwned;
use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::id::RecordId;
use crate::record::disbursement::account;
use crate::record::plan_line::subject;
use crate::record::rule::number;
use crate::value::Document;

/// How far the money of one line is, or of all; in đồng.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Spending {
    /// Support the plan names.
    pub planned: i64,
    /// Support promised by a contract.
    pub contracted: i64,
    /// Advanced and paid, less what came back.
    pub disbursed: i64,
    /// Support as settled.
    pub settled: i64,
}

impl Spending {
    fn of(project: &Funded, planned: i64) -> Self {
        let amount = |field: &str| number(&project.doc, field).unwrap_or(0);
        let is_signed = project.doc.text("contract_no").is_some();
        Self {
            planned,
            contracted: if is_signed { amount("support_approved") } else { 0 },
            disbursed: account::sums(project.disbursements.iter().map(|(_, doc)| doc)).held_vnd(),
            settled: amount("settlement_amount"),
        }
    }

    fn plus(self, other: Self) -> Self {
        Self {
            planned: self.planned.saturating_add(other.planned),
            contracted: self.contracted.saturating_add(other.contracted),
            disbursed: self.disbursed.saturating_add(other.disbursed),
            settled: self.settled.saturating_add(other.settled),
        }
    }

    /// Paid of what was planned, per cent; `None` when nothing was planned.
    pub fn percent(self) -> Option<i64> {
        (self.planned > 0).then(|| self.disbursed.saturating_mul(100) / self.planned)
    }

    /// Whether more was promised or paid than planned.
    pub fn is_over(self) -> bool {
        self.contracted.max(self.disbursed) > self.planned
    }
}

/// A project of the year and money of a plan, with its disbursements.
#[derive(Clone, PartialEq, Debug)]
pub struct Funded {
    /// The project.
    pub id: RecordId,
    /// Its fields.
    pub doc: Document,
    /// Its disbursements.
    pub disbursements: Vec<(RecordId, Document)>,
}

/// One line of the plan, or a project without one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Carried {
    /// The line; `None` for a project that has none.
    pub line: Option<RecordId>,
    /// The project that carries it out, once there is one.
    pub project: Option<RecordId>,
    /// Its money.
    pub spending: Spending,
}

/// What became of a plan.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Execution {
    /// Line by line, in their order.
    pub lines: Vec<Carried>,
    /// Projects with a contract or money and without a line.
    pub unplanned: Vec<Carried>,
    /// All of them together.
    pub all: Spending,
}

/// Holds the lines of a plan against the projects of its year and money. Every project counts once.
pub fn execution(lines: &[(RecordId, Document)], projects: &[Funded]) -> Execution {
    let mut by_subject: BTreeMap<String, &Funded> = BTreeMap::new();
    for project in projects {
        if let Some(need) = project.doc.text("need") {
            by_subject.insert(need.to_owned(), project);
        }
        by_subject.insert(project.id.to_string(), project);
    }
    let mut named = Vec::new();
    let mut done = Execution::default();
    for (id, line) in lines {
        let planned = number(line, "support").unwrap_or(0);
        let project = subject(line).and_then(|of| by_subject.get(&of).copied());
        let project = project.filter(|project| !named.contains(&project.id));
        named.extend(project.map(|project| project.id));
        let none = Spending { planned, ..Spending::default() };
        let spending = project.map_or(none, |project| Spending::of(project, planned));
        done.lines.push(Carried { line: Some(*id), project: project.map(|project| project.id), spending });
    }
    for project in projects.iter().filter(|project| !named.contains(&project.id)) {
        let spending = Spending::of(project, 0);
        if spending != Spending::default() {
            done.unplanned.push(Carried { line: None, project: Some(project.id), spending });
        }
    }
    done.all =
        done.lines.iter().chain(&done.unplanned).fold(Spending::default(), |sum, of| sum.plus(of.spending));
    done
}
