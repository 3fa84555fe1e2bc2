// A class from its last days to its jobs: attendance without network on two devices, a day that was marked
// in two ways, a result that comes back, certificates.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, people, test, type Office } from "./support/office.ts";
import type { Book } from "./support/book.ts";
import type { Fields, Person, Stored } from "./support/person.ts";
import { COMMUNE } from "./support/province.ts";

const CLASS = "Lớp nâng cao tay nghề vuốt gốm, khóa 2";
const DECISION = "57/QĐ-TTKC";

async function classOf(person: Person): Promise<Stored> {
  const all = await person.held(COMMUNE);
  return all.find(({ kind, doc }) => kind === "training_class" && doc["title"] === CLASS)!;
}

/** The class, shortened to three days that have been: all that is left to do is mark the last two. */
async function shortened(office: Office): Promise<{ of: Stored; days: string[] }> {
  const officer = await office.person(people.officer);
  const found = await classOf(officer);
  const days = (found.doc["days"] as string[]).slice(0, 5);
  await officer.edit(found, { days });
  const trainees = (await officer.held(COMMUNE)).filter(({ kind, doc }) => kind === "trainee" && doc["training_class"] === found.id);
  // Nobody is marked for the last two days yet.
  for (const trainee of trainees) {
    const fields: Fields = {};
    for (const mark of ["present_on", "absent_on", "excused_on"]) {
      const before = (trainee.doc[mark] ?? []) as string[];
      const kept = before.filter((day) => day < days[3]!);
      if (kept.length !== before.length) fields[mark] = kept;
    }
    await officer.edit(trainee, fields);
  }
  return { of: found, days };
}

/** A day as people type it. */
function typed(day: string): string {
  return day.split("-").reverse().join("/");
}

/** What its end brings: the decision, and who keeps the list that was signed. */
function ending(day: string): Record<string, string> {
  return { "Quyết định cấp chứng chỉ số": DECISION, "Ngày quyết định cấp chứng chỉ": typed(day), "Danh sách ký tên do ai giữ": "Trung tâm Khuyến công" };
}

function row(book: Book, name: string) {
  return book.main.locator(".roster > li").filter({ hasText: name });
}

async function mark(book: Book, name: string, word: "Có mặt" | "Vắng" | "Có phép"): Promise<void> {
  await row(book, name).getByText(word, { exact: true }).click();
  await expect(row(book, name).getByRole("radio", { name: word })).toBeChecked();
}

async function openRoster(book: Book, id: string, day: string): Promise<void> {
  await book.visit(`/classes/${id}/roster?day=${day}`);
  await expect(book.heading).toContainText("Điểm danh buổi");
}

test("two devices mark a class without network; what they say differently is asked; it ends, comes back and ends again", async ({ office }) => {
  test.setTimeout(180_000);
  const { of, days } = await shortened(office);
  const [near, far] = [await office.network(), await office.network()];
  const officer = await office.signedIn(people.officer, { network: near });
  const centre = await office.signedIn(people.centre, { network: far });
  await officer.canStartOffline();

  await test.step("both go offline; the officer marks one day, the centre the other, and both the same woman", async () => {
    for (const network of [near, far]) await network.turn("no-api");
    await openRoster(officer, of.id, days[3]!);
    await expect(row(officer, "Đỗ Thị Hằng")).toContainText("Cùng ngày có tên ở lớp");
    await expect(row(officer, "Đỗ Thị Hằng").getByRole("radio", { checked: true })).toHaveCount(0);
    await mark(officer, "Đỗ Thị Hằng", "Vắng");
    await officer.button("29 người còn lại có mặt").click();
    await expect(officer.main).toContainText("30/30 đã điểm danh");
    await officer.hasSaved();

    await openRoster(centre, of.id, days[3]!);
    await mark(centre, "Đỗ Thị Hằng", "Có mặt");
    await openRoster(centre, of.id, days[4]!);
    await centre.button("30 người còn lại có mặt").click();
    await expect(centre.main).toContainText("30/30 đã điểm danh");
    await centre.hasSaved();
  });

  await test.step("different days are joined; the woman who was marked in two ways is a question", async () => {
    await near.turn("fine");
    await officer.sendNow();
    await far.turn("fine");
    await centre.sendNow();
    await officer.catchUp();
    const held = await (await office.person(people.centre)).held(COMMUNE);
    const named = held.filter(({ kind, doc }) => kind === "trainee" && doc["training_class"] === of.id && doc["name"] === "Đỗ Thị Hằng");
    const conflicts = held.filter(({ kind, doc }) => kind === "conflict" && doc["stage"] === "open" && doc["record"] === named[0]!.id);
    expect(conflicts).toHaveLength(1);
    const person = await office.person(people.officer);
    await person.act(conflicts[0]!, "resolve", "open", { side: "current" });
    // The other day of the woman stood in the same change as the day in question.
    const hang = (await person.held(COMMUNE)).find(({ kind, doc }) => kind === "trainee" && doc["training_class"] === of.id && doc["name"] === "Đỗ Thị Hằng")!;
    const present = new Set([...((hang.doc["present_on"] ?? []) as string[]), days[4]!]);
    present.delete(days[3]!);
    await person.edit(hang, { present_on: [...present].sort() });
  });

  await test.step("the class ends with its decision; the department sends it back, and it ends again", async () => {
    await officer.catchUp(`/records/training_class/${of.id}`);
    await officer.act("Kết thúc lớp", ending(days[4]!));
    await officer.sendNow();
    const department = await office.person(people.department);
    await department.act(await classOf(department), "return_result", "finished", { stage_note: "Thiếu chữ ký ngày cuối." });
    await officer.catchUp(`/records/training_class/${of.id}`);
    await expect(officer.state).toContainText("Đang học");
    await officer.act("Kết thúc lớp", ending(days[4]!));
    await officer.main.getByRole("button", { name: /^Ghi số chứng chỉ cho/ }).click();
    await expect(officer.main.getByRole("button", { name: /^Ghi số chứng chỉ cho/ })).toHaveCount(0);
    await officer.sendNow();
  });

  await test.step("the records are as expected", async () => {
    const person = await office.person(people.centre);
    const held = await person.held(COMMUNE);
    const trainees = held.filter(({ kind, doc }) => kind === "trainee" && doc["training_class"] === of.id);
    const numbers = trainees.flatMap(({ doc }) => (doc["certificate_no"] ? [doc["certificate_no"] as string] : []));
    const hang = trainees.find(({ doc }) => doc["name"] === "Đỗ Thị Hằng")!.doc;
    const place = (day: string) => `buổi ${days.indexOf(day) + 1}`;
    const result = {
      stage: (await classOf(person)).doc["stage"],
      decision: (await classOf(person)).doc["certificates_no"],
      marked: days.map((day) => trainees.filter(({ doc }) => ["present_on", "absent_on", "excused_on"].some((field) => ((doc[field] ?? []) as string[]).includes(day))).length),
      absentOnThe4th: trainees.filter(({ doc }) => ((doc["absent_on"] ?? []) as string[]).includes(days[3]!)).map(({ doc }) => doc["name"]),
      hangAbsent: ((hang["absent_on"] ?? []) as string[]).filter((day) => day >= days[3]!).map(place),
      firstNumber: numbers.sort()[0],
      numbersAreDifferent: new Set(numbers).size === numbers.length,
    };
    const expected: unknown = JSON.parse(await readFile(join(import.meta.dirname, "expected/story_training.json"), "utf8"));
    expect(result).toEqual(expected);
  });
});
