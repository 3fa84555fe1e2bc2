//! An act of the legal library, readable offline: what it says, whether it is in force, what took its place (DOMAIN §1).
//! A text not seen is marked so, never guessed.

use crate::record::access::Access;
use crate::record::field::{Purpose, Weight};
use crate::record::macros::choices;
use crate::record::marker::{Day, DocumentNumber, LegalTextRef, LongText, Many, One, Text};
use crate::record::need::Activity;
use crate::record::reference::{COURSE, FAMILY, ReferenceStage, entry};
use crate::record::{Home, Kind};

choices! {
    /// Whether an act applies.
    LegalStatus = "legal_status";
    /// Còn hiệu lực.
    InForce = "in_force",
    /// Đã sửa đổi, bổ sung.
    Amended = "amended",
    /// Đã bị thay thế.
    Replaced = "replaced",
    /// Hết hiệu lực.
    Expired = "expired",
    /// Biết là có, chưa đọc được nội dung.
    NotSeen = "not_seen",
}

entry! {
    /// An act of the legal library, readable offline: what it says, whether it is in force, what took its place (DOMAIN §1).
    LegalText = Kind::LegalText, "legal_text";
    title: title;
    home: Home::Reference;
    access: Access::Reference;
    course: ReferenceStage, &COURSE;
    family: &FAMILY;
    list: &["number", "issued_on", "status"];
    retention_years: 10;
    groups: &["act", "content", "course"];

    /// Number.
    number: DocumentNumber = required().purpose(Purpose::Identify).search(Weight::Strong).group("act");
    /// What it is about.
    title: Text<3, 300> = required().purpose(Purpose::Identify).search(Weight::Title).group("act");
    /// Who issued it.
    issuer: Text<2, 120> = purpose(Purpose::Identify).group("act");
    /// Day it was issued.
    issued_on: Day = purpose(Purpose::Identify).group("act");
    /// Day it came into force.
    in_force_from: Day = together("force").purpose(Purpose::Casework).group("act");
    /// Day it ended.
    in_force_to: Day = together("force").purpose(Purpose::Casework).group("act");
    /// Whether it applies.
    status: One<LegalStatus> = required().together("force").purpose(Purpose::Casework).group("act");
    /// The act it amends.
    amends: LegalTextRef = purpose(Purpose::Casework).group("act");
    /// The act that took its place.
    replaced_by: LegalTextRef = purpose(Purpose::Casework).group("act");
    /// What it says for khuyến công.
    summary: LongText<4_000> = required().purpose(Purpose::Casework).search(Weight::Weak).group("content");
    /// The articles that are used most.
    articles: LongText<20_000> = purpose(Purpose::Casework).group("content");
    /// The activities it is about.
    topics: Many<Activity> = purpose(Purpose::Casework).group("content");
}
