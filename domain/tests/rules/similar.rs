//! Names that are alike, and facilities that may be one.

use domain::similar::{ALIKE, DuplicateReason, Identity, Name, duplicate_reasons, similarity};
use expect_test::expect;
use proptest::prelude::*;

#[test]
fn how_alike_names_are() {
    let pairs = [
        ("HTX Gốm Phù Lãng", "HTX Gốm Phù Lãng"),
        ("HTX gốm Phù Lãng", "Hợp tác xã Gốm PHÙ LÃNG"),
        ("Mộc Hiệp Hoà", "Mộc Hiệp Hòa"),
        ("Mộc Hiệp Ho\u{300}a", "Mộc Hiệp Hoà"),
        ("Mộc Đức Thuỵ", "Cơ sở mộc Đức Thụy"),
        ("Đồ gỗ Đồng Kỳ", "Đồ gỗ Đồng Kỵ"),
        ("Đồ gỗ Đồng Kỵ", "do go dong ky"),
        ("Cơ khí Lý Nhân", "Cơ khí Lí Nhân"),
        ("Công ty TNHH Gốm An Phát", "Công ty TNHH An Phát Gốm"),
        ("Công ty TNHH An Phát", "Công ty Cổ phần An Phát"),
        ("Công ty TNHH An Phát", "Công ty TNHH An Khang"),
        ("Công ty TNHH Một thành viên Hòa Bình", "Cty TNHH MTV Hoà Bình"),
        ("Xưởng giấy Phong Khê", "Xưởng giấy Phong Khe"),
        ("Xưởng giấy Phong Khê", "Xưởng giấy Phong Khua"),
        ("Tổ hợp tác số 1", "Tổ hợp tác số 2"),
        ("Tổ hợp tác mây tre đan Tăng Tiến số 1", "Tổ hợp tác mây tre đan Tăng Tiến số 2"),
        ("Mì Chũ Hồng Giang", "Bánh đa Kế"),
        ("Biên Sơn", "Biển Động"),
        ("Công ty TNHH", "Công ty TNHH An Phát"),
        ("", "An Phát"),
        ("–", "–"),
    ];
    let mut out = String::new();
    for (one, other) in pairs {
        assert_eq!(similarity(one, other), similarity(other, one), "{one} / {other}");
        out += &format!("{:3} {one} / {other}\n", similarity(one, other));
    }
    expect![[r#"
        100 HTX Gốm Phù Lãng / HTX Gốm Phù Lãng
        100 HTX gốm Phù Lãng / Hợp tác xã Gốm PHÙ LÃNG
        100 Mộc Hiệp Hoà / Mộc Hiệp Hòa
        100 Mộc Hiệp Hòa / Mộc Hiệp Hoà
        100 Mộc Đức Thuỵ / Cơ sở mộc Đức Thụy
         99 Đồ gỗ Đồng Kỳ / Đồ gỗ Đồng Kỵ
         96 Đồ gỗ Đồng Kỵ / do go dong ky
        100 Cơ khí Lý Nhân / Cơ khí Lí Nhân
         95 Công ty TNHH Gốm An Phát / Công ty TNHH An Phát Gốm
        100 Công ty TNHH An Phát / Công ty Cổ phần An Phát
         62 Công ty TNHH An Phát / Công ty TNHH An Khang
        100 Công ty TNHH Một thành viên Hòa Bình / Cty TNHH MTV Hoà Bình
         99 Xưởng giấy Phong Khê / Xưởng giấy Phong Khe
         90 Xưởng giấy Phong Khê / Xưởng giấy Phong Khua
         75 Tổ hợp tác số 1 / Tổ hợp tác số 2
         80 Tổ hợp tác mây tre đan Tăng Tiến số 1 / Tổ hợp tác mây tre đan Tăng Tiến số 2
         23 Mì Chũ Hồng Giang / Bánh đa Kế
         77 Biên Sơn / Biển Động
         22 Công ty TNHH / Công ty TNHH An Phát
          0  / An Phát
          0 – / –
    "#]]
    .assert_eq(&out);
}

fn identity(name: &str, commune: &str) -> Identity {
    Identity {
        name: Name::new(name),
        commune_code: Some(commune.to_owned()),
        tax_code: None,
        citizen_id: None,
        phones: vec![],
    }
}

#[test]
fn the_same_tax_code_is_one_facility_and_everything_else_is_asked() {
    let one = Identity { tax_code: Some("0100233488".into()), ..identity("Gốm Nhung", "09292") };
    let moved = Identity { tax_code: Some("0100233488".into()), ..identity("Mộc Đức Thụy", "07738") };
    assert_eq!(duplicate_reasons(&one, &moved), [DuplicateReason::TaxCode]);
    let hard: Vec<bool> = DuplicateReason::ALL.iter().map(|reason| reason.is_hard_stop()).collect();
    assert_eq!(hard, [true, false, false, false]);
    let branch = Identity { tax_code: Some("0100233488001".into()), ..identity("Chi nhánh", "07738") };
    assert_eq!(duplicate_reasons(&one, &branch), [], "a branch is another facility");
}

#[test]
fn a_citizen_id_counts_within_the_commune_and_a_phone_everywhere() {
    let own = |commune: &str| Identity {
        citizen_id: Some("027085000123".into()),
        phones: vec!["0912000300".into(), "0222000111".into()],
        ..identity(&format!("Cơ sở {commune}"), commune)
    };
    let reasons = duplicate_reasons(&own("09292"), &own("09292"));
    assert_eq!(reasons, [DuplicateReason::CitizenId, DuplicateReason::Phone, DuplicateReason::Name]);
    assert_eq!(duplicate_reasons(&own("09292"), &own("07738")), [DuplicateReason::Phone]);
}

#[test]
fn names_that_sound_alike_in_two_communes_are_kept_apart() {
    let dong_ky = identity("HTX Đồ gỗ Đồng Kỳ", "07282");
    let dong_ky_ward = identity("HTX Đồ gỗ Đồng Kỵ", "09385");
    assert_eq!(duplicate_reasons(&dong_ky, &dong_ky_ward), []);
    let in_one = identity("Đồ gỗ Đồng Kỵ", "07282");
    assert_eq!(duplicate_reasons(&dong_ky, &in_one), [DuplicateReason::Name]);
}

#[test]
fn what_is_not_there_is_not_shared() {
    let empty = || Identity {
        tax_code: Some(String::new()),
        citizen_id: Some(String::new()),
        phones: vec![String::new()],
        ..identity("A", "09292")
    };
    let other = Identity { name: Name::new("Bánh đa Kế"), ..empty() };
    assert_eq!(duplicate_reasons(&empty(), &other), []);
    let nowhere = Identity { commune_code: None, ..identity("Gốm Nhung", "") };
    assert_eq!(duplicate_reasons(&nowhere, &nowhere), [], "two unknown communes are not one");
}

#[test]
fn a_name_on_an_invoice_is_the_same_in_capitals_and_abbreviated() {
    let is_same = |one: &str, other: &str| Name::new(one).is_same(&Name::new(other));
    assert!(is_same("Công ty TNHH Hòa Phát", "CÔNG TY TRÁCH NHIỆM HỮU HẠN HOÀ PHÁT"));
    assert!(is_same("HTX Phù Lãng", "HOP TAC XA PHU LANG"));
    assert!(!is_same("HTX Đồng Kỳ", "HTX Đồng Kỵ"));
    assert!(!is_same("Công ty TNHH Hòa Phát", "Công ty Cổ phần Hòa Phát"));
    assert!(!is_same("HTX Phù Lãng", "Phù Lãng"));
}

fn any_name() -> impl Strategy<Value = String> {
    let word = proptest::sample::select(
        &[
            "Công ty", "TNHH", "HTX", "Gốm", "Mộc", "Đồng", "Kỳ", "Kỵ", "Hoà", "Hòa", "Phù", "Lãng", "số 1",
            "An", "Phát", "–", "",
        ][..],
    );
    proptest::collection::vec(word, 0..6).prop_map(|words| words.join(" "))
}

proptest! {
    #[test]
    fn alikeness_is_mutual_and_within_bounds(one in any_name(), other in any_name()) {
        let alike = similarity(&one, &other);
        prop_assert!(alike <= 100);
        prop_assert_eq!(alike, similarity(&other, &one));
    }

    #[test]
    fn a_name_is_itself_however_it_is_cased_and_composed(name in any_name()) {
        let has_letters = name.chars().any(char::is_alphanumeric);
        prop_assert_eq!(similarity(&name, &name.to_uppercase()), if has_letters { 100 } else { 0 });
        prop_assert_eq!(Name::new(&name).is_same(&Name::new(&name)), true);
    }

    #[test]
    fn one_slip_in_a_long_name_is_still_asked_about(at in 0..11_usize) {
        let mut letters: Vec<char> = "Gốm Phù Lãng Vương".chars().collect();
        letters[at] = 'x';
        let slipped: String = letters.into_iter().collect();
        prop_assert!(similarity("Gốm Phù Lãng Vương", &slipped) >= ALIKE, "{slipped}");
    }
}
