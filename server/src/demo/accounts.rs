//! The people who use the register: an account of every role. Names are those of the pictures.

use domain::clock::Millis;
use domain::communes::by_code;
use domain::id::{DeviceId, ScopeId, UserId};
use domain::role::Role;

use super::dice::Dice;
use super::naming::commune_name;
use super::places::PHU_LANG;
use crate::auth::Grant;
use crate::sync::EVERY_COMMUNE;

/// Where somebody works.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reach {
    Commune(&'static str),
    Province,
    /// The facility that the account owns.
    Own(&'static str),
    /// No records at all.
    Accounts,
}

/// Somebody with an account.
#[derive(Clone, Copy, Debug)]
pub struct Actor {
    pub login: &'static str,
    pub name: &'static str,
    pub phone: &'static str,
    pub role: Role,
    pub reach: Reach,
}

const fn officer(
    login: &'static str,
    name: &'static str,
    phone: &'static str,
    commune: &'static str,
) -> Actor {
    Actor { login, name, phone, role: Role::CommuneOfficer, reach: Reach::Commune(commune) }
}

const fn office(login: &'static str, name: &'static str, phone: &'static str, role: Role) -> Actor {
    Actor { login, name, phone, role, reach: Reach::Province }
}

const fn owner(
    login: &'static str,
    name: &'static str,
    phone: &'static str,
    facility: &'static str,
) -> Actor {
    Actor { login, name, phone, role: Role::FacilityOwner, reach: Reach::Own(facility) }
}

pub const POTTERY_COOP: &str = "HTX Gốm Trung Thôn";
pub const WOOD_COMPANY: &str = "Công ty TNHH Đồ gỗ mỹ nghệ Đồng Kỵ Thuỵ Anh";

pub static OFFICER: Actor = officer("phulang", "Nguyễn Thị Hường", "0222000192", PHU_LANG);
pub static CENTRE: Actor = office("hanh", "Nguyễn Thị Hạnh", "0222000145", Role::CentreStaff);
pub static PLANNER: Actor = office("duc", "Trần Văn Đức", "0222000146", Role::CentreStaff);
pub static DEPARTMENT: Actor = office("so", "Phạm Quang Thuỵ", "0222000151", Role::DepartmentStaff);
pub static LEADER: Actor = office("lanhdao", "Đặng Hữu Hoà", "0222000150", Role::DepartmentLeader);
pub static FINANCE: Actor = office("ketoan", "Lê Thị Thu", "0222000147", Role::Finance);
pub static INSPECTOR: Actor = office("thanhtra", "Ngô Xuân Ánh", "0222000155", Role::Inspector);
pub static COUNCIL: Actor = office("hoidong", "Đỗ Thị Minh Thuý", "0222000158", Role::CouncilMember);
pub static POTTER: Actor = owner("chu-gom-trung-thon", "Vũ Văn Hoạch", "0912000300", POTTERY_COOP);
pub static CARPENTER: Actor = owner("chu-go-dong-ky", "Dương Thị Ánh", "0912000302", WOOD_COMPANY);
pub static PAPER_OFFICER: Actor = officer("vocuong", "Ngô Đức Hòa", "0222000190", "09190");
pub static BRONZE_OFFICER: Actor = officer("giabinh", "Nguyễn Thị Thuý", "0222000154", "09454");

/// Everybody.
pub static ACTORS: &[&Actor] = &[
    &OFFICER,
    &PAPER_OFFICER,
    &BRONZE_OFFICER,
    &officer("dongnguyen", "Dương Văn Quyết", "0222000185", "09385"),
    &officer("phukhe", "Chử Thị Ánh", "0222000179", "09379"),
    &officer("vanmon", "Mẫn Bá Đạt", "0222000138", "09238"),
    &officer("vanha", "Đỗ Thị Thuỷ", "0204000198", "07798"),
    &officer("tamda", "Nguyễn Hữu Ân", "0222000108", "09208"),
    &officer("yenphong", "Đặng Xuân Toàn", "0222000193", "09193"),
    &officer("chu", "Vi Văn Đông", "0204000125", "07525"),
    &CENTRE,
    &PLANNER,
    &DEPARTMENT,
    &LEADER,
    &FINANCE,
    &INSPECTOR,
    &COUNCIL,
    &POTTER,
    &CARPENTER,
    &Actor {
        login: "quantri",
        name: "Tạ Minh Khoa",
        phone: "0222000140",
        role: Role::Admin,
        reach: Reach::Accounts,
    },
];

impl Actor {
    fn dice(&self, seed: &Dice, what: &str) -> Dice {
        seed.fork(what).fork(self.login)
    }

    pub fn user(&self, seed: &Dice) -> UserId {
        self.dice(seed, "account").user()
    }

    pub fn device(&self, seed: &Dice) -> DeviceId {
        self.dice(seed, "device").device()
    }

    /// Where the person works, in words.
    pub fn place(&self) -> String {
        match self.reach {
            Reach::Commune(code) => by_code(code).map(commune_name).unwrap_or_default(),
            Reach::Province => "toàn tỉnh".to_owned(),
            Reach::Own(facility) => facility.to_owned(),
            Reach::Accounts => "tài khoản".to_owned(),
        }
    }

    /// What the person may read and write, since ever: demo data begin in the past.
    pub fn grants(&self, seed: &Dice) -> Vec<Grant> {
        let scope = match self.reach {
            Reach::Commune(code) => ScopeId::commune(code),
            Reach::Province => ScopeId::from(EVERY_COMMUNE),
            Reach::Own(_) => ScopeId::owner(self.user(seed)),
            Reach::Accounts => ScopeId::reference(),
        };
        vec![Grant { scope, role: self.role, valid_from: Millis(0), valid_to: None }]
    }
}

/// The officer of a commune, or the centre where the commune has no account yet.
pub fn field_worker(commune: &str) -> &'static Actor {
    let officer = ACTORS.iter().find(|actor| matches!(actor.reach, Reach::Commune(code) if code == commune));
    officer.copied().unwrap_or(&CENTRE)
}

/// The one scope an account works in, if it is one.
pub fn scope_of(actor: &Actor) -> Option<ScopeId> {
    match actor.reach {
        Reach::Commune(code) => Some(ScopeId::commune(code)),
        Reach::Own(_) => Some(ScopeId::owner(actor.user(&Dice::new(super::SEED)))),
        Reach::Province | Reach::Accounts => None,
    }
}
