//! Reminders and alerts in words.

use alloc::format;
use alloc::string::{String, ToString};

use chrono::Datelike;

use crate::alert::Alert;
use crate::calendar::Reminder;
use crate::word;
use crate::words::Lang;

impl Reminder {
    /// How many days are left, or too many.
    pub fn message(self, lang: Lang) -> String {
        let days = self.days_left.abs().to_string();
        match self.days_left {
            ..0 => word!("rules.reminder.late").fill(lang, &[("days", &days)]),
            0 => word!("rules.reminder.today").text(lang).into(),
            1.. => word!("rules.reminder.left").fill(lang, &[("days", &days)]),
        }
    }
}

impl Alert {
    /// What a person should look at, with the figure it rests on.
    pub fn message(self, lang: Lang) -> String {
        match self {
            Self::NoReport { month } => {
                let month = format!("{:02}/{:04}", month.month(), month.year());
                word!("rules.alert.no_report").fill(lang, &[("month", &month)])
            }
            Self::NoVisit { days } => {
                word!("rules.alert.no_visit").fill(lang, &[("days", &days.to_string())])
            }
            Self::SettlementLate { days } => {
                word!("rules.alert.settlement_late").fill(lang, &[("days", &days.to_string())])
            }
            Self::NoResult { elapsed_pct } => {
                word!("rules.alert.no_result").fill(lang, &[("percent", &elapsed_pct.to_string())])
            }
            Self::Repeated { times } => {
                word!("rules.alert.repeated").fill(lang, &[("times", &times.to_string())])
            }
            Self::FarPlace { metres } => {
                word!("rules.alert.far_place").fill(lang, &[("metres", &metres.to_string())])
            }
        }
    }
}
