//! Size class of an enterprise in industry and construction, by NĐ 80/2021/NĐ-CP Đ.5 (DOMAIN §1.2).

use crate::money::BILLION;

/// The class, from the smallest up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SizeClass {
    /// Siêu nhỏ.
    Micro,
    /// Nhỏ.
    Small,
    /// Vừa.
    Medium,
    /// Larger than a small or medium enterprise.
    NotSme,
}

impl SizeClass {
    /// All classes, from the smallest up.
    pub const ALL: [SizeClass; 4] =
        [SizeClass::Micro, SizeClass::Small, SizeClass::Medium, SizeClass::NotSme];

    /// The stored code, also the end of the word key `choice.size_class.…`.
    pub const fn code(self) -> &'static str {
        match self {
            SizeClass::Micro => "micro",
            SizeClass::Small => "small",
            SizeClass::Medium => "medium",
            SizeClass::NotSme => "not_sme",
        }
    }
}

/// The figures of one year that decide the class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Figures {
    /// Workers with social insurance, yearly average; other workers do not count.
    pub workers_insured: Option<i64>,
    /// Revenue of the year in đồng.
    pub revenue_vnd: Option<i64>,
    /// Total capital in đồng.
    pub capital_vnd: Option<i64>,
}

struct Ceiling {
    class: SizeClass,
    workers: i64,
    revenue: i64,
    capital: i64,
}

const CEILINGS: [Ceiling; 3] = [
    Ceiling { class: SizeClass::Micro, workers: 10, revenue: 3 * BILLION, capital: 3 * BILLION },
    Ceiling { class: SizeClass::Small, workers: 100, revenue: 50 * BILLION, capital: 20 * BILLION },
    Ceiling { class: SizeClass::Medium, workers: 200, revenue: 200 * BILLION, capital: 100 * BILLION },
];

/// The class of these figures. `None` when the insured workers, or both revenue and capital,
/// are unknown. One of the two amounts under its ceiling is enough.
pub fn size_class(figures: Figures) -> Option<SizeClass> {
    let workers = figures.workers_insured?;
    if figures.revenue_vnd.is_none() && figures.capital_vnd.is_none() {
        return None;
    }
    let within = |amount: Option<i64>, ceiling: i64| amount.is_some_and(|amount| amount <= ceiling);
    let class = CEILINGS.iter().find(|ceiling| {
        workers <= ceiling.workers
            && (within(figures.revenue_vnd, ceiling.revenue) || within(figures.capital_vnd, ceiling.capital))
    });
    Some(class.map_or(SizeClass::NotSme, |ceiling| ceiling.class))
}
