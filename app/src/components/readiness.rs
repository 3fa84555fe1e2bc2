//! “Sẵn sàng đi cơ sở”: whether a day without network can begin; green, or red with the reason.

use domain::clock::Millis;
use domain::formats::number::show_fixed;
use domain::record::Kind;
use domain::word;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::i18n::{count, fill, lang, number, span, t, time};
use crate::platform::clock::now;
use crate::platform::{service_worker, storage_quota};
use crate::state::book::Book;
use crate::state::view::SyncState;
use crate::ui::disclosure::Disclosure;
use crate::ui::icon::Icon;

/// More than this, and dates on the device are doubtful.
const CLOCK_LIMIT_MS: i64 = 10 * 60_000;

/// One thing that was looked at.
#[derive(Clone, PartialEq, Eq)]
pub struct Finding {
    /// What was looked at.
    pub label: &'static str,
    /// What was found.
    pub words: String,
    /// Whether it is as it should be.
    pub is_good: bool,
}

/// What the browser says of itself.
#[derive(Clone, Copy, PartialEq, Default)]
struct Browser {
    is_kept: Option<bool>,
    free: Option<f64>,
    missing_files: Option<u32>,
}

/// A look at the device; looked at again when asked.
#[derive(Clone, Copy)]
pub struct Readiness {
    book: Book,
    state: Memo<Option<SyncState>>,
    browser: RwSignal<Option<Browser>>,
    checked: RwSignal<Millis>,
}

impl Readiness {
    /// Begins to look.
    pub fn look(book: Book) -> Self {
        let state = Self {
            book,
            state: book.sync_state(),
            browser: RwSignal::new(None),
            checked: RwSignal::new(now()),
        };
        state.again();
        state
    }

    /// Looks again.
    pub fn again(self) {
        self.checked.set(now());
        spawn_local(async move {
            let browser = Browser {
                is_kept: storage_quota::is_persisted().await,
                free: storage_quota::room().await.map(storage_quota::Room::free),
                missing_files: service_worker::missing_files().await,
            };
            self.browser.try_set(Some(browser));
        });
    }

    /// When it was looked at.
    pub fn checked(self) -> Millis {
        self.checked.get()
    }

    /// Everything that was looked at.
    pub fn findings(self) -> Vec<Finding> {
        let browser = self.browser.get().unwrap_or_default();
        [
            Some(self.data()),
            Some(app(browser)),
            Some(storage(browser)),
            Some(self.clock()),
            Some(self.outbox()),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// Whether all is well. Storage that is not promised is said, and not in the way.
    pub fn is_ready(self) -> bool {
        self.browser.with(Option::is_some) && self.findings().iter().all(|finding| finding.is_good)
    }

    fn data(self) -> Finding {
        let is_complete =
            self.state.get().is_some_and(|state| state.copying == 0 && state.pulled_at.is_some());
        let facilities = number(self.book.list(Kind::Facility).with(|all| all.len()));
        let projects = number(self.book.list(Kind::Project).with(|all| all.len()));
        let words = match is_complete {
            true => fill(word!("ready.data_full"), &[("facilities", &facilities), ("projects", &projects)]),
            false => t(word!("ready.data_missing")).to_owned(),
        };
        Finding { label: t(word!("ready.data")), words, is_good: is_complete }
    }

    fn clock(self) -> Finding {
        let offset = self.state.get().and_then(|state| state.pulled_at.map(|_| state.offset_ms));
        let words = match offset {
            Some(offset) => fill(word!("ready.clock_off_by"), &[("age", &span(offset.abs()))]),
            None => t(word!("ready.clock_unknown")).to_owned(),
        };
        Finding {
            label: t(word!("ready.clock")),
            words,
            is_good: offset.is_none_or(|offset| offset.abs() < CLOCK_LIMIT_MS),
        }
    }

    fn outbox(self) -> Finding {
        let state = self.state.get();
        let unsent = state.map_or(0, |state| state.waiting);
        let words = match (unsent, state.and_then(|state| state.sent_at)) {
            (0, Some(at)) => fill(word!("ready.outbox_empty"), &[("time", &time(at))]),
            (0, None) => t(word!("ready.outbox_never")).to_owned(),
            (n, _) => count(word!("ready.outbox_count"), n),
        };
        Finding { label: t(word!("ready.outbox")), words, is_good: unsent == 0 }
    }
}

fn app(browser: Browser) -> Finding {
    let is_kept = browser.missing_files == Some(0);
    let word = if is_kept { word!("ready.app_offline") } else { word!("ready.app_online_only") };
    Finding { label: t(word!("ready.app")), words: t(word).to_owned(), is_good: is_kept }
}

fn storage(browser: Browser) -> Finding {
    let free = browser.free.map(|bytes| {
        #[expect(clippy::cast_possible_truncation, reason = "bytes on a disk fit into i64")]
        let tenths = (bytes / 100_000_000.0) as i64;
        format!("{}\u{a0}GB", show_fixed(tenths, 1, lang()))
    });
    let words = match (browser.is_kept, free) {
        (Some(true), Some(free)) => fill(word!("ready.storage_durable"), &[("free", &free)]),
        (_, Some(free)) => fill(word!("ready.storage_free"), &[("free", &free)]),
        (_, None) => t(word!("ready.storage_not_durable")).to_owned(),
    };
    Finding { label: t(word!("ready.storage")), words, is_good: true }
}

/// The line on “Việc hôm nay”.
#[component]
pub fn ReadyLine() -> impl IntoView {
    let readiness = Readiness::look(expect_context::<Book>());
    let is_ready = Memo::new(move |_| readiness.is_ready());
    let title =
        move || if is_ready.get() { t(word!("ready.title")) } else { t(word!("ready.not_ready_title")) };
    let icon = Signal::derive(move || if is_ready.get() { "s2" } else { "review" });
    let reason = move || {
        let bad = readiness.findings().into_iter().find(|finding| !finding.is_good);
        match bad {
            Some(finding) => finding.words,
            None => fill(word!("ready.checked"), &[("time", &time(readiness.checked()))]),
        }
    };
    let summary = move || {
        view! {
            <Icon name=icon/>
            <span>
                <b>{title}</b>
                " "
                <span class="muted dot-before">{reason}</span>
            </span>
        }
    };
    let lines = move || {
        let lines = readiness.findings().into_iter().map(|finding| view! { <li>{finding.words}</li> });
        lines.collect_view()
    };
    view! {
        <Disclosure
            class=Signal::derive(move || if is_ready.get() { "ready" } else { "ready not" })
            summary
        >
            <ul class="lines">{lines}</ul>
        </Disclosure>
    }
}
