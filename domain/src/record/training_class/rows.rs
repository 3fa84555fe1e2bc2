//! The rows inside a class: what is taught, what is paid for.

use crate::record::macros::row;
use crate::record::marker::{Money, Text, Whole};

row! {
    /// A part of the curriculum (form 12).
    Lesson = "lesson";
    /// What is taught.
    subject: Text<2, 200> = required();
    /// Hours of theory.
    theory_hours: Whole<0, 1_000> = unit("hour");
    /// Hours of practice.
    practice_hours: Whole<0, 1_000> = unit("hour");
    /// Tools and material.
    material: Text<1, 200>;
}

row! {
    /// A line of the budget (form 11).
    BudgetLine = "budget_line";
    /// What is paid for.
    item: Text<2, 200> = required();
    /// How it was reckoned.
    reckoning: Text<1, 200>;
    /// How much.
    amount: Money = required();
}
