// What a browser downloads before a page is alive, and what the page is like meanwhile on a middling phone
// with a slow network. The bytes are held; the times are printed, since they say as much about this machine.
import type { Page } from "@playwright/test";
import { DEVICES, DEVICE_OF, type Name, alive, arrive, expect, test } from "./crew";

/** DESIGN: compressed, in all. */
const MOST = 300_000;
/** A phone four times slower than this machine, on 1.6 Mbit/s with 150 ms to the server. */
const NETWORK = { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 94_000 };
const SLOWER = 4;

const PAGES: [Name, string][] = [
  ["alice", "/"],
  ["alice", "/budgets"],
  ["alice", "a party"],
  ["alice", "/tasks"],
  ["david", "/people"],
  ["bob", "/shopping"],
  ["carla", "/cooking-schedule"],
];

/** Whatever the page loads: its size on the wire, and when it was asked for. */
const loaded = (page: Page) =>
  page.evaluate(() =>
    performance.getEntriesByType("resource").map((entry) => {
      const { name, startTime, encodedBodySize, transferSize } = entry as PerformanceResourceTiming;
      const file = new URL(name).pathname.split("/").pop() ?? "";
      return { file, startTime, bytes: encodedBodySize, fromNetwork: transferSize > 0 };
    }),
  );

async function visit(page: Page, path: string) {
  const client = await page.context().newCDPSession(page);
  await client.send("Network.emulateNetworkConditions", NETWORK);
  await client.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  await page.addInitScript(() => {
    const seen = { paint: 0, blocked: 0 };
    Object.assign(window, { seen });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) seen.paint = entry.startTime;
    }).observe({ type: "largest-contentful-paint", buffered: true });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) seen.blocked = Math.max(seen.blocked, entry.duration);
    }).observe({ type: "longtask", buffered: true });
  });
  await page.goto(path);
  await alive(page);
  const seen = await page.evaluate(() => (window as any).seen as { paint: number; blocked: number });
  const all = await loaded(page);
  // The rules are asked for as soon as the page is alive.
  const start = Math.min(...all.filter((one) => one.file === "split_rules.wasm").map((one) => one.startTime));
  return { ...seen, alive: start, before: all.filter((one) => one.startTime < start) };
}

for (const [name, path] of PAGES) {
  test(`${path} is alive after at most ${MOST / 1000} kB`, async ({ browser, server }) => {
    test.setTimeout(90_000);
    const person = await arrive(browser, server.url, server.password(), name, { path: "/budgets" });
    const party = await person.page.locator('a[href^="/budgets/"]').first().getAttribute("href").catch(() => null);
    // A browser that has been here never before, but for its session.
    const context = await browser.newContext({
      ...DEVICES[DEVICE_OF[name]],
      baseURL: server.url,
      serviceWorkers: "block",
      storageState: await person.context.storageState(),
    });
    await person.context.close();
    const page = await context.newPage();
    const { paint, blocked, alive: at, before } = await visit(page, path.startsWith("/") ? path : party ?? "");
    const files = before.filter((one) => /\.(wasm|js|css|svg)$/.test(one.file));
    const bytes = files.reduce((sum, one) => sum + one.bytes, 0);
    console.log(
      `${path}: ${bytes} bytes in ${files.length} files; largest paint ${paint.toFixed(0)} ms, alive after ` +
        `${at.toFixed(0)} ms, longest task ${blocked.toFixed(0)} ms`,
    );
    expect(files.filter((one) => one.fromNetwork).map((one) => one.file)).toContain("bliss_bg.wasm");
    expect(at, "the rules come when the page is alive").toBeLessThan(Infinity);
    expect(bytes).toBeLessThanOrEqual(MOST);
    await context.close();
  });
}
