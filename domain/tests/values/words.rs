//! Both languages say everything, and say it the house way.

use std::collections::BTreeSet;

use domain::formats::FormatProblem;
use domain::formats::vsic::NAMED_DIVISIONS;
use domain::record::Kind;
use domain::record::field::{Choice, FieldSpec, FieldType};
use domain::record::rule::ProblemCode;
use domain::role::Role;
use domain::size_class::SizeClass;
use domain::word;
use domain::words::{self, ForeignWords, Lang, Word};
use domain::workflow::owner_steps::{Ending, OwnerStep, Wanted};

#[test]
fn a_word_is_the_same_by_source_and_by_key() {
    assert_eq!(word!("sync.saved").text(Lang::Vi), "Đã lưu trên máy");
    assert_eq!(word!("sync.saved").text(Lang::En), "Saved on this device");
    assert_eq!(words::find("sync.saved"), Some(word!("sync.saved")));
    assert_eq!(words::find("sync.no_such_word"), None);
}

#[test]
fn every_word_is_found_by_its_key() {
    let all: Vec<Word> = words::all().collect();
    assert!(all.len() > 1_000);
    assert!(all.iter().all(|word| words::find(word.key()) == Some(*word)));
}

#[test]
fn only_the_file_of_this_build_is_taken_in() {
    for lang in Lang::ALL {
        let file: String =
            words::all().map(|word| format!("{}\t{}\n", word.key(), word.text(lang))).collect();
        assert_eq!(words::install(lang, file.clone()), Ok(()));
        let damaged = [
            file.replacen('a', "b", 1),
            file.trim_end().to_owned(),
            file.lines().take(1_000).collect(),
            "<!doctype html><title>Wi-Fi</title>".to_owned(),
            String::new(),
        ];
        for damaged in damaged {
            assert_eq!(words::install(lang, damaged), Err(ForeignWords));
        }
        assert!(words::is_installed(lang));
    }
}

#[test]
fn params_are_filled_in_any_order() {
    let sending = word!("sync.sending");
    assert_eq!(sending.fill(Lang::Vi, &[("total", "7"), ("n", "3")]), "Đang gửi (3/7)");
    assert_eq!(sending.fill(Lang::En, &[("n", "3"), ("total", "7")]), "Sending (3/7)");
}

#[test]
fn filling_never_searches_values_and_shows_what_is_missing() {
    let table =
        [("{a} {b}", "{b} 2"), ("{a}{a}", "{b}{b}"), ("{c}", "{c}"), ("{", "{"), ("} {a", "} {a"), ("", "")];
    for (text, filled) in table {
        assert_eq!(words::fill(text, &[("a", "{b}"), ("b", "2")]), filled, "{text}");
    }
}

#[test]
fn languages_are_known_by_their_tags() {
    assert_eq!(Lang::from_tag("en-GB"), Some(Lang::En));
    assert_eq!(Lang::from_tag("VI"), Some(Lang::Vi));
    assert_eq!(Lang::from_tag("fr"), None);
    assert!(Lang::ALL.iter().all(|lang| Lang::from_tag(lang.tag()) == Some(*lang)));
}

#[test]
fn every_problem_and_class_has_words() {
    let formats = FormatProblem::ALL.into_iter().map(ProblemCode::Format);
    let problems: Vec<&str> =
        formats.chain(ProblemCode::RULES.iter().copied()).map(ProblemCode::code).collect();
    let different: BTreeSet<&str> = problems.iter().copied().collect();
    assert_eq!(different.len(), problems.len());
    let classes = SizeClass::ALL.map(|class| format!("choice.size_class.{}", class.code()));
    let divisions = NAMED_DIVISIONS.map(|division| format!("vsic.{division}"));
    let keys = problems.iter().map(ToString::to_string).chain(classes).chain(divisions);
    let missing: Vec<String> = keys.filter(|key| words::find(key).is_none()).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// DESIGN §6: tone marks as in legal texts, no exclamation mark, no apology.
#[test]
fn words_keep_to_the_house_style() {
    let spellings = ["hoá", "khoá", "xoá", "thuỷ", "luỹ", "quỵ"];
    let phrases = ["!", "...", "lỗi hệ thống", "xin lỗi", "bạn có chắc", "sorry", "oops", "are you sure"];
    let faults: Vec<&str> = words::all()
        .filter(|word| {
            let texts = Lang::ALL.map(|lang| word.text(lang).to_lowercase());
            texts.iter().any(|text| {
                phrases.iter().any(|phrase| text.contains(phrase))
                    || text.split(|c: char| !c.is_alphabetic()).any(|word| spellings.contains(&word))
            })
        })
        .map(Word::key)
        .collect();
    assert!(faults.is_empty(), "{faults:?}");
}

#[test]
fn words_are_composed_and_trimmed() {
    use unicode_normalization::is_nfc;
    for word in words::all() {
        for text in Lang::ALL.map(|lang| word.text(lang)) {
            assert!(is_nfc(text) && text.trim() == text && !text.contains("  "), "{}", word.key());
        }
    }
}

/// Keys that generic parts build from the descriptions of records and courses.
#[test]
fn every_description_has_words() {
    let mut keys = Vec::new();
    for spec in Kind::ALL.iter().map(|kind| kind.spec()) {
        keys.push(format!("kind.{}", spec.code));
        keys.extend(spec.groups.iter().map(|group| spec.group_label(group)));
        keys.extend(spec.fields.iter().map(|field| spec.label(field.name)));
        keys_of_fields(spec.fields, &mut keys);
        if let Some(course) = spec.course {
            keys.extend(course.stages().codes.iter().map(|code| course.stages().key(code)));
            keys.extend(course.actions().codes.iter().map(|code| course.actions().key(code)));
        }
    }
    for list in [Wanted::LIST, Ending::LIST] {
        keys.extend(list.codes.iter().map(|code| list.key(code)));
    }
    keys.extend(OwnerStep::ALL.iter().map(|step| format!("owner_step.{}", step.number())));
    keys.extend(Role::ALL.iter().map(|role| format!("role.{}", role.code())));
    let missing: BTreeSet<String> = keys.into_iter().filter(|key| words::find(key).is_none()).collect();
    assert!(missing.is_empty(), "{missing:#?}");
}

fn keys_of_fields(fields: &[FieldSpec], keys: &mut Vec<String>) {
    for field in fields {
        keys.extend(field.unit.map(|unit| format!("unit.{unit}")));
        match field.ty {
            FieldType::One(list) | FieldType::Many(list) => {
                keys.extend(list.codes.iter().map(|code| list.key(code)));
            }
            FieldType::Rows(row) => {
                keys.extend(row.fields.iter().map(|field| format!("field.{}.{}", row.code, field.name)));
                keys_of_fields(row.fields, keys);
            }
            _ => {}
        }
    }
}
