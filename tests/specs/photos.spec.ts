// Pictures and papers: kept before they are called saved, sent after the text, and never in its way.

import type { Locator } from "@playwright/test";
import type { Book } from "./support/book.ts";
import type { Network } from "./support/network.ts";
import { expect, people, test, type Office } from "./support/office.ts";
import type { Person, Stored } from "./support/person.ts";
import { give, isDrawn, photo, SECRET, type PictureFile } from "./support/pictures.ts";
import { COMMUNE, facilities } from "./support/province.ts";

test.setTimeout(240_000);

const PUSH = "/api/v1/sync/push";
const BLOBS = "/api/v1/blobs/";
/** Where the pottery lies. */
const HERE = { latitude: 21.1352, longitude: 106.2581, accuracy: 8 };

const photos = (book: Book): Locator => book.main.getByRole("region", { name: "Ảnh", exact: true });
const papers = (book: Book): Locator => book.main.getByRole("region", { name: "Giấy tờ", exact: true });
const lanes = (book: Book): Locator => book.main.getByRole("region", { name: "Ảnh, giấy tờ" });
const shown = (book: Book, what: string): Locator =>
  photos(book).getByRole("listitem").filter({ has: book.page.getByRole("img", { name: `Ảnh: ${what}` }) });

async function take(book: Book, what: string, file: PictureFile): Promise<void> {
  await give(book, photos(book).getByRole("button", { name: what }), file);
}

async function attachments(person: Person): Promise<Stored[]> {
  return (await person.held(COMMUNE)).filter((record) => record.kind === "attachment");
}

async function attachmentOf(office: Office, what: string): Promise<Stored> {
  const centre = await office.person(people.centre);
  // The demo visits have photos of their own: the newest is the one of this journey.
  const ofSlot = (await attachments(centre)).filter((record) => record.doc["slot"] === what);
  const found = ofSlot.sort((one, other) => one.id.localeCompare(other.id)).at(-1);
  if (!found) throw new Error(`no attachment ${what}`);
  return found;
}

/** An officer on a device that knows where it is, whose session outlives a dead battery. */
async function officer(office: Office, network: Network): Promise<Book> {
  const book = await office.signedIn(people.officer, { network });
  await book.canStartOffline();
  await book.close();
  await book.start();
  await book.device.browser.grantPermissions(["geolocation"]);
  await book.device.browser.setGeolocation(HERE);
  return book;
}

test("a photo taken without network outlives the battery, then arrives: text first, then the small one, then the large one", async ({
  office,
}) => {
  const network = await office.network();
  const book = await officer(office, network);
  const file = await photo(book.page, "IMG_0042.JPG");
  await network.turn("down");

  await test.step("it is taken, seen and called saved", async () => {
    await book.openFacility(facilities.pottery);
    await take(book, "Biển hiệu", file);
    await expect(shown(book, "Biển hiệu")).toContainText("Đã lưu trên máy");
    expect(await isDrawn(shown(book, "Biển hiệu"))).toBe(true);
  });

  await test.step("the battery dies; it is still there", async () => {
    await book.die();
    await book.start();
    await book.openFacility(facilities.pottery);
    await expect(shown(book, "Biển hiệu")).toContainText("Đã lưu trên máy");
    expect(await isDrawn(shown(book, "Biển hiệu"))).toBe(true);
    await book.openOutbox();
    await expect(lanes(book)).toContainText(`Biển hiệu, ${facilities.pottery}`);
    await expect(book.waiting).toHaveCount(0);
  });

  await test.step("the network returns", async () => {
    await network.turn("fine");
    await book.syncBar.getByRole("button", { name: "Gửi ngay" }).click();
    await book.hasSent();
    await expect(lanes(book)).toHaveCount(0);
    await book.openFacility(facilities.pottery);
    await expect(shown(book, "Biển hiệu")).toContainText("Đã gửi");
  });

  const { doc } = await attachmentOf(office, "signboard");
  const first = (method: string, path: string) =>
    network.exchanges.findIndex((exchange) => exchange.method === method && exchange.path.startsWith(path));
  const order = [
    network.exchanges.findIndex(({ path, sent }) => path === PUSH && sent.includes('"attachment"')),
    first("PUT", `${BLOBS}${doc["thumb_sha256"]}/`),
    first("PUT", `${BLOBS}${doc["sha256"]}/`),
  ];
  expect(order, "text, thumbnail, original").toEqual([...order].sort((a, b) => a - b));
  expect(order).not.toContain(-1);

  await test.step("it says where and when, and what the camera wrote is gone", async () => {
    expect(doc).toMatchObject({ lat: 211_352_000, lng: 1_062_581_000, gps_accuracy_m: 8, media_type: "image/jpeg" });
    expect(doc).toMatchObject({ width: 1600, height: 1200 });
    expect(Math.abs(Date.now() - Number(doc["taken_at"]))).toBeLessThan(180_000);
    const centre = await office.person(people.centre);
    const answer = await centre.get(`${BLOBS}${doc["sha256"]}`);
    const kept = Buffer.from(await answer.arrayBuffer());
    expect(answer.headers.get("content-type")).toBe("image/jpeg");
    expect(file.buffer.includes(SECRET)).toBe(true);
    for (const secret of [SECRET, "Exif"]) expect(kept.includes(secret), secret).toBe(false);
    expect(network.to(BLOBS).some(({ sent }) => sent.includes(SECRET)), "it never left the device").toBe(false);
  });

  await test.step("the centre sees it, small and large, and the small one without network too", async () => {
    const line = await office.network();
    const desk = await office.signedIn(people.centre, { network: line });
    await desk.openFacility(facilities.pottery);
    await expect(shown(desk, "Biển hiệu")).toBeVisible();
    expect(await isDrawn(shown(desk, "Biển hiệu"))).toBe(true);
    await photos(desk).getByRole("button", { name: "Xem lớn: Biển hiệu" }).click();
    await expect(photos(desk)).toContainText("sai số 8 m");
    const width = () => shown(desk, "Biển hiệu").getByRole("img").evaluate((image: HTMLImageElement) => image.naturalWidth);
    await expect.poll(width).toBe(1600);
    await desk.canStartOffline();
    await line.turn("down");
    await desk.openFacility(facilities.pottery);
    await expect(shown(desk, "Biển hiệu")).toBeVisible();
    expect(await isDrawn(shown(desk, "Biển hiệu"))).toBe(true);
  });
});

test("on a line of 64 kbit/s that loses one chunk in four the text lands within a minute, and little is sent twice", async ({
  office,
}) => {
  const network = await office.network();
  const book = await officer(office, network);
  const files = await Promise.all([1, 2, 3].map((seed) => photo(book.page, `IMG_000${seed}.JPG`, { seed })));
  await network.turn("no-api");
  await book.openFacility(facilities.mechanics);
  await give(book, photos(book).getByRole("button", { name: "Chọn ảnh có sẵn" }), files);
  await expect(photos(book).getByRole("img")).toHaveCount(3);
  await book.edit("Lao động", { "Tổng số lao động": "23" });

  const begun = Date.now();
  network.weight = 0;
  network.slow(8_000);
  network.loseEach(4, "PUT", BLOBS);
  await network.turn("fine");
  await book.openOutbox();
  await book.syncBar.getByRole("button", { name: "Gửi ngay" }).click();
  await expect.poll(() => network.to(PUSH).some(({ sent }) => sent.includes('"workers_total"')), { timeout: 60_000 }).toBe(true);
  expect(Date.now() - begun).toBeLessThan(60_000);
  await expect(lanes(book), "the photos still wait").toContainText("tệp");

  await test.step("a photo is on its way, and says how far it is", async () => {
    await expect(lanes(book).getByText("Đang gửi").first()).toBeVisible({ timeout: 60_000 });
  });

  await test.step("what is written meanwhile overtakes it", async () => {
    await book.go("Cơ sở");
    await book.search(facilities.noodles);
    await book.row(facilities.noodles).first().click();
    // Counted before it is written: it may arrive while the form closes.
    const pushes = network.to(PUSH).length;
    await book.edit("Lao động", { "Tổng số lao động": "7" });
    const overtakes = () => network.to(PUSH).slice(pushes).some(({ sent }) => sent.includes('"workers_total"'));
    await expect.poll(overtakes, { timeout: 60_000 }).toBe(true);
    await book.go("Chờ gửi");
    await expect(lanes(book), "the photos still wait").toContainText("tệp");
  });

  await test.step("on a better line the rest follows", async () => {
    network.slow(undefined);
    await expect(async () => {
      const send = book.syncBar.getByRole("button", { name: "Gửi ngay" });
      if (await send.isVisible()) await send.click({ timeout: 1_000 });
      await expect(lanes(book)).toHaveCount(0, { timeout: 5_000 });
    }).toPass({ timeout: 90_000 });
    await book.hasSent();
  });
  const centre = await office.person(people.centre);
  const all = (await attachments(centre)).filter((record) => String(record.doc["file_name"]).startsWith("IMG_000"));
  const size = all.reduce((sum, { doc }) => sum + Number(doc["bytes"]) + Number(doc["thumb_bytes"]), 0);
  const sent = network.to(BLOBS).filter(({ method }) => method === "PUT").reduce((sum, { weight }) => sum + weight, 0);
  expect(all.length).toBeGreaterThanOrEqual(3);
  expect(sent, "nothing that arrived is sent again").toBe(size);
  expect(network.lost, "something was lost").toBeGreaterThan(0);
  expect(network.weight, "only what was lost is sent twice").toBeLessThan(size + network.lost + 50_000);
});

test("a paper that is not what it is called is refused with words, and the person takes it back", async ({ office }) => {
  const book = await office.signedIn(people.officer);
  await book.openFacility(facilities.wood);
  const add = papers(book).getByRole("button", { name: "Thêm giấy tờ" });

  await test.step("what is no paper is not taken at all", async () => {
    await give(book, add, { name: "tho.txt", mimeType: "text/plain", buffer: Buffer.from("Bà Chúa Kho") });
    await expect(papers(book).getByRole("alert")).toContainText("Chỉ nhận PDF");
    await expect(papers(book)).toContainText("Chưa có giấy tờ nào.");
  });

  await test.step("the server looks at the bytes", async () => {
    await give(book, add, { name: "dang-ky.pdf", mimeType: "application/pdf", buffer: Buffer.from("không phải PDF") });
    await expect(papers(book)).toContainText("dang-ky.pdf");
    await expect(papers(book)).toContainText("Máy chủ không nhận");
  });

  await test.step("it waits for a person, and keeps nothing back", async () => {
    await book.openOutbox();
    const review = book.main.getByRole("region", { name: "Cần xem lại" });
    await expect(review).toContainText(`Bản quét, ${facilities.wood}`);
    await expect(book.syncBar).toContainText("Cần xem lại");
    await review.getByRole("button", { name: "Rút lại" }).click();
    await book.page.getByRole("dialog").getByRole("button", { name: "Xóa tệp" }).click();
    await expect(review.getByText("Bản quét")).toHaveCount(0);
    await book.hasSent();
  });
});

test("a deleted photo is gone everywhere; deleting asks first", async ({ office }) => {
  const book = await office.signedIn(people.officer);
  await book.openFacility(facilities.noodles);
  await take(book, "Toàn cảnh", await photo(book.page, "anh.jpg", { width: 400, height: 300 }));
  await expect(shown(book, "Toàn cảnh")).toContainText("Đã gửi");
  await photos(book).getByRole("button", { name: "Xem lớn: Toàn cảnh" }).click();
  const remove = photos(book).getByRole("button", { name: "Xóa ảnh" });
  const dialog = book.page.getByRole("dialog");

  await remove.click();
  await expect(dialog).toContainText("Xóa ảnh “Toàn cảnh”?");
  await dialog.getByRole("button", { name: "Giữ lại" }).click();
  await expect(shown(book, "Toàn cảnh")).toBeVisible();

  const { doc } = await attachmentOf(office, "overall");
  await remove.click();
  await dialog.getByRole("button", { name: "Xóa ảnh" }).click();
  await expect(shown(book, "Toàn cảnh")).toHaveCount(0);
  await book.sendNow();
  const centre = await office.person(people.centre);
  expect((await centre.get(`${BLOBS}${doc["sha256"]}`)).status).toBe(404);
});

test("a photo deleted before it was sent is asked about with other words, and never shown as refused", async ({ office }) => {
  const network = await office.network();
  const book = await office.signedIn(people.officer, { network });
  await book.openFacility(facilities.noodles);
  const file = await photo(book.page, "anh.jpg", { width: 400, height: 300 });
  await network.turn("no-api");
  await take(book, "Máy", file);
  await photos(book).getByRole("button", { name: "Xem lớn: Máy" }).click();
  await photos(book).getByRole("button", { name: "Xóa ảnh" }).click();
  await expect(book.page.getByRole("dialog")).toContainText("Ảnh này chưa gửi");
  await book.page.getByRole("dialog").getByRole("button", { name: "Xóa ảnh" }).click();
  await expect(shown(book, "Máy")).toHaveCount(0);
  await book.openOutbox();
  await expect(book.waiting.first()).toBeVisible();
  await expect(book.main).not.toContainText("Máy chủ không nhận");
  await expect(lanes(book)).toHaveCount(0);
  await network.turn("fine");
  await book.sendNow();
  expect(network.to(BLOBS).filter(({ method }) => method === "PUT")).toEqual([]);
});

test("where room is short a photo is not called saved, and text still is", async ({ office }) => {
  const book = await office.signedIn(people.officer);
  const file = await photo(book.page, "anh.jpg", { width: 800, height: 600 });
  const isRefused = async () => {
    await take(book, "Máy", file);
    await expect(photos(book).getByRole("alert")).toHaveText("Máy sắp đầy: chưa lưu được ảnh này. Ghi chép vẫn lưu.");
    await expect(photos(book).getByRole("img")).toHaveCount(0);
    await book.edit("Lao động", { "Tổng số lao động": "24" });
    await expect(book.fact("Tổng số lao động")).toContainText("24");
  };

  await test.step("the disk refuses the bytes", async () => {
    await book.openFacility(facilities.mechanics);
    await book.page.evaluate(() => {
      const store = IDBObjectStore.prototype;
      const put = store.put;
      store.put = function (value: unknown, key?: IDBValidKey) {
        const isLarge = value instanceof Uint8Array && value.length > 10_000;
        if (isLarge) throw new DOMException("no room", "QuotaExceededError");
        return put.call(this, value, key);
      };
    });
    await isRefused();
  });

  await test.step("the browser says that more than four fifths are used", async () => {
    await book.openFacility(facilities.mechanics);
    await book.page.evaluate(() => {
      navigator.storage.estimate = async () => ({ usage: 81, quota: 100 });
    });
    await isRefused();
  });

  await test.step("there is room again", async () => {
    await book.openFacility(facilities.mechanics);
    await take(book, "Máy", file);
    await expect(shown(book, "Máy")).toBeVisible();
  });
});
