//! Papers of office programs: zip archives with the parts of a text or a spreadsheet, and nothing
//! that runs (SEC-WEB-3).

use super::media::Media;
use super::refusal::Refusal;
use super::zip::{ZipError, parts};

const CONTENTS: &str = "[Content_Types].xml";
const RELATIONS: &str = "_rels/.rels";
const TEXT: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
const SHEET: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";
/// Macros of either program, sheets of the old macro language, and controls that run: by the types in
/// the list of contents …
const TYPES_THAT_RUN: [&str; 4] = ["vbaproject", "macroenabled", "macrosheet", "activex"];
/// … by what one part is to another (whole words of it: these lists also hold addresses that a text
/// points to) …
const RELATIONS_THAT_RUN: [&str; 5] = [
    "/relationships/vbaproject\"",
    "/relationships/xlmacrosheet\"",
    "/relationships/xlintlmacrosheet\"",
    "/relationships/control\"",
    "/relationships/activexcontrolbinary\"",
];
/// … and by their usual names.
const NAMES_THAT_RUN: [&str; 4] = ["/vbaproject.bin", "/vbadata.xml", "/macrosheets/", "/activex/"];

/// How many times larger than the archive its parts may be …
const RATIO: u64 = 100;
/// … what small ones may be in any case …
const ALWAYS: u64 = 4 * 1024 * 1024;
/// … and what none may be.
const NEVER: u64 = 256 * 1024 * 1024;

/// Which paper it is, every part unpacked once to see that it can be.
pub fn media(archive: &[u8]) -> Result<Media, Refusal> {
    let parts = parts(archive)?;
    let mut left = (u64::try_from(archive.len()).unwrap_or(NEVER) * RATIO).clamp(ALWAYS, NEVER);
    let mut contents = None;
    let mut has_relations = false;
    for part in &parts {
        let plain = part.unpack(left)?;
        left = left.saturating_sub(u64::try_from(plain.len()).unwrap_or(NEVER));
        has_relations |= part.name == RELATIONS;
        let runs = names_any(part.name.as_bytes(), &NAMES_THAT_RUN)
            || (part.name == CONTENTS && names_any(&plain, &TYPES_THAT_RUN))
            || (part.name.ends_with(".rels") && names_any(&plain, &RELATIONS_THAT_RUN));
        if runs {
            return Err(Refusal::MediaType);
        }
        if part.name == CONTENTS && contents.replace(plain).is_some() {
            return Err(Refusal::Damaged);
        }
    }
    let contents = contents.filter(|_| has_relations).and_then(|plain| String::from_utf8(plain).ok());
    // With entities or a document type, a forbidden word could be spelled so that it is not found.
    let contents = contents.filter(|text| !text.contains(['&']) && !text.contains("<!"));
    let contents = contents.ok_or(Refusal::MediaType)?;
    let has = |folder: &str| parts.iter().any(|part| part.name.starts_with(folder));
    match (contents.contains(TEXT) && has("word/"), contents.contains(SHEET) && has("xl/")) {
        (true, false) => Ok(Media::Docx),
        (false, true) => Ok(Media::Xlsx),
        (true, true) | (false, false) => Err(Refusal::MediaType),
    }
}

fn names_any(text: &[u8], words: &[&str]) -> bool {
    let text = text.to_ascii_lowercase();
    words.iter().any(|word| text.windows(word.len()).any(|part| part == word.as_bytes()))
}

impl From<ZipError> for Refusal {
    fn from(error: ZipError) -> Self {
        match error {
            ZipError::Damaged => Self::Damaged,
            ZipError::TooLarge => Self::MediaType,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attachments::samples::{self, DOCX, office, zip};

    #[test]
    fn texts_and_spreadsheets_are_told_apart() {
        assert_eq!(media(&samples::docx()), Ok(Media::Docx));
        assert_eq!(media(&samples::xlsx()), Ok(Media::Xlsx));
    }

    #[test]
    fn what_runs_is_refused_however_it_is_named() {
        let with = |name: &'static str, text: &str| {
            let mut parts = office("word/document.xml", DOCX, "");
            parts.push((name, text.into()));
            zip(&parts)
        };
        let relation = |kind: &str| {
            format!(
                r#"<Relationship Type="http://schemas.microsoft.com/office/2006/relationships/{kind}" Target="x.bin"/>"#
            )
        };
        let rels = "word/_rels/document.xml.rels";
        for (what, paper) in [
            ("by its type", samples::docm()),
            ("by its name", with("word/vbaProject.bin", "")),
            ("by its name in capitals", with("WORD/VBAPROJECT.BIN", "")),
            ("by its relation", with(rels, &relation("vbaProject"))),
            ("old macros", with("xl/macrosheets/sheet1.xml", "")),
            ("old macros by their relation", with(rels, &relation("xlMacrosheet"))),
            ("controls", with("word/activeX/activeX1.xml", "")),
        ] {
            assert_eq!(media(&paper), Err(Refusal::MediaType), "{what}");
        }
        // An address that a text points to does not run.
        let link = r#"<Relationship Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" Target="https://example.org/activeX/vbaProject"/>"#;
        assert_eq!(media(&with(rels, link)), Ok(Media::Docx));
    }

    #[test]
    fn other_archives_and_hidden_words_are_refused() {
        let mut two = office("word/document.xml", DOCX, "");
        two.push(("[Content_Types].xml", b"<Types/>".to_vec()));
        let hidden =
            r#"<Override PartName="/word/x" ContentType="application/vnd.ms-office.vba&#80;roject"/>"#;
        for (what, paper, refusal) in [
            ("any archive", zip(&[("a.txt", b"a".to_vec())]), Refusal::MediaType),
            ("no main part", zip(&office("x/document.xml", DOCX, "")), Refusal::MediaType),
            (
                "a type with macros",
                zip(&office(
                    "word/document.xml",
                    "application/vnd.ms-word.document.macroEnabled.main+xml",
                    "",
                )),
                Refusal::MediaType,
            ),
            (
                "a presentation",
                zip(&office(
                    "ppt/presentation.xml",
                    "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
                    "",
                )),
                Refusal::MediaType,
            ),
            (
                "a word spelled with an entity",
                zip(&office("word/document.xml", DOCX, hidden)),
                Refusal::MediaType,
            ),
            ("two lists of contents", zip(&two), Refusal::Damaged),
        ] {
            assert_eq!(media(&paper), Err(refusal), "{what}");
        }
    }

    #[test]
    fn a_bomb_does_not_go_off() {
        let bomb = samples::zip_bomb();
        assert!(bomb.len() < 100_000, "{}", bomb.len());
        assert_eq!(media(&bomb), Err(Refusal::MediaType));
    }
}
