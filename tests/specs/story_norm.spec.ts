// A rule of the office with four eyes: the centre enters a norm of the province, another person sends it back and
// confirms it, and from its day to its end everybody is told by it what the State pays.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, people, test } from "./support/office.ts";
import { compared, day, typed } from "./support/offices.ts";
import { COMMUNE, facilities } from "./support/province.ts";

const FAULT = "Nghị quyết ghi 200 triệu cho một cơ sở";

test("a norm is entered by one, confirmed by another, gone by and ended", async ({ office }) => {
  test.setTimeout(150_000);
  const department = await office.person(people.department);
  const find = async (id: string) => (await department.record(id, "ref"))!;
  const facility = (await department.held(COMMUNE)).find(({ doc }) => doc["name"] === facilities.pottery)!.id;
  const owner = await office.signedIn(people.owner, { size: "phone" });
  const machines = owner.row("Mua máy, thiết bị mới");
  await owner.visit(`/facilities/${facility}/fit`);
  await expect(machines).toContainText("Tối đa 50 % chi phí, không quá 300.000.000 ₫");

  const near = await office.network();
  const clerk = await office.signedIn(people.planner, { size: "desk", network: near });
  const norm = await test.step("the centre enters it without network", async () => {
    await near.turn("no-api");
    await clerk.visit("/records/cost_norm/new");
    await clerk.answerAll({
      "Định mức": {
        "Nội dung hỗ trợ": "Ứng dụng máy móc, thiết bị tiên tiến",
        "Phần việc": "Nội dung chính",
        "Nguồn": "Kinh phí địa phương",
        "Tỷ lệ hỗ trợ": "50",
        "Mức tối đa": "250 tr",
        "Tính cho một": "cơ sở",
      },
      "Hiệu lực, căn cứ": { "Áp dụng từ ngày": typed(), "Căn cứ": "NQ 15/2026/NQ-HĐND Đ.4", "Mức độ kiểm chứng": "Đã đối chiếu văn bản" },
    });
    await clerk.finish("Lưu vào sổ");
    const { id } = clerk;
    await near.turn("fine");
    await clerk.sendNow();
    return id;
  });
  const page = `/records/cost_norm/${norm}`;

  await test.step("the department wrote another share; the centre decides and hands it on", async () => {
    await near.turn("no-api");
    // Who changes the text of an entry does not confirm it either.
    await department.edit(await find(norm), { rate: 3000 });
    await clerk.visit(page);
    await clerk.edit("Định mức", { "Tỷ lệ hỗ trợ": "40" });
    await near.turn("fine");
    await clerk.sendNow();
    await clerk.visit(page);
    await clerk.decide();
    await clerk.page.goBack();
    await clerk.act("Chuyển người xác nhận");
    await clerk.sendNow();
  });

  const leader = await office.signedIn(people.leader);
  await test.step("the leader sends it back", async () => {
    await leader.catchUp(page);
    await leader.act("Trả lại người soạn", { "Ghi chú khi chuyển bước": FAULT });
    await leader.sendNow();
    await clerk.catchUp(page);
    await expect(clerk.main).toContainText(FAULT);
    await clerk.edit("Định mức", { "Mức tối đa": "200 tr" });
    await clerk.act("Chuyển người xác nhận");
    await clerk.sendNow();
  });

  await test.step("until a second person confirms it nobody goes by it", async () => {
    await owner.catchUp(`/facilities/${facility}/fit`);
    await expect(machines).toContainText("Tối đa 50 % chi phí, không quá 300.000.000 ₫");
    await leader.catchUp(page);
    await leader.act("Xác nhận, cho áp dụng");
    await leader.sendNow();
    await owner.catchUp(`/facilities/${facility}/fit`);
    await expect(machines).toContainText("Tối đa 40 % chi phí, không quá 200.000.000 ₫");
  });

  await test.step("whoever entered one cannot confirm it; one that begins later changes nothing yet", async () => {
    const brand = { activity: "brand", item: "main", funding: "local", rate: 7000, cap: 99_000_000, per: "mark" };
    const later = await department.make("cost_norm", "ref", { ...brand, valid_from: day(30), legal_ref: "NQ 16/2026/NQ-HĐND Đ.2" });
    await department.act(await find(later), "propose", "draft");
    await expect(department.act(await find(later), "confirm", "proposed")).rejects.toThrow("refusal.separation_of_duties");
    await (await office.person(people.leader)).act(await find(later), "confirm", "proposed");
    await owner.catchUp(`/facilities/${facility}/fit`);
    await expect(owner.row("Thương hiệu, bao bì")).toContainText("không quá 35.000.000 ₫");
  });

  await test.step("the department asks that it be ended: it holds until the leader confirms, then what was before", async () => {
    await department.act(await find(norm), "propose_end", "in_force", { stage_note: "Nghị quyết mới thay thế" });
    await expect(department.act(await find(norm), "end", "ending")).rejects.toThrow("refusal.separation_of_duties");
    await owner.catchUp(`/facilities/${facility}/fit`);
    await expect(machines).toContainText("không quá 200.000.000 ₫");
    await leader.catchUp(page);
    await leader.act("Xác nhận thôi áp dụng");
    await leader.sendNow();
    await owner.catchUp(`/facilities/${facility}/fit`);
    await expect(machines).toContainText("Tối đa 50 % chi phí, không quá 300.000.000 ₫");
  });

  const expected: unknown = JSON.parse(await readFile(join(import.meta.dirname, "expected/norm.json"), "utf8"));
  expect(compared(await find(norm))).toEqual(expected);
});
