//! An invoice or receipt of a project: a line of the voucher list 8a (support) or 8b (counterpart).
//! What the book can check of it is in [`crate::settlement`]; it never waits for anybody.

pub mod dossier;

use alloc::vec::Vec;

use crate::ledger::phase::MoneyPhase;
use crate::record::access::Access;
use crate::record::family::{FamilyRules, Kin, Subject};
use crate::record::field::{Choice, Purpose, Weight, Writers};
use crate::record::files::Files;
use crate::record::macros::{choices, record};
use crate::record::marker::{LongText, Money, One, PastDay, ProjectRef, TaxCode, Text};
use crate::record::rule::{Problem, ProblemCode};
use crate::record::stage::ProjectStage;
use crate::record::{Home, Kind};
use crate::settlement::checks::Covers;
use crate::settlement::invoice::InvoiceKey;
use crate::value::Document;

choices! {
    /// How it was paid.
    PayMethod = "pay_method";
    /// By bank transfer.
    Transfer = "transfer",
    /// In cash.
    Cash = "cash",
}

record! {
    /// A voucher.
    Voucher = Kind::Voucher, "voucher";
    title: for_what;
    parent: project;
    home: Home::Parent;
    access: Access::Money;
    family: &FAMILY;
    unique: |doc| invoice_of(doc).map(|key| key.text()).into_iter().collect();
    files: Files::PAPERS;
    list: &["seller", "number", "issued_on", "amount", "covers"];
    retention_years: 10;
    groups: &["paper", "parties", "money"];

    /// The project.
    project: ProjectRef = required().writers(Writers::Afterwards(&[])).purpose(Purpose::Casework).group("paper");
    /// What was bought.
    for_what: Text<2, 300> = required().purpose(Purpose::Casework).search(Weight::Title).group("paper");
    /// Series of the invoice; receipts and old invoices have none.
    series: Text<1, 20> = together("invoice").purpose(Purpose::Casework).group("paper");
    /// Number of the invoice.
    number: Text<1, 30> = required().together("invoice").purpose(Purpose::Casework).search(Weight::Tail).group("paper");
    /// Day of issue.
    issued_on: PastDay = required().together("invoice").purpose(Purpose::Casework).group("paper");
    /// Who sold it.
    seller: Text<2, 200> = required().purpose(Purpose::Casework).search(Weight::Strong).group("parties");
    /// Tax code of the seller.
    seller_tax_code: TaxCode = required().together("invoice").purpose(Purpose::Casework).group("parties");
    /// Who it is made out to.
    buyer_name: Text<2, 200> = required().together("buyer").purpose(Purpose::Casework).group("parties");
    /// Tax code of the buyer; cooperative groups may have none.
    buyer_tax_code: TaxCode = together("buyer").purpose(Purpose::Casework).group("parties");
    /// Amount on it, tax included.
    amount: Money = required().purpose(Purpose::Statistics).group("money").law("36/2013/TT-BCT Đ.12");
    /// Amount in the signed list 8a/8b; 0 when it does not stand there. Empty, nobody has compared.
    listed_amount: Money = purpose(Purpose::Casework).group("money");
    /// Whether the support or the counterpart pays it.
    covers: One<Covers> = required().purpose(Purpose::Statistics).group("money");
    /// How it was paid.
    pay_method: One<PayMethod> = required().purpose(Purpose::Casework).group("money");
    /// What else is to be known.
    note: LongText<1_000> = purpose(Purpose::Casework).group("money");
}

/// The invoice as no two vouchers share it.
pub fn invoice_of(voucher: &Document) -> Option<InvoiceKey> {
    let part = |field: &str| voucher.text(field).unwrap_or_default();
    InvoiceKey::new(part("seller_tax_code"), part("series"), part("number"))
}

/// What a list adds up to, đồng.
pub fn sum<'a>(vouchers: impl IntoIterator<Item = &'a Document>, covers: Covers) -> i64 {
    let of_list = |doc: &&Document| doc.text("covers") == Some(covers.code());
    let amount = |doc: &Document| crate::record::rule::number(doc, "amount").unwrap_or(0);
    vouchers.into_iter().filter(of_list).fold(0, |sum, doc| amount(doc).saturating_add(sum))
}

const FAMILY: FamilyRules = FamilyRules::check(check);

/// A settled dossier stands still, and an invoice is counted once.
fn check(voucher: &Subject<'_>, kin: &dyn Kin) -> Vec<Problem> {
    let Some(project) = voucher.parent("project") else { return Vec::new() };
    let doc = kin.get(project).map(|(_, doc)| doc).unwrap_or_default();
    let phase = doc.text("stage").and_then(ProjectStage::from_code).map(MoneyPhase::of);
    let mut problems = Vec::new();
    if phase == Some(MoneyPhase::Settled) {
        problems.push(Problem::new("for_what", ProblemCode::ProjectSettled));
    }
    if let Some(own) = invoice_of(voucher.after) {
        let siblings = kin.children(project, Kind::Voucher);
        let is_double =
            siblings.iter().any(|(id, doc)| *id != voucher.id && invoice_of(doc).as_ref() == Some(&own));
        if is_double {
            problems.push(Problem::new("number", ProblemCode::DuplicateInvoice));
        }
    }
    problems
}
