//! The page behind the code of a certificate: plain HTML for a phone that has never heard of the app.

use std::fmt::Write as _;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::{Html, IntoResponse, Response};
use domain::formats::date;
use domain::id::RecordId;
use domain::verification::{Standing, Told};
use domain::word;
use domain::words::{self, Lang, Word};

use super::error::{ApiError, ErrorBody};
use crate::clock;
use crate::state::App;

/// Certificate
///
/// Whether a certificate stands, for anybody who scanned its code. A page for people; a code that fits nothing
/// has a page too.
#[utoipa::path(get, path = "/api/v1/certificates/{id}/{check}", params(
    ("id" = String, Path, description = "the record, as the code says"),
    ("check" = String, Path, description = "the check printed beside the code"),
), responses(
    (status = 200, description = "valid, expired, withdrawn or unknown", content_type = "text/html", body = String),
    (status = 429, description = "too_many_attempts, with Retry-After", body = ErrorBody),
    (status = "default", description = "another refusal, by its code", body = ErrorBody),
))]
pub async fn show(
    State(app): State<App>,
    Path((id, check)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let now = clock::now();
    let lang = language(&headers);
    let told = match id.parse::<RecordId>() {
        Ok(id) => app.certificates.ask(id, &check, lang, now).await?,
        Err(_) => None,
    };
    Ok(Html(page(told.as_ref(), lang, &date::show(now.day()))).into_response())
}

/// The look of the page: the policy lets none stand in it.
pub async fn look() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], include_str!("certificates.css"))
}

/// Vietnamese, unless the phone asks for English first.
fn language(headers: &HeaderMap) -> Lang {
    let asked =
        headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if asked.trim_start().starts_with("en") { Lang::En } else { Lang::Vi }
}

fn page(told: Option<&Told>, lang: Lang, today: &str) -> String {
    let t = |word: Word| word.text(lang);
    let title = t(word!("verification.title"));
    let (class, head, help) = match told.map(|told| told.standing) {
        Some(Standing::Valid) => ("valid", word!("verification.valid"), word!("verification.compare")),
        Some(Standing::Expired) => ("ended", word!("verification.expired"), word!("verification.compare")),
        Some(Standing::Withdrawn) => {
            ("ended", word!("verification.withdrawn"), word!("verification.compare"))
        }
        None => ("ended", word!("verification.unknown"), word!("verification.unknown_help")),
    };
    let code = match lang {
        Lang::Vi => "vi",
        Lang::En => "en",
    };
    let mut lines = String::new();
    for (label, value) in told.iter().flat_map(|told| &told.lines) {
        let label = words::find(label).map_or(*label, t);
        let _ = write!(lines, "<dt>{}</dt><dd>{}</dd>", escaped(label), escaped(value));
    }
    let asked = t(word!("verification.asked")).replace("{date}", today);
    format!(
        "<!doctype html>\n<html lang=\"{code}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width\"><meta name=\"robots\" content=\"noindex\"><title>{title}</title><link \
         rel=\"stylesheet\" href=\"/api/v1/certificates/look.css\"></head><body><main class=\"{class}\"><p>{title}</p>\
         <h1>{head}</h1><p>{help}</p><dl>{lines}</dl><p>{asked} · {app}</p></main></body></html>\n",
        head = t(head),
        help = t(help),
        app = t(word!("app.name")),
    )
}

/// Text as HTML, which it never was.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            sign => out.push(sign),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_wrote_is_text_on_the_page() {
        let lines = vec![("verification.maker", "<script>alert(1)</script> & \"Gốm\"".to_owned())];
        let page = page(Some(&Told { standing: Standing::Valid, lines }), Lang::Vi, "26/11/2026");
        assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;Gốm&quot;"), "{page}");
        assert!(!page.contains("<script"));
    }
}
