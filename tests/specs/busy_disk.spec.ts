// A disk that takes its time: nothing is done before it is there, and nothing says so.

import type { Locator } from "@playwright/test";
import type { Book } from "./support/book.ts";
import { expect, people, test, type Office } from "./support/office.ts";
import { typed } from "./support/offices.ts";
import type { Stored } from "./support/person.ts";
import { COMMUNE } from "./support/province.ts";
import { busyDisk } from "./support/storage.ts";

const STEP = "Hoàn thành khảo sát";

interface Begun {
  officer: Book;
  need: Stored;
  form: Locator;
  /** The stage as the page said it before. */
  before: string;
}

/** An officer who has filled in the form of a step. */
async function begin(office: Office): Promise<Begun> {
  const centre = await office.person(people.centre);
  const need = (await centre.held(COMMUNE)).find(({ kind, doc }) => kind === "need" && doc["stage"] === "surveying")!;
  const officer = await office.signedIn(people.officer);
  await officer.catchUp(`/needs/${need.id}`);
  const before = (await officer.state.textContent())!;
  await officer.main.locator(".next").getByRole("button", { name: STEP, exact: true }).click();
  const form = officer.main.locator(".action-form");
  await officer.answer({ "Ngày khảo sát": typed(), "Kết quả khảo sát": "Xưởng đủ điện.", "Đề nghị hỗ trợ": "Có" }, form);
  return { officer, need, form, before };
}

test("the form of a step stays until the disk has it", async ({ office }) => {
  const { officer, need, form, before } = await begin(office);
  const free = await busyDisk(officer.page);
  await form.getByRole("button", { name: STEP, exact: true }).click();
  await expect(officer.state, "the record shows it").not.toHaveText(before);
  await expect(form.getByRole("button", { name: "Đang lưu…" })).toBeVisible();
  await free();
  await expect(form).toBeHidden();

  await officer.visit(`/needs/${need.id}`);
  await expect(officer.state).not.toHaveText(before);
  await officer.sendNow();
  const { doc } = (await (await office.person(people.centre)).record(need.id, COMMUNE))!;
  expect(doc["stage"]).toBe("surveyed");
});

test("who leaves before the disk has it was told nothing else, and finds the step to be done", async ({ office }) => {
  const { officer, need, form, before } = await begin(office);
  await busyDisk(officer.page);
  await form.getByRole("button", { name: STEP, exact: true }).click();
  await expect(form.getByRole("button", { name: "Đang lưu…" })).toBeVisible();
  await officer.visit(`/needs/${need.id}`);
  await expect(officer.state).toHaveText(before);
  await expect(officer.main.locator(".next").getByRole("button", { name: STEP, exact: true })).toBeVisible();
});
