// Without demonstration data: the first start, the invitations, and everything the three need, made
// where it is needed, from an empty workspace to a booked party.
import type { Browser, Page } from "@playwright/test";
import { type Device, DEVICES, alive, expect, listen, test } from "./crew";

test.use({ demo: false });

/** A person's page on their device, whose complaints are kept. */
async function pageOf(browser: Browser, device: Device, complaints: string[]) {
  const context = await browser.newContext({ ...DEVICES[device], locale: "en-GB" });
  const page = await context.newPage();
  listen(page, complaints);
  return page;
}

async function sayWho(page: Page, name: string, password: string, button: string) {
  await page.getByLabel("Your name").fill(name);
  await page.getByLabel("E-mail").fill(`${name.toLowerCase()}@example.org`);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: button }).click();
  await page.waitForURL((to) => to.pathname === "/");
  await alive(page);
}

/** Makes a link that invites into a role. */
async function invite(page: Page, role: string) {
  await page.getByRole("button", { name: /^Invite/ }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText(role, { exact: true }).click();
  await expect(dialog.getByRole("radio", { name: role })).toBeChecked();
  await dialog.getByRole("button", { name: "Make the link" }).click();
  await expect(dialog.getByRole("img", { name: /QR code/ })).toBeVisible();
  await expect(dialog).toContainText("It works once, and is shown only now.");
  const link = await dialog.getByLabel("Invitation link").inputValue();
  await dialog.getByRole("button", { name: "Done" }).click();
  return link;
}

/** Types a name into a combobox and takes what makes it new. */
async function makeNew(page: Page, field: string, name: string, word = "New") {
  await page.getByRole("combobox", { name: field }).last().fill(name);
  await page.getByRole("option", { name: `${word} “${name}”` }).click();
}

test("an empty workspace grows into a party that all three work on", async ({ browser, server }) => {
  test.setTimeout(120_000);
  const link = server.printed(/https?:\/\/\S*\/start\?token=\S+/);
  const complaints: string[] = [];
  const dana = await pageOf(browser, "desk", complaints);
  const cleo = await pageOf(browser, "tablet", complaints);
  const beau = await pageOf(browser, "phone", complaints);

  await test.step("the first link makes the workspace and its admin", async () => {
    await dana.goto(link);
    await dana.getByLabel("Name of your crew").fill("Olive & Thyme");
    await dana.getByLabel("Currency").selectOption("EUR");
    await sayWho(dana, "Dana", "a quiet kitchen at dawn", "Make the workspace");
  });

  await test.step("the link holds once", async () => {
    const again = await pageOf(browser, "desk", []);
    await again.goto(link);
    // Whether the page says so at once or after the form, it makes no second workspace.
    if (await again.getByLabel("Password").isVisible()) {
      await again.getByLabel("Name of your crew").fill("Intruders");
      await again.getByLabel("Your name").fill("Eve");
      await again.getByLabel("E-mail").fill("eve@example.org");
      await again.getByLabel("Password").fill("let me in again");
      await again.getByRole("button", { name: "Make the workspace" }).click();
    }
    await expect(again.getByText(/link was used|too old/i).first()).toBeVisible();
    await again.context().close();
  });

  await test.step("a cook and a shopper are invited by link and come in", async () => {
    await dana.getByRole("link", { name: "People" }).first().click();
    await cleo.goto(await invite(dana, "Cook"));
    await sayWho(cleo, "Cleo", "knives before breakfast", "Join the crew");
    await expect(dana.getByRole("main")).toContainText("Cleo");
    await beau.goto(await invite(dana, "Logistics"));
    await sayWho(beau, "Beau", "a cart with one bad wheel", "Join the crew");
    await expect(dana.getByRole("main")).toContainText("Beau");
  });

  await test.step("the kitchen and the list say that nothing is there yet", async () => {
    await cleo.getByRole("link", { name: "Kitchen" }).first().tap();
    await expect(cleo.getByText("No cooking planned")).toBeVisible();
    await beau.getByRole("link", { name: "Shopping", exact: true }).first().tap();
    await expect(beau.getByText("Nothing to buy")).toBeVisible();
  });

  await test.step("Dana makes a party, its client, a dish and a product on the way", async () => {
    await dana.getByRole("link", { name: "Parties" }).first().click();
    await dana.getByRole("button", { name: "New party" }).first().click();
    const dialog = dana.getByRole("dialog");
    await dialog.getByLabel("Name of the party").fill("Garden lunch");
    await makeNew(dana, "Client", "Iris Vale", "New client");
    const day = new Date(Date.now() + 6 * 86_400_000).toISOString().slice(0, 10);
    await dialog.getByLabel("Date").fill(day);
    await dialog.getByRole("button", { name: "Guests and menu" }).last().click();
    await dialog.getByRole("textbox", { name: "Guests", exact: true }).fill("10");
    await dialog.getByRole("button", { name: "Lines and price" }).last().click();
    await dialog.getByRole("button", { name: "Add a line" }).click();
    await makeNew(dana, "Dish, menu or product", "Lemon chicken");
    await dialog.getByRole("button", { name: "New dish" }).click();
    await dialog.getByRole("button", { name: "Add the line" }).click();
    await dialog.getByRole("button", { name: "Add a line" }).click();
    await makeNew(dana, "Dish, menu or product", "Paper lanterns");
    await dialog.getByRole("button", { name: "New product" }).click();
    await dialog.getByRole("button", { name: "Add the line" }).click();
    await dialog.getByRole("button", { name: "Make the party" }).click();
    await expect(dana.getByRole("heading", { name: "Garden lunch" })).toBeVisible();
    await expect(dana.getByRole("main")).toContainText("Iris Vale");
    await expect(dana.getByRole("table")).toContainText("Lemon chicken");
    await expect(dana.getByRole("table")).toContainText("Paper lanterns");
  });

  await test.step("and books it", async () => {
    await dana.getByRole("button", { name: "Book", exact: true }).click();
    await dana.getByRole("dialog").getByRole("button", { name: "Book the party" }).click();
    await expect(dana.getByRole("main")).toContainText("Booked");
  });

  await test.step("Cleo adds an ingredient whose product is new; Beau has it on his list", async () => {
    await cleo.getByRole("link", { name: "Week", exact: true }).tap();
    await cleo.getByRole("link", { name: /Lemon chicken/ }).tap();
    const panel = cleo.getByRole("group", { name: "Show" }).getByRole("button", { name: /^Ingredients/ });
    if (await panel.isVisible()) await panel.tap();
    await cleo.getByRole("button", { name: "Add an ingredient" }).tap();
    const dialog = cleo.getByRole("dialog");
    await makeNew(cleo, "Product", "Chicken thighs", "New product");
    await dialog.getByLabel("Where it stands in the shop").selectOption({ label: "Meat" });
    await dialog.getByRole("textbox").last().fill("2,5");
    await dialog.getByRole("button", { name: "Add", exact: true }).tap();
    await expect(cleo.getByRole("group", { name: "Chicken thighs" })).toBeVisible();
    const line = beau.getByRole("listitem").filter({ hasText: "Chicken thighs" });
    await expect(line).toContainText("2.5 kg");
    await expect(line).toContainText("Garden lunch");
  });

  await test.step("Beau adds what nobody planned, with a product that is new", async () => {
    const field = beau.getByRole("combobox", { name: "Add something to the list" });
    await field.fill("3 citronella candles");
    await beau.getByRole("option", { name: /New product “citronella candles”/ }).tap();
    await expect(beau.getByRole("listitem").filter({ hasText: "citronella candles" })).toContainText("3");
  });

  await test.step("Dana makes a task, and Beau has it", async () => {
    await dana.getByRole("link", { name: "Tasks" }).first().click();
    await dana.getByRole("button", { name: "New task" }).click();
    const dialog = dana.getByRole("dialog");
    await dialog.getByLabel("What").fill("Borrow the gazebo");
    await dialog.getByLabel("Party").selectOption({ label: "Garden lunch" });
    await dialog.getByRole("button", { name: "Make the task" }).click();
    await beau.getByRole("link", { name: "Tasks" }).first().tap();
    await expect(beau.getByRole("listitem").filter({ hasText: "Borrow the gazebo" })).toContainText("Garden lunch");
  });

  for (const page of [dana, cleo, beau]) await page.context().close();
  expect(complaints).toEqual([]);
});
