//! Bytes that somebody calls a photo or a paper.

use crate::attachments::media::Media;
use crate::attachments::{office, picture, zip};

/// Parts are unpacked no further.
const MOST: u64 = 1 << 20;

pub fn paper(bytes: &[u8]) {
    if let Ok(parts) = zip::parts(bytes) {
        for part in parts.iter().take(50) {
            if let Ok(plain) = part.unpack(MOST) {
                assert!(plain.len() as u64 <= MOST);
            }
        }
    }
    let _ = office::media(bytes);
    let _ = Media::of(bytes);
}

/// The pictures that are taken; what is drawn is a picture again, with the size that was told.
pub fn picture(bytes: &[u8]) {
    let Ok(media) = Media::of(bytes) else { return };
    let Ok(drawn) = picture::redraw(bytes, media) else { return };
    assert_eq!(Media::of(&drawn.bytes), Ok(drawn.media));
    let again = image::load_from_memory(&drawn.bytes).unwrap();
    assert_eq!((again.width(), again.height()), (drawn.width, drawn.height));
}
