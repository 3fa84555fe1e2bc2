//! A rural industrial facility (DOMAIN §9.1). The lists its fields choose from are in
//! [`lists`], the rows of products and machines in [`rows`]. Yearly figures are those of
//! `figures_year`, the latest year known.

pub mod identity;
pub mod lists;
pub mod rows;
pub mod rules;
pub mod warnings;

use crate::record::access::Access;
use crate::record::field::{Choice, ChoiceList, MergePolicy, Privacy, Purpose, Weight, Writers};
use crate::record::files::{Files, Slot};
use crate::record::macros::record;
use crate::record::marker::{
    Account, CitizenId, CommuneCode, Count, Day, DocumentNumber, Email, FacilityRef, Fixed, Flag, Latitude,
    Longitude, Many, Money, One, PastDay, Phone, Rows, TaxCode, Text, Vsic, Whole, Year,
};
use crate::record::{Home, Kind};
use crate::role::Role;
use crate::size_class::SizeClass;
use crate::value::{Document, Value};
use lists::{
    EnvironmentPaper, Fuel, KcSector, LegalForm, Pollution, Sex, SiteType, Source, Status, Tenure,
    VsicVersion,
};
use rows::{Machine, OtherIndustry, Product};

/// Who may put right what a commune recorded.
const UPPER: &[Role] = &[Role::CentreStaff];

impl Choice for SizeClass {
    const LIST: ChoiceList = ChoiceList {
        name: "size_class",
        codes: &[Self::Micro.code(), Self::Small.code(), Self::Medium.code(), Self::NotSme.code()],
    };

    fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.code() == code)
    }

    fn as_code(&self) -> &'static str {
        self.code()
    }
}

fn legal_form(doc: &Document) -> Option<LegalForm> {
    LegalForm::from_code(doc.text("legal_form")?)
}

fn is_unregistered(doc: &Document) -> bool {
    doc.get("unregistered") == Some(&Value::Bool(true))
}

/// Cooperative groups have no tax code, nor do households that are not registered.
fn needs_tax_code(doc: &Document) -> bool {
    match legal_form(doc) {
        None | Some(LegalForm::ToHopTac) => false,
        Some(LegalForm::HoKinhDoanh) => !is_unregistered(doc),
        Some(
            LegalForm::Dntn
            | LegalForm::Tnhh1
            | LegalForm::Tnhh2
            | LegalForm::Ctcp
            | LegalForm::HopDanh
            | LegalForm::Htx
            | LegalForm::LienHiepHtx,
        ) => true,
    }
}

/// A craft village, a cluster and a park have names; a home has none.
fn needs_site_name(doc: &Document) -> bool {
    match doc.text("site_type").and_then(SiteType::from_code) {
        Some(SiteType::CraftVillage | SiteType::Cluster | SiteType::IndustrialPark) => true,
        Some(SiteType::Home | SiteType::Other) | None => false,
    }
}

fn needs_status_day(doc: &Document) -> bool {
    match doc.text("status").and_then(Status::from_code) {
        Some(Status::Paused | Status::Closed | Status::Moved | Status::Merged) => true,
        Some(Status::Active) | None => false,
    }
}

fn has_environment_paper(doc: &Document) -> bool {
    match doc.text("env_doc").and_then(EnvironmentPaper::from_code) {
        Some(
            EnvironmentPaper::CamKet
            | EnvironmentPaper::KeHoach
            | EnvironmentPaper::DangKy
            | EnvironmentPaper::GiayPhep,
        ) => true,
        Some(EnvironmentPaper::None | EnvironmentPaper::Mien) | None => false,
    }
}

fn has_figures(doc: &Document) -> bool {
    ["workers_total", "revenue_vnd", "capital_total_vnd", "output_value_vnd", "tax_paid_vnd"]
        .iter()
        .any(|field| doc.get(field).is_some())
}

/// What a visitor should recognise it by, and its papers.
const FILES: Files =
    Files::ALL.photos(&[Slot::wished("signboard"), Slot::wished("overall"), Slot::wished("machine")]);

record! {
    /// A rural industrial facility: an organisation or a person that invests and produces here.
    Facility = Kind::Facility, "facility";
    title: name;
    home: Home::Own;
    access: Access::Facility;
    rules: rules::RULES;
    warnings: warnings::warnings;
    register: "BN";
    unique: identity::keys;
    files: FILES;
    list: &["commune_code", "products", "phone"];
    retention_years: 10;
    groups: &["place", "registration", "owner", "workers", "capital", "machinery", "environment"];

    /// Number in the register, `BN-<commune>-<4 digits>`; the server issues it when the record first arrives.
    code: Text<1, 20> = writers(Writers::Server).privacy(Privacy::Public).purpose(Purpose::Identify).search(Weight::Tail).group("place");
    /// Name as registered, or as people call it.
    name: Text<3, 200> = required().privacy(Privacy::Public).purpose(Purpose::Identify).search(Weight::Title).group("place");
    /// Commune where it produces, not the head office (TT 46/2012 Đ.3.1d). Decides who sees the record.
    commune_code: CommuneCode = required().together("commune").writers(Writers::Afterwards(UPPER)).privacy(Privacy::Public).purpose(Purpose::Eligibility).group("place").law("45/2012/NĐ-CP Đ.1");
    /// Village or street group.
    village: Text<1, 80> = privacy(Privacy::Public).purpose(Purpose::Identify).search(Weight::Strong).group("place");
    /// House number, street.
    address_line: Text<1, 200> = purpose(Purpose::Identify).search(Weight::Weak).group("place");
    /// Commune and district before 01/07/2025, as on the old papers.
    legacy_commune: Text<1, 80> = together("commune").privacy(Privacy::Public).purpose(Purpose::Identify).search(Weight::Weak).group("place");
    /// Latitude of the workshop, 1e-7 degree.
    lat: Latitude = together("place").purpose(Purpose::Identify).group("place");
    /// Longitude of the workshop, 1e-7 degree.
    lng: Longitude = together("place").purpose(Purpose::Identify).group("place");
    /// Radius of error that the device stated, metres.
    gps_accuracy_m: Whole<0, 100_000> = together("place").purpose(Purpose::Identify).unit("metre").group("place");
    /// What kind of place it produces in: data, not a condition.
    site_type: One<SiteType> = required().together("site").privacy(Privacy::Public).purpose(Purpose::Eligibility).group("place");
    /// Name of the village, cluster or park.
    site_name: Text<2, 120> = required_if(needs_site_name).together("site").privacy(Privacy::Public).purpose(Purpose::Eligibility).search(Weight::Weak).group("place");
    /// Whether it works.
    status: One<Status> = required().together("status").privacy(Privacy::Public).purpose(Purpose::Statistics).group("place");
    /// Since when it is in that status.
    status_on: PastDay = required_if(needs_status_day).together("status").privacy(Privacy::Public).purpose(Purpose::Statistics).group("place");
    /// The facility it turned out to be, when both were one.
    merged_into: FacilityRef = writers(Writers::Server).privacy(Privacy::Public).purpose(Purpose::Identify).group("place");

    /// Legal form (NĐ 45/2012 Đ.1.2a).
    legal_form: One<LegalForm> = required().privacy(Privacy::Public).purpose(Purpose::Eligibility).group("registration");
    /// A household that need not register (small income).
    unregistered: Flag = purpose(Purpose::Eligibility).group("registration");
    /// Tax code, digits only: 10, 13 or, for households, 12.
    tax_code: TaxCode = required_if(needs_tax_code).privacy(Privacy::Public).purpose(Purpose::Identify).search(Weight::Tail).group("registration");
    /// Number of the registration certificate.
    reg_no: DocumentNumber = together("registration").purpose(Purpose::Eligibility).group("registration");
    /// Day of first registration.
    reg_date: PastDay = together("registration").purpose(Purpose::Eligibility).group("registration");
    /// Office that registered it.
    reg_place: Text<2, 120> = together("registration").purpose(Purpose::Eligibility).group("registration");
    /// Sector of khuyến công (NĐ 45/2012 Đ.5.1).
    kc_sector: One<KcSector> = required().privacy(Privacy::Public).purpose(Purpose::Eligibility).group("registration").law("45/2012/NĐ-CP Đ.5");
    /// Main industry.
    vsic_main: Vsic = required().together("industry").privacy(Privacy::Public).purpose(Purpose::Statistics).search(Weight::Weak).group("registration").law("36/2025/QĐ-TTg");
    /// Version of the industry codes: the same code may mean another thing in the other one.
    vsic_version: One<VsicVersion> = required().together("industry").privacy(Privacy::Public).purpose(Purpose::Statistics).group("registration");
    /// Other industries.
    vsic_other: Rows<OtherIndustry> = privacy(Privacy::Public).purpose(Purpose::Statistics).group("registration");
    /// Where the data came from.
    source: One<Source> = purpose(Purpose::Casework).group("registration");
    /// Who compared it with the papers or the place.
    verified_by: Text<2, 80> = together("verified").purpose(Purpose::Casework).group("registration");
    /// When; older than 12 months = to be refreshed.
    verified_on: PastDay = together("verified").purpose(Purpose::Casework).group("registration");

    /// Owner, director or head.
    owner_name: Text<2, 80> = required().privacy(Privacy::Personal).purpose(Purpose::Contact).search(Weight::Strong).group("owner");
    /// Sex of the owner.
    owner_sex: One<Sex> = privacy(Privacy::Personal).purpose(Purpose::Statistics).group("owner");
    /// Year of birth of the owner.
    owner_birth_year: Year = privacy(Privacy::Personal).purpose(Purpose::Statistics).group("owner");
    /// Personal id of the owner.
    owner_citizen_id: CitizenId = purpose(Purpose::Identify).group("owner");
    /// Phone on which the owner is reached.
    phone: Phone = required().writers(Writers::WithOwner).purpose(Purpose::Contact).search(Weight::Tail).group("owner");
    /// Second phone.
    phone2: Phone = writers(Writers::WithOwner).purpose(Purpose::Contact).search(Weight::Tail).group("owner");
    /// Bank account the support is paid to, digits.
    bank_account: Text<6, 24> = together("bank").privacy(Privacy::Personal).purpose(Purpose::Casework).group("owner");
    /// At which bank.
    bank_name: Text<2, 120> = together("bank").privacy(Privacy::Personal).purpose(Purpose::Casework).group("owner");
    /// Phone number of the Zalo account.
    zalo: Phone = writers(Writers::WithOwner).purpose(Purpose::Contact).group("owner");
    /// E-mail.
    email: Email = writers(Writers::WithOwner).purpose(Purpose::Contact).group("owner");
    /// Day the owner agreed to the use of the data.
    consent_on: PastDay = together("consent").purpose(Purpose::Casework).group("owner");
    /// Who agreed.
    consent_by: Text<2, 80> = together("consent").privacy(Privacy::Personal).purpose(Purpose::Casework).group("owner");
    /// Version of the text that was read out.
    consent_version: Text<1, 20> = together("consent").purpose(Purpose::Casework).group("owner");
    /// Account of the owner; makes the record travel to the owner's phone.
    owner_account: Account = writers(Writers::Roles(&[Role::CentreStaff])).purpose(Purpose::Casework).group("owner");

    /// Year the figures below are of.
    figures_year: Year = required_if(has_figures).purpose(Purpose::Statistics).group("workers");
    /// Workers, yearly average.
    workers_total: Count = required().purpose(Purpose::Eligibility).unit("person").group("workers");
    /// Women among them.
    workers_female: Count = purpose(Purpose::Statistics).unit("person").group("workers");
    /// Those with social insurance: only these decide the size class.
    workers_insured: Count = purpose(Purpose::Eligibility).unit("person").group("workers");
    /// Those who live in the province.
    workers_local: Count = purpose(Purpose::Eligibility).unit("person").group("workers");
    /// Seasonal ones.
    workers_seasonal: Count = purpose(Purpose::Statistics).unit("person").group("workers");
    /// Average income of a worker a month: 0 or 1–100 million đồng.
    avg_income_vnd_month: Money = purpose(Purpose::Statistics).unit("per_month").group("workers");

    /// Capital in the registration.
    capital_registered_vnd: Money = purpose(Purpose::Statistics).group("capital");
    /// Total capital at the end of the year.
    capital_total_vnd: Money = purpose(Purpose::Eligibility).group("capital");
    /// Revenue of the year.
    revenue_vnd: Money = purpose(Purpose::Eligibility).group("capital");
    /// Value of production of the year.
    output_value_vnd: Money = purpose(Purpose::Statistics).group("capital");
    /// Taxes paid in the year.
    tax_paid_vnd: Money = purpose(Purpose::Statistics).group("capital");
    /// Size class as the enterprise declares it (NĐ 80/2021 Đ.5); the computed one stands beside it.
    size_class_declared: One<SizeClass> = purpose(Purpose::Eligibility).group("capital").law("80/2021/NĐ-CP Đ.5");
    /// What it makes.
    products: Rows<Product> = purpose(Purpose::Eligibility).group("capital");

    /// What it makes it with.
    machinery: Rows<Machine> = purpose(Purpose::Casework).group("machinery");
    /// Electricity used in the year, kWh.
    power_kwh_year: Whole<0, 1_000_000_000> = purpose(Purpose::Statistics).unit("kwh").group("machinery");
    /// Transformer capacity, 0.1 kVA.
    power_kva: Fixed<1, 1_000_000> = purpose(Purpose::Statistics).unit("kva").group("machinery");
    /// Fuels burnt.
    fuels: Many<Fuel> = purpose(Purpose::Statistics).merge(MergePolicy::Set).group("machinery");
    /// Water used in a day, 0.1 m³.
    water_m3_day: Fixed<1, 10_000_000> = purpose(Purpose::Statistics).unit("m3_day").group("machinery");
    /// Land, m².
    land_m2: Whole<0, 100_000_000> = purpose(Purpose::Statistics).unit("m2").group("machinery");
    /// Workshops, m².
    workshop_m2: Whole<0, 100_000_000> = purpose(Purpose::Statistics).unit("m2").group("machinery");
    /// By what right it uses the land.
    tenure: One<Tenure> = purpose(Purpose::Statistics).group("machinery");

    /// Environmental paper.
    env_doc: One<EnvironmentPaper> = together("env_doc").purpose(Purpose::Eligibility).group("environment");
    /// Its number.
    env_doc_no: DocumentNumber = only_if(has_environment_paper).together("env_doc").purpose(Purpose::Eligibility).group("environment");
    /// Its date.
    env_doc_on: PastDay = together("env_doc").purpose(Purpose::Eligibility).group("environment");
    /// Its last day.
    env_doc_until: Day = together("env_doc").purpose(Purpose::Eligibility).group("environment");
    /// What it gives off.
    pollution: Many<Pollution> = purpose(Purpose::Eligibility).merge(MergePolicy::Set).group("environment");
    /// Whether that is treated.
    pollution_treated: Flag = purpose(Purpose::Eligibility).group("environment");
    /// Whether it is on the list of facilities to be moved.
    relocation_listed: Flag = purpose(Purpose::Eligibility).group("environment");
    /// Fire-safety paper.
    fire_doc_no: DocumentNumber = together("fire_doc").purpose(Purpose::Casework).group("environment");
    /// Its last day.
    fire_doc_until: Day = together("fire_doc").purpose(Purpose::Casework).group("environment");
    /// Food-safety paper.
    food_doc_no: DocumentNumber = together("food_doc").purpose(Purpose::Casework).group("environment");
    /// Its last day.
    food_doc_until: Day = together("food_doc").purpose(Purpose::Casework).group("environment");
}
