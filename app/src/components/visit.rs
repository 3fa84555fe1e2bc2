//! What only a visit shows: where it was made, the machines it looked at, what it asks for, who signed.

pub mod gps_line;
pub mod machines;
pub mod minutes;
pub mod of_project;
pub mod paper;
pub mod recommendations;
pub mod rows;
pub mod seen;
pub mod signing;
pub mod standing;
