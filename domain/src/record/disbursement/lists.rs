//! The stages of a disbursement and what moves it. Labels are in the locales.

use crate::record::macros::choices;

choices! {
    /// Stages of a disbursement.
    DisbursementStage = "stage.disbursement";
    /// Being written.
    Draft = "draft",
    /// With the Department.
    Submitted = "submitted",
    /// Back at the unit.
    Returned = "returned",
    /// Volume confirmed.
    VolumeConfirmed = "volume_confirmed",
    /// Approved.
    Approved = "approved",
    /// Paid, or come back.
    Paid = "paid",
    /// Came to nothing.
    Failed = "failed",
}

choices! {
    /// What can be done with a disbursement.
    DisbursementAction = "action.disbursement";
    /// Ask for it.
    Submit = "submit",
    /// Confirm the volume.
    ConfirmVolume = "confirm_volume",
    /// Approve it.
    Approve = "approve",
    /// Record that it was paid.
    Pay = "pay",
    /// Record that money came back.
    Receive = "receive",
    /// Send it back.
    Return = "return",
    /// Give it up.
    Fail = "fail",
}
