// One device of one person: a Chromium with its profile on disk, which can be closed, killed and opened again.

import { chromium, type BrowserContext, type BrowserContextOptions, type LaunchOptions, type Page } from "@playwright/test";
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const browserOptions: LaunchOptions = {
  executablePath: process.env["SKC_CHROMIUM"] ?? "/usr/bin/chromium",
  headless: true,
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
};

/** Sizes the screens are drawn for: a phone, the officer's tablet, an office desk. */
export const sizes = {
  phone: { width: 360, height: 740 },
  tablet: { width: 800, height: 1280 },
  desk: { width: 1280, height: 800 },
} as const;

const habits: BrowserContextOptions = {
  locale: "vi-VN",
  timezoneId: "Asia/Ho_Chi_Minh",
  viewport: sizes.tablet,
};

/** A browser profile kept between openings. Playwright's usual contexts live in memory and prove nothing about disks. */
export class Device {
  private context: BrowserContext | undefined;

  private constructor(
    private readonly profile: string,
    private readonly options: BrowserContextOptions,
  ) {}

  static async create(options: BrowserContextOptions = {}): Promise<Device> {
    return new Device(await mkdtemp(join(tmpdir(), "skc-device-")), { ...habits, ...options });
  }

  /** Starts the browser on the profile as it was left and gives its first page. */
  async open(): Promise<Page> {
    if (this.context) throw new Error("this device is open already");
    const context = await chromium.launchPersistentContext(this.profile, { ...browserOptions, ...this.options });
    this.context = context;
    context.once("close", () => {
      if (this.context === context) this.context = undefined;
    });
    return context.pages()[0] ?? (await context.newPage());
  }

  /** The open browser's context: for further pages, `setOffline`, routes and CDP sessions. */
  get browser(): BrowserContext {
    if (!this.context) throw new Error("this device is not open");
    return this.context;
  }

  async close(): Promise<void> {
    const context = this.context;
    this.context = undefined;
    await context?.close();
  }

  /** Ends the browser as a dead battery would: no page hears of it, nothing is flushed. */
  async kill(): Promise<void> {
    const context = this.browser;
    this.context = undefined;
    const closed = new Promise<void>((resolve) => context.once("close", () => resolve()));
    for (const pid of await processesOf(this.profile)) {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // It was a child of one killed just before.
      }
    }
    await closed;
    await gone(this.profile);
  }

  /** Closes the browser and forgets the profile. */
  async discard(): Promise<void> {
    await this.close();
    await rm(this.profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function processesOf(profile: string): Promise<number[]> {
  const mark = `--user-data-dir=${profile}`;
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map(Number);
  const found: number[] = [];
  for (const pid of pids) {
    const words = (await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")).split("\0");
    if (words.includes(mark)) found.push(pid);
  }
  return found;
}

async function gone(profile: string): Promise<void> {
  const deadline = Date.now() + 10_000;
  while ((await processesOf(profile)).length > 0) {
    if (Date.now() > deadline) throw new Error("the killed browser is still there");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
