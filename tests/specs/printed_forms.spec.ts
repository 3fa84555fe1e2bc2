// What comes out of the printer: the forms that fit the step, the office and its signer as they are in force, a code
// that a stranger can scan.

import type { Book } from "./support/book.ts";
import { expect, people, test } from "./support/office.ts";
import { day, typed } from "./support/offices.ts";
import { COMMUNE } from "./support/province.ts";

const SIGNER = "Nguyễn Thế Long";
const CENTRE = "Trung tâm Khuyến công và Xúc tiến công nghiệp tỉnh Bắc Ninh";

async function offered(book: Book): Promise<string[]> {
  await book.main.locator("details").filter({ hasText: "In biểu mẫu" }).locator("summary").click();
  const links = book.main.getByRole("link", { name: /^Mẫu số/ });
  return (await links.allTextContents()).map((text) => text.replace(/^Mẫu số (\w+):.*$/, "$1"));
}

test("forms are offered from their step on, and carry what the book holds", async ({ office }) => {
  const planner = await office.person(people.planner);
  const held = await planner.held(COMMUNE);
  const of = (stage: string) => held.find(({ kind, doc }) => kind === "project" && doc["stage"] === stage);
  const everywhere = async (stages: string[]) => {
    for (const scope of planner.scopes.filter((scope) => scope.startsWith("commune:"))) {
      const found = (await planner.held(scope)).find(({ kind, doc }) => kind === "project" && stages.includes(String(doc["stage"])));
      if (found) return found;
    }
    throw new Error(`no project is ${stages.join(" or ")}`);
  };
  const running = of("in_progress") ?? (await everywhere(["in_progress"]));
  const settled = await everywhere(["settled", "year_closed"]);

  await test.step("a signer is entered and confirmed by a second person", async () => {
    const fields = { role: "centre", name: CENTRE, signer: SIGNER, signer_title: "Giám đốc", valid_from: day(), legal_ref: "12/QĐ-SCT" };
    const id = await planner.make("organisation", "ref", fields);
    await planner.act((await planner.record(id, "ref"))!, "propose", "draft");
    const department = await office.person(people.department);
    await department.act((await department.record(id, "ref"))!, "confirm", "proposed");
  });

  const centre = await office.signedIn(people.centre, { size: "desk" });
  await test.step("a project at work has its estimate and its appraisal, nothing of the settlement", async () => {
    await centre.catchUp(`/projects/${running.id}`);
    expect(await offered(centre)).toEqual(["1", "4b"]);
    await centre.visit(`/projects/${running.id}/print/6`);
    await expect(centre.main).toContainText("Đề án chưa đến bước dùng biểu mẫu này");
  });

  await test.step("until the contract is signed the book drafts the letters that lead to it", async () => {
    const approved = await everywhere(["approved"]);
    const owner = (await planner.record(String(approved.doc["facility"]), approved.scope))!.doc;
    const amount = Number(approved.doc["support_approved"]).toLocaleString("vi-VN");
    const paper = centre.main.locator(".a4");
    for (const [draft, title] of Object.entries({ request: "VĂN BẢN ĐỀ NGHỊ HỖ TRỢ", submission: "TỜ TRÌNH ĐỀ NGHỊ THẨM ĐỊNH", approval: "QUYẾT ĐỊNH PHÊ DUYỆT ĐỀ ÁN", contract: "HỢP ĐỒNG THỰC HIỆN ĐỀ ÁN" })) {
      await centre.visit(`/projects/${approved.id}/print/${draft}`);
      await expect(paper).toContainText(title);
      await expect(paper).toContainText(String(owner["name"]));
      await expect(paper).toContainText(`kinh phí khuyến công ${amount}`);
    }
    await expect(paper.locator(".signer").last(), "the other side of the contract").toContainText(String(owner["owner_name"]));
    await centre.visit(`/projects/${running.id}/print/contract`);
    await expect(centre.main, "what was signed is not drafted any more").toContainText("Đề án chưa đến bước dùng biểu mẫu này");
  });

  await test.step("the estimate adds up; the signer stands below", async () => {
    await centre.visit(`/projects/${running.id}/print/1`);
    const paper = centre.main.locator(".a4");
    await expect(paper.locator(".agency")).toContainText(CENTRE.toUpperCase());
    await expect(paper.locator("tbody tr").last()).toContainText("Cộng");
    await expect(paper.locator("tbody tr").last()).toContainText(Number(running.doc["total_investment"]).toLocaleString("vi-VN"));
    await expect(paper).toContainText("Bằng chữ:");
    await expect(paper.locator(".signer").last()).toContainText("GIÁM ĐỐC");
    await expect(paper.locator(".signer").last()).toContainText(SIGNER);
    await expect(paper.locator(".signer").first().locator(".dots"), "nobody is entered as the writer").toHaveCount(1);
  });

  await test.step("the appraisal sheet tells the five points and leaves room for the opinion", async () => {
    await centre.visit(`/projects/${running.id}/print/4b`);
    const paper = centre.main.locator(".a4");
    await expect(paper.locator("tbody tr")).toHaveCount(5);
    await expect(paper).toContainText("Đề nghị hỗ trợ:");
    await expect(paper).toContainText(String(running.doc["base_minutes_no"]));
  });

  await test.step("the decision to halt it is a draft: what it rests on, what was paid, room for the reason", async () => {
    await centre.visit(`/projects/${running.id}/print/halt`);
    const paper = centre.main.locator(".a4");
    await expect(paper).toContainText(`Hợp đồng số ${String(running.doc["contract_no"])}`);
    await expect(paper).toContainText(/Điều 2\. .*tạm ứng, thanh toán.*₫/);
    await expect(paper.locator(".para .dots"), "nobody has given a reason").toHaveCount(1);
    await expect(paper.locator(".signer")).toHaveCount(1);
  });

  await test.step("the notice to the unit names every paper that came back, with its reasons", async () => {
    const department = await office.person(people.department);
    const draft = await everywhere(["submitted"]);
    const due = day(10);
    const handed = (await department.held(draft.scope)).filter(({ kind, doc }) => kind === "paper" && doc["project"] === draft.id && doc["stage"] === "provided");
    const [faulty, ...rest] = handed;
    await department.act(faulty!, "return", "provided", { return_reasons: ["r05", "r16"] });
    for (const paper of rest) await department.act(paper, "verify", "provided");
    await department.act(draft, "return", "submitted", { stage_reason: "paper_missing", due_on: due, stage_note: "Thiếu hợp đồng mua máy" });
    await centre.catchUp(`/projects/${draft.id}`);
    await centre.main.locator("details").filter({ hasText: "In biểu mẫu" }).locator("summary").click();
    await centre.main.getByRole("link", { name: "Thông báo yêu cầu bổ sung hồ sơ", exact: true }).click();
    const paper = centre.main.locator(".a4");
    await expect(paper).toContainText("Kính gửi:");
    await expect(paper.locator("tbody tr")).toHaveCount(1);
    await expect(paper.locator("tbody tr")).toContainText(/chữ ký.*không đọc được/);
    await expect(paper).toContainText("Thiếu hợp đồng mua máy");
    await expect(paper).toContainText(typed(due));
  });

  await test.step("a class has its plan and its curriculum; their sums stand below", async () => {
    const classes = await Promise.all(planner.scopes.map((scope) => planner.held(scope)));
    const held = classes.flat().find(({ kind, doc }) => kind === "training_class" && doc["budget_lines"] && doc["curriculum"])!;
    await centre.visit(`/classes/${held.id}/print/plan`);
    const paper = centre.main.locator(".a4");
    await expect(paper.locator(".form-no")).toHaveText("Mẫu số 11");
    await expect(paper.locator("tbody tr").last()).toContainText(Number(held.doc["budget"]).toLocaleString("vi-VN"));
    await centre.visit(`/classes/${held.id}/print/curriculum`);
    const lessons = held.doc["curriculum"] as { theory_hours?: number; practice_hours?: number }[];
    const sum = (of: (lesson: (typeof lessons)[number]) => number | undefined) => lessons.reduce((all, lesson) => all + (of(lesson) ?? 0), 0);
    const last = paper.locator("tbody tr").last();
    await expect(last).toContainText(String(sum((lesson) => lesson.theory_hours)));
    await expect(last).toContainText(String(sum((lesson) => lesson.practice_hours)));
  });

  await test.step("a settled one has them all; what was paid is compared by both sides", async () => {
    await centre.catchUp(`/projects/${settled.id}`);
    const minutes = settled.doc["billing"] === "invoice" ? "5b" : "5a";
    expect(await offered(centre)).toEqual(["1", "4b", minutes, "6", "7", "8a", "8b", "10"]);
    await centre.visit(`/projects/${settled.id}/print/10`);
    const paper = centre.main.locator(".a4");
    await expect(paper.locator("tbody").last()).toContainText("UNC");
    await expect(paper.locator(".signer").first()).toContainText("ĐẠI DIỆN BÊN A");
    await expect(paper.locator(".signer").first()).toContainText(SIGNER);
    const facility = (await planner.record(String(settled.doc["facility"]), settled.scope))!;
    await expect(paper.locator(".signer").last()).toContainText(String(facility.doc["owner_name"]));
  });
});

test("the code of a certificate leads to the server, not into the app that is installed", async ({ office }) => {
  const person = await office.person(people.centre);
  const certificate = (await person.held(COMMUNE)).find(({ kind, doc }) => kind === "product_certificate" && !doc["withdrawn_on"])!;
  const centre = await office.signedIn(people.centre, { size: "desk" });
  await centre.canStartOffline();
  await centre.visit(`/records/product_certificate/${certificate.id}/print`);
  const paper = centre.main.locator(".certificate");
  await expect(paper.locator(".agency")).toHaveText("TRUNG TÂM KHUYẾN CÔNG VÀ TƯ VẤN PHÁT TRIỂN CÔNG NGHIỆP");
  const check = /Mã kiểm ([0-9A-F]{6})/.exec((await paper.textContent()) ?? "")![1];
  for (const path of [`/cn/${certificate.id}/${check}`, `/api/v1/certificates/${certificate.id}/${check}`]) {
    await centre.visit(path);
    await expect(centre.page.getByRole("heading", { level: 1 })).toContainText(/có trong sổ|giá trị|hết hạn/);
    await expect(centre.page.locator("body")).toContainText(String(certificate.doc["number"]));
    await expect(centre.places, "the app stays out of it").toHaveCount(0);
  }
});
