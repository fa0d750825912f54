// Search as readers use it: in both languages, by keyboard, by address, and with JavaScript off.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Published } from "./published.mjs";

const require = createRequire(import.meta.url);
const EN = "/repo/search/";
const JA = "/repo/ja/search/";
let site, context, page;
let faults = [];

before(async () => {
  site = await Published.open();
  context = await site.browser.newContext();
  page = await context.newPage();
  watch(page);
});

after(() => site?.close());

/** Gathers whatever a page should not do. */
function watch(page) {
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && faults.push(message.text()));
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("request", (request) => request.url().startsWith(`${site.origin}/repo/`) || faults.push(`asks for ${request.url()}`));
  page.on("response", (response) => response.status() >= 400 && faults.push(`${response.status()} ${response.url()}`));
}

/** What the page shows, once it is done searching. */
async function found(page) {
  await page.waitForFunction(() => {
    const form = document.getElementById("_search");
    const text = document.getElementById("_count").textContent;
    return text && text !== form.dataset.searching;
  });
  return page.evaluate(() => ({
    said: document.getElementById("_count").textContent,
    results: [...document.querySelectorAll("#_found > li")].map((item) => ({
      title: item.querySelector(".title").textContent,
      href: item.querySelector(".title a").getAttribute("href"),
      kind: item.querySelector(".kind").textContent,
      text: item.querySelector("p:not([class])").textContent,
      marks: [...item.querySelectorAll("mark")].map((mark) => mark.textContent),
    })),
  }));
}

async function search(base, query, more = "") {
  await page.goto(`${site.origin}${base}?q=${encodeURIComponent(query)}${more}`);
  return found(page);
}

const number = (said) => Number(said.match(/(\d+)(?: results?|件)/)?.[1] ?? 0);

test("a person is found in both languages by kanji, reading, either order and any width", async () => {
  const spellings = ["岩屋毅", "いわや", "イワヤ", "いわやたけし", "いわや たけし", "いわや・たけし", "ｲﾜﾔ", "Takeshi Iwaya", "Iwaya Takeshi", "ＩＷＡＹＡ takeshi"];
  for (const [base, href] of [[EN, "/repo/actors/#iwaya"], [JA, "/repo/ja/actors/#iwaya"]]) {
    for (const query of ["岩屋", "Iwaya", ...spellings]) {
      const { results } = await search(base, query);
      const place = results.findIndex((result) => result.href === href);
      assert.ok(place >= 0 && place < 3, `${base} ${query}: ${place} among ${results.map(({ title }) => title).join(" | ")}`);
    }
  }
});

test("a compound is found inside a longer one", async () => {
  for (const [query, href] of [
    ["防衛", "/repo/ja/glossary/#sdp"],
    ["防衛パートナーシップ", "/repo/ja/glossary/#sdp"],
    ["パートナー", "/repo/ja/glossary/#sdp"],
    ["海洋安全", "/repo/ja/briefs/maritime-security/"],
    ["安全保障", "/repo/ja/briefs/maritime-security/"],
    ["共同訓練", "/repo/ja/timeline/#e-2014-exercise"],
    ["拘束力", "/repo/ja/glossary/#sdp"],
    ["海賊対処", "/repo/ja/timeline/#e-2014-exercise"],
  ]) {
    await search(JA, query);
    while (await page.locator("#_more:visible").count()) {
      const before = await page.locator("#_found > li").count();
      await page.click("#_more");
      await page.waitForFunction((before) => document.querySelectorAll("#_found > li").length > before, before);
    }
    const { results } = await found(page);
    assert.ok(results.some((result) => result.href === href), `${query}: ${results.map((result) => result.href).join(" ")}`);
  }
});

test("a term of the glossary is found by its abbreviation and by its name in the other language", async () => {
  for (const query of ["SDP", "安全保障・防衛パートナーシップ", "防衛パートナーシップ"]) {
    const { results } = await search(EN, query);
    assert.ok(results.slice(0, 3).some((result) => result.href.startsWith("/repo/glossary/#sdp")), `${query}: ${JSON.stringify(results.slice(0, 3))}`);
  }
});

test("every result leads to what it says, and what was found is marked", async () => {
  for (const [base, query] of [[EN, "maritime security"], [JA, "海洋安全保障"]]) {
    const { said, results } = await search(base, query);
    assert.ok(number(said) >= results.length && results.length >= 5, said);
    assert.ok(results.every(({ marks }) => marks.length), JSON.stringify(results));
    for (const { href, kind } of results) {
      assert.notEqual(kind, "");
      const url = new URL(href, site.origin);
      const target = await (await fetch(url)).text();
      if (url.hash) assert.ok(target.includes(`id="${decodeURIComponent(url.hash.slice(1))}"`), href);
      assert.ok(href.startsWith(base.replace("search/", "")), `${href} is in the language of ${base}`);
    }
  }
});

test("topic and kind narrow a search, together and by address alone", async () => {
  const all = number((await search(EN, "Japan")).said);
  const terms = await search(EN, "Japan", "&kind=term");
  assert.ok(terms.results.length && terms.results.every(({ kind }) => kind === "Term"), terms.said);
  const two = await search(EN, "Japan", "&kind=term&kind=event");
  assert.ok(number(two.said) > number(terms.said) && number(two.said) < all, `${two.said} ${terms.said} ${all}`);
  const topic = await page.evaluate(() => document.querySelector("#_topic option:nth-child(2)").value);
  const about = await search(EN, "Japan", `&topic=${encodeURIComponent(topic)}`);
  assert.ok(number(about.said) > 0 && number(about.said) < all, about.said);
  assert.equal(await page.inputValue("#_topic"), topic);
  const briefs = await search(EN, "Japan", `&topic=${encodeURIComponent(topic)}&kind=brief`);
  assert.ok(briefs.results.every(({ kind }) => kind === "Brief"), briefs.said);
  const nothing = await search(EN, "Japan", "&topic=no-such-topic&kind=no-such-kind");
  assert.equal(number(nothing.said), all, "what the form cannot show is not asked for");
});

test("the address follows the search, and the way back does too", async () => {
  await page.goto(site.origin + EN);
  await page.fill("#_query", "cyber");
  await page.press("#_query", "Enter");
  const first = await found(page);
  assert.equal(new URL(page.url()).search, "?q=cyber");
  await page.fill("#_query", "space");
  await page.press("#_query", "Enter");
  await page.waitForURL(/q=space/);
  await found(page);
  await page.check("[value=term]");
  await page.waitForURL(/q=space&kind=term/);
  assert.equal(await page.getAttribute("[data-other]", "href"), `${site.origin}${JA}?q=space&kind=term`);
  await page.goBack();
  await page.waitForURL(/q=cyber$/);
  assert.deepEqual(await found(page), first);
  assert.equal(await page.inputValue("#_query"), "cyber");
  assert.equal(await page.isChecked("[value=term]"), false);
});

test("every page has a form that leads to a search, in its language", async () => {
  for (const [path, base] of [["/repo/", EN], ["/repo/ja/briefs/maritime-security/", JA]]) {
    await page.goto(site.origin + path);
    await page.fill("header [name=q]", "FIMI");
    await page.press("header [name=q]", "Enter");
    await page.waitForURL(`${site.origin}${base}?q=FIMI`);
    assert.ok(number((await found(page)).said) > 0);
  }
});

test("keys alone do it all, and further results take the focus", async () => {
  await page.goto(site.origin + EN);
  const focused = () => page.evaluate(() => document.activeElement.id || document.activeElement.name || document.activeElement.className || document.activeElement.localName);
  while ((await focused()) !== "_query") await page.keyboard.press("Tab");
  await page.keyboard.type("partnership");
  await page.keyboard.press("Enter");
  assert.equal((await found(page)).results.length, 10);
  assert.equal(await focused(), "_query");
  for (let presses = 0; (await focused()) !== "_more"; presses++) {
    assert.ok(presses < 80, "the button is never reached");
    await page.keyboard.press("Tab");
  }
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.querySelectorAll("#_found > li").length > 10);
  assert.ok(await page.evaluate(() => document.querySelectorAll("#_found > li")[10].contains(document.activeElement)));
  const href = await page.evaluate(() => document.activeElement.href);
  await page.keyboard.press("Enter");
  await page.waitForURL(href);
});

test("an empty search and one that finds nothing help on", async () => {
  await page.goto(site.origin + EN);
  assert.match((await found(page)).said, /^Write one or more words/);
  const { said, results } = await search(EN, "xyzzyplugh");
  assert.match(said, /^Nothing was found for “xyzzyplugh”\. Try/);
  assert.equal(results.length, 0);
  assert.match((await search(JA, "xyzzyplugh")).said, /^「xyzzyplugh」に一致するものは見つからなかった/);
  for (const query of ["   ", "・", "\"", "((", "$&", "{n}", "<img src=x onerror=alert(1)>"]) {
    const { said } = await search(EN, query);
    assert.notEqual(said, await page.getAttribute("#_search", "data-failed"), query);
  }
});

test("nothing of the index is loaded before a query", async () => {
  const asked = [];
  const fresh = await context.newPage();
  fresh.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await fresh.goto(site.origin + EN, { waitUntil: "networkidle" });
  assert.deepEqual(asked.filter((path) => path.startsWith("/repo/search/files/")), []);
  await fresh.fill("#_query", "cyber");
  await fresh.press("#_query", "Enter");
  await found(fresh);
  const files = asked.filter((path) => path.startsWith("/repo/search/files/"));
  assert.ok(files.includes("/repo/search/files/pagefind.js") && files.length < 40, files.join(" "));
  await fresh.goto(`${site.origin}/repo/`, { waitUntil: "networkidle" });
  assert.equal(await fresh.evaluate(() => [...document.scripts].filter((script) => script.src).length), 0);
  await fresh.close();
});

test("without JavaScript the page leads to the lists", async () => {
  const plain = await site.browser.newContext({ javaScriptEnabled: false });
  const still = await plain.newPage();
  await still.goto(site.origin + JA);
  assert.match(await still.textContent("noscript"), /JavaScript/);
  assert.ok(await still.locator("noscript a[href='/repo/ja/glossary/']").isVisible());
  await plain.close();
});

test("results have no accessibility fault and do not scroll sideways, narrow or wide, light or dark", async () => {
  const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
  for (const [width, colorScheme] of [[320, "light"], [1280, "dark"]]) {
    const other = await site.browser.newContext({ viewport: { width, height: 800 }, colorScheme, bypassCSP: true });
    const shown = await other.newPage();
    for (const address of [`${EN}?q=partnership`, `${JA}?q=${encodeURIComponent("海洋")}`]) {
      await shown.goto(site.origin + address);
      await found(shown);
      await shown.evaluate(axe);
      const violations = await shown.evaluate(async () => (await axe.run(document)).violations);
      assert.deepEqual(violations.map(({ id, nodes }) => `${address} ${width}: ${id} ${nodes[0].html}`), []);
      assert.ok(await shown.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth), `${address} ${width}`);
    }
    await other.close();
  }
});

test("the script weighs less than 10 KB", () => {
  assert.ok(readFileSync(join(site.folder, "search.js")).length < 10_000);
});

test("nothing was asked of another host, refused or complained of", () => {
  assert.deepEqual(faults, []);
});

test("hostile words are shown as they are written", async () => {
  const project = new URL("../..", import.meta.url).pathname;
  const program = process.env.BRIEFGEN ?? join(project, "target/release/briefgen");
  const copy = mkdtempSync(join(tmpdir(), "briefgen-hostile-"));
  for (const name of ["content", "static", "templates", "site.toml"]) cpSync(join(project, name), join(copy, name), { recursive: true });
  const title = "<img src=x onerror=alert(1)> & \"zebra\" <mark>x</mark>";
  const body = "Zebra `<script>alert(2)</script>` zebra &lt;b&gt; zebra.";
  writeFileSync(join(copy, "content/hostile.md"), `---\ntitle: '${title}'\nsummary: About a zebra.\ndraft: false\n---\n## zebra part\n\n${body}\n`);
  const out = mkdtempSync(join(tmpdir(), "briefgen-hostile-site-"));
  execFileSync(program, ["build", "--today=2026-11-23", "--root", copy, "--output", out, "--base-url", `${site.origin}/repo/`], { stdio: "ignore" });
  const real = site.folder;
  site.folder = out;
  try {
    faults = [];
    const { results } = await search(EN, "zebra");
    assert.deepEqual(results.map((result) => result.title), [title]);
    assert.match(results[0].text, /<script>alert\(2\)<\/script>/);
    assert.ok(results[0].marks.every((mark) => /zebra/i.test(mark)), results[0].marks.join("|"));
    assert.equal(await page.locator("#_found :is(img, script, b, i)").count(), 0);
    assert.deepEqual(faults, []);
  } finally {
    site.folder = real;
    for (const folder of [copy, out]) rmSync(folder, { recursive: true, force: true });
  }
});
