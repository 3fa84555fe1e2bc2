//! Whether two facilities may be one (DOMAIN §9.1): how alike their names are, and what else they
//! share. It only tells; a person decides whether they are the same.

use alloc::string::String;
use alloc::vec::Vec;

use crate::record::macros::choices;
use crate::search::{fold_vi, tones_last};

/// Names at least this alike, in one commune, are asked about.
pub const ALIKE: u8 = 85;

/// Names whose numbers differ (Tổ hợp tác số 1, số 2) are at most so alike: they are told apart by them.
const NUMBERS_DIFFER: u8 = 80;
/// The same words in another order are at most so alike.
const TURNED_ROUND: u8 = 95;
/// What other marks take away when the letters are the same: one for a word, at most so much.
const MARKS_DIFFER: usize = 5;

/// Abbreviations in names, folded, and what they stand for.
const SHORT: [(&str, &str); 15] = [
    ("cty", "cong ty"),
    ("ct", "cong ty"),
    ("tnhh", "trach nhiem huu han"),
    ("mtv", "mot thanh vien"),
    ("cp", "co phan"),
    ("dn", "doanh nghiep"),
    ("dntn", "doanh nghiep tu nhan"),
    ("htx", "hop tac xa"),
    ("tht", "to hop tac"),
    ("hkd", "ho kinh doanh"),
    ("cs", "co so"),
    ("sx", "san xuat"),
    ("tm", "thuong mai"),
    ("dv", "dich vu"),
    ("xnk", "xuat nhap khau"),
];

/// What a name may begin with before it becomes a name.
const FORMS: [&str; 15] = [
    "cong ty",
    "trach nhiem huu han",
    "mot thanh vien",
    "hai thanh vien tro len",
    "hai thanh vien",
    "co phan",
    "hop danh",
    "doanh nghiep tu nhan",
    "doanh nghiep",
    "lien hiep hop tac xa",
    "hop tac xa",
    "to hop tac",
    "ho kinh doanh",
    "co so san xuat",
    "co so",
];

/// A name, prepared once to be compared with many.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Name {
    text: String,
    whole: String,
    core: Vec<char>,
    sorted: Vec<char>,
    numbers: String,
}

impl Name {
    /// Prepares a name.
    pub fn new(text: &str) -> Self {
        let whole = written_out(&fold_vi(text));
        let core = core_of(&whole);
        let mut words: Vec<&str> = core.split(' ').collect();
        crate::ordering::sort_by(&mut words, |a, b| a.cmp(b));
        let numbers: Vec<&str> =
            core.split(' ').filter(|word| word.bytes().any(|byte| byte.is_ascii_digit())).collect();
        Self {
            core: sounds(core),
            sorted: sounds(&words.join(" ")),
            numbers: numbers.join(" "),
            text: String::from(text),
            whole,
        }
    }

    /// The name without its legal form, as it sounds: what the same name is found by.
    pub fn key(&self) -> String {
        self.core.iter().collect()
    }

    /// How alike two names are, 0–100. The legal form does not count, nor where a tone mark stands,
    /// nor i for y; 100 is the same name, and the same letters with other marks (Đồng Kỳ, Đồng Kỵ)
    /// are a little less.
    pub fn similarity(&self, other: &Self) -> u8 {
        if self.core.is_empty() || other.core.is_empty() {
            return 0;
        }
        if self.core == other.core {
            return 100 - self.other_marks(other);
        }
        let turned = alike(&self.sorted, &other.sorted).min(TURNED_ROUND);
        let letters = alike(&self.core, &other.core).max(turned);
        if self.numbers == other.numbers { letters } else { letters.min(NUMBERS_DIFFER) }
    }

    /// Whether both are one name as it stands on papers: abbreviations and capitals do not matter,
    /// marks only where both have some.
    pub fn is_same(&self, other: &Self) -> bool {
        self.whole == other.whole && !(self.has_marks() && other.has_marks() && self.other_marks(other) > 0)
    }

    fn has_marks(&self) -> bool {
        !self.text.is_ascii()
    }

    /// How many words differ in their marks alone, up to a limit. Few pairs of names come so far,
    /// so marks are not prepared.
    fn other_marks(&self, other: &Self) -> u8 {
        let (marked, other_marked) = (tones_last(&self.text), tones_last(&other.text));
        let differing = marked.split(' ').filter(|word| {
            let twin = other_marked.split(' ').filter(|own| fold_vi(own) == fold_vi(word));
            let mut twin = twin.peekable();
            twin.peek().is_some() && !twin.any(|own| own == *word)
        });
        u8::try_from(differing.count().min(MARKS_DIFFER)).unwrap_or_default()
    }
}

/// How alike two names are, 0–100; see [`Name::similarity`].
pub fn similarity(one: &str, other: &str) -> u8 {
    Name::new(one).similarity(&Name::new(other))
}

choices! {
    /// Why two facilities may be one.
    DuplicateReason = "duplicate_reason";
    /// The same tax code: they are one, the second is not saved.
    TaxCode = "tax_code",
    /// The same owner by citizen id, in one commune.
    CitizenId = "citizen_id",
    /// The same phone.
    Phone = "phone",
    /// Names alike, in one commune.
    Name = "name",
}

impl DuplicateReason {
    /// Whether the second must not be saved at all; otherwise a person is asked.
    pub const fn is_hard_stop(self) -> bool {
        match self {
            Self::TaxCode => true,
            Self::CitizenId | Self::Phone | Self::Name => false,
        }
    }
}

/// What tells facilities apart. Texts are in their stored form; `None` and empty are nothing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Identity {
    /// Its name, prepared.
    pub name: Name,
    /// Commune of the place of production.
    pub commune_code: Option<String>,
    /// Tax code.
    pub tax_code: Option<String>,
    /// Citizen id of the owner.
    pub citizen_id: Option<String>,
    /// All phone numbers.
    pub phones: Vec<String>,
}

/// Why two facilities may be one, the strongest reason first; none when nothing points to it.
pub fn duplicate_reasons(one: &Identity, other: &Identity) -> Vec<DuplicateReason> {
    let in_one_commune = is_shared(one.commune_code.as_ref(), other.commune_code.as_ref());
    let has_one_phone = one.phones.iter().any(|phone| !phone.is_empty() && other.phones.contains(phone));
    let checks = [
        (DuplicateReason::TaxCode, is_shared(one.tax_code.as_ref(), other.tax_code.as_ref())),
        (
            DuplicateReason::CitizenId,
            in_one_commune && is_shared(one.citizen_id.as_ref(), other.citizen_id.as_ref()),
        ),
        (DuplicateReason::Phone, has_one_phone),
        (DuplicateReason::Name, in_one_commune && one.name.similarity(&other.name) >= ALIKE),
    ];
    checks.into_iter().filter(|(_, is_so)| *is_so).map(|(reason, _)| reason).collect()
}

fn is_shared(one: Option<&String>, other: Option<&String>) -> bool {
    matches!((one, other), (Some(one), Some(other)) if !one.is_empty() && one == other)
}

fn written_out(folded: &str) -> String {
    let words: Vec<&str> = folded
        .split(' ')
        .map(|word| SHORT.iter().find(|(short, _)| *short == word).map_or(word, |(_, long)| long))
        .collect();
    words.join(" ")
}

/// The name without the legal form before it; all of it when nothing else is left.
fn core_of(whole: &str) -> &str {
    let mut core = whole;
    while let Some(rest) = FORMS.iter().find_map(|form| core.strip_prefix(form)?.strip_prefix(' ')) {
        core = rest;
    }
    if FORMS.contains(&core) { whole } else { core }
}

/// Letters as they sound: i and y are one.
fn sounds(text: &str) -> Vec<char> {
    text.chars().map(|letter| if letter == 'y' { 'i' } else { letter }).collect()
}

/// 100 less the share of letters that have to be changed to get from one to the other.
fn alike(one: &[char], other: &[char]) -> u8 {
    let longest = one.len().max(other.len());
    if longest == 0 {
        return 100;
    }
    // Rounded up: what differs at all is never 100.
    let changed = (distance(one, other) * 100).div_ceil(longest);
    u8::try_from(100_usize.saturating_sub(changed)).unwrap_or_default()
}

/// Levenshtein's distance, a row at a time.
fn distance(one: &[char], other: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (done, letter) in one.iter().enumerate() {
        let mut diagonal = done;
        let mut left = done + 1;
        for (cell, target) in row.iter_mut().skip(1).zip(other) {
            let replaced = diagonal + usize::from(letter != target);
            diagonal = *cell;
            *cell = replaced.min(*cell + 1).min(left + 1);
            left = *cell;
        }
        if let Some(first) = row.first_mut() {
            *first = done + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}
