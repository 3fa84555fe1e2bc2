//! Canonical composition (NFC) of the letters that Vietnamese keyboards produce. Marks of other
//! scripts pass through unchanged, so the result is always canonically equivalent to the input.

use alloc::string::String;
use alloc::vec::Vec;

use super::fold::is_mark;

const HORN: char = '\u{31b}';
const DOT_BELOW: char = '\u{323}';

/// For each mark the letters that take it, each followed by the composed letter.
const PAIRS: [(char, &str); 8] = [
    ('\u{300}', "AÀEÈIÌOÒUÙaàeèiìoòuùNǸnǹWẀwẁÂẦâầĂẰăằÊỀêềÔỒôồƠỜơờƯỪưừYỲyỳ"),
    (
        '\u{301}',
        "AÁEÉIÍOÓUÚYÝaáeéiíoóuúyýCĆcćLĹlĺNŃnńRŔrŕSŚsśZŹzźGǴgǵÆǼæǽØǾøǿKḰkḱMḾmḿÕṌõṍPṔpṕŨṸũṹWẂwẃ\
         ÂẤâấĂẮăắÊẾêếÔỐôốƠỚơớƯỨưứ",
    ),
    ('\u{302}', "AÂEÊIÎOÔUÛaâeêiîoôuûCĈcĉGĜgĝHĤhĥJĴjĵSŜsŝWŴwŵYŶyŷZẐzẑẠẬạậẸỆẹệỌỘọộ"),
    ('\u{303}', "AÃNÑOÕaãnñoõIĨiĩUŨuũVṼvṽÂẪâẫĂẴăẵEẼeẽÊỄêễÔỖôỗƠỠơỡƯỮưữYỸyỹ"),
    ('\u{306}', "AĂaăEĔeĕGĞgğIĬiĭOŎoŏUŬuŭẠẶạặ"),
    ('\u{309}', "AẢaảÂẨâẩĂẲăẳEẺeẻÊỂêểIỈiỉOỎoỏÔỔôổƠỞơởUỦuủƯỬưửYỶyỷ"),
    (HORN, "OƠoơUƯuư"),
    (DOT_BELOW, "BḄbḅDḌdḍHḤhḥKḲkḳLḶlḷMṂmṃNṆnṇRṚrṛSṢsṣTṬtṭVṾvṿWẈwẉZẒzẓAẠaạEẸeẹIỊiịOỌoọƠỢơợUỤuụƯỰưựYỴyỵ"),
];

/// Composes Vietnamese letters: e + ◌̂ + ◌̣, ẹ + ◌̂ and ê + ◌̣ all become ệ.
pub fn nfc_vi(text: &str) -> String {
    if !text.chars().any(is_mark) {
        return String::from(text);
    }
    let mut composed = String::with_capacity(text.len());
    let mut letters = text.chars().map(current).peekable();
    while letters.peek().is_some() {
        // Text may begin with a mark: then there is no letter to join it with.
        let letter = letters.next_if(|letter| class(*letter).is_none());
        let mut marks = Vec::new();
        while let Some(mark) = letters.next_if(|mark| class(*mark).is_some()) {
            marks.push(mark);
        }
        match letter {
            Some(letter) if marks.is_empty() => composed.push(letter),
            Some(letter) => compose(letter, marks, &mut composed),
            None => {
                crate::ordering::sort_by_key(&mut marks, |mark| class(*mark));
                composed.extend(marks);
            }
        }
    }
    composed
}

/// Lower case, each word with its tone behind its letters: hoà and hòa, which differ only in where
/// the tone stands, become one. It is for comparing, not for showing.
pub fn tones_last(text: &str) -> String {
    let mut moved = String::with_capacity(text.len() + 16);
    for word in text.split(|letter: char| !(letter.is_alphanumeric() || is_mark(letter))) {
        if word.is_empty() {
            continue;
        }
        if !moved.is_empty() {
            moved.push(' ');
        }
        let mut tones = Vec::new();
        for letter in nfc_vi(word).chars().flat_map(char::to_lowercase) {
            let (base, marks) = decompose(letter);
            moved.push(base);
            let (own, tone): (Vec<char>, Vec<char>) = marks.into_iter().partition(|mark| !is_tone(*mark));
            moved.extend(own);
            tones.extend(tone);
        }
        moved.extend(tones);
    }
    moved
}

fn is_tone(mark: char) -> bool {
    matches!(mark, '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | DOT_BELOW)
}

/// The tone marks U+0340 and U+0341 were deprecated in favour of these.
fn current(letter: char) -> char {
    match letter {
        '\u{340}' => '\u{300}',
        '\u{341}' => '\u{301}',
        other => other,
    }
}

fn compose(starter: char, typed: Vec<char>, out: &mut String) {
    let (mut letter, mut marks) = decompose(starter);
    marks.extend(typed);
    crate::ordering::sort_by_key(&mut marks, |mark| class(*mark));
    let mut left = Vec::new();
    let mut last_left = None;
    for mark in marks {
        // A mark that stayed blocks later ones of its class.
        let is_blocked = last_left >= class(mark) && last_left.is_some();
        match pair(letter, mark) {
            Some(joined) if !is_blocked => letter = joined,
            _ => {
                last_left = class(mark);
                left.push(mark);
            }
        }
    }
    out.push(letter);
    out.extend(left);
}

/// The canonical combining class of the marks of Vietnamese.
fn class(mark: char) -> Option<u8> {
    match mark {
        HORN => Some(216),
        DOT_BELOW => Some(220),
        _ if PAIRS.iter().any(|(known, _)| *known == mark) => Some(230),
        _ => None,
    }
}

fn decompose(letter: char) -> (char, Vec<char>) {
    let mut marks = Vec::new();
    let mut letter = letter;
    while let Some((base, mark)) = split(letter) {
        marks.insert(0, mark);
        letter = base;
    }
    (letter, marks)
}

fn split(letter: char) -> Option<(char, char)> {
    PAIRS.iter().find_map(|(mark, letters)| {
        pairs(letters).find(|(_, joined)| *joined == letter).map(|(base, _)| (base, *mark))
    })
}

fn pair(letter: char, mark: char) -> Option<char> {
    let (_, letters) = PAIRS.iter().find(|(known, _)| *known == mark)?;
    pairs(letters).find(|(base, _)| *base == letter).map(|(_, joined)| joined)
}

fn pairs(letters: &str) -> impl Iterator<Item = (char, char)> {
    let bases = letters.chars().step_by(2);
    bases.zip(letters.chars().skip(1).step_by(2))
}
