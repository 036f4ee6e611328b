// The real program on a free port with a database of its own, one for each test that asks for it,
// and a page that fails the test when the browser's console has anything to complain about.
import { test as base, expect } from "@playwright/test";
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

export type Server = { url: string; log: () => string };

function program() {
  const path = process.env.BLISS_PROGRAM;
  if (!path) throw new Error("BLISS_PROGRAM must name the built server; scripts/test sets it");
  return path;
}

async function startServer(folder: string) {
  const database = `sqlite://${join(folder, "bliss.db")}`;
  const child = spawn(program(), ["serve", "--addr", "127.0.0.1:0", "--database", database, "--demo"], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let log = "";
  child.stderr.on("data", (chunk) => (log += chunk));
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      const address = /^listening on (\S+)$/.exec(line)?.[1];
      if (address) resolve(address);
    });
    void exited.then(() => reject(new Error(`the server ended before it listened:\n${log}`)));
  });
  const stop = async () => {
    child.kill("SIGTERM");
    await exited;
  };
  return { server: { url, log: () => log }, stop };
}

export const test = base.extend<{ server: Server; complaints: string[] }>({
  server: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), "bliss-"));
    const { server, stop } = await startServer(folder);
    await use(server);
    await stop();
    await rm(folder, { recursive: true });
  },
  baseURL: async ({ server }, use) => use(server.url),
  complaints: [
    async ({ page }, use) => {
      const complaints: string[] = [];
      page.on("console", (message) => {
        if (["error", "warning"].includes(message.type())) complaints.push(message.text());
      });
      page.on("pageerror", (error) => complaints.push(String(error)));
      await use(complaints);
      expect(complaints, "the console is silent").toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
