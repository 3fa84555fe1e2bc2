//! What the lines of a plan come to, held against its money, and how two versions of a plan differ.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;

use crate::id::RecordId;
use crate::ordering;
use crate::record::field::Choice;
use crate::record::need::Activity;
use crate::record::plan_line::subject;
use crate::record::rule::number;
use crate::record::stage::ProjectStage;
use crate::value::Document;

/// Lines of one activity, or of a whole plan.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Sum {
    /// Lines.
    pub lines: usize,
    /// What they count together.
    pub quantity: i64,
    /// Support, đồng.
    pub support: i64,
    /// Money of the beneficiaries, đồng.
    pub counterpart: i64,
}

impl Sum {
    fn add(&mut self, line: &Document) {
        let of = |field: &str| number(line, field).unwrap_or(0);
        self.lines += 1;
        self.quantity = self.quantity.saturating_add(of("quantity"));
        self.support = self.support.saturating_add(of("support"));
        self.counterpart = self.counterpart.saturating_add(of("counterpart"));
    }
}

/// The sum of all lines, and by activity in the order of the law.
pub fn sums<'a>(lines: impl IntoIterator<Item = &'a Document>) -> (Sum, Vec<(Activity, Sum)>) {
    let mut all = Sum::default();
    let mut by: BTreeMap<Activity, Sum> = BTreeMap::new();
    for line in lines {
        all.add(line);
        if let Some(activity) = line.text("activity").and_then(Activity::from_code) {
            by.entry(activity).or_default().add(line);
        }
    }
    (all, by.into_iter().collect())
}

/// One line that is not the same in two versions.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Difference<'a> {
    /// Only in the new one.
    Added(&'a Document),
    /// Only in the old one.
    Dropped(&'a Document),
    /// In both, with other values in these fields.
    Changed {
        /// As it was.
        from: &'a Document,
        /// As it is.
        to: &'a Document,
        /// Which fields.
        fields: Vec<&'static str>,
    },
}

/// What is compared in a line.
const COMPARED: [&str; 8] =
    ["title", "activity", "unit", "place_text", "quantity", "quarter", "support", "counterpart"];

/// How a new version differs from the one before, in the order of the new one; what was dropped comes last.
pub fn differences<'a>(before: &'a [Document], after: &'a [Document]) -> Vec<Difference<'a>> {
    let mut old: BTreeMap<String, &Document> = ordering::map(before.iter().map(|line| (key(line), line)));
    let mut found = Vec::new();
    for line in after {
        let Some(from) = old.remove(&key(line)) else {
            found.push(Difference::Added(line));
            continue;
        };
        let fields: Vec<&str> =
            COMPARED.iter().copied().filter(|field| from.get(field) != line.get(field)).collect();
        if !fields.is_empty() {
            found.push(Difference::Changed { from, to: line, fields });
        }
    }
    found.extend(old.into_values().map(Difference::Dropped));
    found
}

/// Lines without a project or need are the same when they are called the same.
fn key(line: &Document) -> String {
    subject(line).unwrap_or_else(|| crate::search::fold_vi(line.text("title").unwrap_or_default()))
}

/// What the book says a plan should be changed by.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Proposal {
    /// A project of this year and money has no line.
    Add {
        /// The project.
        project: RecordId,
    },
    /// The project of a line came to an end without work.
    Drop {
        /// The line.
        line: RecordId,
    },
    /// The support approved for the project is not what the line says.
    Amount {
        /// The line.
        line: RecordId,
        /// Approved, đồng.
        approved: i64,
    },
}

/// What should be changed in a plan: lines and projects of its year and money.
pub fn proposals(lines: &[(RecordId, Document)], projects: &[(RecordId, Document)]) -> Vec<Proposal> {
    let by_id: BTreeMap<RecordId, &Document> = ordering::map(projects.iter().map(|(id, doc)| (*id, doc)));
    let of = |line: &Document| -> Option<RecordId> { line.text("project")?.parse().ok() };
    let named: BTreeSet<RecordId> = ordering::set(lines.iter().filter_map(|(_, line)| of(line)));
    let needs: BTreeSet<&str> = ordering::set(lines.iter().filter_map(|(_, line)| line.text("need")));
    let mut found = Vec::new();
    for (id, line) in lines {
        let Some(project) = of(line).and_then(|id| by_id.get(&id)) else { continue };
        let approved = number(project, "support_approved");
        match stage(project) {
            Some(stage) if is_without_work(stage) => found.push(Proposal::Drop { line: *id }),
            Some(_) | None => match (approved, number(line, "support")) {
                (Some(approved), planned) if planned != Some(approved) => {
                    found.push(Proposal::Amount { line: *id, approved });
                }
                (Some(_) | None, _) => {}
            },
        }
    }
    for (id, project) in projects {
        let has_line = named.contains(id) || project.text("need").is_some_and(|need| needs.contains(need));
        if !has_line && stage(project).is_some_and(is_plannable) {
            found.push(Proposal::Add { project: *id });
        }
    }
    found
}

fn stage(project: &Document) -> Option<ProjectStage> {
    ProjectStage::from_code(project.text("stage")?)
}

/// Ended before anything was done.
const fn is_without_work(stage: ProjectStage) -> bool {
    matches!(
        stage,
        ProjectStage::Rejected | ProjectStage::Withdrawn | ProjectStage::Cancelled | ProjectStage::Deferred
    )
}

/// Whether a project belongs into a plan: appraised or further, and not at an early end.
pub const fn is_plannable(stage: ProjectStage) -> bool {
    match stage {
        ProjectStage::UpperAppraisal
        | ProjectStage::Planned
        | ProjectStage::Approved
        | ProjectStage::GroupPlanReview
        | ProjectStage::Contracted
        | ProjectStage::InProgress
        | ProjectStage::Adjusting
        | ProjectStage::AwaitingAcceptance
        | ProjectStage::Suspended
        | ProjectStage::Accepted
        | ProjectStage::Settling
        | ProjectStage::Settled
        | ProjectStage::YearClosed
        | ProjectStage::PostCheck
        | ProjectStage::Closed => true,
        ProjectStage::Draft
        | ProjectStage::Submitted
        | ProjectStage::Returned
        | ProjectStage::BaseAppraisal
        | ProjectStage::Stopped
        | ProjectStage::Deferred
        | ProjectStage::Recovering
        | ProjectStage::Rejected
        | ProjectStage::Withdrawn
        | ProjectStage::Cancelled => false,
    }
}
