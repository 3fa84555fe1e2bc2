// B4: a session that ended takes nothing away, and only the server itself can end it.

import { expect, people, test } from "./support/office.ts";
import { COMMUNE, facilities } from "./support/province.ts";
import type { Weather } from "./support/network.ts";

test("the password was changed elsewhere: unsent work stays readable and editable, signing in again sends it", async ({ office }) => {
  const network = await office.network();
  const book = await office.signedIn(people.officer, { network });
  await network.turn("no-api");
  await book.editFacility(facilities.mechanics, "Lao động", { "Tổng số lao động": "14" });
  await book.hasSaved();
  const elsewhere = await office.person(people.officer);
  await elsewhere.changePassword("mot-mat-khau-khac-hẳn");
  await network.turn("fine");

  await test.step("the app says so and goes on", async () => {
    await book.visit("/");
    await expect(book.page.getByText("Phiên đăng nhập đã hết").first()).toBeVisible();
    await book.openFacility(facilities.mechanics);
    await expect(book.main).toContainText("14");
    await book.edit("Lao động", { "Tổng số lao động": "15" });
    await book.hasSaved();
    await book.openOutbox();
    await expect(book.main).toContainText("2 mục");
  });

  await test.step("the person signs in again", async () => {
    await book.page.getByRole("button", { name: "Đăng nhập lại" }).click();
    await book.signIn("mot-mat-khau-khac-hẳn");
    await book.sendNow();
  });

  const centre = await office.person(people.centre);
  const stored = (await centre.held(COMMUNE)).filter(({ doc }) => doc["name"] === facilities.mechanics);
  expect(stored.map(({ doc }) => doc["workers_total"])).toEqual([15]);
});

const strangers: [Weather, string][] = [
  ["portal", "a login page of a café's network"],
  ["redirect", "a redirect to such a page"],
  ["bad-gateway", "a gateway without its server"],
];

for (const [weather, what] of strangers) {
  test(`${what} never signs anybody out`, async ({ office }) => {
    const network = await office.network();
    const book = await office.signedIn(people.officer, { network });
    await network.turn(weather);
    await book.editFacility(facilities.mechanics, "Lao động", { "Tổng số lao động": "16" });
    await book.hasSaved();
    await book.openOutbox();
    await expect(book.syncBar).toContainText("Có sóng nhưng chưa tới được máy chủ");
    await book.syncBar.getByRole("button", { name: "Gửi ngay" }).click();
    await expect(book.syncBar).toContainText("Đã lưu trên máy");
    await expect(book.main).toContainText(`Sửa cơ sở: ${facilities.mechanics}`);
    await expect(book.page.getByText("Phiên đăng nhập đã hết")).toBeHidden();
    await expect(book.page.getByLabel("Tên đăng nhập")).toBeHidden();

    await network.turn("fine");
    await book.sendNow();
    const centre = await office.person(people.centre);
    const stored = (await centre.held(COMMUNE)).filter(({ doc }) => doc["name"] === facilities.mechanics);
    expect(stored.map(({ doc }) => doc["workers_total"])).toEqual([16]);
  });
}
