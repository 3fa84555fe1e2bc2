// Several tabs of one person: one has the book, and when it dies another has it at once (B13).

import type { Page } from "@playwright/test";
import type { Book } from "./support/book.ts";
import { expect, people, test } from "./support/office.ts";
import { facilities } from "./support/province.ts";

const ROUNDS = 5;
/** How long nobody may have the book, in milliseconds. */
const HAND_OVER = 5_000;

/** Opens the facility as links in the app do: a page that is loaded anew lets the book go for a moment. */
async function openFacility(book: Book): Promise<void> {
  await book.follow("/facilities");
  await book.search(facilities.mechanics);
  await book.row(facilities.mechanics).first().click();
  await expect(book.heading).toHaveText(facilities.mechanics);
}

function hasBook(page: Page): Promise<boolean> {
  return page.getByRole("navigation", { name: "Chính", exact: true }).isVisible();
}

test("three tabs, of which the one that writes is killed again and again", async ({ office }) => {
  test.setTimeout(180_000);
  const book = await office.signedIn(people.officer);
  const tabs = [book.page];
  const open = async (): Promise<void> => {
    const tab = await book.device.browser.newPage();
    await tab.goto(book.url);
    tabs.push(tab);
  };
  await open();
  await open();
  for (const tab of tabs.slice(1)) await expect(tab.getByRole("heading", { level: 1 })).toHaveText("Sổ đang mở ở cửa sổ khác");

  const written: string[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const workers = String(20 + round);
    await openFacility(book);
    await book.edit("Lao động", { "Tổng số lao động": workers });
    written.push(workers);
    await book.page.waitForTimeout(Math.random() * 500);
    await book.killTab();
    tabs.splice(tabs.indexOf(book.page), 1);
    const start = Date.now();
    let heir: Page | undefined;
    await expect(async () => {
      const holders = await Promise.all(tabs.map(hasBook));
      expect(holders.filter(Boolean), "one tab has the book").toHaveLength(1);
      heir = tabs[holders.indexOf(true)];
    }).toPass({ timeout: HAND_OVER, intervals: [100] });
    expect(Date.now() - start).toBeLessThan(HAND_OVER);
    book.goOn(heir!);
    await open();
    await openFacility(book);
    await expect(book.fact("Tổng số lao động")).toContainText(workers);
  }

  for (const tab of tabs.filter((tab) => tab !== book.page)) await tab.close();
  await book.sendNow();
  const centre = await office.person(people.centre);
  const [record] = (await centre.all("facility")).filter(({ doc }) => doc["name"] === facilities.mechanics);
  expect(record!.doc["workers_total"]).toBe(20 + ROUNDS - 1);
  const edits = (await centre.history(record!.id, record!.scope)).filter(({ diff }) => diff?.["workers_total"]);
  expect(edits.map(({ diff }) => String(diff!["workers_total"]!.new)).slice(-ROUNDS), "each once, in order").toEqual(written);
});
