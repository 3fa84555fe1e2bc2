//! Pictures and papers in words: what they show, how large they are, how far they have come.

use domain::attachment::message::{Failure, Trouble};
use domain::formats::number::show_fixed;
use domain::word;

use crate::i18n::{fill, find_text, lang, t, time};
use crate::state::attachments::view::{Attachment, FileMark};
use crate::ui::mark::MarkLook;

/// Whether a slot is one of papers: pictures of these stand among the papers.
pub fn is_paper_slot(slot: &str) -> bool {
    slot == "scan" || slot.starts_with("paper_")
}

/// Whether a slot is that of a drawn signature: those are shown where one signs.
pub fn is_signature_slot(slot: &str) -> bool {
    slot.starts_with("signature_")
}

/// What a slot is called; `None` for one without words.
pub fn slot_label(slot: &str) -> Option<&'static str> {
    find_text(&format!("photo.slot.{slot}")).or_else(|| find_text(&format!("papers.slot.{slot}")))
}

/// What sort of file it is.
pub fn media_words(media_type: &str) -> &'static str {
    match media_type {
        "application/pdf" => "PDF",
        sheet if sheet.ends_with("spreadsheetml.sheet") => "Excel",
        text if text.ends_with("wordprocessingml.document") => "Word",
        _ => t(word!("papers.picture")),
    }
}

/// What a file shows: as a person says, else what was asked for, else the name of the file.
pub fn what(file: &Attachment) -> String {
    let said = Some(file.caption.as_str()).filter(|caption| !caption.is_empty());
    said.or_else(|| slot_label(&file.slot)).unwrap_or(&file.file_name).to_owned()
}

/// “1,1 MB”.
pub fn size(bytes: u64) -> String {
    let tenths = i64::try_from(bytes.div_ceil(100_000)).unwrap_or(i64::MAX);
    fill(word!("upload.size"), &[("n", &show_fixed(tenths, 1, lang()))])
}

/// How far a file has come; nothing is said of one that another device took.
pub fn file_mark(mark: &FileMark) -> Option<(MarkLook, String)> {
    let plain = |look, word| Some((look, t(word).to_owned()));
    match mark {
        FileMark::Elsewhere => None,
        FileMark::Saved => plain(MarkLook::SAVED, word!("sync.saved")),
        FileMark::Sending { percent } => {
            let words = fill(word!("upload.sending"), &[("percent", &percent.to_string())]);
            Some((MarkLook::SENDING, words))
        }
        FileMark::Sent => plain(MarkLook::SENT, word!("sync.sent")),
        FileMark::Refused { .. } | FileMark::Review => plain(MarkLook::REVIEW, word!("sync.review_plain")),
    }
}

/// Why the server does not take a file.
pub fn refusal(code: &str) -> String {
    let reason = find_text(&format!("upload.reason_{code}")).unwrap_or(t(word!("upload.reason_other")));
    fill(word!("upload.refused"), &[("reason", reason)])
}

/// What went wrong last.
pub fn trouble(trouble: &Trouble) -> String {
    let reason = match trouble.failure {
        Failure::Offline => word!("sync.failure.network"),
        Failure::Unreachable | Failure::Refused(_) => word!("sync.failure.server"),
        Failure::SignedOut => word!("sync.failure.session"),
    };
    fill(word!("upload.retry_at"), &[("time", &time(trouble.at)), ("reason", t(reason))])
}
