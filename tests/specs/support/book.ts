// The app on one device, in the words of the person who uses it.

import { expect, type BrowserContext, type Locator, type Page } from "@playwright/test";
import type { Device } from "./browser.ts";
import type { Account } from "./office.ts";

/** Answers of a form: a text for a field or a choice by the words at it. */
export type Answers = Record<string, string>;

/** Those of a form with lists: the rows of a list, each with answers of its own. */
export type Sheet = Record<string, string | Answers[]>;

export class Book {
  private open: Page | undefined;

  constructor(
    readonly device: Device,
    readonly url: string,
    readonly account: Account,
    private readonly prepare: (context: BrowserContext) => Promise<void>,
  ) {}

  get page(): Page {
    if (!this.open) throw new Error("the book is closed");
    return this.open;
  }

  get isOpen(): boolean {
    return this.open !== undefined && !this.open.isClosed();
  }

  /** Starts the browser and opens an address of the app. */
  async start(path = "/"): Promise<void> {
    this.open = await this.device.open();
    this.device.browser.setDefaultTimeout(10_000);
    await this.prepare(this.device.browser);
    await this.visit(path);
  }

  /** Opens an address as from a bookmark: the app starts anew. */
  async visit(path: string): Promise<void> {
    await this.page.goto(this.url + path);
  }

  /** Goes to an address as a link in the app does: nothing is loaded anew. */
  async follow(path: string): Promise<void> {
    await this.page.evaluate(async (path) => {
      const before = location.href;
      const link = document.createElement("a");
      link.href = path;
      document.body.append(link);
      link.click();
      link.remove();
      const until = async (is_so: () => boolean, what: string) => {
        const start = Date.now();
        while (!is_so()) {
          if (Date.now() - start > 10_000) throw new Error(`${path}: ${what}`);
          await new Promise((resolve) => setTimeout(resolve, 10));
        }
      };
      await until(() => location.href !== before || before.endsWith(path), "the address stays");
      // The page is there when it has a heading and is no longer being drawn.
      let drawn = Date.now();
      const watch = new MutationObserver(() => (drawn = Date.now()));
      watch.observe(document.body, { subtree: true, childList: true, characterData: true });
      await until(() => document.querySelector("main h1") !== null && Date.now() - drawn > 80, "no page comes");
      watch.disconnect();
    }, path);
  }

  /** Opens an address, and waits until the app stands and the server has told what is new. */
  async catchUp(path = "/"): Promise<void> {
    const news = this.page.waitForResponse((answer) => answer.url().endsWith("/api/v1/sync/pull") && answer.ok());
    await this.visit(path);
    await news;
    await expect(this.places).toBeVisible();
  }

  /** The line is back: the open page, left as it is, asks what is new and is told. */
  async hear(): Promise<void> {
    const news = this.page.waitForResponse((answer) => answer.url().endsWith("/api/v1/sync/pull") && answer.ok());
    await this.page.evaluate(() => window.dispatchEvent(new Event("online")));
    await news;
  }

  async close(): Promise<void> {
    this.open = undefined;
    await this.device.close();
  }

  /** The battery dies. */
  async die(): Promise<void> {
    this.open = undefined;
    await this.device.kill();
  }

  /** The tab dies, as when the system needs its memory; the browser goes on. */
  async killTab(): Promise<void> {
    const died = this.page.waitForEvent("crash");
    const line = await this.device.browser.newCDPSession(this.page);
    // Nobody is left to answer.
    line.send("Page.crash").catch(() => undefined);
    await died;
  }

  /** The person goes on in another tab. */
  goOn(tab: Page): void {
    this.open = tab;
  }

  /** Gives the name and the password. */
  async enter(password = this.account.passphrase): Promise<void> {
    await this.page.getByLabel("Tên đăng nhập").fill(this.account.login);
    await this.page.getByLabel("Mật khẩu", { exact: true }).fill(password);
    await this.page.getByRole("button", { name: "Đăng nhập", exact: true }).click();
  }

  /** Signs in, and waits until everything is here. */
  async signIn(password?: string): Promise<void> {
    await this.enter(password);
    await expect(this.places).toBeVisible({ timeout: 30_000 });
    await this.hasSent();
  }

  /** Waits until the program itself is on the device. */
  async canStartOffline(): Promise<void> {
    await expect
      .poll(() =>
        this.page.evaluate(async () => {
          const worker = (await navigator.serviceWorker.ready).active;
          if (!worker) return "no worker";
          const channel = new MessageChannel();
          const answer = new Promise<{ missing: number }>((resolve) => {
            channel.port1.onmessage = (event: MessageEvent<{ missing: number }>) => resolve(event.data);
          });
          worker.postMessage({ type: "status" }, [channel.port2]);
          return (await answer).missing;
        }),
      )
      .toBe(0);
  }

  // What the app says.

  /** The places of the app: Hôm nay, Cơ sở, … */
  get places(): Locator {
    return this.page.getByRole("navigation", { name: "Chính", exact: true });
  }

  get heading(): Locator {
    return this.page.getByRole("heading", { level: 1 });
  }

  get main(): Locator {
    return this.page.getByRole("main");
  }

  /** The one status line. */
  get syncBar(): Locator {
    return this.page.getByRole("status", { name: "Tình trạng gửi" });
  }

  /** The sentence that says where a case is. */
  get state(): Locator {
    return this.main.locator(".state");
  }

  get history(): Locator {
    return this.page.getByRole("region", { name: "Lịch sử" });
  }

  /** Where something needs review, the bar says that first and tells the rest in its second line. */
  async hasSaved(): Promise<void> {
    await expect(this.syncBar).toContainText(/đã lưu trên máy/i);
  }

  /** On the pages that list what needs review themselves: Hôm nay, Chờ gửi. */
  async hasSent(): Promise<void> {
    const said = this.page.locator(".sync, .sync-words").filter({ visible: true, hasText: "Đã gửi" });
    await expect(said.first()).toBeVisible({ timeout: 30_000 });
  }

  // Where a person goes.

  async go(place: "Hôm nay" | "Cơ sở" | "Ghi mới" | "Nhu cầu" | "Đề án" | "Chờ gửi" | "Hồ sơ" | "Đăng ký" | "Liên hệ"): Promise<void> {
    await this.places.getByRole("link", { name: place }).click();
  }

  search(words: string): Promise<void> {
    return this.page.getByRole("searchbox").fill(words);
  }

  row(title: string): Locator {
    return this.main.getByRole("link").filter({ hasText: title });
  }

  async openFacility(name: string): Promise<void> {
    await this.visit("/facilities");
    await this.search(name);
    await this.row(name).first().click();
    await expect(this.heading).toHaveText(name);
  }

  async openOutbox(): Promise<void> {
    await this.visit("/outbox");
    await expect(this.heading).toHaveText("Hộp chờ gửi");
  }

  /** What the outbox shows as not sent yet. */
  get waiting(): Locator {
    return this.main.getByRole("region", { name: "Ghi chép" }).getByRole("listitem");
  }

  /** Presses "Gửi ngay" until nothing waits. */
  async sendNow(): Promise<void> {
    await this.openOutbox();
    const send = this.syncBar.getByRole("button", { name: "Gửi ngay" });
    await expect(async () => {
      if (await send.isVisible()) await send.click({ timeout: 1_000 });
      await expect(this.waiting).toHaveCount(0, { timeout: 1_000 });
    }).toPass({ timeout: 30_000 });
    await this.hasSent();
    await expect(this.main).not.toContainText("Máy chủ không nhận");
  }

  // What a person writes.

  button(name: string): Locator {
    return this.main.getByRole("button", { name, exact: true });
  }

  field(label: string): Locator {
    return this.main.getByLabel(label, { exact: true });
  }

  /** Opens one group of questions of the form. */
  async openGroup(name: string): Promise<void> {
    if ((await this.heading.textContent()) === name) return;
    await this.main.locator("details.groups summary").click();
    await this.main.getByRole("link", { name }).click();
    await expect(this.heading).toHaveText(name);
  }

  async answer(answers: Sheet, form = this.main): Promise<void> {
    for (const [question, answer] of Object.entries(answers)) {
      const rows = form.getByRole("group", { name: question, exact: true });
      if (typeof answer !== "string") {
        for (const [at, row] of answer.entries()) {
          await rows.getByRole("button", { name: "Thêm dòng" }).click();
          await this.answer(row, rows.getByRole("group", { name: `Dòng ${at + 1}`, exact: true }));
        }
        continue;
      }
      if (await rows.isVisible()) {
        await rows.getByRole("radio", { name: answer, exact: true }).check();
        continue;
      }
      const field = form.getByLabel(question, { exact: true });
      if ((await field.evaluate((element) => element.tagName)) === "SELECT") {
        await field.selectOption({ label: answer });
      } else {
        await field.fill(answer);
        await field.blur();
      }
    }
  }

  /** Answers a form, group by group. */
  async answerAll(groups: Record<string, Sheet>): Promise<void> {
    for (const [group, given] of Object.entries(groups)) {
      await this.openGroup(group);
      await this.answer(given);
    }
  }

  /** Goes on through the groups to "Kiểm tra lại". */
  async checkAnswers(): Promise<void> {
    const next = this.main.getByRole("region", { name: "Thao tác" }).getByRole("button");
    for (;;) {
      const here = (await this.heading.textContent()) ?? "";
      if (here === "Kiểm tra lại") return;
      await next.click();
      await expect(this.heading).not.toHaveText(here);
    }
  }

  /** Ends a form; the app shows the record. */
  async finish(button: string): Promise<void> {
    await this.checkAnswers();
    await this.button(button).click();
    await expect(this.heading).not.toHaveText("Kiểm tra lại");
  }

  /** The id in the address of the record that is shown. */
  get id(): string {
    const id = /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(this.page.url())?.[0];
    if (!id) throw new Error(`no record at ${this.page.url()}`);
    return id;
  }

  /** Writes down a facility by name; gives its id. */
  async writeFacility(answers: Record<string, Answers>): Promise<string> {
    await this.go("Ghi mới");
    await this.row("Cơ sở mới").click();
    await this.answerAll(answers);
    await this.finish("Lưu vào sổ");
    return this.id;
  }

  /** Changes what is open. */
  async edit(group: string, answers: Sheet): Promise<void> {
    await this.main.getByRole("link", { name: /^Sửa( |$)/ }).first().click();
    await expect(this.main.locator("form")).toBeVisible();
    await this.openGroup(group);
    await this.answer(answers);
    await this.finish("Lưu vào sổ");
  }

  async editFacility(name: string, group: string, answers: Answers): Promise<void> {
    await this.openFacility(name);
    await this.edit(group, answers);
  }

  /** Does one of the things that can be done with the record that is shown. */
  async act(action: string, answers: Sheet = {}): Promise<void> {
    const form = await this.attempt(action, answers);
    // It closes when the step is on the disk.
    await expect(form).toBeHidden();
  }

  /** The same for a step the rules may refuse: what the page then says is for the journey to look at. */
  async attempt(action: string, answers: Sheet = {}): Promise<Locator> {
    // What is expected stands in the thick box, every way back below it.
    await this.main.locator(".next, .acts").getByRole("button", { name: action, exact: true }).first().click();
    const form = this.main.locator(".action-form");
    await expect(form).toBeVisible();
    await this.answer(answers);
    await form.getByRole("button", { name: action, exact: true }).click();
    return form;
  }

  /** Decides what two people wrote differently in the record that is shown, for what this person wrote. */
  async decide(): Promise<void> {
    await this.main.getByRole("link", { name: "Chọn giá trị đúng" }).click();
    await this.main.getByRole("radio", { name: "Của bạn" }).check();
    await this.button("Lưu ô đã chọn").click();
    await expect(this.main).toContainText("Không có ô nào cần chọn");
  }

  /** The fact at a label of the record that is shown. */
  fact(label: string): Locator {
    return this.main.locator("dl > div").filter({ has: this.page.locator("dt", { hasText: label }) }).locator("dd").first();
  }
}
