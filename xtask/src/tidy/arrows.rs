//! Which crate and which module may name which: HOUSE §1 as two tables.

use super::scan::{identifiers, own_modules, scan};
use super::{Finding, Tree, is_in};

/// `named` may stand only in `places` of `folder`.
struct Home {
    named: &'static [&'static str],
    folder: &'static str,
    places: &'static [&'static str],
}

const HOMES: [Home; 8] = [
    Home {
        named: &["leptos", "leptos_router", "leptos_meta"],
        folder: "app/src",
        places: &[
            "app/src/state",
            "app/src/ui",
            "app/src/components",
            "app/src/pages",
            "app/src/i18n",
            "app/src/app.rs",
            "app/src/routes.rs",
            "app/src/main.rs",
        ],
    },
    Home {
        named: &["web_sys", "indexed_db_futures"],
        folder: "app/src",
        places: &["app/src/platform", "app/src/store/indexed_db", "app/src/sync/transport.rs"],
    },
    Home {
        named: &["js_sys"],
        folder: "app/src",
        // Dates and numbers are written by the browser's own Intl.
        places: &[
            "app/src/platform",
            "app/src/store/indexed_db",
            "app/src/sync/transport.rs",
            "app/src/i18n",
        ],
    },
    Home { named: &["reqwest"], folder: "app/src", places: &["app/src/sync/transport.rs"] },
    Home { named: &["sqlx"], folder: "server/src", places: &["server/src/storage"] },
    Home { named: &["object_store", "image"], folder: "server/src", places: &["server/src/attachments"] },
    Home {
        named: &["axum", "axum_extra", "tower_http"],
        folder: "server/src",
        places: &["server/src/lib.rs", "server/src/api", "server/src/auth/extractor.rs"],
    },
    Home { named: &["serde_json"], folder: "domain/src", places: &["domain/src/wire"] },
];

/// Code in `from` may name none of the crate's modules in `never`.
struct Arrow {
    from: &'static [&'static str],
    never: &'static [&'static str],
}

const ARROWS: [Arrow; 12] = [
    Arrow {
        from: &[
            "domain/src/id.rs",
            "domain/src/clock.rs",
            "domain/src/value",
            "domain/src/record",
            "domain/src/validation",
            "domain/src/workflow",
            "domain/src/permission",
            "domain/src/change",
            "domain/src/merge",
            "domain/src/search",
            "domain/src/words",
        ],
        never: &["wire", "sync"],
    },
    Arrow {
        from: &["domain/src/id.rs", "domain/src/clock.rs"],
        never: &["value", "record", "validation", "workflow", "permission", "change", "merge"],
    },
    Arrow {
        from: &["domain/src/value"],
        never: &["record", "validation", "workflow", "permission", "change", "merge"],
    },
    Arrow {
        from: &["domain/src/record"],
        never: &["validation", "workflow", "permission", "change", "merge"],
    },
    // The rules take facts: what a record is, how it moves and travels is not theirs.
    Arrow {
        from: &[
            "domain/src/norm",
            "domain/src/calendar",
            "domain/src/score_sheet",
            "domain/src/selection",
            "domain/src/jury",
            "domain/src/settlement",
            "domain/src/ledger",
            "domain/src/similar",
            "domain/src/alert",
        ],
        never: &["value", "validation", "workflow", "permission", "change", "merge", "sync", "wire"],
    },
    Arrow {
        from: &["app/src/platform"],
        never: &["store", "sync", "state", "ui", "i18n", "components", "pages", "app"],
    },
    Arrow { from: &["app/src/store"], never: &["sync", "state", "ui", "i18n", "components", "pages", "app"] },
    Arrow { from: &["app/src/sync"], never: &["state", "ui", "i18n", "components", "pages", "app"] },
    Arrow {
        from: &["app/src/ui"],
        never: &["platform", "store", "sync", "state", "components", "pages", "app"],
    },
    Arrow { from: &["app/src/components", "app/src/pages"], never: &["store", "sync"] },
    Arrow { from: &["server/src/api"], never: &["storage"] },
    Arrow { from: &["server/src/storage"], never: &["attachments", "api"] },
];

/// Crates that may not stand in a crate's Cargo.toml.
const STRANGERS: [(&str, &[&str]); 4] = [
    ("domain/Cargo.toml", &["app", "server", "tests", "xtask", "tokio", "sqlx", "reqwest", "web-sys"]),
    ("app/Cargo.toml", &["server", "tests", "xtask"]),
    ("server/Cargo.toml", &["app", "tests", "xtask"]),
    ("xtask/Cargo.toml", &["domain", "app", "server", "tests"]),
];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = strangers(tree);
    for (path, text) in tree.ending(".rs") {
        let code = scan(text).code;
        for (index, line) in code.lines().enumerate() {
            let words = identifiers(line);
            for home in HOMES.iter().filter(|home| is_in(path, home.folder)) {
                if home.places.iter().any(|place| is_in(path, place)) {
                    continue;
                }
                if let Some(named) = home.named.iter().find(|named| words.contains(named)) {
                    let places = home.places.join(", ");
                    findings.push(Finding::new(
                        path,
                        index + 1,
                        format!("{named} may be named only in {places}"),
                    ));
                }
            }
            if is_in(path, "app/src/ui") && words.contains(&"domain") {
                findings.push(Finding::new(path, index + 1, "ui knows no domain words: take plain values"));
            }
        }
        let named = own_modules(&code);
        for arrow in ARROWS.iter().filter(|arrow| arrow.from.iter().any(|from| is_in(path, from))) {
            for (line, module) in named.iter().filter(|(_, module)| arrow.never.contains(&module.as_str())) {
                findings.push(Finding::new(path, *line, format!("this module may not name crate::{module}")));
            }
        }
    }
    findings
}

fn strangers(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, never) in STRANGERS {
        let Some((_, manifest)) = tree.iter().find(|(file, _)| *file == path) else {
            continue;
        };
        for (index, line) in manifest.lines().enumerate() {
            let name = line.split(['=', '.', ' ']).next().unwrap_or_default();
            if never.contains(&name) {
                findings.push(Finding::new(path, index + 1, format!("this crate may not depend on {name}")));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::super::found;
    use super::*;

    #[test]
    fn a_crate_named_away_from_home_is_found_and_a_comment_about_it_is_not() {
        let found = found(
            check,
            &[
                ("server/src/storage/sqlite.rs", "use sqlx::Pool;"),
                ("server/src/api/sync.rs", "// no sqlx here\nlet x = \"sqlx\";\nuse sqlx::Pool;"),
                ("app/src/sync/transport.rs", "use web_sys::Window;"),
                ("app/src/pages/home.rs", "let w = leptos::web_sys::window();"),
                ("domain/src/record.rs", "use serde_json::Value;"),
            ],
        );
        assert_eq!(found.len(), 3, "{found:#?}");
        assert!(
            found.iter().any(|line| line.starts_with("server/src/api/sync.rs:3: sqlx may be named only in"))
        );
        assert!(found.iter().any(|line| line.starts_with("app/src/pages/home.rs:1: web_sys")));
        assert!(found.iter().any(|line| line.starts_with("domain/src/record.rs:1: serde_json")));
    }

    #[test]
    fn an_arrow_that_points_up_is_found() {
        let found = found(
            check,
            &[
                ("domain/src/record/need.rs", "use crate::{value, wire::v1};"),
                ("domain/src/sync/engine.rs", "use crate::wire::v1;"),
                ("app/src/ui/button.rs", "use domain::record::Kind;"),
                ("app/src/pages/home.rs", "use crate::store::Store;\nuse crate::state::Book;"),
                ("server/src/api/sync.rs", "use crate::storage::Storage;"),
            ],
        );
        assert_eq!(
            found,
            [
                "app/src/pages/home.rs:1: this module may not name crate::store",
                "app/src/ui/button.rs:1: ui knows no domain words: take plain values",
                "domain/src/record/need.rs:1: this module may not name crate::wire",
                "server/src/api/sync.rs:1: this module may not name crate::storage",
            ]
        );
    }

    #[test]
    fn a_dependency_on_a_stranger_is_found() {
        let found = found(
            check,
            &[("app/Cargo.toml", "[dependencies]\ndomain.workspace = true\nserver.workspace = true\n")],
        );
        assert_eq!(found, ["app/Cargo.toml:3: this crate may not depend on server"]);
    }
}
