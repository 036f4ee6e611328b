// What a person sees when the server says no, and when two changed the same thing.
import { Remote, uuidv7 } from "../tests/api";
import { expect, test } from "../tests/crew";
import { setScene } from "../tests/scene";

test("a refused act says why and can be discarded", async ({ meet, server }) => {
  const david = await Remote.signIn(server.url, "david@demo.example", server.password());
  const taskId = uuidv7();
  await david.must({
    type: "create-task",
    data: { taskId, title: "Fetch the ice", role: "logistics", minutes: 30 },
  });
  const bob = await meet("bob", { path: "/tasks" });
  const card = bob.page.locator("li.task").filter({ hasText: "Fetch the ice" });
  await expect(card).toBeVisible();
  // Bob's act leaves when his role no longer allows it.
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await bob.page.route("**/api/submit", async (route) => {
    await held;
    await route.continue();
  });
  await card.getByRole("button", { name: "Start" }).tap();
  await expect(card).toHaveAttribute("data-status", "in_progress");
  await david.must({ type: "block-task", data: { taskId, reason: "The ice machine is broken" } });
  release();
  const strip = bob.page.locator(".strip", { hasText: /broken|blocked|block/i });
  await expect(strip.first()).toBeVisible();
});

test("two values of one text are shown with keep mine and take theirs", async ({ meet, server }) => {
  const scene = await setScene(server);
  const david = await Remote.signIn(server.url, "david@demo.example", server.password());
  const alice = await meet("alice", { path: `/budgets/${scene.partyA}` });
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await alice.page.route("**/api/submit", async (route) => {
    await held;
    await route.continue();
  });
  await alice.page.getByRole("button", { name: "Edit" }).first().click();
  const dialog = alice.page.getByRole("dialog");
  await dialog.getByLabel(/notes/i).fill("Alice: the long table");
  await dialog.getByRole("button", { name: /save/i }).click();
  await david.must({
    type: "edit-budget",
    data: { budgetId: scene.partyA, notes: "David: round tables" },
  });
  release();
  await alice.page.getByRole("button", { name: "Resolve" }).first().click();
  const conflict = alice.page.getByRole("dialog").filter({ hasText: "Alice: the long table" });
  await expect(conflict).toContainText("David: round tables");
  await conflict.getByRole("button", { name: /keep mine/i }).click();
  await expect(alice.page.getByText("Alice: the long table").first()).toBeVisible();
  await expect(alice.page.getByRole("button", { name: "Resolve" })).toHaveCount(0);
});
