// The offices behind the screens of a story about a project: what others decide, in the time it takes to ask the server.

import { createHash } from "node:crypto";
import type { Office } from "./office.ts";
import { people } from "./office.ts";
import { drawUp, isAskedFor } from "./papers.ts";
import type { Fields, Person, Stored } from "./person.ts";
import { COMMUNE } from "./province.ts";

/** A day as it is stored, so many days from now. */
export const day = (ahead = 0) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);

/** A day as a person types it. */
export function typed(stored = day()): string {
  const [year, month, date] = stored.split("-");
  return `${Number(date)}/${Number(month)}/${year}`;
}

/** What differs from run to run: ids, days, numbers the server issues. */
const NOT_COMPARED = ["facility", "need", "project", "model", "owner_account", "code", "appraised_by", "proposed_by", "editors", "plan_year"];

/** A record as it is compared with what was expected. */
export function compared({ doc }: Stored): Fields {
  const is_day = (value: unknown) => typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value);
  const kept = Object.entries(doc).filter(([name, value]) => value !== null && !NOT_COMPARED.includes(name) && !is_day(value));
  return Object.fromEntries(kept.sort(([one], [other]) => one.localeCompare(other)));
}

/** A step: who takes it, from which stage, and what it brings. */
type Step = [login: string, stage: string, action: string, fields?: Fields];

export class Offices {
  private constructor(
    private readonly office: Office,
    private readonly known: Map<string, Person>,
  ) {}

  static of(office: Office): Offices {
    return new Offices(office, new Map());
  }

  async person(login: string): Promise<Person> {
    const person = this.known.get(login) ?? (await this.office.person(login));
    this.known.set(login, person);
    return person;
  }

  async record(id: string): Promise<Stored> {
    return (await (await this.person(people.centre)).record(id, COMMUNE))!;
  }

  /** Takes a step on a record as it stands. */
  async step(login: string, id: string, action: string, fields: Fields = {}): Promise<void> {
    const record = await this.record(id);
    await (await this.person(login)).act(record, action, String(record.doc["stage"]), fields);
  }

  /** Takes steps one after the other, while nobody else does. */
  private async steps(id: string, steps: Step[]): Promise<void> {
    const record = await this.record(id);
    for (const [login, stage, action, fields] of steps) {
      record.ver = await (await this.person(login)).act(record, action, stage, fields);
    }
  }

  async of_project(kind: string, project: string): Promise<Stored[]> {
    const held = await (await this.person(people.centre)).held(COMMUNE);
    return held.filter((record) => record.kind === kind && record.doc["project"] === project);
  }

  /** Hands in what the application and its appraisal wait for, by lists that are drawn up if nobody has. */
  async apply(id: string): Promise<void> {
    const [centre, department] = [await this.person(people.centre), await this.person(people.department)];
    const project = await this.record(id);
    if ((await this.of_project("paper", id)).length === 0) await drawUp(centre, project, day());
    for (const paper of await this.of_project("paper", id)) {
      const by = paper.doc["provider"] === "department" ? department : centre;
      if (isAskedFor(paper, project)) await by.act(paper, "provide", "missing", { handed_to: "Lê Thị Thu", handed_on: day() });
    }
  }

  /** From the dossier to the beginning of the work. Who appraises it may not accept it later. */
  async grant(project: string, decision: Fields, contract: Fields, appraiser: string): Promise<void> {
    await this.apply(project);
    await this.steps(project, [
      [people.planner, "draft", "submit"],
      [people.department, "submitted", "start_appraisal"],
      [appraiser, "base_appraisal", "send_up", { base_minutes_no: "11/BB-TĐCS", base_minutes_on: day() }],
      [people.department, "upper_appraisal", "plan", { upper_minutes_no: "31/BB-TĐ", upper_minutes_on: day() }],
      [people.leader, "planned", "approve", { decision_date: day(), ...decision }],
      [people.centre, "approved", "sign_contract", { contract_date: day(), billing: "invoice", ...contract }],
      [people.centre, "contracted", "start", { started_on: day() }],
    ]);
  }

  /** Reports how far the work is, in money. */
  async reportProgress(project: string, value_done: number): Promise<void> {
    const centre = await this.person(people.centre);
    const report = { project, period: day(), form: "3a", reported_on: day(), volume_pct: 90, value_done };
    const id = await centre.make("progress_report", COMMUNE, { ...report, work_done: "Đã lắp máy" });
    await this.step(people.centre, id, "send");
  }

  /** Hands over the original of every paper that nobody has handed in, or of those of one step. */
  async provide(project: string, phase?: string): Promise<void> {
    const centre = await this.person(people.centre);
    for (const paper of await this.of_project("paper", project)) {
      const { condition, stage, held } = paper.doc;
      if (phase !== undefined && paper.doc["phase"] !== phase) continue;
      const is_asked = condition === "always" || condition === "issues_invoice" || condition === "has_counterpart";
      const handed = { handed_to: "Lê Thị Thu", handed_on: day() };
      if (stage === "missing" && is_asked && held === undefined) await centre.act(paper, "provide", stage, handed);
    }
  }

  /** Adds a code to a list of the office: one person writes it, another confirms it. */
  async addCode(list_name: string, code: string, label: string): Promise<void> {
    const [centre, department] = [await this.person(people.centre), await this.person(people.department)];
    const id = await centre.make("code_entry", "ref", { list_name, code, label, valid_from: "2026-01-01", legal_ref: "12/CV-SCT" });
    await centre.act((await centre.record(id, "ref"))!, "propose", "draft");
    await department.act((await centre.record(id, "ref"))!, "confirm", "proposed");
  }

  /** Ends the code of a list: one person asks for it, another confirms it. */
  async endCode(code: string): Promise<void> {
    const [department, leader] = [await this.person(people.department), await this.person(people.leader)];
    const entry = (await department.all("code_entry", ["ref"])).find(({ doc }) => doc["code"] === code)!;
    await department.act(entry, "propose_end", "in_force", { stage_note: "Không dùng nữa" });
    await leader.act((await leader.record(entry.id, "ref"))!, "end", "ending");
  }

  /** Asks for money, and takes it to the accountant. */
  async ask(project: string, entry: string, amount: number, volume: number): Promise<string> {
    const centre = await this.person(people.centre);
    const attached = ["progress_report", "result_report", "volume_report"];
    const fields = { project, entry, requested: amount, basis: "Theo khối lượng đã làm", attached };
    const id = await centre.make("disbursement", COMMUNE, fields);
    const seen: Fields = entry === "advance" ? { stage_note: "Xem máy cùng cán bộ xã, biên bản lập sau" } : {};
    await this.steps(id, [
      [people.centre, "draft", "submit"],
      [people.department, "submitted", "confirm_volume", { confirmed_volume: volume, confirmed_on: day(), ...seen }],
      [people.leader, "volume_confirmed", "approve", { approved_amount: amount }],
    ]);
    return id;
  }

  /** Looks at every paper that was handed in, and finds it good. */
  async verify(project: string): Promise<void> {
    for (const paper of await this.of_project("paper", project)) {
      const checker = paper.doc["phase"] === "accept" ? people.department : people.finance;
      if (paper.doc["stage"] === "provided") await (await this.person(checker)).act(paper, "verify", "provided");
    }
  }

  /** Goes to see a project, with photos and signatures. */
  async visit(login: string, project: string, visit_kind: string): Promise<void> {
    const visitor = await this.person(login);
    const { facility = null } = (await this.record(project)).doc;
    const [now, { name }] = [Date.now(), visitor.account];
    const found = { met_name: "Vũ Văn Hoạch", met_position: "chủ cơ sở", workers_male: 3, workers_female: 2, publicity: true, environment: ["nothing"] };
    const when = { visited_on: day(), started_at: now - 3_600_000, ended_at: now, no_gps_reason: "Trong xưởng không bắt được vị trí." };
    const signed = { conclusion: "ok", inspector_signed: name, facility_signed: "Vũ Văn Hoạch" };
    const id = await visitor.make("visit", COMMUNE, { facility, project, visit_kind, inspectors: [{ name }], ...found, ...when, ...signed });
    for (const slot of ["signboard", "machine", "overall", "signature_inspector", "signature_facility"]) {
      const sha256 = createHash("sha256").update(`${id} ${slot}`).digest("hex");
      await visitor.make("attachment", COMMUNE, { about: id, slot, file_name: `${slot}.jpg`, media_type: "image/jpeg", bytes: 90_000, sha256, taken_at: now });
    }
    await visitor.act((await this.record(id))!, "sign", "draft");
  }

  /** From the acceptance to the post-check: the papers, the last payment, the two settlements, the visit afterwards. */
  async settle(project: string, support: number, rest: number, volume: number): Promise<void> {
    await this.provide(project);
    await this.step(people.centre, project, "start_settlement", { settlement_dossier_on: day(), stage_note: "Chứng từ gốc nộp bản giấy, bảng kê nhập sau" });
    const payment = await this.ask(project, "payment", rest, volume);
    await this.step(people.finance, payment, "pay", { paid_amount: rest, paid_on: day(), treasury_doc_no: "13/UNC" });
    await this.verify(project);
    const liquidation = { liquidation_no: "27/BB-TLHĐ", liquidation_date: day(), settlement_amount: support };
    await this.steps(project, [
      [people.finance, "settling", "settle", liquidation],
      [people.department, "settled", "close_year", { year_settlement_no: "80/TB-STC", year_settlement_date: day() }],
      [people.inspector, "year_closed", "post_check", { post_check_on: day() }],
    ]);
    await this.visit(people.inspector, project, "post_check");
  }
}
