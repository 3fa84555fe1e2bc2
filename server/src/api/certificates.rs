//! The page behind the code of a certificate: plain HTML for a phone that has never heard of the app.

use std::fmt::Write as _;
use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, Path, State};
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
/// has a page too. The codes lead to it by a shorter way, `/cn/{id}/{check}`; those of the first certificates
/// by this one.
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
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    Path((id, check)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    answer(&app, (&id, &check), peer, &headers).await
}

/// The same by the address in the codes; one that was copied badly has a page too.
pub async fn show_short(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    Path(code): Path<String>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let (id, check) = code.split_once('/').unwrap_or_default();
    answer(&app, (id, check), peer, &headers).await
}

async fn answer(
    app: &App,
    (id, check): (&str, &str),
    peer: SocketAddr,
    headers: &HeaderMap,
) -> Result<Response, ApiError> {
    let now = clock::now();
    let lang = language(headers);
    let told = match id.parse::<RecordId>() {
        Ok(id) => app.certificates.ask(id, check, lang, (caller(peer, headers), now)).await?,
        Err(_) => None,
    };
    Ok(Html(page(told.as_ref(), lang, &date::show(now.day()))).into_response())
}

/// The look of the page: the policy lets none stand in it.
pub async fn look() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], include_str!("certificates.css"))
}

/// Who asks: the proxy on the same machine tells the address it answered, last in its line. What anybody else
/// tells of itself is not believed.
fn caller(peer: SocketAddr, headers: &HeaderMap) -> IpAddr {
    let peer = peer.ip().to_canonical();
    if !peer.is_loopback() {
        return peer;
    }
    let told = headers.get_all("x-forwarded-for").iter().next_back();
    let last = told.and_then(|line| line.to_str().ok()?.rsplit(',').next());
    last.and_then(|address| address.trim().parse().ok()).unwrap_or(peer)
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
    fn only_the_proxy_on_this_machine_is_believed() {
        let from = |peer: &str, told: &[&str]| {
            let mut headers = HeaderMap::new();
            for line in told {
                headers.append("x-forwarded-for", line.parse().unwrap());
            }
            caller(peer.parse().unwrap(), &headers).to_string()
        };
        assert_eq!(from("127.0.0.1:9", &[]), "127.0.0.1");
        assert_eq!(from("127.0.0.1:9", &["203.0.113.7"]), "203.0.113.7");
        assert_eq!(from("[::1]:9", &["10.1.1.1, 203.0.113.7"]), "203.0.113.7", "the rest anybody may write");
        assert_eq!(from("127.0.0.1:9", &["10.1.1.1", "2001:db8::1"]), "2001:db8::1");
        assert_eq!(from("127.0.0.1:9", &["not an address"]), "127.0.0.1");
        assert_eq!(from("203.0.113.9:9", &["203.0.113.7"]), "203.0.113.9");
    }

    #[test]
    fn what_people_wrote_is_text_on_the_page() {
        let lines = vec![("verification.maker", "<script>alert(1)</script> & \"Gốm\"".to_owned())];
        let page = page(Some(&Told { standing: Standing::Valid, lines }), Lang::Vi, "26/11/2026");
        assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;Gốm&quot;"), "{page}");
        assert!(!page.contains("<script"));
    }
}
