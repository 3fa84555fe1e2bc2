// Journeys in Debian's Chromium against the real server; `cargo xtask ci e2e` builds both and runs this.

import { defineConfig } from "@playwright/test";
import { browserOptions } from "./specs/support/browser.ts";

export default defineConfig({
  testDir: "./specs",
  globalSetup: "./specs/support/prepare.ts",
  outputDir: "../target/playwright/results",
  // As many as the machines have cores: each journey has its own server and its own browsers, and waits most of the time.
  workers: 2,
  fullyParallel: false,
  forbidOnly: true,
  // A journey that passes only the second time is a fault, not luck.
  retries: 0,
  timeout: 90_000,
  // All journeys together; a hanging browser must not hang CI.
  globalTimeout: 45 * 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"], ["json", { outputFile: process.env["SKC_REPORT"] ?? "../target/playwright/report.json" }]],
  use: {
    locale: "vi-VN",
    timezoneId: "Asia/Ho_Chi_Minh",
    screenshot: "only-on-failure",
    trace: "retain-on-failure",
    launchOptions: browserOptions,
  },
});
