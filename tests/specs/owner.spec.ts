// An owner with a phone and the centre at a desk: from a wish to a project.

import { expect, people, test } from "./support/office.ts";
import { Offices } from "./support/offices.ts";
import { facilities } from "./support/province.ts";
import { drawUp } from "./support/walk.ts";

const STEPS = ["Đã đăng ký", "Đã khảo sát", "Đang thẩm định", "Đã duyệt", "Đang thực hiện", "Nghiệm thu, thanh toán", "Xong"];
const COMMITMENTS = { "Đã hiểu: Nhà nước trả sau khi nghiệm thu": "Có", "Cam kết không nhận nguồn hỗ trợ khác của Nhà nước cho việc này": "Có" };
const WISH = "Máy trộn đất, để bớt một người đứng trộn tay";

test("an owner registers a need by phone and follows it; the centre makes it a project and moves it", async ({ office }) => {
  const owner = await office.signedIn(people.owner, { size: "phone" });

  await test.step("the owner sees the seven steps of each application", async () => {
    await expect(owner.heading).toHaveText("Hồ sơ của tôi");
    const applications = owner.main.getByRole("region", { name: "Đăng ký của tôi" }).getByRole("link");
    const links = await applications.evaluateAll((rows) => rows.map((row) => row.getAttribute("href") ?? ""));
    expect(links.length).toBeGreaterThan(0);
    for (const link of links) {
      await owner.visit(link);
      const steps = owner.main.getByRole("region", { name: "Hồ sơ đang ở đâu" }).getByRole("listitem");
      await expect(steps).toHaveCount(7);
      await expect(steps.locator("b")).toHaveText(STEPS);
    }
  });

  const need = await test.step("the owner registers a need in a few answers", async () => {
    await owner.go("Đăng ký");
    await owner.row("Mua máy, thiết bị mới").click();
    await owner.answer({ "Việc cần hỗ trợ": WISH });
    await owner.openGroup("Chi phí, vốn");
    await owner.answer({ "Chi phí dự kiến": "1,5 tỷ", ...COMMITMENTS });
    await expect(owner.main).toContainText("1.500.000.000 ₫");
    await owner.finish("Nộp đăng ký");
    await expect(owner.heading).toHaveText(WISH);
    await expect(owner.main).toContainText("Đã gửi");
    return owner.id;
  });

  const centre = await office.signedIn(people.centre, { size: "desk" });
  await test.step("the centre sees it arrive, and surveys it", async () => {
    await centre.visit("/needs");
    await centre.search(WISH);
    await centre.row(WISH).click();
    await expect(centre.state).toContainText("Đã đăng ký");
    await expect(centre.main).toContainText(facilities.pottery);
    await centre.act("Bắt đầu khảo sát");
    await expect(centre.state).toContainText("Đang khảo sát");
    await centre.act("Hoàn thành khảo sát", { "Ngày khảo sát": today(), "Đề nghị hỗ trợ": "Có" });
    await expect(centre.state).toContainText("Đã khảo sát");
  });

  await test.step("a step that changes hands needs the network, and says so", async () => {
    await office.server.kill();
    await centre.visit(`/needs/${need}`);
    const choose = centre.button("Chọn lập đề án");
    await expect(choose).toHaveAttribute("aria-disabled", "true");
    await expect(centre.main).toContainText("Cần có mạng");
    await office.server.start();
    await centre.sendNow();
    await centre.catchUp(`/needs/${need}`);
    await expect(choose).not.toHaveAttribute("aria-disabled", "true");
  });

  await test.step("it is chosen and becomes a project", async () => {
    // It was in no round of selection: that takes a reason.
    const bare = await centre.attempt("Chọn lập đề án");
    await expect(bare).toContainText("cần ghi lý do");
    await centre.answer({ "Ghi chú khi chuyển bước": "Kế hoạch bổ sung, ngoài đợt xét chọn" });
    await bare.getByRole("button", { name: "Chọn lập đề án", exact: true }).click();
    await expect(bare).toBeHidden();
    await expect(centre.state).toContainText("Được chọn lập đề án");
    await centre.main.getByRole("link", { name: "Lập đề án" }).or(centre.button("Lập đề án")).first().click();
    await expect(centre.main.locator("form")).toBeVisible();
    await centre.finish("Lập đề án");
    await expect(centre.heading).toHaveText(WISH);
    await centre.sendNow();
  });

  await test.step("an incomplete project cannot be handed in, and the reason is said", async () => {
    await centre.visit("/projects");
    await centre.search(WISH);
    await centre.row(WISH).locator("visible=true").first().click();
    await expect(centre.state).toContainText("Đang lập đề án");
    await centre.attempt("Nộp đề án");
    await expect(centre.main).toContainText(/Hồ sơ còn \d+ chỗ cần ghi hoặc sửa/);
  });

  await test.step("complete, it moves on to the department", async () => {
    await centre.main.getByRole("link", { name: "Sửa", exact: true }).first().click();
    await centre.openGroup("Vốn, đề nghị hỗ trợ");
    await centre.answer({ "Đề nghị hỗ trợ": "300 tr", "Vốn đối ứng": "1,2 tỷ", "Đã đầu tư hoặc cam kết vốn đối ứng": "Có" });
    await centre.openGroup("Tiến độ");
    await centre.answer({ "Dự kiến bắt đầu": "1/3/2027", "Dự kiến xong": "30/9/2027" });
    await centre.openGroup("Thuyết minh");
    await centre.answer({ "Ngày văn bản đề nghị của cơ sở": "2/11/2026", "3. Mục tiêu": "Một máy trộn đất, bớt một người đứng trộn" });
    await centre.finish("Lưu vào sổ");
    const bare = await centre.attempt("Nộp đề án");
    await expect(bare).toContainText("chưa lập danh mục giấy tờ");
    await bare.getByRole("button", { name: "Thôi", exact: true }).click();
    await drawUp(centre);
    const project = centre.id;
    await centre.sendNow();
    await Offices.of(office).provide(project, "register");
    await centre.catchUp(`/projects/${project}`);
    await centre.act("Nộp đề án");
    await expect(centre.state).toContainText("Đã nộp");
    await centre.sendNow();

    const department = await office.signedIn(people.department, { size: "desk" });
    await department.visit("/projects");
    await department.search(WISH);
    await department.row(WISH).locator("visible=true").first().click();
    await department.act("Nhận thẩm định");
    await expect(department.state).toContainText("Đang thẩm định cấp cơ sở");
  });

  await test.step("the owner sees where it is", async () => {
    await owner.catchUp(`/applications/${need}`);
    await expect(owner.main.getByRole("listitem").filter({ has: owner.page.getByText("đang ở đây") })).toContainText("Đang thẩm định");
  });
});

/** As a person writes it. */
function today(): string {
  const parts = new Intl.DateTimeFormat("vi-VN", { timeZone: "Asia/Ho_Chi_Minh", day: "numeric", month: "numeric", year: "numeric" });
  return parts.format(new Date());
}
