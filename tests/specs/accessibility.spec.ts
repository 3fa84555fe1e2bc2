// UX-8 on every address of the app, for every role that uses it: axe, and no sideways scroll.

import { AxeBuilder } from "@axe-core/playwright";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Book } from "./support/book.ts";
import { sizes } from "./support/browser.ts";
import { expect, people, test, type Office } from "./support/office.ts";
import type { Stored } from "./support/person.ts";

const PATTERN = /path=path!\("([^"]+)"\)/g;

/** The addresses of the app, as its one table says. */
async function patterns(): Promise<string[]> {
  const table = await readFile(join(import.meta.dirname, "../../app/src/routes.rs"), "utf8");
  return [...table.matchAll(PATTERN)].map((hit) => hit[1]!);
}

/** One address for each pattern, with records this person has. */
async function addresses(office: Office, login: string): Promise<string[]> {
  const person = await office.person(login);
  const held = (await Promise.all(person.scopes.map((scope) => person.held(scope)))).flat();
  const first = (kind: string, wanted: (record: Stored) => boolean = () => true) =>
    held.find((record) => record.kind === kind && wanted(record))?.id;
  const disputed = held.find((record) => record.kind === "conflict" && record.doc["stage"] === "open");
  const ids: Record<string, string | undefined> = {
    "/facilities/": first("facility"),
    "/needs/:id/project": first("need", ({ doc }) => doc["stage"] === "shortlisted"),
    "/needs/": first("need"),
    "/projects/": first("project", ({ doc }) => doc["support_approved"] !== undefined) ?? first("project"),
    "/review/": (disputed?.doc["record"] as string | undefined) ?? first("facility"),
    "/applications/": first("need"),
  };
  return (await patterns()).map((pattern) => {
    const start = Object.keys(ids).find((start) => pattern.startsWith(start));
    const id = (start && ids[start]) ?? "018f0000-0000-7000-8000-000000000000";
    return pattern.replace(/:id\??/, id);
  });
}

interface Finding {
  where: string;
  what: string;
  nodes: string[];
}

async function findings(book: Book, where: string): Promise<Finding[]> {
  const { violations } = await new AxeBuilder({ page: book.page }).setLegacyMode().options({ resultTypes: ["violations"] }).analyze();
  const grave = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  return grave.map(({ id, nodes }) => ({ where, what: id, nodes: nodes.map((node) => `${node.target.join(" ")}: ${node.failureSummary ?? ""}`) }));
}

/** How far the page reaches beyond the window, in pixels. */
async function overhang(book: Book): Promise<number> {
  return book.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

async function open(book: Book, address: string): Promise<void> {
  await book.visit(address);
  await expect(book.heading, address).toBeVisible();
}

for (const login of [people.officer, people.owner, people.centre]) {
  test(`no page is hard to use, at any width, for ${login}`, async ({ office }) => {
    test.setTimeout(240_000);
    const book = await office.signedIn(login);
    const found: Finding[] = [];
    const wide: string[] = [];
    for (const address of await addresses(office, login)) {
      await open(book, address);
      for (const [size, viewport] of Object.entries(sizes)) {
        await book.page.setViewportSize(viewport);
        found.push(...(await findings(book, `${address} ${size}`)));
        if ((await overhang(book)) > 0) wide.push(`${address} ${size}`);
      }
    }
    expect(found).toEqual([]);
    expect(wide, "pages that scroll sideways").toEqual([]);
  });
}

test("the page for signing in, and the three themes", async ({ office }) => {
  const book = await office.device(people.officer);
  await book.start();
  await expect(book.heading).toBeVisible();
  const found = await findings(book, "login");
  await book.signIn();
  for (const theme of ["Sáng", "Tối", "Ngoài nắng"]) {
    await open(book, "/help");
    await book.page.getByRole("radio", { name: theme, exact: true }).check();
    found.push(...(await findings(book, `help ${theme}`)));
    await open(book, "/facilities");
    found.push(...(await findings(book, `facilities ${theme}`)));
  }
  expect(found).toEqual([]);
});

for (const login of [people.officer, people.owner]) {
  test(`nothing scrolls sideways at 320 px with letters of 150 %, for ${login}`, async ({ office }) => {
    const book = await office.signedIn(login, { size: "phone" });
    await open(book, "/help");
    await book.page.getByRole("radio", { name: "150 %" }).check();
    await book.page.setViewportSize({ width: 320, height: 640 });
    const wide: string[] = [];
    for (const address of await addresses(office, login)) {
      await open(book, address);
      expect(await book.page.evaluate(() => getComputedStyle(document.documentElement).fontSize)).toBe("24px");
      const beyond = await overhang(book);
      if (beyond > 0) wide.push(`${address}: ${beyond} px`);
    }
    expect(wide).toEqual([]);
  });
}
