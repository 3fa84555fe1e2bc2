//! Pictures are drawn anew: what is kept is the picture and its colours, upright, and nothing of
//! what the camera wrote beside it (SEC-WEB-3). Of a moving picture the first frame is kept.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::error::ImageResult;
use image::{
    ColorType, DynamicImage, ImageDecoder, ImageEncoder, ImageError, ImageFormat, ImageReader, Limits,
};

use super::media::Media;
use super::refusal::Refusal;

/// More than any camera of a phone takes unless told to.
const MOST_PIXELS: u64 = 50_000_000;
/// What the plain picture may take in memory; decoding and turning may take as much again each.
const MOST_MEMORY: u64 = 256 * 1024 * 1024;
/// Hardly to be told from the original, which the device has made smaller already.
const QUALITY: u8 = 85;
/// Profiles of cameras and screens are far below this.
const LARGEST_PROFILE: usize = 64 * 1024;

/// A picture as it is kept.
#[derive(Debug)]
pub struct Drawn {
    pub media: Media,
    pub bytes: Vec<u8>,
    pub width: u32,
    pub height: u32,
}

pub fn redraw(bytes: &[u8], media: Media) -> Result<Drawn, Refusal> {
    let format = match media {
        Media::Jpeg => ImageFormat::Jpeg,
        Media::Png => ImageFormat::Png,
        Media::Webp => ImageFormat::WebP,
        Media::Pdf | Media::Docx | Media::Xlsx => return Err(Refusal::MediaType),
    };
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder()?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_PIXELS || decoder.total_bytes() > MOST_MEMORY {
        return Err(Refusal::PictureTooLarge);
    }
    let orientation = decoder.orientation()?;
    let profile = decoder.icc_profile()?;
    let mut image = DynamicImage::from_decoder(decoder)?;
    image.apply_orientation(orientation);
    let image = without_idle_alpha(image);
    let (width, height) = (image.width(), image.height());
    // WebP can be written without loss only, which makes a photo many times larger.
    let (media, bytes) = match media {
        Media::Jpeg => (Media::Jpeg, jpeg(image, profile)?),
        Media::Webp if !image.color().has_alpha() => (Media::Jpeg, jpeg(image, profile)?),
        Media::Png | Media::Webp | Media::Pdf | Media::Docx | Media::Xlsx => {
            (Media::Png, png(&image, profile)?)
        }
    };
    Ok(Drawn { media, bytes, width, height })
}

/// Screenshots say for each pixel that it is not transparent.
fn without_idle_alpha(image: DynamicImage) -> DynamicImage {
    match &image {
        DynamicImage::ImageRgba8(pixels) if pixels.pixels().all(|pixel| pixel[3] == u8::MAX) => {
            DynamicImage::ImageRgb8(image.into_rgb8())
        }
        _ => image,
    }
}

fn jpeg(image: DynamicImage, profile: Option<Vec<u8>>) -> ImageResult<Vec<u8>> {
    let image = match image.color() {
        ColorType::L8 | ColorType::Rgb8 => image,
        _ => DynamicImage::ImageRgb8(image.into_rgb8()),
    };
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, QUALITY);
    if let Some(profile) = fitting(profile, image.color()) {
        encoder.set_icc_profile(profile).map_err(ImageError::Unsupported)?;
    }
    image.write_with_encoder(encoder)?;
    Ok(bytes)
}

fn png(image: &DynamicImage, profile: Option<Vec<u8>>) -> ImageResult<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut encoder =
        PngEncoder::new_with_quality(&mut bytes, CompressionType::Default, FilterType::Adaptive);
    if let Some(profile) = fitting(profile, image.color()) {
        encoder.set_icc_profile(profile).map_err(ImageError::Unsupported)?;
    }
    image.write_with_encoder(encoder)?;
    Ok(bytes)
}

/// The colour profile, if it is one for these colours: a picture that came in the colours of print
/// was converted.
fn fitting(profile: Option<Vec<u8>>, color: ColorType) -> Option<Vec<u8>> {
    let space: &[u8] = if color.has_color() { b"RGB " } else { b"GRAY" };
    profile.filter(|profile| profile.len() <= LARGEST_PROFILE && profile.get(16..20) == Some(space))
}

impl From<ImageError> for Refusal {
    fn from(error: ImageError) -> Self {
        match error {
            ImageError::Limits(_) => Self::PictureTooLarge,
            ImageError::Unsupported(_) => Self::MediaType,
            ImageError::Decoding(_)
            | ImageError::Encoding(_)
            | ImageError::Parameter(_)
            | ImageError::IoError(_) => Self::Damaged,
        }
    }
}

#[cfg(test)]
mod tests {
    use image::Rgb;
    use image::codecs::png::PngEncoder;

    use super::*;
    use crate::attachments::samples::{self, SECRET};

    /// Which corner is red: of the plain samples, the upper left one.
    fn red_corner(drawn: &Drawn) -> (&'static str, u32, u32) {
        let image = image::load_from_memory(&drawn.bytes).unwrap().into_rgb8();
        let (right, bottom) = (image.width() - 2, image.height() - 2);
        let is_red = |x, y| matches!(image.get_pixel(x, y), Rgb([red, _, blue]) if red > blue);
        let corners = [
            ("top left", 1, 1),
            ("top right", right, 1),
            ("bottom left", 1, bottom),
            ("bottom right", right, bottom),
        ];
        let mut red = corners.into_iter().filter(|(_, x, y)| is_red(*x, *y));
        let (name, ..) = red.next().unwrap();
        assert!(red.next().is_none());
        (name, drawn.width, drawn.height)
    }

    fn contains(bytes: &[u8], part: &[u8]) -> bool {
        bytes.windows(part.len()).any(|here| here == part)
    }

    #[test]
    fn a_picture_is_turned_upright_and_tells_nothing_else() {
        for (orientation, expected) in [
            (1, ("top left", 48, 32)),
            (2, ("top right", 48, 32)),
            (3, ("bottom right", 48, 32)),
            (4, ("bottom left", 48, 32)),
            (5, ("top left", 32, 48)),
            (6, ("top right", 32, 48)),
            (7, ("bottom right", 32, 48)),
            (8, ("bottom left", 32, 48)),
        ] {
            let photo = samples::photo_with_exif(48, 32, orientation);
            assert!(contains(&photo, SECRET.as_bytes()) && contains(&photo, b"Exif"));
            let drawn = redraw(&photo, Media::Jpeg).unwrap();
            assert_eq!(red_corner(&drawn), expected, "{orientation}");
            assert!(!contains(&drawn.bytes, SECRET.as_bytes()) && !contains(&drawn.bytes, b"Exif"));
        }
    }

    #[test]
    fn each_kind_of_picture_is_kept_in_a_kind_that_every_program_opens() {
        for (format, media, kept) in [
            (ImageFormat::Jpeg, Media::Jpeg, Media::Jpeg),
            (ImageFormat::Png, Media::Png, Media::Png),
            (ImageFormat::WebP, Media::Webp, Media::Jpeg),
        ] {
            let drawn = redraw(&samples::photo_as(format, 48, 32), media).unwrap();
            assert_eq!(drawn.media, kept, "{format:?}");
            assert_eq!(Media::of(&drawn.bytes), Ok(kept));
            assert_eq!(red_corner(&drawn), ("top left", 48, 32), "{format:?}");
        }
        let clear = DynamicImage::ImageRgba8(image::RgbaImage::new(4, 4));
        let mut webp = Cursor::new(Vec::new());
        clear.write_to(&mut webp, ImageFormat::WebP).unwrap();
        assert_eq!(redraw(webp.get_ref(), Media::Webp).unwrap().media, Media::Png, "keeps what is clear");
        let opaque = image::RgbaImage::from_pixel(4, 4, image::Rgba([9, 9, 9, 255]));
        let mut webp = Cursor::new(Vec::new());
        DynamicImage::ImageRgba8(opaque).write_to(&mut webp, ImageFormat::WebP).unwrap();
        assert_eq!(redraw(webp.get_ref(), Media::Webp).unwrap().media, Media::Jpeg, "nothing is clear");
    }

    #[test]
    fn colours_keep_their_meaning() {
        let profile = |space: &[u8; 4]| [[0_u8; 16].as_slice(), space, &[0; 108]].concat();
        let with = |profile: Vec<u8>| {
            let mut bytes = Vec::new();
            let mut encoder = PngEncoder::new(&mut bytes);
            encoder.set_icc_profile(profile).unwrap();
            DynamicImage::ImageRgb8(image::RgbImage::new(4, 4)).write_with_encoder(encoder).unwrap();
            let drawn = redraw(&bytes, Media::Png).unwrap();
            let format = ImageReader::with_format(Cursor::new(drawn.bytes), ImageFormat::Png);
            format.into_decoder().unwrap().icc_profile().unwrap()
        };
        assert_eq!(with(profile(b"RGB ")), Some(profile(b"RGB ")));
        assert_eq!(with(profile(b"CMYK")), None);
        assert_eq!(with([profile(b"RGB "), vec![7; LARGEST_PROFILE]].concat()), None);
    }

    #[test]
    fn too_many_pixels_are_not_decoded() {
        assert_eq!(
            redraw(&samples::flat_png(10_000, 6_000), Media::Png).unwrap_err(),
            Refusal::PictureTooLarge
        );
        let drawn = redraw(&samples::flat_png(10_000, 5_000), Media::Png).unwrap();
        assert_eq!((drawn.width, drawn.height), (10_000, 5_000));
    }

    #[test]
    fn what_only_begins_like_a_picture_is_damaged() {
        let whole = samples::photo_as(ImageFormat::Png, 48, 32);
        for (bytes, media) in [
            (&b"\xFF\xD8\xFF\xE0 and so on"[..], Media::Jpeg),
            (b"\x89PNG\r\n\x1A\n", Media::Png),
            (b"RIFF\x10\0\0\0WEBPVP8 ", Media::Webp),
            (whole.get(..whole.len() / 2).unwrap(), Media::Png),
        ] {
            assert_eq!(redraw(bytes, media).unwrap_err(), Refusal::Damaged, "{bytes:?}");
        }
    }
}
