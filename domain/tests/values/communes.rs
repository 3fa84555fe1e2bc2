//! The 99 communes, and finding one by an old name.

use std::collections::BTreeSet;

use domain::communes::{COMMUNES, CommuneKind, by_code, find};
use domain::search::Rank;

fn names(text: &str) -> Vec<String> {
    find(text).iter().map(|one| one.commune.name.to_string()).collect()
}

#[test]
fn the_province_has_66_communes_and_33_wards_with_codes_of_their_own() {
    let count = |kind| COMMUNES.iter().filter(|commune| commune.kind == kind).count();
    assert_eq!((count(CommuneKind::Xa), count(CommuneKind::Phuong)), (66, 33));
    let codes: BTreeSet<&str> = COMMUNES.iter().map(|commune| commune.code).collect();
    assert_eq!(codes.len(), 99);
    assert!(COMMUNES.is_sorted_by_key(|commune| commune.code));
    assert!(codes.iter().all(|code| code.starts_with('0') && code.len() == 5));
}

#[test]
fn they_were_58_units_of_bac_giang_and_41_of_bac_ninh() {
    let count = |province| COMMUNES.iter().filter(|commune| commune.former_province() == province).count();
    assert_eq!((count("24"), count("27")), (58, 41));
}

#[test]
fn centres_lie_inside_the_province() {
    for commune in &COMMUNES {
        assert!((209_600_000..=216_300_000).contains(&commune.lat_e7), "{}", commune.name);
        assert!((1_058_800_000..=1_070_400_000).contains(&commune.lng_e7), "{}", commune.name);
    }
    let phu_lang = by_code("09292").unwrap();
    assert_eq!((phu_lang.lat_e7, phu_lang.lng_e7), (211_350_000, 1_062_580_000));
}

#[test]
fn a_firing_range_is_not_a_commune() {
    let bien_son = by_code("07537").unwrap();
    assert_eq!(bien_son.formed_from, ["Xã Phong Vân", "Xã Biên Sơn", "Trường bắn TB1"]);
    assert_eq!(bien_son.old_communes().collect::<Vec<_>>(), ["Xã Phong Vân", "Xã Biên Sơn"]);
    assert!(names("Trường bắn").iter().all(|name| name != "Biên Sơn"));
    let odd = COMMUNES
        .iter()
        .flat_map(|c| c.formed_from)
        .filter(|old| !["Xã ", "Phường ", "Thị trấn "].iter().any(|kind| old.starts_with(kind)));
    assert_eq!(odd.collect::<Vec<_>>(), [&"Trường bắn TB1"]);
}

#[test]
fn codes_are_text_with_their_zero() {
    assert_eq!(by_code("09325").map(|commune| commune.name), Some("Hạp Lĩnh"));
    assert_eq!(by_code("9325"), None);
    assert_eq!(by_code(""), None);
}

#[test]
fn an_old_name_finds_the_commune_of_today_and_says_so() {
    for typed in ["Khắc Niệm", "khac niem", "phường Khắc Niệm", "Khắc"] {
        let found = find(typed);
        assert_eq!(found[0].commune.name, "Hạp Lĩnh", "{typed}");
        assert_eq!(found[0].old_unit, Some("Phường Khắc Niệm"), "{typed}");
    }
    assert_eq!(find("Hạp Lĩnh")[0].old_unit, None);
}

#[test]
fn an_old_name_that_repeats_brings_every_commune_that_holds_one() {
    let found = find("Đồng Tiến");
    let with_old: Vec<_> =
        found.iter().filter(|one| one.rank == Rank::ExactMarked).map(|one| one.commune.code).collect();
    assert_eq!(with_old, ["07246", "07822"]);
}

#[test]
fn look_alikes_are_kept_apart_by_their_marks() {
    assert_eq!(names("Đồng Kỳ")[0], "Đồng Kỳ");
    let ward = &find("Đồng Kỵ")[0];
    assert_eq!((ward.commune.name, ward.old_unit), ("Đồng Nguyên", Some("Phường Đồng Kỵ")));
    assert_eq!(names("bien son")[0], "Biên Sơn");
    assert_eq!(names("Tân Sơn")[0], "Tân Sơn");
}

#[test]
fn both_spellings_are_understood() {
    assert_eq!(names("Cảnh Thụy")[0], "Cảnh Thuỵ");
    assert_eq!(names("Hiệp Hòa")[0], "Hiệp Hoà");
    assert_eq!(names("Xa Lý")[0], "Sa Lý");
    assert_eq!(names("xã Sa Lí")[0], "Sa Lý");
}

#[test]
fn the_kind_narrows_the_names_of_today() {
    let wards = find("phường Tân");
    assert!(
        wards.iter().filter(|one| one.old_unit.is_none()).all(|one| one.commune.kind == CommuneKind::Phuong)
    );
    assert!(!wards.is_empty());
}

#[test]
fn nothing_typed_offers_all_and_nonsense_offers_none() {
    assert_eq!(find("").len(), 99);
    assert!(find("Sài Gòn").is_empty());
}

#[test]
fn every_published_commune_is_valid_and_has_an_id_of_its_own() {
    let today = domain::clock::Millis(1_790_000_000_000).day();
    let ids: std::collections::BTreeSet<_> = domain::record::commune::records().map(|(id, _)| id).collect();
    assert_eq!(ids.len(), 99);
    for (_, doc) in domain::record::commune::records() {
        let level = domain::validation::Level::Full;
        let problems = domain::validation::validate(domain::record::Kind::Commune, &doc, today, level);
        assert!(problems.is_empty(), "{doc:?}: {problems:?}");
    }
}
