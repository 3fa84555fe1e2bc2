//! Which part of a file a reader asks for: one range of bytes, or the file if it has changed.

use std::ops::Range;

use axum::http::{HeaderMap, HeaderName, header};

use super::error::ApiError;

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Wanted {
    /// The reader has it.
    Nothing,
    Whole,
    Part(Range<u64>),
}

/// Reads `If-None-Match`, `If-Range` and `Range`. A range that cannot be read is no range; several
/// are answered by the whole file, as the standard allows.
pub fn wanted(headers: &HeaderMap, tag: &str, length: u64) -> Result<Wanted, ApiError> {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let known = text(header::IF_NONE_MATCH).unwrap_or_default();
    if known.split(',').map(str::trim).any(|known| known == "*" || known.trim_start_matches("W/") == tag) {
        return Ok(Wanted::Nothing);
    }
    let is_same = text(header::IF_RANGE).is_none_or(|known| known == tag);
    let range = text(header::RANGE).filter(|_| is_same).and_then(|range| range.trim().strip_prefix("bytes="));
    let Some((first, last)) = range.and_then(|range| range.split_once('-')) else {
        return Ok(Wanted::Whole);
    };
    let (first, last) = (first.trim(), last.trim());
    let range = match (first.parse::<u64>(), last.parse::<u64>()) {
        (Ok(first), Ok(last)) if first <= last => first..last.saturating_add(1).min(length),
        (Ok(first), Err(_)) if last.is_empty() => first..length,
        (Err(_), Ok(count)) if first.is_empty() => length.saturating_sub(count)..length,
        _ => return Ok(Wanted::Whole),
    };
    if range.is_empty() { Err(ApiError::Range { length }) } else { Ok(Wanted::Part(range)) }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn ask(name: HeaderName, value: &'static str) -> Option<Wanted> {
        let headers = HeaderMap::from_iter([(name, HeaderValue::from_static(value))]);
        wanted(&headers, "\"abc\"", 1_000).ok()
    }

    #[test]
    fn one_range_is_read_and_what_is_none_is_the_whole() {
        for (range, expected) in [
            ("bytes=0-0", Some(Wanted::Part(0..1))),
            ("bytes=500-", Some(Wanted::Part(500..1_000))),
            ("bytes=-200", Some(Wanted::Part(800..1_000))),
            ("bytes=-2000", Some(Wanted::Part(0..1_000))),
            ("bytes=990-18446744073709551615", Some(Wanted::Part(990..1_000))),
            ("bytes=1000-", None),
            ("bytes=-0", None),
            ("bytes=5-2", Some(Wanted::Whole)),
            ("bytes=0-1,5-6", Some(Wanted::Whole)),
            ("bytes=a-b", Some(Wanted::Whole)),
            ("lines=1-2", Some(Wanted::Whole)),
            ("bytes=-", Some(Wanted::Whole)),
        ] {
            assert_eq!(ask(header::RANGE, range), expected, "{range}");
        }
    }

    #[test]
    fn a_reader_who_has_it_gets_nothing() {
        for known in ["\"abc\"", "W/\"abc\"", "\"x\", \"abc\"", "*"] {
            assert_eq!(ask(header::IF_NONE_MATCH, known), Some(Wanted::Nothing), "{known}");
        }
        assert_eq!(ask(header::IF_NONE_MATCH, "\"abd\""), Some(Wanted::Whole));
    }

    #[test]
    fn a_range_of_another_file_is_not_given() {
        let range = (header::RANGE, HeaderValue::from_static("bytes=0-9"));
        let other = (header::IF_RANGE, HeaderValue::from_static("\"older\""));
        let headers = HeaderMap::from_iter([range, other]);
        assert_eq!(wanted(&headers, "\"abc\"", 1_000).ok(), Some(Wanted::Whole));
    }
}
