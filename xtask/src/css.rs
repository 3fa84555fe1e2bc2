//! Puts the style sheets together: follows `@import` in the written order and wraps each sheet in the layer
//! and media it was imported with. It neither reorders nor rewrites rules.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

/// One sheet with everything it imports, without comments.
pub(crate) fn bundle(entry: &Path) -> Result<String> {
    let mut open = BTreeSet::new();
    Ok(tighten(&include(entry, &mut open)?))
}

fn include(path: &Path, open: &mut BTreeSet<PathBuf>) -> Result<String> {
    if !open.insert(path.to_path_buf()) {
        bail!("{} imports itself", path.display());
    }
    let source = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut bundled = String::with_capacity(source.len());
    let mut rest = source.as_str();
    while let Some((piece, after)) = next_piece(rest) {
        rest = after;
        match piece {
            Piece::Comment => {}
            Piece::Text(text) => bundled.push_str(text),
            Piece::Import(rule) => {
                let import = Import::parse(rule).with_context(|| format!("in {}: {rule}", path.display()))?;
                let sheet = include(&folder.join(&import.file), open)?;
                bundled.push_str(&import.wrap(&sheet));
            }
        }
    }
    open.remove(path);
    Ok(bundled)
}

enum Piece<'a> {
    Comment,
    Import(&'a str),
    Text(&'a str),
}

/// Cuts off the next comment, string, `@import … ;` or run of plain text.
fn next_piece(source: &str) -> Option<(Piece<'_>, &str)> {
    if source.is_empty() {
        return None;
    }
    if let Some(body) = source.strip_prefix("/*") {
        return Some((Piece::Comment, body.split_once("*/").map_or("", |(_, after)| after)));
    }
    if source.starts_with("@import") {
        let end = end_of_import(source);
        let (rule, after) = source.split_at(end);
        return Some((Piece::Import(rule), after));
    }
    if let Some(quote) = source.chars().next().filter(|first| matches!(first, '"' | '\'')) {
        let end = end_of_string(source, quote);
        let (text, after) = source.split_at(end);
        return Some((Piece::Text(text), after));
    }
    let stops = |(at, _): &(usize, char)| {
        let (_, tail) = source.split_at(*at);
        *at > 0
            && (tail.starts_with("/*")
                || tail.starts_with("@import")
                || tail.starts_with('"')
                || tail.starts_with('\''))
    };
    let end = source.char_indices().find(stops).map_or(source.len(), |(at, _)| at);
    let (text, after) = source.split_at(end);
    Some((Piece::Text(text), after))
}

fn end_of_string(source: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, character) in source.char_indices().skip(1) {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if character == quote => return at + character.len_utf8(),
            _ => {}
        }
    }
    source.len()
}

fn end_of_import(source: &str) -> usize {
    source.find(';').map_or(source.len(), |at| at + 1)
}

struct Import {
    file: String,
    layer: Option<String>,
    media: String,
}

impl Import {
    /// Reads `@import "file" layer(name) media;` and `@import url(file) …;`.
    fn parse(rule: &str) -> Result<Self> {
        let body = rule.trim_start_matches("@import").trim_end_matches(';').trim();
        let (file, rest) = match body.strip_prefix("url(") {
            Some(inside) => inside.split_once(')').context("url( is not closed")?,
            None => {
                let quote = body.chars().next().filter(|first| matches!(first, '"' | '\''));
                let quote = quote.context("a file name in quotes is expected")?;
                body.trim_start_matches(quote).split_once(quote).context("the file name is not closed")?
            }
        };
        let rest = rest.trim();
        let (layer, media) = match rest.strip_prefix("layer(") {
            Some(inside) => {
                let (name, media) = inside.split_once(')').context("layer( is not closed")?;
                (Some(name.trim().to_owned()), media)
            }
            None => (None, rest),
        };
        let file = file.trim().trim_matches(['"', '\'']).to_owned();
        Ok(Self { file, layer, media: media.trim().to_owned() })
    }

    fn wrap(&self, sheet: &str) -> String {
        let mut wrapped = sheet.trim().to_owned();
        if let Some(layer) = &self.layer {
            wrapped = format!("@layer {layer}{{\n{wrapped}\n}}");
        }
        if !self.media.is_empty() {
            wrapped = format!("@media {}{{\n{wrapped}\n}}", self.media);
        }
        wrapped
    }
}

/// Drops what only people need: indentation, line ends, spaces around `:`, `,`, `>` and `{`, the last `;` of a rule.
fn tighten(css: &str) -> String {
    let mut tight = String::with_capacity(css.len());
    for line in css.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if line.starts_with('}') && tight.ends_with(';') {
            tight.pop();
        }
        if !tight.is_empty() && !line.starts_with('}') && !tight.ends_with(['{', '}', ';', ',']) {
            tight.push('\n');
        }
        let (line, opens) = line.strip_suffix(" {").map_or((line, ""), |selector| (selector, "{"));
        match line.split_once(": ").filter(|(name, _)| name.chars().all(is_of_name)) {
            Some((name, value)) => tight.extend([name, ":", &close_up(value)]),
            None => tight.push_str(&close_up(line)),
        }
        tight.push_str(opens);
    }
    tight.push('\n');
    tight
}

/// Without the spaces around commas and `>`, unless there is a string, which may hold some of its own.
fn close_up(text: &str) -> String {
    match text.contains(['"', '\'']) {
        true => text.to_owned(),
        false => text.replace(", ", ",").replace(" > ", ">").replace(" 0.", " ."),
    }
}

fn is_of_name(character: char) -> bool {
    character.is_ascii_lowercase() || character.is_ascii_digit() || character == '-'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bundled(files: &[(&str, &str)]) -> Result<String> {
        let folder = crate::scratch_for_test("css");
        for (name, text) in files {
            let path = folder.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let result = bundle(&folder.join("index.css"));
        fs::remove_dir_all(&folder).unwrap();
        result
    }

    #[test]
    fn imports_stay_in_order_inside_their_layers() {
        let css = bundled(&[
            (
                "index.css",
                "@layer tokens, components;\n@import \"tokens.css\" layer(tokens);\n@import url('components/button.css') layer(components);\n@import \"print.css\" layer(print) print;\n",
            ),
            ("tokens.css", "/* a note; @import \"none.css\"; */\n:root {\n  --ink: #111;\n}\n"),
            ("components/button.css", "@import \"focus.css\";\n.btn::after { content: \"/* kept */\"; }\n"),
            ("components/focus.css", ".btn:focus { outline: 2px solid; }\n"),
            ("print.css", ".bar { display: none; }\n"),
        ]);
        assert_eq!(
            css.unwrap(),
            "@layer tokens,components;@layer tokens{:root{--ink:#111}}\
             @layer components{.btn:focus { outline: 2px solid; }.btn::after { content: \"/* kept */\"; }}\
             @media print{@layer print{.bar { display: none; }}}\n"
        );
    }

    #[test]
    fn a_missing_sheet_and_a_circle_are_named() {
        let missing = bundled(&[("index.css", "@import \"gone.css\";")]).unwrap_err();
        assert!(format!("{missing:#}").contains("gone.css"), "{missing:#}");
        let circle = bundled(&[("index.css", "@import \"index.css\";")]).unwrap_err();
        assert!(format!("{circle:#}").contains("imports itself"), "{circle:#}");
    }
}
