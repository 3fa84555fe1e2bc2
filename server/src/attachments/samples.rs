//! Files as devices send them, good and bad, for tests (feature `testing`).
#![expect(clippy::unwrap_used, reason = "a sample that cannot be made should stop at once")]

use std::io::{Cursor, Write};

use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};
use image::{DynamicImage, GrayImage, ImageFormat, Rgb, RgbImage};

/// What stands in the samples' EXIF beside the orientation; nothing of it may come out again.
pub const SECRET: &str = "21.1861N 106.0763E, may cua Thuy";

/// A picture whose upper left quarter is red and whose other parts are blue.
pub fn photo(width: u32, height: u32) -> Vec<u8> {
    pack(&painted(width, height), ImageFormat::Jpeg)
}

/// A picture that packs badly, as a wall of gravel does.
pub fn grainy_photo(width: u32, height: u32) -> Vec<u8> {
    let mut grain = 1_u32;
    let mut next = move || {
        grain = grain.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        grain.to_be_bytes()[0]
    };
    let image = RgbImage::from_fn(width, height, |_, _| Rgb([next(), next(), next()]));
    pack(&DynamicImage::ImageRgb8(image), ImageFormat::Jpeg)
}

/// A picture as [`photo`], in another format.
pub fn photo_as(format: ImageFormat, width: u32, height: u32) -> Vec<u8> {
    pack(&painted(width, height), format)
}

/// A picture that packs well: few bytes, many pixels.
pub fn flat_png(width: u32, height: u32) -> Vec<u8> {
    pack(&DynamicImage::ImageLuma8(GrayImage::new(width, height)), ImageFormat::Png)
}

/// A photo as a telephone writes it: turned by EXIF, and with the place it was taken at.
pub fn photo_with_exif(width: u32, height: u32, orientation: u8) -> Vec<u8> {
    let plain = photo(width, height);
    let exif = exif(orientation);
    let length = u16::try_from(exif.len() + 2).unwrap();
    let (start, rest) = plain.split_at(2);
    [start, &[0xFF, 0xE1], &length.to_be_bytes(), &exif, rest].concat()
}

/// A text of a word processor.
pub fn docx() -> Vec<u8> {
    zip(&office("word/document.xml", DOCX, ""))
}

/// A spreadsheet.
pub fn xlsx() -> Vec<u8> {
    zip(&office("xl/workbook.xml", XLSX, ""))
}

/// A text with macros that calls itself one without.
pub fn docm() -> Vec<u8> {
    let macros = r#"<Override PartName="/word/x.bin" ContentType="application/vnd.ms-office.vbaProject"/>"#;
    zip(&office("word/document.xml", DOCX, macros))
}

/// A text one of whose parts unpacks to a thousand times its size.
pub fn zip_bomb() -> Vec<u8> {
    let mut parts = office("word/document.xml", DOCX, "");
    parts.push(("word/media/image1.bmp", vec![0; 64 * 1024 * 1024]));
    zip(&parts)
}

pub const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";

/// The parts of a paper of one kind; `more` goes into its list of contents.
pub fn office(main: &'static str, kind: &str, more: &str) -> Vec<(&'static str, Vec<u8>)> {
    let contents = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/{main}" ContentType="{kind}"/>{more}</Types>"#
    );
    let relations = format!(
        r#"<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="{main}"/></Relationships>"#
    );
    vec![
        ("[Content_Types].xml", contents.into()),
        ("_rels/.rels", relations.into()),
        (main, "<x>Đơn đề nghị hỗ trợ</x>".into()),
    ]
}

/// A zip archive of these parts.
pub fn zip(parts: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let (mut archive, mut table) = (Vec::new(), Vec::new());
    for (name, plain) in parts {
        let at = u32::try_from(archive.len()).unwrap();
        let mut crc = Crc::new();
        crc.update(plain);
        let mut packer = DeflateEncoder::new(Vec::new(), Compression::best());
        packer.write_all(plain).unwrap();
        let packed = packer.finish().unwrap();
        // Version, flags, method, time, date, sums, sizes, lengths: the same in entry and table.
        let mut common = [20, 0, 0, 0, 8, 0, 0, 0, 0, 0].to_vec();
        common.extend(crc.sum().to_le_bytes());
        for size in [packed.len(), plain.len()] {
            common.extend(u32::try_from(size).unwrap().to_le_bytes());
        }
        common.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
        common.extend([0, 0]);
        archive.extend([b"PK\x03\x04", common.as_slice(), name.as_bytes(), &packed].concat());
        let place = at.to_le_bytes();
        table.extend([b"PK\x01\x02\x14\0", common.as_slice(), &[0; 10], &place, name.as_bytes()].concat());
    }
    let count = u16::try_from(parts.len()).unwrap().to_le_bytes();
    let (length, start) = (u32::try_from(table.len()).unwrap(), u32::try_from(archive.len()).unwrap());
    let (length, start) = (length.to_le_bytes(), start.to_le_bytes());
    let end = [b"PK\x05\x06\0\0\0\0", count.as_slice(), &count, &length, &start, &[0, 0]].concat();
    [archive, table, end].concat()
}

fn painted(width: u32, height: u32) -> DynamicImage {
    let paint = |x, y| {
        if x < width / 2 && y < height / 2 { Rgb([230, 20, 20]) } else { Rgb([20, 20, 230]) }
    };
    DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, paint))
}

fn pack(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// Two directories: orientation, maker and where the second begins; there, the place.
fn exif(orientation: u8) -> Vec<u8> {
    let text = SECRET.as_bytes();
    let length = u32::try_from(text.len()).unwrap();
    let entry = |tag: u16, kind: u16, count: u32, value: u32| {
        [tag.to_le_bytes().as_slice(), &kind.to_le_bytes(), &count.to_le_bytes(), &value.to_le_bytes()]
            .concat()
    };
    let (second, words) = (8 + 2 + 3 * 12 + 4, 8 + 2 + 3 * 12 + 4 + 2 + 12 + 4);
    [
        b"Exif\0\0II*\0\x08\0\0\0".as_slice(),
        &3_u16.to_le_bytes(),
        &entry(0x0112, 3, 1, orientation.into()),
        &entry(0x010F, 2, length, words),
        &entry(0x8825, 4, 1, second),
        &[0; 4],
        &1_u16.to_le_bytes(),
        &entry(0x001B, 7, length, words),
        &[0; 4],
        text,
    ]
    .concat()
}
