import { defineConfig } from "@playwright/test";
import { systemBrowser } from "./browser.mjs";

export default defineConfig({
  testDir: "./tests",
  // One browser at a time: the tests share a small machine with the server they measure.
  workers: 1,
  forbidOnly: !!process.env.CI,
  reporter: [["list"]],
  // The machine may have other work; what must be quick is measured by the benchmarks.
  expect: { timeout: 10_000 },
  timeout: 60_000,
  use: {
    // An act that finds nothing to act on says so, instead of using up the test's time.
    actionTimeout: 10_000,
    launchOptions: {
      executablePath: systemBrowser(),
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
    trace: "retain-on-failure",
  },
});
