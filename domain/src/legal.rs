//! Where a figure of the law comes from, and how far it was checked (the tags of DOMAIN). It knows
//! no figure.

use alloc::borrow::Cow;

use crate::record::macros::choices;

choices! {
    /// How sure a figure is. What is only known to exist is not in any table.
    Certainty = "certainty";
    /// Read in the text or in an official answer.
    Verified = "verified",
    /// Known from practice, the text was not seen: to be confirmed by the Department.
    Unverified = "unverified",
    /// Proposed by this product; no text says it.
    Proposed = "proposed",
}

/// The text a rule rests on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Source {
    /// The act and its article, as people cite it; of a proposal the name of this product.
    pub legal_ref: Cow<'static, str>,
    /// How sure it is.
    pub certainty: Certainty,
}

impl Source {
    /// A text that was read.
    pub const fn verified(legal_ref: &'static str) -> Self {
        Self { legal_ref: Cow::Borrowed(legal_ref), certainty: Certainty::Verified }
    }

    /// A text known from practice.
    pub const fn unverified(legal_ref: &'static str) -> Self {
        Self { legal_ref: Cow::Borrowed(legal_ref), certainty: Certainty::Unverified }
    }

    /// A proposal of this product, by no text.
    pub const PROPOSED: Self =
        Self { legal_ref: Cow::Borrowed("Sổ Khuyến Công"), certainty: Certainty::Proposed };
}
