// At a facility: where the device stands, what its camera takes, who signs on the glass.

import type { Page } from "@playwright/test";
import type { Book } from "./book.ts";
import { expect } from "./office.ts";
import type { Fields } from "./person.ts";
import { picture } from "./picture.ts";

/** Stands at a facility, or so many degrees north of it. */
export async function stand(book: Book, facility: Fields, north = 0): Promise<void> {
  const degrees = (field: string) => Number(facility[field]) / 1e7;
  await book.device.browser.grantPermissions(["geolocation"], { origin: book.url });
  const place = { latitude: degrees("lat") + north, longitude: degrees("lng"), accuracy: 8 };
  await book.device.browser.setGeolocation(place);
}

/** Takes the photo of a tile. */
export async function takePhoto(page: Page, tile: string, shade: number): Promise<void> {
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: tile }).first().click();
  await (await chooser).setFiles({ name: `${shade}.png`, mimeType: "image/png", buffer: picture(shade) });
}

/** Signs on the screen, as who is named. */
export async function signOn(page: Page, who: string): Promise<void> {
  const pad = page.getByRole("img", { name: who });
  await pad.scrollIntoViewIfNeeded();
  const box = (await pad.boundingBox())!;
  await page.mouse.move(box.x + 30, box.y + 60);
  await page.mouse.down();
  for (const [x, y] of [[60, 30], [90, 80], [130, 40], [180, 70]] as const) await page.mouse.move(box.x + x, box.y + y);
  await page.mouse.up();
  await page.getByRole("button", { name: "Giữ chữ ký" }).click();
  await expect(page.getByRole("img", { name: who }).and(page.locator("img"))).toBeVisible();
}
