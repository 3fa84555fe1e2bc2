//! How many needs each commune registered in each month (DOMAIN §3.4): the seed says that few facilities
//! register, so communes with none are as telling as those with many.

use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use chrono::Datelike;

use crate::communes::COMMUNES;
use crate::record::rule::day;
use crate::value::Document;

/// Registrations of a year.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Counts {
    /// By code of the commune, January to December.
    by: BTreeMap<String, [usize; 12]>,
}

impl Counts {
    /// Counts needs by the day they were registered; what never was is not counted.
    pub fn of<'a>(year: i32, needs: impl IntoIterator<Item = &'a Document>) -> Self {
        let mut counts = Self::default();
        for need in needs {
            let Some(on) = day(need, "registered_on").filter(|on| on.year() == year) else { continue };
            let Some(commune) = need.text("commune_code") else { continue };
            let months = counts.by.entry(commune.to_string()).or_default();
            let month = usize::try_from(on.month0()).unwrap_or(0);
            if let Some(count) = months.get_mut(month) {
                *count += 1;
            }
        }
        counts
    }

    /// The months of a commune.
    pub fn months(&self, commune: &str) -> [usize; 12] {
        self.by.get(commune).copied().unwrap_or_default()
    }

    /// All of a commune.
    pub fn total(&self, commune: &str) -> usize {
        self.months(commune).iter().sum()
    }

    /// All.
    pub fn sum(&self) -> usize {
        self.by.values().flatten().sum()
    }

    /// Communes with at least one, the most first.
    pub fn ranked(&self) -> Vec<&str> {
        let mut with: Vec<&str> = self.by.keys().map(String::as_str).collect();
        crate::ordering::sort_by_key(&mut with, |code| (core::cmp::Reverse(self.total(code)), *code));
        with
    }

    /// Codes of the communes that registered nothing, among these.
    pub fn silent<'a>(&self, among: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
        among.into_iter().filter(|code| self.total(code) == 0).collect()
    }
}

/// Codes of all communes of the province.
pub fn everywhere() -> impl Iterator<Item = &'static str> {
    COMMUNES.iter().map(|commune| commune.code)
}
