// Each person signs in on their device and finds their pages live, with a silent console.
import { type Name, alive, expect, test } from "./crew";

const HOMES: [Name, string[]][] = [
  ["alice", ["/", "/budgets", "/tasks", "/people"]],
  ["carla", ["/cooking-schedule", "/tasks"]],
  ["bob", ["/shopping", "/tasks"]],
];

for (const [name, paths] of HOMES) {
  test(`${name} comes in and the pages come to life`, async ({ meet }) => {
    test.setTimeout(60_000);
    const person = await meet(name, { path: paths[0] });
    for (const path of paths) {
      await person.page.goto(path);
      await alive(person.page);
      await expect(person.page.getByRole("heading", { level: 1 }).first()).toBeVisible();
    }
  });
}
