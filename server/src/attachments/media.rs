//! What kind of file some bytes are, by what they begin with. Names and what a record says of its
//! file count for nothing here.

use super::refusal::Refusal;
use super::{office, zip};

/// What is taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Media {
    Jpeg,
    Png,
    Webp,
    Pdf,
    Docx,
    Xlsx,
}

impl Media {
    const ALL: [Self; 6] = [Self::Jpeg, Self::Png, Self::Webp, Self::Pdf, Self::Docx, Self::Xlsx];

    /// Looks at the bytes; a zip archive is looked through to its last part.
    pub fn of(bytes: &[u8]) -> Result<Self, Refusal> {
        match bytes {
            [0xFF, 0xD8, 0xFF, ..] => Ok(Self::Jpeg),
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => Ok(Self::Png),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Ok(Self::Webp),
            [b'%', b'P', b'D', b'F', b'-', ..] => Ok(Self::Pdf),
            _ if bytes.starts_with(&zip::ENTRY) => office::media(bytes),
            _ => Err(Refusal::MediaType),
        }
    }

    pub fn is_picture(self) -> bool {
        match self {
            Self::Jpeg | Self::Png | Self::Webp => true,
            Self::Pdf | Self::Docx | Self::Xlsx => false,
        }
    }

    /// As in `Content-Type`.
    pub fn mime(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }

    pub fn from_mime(mime: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|media| media.mime() == mime)
    }

    /// The ending of a name that programs expect.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Webp => "webp",
            Self::Pdf => "pdf",
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_listed_is_taken() {
        for (bytes, expected) in [
            (&b"\xFF\xD8\xFF\xE0\0\x10JFIF"[..], Ok(Media::Jpeg)),
            (b"\x89PNG\r\n\x1A\n....", Ok(Media::Png)),
            (b"RIFF\x10\0\0\0WEBPVP8 ", Ok(Media::Webp)),
            (b"%PDF-1.7\n", Ok(Media::Pdf)),
            (b"RIFF\x10\0\0\0WAVEfmt ", Err(Refusal::MediaType)),
            (b"MZ\x90\0", Err(Refusal::MediaType)),
            (b"GIF89a", Err(Refusal::MediaType)),
            (b"<svg xmlns='http://www.w3.org/2000/svg'>", Err(Refusal::MediaType)),
            (b"\n%PDF-1.7", Err(Refusal::MediaType)),
            (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", Err(Refusal::MediaType)),
            (b"", Err(Refusal::MediaType)),
        ] {
            assert_eq!(Media::of(bytes), expected, "{bytes:?}");
        }
    }

    #[test]
    fn a_type_is_read_as_it_was_written() {
        for media in Media::ALL {
            assert_eq!(Media::from_mime(media.mime()), Some(media));
        }
        assert_eq!(Media::from_mime("text/html"), None);
    }
}
