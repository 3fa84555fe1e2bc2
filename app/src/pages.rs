//! One file per route. Pages put components together and read only the book on this device.

pub mod add;
pub mod application;
pub mod closed;
pub mod conflict;
pub mod contact;
pub mod facilities;
pub mod facility;
pub mod facility_form;
pub mod help;
pub mod home;
pub mod loading;
pub mod login;
pub mod need;
pub mod need_form;
pub mod needs;
pub mod not_found;
pub mod outbox;
pub mod owner_home;
pub mod project;
pub mod project_form;
pub mod projects;
pub mod ready;
pub mod register;
