//! One believable facility, all its fields filled so that they fit each other.

use std::collections::BTreeSet;

use domain::communes::Commune;
use domain::formats::tax_code;
use domain::id::RecordId;
use domain::money::MILLION;
use domain::record::facility::lists::{
    EnvironmentPaper, LegalForm, SiteType, Source, Status, Tenure, VsicVersion,
};
use domain::size_class::{Figures, SizeClass, size_class};
use domain::value::{Document, Value};

use super::accounts::ACTORS;
use super::calendar::Day;
use super::dice::Dice;
use super::goods;
use super::naming::{self, bare, commune_name, short};
use super::people::{People, Person};
use super::places::Site;
use super::trades::Trade;

/// How often each legal form is met.
const FORMS: &[(LegalForm, i64)] = &[
    (LegalForm::HoKinhDoanh, 46),
    (LegalForm::Tnhh1, 13),
    (LegalForm::Tnhh2, 13),
    (LegalForm::Htx, 12),
    (LegalForm::ToHopTac, 6),
    (LegalForm::Ctcp, 5),
    (LegalForm::Dntn, 4),
    (LegalForm::LienHiepHtx, 1),
];

/// Where support is paid to.
const BANKS: &[&str] = &[
    "Agribank, chi nhánh Bắc Ninh",
    "Agribank, chi nhánh Bắc Giang",
    "BIDV, chi nhánh Kinh Bắc",
    "VietinBank, chi nhánh Bắc Ninh",
    "Vietcombank, chi nhánh Bắc Giang",
];

/// A facility, and what the needs and projects about it have to know.
#[derive(Clone, Debug)]
pub struct Facility {
    pub id: RecordId,
    pub commune: &'static Commune,
    pub trade: &'static Trade,
    pub village: String,
    pub name: String,
    pub owner: Person,
    pub doc: Document,
}

/// What is decided before the facility is thrown.
#[derive(Clone, Debug)]
pub struct Known {
    pub name: &'static str,
    pub owner: &'static str,
    pub owner_is_woman: bool,
    pub form: LegalForm,
}

/// Throws facilities.
#[derive(Debug)]
pub struct Maker {
    pub people: People,
    dice: Dice,
    names: BTreeSet<String>,
    next_tax: i64,
    /// Thrown apart, so that nothing else depends on who has an account.
    banks: Dice,
    next_account: i64,
}

/// Who wrote the facility down, and when.
#[derive(Clone, Debug)]
pub struct Visit<'a> {
    pub by: &'a str,
    pub on: Day,
    pub source: Source,
}

impl Maker {
    pub fn new(dice: &Dice) -> Self {
        let actors = ACTORS.iter().map(|actor| actor.name.to_owned());
        Self {
            people: People::new(dice.fork("people"), actors),
            dice: dice.fork("facilities"),
            names: BTreeSet::new(),
            next_tax: 104_500,
            banks: dice.fork("banks"),
            next_account: 2_610_045_000,
        }
    }

    /// A facility of no special fame.
    pub fn any(&mut self, site: Site, visit: &Visit<'_>) -> Facility {
        let form = self.form();
        let person = self.people.person(site.commune.former_province(), visit.on.year());
        let mut name = naming::of_facility(&mut self.dice, &site, form, &person);
        if !self.names.insert(name.clone()) {
            name = format!("{name} {}", short(&person.name));
            self.names.insert(name.clone());
        }
        self.facility(site, form, person, name, visit)
    }

    /// One of the facilities in the pictures.
    pub fn known(&mut self, site: Site, known: &Known, visit: &Visit<'_>) -> Facility {
        let province = site.commune.former_province();
        let owner =
            self.people.named(known.owner.to_owned(), known.owner_is_woman, province, visit.on.year());
        self.facility(site, known.form, owner, known.name.to_owned(), visit)
    }

    fn form(&mut self) -> LegalForm {
        let total: i64 = FORMS.iter().map(|(_, weight)| weight).sum();
        let mut thrown = self.dice.between(1, total);
        for (form, weight) in FORMS {
            thrown -= weight;
            if thrown <= 0 {
                return *form;
            }
        }
        LegalForm::HoKinhDoanh
    }

    fn facility(
        &mut self,
        site: Site,
        form: LegalForm,
        owner: Person,
        name: String,
        visit: &Visit<'_>,
    ) -> Facility {
        let id = self.dice.record();
        let phone = self.people.phone();
        let doc = Document::default().with("name", name.as_str()).with("status", Status::Active.code());
        let doc = self.place(doc, &site);
        let doc = self.registration(doc, &site, form, &owner, visit);
        let doc = self.owner(doc, &owner, &phone, visit);
        let doc = self.bank(doc);
        let doc = self.figures(doc, &site, form, visit);
        let doc = self.means(doc, &site, visit);
        let village = bare(site.village).to_owned();
        Facility { id, commune: site.commune, trade: site.trade, village, name, owner, doc }
    }

    fn place(&mut self, doc: Document, site: &Site) -> Document {
        let dice = &mut self.dice;
        let doc = doc
            .with("commune_code", site.commune.code)
            .with("village", site.village)
            .with("legacy_commune", site.old_unit);
        let doc = if dice.percent(35) {
            doc.with(
                "address_line",
                format!("Số {}, đường làng {}", dice.between(1, 240), bare(site.village)),
            )
        } else {
            doc
        };
        // About one in ten was written down at a desk, without a place on the map.
        let doc = if dice.percent(90) {
            doc.with("lat", site.commune.lat_e7 + dice.between(-120_000, 120_000))
                .with("lng", site.commune.lng_e7 + dice.between(-120_000, 120_000))
                .with("gps_accuracy_m", dice.between(4, 28))
        } else {
            doc
        };
        match site.craft_village {
            Some(name) => doc.with("site_type", SiteType::CraftVillage.code()).with("site_name", name),
            None if dice.percent(25) => doc
                .with("site_type", SiteType::Cluster.code())
                .with("site_name", format!("Cụm công nghiệp {}", site.commune.name)),
            None => doc.with("site_type", SiteType::Home.code()),
        }
    }

    fn registration(
        &mut self,
        doc: Document,
        site: &Site,
        form: LegalForm,
        owner: &Person,
        visit: &Visit<'_>,
    ) -> Document {
        let registered = visit.on.minus(self.dice.between(300, 7_000));
        let doc = doc
            .with("legal_form", form.code())
            .with("kc_sector", site.trade.sector.code())
            .with("vsic_main", site.trade.vsic)
            .with("vsic_version", VsicVersion::V2025.code())
            .with("source", visit.source.code())
            .with("verified_by", visit.by)
            .with("verified_on", visit.on.iso());
        let is_household = form == LegalForm::HoKinhDoanh;
        if form == LegalForm::ToHopTac {
            return doc;
        }
        if is_household && self.dice.percent(20) {
            return doc.with("unregistered", true);
        }
        let tax_code = if is_household && self.dice.percent(75) {
            owner.citizen_id.clone()
        } else {
            self.tax_code(site.commune.former_province())
        };
        let (number, place) = if is_household {
            (
                format!("{}/ĐKKD-HKD", self.dice.between(12, 960)),
                format!("UBND {}", commune_name(site.commune)),
            )
        } else {
            (tax_code.clone(), "Phòng Đăng ký kinh doanh tỉnh Bắc Ninh".to_owned())
        };
        doc.with("tax_code", tax_code)
            .with("reg_no", number)
            .with("reg_date", registered.iso())
            .with("reg_place", place)
    }

    /// The next number that exists: some nine digits have no check digit.
    fn tax_code(&mut self, province: &str) -> String {
        // Series 9 of both offices was never given out.
        let office = if province == "24" { "249" } else { "239" };
        loop {
            self.next_tax += self.dice.between(3, 61);
            let digits = format!("{office}{:06}", self.next_tax);
            if let Some(check) = tax_code::check_digit(&digits) {
                return format!("{digits}{check}");
            }
        }
    }

    fn owner(&mut self, doc: Document, owner: &Person, phone: &str, visit: &Visit<'_>) -> Document {
        let doc = doc
            .with("owner_name", owner.name.as_str())
            .with("owner_sex", if owner.is_woman { "female" } else { "male" })
            .with("owner_birth_year", owner.birth_year)
            .with("owner_citizen_id", owner.citizen_id.as_str())
            .with("phone", phone)
            .with("consent_on", visit.on.iso())
            .with("consent_by", owner.name.as_str())
            .with("consent_version", "1.0");
        let doc = if self.dice.percent(70) { doc.with("zalo", phone) } else { doc };
        if self.dice.percent(20) { doc.with("phone2", self.people.phone()) } else { doc }
    }

    /// More than half of those that are registered have told where support is paid to; no two the same account.
    fn bank(&mut self, doc: Document) -> Document {
        self.next_account += self.banks.between(113, 9_700);
        let bank = *self.banks.pick(BANKS);
        if doc.get("tax_code").is_none() || !self.banks.percent(60) {
            return doc;
        }
        doc.with("bank_account", format!("{:013}", self.next_account)).with("bank_name", bank)
    }

    fn figures(&mut self, doc: Document, site: &Site, form: LegalForm, visit: &Visit<'_>) -> Document {
        let dice = &mut self.dice;
        let workers = match form {
            LegalForm::HoKinhDoanh => dice.between(2, 11),
            LegalForm::ToHopTac => dice.between(5, 14),
            LegalForm::Htx | LegalForm::Dntn => dice.between(8, 34),
            LegalForm::Tnhh1 | LegalForm::Tnhh2 | LegalForm::HopDanh => dice.between(9, 75),
            LegalForm::Ctcp | LegalForm::LienHiepHtx => dice.between(30, 165),
        };
        let is_small = matches!(form, LegalForm::HoKinhDoanh | LegalForm::ToHopTac);
        let insured = if is_small { 0 } else { workers * dice.between(45, 95) / 100 };
        let (low, high) = site.trade.yield_per_worker;
        let revenue = workers * dice.between(low, high) / 10 * 10 * MILLION;
        let capital = revenue / 100 * dice.between(35, 90) / MILLION * MILLION;
        let size = size_class(Figures {
            workers_insured: Some(insured),
            revenue_vnd: Some(revenue),
            capital_vnd: Some(capital),
        });
        let doc = doc
            .with("figures_year", visit.on.year() - 1)
            .with("workers_total", workers)
            .with("workers_female", workers * dice.between(20, 70) / 100)
            .with("workers_insured", insured)
            .with("workers_local", workers * dice.between(60, 100) / 100)
            .with("workers_seasonal", workers * dice.between(0, 30) / 100)
            .with("avg_income_vnd_month", dice.between(58, 125) * 100_000)
            .with("capital_total_vnd", capital)
            .with("revenue_vnd", revenue)
            .with("output_value_vnd", revenue / 100 * dice.between(90, 108))
            .with("tax_paid_vnd", revenue / 1_000 * dice.between(5, 24));
        let doc =
            if is_small { doc } else { doc.with("capital_registered_vnd", capital / 2 / MILLION * MILLION) };
        match size {
            // Some declare themselves smaller than they are.
            Some(_) if !is_small && dice.percent(5) => {
                doc.with("size_class_declared", SizeClass::Micro.code())
            }
            Some(size) if !is_small => doc.with("size_class_declared", size.code()),
            _ => doc,
        }
    }

    fn means(&mut self, doc: Document, site: &Site, visit: &Visit<'_>) -> Document {
        let dice = &mut self.dice;
        let number = |field: &str| doc.get(field).and_then(Value::as_int).unwrap_or(1);
        let (workers, revenue) = (number("workers_total"), number("revenue_vnd"));
        let workshop = workers * dice.between(18, 60);
        let codes = |items: Vec<&'static str>| Value::List(items.into_iter().map(Value::from).collect());
        let fuels = site.trade.fuels.iter().map(|fuel| fuel.code()).collect();
        let wastes = dice.between(1, 3).unsigned_abs() as usize;
        let pollution = dice.some(site.trade.pollution, wastes).into_iter().map(|kind| kind.code()).collect();
        let doc = doc
            .with("products", goods::products(dice, site.trade, revenue))
            .with("machinery", goods::machinery(dice, site.trade, workers, visit.on.year()))
            .with("power_kwh_year", workers * dice.between(900, 5_200))
            .with("power_kva", 100 + workers * dice.between(15, 45))
            .with("fuels", codes(fuels))
            .with("water_m3_day", dice.between(2, 160))
            .with("land_m2", workshop * dice.between(120, 260) / 100)
            .with("workshop_m2", workshop)
            .with("tenure", dice.pick(&[Tenure::Own, Tenure::Own, Tenure::Rent, Tenure::StateLease]).code())
            .with("pollution", codes(pollution))
            .with("pollution_treated", dice.percent(45))
            .with("relocation_listed", dice.percent(6));
        environment(dice, doc, site, visit)
    }
}

fn environment(dice: &mut Dice, doc: Document, site: &Site, visit: &Visit<'_>) -> Document {
    let signed = visit.on.minus(dice.between(60, 1_800));
    let number = dice.between(8, 420);
    let until = signed.plus(7 * 365);
    let doc = match dice.between(1, 10) {
        1..=3 => doc.with("env_doc", EnvironmentPaper::None.code()),
        4 => doc.with("env_doc", EnvironmentPaper::Mien.code()),
        5..=8 => doc
            .with("env_doc", EnvironmentPaper::DangKy.code())
            .with("env_doc_no", format!("{number}/ĐKMT-UBND"))
            .with("env_doc_on", signed.iso()),
        _ => doc
            .with("env_doc", EnvironmentPaper::GiayPhep.code())
            .with("env_doc_no", format!("{number}/GPMT-UBND"))
            .with("env_doc_on", signed.iso())
            .with("env_doc_until", until.iso()),
    };
    let doc = if dice.percent(40) {
        doc.with("fire_doc_no", format!("{}/PCCC", dice.between(10, 800))).with("fire_doc_until", until.iso())
    } else {
        doc
    };
    if site.trade.vsic.starts_with("10") || site.trade.vsic.starts_with("11") {
        doc.with("food_doc_no", format!("{}/ATTP-SCT", dice.between(10, 500)))
            .with("food_doc_until", signed.plus(3 * 365).iso())
    } else {
        doc
    }
}
