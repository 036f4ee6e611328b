// Which browser the tests run in: the one named in BLISS_CHROMIUM, a Chromium or Chrome of the system,
// or what Playwright downloaded itself. Run as a program it prints the path, or fails.
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
const PLACES = ["/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"];

function onPath() {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
}

/** The path of a browser on this system; undefined leaves the choice to Playwright. */
export function systemBrowser() {
  return process.env.BLISS_CHROMIUM || [...onPath(), ...PLACES].find((path) => existsSync(path));
}

if (process.argv[1] === import.meta.filename) {
  import("@playwright/test").then(({ chromium }) => {
    const path = systemBrowser() ?? chromium.executablePath();
    if (!existsSync(path)) process.exit(1);
    console.log(path);
  });
}
