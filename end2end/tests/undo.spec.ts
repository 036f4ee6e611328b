// Every act can be taken back: from its toast, and later from the list of what one did.
import type { Page } from "@playwright/test";
import { expect, test } from "./crew";
import { setScene } from "./scene";

const bell = (page: Page) => page.getByRole("button", { name: /^Notifications/ });
const list = (page: Page) => page.locator(".acts");

async function openActs(page: Page) {
  await bell(page).click();
  await list(page).getByText("What you did here").click();
}

test("what one did stands in words and is undone from the list", async ({ meet, server }) => {
  const scene = await setScene(server);
  const david = await meet("david", { path: `/budgets/${scene.partyA}` });
  const alice = await meet("alice", { path: `/budgets/${scene.partyA}` });
  await alice.page.getByRole("button", { name: "Edit", exact: true }).click();
  await alice.page.getByRole("dialog").getByLabel("Venue").fill("The barn");
  await alice.page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  const cell = alice.page.getByRole("textbox", { name: /Unit price of Briquettes/ });
  await cell.fill("12.50");
  await cell.blur();
  const venue = (page: Page) => page.locator(".party-head").getByText("The barn");
  await expect(venue(david.page)).toBeVisible();

  await openActs(alice.page);
  await expect(list(alice.page).getByRole("listitem")).toHaveCount(2);
  await expect(list(alice.page).getByRole("listitem").first()).toContainText("Briquettes (Harvest supper), unit price: nothing → 12.50 €");
  const named = list(alice.page).getByRole("listitem").filter({ hasText: "Harvest supper, venue: nothing → The barn" });
  await alice.page.screenshot({ path: "pictures/acts.png" });
  await named.getByRole("button", { name: /^Undo: Harvest supper, venue/ }).click();
  await expect(named).toHaveCount(0);
  await expect(list(alice.page).getByRole("listitem")).toHaveCount(1);
  await expect(venue(david.page)).toHaveCount(0);
});

test("a tick is taken back from its toast, and with no signal from the list", async ({ meet, server }) => {
  await setScene(server);
  const bob = await meet("bob", { path: "/shopping" });
  const bea = await meet("bea", { path: "/shopping" });
  const line = (page: Page) =>
    page.getByRole("listitem").filter({ has: page.getByRole("button", { name: /Briquettes/ }) });
  await line(bob.page).getByRole("checkbox").tap();
  await expect(line(bea.page).getByRole("checkbox")).toBeChecked();
  await bob.page.locator(".toast").getByRole("button", { name: "Undo" }).tap();
  await expect(line(bea.page).getByRole("checkbox")).not.toBeChecked();

  await line(bob.page).getByRole("checkbox").tap();
  await expect(line(bea.page).getByRole("checkbox")).toBeChecked();
  await bob.context.setOffline(true);
  await openActs(bob.page);
  const act = list(bob.page).getByRole("listitem");
  await expect(act).toHaveCount(1);
  await expect(act).toContainText("Bought: Briquettes, 3 bags");
  await bob.page.screenshot({ path: "pictures/acts-phone.png" });
  await act.getByRole("button", { name: /^Undo/ }).tap();
  await expect(act).toHaveCount(0);
  await expect(list(bob.page)).toContainText("Nothing that could be undone.");
  await bob.page.keyboard.press("Escape");
  await expect(line(bob.page).getByRole("checkbox")).not.toBeChecked();
  await expect(line(bea.page).getByRole("checkbox")).toBeChecked();
  await bob.context.setOffline(false);
  await expect(line(bea.page).getByRole("checkbox")).not.toBeChecked();
});

test("what somebody else has changed since is not offered", async ({ meet, server }) => {
  const scene = await setScene(server);
  const alice = await meet("alice", { path: `/budgets/${scene.partyA}` });
  const david = await meet("david", { path: `/budgets/${scene.partyA}` });
  const venue = async (page: Page, words: string) => {
    await page.getByRole("button", { name: "Edit", exact: true }).click();
    await page.getByRole("dialog").getByLabel("Venue").fill(words);
    await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  };
  await venue(alice.page, "The barn");
  await expect(david.page.locator(".party-head")).toContainText("The barn");
  await venue(david.page, "The garden");
  await expect(alice.page.locator(".party-head")).toContainText("The garden");
  await openActs(alice.page);
  await expect(list(alice.page)).toContainText("Nothing that could be undone.");
});

test("an edit in a form is taken back from its toast", async ({ meet, server }) => {
  const scene = await setScene(server);
  const alice = await meet("alice", { path: `/budgets/${scene.partyA}` });
  await alice.page.getByRole("button", { name: "Edit", exact: true }).click();
  await alice.page.getByRole("dialog").getByLabel("Venue").fill("The barn");
  await alice.page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await expect(alice.page.locator(".party-head")).toContainText("The barn");
  const toast = alice.page.locator(".toast").filter({ hasText: "Harvest supper changed" });
  await toast.getByRole("button", { name: "Undo" }).click();
  await expect(alice.page.locator(".party-head")).not.toContainText("The barn");
});
