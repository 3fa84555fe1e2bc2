// Two officers of one commune write the same workshop down, both without network: nothing is refused, nothing is
// silent, and a person makes one of the two.

import { readFileSync } from "node:fs";
import type { Book } from "./support/book.ts";
import { expect, people, test } from "./support/office.ts";
import type { Stored } from "./support/person.ts";
import { COMMUNE } from "./support/province.ts";

const NAME = "Gốm Lò Rồng";
const PHONE = "0912 777 345";

async function writeDown(book: Book, phone: string, workers: string): Promise<string> {
  const id = await book.writeFacility({
    "Tên và nơi sản xuất": { "Tên cơ sở": NAME, "Thôn, tổ dân phố": "Thôn Đoàn Kết" },
    "Chủ cơ sở": { "Chủ cơ sở": "Nguyễn Đức Thuỵ", "Số điện thoại": phone },
    "Lao động": { "Số liệu của năm": "2025", "Tổng số lao động": workers },
  });
  await book.hasSaved();
  return id;
}

/** What of the records is the story, by names in place of ids. */
function told(records: Stored[], names: Map<string, string>): unknown[] {
  const fields = ["name", "status", "merged_into", "facility", "wish", "record", "other", "signs", "keep", "stage", "stage_note", "workers_total"];
  const named = (value: unknown) => (typeof value === "string" ? (names.get(value) ?? value) : value);
  return records
    .filter(({ id }) => names.has(id))
    .map(({ id, kind, doc }) => {
      const kept = fields.filter((field) => field in doc).map((field) => [field, named(doc[field])]);
      return { is: names.get(id), kind, ...Object.fromEntries(kept) };
    })
    .sort((one, other) => String(one.is).localeCompare(String(other.is)));
}

test("two officers write down one workshop without network; both are kept, one of them stays", async ({ office }) => {
  test.setTimeout(120_000);
  const [near, far] = [await office.network(), await office.network()];
  const first = await office.signedIn(people.officer, { network: near });
  const second = await office.signedIn(people.officer, { network: far });
  for (const network of [near, far]) await network.turn("no-api");

  const older = await writeDown(first, PHONE, "12");
  const newer = await test.step("the second also registers a need of it", async () => {
    const id = await writeDown(second, PHONE, "14");
    await second.main.getByRole("link", { name: "Đăng ký nhu cầu" }).click();
    await second.row("Mua máy, thiết bị mới").click();
    await second.answer({ "Việc cần hỗ trợ": "Máy ép phôi gốm" });
    await second.openGroup("Chi phí, vốn");
    await second.answer({
      "Chi phí dự kiến": "300 tr",
      "Đã hiểu: Nhà nước trả sau khi nghiệm thu": "Có",
      "Cam kết không nhận nguồn hỗ trợ khác của Nhà nước cho việc này": "Có",
    });
    await second.finish("Nộp đăng ký");
    await second.hasSaved();
    return id;
  });
  const need = second.id;

  await test.step("both arrive, and both are kept", async () => {
    await near.turn("fine");
    await first.sendNow();
    await far.turn("fine");
    await second.sendNow();
    const all = await (await office.person(people.officer)).all("facility", [COMMUNE]);
    expect(all.filter(({ doc }) => doc["name"] === NAME).map(({ id }) => id).sort()).toEqual([older, newer].sort());
  });

  await test.step("a third time, on the form, it is asked", async () => {
    await first.catchUp();
    await first.go("Ghi mới");
    await first.row("Cơ sở mới").click();
    await first.openGroup("Tên và nơi sản xuất");
    await first.answer({ "Tên cơ sở": NAME });
    await first.checkAnswers();
    await expect(first.main).toContainText(`${NAME}, Thôn Đoàn Kết`);
    await first.button("Lưu vào sổ").click();
    await expect(first.main).toContainText("Xem rồi đánh dấu");
    await expect(first.heading).toHaveText("Kiểm tra lại");
  });

  await test.step("the task stands on the day's work, and both are beside each other", async () => {
    await first.catchUp();
    await expect(first.main.getByRole("region", { name: "Hai hồ sơ có thể là một" })).toContainText("Chờ xem là một hay hai");
    await first.visit(`/facilities/${newer}`);
    await expect(first.main).toContainText("Có thể đã ghi hai lần: trùng tên trong xã, trùng số điện thoại");
    await first.main.getByRole("link", { name: "Xem và quyết định" }).click();
    await expect(first.main).toContainText("Cả hai đều được giữ");
    await expect(first.main.getByRole("table").getByRole("link", { name: NAME })).toHaveCount(2);
    await expect(first.main).toContainText("12");
    await expect(first.main).toContainText("14");
  });
  const task = first.id;

  await test.step("they become one", async () => {
    await first.act("Nhập làm một", { "Giữ lại": "Hồ sơ ghi trước", "Ghi chú khi chuyển bước": "Cùng một lò, hai người cùng ghi" });
    await expect(first.state).toContainText("Đã nhập làm một");
    await first.sendNow();
  });

  await test.step("the one that went leads to the one that stays, which has the need", async () => {
    await second.catchUp(`/facilities/${newer}`);
    await expect(second.main).toContainText(`Cơ sở này đã nhập vào ${NAME}`);
    await expect(second.history).toContainText("Đã nhập vào cơ sở");
    await second.main.getByRole("link", { name: "Mở cơ sở còn lại" }).click();
    await expect(second.main).toContainText("Máy ép phôi gốm");
    expect(second.page.url()).toContain(older);
  });

  await test.step("the records are as the story says", async () => {
    const held = await (await office.person(people.centre)).held(COMMUNE);
    const names = new Map([
      [older, "the first"],
      [newer, "the second"],
      [need, "the need"],
      [task, "the task"],
    ]);
    const expected = JSON.parse(readFileSync(`${import.meta.dirname}/expected/story_duplicate.json`, "utf8")) as unknown;
    expect(told(held, names)).toEqual(expected);
  });
});

test("an officer takes a list over from a table, and gets the register as one", async ({ office }) => {
  const book = await office.signedIn(people.officer);
  await book.visit("/records/facility/import");
  const columns = ["Tên cơ sở", "Xã, phường", "Số điện thoại", "Tổng số lao động", "Ghi chú lạ"];
  const good = Array.from({ length: 30 }, (_, at) => [`Gốm Thử Nghiệm ${at + 1}`, "Phù Lãng", `0987 654 ${100 + at}`, "5", "x"]);
  const bad = [["Gốm Sai", "Hà Nội", "12", "năm", ""]];
  const table = [columns, ...good, ...bad].map((row) => row.join("\t")).join("\n");
  await book.field("Dán bảng vào đây").fill(table);
  await expect(book.main).toContainText("30 dòng ghi được, 1 dòng có chỗ sai");
  await expect(book.main).toContainText("Không nhập các cột: Ghi chú lạ");
  await expect(book.main).toContainText("không phải mã xã, phường của tỉnh");

  await book.button("Ghi 30 dòng vào sổ").click();
  await expect(book.main).toContainText("Đã ghi 30 hồ sơ trên máy", { timeout: 30_000 });
  await expect(book.main).toContainText("0 dòng ghi được, 1 dòng có chỗ sai");
  await book.sendNow();
  const stored = await (await office.person(people.centre)).all("facility", [COMMUNE]);
  expect(stored.filter(({ doc }) => String(doc["name"]).startsWith("Gốm Thử Nghiệm")).length).toBe(30);

  await book.visit("/facilities?q=Th%E1%BB%AD+Nghi%E1%BB%87m");
  await book.main.getByRole("link", { name: "Xuất", exact: true }).click();
  const download = book.page.waitForEvent("download");
  await book.button("Bảng tính (CSV, mở bằng Excel)").click();
  const text = readFileSync(await (await download).path(), "utf8");
  expect(text.startsWith("\uFEFF")).toBe(true);
  const lines = text.trim().split("\r\n");
  expect(lines.length).toBe(31);
  expect(lines[1]).toContain("Gốm Thử Nghiệm");
  expect(text).not.toContain("Số định danh");
});
