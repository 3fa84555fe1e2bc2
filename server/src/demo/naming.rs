//! How facilities, villages and communes are called.

use domain::communes::{Commune, CommuneKind};
use domain::record::facility::lists::LegalForm;

use super::dice::Dice;
use super::people::Person;
use super::places::Site;

const BRANDS: &[&str] = &[
    "An Phát",
    "Ân Đức",
    "Đại Dương",
    "Đông Á",
    "Đức Thắng",
    "Dũng Hà",
    "Hoà Bình",
    "Hòa Phong",
    "Kinh Bắc",
    "Long Biên",
    "Lục Đầu",
    "Minh Khoa",
    "Phúc Thịnh",
    "Quan Họ",
    "Quyết Tiến",
    "Sông Cầu",
    "Sông Thương",
    "Tân Tiến",
    "Thăng Long",
    "Thuý Hằng",
    "Thuỵ Anh",
    "Tiên Phong",
    "Trường Sơn",
    "Văn Hiến",
    "Xuân Hoà",
    "Ánh Dương",
    "Đồng Tâm",
];

/// What stands over the door.
pub fn of_facility(dice: &mut Dice, site: &Site, form: LegalForm, owner: &Person) -> String {
    let sign = dice.pick(site.trade.signs);
    let brand = dice.pick(BRANDS);
    let low = lower_first(sign);
    let place = if site.craft_village.is_some() { bare(site.village) } else { site.commune.name };
    match form {
        LegalForm::HoKinhDoanh => match dice.between(1, 4) {
            1 => format!("Hộ kinh doanh {}", owner.name),
            2 => format!("Cơ sở {low} {}", short(&owner.name)),
            3 => format!("{sign} {}", owner.name),
            _ => format!("Xưởng {low} {}", short(&owner.name)),
        },
        LegalForm::Tnhh1 => format!("Công ty TNHH một thành viên {sign} {brand}"),
        LegalForm::Tnhh2 => format!("Công ty TNHH {sign} {brand} {}", owner.given()),
        LegalForm::Ctcp => format!("Công ty cổ phần {sign} {brand}"),
        LegalForm::HopDanh => format!("Công ty hợp danh {sign} {brand}"),
        LegalForm::Dntn => format!("Doanh nghiệp tư nhân {}", short(&owner.name)),
        LegalForm::Htx => format!("HTX {sign} {place}"),
        LegalForm::LienHiepHtx => format!("Liên hiệp HTX {sign} {}", site.commune.name),
        LegalForm::ToHopTac => format!("Tổ hợp tác {low} {place}"),
    }
}

/// `Thôn Trung Thôn` → `Trung Thôn`.
pub fn bare(village: &str) -> &str {
    ["Tổ dân phố ", "Khu phố ", "Khu ", "Thôn "]
        .iter()
        .find_map(|kind| village.strip_prefix(kind))
        .unwrap_or(village)
}

/// `Nguyễn Văn Hoà` → `Văn Hoà`, as signs have it.
pub fn short(name: &str) -> &str {
    name.split_once(' ').map_or(name, |(_, rest)| rest)
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

/// With its kind, as in a sentence: `xã Phù Lãng`.
pub fn commune_name(commune: &Commune) -> String {
    let kind = match commune.kind {
        CommuneKind::Xa => "xã",
        CommuneKind::Phuong => "phường",
    };
    format!("{kind} {}", commune.name)
}
