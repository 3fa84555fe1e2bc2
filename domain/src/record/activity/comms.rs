//! A news item, report, film, bulletin or page (DOMAIN §2 COMMS).
//! Papers: contract, acceptance, sample (TT 36/2013 Đ.14). I12 counts items.

use crate::record::access::Access;
use crate::record::activity::{ActivityStage, COURSE, TOOK_PLACE};
use crate::record::field::{Purpose, Weight};
use crate::record::files::Files;
use crate::record::macros::{choices, record};
use crate::record::marker::{Day, DocumentNumber, Money, One, ProjectRef, Text, Whole};
use crate::record::{Home, Kind};

choices! {
    /// Where it appears.
    CommsMedium = "comms_medium";
    /// Báo in, báo điện tử.
    Press = "press",
    /// Truyền hình.
    Television = "television",
    /// Phát thanh, loa xã.
    Radio = "radio",
    /// Bản tin khuyến công.
    Bulletin = "bulletin",
    /// Trang thông tin điện tử.
    Web = "web",
    /// Ấn phẩm, tờ rơi, pa nô.
    Print = "print",
}

record! {
    /// A news item, report, film, bulletin or page (DOMAIN §2 COMMS).
    Comms = Kind::Comms, "comms";
    title: headline;
    home: Home::Office;
    access: Access::Office;
    course: ActivityStage, &COURSE;
    family: &TOOK_PLACE;
    files: Files::ALL;
    list: &["medium", "outlet", "published_on"];
    retention_years: 10;
    groups: &["what", "papers", "course"];

    /// The project that pays for it, if one does.
    project: ProjectRef = purpose(Purpose::Casework).group("what");
    /// Medium.
    medium: One<CommsMedium> = required().purpose(Purpose::Statistics).group("what");
    /// Paper, station or site.
    outlet: Text<2, 160> = required().purpose(Purpose::Casework).search(Weight::Weak).group("what");
    /// Headline.
    headline: Text<3, 200> = required().purpose(Purpose::Identify).search(Weight::Title).group("what");
    /// Issue or programme.
    issue: Text<1, 60> = purpose(Purpose::Casework).group("what");
    /// Day it appeared.
    published_on: Day = required().purpose(Purpose::Statistics).group("what");
    /// How many items.
    items: Whole<1, 10_000> = required().purpose(Purpose::Statistics).group("what");
    /// Where it can be read.
    address: Text<3, 300> = purpose(Purpose::Casework).group("what");
    /// Contract.
    contract_no: DocumentNumber = purpose(Purpose::Casework).group("papers");
    /// Cost.
    cost: Money = purpose(Purpose::Statistics).group("papers");
}
