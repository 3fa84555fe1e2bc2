// The words of a language are a file beside the program: brought, kept, checked, and told when it is not right.

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import * as build from "./support/newer_build.ts";
import { expect, Office, people, test } from "./support/office.ts";

/** The built file with the words of a language. */
async function wordsOf(web: string, tag: string): Promise<string> {
  const path = (await build.files(web)).find((path) => new RegExp(`^/assets/words-${tag}-[0-9a-f]+\\.txt$`).test(path));
  if (!path) throw new Error(`no words of ${tag} in the build`);
  return path;
}

async function choose(page: Page, language: string): Promise<void> {
  await page.getByRole("radio", { name: language }).click({ force: true });
}

test("only the language in use is loaded and kept; another is from when it is chosen, and then without network too", async ({ office }) => {
  const network = await office.network();
  const book = await office.signedIn(people.officer, { network });
  await book.canStartOffline();

  const asked: string[] = [];
  book.page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await book.visit("/help");
  await expect(book.heading).toHaveText("Trợ giúp");
  expect(asked.filter((path) => path.startsWith("/assets/words-vi-"))).toHaveLength(1);
  expect(asked.filter((path) => path.startsWith("/assets/words-en-"))).toEqual([]);

  const kept = () =>
    book.page.evaluate(async () => {
      const caches = await Promise.all((await window.caches.keys()).map((name) => window.caches.open(name)));
      const files = (await Promise.all(caches.map((cache) => cache.keys()))).flat();
      return files.some((file) => new URL(file.url).pathname.startsWith("/assets/words-en-"));
    });
  expect(await kept()).toBe(false);
  await choose(book.page, "English");
  await expect(book.heading).toHaveText("Help");
  await expect(book.page.locator("html")).toHaveAttribute("lang", "en");
  await expect.poll(kept).toBe(true);

  await network.turn("down");
  await book.close();
  await book.start();
  await expect(book.heading).toHaveText("Today");
  await book.visit("/help");
  await choose(book.page, "Tiếng Việt");
  await expect(book.heading).toHaveText("Trợ giúp");
});

test("words that are damaged or gone are told, and the book opens when they are there", async () => {
  const web = await build.copyOfBuild();
  const office = await Office.open({ web });
  try {
    const path = await wordsOf(web, "vi");
    const whole = await readFile(join(web, path), "utf8");
    const book = await office.device(people.officer);
    for (const damaged of [whole.replace("a", "b"), whole.slice(0, whole.length / 2), undefined]) {
      await build.replace(web, path, damaged);
      await (book.isOpen ? book.visit("/") : book.start());
      await expect(book.page.getByRole("alert")).toContainText("Chưa mở được sổ.");
    }
    await build.replace(web, path, whole);
    await book.page.getByRole("link", { name: "Mở lại" }).click();
    await book.signIn();
  } finally {
    await office.close();
    await build.discard(web);
  }
});

test("a language that does not come leaves the one in use", async () => {
  const web = await build.copyOfBuild();
  const path = await wordsOf(web, "en");
  const whole = await readFile(join(web, path), "utf8");
  await build.replace(web, path, "<!doctype html><title>Wi-Fi</title>");
  const office = await Office.open({ web });
  try {
    const book = await office.signedIn(people.officer);
    await book.visit("/help");
    await choose(book.page, "English");
    await expect(book.main).toContainText("Chưa tải được ngôn ngữ này.");
    await expect(book.page.getByRole("radio", { name: "Tiếng Việt" })).toBeChecked();
    await book.visit("/help");
    await expect(book.heading).toHaveText("Trợ giúp");

    await writeFile(join(web, path), whole);
    await book.visit("/help");
    await choose(book.page, "English");
    await expect(book.heading).toHaveText("Help");
  } finally {
    await office.close();
    await build.discard(web);
  }
});
