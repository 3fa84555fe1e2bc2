// The first copy of a large book, cut off again and again: it goes on where it was, and is whole in the end (B11).

import type { Book } from "./support/book.ts";
import type { Network } from "./support/network.ts";
import { expect, people, test } from "./support/office.ts";
import type { Fields } from "./support/person.ts";

const COUNT = 20_000;
const COPY = "/api/v1/sync/snapshot/";

function report(n: number): Fields {
  return { medium: "television", outlet: "Đài Bắc Ninh", headline: `Phóng sự ${n}`, published_on: "2026-06-21", items: 1 + (n % 9) };
}

/** Bytes the copy took so far, however often it was begun. */
function taken(line: Network): number {
  return line.to(COPY).reduce((sum, { brought }) => sum + brought, 0);
}

/** What the register on this device counts. */
async function reports(book: Book): Promise<string> {
  await book.visit("/records/comms");
  return (await book.main.locator("p.meta").textContent())!;
}

/** Whether the book is open before this happens. */
async function opens(book: Book, before: () => boolean, timeout: number): Promise<boolean> {
  let isOpen = false;
  const done = async (): Promise<boolean> => before() || (isOpen = await book.places.isVisible());
  await expect.poll(done, { timeout, intervals: [10] }).toBe(true);
  return isOpen;
}

test("20,000 records while the tab dies every few pages: all of them, for hardly more than once", async ({ office }) => {
  test.setTimeout(900_000);
  const centre = await office.person(people.centre);
  await centre.makeAll("comms", "office", Array.from({ length: COUNT }, (_, n) => report(n)));

  const calm = await office.network();
  const undisturbed = await office.device(people.planner, { network: calm });
  await undisturbed.start();
  await undisturbed.enter();
  await expect(undisturbed.places).toBeVisible({ timeout: 120_000 });
  const all = await reports(undisturbed);
  await undisturbed.close();

  const rough = await office.network();
  const book = await office.device(people.planner, { network: rough });
  await book.start();
  await book.enter();
  let deaths = 0;
  for (;;) {
    const last = rough.to(COPY).length + 5 + Math.floor(Math.random() * 8);
    if (await opens(book, () => rough.to(COPY).length >= last, 60_000)) break;
    await book.page.waitForTimeout(Math.random() * 100);
    await book.killTab();
    book.goOn(await book.device.browser.newPage());
    await book.visit("/");
    deaths += 1;
  }
  expect(deaths, "it was cut off").toBeGreaterThan(2);
  await book.hasSent();
  expect(await reports(book)).toBe(all);
  expect(taken(rough)).toBeLessThanOrEqual(1.2 * taken(calm));
});

test("a device that has no room for the copy says nothing of being complete, and goes on when there is room", async ({ office }) => {
  const centre = await office.person(people.centre);
  await centre.makeAll("comms", "office", Array.from({ length: 1_000 }, (_, n) => report(n)));
  const undisturbed = await office.signedIn(people.planner);
  const all = await reports(undisturbed);
  await undisturbed.close();

  const book = await office.device(people.planner);
  await book.start();
  await book.canStartOffline();
  const line = await book.device.browser.newCDPSession(book.page);
  const { usage } = await line.send("Storage.getUsageAndQuota", { origin: book.url });
  await line.send("Storage.overrideQuotaForOrigin", { origin: book.url, quotaSize: usage + 200_000 });
  await book.enter();
  const full = Date.now() + 8_000;
  expect(await opens(book, () => Date.now() > full, 20_000), "it is not whole").toBe(false);
  await line.send("Storage.overrideQuotaForOrigin", { origin: book.url });
  await expect(book.places).toBeVisible({ timeout: 30_000 });
  await book.hasSent();
  expect(await reports(book)).toBe(all);
});
