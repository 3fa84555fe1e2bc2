//! What a history may end with.

use std::fmt;

/// The promise that was broken.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Kind {
    /// What a person was told is saved is nowhere, or was overwritten unseen.
    Lost,
    /// Something is in the book twice.
    Doubled,
    /// Somebody was sent what they may not see.
    Leaked,
    /// Device and server do not agree, or never come to rest.
    Diverged,
}

/// A broken promise.
#[derive(Clone, Debug)]
pub struct Harm {
    pub kind: Kind,
    what: String,
}

pub type Outcome = Result<(), Harm>;

impl fmt::Display for Harm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {}", self.kind, self.what)
    }
}

macro_rules! kinds {
    ($($name:ident => $kind:ident),*) => {
        $(pub fn $name(what: impl Into<String>) -> Harm {
            Harm { kind: Kind::$kind, what: what.into() }
        })*
    };
}
kinds!(lost => Lost, doubled => Doubled, leaked => Leaked, diverged => Diverged);
