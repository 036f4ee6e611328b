// The program comes in parts: a page whose part does not come says so, and nothing that is done before the
// rules are here is lost.
import { alive, expect, holdBack, test } from "./crew";

test("a page whose code does not come says so, and comes at another try", async ({ meet }) => {
  const bob = await meet("bob", { path: "/shopping" });
  const page = await bob.context.newPage();
  await page.route("**/split_tasks.wasm", (route) => route.abort());
  await page.goto("/shopping");
  await alive(page);
  await page.getByRole("link", { name: "Tasks" }).first().click();
  await expect(page.getByRole("heading", { name: "This page has not come yet" })).toBeVisible();
  await page.unroute("**/split_tasks.wasm");
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Tasks" })).toBeVisible();
});

test("what is done before the rules are here is sent, and shown with them", async ({ meet }) => {
  const bob = await meet("bob", { path: "/shopping" });
  const page = await bob.context.newPage();
  // One tab sends for all of a person: this one is to.
  await bob.page.close();
  let come = () => {};
  const held = new Promise<void>((resolve) => (come = resolve));
  await page.route("**/split_rules.wasm", async (route) => {
    await held;
    await route.continue();
  });
  const answer = await holdBack(page);
  await page.goto("/shopping");
  await expect(page.locator('html[data-live="true"]')).toBeAttached();
  const line = page.locator('li[data-state="open"]:has([role="checkbox"])').first();
  const name = await line.getAttribute("data-row");
  const row = page.locator(`li[data-row="${name}"]`);
  const sent = page.waitForRequest("**/api/submit");
  await row.getByRole("checkbox").click();
  expect((await sent).postData(), "it goes out before this page knows what it does").toContain("mark-purchased");
  await expect(row.getByRole("checkbox")).toHaveAttribute("aria-checked", "false");
  come();
  await expect(row.getByRole("checkbox"), "the server has not answered").toHaveAttribute("aria-checked", "true");
  answer();
  await expect(row.getByText("on this device", { exact: true })).toHaveCount(0, { timeout: 6_000 });
});
