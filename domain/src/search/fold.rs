//! Folding: NFD, drop U+0300–036F, đ→d, lower case, everything else that is no letter or digit to one space.
//! Two tables of one byte per letter replace a Unicode crate; a test holds them against one.

use alloc::string::String;

/// Base letters of U+00C0–024F: `.` where a letter is its own base, `?` where the base is not ASCII.
const LATIN: &[u8; 400] = b"\
aaaaaa.ceeeeiiii.nooooo..uuuuy..aaaaaa.ceeeeiiii.nooooo..uuuuy.y\
aaaaaaccccccccddddeeeeeeeeeegggggggghh..iiiiiiiii...jjkk.llllll.\
...nnnnnn...oooooo..rrrrrrsssssssstttt..uuuuuuuuuuuuwwyyyzzzzzz.\
................................oo.............uu...............\
.............aaiioouuuuuuuuuu.aaaa??..ggkkoooo??j...gg..nnaa????\
aaaaeeeeiiiioooorrrruuuusstt..hh......aaeeooooooooyy............\
................";

/// The same for U+1E00–1EFF.
const LATIN_ADDITIONAL: &[u8; 256] = b"\
aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmm\
mmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvv\
wwwwwwwwwwxxxxyyzzzzzzhtwy.?....aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee\
eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy......";

/// Folds a text for search: `HTX  Gốm Đồng-Kỵ` becomes `htx gom dong ky`.
/// Composed and decomposed input, and hoà and hòa, fold alike.
pub fn fold_vi(text: &str) -> String {
    let mut folded = Words::with_capacity(text.len());
    for letter in text.chars() {
        if let 'a'..='z' | '0'..='9' = letter {
            folded.push(letter);
        } else if !is_mark(letter) {
            base(letter).to_lowercase().for_each(|letter| folded.push(letter));
        }
    }
    folded.text
}

/// Lower case, letter by letter: `str::to_lowercase` also carries the rules for a Greek sigma.
pub fn lower(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).collect()
}

/// Lower case and single spaces, marks kept.
pub(super) fn lower_words(text: &str) -> String {
    let mut lower = Words::with_capacity(text.len());
    text.chars().flat_map(char::to_lowercase).for_each(|letter| lower.push(letter));
    lower.text
}

pub(super) const fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}')
}

fn base(letter: char) -> char {
    let code = letter as usize;
    let entry = match code {
        0xc0..=0x24f => LATIN[code - 0xc0],
        0x1e00..=0x1eff => LATIN_ADDITIONAL[code - 0x1e00],
        _ => b'.',
    };
    match (entry, letter) {
        (b'?', 'Ǣ' | 'ǣ' | 'Ǽ' | 'ǽ') => 'æ',
        (b'?', 'Ǯ' | 'ǯ') => 'ʒ',
        (b'?', 'Ǿ' | 'ǿ') => 'ø',
        (b'?', 'ẛ') => 'ſ',
        (b'.' | b'?', _) => letter,
        (ascii, _) => char::from(ascii),
    }
}

struct Words {
    text: String,
    space_is_due: bool,
}

impl Words {
    fn with_capacity(bytes: usize) -> Words {
        Words { text: String::with_capacity(bytes), space_is_due: false }
    }

    fn push(&mut self, letter: char) {
        if !letter.is_alphanumeric() {
            self.space_is_due = !self.text.is_empty();
            return;
        }
        if core::mem::take(&mut self.space_is_due) {
            self.text.push(' ');
        }
        self.text.push(letter);
    }
}
