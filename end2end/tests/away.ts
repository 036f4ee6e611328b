// What the tests of devices that come and go share.
import type { Page } from "@playwright/test";
import type { Remote } from "./api";
import { expect } from "./crew";

/** The service worker has everything it needs, and the person's rows are on the disk. */
export async function kept(page: Page) {
  await page.evaluate(() => navigator.serviceWorker.ready);
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
  await expect.poll(() => stored(page, "rows")).toBeGreaterThan(0);
}

/** How much a store of the page's database holds. */
export const stored = (page: Page, store: string) =>
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

/** Everything is on the server, and the page knows. */
export async function live(page: Page) {
  await expect(page.locator("#sync-details")).toContainText("Everything on this device is on the server.", {
    timeout: 30_000,
  });
  await expect(page.getByRole("button", { name: "Live", exact: true })).toBeVisible();
}

/** The names of what was bought, one for each record. */
export async function purchases(anybody: Remote) {
  const rows = await anybody.rows("/shopping");
  const names = new Map(rows["shopping-items"].map((item) => [item.id, item.name]));
  return (rows.purchases ?? []).filter((one) => !one.voided).map((one) => names.get(one.itemId) as string);
}

export const line = (page: Page, name: string) => page.getByRole("listitem").filter({ hasText: name });
