// The plug is pulled: what a person finds on their device, and what becomes of what they did meanwhile.
import type { Page } from "@playwright/test";
import { Remote, uuidv7 } from "./api";
import { kept, line, live, online, owner, purchases, stored, waiting } from "./away";
import { type Person, alive, expect, signIn, signOut, test } from "./crew";
import { setScene } from "./scene";

test("a shopper ticks without a network, loses the page twice, and nothing is lost or doubled", async ({
  meet,
  network,
  server,
}) => {
  const scene = await setScene(server);
  const bob = await meet("bob", { path: "/shopping", url: network.url, worker: true });
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

test("a cook goes on without a network, and everybody's timers and amounts are right afterwards", async ({
  meet,
  network,
  server,
}) => {
  const scene = await setScene(server);
  await scene.alice.must({ type: "set-budget-status", data: { budgetId: scene.partyA, status: "reserva" } });
  const carla = await meet("carla", { path: "/cooking-schedule?show=week", url: network.url, worker: true });
  const { page } = carla;
  await kept(page);
  await page.getByRole("link", { name: /Smoked brisket/ }).tap();
  network.cut();
  await expect(waiting(page, "Reconnecting|Offline")).toBeVisible();
  await page.reload();
  const step = page.getByRole("checkbox", { name: /Light the smoker/ });
  await page.getByRole("button", { name: /^Start a timer/ }).first().tap();
  await step.tap();
  const panel = page.getByRole("group", { name: "Show" }).getByRole("button", { name: /^Ingredients/ });
  if (await panel.isVisible()) await panel.tap();
  await page.getByRole("button", { name: "More Brisket" }).tap();
  await expect(waiting(page, "3 waiting")).toBeVisible();
  await page.screenshot({ path: "pictures/offline-kitchen.png" });
  await page.reload();
  await expect(waiting(page, "3 waiting")).toBeVisible();
  await expect(step).toBeChecked();

  network.mend();
  await online(page);
  await live(page);
  const rows = await scene.alice.rows(`/budgets/${scene.partyA}`);
  const brisket = rows.ingredients.find((one) => one.productId === scene.brisket);
  expect(brisket?.quantity).toEqual({ amount: "13", unit: "kg" });
  expect(rows.timers).toHaveLength(1);
});

test("two tabs show the same acts, and each is sent once", async ({ meet, network, server }) => {
  const scene = await setScene(server);
  const bob = await meet("bob", { path: "/shopping", url: network.url, worker: true });
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
  for (const page of [bob.page, other]) await online(page);
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
  const bob = await meet("bob", { path: "/shopping", worker: true });
  await kept(bob.page);
  const before = await purchases(scene.alice);
  await bob.page.route("**/api/submit", (route) => route.abort());
  await line(bob.page, "Briquettes").getByRole("checkbox").tap();
  await signOut(bob.page);
  await expect(bob.page.getByText("One change is not on the server yet.")).toBeVisible();
  await bob.page.screenshot({ path: "pictures/sign-out.png" });
  await bob.page.getByRole("button", { name: "Sign out anyway" }).click();

  const arrives = async (name: "bob" | "bea") => {
    await bob.page.waitForURL(/sign-in/);
    await signIn(bob.page, name, server.password());
    await bob.page.goto("/shopping");
    await alive(bob.page);
  };
  await arrives("bea");
  await bob.page.unroute("**/api/submit");
  await expect(bob.page.getByRole("button", { name: /Bea.*your menu/ })).toBeVisible();
  await live(bob.page);
  await line(bob.page, "Onion").first().getByRole("checkbox").tap();
  await expect.poll(async () => (await purchases(scene.alice)).includes("Onion")).toBe(true);
  expect((await purchases(scene.alice)).filter((name) => name === "Briquettes")).toEqual(
    before.filter((name) => name === "Briquettes"),
  );

  await signOut(bob.page);
  await arrives("bob");
  await live(bob.page);
  expect((await purchases(scene.alice)).filter((name) => name === "Briquettes")).toHaveLength(1);
});

test("a deploy with a queue waiting: the queue goes out, and the new build is offered", async ({
  meet,
  network,
  server,
}) => {
  const scene = await setScene(server);
  const bob = await meet("bob", { path: "/shopping", url: network.url, worker: true });
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

test("a session that ends with changes waiting: they go out after the next sign-in", async ({
  meet,
  network,
  server,
}) => {
  const scene = await setScene(server);
  const bob = await meet("bob", { path: "/shopping", url: network.url, worker: true });
  await kept(bob.page);
  network.cut();
  await line(bob.page, "Briquettes").getByRole("checkbox").tap();
  await expect(waiting(bob.page, "1 waiting")).toBeVisible();
  await bob.context.clearCookies();
  network.mend();
  await bob.page.reload();
  await expect(bob.page.getByText("You are signed out.", { exact: true })).toBeVisible();
  await expect(bob.page.getByRole("main")).toContainText("Briquettes");
  await bob.page.getByRole("status").getByRole("link", { name: "Sign in" }).click();
  // The browser says so itself.
  bob.complaints.splice(0, Infinity, ...bob.complaints.filter((one) => !one.includes("401")));
  await signIn(bob.page, "bob", server.password());
  await alive(bob.page);
  await live(bob.page);
  expect((await purchases(scene.alice)).filter((name) => name === "Briquettes")).toHaveLength(1);
});

test("a browser that keeps nothing says so, and sends all the same", async ({ meet, server }) => {
  const scene = await setScene(server);
  const bob = await meet("bob", { path: "/shopping", worker: true });
  await bob.context.addInitScript(() => {
    Object.defineProperty(window, "indexedDB", { value: undefined });
  });
  await bob.page.reload();
  await alive(bob.page);
  await bob.page.getByRole("button", { name: "Live", exact: true }).click();
  await expect(bob.page.getByText("This browser keeps nothing here")).toBeVisible();
  await bob.page.keyboard.press("Escape");
  await line(bob.page, "Briquettes").getByRole("checkbox").tap();
  await expect.poll(async () => (await purchases(scene.alice)).includes("Briquettes")).toBe(true);
});

/** An act that stands in local storage alone, as a tab leaves it that is gone before the disk has it. */
async function leftBehind(bob: Person, anybody: Remote) {
  const item = (await anybody.rows("/shopping"))["shopping-items"].find((one) => one.name === "Briquettes")!;
  const [id, purchaseId] = [uuidv7(), uuidv7()];
  const data = { itemId: item.id, purchaseId, quantity: item.needed };
  const act = { envelope: { id, v: 1, at: Date.now(), seen: 0, epoch: "", was: {}, type: "mark-purchased", data } };
  let sendings = 0;
  bob.context.on("request", (request) => {
    if (request.url().endsWith("/api/submit") && request.postData()?.includes(id)) sendings += 1;
  });
  return {
    /** A page of the same site that is none of the program's writes it down. */
    async write(page: Page) {
      await page.route("**/elsewhere", (route) =>
        route.fulfill({ contentType: "text/html", body: '<link rel="icon" href="data:,">' }),
      );
      await page.goto("/elsewhere");
      const name = `act:${await owner(page)}/${id}`;
      await page.evaluate(([name, act]) => localStorage.setItem(name, act), [name, JSON.stringify(act)]);
    },
    /** It has arrived, was sent once, and stands nowhere on the device any more. */
    async isThereOnce(page: Page) {
      const bought = async () => (await anybody.rows("/shopping")).purchases.filter((row) => row.itemId === item.id);
      await expect.poll(bought).toMatchObject([{ id: purchaseId, voided: false }]);
      await live(page);
      const left = () => page.evaluate((id) => Object.keys(localStorage).filter((name) => name.includes(id)), id);
      await expect.poll(left).toEqual([]);
      await expect.poll(() => stored(page, "acts")).toBe(0);
      await page.reload();
      await alive(page);
      await live(page);
      expect(sendings).toBe(1);
      expect(await bought()).toHaveLength(1);
    },
  };
}

test("an act that a tab left in local storage alone is sent once by the next page", async ({ meet, server }) => {
  const scene = await setScene(server);
  const bob = await meet("bob", { path: "/shopping" });
  await expect.poll(() => stored(bob.page, "rows")).toBeGreaterThan(0);
  const act = await leftBehind(bob, scene.alice);
  await act.write(bob.page);
  await bob.page.goto("/shopping");
  await act.isThereOnce(bob.page);
});

test("an act that a tab left in local storage alone is sent once by a tab that stays", async ({ meet, server }) => {
  const scene = await setScene(server);
  const bob = await meet("bob", { path: "/shopping" });
  await expect.poll(() => stored(bob.page, "rows")).toBeGreaterThan(0);
  const act = await leftBehind(bob, scene.alice);
  const gone = await bob.context.newPage();
  await act.write(gone);
  await gone.close();
  await bob.page.bringToFront();
  await expect(line(bob.page, "Briquettes").getByRole("checkbox")).toBeChecked();
  await act.isThereOnce(bob.page);
});
