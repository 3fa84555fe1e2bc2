//! Every format of DOMAIN §9.2, accepted and refused.

use chrono::NaiveDate;
use domain::formats::FormatProblem::{self, *};
use domain::formats::tax_code::Holder;
use domain::formats::{citizen_id, contact, date, document_number, number, tax_code, vsic};
use domain::words::Lang;
use proptest::prelude::*;

fn check<T: PartialEq + core::fmt::Debug>(
    table: &[(&str, Result<T, FormatProblem>)],
    parse: impl Fn(&str) -> Result<T, FormatProblem>,
) {
    for (typed, expected) in table {
        assert_eq!(parse(typed), *expected, "{typed}");
    }
}

fn text(stored: &str) -> Result<String, FormatProblem> {
    Ok(stored.to_string())
}

#[test]
fn tax_codes_of_organisations() {
    check(
        &[
            ("0100233488", text("0100233488")),
            ("0100 233 488", text("0100233488")),
            ("0314409058-002", text("0314409058002")),
            ("0314409058002", text("0314409058002")),
            ("0100233480", Err(TaxCodeCheckDigit)),
            ("0314409059-002", Err(TaxCodeCheckDigit)),
            ("0314409058-000", Err(TaxCodeBranch)),
            ("027185001234", Err(TaxCodeLength)),
            ("010023348", Err(TaxCodeLength)),
            ("0100233488x", Err(TaxCodeLength)),
            ("０100233488", Err(TaxCodeLength)),
            ("", Err(TaxCodeLength)),
        ],
        |typed| tax_code::parse(typed, Holder::Organisation),
    );
}

#[test]
fn a_household_may_use_the_personal_id_as_tax_code() {
    check(
        &[
            ("027185001234", text("027185001234")),
            ("0100233488", text("0100233488")),
            ("0100233480", Err(TaxCodeCheckDigit)),
            ("02718500123", Err(TaxCodeLength)),
        ],
        |typed| tax_code::parse(typed, Holder::Household),
    );
}

#[test]
fn some_nine_digits_have_no_tax_code() {
    // 1 × 31 + 1 × 13 = 44 leaves no remainder: the digit would be 10.
    assert_eq!(tax_code::check_digit("100001000"), None);
    for last in 0..10 {
        let code = format!("100001000{last}");
        assert_eq!(tax_code::parse(&code, Holder::Organisation), Err(TaxCodeCheckDigit));
    }
}

#[test]
fn a_branch_is_shown_behind_a_hyphen() {
    assert_eq!(tax_code::show("0314409058002"), "0314409058-002");
    assert_eq!(tax_code::show("0100233488"), "0100233488");
}

#[test]
fn citizen_ids() {
    check(
        &[
            ("027185001234", text("027185001234")),
            ("027 185 001 234", text("027185001234")),
            ("123456789", Err(CitizenIdLength)),
            ("02718500123a", Err(CitizenIdLength)),
        ],
        citizen_id::parse,
    );
}

#[test]
fn what_a_citizen_id_tells_is_only_a_warning() {
    use citizen_id::Sex::{Female, Male};
    let table = [
        ("027185001234", Some(Female), Some(1985), vec![]),
        ("027185001234", Some(Male), Some(1985), vec![CitizenIdSex]),
        ("027085001234", Some(Male), Some(1986), vec![CitizenIdYear]),
        ("024205001234", Some(Male), Some(2005), vec![]),
        ("024305001234", Some(Female), Some(2005), vec![]),
        ("000185001234", None, None, vec![CitizenIdProvince]),
        ("097185001234", Some(Male), Some(1990), vec![CitizenIdProvince, CitizenIdSex, CitizenIdYear]),
        ("096185001234", None, None, vec![]),
        ("", None, None, vec![CitizenIdLength]),
    ];
    for (digits, sex, year, expected) in table {
        assert_eq!(citizen_id::warnings(digits, sex, year), expected, "{digits}");
    }
}

#[test]
fn a_masked_citizen_id_can_be_recognised_but_not_used() {
    assert_eq!(citizen_id::mask("027285001212"), "0272••••••12");
    assert_eq!(citizen_id::mask("12345"), "•••••");
}

#[test]
fn phones() {
    check(
        &[
            ("0912000345", text("0912000345")),
            ("0912 000 345", text("0912000345")),
            ("0912.000.345", text("0912000345")),
            ("+84 912 000 345", text("0912000345")),
            ("84912000345", text("0912000345")),
            ("+84 (0) 912 000 345", text("0912000345")),
            ("(0222) 3000 145", text("02223000145")),
            ("0222 000 145", text("0222000145")),
            ("0204 3854 123", text("02043854123")),
            ("0612000345", Err(Phone)),
            ("091200034", Err(Phone)),
            ("09120003456", Err(Phone)),
            ("+1 212 555 0100", Err(Phone)),
            ("912000345", Err(Phone)),
            ("gọi bà Lương", Err(Phone)),
            ("", Err(Phone)),
        ],
        contact::parse_phone,
    );
    assert_eq!(contact::show_phone("0912000345"), "0912 000 345");
    assert_eq!(contact::show_phone("02223000145"), "0222 3000 145");
    assert_eq!(contact::mask_phone("0912000345"), "0912 ••• 345");
}

#[test]
fn emails() {
    check(
        &[
            (" Huong.PhuLang@BacNinh.gov.VN ", text("Huong.PhuLang@bacninh.gov.vn")),
            ("a+b@x-y.vn", text("a+b@x-y.vn")),
            ("huong@bacninh", Err(Email)),
            ("huong.bacninh.gov.vn", Err(Email)),
            ("a@b@c.vn", Err(Email)),
            ("a b@c.vn", Err(Email)),
            ("a..b@c.vn", Err(Email)),
            ("a@-c.vn", Err(Email)),
            ("a@c..vn", Err(Email)),
            ("@c.vn", Err(Email)),
        ],
        contact::parse_email,
    );
}

#[test]
fn document_numbers() {
    check(
        &[
            ("  427/QĐ-UBND ", text("427/QĐ-UBND")),
            ("27/HĐ-KC   ngày 15", text("27/HĐ-KC ngày 15")),
            ("12/QD\u{323}", text("12/QḌ")),
            ("", Err(DocumentNumber)),
            ("---", Err(DocumentNumber)),
            ("12\u{0}/QĐ", Err(DocumentNumber)),
        ],
        document_number::parse,
    );
    assert_eq!(document_number::parse(&"1".repeat(61)), Err(DocumentNumber));
    assert!(document_number::parse(&"1".repeat(60)).is_ok());
}

fn day(year: i32, month: u32, day: u32) -> Result<NaiveDate, FormatProblem> {
    NaiveDate::from_ymd_opt(year, month, day).ok_or(DateNotInCalendar)
}

#[test]
fn dates() {
    check(
        &[
            ("1/7/2019", day(2019, 7, 1)),
            ("01/07/2019", day(2019, 7, 1)),
            (" 01-07-2019 ", day(2019, 7, 1)),
            ("1.7.2019", day(2019, 7, 1)),
            ("2019-07-01", day(2019, 7, 1)),
            ("1 / 7 / 2019", Err(DateForm)),
            ("29/02/2024", day(2024, 2, 29)),
            ("29/02/2025", Err(DateNotInCalendar)),
            ("31/02/2024", Err(DateNotInCalendar)),
            ("31/11/2019", Err(DateNotInCalendar)),
            ("1/13/2019", Err(DateNotInCalendar)),
            ("0/1/2019", Err(DateNotInCalendar)),
            ("1/7/0019", Err(DateNotInCalendar)),
            ("1/7/19", Err(DateForm)),
            ("1/7", Err(DateForm)),
            ("1/7/2019/1", Err(DateForm)),
            ("001/7/2019", Err(DateForm)),
            ("+1/7/2019", Err(DateForm)),
            ("hôm nay", Err(DateForm)),
            ("", Err(DateForm)),
        ],
        date::parse,
    );
    check(
        &[("2019-07-01", day(2019, 7, 1)), ("1/7/2019", Err(DateForm)), ("2019/07/01", Err(DateForm))],
        date::parse_iso,
    );
}

#[test]
fn whole_numbers() {
    check(
        &[
            ("18", Ok(18)),
            ("1.620", Ok(1_620)),
            ("1 620", Ok(1_620)),
            ("1\u{a0}620", Ok(1_620)),
            ("-3", Ok(-3)),
            ("007", Ok(7)),
            ("1.62", Err(NumberNotWhole)),
            ("1620.5", Err(NumberNotWhole)),
            ("1,5", Err(NumberNotWhole)),
            ("1.620 000", Err(NumberNotWhole)),
            ("--3", Err(NumberNotWhole)),
            ("", Err(NumberNotWhole)),
            ("9007199254740991", Ok(9_007_199_254_740_991)),
            ("9007199254740992", Err(NumberTooLarge)),
            ("99999999999999999999", Err(NumberTooLarge)),
        ],
        number::parse_integer,
    );
}

#[test]
fn decimals() {
    check(
        &[
            ("1.620,5", Ok(162_050)),
            ("1,25", Ok(125)),
            ("-1,25", Ok(-125)),
            ("-0,5", Ok(-50)),
            ("7.5", Ok(750)),
            ("1.620", Ok(162_000)),
            ("3", Ok(300)),
            ("3,100", Ok(310)),
            ("3,125", Err(NumberTooPrecise)),
            ("3,", Err(NumberNotDecimal)),
            (",5", Err(NumberNotDecimal)),
            ("a", Err(NumberNotDecimal)),
            ("1,2,3", Err(NumberNotDecimal)),
            ("90071992547409910", Err(NumberTooLarge)),
        ],
        |typed| number::parse_fixed(typed, 2),
    );
    assert_eq!(number::show_fixed(162_050, 2, Lang::Vi), "1.620,5");
    assert_eq!(number::show_fixed(-50, 2, Lang::Vi), "-0,5");
    assert_eq!(number::show_fixed(5, 0, Lang::Vi), "5");
}

#[test]
fn degrees() {
    check(
        &[
            ("21.1923456", Ok(211_923_456)),
            ("21,1923456", Ok(211_923_456)),
            ("21.100", Ok(211_000_000)),
            ("106°", Ok(1_060_000_000)),
            ("-0.5", Ok(-5_000_000)),
            ("21.19234567", Err(NumberTooPrecise)),
            ("181", Err(NumberTooLarge)),
            ("2119", Err(NumberNotDecimal)),
            ("21.", Err(NumberNotDecimal)),
            ("21°11'", Err(NumberNotDecimal)),
        ],
        number::parse_degrees,
    );
    assert_eq!(number::show_degrees(211_923_400), "21.19234");
}

#[test]
fn industry_codes() {
    check(
        &[
            ("2393", text("2393")),
            ("10", text("10")),
            ("23931", text("23931")),
            ("1", Err(VsicLength)),
            ("239312", Err(VsicLength)),
            ("C23", Err(VsicLength)),
            ("0011", Err(VsicDivision)),
        ],
        vsic::parse,
    );
    assert_eq!(vsic::named_division("2393"), Some("23"));
    assert_eq!(vsic::named_division("4711"), None);
}

proptest! {
    #[test]
    fn a_shown_date_is_read_back(days in -40_000_i32..80_000) {
        let date = NaiveDate::from_epoch_days(days).unwrap();
        prop_assert_eq!(date::parse(&date::show(date)), Ok(date));
        prop_assert_eq!(date::parse_iso(&date::to_iso(date)), Ok(date));
    }

    #[test]
    fn a_shown_number_is_read_back(number in -number::MAX_EXACT..=number::MAX_EXACT, places in 0_u32..8) {
        prop_assert_eq!(number::parse_integer(&number::show_integer(number, Lang::Vi)), Ok(number));
        prop_assert_eq!(number::parse_fixed(&number::show_fixed(number, places, Lang::Vi), places), Ok(number));
    }

    #[test]
    fn shown_degrees_are_read_back(degrees in -1_800_000_000_i64..=1_800_000_000) {
        prop_assert_eq!(number::parse_degrees(&number::show_degrees(degrees)), Ok(degrees));
    }

    #[test]
    fn a_right_check_digit_is_accepted_and_nine_others_are_not(nine in "[0-9]{9}") {
        let accepted = (0..10)
            .filter(|last| tax_code::parse(&format!("{nine}{last}"), Holder::Organisation).is_ok())
            .count();
        prop_assert_eq!(accepted, usize::from(tax_code::check_digit(&nine).is_some()));
    }

    #[test]
    fn any_mobile_is_read_back_from_every_spelling(tail in "[35789][0-9]{8}") {
        let national = format!("0{tail}");
        for typed in [national.clone(), format!("+84{tail}"), format!("84{tail}"), contact::show_phone(&national)] {
            prop_assert_eq!(contact::parse_phone(&typed), Ok(national.clone()));
        }
    }

    #[test]
    fn no_text_makes_a_format_panic(typed in "\\PC{0,40}") {
        let _ = tax_code::parse(&typed, Holder::Household);
        let _ = citizen_id::parse(&typed).map(|digits| citizen_id::warnings(&digits, None, None));
        let _ = citizen_id::mask(&typed);
        let _ = contact::parse_phone(&typed);
        let _ = contact::mask_phone(&typed);
        let _ = contact::parse_email(&typed);
        let _ = document_number::parse(&typed);
        let _ = date::parse(&typed);
        let _ = number::parse_fixed(&typed, 3);
        let _ = number::parse_degrees(&typed);
        let _ = vsic::parse(&typed);
    }
}
