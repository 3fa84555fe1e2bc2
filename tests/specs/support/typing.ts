// Vietnamese typing as browsers receive it, replayed through the devtools protocol.

import type { CDPSession, Page } from "@playwright/test";

export class Typist {
  private constructor(private readonly cdp: CDPSession) {}

  static async of(page: Page): Promise<Typist> {
    return new Typist(await page.context().newCDPSession(page));
  }

  /** A word as Gboard composes it: the whole word is replaced at each key, then committed. */
  async compose(stages: string[]): Promise<void> {
    for (const text of stages) await this.composing(text);
    await this.commit(stages.at(-1) ?? "");
  }

  async composing(text: string): Promise<void> {
    await this.cdp.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
  }

  async commit(text: string): Promise<void> {
    await this.cdp.send("Input.insertText", { text });
  }

  /** UniKey on a desk computer: the letter, a Backspace and the letter with its mark, all within a few milliseconds. */
  async burst(wrong: string, right: string): Promise<void> {
    const key = { key: wrong, code: `Key${wrong.toUpperCase()}`, windowsVirtualKeyCode: wrong.toUpperCase().charCodeAt(0) };
    const erase = { key: "Backspace", code: "Backspace", windowsVirtualKeyCode: 8 };
    // Sent without waiting for one another, as they come.
    await Promise.all([
      this.cdp.send("Input.dispatchKeyEvent", { type: "keyDown", text: wrong, ...key }),
      this.cdp.send("Input.dispatchKeyEvent", { type: "keyUp", ...key }),
      this.cdp.send("Input.dispatchKeyEvent", { type: "rawKeyDown", ...erase }),
      this.cdp.send("Input.dispatchKeyEvent", { type: "keyUp", ...erase }),
      this.cdp.send("Input.dispatchKeyEvent", { type: "char", text: right }),
    ]);
  }

  /** Enter that an input method swallows: it ends the composition and is nothing else. */
  async enterWhileComposing(): Promise<void> {
    const enter = { key: "Enter", code: "Enter", windowsVirtualKeyCode: 13 };
    await this.cdp.send("Input.dispatchKeyEvent", { type: "rawKeyDown", ...enter });
    await this.cdp.send("Input.dispatchKeyEvent", { type: "keyUp", ...enter });
  }
}

/** The stages Gboard (Telex) goes through for a word: each letter, marks when their key comes. */
export function stages(word: string): string[] {
  const plain = [...word.normalize("NFD").replaceAll(/\p{M}/gu, "").replaceAll("đ", "d").replaceAll("Đ", "D")];
  const letters = plain.map((_, at) => plain.slice(0, at + 1).join(""));
  return letters.at(-1) === word ? letters : [...letters, word];
}
