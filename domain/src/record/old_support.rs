//! Support that a facility received before there was this book: imported from old lists, so that the
//! history of support and the alert of repeated support are whole.

use crate::record::access::Access;
use crate::record::field::{Privacy, Purpose, Weight, Writers};
use crate::record::files::Files;
use crate::record::macros::record;
use crate::record::marker::{DocumentNumber, FacilityRef, Money, One, PastDay, Text, Year};
use crate::record::need::Activity;
use crate::record::project::lists::Funding;
use crate::record::{Home, Kind};

record! {
    /// Support before the book.
    OldSupport = Kind::OldSupport, "old_support";
    title: activity;
    parent: facility;
    home: Home::Parent;
    access: Access::CaseFile;
    files: Files::PAPERS;
    list: &["year", "amount", "decision_no"];
    retention_years: 10;
    groups: &["support", "source"];

    /// The facility.
    facility: FacilityRef = required().writers(Writers::Afterwards(&[])).purpose(Purpose::Identify).group("support");
    /// What for.
    activity: One<Activity> = required().privacy(Privacy::Public).purpose(Purpose::Statistics).group("support");
    /// Year of the plan.
    year: Year = required().privacy(Privacy::Public).purpose(Purpose::Statistics).group("support");
    /// National or local money.
    funding: One<Funding> = privacy(Privacy::Public).purpose(Purpose::Statistics).group("support");
    /// Support received.
    amount: Money = required().privacy(Privacy::Public).purpose(Purpose::Statistics).group("support");
    /// Decision of approval.
    decision_no: DocumentNumber = together("decision").purpose(Purpose::Casework).search(Weight::Weak).group("support");
    /// Its date.
    decision_date: PastDay = together("decision").purpose(Purpose::Casework).group("support");
    /// The list, file or person it was taken from.
    source: Text<2, 200> = required().purpose(Purpose::Casework).group("source");
}
