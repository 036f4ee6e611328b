// The plug is pulled: what a person finds on their device, and what becomes of what they did meanwhile.
import type { Page } from "@playwright/test";
import { Remote } from "./api";
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

/** The service worker has everything it needs, and the rows are on the disk. */
async function kept(page: Page) {
  await page.evaluate(() => navigator.serviceWorker.ready);
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
  await expect
    .poll(() =>
      page.evaluate(
        () =>
          new Promise<number>((resolve, reject) => {
            const opening = indexedDB.open("bliss");
            opening.onerror = () => reject(opening.error);
            opening.onsuccess = () => {
              const count = opening.result.transaction("rows").objectStore("rows").count();
              count.onsuccess = () => resolve(count.result);
            };
          }),
      ),
    )
    .toBeGreaterThan(0);
}

const line = (page: Page, name: string) => page.getByRole("listitem").filter({ hasText: name });

test("a shopper ticks without a network, loses the page twice, and nothing is lost or doubled", async ({
  meet,
  network,
  server,
}) => {
  const scene = await setScene(server);
  const bob = await meet("bob", { path: "/shopping", url: network.url });
  await kept(bob.page);

  network.cut();
  await expect(bob.page.getByRole("button", { name: /Reconnecting|Offline/ })).toBeVisible();
  const briquettes = line(bob.page, "Briquettes").first();
  await briquettes.getByRole("checkbox").tap();
  await expect(bob.page.getByRole("button", { name: /1 waiting/ })).toBeVisible();

  const began = Date.now();
  await bob.page.reload({ waitUntil: "commit" });
  await expect(bob.page.getByRole("button", { name: /1 waiting/ })).toBeVisible();
  console.log(`cold start without a network: ${Date.now() - began} ms`);
  await expect(bob.page.getByRole("main")).toContainText("Briquettes");
  await bob.page.screenshot({ path: "pictures/offline-shopping.png" });

  network.mend();
  await alive(bob.page);
  await expect(bob.page.getByRole("button", { name: "Live", exact: true })).toBeVisible();
  const rows = await scene.alice.rows("/shopping");
  const item = rows["shopping-items"].find((item) => item.productId === scene.charcoal);
  expect(rows.purchases.filter((purchase) => purchase.itemId === item?.id)).toHaveLength(1);
});
