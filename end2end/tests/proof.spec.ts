// The main job: an organizer, a cook and a shopper work on one party and see each other's changes
// without reloading, over a restart of the server.
import type { Page } from "@playwright/test";
import { alive, expect, test } from "./crew";
import { setScene } from "./scene";

/** What is not seen within this is not live. */
const SOON = 5_000;

const line = (page: Page, name: string) =>
  page.getByRole("listitem").filter({ has: page.getByRole("checkbox", { name: new RegExp(`\\b${name}\\b`) }) });
const ingredient = (page: Page, name: string) =>
  page.getByRole("listitem").filter({ has: page.getByRole("group", { name, exact: true }) });
const task = (page: Page, title: string, party: string) =>
  page
    .getByRole("listitem")
    .filter({ has: page.getByRole("link", { name: title, exact: true }) })
    .filter({ hasText: party });

/** What a person is told in passing, wherever they are. */
const told = (page: Page, words: string) => page.getByRole("status").getByText(words);

/** Opens a line and says how much of it is in the cart now. */
async function buy(page: Page, name: string, amount: string) {
  await line(page, name).getByRole("button").filter({ hasText: name }).tap();
  const sheet = page.getByRole("dialog", { name, exact: true });
  const bought = sheet.getByRole("textbox", { name: /^Bought now/ });
  await bought.fill(amount);
  await bought.blur();
  await sheet.getByRole("button", { name: `Bought ${amount} kg`, exact: true }).tap();
  await expect(sheet).toBeHidden();
}

test("a party is booked, cooked and shopped for by three people at once", async ({ meet, server }) => {
  test.setTimeout(120_000);
  const scene = await setScene(server);
  const alice = await meet("alice", { path: `/budgets/${scene.partyA}` });
  const carla = await meet("carla", { path: "/cooking-schedule?show=week" });
  const bob = await meet("bob", { path: "/shopping" });
  const everybody = [alice, carla, bob];
  const loads: string[] = [];
  for (const { name, page } of everybody) page.on("load", () => loads.push(`${name}: ${page.url()}`));
  const supplies = alice.page.getByRole("region", { name: "Shopping" });

  await test.step("Bob has the other party's charcoal already", async () => {
    await expect(line(bob.page, "Briquettes")).toContainText("3 bags");
    await expect(line(bob.page, "Brisket")).toHaveCount(0);
  });

  await test.step("Alice books, after seeing what it will create", async () => {
    await alice.page.getByRole("button", { name: "Book", exact: true }).click();
    const dialog = alice.page.getByRole("dialog");
    await expect(dialog).toContainText("Brisket");
    await dialog.getByRole("button", { name: "Book the party" }).click();
    await expect(alice.page.getByRole("main")).toContainText("Booked");
    await expect(supplies).toContainText("0 of 2");
  });

  await test.step("Carla and Bob get schedule and lines without reloading", async () => {
    await expect(carla.page.getByRole("link", { name: /Smoked brisket/ })).toBeVisible({ timeout: SOON });
    await expect(line(bob.page, "Brisket")).toContainText("12 kg", { timeout: SOON });
    const shared = line(bob.page, "Briquettes");
    await expect(shared).toContainText("5 bags", { timeout: SOON });
    await expect(shared).toContainText("Harvest supper 2");
    await expect(shared).toContainText("Village fair 3");
  });

  await test.step("and both get the party's tasks", async () => {
    await bob.page.getByRole("link", { name: "Tasks" }).first().tap();
    await expect(task(bob.page, "Shopping", "Harvest supper")).toBeVisible({ timeout: SOON });
    await carla.page.getByRole("link", { name: "Tasks" }).first().tap();
    await expect(task(carla.page, "Preparation", "Harvest supper")).toContainText("Waits for Shopping", {
      timeout: SOON,
    });
    await bob.page.getByRole("link", { name: "Shopping", exact: true }).first().tap();
    await carla.page.getByRole("link", { name: "Kitchen" }).first().tap();
    await carla.page.getByRole("link", { name: "Week", exact: true }).tap();
  });

  const meat = ingredient(carla.page, "Brisket");

  await test.step("Carla changes 12 to 14 kg: Bob's line reads 14 and he is told", async () => {
    await carla.page.getByRole("link", { name: /Smoked brisket/ }).tap();
    const panel = carla.page.getByRole("group", { name: "Show" }).getByRole("button", { name: /^Ingredients/ });
    if (await panel.isVisible()) await panel.tap();
    const amount = meat.getByRole("button", { name: /type an amount/ });
    await expect(amount).toHaveText("12 kg");
    for (const next of ["13 kg", "14 kg"]) {
      await meat.getByRole("button", { name: "More Brisket" }).tap();
      await expect(amount).toHaveText(next);
    }
    await expect(line(bob.page, "Brisket")).toContainText("14 kg", { timeout: SOON });
    await expect(told(bob.page, "Brisket: 12 kg → 14 kg")).toBeVisible({ timeout: SOON });
  });

  await test.step("Bob buys 9: five are missing in the kitchen", async () => {
    await buy(bob.page, "Brisket", "9");
    await expect(meat).toContainText("9 kg bought by Bob", { timeout: SOON });
    await expect(meat).toContainText("5 kg missing");
  });

  await test.step("the server stops, and Bob buys 5 more all the same", async () => {
    await server.stop();
    for (const { page } of everybody) {
      await expect(page.locator('html[data-live="false"]')).toBeAttached({ timeout: SOON });
    }
    await buy(bob.page, "Brisket", "5");
    await expect(line(bob.page, "Brisket")).toContainText("on this device");
    await expect(meat).toContainText("5 kg missing");
  });

  await test.step("it starts again, everybody goes on, and Carla's ingredient becomes available", async () => {
    await server.start();
    await Promise.all(everybody.map(({ page }) => alive(page)));
    await expect(meat).toContainText("14 kg bought by Bob", { timeout: SOON });
    await expect(meat).not.toContainText("missing");
    await expect(bob.page.getByText("on this device", { exact: true })).toHaveCount(0);
    await expect(supplies).toContainText("1 of 2");
  });

  await test.step("Bob takes the charcoal in one tap: Alice sees supplies complete", async () => {
    await line(bob.page, "Briquettes").getByRole("checkbox").tap();
    await expect(supplies).toContainText("2 of 2", { timeout: SOON });
    await expect(told(alice.page, "Everything for Harvest supper is bought")).toBeVisible({ timeout: SOON });
  });

  await test.step("Bob finishes shopping and Carla's preparation is enabled", async () => {
    await carla.page.getByRole("link", { name: "Tasks" }).first().tap();
    const preparation = task(carla.page, "Preparation", "Harvest supper");
    await expect(preparation).toContainText("Waits for Shopping");
    await expect(preparation.getByRole("button", { name: "Start", exact: true })).toHaveCount(0);
    await bob.page.getByRole("link", { name: "Tasks" }).first().tap();
    const shopping = task(bob.page, "Shopping", "Harvest supper");
    await expect(shopping).toContainText("All is bought");
    await shopping.getByRole("button", { name: "Finish" }).tap();
    await expect(preparation.getByRole("button", { name: "Start", exact: true })).toBeVisible({ timeout: SOON });
    await expect(preparation).not.toContainText("Waits for");
    await expect(told(carla.page, "Preparation can begin")).toBeVisible({ timeout: SOON });
  });

  expect(loads, "nobody had to reload").toEqual([]);
});
