//! The closed lists a facility's fields choose from. Labels are in the locales.

use crate::record::macros::choices;

choices! {
    /// Legal form (DOMAIN §9.1).
    LegalForm = "legal_form";
    /// Doanh nghiệp tư nhân.
    Dntn = "dntn",
    /// Công ty TNHH một thành viên.
    Tnhh1 = "tnhh1",
    /// Công ty TNHH hai thành viên trở lên.
    Tnhh2 = "tnhh2",
    /// Công ty cổ phần.
    Ctcp = "ctcp",
    /// Công ty hợp danh.
    HopDanh = "hop_danh",
    /// Hợp tác xã.
    Htx = "htx",
    /// Liên hiệp hợp tác xã.
    LienHiepHtx = "lien_hiep_htx",
    /// Tổ hợp tác.
    ToHopTac = "to_hop_tac",
    /// Hộ kinh doanh.
    HoKinhDoanh = "ho_kinh_doanh",
}

choices! {
    /// Kind of place of production.
    SiteType = "site_type";
    /// At home, outside a craft village.
    Home = "home",
    /// Craft village.
    CraftVillage = "craft_village",
    /// Industrial cluster.
    Cluster = "cluster",
    /// Industrial park.
    IndustrialPark = "industrial_park",
    /// Elsewhere.
    Other = "other",
}

choices! {
    /// Whether the facility works.
    Status = "facility_status";
    /// Works.
    Active = "active",
    /// Does not work for a time.
    Paused = "paused",
    /// Closed.
    Closed = "closed",
    /// Moved out of the province.
    Moved = "moved",
    /// Became part of another one.
    Merged = "merged",
}

choices! {
    /// Sectors of NĐ 45/2012 Đ.5.1.
    KcSector = "kc_sector";
    /// (a) agro-forestry-fishery and food processing.
    Food = "a",
    /// (b) consumer and export goods, import substitutes.
    Consumer = "b",
    /// (c) chemicals for agriculture and rural areas, building materials.
    Chemicals = "c",
    /// (d) mechanical, electrical, electronic products, supporting industry.
    Mechanics = "d",
    /// (đ) handicrafts.
    Handicraft = "dd",
    /// (e) minerals, only in difficult areas.
    Minerals = "e",
    /// (g) cleaner production, pollution treatment.
    Cleaner = "g",
}

choices! {
    /// Version of the industry classification.
    VsicVersion = "vsic_version";
    /// QĐ 27/2018/QĐ-TTg.
    V2018 = "2018",
    /// QĐ 36/2025/QĐ-TTg.
    V2025 = "2025",
}

choices! {
    /// Sex of a person.
    Sex = "sex";
    /// Male.
    Male = "male",
    /// Female.
    Female = "female",
}

choices! {
    /// Where a record came from.
    Source = "source";
    /// Recorded on the spot.
    Survey = "survey",
    /// The owner's own declaration.
    Owner = "owner",
    /// A list that was imported.
    Import = "import",
    /// The papers of a dossier.
    Dossier = "dossier",
}

choices! {
    /// Fuel.
    Fuel = "fuel";
    /// Electricity.
    Electricity = "electricity",
    /// Coal.
    Coal = "coal",
    /// Firewood and other biomass.
    Biomass = "biomass",
    /// Gas.
    Gas = "gas",
    /// Oil products.
    Oil = "oil",
    /// Sun.
    Solar = "solar",
}

choices! {
    /// Right to the land.
    Tenure = "tenure";
    /// Own land.
    Own = "own",
    /// Leased from the State.
    StateLease = "state_lease",
    /// Rented from a person or company.
    Rent = "rent",
    /// Lent.
    Lent = "lent",
}

choices! {
    /// Environmental paper.
    EnvironmentPaper = "env_doc";
    /// Has none.
    None = "none",
    /// Environmental commitment (old).
    CamKet = "cam_ket",
    /// Environmental plan (old).
    KeHoach = "ke_hoach",
    /// Environmental registration.
    DangKy = "dang_ky_mt",
    /// Environmental permit.
    GiayPhep = "giay_phep_mt",
    /// Needs none.
    Mien = "mien",
}

choices! {
    /// What a facility gives off.
    Pollution = "pollution";
    /// Waste water.
    WasteWater = "waste_water",
    /// Dust.
    Dust = "dust",
    /// Smoke.
    Smoke = "smoke",
    /// Noise.
    Noise = "noise",
    /// Odour.
    Odour = "odour",
    /// Solid waste.
    Solid = "solid",
    /// Hazardous waste.
    Hazardous = "hazardous",
}

choices! {
    /// Where products are sold.
    Market = "market";
    /// In the province.
    Province = "province",
    /// In the country.
    Country = "country",
    /// Abroad.
    Export = "export",
}
