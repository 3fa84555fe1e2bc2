//! Tables as text: written so that a spreadsheet opens them as they are, read as spreadsheets and people
//! write them. It knows nothing of records.

use alloc::string::String;
use alloc::vec::Vec;

use crate::words::Lang;

/// Tells a spreadsheet that the text is UTF-8.
const BOM: char = '\u{feff}';
/// From so many digits on, a spreadsheet rounds a number.
const LONG_NUMBER: usize = 12;

/// Writes a table. A Vietnamese spreadsheet expects a semicolon, because the comma is in its numbers.
pub fn write<'a>(rows: impl Iterator<Item = &'a [String]>, lang: Lang) -> String {
    let between = match lang {
        Lang::Vi => ';',
        Lang::En => ',',
    };
    let mut text = String::from(BOM);
    for row in rows {
        for (at, cell) in row.iter().enumerate() {
            if at > 0 {
                text.push(between);
            }
            write_cell(&mut text, cell);
        }
        text.push_str("\r\n");
    }
    text
}

fn write_cell(text: &mut String, cell: &str) {
    if is_code(cell) {
        // A number that begins with 0, or is long, is a text to us and must be one to the spreadsheet.
        text.push_str("\"=\"\"");
        text.push_str(cell);
        text.push_str("\"\"\"");
        return;
    }
    // What a spreadsheet would run is a text too.
    let guard = if cell.starts_with(['=', '+', '-', '@', '\t']) { "'" } else { "" };
    if guard.is_empty() && !cell.contains(['"', ';', ',', '\n', '\r', '\t']) {
        text.push_str(cell);
        return;
    }
    text.push('"');
    text.push_str(guard);
    text.push_str(&cell.replace('"', "\"\""));
    text.push('"');
}

fn is_code(cell: &str) -> bool {
    let is_digits = !cell.is_empty() && cell.bytes().all(|byte| byte.is_ascii_digit());
    is_digits && ((cell.starts_with('0') && cell.len() > 1) || cell.len() >= LONG_NUMBER)
}

/// Reads a table: commas, semicolons or tabs, whichever the first line has most of. Empty rows are left out.
pub fn read(text: &str) -> Vec<Vec<String>> {
    let text = text.strip_prefix(BOM).unwrap_or(text);
    let first = text.lines().next().unwrap_or_default();
    let count = |sign: char| first.chars().filter(|letter| *letter == sign).count();
    let between =
        ['\t', ';', ','].into_iter().max_by_key(|sign| (count(*sign), *sign == '\t')).unwrap_or(',');
    let mut table = Table { rows: Vec::new(), row: Vec::new(), cell: String::new() };
    let mut letters = text.chars().peekable();
    let mut is_quoted = false;
    while let Some(letter) = letters.next() {
        match letter {
            '"' if is_quoted && letters.peek() == Some(&'"') => {
                letters.next();
                table.cell.push('"');
            }
            '"' if is_quoted => is_quoted = false,
            '"' if table.cell.is_empty() => is_quoted = true,
            letter if is_quoted => table.cell.push(letter),
            letter if letter == between => table.end_cell(),
            '\n' => table.end_row(),
            '\r' => {}
            letter => table.cell.push(letter),
        }
    }
    table.end_row();
    table.rows
}

struct Table {
    rows: Vec<Vec<String>>,
    row: Vec<String>,
    cell: String,
}

impl Table {
    fn end_cell(&mut self) {
        let cell = core::mem::take(&mut self.cell);
        self.row.push(plain(&cell));
    }

    fn end_row(&mut self) {
        self.end_cell();
        let row = core::mem::take(&mut self.row);
        if row.iter().any(|cell| !cell.is_empty()) {
            self.rows.push(row);
        }
    }
}

/// The text without what [`write`] put around it for the spreadsheet.
fn plain(cell: &str) -> String {
    let cell = cell.trim();
    let code = cell.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"'));
    let guarded = cell.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '+', '-', '@', '\t']));
    String::from(code.or(guarded).unwrap_or(cell))
}
