//! Money as typed, shown and read aloud.

use domain::formats::FormatProblem;
use domain::formats::number::MAX_EXACT;
use domain::money::{in_words, parse, show, show_millions};
use domain::words::Lang;
use proptest::prelude::*;

#[test]
fn amounts_are_read_as_people_write_them() {
    let table = [
        ("300 tr", 300_000_000),
        ("300tr", 300_000_000),
        ("300 triệu", 300_000_000),
        ("300 TRIỆU đồng", 300_000_000),
        ("1,5 tỷ", 1_500_000_000),
        ("1,5 tỉ", 1_500_000_000),
        ("1.5 tỷ", 1_500_000_000),
        ("1.500 tr", 1_500_000_000),
        ("1 tỷ 500 triệu", 1_500_000_000),
        ("1 tỷ 250 tr 500 nghìn", 1_250_500_000),
        ("500 ngàn", 500_000),
        ("50k", 50_000),
        ("1.234.567", 1_234_567),
        ("1 234 567 đ", 1_234_567),
        ("1.234.567 ₫", 1_234_567),
        ("1.234.567\u{a0}₫", 1_234_567),
        ("1234567 đồng", 1_234_567),
        ("1234567VND", 1_234_567),
        ("  0 ", 0),
        ("0,000001 tr", 1),
        ("0,250 tr", 250_000),
        ("triệu", -1),
        ("300 trie\u{323}\u{302}u", 300_000_000),
    ];
    for (typed, expected) in table {
        let amount = parse(typed);
        if expected < 0 {
            assert_eq!(amount, Err(FormatProblem::MoneyNotANumber), "{typed}");
        } else {
            assert_eq!(amount, Ok(expected), "{typed}");
        }
    }
}

#[test]
fn what_is_no_amount_is_refused_with_its_reason() {
    use FormatProblem::*;
    let table = [
        ("", MoneyNotANumber),
        ("đồng", MoneyNotANumber),
        ("abc", MoneyUnit),
        ("12.34", MoneyNotANumber),
        ("1.23.456", MoneyNotANumber),
        ("1.234 567", MoneyNotANumber),
        ("1,", MoneyNotANumber),
        ("1,5,5 tỷ", MoneyNotANumber),
        ("500 triệu 1 tỷ", MoneyNotANumber),
        ("300 usd", MoneyUnit),
        ("300 tấn", MoneyUnit),
        ("12,5", MoneyFraction),
        ("1,0000001 tr", MoneyFraction),
        ("1,2345 nghìn", MoneyFraction),
        ("-5 tr", MoneyNegative),
        ("−5 tr", MoneyNegative),
        ("9.007.199.254.740.992", MoneyTooLarge),
        ("9999999999999 tỷ", MoneyTooLarge),
    ];
    for (typed, problem) in table {
        assert_eq!(parse(typed), Err(problem), "{typed}");
    }
}

#[test]
fn amounts_are_shown_with_a_space_that_does_not_break() {
    assert_eq!(show(1_234_567, Lang::Vi), "1.234.567\u{a0}₫");
    assert_eq!(show(1_234_567, Lang::En), "1,234,567\u{a0}₫");
    assert_eq!(show(0, Lang::Vi), "0\u{a0}₫");
    assert_eq!(show(-1_000, Lang::Vi), "-1.000\u{a0}₫");
}

#[test]
fn reports_show_millions_with_one_decimal() {
    let table = [
        (2_166_500_000, "2.166,5"),
        (250_000_000, "250,0"),
        (96_549_999, "96,5"),
        (96_550_000, "96,6"),
        (49_999, "0,0"),
        (-50_000, "-0,1"),
        (-1_250_000, "-1,3"),
    ];
    for (amount, shown) in table {
        assert_eq!(show_millions(amount, Lang::Vi), shown, "{amount}");
    }
    assert_eq!(show_millions(2_166_500_000, Lang::En), "2,166.5");
}

#[test]
fn amounts_are_read_out_as_in_school() {
    let table = [
        (0, "không đồng"),
        (1, "một đồng"),
        (5, "năm đồng"),
        (10, "mười đồng"),
        (11, "mười một đồng"),
        (14, "mười bốn đồng"),
        (15, "mười lăm đồng"),
        (20, "hai mươi đồng"),
        (21, "hai mươi mốt đồng"),
        (24, "hai mươi tư đồng"),
        (25, "hai mươi lăm đồng"),
        (101, "một trăm linh một đồng"),
        (104, "một trăm linh bốn đồng"),
        (105, "một trăm linh năm đồng"),
        (110, "một trăm mười đồng"),
        (555, "năm trăm năm mươi lăm đồng"),
        (1_005, "một nghìn không trăm linh năm đồng"),
        (1_015, "một nghìn không trăm mười lăm đồng"),
        (300_000_000, "ba trăm triệu đồng"),
        (1_500_000_000, "một tỷ năm trăm triệu đồng"),
        (1_234_567, "một triệu hai trăm ba mươi tư nghìn năm trăm sáu mươi bảy đồng"),
        (21_000_001, "hai mươi mốt triệu không trăm linh một đồng"),
        (2_000_000_000_000, "hai nghìn tỷ đồng"),
        (1_000_000_000_000_000_000, "một tỷ tỷ đồng"),
        (-2_000, "âm hai nghìn đồng"),
    ];
    for (amount, words) in table {
        assert_eq!(in_words(amount), words, "{amount}");
    }
}

/// Understands the words again, by itself: the inverse that the round trip needs.
fn understand(words: &str) -> u128 {
    let digit = |word: &str| {
        let digits = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];
        match word {
            "mốt" => Some(1),
            "tư" => Some(4),
            "lăm" => Some(5),
            other => digits.iter().position(|digit| *digit == other).map(|digit| digit as u128),
        }
    };
    let (mut billions, mut total, mut group, mut last) = (0, 0, 0, 0);
    for word in words.split(' ') {
        match word {
            "đồng" => {}
            "linh" => last = 0,
            "trăm" => (group, last) = (group + last * 100, 0),
            "mươi" => (group, last) = (group + last * 10, 0),
            "mười" => (group, last) = (group + 10, 0),
            "nghìn" | "triệu" => {
                let size = if word == "nghìn" { 1_000 } else { 1_000_000 };
                (total, group, last) = (total + (group + last) * size, 0, 0);
            }
            "tỷ" => {
                billions = (billions + total + group + last) * 1_000_000_000;
                (total, group, last) = (0, 0, 0);
            }
            digit_word => last = digit(digit_word).unwrap(),
        }
    }
    billions + total + group + last
}

proptest! {
    #[test]
    fn a_shown_amount_is_read_back(amount in 0..=MAX_EXACT) {
        prop_assert_eq!(parse(&show(amount, Lang::Vi)), Ok(amount));
        prop_assert_eq!(parse(&amount.to_string()), Ok(amount));
    }

    #[test]
    fn thousands_of_a_million_are_read_back(thousands in 0_i64..10_000_000) {
        let typed = format!("{},{:03} tr", thousands / 1_000, thousands % 1_000);
        prop_assert_eq!(parse(&typed), Ok(thousands * 1_000));
    }

    #[test]
    fn words_mean_the_amount(amount in prop_oneof![0..10_000_i64, 0..2_000_000_000_i64, 0..=MAX_EXACT]) {
        prop_assert_eq!(understand(&in_words(amount)), amount as u128);
    }

    #[test]
    fn no_text_makes_it_panic(typed in "\\PC{0,40}") {
        let _ = parse(&typed);
    }

    #[test]
    fn no_near_amount_makes_it_panic(typed in "[0-9.,  -]{0,24}( ?(tr|tỷ|nghìn|đ|k))?") {
        if let Ok(amount) = parse(&typed) {
            prop_assert!((0..=MAX_EXACT).contains(&amount));
        }
    }
}
