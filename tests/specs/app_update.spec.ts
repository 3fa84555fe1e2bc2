// PWA-3: a newer build comes only when the person lets it in, and takes nothing away.

import { expect, Office, people, test } from "./support/office.ts";
import * as build from "./support/newer_build.ts";
import { COMMUNE, facilities } from "./support/province.ts";
import type { Book } from "./support/book.ts";

/** The style sheet in use: each build has its own. */
async function sheet(book: Book): Promise<string | null> {
  return book.page.locator('link[rel="stylesheet"]').getAttribute("href");
}

test("three waiting changes survive the newer build and reach the server once; nothing changes in the middle of a form", async () => {
  const web = await build.copyOfBuild();
  const office = await Office.open({ web });
  try {
    const network = await office.network();
    const book = await office.signedIn(people.officer, { network });
    await book.canStartOffline();
    const old = await sheet(book);
    await network.turn("no-api");
    await book.editFacility(facilities.mechanics, "Lao động", { "Tổng số lao động": "11" });
    await book.editFacility(facilities.noodles, "Lao động", { "Tổng số lao động": "13" });
    await book.writeFacility({ "Tên và nơi sản xuất": { "Tên cơ sở": "Gốm Bản Mới" } });
    await book.openOutbox();
    await expect(book.main).toContainText("3 mục");

    let newer: string | undefined;
    const offer = book.page.getByRole("button", { name: "Cập nhật", exact: true });
    await test.step("the newer build comes while a form is being filled in", async () => {
      await book.openFacility(facilities.wood);
      await book.main.getByRole("link", { name: "Sửa", exact: true }).first().click();
      await book.openGroup("Chủ cơ sở");
      await book.field("Chủ cơ sở").fill("Nguyễn Đức Thuỵ (mới)");
      [newer] = await build.release(web);
      await book.page.evaluate(async () => {
        const registration = await navigator.serviceWorker.ready;
        const ready = new Promise<void>((resolve) => {
          registration.addEventListener("updatefound", () => {
            const worker = registration.installing!;
            worker.addEventListener("statechange", () => worker.state === "installed" && resolve());
          });
        });
        await registration.update();
        await ready;
      });
      await expect(book.field("Chủ cơ sở")).toHaveValue("Nguyễn Đức Thuỵ (mới)");
      await expect(offer).toBeHidden();
      expect(await sheet(book)).toBe(old);
    });

    await test.step("it is offered outside the form, with what is kept", async () => {
      await book.visit("/");
      await expect(offer).toBeVisible();
      await expect(book.page.getByText("3 thay đổi chờ gửi được giữ nguyên")).toBeVisible();
      expect(await sheet(book), "opening a page lets nothing in").toBe(old);
      await offer.click();
      await expect.poll(() => sheet(book).catch(() => null)).toBe(newer);
    });

    await test.step("the three changes and the draft are still there, then arrive once", async () => {
      await book.openOutbox();
      await expect(book.main).toContainText("3 mục");
      await network.turn("fine");
      await book.sendNow();
      const centre = await office.person(people.centre);
      const held = (await centre.held(COMMUNE)).filter(({ kind }) => kind === "facility");
      const workers = (name: string) => held.filter(({ doc }) => doc["name"] === name).map(({ doc }) => doc["workers_total"] ?? null);
      expect(workers(facilities.mechanics)).toEqual([11]);
      expect(workers(facilities.noodles)).toEqual([13]);
      expect(workers("Gốm Bản Mới")).toEqual([null]);

      await book.openFacility(facilities.wood);
      await book.main.getByRole("link", { name: "Sửa", exact: true }).first().click();
      await book.openGroup("Chủ cơ sở");
      await expect(book.field("Chủ cơ sở")).toHaveValue("Nguyễn Đức Thuỵ (mới)");
    });
  } finally {
    await office.close();
    await build.discard(web);
  }
});
