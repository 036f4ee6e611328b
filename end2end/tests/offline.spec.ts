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

/** What the pill of the top bar says. */
const waiting = (page: Page, words: string) => page.getByRole("button", { name: new RegExp(words) });

/** Everything is on the server, and the page knows. */
async function live(page: Page) {
  await expect(page.getByRole("button", { name: "Live", exact: true })).toBeVisible({ timeout: 15_000 });
}

/** The names of what was bought, one for each record. */
async function purchases(anybody: Remote) {
  const rows = await anybody.rows("/shopping");
  const names = new Map(rows["shopping-items"].map((item) => [item.id, item.name]));
  return (rows.purchases ?? []).filter((one) => !one.voided).map((one) => names.get(one.itemId) as string);
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
  await expect(waiting(bob.page, "Reconnecting|Offline")).toBeVisible();
  await line(bob.page, "Briquettes").getByRole("checkbox").tap();
  await expect(waiting(bob.page, "1 waiting")).toBeVisible();

  const began = Date.now();
  await bob.page.reload({ waitUntil: "commit" });
  await expect(waiting(bob.page, "1 waiting")).toBeVisible();
  console.log(`cold start without a network: ${Date.now() - began} ms`);
  await expect(bob.page.getByRole("main")).toContainText("Briquettes");
  await bob.page.screenshot({ path: "pictures/offline-shopping.png" });

  network.mend();
  await alive(bob.page);
  await live(bob.page);
  expect((await purchases(scene.alice)).filter((name) => name === "Briquettes")).toHaveLength(1);
});

test("two tabs show the same acts, and each is sent once", async ({ meet, network, server }) => {
  const scene = await setScene(server);
  const bob = await meet("bob", { path: "/shopping", url: network.url });
  const other = await bob.context.newPage();
  await other.goto("/shopping");
  await alive(other);

  network.cut();
  for (const page of [bob.page, other]) await expect(waiting(page, "Reconnecting|Offline")).toBeVisible();
  await line(bob.page, "Briquettes").getByRole("checkbox").tap();
  await expect(waiting(other, "1 waiting")).toBeVisible();
  await line(other, "Onion").first().getByRole("checkbox").tap();
  for (const page of [bob.page, other]) await expect(waiting(page, "2 waiting")).toBeVisible();

  network.mend();
  for (const page of [bob.page, other]) {
    await page.getByRole("button", { name: /waiting/ }).click();
    await page.getByRole("button", { name: "Retry now" }).click();
  }
  for (const page of [bob.page, other]) await live(page);
  const bought = await purchases(scene.alice);
  expect(bought.filter((name) => name === "Briquettes")).toHaveLength(1);
  expect(bought.filter((name) => name === "Onion")).toHaveLength(1);

  // The tab that sends is closed: the other one takes over.
  await bob.page.close();
  await line(other, "Lettuce").first().getByRole("checkbox").tap();
  await expect.poll(async () => (await purchases(scene.alice)).filter((name) => name === "Lettuce")).toHaveLength(1);
});

test("on a shared phone nobody sees or sends what another left there", async ({ meet, server }) => {
  const scene = await setScene(server);
  const bob = await meet("bob", { path: "/shopping" });
  await kept(bob.page);
  const before = await purchases(scene.alice);
  await bob.page.route("**/api/submit", (route) => route.abort());
  await line(bob.page, "Briquettes").getByRole("checkbox").tap();
  await bob.page.getByRole("button", { name: /your menu/ }).click();
  await bob.page.getByRole("button", { name: "Sign out", exact: true }).click();
  await expect(bob.page.getByText("One change is not on the server yet.")).toBeVisible();
  await bob.page.screenshot({ path: "pictures/sign-out.png" });
  await bob.page.getByRole("button", { name: "Sign out anyway" }).click();

  const signIn = async (name: string) => {
    await bob.page.waitForURL(/sign-in/);
    await bob.page.getByLabel("E-mail").fill(`${name}@demo.example`);
    await bob.page.getByLabel("Password").fill(server.password());
    await bob.page.getByRole("button", { name: "Sign in" }).click();
    await bob.page.waitForURL((to) => to.pathname !== "/sign-in");
    await bob.page.goto("/shopping");
    await alive(bob.page);
  };
  await signIn("bea");
  await bob.page.unroute("**/api/submit");
  await expect(bob.page.getByRole("button", { name: /Bea.*your menu/ })).toBeVisible();
  await live(bob.page);
  await line(bob.page, "Onion").first().getByRole("checkbox").tap();
  await expect.poll(async () => (await purchases(scene.alice)).includes("Onion")).toBe(true);
  expect((await purchases(scene.alice)).filter((name) => name === "Briquettes")).toEqual(
    before.filter((name) => name === "Briquettes"),
  );

  await bob.page.getByRole("button", { name: /your menu/ }).click();
  await bob.page.getByRole("button", { name: "Sign out", exact: true }).click();
  await signIn("bob");
  await live(bob.page);
  expect((await purchases(scene.alice)).filter((name) => name === "Briquettes")).toHaveLength(1);
});

test("a deploy with a queue waiting: the queue goes out, and the new build is offered", async ({
  meet,
  network,
  server,
}) => {
  const scene = await setScene(server);
  const bob = await meet("bob", { path: "/shopping", url: network.url });
  await kept(bob.page);
  const build = () => bob.page.locator("html").getAttribute("data-build");
  const first = await build();
  network.cut();
  await line(bob.page, "Briquettes").getByRole("checkbox").tap();
  await expect(waiting(bob.page, "1 waiting")).toBeVisible();
  await bob.page.reload();
  await expect(waiting(bob.page, "1 waiting")).toBeVisible();

  await server.deploy();
  network.mend();
  await alive(bob.page);
  await live(bob.page);
  expect((await purchases(scene.alice)).filter((name) => name === "Briquettes")).toHaveLength(1);
  expect(await build()).toBe(first);
  await expect(bob.page.getByText("A new version is there.")).toBeVisible();
  await bob.page.screenshot({ path: "pictures/new-version.png" });
  await bob.page.getByRole("button", { name: "Reload" }).click();
  await expect.poll(build).not.toBe(first);
  await alive(bob.page);
  await expect(bob.page.getByText("A new version is there.")).toHaveCount(0);

  // And the device keeps the new one from now on.
  await expect
    .poll(() => bob.page.evaluate(() => navigator.serviceWorker.controller?.scriptURL.split("=")[1]))
    .toBe(await build());
  network.cut();
  await bob.page.reload();
  await expect(bob.page.getByRole("main")).toContainText("Briquettes");
  expect(await build()).not.toBe(first);
});
