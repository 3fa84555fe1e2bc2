// A product that came back: its maker mends it on the phone without network, somebody else changed the same
// words meanwhile, it goes to the jury, and a judge hands in a sheet without network.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, people, test, type Office } from "./support/office.ts";
import type { Stored } from "./support/person.ts";
import { COMMUNE } from "./support/province.ts";

const PRODUCT = "Gạch trang trí men lam";
const JUDGE = "hoidong";
const MENDED = "Gạch trang trí men lam vẽ tay, nung lò ga, có giấy kiểm nghiệm men.";

async function product(office: Office): Promise<Stored> {
  const held = await (await office.person(people.centre)).held(COMMUNE);
  return held.find(({ kind, doc }) => kind === "product_entry" && doc["name"] === PRODUCT)!;
}

test("a returned product is mended offline, joined by a person, accepted and scored", async ({ office }) => {
  test.setTimeout(150_000);
  const near = await office.network();
  const owner = await office.signedIn(people.owner, { network: near, size: "phone" });
  await owner.canStartOffline();
  const { id } = await product(office);

  await test.step("the maker reads why it came back, and mends it without network", async () => {
    await owner.catchUp(`/records/product_entry/${id}`);
    await expect(owner.main).toContainText("Ảnh chụp từ trên xuống bị mờ");
    await near.turn("no-api");
    await owner.visit(`/records/product_entry/${id}/edit?g=product`);
    await owner.answer({ "Mô tả sản phẩm": MENDED });
    await owner.finish("Lưu vào sổ");
    await owner.hasSaved();
  });

  await test.step("the officer changed the same words: a person chooses", async () => {
    const officer = await office.person(people.officer);
    await officer.edit(await product(office), { description: "Gạch trang trí men lam, sửa tại xã." });
    await near.turn("fine");
    await owner.sendNow();
    const held = await officer.held(COMMUNE);
    const open = held.filter(({ kind, doc }) => kind === "conflict" && doc["stage"] === "open" && doc["record"] === id);
    expect(open).toHaveLength(1);
    await officer.act(open[0]!, "resolve", "open", { side: "proposed" });
  });

  await test.step("the maker hands it in again, the department takes it to the jury", async () => {
    await owner.catchUp(`/records/product_entry/${id}`);
    await expect(owner.main).toContainText(MENDED);
    await owner.act("Nộp hồ sơ sản phẩm");
    await owner.sendNow();
    const department = await office.person(people.department);
    await department.act(await product(office), "accept", "submitted");
  });

  await test.step("the centre names the jury: only then is there something to score", async () => {
    const centre = await office.person(people.centre);
    const entry = await product(office);
    const rounds = await centre.held("ref");
    const round = rounds.find(({ kind, id: own }) => kind === "product_round" && own === entry.doc["round"])!;
    const others = ["Nguyễn Văn An", "Trần Thị Bích", "Lê Văn Cường", "Phạm Thị Dung", "Vũ Văn Em", "Hoàng Thị Gấm"];
    const desk = await office.signedIn(people.centre, { size: "desk" });
    await desk.catchUp(`/records/product_round/${round.id}`);
    // One is of the offices and picked, the others come from elsewhere and are written down.
    const picked = { "Chọn trong danh bạ cơ quan": "Đỗ Thị Minh Thuý, Thành viên hội đồng" };
    const seats = [picked, ...others.map((name) => ({ "Họ và tên, như trên tài khoản": name }))];
    await desk.act("Chuyển sang chấm điểm", { "Ban giám khảo": seats });
    await desk.sendNow();
    const named = (await centre.record(round.id, "ref"))!.doc["judges"] as Record<string, string>[];
    const { account } = (await (await (await office.person(JUDGE)).get("/api/v1/session")).json()) as { account: { id: string } };
    expect(named[0]).toEqual({ account: account.id, name: "Đỗ Thị Minh Thuý" });
    expect(named.slice(1)).toEqual(others.map((name) => ({ name })));
  });

  await test.step("a judge scores it without network; what a criterion does not give is refused", async () => {
    const way = await office.network();
    const judge = await office.signedIn(JUDGE, { network: way });
    await judge.canStartOffline();
    await judge.catchUp();
    await expect(judge.main.getByRole("region", { name: "Sản phẩm chờ bạn chấm" })).toContainText(PRODUCT);
    await way.turn("no-api");
    await judge.visit(`/records/product_entry/${id}`);
    await expect(judge.main).toContainText("Nộp phiếu của bạn rồi mới xem được phiếu của người khác.");
    await judge.answer({
      "Liên quan với cơ sở": "Không liên quan",
      "Thị trường, khả năng sản xuất, nhiều nhất 30 điểm": "31",
      "Kinh tế, kỹ thuật, xã hội, môi trường, nhiều nhất 35 điểm": "30",
      "Văn hóa, thẩm mỹ, nhiều nhất 25 điểm": "22",
      "Tiêu chí khác, nhiều nhất 10 điểm": "8",
    });
    await judge.button("Nộp phiếu chấm").click();
    await expect(judge.main).toContainText("nhiều nhất 30 điểm");
    await judge.answer({ "Thị trường, khả năng sản xuất, nhiều nhất 30 điểm": "26" });
    await judge.button("Nộp phiếu chấm").click();
    await expect(judge.main.getByRole("region", { name: "Phiếu của ban giám khảo" })).toContainText("Điểm trung bình: 86");
    await way.turn("fine");
    await judge.sendNow();
  });

  await test.step("the records are as expected", async () => {
    const centre = await office.person(people.centre);
    const sheets = (await centre.held("office")).filter(({ kind, doc }) => kind === "judge_sheet" && doc["entry"] === id);
    const entry = await product(office);
    const result = {
      stage: entry.doc["stage"],
      description: entry.doc["description"],
      sheets: sheets.map(({ doc }) => ({ by: doc["judge_name"], stage: doc["stage"], interest: doc["interest"], points: doc["points"] })),
    };
    const expected: unknown = JSON.parse(await readFile(join(import.meta.dirname, "expected/story_products.json"), "utf8"));
    expect(result).toEqual(expected);
  });
});
