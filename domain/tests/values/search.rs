//! Folding, composing and ranking.

use domain::search::{Query, Rank, SearchText, Searcher, fold_vi, nfc_vi};
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

/// DOMAIN §9.5 word by word, with a Unicode crate.
fn fold_by_the_book(text: &str) -> String {
    let base: String = text
        .nfd()
        .filter(|letter| !('\u{300}'..='\u{36f}').contains(letter))
        .map(|letter| if matches!(letter, 'đ' | 'Đ') { 'd' } else { letter })
        .flat_map(char::to_lowercase)
        .collect();
    base.split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn latin() -> impl Iterator<Item = char> {
    ('\0'..='\u{24f}').chain('\u{1e00}'..='\u{1eff}')
}

#[test]
fn every_latin_letter_folds_by_the_book() {
    for letter in latin() {
        let text = format!("x{letter}y");
        assert_eq!(fold_vi(&text), fold_by_the_book(&text), "U+{:04X}", letter as u32);
    }
}

#[test]
fn folding_treats_spellings_alike() {
    let table = [
        ("Đồng Kỵ", "dong ky"),
        ("HTX  Gốm Trung-Thôn, (Phù Lãng)", "htx gom trung thon phu lang"),
        ("hoà", "hoa"),
        ("hòa", "hoa"),
        ("Thuỵ", "thuy"),
        ("Thụy", "thuy"),
        ("Nguye\u{302}\u{303}n", "nguyen"),
        ("ĐẶNG Ước", "dang uoc"),
        ("  ", ""),
        ("0912.000.345", "0912 000 345"),
    ];
    for (text, folded) in table {
        assert_eq!(fold_vi(text), folded, "{text}");
    }
}

const VIETNAMESE: &str = "[aăâeêioôơuưyđbcdghklmnpqrstvxAĂÂEÊIOÔƠUƯYĐàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵẤỘ\u{300}\u{301}\u{302}\u{303}\u{306}\u{309}\u{31b}\u{323} 0-9,.-]{0,24}";

proptest! {
    #[test]
    fn vietnamese_text_folds_by_the_book(text in VIETNAMESE) {
        prop_assert_eq!(fold_vi(&text), fold_by_the_book(&text));
    }

    #[test]
    fn decomposed_text_folds_alike(text in VIETNAMESE) {
        let decomposed: String = text.nfd().collect();
        prop_assert_eq!(fold_vi(&decomposed), fold_vi(&text));
    }

    #[test]
    fn vietnamese_text_composes_as_unicode_says(text in VIETNAMESE) {
        let expected: String = text.nfc().collect();
        prop_assert_eq!(nfc_vi(&text), expected);
    }

    #[test]
    fn any_text_stays_canonically_equivalent(text in "\\PC{0,24}") {
        let composed = nfc_vi(&text);
        prop_assert_eq!(composed.nfd().collect::<String>(), text.nfd().collect::<String>());
    }

    #[test]
    fn folding_twice_changes_nothing(text in VIETNAMESE) {
        prop_assert_eq!(fold_vi(&fold_vi(&text)), fold_vi(&text));
    }

    #[test]
    fn a_row_is_found_by_any_of_its_words(words in prop::collection::vec("[a-z]{1,8}", 1..6), at in 0_usize..6) {
        let row = SearchText::new([words.join(" ").as_str()]);
        let word = &words[at % words.len()];
        let rank = Query::new(word).rank(&row);
        prop_assert!(rank.is_some_and(|rank| rank <= Rank::Word), "{:?}", rank);
    }
}

#[test]
fn every_vietnamese_letter_composes_from_its_parts_in_any_order() {
    for letter in latin().filter(|letter| letter.to_string() != letter.nfd().collect::<String>()) {
        let parts: Vec<char> = letter.nfd().collect();
        let known = "\u{300}\u{301}\u{302}\u{303}\u{306}\u{309}\u{31b}\u{323}";
        if !parts.iter().skip(1).all(|mark| known.contains(*mark)) {
            continue;
        }
        let typed: String = parts.iter().collect();
        assert_eq!(nfc_vi(&typed), letter.to_string(), "{letter}");
        let swapped: String = parts.iter().take(1).chain(parts.iter().skip(1).rev()).collect();
        assert_eq!(nfc_vi(&swapped), swapped.nfc().collect::<String>(), "{letter}");
    }
    assert_eq!(nfc_vi("a\u{341}"), "á");
    assert_eq!(nfc_vi("\u{306}\u{323}"), "\u{323}\u{306}", "marks without a letter");
}

fn rank(query: &str, fields: &[&str]) -> Option<Rank> {
    Query::new(query).rank(&SearchText::new(fields.iter().copied()))
}

#[test]
fn ranks_follow_the_order_of_the_book() {
    let gom = ["HTX Gốm Trung Thôn", "Vũ Văn Hoạch", "0912000345", "2301045872", "Khắc Niệm"];
    let table = [
        ("HTX Gốm Trung Thôn", Some(Rank::ExactMarked)),
        ("htx gom trung thon", Some(Rank::Exact)),
        ("vũ văn hoạch", Some(Rank::ExactMarked)),
        ("HTX G", Some(Rank::PrefixMarked)),
        ("htx gom", Some(Rank::Prefix)),
        ("gốm", Some(Rank::WordMarked)),
        ("gom", Some(Rank::Word)),
        ("gôm", Some(Rank::Word)),
        ("hoach gom", Some(Rank::Words)),
        ("345", Some(Rank::Word)),
        ("0345", Some(Rank::Word)),
        ("0912 000 345", Some(Rank::Exact)),
        ("5872", Some(Rank::Word)),
        ("0003", None),
        ("khac niem", Some(Rank::Exact)),
        ("trung thom", Some(Rank::Near)),
        ("om", None),
        ("giay", None),
    ];
    for (query, expected) in table {
        assert_eq!(rank(query, &gom), expected, "{query}");
    }
}

#[test]
fn i_and_y_are_exchanged_only_when_nothing_better_matches() {
    assert_eq!(rank("Kĩ", &["Kỹ"]), Some(Rank::Near));
    assert_eq!(rank("xa ly", &["Sa Lý"]), Some(Rank::Near));
    assert_eq!(rank("lí", &["Sa Lý"]), Some(Rank::Near));
    assert_eq!(rank("la", &["Sa Lý"]), None);
}

#[test]
fn exact_marks_come_first() {
    let mut rows = Searcher::new();
    for (key, name) in ["Đồng Kỵ", "Đồng Kỳ", "Đông Kỳ Anh", "Đồng Tiến"].into_iter().enumerate()
    {
        rows.put(key, SearchText::new([name]));
    }
    let keys =
        |query: &str| rows.find(&Query::new(query)).into_iter().map(|(key, _)| key).collect::<Vec<_>>();
    assert_eq!(keys("Đồng Kỳ"), [1, 0, 2]);
    assert_eq!(keys("dong ky"), [0, 1, 2]);
    assert_eq!(keys(""), [0, 1, 2, 3]);
    assert_eq!(keys("dong ty"), [0, 1, 2], "near ones only when nothing else is found");
}

#[test]
fn rows_are_replaced_and_removed() {
    let mut rows = Searcher::new();
    for key in [3, 1, 2] {
        rows.put(key, SearchText::new(["Mộc Châu Cầu"]));
    }
    rows.put(1, SearchText::new(["Giấy dó"]));
    rows.remove(&2);
    rows.remove(&9);
    assert_eq!(rows.find(&Query::new("moc")), [(3, Rank::Prefix)]);
    assert_eq!(rows.find(&Query::new("giay")), [(1, Rank::Prefix)]);
    assert_eq!(rows.len(), 2);
}
