//! Why a change was not saved on this device, in words.

use domain::record::Kind;
use domain::word;

use crate::components::value_text::field_label;
use crate::i18n::{fill, t};
use crate::state::view::SaveError;

/// What a person reads when saving failed.
pub fn save_error_words(kind: Kind, error: &SaveError) -> String {
    match error {
        SaveError::Malformed { field } => fill(
            word!("form.error_line"),
            &[("field", &field_label(kind, field)), ("problem", t(word!("problem.control_characters")))],
        ),
        SaveError::Full | SaveError::NotSaved(_) | SaveError::Closed => t(word!("sync.not_saved")).to_owned(),
    }
}
