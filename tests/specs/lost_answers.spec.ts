// What a bad line does to a change: it still arrives, and once.

import type { Book } from "./support/book.ts";
import { expect, people, test, type Office } from "./support/office.ts";
import type { Stored } from "./support/person.ts";
import { COMMUNE, facilities } from "./support/province.ts";

const PUSH = "/api/v1/sync/push";

/** The facilities of the commune that are called so. */
async function called(office: Office, name: string): Promise<Stored[]> {
  const centre = await office.person(people.centre);
  const all = await centre.held(COMMUNE);
  return all.filter((record) => record.kind === "facility" && record.doc["name"] === name);
}

/** Changes a number, kills the browser the moment it says that this is saved, and opens it again. */
async function killedWhileSaving(book: Book, workers: string): Promise<void> {
  await book.openFacility(facilities.mechanics);
  await book.main.getByRole("link", { name: "Sửa", exact: true }).first().click();
  await book.openGroup("Lao động");
  await book.answer({ "Tổng số lao động": workers });
  await book.checkAnswers();
  await book.button("Lưu vào sổ").click();
  await book.hasSaved();
  await book.die();

  await book.start();
  await book.hasSaved();
  await book.openFacility(facilities.mechanics);
  await expect(book.fact("Tổng số lao động")).toContainText(workers);
}

test("answers that never arrive, requests that arrive twice or late: one record", async ({ office }) => {
  const network = await office.network();
  const book = await office.signedIn(people.officer, { network });

  await test.step("the answer is lost twice", async () => {
    network.loseAnswers(PUSH, 2);
    await book.writeFacility({ "Tên và nơi sản xuất": { "Tên cơ sở": "Gốm Mất Tin" } });
    await book.sendNow();
    expect(network.isCalm).toBe(true);
    expect(network.to(PUSH).length).toBeGreaterThanOrEqual(3);
  });

  await test.step("each request arrives twice", async () => {
    network.sendTwice(PUSH, 2);
    await book.writeFacility({ "Tên và nơi sản xuất": { "Tên cơ sở": "Gốm Hai Lần" } });
    await book.sendNow();
    await book.editFacility("Gốm Hai Lần", "Lao động", { "Tổng số lao động": "5" });
    await book.sendNow();
    expect(network.isCalm).toBe(true);
  });

  await test.step("an old request arrives after the ones that followed it", async () => {
    const { letGo } = network.holdBack(PUSH);
    await book.writeFacility({ "Tên và nơi sản xuất": { "Tên cơ sở": "Gốm Đến Muộn", "Thôn, tổ dân phố": "Thôn Cũ" } });
    await book.sendNow();
    await book.editFacility("Gốm Đến Muộn", "Tên và nơi sản xuất", { "Thôn, tổ dân phố": "Thôn Mới" });
    await book.sendNow();
    expect((await letGo()).status).toBe(200);
  });

  for (const name of ["Gốm Mất Tin", "Gốm Hai Lần", "Gốm Đến Muộn"]) {
    expect(await called(office, name), name).toHaveLength(1);
  }
  const [late] = await called(office, "Gốm Đến Muộn");
  expect(late!.doc["village"]).toBe("Thôn Mới");
  const [twice] = await called(office, "Gốm Hai Lần");
  const centre = await office.person(people.centre);
  const edits = (await centre.history(twice!.id, COMMUNE)).filter((entry) => entry.diff?.["workers_total"]);
  expect(edits, "the edit stands once in the journal").toHaveLength(1);
});

test("the browser is killed right after 'Đã lưu trên máy': it is still there, then it arrives", async ({ office }) => {
  const network = await office.network();
  const book = await office.signedIn(people.officer, { network });
  await book.canStartOffline();
  // Signed in on an earlier day: browsers write cookies to the disk half a minute late.
  await book.close();
  await book.start();
  await network.turn("down");
  await killedWhileSaving(book, "31");

  await network.turn("fine");
  await book.sendNow();
  const stored = await called(office, facilities.mechanics);
  expect(stored.map(({ doc }) => doc["workers_total"])).toEqual([31]);
});

test("killed in the first minute after signing in, the book still opens without network, and the change is in it", async ({ office }) => {
  const network = await office.network();
  const book = await office.signedIn(people.officer, { network });
  await book.canStartOffline();
  await network.turn("down");
  await killedWhileSaving(book, "32");
});

test("a draft that was being typed when the browser was killed is there again, in the same place", async ({ office }) => {
  const book = await office.signedIn(people.officer);
  await book.go("Ghi mới");
  await book.row("Cơ sở mới").click();
  await book.openGroup("Chủ cơ sở");
  await book.answer({ "Chủ cơ sở": "Đỗ Thị Thuỷ" });
  await expect(book.page.getByText("Bản nháp đã lưu trên máy lúc")).toBeVisible();
  const address = new URL(book.page.url());
  await book.die();

  await book.start(address.pathname + address.search);
  await expect(book.heading).toHaveText("Chủ cơ sở");
  await expect(book.field("Chủ cơ sở")).toHaveValue("Đỗ Thị Thuỷ");
});
