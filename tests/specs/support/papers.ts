// The lists of papers that a project has before its contract, drawn up as a device would: by the templates in force.

import { createHash } from "node:crypto";
import type { Fields, Person, Stored } from "./person.ts";

/** The steps that are taken before there is a contract. */
const EARLY = ["register", "appraise"];

/** The id of a record that has the same name on every device. */
function named(kind: string, name: string): string {
  const bytes = createHash("sha256").update(`${kind}\0${name}`).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** What the book itself may hold of a paper. */
const HELD: Record<string, string> = { reg04: "registration", app02: "base_minutes", app03: "upper_minutes", app06: "decision" };

/** Draws up the lists of the application and of the appraisal. */
export async function drawUp(centre: Person, project: Stored, today: string): Promise<void> {
  const templates = (await centre.all("checklist_template", ["ref"])).filter(({ doc }) => doc["stage"] === "in_force");
  const carries_it_out = project.doc["implementing_unit"] === "facility";
  let position = 0;
  for (const phase of EARLY) {
    const template = templates.find(({ doc }) => doc["phase"] === phase)!;
    for (const row of template.doc["papers"] as Fields[]) {
      const { code, condition, kind } = row;
      position += 1;
      const provider = row["provider"] === "unit" && carries_it_out ? "owner" : row["provider"];
      const of = { project: project.id, code, position, phase, condition, kind, provider };
      const from = { template: template.id, template_entry: template.id, legal_ref: template.doc["legal_ref"], frozen_on: today };
      const rest = { form_no: row["form_no"], held: HELD[String(code)] };
      const fields = Object.fromEntries(Object.entries({ ...of, ...from, ...rest }).filter(([, value]) => value !== undefined));
      await centre.make("paper", project.scope, fields as Fields, named("paper", `${project.id}:${code}`));
    }
  }
}

/** Whether an early paper is asked for and not there: what the project itself stands for nobody hands in. */
export function isAskedFor({ doc }: Stored, project: Stored): boolean {
  const is_held = doc["held"] !== undefined && doc["held"] !== "registration";
  const has_other_unit = project.doc["facility"] !== undefined && project.doc["implementing_unit"] !== "facility";
  const holds: Record<string, boolean> = { always: true, has_beneficiary: project.doc["facility"] !== undefined, other_unit: has_other_unit };
  return EARLY.includes(String(doc["phase"])) && doc["stage"] === "missing" && !is_held && holds[String(doc["condition"])] === true;
}
