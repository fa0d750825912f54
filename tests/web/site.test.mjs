// The microsite as readers meet it: crawled whole and looked at in a real browser.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { Published, address } from "./published.mjs";

const require = createRequire(import.meta.url);
let site, folder, origin, browser;

before(async () => {
  site = await Published.open();
  ({ folder, origin, browser } = site);
});

after(() => site?.close());

const htmlFiles = () => site.htmlFiles();
const pages = () => site.pages();
const text = (name) => site.text(name);

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
