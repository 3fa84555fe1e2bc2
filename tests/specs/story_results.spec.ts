// What a project with a result of its own leaves behind: a demonstration model and who took it over, a technology that was
// handed over, cleaner production, the treatment of waste water. The result is written down where the work is done, without
// network; two people write a figure; the acceptance sends the project back for it; after it nothing changes any more.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Book, Sheet } from "./support/book.ts";
import { expect, people, test } from "./support/office.ts";
import { compared, day, Offices, typed } from "./support/offices.ts";
import type { Fields, Stored } from "./support/person.ts";
import { COMMUNE, facilities } from "./support/province.ts";

const MILLION = 1_000_000;

interface Result {
  /** The kind of the result. */
  kind: string;
  /** "Ghi …", on the project. */
  add: string;
  facility: string;
  /** The dossier of the project. */
  project: { title: string; activity: string; norm_item?: string; support: number };
  answers: Record<string, Sheet>;
  disputed: { group: string; mine: Sheet; theirs: Fields };
  /** What the acceptance misses, and how it is put right. */
  fault: string;
  mended: { group: string; answers: Sheet };
}

const RESULTS: Result[] = [
  {
    kind: "model_result",
    add: "Ghi kết quả mô hình",
    facility: facilities.noodles,
    project: { title: "Mô hình dây chuyền tráng mỳ khép kín", activity: "demo_model", support: 300 },
    answers: {
      "Mô hình": {
        "Công nghệ, sản phẩm trình diễn": "Tráng, hấp, sấy mỳ liên hoàn",
        "Tính mới, ưu việt": "Lần đầu trong tỉnh; không phơi nắng, giảm nửa số công",
        "Đơn vị công suất": "tấn/năm",
        "Công suất trước": "120",
        "Công suất sau": "400",
        "Tổng đầu tư": "1 tỷ",
      },
      "Hiệu quả": { "Trước và sau": [{ "Chỉ tiêu": "Năng suất", "Đơn vị": "kg/giờ", "Trước": "45", "Sau": "160" }] },
    },
    disputed: { group: "Mô hình", mine: { "Công suất sau": "420" }, theirs: { capacity_after: 450 } },
    fault: "Chưa có hội nghị trình diễn",
    mended: { group: "Trình diễn", answers: { "Ngày hội nghị trình diễn": typed(day(-1)), "Đại biểu ký tên": "48", "Tài liệu giới thiệu": "Tờ gấp 4 trang" } },
  },
  {
    kind: "tech_transfer",
    add: "Ghi chuyển giao công nghệ",
    facility: facilities.pottery,
    project: { title: "Chuyển giao công nghệ men không chì", activity: "tech_transfer", support: 200 },
    answers: {
      "Công nghệ": { "Công nghệ": "Men tro không chì", "Bên chuyển giao": "Viện Vật liệu xây dựng", "Người được hướng dẫn": "12" },
      "Giấy tờ": { "Số hợp đồng": "44/HĐ-CGCN", "Giá trị hợp đồng": "600 tr" },
    },
    disputed: { group: "Công nghệ", mine: { "Người được hướng dẫn": "14" }, theirs: { trained: 16 } },
    fault: "Thiếu biên bản nghiệm thu chuyển giao",
    mended: { group: "Giấy tờ", answers: { "Biên bản nghiệm thu": "08/BB-CGCN", "Ngày nghiệm thu": typed(day(-1)) } },
  },
  {
    kind: "cleaner_production",
    add: "Ghi sản xuất sạch hơn",
    facility: facilities.wood,
    project: { title: "Sản xuất sạch hơn tại xưởng mộc", activity: "cleaner_prod", support: 200 },
    answers: {
      "Việc làm": { "Nội dung": "Thu hồi mùn cưa, đốt lò sấy gỗ", "Hình thức": "Mô hình thí điểm", "Đơn vị đánh giá": "Trung tâm Sản xuất sạch Việt Nam" },
      "Tiết kiệm": {
        "Khoản tiết kiệm": [{ "Tiết kiệm": "Nhiên liệu", "Đơn vị": "tấn than", "Mỗi năm": "18,5", "Thành tiền mỗi năm": "55 tr" }],
      },
    },
    disputed: { group: "Việc làm", mine: { "Đầu tư cho giải pháp": "510 tr" }, theirs: { investment: 480 * MILLION } },
    fault: "Báo cáo đánh giá chưa được duyệt",
    mended: { group: "Việc làm", answers: { "Số báo cáo được duyệt": "17/BC-SXSH", "Ngày duyệt": typed(day(-1)) } },
  },
  {
    kind: "pollution_work",
    add: "Ghi công trình xử lý ô nhiễm",
    facility: facilities.mechanics,
    project: { title: "Xử lý nước thải mạ kẽm", activity: "pollution", norm_item: "at_facility", support: 150 },
    answers: {
      "Công trình": { "Hệ thống": "Bể keo tụ, lắng, lọc", "Xử lý": "Nước thải", "Công suất": "20 m³/ngày", "Giá trị công trình": "700 tr" },
      "Kết quả": { "Quy chuẩn áp dụng": "QCVN 40:2011/BTNMT" },
    },
    disputed: { group: "Công trình", mine: { "Công suất": "25 m³/ngày" }, theirs: { capacity: "30 m³/ngày" } },
    fault: "Thiếu kết quả đo nước thải sau xử lý",
    mended: {
      group: "Kết quả",
      answers: { "Ngày đo": typed(day(-1)), "Đơn vị đo": "Trung tâm Quan trắc Bắc Ninh", "Đạt quy chuẩn": "Có" },
    },
  },
];

async function addTo(book: Book, add: string, answers: Record<string, Sheet>): Promise<string> {
  await book.main.locator("summary").filter({ hasText: "Ghi thêm cho hồ sơ này" }).click();
  await book.main.getByRole("link", { name: add, exact: true }).click();
  await book.answerAll(answers);
  await book.finish("Lưu vào sổ");
  return book.id;
}

test("results of projects are written down on site, disputed, found wanting, accepted and kept", async ({ office }) => {
  test.setTimeout(300_000);
  const offices = Offices.of(office);
  const [centre, planner] = [await offices.person(people.centre), await offices.person(people.planner)];
  const held = await centre.held(COMMUNE);
  const cases = await test.step("four projects are approved and under way", async () => {
    const all: (Result & { at: string })[] = [];
    for (const result of RESULTS) {
      const { support, ...subject } = result.project;
      const facility = held.find(({ kind, doc }) => kind === "facility" && doc["name"] === result.facility)!.id;
      const rest = { funding: "local", project_kind: "named", method: "selection", implementing_unit: "facility", plan_year: Number(day().slice(0, 4)) };
      const money = { total_investment: 1_000 * MILLION, eligible_cost: 900 * MILLION, counterpart: 700 * MILLION, support_requested: support * MILLION };
      const dossier = { goal: "Như đề cương", planned_start: day(), planned_end: day(90), counterpart_committed: true, no_double_support: true };
      const at = await planner.make("project", COMMUNE, { ...subject, facility, ...rest, ...money, ...dossier });
      const decision = { decision_no: "52/QĐ-SCT", decision_issuer: "Sở Công Thương", support_approved: support * MILLION };
      await offices.grant(at, decision, { contract_no: "33/HĐ-KC" }, people.leader);
      await offices.reportProgress(at, 900 * MILLION);
      all.push({ ...result, at });
    }
    return all;
  });

  const near = await office.network();
  const officer = await office.signedIn(people.officer, { network: near });
  const ids = new Map<string, string>();
  await near.turn("no-api");
  for (const { kind, at, add, answers } of cases) {
    await test.step(`${kind}: written down on site, without network`, async () => {
      await officer.visit(`/projects/${at}`);
      ids.set(kind, await addTo(officer, add, answers));
    });
  }
  const taken = await test.step("a facility that took the model over, while the model itself is not sent yet", async () => {
    await officer.visit(`/records/model_result/${ids.get("model_result")}`);
    return addTo(officer, "Ghi cơ sở nhân rộng", {
      "Nhân rộng": { "Tên cơ sở": "Mỳ gạo Hoàng Gia", "Áp dụng từ": "01/09/2026", "Vốn đầu tư": "420 tr", "Khác mô hình ở điểm nào": "Sấy bằng điện" },
    });
  });
  await officer.hasSaved();
  await near.turn("fine");
  await officer.sendNow();

  await test.step("two people write a figure of each; the officer decides", async () => {
    await near.turn("no-api");
    for (const { kind, disputed } of cases) {
      const id = ids.get(kind)!;
      await centre.edit(await offices.record(id), disputed.theirs);
      await officer.visit(`/records/${kind}/${id}`);
      await officer.edit(disputed.group, disputed.mine);
    }
    await near.turn("fine");
    await officer.sendNow();
    for (const { kind } of cases) {
      await officer.visit(`/records/${kind}/${ids.get(kind)}`);
      await officer.decide();
    }
    await officer.sendNow();
  });

  const done = { volume_report_on: day(), volume_pct: 100 };
  for (const { at } of cases) await offices.step(people.centre, at, "report_done", done);
  const department = await office.signedIn(people.department, { size: "desk" });
  await test.step("the department finds each wanting", async () => {
    for (const { at, fault } of cases) {
      await department.visit(`/projects/${at}`);
      await department.act("Trả lại, chưa đủ nghiệm thu", { "Lý do chuyển bước": "Giấy tờ chưa đúng", "Ghi chú khi chuyển bước": fault });
    }
    await department.sendNow();
  });
  await officer.catchUp();
  for (const { kind, at, fault, mended } of cases) {
    await test.step(`${kind}: the officer reads why and puts it right`, async () => {
      await officer.visit(`/projects/${at}`);
      await expect(officer.main).toContainText(fault);
      await officer.visit(`/records/${kind}/${ids.get(kind)}`);
      await officer.edit(mended.group, mended.answers);
    });
  }
  await officer.sendNow();

  for (const { at } of cases) await offices.step(people.centre, at, "report_done", done);
  const clerk = await office.signedIn(people.planner, { size: "desk" });
  await test.step("the lists of papers are drawn up, and those of the acceptance handed in", async () => {
    for (const { at } of cases) {
      await clerk.visit(`/projects/${at}`);
      await clerk.main.getByRole("button", { name: /Lập nốt/ }).click();
      await expect(clerk.main.getByRole("region", { name: "Hồ sơ nghiệm thu, thanh toán" })).toContainText(/\d+\/\d+/);
      await expect(clerk.main.getByRole("button", { name: /Lập nốt/ })).toHaveCount(0);
      await clerk.sendNow();
      await offices.provide(at, "accept");
    }
  });
  await department.catchUp();
  await test.step("the department accepts each", async () => {
    for (const { at } of cases) {
      await department.visit(`/projects/${at}`);
      await department.act("Nghiệm thu", { "Biên bản nghiệm thu": "19/BB-NT", "Ngày nghiệm thu": typed(), "Kết luận nghiệm thu": "Đạt" });
    }
    await department.sendNow();
  });

  for (const { kind, at, project, disputed } of cases) {
    await test.step(`${kind}: the result stays as it was accepted; the project is paid, settled and archived`, async () => {
      const late = centre.edit(await offices.record(ids.get(kind)!), disputed.theirs);
      await expect(late).rejects.toThrow("problem.project_accepted");
      await offices.settle(at, project.support * MILLION, project.support * MILLION, 900 * MILLION);
      await clerk.catchUp(`/projects/${at}`);
      await clerk.act("Kết thúc, lưu trữ");
      await clerk.sendNow();
    });
  }

  const now = new Map((await centre.held(COMMUNE)).map((record) => [record.id, record]));
  const told: Record<string, Fields> = { replication: compared(now.get(taken) as Stored) };
  for (const { kind, at } of cases) {
    const { stage, acceptance_conclusion, paid, settlement_amount } = now.get(at)!.doc;
    told[kind] = { ...compared(now.get(ids.get(kind)!)!), of: { stage, acceptance_conclusion, paid, settlement_amount } as Fields };
  }
  expect(told).toEqual(JSON.parse(await readFile(join(import.meta.dirname, "expected/results.json"), "utf8")));
});
