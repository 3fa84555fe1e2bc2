// Searching as people type: without marks, and never losing the place.

import { expect, people, test } from "./support/office.ts";
import { facilities } from "./support/province.ts";

test("words without marks find, the search stands in the address, Back keeps it", async ({ office }) => {
  const book = await office.signedIn(people.officer);
  await book.go("Cơ sở");

  await test.step("“gom” finds Gốm, “duc” finds Đức", async () => {
    await book.search("gom trung thon");
    await expect(book.row(facilities.pottery)).toBeVisible();
    await expect(book.row(facilities.noodles)).toBeHidden();
    await book.search("duc long");
    await expect(book.row(facilities.mechanics)).toBeVisible();
    await expect(book.row(facilities.pottery)).toBeHidden();
  });

  await test.step("the search and a filter stand in the address", async () => {
    await book.search("gom");
    await book.page.getByRole("button", { name: "Đang hoạt động" }).click();
    await expect(book.page).toHaveURL(/q=gom/);
    await expect(book.page).toHaveURL(/active=1/);
  });

  await test.step("Back from a facility keeps both", async () => {
    await book.row(facilities.pottery).click();
    await expect(book.heading).toHaveText(facilities.pottery);
    await book.page.goBack();
    await expect(book.page.getByRole("searchbox")).toHaveValue("gom");
    await expect(book.page.getByRole("button", { name: "Đang hoạt động" })).toHaveAttribute("aria-pressed", "true");
    await expect(book.row(facilities.noodles)).toBeHidden();
    await expect(book.row(facilities.pottery)).toBeVisible();
  });

  await test.step("so does opening the address anew", async () => {
    await book.page.reload();
    await expect(book.page.getByRole("searchbox")).toHaveValue("gom");
    await expect(book.row(facilities.noodles)).toBeHidden();
    await expect(book.row(facilities.pottery)).toBeVisible();
  });
});

test("“duong” finds owners called Dương and streets called Đường, all over the province", async ({ office }) => {
  const centre = await office.person(people.centre);
  const all = await centre.all("facility");
  const owner = all.find(({ doc }) => String(doc["owner_name"]).startsWith("Dương "))!;
  const book = await office.signedIn(people.centre, { size: "desk" });
  await book.visit("/facilities");
  await book.search(String(owner.doc["owner_name"]).normalize("NFD").replaceAll(/\p{M}/gu, "").replaceAll("đ", "d").toLowerCase());
  await expect(book.row(String(owner.doc["name"])).first()).toBeVisible();

  await book.search(String(owner.doc["phone"]).slice(-4));
  await expect(book.row(String(owner.doc["name"])).first()).toBeVisible();
});
