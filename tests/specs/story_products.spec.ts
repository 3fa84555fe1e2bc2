// A voting on products, from the project that pays for it to the certificate: the Centre holds a round, a maker enters a
// product on the phone without network, it comes back, two people mend the same words, five judges score it, it is recognised,
// certified and nominated for the level above.

import { expect, people, test } from "./support/office.ts";
import { day, typed } from "./support/offices.ts";
import { give, photo } from "./support/pictures.ts";
import type { Json } from "./support/person.ts";
import { COMMUNE, facilities } from "./support/province.ts";
import type { Story } from "./support/stories/story.ts";
import { Walk, withNames, type Case } from "./support/walk.ts";

const VOTING: Story = {
  activity: "product_vote",
  called: "Bình chọn sản phẩm công nghiệp nông thôn tiêu biểu",
  origin: { title: "Tổ chức bình chọn sản phẩm của các làng gốm" },
  cost: 90,
  support: 90,
  deeds: [],
};
const ROUND = "Bình chọn sản phẩm gốm cấp xã, đợt thử";
const PRODUCT = "Gạch trang trí men lam vẽ tay";
const BLURRED = "Ảnh chụp từ trên xuống bị mờ, thiếu giấy kiểm nghiệm men.";
const MENDED = "Gạch trang trí men lam vẽ tay, nung lò ga, có giấy kiểm nghiệm men.";
/** Who scores beside the one of the council: what they give for each criterion. */
const OTHERS = [people.department, people.leader, people.centre, people.planner];
const POINTS = { market: 25, effect: 31, culture: 21, other: 8 };

test("products are voted on, from the project to the certificate and the level above", async ({ office }) => {
  test.setTimeout(240_000);
  const walk = await Walk.of(office);
  const { offices, centre } = walk;
  const desk = centre.book;
  const [voting] = (await walk.begun([VOTING])) as [Case];
  const [planner, officer] = [await office.person(people.planner), await office.person(people.officer)];
  const facility = (await planner.held(COMMUNE)).find(({ doc }) => doc["name"] === facilities.pottery)!.id;

  const round = await test.step("the Centre announces a round on the page of the project", async () => {
    await desk.follow(`/projects/${voting.project}`);
    await desk.main.getByRole("link", { name: "Ghi đợt bình chọn sản phẩm", exact: true }).click();
    await desk.answerAll({
      "Đợt bình chọn": {
        "Tên đợt": ROUND,
        "Cấp bình chọn": "Cấp xã",
        "Năm": "2026",
        "Đơn vị tổ chức": "UBND xã Phù Lãng",
        "Nhận hồ sơ từ ngày": "02/11/2026",
        "Hạn nộp hồ sơ": "20/11/2026",
      },
      "Ban giám khảo, tiêu chí": { "Số giám khảo": "5" },
    });
    await desk.finish("Lưu vào sổ");
    await desk.act("Mở nhận hồ sơ");
    voting.deeds.set("round", desk.id);
    await desk.sendNow();
    return voting.deeds.get("round")!;
  });

  const near = await office.network();
  const owner = await office.signedIn(people.owner, { network: near, size: "phone" });
  const entry = await test.step("the maker enters a product without network, with its three photos", async () => {
    const pictures = await Promise.all([1, 2, 3].map((seed) => photo(owner.page, `${seed}.jpg`, { width: 400, height: 300, seed })));
    await near.turn("no-api");
    await owner.visit(`/records/product_entry/new?of=${facility}`);
    await owner.answerAll({
      "Sản phẩm": {
        "Đợt bình chọn": ROUND,
        "Tên sản phẩm": PRODUCT,
        "Nhóm sản phẩm": "Thủ công mỹ nghệ",
        "Sản phẩm hay bộ sản phẩm": "Một sản phẩm",
        "Mô tả sản phẩm": "Gạch trang trí men lam.",
      },
      "Sản xuất, bán hàng": { "Nguyên liệu": "Đất sét Phù Lãng, men tro", "Số lượng làm trong năm": "12000", "Giá bán": "85 nghìn" },
      "Cam kết của cơ sở": {
        "Cơ sở tự làm ra sản phẩm": "Có",
        "Không sao chép sản phẩm của người khác": "Có",
        "Làm được hàng loạt": "Có",
        "Không vi phạm sở hữu trí tuệ, chất lượng, môi trường": "Có",
      },
    });
    await owner.finish("Lưu vào sổ");
    const bare = await owner.attempt("Nộp hồ sơ sản phẩm");
    await expect(bare, "three photos are asked for").toContainText("ảnh");
    await bare.getByRole("button", { name: "Thôi", exact: true }).click();
    const strip = owner.main.getByRole("region", { name: "Ảnh", exact: true });
    for (const [at, side] of ["Mặt trước", "Mặt bên", "Mặt trên"].entries()) await give(owner, strip.getByRole("button", { name: side }), pictures[at]!);
    await expect(strip.getByRole("img")).toHaveCount(3);
    await owner.act("Nộp hồ sơ sản phẩm");
    await owner.hasSaved();
    await near.turn("fine");
    await owner.sendNow();
    return (await planner.held(COMMUNE)).find(({ doc }) => doc["name"] === PRODUCT)!.id;
  });
  const page = `/records/product_entry/${entry}`;

  await test.step("it comes back; maker and officer mend the same words, and the maker decides", async () => {
    await offices.step(people.department, entry, "return", { stage_note: BLURRED });
    await owner.catchUp(page);
    await expect(owner.main).toContainText(BLURRED);
    await near.turn("no-api");
    await owner.edit("Sản phẩm", { "Mô tả sản phẩm": MENDED });
    await owner.hasSaved();
    await officer.edit(await offices.record(entry), { description: "Gạch trang trí men lam, sửa tại xã." });
    await near.turn("fine");
    await owner.sendNow();
    await owner.visit(page);
    await owner.decide();
    await owner.page.goBack();
    await owner.act("Nộp hồ sơ sản phẩm");
    await owner.sendNow();
    await offices.step(people.department, entry, "accept");
  });

  await test.step("the Centre names the jury: only then is there something to score", async () => {
    // One is of the offices and picked, the others are written down.
    const picked = { "Chọn trong danh bạ cơ quan": "Đỗ Thị Minh Thuý, Thành viên hội đồng" };
    const seats = [picked, ...OTHERS.map((login) => ({ "Họ và tên, như trên tài khoản": office.account(login).name }))];
    await desk.catchUp(`/records/product_round/${round}`);
    await desk.act("Chuyển sang chấm điểm", { "Ban giám khảo": seats });
    await desk.sendNow();
    const judges = (await offices.record(round)).doc["judges"] as Record<string, string>[];
    const { account } = (await (await (await office.person(people.council)).get("/api/v1/session")).json()) as { account: { id: string } };
    expect(judges[0]).toEqual({ account: account.id, name: "Đỗ Thị Minh Thuý" });
    expect(judges.slice(1)).toEqual(OTHERS.map((login) => ({ name: office.account(login).name })));
  });

  await test.step("a judge scores it without network; what a criterion does not give is refused", async () => {
    const way = await office.network();
    const judge = await office.signedIn(people.council, { network: way });
    await judge.canStartOffline();
    await judge.catchUp();
    await expect(judge.main.getByRole("region", { name: "Sản phẩm chờ bạn chấm" })).toContainText(PRODUCT);
    await way.turn("no-api");
    await judge.visit(page);
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

  await test.step("the other judges score it; it is closed, proposed and recognised", async () => {
    await expect(offices.step(people.centre, entry, "score"), "four sheets are missing").rejects.toThrow("problem.sheets_missing");
    const points = Object.entries(POINTS).map(([code, points]) => ({ code, points }));
    for (const login of OTHERS) {
      const judge = await office.person(login);
      const sheet = await judge.make("judge_sheet", "office", { entry, judge_name: judge.account.name, interest: "free", points });
      await judge.act((await judge.record(sheet, "office"))!, "hand_in", "draft");
    }
    await offices.step(people.centre, entry, "score");
    await offices.step(people.centre, entry, "propose");
    const early = offices.step(people.leader, round, "decide");
    await expect(early, "a product waits").rejects.toThrow("problem.products_waiting");
    await offices.step(people.leader, entry, "recognise", { decision_no: "31/QĐ-UBND", decision_on: day(), notified_on: day() });
    await offices.step(people.leader, round, "decide");
  });

  const certificate = await test.step("the Centre writes the certificate down, and nominates it for the province", async () => {
    await desk.catchUp(page);
    await desk.answer({ "Số giấy": "07/GCN-PL", "Ngày cấp": typed() });
    await desk.button("Ghi giấy chứng nhận").click();
    await desk.main.getByRole("region", { name: "Giấy chứng nhận" }).getByRole("link", { name: PRODUCT }).click();
    await desk.edit("Sau khi cấp", { "Công văn giới thiệu lên cấp trên số": "45/UBND-KT", "Ngày giới thiệu": typed() });
    await desk.sendNow();
    return (await planner.held(COMMUNE)).find(({ kind, doc }) => kind === "product_certificate" && doc["entry"] === entry)!.id;
  });

  await test.step("with it the maker enters the round of the province; without it nobody does", async () => {
    const { year, organiser, opens_on, closes_on, criteria } = (await offices.record(round)).doc as Record<string, Json>;
    const rules = { year: year!, organiser: organiser!, opens_on: opens_on!, closes_on: closes_on!, criteria: criteria!, jury_size: 7 };
    const above = await planner.make("product_round", "ref", { title: "Bình chọn cấp tỉnh, đợt thử", level: "province", lower_held: true, ...rules });
    await offices.step(people.planner, above, "open");
    await owner.catchUp(`/records/product_certificate/${certificate}`);
    await owner.button("Đưa vào Bình chọn cấp tỉnh, đợt thử").click();
    const higher = owner.main.getByRole("region", { name: "Dự bình chọn cấp trên" });
    await expect(higher.getByRole("link", { name: PRODUCT })).toBeVisible();
    await expect(owner.button("Đưa vào Bình chọn cấp tỉnh, đợt thử")).toHaveCount(0);
    await owner.sendNow();
    const { doc } = await offices.record(entry);
    const nominated = (await planner.held(COMMUNE)).find(({ kind, doc }) => kind === "product_entry" && doc["round"] === above)!;
    expect(nominated.doc["lower_certificate"]).toBe(certificate);
    for (const field of ["facility", "name", "description", "material", "price"]) expect(nominated.doc[field]).toEqual(doc[field]);
    expect(nominated.doc["own_make"], "conditions are said anew").toBeUndefined();
    await desk.catchUp(`/records/product_round/${above}/print`);
    await expect(desk.main).toContainText("DANH SÁCH SẢN PHẨM ĐỀ CỬ BÌNH CHỌN CẤP TRÊN");
    await expect(desk.main.getByRole("row", { name: PRODUCT })).toContainText("07/GCN-PL");
    await expect(desk.main.getByRole("row", { name: PRODUCT })).toContainText("45/UBND-KT");
    const same = ["facility", "name", "product_group", "unit", "description", "material", "own_make", "no_copy", "repeatable", "no_breach"];
    const fields = Object.fromEntries(same.map((field) => [field, doc[field]!]));
    const next = await officer.make("product_entry", COMMUNE, { ...fields, round: above });
    const pictures = ["front", "side", "top"].map((slot, at) => ({ about: next, slot, file_name: `${slot}.jpg`, media_type: "image/jpeg", bytes: 90_000, sha256: `${at}`.repeat(64), taken_at: Date.now() }));
    await officer.makeAll("attachment", COMMUNE, pictures);
    await expect(offices.step(people.officer, next, "submit")).rejects.toThrow("problem.lower_certificate");
    await officer.edit(await offices.record(next), { lower_certificate: certificate });
    await offices.step(people.officer, next, "submit");
    expect((await offices.record(next)).doc["stage"]).toBe("submitted");
  });

  await walk.closed([voting]);
  const now = await offices.held();
  const sheets = [...now.values()].filter(({ kind, doc }) => kind === "judge_sheet" && doc["entry"] === entry);
  const told = ({ doc }: (typeof sheets)[number]) => [doc["judge_name"], doc["stage"], doc["interest"], ...(doc["points"] as { points: number }[]).map(({ points }) => points)].join(" · ");
  await walk.compare([voting], "products.json", {
    entry: withNames(now.get(entry)!, now),
    certificate: withNames(now.get(certificate)!, now),
    sheets: sheets.map(told).sort(),
  });
});
