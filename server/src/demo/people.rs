//! Invented people. Names use both customs of placing the tone mark (Hoà, Hòa), D beside Đ, and
//! the letters ă and â, because that is what sorting and searching have to cope with.

use std::collections::BTreeSet;

use super::dice::Dice;

const FAMILIES: &[&str] = &[
    "Nguyễn", "Nguyễn", "Nguyễn", "Nguyễn", "Nguyễn", "Trần", "Trần", "Trần", "Phạm", "Lê", "Vũ", "Vũ",
    "Ngô", "Ngô", "Đỗ", "Đỗ", "Đặng", "Đào", "Dương", "Doãn", "Hoàng", "Bùi", "Chử", "Khổng", "Lưu", "Mẫn",
    "Tạ", "Trịnh", "Ân",
];
const MEN_MIDDLE: &[&str] =
    &["Văn", "Văn", "Đức", "Hữu", "Công", "Đình", "Xuân", "Quang", "Bá", "Đăng", "Ngọc"];
const WOMEN_MIDDLE: &[&str] = &["Thị", "Thị", "Thị", "Thị Thu", "Thị Kim", "Thị Ánh", "Minh", "Bích"];
const MEN: &[&str] = &[
    "An",
    "Ân",
    "Ấn",
    "Bắc",
    "Cường",
    "Dần",
    "Dương",
    "Dũng",
    "Đại",
    "Đạt",
    "Đông",
    "Đường",
    "Hậu",
    "Hoà",
    "Hòa",
    "Hoạch",
    "Khoá",
    "Khóa",
    "Kiên",
    "Lương",
    "Phúc",
    "Quý",
    "Quyết",
    "Sáng",
    "Sơn",
    "Tạo",
    "Thắng",
    "Thuỵ",
    "Thụy",
    "Toản",
    "Tuấn",
    "Ước",
    "Vinh",
];
const WOMEN: &[&str] = &[
    "An",
    "Ánh",
    "Cúc",
    "Diễm",
    "Duyên",
    "Đào",
    "Hạnh",
    "Hoà",
    "Hòa",
    "Huệ",
    "Hường",
    "Khuyên",
    "Loan",
    "Lương",
    "Mơ",
    "Nga",
    "Oanh",
    "Phượng",
    "Thoa",
    "Thuý",
    "Thúy",
    "Thuỷ",
    "Thủy",
    "Xuyến",
    "Yến",
];
/// Mobile prefixes; the middle of every number is `000`, as in no number that was ever given out.
const PREFIXES: &[&str] =
    &["0912", "0913", "0983", "0987", "0972", "0356", "0378", "0389", "0705", "0834", "0868"];

/// The owner of a facility.
#[derive(Clone, Debug)]
pub struct Person {
    pub name: String,
    pub is_woman: bool,
    pub birth_year: i64,
    pub citizen_id: String,
}

impl Person {
    /// The last word of the name, by which people are called.
    pub fn given(&self) -> &str {
        self.name.rsplit(' ').next().unwrap_or(&self.name)
    }
}

/// Makes people and phone numbers, none of them twice.
#[derive(Debug)]
pub struct People {
    dice: Dice,
    taken: BTreeSet<String>,
}

impl People {
    /// `known` are the names of people who are there already.
    pub fn new(dice: Dice, known: impl Iterator<Item = String>) -> Self {
        Self { dice, taken: known.collect() }
    }

    /// Somebody from a province (`24`, `27`) who is of age in `year`.
    pub fn person(&mut self, province: &str, year: i64) -> Person {
        let is_woman = self.dice.percent(34);
        let (middles, givens) = if is_woman { (WOMEN_MIDDLE, WOMEN) } else { (MEN_MIDDLE, MEN) };
        let name = loop {
            let [family, middle, given] = [FAMILIES, middles, givens].map(|table| *self.dice.pick(table));
            let name = format!("{family} {middle} {given}");
            if self.taken.insert(name.clone()) {
                break name;
            }
        };
        self.named(name, is_woman, province, year)
    }

    /// A person whose name is given.
    pub fn named(&mut self, name: String, is_woman: bool, province: &str, year: i64) -> Person {
        let birth_year = year - self.dice.between(28, 66);
        let century = (birth_year - 1900).div_euclid(100) * 2 + i64::from(is_woman);
        let serial = self.dice.between(100, 39_999);
        let citizen_id = format!("0{province}{century}{:02}{serial:06}", birth_year.rem_euclid(100));
        self.taken.insert(name.clone());
        Person { name, is_woman, birth_year, citizen_id }
    }

    pub fn phone(&mut self) -> String {
        loop {
            let prefix = self.dice.pick(PREFIXES);
            let phone = format!("{prefix}000{:03}", self.dice.between(600, 999));
            if self.taken.insert(phone.clone()) {
                return phone;
            }
        }
    }
}
