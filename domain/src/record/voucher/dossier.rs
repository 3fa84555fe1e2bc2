//! The records of a project as the dossier that is checked before it is sent (DOMAIN §4.5).

use alloc::borrow::ToOwned;
use alloc::vec::Vec;

use chrono::NaiveDate;

use super::invoice_of;
use crate::id::RecordId;
use crate::norm::national::NATIONAL;
use crate::norm::{Ask, Norm, support_max};
use crate::record::Kind;
use crate::record::facility::lists::LegalForm;
use crate::record::family::Kin;
use crate::record::field::Choice;
use crate::record::need::Activity;
use crate::record::paper::list::settlement_due;
use crate::record::project::lists::ImplementingUnit;
use crate::record::project::norm_ask::norm_ask;
use crate::record::reference::organisation::OrganisationRole;
use crate::record::reference::{applies_on, cost_norm};
use crate::record::rule::{day, number};
use crate::settlement::checks::{
    Billing, Covers, Dossier, Elsewhere, Machine, Party, Report, Voucher, check,
};
use crate::settlement::invoice::SerialKey;
use crate::value::{Document, Value};

/// What a dossier consists of.
#[derive(Clone, Copy, Debug)]
pub struct Parts<'a> {
    /// The project.
    pub project: &'a Document,
    /// The beneficiary, when it has one.
    pub facility: Option<&'a Document>,
    /// Its vouchers.
    pub vouchers: &'a [Document],
    /// Its machines.
    pub machines: &'a [Document],
    /// The organisations as they are named on papers.
    pub organisations: &'a [Document],
    /// The norms in force.
    pub norms: &'a [Norm],
    /// The day.
    pub today: NaiveDate,
}

/// The dossier to be checked.
pub fn dossier(parts: Parts<'_>) -> Dossier {
    let Parts { project, today, .. } = parts;
    let ceiling = asked(project, parts.vouchers, today)
        .and_then(|ask| Some(support_max(parts.norms, &ask).ok()?.amount_vnd));
    Dossier {
        buyers: parts.facility.map(beneficiary).unwrap_or_default().into_iter().chain(unit(&parts)).collect(),
        approved_on: day(project, "decision_date"),
        contract_from: day(project, "contract_date"),
        contract_to: day(project, "planned_end"),
        billing: project.text("billing").and_then(Billing::from_code),
        counterpart_vnd: counterpart(project),
        claimed_vnd: number(project, "settlement_amount").or_else(|| number(project, "support_approved")),
        ceiling_vnd: ceiling,
        due_on: settlement_due(project),
        sent_on: day(project, "settlement_dossier_on").unwrap_or(today),
        vouchers: parts.vouchers.iter().map(voucher).collect(),
        machines: parts.machines.iter().map(|doc| Machine { serial: serial_of(doc) }).collect(),
    }
}

/// What the checks say of a project as it stands in the book. What other projects have listed is told where it
/// is written: two records with one invoice or plate make a task.
pub fn report((id, project): (RecordId, &Document), kin: &dyn Kin, today: NaiveDate) -> Report {
    let docs = |kind| kin.children(id, kind).into_iter().map(|(_, doc)| doc).collect::<Vec<_>>();
    let (vouchers, machines) = (docs(Kind::Voucher), docs(Kind::MachineItem));
    let facility = project.text("facility").and_then(|id| kin.get(id.parse().ok()?)).map(|(_, doc)| doc);
    let mut organisations: Vec<Document> =
        kin.all(Kind::Organisation).into_iter().map(|(_, doc)| doc).collect();
    organisations.retain(|doc| applies_on(doc, today));
    let norms = kin.all(Kind::CostNorm);
    let norms: Vec<Norm> = norms.iter().filter_map(|(_, doc)| cost_norm::norm_in_use(doc)).collect();
    let norms = if norms.is_empty() { NATIONAL.to_vec() } else { norms };
    let parts = Parts {
        project,
        facility: facility.as_ref(),
        vouchers: &vouchers,
        machines: &machines,
        organisations: &organisations,
        norms: &norms,
        today,
    };
    check(&dossier(parts), &Elsewhere::default())
}

/// The machine of a record that has a plate.
pub fn serial_of(machine: &Document) -> Option<SerialKey> {
    SerialKey::new(machine.text("serial")?)
}

/// The beneficiary; a household is its owner, under the same tax code.
fn beneficiary(facility: &Document) -> Vec<Party> {
    let is_household =
        facility.text("legal_form").and_then(LegalForm::from_code) == Some(LegalForm::HoKinhDoanh);
    let owner = facility.text("owner_name").filter(|_| is_household);
    let party = |name: &str| Party {
        name: name.to_owned(),
        tax_code: facility.text("tax_code").map(ToOwned::to_owned),
    };
    facility.text("name").into_iter().chain(owner).map(party).collect()
}

/// Who carries the project out, where the money is spent in their name.
fn unit(parts: &Parts<'_>) -> Vec<Party> {
    let project = parts.project;
    let activity = project.text("activity").and_then(Activity::from_code);
    if !activity.is_some_and(Activity::is_spent_by_unit) {
        return Vec::new();
    }
    let names: Vec<&str> = match project.text("implementing_unit").and_then(ImplementingUnit::from_code) {
        Some(ImplementingUnit::Centre) => {
            let centre = OrganisationRole::Centre.code();
            let all = parts.organisations.iter().filter(|doc| doc.text("role") == Some(centre));
            all.filter_map(|doc| doc.text("name")).collect()
        }
        Some(ImplementingUnit::Other) => project.text("implementing_name").into_iter().collect(),
        Some(ImplementingUnit::Facility) | None => Vec::new(),
    };
    // The book keeps no tax codes of the offices: the name decides.
    names.into_iter().map(|name| Party { name: name.to_owned(), tax_code: None }).collect()
}

/// Own money to be shown; nothing is known while nobody has said whether it was committed.
fn counterpart(project: &Document) -> Option<i64> {
    match (project.get("counterpart_committed"), number(project, "counterpart")) {
        (_, Some(0)) | (Some(Value::Bool(false)), _) => Some(0),
        (Some(Value::Bool(true)), amount) => amount,
        _ => None,
    }
}

/// What the norm is asked: once the work is accepted and its vouchers are listed, by what it really cost.
fn asked(project: &Document, vouchers: &[Document], today: NaiveDate) -> Option<Ask> {
    let ask = norm_ask(project, today)?;
    let is_listed = project.text("billing").and_then(Billing::from_code) == Some(Billing::VoucherList);
    if !is_listed || vouchers.is_empty() || day(project, "acceptance_date").is_none() {
        return Some(ask);
    }
    let amounts = vouchers.iter().map(|doc| number(doc, "amount"));
    let spent = amounts.sum::<Option<i64>>()?;
    Some(Ask { eligible_cost_vnd: ask.eligible_cost_vnd.min(spent), ..ask })
}

fn voucher(doc: &Document) -> Voucher {
    let buyer = doc.text("buyer_name").map(|name| Party {
        name: name.to_owned(),
        tax_code: doc.text("buyer_tax_code").map(ToOwned::to_owned),
    });
    let amount_vnd = number(doc, "amount");
    Voucher {
        invoice: invoice_of(doc),
        issued_on: day(doc, "issued_on"),
        buyer,
        amount_vnd,
        listed_vnd: number(doc, "listed_amount"),
        covers: doc.text("covers").and_then(Covers::from_code).unwrap_or(Covers::Item),
    }
}

/// The vouchers of one list, in the order of their days.
pub fn of_list(vouchers: &[Document], covers: Covers) -> Vec<Document> {
    let mut list: Vec<Document> =
        vouchers.iter().filter(|doc| doc.text("covers") == Some(covers.code())).cloned().collect();
    crate::ordering::sort_by_key(&mut list, |doc| day(doc, "issued_on"));
    list
}
