// The offices behind the screens of a story about a project: what others decide, in the time it takes to ask the server.

import { createHash } from "node:crypto";
import type { Office } from "./office.ts";
import { people } from "./office.ts";
import type { Act, Fields, Person, Stored } from "./person.ts";
import { COMMUNE } from "./province.ts";

/** A day as it is stored, so many days from now. */
export const day = (ahead = 0) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);

/** A day as a person types it. */
export function typed(stored = day()): string {
  const [year, month, date] = stored.split("-");
  return `${Number(date)}/${Number(month)}/${year}`;
}

/** What differs from run to run: ids, days, numbers the server issues. */
const NOT_COMPARED = ["facility", "need", "project", "model", "owner_account", "code", "appraised_by", "confirmed_by", "proposed_by", "editors", "plan_year"];

/** A record as it is compared with what was expected. */
export function compared({ doc }: Pick<Stored, "doc">): Fields {
  const is_day = (value: unknown) => typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value);
  const kept = Object.entries(doc).filter(([name, value]) => value !== null && !NOT_COMPARED.includes(name) && !is_day(value));
  return Object.fromEntries(kept.sort(([one], [other]) => one.localeCompare(other)));
}

/** A step: who takes it, from which stage, and what it brings. */
type Step = [login: string, stage: string, action: string, fields?: Fields];

/** Where the records lie that a story is about: at a facility, with the offices, with the reference data. */
const PLACES = [COMMUNE, "office", "ref"];

export class Offices {
  private readonly known = new Map<string, Person>();
  private readonly places = new Map<string, string>();

  private constructor(private readonly office: Office) {}

  static of(office: Office): Offices {
    return new Offices(office);
  }

  async person(login: string): Promise<Person> {
    const person = this.known.get(login) ?? (await this.office.person(login));
    this.known.set(login, person);
    return person;
  }

  async record(id: string): Promise<Stored> {
    const centre = await this.person(people.centre);
    for (const place of this.places.has(id) ? [this.places.get(id)!] : PLACES) {
      const record = await centre.record(id, place);
      if (record) {
        this.places.set(id, place);
        return record;
      }
    }
    throw new Error(`nobody holds ${id}`);
  }

  /** Everything a story may be about. */
  async held(): Promise<Map<string, Stored>> {
    const centre = await this.person(people.centre);
    const all = await Promise.all(PLACES.map((place) => centre.held(place)));
    return new Map(all.flat().map((record) => [record.id, record]));
  }

  /** Makes a record that belongs to a project, where the project lies. */
  private async makeFor(project: string, kind: string, fields: Fields): Promise<string> {
    const centre = await this.person(people.centre);
    const { scope } = await this.record(project);
    const id = await centre.make(kind, scope, { project, ...fields });
    this.places.set(id, scope);
    return id;
  }

  /** Takes a step on a record as it stands. */
  async step(login: string, id: string, action: string, fields: Fields = {}): Promise<void> {
    const record = await this.record(id);
    await (await this.person(login)).act(record, action, String(record.doc["stage"]), fields);
  }

  /** Takes steps one after the other, while nobody else does. */
  async steps(id: string, steps: Step[]): Promise<void> {
    const record = await this.record(id);
    for (const [login, stage, action, fields] of steps) {
      record.ver = await (await this.person(login)).act(record, action, stage, fields);
    }
  }

  async of_project(kind: string, project: string): Promise<Stored[]> {
    const { scope } = await this.record(project);
    const held = await (await this.person(people.centre)).held(scope);
    return held.filter((record) => record.kind === kind && record.doc["project"] === project);
  }

  /** Goes and looks at what a facility wishes, and chooses it without a round. */
  async choose(need: string): Promise<void> {
    await this.steps(need, [
      [people.centre, "registered", "start_survey"],
      [people.centre, "surveying", "finish_survey", { surveyed_on: day(), recommended: true }],
      [people.centre, "surveyed", "shortlist", { stage_note: "Kế hoạch bổ sung, ngoài đợt xét chọn" }],
    ]);
  }

  /** From the dossier to the beginning of the work. Who appraises it may not accept it later. */
  async grant(project: string, decision: Fields, contract: Fields, appraiser: string): Promise<void> {
    for (const phase of ["register", "appraise"]) await this.provide(project, phase);
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
    const report = { period: day(), form: "3a", reported_on: day(), volume_pct: 90, value_done };
    const id = await this.makeFor(project, "progress_report", { ...report, work_done: "Đã lắp máy" });
    await this.step(people.centre, id, "send");
  }

  /** Hands over the original of every paper that is missing or came back, or of those of one step. */
  async provide(project: string, phase?: string): Promise<void> {
    const handed = { handed_to: "Lê Thị Thu", handed_on: day() };
    const { facility, implementing_unit, acceptance_date, settlement_days } = (await this.record(project)).doc;
    const holds = ["always", "issues_invoice", "has_counterpart", ...(facility ? ["has_beneficiary"] : [])];
    if (facility && implementing_unit !== "facility") holds.push("other_unit");
    if (acceptance_date && String(acceptance_date) < day(-Number(settlement_days ?? 15))) holds.push("not_in_time");
    const is_due = ({ doc }: Stored) => {
      const is_asked = holds.includes(String(doc["condition"]));
      // The certificate of registration itself is looked at; for the other papers the project stands.
      const is_held = (doc["held"] ?? "registration") !== "registration";
      const is_missing = doc["stage"] === "missing" || doc["stage"] === "returned";
      return is_asked && !is_held && is_missing && (phase ?? doc["phase"]) === doc["phase"];
    };
    const due = (await this.of_project("paper", project)).filter(is_due);
    const of_department = (paper: Stored) => paper.doc["provider"] === "department";
    const act = (paper: Stored): Act => [paper, "provide", String(paper.doc["stage"]), handed];
    await (await this.person(people.department)).actAll(due.filter(of_department).map(act));
    await (await this.person(people.centre)).actAll(due.filter((paper) => !of_department(paper)).map(act));
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
    const attached = ["progress_report", "result_report", "volume_report"];
    const fields = { entry, requested: amount, basis: "Theo khối lượng đã làm", attached };
    const id = await this.makeFor(project, "disbursement", fields);
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
    const given = (await this.of_project("paper", project)).filter(({ doc }) => doc["stage"] === "provided");
    const looks = ({ doc }: Stored) => {
      if (!["register", "appraise", "accept"].includes(String(doc["phase"]))) return people.finance;
      return doc["provider"] === "department" ? people.leader : people.department;
    };
    for (const login of [people.department, people.leader, people.finance]) {
      const acts = given.filter((paper) => looks(paper) === login).map((paper): Act => [paper, "verify", "provided"]);
      await (await this.person(login)).actAll(acts);
    }
  }

  /** Goes to see a project, with photos and signatures. */
  async visit(login: string, project: string, visit_kind: string): Promise<void> {
    const visitor = await this.person(login);
    const { facility = null } = (await this.record(project)).doc;
    if (facility === null) throw new Error("a project of the offices has no place to be visited");
    const [now, { name }] = [Date.now(), visitor.account];
    const found = { met_name: "Vũ Văn Hoạch", met_position: "chủ cơ sở", workers_male: 3, workers_female: 2, publicity: true, environment: ["nothing"] };
    const when = { visited_on: day(), started_at: now - 3_600_000, ended_at: now, no_gps_reason: "Trong xưởng không bắt được vị trí." };
    const signed = { conclusion: "ok", inspector_signed: name, facility_signed: "Vũ Văn Hoạch" };
    const id = await visitor.make("visit", COMMUNE, { facility, project, visit_kind, inspectors: [{ name }], ...found, ...when, ...signed });
    const pictures = ["signboard", "machine", "overall", "signature_inspector", "signature_facility"].map((slot) => {
      const sha256 = createHash("sha256").update(`${id} ${slot}`).digest("hex");
      return { about: id, slot, file_name: `${slot}.jpg`, media_type: "image/jpeg", bytes: 90_000, sha256, taken_at: now };
    });
    await visitor.makeAll("attachment", COMMUNE, pictures);
    await visitor.act((await this.record(id))!, "sign", "draft");
  }

  /** Reports the work as done. */
  async reportDone(project: string): Promise<void> {
    await this.step(people.centre, project, "report_done", { volume_report_on: day(), volume_pct: 100 });
  }

  /** The council looks at what was done, with its papers, and accepts it. */
  async accept(project: string, on = day()): Promise<void> {
    await this.provide(project, "accept");
    await this.step(people.council, project, "accept", { acceptance_no: "15/BB-NT", acceptance_date: on, acceptance_conclusion: "pass" });
  }

  /** From the acceptance to the post-check: the papers, the last payment, the two settlements, the visit to the facility. */
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
    if ((await this.record(project)).doc["facility"]) await this.visit(people.inspector, project, "post_check");
  }
}
