//! Findings of a settlement and the course of its papers in words.

use alloc::string::{String, ToString};

use chrono::NaiveDate;

use super::label;
use crate::formats::{date, tax_code};
use crate::money;
use crate::settlement::checklist::{Progress, Waiting};
use crate::settlement::checks::{Check, Evidence, Finding, Spot};
use crate::word;
use crate::words::{Lang, Word};

impl Finding {
    /// What was found. Another project is not named: that is for who may see it.
    pub fn message(&self, lang: Lang) -> String {
        match &self.evidence {
            Evidence::Day { is, from, to } => {
                let day_of = |day: &Option<NaiveDate>| day.map(date::show).unwrap_or_default();
                let (day, from, to) = (date::show(*is), day_of(from), day_of(to));
                self.dated().fill(lang, &[("day", &day), ("from", &from), ("to", &to)])
            }
            Evidence::Amount { is, should } => {
                let (amount, expected) = (money::show(*is, lang), money::show(*should, lang));
                self.counted().fill(lang, &[("amount", &amount), ("expected", &expected)])
            }
            Evidence::NotListed => word!("rules.finding.not_listed").text(lang).into(),
            Evidence::Party(party) => {
                let none = || word!("rules.finding.no_tax_code").text(lang).into();
                let code = party.tax_code.as_deref().map_or_else(none, tax_code::show);
                word!("rules.finding.buyer").fill(lang, &[("name", &party.name), ("tax_code", &code)])
            }
            Evidence::Project(_) => match self.at {
                Spot::Machine(_) => word!("rules.finding.serial_elsewhere").text(lang).into(),
                Spot::Voucher(_) | Spot::Dossier => {
                    word!("rules.finding.invoice_elsewhere").text(lang).into()
                }
            },
            Evidence::First(first) => {
                let word = match self.at {
                    Spot::Machine(_) => word!("rules.finding.serial_here"),
                    Spot::Voucher(_) | Spot::Dossier => word!("rules.finding.invoice_here"),
                };
                word.fill(lang, &[("n", &(first + 1).to_string())])
            }
        }
    }

    fn dated(&self) -> Word {
        match self.check {
            Check::Early => word!("rules.finding.early"),
            Check::Late => word!("rules.finding.late"),
            Check::Period
            | Check::Buyer
            | Check::Listed
            | Check::Counterpart
            | Check::Norm
            | Check::DuplicateInvoice
            | Check::DuplicateSerial => word!("rules.finding.period"),
        }
    }

    fn counted(&self) -> Word {
        match self.check {
            Check::Counterpart => word!("rules.finding.counterpart"),
            Check::Norm => word!("rules.finding.norm"),
            Check::Period
            | Check::Buyer
            | Check::Listed
            | Check::Early
            | Check::Late
            | Check::DuplicateInvoice
            | Check::DuplicateSerial => word!("rules.finding.listed"),
        }
    }
}

impl Progress {
    /// "7/9 giấy tờ".
    pub fn message(self, lang: Lang) -> String {
        let (there, required) = (self.there.to_string(), self.required.to_string());
        word!("rules.checklist.progress").fill(lang, &[("there", &there), ("required", &required)])
    }
}

impl Waiting {
    /// "Đang chờ: kế toán, 4 ngày".
    pub fn message(self, lang: Lang) -> String {
        let (holder, days) = (label(self.holder, lang), self.days.to_string());
        word!("rules.checklist.waiting").fill(lang, &[("holder", &holder), ("days", &days)])
    }
}
