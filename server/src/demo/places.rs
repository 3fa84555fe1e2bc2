//! Where the facilities are: the craft villages with what they are known for, and a few facilities
//! in the communes between them.

use domain::communes::{COMMUNES, Commune, by_code};

use super::dice::Dice;
use super::trades::{self, Trade};

/// A craft commune.
#[derive(Debug)]
pub struct Craft {
    pub code: &'static str,
    pub facilities: usize,
    /// Name of the craft village.
    pub village_name: &'static str,
    /// The main trade first: it has four facilities of five.
    pub trades: &'static [&'static Trade],
    /// Villages with the old unit they belonged to.
    pub villages: &'static [(&'static str, &'static str)],
}

/// Phù Lãng: the commune of the pictures.
pub const PHU_LANG: &str = "09292";

pub static CRAFTS: &[Craft] = &[
    Craft {
        code: PHU_LANG,
        facilities: 26,
        village_name: "Làng nghề gốm Phù Lãng",
        trades: &[&trades::POTTERY, &trades::NOODLES, &trades::MECHANICS],
        villages: &[
            ("Thôn Trung Thôn", "Xã Phù Lãng"),
            ("Thôn Đoàn Kết", "Xã Phù Lãng"),
            ("Thôn Phấn Trung", "Xã Phù Lãng"),
            ("Thôn Thủ Công", "Xã Phù Lãng"),
            ("Thôn Đồng Sài", "Xã Phù Lãng"),
            ("Thôn Kiều Lương", "Xã Đức Long"),
            ("Thôn Vệ Xá", "Xã Đức Long"),
            ("Thôn Châu Cầu", "Xã Châu Phong"),
        ],
    },
    Craft {
        code: "09190",
        facilities: 17,
        village_name: "Làng nghề giấy Phong Khê",
        trades: &[&trades::PAPER, &trades::PLASTIC, &trades::MECHANICS],
        villages: &[
            ("Khu Dương Ổ", "Phường Phong Khê"),
            ("Khu Đào Xá", "Phường Phong Khê"),
            ("Khu Châm Khê", "Phường Phong Khê"),
            ("Khu Ngô Khê", "Phường Phong Khê"),
            ("Khu Khả Lễ", "Phường Võ Cường"),
        ],
    },
    Craft {
        code: "09385",
        facilities: 18,
        village_name: "Làng nghề gỗ Đồng Kỵ",
        trades: &[&trades::WOOD, &trades::MECHANICS],
        villages: &[
            ("Khu phố Đồng Kỵ", "Phường Đồng Kỵ"),
            ("Khu phố Đại Đình", "Phường Đồng Kỵ"),
            ("Khu phố Trang Liệt", "Phường Trang Hạ"),
            ("Khu phố Vĩnh Kiều", "Phường Đồng Nguyên"),
        ],
    },
    Craft {
        code: "09379",
        facilities: 17,
        village_name: "Làng nghề mộc Phù Khê",
        trades: &[&trades::WOOD, &trades::STEEL],
        villages: &[
            ("Khu phố Phù Khê Thượng", "Phường Phù Khê"),
            ("Khu phố Phù Khê Đông", "Phường Phù Khê"),
            ("Khu phố Kim Thiều", "Phường Hương Mạc"),
            ("Khu phố Hương Mạc", "Phường Hương Mạc"),
            ("Khu phố Đa Hội", "Phường Châu Khê"),
        ],
    },
    Craft {
        code: "09238",
        facilities: 14,
        village_name: "Làng nghề đúc nhôm Mẫn Xá",
        trades: &[&trades::ALUMINIUM, &trades::MECHANICS],
        villages: &[
            ("Thôn Mẫn Xá", "Xã Văn Môn"),
            ("Thôn Quan Độ", "Xã Văn Môn"),
            ("Thôn Thọ Đức", "Xã Đông Thọ"),
        ],
    },
    Craft {
        code: "09454",
        facilities: 15,
        village_name: "Làng nghề đúc đồng Đại Bái",
        trades: &[&trades::BRONZE, &trades::BAMBOO],
        villages: &[
            ("Thôn Đại Bái", "Xã Đại Bái"),
            ("Thôn Đoan Bái", "Xã Đại Bái"),
            ("Thôn Ngọc Xuyên", "Xã Đại Bái"),
            ("Thôn Xuân Lai", "Xã Xuân Lai"),
        ],
    },
    Craft {
        code: "07798",
        facilities: 14,
        village_name: "Làng nghề Thổ Hà",
        trades: &[&trades::LIQUOR, &trades::NOODLES, &trades::BAMBOO],
        villages: &[
            ("Tổ dân phố Thổ Hà", "Xã Vân Hà"),
            ("Tổ dân phố Yên Viên", "Xã Vân Hà"),
            ("Tổ dân phố Nguyệt Đức", "Xã Vân Hà"),
            ("Tổ dân phố Lương Tài", "Xã Tiên Sơn"),
        ],
    },
    Craft {
        code: "09208",
        facilities: 10,
        village_name: "Làng nghề nấu rượu Đại Lâm",
        trades: &[&trades::LIQUOR, &trades::GARMENT],
        villages: &[
            ("Thôn Đại Lâm", "Xã Tam Đa"),
            ("Thôn Thọ Đức", "Xã Tam Đa"),
            ("Thôn Đông Yên", "Xã Đông Phong"),
        ],
    },
    Craft {
        code: "09193",
        facilities: 10,
        village_name: "Làng nghề Yên Phong",
        trades: &[&trades::MECHANICS, &trades::PLASTIC, &trades::NOODLES],
        villages: &[
            ("Thôn Chờ", "Thị trấn Chờ"),
            ("Thôn Ô Cách", "Xã Đông Tiến"),
            ("Thôn Tiên Trà", "Xã Trung Nghĩa"),
        ],
    },
    Craft {
        code: "07795",
        facilities: 8,
        village_name: "Làng nghề mây tre đan Tăng Tiến",
        trades: &[&trades::BAMBOO, &trades::MECHANICS],
        villages: &[("Tổ dân phố Phúc Long", "Phường Tăng Tiến"), ("Tổ dân phố Bẩy", "Phường Tăng Tiến")],
    },
    Craft {
        code: "07603",
        facilities: 8,
        village_name: "Làng nghề mỳ Thủ Dương",
        trades: &[&trades::NOODLES, &trades::FRUIT],
        villages: &[("Thôn Thủ Dương", "Xã Nam Dương"), ("Thôn Biềng", "Xã Nam Dương")],
    },
    Craft {
        code: "07525",
        facilities: 7,
        village_name: "Làng nghề mỳ Chũ",
        trades: &[&trades::NOODLES, &trades::FRUIT],
        villages: &[("Tổ dân phố Trường Chinh", "Phường Chũ"), ("Tổ dân phố Ải", "Phường Hồng Giang")],
    },
    Craft {
        code: "09400",
        facilities: 7,
        village_name: "Làng tranh Đông Hồ",
        trades: &[&trades::PRINTS],
        villages: &[("Khu phố Đông Khê", "Phường Song Hồ"), ("Khu phố Đạo Tú", "Phường Song Hồ")],
    },
    Craft {
        code: "09370",
        facilities: 6,
        village_name: "Làng nghề dệt Hồi Quan",
        trades: &[&trades::GARMENT],
        villages: &[("Khu phố Hồi Quan", "Phường Tương Giang"), ("Khu phố Dương Sơn", "Phường Tam Sơn")],
    },
    Craft {
        code: "09427",
        facilities: 5,
        village_name: "Làng nghề tương Đình Tổ",
        trades: &[&trades::SAUCE, &trades::NOODLES],
        villages: &[("Khu phố Đình Tổ", "Xã Đình Tổ"), ("Khu phố Bút Tháp", "Xã Đình Tổ")],
    },
];

const HILL_TRADES: &[&Trade] = &[
    &trades::FRUIT,
    &trades::FRUIT,
    &trades::WOOD,
    &trades::GARMENT,
    &trades::MECHANICS,
    &trades::CONCRETE,
    &trades::FERTILISER,
    &trades::NOODLES,
    &trades::BAMBOO,
];
const PLAIN_TRADES: &[&Trade] = &[
    &trades::MECHANICS,
    &trades::GARMENT,
    &trades::PLASTIC,
    &trades::WOOD,
    &trades::CONCRETE,
    &trades::NOODLES,
    &trades::STEEL,
    &trades::GARMENT,
    &trades::PAPER,
    &trades::FERTILISER,
];
const VILLAGES: &[&str] = &[
    "Thôn Đông",
    "Thôn Đoài",
    "Thôn Thượng",
    "Thôn Hạ",
    "Thôn Trung",
    "Thôn Ấp",
    "Thôn Đầm",
    "Thôn Dinh",
    "Thôn Am",
    "Thôn Đình",
    "Thôn Chùa",
    "Thôn Giữa",
    "Thôn Bãi",
    "Thôn Mới",
];
/// Communes outside the craft villages that have facilities here.
const OTHER_COMMUNES: usize = 58;

/// A place for one facility.
#[derive(Clone, Copy, Debug)]
pub struct Site {
    pub commune: &'static Commune,
    pub village: &'static str,
    pub old_unit: &'static str,
    pub trade: &'static Trade,
    /// Name of the craft village, if the facility is in one.
    pub craft_village: Option<&'static str>,
}

/// The sites of all facilities, commune by commune.
pub fn sites(mut dice: Dice) -> Vec<Site> {
    let mut sites = Vec::new();
    for craft in CRAFTS {
        let Some(commune) = by_code(craft.code) else { continue };
        for at in 0..craft.facilities {
            let &(village, old_unit) = dice.pick(craft.villages);
            let side_trades = craft.trades.get(1..).filter(|side| !side.is_empty() && at % 5 == 4);
            let trade = side_trades.map_or_else(|| craft.trades[0], |side| *dice.pick(side));
            let craft_village = side_trades.is_none().then_some(craft.village_name);
            sites.push(Site { commune, village, old_unit, trade, craft_village });
        }
    }
    let others: Vec<&Commune> =
        COMMUNES.iter().filter(|commune| CRAFTS.iter().all(|craft| craft.code != commune.code)).collect();
    for commune in dice.some(&others, OTHER_COMMUNES) {
        let known = if commune.former_province() == "24" { HILL_TRADES } else { PLAIN_TRADES };
        for _ in 0..dice.between(1, 4) {
            let (village, old_unit) = (*dice.pick(VILLAGES), *dice.pick(commune.formed_from));
            let trade = *dice.pick(known);
            sites.push(Site { commune, village, old_unit, trade, craft_village: None });
        }
    }
    sites
}

#[cfg(test)]
mod tests {
    use domain::communes::by_code;

    use super::CRAFTS;

    #[test]
    fn every_craft_village_lies_in_an_old_unit_of_its_commune() {
        for craft in CRAFTS {
            let commune = by_code(craft.code).unwrap();
            for (village, old_unit) in craft.villages {
                assert!(
                    commune.formed_from.contains(old_unit),
                    "{village}: {old_unit} is not in {}",
                    commune.name
                );
            }
        }
    }
}
