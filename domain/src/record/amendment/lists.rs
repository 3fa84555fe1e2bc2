//! The closed lists of an adjustment. Labels are in the locales.

use alloc::collections::BTreeSet;

use crate::record::macros::choices;
use crate::record::marker::{FieldKind, Many};
use crate::value::Document;

choices! {
    /// What changes (TT 36/2013 Đ.11).
    Change = "amendment_change";
    /// More support.
    RaiseSupport = "raise_support",
    /// Less support.
    LowerSupport = "lower_support",
    /// Another activity.
    Activity = "activity",
    /// Longer than the budget year.
    NextYear = "next_year",
    /// Another time within the budget year.
    WithinYear = "within_year",
    /// Another place.
    Place = "place",
    /// Another beneficiary.
    Beneficiary = "beneficiary",
    /// Another partner.
    Partner = "partner",
    /// The project is stopped: a violation, or requirements not met.
    Stop = "stop",
    /// Technical details within the contract.
    Technical = "technical",
}

choices! {
    /// The paper by which a change is made.
    AmendmentPaper = "amendment_paper";
    /// A decision.
    Decision = "decision",
    /// An annex to the contract.
    Annex = "annex",
}

choices! {
    /// Stages of an adjustment.
    AmendmentStage = "stage.amendment";
    /// Being written.
    Draft = "draft",
    /// Asked for.
    Submitted = "submitted",
    /// Confirmed by the Department, with who decides.
    Confirmed = "confirmed",
    /// Granted.
    Granted = "granted",
    /// Refused.
    Refused = "refused",
    /// Taken back.
    Withdrawn = "withdrawn",
}

choices! {
    /// What can be done with an adjustment.
    AmendmentAction = "action.amendment";
    /// Ask for it.
    Submit = "submit",
    /// Confirm it.
    Confirm = "confirm",
    /// Record that it is granted.
    Grant = "grant",
    /// Send it back to be put right.
    Return = "return",
    /// Record that it is refused.
    Refuse = "refuse",
    /// Take it back.
    Withdraw = "withdraw",
}

/// What an adjustment says that changes.
pub fn changes(amendment: &Document) -> BTreeSet<Change> {
    amendment.get("changes").and_then(Many::<Change>::read).unwrap_or_default()
}
