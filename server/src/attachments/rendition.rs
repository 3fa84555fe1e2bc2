//! From the bytes of a device to what is kept of them. Costs time and memory, so that its caller
//! runs one at a time.

use domain::attachment::blob::BlobName;

use super::media::Media;
use super::refusal::Refusal;
use super::{name_of, picture};
use crate::storage::blobs::Part;

/// Longer edge of a thumbnail.
const THUMBNAIL_EDGE: u32 = 320;

/// A file as it is kept and handed out.
#[derive(Debug)]
pub struct Rendition {
    /// Of these bytes, not of those it was made from.
    pub name: BlobName,
    pub media: Media,
    pub bytes: Vec<u8>,
}

pub fn render(part: Part, bytes: Vec<u8>) -> Result<Rendition, Refusal> {
    let media = Media::of(&bytes)?;
    let (media, bytes) = match (part, media.is_picture()) {
        (Part::Original, true) => {
            let drawn = picture::redraw(&bytes, media)?;
            (drawn.media, drawn.bytes)
        }
        (Part::Original, false) => (media, bytes),
        (Part::Thumbnail, _) if media != Media::Jpeg => return Err(Refusal::MediaType),
        (Part::Thumbnail, _) => {
            let drawn = picture::redraw(&bytes, media)?;
            if drawn.width.max(drawn.height) > THUMBNAIL_EDGE {
                return Err(Refusal::PictureTooLarge);
            }
            (drawn.media, drawn.bytes)
        }
    };
    Ok(Rendition { name: name_of(&bytes), media, bytes })
}

#[cfg(test)]
mod tests {
    use image::ImageFormat;

    use super::*;
    use crate::attachments::samples;

    #[test]
    fn papers_are_kept_as_they_are() {
        for paper in [samples::docx(), b"%PDF-1.7\n%%EOF".to_vec()] {
            let rendition = render(Part::Original, paper.clone()).unwrap();
            assert_eq!((rendition.name, &rendition.bytes), (name_of(&paper), &paper));
        }
    }

    #[test]
    fn a_thumbnail_is_a_small_jpeg() {
        let refused = |bytes| render(Part::Thumbnail, bytes).unwrap_err();
        assert_eq!(refused(samples::photo_as(ImageFormat::Png, 32, 32)), Refusal::MediaType);
        assert_eq!(refused(samples::docx()), Refusal::MediaType);
        assert_eq!(refused(samples::photo(200, 321)), Refusal::PictureTooLarge);
        assert_eq!(render(Part::Thumbnail, samples::photo(320, 240)).unwrap().media, Media::Jpeg);
    }
}
