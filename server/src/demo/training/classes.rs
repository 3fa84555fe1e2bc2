//! The classes, and when each of them met.

use domain::id::RecordId;
use domain::money::MILLION;
use domain::record::training_class::{ClassKind, Session, Teaching};
use domain::value::{Document, Value};

use super::rows;
use crate::demo::calendar::Day;
use crate::demo::facility::Facility;
use crate::demo::naming::commune_name;
use crate::demo::places::PHU_LANG;

/// Where a class is now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Moment {
    Draft,
    Returned,
    Open,
    Cancelled,
    Running,
    Finished,
    Closed,
}

/// What a class is.
#[derive(Debug)]
pub struct Plan {
    pub title: &'static str,
    pub wish: &'static str,
    pub commune: &'static str,
    /// Which facility of the commune is the host.
    pub host: usize,
    pub trade: &'static str,
    /// None for a management class.
    pub teaching: Option<Teaching>,
    pub teacher: (&'static str, &'static str),
    pub session: Session,
    /// Triệu đồng.
    pub budget: i64,
    pub people: u8,
    pub days: usize,
    /// Days since the first one; of a class that has not begun, days until it.
    pub began: i64,
    pub moment: Moment,
    pub is_returned: bool,
    pub jobs_of_ten: i64,
    pub lessons: &'static [(&'static str, i64, i64)],
}

const POTTERY: &[(&str, i64, i64)] = &[
    ("An toàn lao động, giới thiệu nghề gốm Phù Lãng", 4, 0),
    ("Làm đất, luyện đất", 2, 10),
    ("Vuốt, nặn trên bàn xoay", 4, 36),
    ("Men và nung", 6, 18),
];
const SEWING: &[(&str, i64, i64)] = &[
    ("An toàn điện, sử dụng máy may", 4, 4),
    ("May đường cơ bản", 2, 30),
    ("Ráp áo sơ mi, kiểm hàng", 4, 36),
];
const WOOD: &[(&str, i64, i64)] =
    &[("Đọc bản vẽ, chọn gỗ", 6, 6), ("Chạm nổi, đục bong", 2, 42), ("Hoàn thiện bề mặt", 2, 14)];
const BRONZE: &[(&str, i64, i64)] =
    &[("Làm khuôn", 4, 20), ("Nấu và rót đồng", 6, 26), ("Sửa nguội, đánh bóng", 2, 14)];
const PAPER: &[(&str, i64, i64)] = &[("Vận hành máy xeo giấy", 8, 32), ("Xử lý nước thải làng nghề", 8, 8)];
const START: &[(&str, i64, i64)] = &[
    ("Lập kế hoạch kinh doanh", 6, 4),
    ("Sổ sách, thuế, hóa đơn điện tử", 6, 4),
    ("Bán hàng trên sàn điện tử", 2, 2),
];

pub static CLASSES: &[Plan] = &[
    Plan {
        title: "Lớp nâng cao tay nghề vuốt gốm, khóa 2",
        wish: "Mở lớp nâng cao tay nghề vuốt gốm cho 30 lao động của làng nghề",
        commune: PHU_LANG,
        host: 3,
        trade: "Vuốt gốm trên bàn xoay",
        teaching: Some(Teaching::Upgrading),
        teacher: ("Phạm Văn Quyết", "Nghệ nhân"),
        session: Session::Afternoon,
        budget: 96,
        people: 30,
        days: 20,
        began: 7,
        moment: Moment::Running,
        is_returned: true,
        jobs_of_ten: 0,
        lessons: POTTERY,
    },
    Plan {
        title: "Lớp may công nghiệp cho lao động nông thôn",
        wish: "Mở lớp may công nghiệp để lao động nữ có việc lúc nông nhàn",
        commune: PHU_LANG,
        host: 5,
        trade: "May công nghiệp",
        teaching: Some(Teaching::NewTrade),
        teacher: ("Ngô Thị Bích", "Thợ bậc 5/6"),
        session: Session::Afternoon,
        budget: 80,
        people: 22,
        days: 20,
        began: 3,
        moment: Moment::Running,
        is_returned: false,
        jobs_of_ten: 0,
        lessons: SEWING,
    },
    Plan {
        title: "Lớp truyền nghề vuốt gốm, khóa 1",
        wish: "Mở lớp truyền nghề vuốt gốm cho lao động trẻ",
        commune: PHU_LANG,
        host: 7,
        trade: "Vuốt gốm trên bàn xoay",
        teaching: Some(Teaching::HandedOn),
        teacher: ("Vũ Đình Thạch", "Nghệ nhân ưu tú"),
        session: Session::WholeDay,
        budget: 88,
        people: 28,
        days: 15,
        began: 150,
        moment: Moment::Closed,
        is_returned: false,
        jobs_of_ten: 8,
        lessons: POTTERY,
    },
    Plan {
        title: "Lớp nâng cao tay nghề chạm khắc gỗ",
        wish: "Mở lớp chạm khắc gỗ cho thợ trẻ Đồng Kỵ",
        commune: "09385",
        host: 2,
        trade: "Chạm khắc gỗ mỹ nghệ",
        teaching: Some(Teaching::Upgrading),
        teacher: ("Dương Văn Tạo", "Nghệ nhân"),
        session: Session::WholeDay,
        budget: 110,
        people: 27,
        days: 12,
        began: 60,
        moment: Moment::Finished,
        is_returned: false,
        jobs_of_ten: 5,
        lessons: WOOD,
    },
    Plan {
        title: "Lớp truyền nghề đúc đồng Đại Bái",
        wish: "Mở lớp truyền nghề đúc đồng, vì thợ giỏi đã cao tuổi",
        commune: "09454",
        host: 1,
        trade: "Đúc đồng",
        teaching: Some(Teaching::HandedOn),
        teacher: ("Nguyễn Xuân Sáng", "Nghệ nhân nhân dân"),
        session: Session::Morning,
        budget: 120,
        people: 18,
        days: 18,
        began: -12,
        moment: Moment::Open,
        is_returned: false,
        jobs_of_ten: 0,
        lessons: BRONZE,
    },
    Plan {
        title: "Tập huấn khởi sự doanh nghiệp cho hộ kinh doanh Văn Môn",
        wish: "Tập huấn khởi sự, sổ sách và bán hàng trên sàn điện tử",
        commune: "09238",
        host: 1,
        trade: "Khởi sự doanh nghiệp",
        teaching: None,
        teacher: ("Trịnh Thị Kim Oanh", "Thạc sĩ quản trị kinh doanh"),
        session: Session::WholeDay,
        budget: 45,
        people: 40,
        days: 3,
        began: 90,
        moment: Moment::Closed,
        is_returned: false,
        jobs_of_ten: 0,
        lessons: START,
    },
    Plan {
        title: "Lớp vận hành máy xeo giấy Phong Khê",
        wish: "Mở lớp vận hành máy xeo giấy an toàn",
        commune: "09190",
        host: 2,
        trade: "Vận hành máy xeo giấy",
        teaching: Some(Teaching::NewTrade),
        teacher: ("Ngô Hữu Cường", "Kỹ sư"),
        session: Session::Evening,
        budget: 70,
        people: 0,
        days: 14,
        began: -20,
        moment: Moment::Returned,
        is_returned: true,
        jobs_of_ten: 0,
        lessons: PAPER,
    },
    Plan {
        title: "Lớp mây tre đan cho phụ nữ Tam Đa",
        wish: "Mở lớp mây tre đan cho phụ nữ lúc nông nhàn",
        commune: "09208",
        host: 0,
        trade: "Mây tre đan",
        teaching: Some(Teaching::NewTrade),
        teacher: ("Đào Thị Huệ", "Thợ giỏi"),
        session: Session::Morning,
        budget: 60,
        people: 0,
        days: 15,
        began: -30,
        moment: Moment::Draft,
        is_returned: false,
        jobs_of_ten: 0,
        lessons: SEWING,
    },
    Plan {
        title: "Tập huấn quản lý sản xuất cho cơ sở Chũ",
        wish: "Tập huấn quản lý sản xuất và an toàn thực phẩm",
        commune: "07525",
        host: 0,
        trade: "Quản lý sản xuất",
        teaching: None,
        teacher: ("Vi Thị Thoa", "Cán bộ Trung tâm"),
        session: Session::WholeDay,
        budget: 30,
        people: 0,
        days: 2,
        began: -5,
        moment: Moment::Cancelled,
        is_returned: false,
        jobs_of_ten: 0,
        lessons: START,
    },
];

/// A class and its days.
#[derive(Clone, Debug)]
pub struct Class {
    pub plan: &'static Plan,
    pub drafted: Day,
    days: Vec<Day>,
    held: usize,
}

impl Class {
    pub fn new(plan: &'static Plan, today: Day) -> Self {
        let mut days: Vec<Day> = Vec::new();
        let mut next = today.minus(plan.began).working();
        while days.len() < plan.days {
            days.push(next);
            next = next.plus(1).working();
        }
        let held = match plan.moment {
            Moment::Draft | Moment::Returned | Moment::Open | Moment::Cancelled => 0,
            Moment::Running | Moment::Finished | Moment::Closed => {
                days.iter().filter(|day| **day < today).count()
            }
        };
        let first = days.first().copied().unwrap_or(today);
        let drafted = first.min(today).minus(18).working();
        Self { plan, drafted, days, held }
    }

    pub fn first(&self) -> Day {
        self.days.first().copied().unwrap_or(self.drafted)
    }

    pub fn last(&self) -> Day {
        self.days.last().copied().unwrap_or(self.drafted)
    }

    /// The days that have been, today not counted.
    pub fn held(&self) -> &[Day] {
        self.days.get(..self.held).unwrap_or_default()
    }

    pub fn document(&self, host: &Facility, project: RecordId) -> Document {
        let plan = self.plan;
        let kind = if plan.teaching.is_some() { ClassKind::Skill } else { ClassKind::Management };
        let days = self.days.iter().map(|day| Value::Text(day.iso())).collect();
        let hours = match plan.session {
            Session::Morning | Session::Afternoon | Session::Evening => 4,
            Session::WholeDay => 7,
        };
        let lessons = plan.lessons.iter().map(|(subject, theory, practice)| {
            Document::default()
                .with("subject", *subject)
                .with("theory_hours", *theory)
                .with("practice_hours", *practice)
        });
        let parts = [
            ("Bồi dưỡng người dạy", 40),
            ("Vật liệu, dụng cụ thực hành", 35),
            ("Tiền ăn, tài liệu, tổ chức lớp", 25),
        ];
        let lines = parts.map(|(item, share)| {
            Document::default().with("item", item).with("amount", plan.budget * MILLION / 100 * share)
        });
        let doc = Document::default()
            .with("title", plan.title)
            .with("project", project.to_string())
            .with("class_kind", kind.code())
            .with("trade", plan.trade)
            .with("planned_trainees", i64::from(plan.people.max(20)))
            .with("host", host.id.to_string())
            .with("place", format!("{}, {}", host.village, commune_name(host.commune)))
            .with("teacher", plan.teacher.0)
            .with("teacher_title", plan.teacher.1)
            .with("days", Value::List(days))
            .with("session", plan.session.code())
            .with("hours_per_day", hours)
            .with("curriculum", rows(lessons.collect()))
            .with("budget", plan.budget * MILLION)
            .with("budget_lines", rows(lines.into()));
        match plan.teaching {
            Some(teaching) => doc.with("teaching", teaching.code()),
            None => doc,
        }
    }
}
