// How long a person would need for what a journey does: seconds for each key and each tap, as slow as an owner types.

import type { Answers, Book } from "./book.ts";

/** A key on the glass of a phone, with a look at it. */
const KEY_S = 0.35;
/** Finding and pressing something. */
const TAP_S = 2;

export class Pace {
  private keys = 0;
  private taps = 0;

  constructor(private readonly book: Book) {}

  get seconds(): number {
    return this.keys * KEY_S + this.taps * TAP_S;
  }

  async tap(what: () => Promise<void>): Promise<void> {
    this.taps += 1;
    await what();
  }

  /** One tap into each field, and its keys; a choice is the tap alone. */
  async answer(answers: Answers): Promise<void> {
    for (const [question, answer] of Object.entries(answers)) {
      this.taps += 1;
      const isChoice = await this.book.main.getByRole("group", { name: question, exact: true }).isVisible();
      if (!isChoice) this.keys += answer.length;
      await this.book.answer({ [question]: answer });
    }
  }
}
