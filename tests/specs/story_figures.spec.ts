// Figures of a year: a facility tells its own on the phone, its commune sends them back and confirms them; a commune tells
// its people and its money. Both are written down without network, and both have a figure that two people wrote.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, people, test } from "./support/office.ts";
import { compared } from "./support/offices.ts";
import type { Fields } from "./support/person.ts";
import { COMMUNE, facilities } from "./support/province.ts";

const FAULT = "Doanh thu lệch tờ khai thuế, xem lại";
const UNPAID = "Đã chi lớn hơn số quyết toán của xã, xem lại";
const LAST_YEAR = String(new Date().getFullYear() - 1);

/** A register as a file. */
interface Exported {
  records: { id: string; fields: Fields; history: { deed: string }[] }[];
}

test("a facility and a commune tell their year", async ({ office }) => {
  test.setTimeout(150_000);
  const centre = await office.person(people.centre);
  const find = async (id: string) => (await centre.record(id, COMMUNE))!;
  const facility = (await centre.held(COMMUNE)).find(({ doc }) => doc["name"] === facilities.pottery)!.id;
  const [near, far] = [await office.network(), await office.network()];
  const owner = await office.signedIn(people.owner, { network: near, size: "phone" });
  const officer = await office.signedIn(people.officer, { network: far });

  const year = await test.step("the owner writes last year down without network", async () => {
    await near.turn("no-api");
    await owner.visit(`/facilities/${facility}`);
    await owner.main.getByRole("link", { name: `Ghi số liệu năm ${LAST_YEAR}` }).click();
    await owner.answerAll({
      "Năm": { "Năm": LAST_YEAR },
      "Lao động": { "Lao động bình quân năm": "18", "Trong đó nữ": "10", "Có bảo hiểm xã hội": "11" },
      "Vốn, doanh thu, thuế, điện": { "Doanh thu": "3,9 tỷ", "Thuế đã nộp": "34 tr" },
    });
    await owner.finish("Lưu vào sổ");
    const { id } = owner;
    await near.turn("fine");
    await owner.sendNow();
    return id;
  });
  const page = `/records/facility_year/${year}`;

  await test.step("the commune wrote another revenue; the owner decides and hands in", async () => {
    await near.turn("no-api");
    await centre.edit(await find(year), { revenue_vnd: 4_400_000_000 });
    await owner.visit(page);
    await owner.edit("Vốn, doanh thu, thuế, điện", { "Doanh thu": "4 tỷ" });
    await near.turn("fine");
    await owner.sendNow();
    await owner.visit(page);
    await owner.decide();
    await owner.page.goBack();
    await owner.act("Nộp số liệu");
    await owner.sendNow();
  });

  await test.step("the commune sends them back; the owner puts them right", async () => {
    await officer.catchUp(page);
    await officer.act("Trả lại để sửa", { "Ghi chú khi chuyển bước": FAULT });
    await officer.sendNow();
    await owner.catchUp(page);
    await expect(owner.main).toContainText(FAULT);
    await owner.edit("Vốn, doanh thu, thuế, điện", { "Doanh thu": "4,15 tỷ" });
    await owner.act("Nộp số liệu");
    await owner.sendNow();
  });

  await test.step("once confirmed they stand on the facility, and change no more", async () => {
    await officer.catchUp(page);
    await officer.act("Xác nhận số liệu");
    await officer.sendNow();
    await expect(centre.edit(await find(year), { revenue_vnd: 1 })).rejects.toThrow("not applied");
    await officer.catchUp(`/facilities/${facility}`);
    const years = officer.main.getByRole("region", { name: /Số liệu/ });
    await expect(years).toContainText("4.150.000.000");
    const { doc } = await find(facility);
    expect([doc["figures_year"], doc["revenue_vnd"], doc["workers_total"]]).toEqual([Number(LAST_YEAR), 4_150_000_000, 18]);
  });

  const commune = await test.step("the commune writes its people and money down without network", async () => {
    await far.turn("no-api");
    await officer.visit("/communes/capacity");
    await officer.main.getByRole("link", { name: /^Ghi nhân lực, kinh phí năm/ }).click();
    await officer.answerAll({
      "Người làm khuyến công": {
        "Năm": LAST_YEAR,
        "Chuyên trách": "0",
        "Kiêm nhiệm": "2",
        "Cộng tác viên khuyến công": "3",
        "Người phụ trách": "Nguyễn Văn Sơn",
      },
      "Kinh phí, phương tiện": { "Kinh phí xã bố trí trong năm": "25 tr" },
    });
    await officer.finish("Lưu vào sổ");
    const { id } = officer;
    await officer.hasSaved();
    await far.turn("fine");
    await officer.sendNow();
    return id;
  });

  await test.step("the centre wrote another budget; the officer decides", async () => {
    await far.turn("no-api");
    await centre.edit(await find(commune), { budget: 30_000_000 });
    await officer.visit(`/records/commune_capacity/${commune}`);
    await officer.edit("Kinh phí, phương tiện", { "Kinh phí xã bố trí trong năm": "26 tr", "Đã chi": "24 tr" });
    await far.turn("fine");
    await officer.sendNow();
    await officer.visit(`/records/commune_capacity/${commune}`);
    await officer.decide();
    await officer.sendNow();
  });

  await test.step("handed in it comes back for a fault; put right it is confirmed and changes no more", async () => {
    const page = `/records/commune_capacity/${commune}`;
    await officer.visit(page);
    await officer.act("Nộp số liệu");
    await officer.sendNow();
    await centre.act(await find(commune), "return", "handed_in", { stage_note: UNPAID });
    await officer.catchUp(page);
    await expect(officer.main).toContainText(UNPAID);
    await officer.edit("Kinh phí, phương tiện", { "Đã chi": "22 tr" });
    await officer.act("Nộp số liệu");
    await officer.sendNow();
    await officer.catchUp(page);
    await expect(officer.main.getByRole("button", { name: "Xác nhận số liệu" }), "a commune confirms nothing").toHaveCount(0);
    await centre.act(await find(commune), "confirm", "handed_in");
    await officer.catchUp(page);
    await expect(officer.state).toContainText("Đã xác nhận");
    await expect(centre.edit(await find(commune), { spent: 1 })).rejects.toThrow("not applied");
  });

  await test.step("what the officer takes out of the register is what was agreed on, with its history", async () => {
    await officer.visit("/records/facility_year/export");
    const saved = officer.page.waitForEvent("download");
    await officer.button("Toàn bộ, có lịch sử (JSON)").click();
    const file = JSON.parse(await readFile((await (await saved).path())!, "utf8")) as Exported;
    const record = file.records.find(({ id }) => id === year)!;
    expect(record.fields).toEqual((await find(year)).doc);
    expect(record.history.map(({ deed }) => deed)).toEqual(expect.arrayContaining(["create", "hand_in", "return", "confirm"]));
  });

  const told = { facility_year: compared(await find(year)), commune_capacity: compared(await find(commune)) };
  const expected = JSON.parse(await readFile(join(import.meta.dirname, "expected/figures.json"), "utf8")) as typeof told;
  for (const record of Object.values(expected)) record["year"] = Number(LAST_YEAR);
  expect(told).toEqual(expected);
});
