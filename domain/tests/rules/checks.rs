//! The checks of a settlement: for each one that trips and one that does not.

use std::collections::BTreeMap;

use domain::money::MILLION;
use domain::settlement::checks::{
    Billing, Check, Covers, Dossier, Elsewhere, Evidence, Finding, Machine, Party, Report, Spot, Voucher,
    check,
};
use domain::settlement::invoice::{InvoiceKey, SerialKey};
use domain::settlement::reason::ReturnReason;

use super::{day, record};

fn party(name: &str, tax_code: Option<&str>) -> Party {
    Party { name: name.to_owned(), tax_code: tax_code.map(str::to_owned) }
}

fn voucher(number: &str, amount: i64, covers: Covers) -> Voucher {
    Voucher {
        invoice: InvoiceKey::new("0100233488", "1C26TAA", number),
        issued_on: Some(day("20/8/2026")),
        buyer: Some(party("HTX Gốm Phù Lãng", Some("2300123456"))),
        amount_vnd: Some(amount),
        listed_vnd: Some(amount),
        covers,
    }
}

/// A machine of 900 million, supported with 300 and settled in good order.
fn good() -> Dossier {
    Dossier {
        buyers: vec![party("Hợp tác xã gốm Phù Lãng", Some("2300123456"))],
        approved_on: Some(day("1/6/2026")),
        contract_from: Some(day("1/7/2026")),
        contract_to: Some(day("30/11/2026")),
        billing: Some(Billing::VoucherList),
        counterpart_vnd: Some(600 * MILLION),
        claimed_vnd: Some(300 * MILLION),
        ceiling_vnd: Some(300 * MILLION),
        due_on: Some(day("25/11/2026")),
        sent_on: day("25/11/2026"),
        vouchers: vec![
            voucher("00000012", 300 * MILLION, Covers::Item),
            voucher("00000013", 600 * MILLION, Covers::Counterpart),
        ],
        machines: vec![Machine { serial: SerialKey::new("KN-2026/0081") }],
    }
}

fn run(dossier: &Dossier) -> Report {
    check(dossier, &Elsewhere::default())
}

/// The good dossier after a change, which trips exactly this.
fn trips(change: impl Fn(&mut Dossier), check: Check, at: Spot, evidence: Evidence) {
    let mut dossier = good();
    change(&mut dossier);
    let report = run(&dossier);
    assert_eq!(report.findings, [Finding { check, at, evidence }]);
    assert_eq!(report.unchecked, []);
}

/// The good dossier after a change that is still good.
fn stays_good(change: impl Fn(&mut Dossier)) {
    let mut dossier = good();
    change(&mut dossier);
    assert_eq!(run(&dossier), Report::default());
}

#[test]
fn a_dossier_in_good_order_has_no_finding() {
    stays_good(|_| {});
}

#[test]
fn r01_an_invoice_is_of_the_time_of_the_contract() {
    let outside = |text| {
        let (from, to) = (Some(day("1/7/2026")), Some(day("30/11/2026")));
        Evidence::Day { is: day(text), from, to }
    };
    let at = Spot::Voucher(0);
    for text in ["30/6/2026", "1/12/2026"] {
        trips(|of| of.vouchers[0].issued_on = Some(day(text)), Check::Period, at, outside(text));
    }
    stays_good(|of| of.vouchers[0].issued_on = Some(day("1/7/2026")));
    stays_good(|of| of.vouchers[0].issued_on = Some(day("30/11/2026")));
    // The beneficiary may have invested before, not afterwards.
    stays_good(|of| of.vouchers[1].issued_on = Some(day("30/6/2026")));
    let late = |of: &mut Dossier| of.vouchers[1].issued_on = Some(day("1/12/2026"));
    trips(late, Check::Period, Spot::Voucher(1), outside("1/12/2026"));
}

#[test]
fn r02_an_invoice_is_made_out_to_the_beneficiary() {
    let others = [
        party("HTX Gốm Phù Lãng", Some("2300999999")),
        party("HTX Gốm Nhung", Some("2300123456")),
        party("HTX Gốm Phù Lãng", None),
    ];
    for other in others {
        let evidence = Evidence::Party(other.clone());
        trips(|of| of.vouchers[1].buyer = Some(other.clone()), Check::Buyer, Spot::Voucher(1), evidence);
    }
    stays_good(|of| of.vouchers[0].buyer = Some(party("HỢP TÁC XÃ GỐM PHÙ LÃNG", Some("2300123456"))));
    let centre = party("Trung tâm Khuyến công", Some("2300111111"));
    stays_good(|of| {
        of.buyers.push(centre.clone());
        of.vouchers[0].buyer = Some(centre.clone());
    });
    // A cooperative group has no tax code: its name decides.
    stays_good(|of| {
        of.buyers = vec![party("Tổ hợp tác Phù Lãng", None)];
        of.vouchers[0].buyer = Some(party("THT Phù Lãng", None));
        of.vouchers[1].buyer = Some(party("THT Phù Lãng", None));
    });
}

#[test]
fn r03_an_amount_is_that_of_the_voucher_list() {
    let evidence = Evidence::Amount { is: 300 * MILLION, should: 299 * MILLION };
    let at = Spot::Voucher(0);
    trips(|of| of.vouchers[0].listed_vnd = Some(299 * MILLION), Check::Listed, at, evidence);
    trips(|of| of.vouchers[0].listed_vnd = Some(0), Check::Listed, at, Evidence::NotListed);
    let mut empty = good();
    empty.vouchers[0].listed_vnd = None;
    let report = run(&empty);
    assert_eq!((report.findings, report.unchecked), (vec![], vec![(Check::Listed, at)]), "nobody compared");
    stays_good(|of| {
        of.billing = Some(Billing::Invoice);
        of.vouchers[0].listed_vnd = None;
    });
}

#[test]
fn r04_the_vouchers_of_the_counterpart_are_there() {
    let short = |is| Evidence::Amount { is, should: 600 * MILLION };
    let at = Spot::Dossier;
    trips(|of| of.vouchers.truncate(1), Check::Counterpart, at, short(0));
    trips(
        |of| {
            of.vouchers[1].amount_vnd = Some(599 * MILLION);
            of.vouchers[1].listed_vnd = Some(599 * MILLION);
        },
        Check::Counterpart,
        at,
        short(599 * MILLION),
    );
    stays_good(|of| {
        of.counterpart_vnd = Some(0);
        of.vouchers.truncate(1);
    });
}

#[test]
fn r10_the_supported_item_is_bought_after_the_approval_the_counterpart_may_be_older() {
    let approved = Some(day("1/9/2026"));
    let evidence = Evidence::Day { is: day("20/8/2026"), from: approved, to: None };
    trips(|of| of.approved_on = approved, Check::Early, Spot::Voucher(0), evidence);
    stays_good(|of| of.approved_on = Some(day("20/8/2026")));
}

#[test]
fn r13_the_support_is_within_the_norm() {
    let evidence = Evidence::Amount { is: 300 * MILLION, should: 300 * MILLION - 1 };
    trips(|of| of.ceiling_vnd = Some(300 * MILLION - 1), Check::Norm, Spot::Dossier, evidence);
}

#[test]
fn r14_the_dossier_comes_in_time() {
    let evidence = Evidence::Day { is: day("26/11/2026"), from: None, to: Some(day("25/11/2026")) };
    trips(|of| of.sent_on = day("26/11/2026"), Check::Late, Spot::Dossier, evidence);
}

#[test]
fn an_invoice_settled_before_is_found_however_it_was_typed() {
    let known = InvoiceKey::new("0100 233 488", "1c26taa", "12").unwrap();
    let elsewhere = Elsewhere { invoices: BTreeMap::from([(known, record(7))]), ..Elsewhere::default() };
    let report = check(&good(), &elsewhere);
    let at = Spot::Voucher(0);
    let evidence = Evidence::Project(record(7));
    assert_eq!(report.findings, [Finding { check: Check::DuplicateInvoice, at, evidence }]);
    assert_eq!(Check::DuplicateInvoice.reason(), ReturnReason::Double);
    trips(
        |of| of.vouchers[1].invoice = of.vouchers[0].invoice.clone(),
        Check::DuplicateInvoice,
        Spot::Voucher(1),
        Evidence::First(0),
    );
    stays_good(|of| of.vouchers[1].invoice = InvoiceKey::new("0100233488", "1C26TBB", "12"));
    stays_good(|of| of.vouchers[1].invoice = InvoiceKey::new("2300999999", "1C26TAA", "12"));
}

#[test]
fn a_machine_settled_before_is_found_by_its_serial() {
    let known = SerialKey::new("kn 2026 0081").unwrap();
    let elsewhere = Elsewhere { serials: BTreeMap::from([(known, record(8))]), ..Elsewhere::default() };
    let report = check(&good(), &elsewhere);
    let (at, evidence) = (Spot::Machine(0), Evidence::Project(record(8)));
    assert_eq!(report.findings, [Finding { check: Check::DuplicateSerial, at, evidence }]);
    trips(
        |of| of.machines.push(of.machines[0].clone()),
        Check::DuplicateSerial,
        Spot::Machine(1),
        Evidence::First(0),
    );
    stays_good(|of| of.machines.push(Machine { serial: SerialKey::new("KN-2026/0082") }));
}

#[test]
fn all_findings_are_told_at_once() {
    let mut dossier = good();
    dossier.vouchers[0].issued_on = Some(day("20/5/2026"));
    dossier.vouchers[0].listed_vnd = Some(0);
    dossier.ceiling_vnd = Some(1);
    dossier.sent_on = day("1/1/2027");
    let report = run(&dossier);
    let reasons: Vec<&str> = report.findings.iter().map(|one| one.check.reason().code()).collect();
    assert_eq!(reasons, ["r01", "r03", "r10", "r13", "r14"]);
}

#[test]
fn what_is_not_recorded_is_not_checked_and_has_not_passed() {
    let dossier = Dossier {
        buyers: vec![],
        approved_on: None,
        contract_from: None,
        contract_to: None,
        billing: None,
        counterpart_vnd: None,
        claimed_vnd: None,
        ceiling_vnd: None,
        due_on: None,
        sent_on: day("1/12/2026"),
        vouchers: vec![Voucher {
            invoice: None,
            issued_on: None,
            buyer: None,
            amount_vnd: None,
            listed_vnd: None,
            covers: Covers::Item,
        }],
        machines: vec![Machine { serial: None }],
    };
    let report = run(&dossier);
    assert_eq!(report.findings, []);
    let mut unchecked: Vec<Check> = report.unchecked.iter().map(|(check, _)| *check).collect();
    unchecked.sort();
    assert_eq!(unchecked, Check::ALL);
}

#[test]
fn a_key_needs_what_makes_it_one() {
    assert_eq!(InvoiceKey::new("", "1C26TAA", "12"), None);
    assert_eq!(InvoiceKey::new("0100233488", "1C26TAA", "000"), None);
    assert_eq!(InvoiceKey::new("0100233488", "1C26TAA", " - "), None);
    assert!(InvoiceKey::new("0100233488", "", "12").is_some(), "old invoices have no series");
    assert_eq!(SerialKey::new(" – "), None);
    assert_eq!(SerialKey::new("0081"), SerialKey::new("00-81"));
    assert_ne!(SerialKey::new("0081"), SerialKey::new("81"), "zeros of a serial number count");
}
