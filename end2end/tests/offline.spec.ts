// The plug is pulled: what a person finds on their device, and what becomes of what they did meanwhile.
import type { Page } from "@playwright/test";
import { Remote } from "./api";
import { kept, line, live, purchases } from "./away";
import { alive, expect, signIn, signOut, test } from "./crew";
import { setScene } from "./scene";

/** What the pill of the top bar says. */
const waiting = (page: Page, words: string) => page.getByRole("button", { name: new RegExp(words) });

/** What a device tells a page when it has found a network. */
const online = (page: Page) => page.evaluate(() => dispatchEvent(new Event("online")));

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

test("a day in the cellar: forty acts, a reload, a crash, and the others go on", async ({ meet, network, server }) => {
  test.setTimeout(180_000);
  const scene = await setScene(server);
  const carla = await meet("carla", { path: "/cooking-schedule", worker: true });
  const bea = await meet("bea", { path: "/shopping" });
  const bob = await meet("bob", { path: "/shopping", url: network.url, worker: true });
  let { page } = bob;
  // The device's clock, as far ahead as a test says.
  await bob.context.addInitScript(() => {
    const now = Date.now;
    Date.now = () => now() + Number(localStorage.getItem("ahead"));
  });
  await kept(page);
  await page.reload();
  await alive(page);
  const before = await scene.alice.rows("/shopping");
  const open = before["shopping-items"].filter((item) => Number(item.needed.amount ?? item.needed) > 0);
  expect(open.length).toBeGreaterThan(20);

  network.cut();
  await expect(waiting(page, "Reconnecting|Offline")).toBeVisible();
  let acts = 0;
  const counted = async () => expect(waiting(page, ` ${acts} waiting`)).toBeVisible();

  await test.step("twenty ticks, two of them taken back", async () => {
    const boxes = page.getByRole("checkbox", { name: /: bought$/, checked: false });
    const names = (await boxes.evaluateAll((all) => all.map((one) => one.getAttribute("aria-label")))) as string[];
    for (const name of [...new Set(names)].slice(0, 20)) {
      await page.getByRole("checkbox", { name, exact: true }).first().tap();
      acts += 1;
    }
    await counted();
    for (let taken = 0; taken < 2; taken += 1) {
      await page.getByRole("button", { name: "Undo" }).last().tap();
      acts += 1;
    }
    await counted();
  });

  await test.step("the page is loaded anew, hours later", async () => {
    await page.evaluate((hours) => localStorage.setItem("ahead", String(hours * 3_600_000)), 6);
    await page.reload();
    await counted();
  });

  await test.step("things nobody planned", async () => {
    for (const what of ["2 kg limes", "3 piece corkscrew", "4 l oat milk"]) {
      const field = page.getByRole("combobox").or(page.getByLabel("Add something to the list")).first();
      await field.fill(what);
      await field.press("Enter");
      // A new product, and the need of it.
      acts += 2;
    }
    await counted();
  });

  await test.step("lines that somebody takes, and what is here already", async () => {
    for (const name of ["Saffron", "IPA", "Water"]) {
      await line(page, name).getByRole("button").filter({ hasText: name }).tap();
      const sheet = page.getByRole("dialog");
      await sheet.getByRole("button", { name: "I take this" }).tap();
      await sheet.getByRole("button", { name: "We have it" }).tap();
      await expect(sheet).toBeHidden();
      acts += 2;
    }
    await counted();
  });

  await test.step("tasks", async () => {
    await page.getByRole("link", { name: "Tasks" }).first().tap();
    for (let begun = 0; begun < 2; begun += 1) {
      await page.getByRole("button", { name: "Start", exact: true }).first().tap();
      acts += 1;
    }
    await counted();
  });

  await test.step("the page dies, and the next one has it all", async () => {
    await page.goto("chrome://crash").catch(() => undefined);
    page = await bob.context.newPage();
    await page.goto("/shopping");
    await counted();
    const boxes = page.getByRole("checkbox", { name: /: bought$/, checked: false });
    for (const name of await boxes.evaluateAll((all) => all.map((one) => one.getAttribute("aria-label") as string))) {
      if (acts >= 40) break;
      await page.getByRole("checkbox", { name, exact: true }).first().tap();
      acts += 1;
    }
    await counted();
    expect(acts).toBe(40);
    await page.screenshot({ path: "pictures/forty-waiting.png" });
  });

  await test.step("meanwhile Bea buys what Bob has bought, and Carla cooks on", async () => {
    await line(bea.page, "Lettuce").first().getByRole("checkbox").tap();
    await expect(bea.page.getByRole("button", { name: "Live", exact: true })).toBeVisible();
    await expect(carla.page.locator('html[data-live="true"]')).toBeAttached();
  });

  await test.step("back: nothing lost, nothing doubled, one question for the two buyers", async () => {
    network.mend();
    await page.bringToFront();
    await online(page);
    await live(page);
    const after = await scene.alice.rows("/shopping");
    const bobs = after["shopping-items"].filter((item) => ["limes", "corkscrew", "oat milk"].includes(item.name));
    expect(bobs).toHaveLength(3);
    const lettuce = open.find((item) => item.name === "Lettuce");
    const questions = (after.conflicts ?? []).filter((one) => one.rowId === lettuce?.id && one.state === "open");
    expect(questions).toHaveLength(1);
    for (const { page: at } of [{ page }, bea]) {
      const cart = at.getByText("In the cart", { exact: true });
      if (!(await line(at, "Lettuce").first().isVisible())) await cart.tap();
      await expect(line(at, "Lettuce").first()).toContainText(/same goods/i);
    }
    await page.screenshot({ path: "pictures/same-goods.png" });
  });
});
