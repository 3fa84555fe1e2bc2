//! Rules and consequences between a record and its kin: the one it belongs to, its siblings, what
//! belongs to it. The server asks them in the transaction of the push, a screen before it offers the
//! step; both through [`Kin`], so neither can let pass what the other refuses.

use alloc::vec::Vec;

use chrono::NaiveDate;

use crate::id::{RecordId, UserId};
use crate::record::Kind;
use crate::record::course::Sets;
use crate::record::rule::Problem;
use crate::value::Document;

/// The records around one.
pub trait Kin {
    /// A record that is not deleted.
    fn get(&self, id: RecordId) -> Option<(Kind, Document)>;
    /// The records of a kind that belong to this one and are not deleted, in the order of their ids.
    fn children(&self, of: RecordId, kind: Kind) -> Vec<(RecordId, Document)>;
    /// Every record of a kind that is not deleted, in the order of their ids: for registers that stay small.
    fn all(&self, kind: Kind) -> Vec<(RecordId, Document)>;
}

/// A record as it is about to become.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// The record.
    pub id: RecordId,
    /// Before; empty while it is being made.
    pub before: &'a Document,
    /// After; empty while it is being deleted.
    pub after: &'a Document,
    /// The step that is taken, if it is one.
    pub action: Option<&'a str>,
    /// The day in Viet Nam.
    pub today: NaiveDate,
    /// Name of who does it, where that is known.
    pub by: Option<&'a str>,
    /// Account of who does it, where that is known.
    pub account: Option<UserId>,
}

impl Subject<'_> {
    /// The record it belongs to, by the field that names it; of one that is deleted, belonged to.
    pub fn parent(&self, field: &str) -> Option<RecordId> {
        self.after.text(field).or_else(|| self.before.text(field))?.parse().ok()
    }
}

/// What a kind has to say of its kin.
#[derive(Debug)]
pub struct FamilyRules {
    /// Why the change is not accepted; empty when it is.
    pub check: fn(&Subject<'_>, &dyn Kin) -> Vec<Problem>,
    /// What it writes on other records once it is accepted: sums on the record it belongs to.
    pub consequences: fn(&Subject<'_>, &dyn Kin) -> Vec<(RecordId, Sets)>,
}

impl FamilyRules {
    /// Rules without consequences.
    pub const fn check(check: fn(&Subject<'_>, &dyn Kin) -> Vec<Problem>) -> Self {
        Self { check, consequences: |_, _| Vec::new() }
    }
}
