// What a person sees when the server says no, and when two changed the same thing.
import { Remote, uuidv7 } from "./api";
import { expect, holdBack, test } from "./crew";
import { setScene } from "./scene";

test("a refused act says why and gives back what was typed", async ({ meet, server }) => {
  const scene = await setScene(server);
  const david = await Remote.signIn(server.url, "david@demo.example", server.password());
  const alice = await meet("alice", { path: `/budgets/${scene.partyA}` });
  const page = alice.page.getByRole("main");
  const release = await holdBack(alice.page);
  await page.getByRole("button", { name: "Edit", exact: true }).click();
  const editing = alice.page.getByRole("dialog");
  await editing.getByLabel("Name").fill("Harvest dinner");
  await editing.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { name: "Harvest dinner" })).toBeVisible();
  // Meanwhile the party is somebody else's.
  await david.must({ type: "edit-budget", data: { budgetId: scene.partyA, ownerId: david.user } });
  release();

  await expect(page).toContainText("Not saved: This party is somebody else's. You typed Harvest dinner.");
  await expect(page.getByRole("heading", { name: "Harvest supper" })).toBeVisible();
  await expect(alice.page.getByRole("button", { name: "1 needs you" })).toBeVisible();
  await alice.page.screenshot({ path: "pictures/refused.png" });

  await david.must({ type: "edit-budget", data: { budgetId: scene.partyA, ownerId: scene.alice.user } });
  await expect(page.getByRole("button", { name: "Edit", exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("heading", { name: "Harvest dinner" })).toBeVisible();
  await expect(page).not.toContainText("Not saved");
  await expect(alice.page.getByRole("button", { name: "Live", exact: true })).toBeVisible();
});

test("a refused act can be discarded", async ({ meet, server }) => {
  const scene = await setScene(server);
  const david = await Remote.signIn(server.url, "david@demo.example", server.password());
  const alice = await meet("alice", { path: `/budgets/${scene.partyA}` });
  const page = alice.page.getByRole("main");
  const release = await holdBack(alice.page);
  await page.getByRole("button", { name: "Approve" }).click();
  await david.must({ type: "edit-budget", data: { budgetId: scene.partyA, ownerId: david.user } });
  release();
  await expect(page).toContainText("Not saved: This party is somebody else's.");
  await page.getByRole("button", { name: "Discard" }).click();
  await expect(page).not.toContainText("Not saved");
  await expect(page).toContainText("Pending");
});

test("a block that comes too late tells both what happened", async ({ meet, server }) => {
  const scene = await setScene(server);
  const taskId = uuidv7();
  await scene.alice.must({
    type: "create-task",
    data: { taskId, title: "Fetch the ice", role: "logistics", minutes: 30 },
  });
  const bob = await meet("bob", { path: "/tasks" });
  const card = bob.page.getByRole("listitem").filter({ has: bob.page.getByRole("link", { name: "Fetch the ice" }) });
  const release = await holdBack(bob.page);
  await card.getByRole("button", { name: "Start" }).tap();
  await expect(card.getByRole("button", { name: "Finish" })).toBeVisible();
  await scene.alice.must({ type: "block-task", data: { taskId, reason: "The ice machine is broken" } });
  release();
  await expect(card).toContainText("Alice blocked it meanwhile: The ice machine is broken");
  await expect(card.getByRole("button", { name: "Finish" })).toBeVisible();
  await card.getByRole("button", { name: "Seen" }).tap();
  await expect(card).not.toContainText("blocked it meanwhile");
});

for (const [choice, kept] of [
  ["Keep mine", "Alice: the long table"],
  ["Take theirs", "David: round tables"],
] as const) {
  test(`two notes on one party are shown side by side: ${choice.toLowerCase()}`, async ({ meet, server }) => {
    const scene = await setScene(server);
    const david = await Remote.signIn(server.url, "david@demo.example", server.password());
    const alice = await meet("alice", { path: `/budgets/${scene.partyA}` });
    const release = await holdBack(alice.page);
    await alice.page.getByRole("button", { name: "Edit", exact: true }).click();
    const editing = alice.page.getByRole("dialog");
    await editing.getByLabel("Notes").fill("Alice: the long table");
    await editing.getByRole("button", { name: "Save" }).click();
    await david.must({ type: "edit-budget", data: { budgetId: scene.partyA, notes: "David: round tables" } });
    release();

    await expect(alice.page.getByText("Two changes met:")).toBeVisible();
    await alice.page.getByRole("button", { name: "Resolve" }).click();
    const dialog = alice.page.getByRole("dialog");
    await expect(dialog).toContainText("Alice: the long table");
    await expect(dialog).toContainText("David: round tables");
    await expect(dialog.getByRole("radio", { name: /Write a third/ })).toBeVisible();
    await dialog.getByRole("radio", { name: new RegExp(choice) }).check();
    await alice.page.screenshot({ path: `pictures/conflict-${choice.toLowerCase().replace(" ", "-")}.png` });
    await dialog.getByRole("button", { name: "Settle it" }).click();
    await expect(dialog).toBeHidden();
    await expect(alice.page.getByRole("button", { name: "Resolve" })).toHaveCount(0);
    await expect
      .poll(async () => (await david.rows(`/budgets/${scene.partyA}`)).budgets.find((row) => row.id === scene.partyA)!.notes)
      .toBe(kept);
  });
}
