// Two people change the same facility without network.

import type { Book } from "./support/book.ts";
import { expect, people, test, type Office } from "./support/office.ts";
import { COMMUNE, facilities } from "./support/province.ts";

const FACILITY = facilities.noodles;
const OFFICER = "Nguyễn Thị Hường";
const CENTRE = "Nguyễn Thị Hạnh";

/** The officer's tablet and the desk of the centre, each with a way of its own, both cut off. */
async function apart(office: Office) {
  const [near, far] = [await office.network(), await office.network()];
  const officer = await office.signedIn(people.officer, { network: near });
  const centre = await office.signedIn(people.centre, { network: far });
  await officer.openFacility(FACILITY);
  await centre.openFacility(FACILITY);
  for (const network of [near, far]) await network.turn("no-api");
  return { officer, centre, near, far };
}

/** What waits goes out, then each device asks once more for what the other sent. */
async function together({ officer, centre, near, far }: Awaited<ReturnType<typeof apart>>) {
  await near.turn("fine");
  await officer.sendNow();
  await far.turn("fine");
  await centre.sendNow();
  await officer.catchUp();
}

async function show(book: Book): Promise<void> {
  await book.openFacility(FACILITY);
}

test("edits of different fields both stand, on both devices", async ({ office }) => {
  const meeting = await apart(office);
  const { officer, centre } = meeting;
  await officer.edit("Lao động", { "Tổng số lao động": "27" });
  await officer.hasSaved();
  await centre.edit("Chủ cơ sở", { "Số điện thoại": "0912 345 678" });
  await centre.hasSaved();
  await together(meeting);

  for (const book of [officer, centre]) {
    await show(book);
    await expect(book.main).toContainText("27");
    await expect(book.history).toContainText(/đổi Tổng số lao động từ 5(\sngười)? thành 27/);
    await expect(book.history).toContainText("Số điện thoại");
    await expect(book.main).not.toContainText("hai giá trị");
  }
  const stored = (await (await office.person(people.officer)).all("facility")).find(({ doc }) => doc["name"] === FACILITY)!;
  expect(stored.doc).toMatchObject({ workers_total: 27, phone: "0912345678" });
});

test("edits of the same field are shown to both, resolved offline by one, gone for both, told by the history", async ({ office }) => {
  const meeting = await apart(office);
  const { officer, centre, near } = meeting;
  await officer.edit("Lao động", { "Tổng số lao động": "24" });
  await centre.edit("Lao động", { "Tổng số lao động": "21" });
  await together(meeting);

  await test.step("both see both values and their authors", async () => {
    for (const [book, other] of [[officer, `Của ${CENTRE} (Cán bộ Trung tâm)`], [centre, `Của ${OFFICER} (Cán bộ xã, phường)`]] as const) {
      await show(book);
      await expect(book.syncBar).toContainText("Cần xem lại");
      await expect(book.main).toContainText("Tổng số lao động có hai giá trị");
      await book.main.getByRole("link", { name: "Chọn giá trị đúng" }).click();
      const question = book.main.getByRole("group", { name: "Tổng số lao động" });
      await expect(question).toContainText("Lúc đầu cả hai cùng thấy: 5");
      const mine = question.getByText("Của bạn").locator("xpath=ancestor::label");
      const theirs = question.getByText(other).locator("xpath=ancestor::label");
      await expect(mine).toContainText(book === officer ? "24" : "21");
      await expect(theirs).toContainText(book === officer ? "21" : "24");
      // Nobody is pushed towards a side.
      for (const radio of await question.getByRole("radio").all()) await expect(radio).not.toBeChecked();
    }
  });

  await test.step("the officer chooses without network", async () => {
    await near.turn("no-api");
    await officer.main.getByRole("radio", { name: "Của bạn" }).check();
    await officer.button("Lưu ô đã chọn").click();
    await expect(officer.main).toContainText("Không có ô nào cần chọn");
    await near.turn("fine");
    await officer.sendNow();
  });

  await test.step("it is gone on both, and both histories tell it", async () => {
    await centre.catchUp();
    for (const book of [officer, centre]) {
      await show(book);
      await expect(book.main).not.toContainText("hai giá trị");
      await expect(book.main).toContainText("24");
      await expect(book.history).toContainText(/chọn 24(\sngười)? cho Tổng số lao động; giá trị kia: 21/);
    }
    const all = await (await office.person(people.centre)).held(COMMUNE);
    expect(all.find(({ doc }) => doc["name"] === FACILITY)!.doc["workers_total"]).toBe(24);
  });
});

test("where the same two people changed the same field of many records, one choice counts for all", async ({ office }) => {
  const [hers, centre] = [await office.person(people.officer), await office.person(people.centre)];
  const disputed = new Set((await hers.all("conflict")).map(({ doc }) => doc["record"]));
  const calm = (await hers.all("facility")).filter(({ doc, id }) => doc["village"] && !disputed.has(id));
  const seen = calm.slice(0, 4);
  const [first, ...rest] = seen;
  for (const record of seen) await centre.edit(record, { village: "Thôn Trung Tâm" });
  const late = { village: "Thôn Xã Ghi" };
  for (const record of seen) await expect(hers.edit(record, late)).rejects.toThrow("conflict");
  // This one is another's: it is not decided with the rest.
  const apart = calm[4]!;
  await (await office.person(people.planner)).edit(apart, { village: "Thôn Của Đức" });
  await expect(hers.edit(apart, late)).rejects.toThrow("conflict");

  const officer = await office.signedIn(people.officer, { size: "phone" });
  await officer.visit(`/facilities/${first!.id}`);
  await officer.main.getByRole("link", { name: "Chọn giá trị đúng" }).click();
  const all = officer.main.getByRole("checkbox");
  await expect(all, "not before a side is chosen").toHaveCount(0);
  await officer.main.getByRole("radio", { name: "Của bạn" }).check();
  await expect(officer.main).toContainText(`Chọn như vậy ở ${rest.length} hồ sơ khác`);
  await expect(all).not.toBeChecked();
  await all.check();
  await officer.button("Lưu ô đã chọn").click();
  await expect(officer.main).toContainText("Không có ô nào cần chọn");
  await officer.sendNow();

  const stored = new Map((await hers.all("facility")).map((record) => [record.id, record.doc["village"]]));
  for (const record of seen) expect(stored.get(record.id)).toBe("Thôn Xã Ghi");
  expect(stored.get(apart.id), "still to be decided").toBe("Thôn Của Đức");
  const open = (await hers.all("conflict")).filter(({ doc }) => doc["stage"] === "open" && doc["record"] === apart.id);
  expect(open).toHaveLength(1);
});
