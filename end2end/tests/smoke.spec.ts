import { expect, test } from "./server";

test("the page that the server rendered comes to life in the browser", async ({ page }) => {
  const response = await page.goto("/");
  expect(response?.headers()["cache-control"]).toBe("no-store");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Party Budget Bliss");

  const button = page.getByRole("button");
  await expect(button).toHaveText("Clicked 0 times");
  await expect(async () => {
    await button.click();
    await expect(button).not.toHaveText("Clicked 0 times", { timeout: 200 });
  }).toPass();
});

test("what a build made may be kept for ever and arrives compressed", async ({ page }) => {
  const packages = new Map<string, Record<string, string>>();
  page.on("response", (response) => {
    const { pathname } = new URL(response.url());
    if (pathname.startsWith("/pkg/")) packages.set(pathname.split(".").pop() ?? "", response.headers());
  });
  await page.goto("/", { waitUntil: "networkidle" });

  expect([...packages.keys()].sort()).toEqual(["css", "js", "wasm"]);
  for (const headers of packages.values()) {
    expect(headers["cache-control"]).toBe("public, max-age=31536000, immutable");
    expect(["br", "gzip"]).toContain(headers["content-encoding"]);
  }
});
