//! The parts of a zip archive, read strictly: what no office program writes (several volumes,
//! encryption, 64-bit tables, names that differ between entry and table) counts as damaged. Nothing
//! is unpacked further than its reader allows.

use std::io::Read;

use flate2::Crc;
use flate2::read::DeflateDecoder;

/// What an archive begins with.
pub const ENTRY: [u8; 4] = *b"PK\x03\x04";
const TABLE_LINE: [u8; 4] = *b"PK\x01\x02";
const TABLE_END: [u8; 4] = *b"PK\x05\x06";
const TABLE_END_LENGTH: usize = 22;
const LONGEST_COMMENT: usize = 0xFFFF;
/// More parts than a large spreadsheet has.
const MOST_PARTS: u16 = 10_000;

#[derive(Debug, thiserror::Error)]
pub enum ZipError {
    #[error("the archive is damaged or of an unusual kind")]
    Damaged,
    #[error("the archive unpacks to more than allowed")]
    TooLarge,
}

/// A file in the archive, still packed.
#[derive(Debug)]
pub struct Packed<'a> {
    pub name: &'a str,
    data: &'a [u8],
    is_stored: bool,
    size: u64,
    crc: u32,
}

/// The files that the archive's table names.
pub fn parts(archive: &[u8]) -> Result<Vec<Packed<'_>>, ZipError> {
    read_table(archive).ok_or(ZipError::Damaged)
}

impl Packed<'_> {
    /// Unpacks at most `limit` bytes and compares them with what the table says.
    pub fn unpack(&self, limit: u64) -> Result<Vec<u8>, ZipError> {
        if self.size > limit {
            return Err(ZipError::TooLarge);
        }
        let mut plain = Vec::new();
        let read = if self.is_stored {
            self.data.take(self.size + 1).read_to_end(&mut plain)
        } else {
            DeflateDecoder::new(self.data).take(self.size + 1).read_to_end(&mut plain)
        };
        read.map_err(|_| ZipError::Damaged)?;
        let mut crc = Crc::new();
        crc.update(&plain);
        let is_as_told = u64::try_from(plain.len()) == Ok(self.size) && crc.sum() == self.crc;
        if is_as_told { Ok(plain) } else { Err(ZipError::Damaged) }
    }
}

fn read_table(archive: &[u8]) -> Option<Vec<Packed<'_>>> {
    let end = find_end(archive)?;
    let line = archive.get(end..)?;
    let [disk, table_disk] = [u16_at(line, 4)?, u16_at(line, 6)?];
    let [here, all] = [u16_at(line, 8)?, u16_at(line, 10)?];
    let start = usize::try_from(u32_at(line, 16)?).ok()?;
    let length = usize::try_from(u32_at(line, 12)?).ok()?;
    if disk != 0 || table_disk != 0 || here != all || all > MOST_PARTS || start.checked_add(length)? != end {
        return None;
    }
    let (entries, mut table) = (archive.get(..start)?, archive.get(start..end)?);
    let mut parts = Vec::new();
    for _ in 0..all {
        let (part, rest) = read_line(table, entries)?;
        parts.push(part);
        table = rest;
    }
    table.is_empty().then_some(parts)
}

/// The table's end is the last thing in the file, but for a comment of the length it says.
fn find_end(archive: &[u8]) -> Option<usize> {
    let last = archive.len().checked_sub(TABLE_END_LENGTH)?;
    let first = last.saturating_sub(LONGEST_COMMENT);
    let is_end = |at: &usize| {
        let line = archive.get(*at..).unwrap_or_default();
        line.starts_with(&TABLE_END) && u16_at(line, 20).map(usize::from) == Some(last - at)
    };
    (first..=last).rev().find(is_end)
}

/// One line of the table, and what follows it.
fn read_line<'a>(table: &'a [u8], entries: &'a [u8]) -> Option<(Packed<'a>, &'a [u8])> {
    let [flags, method] = [u16_at(table, 8)?, u16_at(table, 10)?];
    let crc = u32_at(table, 16)?;
    let [packed, size] = [u32_at(table, 20)?, u32_at(table, 24)?];
    let name_length = usize::from(u16_at(table, 28)?);
    let tail = usize::from(u16_at(table, 30)?) + usize::from(u16_at(table, 32)?);
    let name = table.get(46..46 + name_length)?;
    let rest = table.get(46 + name_length + tail..)?;
    let at = usize::try_from(u32_at(table, 42)?).ok()?;
    let is_encrypted = flags & 1 != 0;
    let is_wide = [packed, size].contains(&u32::MAX);
    if !table.starts_with(&TABLE_LINE) || is_encrypted || is_wide || ![0, 8].contains(&method) {
        return None;
    }
    let data = entry_data(entries.get(at..)?, name, usize::try_from(packed).ok()?)?;
    let name = std::str::from_utf8(name).ok()?;
    Some((Packed { name, data, is_stored: method == 0, size: size.into(), crc }, rest))
}

fn entry_data<'a>(entry: &'a [u8], name: &[u8], length: usize) -> Option<&'a [u8]> {
    let start = 30 + usize::from(u16_at(entry, 26)?);
    let is_named = entry.starts_with(&ENTRY) && entry.get(30..start)? == name;
    let start = start + usize::from(u16_at(entry, 28)?);
    entry.get(start..start.checked_add(length)?).filter(|_| is_named)
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attachments::samples;

    fn sample() -> Vec<u8> {
        samples::zip(&[("a.txt", "một".into()), ("b/c.txt", vec![b'x'; 5_000])])
    }

    /// The archive with other bytes from `at` on.
    fn changed(at: usize, bytes: &[u8]) -> Vec<u8> {
        let mut archive = sample();
        archive.splice(at..at + bytes.len(), bytes.iter().copied());
        archive
    }

    #[test]
    fn parts_come_out_as_they_went_in() {
        let archive = sample();
        let parts = parts(&archive).unwrap();
        let plain: Vec<_> = parts.iter().map(|part| (part.name, part.unpack(5_000).unwrap().len())).collect();
        assert_eq!(plain, [("a.txt", "một".len()), ("b/c.txt", 5_000)]);
    }

    #[test]
    fn a_part_is_unpacked_no_further_than_allowed() {
        let archive = sample();
        let parts = parts(&archive).unwrap();
        assert!(matches!(parts[1].unpack(4_999), Err(ZipError::TooLarge)));
    }

    /// The table says that the part is small, and the packed bytes go on and on.
    #[test]
    fn a_part_that_is_larger_than_it_says_is_damaged() {
        let table = sample().windows(4).rposition(|four| four == TABLE_LINE).unwrap();
        let archive = changed(table + 24, &100_u32.to_le_bytes());
        let parts = parts(&archive).unwrap();
        assert!(matches!(parts[1].unpack(5_000), Err(ZipError::Damaged)));
    }

    #[test]
    fn a_part_with_another_sum_is_damaged() {
        let table = sample().windows(4).position(|four| four == TABLE_LINE).unwrap();
        let archive = changed(table + 16, &[1, 2, 3, 4]);
        assert!(matches!(parts(&archive).unwrap()[0].unpack(5_000), Err(ZipError::Damaged)));
    }

    #[test]
    fn what_no_office_program_writes_is_damaged() {
        let whole = sample();
        let table = whole.windows(4).position(|four| four == TABLE_LINE).unwrap();
        let end = whole.len() - TABLE_END_LENGTH;
        for (what, archive) in [
            ("empty", Vec::new()),
            ("only the first signature", ENTRY.to_vec()),
            ("cut off", whole.get(..whole.len() - 1).unwrap().to_vec()),
            ("more behind it", [whole.as_slice(), b"\0"].concat()),
            ("more before it", [b"MZ".as_slice(), &whole].concat()),
            ("encrypted", changed(table + 8, &[1])),
            ("packed in another way", changed(table + 10, &[12])),
            ("a name that differs from the entry's", changed(table + 46, b"z")),
            ("an entry elsewhere", changed(table + 42, &7_u32.to_le_bytes())),
            ("a size of 64 bits", changed(table + 24, &[0xFF; 4])),
            ("packed bytes beyond the end", changed(table + 20, &1_000_000_u32.to_le_bytes())),
            ("of several volumes", changed(end + 4, &[1])),
            ("fewer parts than it says", changed(end + 8, &[3, 0, 3, 0])),
            ("more parts than it says", changed(end + 8, &[1, 0, 1, 0])),
            ("far too many parts", changed(end + 8, &[0xFF; 4])),
        ] {
            assert!(matches!(parts(&archive), Err(ZipError::Damaged)), "{what}");
        }
    }
}
