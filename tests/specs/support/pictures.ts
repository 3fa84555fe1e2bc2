// Pictures as a camera makes them: large, hard to pack, and with what cameras write beside them.

import type { Locator, Page } from "@playwright/test";

/** What a camera might write beside a picture; nobody else should ever read it. */
export const SECRET = "MAY-ANH-CUA-ANH-LOC";

export interface PictureFile {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

/** Presses a button that asks for files, and gives these. */
export async function give({ page }: { page: Page }, button: Locator, files: PictureFile[] | PictureFile): Promise<void> {
  const asked = page.waitForEvent("filechooser");
  await button.click();
  await (await asked).setFiles(files);
}

/** Whether a picture is really drawn. */
export async function isDrawn(picture: Locator): Promise<boolean> {
  return picture.getByRole("img").evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth > 0);
}

/** A page of PDF. */
export function pdf(name: string): PictureFile {
  const text = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";
  return { name, mimeType: "application/pdf", buffer: Buffer.from(text) };
}

/** A JPEG of this size in which no two parts are alike, with EXIF. */
export async function photo(page: Page, name: string, { width = 1800, height = 1350, seed = 1 } = {}): Promise<PictureFile> {
  const base64 = await page.evaluate(
    async ({ width, height, seed }) => {
      const canvas = new OffscreenCanvas(width, height);
      const context = canvas.getContext("2d")!;
      const image = context.createImageData(width, height);
      let state = seed;
      for (let at = 0; at < image.data.length; at += 1) {
        state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
        image.data[at] = at % 4 === 3 ? 255 : 128 + ((state >> 16) % 64);
      }
      context.putImageData(image, 0, 0);
      const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: 0.9 });
      const bytes = new Uint8Array(await blob.arrayBuffer());
      let text = "";
      for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
      return btoa(text);
    },
    { width, height, seed },
  );
  return { name, mimeType: "image/jpeg", buffer: withExif(Buffer.from(base64, "base64")) };
}

/** Puts an EXIF segment with a description behind the start of a JPEG. */
function withExif(jpeg: Buffer): Buffer {
  const text = Buffer.from(`${SECRET}\0`);
  const tiff = Buffer.alloc(26);
  tiff.write("II*\0", 0, "latin1");
  tiff.writeUInt32LE(8, 4);
  tiff.writeUInt16LE(1, 8);
  // ImageDescription, ASCII
  tiff.writeUInt16LE(0x010e, 10);
  tiff.writeUInt16LE(2, 12);
  tiff.writeUInt32LE(text.length, 14);
  tiff.writeUInt32LE(tiff.length, 18);
  const body = Buffer.concat([Buffer.from("Exif\0\0", "latin1"), tiff, text]);
  const head = Buffer.from([0xff, 0xe1, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), head, body, jpeg.subarray(2)]);
}
