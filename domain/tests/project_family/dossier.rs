//! The checks of a settlement over records as people write them: for each one that trips and one that
//! does not.

use domain::norm::national::NATIONAL;
use domain::record::voucher::dossier::{Parts, dossier};
use domain::settlement::checks::{Check, Elsewhere, Report, check};
use domain::value::{Document, Value};

use crate::office::NOW;

const MILLION: i64 = 1_000_000;

/// Everything around a settlement in good order.
struct Case {
    project: Document,
    facility: Document,
    vouchers: Vec<Document>,
    organisations: Vec<Document>,
}

fn voucher(number: &str, amount: i64, covers: &str) -> Document {
    Document::default()
        .with("for_what", "Lò nung gas")
        .with("series", "1C26TAA")
        .with("number", number)
        .with("issued_on", "2026-10-02")
        .with("seller", "Công ty Lò Việt")
        .with("seller_tax_code", "0100233488")
        .with("buyer_name", "HTX Gốm Trung Thôn")
        .with("buyer_tax_code", "2300123456")
        .with("amount", amount)
        .with("listed_amount", amount)
        .with("covers", covers)
}

fn good() -> Case {
    Case {
        project: Document::default()
            .with("activity", "machine")
            .with("funding", "national")
            .with("implementing_unit", "centre")
            .with("decision_date", "2026-05-04")
            .with("contract_date", "2026-05-15")
            .with("planned_end", "2026-12-01")
            .with("billing", "voucher_list")
            .with("eligible_cost", 600 * MILLION)
            .with("counterpart", 300 * MILLION)
            .with("counterpart_committed", true)
            .with("support_approved", 300 * MILLION)
            .with("acceptance_date", "2026-11-20")
            .with("settlement_dossier_on", "2026-11-24"),
        facility: Document::default()
            .with("name", "Hợp tác xã Gốm Trung Thôn")
            .with("tax_code", "2300123456"),
        vouchers: vec![voucher("12", 300 * MILLION, "item"), voucher("13", 300 * MILLION, "counterpart")],
        organisations: vec![
            Document::default().with("role", "centre").with("name", "Trung tâm Khuyến công"),
            Document::default().with("role", "department").with("name", "Sở Công Thương"),
        ],
    }
}

fn run(change: impl Fn(&mut Case)) -> Report {
    let mut case = good();
    change(&mut case);
    let parts = Parts {
        project: &case.project,
        facility: Some(&case.facility),
        vouchers: &case.vouchers,
        machines: &[],
        organisations: &case.organisations,
        norms: &NATIONAL,
        today: NOW.day(),
    };
    check(&dossier(parts), &Elsewhere::default())
}

/// What is found, and what is not checked.
fn said(change: impl Fn(&mut Case)) -> (Vec<Check>, Vec<Check>) {
    let report = run(change);
    let found = report.findings.iter().map(|finding| finding.check).collect();
    (found, report.unchecked.iter().map(|(check, _)| *check).collect())
}

fn trips(check: Check, change: impl Fn(&mut Case)) {
    assert_eq!(said(change), (vec![check], vec![]));
}

fn is_good(change: impl Fn(&mut Case)) {
    assert_eq!(said(change), (vec![], vec![]));
}

fn is_unchecked(check: Check, change: impl Fn(&mut Case)) {
    assert_eq!(said(change), (vec![], vec![check]));
}

fn put(doc: &mut Document, field: &str, value: impl Into<Value>) {
    doc.set(field, Some(value.into()));
}

#[test]
fn r01_the_time_of_the_contract_with_its_extensions() {
    is_good(|_| {});
    trips(Check::Period, |of| put(&mut of.vouchers[0], "issued_on", "2026-05-14"));
    is_good(|of| put(&mut of.vouchers[0], "issued_on", "2026-05-15"));
    trips(Check::Period, |of| put(&mut of.vouchers[0], "issued_on", "2026-12-02"));
    is_good(|of| {
        put(&mut of.vouchers[0], "issued_on", "2026-12-02");
        put(&mut of.project, "planned_end", "2026-12-31");
    });
    is_good(|of| put(&mut of.vouchers[1], "issued_on", "2026-03-01"));
}

#[test]
fn r02_the_beneficiary_or_the_unit_that_spends_itself() {
    let by = |of: &mut Case, name: &str| {
        put(&mut of.vouchers[0], "buyer_name", name);
        of.vouchers[0].set("buyer_tax_code", None);
    };
    trips(Check::Buyer, |of| by(of, "Trung tâm Khuyến công"));
    trips(Check::Buyer, |of| put(&mut of.vouchers[0], "buyer_tax_code", "2300999999"));
    // A course is held by the centre, in its own name.
    let course = |of: &mut Case| {
        put(&mut of.project, "activity", "train_skill");
        by(of, "Trung tâm khuyến công");
    };
    let buyer = |report: Report| report.findings.iter().any(|finding| finding.check == Check::Buyer);
    assert!(!buyer(run(course)));
    let other = |of: &mut Case| {
        course(of);
        by(of, "Sở Công Thương");
    };
    assert!(buyer(run(other)), "the Department carries nothing out");
    let school = |name: &'static str| {
        move |of: &mut Case| {
            course(of);
            put(&mut of.project, "implementing_unit", "other");
            put(&mut of.project, "implementing_name", "Trường Cao đẳng Công nghiệp");
            by(of, name);
        }
    };
    assert!(!buyer(run(school("Trường Cao đẳng Công nghiệp"))));
    assert!(buyer(run(school("Trung tâm Khuyến công"))));
}

#[test]
fn r02_a_household_is_its_owner() {
    let by_owner = |of: &mut Case| {
        put(&mut of.facility, "owner_name", "Vũ Văn Hoạch");
        put(&mut of.vouchers[0], "buyer_name", "Vũ Văn Hoạch");
    };
    trips(Check::Buyer, by_owner);
    is_good(|of| {
        by_owner(of);
        put(&mut of.facility, "legal_form", "ho_kinh_doanh");
    });
}

#[test]
fn r03_an_amount_nobody_compared_is_not_equal() {
    is_unchecked(Check::Listed, |of| of.vouchers[0].set("listed_amount", None));
    trips(Check::Listed, |of| put(&mut of.vouchers[0], "listed_amount", 299 * MILLION));
    trips(Check::Listed, |of| put(&mut of.vouchers[0], "listed_amount", 0));
    is_good(|of| {
        put(&mut of.project, "billing", "invoice");
        of.vouchers[0].set("listed_amount", None);
    });
}

#[test]
fn r04_a_counterpart_that_was_committed_is_shown() {
    trips(Check::Counterpart, |of| put(&mut of.project, "counterpart", 301 * MILLION));
    is_good(|of| put(&mut of.project, "counterpart", 299 * MILLION));
    is_good(|of| put(&mut of.project, "counterpart", 0));
    is_good(|of| {
        put(&mut of.project, "counterpart", 301 * MILLION);
        put(&mut of.project, "counterpart_committed", false);
    });
    is_unchecked(Check::Counterpart, |of| of.project.set("counterpart_committed", None));
}

#[test]
fn r13_the_norm_is_held_against_what_it_really_cost() {
    trips(Check::Norm, |of| put(&mut of.project, "support_approved", 300 * MILLION + 1));
    // 550 million were spent: half of them is 275.
    let cheaper = |of: &mut Case| {
        put(&mut of.project, "counterpart", 250 * MILLION);
        put(&mut of.vouchers[1], "amount", 250 * MILLION);
        put(&mut of.vouchers[1], "listed_amount", 250 * MILLION);
    };
    trips(Check::Norm, cheaper);
    is_good(|of| {
        cheaper(of);
        put(&mut of.project, "settlement_amount", 275 * MILLION);
    });
    let running = said(|of| {
        cheaper(of);
        of.project.set("acceptance_date", None);
    });
    assert_eq!(running, (vec![], vec![Check::Late]), "vouchers are still to come");
}

#[test]
fn r14_fifteen_days_from_the_acceptance() {
    trips(Check::Late, |of| put(&mut of.project, "acceptance_date", "2026-11-08"));
    is_good(|of| put(&mut of.project, "acceptance_date", "2026-11-09"));
    // Not sent yet: today counts.
    trips(Check::Late, |of| {
        put(&mut of.project, "acceptance_date", "2026-11-08");
        of.project.set("settlement_dossier_on", None);
    });
    is_unchecked(Check::Late, |of| of.project.set("acceptance_date", None));
}
