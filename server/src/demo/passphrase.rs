//! Passphrases for demo accounts: plain words without marks, from the randomness of the operating
//! system, so that no two installations share one.

use crate::auth::PasswordError;

const WORDS: &[&str] = &[
    "anh", "ban", "bang", "banh", "bao", "bau", "bay", "ben", "bien", "binh", "bo", "bon", "bong", "bua",
    "bui", "buom", "buon", "cam", "canh", "cao", "cat", "cau", "cay", "cha", "chai", "cham", "chan", "chao",
    "chau", "chay", "che", "chen", "chi", "chim", "cho", "chu", "chua", "chuoi", "chuong", "co", "coi",
    "com", "con", "cong", "cua", "cuoc", "cuoi", "cuon", "da", "dan", "dao", "dat", "dau", "day", "den",
    "deo", "di", "dia", "diem", "dien", "dinh", "do", "doan", "doi", "don", "dong", "du", "dua", "duoc",
    "duoi", "duong", "em", "ga", "gach", "gao", "gap", "gau", "gian", "giang", "giay", "gio", "gioi", "gom",
    "goi", "gu", "guong", "ha", "hai", "ham", "han", "hang", "hanh", "hat", "hau", "hen", "hien", "hieu",
    "hinh", "ho", "hoa", "hoc", "hoi", "hom", "hong", "hop", "hung", "huong", "huu", "ke", "kem", "keo",
    "kep", "khan", "khanh", "khe", "khen", "khi", "kho", "khoa", "khoai", "khoe", "khung", "kia", "kiem",
    "kien", "kim", "kinh", "la", "lac", "lai", "lam", "lan", "lang", "lanh", "lap", "lau", "len", "lich",
    "lieu", "linh", "lo", "loa", "loc", "loi", "long", "lon", "lua", "luoi", "luong", "mai", "man", "mang",
    "manh", "mat", "mau", "may", "men", "mia", "mien", "minh", "mo", "moc", "moi", "mong", "mua", "mui",
    "muoi", "muon", "nam", "nang", "nem", "nen", "nga", "ngai", "ngan", "ngao", "ngay", "nghe", "ngo",
    "ngoi", "ngon", "ngua", "nguon", "nha", "nhan", "nhau", "nhe", "nho", "nhom", "nhung", "noi", "non",
    "nong", "nui", "nuoc", "nuoi", "oi", "ong", "pha", "phan", "phao", "phep", "phien", "pho", "phong",
    "phuc", "quan", "quang", "quat", "que", "quen", "quyen", "rau", "ren", "rieng", "rong", "rua", "rung",
    "ruong", "sach", "sang", "sao", "sau", "sen", "soi", "son", "song", "suoi", "suong", "tai", "tam", "tan",
    "tang", "tao", "tau", "tay", "thach", "thang", "thanh", "thao", "thoi", "thom", "thon", "thu", "thuyen",
    "tia", "tien", "tim", "to", "toan", "toi", "tom", "tranh", "trau", "tre", "trong", "tuan", "tuoi",
    "tuyet", "vai", "van", "vang", "vao", "ve", "ven", "vien", "vo", "voi", "vong", "vua", "vui", "vuon",
    "vuong", "xa", "xanh", "xe", "xoai", "xom", "xua", "xuan", "xung", "yen",
];
const LENGTH: usize = 4;
/// What `auth` asks of a password, or a little more.
const SHORTEST: usize = 12;

/// A new passphrase: `gom-phu-lang-dep`.
pub fn draw() -> Result<String, PasswordError> {
    let words: Vec<&str> = (0..LENGTH).map(|_| word()).collect::<Result<_, _>>()?;
    let phrase = words.join("-");
    // Four of the shortest words are too short for a password.
    if phrase.chars().count() < SHORTEST { draw() } else { Ok(phrase) }
}

/// Every word is as likely as every other: numbers beyond the last full round are thrown away.
fn word() -> Result<&'static str, PasswordError> {
    let size = WORDS.len();
    let fair = usize::from(u16::MAX) / size * size;
    loop {
        let mut bytes = [0; 2];
        getrandom::fill(&mut bytes).map_err(|_| PasswordError::NoRandomness)?;
        let thrown = usize::from(u16::from_be_bytes(bytes));
        if thrown < fair {
            return Ok(WORDS[thrown % size]);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{WORDS, draw};

    #[test]
    fn four_plain_words_make_a_passphrase_and_none_comes_twice() {
        let drawn: BTreeSet<String> = (0..200).map(|_| draw().unwrap()).collect();
        assert_eq!(drawn.len(), 200);
        for phrase in &drawn {
            assert_eq!(phrase.split('-').count(), 4, "{phrase}");
            assert!(phrase.len() >= 10, "{phrase}");
            assert!(phrase.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{phrase}");
        }
    }

    #[test]
    fn the_words_are_many_and_different() {
        let different: BTreeSet<_> = WORDS.iter().collect();
        assert_eq!(different.len(), WORDS.len());
        assert!(WORDS.len() >= 256, "{} words are {:.1} bits each", WORDS.len(), (WORDS.len() as f64).log2());
    }
}
