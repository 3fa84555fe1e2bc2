// The activities that are planned, carried out, reported and confirmed: each from the first line to the confirmation, by
// those who act. All are written down without network, in each two people changed a field, each report was sent back.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Book } from "./support/book.ts";
import { expect, people, test, type Office } from "./support/office.ts";
import type { Fields, Stored } from "./support/person.ts";
import { atFacilities, FAIR, ofTheCentre, PROGRAMME, type Story } from "./support/stories.ts";

/** What differs from run to run: days of steps, accounts. */
const NOT_COMPARED = ["owner_account", "stage_since", "stage_note"];
const FAULT = "Thiếu kết quả, ghi thêm rồi báo cáo lại";

interface Written extends Story {
  id: string;
  page: string;
}

async function openForm(book: Book, { of, name, kind = name }: Story): Promise<void> {
  if (!of) {
    await book.visit(`/records/${kind}/new`);
    return;
  }
  await book.openFacility(of.facility);
  await book.main.locator("summary").filter({ hasText: "Ghi thêm cho hồ sơ này" }).click();
  await book.main.getByRole("link", { name: of.add, exact: true }).click();
}

async function write(book: Book, story: Story): Promise<Written> {
  await openForm(book, story);
  await book.answerAll(story.answers);
  await book.finish("Lưu vào sổ");
  return { ...story, id: book.id, page: `/records/${story.kind ?? story.name}/${book.id}` };
}

/** Each story in a step of its own: a report names the one that failed. */
async function each<S extends Story, T>(what: string, stories: S[], take: (story: S) => Promise<T>): Promise<T[]> {
  const all: T[] = [];
  await test.step(what, async () => {
    for (const story of stories) all.push(await test.step(story.name, () => take(story)));
  });
  return all;
}

async function carryOut(office: Office, login: string, planned: Story[]): Promise<void> {
  const other = await office.person(login === people.centre ? people.planner : people.centre);
  const held = async (): Promise<Map<string, Stored>> => {
    const all = await Promise.all(other.scopes.map((scope) => other.held(scope)));
    return new Map(all.flat().map((record) => [record.id, record]));
  };
  const near = await office.network();
  const writer = await office.signedIn(login, { network: near });

  await near.turn("no-api");
  const stories = await each("written down without network", planned, (story) => write(writer, story));
  await writer.hasSaved();
  await near.turn("fine");
  await writer.sendNow();

  await near.turn("no-api");
  const arrived = await held();
  await each("two people change a field", stories, async ({ id, page, disputed }) => {
    await other.edit(arrived.get(id)!, disputed.theirs);
    await writer.visit(page);
    await writer.edit(disputed.group, disputed.mine);
  });
  await near.turn("fine");
  await writer.sendNow();
  await each("the writer decides, begins and reports", stories, async ({ page }) => {
    await writer.visit(page);
    await writer.decide();
    await writer.page.goBack();
    await writer.act("Bắt đầu thực hiện");
    await writer.act("Báo cáo kết quả");
  });
  await writer.sendNow();

  const department = await office.signedIn(people.department);
  await each("the department sends the report back", stories, async ({ page }) => {
    await department.visit(page);
    await department.act("Trả lại báo cáo", { "Ghi chú khi chuyển bước": FAULT });
  });
  await department.sendNow();

  await writer.catchUp();
  await each("it is put right and reported again", stories, async ({ page, mended }) => {
    await writer.visit(page);
    await expect(writer.main).toContainText(FAULT);
    await writer.edit(mended.group, mended.answers);
    await writer.act("Báo cáo kết quả");
  });
  await writer.sendNow();

  await department.catchUp();
  await each("the department confirms it", stories, async ({ page }) => {
    await department.visit(page);
    await department.act("Xác nhận kết quả");
    await expect(department.state).toContainText("Đã xác nhận");
    await expect(department.history).toContainText(FAULT);
    await expect(department.main.getByRole("link", { name: /^Sửa / })).toHaveCount(0);
  });
  await department.sendNow();

  const records = await held();
  const expected = JSON.parse(await readFile(join(import.meta.dirname, "expected/activities.json"), "utf8")) as Record<string, Fields>;
  const told = Object.fromEntries(stories.map(({ name, id }) => [name, named(records.get(id)!, records)]));
  expect(told).toEqual(Object.fromEntries(stories.map(({ name }) => [name, expected[name]])));
}

/** A record with the names of those it points to in the place of their ids. */
function named({ doc }: Stored, records: Map<string, Stored>): Fields {
  const kept = Object.entries(doc).filter(([field]) => !NOT_COMPARED.includes(field));
  return Object.fromEntries(kept.map(([field, value]) => [field, records.get(String(value))?.doc["name"] ?? value]));
}

test("what a commune writes down at its facilities", async ({ office }) => {
  test.setTimeout(300_000);
  const centre = await office.person(people.centre);
  await centre.make("partner_programme", "ref", { name: PROGRAMME, partner: "Samsung Việt Nam", started_on: "2026-03-02" });
  const days = { starts_on: "2026-09-10", ends_on: "2026-09-14" };
  await centre.make("fair", "ref", { name: FAIR, form: "organise", place: "Bắc Ninh", ...days });
  await carryOut(office, people.officer, atFacilities);
});

test("what the centre carries out for the whole province", async ({ office }) => {
  test.setTimeout(300_000);
  await carryOut(office, people.centre, ofTheCentre);
});
