//! How the app looks to this person: text size, theme, language. Kept on the browser, applied by
//! `public/boot.js` before the program arrives and by the app when a person chooses.

use domain::words::{self, Lang};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::platform::{preferences, service_worker, words_file};

const SIZE: &str = "look.size";
const THEME: &str = "look.theme";
const LANGUAGE: &str = "look.language";

/// Text size in per cent.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Size {
    /// As the device prefers.
    Normal,
    /// 125 %.
    Larger,
    /// 150 %.
    Largest,
}

impl Size {
    /// Every size.
    pub const ALL: [Self; 3] = [Self::Normal, Self::Larger, Self::Largest];

    /// Its number.
    pub fn code(self) -> &'static str {
        match self {
            Self::Normal => "100",
            Self::Larger => "125",
            Self::Largest => "150",
        }
    }

    /// The size with this number; an unknown one is the normal size.
    pub fn from_code(code: &str) -> Self {
        Self::ALL.into_iter().find(|size| size.code() == code).unwrap_or(Self::Normal)
    }

    /// Value of `data-size`; absent for the normal size.
    pub fn attribute(self) -> Option<&'static str> {
        (self != Self::Normal).then(|| self.code())
    }
}

/// Colours.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Theme {
    /// As the device prefers.
    Auto,
    /// Light.
    Light,
    /// Dark.
    Dark,
    /// High contrast, for sunlight.
    Sun,
}

impl Theme {
    /// Every theme.
    pub const ALL: [Self; 4] = [Self::Auto, Self::Light, Self::Dark, Self::Sun];

    /// Its name.
    pub fn code(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
            Self::Sun => "sun",
        }
    }

    /// The theme of this name; an unknown one follows the device.
    pub fn from_code(code: &str) -> Self {
        Self::ALL.into_iter().find(|theme| theme.code() == code).unwrap_or(Self::Auto)
    }

    /// Value of `data-theme`; absent to follow the device.
    pub fn attribute(self) -> Option<&'static str> {
        (self != Self::Auto).then(|| self.code())
    }
}

/// The choices, in context.
#[derive(Clone, Copy)]
pub struct Look {
    size: RwSignal<Size>,
    theme: RwSignal<Theme>,
}

impl Look {
    /// What was chosen earlier on this browser.
    pub fn saved() -> Self {
        let read = |key: &str| preferences::get(key).unwrap_or_default();
        Self {
            size: RwSignal::new(Size::from_code(&read(SIZE))),
            theme: RwSignal::new(Theme::from_code(&read(THEME))),
        }
    }

    /// The text size.
    pub fn size(self) -> Size {
        self.size.get()
    }

    /// Chooses a text size.
    pub fn set_size(self, size: Size) {
        remember(SIZE, size.attribute());
        self.size.set(size);
    }

    /// The theme.
    pub fn theme(self) -> Theme {
        self.theme.get()
    }

    /// Chooses a theme.
    pub fn set_theme(self, theme: Theme) {
        remember(THEME, theme.attribute());
        self.theme.set(theme);
    }

    /// Remembers a language once its words are here.
    pub async fn set_language(self, lang: Lang) -> Result<(), NoWords> {
        if !words::is_installed(lang) {
            let file = words_file::fetch(lang.tag()).await.ok_or(NoWords)?;
            words::install(lang, file).map_err(|_| NoWords)?;
        }
        remember(LANGUAGE, Some(lang.tag()));
        keep_words(lang);
        Ok(())
    }
}

/// Has the words of a language stay on the device: the next start may be without network.
pub fn keep_words(lang: Lang) {
    if let Some(address) = words_file::address(lang.tag()) {
        spawn_local(service_worker::keep(address));
    }
}

/// The words of a language could not be brought.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NoWords;

fn remember(key: &str, value: Option<&str>) {
    match value {
        Some(value) => preferences::set(key, value),
        None => preferences::remove(key),
    }
}
