// A name that is too long is refused where it is typed, before anything else is.
import { expect, test } from "./crew";

const LONG = "An endless name ".repeat(625);

test("a party with a name of 10,000 characters is not made, and what was typed stays", async ({ meet }) => {
  const alice = await meet("alice", { path: "/budgets" });
  await alice.page.getByRole("button", { name: "New party" }).first().click();
  const dialog = alice.page.getByRole("dialog");
  await dialog.getByLabel("Name of the party").fill(LONG);
  await dialog.getByLabel("Date").fill("2027-06-12");
  await dialog.getByRole("button", { name: "Guests and menu" }).last().click();
  await expect(dialog.getByText(/At most 200 characters/)).toBeVisible();
  await expect(dialog.getByLabel("Name of the party")).toHaveValue(LONG);
});
