// What a person trying the product with their hands ran into: forms opened twice, hands that are quicker than a
// page is left, two at the same goods, and rows that somebody else takes away.
import type { Page } from "@playwright/test";
import { Remote, uuidv7 } from "./api";
import { alive, expect, test } from "./crew";
import { setScene } from "./scene";

const dialog = (page: Page) => page.getByRole("dialog");
const edit = (page: Page) => page.getByRole("button", { name: "Edit", exact: true }).click();

test("a form that was closed opens again with its fields, and says what others wrote of each", async ({ meet, server }) => {
  const scene = await setScene(server);
  const david = await Remote.signIn(server.url, "david@demo.example", server.password());
  const alice = await meet("alice", { path: `/budgets/${scene.partyA}` });
  for (const venue of ["The barn", "The garden"]) {
    await edit(alice.page);
    await dialog(alice.page).getByLabel("Venue").fill(venue);
    await dialog(alice.page).getByRole("button", { name: "Save" }).click();
    await expect(alice.page.locator(".party-head")).toContainText(venue);
  }
  await edit(alice.page);
  await dialog(alice.page).getByLabel("Served at").fill("20:30");
  await david.must({ type: "edit-budget", data: { budgetId: scene.partyA, servingTime: "18:00" } });
  await expect(dialog(alice.page).locator(".strip")).toContainText("David changed this to 18:00.");
});

test("who writes in a line that somebody removes is told, in the dialog and afterwards", async ({ meet, server }) => {
  const scene = await setScene(server);
  const david = await Remote.signIn(server.url, "david@demo.example", server.password());
  const alice = await meet("alice", { path: `/budgets/${scene.partyA}` });
  await alice.page.getByRole("button", { name: /^Edit Briquettes/ }).click();
  await dialog(alice.page).getByLabel("Words on the offer").fill("Charcoal, the good one");
  const line = (await david.rows(`/budgets/${scene.partyA}`))["budget-lines"].find((row) => row.text === "Charcoal")!;
  await david.must({ type: "remove-budget-line", data: { lineId: line.id } });
  await expect(dialog(alice.page).locator(".strip.gone")).toHaveText("David removed this line.");
  await dialog(alice.page).getByRole("button", { name: /^Save/ }).click();
  await expect(alice.page.locator(".toast").filter({ hasText: "David removed Briquettes meanwhile." })).toBeVisible();
  await expect(alice.page.locator(".toast").filter({ hasText: "Removed by one, changed by another:" })).toBeVisible();
});
