//! The support that stands on what was carried out for a facility: a project pays for it, no more than the project has,
//! and no more than the norm allows for what it cost.

use alloc::vec::Vec;

use crate::id::RecordId;
use crate::norm::{Ask, NormCase, NormItem, support_max};
use crate::record::Kind;
use crate::record::family::{Kin, Subject};
use crate::record::field::Choice;
use crate::record::need::Activity;
use crate::record::project::lists::Funding;
use crate::record::reference::cost_norm;
use crate::record::rule::{Problem, ProblemCode, day, number};
use crate::value::Document;

/// Where a kind says what was supported.
struct Amount {
    kind: Kind,
    field: &'static str,
    /// The activity whose norm binds it, and the field with what it cost.
    norm: Option<(Activity, &'static str)>,
}

const AMOUNTS: [Amount; 4] = [
    Amount { kind: Kind::FairBooth, field: "supported", norm: Some((Activity::FairJoin, "price")) },
    Amount { kind: Kind::Relocation, field: "supported", norm: Some((Activity::Relocate, "interest_paid")) },
    Amount { kind: Kind::Consulting, field: "cost", norm: None },
    Amount { kind: Kind::Startup, field: "cost", norm: Some((Activity::Startup, "cost")) },
];

/// What keeps an amount from being written down.
pub fn check(kind: Kind, subject: &Subject<'_>, kin: &dyn Kin) -> Vec<Problem> {
    let Some(Amount { field, norm, .. }) = AMOUNTS.iter().find(|amount| amount.kind == kind) else {
        return Vec::new();
    };
    let amount = number(subject.after, field).unwrap_or(0);
    if amount == 0 || subject.before.get(field) == subject.after.get(field) {
        return Vec::new();
    }
    let Some((id, project)) = project_of(subject.after, kin) else {
        return Vec::from([Problem::new(field, ProblemCode::NobodyPays)]);
    };
    let others = kin.all(kind).into_iter().filter(|(other, doc)| {
        *other != subject.id && project_of(doc, kin).is_some_and(|(project, _)| project == id)
    });
    let sum = others.filter_map(|(_, doc)| number(&doc, field)).fold(amount, i64::saturating_add);
    let granted =
        ["settlement_amount", "support_approved"].into_iter().find_map(|field| number(&project, field));
    let ceiling =
        norm.and_then(|(activity, cost)| ask(&project, activity, number(subject.after, cost)?, subject, kin));
    let limits = [
        (sum > granted.unwrap_or(0), ProblemCode::AboveProject),
        (ceiling.is_some_and(|most| amount > most), ProblemCode::AboveNorm),
    ];
    let over = limits.into_iter().filter(|(is_over, _)| *is_over);
    over.map(|(_, code)| Problem::new(field, code)).collect()
}

/// The project that pays: its own, or that of its fair.
fn project_of(doc: &Document, kin: &dyn Kin) -> Option<(RecordId, Document)> {
    let own = doc.text("project").map(|id| id.parse().ok());
    let of_fair = || kin.get(doc.text("fair")?.parse().ok()?)?.1.text("project")?.parse().ok();
    let id: RecordId = own.unwrap_or_else(of_fair)?;
    kin.get(id).filter(|(kind, _)| *kind == Kind::Project).map(|(_, project)| (id, project))
}

fn ask(
    project: &Document,
    activity: Activity,
    cost: i64,
    subject: &Subject<'_>,
    kin: &dyn Kin,
) -> Option<i64> {
    let entries: Vec<Document> = kin.all(Kind::CostNorm).into_iter().map(|(_, doc)| doc).collect();
    let ask = Ask {
        activity,
        item: project.text("norm_item").and_then(NormItem::from_code).unwrap_or(NormItem::Main),
        case: NormCase::Single,
        funding: project.text("funding").and_then(Funding::from_code)?,
        approved_on: day(project, "decision_date").unwrap_or(subject.today),
        eligible_cost_vnd: cost,
    };
    support_max(&cost_norm::in_use(&entries), &ask).ok().map(|ceiling| ceiling.amount_vnd)
}
