//! The size classes at each boundary (NĐ 80/2021 Đ.5).

use domain::money::BILLION;
use domain::size_class::{Figures, SizeClass, size_class};

fn class(workers: i64, revenue: i64, capital: i64) -> SizeClass {
    size_class(Figures {
        workers_insured: Some(workers),
        revenue_vnd: Some(revenue),
        capital_vnd: Some(capital),
    })
    .unwrap()
}

#[test]
fn one_more_worker_is_one_class_up() {
    use SizeClass::{Medium, Micro, NotSme, Small};
    let table =
        [(0, Micro), (10, Micro), (11, Small), (100, Small), (101, Medium), (200, Medium), (201, NotSme)];
    for (workers, expected) in table {
        assert_eq!(class(workers, 1, 1), expected, "{workers} workers");
    }
}

#[test]
fn one_more_dong_of_revenue_is_one_class_up_when_capital_is_over_too() {
    use SizeClass::{Medium, Micro, NotSme, Small};
    let over = 1_000 * BILLION;
    let table = [
        (3 * BILLION, Micro),
        (3 * BILLION + 1, Small),
        (50 * BILLION, Small),
        (50 * BILLION + 1, Medium),
        (200 * BILLION, Medium),
        (200 * BILLION + 1, NotSme),
    ];
    for (revenue, expected) in table {
        assert_eq!(class(1, revenue, over), expected, "revenue {revenue}");
    }
}

#[test]
fn one_more_dong_of_capital_is_one_class_up_when_revenue_is_over_too() {
    use SizeClass::{Medium, Micro, NotSme, Small};
    let over = 1_000 * BILLION;
    let table = [
        (3 * BILLION, Micro),
        (3 * BILLION + 1, Small),
        (20 * BILLION, Small),
        (20 * BILLION + 1, Medium),
        (100 * BILLION, Medium),
        (100 * BILLION + 1, NotSme),
    ];
    for (capital, expected) in table {
        assert_eq!(class(1, over, capital), expected, "capital {capital}");
    }
}

#[test]
fn one_of_the_two_amounts_is_enough() {
    assert_eq!(class(10, 3 * BILLION, 500 * BILLION), SizeClass::Micro);
    assert_eq!(class(10, 500 * BILLION, 3 * BILLION), SizeClass::Micro);
}

#[test]
fn without_workers_or_any_amount_there_is_no_class() {
    let known = Figures { workers_insured: Some(5), revenue_vnd: Some(1), capital_vnd: None };
    assert_eq!(size_class(known), Some(SizeClass::Micro));
    assert_eq!(size_class(Figures { workers_insured: None, ..known }), None);
    assert_eq!(size_class(Figures { revenue_vnd: None, ..known }), None);
}
