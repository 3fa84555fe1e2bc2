// What a story of an activity of khuyến công is told with, as data; how it is walked is in ../walk.ts.

import type { Sheet } from "../book.ts";
import type { Fields } from "../person.ts";

/** Something that is written down when the activity is carried out. */
export interface Deed {
  /** Its name in expected/*.json. */
  name: string;
  /** The kind, as in the address. */
  kind: string;
  /** Who writes it down. */
  by: "officer" | "centre";
  /** "Ghi …" on the page of the project, or of an earlier deed; "on" nothing for what stands by itself. */
  add?: { link: string; on?: string; facility?: string };
  /** Answers, group by group. */
  answers: Record<string, Sheet>;
  /** What two people change at the same time: the writer in the form, the other as it is stored. */
  disputed?: { group: string; mine: Sheet; theirs: Fields };
  /** What is still wrong when it is looked at first, put right after it came back. */
  mended?: { group: string; answers: Sheet };
}

/** Where a project comes from: the wish of a facility, or the offices themselves. */
export type Origin = { facility: string; wish: string } | { title: string };

export interface Story {
  /** The code of the activity. */
  activity: string;
  /** The same in the words of the form. */
  called: string;
  origin: Origin;
  /** Million đồng: all it costs, and what the State is asked for. The rest is the beneficiary's. */
  cost: number;
  support: number;
  /** The part of the activity by which the norm goes, where it has several. */
  part?: string;
  deeds: Deed[];
}

export function isOwn({ origin }: Story): boolean {
  return "title" in origin;
}

export function titleOf({ origin }: Story): string {
  return "title" in origin ? origin.title : origin.wish;
}
