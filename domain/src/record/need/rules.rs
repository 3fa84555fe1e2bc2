//! Rules between the fields of a need.

use crate::record::rule::{ProblemCode, Rule, at_most};

/// The rules.
pub const RULES: &[Rule] = &[Rule::naming(
    ProblemCode::MoreThan,
    &["counterpart", "estimated_cost"],
    "field.need.estimated_cost",
    |doc, _| at_most(doc, "counterpart", "estimated_cost"),
)];
