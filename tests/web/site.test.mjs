// The microsite as readers meet it: built by the program, served below a sub-path the way GitHub Pages serves, crawled
// whole, and looked at in a real browser. `tests/run` installs what this needs and builds the program first.

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { chromium } from "playwright-core";

const require = createRequire(import.meta.url);
const project = new URL("../..", import.meta.url).pathname;
const program = process.env.BRIEFGEN ?? join(project, "target/release/briefgen");
const types = { ".html": "text/html", ".css": "text/css", ".svg": "image/svg+xml", ".xml": "application/xml", ".txt": "text/plain" };
const launch = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync"];

let folder, server, origin, browser;

/** Answers like GitHub Pages: `/x` leads to `/x/`, unknown addresses get `404.html` with status 404. */
function answer(request, response) {
  const path = decodeURIComponent(new URL(request.url, origin).pathname);
  if (!path.startsWith("/repo/")) return response.writeHead(404).end("outside the site");
  const place = join(folder, path.slice("/repo/".length));
  const found = statSync(place, { throwIfNoEntry: false });
  if (found?.isDirectory() && !path.endsWith("/")) return response.writeHead(301, { location: `${path}/` }).end();
  const file = found?.isDirectory() ? join(place, "index.html") : place;
  const there = statSync(file, { throwIfNoEntry: false })?.isFile();
  const name = there ? file : join(folder, "404.html");
  response.writeHead(there ? 200 : 404, { "content-type": types[extname(name)] ?? "application/octet-stream" });
  response.end(readFileSync(name));
}

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "briefgen-site-"));
  server = createServer(answer);
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  origin = `http://127.0.0.1:${server.address().port}`;
  execFileSync(program, ["build", "--strict", "--today=2026-11-23", "--root", project, "--output", folder, "--base-url", `${origin}/repo/`]);
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: launch });
});

after(async () => {
  await browser?.close();
  server?.close();
  rmSync(folder, { recursive: true, force: true });
});

const files = () => readdirSync(folder, { recursive: true }).filter((name) => statSync(join(folder, name)).isFile());
const htmlFiles = () => files().filter((name) => name.endsWith(".html"));
const text = (name) => readFileSync(join(folder, name), "utf8");
const address = (name) => `/repo/${name.replace(/index\.html$/, "")}`;
const isRedirect = (name) => text(name).includes('http-equiv="refresh"');
const pages = () => htmlFiles().filter((name) => name !== "404.html" && !isRedirect(name)).map(address);

/** What a file links to and what can be linked to in it, as the browser's own parser sees it. */
function links(page, name) {
  return page.evaluate(([html, base]) => {
    const parsed = new DOMParser().parseFromString(html, "text/html");
    const all = (selector, attribute) => [...parsed.querySelectorAll(selector)].map((element) => element.getAttribute(attribute));
    // `link` elements that only name an address, such as `canonical`, are links too: they must hold.
    const targets = [...all("[href]", "href"), ...all("[src]", "src")].map((target) => new URL(target, base).href);
    return { targets, ids: all("[id]", "id") };
  }, [text(name), origin + address(name)]);
}

test("every link, asset and anchor holds below a sub-path", async () => {
  const page = await browser.newPage();
  const found = new Map();
  for (const name of htmlFiles()) found.set(address(name), await links(page, name));
  assert.ok(found.size > 20, `only ${found.size} pages`);
  const broken = [];
  const answered = new Map();
  for (const [path, { targets }] of found) {
    for (const target of targets) {
      const url = new URL(target);
      if (url.origin !== origin) continue;
      const file = url.origin + url.pathname + url.search;
      if (!answered.has(file)) answered.set(file, (await fetch(file, { redirect: "manual" })).status);
      if (answered.get(file) !== 200) broken.push(`${path} → ${target}: ${answered.get(file)}`);
      const id = decodeURIComponent(url.hash.slice(1));
      if (id && !found.get(url.pathname)?.ids.includes(id)) broken.push(`${path} → ${target}: no such id`);
    }
  }
  assert.deepEqual(broken, []);
  await page.close();
});

test("no page asks another host for anything, breaks its content security policy or logs an error", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const faults = [];
  page.on("request", (request) => request.url().startsWith(`${origin}/repo/`) || faults.push(`asks for ${request.url()}`));
  page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
  page.on("pageerror", (error) => faults.push(String(error)));
  for (const path of pages()) await page.goto(origin + path, { waitUntil: "load" });
  assert.deepEqual(faults, []);
  await context.close();
});

test("no page has an accessibility fault or scrolls sideways, at any width, light or dark", { timeout: 600_000 }, async () => {
  const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
  const faults = [];
  for (const [width, colorScheme] of [[360, "light"], [768, "dark"], [1440, "light"], [1440, "dark"]]) {
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
    const page = await context.newPage();
    for (const path of [...pages(), "/repo/no/such/page/"]) {
      await page.goto(origin + path);
      await page.evaluate(axe);
      const violations = await page.evaluate(async () => (await axe.run(document)).violations);
      for (const { id, nodes } of violations) faults.push(`${path} ${width} ${colorScheme}: ${id} ${nodes[0].html}`);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (overflow > 0) faults.push(`${path} ${width}: ${overflow} px too wide`);
    }
    await context.close();
  }
  assert.deepEqual(faults, []);
});

test("the page for unknown addresses is styled and leads home from any depth", async () => {
  const page = await browser.newPage();
  for (const path of ["/repo/nothing", "/repo/a/b/c/d/"]) {
    const response = await page.goto(origin + path);
    assert.equal(response.status(), 404);
    assert.notEqual(await page.evaluate(() => getComputedStyle(document.body).fontFamily), "");
    assert.equal(await page.evaluate(() => [...document.styleSheets].filter((sheet) => sheet.cssRules.length).length), 1);
    await page.click("header a");
    assert.equal(page.url(), `${origin}/repo/`);
  }
  await page.close();
});

test("a former address leads to the page", async () => {
  const page = await browser.newPage();
  await page.goto(`${origin}/repo/glance/`);
  await page.waitForURL(`${origin}/repo/briefs/at-a-glance/`);
  await page.close();
});

test("every page is valid HTML", { timeout: 300_000 }, () => {
  // The validator reads from disk, where `'self'` in the policy means nothing: that one message is about the test, not the page.
  const jar = require.resolve("vnu-jar/build/dist/vnu.jar");
  const arguments_ = ["-jar", jar, "--format", "json", "--errors-only", "--exit-zero-always", ...htmlFiles().map((name) => join(folder, name))];
  const { stderr } = spawnSync("java", arguments_, { encoding: "utf8", maxBuffer: 1 << 28 });
  const { messages } = JSON.parse(stderr);
  const faults = messages.filter(({ message }) => !/Content Security Policy/i.test(message));
  assert.deepEqual(faults.map(({ url, lastLine, message }) => `${url}:${lastLine}: ${message}`), []);
});

test("feed and sitemap are well-formed and name addresses that answer", async () => {
  const page = await browser.newPage();
  await page.goto(`${origin}/repo/`);
  for (const [name, selector] of [["atom.xml", "entry > id"], ["sitemap.xml", "loc"]]) {
    const urls = await page.evaluate(([xml, selector]) => {
      const parsed = new DOMParser().parseFromString(xml, "application/xml");
      if (parsed.querySelector("parsererror")) throw new Error(parsed.querySelector("parsererror").textContent);
      return [...parsed.querySelectorAll(selector)].map((element) => element.textContent);
    }, [text(name), selector]);
    assert.ok(urls.length >= 6, `${name} names ${urls.length}`);
    for (const url of urls) assert.equal((await fetch(url)).status, 200, url);
  }
  await page.close();
});

test("a brief weighs less than 40 KB with its stylesheet, compressed", () => {
  const size = (name) => gzipSync(readFileSync(join(folder, name))).length;
  const heavy = htmlFiles().filter((name) => size(name) + size("style.css") > 40_000);
  assert.deepEqual(heavy, []);
});
