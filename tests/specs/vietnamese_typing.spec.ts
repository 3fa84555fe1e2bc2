// UX-10: Vietnamese input methods rewrite what was typed; the app must not touch a field meanwhile.

import { expect, people, test, type Office } from "./support/office.ts";
import type { Book } from "./support/book.ts";
import { COMMUNE } from "./support/province.ts";
import { stages, Typist } from "./support/typing.ts";

const TEXT = "Nguyễn Đức Thuỵ – đường Hoàng Hoa Thám";

/** Counts what scripts write into fields: the app must not, not even what is there already. */
async function watchWrites(book: Book): Promise<() => Promise<number>> {
  await book.page.evaluate(() => {
    const world = globalThis as unknown as { written: number };
    world.written = 0;
    for (const { prototype } of [HTMLInputElement, HTMLTextAreaElement]) {
      const value = Object.getOwnPropertyDescriptor(prototype, "value")!;
      Object.defineProperty(prototype, "value", {
        ...value,
        set(this: HTMLElement, text: string) {
          world.written += 1;
          value.set!.call(this, text);
        },
      });
    }
  });
  return () => book.page.evaluate(() => (globalThis as unknown as { written: number }).written);
}

async function newFacility(office: Office): Promise<Book> {
  const book = await office.signedIn(people.officer);
  await book.go("Ghi mới");
  await book.row("Cơ sở mới").click();
  return book;
}

async function savedName(office: Office, book: Book): Promise<unknown> {
  await book.finish("Lưu vào sổ");
  await expect(book.heading).toHaveText(TEXT);
  const id = book.id;
  await book.sendNow();
  const officer = await office.person(people.officer);
  return (await officer.record(id, COMMUNE))?.doc["name"];
}

test("Gboard: each word composed letter by letter", async ({ office }) => {
  const book = await newFacility(office);
  const typist = await Typist.of(book.page);
  await book.field("Tên cơ sở").focus();
  const written = await watchWrites(book);
  let typed = "";
  for (const [at, word] of TEXT.split(" ").entries()) {
    if (at > 0) {
      await typist.commit(" ");
      typed += " ";
    }
    for (const stage of stages(word)) {
      await typist.composing(stage);
      // Nobody but the input method changes what stands there.
      expect(await book.field("Tên cơ sở").inputValue()).toBe(typed + stage);
    }
    await typist.commit(word);
    typed += word;
  }
  await expect(book.field("Tên cơ sở")).toHaveValue(TEXT);
  expect(await written(), "the app wrote into a field while it was typed in").toBe(0);
  await book.field("Tên cơ sở").blur();
  await expect(book.field("Tên cơ sở")).toHaveValue(TEXT);
  expect(await savedName(office, book)).toBe(TEXT);
});

test("UniKey: letter, Backspace and the right letter within milliseconds", async ({ office }) => {
  const book = await newFacility(office);
  const typist = await Typist.of(book.page);
  await book.field("Tên cơ sở").focus();
  const written = await watchWrites(book);
  for (const letter of TEXT) {
    const [plain] = stages(letter);
    if (plain !== letter && plain) await typist.burst(plain, letter);
    else await typist.commit(letter);
  }
  await expect(book.field("Tên cơ sở")).toHaveValue(TEXT);
  expect(await written(), "the app wrote into a field while it was typed in").toBe(0);
  expect(await savedName(office, book)).toBe(TEXT);
});

test("Enter that ends a composition submits nothing and chooses nothing", async ({ office }) => {
  await test.step("in the login form", async () => {
    const book = await office.device(people.officer);
    await book.start();
    const asked: string[] = [];
    book.page.on("request", (request) => request.method() === "POST" && asked.push(request.url()));
    const typist = await Typist.of(book.page);
    await book.page.getByLabel("Mật khẩu", { exact: true }).fill("một mật khẩu nào đó");
    await book.page.getByLabel("Tên đăng nhập").focus();
    await typist.composing("hườ");
    await typist.enterWhileComposing();
    await typist.commit("hường");
    await expect(book.page.getByLabel("Tên đăng nhập")).toHaveValue("hường");
    expect(asked).toEqual([]);
    // The same key without a composition does submit: the test would notice.
    await book.page.getByLabel("Tên đăng nhập").press("Enter");
    await expect(book.page.getByRole("alert")).toContainText("chưa đúng");
    expect(asked).toHaveLength(1);
  });

  await test.step("in the list of communes", async () => {
    const book = await office.signedIn(people.centre);
    await book.visit("/facilities/new");
    const commune = book.page.getByRole("combobox", { name: "Xã, phường" });
    const typist = await Typist.of(book.page);
    await commune.focus();
    await typist.composing("Phù");
    await expect(book.page.getByRole("option").first()).toBeVisible();
    await typist.enterWhileComposing();
    await expect(book.page.getByRole("option").first()).toBeVisible();
    await typist.commit("Phù Lãng");
    await expect(commune).toHaveValue("Phù Lãng");
    await commune.press("Enter");
    await expect(book.page.getByRole("option")).toHaveCount(0);
    await expect(commune).toHaveValue(/phù lãng/i);
  });
});
