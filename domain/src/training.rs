//! What can be told of classes and their trainees without a screen or a server: who was there, who is
//! the same person, how many there are, what a list that was typed says, what a certificate proves.

pub mod certificate;
pub mod figures;
pub mod person;
pub mod typed_list;
