// The microsite as readers meet it: crawled whole and looked at in a real browser.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Published, address } from "./published.mjs";

let site, origin, browser;

before(async () => {
  site = await Published.open();
  ({ origin, browser } = site);
});

after(() => site?.close());

const htmlFiles = () => site.htmlFiles();
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
    assert.equal(await page.evaluate(() => [...document.styleSheets].filter((sheet) => sheet.href && sheet.cssRules.length).length), 1);
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
