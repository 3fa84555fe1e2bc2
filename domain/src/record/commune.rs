//! The 99 communes and wards: reference data that the server makes from
//! [`crate::communes`] and the Department's list of eligible places. Nobody edits it on a device.

use crate::communes::{COMMUNES, CommuneKind};
use crate::id::RecordId;
use crate::record::access::Access;
use crate::record::field::{Choice, ChoiceList, Privacy, Purpose, Weight, Writers};
use crate::record::macros::{choices, record};
use crate::record::marker::{
    CommuneCode, Day, DocumentNumber, Flag, Latitude, LongText, Longitude, One, Text,
};
use crate::record::{Home, Kind};
use crate::value::Document;

choices! {
    /// The province a place belonged to before 01/07/2025.
    FormerProvince = "former_province";
    /// Bắc Giang.
    BacGiang = "24",
    /// Bắc Ninh.
    BacNinh = "27",
}

choices! {
    /// Order of priority by place (TT 46/2012 Đ.6.3).
    PlacePriority = "place_priority";
    /// Highland, border or ethnic-minority area.
    Highland = "highland",
    /// Poor area.
    Poor = "poor",
    /// Commune in the new-rural programme.
    NewRural = "new_rural",
    /// Difficult or specially difficult area.
    Difficult = "difficult",
}

impl Choice for CommuneKind {
    const LIST: ChoiceList =
        ChoiceList { name: "commune_kind", codes: &[Self::Xa.code(), Self::Phuong.code()] };

    fn from_code(code: &str) -> Option<Self> {
        [Self::Xa, Self::Phuong].into_iter().find(|kind| kind.code() == code)
    }

    fn as_code(&self) -> &'static str {
        self.code()
    }
}

record! {
    /// A unit of the commune level.
    Commune = Kind::Commune, "commune";
    title: name;
    home: Home::Reference;
    access: Access::Fixed;
    list: &["former_province"];
    retention_years: 100;
    groups: &["place", "eligibility"];

    /// Code of the General Statistics Office, five digits (DOMAIN App. A).
    code: CommuneCode = required().writers(Writers::Server).privacy(Privacy::Public).purpose(Purpose::Identify).group("place");
    /// Commune or ward.
    commune_kind: One<CommuneKind> = required().writers(Writers::Server).privacy(Privacy::Public).purpose(Purpose::Identify).group("place");
    /// Name without its kind.
    name: Text<2, 60> = required().writers(Writers::Server).privacy(Privacy::Public).purpose(Purpose::Identify).search(Weight::Title).group("place");
    /// Latitude of the centre, 1e-7 degree.
    lat: Latitude = together("place").writers(Writers::Server).privacy(Privacy::Public).purpose(Purpose::Identify).group("place");
    /// Longitude of the centre, 1e-7 degree.
    lng: Longitude = together("place").writers(Writers::Server).privacy(Privacy::Public).purpose(Purpose::Identify).group("place");
    /// The old units it was formed from, joined by "; " (NQ 1658/NQ-UBTVQH15).
    formed_from: LongText<600> = writers(Writers::Server).privacy(Privacy::Public).search(Weight::Strong).purpose(Purpose::Identify).group("place");
    /// Province before the merger.
    former_province: One<FormerProvince> = writers(Writers::Server).privacy(Privacy::Public).purpose(Purpose::Identify).group("place");
    /// Whether facilities producing here may benefit (DOMAIN §1.1); absent = the Department has not said.
    eligible: Flag = together("eligibility").writers(Writers::Server).privacy(Privacy::Public).purpose(Purpose::Eligibility).group("eligibility");
    /// First day of that answer.
    eligible_from: Day = together("eligibility").writers(Writers::Server).privacy(Privacy::Public).purpose(Purpose::Eligibility).group("eligibility");
    /// Last day of that answer.
    eligible_to: Day = together("eligibility").writers(Writers::Server).privacy(Privacy::Public).purpose(Purpose::Eligibility).group("eligibility");
    /// The act it rests on.
    legal_basis: DocumentNumber = together("eligibility").writers(Writers::Server).privacy(Privacy::Public).purpose(Purpose::Eligibility).group("eligibility");
    /// Priority of the place (TT 46/2012 Đ.6.3).
    priority: One<PlacePriority> = writers(Writers::Server).privacy(Privacy::Public).purpose(Purpose::Eligibility).group("eligibility");
}

/// The 99 records as the server publishes them.
pub fn records() -> impl Iterator<Item = (RecordId, Document)> {
    COMMUNES.iter().map(|place| {
        let doc = Document::default()
            .with("code", place.code)
            .with("commune_kind", place.kind.code())
            .with("name", place.name)
            .with("lat", place.lat_e7)
            .with("lng", place.lng_e7)
            .with("formed_from", place.formed_from.join("; "))
            .with("former_province", place.former_province());
        (RecordId::named("commune", place.code), doc)
    })
}
