//! The facilities of the pictures, so that what is drawn there can be found in the demo too.

use domain::communes::by_code;
use domain::money::MILLION;
use domain::record::facility::lists::LegalForm;
use domain::record::need::Activity;
use domain::record::need::course::NeedAction;
use domain::value::Document;

use super::accounts::{CARPENTER, POTTER, POTTERY_COOP, WOOD_COMPANY};
use super::facility::{Facility, Known, Maker, Visit};
use super::needs::Wish;
use super::places::{PHU_LANG, Site};
use super::trades::{self, Trade};

/// Days since the project of the pottery co-operative got its advance.
pub const ADVANCED: i64 = 157;

/// Workers and revenue.
type Figures = (i64, i64);
/// Activity, words and cost of a wish.
type Told = (Activity, &'static str, i64);

/// A facility with a name of its own.
#[derive(Debug)]
pub struct Famous {
    name: &'static str,
    commune: &'static str,
    trade: &'static Trade,
    craft_village: Option<&'static str>,
    village: (&'static str, &'static str),
    owner: (&'static str, bool),
    phone: Option<&'static str>,
    form: LegalForm,
    pub is_stale: bool,
    /// At the first visit and at the second.
    pub figures: Option<(Figures, Figures)>,
    /// Days since the second visit.
    pub revisited: Option<i64>,
    /// Days since each need was registered, and how far it came.
    pub needs: &'static [(i64, &'static [NeedAction])],
    pub wish: Option<Told>,
    /// Title of the project, and the wish it came from.
    pub project: Option<(&'static str, Told)>,
}

/// In the order in which they were found.
pub static ALL: &[Famous] = &[
    Famous {
        name: POTTERY_COOP,
        commune: PHU_LANG,
        trade: &trades::POTTERY,
        craft_village: Some("Làng nghề gốm Phù Lãng"),
        village: ("Thôn Trung Thôn", "Xã Phù Lãng"),
        owner: (POTTER.name, false),
        phone: Some(POTTER.phone),
        form: LegalForm::Htx,
        is_stale: false,
        figures: Some(((16, 3_500 * MILLION), (18, 3_900 * MILLION))),
        revisited: Some(43),
        needs: &[(82, &[NeedAction::Register])],
        wish: Some((Activity::Machine, "Máy nghiền men, thay cối giã cũ", 180 * MILLION)),
        project: Some((
            "Lò nung gas thay lò củi, HTX Gốm Trung Thôn",
            (Activity::Machine, "Thay lò nung củi bằng lò nung gas, giảm khói và phế phẩm", 1_040 * MILLION),
        )),
    },
    Famous {
        name: "Cơ khí Đức Long",
        commune: PHU_LANG,
        trade: &trades::MECHANICS,
        craft_village: None,
        village: ("Thôn Vệ Xá", "Xã Đức Long"),
        owner: ("Trần Văn Kiên", false),
        phone: None,
        form: LegalForm::HoKinhDoanh,
        is_stale: true,
        figures: None,
        revisited: None,
        needs: &[],
        wish: None,
        project: None,
    },
    Famous {
        name: "Mỳ gạo Hiền Lương",
        commune: PHU_LANG,
        trade: &trades::NOODLES,
        craft_village: None,
        village: ("Thôn Kiều Lương", "Xã Đức Long"),
        owner: ("Ngô Thị Lương", true),
        phone: None,
        form: LegalForm::HoKinhDoanh,
        is_stale: false,
        figures: None,
        revisited: None,
        needs: &[(19, &[NeedAction::Register, NeedAction::StartSurvey])],
        wish: Some((Activity::Machine, "Máy sấy mỳ, để không phải phơi nhờ nắng", 290 * MILLION)),
        project: None,
    },
    Famous {
        name: "Mộc Nguyễn Đức Thuỵ",
        commune: PHU_LANG,
        trade: &trades::WOOD,
        craft_village: None,
        village: ("Thôn Châu Cầu", "Xã Châu Phong"),
        owner: ("Nguyễn Đức Thuỵ", false),
        phone: None,
        form: LegalForm::Tnhh1,
        is_stale: false,
        figures: None,
        revisited: None,
        needs: &[],
        wish: None,
        project: None,
    },
    Famous {
        name: WOOD_COMPANY,
        commune: "09385",
        trade: &trades::WOOD,
        craft_village: Some("Làng nghề gỗ Đồng Kỵ"),
        village: ("Khu phố Đồng Kỵ", "Phường Đồng Kỵ"),
        owner: (CARPENTER.name, true),
        phone: Some(CARPENTER.phone),
        form: LegalForm::Tnhh2,
        is_stale: false,
        figures: None,
        revisited: None,
        needs: &[(30, &[NeedAction::Register, NeedAction::StartSurvey, NeedAction::FinishSurvey])],
        wish: Some((Activity::Machine, "Máy chạm khắc CNC 8 đầu, để nhận đơn hàng xuất khẩu", 480 * MILLION)),
        project: None,
    },
];

/// Whether a facility is one of these.
pub fn is_famous(name: &str) -> bool {
    ALL.iter().any(|famous| famous.name == name)
}

/// The wish as it is told.
pub fn wish(&(activity, text, cost): &Told) -> Wish {
    Wish { activity, text: text.to_owned(), cost }
}

impl Famous {
    pub fn site(&self) -> Option<Site> {
        Some(Site {
            commune: by_code(self.commune)?,
            village: self.village.0,
            old_unit: self.village.1,
            trade: self.trade,
            craft_village: self.craft_village,
        })
    }

    pub fn facility(&self, maker: &mut Maker, site: Site, visit: &Visit<'_>) -> Facility {
        let (owner, owner_is_woman) = self.owner;
        let known = Known { name: self.name, owner, owner_is_woman, form: self.form };
        let mut facility = maker.known(site, &known, visit);
        if let Some(phone) = self.phone {
            facility.doc = facility.doc.with("phone", phone).with("zalo", phone);
        }
        if let Some(((workers, revenue), _)) = self.figures {
            facility.doc = figures(facility.doc, workers, revenue);
        }
        facility
    }
}

fn figures(doc: Document, workers: i64, revenue: i64) -> Document {
    doc.with("workers_total", workers)
        .with("workers_female", workers * 3 / 5)
        .with("workers_insured", workers * 3 / 4)
        .with("workers_local", workers - 1)
        .with("workers_seasonal", 2)
        .with("revenue_vnd", revenue)
        .with("output_value_vnd", revenue)
        .with("capital_total_vnd", revenue / 2)
        .with("capital_registered_vnd", revenue / 4)
        .with("size_class_declared", "small")
}
