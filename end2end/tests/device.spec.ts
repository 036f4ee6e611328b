// What a device says and does where the network lies, the clock is wrong, or its person changes.
import type { Page } from "@playwright/test";
import { alive, expect, test as crew } from "./crew";
import { Network } from "./network";
import { setScene } from "./scene";

const test = crew.extend<{ network: Network }>({
  network: async ({ server }, use) => {
    const network = await Network.before(server.url);
    await use(network);
    await network.close();
  },
});

/** What the pill of the top bar says. */
const pill = (page: Page, words: string | RegExp) =>
  page.locator(".sync").filter({ hasText: typeof words === "string" ? new RegExp(`^${words}$`) : words });

/** The service worker has everything it needs, and the person's rows are on the disk. */
async function kept(page: Page) {
  await page.evaluate(() => navigator.serviceWorker.ready);
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
  await expect.poll(() => stored(page, "rows")).toBeGreaterThan(0);
}

/** How much a store of the page's database holds. */
const stored = (page: Page, store: string) =>
  page.evaluate(
    (store) =>
      new Promise<number>((resolve, reject) => {
        const opening = indexedDB.open("bliss");
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const count = opening.result.transaction(store).objectStore(store).count();
          count.onsuccess = () => {
            opening.result.close();
            resolve(count.result);
          };
        };
      }),
    store,
  );

const line = (page: Page, name: string) => page.getByRole("listitem").filter({ hasText: name });

test("a connection that hangs is given up, and whoever asks gets another at once", async ({ meet, network, server }) => {
  test.setTimeout(120_000);
  const scene = await setScene(server);
  const bob = await meet("bob", { path: "/shopping", url: network.url });
  await expect(line(bob.page, "Briquettes")).toBeVisible();

  // The socket is lost, and the next attempt is swallowed.
  network.cut();
  await expect(pill(bob.page, /Reconnecting|Offline/)).toBeVisible();
  const hanging = bob.page.waitForEvent("websocket", { timeout: 40_000 });
  network.swallow();
  await hanging;

  // The network is well again: nobody waits for the attempt that hangs.
  network.mend();
  await bob.page.locator(".sync").tap();
  await expect(async () => {
    await bob.page.getByRole("button", { name: "Retry now" }).tap({ timeout: 1_000 });
    await expect(bob.page.locator('html[data-live="true"]')).toBeAttached({ timeout: 1_000 });
  }).toPass({ timeout: 6_000 });
  await bob.page.keyboard.press("Escape");

  // And with nobody at the phone it comes back by itself.
  network.cut();
  await expect(bob.page.locator('html[data-live="false"]')).toBeAttached();
  const swallowed = bob.page.waitForEvent("websocket", { timeout: 40_000 });
  network.swallow();
  await swallowed;
  network.mend();
  await expect(bob.page.locator('html[data-live="true"]')).toBeAttached({ timeout: 50_000 });
  await scene.alice.must({
    type: "edit-budget",
    data: { budgetId: scene.partyB, name: "Village fair and market" },
  });
  await expect(bob.page.getByText("Village fair and market").first()).toBeVisible();
});

test("a page that has not reached the server does not say that it is live", async ({ meet, network }) => {
  test.setTimeout(120_000);
  const bob = await meet("bob", { path: "/shopping", url: network.url, worker: true });
  await kept(bob.page);

  network.cut();
  network.swallow();
  await bob.page.reload({ waitUntil: "commit" });
  await expect(line(bob.page, "Lettuce").first()).toBeVisible();
  await expect(pill(bob.page, "Connecting …")).toBeVisible();
  await expect(bob.page.locator("#sync-details")).toContainText("Connecting to the server.");
  // The attempt that hangs is given up.
  await expect(pill(bob.page, "Reconnecting")).toBeVisible({ timeout: 30_000 });

  network.mend();
  await expect(pill(bob.page, "Live")).toBeVisible({ timeout: 50_000 });
  await expect(bob.page.locator("#sync-details")).toContainText("Everything on this device is on the server.");
});
