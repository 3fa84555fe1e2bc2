//! From typed text to stored values and back to what people read.

use domain::record::Kind;
use domain::record::field::{FieldSpec, FieldType};
use domain::record::rule::ProblemCode;
use domain::validation::display::display;
use domain::validation::typed::{parse_field, parse_typed, typed_again};
use domain::value::Value;
use domain::words::Lang;

use crate::{pottery, row, today};

fn spec(kind: Kind, name: &str) -> &'static FieldSpec {
    kind.spec().field(name).unwrap()
}

#[track_caller]
fn typed(name: &str, text: &str) -> Result<Option<Value>, &'static str> {
    parse_typed(&spec(Kind::Facility, name).ty, text, today()).map_err(ProblemCode::code)
}

#[test]
fn what_people_type_is_read() {
    assert_eq!(typed("capital_registered_vnd", "1,5 tỷ"), Ok(Some(Value::Int(1_500_000_000))));
    assert_eq!(typed("capital_registered_vnd", "300 tr"), Ok(Some(Value::Int(300_000_000))));
    assert_eq!(typed("workers_total", "1.620"), Ok(Some(Value::Int(1_620))));
    assert_eq!(typed("reg_date", "1/7/2019"), Ok(Some(Value::text("2019-07-01"))));
    assert_eq!(typed("phone", "+84 912.000.345"), Ok(Some(Value::text("0912000345"))));
    assert_eq!(typed("tax_code", "0314409058-002"), Ok(Some(Value::text("0314409058002"))));
    assert_eq!(typed("legal_form", "hợp tác xã"), Ok(Some(Value::text("htx"))));
    assert_eq!(
        typed("fuels", "coal, gas"),
        Ok(Some(Value::List(vec![Value::text("coal"), Value::text("gas")])))
    );
    assert_eq!(typed("unregistered", "Có"), Ok(Some(Value::Bool(true))));
    assert_eq!(typed("lat", "21,135"), Ok(Some(Value::Int(211_350_000))));
    assert_eq!(typed("power_kva", "12,5"), Ok(Some(Value::Int(125))));
    assert_eq!(typed("name", "  Gốm   Trung Thôn "), Ok(Some(Value::text("Gốm Trung Thôn"))));
    assert_eq!(typed("name", "   "), Ok(None));
}

#[test]
fn what_cannot_be_read_says_why() {
    assert_eq!(typed("reg_date", "31/11/2019"), Err("problem.date_not_in_calendar"));
    assert_eq!(typed("reg_date", "25/11/2026"), Err("problem.future_date"));
    assert_eq!(typed("tax_code", "0100233480"), Err("problem.tax_code_check_digit"));
    assert_eq!(typed("workers_total", "chục người"), Err("problem.number_not_whole"));
    assert_eq!(typed("workers_total", "-1"), Err("problem.out_of_range"));
    assert_eq!(typed("legal_form", "liên doanh"), Err("problem.unknown_choice"));
    assert_eq!(typed("lat", "48,85"), Err("problem.latitude"));
    let problem =
        parse_field("reg_date", &spec(Kind::Facility, "reg_date").ty, "31/11/2019", today()).unwrap_err();
    assert_eq!(problem.message(Lang::Vi), "31/11/2019 không có trong lịch");
}

#[test]
fn values_are_shown_as_people_write_them() {
    let show = |kind, name: &str, value: Value| display(&spec(kind, name).ty, &value, Lang::Vi);
    let facility = |name: &str, value: Value| show(Kind::Facility, name, value);
    assert_eq!(facility("capital_registered_vnd", Value::Int(1_500_000_000)), "1.500.000.000\u{a0}₫");
    assert_eq!(facility("reg_date", Value::text("2019-07-01")), "01/07/2019");
    assert_eq!(facility("phone", Value::text("0912000345")), "0912 000 345");
    assert_eq!(facility("tax_code", Value::text("0314409058002")), "0314409058-002");
    assert_eq!(facility("commune_code", Value::text("09292")), "xã Phù Lãng");
    assert_eq!(facility("legal_form", Value::text("htx")), "Hợp tác xã");
    assert_eq!(facility("figures_year", Value::Int(2025)), "2025");
    assert_eq!(facility("workers_total", Value::Int(1_620)), "1.620");
    assert_eq!(facility("power_kva", Value::Int(125)), "12,5");
    assert_eq!(facility("unregistered", Value::Bool(true)), "Có");
    assert_eq!(facility("workers_total", Value::text("khoảng 20")), "khoảng 20", "a draft is shown as typed");
    assert_eq!(show(Kind::Project, "stage", Value::text("in_progress")), "Đang triển khai");
    assert_eq!(show(Kind::Project, "stage", Value::text("weighed_again")), "weighed_again");
    assert_eq!(show(Kind::Conflict, "proposed_at", Value::Int(1_764_003_600_000)), "25/11/2025 00:00");
    let machines = Value::List(vec![row(&[
        ("name", Value::text("Lò nung gas")),
        ("is_new", Value::Bool(true)),
        ("power_kw", Value::Int(75)),
        ("price_vnd", Value::Int(180_000_000)),
    ])]);
    assert_eq!(
        facility("machinery", machines),
        "Lò nung gas · Mua mới 100 %: Có · 7,5 kW · 180.000.000\u{a0}₫".replace(" %", "\u{a0}%")
    );
}

#[test]
fn what_a_form_shows_is_read_back_to_the_same_value() {
    for (name, value) in &pottery().0 {
        let ty = &spec(Kind::Facility, name).ty;
        if matches!(ty, FieldType::Rows(_)) {
            continue;
        }
        for lang in Lang::ALL {
            let again = parse_typed(ty, &typed_again(ty, value, lang), today());
            assert_eq!(again, Ok(Some(value.clone())), "{name}");
        }
    }
}
