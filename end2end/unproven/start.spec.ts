// Without demonstration data: the first start, the invitation, and everything made where it is needed.
import { alive, expect, listen, test } from "../tests/crew";

test.use({ demo: false });

test("an empty workspace grows into a booked party with an invited cook", async ({ browser, server }) => {
  test.setTimeout(120_000);
  const link = server.printed(/https?:\/\/\S*\/start\?token=\S+/);
  const complaints: string[] = [];
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "en-GB" });
  const page = await context.newPage();
  listen(page, complaints);
  await page.goto(link);
  await page.getByLabel(/crew|workspace|company/i).first().fill("Olive & Thyme");
  await page.getByLabel("Your name").fill("Dana");
  await page.getByLabel("E-mail").fill("dana@example.org");
  await page.getByLabel("Password").fill("a quiet kitchen at dawn");
  await page.getByRole("button", { name: /make|start|create/i }).click();
  await page.waitForURL((to) => to.pathname === "/");
  await alive(page);

  await test.step("the link holds once", async () => {
    const again = await (await browser.newContext()).newPage();
    await again.goto(link);
    await expect(again.getByLabel("Password")).toHaveCount(0);
    await again.context().close();
  });

  await test.step("a cook is invited by a link and comes in", async () => {
    await page.goto("/people");
    await alive(page);
    await page.getByRole("button", { name: /invite/i }).first().click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel(/cook/i).first().check({ force: true }).catch(async () => {
      await dialog.getByRole("combobox").first().selectOption({ label: "Cook" });
    });
    await dialog.getByRole("button", { name: /link|invite/i }).last().click();
    const invitation = await dialog.getByText(/\/invite\?token=/).first().innerText()
      .catch(() => dialog.locator('input[value*="/invite?token="]').inputValue());
    await expect(dialog.locator("svg, img").last()).toBeVisible();
    const cook = await (await browser.newContext({ viewport: { width: 1180, height: 820 } })).newPage();
    listen(cook, complaints);
    await cook.goto(invitation.trim());
    await cook.getByLabel("Your name").fill("Cleo");
    await cook.getByLabel("E-mail").fill("cleo@example.org");
    await cook.getByLabel("Password").fill("knives before breakfast");
    await cook.getByRole("button").last().click();
    await cook.waitForURL((to) => to.pathname === "/");
    await alive(cook);
    await expect(page.getByText("Cleo").first()).toBeVisible();
    await cook.context().close();
  });

  expect(complaints).toEqual([]);
});
