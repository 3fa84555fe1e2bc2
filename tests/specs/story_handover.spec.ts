// A beneficiary gives up, and a facility of another commune takes its place: the project goes there with all that
// belongs to it, and the commune where it was sees it no longer.

import { expect, people, test } from "./support/office.ts";
import { day, Offices } from "./support/offices.ts";
import type { Stored } from "./support/person.ts";
import { COMMUNE } from "./support/province.ts";
import { kept } from "./support/storage.ts";

const AWAY = "commune:09190";

/** What belongs to a project, and to what belongs to it. */
function family(project: string, held: Stored[]): Stored[] {
  // A need and a visit name their project, and belong to the facility.
  const belongs = ({ kind, doc }: Stored) => (doc["project"] === project && !["need", "visit"].includes(kind)) || doc["about"] === project;
  const own = held.filter(belongs);
  return [...own, ...own.flatMap(({ id }) => held.filter(({ doc }) => doc["about"] === id))];
}

test("a project goes to the commune of its new beneficiary, whole, and leaves nothing behind", async ({ office }) => {
  test.setTimeout(120_000);
  const offices = Offices.of(office);
  const centre = await offices.person(people.planner);
  const held = await centre.held(COMMUNE);
  const running = held.filter(({ kind, doc }) => kind === "project" && doc["stage"] === "in_progress" && doc["need"]);
  const project = running.find(({ id }) => family(id, held).length > 10)!;
  const title = String(project.doc["title"]);
  const before = family(project.id, held);
  const heir = (await centre.held(AWAY)).find(({ kind, doc }) => kind === "facility" && doc["tax_code"])!;

  const near = await office.network();
  const here = await office.signedIn(people.officer, { network: near });
  const there = await office.signedIn(people.otherOfficer);
  await here.catchUp(`/projects/${project.id}`);
  await expect(here.heading).toHaveText(title);
  await there.catchUp(`/projects/${project.id}`);
  await expect(there.main).toContainText("Đề án này không có trên máy.");

  await test.step("the change is asked for, confirmed and granted", async () => {
    const change = { project: project.id, changes: ["beneficiary"], new_facility: heir.id };
    const id = await centre.make("amendment", COMMUNE, { ...change, request: "Cơ sở cũ thôi sản xuất, có cơ sở khác nhận." });
    await offices.step(people.planner, id, "submit");
    await offices.step(people.department, id, "confirm");
    const decision = { paper: "decision", decision_no: "88/QĐ-SCT", decision_date: day(), decision_issuer: "Giám đốc Sở" };
    await offices.step(people.leader, id, "grant", decision);
    before.push({ ...project, kind: "amendment", id });
  });

  await test.step("the new commune has the project with everything that belongs to it", async () => {
    await there.catchUp(`/projects/${project.id}`);
    await expect(there.heading).toHaveText(title);
    await expect(there.main.getByRole("link", { name: String(heir.doc["name"]) }).first()).toBeVisible();
    await expect(there.main.getByRole("region", { name: "Hồ sơ nghiệm thu, thanh toán" })).toBeVisible();
    const after = await (await office.person(people.otherOfficer)).held(AWAY);
    const moved = after.find(({ id }) => id === project.id)!;
    expect([moved.doc["facility"], moved.doc["commune_code"], moved.doc["stage"], moved.doc["code"]]).toEqual([heir.id, "09190", "in_progress", project.doc["code"]]);
    expect(family(project.id, after).map(({ id }) => id).sort()).toEqual(before.map(({ id }) => id).sort());
  });

  await test.step("the old one has its facility and its need, and nothing of the project", async () => {
    await here.catchUp(`/projects/${project.id}`);
    await expect(here.main).toContainText("Đề án này không có trên máy.");
    const left = await (await office.person(people.officer)).held(COMMUNE);
    expect(family(project.id, left)).toEqual([]);
    expect(left.some(({ id }) => id === project.id)).toBe(false);
    const need = left.find(({ id }) => id === project.doc["need"])!;
    expect(need.doc["stage"]).toBe("converted");
    await here.visit(`/needs/${need.id}`);
    await expect(here.heading).toHaveText(String(need.doc["wish"]));
    expect(left.some(({ id }) => id === project.doc["facility"])).toBe(true);
  });

  await test.step("nothing of the new beneficiary came to the old commune", async () => {
    const wire = near.exchanges.map(({ received }) => received).join("\n");
    const { databases } = await kept(here.page);
    for (const [place, text] of Object.entries({ wire, databases })) {
      expect(text, `${place} can be read`).toContain(COMMUNE);
      for (const field of ["name", "phone", "tax_code", "owner_name"]) {
        expect(text.includes(String(heir.doc[field])), `${field} in ${place}`).toBe(false);
      }
    }
    const foreign = (await office.person(people.officer)).get(`/api/v1/sync/snapshot/${AWAY}`);
    expect((await foreign).status).toBe(403);
  });
});
