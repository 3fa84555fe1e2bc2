// Somebody who asks the server directly: how journeys look at what really arrived, and act as a person elsewhere.

import { randomBytes } from "node:crypto";
import type { Account } from "./office.ts";

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
export type Fields = Record<string, Json>;

/** A record as the server holds it. */
export interface Stored {
  id: string;
  kind: string;
  scope: string;
  ver: number;
  doc: Fields;
}

export interface Entry {
  record: string;
  op: string;
  diff?: Record<string, { old?: Json; new?: Json }>;
  actor: { name: string; role: string };
  device: string;
  seq: number;
}

interface Row {
  id: string;
  kind: string;
  ver: number;
  gone?: boolean;
  fields: Fields;
}

interface Cursor {
  epoch: number;
  ver: number;
}

interface SnapshotPage {
  head: Cursor;
  rows: Row[];
  changes: Entry[];
  next?: string;
}

interface PullAnswer {
  /** Scopes the person holds, with the role in each. */
  held: Record<string, string>;
  pages: { delta?: { scope: string; to: Cursor; rows: Row[] }; snapshot?: { scope: string } }[];
  more?: boolean;
}

/** A place no scope has ever been in: of such a one the server says only that it is to be copied. */
const ELSEWHERE: Cursor = { epoch: 4_000_000_000, ver: 1 };

/** What is known of a scope, and up to where. */
interface Known {
  cursor: Cursor;
  records: Map<string, Stored>;
}

/** A step: on what, what is done from which stage, and what it brings. */
export type Act = [record: Stored, action: string, stage: string, fields?: Fields];

type Op = { put: Record<string, { v?: Json; b: number }> } | { act: { action: string; stage: string; base: number; fields?: Fields } };

/** Most the server takes at once. */
const LARGEST_PUSH = 500;

export class Person {
  private readonly known = new Map<string, Known>();

  private constructor(
    private readonly url: string,
    private cookie: string,
    readonly account: Account,
    readonly device: string,
    /** What the person holds: the reference data, communes, an own scope. */
    readonly scopes: string[],
    private seq: number,
  ) {}

  static async signIn(url: string, account: Account): Promise<Person> {
    const device = uuid();
    const body = { login: account.login, password: account.passphrase, device: { id: device, name: "Máy khác" } };
    const answer = await post(`${url}/api/v1/session`, body);
    const session = (await read(answer)) as { scopes: string[]; device: { newest_seq: number } };
    return new Person(url, cookieOf(answer), account, device, session.scopes, session.device.newest_seq);
  }

  /** The scope in which the person's own records lie. */
  get place(): string {
    const own = this.scopes.filter((scope) => scope !== "ref");
    if (own.length !== 1) throw new Error(`${this.account.login} holds ${own.length} scopes besides the reference data`);
    return own[0]!;
  }

  /** Everything of one kind, each record once. */
  async all(kind: string, scopes = this.scopes): Promise<Stored[]> {
    const found = new Map<string, Stored>();
    for (const scope of scopes) {
      for (const record of await this.held(scope)) if (record.kind === kind) found.set(record.id, record);
    }
    return [...found.values()];
  }

  /** The rows of a scope: all of them the first time, then what is new. */
  async held(scope: string): Promise<Stored[]> {
    let known = this.known.get(scope) ?? (await this.copied(scope));
    const others = Object.fromEntries(this.scopes.map((other) => [other, ELSEWHERE]));
    for (let more = true; more; ) {
      const body = { wire: 1, device: this.device, cursors: { ...others, [scope]: known.cursor }, newest_seq: this.seq };
      const answer = (await read(await post(`${this.url}/api/v1/sync/pull`, body, this.cookie))) as PullAnswer;
      // What is held no longer, or is to be copied anew, is for its snapshot to say.
      if (!(scope in answer.held) || answer.pages.some(({ snapshot }) => snapshot?.scope === scope)) known = await this.copied(scope);
      for (const { delta } of answer.pages) {
        if (delta?.scope !== scope) continue;
        for (const row of delta.rows) take(known, scope, row);
        known.cursor = delta.to;
      }
      more = answer.more ?? false;
    }
    return [...known.records.values()].map((record) => ({ ...record }));
  }

  private async copied(scope: string): Promise<Known> {
    const pages = await this.pages(scope);
    const known: Known = { cursor: pages[0]!.head, records: new Map() };
    for (const row of pages.flatMap((page) => page.rows)) take(known, scope, row);
    this.known.set(scope, known);
    return known;
  }

  async record(id: string, scope: string): Promise<Stored | undefined> {
    return (await this.held(scope)).find((record) => record.id === id);
  }

  /** What the journal of a scope says of a record. */
  async history(id: string, scope: string): Promise<Entry[]> {
    return (await this.pages(scope)).flatMap((page) => page.changes).filter((entry) => entry.record === id);
  }

  /** Writes fields of a record as this person would on another device, having seen it as it is now. */
  async edit(record: Stored, fields: Fields): Promise<void> {
    const put = Object.fromEntries(Object.entries(fields).map(([name, v]) => [name, { v, b: record.ver, o: record.doc[name] }]));
    await this.push(record, { put });
  }

  /** Makes a record as this person would on another device. */
  async make(kind: string, scope: string, fields: Fields, id = uuid()): Promise<string> {
    await this.makeAll(kind, scope, [fields], id);
    return id;
  }

  /** Makes several of a kind, in as few requests as there may be. */
  async makeAll(kind: string, scope: string, all: Fields[], first = uuid()): Promise<void> {
    const made = all.map((fields, at): [Stored, Op] => {
      const put = Object.fromEntries(Object.entries(fields).map(([name, v]) => [name, { v, b: 0 }]));
      return [{ id: at === 0 ? first : uuid(), kind, scope, ver: 0, doc: {} }, { put }];
    });
    for (let from = 0; from < made.length; from += LARGEST_PUSH) await this.pushAll(made.slice(from, from + LARGEST_PUSH));
  }

  /** Takes a step on a record as it was seen; gives its version then. */
  async act(record: Stored, action: string, stage: string, fields: Fields = {}): Promise<number> {
    return this.push(record, { act: { action, stage, base: record.ver, fields } });
  }

  /** Takes steps on records that have nothing to do with each other, at once. */
  async actAll(acts: Act[]): Promise<void> {
    await this.pushAll(acts.map(([record, action, stage, fields = {}]) => [record, { act: { action, stage, base: record.ver, fields } }]));
  }

  /** Ends every other session of the account. */
  async changePassword(password: string): Promise<void> {
    const answer = await post(`${this.url}/api/v1/session/password`, { current: this.account.passphrase, new: password }, this.cookie);
    await read(answer);
    this.cookie = cookieOf(answer);
  }

  async get(path: string): Promise<Response> {
    return fetch(`${this.url}${path}`, { headers: { cookie: this.cookie } });
  }

  private async push(record: Stored, op: Op): Promise<number> {
    const [ver] = await this.pushAll([[record, op]]);
    return ver!;
  }

  /** The version of each record then. */
  private async pushAll(changes: [record: Stored, op: Op][]): Promise<number[]> {
    if (changes.length === 0) return [];
    const muts = changes.map(([{ scope, kind, id }, op]) => {
      this.seq += 1;
      return { seq: this.seq, scope, kind, record: id, op, at: Date.now() };
    });
    const answer = await post(`${this.url}/api/v1/sync/push`, { wire: 1, device: this.device, muts }, this.cookie);
    const { results } = (await read(answer)) as { results: { outcome: Json }[] };
    return results.map(({ outcome }) => {
      if (!outcome || typeof outcome !== "object" || !("applied" in outcome)) throw new Error(`not applied: ${JSON.stringify(outcome)}`);
      return (outcome["applied"] as { ver: number }).ver;
    });
  }

  private async pages(scope: string): Promise<SnapshotPage[]> {
    const pages: SnapshotPage[] = [];
    let after: string | undefined;
    do {
      const query = after ? `?after=${after}` : "";
      const page = (await read(await this.get(`/api/v1/sync/snapshot/${scope}${query}`))) as SnapshotPage;
      pages.push(page);
      after = page.next;
    } while (after);
    return pages;
  }
}

/** A row as it became: only its new fields come. */
function take({ records }: Known, scope: string, { id, kind, ver, gone, fields }: Row): void {
  const now = Object.entries({ ...records.get(id)?.doc, ...fields }).filter(([, value]) => value !== null);
  if (gone) records.delete(id);
  else records.set(id, { id, kind, ver, scope, doc: Object.fromEntries(now) });
}

async function post(url: string, body: unknown, cookie?: string): Promise<Response> {
  const headers = { "content-type": "application/json", ...(cookie ? { cookie } : {}) };
  return fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
}

async function read(answer: Response): Promise<unknown> {
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${answer.url} answered ${answer.status}: ${text}`);
  return JSON.parse(text);
}

function cookieOf(answer: Response): string {
  const cookie = answer.headers.getSetCookie()[0]?.split(";")[0];
  if (!cookie) throw new Error("the server set no cookie");
  return cookie;
}

/** UUID v7. */
function uuid(): string {
  const hex = Date.now().toString(16).padStart(12, "0") + "7" + randomBytes(10).toString("hex").slice(0, 19);
  const variant = (8 + (Number.parseInt(hex[16]!, 16) % 4)).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
