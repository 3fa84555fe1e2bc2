//! Reads Rust just well enough to tell code from comments and strings. It is no parser.

/// A string literal and what stands before it.
pub(super) struct Literal {
    pub(super) line: usize,
    /// The last code before the opening quote, without spaces.
    pub(super) before: String,
    pub(super) text: String,
}

/// Rust source taken apart: the code has the same lines, with comments and the insides of strings left out.
pub(super) struct Scan {
    pub(super) code: String,
    pub(super) literals: Vec<Literal>,
}

pub(super) fn scan(source: &str) -> Scan {
    Scanner { source: source.chars().collect(), at: 0, line: 1, code: String::new(), literals: Vec::new() }
        .run()
}

struct Scanner {
    source: Vec<char>,
    at: usize,
    line: usize,
    code: String,
    literals: Vec<Literal>,
}

impl Scanner {
    fn run(mut self) -> Scan {
        while let Some(current) = self.peek(0) {
            match (current, self.peek(1)) {
                ('/', Some('/')) => {
                    self.skip_while(|scanner| scanner.peek(0).is_some_and(|next| next != '\n'))
                }
                ('/', Some('*')) => self.skip_comment(),
                ('"', _) => self.string(),
                ('r', Some('"' | '#')) if !self.after_word() && self.raw_hashes().is_some() => {
                    self.raw_string()
                }
                ('\'', Some('\\')) => self.skip_character(),
                ('\'', Some(_)) if self.peek(2) == Some('\'') => {
                    self.advance(3);
                    self.code.push_str("' '");
                }
                ('\n', _) => self.advance(1),
                _ => {
                    self.code.push(current);
                    self.advance(1);
                }
            }
        }
        Scan { code: self.code, literals: self.literals }
    }

    fn peek(&self, ahead: usize) -> Option<char> {
        self.source.get(self.at + ahead).copied()
    }

    /// Goes on; line ends are kept in the code wherever they stand.
    fn advance(&mut self, count: usize) {
        for _ in 0..count {
            if self.peek(0) == Some('\n') {
                self.line += 1;
                self.code.push('\n');
            }
            self.at += 1;
        }
    }

    fn skip_while(&mut self, goes_on: impl Fn(&Self) -> bool) {
        while goes_on(self) {
            self.advance(1);
        }
    }

    fn skip_comment(&mut self) {
        let mut depth = 0;
        loop {
            match (self.peek(0), self.peek(1)) {
                (Some('/'), Some('*')) => {
                    depth += 1;
                    self.advance(2);
                }
                (Some('*'), Some('/')) => {
                    depth -= 1;
                    self.advance(2);
                    if depth == 0 {
                        return;
                    }
                }
                (Some(_), _) => self.advance(1),
                (None, _) => return,
            }
        }
    }

    fn skip_character(&mut self) {
        self.advance(3);
        self.skip_while(|scanner| scanner.peek(0).is_some_and(|next| next != '\''));
        self.advance(1);
        self.code.push_str("' '");
    }

    fn after_word(&self) -> bool {
        self.code.chars().next_back().is_some_and(|last| last.is_alphanumeric() || last == '_')
    }

    fn raw_hashes(&self) -> Option<usize> {
        let hashes = (1..).take_while(|ahead| self.peek(*ahead) == Some('#')).count();
        (self.peek(1 + hashes) == Some('"')).then_some(hashes)
    }

    fn raw_string(&mut self) {
        let hashes = self.raw_hashes().unwrap_or(0);
        self.advance(1 + hashes);
        self.literal(|scanner| {
            let closed =
                scanner.peek(0) == Some('"') && (1..=hashes).all(|ahead| scanner.peek(ahead) == Some('#'));
            if closed { Part::End(1 + hashes) } else { Part::Take(1) }
        });
    }

    fn string(&mut self) {
        self.literal(|scanner| match scanner.peek(0) {
            Some('"') => Part::End(1),
            Some('\\') => Part::Take(2),
            _ => Part::Take(1),
        });
    }

    fn literal(&mut self, next: impl Fn(&Self) -> Part) {
        let line = self.line;
        let before: String = self.code.chars().rev().filter(|c| !c.is_whitespace()).take(24).collect();
        let before = before.chars().rev().collect();
        self.code.push('"');
        self.advance(1);
        let mut text = String::new();
        while self.peek(0).is_some() {
            match next(self) {
                Part::Take(count) => {
                    text.extend((0..count).filter_map(|ahead| self.peek(ahead)));
                    self.advance(count);
                }
                Part::End(count) => {
                    self.advance(count);
                    break;
                }
            }
        }
        self.code.push('"');
        self.literals.push(Literal { line, before, text });
    }
}

enum Part {
    Take(usize),
    End(usize),
}

/// The identifiers of a line of code.
pub(super) fn identifiers(code: &str) -> Vec<&str> {
    code.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty()).collect()
}

/// Every module of the own crate that the code names, with the line: `crate::a::b` and `crate::{a, b::c}`.
pub(super) fn own_modules(code: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut before = 0;
    for (index, piece) in code.split("crate::").enumerate() {
        if index > 0 {
            let line = before + 1;
            match piece.strip_prefix('{') {
                Some(group) => found.extend(first_words(group).into_iter().map(|word| (line, word))),
                None => found.extend(identifiers(piece).first().map(|word| (line, (*word).to_owned()))),
            }
        }
        before += piece.matches('\n').count();
    }
    found
}

fn first_words(group: &str) -> Vec<String> {
    let mut words = Vec::new();
    let (mut depth, mut word, mut fresh) = (1, String::new(), true);
    for character in group.chars() {
        match character {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        let part = character.is_alphanumeric() || character == '_';
        if fresh && part && depth == 1 {
            word.push(character);
        } else if !word.is_empty() {
            words.push(std::mem::take(&mut word));
            fresh = false;
        }
        if character == ',' && depth == 1 {
            fresh = true;
        }
        if depth == 0 {
            break;
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_strings_and_characters_are_left_out() {
        let source = "use a; // sqlx\n/* axum /* inner */\n sqlx */ let x = \"leptos\\\" \"; let q = '\"';\nlet r = r#\"a \" b\"#; let l: &'a str = b;\n";
        let scanned = scan(source);
        assert_eq!(
            scanned.code,
            "use a; \n\n let x = \"\"; let q = ' ';\nlet r = \"\"; let l: &'a str = b;\n"
        );
        let texts: Vec<_> = scanned.literals.iter().map(|literal| (literal.line, &*literal.text)).collect();
        assert_eq!(texts, [(3, "leptos\\\" "), (4, "a \" b")]);
        assert_eq!(scanned.literals.first().unwrap().before, "usea;letx=");
    }

    #[test]
    fn modules_are_found_alone_and_in_groups() {
        let code =
            "use crate::wire::v1;\nuse crate::{sync::{self, engine}, merge};\nlet a = crate::clock::now();\n";
        let found = own_modules(code);
        let named: Vec<_> = found.iter().map(|(line, name)| (*line, name.as_str())).collect();
        assert_eq!(named, [(1, "wire"), (2, "sync"), (2, "merge"), (3, "clock")]);
    }
}
