//! Bodies that are bad whatever the address.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;

pub const JSON: &str = "application/json";

pub struct Bad {
    pub what: &'static str,
    pub kind: &'static str,
    pub encoding: &'static str,
    pub body: Vec<u8>,
}

pub fn plain(what: &'static str, body: impl Into<Vec<u8>>) -> Bad {
    Bad { what, kind: JSON, encoding: "identity", body: body.into() }
}

pub fn gzip(what: &'static str, plain: &[u8]) -> Bad {
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    packed.write_all(plain).unwrap();
    Bad { what, kind: JSON, encoding: "gzip", body: packed.finish().unwrap() }
}

/// What is bad whatever the address: `good` is a body that would be taken.
pub fn bad_everywhere(good: &[u8]) -> Vec<Bad> {
    let text = String::from_utf8(good.to_vec()).unwrap();
    let half = good.get(..good.len() / 2).unwrap();
    let mut torn = gzip("gzip that breaks off", good);
    torn.body.truncate(torn.body.len() / 2);
    vec![
        plain("empty", ""),
        plain("truncated", half),
        plain("not JSON", "<html>"),
        plain("not UTF-8", [b"{\"wire\": 1, \"device\": \"", &[0xff, 0xfe][..], b"\"}"].concat()),
        plain("a list", "[]"),
        plain("null", "null"),
        plain("wire of a later version", text.replacen("\"wire\":1", "\"wire\":2", 1)),
        plain("wire as text", text.replacen("\"wire\":1", "\"wire\":\"1\"", 1)),
        plain("device as number", r#"{"wire":1,"device":5,"muts":[],"cursors":{},"newest_seq":0}"#),
        plain("nested a thousand deep", format!("{}{}", "[".repeat(1_000), "]".repeat(1_000))),
        plain("5 MB", [good, &vec![b' '; 5 << 20]].concat()),
        gzip("zip bomb", &vec![b' '; 64 << 20]),
        gzip("zip bomb within a zip bomb", &gzip("inner", &vec![0; 64 << 20]).body),
        torn,
        Bad { what: "plain text called gzip", kind: JSON, encoding: "gzip", body: good.to_vec() },
        Bad { what: "brotli", kind: JSON, encoding: "br", body: good.to_vec() },
        Bad {
            what: "form",
            kind: "application/x-www-form-urlencoded",
            encoding: "identity",
            body: good.to_vec(),
        },
        Bad { what: "text/plain", kind: "text/plain", encoding: "identity", body: good.to_vec() },
        Bad { what: "no type", kind: "", encoding: "identity", body: good.to_vec() },
        Bad {
            what: "another charset",
            kind: "application/json; charset=utf-16",
            encoding: "identity",
            body: good.to_vec(),
        },
    ]
}
