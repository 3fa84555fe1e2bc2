// The main job: an officer works a day without network, and nothing is lost.

import { expect, people, test } from "./support/office.ts";
import { facilities } from "./support/province.ts";

test("an officer works without network on a freshly started browser; when the server returns all arrives once", async ({ office }) => {
  const book = await office.signedIn(people.officer);
  await book.canStartOffline();

  await test.step("the server dies, the browser is closed and opened again", async () => {
    await office.server.kill();
    await book.close();
    await book.start();
    await expect(book.heading).toHaveText("Việc hôm nay");
  });

  const facility = await test.step("registers a facility", async () => {
    const id = await book.writeFacility({
      "Tên và nơi sản xuất": { "Tên cơ sở": "Gốm Lò Rồng", "Thôn, tổ dân phố": "Thôn Đoàn Kết" },
      "Chủ cơ sở": { "Chủ cơ sở": "Nguyễn Đức Thuỵ", "Số điện thoại": "0912 000 345" },
      "Lao động": { "Số liệu của năm": "2025", "Tổng số lao động": "12" },
    });
    await expect(book.heading).toHaveText("Gốm Lò Rồng");
    await book.hasSaved();
    return id;
  });

  const need = await test.step("registers a need of it", async () => {
    await book.main.getByRole("link", { name: "Đăng ký nhu cầu" }).click();
    await book.row("Mua máy, thiết bị mới").click();
    await book.answer({ "Việc cần hỗ trợ": "Máy ép phôi gốm" });
    await book.openGroup("Chi phí, vốn");
    await book.answer({
      "Chi phí dự kiến": "300 tr",
      "Đã hiểu: Nhà nước trả sau khi nghiệm thu": "Có",
      "Cam kết không nhận nguồn hỗ trợ khác của Nhà nước cho việc này": "Có",
    });
    await book.finish("Nộp đăng ký");
    await expect(book.heading).toHaveText("Máy ép phôi gốm");
    await expect(book.main).toContainText("Đã đăng ký");
    await book.hasSaved();
    return book.id;
  });

  await test.step("edits two others", async () => {
    await book.editFacility(facilities.mechanics, "Lao động", { "Tổng số lao động": "19" });
    await book.hasSaved();
    await book.editFacility(facilities.noodles, "Chủ cơ sở", { "Số điện thoại": "0987 654 321" });
    await book.hasSaved();
    await book.openOutbox();
    await expect(book.main).toContainText("Ghi mới cơ sở: Gốm Lò Rồng");
    await expect(book.main).toContainText(`Sửa cơ sở: ${facilities.mechanics}`);
  });

  await test.step("the server returns", async () => {
    await office.server.start();
    await book.sendNow();
  });

  await test.step("the centre has each of them once, with the right values", async () => {
    const centre = await office.person(people.centre);
    const all = await centre.all("facility");
    const named = (name: string) => all.filter((record) => record.doc["name"] === name);
    expect(named("Gốm Lò Rồng").map(({ id }) => id)).toEqual([facility]);
    expect(named("Gốm Lò Rồng")[0]!.doc).toMatchObject({
      village: "Thôn Đoàn Kết",
      owner_name: "Nguyễn Đức Thuỵ",
      phone: "0912000345",
      workers_total: 12,
      commune_code: "09292",
    });
    expect(named(facilities.mechanics).map(({ doc }) => doc["workers_total"])).toEqual([19]);
    expect(named(facilities.noodles).map(({ doc }) => doc["phone"])).toEqual(["0987654321"]);

    const needs = (await centre.all("need")).filter(({ doc }) => doc["facility"] === facility);
    expect(needs.map(({ id }) => id)).toEqual([need]);
    expect(needs[0]!.doc).toMatchObject({ wish: "Máy ép phôi gốm", estimated_cost: 300_000_000, activity: "machine", stage: "registered" });
  });
});
