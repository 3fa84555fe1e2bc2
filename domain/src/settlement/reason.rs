//! Why a paper of a settlement is sent back (DOMAIN §4.5, from practice: the circular demands lawful
//! vouchers and lists no reasons).

use crate::record::macros::choices;

choices! {
    /// A reason; every return carries at least one.
    ReturnReason = "return_reason";
    /// Date of the invoice outside the contract.
    Period = "r01",
    /// Name or tax code on the invoice is not the beneficiary's.
    Buyer = "r02",
    /// Amount is not that of the voucher list.
    Listed = "r03",
    /// Vouchers of the counterpart are missing.
    Counterpart = "r04",
    /// Signature, stamp or date is missing.
    Unsigned = "r05",
    /// The copy is not certified.
    Uncertified = "r06",
    /// The result is not that of the contract.
    Result = "r07",
    /// Paid in cash where a transfer is required.
    Cash = "r08",
    /// List of trainees without signatures or identity numbers.
    Trainees = "r09",
    /// Bought before the approval.
    Early = "r10",
    /// The machine is not new or has no papers of origin.
    Origin = "r11",
    /// Another source already supports the item.
    Double = "r12",
    /// More than the norm.
    Norm = "r13",
    /// Late.
    Late = "r14",
    /// An old version of the form.
    Form = "r15",
    /// The scan cannot be read.
    Scan = "r16",
}
