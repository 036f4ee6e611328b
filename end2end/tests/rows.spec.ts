// What a change costs a page: one row of a thousand, under two kilobytes, nothing fetched again; and a
// tap that shows in the next frame although the server keeps its answer back.
import { Remote, uuidv7 } from "./api";
import { expect, test } from "./crew";

const LINE = 'li:has([role="checkbox"])';

test("one change among a thousand rows wakes that row alone", async ({ meet, server }) => {
  test.setTimeout(120_000);
  const bea = await Remote.signIn(server.url, "bea@demo.example", server.password());
  const week = (await bea.rows("/shopping"))["shopping-items"][0].week;
  const products = Array.from({ length: 1_000 }, (_, at) => ({ id: uuidv7(), name: `Thing ${at}` }));
  await bea.must(
    ...products.map(({ id, name }) => ({
      type: "put-product",
      data: { productId: id, name, unit: "piece", category: "other" },
    })),
    ...products.map(({ id }) => ({
      type: "put-demand",
      data: { demandId: uuidv7(), week, productId: id, quantity: { amount: "3", unit: "piece" } },
    })),
  );
  const bob = await meet("bob", { path: `/shopping?week=${week}` });
  await expect(bob.page.locator(LINE).nth(1_000)).toBeAttached();
  // The code of the other pages comes after this one; that of the people's is the last.
  await expect
    .poll(() =>
      bob.page.evaluate(() => {
        const here = performance.getEntriesByType("resource").map((one) => one.name);
        return ["split_people.wasm", "split_panels.wasm"].every((part) => here.some((name) => name.endsWith(part)));
      }),
    )
    .toBe(true);

  const frames: number[] = [];
  const protocol = await bob.context.newCDPSession(bob.page);
  await protocol.send("Network.enable");
  protocol.on("Network.webSocketFrameReceived", ({ response }) => frames.push(response.payloadData.length));
  const requests: string[] = [];
  // The sprite of the icons is no data; a browser may look at it again for a new icon.
  bob.page.on("request", (request) => {
    if (!request.url().endsWith("/icons.svg")) requests.push(request.url());
  });
  await bob.page.evaluate((line) => {
    const touched = new Set<Element>();
    new MutationObserver((records) => {
      for (const record of records) {
        const element = record.target instanceof Element ? record.target : record.target.parentElement;
        const row = element?.closest(line);
        if (row) touched.add(row);
        for (const added of record.addedNodes) {
          if (added instanceof Element && added.matches(line)) touched.add(added);
        }
      }
    }).observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
    Object.assign(window, { touched });
  }, LINE);

  const item = (await bea.rows(`/shopping?week=${week}`))["shopping-items"].find((row) => row.name === "Thing 500")!;
  await bea.must({ type: "edit-shopping-item", data: { itemId: item.id, notes: "the green ones" } });
  await expect(bob.page.getByText("the green ones")).toBeVisible();

  const touched = await bob.page.evaluate(() => [...(window as any).touched].map((row: Element) => row.textContent));
  expect(touched).toHaveLength(1);
  expect(touched[0]).toContain("Thing 500");
  expect(requests).toEqual([]);
  expect(frames.reduce((sum, size) => sum + size, 0)).toBeLessThan(2_000);
});

test("a tap shows in the next frame while the server keeps its answer back", async ({ meet }) => {
  const bob = await meet("bob", { path: "/shopping" });
  await bob.page.route("**/api/submit", async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    await route.continue();
  });
  const shown = await bob.page.evaluate(
    () =>
      new Promise<string | null | undefined>((resolve) => {
        const tick = document.querySelector<HTMLElement>('li[data-state="open"] [role="checkbox"]');
        tick?.click();
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(tick?.getAttribute("aria-checked"))));
      }),
  );
  expect(shown).toBe("true");
  await expect(bob.page.locator('li[data-state="bought"]').first()).toContainText(/on this device/i);
  await expect(bob.page.getByText("on this device", { exact: true })).toHaveCount(0, { timeout: 6_000 });
});
