// Looking at many pages of one open book: axe at one width, sideways scroll at all three, none of them missing.

import { AxeBuilder } from "@axe-core/playwright";
import { test } from "@playwright/test";
import type { Book } from "./book.ts";
import { sizes } from "./browser.ts";
import { expect } from "./office.ts";

export interface Finding {
  where: string;
  what: string;
  nodes: string[];
}

interface Grave {
  id: string;
  nodes: { target: unknown[]; failureSummary?: string }[];
}

/** What axe calls serious or critical on the page that is open. */
export async function findings(book: Book, where: string): Promise<Finding[]> {
  // Brought in once: it stays while nothing is loaded anew.
  if (!(await book.page.evaluate(() => "axe" in window))) await new AxeBuilder({ page: book.page }).setLegacyMode().include("title").analyze();
  const grave = await book.page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run: (options: unknown) => Promise<{ violations: (Grave & { impact: string })[] }> } };
    const { violations } = await axe.run({ resultTypes: ["violations"] });
    return violations.filter(({ impact }) => impact === "serious" || impact === "critical").map(({ id, nodes }) => ({ id, nodes }));
  });
  return grave.map(({ id, nodes }) => ({ where, what: id, nodes: nodes.map((node) => `${node.target.join(" ")}: ${node.failureSummary ?? ""}`) }));
}

/** How far the page reaches beyond the window, in pixels. */
export async function overhang(book: Book): Promise<number> {
  return book.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** What an address shows that leads to nothing. */
const MISSING = "Địa chỉ có thể đã đổi.";

/** Follows the addresses one after the other, without loading anything anew, and looks at each page. `closed` are those
 * that are there for other roles only. */
export async function look(book: Book, addresses: string[], size: keyof typeof sizes, closed: string[] = []): Promise<void> {
  const found: Finding[] = [];
  const wide: string[] = [];
  const missing: string[] = [];
  const widths = Object.entries(sizes).sort(([one], [other]) => Number(one === size) - Number(other === size));
  for (const address of addresses) {
    await book.follow(address);
    if (address !== "/nowhere" && (await book.main.innerText()).includes(MISSING)) missing.push(address);
    for (const [name, viewport] of widths) {
      await book.page.setViewportSize(viewport);
      const beyond = await overhang(book);
      if (beyond > 0) wide.push(`${address} ${name}: ${beyond} px`);
    }
    found.push(...(await findings(book, `${address} ${size}`)));
  }
  test.info().annotations.push({ type: "pages", description: `${addresses.length} for ${book.account.login}` });
  expect(missing, "addresses that lead to nothing").toEqual(closed);
  expect(found).toEqual([]);
  expect(wide, "pages that scroll sideways").toEqual([]);
}
