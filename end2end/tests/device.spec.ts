// What a device says and does where the network lies, the clock is wrong, or its person changes.
import type { Page } from "@playwright/test";
import { Remote } from "./api";
import { kept, line, live, purchases, stored } from "./away";
import { type Person, alive, expect, signIn, signOut, test } from "./crew";
import { setScene } from "./scene";

/** Puts something under the name of an act that is not on the disk yet; that name. */
const leaveBehind = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<string>((resolve, reject) => {
        const opening = indexedDB.open("bliss");
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const current = opening.result.transaction("device").objectStore("device").get("current");
          current.onsuccess = () => {
            const name = `act:${current.result}/left`;
            localStorage.setItem(name, "left");
            opening.result.close();
            resolve(name);
          };
        };
      }),
  );

/** What the pill of the top bar says. */
const pill = (page: Page, words: string | RegExp) =>
  page.locator(".sync").filter({ hasText: typeof words === "string" ? new RegExp(`^${words}$`) : words });

test("a connection that hangs is given up, and whoever asks gets another at once", async ({ meet, network, server }) => {
  test.setTimeout(180_000);
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
    const retry = bob.page.getByRole("button", { name: "Retry now" });
    if (await retry.isVisible()) await retry.tap({ timeout: 1_000 });
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
  await expect(bob.page.getByText("Village fair and market").first()).toBeAttached();
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

test("signing out without a network holds when it is back, and what waits stays its maker's", async ({
  meet,
  network,
  server,
}) => {
  const scene = await setScene(server);
  const bob = await meet("bob", { path: "/shopping", url: network.url, worker: true });
  await kept(bob.page);
  const other = await bob.context.newPage();
  await other.goto("/tasks");
  await alive(other);

  network.cut();
  await line(bob.page, "Briquettes").getByRole("checkbox").tap();
  await expect(pill(bob.page, /1 waiting/)).toBeVisible();
  await signOut(bob.page);
  await bob.page.getByRole("button", { name: "Sign out anyway" }).click();
  for (const page of [bob.page, other]) {
    await expect(page.getByRole("heading", { name: "Nobody is signed in here" })).toBeVisible();
  }
  await bob.page.goto("/shopping");
  await expect(bob.page.getByRole("heading", { name: "Nobody is signed in here" })).toBeVisible();
  await bob.page.screenshot({ path: "pictures/signed-out-offline.png" });

  // Whoever holds the phone when the network is back is not let in as Bob.
  network.mend();
  await other.close();
  await bob.page.goto("/shopping");
  await bob.page.waitForURL(/sign-in/);
  expect(await purchases(scene.alice)).not.toContain("Briquettes");

  await signIn(bob.page, "bob", server.password());
  await alive(bob.page);
  await expect.poll(async () => (await purchases(scene.alice)).filter((name) => name === "Briquettes")).toHaveLength(1);
});

/** Bob has signed out in one tab, and the other one says so. */
async function leftInOneTab(meet: (name: "bob", options: { path: string }) => Promise<Person>) {
  const bob = await meet("bob", { path: "/tasks" });
  const other = await bob.context.newPage();
  await other.goto("/shopping");
  await alive(other);
  await signOut(bob.page);
  await bob.page.waitForURL(/sign-in/);
  await expect(other.getByText("You are signed out.", { exact: true })).toBeVisible();
  return { bob, other };
}

test("a tab of somebody who has left makes way when it is looked at again", async ({ meet, server }) => {
  const { bob, other } = await leftInOneTab(meet);
  await signIn(bob.page, "bea", server.password());
  await alive(bob.page);

  await other.bringToFront();
  await other.evaluate(() => dispatchEvent(new Event("focus")));
  await expect(other.getByRole("button", { name: /Bea.*your menu/ })).toBeVisible();
});

test("a tab of somebody who has signed in again on another one goes on when it is looked at again", async ({
  meet,
  server,
}) => {
  const scene = await setScene(server);
  const { bob, other } = await leftInOneTab(meet);
  await line(other, "Briquettes").getByRole("checkbox").tap();
  await signIn(bob.page, "bob", server.password());
  await alive(bob.page);

  await other.bringToFront();
  await other.evaluate(() => dispatchEvent(new Event("focus")));
  await live(other);
  await expect.poll(async () => (await purchases(scene.alice)).filter((name) => name === "Briquettes")).toHaveLength(1);
});

test("an open page follows a change of role, and asks first where somebody is writing", async ({ meet, server }) => {
  const david = await Remote.signIn(server.url, "david@demo.example", server.password());
  const carla = await meet("carla", { path: "/shopping" });
  const { user } = await Remote.signIn(server.url, "carla@demo.example", server.password());
  const becomes = (role: string) => david.must({ type: "put-user", data: { userId: user, role } });
  const ticks = carla.page.getByRole("checkbox", { name: /: bought$/ });
  await expect(carla.page.getByRole("button", { name: /Carla.*Cook: your menu/ })).toBeVisible();
  await expect(ticks).toHaveCount(0);

  await becomes("logistics");
  await expect(carla.page.getByRole("button", { name: /Carla.*Logistics: your menu/ })).toBeVisible();
  await expect(ticks.first()).toBeVisible();
  await expect(carla.page.getByRole("navigation", { name: "Main" }).getByRole("link").nth(1)).toHaveText("Shopping");

  const field = carla.page.getByLabel("Add something to the list");
  await field.fill("half a wo");
  await becomes("cook");
  await expect(carla.page.getByText("Your role is now Cook.")).toBeVisible();
  await expect(field).toHaveValue("half a wo");
  await carla.page.getByRole("button", { name: "Follow" }).click();
  await expect(carla.page.getByRole("button", { name: /Carla.*Cook: your menu/ })).toBeVisible();
  await expect(ticks).toHaveCount(0);
});

test("a page without its rows says that it shows a part, and not that there is nothing", async ({ meet, network }) => {
  const carla = await meet("carla", { path: "/cooking-schedule", url: network.url, worker: true });
  await kept(carla.page);
  network.cut();
  await expect(pill(carla.page, /Reconnecting|Offline/)).toBeVisible();
  await carla.page.getByRole("link", { name: "Shopping" }).first().click();
  await expect(carla.page.getByRole("heading", { name: "Shopping" })).toBeVisible();
  await expect(carla.page.getByText("Only what this device has.")).toBeVisible();
  await expect(carla.page.getByText("Nothing to buy")).toHaveCount(0);

  network.mend();
  await carla.page.evaluate(() => dispatchEvent(new Event("online")));
  await alive(carla.page);
  await expect(line(carla.page, "Lettuce").first()).toBeVisible();
  await expect(carla.page.getByText("Only what this device has.")).toHaveCount(0);
});

test("with a clock that is years off a list shows what it should, and goes on doing so", async ({ meet, server }) => {
  const scene = await setScene(server);
  const bob = await meet("bob", { path: "/tasks" });
  await bob.context.addInitScript(() => {
    const now = Date.now;
    Date.now = () => now() + Number(localStorage.getItem("ahead"));
  });
  const year = 365 * 86_400_000;
  for (const [years, name] of [[35, "Briquettes"], [-27, "Onion"]] as const) {
    await bob.page.evaluate((ahead) => localStorage.setItem("ahead", String(ahead)), years * year);
    await bob.page.goto("/shopping");
    await alive(bob.page);
    const box = line(bob.page, name).first().getByRole("checkbox");
    await expect(box).toBeVisible();
    // What was bought stays where it is for a moment, struck through.
    await box.tap();
    await expect(box).toBeChecked();
    await expect.poll(async () => (await purchases(scene.alice)).includes(name)).toBe(true);
    await expect(line(bob.page, "Lettuce").first()).toBeVisible();
  }
});

test("of a closed account a device keeps nothing, whether its person was there or away", async ({
  meet,
  network,
  server,
}) => {
  const david = await Remote.signIn(server.url, "david@demo.example", server.password());
  const close = async (name: string) => {
    const { user } = await Remote.signIn(server.url, `${name}@demo.example`, server.password());
    await david.must({ type: "put-user", data: { userId: user, active: false } });
  };
  const bob = await meet("bob", { path: "/shopping", worker: true });
  await kept(bob.page);
  await close("bob");
  await bob.page.waitForURL(/sign-in/);
  await expect(bob.page.getByText("This account was closed.")).toBeVisible();
  for (const store of ["rows", "acts"]) expect(await stored(bob.page, store)).toBe(0);

  const bea = await meet("bea", { path: "/shopping", url: network.url, worker: true });
  await kept(bea.page);
  network.cut();
  await line(bea.page, "Lettuce").first().getByRole("checkbox").tap();
  await expect(pill(bea.page, /1 waiting/)).toBeVisible();
  await bea.page.goto("about:blank");
  await close("bea");
  network.mend();
  await bea.page.goto("/shopping");
  await expect(bea.page).toHaveURL(/sign-in/);
  for (const store of ["rows", "acts"]) await expect.poll(() => stored(bea.page, store)).toBe(0);

  // Nothing of hers waits: her device opens with what the server says. A page of before left an act behind.
  const carla = await meet("carla", { path: "/cooking-schedule", worker: true });
  await kept(carla.page);
  const left = await leaveBehind(carla.page);
  await carla.page.goto("about:blank");
  await close("carla");
  await carla.page.goto("/cooking-schedule");
  await expect(carla.page.getByText("This account was closed.")).toBeVisible();
  await expect.poll(() => carla.page.evaluate((name) => localStorage.getItem(name), left)).toBeNull();
  for (const store of ["rows", "acts"]) expect(await stored(carla.page, store)).toBe(0);
  carla.complaints.splice(0, Infinity, ...carla.complaints.filter((one) => !one.includes("401")));
  // The browser says so itself.
  bea.complaints.splice(0, Infinity, ...bea.complaints.filter((one) => !one.includes("401")));
});

test("a refused act is named by what it did, and to which line", async ({ meet, network, server }) => {
  await setScene(server);
  const david = await Remote.signIn(server.url, "david@demo.example", server.password());
  const { user } = await Remote.signIn(server.url, "bob@demo.example", server.password());
  const bob = await meet("bob", { path: "/shopping", url: network.url, worker: true });
  await kept(bob.page);
  network.cut();
  await line(bob.page, "Briquettes").getByRole("checkbox").tap();
  await expect(pill(bob.page, /1 waiting/)).toBeVisible();
  await david.must({ type: "put-user", data: { userId: user, role: "cook" } });

  network.mend();
  await bob.page.evaluate(() => dispatchEvent(new Event("online")));
  await expect(pill(bob.page, "1 needs you")).toBeVisible();
  await pill(bob.page, "1 needs you").tap();
  await expect(bob.page.locator("#sync-details")).toContainText("Bought Briquettes: Your role does not do this.");
});
