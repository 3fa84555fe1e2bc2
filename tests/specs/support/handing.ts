// Papers of a project as people hand them in and look at them: from its page, one folder at a time.

import type { Locator } from "@playwright/test";
import type { Book } from "./book.ts";
import { expect } from "./office.ts";
import { typed } from "./offices.ts";

/** The list of one step on the page of a project. */
export const list = (book: Book, name: string): Locator => book.main.getByRole("region", { name, exact: true });

/** Hands over the originals of every paper of a list that this person hands in: as a folder, or the only one alone. */
export async function handOver(book: Book, project: string, name: string, to: string): Promise<void> {
  await book.catchUp(`/projects/${project}`);
  const papers = list(book, name);
  await papers.locator("summary").filter({ hasText: "Giao bản giấy của nhiều giấy tờ một lượt" }).click();
  const form = papers.locator("details").filter({ has: book.page.getByRole("button", { name: "Nộp các giấy tờ đã chọn" }) });
  for (const paper of await form.getByRole("checkbox").all()) await paper.check();
  await book.answer({ "Người nhận bản giấy": to, "Ngày giao bản giấy": typed() }, form);
  await form.getByRole("button", { name: "Nộp các giấy tờ đã chọn" }).click();
  await expect(form).toHaveCount(0);
}

/** Looks at every paper that waits for this person, and finds it good. */
export async function findGood(book: Book, project: string): Promise<void> {
  await book.catchUp(`/projects/${project}`);
  const press = book.main.locator("ul.check").getByRole("button", { name: "Đạt", exact: true });
  for (let left = await press.count(); left > 0; left = await press.count()) {
    await press.first().click();
    await expect(press).toHaveCount(left - 1);
  }
  await book.sendNow();
}
