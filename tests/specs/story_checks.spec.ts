// A dossier that would come back: an invoice and a machine that another project has, a purchase before the contract, more
// than the norm allows for what it cost, a term that is over. The book tells each before anything is sent, and the server
// takes nothing of it without a word.

import { expect, people, test } from "./support/office.ts";
import { day, Offices, typed } from "./support/offices.ts";
import { COMMUNE } from "./support/province.ts";

/** Since when the settlement waits: longer than the 15 days it has. */
const ACCEPTED = day(-20);
/** A plate as one person writes it; the other writes it otherwise. */
const PLATE = "EG20260047";

test("an invoice and a machine of another project, and a late dossier, are told before it is sent", async ({ office }) => {
  test.setTimeout(150_000);
  const offices = Offices.of(office);
  const [planner, finance] = [await office.person(people.planner), await office.person(people.finance)];
  const held = await planner.held(COMMUNE);
  const of_kind = (kind: string) => held.filter((record) => record.kind === kind);
  const project = of_kind("project").find(({ doc }) => doc["activity"] === "machine" && doc["stage"] === "in_progress" && String(doc["started_on"]) < ACCEPTED)!;
  const other = of_kind("project").find(({ doc }) => doc["stage"] === "suspended")!;
  const seller = of_kind("facility").find(({ doc }) => doc["tax_code"])!;
  const buyer = held.find(({ id }) => id === project.doc["facility"])!;
  const invoice = { series: "1K26TAA", number: "0004711", issued_on: day(-60), seller: seller.doc["name"]!, seller_tax_code: seller.doc["tax_code"]! };
  const rest = { for_what: "Máy ép gạch", buyer_name: "Cơ sở khác", amount: 280_000_000, covers: "item", pay_method: "transfer" };
  await finance.make("voucher", COMMUNE, { project: other.id, ...invoice, ...rest });
  await planner.make("machine_item", COMMUNE, { project: other.id, name: "Máy ép gạch", serial: PLATE });

  await test.step("the province has a norm for machines, entered by one and confirmed by another", async () => {
    const span = { valid_from: "2026-01-01", legal_ref: "NQ 15/2026/NQ-HĐND Đ.4" };
    const paid = { activity: "machine", item: "main", funding: project.doc["funding"]!, rate: 1000, cap: 500_000_000, per: "facility" };
    const norm = await planner.make("cost_norm", "ref", { ...paid, ...span });
    const now = async () => (await planner.record(norm, "ref"))!;
    await planner.act(await now(), "propose", "draft");
    await (await office.person(people.leader)).act(await now(), "confirm", "proposed");
  });

  const [near, far] = [await office.network(), await office.network()];
  const officer = await office.signedIn(people.officer, { network: near });
  await test.step("the officer writes a machine down without network whose plate another project has", async () => {
    await near.turn("no-api");
    await officer.visit(`/projects/${project.id}`);
    await officer.main.getByRole("link", { name: "Ghi máy được hỗ trợ", exact: true }).click();
    await officer.answerAll({ "Máy": { "Tên máy": "Máy ép gạch thủy lực", "Số máy": "eg 2026 0047", "Máy mới 100 %": "Có" } });
    await officer.finish("Lưu vào sổ");
    await officer.hasSaved();
    await near.turn("fine");
    await officer.sendNow();
    await officer.catchUp(`/records/machine_item/${(await offices.of_project("machine_item", project.id))[0]!.id}`);
    await expect(officer.main).toContainText("Có thể đã ghi hai lần: trùng số hiệu với hồ sơ khác");
  });

  await offices.reportDone(project.id);
  await offices.accept(project.id, ACCEPTED);
  const desk = await office.signedIn(people.planner, { size: "desk", network: far });
  const list = desk.main.getByRole("region", { name: "Bảng kê chứng từ" });
  await test.step("the Centre lists an invoice without network; the page says what would send the dossier back", async () => {
    await far.turn("no-api");
    await desk.visit(`/projects/${project.id}`);
    await list.getByRole("link", { name: "Ghi hóa đơn, chứng từ", exact: true }).click();
    await desk.answerAll({
      "Chứng từ": { "Chi việc gì": "Máy ép gạch thủy lực", "Ký hiệu hóa đơn": invoice.series, "Số hóa đơn, chứng từ": invoice.number, "Ngày lập": "05/01/2015" },
      "Bên bán, bên mua": {
        "Bên bán": String(invoice.seller),
        "Mã số thuế bên bán": String(invoice.seller_tax_code),
        "Tên bên mua trên hóa đơn": String(buyer.doc["name"]),
      },
      "Số tiền": { "Số tiền trên chứng từ": "280 tr", "Thuộc bảng kê": "Hạng mục được hỗ trợ", "Cách trả tiền": "Chuyển khoản" },
    });
    await desk.finish("Lưu vào sổ");
    await desk.hasSaved();
    await desk.visit(`/projects/${project.id}`);
    await expect(list).toContainText(/Kiểm trước khi gửi: \d+ chỗ cần xem/);
    for (const told of [`đã dùng ở đề án ${other.doc["title"]}`, "Mua ngày 05/01/2015, trước ngày phê duyệt", "ngoài thời gian hợp đồng", "hạn là", "định mức cho nhiều nhất"]) {
      await expect(list).toContainText(told);
    }
    await expect(list.getByText(`đã dùng ở đề án ${other.doc["title"]}`), "the invoice, and the machine").toHaveCount(2);
    await far.turn("fine");
    await desk.sendNow();
  });

  await test.step("the same is a task of two records that may be one", async () => {
    const tasks = (await planner.held(COMMUNE)).filter(({ kind, doc }) => kind === "duplicate" && doc["about_kind"] === "voucher" && doc["stage"] === "open");
    expect(tasks).toHaveLength(1);
    await desk.catchUp(`/records/duplicate/${tasks[0]!.id}`);
    await expect(desk.main).toContainText("Máy ép gạch");
    await expect(desk.main.getByRole("table").getByRole("link")).toHaveCount(2);
  });

  await test.step("the dossier is not sent as it stands, here or there; mended, it goes with a word for what is left", async () => {
    await offices.provide(project.id);
    await desk.catchUp(`/projects/${project.id}`);
    const refused = await desk.attempt("Nộp hồ sơ quyết toán", { "Ngày nhận hồ sơ quyết toán": typed() });
    await expect(refused).toContainText("các phép kiểm còn thấy");
    await refused.getByRole("button", { name: "Thôi", exact: true }).click();
    const unseen = offices.step(people.centre, project.id, "start_settlement", { settlement_dossier_on: day() });
    await expect(unseen).rejects.toThrow("problem.checks_found");
    await list.getByRole("link", { name: "Máy ép gạch thủy lực" }).click();
    await desk.edit("Chứng từ", { "Số hóa đơn, chứng từ": "0004712", "Ngày lập": typed(String((await offices.record(project.id)).doc["contract_date"])) });
    await desk.visit(`/projects/${project.id}`);
    await expect(list.getByText(`đã dùng ở đề án ${other.doc["title"]}`), "the machine only").toHaveCount(1);
    await expect(list).not.toContainText("ngoài thời gian hợp đồng");
    await desk.act("Nộp hồ sơ quyết toán", { "Ngày nhận hồ sơ quyết toán": typed(), "Ghi chú khi chuyển bước": "Chờ biên bản đối chiếu số máy nên nộp muộn" });
    await desk.sendNow();
    expect((await offices.record(project.id)).doc["stage"]).toBe("settling");
  });
});
