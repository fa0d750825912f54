// `briefgen serve` as an editor meets it: a small site in a folder of its own, the program serving it, a real browser
// looking, and edits on disk. Every test begins with the same site and a page of its own.

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, statSync, unlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { chromium } from "playwright-core";

const require = createRequire(import.meta.url);
const project = new URL("../..", import.meta.url).pathname;
const program = process.env.BRIEFGEN ?? join(project, "target/release/briefgen");
const launch = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync"];
const patience = { timeout: 10_000 };

// The site ------------------------------------------------------------------------------------------------------------

/** A page's frame, with the strictest policy that shows the page: the preview must get along with it. */
const frame = (main) => `<!DOCTYPE html>
<html lang="{{ language }}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'">
<title>Site</title>
<link rel="stylesheet" href="{{ asset(path="style.css") }}">
</head>
<body>
<main>${main}</main>
</body>
</html>
`;

const listed = (name) => `{% for item in ${name} %}<a href="{{ item.href }}">{{ item.title }}</a>\n{% endfor %}`;
const tall = Array.from({ length: 120 }, (_, index) => `Paragraph ${index}.`).join("\n\n");
const brief = (title, body, more = "") => `---\ntitle: ${title}\nsummary: About it.\n${more}---\n${body}\n`;

/** A red square as SVG, or one of another colour. */
const square = (colour) => `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><rect width="40" height="40" fill="${colour}"/></svg>\n`;

const SITE = {
  "site.toml": 'title = "Site"\ndescription = "A site."\nbase_url = "https://example.org/repo/"\n\n[markdown]\nraw_html = true\n',
  "content/_index.md": "---\ntitle: Home\nsummary: The home page.\n---\n",
  "content/briefs/_index.md": "---\ntitle: Briefs\nsummary: All briefs.\n---\n",
  "content/briefs/one.md": brief("One", "Old words, [and two](two.md). Read [@act, p. 3] and [@act].", "draft: true\n"),
  "content/briefs/two.md": brief("Two", "The second brief, [and one](one.md)."),
  "content/briefs/long.md": brief("Long", `<details id="a"><summary>First</summary>inner</details>\n\n<details><summary>Second</summary>inner</details>\n\n${tall}`),
  "content/briefs/picture.md": brief("Picture", "![A square](/square.svg)"),
  "content/briefs/later.md": brief("Later", "Words of the future.", "publish: 2999-03-01\n"),
  "content/registry/sources.yaml": "- id: act\n  title: The act\n  publisher: The Council\n  date: 2024-11-01\n  url: https://example.org/act\n"
    + "  language: en\n  kind: official\n  accessed: 2024-11-02\n  reliability: high\n",
  "templates/page.html": frame("<h1>{{ page.title }}</h1>\n{{ content }}"),
  "templates/section.html": frame(`<h1>{{ section.title }}</h1>\n{{ content }}${listed("pager.items")}`),
  "templates/index.html": frame(`<h1>{{ section.title }}</h1>\n{{ content }}${listed("latest")}`),
  "templates/topics.html": frame(listed("topics")),
  "templates/topic.html": frame(`<h1>{{ topic.title }}</h1>\n${listed("pager.items")}`),
  "templates/404.html": frame("<h1>Not found</h1>"),
  "templates/corrections.html": frame("<h1>Corrections</h1>"),
  "templates/sources.html": frame("{% for source in sources %}{{ source.id }}\n{% endfor %}"),
  "templates/source.html": frame("<h1>{{ source.title }}</h1>"),
  "templates/actors.html": frame("<h1>Actors</h1>"),
  "templates/claims.html": frame("<h1>Claims</h1>"),
  "templates/glossary.html": frame("<h1>Glossary</h1>"),
  "templates/timeline.html": frame("<h1>Timeline</h1>"),
  "templates/redirect.html": '<meta http-equiv="refresh" content="0; url={{ target.href }}">\n',
  "static/style.css": "main { color: rgb(1, 2, 3); }\n",
  "static/square.svg": square("red"),
};

let root, server, address, browser, context, page, shown;

const path = (name) => join(root, name);

function write(name, text) {
  mkdirSync(dirname(path(name)), { recursive: true });
  writeFileSync(path(name), text);
}

function edit(name, from, to) {
  const text = readFileSync(path(name), "utf8");
  assert.ok(text.includes(from), `${name} holds ${from}`);
  writeFileSync(path(name), text.replace(from, to));
}

/** Every file of a folder of the project, with the digest of its bytes and the time it was written. */
function recorded(folder) {
  const names = readdirSync(path(folder), { recursive: true }).filter((name) => statSync(path(join(folder, name))).isFile());
  return names.sort().map((name) => {
    const place = path(join(folder, name));
    return `${name} ${statSync(place).mtimeMs} ${createHash("sha256").update(readFileSync(place)).digest("hex")}`;
  });
}

// The program and the browser -------------------------------------------------------------------------------------------

/** Starts the preview, at a port or at any that is free; resolves with its whole address. */
function start(port = 0) {
  server = spawn(program, ["serve", "--root", root, "--port", String(port)], { stdio: ["ignore", "ignore", "pipe"] });
  const { stderr } = server;
  return new Promise((resolve, reject) => {
    let said = "";
    const timer = setTimeout(() => reject(new Error(`no address after 20 s: ${said}`)), 20_000);
    server.on("exit", (code) => reject(new Error(`ended with ${code}: ${said}`)));
    stderr.on("data", (bytes) => {
      said += bytes;
      // Whole once something follows it; colours may.
      const url = /http:\/\/[^\s\x1b]+(?=[\s\x1b])/.exec(said)?.[0];
      if (url) { clearTimeout(timer); resolve(url); }
    });
  });
}

async function stop() {
  if (!server || server.exitCode !== null || server.signalCode !== null) return;
  const ended = new Promise((resolve) => server.once("exit", resolve));
  server.kill("SIGTERM");
  const timer = setTimeout(() => server.kill("SIGKILL"), 3000);
  await ended;
  clearTimeout(timer);
}

/** A port that nobody has: one that a second start can ask for by its number. */
async function freePort() {
  const probe = createServer();
  await new Promise((listening) => probe.listen(0, "127.0.0.1", listening));
  const { port } = probe.address();
  await new Promise((closed) => probe.close(closed));
  return port;
}

const at = (name) => new URL(name, address).href;

/** Opens a page, marks its window, and waits until its stream has told of a build: an edit before that is another case. */
async function open(name, tab = page) {
  await tab.goto(at(name));
  await tab.waitForSelector(".bar .fact", { state: "attached", ...patience });
  await tab.evaluate(() => { window.survives = true; });
}

const survives = (tab = page) => tab.evaluate(() => window.survives === true);
const says = (words, tab = page) => tab.waitForFunction((words) => document.querySelector("main").textContent.includes(words), words, patience);
const colour = () => page.evaluate(() => getComputedStyle(document.querySelector("main")).color);
const overlay = (tab = page) => tab.waitForSelector("dialog[open] .problem", patience);
const noOverlay = (tab = page) => tab.waitForSelector("dialog:not([open])", { state: "attached", ...patience });

/** For what must not happen there is nothing to wait for. */
const aWhile = () => new Promise((passed) => setTimeout(passed, 600));

before(async () => {
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: launch });
});

after(() => browser?.close());

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "briefgen-preview-"));
  for (const [name, text] of Object.entries(SITE)) write(name, text);
  address = await start();
  context = await browser.newContext({ viewport: { width: 900, height: 700 } });
  page = await context.newPage();
  shown = [];
  page.on("pageerror", (error) => shown.push(String(error)));
  page.on("console", (message) => /Content Security Policy/.test(message.text()) && shown.push(message.text()));
});

afterEach(async () => {
  await context?.close();
  await stop();
  rmSync(root, { recursive: true, force: true });
  assert.deepEqual(shown, [], "the page's policy allows all that the preview does, and nothing throws");
});

// Reloading -------------------------------------------------------------------------------------------------------------

test("an edit of a page loads it again, with the new words", async () => {
  await open("briefs/one/");
  edit("content/briefs/one.md", "Old words", "New words");
  await says("New words");
  assert.equal(await survives(), false);
});

test("an edit of another page does not load this one again", async () => {
  await open("briefs/one/");
  const other = await context.newPage();
  await open("briefs/two/", other);
  edit("content/briefs/two.md", "The second brief", "The other brief");
  await says("The other brief", other);
  await aWhile();
  assert.equal(await survives(), true);
});

test("an edit of a template loads the page again", async () => {
  await open("briefs/one/");
  edit("templates/page.html", "<h1>", "<p>From the template</p><h1>");
  await says("From the template");
});

test("an edit of a stylesheet takes effect without loading the page again, and the page stays where it was scrolled to", async () => {
  await open("briefs/long/");
  await page.evaluate(() => scrollTo(0, 900));
  for (const [from, to] of [["1, 2, 3", "4, 5, 6"], ["4, 5, 6", "7, 8, 9"]]) {
    edit("static/style.css", from, to);
    await page.waitForFunction((to) => getComputedStyle(document.querySelector("main")).color === `rgb(${to})`, to, patience);
  }
  await page.waitForFunction(() => document.querySelectorAll("link[rel=stylesheet]").length === 1, null, patience);
  assert.equal(await survives(), true);
  assert.equal(await page.evaluate(() => scrollY), 900);
});

test("scroll position and open details are kept when the page is loaded again", async () => {
  await open("briefs/long/");
  await page.evaluate(() => {
    document.querySelectorAll("details")[1].open = true;
    scrollTo(0, 1234);
  });
  edit("content/briefs/long.md", "Paragraph 0.", "Paragraph nought.");
  await says("Paragraph nought.");
  await page.waitForFunction(() => scrollY === 1234, null, patience);
  assert.deepEqual(await page.evaluate(() => [...document.querySelectorAll("details")].map((details) => details.open)), [false, true]);
});

test("an edit of an image loads the page that shows it again", async () => {
  await open("briefs/picture/");
  const other = await context.newPage();
  await open("briefs/two/", other);
  write("static/square.svg", square("blue"));
  await page.waitForFunction(() => !window.survives, null, patience);
  const source = await page.getAttribute("main img", "src");
  assert.equal(await (await fetch(at(source))).text(), square("blue"));
  await aWhile();
  assert.equal(await survives(other), true);
});

test("a tab that was hidden gets what it missed when it is shown again", async () => {
  await open("briefs/one/");
  const hide = (hidden) => page.evaluate((hidden) => {
    Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
    document.dispatchEvent(new Event("visibilitychange"));
  }, hidden);
  await hide(true);
  edit("content/briefs/one.md", "Old words", "Missed words");
  await aWhile();
  assert.equal(await survives(), true);
  await hide(false).catch(() => {});
  await says("Missed words");
});

// Errors ----------------------------------------------------------------------------------------------------------------

test("a template error shows code, place, excerpt and hint over the last good page, and goes away when mended", async () => {
  await open("briefs/one/");
  edit("templates/page.html", "<h1>{{ page.title }}</h1>", "<h1>{{ page.title }</h1>");
  await overlay();
  const problem = page.locator("dialog .problem").first();
  const { code, place, excerpt, text } = await problem.evaluate((item) => ({
    code: item.querySelector(".code").textContent,
    place: item.querySelector(".place").textContent,
    excerpt: item.querySelector("pre").textContent,
    text: item.textContent,
  }));
  assert.match(code, /^error template-syntax$/);
  assert.match(place, /^templates\/page\.html:10:\d+$/);
  assert.match(excerpt, /\{\{ page\.title \}<\/h1>/);
  assert.equal(await problem.locator("mark").count(), 1);
  assert.match(text, /hint compare it with the syntax of Tera 2/);
  assert.match(await page.textContent("dialog h2"), /1 error/);
  assert.equal(await page.textContent("main h1"), "One");
  assert.equal(await survives(), true);
  edit("templates/page.html", "{{ page.title }</h1>", "{{ page.title }}</h1>");
  await noOverlay();
  assert.equal(await survives(), true, "what is mended to the same bytes is no reason to load the page again");
});

test("the overlay takes the focus, is dismissed with Escape, and comes back with the next failed build", async () => {
  await open("briefs/one/");
  await page.focus("main a");
  edit("content/briefs/two.md", "(one.md)", "(none.md)");
  await overlay();
  assert.equal(await page.evaluate(() => document.querySelector("briefgen-preview").shadowRoot.activeElement.textContent), "Dismiss Esc");
  await page.keyboard.press("Escape");
  await noOverlay();
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "and two");
  await aWhile();
  await noOverlay();
  edit("content/briefs/two.md", "(none.md)", "(neither.md)");
  await overlay();
  await page.click("dialog button");
  await noOverlay();
});

test("what an editor wrote is shown as text in an error, whatever it is", async () => {
  const hostile = '<img src=x onerror="window.harmed = true">';
  await open("briefs/one/");
  edit("content/briefs/two.md", "(one.md)", `(<${hostile.replace("<", "").replace(">", "")}>) [${hostile}](none.md)`);
  await overlay();
  assert.ok((await page.textContent("dialog")).includes('onerror="window.harmed = true"'));
  assert.equal(await page.locator("dialog img").count(), 0);
  assert.equal(await page.evaluate(() => window.harmed), undefined);
});

test("a tab that is opened during an error shows it, on a page and on one that is not there", async () => {
  await open("briefs/one/");
  edit("content/briefs/two.md", "(one.md)", "(none.md)");
  await overlay();
  const found = await context.newPage();
  await found.goto(at("briefs/two/"));
  await overlay(found);
  const missing = await context.newPage();
  assert.equal((await missing.goto(at("no/such/page/"))).status(), 404);
  assert.equal(await missing.textContent("main h1"), "Not found");
  await overlay(missing);
  edit("content/briefs/two.md", "(none.md)", "(one.md)");
  for (const tab of [page, found, missing]) await noOverlay(tab);
});

test("a site that has never been built shows why, and then the page", async () => {
  await stop();
  edit("content/briefs/two.md", "(one.md)", "(none.md)");
  address = await start();
  assert.equal((await page.goto(at("briefs/one/"))).status(), 503);
  await overlay();
  edit("content/briefs/two.md", "(none.md)", "(one.md)");
  await page.waitForFunction(() => document.querySelector("main h1")?.textContent === "One", null, patience);
});

// Files that come and go ------------------------------------------------------------------------------------------------

test("a new page is there, and the list that is open gets it", async () => {
  await open("briefs/");
  write("content/briefs/three.md", brief("Three", "The third brief."));
  await says("Three");
  await open("briefs/three/");
  await says("The third brief.");
});

test("an address that was not there yet becomes the page when it is written", async () => {
  await page.goto(at("briefs/three/"));
  await says("Not found");
  await page.waitForSelector(".bar .fact", { state: "attached", ...patience });
  write("content/briefs/three.md", brief("Three", "The third brief."));
  await says("The third brief.");
});

test("a page in a new folder is there", async () => {
  await open("");
  write("content/notes/deep/_index.md", brief("Deep", "A section in a new folder."));
  write("content/notes/_index.md", brief("Notes", "A new section."));
  await aWhile();
  // The folder is watched from now on: what is written into it later is seen as well.
  write("content/notes/deep/four.md", brief("Four", "The fourth brief."));
  await page.waitForFunction(async (url) => (await fetch(url)).ok, at("notes/deep/four/"), patience);
  await open("notes/deep/four/");
  edit("content/notes/deep/four.md", "The fourth brief", "The 4th brief");
  await says("The 4th brief");
});

test("a save by renaming, as vim does, is an edit", async () => {
  await open("briefs/one/");
  for (const [from, to] of [["Old words", "New words"], ["New words", "Newer words"]]) {
    const text = readFileSync(path("content/briefs/one.md"), "utf8").replace(from, to);
    writeFileSync(path("content/briefs/4913"), "");
    unlinkSync(path("content/briefs/4913"));
    writeFileSync(path("content/briefs/.one.md.swp"), text);
    renameSync(path("content/briefs/one.md"), path("content/briefs/one.md~"));
    renameSync(path("content/briefs/.one.md.swp"), path("content/briefs/one.md"));
    unlinkSync(path("content/briefs/one.md~"));
    await says(to);
    assert.equal((await fetch(page.url())).status, 200);
  }
});

test("a renamed page is at its new address, and its old one is gone", async () => {
  await open("briefs/picture/");
  renameSync(path("content/briefs/picture.md"), path("content/briefs/image.md"));
  await says("Not found");
  const answer = await page.goto(at("briefs/image/"));
  assert.equal(answer.status(), 200);
  assert.equal(await page.textContent("main h1"), "Picture");
});

test("the open page of a deleted brief turns into the site's 404", async () => {
  await open("briefs/picture/");
  rmSync(path("content/briefs/picture.md"));
  await says("Not found");
  assert.equal((await page.reload()).status(), 404);
  assert.equal((await fetch(at("briefs/picture/"))).status, 404);
});

// The server ------------------------------------------------------------------------------------------------------------

test("an open page outlives a restart of the server, and gets what was edited meanwhile", async () => {
  await stop();
  const port = await freePort();
  address = await start(port);
  await open("briefs/one/");
  await stop();
  await page.waitForSelector(".bar .note:not(:empty)", patience);
  assert.match(await page.textContent(".bar .note"), /offline/);
  assert.equal(await start(port), address);
  await page.waitForSelector(".bar .note:empty", { state: "attached", ...patience });
  await aWhile();
  assert.equal(await survives(), true, "a new run alone is no reason to load the page again");
  await stop();
  edit("content/briefs/one.md", "Old words", "Words from meanwhile");
  await start(port);
  await says("Words from meanwhile");
});

test("the address without the base path leads to the site", async () => {
  assert.equal(new URL(address).pathname, "/repo/");
  await page.goto(new URL("/", address).href);
  assert.equal(page.url(), address);
});

test("what is published is left alone, and holds no trace of the preview", async () => {
  await stop();
  execFileSync(program, ["build", "--root", root, "--output", path("public"), "--drafts", "-q"]);
  const published = recorded("public");
  address = await start();
  await open("briefs/two/");
  edit("content/briefs/two.md", "The second brief", "The other brief");
  await says("The other brief");
  edit("content/briefs/two.md", "(one.md)", "(none.md)");
  await overlay();
  assert.deepEqual(recorded("public"), published);
  for (const name of readdirSync(path("public"), { recursive: true }).filter((name) => name.endsWith(".html"))) {
    assert.doesNotMatch(readFileSync(path(join("public", name)), "utf8"), /briefgen-preview|data-briefgen|\.briefgen\//, name);
  }
});

test("the script is in the answer once, as one element at the end of the body", async () => {
  const text = await (await fetch(at("briefs/two/"))).text();
  assert.equal(text.match(/<script [^>]*data-briefgen/g).length, 1);
  assert.match(text, /<script [^>]*data-briefgen[^>]*><\/script>\s*<\/body>/);
});

// The editor's bar ------------------------------------------------------------------------------------------------------

test("the bar says whether the page is a draft, how long it is, what it rests on and what is wrong with it", async () => {
  write("content/briefs/one.md", brief("One", "Some words. Read [@act, p. 3] and [@act].", "draft: true\nreview_by: 2020-01-01\n"));
  await page.goto(at("briefs/one/"));
  const line = page.locator(".bar .line");
  await page.waitForSelector(".bar .line .flag >> text=1 problem", patience);
  const text = await line.textContent();
  assert.match(text, /\bdraft\b/);
  assert.match(text, /\d+ words/);
  assert.match(text, /1 min/);
  assert.match(text, /1 source\b/);
  await line.focus();
  await page.keyboard.press("Enter");
  assert.equal(await line.getAttribute("aria-expanded"), "true");
  const panel = await page.textContent(".bar .panel");
  for (const words of ["content/briefs/one.md", "act", "high reliability", "2 citations", "content/briefs/one.md:5:"]) {
    assert.ok(panel.includes(words), `${words} in ${panel}`);
  }
  assert.equal(new URL(await page.getAttribute(".bar .sources a", "href"), page.url()).href, at("sources/act/"));
  await page.reload();
  assert.equal(await line.getAttribute("aria-expanded"), "true", "the bar stays as it was left");
  await page.click(".bar .hide");
  assert.equal(await line.isVisible(), false);
  await page.click(".bar .dot");
  assert.equal(await line.isVisible(), true);
});

test("another day shows the site as published then, and links keep to that day", async () => {
  assert.equal((await fetch(at("briefs/later/"))).status, 404);
  await open("briefs/");
  await page.click(".bar .line");
  await page.fill(".bar input[type=date]", "2999-03-01");
  await page.click(".bar form >> text=Show");
  await page.waitForURL(at("briefs/?today=2999-03-01"));
  await says("Later");
  await page.waitForSelector(".bar .line .day >> text=as published on 2999-03-01", patience);
  await page.click("main a >> text=Later");
  await page.waitForURL(at("briefs/later/?today=2999-03-01"));
  await says("Words of the future.");
  await page.waitForSelector(".bar .fact", { state: "attached", ...patience });
  edit("content/briefs/later.md", "Words of the future", "Words of tomorrow");
  await says("Words of tomorrow");
  await page.click(".bar form >> text=Today");
  await page.waitForURL(at("briefs/later/"));
  await says("Not found");
});

test("the bar and the overlay are not printed", async () => {
  await open("briefs/one/");
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator(".bar").isVisible(), false);
});

test("overlay and bar have no accessibility fault and do not widen the page, at any width, light or dark", { timeout: 120_000 }, async () => {
  const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
  const faults = [];
  const look = async (what) => {
    const violations = await page.evaluate(async () => (await axe.run(document)).violations);
    for (const { id, nodes } of violations) faults.push(`${what}: ${id} ${nodes[0].html}`);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (overflow > 0) faults.push(`${what}: ${overflow} px too wide`);
  };
  await open("briefs/one/");
  await page.evaluate(axe);
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    for (const width of [360, 1440]) {
      await page.setViewportSize({ width, height: 800 });
      await look(`line ${width} ${colorScheme}`);
      await page.click(".bar .line");
      await look(`panel ${width} ${colorScheme}`);
      await page.click(".bar .hide");
      await look(`dot ${width} ${colorScheme}`);
      await page.click(".bar .dot");
      edit("content/briefs/two.md", "(one.md)", "(none.md)");
      await overlay();
      await look(`overlay ${width} ${colorScheme}`);
      edit("content/briefs/two.md", "(none.md)", "(one.md)");
      await noOverlay();
    }
  }
  assert.deepEqual(faults, []);
});
