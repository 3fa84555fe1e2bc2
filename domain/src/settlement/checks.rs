//! Checks of a settlement dossier before it is sent: R01, R02, R03, R04, R10, R13, R14, and whether
//! an invoice or a machine was settled before. All findings at once; what cannot be checked is told.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use chrono::NaiveDate;

use super::invoice::{InvoiceKey, SerialKey};
use super::reason::ReturnReason;
use crate::id::RecordId;
use crate::record::macros::choices;
use crate::similar::Name;

/// Who an invoice may be made out to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Party {
    /// Name.
    pub name: String,
    /// Tax code, digits; cooperative groups may have none.
    pub tax_code: Option<String>,
}

choices! {
    /// What a voucher is for.
    Covers = "voucher_covers";
    /// The supported item.
    Item = "item",
    /// The counterpart beside it.
    Counterpart = "counterpart",
}

/// One voucher. `None` is "not recorded".
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Voucher {
    /// Seller, series and number.
    pub invoice: Option<InvoiceKey>,
    /// Day of issue.
    pub issued_on: Option<NaiveDate>,
    /// Who it is made out to.
    pub buyer: Option<Party>,
    /// Amount on it, đồng.
    pub amount_vnd: Option<i64>,
    /// Amount in the voucher list 8a/8b, đồng; 0 when it does not stand there.
    pub listed_vnd: Option<i64>,
    /// What it is for.
    pub covers: Covers,
}

/// One machine that is settled.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Machine {
    /// Its serial number.
    pub serial: Option<SerialKey>,
}

choices! {
    /// What the unit that settles hands in for its costs.
    Billing = "billing";
    /// It issues an invoice itself.
    Invoice = "invoice",
    /// It issues none and lists its vouchers (forms 7, 8a/8b).
    VoucherList = "voucher_list",
}

/// A dossier. `None` is "not known".
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Dossier {
    /// Who may stand on the invoices: the beneficiary, and the unit where it buys itself.
    pub buyers: Vec<Party>,
    /// Day of the approval.
    pub approved_on: Option<NaiveDate>,
    /// First day of the contract.
    pub contract_from: Option<NaiveDate>,
    /// Last day, extensions included.
    pub contract_to: Option<NaiveDate>,
    /// How costs are handed in.
    pub billing: Option<Billing>,
    /// Own money the beneficiary has committed, đồng; 0 when the support is no share of a cost.
    pub counterpart_vnd: Option<i64>,
    /// Support that is settled, đồng.
    pub claimed_vnd: Option<i64>,
    /// The most the norm allows, đồng.
    pub ceiling_vnd: Option<i64>,
    /// Last day the dossier is in time.
    pub due_on: Option<NaiveDate>,
    /// Day it is sent.
    pub sent_on: NaiveDate,
    /// The vouchers.
    pub vouchers: Vec<Voucher>,
    /// The machines.
    pub machines: Vec<Machine>,
}

/// What other projects have settled.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Elsewhere {
    /// Their invoices.
    pub invoices: BTreeMap<InvoiceKey, RecordId>,
    /// Their machines.
    pub serials: BTreeMap<SerialKey, RecordId>,
}

choices! {
    /// A check.
    Check = "settlement_check";
    /// R01: the invoice is of the time of the contract.
    Period = "period",
    /// R02: the invoice is made out to the beneficiary.
    Buyer = "buyer",
    /// R03: the amount is that of the voucher list.
    Listed = "listed",
    /// R04: the vouchers of the counterpart are there.
    Counterpart = "counterpart",
    /// R10: it was bought after the approval.
    Early = "early",
    /// R13: the support is within the norm.
    Norm = "norm",
    /// R14: it is sent in time.
    Late = "late",
    /// R12: no invoice twice.
    DuplicateInvoice = "duplicate_invoice",
    /// R12: no machine twice.
    DuplicateSerial = "duplicate_serial",
}

impl Check {
    /// The reason a paper is sent back with that fails it.
    pub const fn reason(self) -> ReturnReason {
        match self {
            Self::Period => ReturnReason::Period,
            Self::Buyer => ReturnReason::Buyer,
            Self::Listed => ReturnReason::Listed,
            Self::Counterpart => ReturnReason::Counterpart,
            Self::Early => ReturnReason::Early,
            Self::Norm => ReturnReason::Norm,
            Self::Late => ReturnReason::Late,
            Self::DuplicateInvoice | Self::DuplicateSerial => ReturnReason::Double,
        }
    }
}

/// Where in the dossier, from 0.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Spot {
    /// The dossier as a whole.
    Dossier,
    /// One of its vouchers.
    Voucher(usize),
    /// One of its machines.
    Machine(usize),
}

/// What was found, for the words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Evidence {
    /// A day that is not within these; `None` where there is no such bound.
    Day {
        /// The day.
        is: NaiveDate,
        /// The first good one.
        from: Option<NaiveDate>,
        /// The last good one.
        to: Option<NaiveDate>,
    },
    /// An amount that should be another one, đồng.
    Amount {
        /// What it is.
        is: i64,
        /// What it should be, at least or at most.
        should: i64,
    },
    /// The voucher does not stand in the list.
    NotListed,
    /// A name or tax code that is not meant.
    Party(Party),
    /// Another project has it.
    Project(RecordId),
    /// It stands in this dossier twice, first there.
    First(usize),
}

/// Something that would be sent back.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// Which check.
    pub check: Check,
    /// Where.
    pub at: Spot,
    /// What was found.
    pub evidence: Evidence,
}

/// Everything the checks say.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Report {
    /// What would be sent back.
    pub findings: Vec<Finding>,
    /// What could not be checked because a fact is not recorded. It has not passed.
    pub unchecked: Vec<(Check, Spot)>,
}

/// Runs every check over a dossier.
pub fn check(dossier: &Dossier, elsewhere: &Elsewhere) -> Report {
    let mut report = Report::default();
    for (index, voucher) in dossier.vouchers.iter().enumerate() {
        let at = Spot::Voucher(index);
        report.note(Check::Period, at, within_contract(dossier, voucher));
        report.note(Check::Buyer, at, made_out_to(dossier, voucher));
        report.note(Check::Listed, at, as_listed(dossier, voucher));
        report.note(Check::Early, at, after_approval(dossier, voucher));
    }
    let invoices: Vec<_> = dossier.vouchers.iter().map(|voucher| voucher.invoice.as_ref()).collect();
    report.once(Check::DuplicateInvoice, Spot::Voucher, &invoices, &elsewhere.invoices);
    let serials: Vec<_> = dossier.machines.iter().map(|machine| machine.serial.as_ref()).collect();
    report.once(Check::DuplicateSerial, Spot::Machine, &serials, &elsewhere.serials);
    report.note(Check::Counterpart, Spot::Dossier, counterpart_is_there(dossier));
    report.note(Check::Norm, Spot::Dossier, within_norm(dossier));
    report.note(Check::Late, Spot::Dossier, in_time(dossier));
    report
}

/// What one check says of one thing; `None` in its place when a fact is not recorded.
enum Verdict {
    Fine,
    Wrong(Evidence),
}

impl From<Option<Evidence>> for Verdict {
    fn from(evidence: Option<Evidence>) -> Self {
        evidence.map_or(Self::Fine, Self::Wrong)
    }
}

impl Report {
    fn note(&mut self, check: Check, at: Spot, verdict: Option<Verdict>) {
        match verdict {
            Some(Verdict::Fine) => {}
            Some(Verdict::Wrong(evidence)) => self.findings.push(Finding { check, at, evidence }),
            None => self.unchecked.push((check, at)),
        }
    }

    /// Nothing may stand here twice, nor in another project.
    fn once<K: Ord>(
        &mut self,
        check: Check,
        spot: fn(usize) -> Spot,
        keys: &[Option<&K>],
        elsewhere: &BTreeMap<K, RecordId>,
    ) {
        let mut seen: BTreeMap<&K, usize> = BTreeMap::new();
        for (index, key) in keys.iter().enumerate() {
            let Some(key) = *key else {
                self.note(check, spot(index), None);
                continue;
            };
            if let Some(project) = elsewhere.get(key) {
                self.note(check, spot(index), Some(Verdict::Wrong(Evidence::Project(*project))));
            }
            let first = *seen.entry(key).or_insert(index);
            if first != index {
                self.note(check, spot(index), Some(Verdict::Wrong(Evidence::First(first))));
            }
        }
    }
}

fn within_contract(dossier: &Dossier, voucher: &Voucher) -> Option<Verdict> {
    let (is, from, to) = (voucher.issued_on?, dossier.contract_from?, dossier.contract_to?);
    // What the counterpart was spent on may be older, see R10.
    let is_outside = (is < from && voucher.covers == Covers::Item) || is > to;
    Some(is_outside.then_some(Evidence::Day { is, from: Some(from), to: Some(to) }).into())
}

/// What the counterpart was spent on may be older: the law lets the beneficiary have invested before.
fn after_approval(dossier: &Dossier, voucher: &Voucher) -> Option<Verdict> {
    match voucher.covers {
        Covers::Counterpart => Some(Verdict::Fine),
        Covers::Item => {
            let (is, from) = (voucher.issued_on?, dossier.approved_on?);
            Some((is < from).then_some(Evidence::Day { is, from: Some(from), to: None }).into())
        }
    }
}

fn made_out_to(dossier: &Dossier, voucher: &Voucher) -> Option<Verdict> {
    let buyer = voucher.buyer.as_ref()?;
    // Without anybody to compare with, nothing is known.
    dossier.buyers.first()?;
    let name = Name::new(&buyer.name);
    let is_meant = dossier.buyers.iter().any(|party| {
        let has_code = party.tax_code.is_none() || party.tax_code == buyer.tax_code;
        has_code && Name::new(&party.name).is_same(&name)
    });
    Some((!is_meant).then(|| Evidence::Party(buyer.clone())).into())
}

fn as_listed(dossier: &Dossier, voucher: &Voucher) -> Option<Verdict> {
    match (dossier.billing?, voucher.listed_vnd) {
        (Billing::Invoice, _) => Some(Verdict::Fine),
        (Billing::VoucherList, None) => None,
        (Billing::VoucherList, Some(0)) => Some(Verdict::Wrong(Evidence::NotListed)),
        (Billing::VoucherList, Some(should)) => {
            let is = voucher.amount_vnd?;
            Some((is != should).then_some(Evidence::Amount { is, should }).into())
        }
    }
}

/// Only who lists vouchers lists those of the counterpart (8b).
fn counterpart_is_there(dossier: &Dossier) -> Option<Verdict> {
    match dossier.billing? {
        Billing::Invoice => Some(Verdict::Fine),
        Billing::VoucherList => {
            let should = dossier.counterpart_vnd?;
            let own = dossier.vouchers.iter().filter(|voucher| voucher.covers == Covers::Counterpart);
            let is = own
                .map(|voucher| voucher.amount_vnd)
                .try_fold(0_i64, |sum, amount| Some(sum.saturating_add(amount?)))?;
            Some((is < should).then_some(Evidence::Amount { is, should }).into())
        }
    }
}

fn within_norm(dossier: &Dossier) -> Option<Verdict> {
    let (is, should) = (dossier.claimed_vnd?, dossier.ceiling_vnd?);
    Some((is > should).then_some(Evidence::Amount { is, should }).into())
}

fn in_time(dossier: &Dossier) -> Option<Verdict> {
    let (is, due) = (dossier.sent_on, dossier.due_on?);
    Some((is > due).then_some(Evidence::Day { is, from: None, to: Some(due) }).into())
}
