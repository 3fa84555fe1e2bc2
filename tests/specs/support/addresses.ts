// Every address of the app with records a person holds: what the one table of routes says, filled in.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Office } from "./office.ts";
import type { Stored } from "./person.ts";

const root = join(import.meta.dirname, "../../..");

async function found(path: string, pattern: RegExp): Promise<string[]> {
  const text = await readFile(join(root, path), "utf8");
  const hits = [...text.matchAll(pattern)].map((hit) => hit[1]!);
  if (hits.length === 0) throw new Error(`${path} says nothing of ${pattern.source}`);
  return hits;
}

const patterns = () => found("app/src/routes.rs", /path=path!\("([^"]+)"\)/g);
const papers = () => found("app/src/routes.rs", /Self::\w+ => "(\w+)"/g);

/** Every kind of record; communes and conflicts have no pages of their own. */
export async function kinds(): Promise<string[]> {
  const all = await found("domain/tests/tables/kinds.txt", /^([a-z_]+) +[A-Z]/gm);
  return all.filter((kind) => kind !== "commune" && kind !== "conflict");
}

/** Kinds whose records have pages of their own outside `/records`. */
const APART = ["facility", "need", "project", "selection_round"];

/** What a person holds, and the addresses made of it. */
export class Addresses {
  private constructor(private readonly held: Stored[]) {}

  static async of(office: Office, login: string): Promise<Addresses> {
    const person = await office.person(login);
    return new Addresses((await Promise.all(person.scopes.map((scope) => person.held(scope)))).flat());
  }

  private first(kind: string, wanted: (doc: Stored["doc"]) => boolean = () => true): string | undefined {
    return this.held.find((record) => record.kind === kind && wanted(record.doc))?.id;
  }

  /** A project that has come far, if the person holds one. */
  project(): string | undefined {
    return this.first("project", (doc) => doc["liquidation_no"] !== undefined) ?? this.first("project", (doc) => doc["support_approved"] !== undefined);
  }

  /** The addresses that name no kind; those of a record only if the person holds one. */
  async pages(): Promise<string[]> {
    const disputed = this.held.find(({ kind, doc }) => kind === "conflict" && doc["stage"] === "open");
    const certified = this.held.find(({ kind, doc }) => kind === "trainee" && doc["certificate_no"] !== undefined);
    const candidate = this.held.find(({ kind, doc }) => kind === "candidate" && this.first("selection_round", () => true) && doc["stage"] === "admitted");
    const ids: [start: string, id: string | undefined][] = [
      ["/facilities/", this.first("facility")],
      ["/needs/:id/project", this.first("need", (doc) => doc["stage"] === "shortlisted")],
      ["/needs/", this.first("need")],
      ["/projects/", this.project()],
      ["/selection/", this.first("selection_round")],
      ["/score/", candidate?.id],
      ["/visits/", this.first("visit", (doc) => doc["stage"] === "draft")],
      ["/classes/", (certified?.doc["training_class"] as string | undefined) ?? this.first("training_class")],
      ["/review/", (disputed?.doc["record"] as string | undefined) ?? this.first("facility")],
      ["/applications/", this.first("need")],
    ];
    const rest = (await patterns()).filter((pattern) => !pattern.includes(":kind") && !pattern.includes(":form"));
    const named = rest.flatMap((pattern) => {
      if (!pattern.includes(":id")) return [pattern];
      const [start, id] = ids.find(([start]) => pattern.startsWith(start)) ?? [];
      if (start === undefined) throw new Error(`which record stands at ${pattern}?`);
      return id ? [pattern.replace(/:id\??/, id)] : [];
    });
    return [...(await Promise.all(named.map(filled))).flat(), "/facilities", "/nowhere"];
  }

  /** The addresses of a kind: its register, its files, a new one. */
  async register(kind: string): Promise<string[]> {
    return (await this.ofKind(kind)).filter((address) => !address.includes("-"));
  }

  /** A record of a kind in each stage, its form and its paper. */
  async records(kind: string): Promise<string[]> {
    return (await this.ofKind(kind)).filter((address) => address.includes("-"));
  }

  private async ofKind(kind: string): Promise<string[]> {
    const all = this.held.filter((record) => record.kind === kind);
    const stages = new Map(all.map(({ id, doc }) => [doc["stage"], id]));
    const [some] = all;
    const own = (await patterns()).filter((pattern) => pattern.startsWith("/records/:kind"));
    const addresses = own.flatMap((pattern) => {
      if (pattern.endsWith("/new")) return APART.includes(kind) ? [] : [pattern];
      if (pattern.endsWith("/:id")) return APART.includes(kind) ? [] : [...stages.values()].map((id) => pattern.replace(":id", id));
      if (pattern.endsWith("/edit") && APART.includes(kind)) return [];
      if (pattern.includes(":id")) return some ? [pattern.replace(":id", some.id)] : [];
      return [pattern];
    });
    return addresses.map((address) => address.replace(":kind", kind));
  }
}

async function filled(address: string): Promise<string[]> {
  if (address.includes(":paper")) return (await papers()).map((paper) => address.replace(":paper", paper));
  return [address];
}
