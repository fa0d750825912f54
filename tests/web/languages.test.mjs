// The microsite in its languages: how pages name their editions, which words are in which language, and how Japanese is set.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Published, address } from "./published.mjs";

let site, origin, browser;

before(async () => {
  site = await Published.open();
  ({ origin, browser } = site);
});

after(() => site?.close());

const japanese = () => site.pages().filter((path) => path.startsWith("/repo/ja/"));
const english = () => site.pages().filter((path) => !path.startsWith("/repo/ja/"));

/** Pages of each kind, whose lines are looked at one by one. */
const TYPICAL = ["", "briefs/tokyo/", "briefs/at-a-glance/", "briefs/maritime-security/", "about/", "timeline/", "claims/", "actors/", "glossary/", "topics/"];

const parse = (page, text, type, read) => page.evaluate(([text, type, read]) => {
  const parsed = new DOMParser().parseFromString(text, type);
  return new Function("parsed", `return (${read})(parsed)`)(parsed);
}, [text, type, read.toString()]);

/** For every address, where its editions are said to be: `{language: address}`. */
async function editionsInHeads(page) {
  const found = new Map();
  for (const name of site.htmlFiles()) {
    // Where readers search is nothing to be found by searching, so it is in no sitemap.
    if (name.endsWith("404.html") || name.endsWith("search/index.html")) continue;
    const head = await parse(page, site.text(name), "text/html", (parsed) => ({
      language: parsed.documentElement.lang,
      canonical: parsed.querySelector("link[rel=canonical]")?.href,
      editions: [...parsed.querySelectorAll("link[rel=alternate][hreflang]")].map((link) => [link.hreflang, link.href]),
    }));
    if (head.canonical === origin + address(name)) found.set(head.canonical, head);
  }
  return found;
}

async function editionsInSitemap(page) {
  const locations = await parse(page, site.text("sitemap.xml"), "application/xml", (parsed) =>
    [...parsed.querySelectorAll("url")].map((url) => [
      url.querySelector("loc").textContent,
      [...url.getElementsByTagNameNS("http://www.w3.org/1999/xhtml", "link")].map((link) => [link.getAttribute("hreflang"), link.getAttribute("href")]),
    ]));
  return new Map(locations);
}

test("every page names its editions, and each of them names it", async () => {
  const page = await browser.newPage();
  await page.goto(`${origin}/repo/`);
  const heads = await editionsInHeads(page);
  const sitemap = await editionsInSitemap(page);
  const faults = [];
  for (const [url, { language, editions }] of heads) {
    const named = Object.fromEntries(editions);
    if (editions.length !== Object.keys(named).length) faults.push(`${url} names a language twice`);
    if (JSON.stringify(sitemap.get(url)) !== JSON.stringify(editions)) faults.push(`${url}: head and sitemap differ`);
    if (editions.length === 0) continue;
    if (named[language] !== url) faults.push(`${url} does not name itself as ${language}`);
    if (!named["x-default"]) faults.push(`${url} has no x-default`);
    if (named["x-default"] !== named.en) faults.push(`${url}: x-default is not the English edition`);
    for (const [code, target] of editions) {
      const other = heads.get(target);
      if (!other) faults.push(`${url} → ${target} is no page`);
      else if (code !== "x-default" && other.language !== code) faults.push(`${url} → ${target} is not in ${code}`);
      else if (JSON.stringify(other.editions) !== JSON.stringify(editions)) faults.push(`${url} ↔ ${target} name different editions`);
    }
  }
  assert.deepEqual(faults, []);
  assert.equal(sitemap.size, heads.size);
  assert.deepEqual([...heads].filter(([, { editions }]) => editions.length !== 3).map(([url]) => url), [], "pages without a translation");
  await page.close();
});

test("the language switch leads to the same page and back", async () => {
  const page = await browser.newPage();
  for (const path of english()) {
    await page.goto(origin + path);
    await page.click(".languages a[lang=ja]");
    assert.equal(new URL(page.url()).pathname, path.replace("/repo/", "/repo/ja/"));
    assert.equal(await page.evaluate(() => document.documentElement.lang), "ja");
    await page.click(".languages a[lang=en]");
    assert.equal(new URL(page.url()).pathname, path);
  }
  await page.close();
});

/** Text of a page that a reader with another voice or font would get wrong: with its nearest `lang`. */
const runs = (page, pattern) => page.evaluate((pattern) => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { data, parentElement } = walker.currentNode;
    if (parentElement.closest("script, style, code, [hidden], [aria-hidden=true]")) continue;
    const match = data.match(new RegExp(pattern, "u"));
    if (match) found.push({ text: match[0], lang: parentElement.closest("[lang]").lang, inReference: !!parentElement.closest(".reference, .works, .facts, #_reference ~ p") });
  }
  return found;
}, pattern);

test("words of another language are marked as such", { timeout: 300_000 }, async () => {
  const page = await browser.newPage();
  const faults = [];
  for (const path of english()) {
    await page.goto(origin + path);
    for (const { text, lang } of await runs(page, "[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}].*")) {
      if (lang !== "ja") faults.push(`${path}: ${text}`);
    }
  }
  for (const path of japanese()) {
    await page.goto(origin + path);
    // Names and abbreviations are part of Japanese text; four words and more are English.
    for (const { text, lang, inReference } of await runs(page, "[A-Za-z’'-]+(?: [A-Za-z’'-]+){3,}")) {
      if (lang === "ja" && !inReference) faults.push(`${path}: ${text}`);
    }
  }
  assert.deepEqual(faults, []);
  await page.close();
});

test("no Japanese sentence has a gap in it", async () => {
  const page = await browser.newPage();
  const faults = [];
  for (const path of japanese()) {
    await page.goto(origin + path);
    faults.push(...await page.evaluate((path) => {
      const wide = "[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}、。「」『』（）・：]";
      const gap = new RegExp(`.{0,8}${wide}[ \\n\\t]+${wide}.{0,8}`, "u");
      const sentences = [...document.querySelectorAll("main p, main li, main dd, main h1, main h2, main h3, main td, main figcaption")];
      // Titles of sources are shown as they are recorded, also those with spaces in them.
      const isRecord = (element) => element.closest(".reference, .works, .facts, .meta, .status, #_main:has(#_reference)");
      const inline = (element) => ![...element.children].some((child) => getComputedStyle(child).display !== "inline" && !child.matches("ruby, .note"));
      return sentences
        .filter((element) => inline(element) && element.closest("[lang]").lang === "ja" && !isRecord(element))
        .map((element) => element.textContent.trim().match(gap)?.[0])
        .filter(Boolean)
        .map((words) => `${path}: ${words}`);
    }, path));
  }
  assert.deepEqual(faults, []);
  await page.close();
});

test("no line of Japanese begins or ends with what may not stand there", { timeout: 300_000 }, async () => {
  const faults = [];
  for (const width of [360, 768, 1440]) {
    const context = await browser.newContext({ viewport: { width, height: 900 } });
    const page = await context.newPage();
    for (const path of TYPICAL) {
      await page.goto(`${origin}/repo/ja/${path}`);
      const found = await page.evaluate(() => {
        const neverFirst = "、。，．・：；？！）］｝〕〉》」』】ゝゞ々ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ";
        const neverLast = "（［｛〔〈《「『【";
        const lines = [];
        const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
        const range = document.createRange();
        while (walker.nextNode()) {
          const node = walker.currentNode;
          if (node.parentElement.closest("rt, rp") || !node.parentElement.checkVisibility()) continue;
          let last = null;
          for (let at = 0; at < node.length; at++) {
            if (/\s/u.test(node.data[at])) continue;
            range.setStart(node, at);
            range.setEnd(node, at + 1);
            const box = range.getBoundingClientRect();
            const isNext = last && box.left < last.left && box.top > last.top + last.height / 2;
            if (isNext && neverFirst.includes(node.data[at])) lines.push(`begins with ${node.data.slice(at - 5, at + 3)}`);
            if (isNext && neverLast.includes(last.letter)) lines.push(`ends with ${node.data.slice(at - 5, at + 3)}`);
            last = { left: box.left, top: box.top, height: box.height, letter: node.data[at] };
          }
        }
        return lines;
      });
      faults.push(...found.map((line) => `${path} at ${width}: ${line}`));
    }
    await context.close();
  }
  assert.deepEqual(faults, []);
});

test("Japanese is set in a Japanese font, upright", async () => {
  const page = await browser.newPage();
  const client = await page.context().newCDPSession(page);
  await client.send("DOM.enable");
  await client.send("CSS.enable");
  for (const path of TYPICAL) {
    await page.goto(`${origin}/repo/ja/${path}`);
    const { root } = await client.send("DOM.getDocument");
    const { nodeIds } = await client.send("DOM.querySelectorAll", { nodeId: root.nodeId, selector: "h1, h2, h3, p, li, dt, dd, th, td" });
    const fonts = new Set();
    for (const nodeId of nodeIds) {
      const used = await client.send("CSS.getPlatformFontsForNode", { nodeId });
      for (const { familyName } of used.fonts) fonts.add(familyName);
    }
    // Symbols such as ↩ may come from elsewhere; kanji and kana must not.
    assert.ok([...fonts].some((name) => /CJK JP|Noto Sans JP|IPA|Takao/.test(name)), `${path}: ${[...fonts]}`);
    assert.ok(![...fonts].some((name) => /CJK (SC|TC|KR|HK)/.test(name)), `${path}: ${[...fonts]}`);
    const slanted = await page.evaluate(() => [...document.querySelectorAll("main :lang(ja)")].filter((element) =>
      element.closest("[lang]").lang === "ja" && getComputedStyle(element).fontStyle === "italic").map((element) => element.outerHTML.slice(0, 80)));
    assert.deepEqual(slanted, []);
  }
  await page.close();
});

test("the page for unknown addresses speaks every language", async () => {
  const page = await browser.newPage();
  await page.goto(`${origin}/repo/no/such/page/`);
  const other = page.locator(".languages a[lang=ja]");
  assert.equal(await other.textContent(), "日本語");
  assert.equal(new URL(await other.evaluate((link) => link.href)).pathname, "/repo/ja/");
  assert.match(await page.locator("section[lang=ja]").textContent(), /ページが見つからない/);
  await page.close();
});
