//! The language of the screen, and days, times and ages in it. Every word comes from
//! `domain::words`; nothing on a screen is written in the code.
//!
//! Changing the language draws the whole app anew: a word is then a plain text, and no page has to
//! watch a signal for each of its labels. Nothing is lost, because nothing on a screen is state.

use std::cell::Cell;

use chrono::{Datelike, NaiveDate, Timelike};
use domain::clock::Millis;
use domain::formats::{date, number};
use domain::word;
use domain::words::{Lang, Word, find};
use leptos::prelude::*;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

thread_local! {
    static LANG: Cell<Lang> = const { Cell::new(Lang::Vi) };
}

/// The language as a signal, in context: the app redraws itself when it changes.
#[derive(Clone, Copy)]
pub struct Language(RwSignal<Lang>);

impl Language {
    /// Starts with a language.
    pub fn new(lang: Lang) -> Self {
        LANG.set(lang);
        Self(RwSignal::new(lang))
    }

    /// The language in use.
    pub fn get(self) -> Lang {
        self.0.get()
    }

    /// The language in use, for drawing once.
    pub fn get_untracked(self) -> Lang {
        self.0.get_untracked()
    }

    /// Changes the language; its words must be here.
    pub fn set(self, lang: Lang) {
        LANG.set(lang);
        self.0.set(lang);
    }
}

/// The language in use, anywhere: also in a handler, where there is no context.
pub fn lang() -> Lang {
    LANG.get()
}

/// The text of a word.
pub fn t(word: Word) -> &'static str {
    word.text(lang())
}

/// The text of a word with its parameters filled.
pub fn fill(word: Word, params: &[(&str, &str)]) -> String {
    word.fill(lang(), params)
}

/// A text with one count in it.
pub fn count(word: Word, n: usize) -> String {
    fill(word, &[("n", &number(n))])
}

/// The text of a key made from a description; a key the locales lack shows its last part, so that
/// a value of a newer version is still readable.
pub fn by_key(key: &str) -> String {
    match find(key) {
        Some(word) => t(word).to_owned(),
        None => key.rsplit('.').next().unwrap_or(key).to_owned(),
    }
}

/// The text of a key, when the locales have it.
pub fn find_text(key: &str) -> Option<&'static str> {
    find(key).map(t)
}

/// The text in capitals. The browser knows the capitals of all scripts, so the app need not carry them.
pub fn upper(text: &str) -> String {
    js_sys::JsString::from(text).to_upper_case().into()
}

/// A count with grouped digits.
pub fn number(n: usize) -> String {
    number::show_integer(i64::try_from(n).unwrap_or(i64::MAX), lang())
}

/// `24/11/2026`.
pub fn day(instant: Millis) -> String {
    date::show(instant.day())
}

/// `09:42`.
pub fn time(instant: Millis) -> String {
    let local = instant.local();
    format!("{:02}:{:02}", local.hour(), local.minute())
}

/// `24/11`, for margins where the year is plain.
pub fn short_day(day: NaiveDate) -> String {
    format!("{:02}/{:02}", day.day(), day.month())
}

/// `Thứ Ba, 24/11/2026`.
pub fn long_day(day: NaiveDate) -> String {
    let name = match day.weekday() {
        chrono::Weekday::Mon => word!("weekday.mon"),
        chrono::Weekday::Tue => word!("weekday.tue"),
        chrono::Weekday::Wed => word!("weekday.wed"),
        chrono::Weekday::Thu => word!("weekday.thu"),
        chrono::Weekday::Fri => word!("weekday.fri"),
        chrono::Weekday::Sat => word!("weekday.sat"),
        chrono::Weekday::Sun => word!("weekday.sun"),
    };
    format!("{}, {}", t(name), date::show(day))
}

/// Margin of something that waits: “09:42 / 26 phút”, “hôm qua / 16:20”, “12/10/2026 / 10:40”.
pub fn margin(instant: Millis, now: Millis) -> (String, String) {
    match (now.day() - instant.day()).num_days() {
        0 if now.since(instant) < MINUTE => (time(instant), t(word!("age.now")).to_owned()),
        0 => (time(instant), span(now.since(instant))),
        1 => (t(word!("time.yesterday")).to_owned(), time(instant)),
        _ => (day(instant), time(instant)),
    }
}

/// How long ago: “2 giờ trước”.
pub fn ago(instant: Millis, now: Millis) -> String {
    let age = now.since(instant);
    match age {
        ..MINUTE => t(word!("age.now")).to_owned(),
        MINUTE..HOUR => age_words(word!("age.minutes"), age / MINUTE),
        HOUR..DAY => age_words(word!("age.hours"), age / HOUR),
        _ => age_words(word!("age.days"), age / DAY),
    }
}

/// How long: “26 phút”.
pub fn span(millis: i64) -> String {
    match millis {
        ..HOUR => age_words(word!("age.span_minutes"), millis / MINUTE),
        HOUR..DAY => age_words(word!("age.span_hours"), millis / HOUR),
        _ => age_words(word!("age.span_days"), millis / DAY),
    }
}

fn age_words(word: Word, n: i64) -> String {
    fill(word, &[("n", &number::show_integer(n, lang()))])
}

/// Days until a day, in words: “còn 6 ngày”, “hạn hôm nay”, “quá hạn 3 ngày”.
pub fn until(due: NaiveDate, today: NaiveDate) -> String {
    let days = (due - today).num_days();
    match days {
        0 => t(word!("time.due_today")).to_owned(),
        1.. => age_words(word!("time.days_left"), days),
        _ => age_words(word!("time.overdue"), -days),
    }
}
