//! Pictures that are drawn instead of taken, for demo data: small, each different, and at first sight what their
//! slot asks for, a board over a gate, a machine with its plate, a workshop, a signature, a packed product.

use std::io::Cursor;

use image::imageops::FilterType;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};

/// Edges of the picture.
pub const SIZE: (u32, u32) = (400, 300);
/// Edges of its thumbnail.
const SMALL: (u32, u32) = (160, 120);

const INK: Rgb<u8> = Rgb([28, 34, 44]);
const PAPER: Rgb<u8> = Rgb([250, 250, 246]);
const STEEL: Rgb<u8> = Rgb([120, 136, 150]);
const ROOF: Rgb<u8> = Rgb([142, 62, 48]);
const FLOOR: Rgb<u8> = Rgb([128, 120, 108]);

/// What is to be seen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Subject {
    /// The board at the gate.
    Signboard,
    /// A machine with its plate.
    Machine,
    /// The workshop from outside.
    Workshop,
    /// A signature on the screen.
    Signature,
    /// A packed product on a table.
    Product,
}

/// A picture and its thumbnail, as JPEG; nothing, should the encoder fail.
#[derive(Clone, Debug)]
pub struct Painted {
    pub original: Vec<u8>,
    pub thumbnail: Vec<u8>,
}

/// The same picture for the same number, another for each other one.
pub fn paint(subject: Subject, number: u64) -> Option<Painted> {
    let mut picture = Picture { image: RgbImage::from_pixel(SIZE.0, SIZE.1, PAPER), grain: number | 1 };
    match subject {
        Subject::Signboard => picture.signboard(),
        Subject::Machine => picture.machine(),
        Subject::Workshop => picture.workshop(),
        Subject::Signature => picture.signature(),
        Subject::Product => picture.product(),
    }
    let image = DynamicImage::ImageRgb8(picture.image);
    let thumbnail = image.resize_exact(SMALL.0, SMALL.1, FilterType::Triangle);
    Some(Painted { original: packed(&image)?, thumbnail: packed(&thumbnail)? })
}

fn packed(image: &DynamicImage) -> Option<Vec<u8>> {
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, ImageFormat::Jpeg).ok()?;
    Some(bytes.into_inner())
}

struct Picture {
    image: RgbImage,
    grain: u64,
}

impl Picture {
    /// The next of the numbers that make this picture its own, below `most`.
    fn next(&mut self, most: u32) -> u32 {
        self.grain =
            self.grain.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let high = u32::try_from(self.grain >> 33).unwrap_or_default();
        high % most.max(1)
    }

    fn shade(&mut self, Rgb(base): Rgb<u8>) -> Rgb<u8> {
        let by = u8::try_from(self.next(40)).unwrap_or_default();
        Rgb(base.map(|part| part.saturating_sub(20).saturating_add(by)))
    }

    fn fill(&mut self, (left, top): (u32, u32), (width, height): (u32, u32), color: Rgb<u8>) {
        for y in top..top.saturating_add(height).min(SIZE.1) {
            for x in left..left.saturating_add(width).min(SIZE.0) {
                self.image.put_pixel(x, y, color);
            }
        }
    }

    /// Lines of something written, too far away to be read.
    fn writing(&mut self, (left, top): (u32, u32), width: u32, lines: u32, height: u32, color: Rgb<u8>) {
        for line in 0..lines {
            let mut x = left;
            while x < left + width {
                let word = height + self.next(height * 3);
                let word = word.min(left + width - x);
                self.fill((x, top + line * height * 2), (word, height), color);
                x += word + height;
            }
        }
    }

    fn sky_and_ground(&mut self, horizon: u32) {
        let sky = self.shade(Rgb([170, 196, 214]));
        self.fill((0, 0), (SIZE.0, horizon), sky);
        let ground = self.shade(FLOOR);
        self.fill((0, horizon), (SIZE.0, SIZE.1 - horizon), ground);
    }

    fn signboard(&mut self) {
        self.sky_and_ground(230);
        let wall = self.shade(Rgb([214, 196, 160]));
        self.fill((20, 60), (360, 180), wall);
        let board = self.shade(Rgb([20, 74, 130]));
        let top = 70 + self.next(20);
        self.fill((50, top), (300, 84), board);
        self.writing((70, top + 14), 260, 1, 18, PAPER);
        self.writing((70, top + 50), 220, 1, 8, PAPER);
        let gate = self.shade(STEEL);
        let side = 130 + self.next(30);
        self.fill((side, 170), (110, 90), gate);
    }

    fn machine(&mut self) {
        let wall = self.shade(Rgb([196, 200, 196]));
        self.fill((0, 0), SIZE, wall);
        let floor = self.shade(FLOOR);
        self.fill((0, 235), (SIZE.0, 65), floor);
        let body = self.shade(Rgb([62, 112, 92]));
        let left = 60 + self.next(40);
        self.fill((left, 90), (230, 150), body);
        let head = self.shade(STEEL);
        let width = 70 + self.next(60);
        self.fill((left + 20, 50), (width, 44), head);
        self.fill((left + 24, 120), (90, 70), INK);
        self.fill((left + 140, 120), (70, 46), PAPER);
        self.writing((left + 146, 126), 56, 3, 5, INK);
        for (side, color) in
            [(146, Rgb([190, 40, 40])), (168, Rgb([210, 160, 30])), (190, Rgb([40, 140, 70]))]
        {
            self.fill((left + side, 190), (12, 12), color);
        }
    }

    fn workshop(&mut self) {
        self.sky_and_ground(210);
        let wall = self.shade(Rgb([206, 186, 150]));
        self.fill((50, 110), (300, 130), wall);
        let roof = self.shade(ROOF);
        for step in 0..50 {
            self.fill((30 + step * 2, 110 - step), (340 - step * 4, 2), roof);
        }
        let door = self.shade(Rgb([86, 66, 48]));
        let side = 90 + self.next(80);
        self.fill((side, 160), (60, 80), door);
        for window in 0..3 {
            self.fill((200 + window * 48, 135), (34, 34), STEEL);
        }
        let stack = self.next(100);
        self.fill((250 + stack, 40), (18, 60), INK);
    }

    fn product(&mut self) {
        let wall = self.shade(Rgb([222, 214, 200]));
        self.fill((0, 0), SIZE, wall);
        let table = self.shade(Rgb([146, 108, 70]));
        self.fill((0, 220), (SIZE.0, 80), table);
        let pack = self.shade(Rgb([176, 60, 44]));
        let (left, width) = (90 + self.next(40), 150 + self.next(50));
        self.fill((left, 70), (width, 175), pack);
        self.fill((left + 20, 120), (width - 40, 70), PAPER);
        self.writing((left + 28, 130), width - 56, 3, 7, INK);
    }

    fn signature(&mut self) {
        self.fill((20, 240), (360, 2), STEEL);
        let (mut x, mut y) = (50_u32, 150_u32);
        while x < 330 {
            let target = 90 + self.next(130);
            let strokes = 8 + self.next(14);
            for _ in 0..strokes {
                y = if y < target { y + (target - y) / 3 + 1 } else { y - (y - target) / 3 };
                self.fill((x, y), (4, 4), INK);
                self.fill((x + 1, y.midpoint(target)), (3, 3), INK);
                x += 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_number_has_a_picture_of_its_own_that_stays_small() {
        for subject in
            [Subject::Signboard, Subject::Machine, Subject::Workshop, Subject::Signature, Subject::Product]
        {
            let [one, again, other] = [7, 7, 8].map(|number| paint(subject, number).unwrap());
            assert_eq!(one.original, again.original, "{subject:?}");
            assert_ne!(one.original, other.original, "{subject:?}");
            assert!(one.original.len() < 40_000 && one.thumbnail.len() < 15_000, "{subject:?}");
        }
    }
}
