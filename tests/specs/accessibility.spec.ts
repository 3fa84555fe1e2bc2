// UX-8 on every page that names no kind, for every role that uses it: axe, and no sideways scroll. The pages of
// the kinds have journeys of their own beside this one, so that two workers share them.

import type { Book } from "./support/book.ts";
import { Addresses } from "./support/addresses.ts";
import { findings, look, overhang } from "./support/looking.ts";
import { expect, people, test } from "./support/office.ts";

for (const [login, size, closed] of [
  [people.officer, "tablet", []],
  [people.owner, "phone", ["/visits/new"]],
  [people.centre, "desk", []],
] as const) {
  test(`no page is hard to use, at any width, for ${login}`, async ({ office }) => {
    test.setTimeout(180_000);
    const book = await office.signedIn(login, { size });
    const addresses = await Addresses.of(office, login);
    await look(book, await addresses.pages(), size, [...closed]);
    // A form is there from its step on: those that the page of the project offers.
    const project = addresses.project();
    if (project) await look(book, await offered(book, project), size);
  });
}

/** The forms that a project's page leads to. */
async function offered(book: Book, project: string): Promise<string[]> {
  await book.follow(`/projects/${project}`);
  const links = await book.main.locator("a[href*='/print/']").evaluateAll((all) => all.map((link) => link.getAttribute("href")!));
  expect(links.length).toBeGreaterThan(0);
  return links;
}

test("the page for signing in, and the three themes", async ({ office }) => {
  const book = await office.device(people.officer);
  await book.start();
  await expect(book.heading).toBeVisible();
  const found = await findings(book, "login");
  await book.signIn();
  for (const theme of ["Sáng", "Tối", "Ngoài nắng"]) {
    await book.follow("/help");
    await book.page.getByRole("radio", { name: theme, exact: true }).check();
    found.push(...(await findings(book, `help ${theme}`)));
    await book.follow("/facilities");
    found.push(...(await findings(book, `facilities ${theme}`)));
  }
  expect(found).toEqual([]);
});

for (const login of [people.officer, people.owner]) {
  test(`nothing scrolls sideways at 320 px with letters of 150 %, for ${login}`, async ({ office }) => {
    const book = await office.signedIn(login, { size: "phone" });
    await book.follow("/help");
    await book.page.getByRole("radio", { name: "150 %" }).check();
    await book.page.setViewportSize({ width: 320, height: 640 });
    expect(await book.page.evaluate(() => getComputedStyle(document.documentElement).fontSize)).toBe("24px");
    const wide: string[] = [];
    for (const address of await (await Addresses.of(office, login)).pages()) {
      await book.follow(address);
      const beyond = await overhang(book);
      if (beyond > 0) wide.push(`${address}: ${beyond} px`);
    }
    expect(wide).toEqual([]);
  });
}
