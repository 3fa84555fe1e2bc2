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

interface SnapshotPage {
  rows: { id: string; kind: string; ver: number; gone?: boolean; fields: Fields }[];
  changes: Entry[];
  next?: string;
}

type Op = { put: Record<string, { v?: Json; b: number }> } | { act: { action: string; stage: string; base: number; fields?: Fields } };

/** Most the server takes at once. */
const LARGEST_PUSH = 500;

export class Person {
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

  /** The rows of a scope. */
  async held(scope: string): Promise<Stored[]> {
    const pages = await this.pages(scope);
    const rows = pages.flatMap((page) => page.rows).filter((row) => !row.gone);
    return rows.map(({ id, kind, ver, fields }) => ({ id, kind, ver, scope, doc: fields }));
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
    const put = Object.fromEntries(Object.entries(fields).map(([name, v]) => [name, { v, b: 0 }]));
    await this.push({ id, kind, scope, ver: 0, doc: {} }, { put });
    return id;
  }

  /** Makes many records in as few requests as there may be. */
  async makeAll(kind: string, scope: string, all: Fields[]): Promise<void> {
    for (let from = 0; from < all.length; from += LARGEST_PUSH) {
      const puts = all.slice(from, from + LARGEST_PUSH).map((fields) => Object.entries(fields).map(([name, v]) => [name, { v, b: 0 }]));
      await this.pushAll(puts.map((put) => [{ id: uuid(), kind, scope }, { put: Object.fromEntries(put) }]));
    }
  }

  /** Takes a step on a record as it was seen; gives its version then. */
  async act(record: Stored, action: string, stage: string, fields: Fields = {}): Promise<number> {
    return this.push(record, { act: { action, stage, base: record.ver, fields } });
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
  private async pushAll(all: [Pick<Stored, "id" | "kind" | "scope">, Op][]): Promise<number[]> {
    const muts = all.map(([{ id, kind, scope }, op]) => {
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
