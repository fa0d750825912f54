// What pages do to their readers: nothing is asked of another host, kept or logged, and the policy of each page is strict and holds.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Faults, Published, address } from "./published.mjs";

/** What a page may keep in the browser: what the reader has chosen. */
const KEPT = ["language", "theme"];
/** What a policy may allow. Search runs WebAssembly, which needs the last; it does not let any script be put together. */
const ALLOWED = /^('none'|'self'|'sha(256|384|512)-[A-Za-z0-9+/]+=*'|'wasm-unsafe-eval')$/;
const UNKNOWN = "/repo/no/such/page/";

let site;

before(async () => {
  site = await Published.open();
});

after(() => site?.close());

/** Tells `fault` of all that a page asks for and logs, from now on. */
async function listen(page, fault) {
  page.on("request", (request) => request.url().startsWith(`${site.origin}/repo/`) || fault(`asks for ${request.url()}`));
  page.on("requestfailed", (request) => fault(`does not get ${request.url()}`));
  page.on("response", (response) => response.status() < 400 || response.url().endsWith(UNKNOWN) || fault(`gets ${response.status()} for ${response.url()}`));
  // That an address is unknown is said by the browser, not by the page.
  page.on("console", (message) => message.location().url.endsWith(UNKNOWN) || fault(`logs ${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => fault(String(error)));
  await page.addInitScript(() => {
    window.violations = [];
    addEventListener("securitypolicyviolation", (event) => window.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
  });
}

/** What a page has left in the browser. */
const kept = (page) => page.evaluate(async () => [
  ...Object.keys(localStorage), ...Object.keys(sessionStorage), ...(await indexedDB.databases()).map(({ name }) => name),
  ...await caches.keys(), ...(await navigator.serviceWorker.getRegistrations()).map(({ scope }) => scope),
]);

/** Scrolls to the end and lets the page draw, so that what is loaded late is loaded. */
const scrollThrough = (page) => page.evaluate(async () => {
  scrollTo(0, document.documentElement.scrollHeight);
  for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
});

test("no page asks another host for anything, breaks its policy, logs, or keeps anything", { timeout: 300_000 }, async () => {
  const faults = new Faults();
  const now = new Map();
  await site.each([...site.pages(), UNKNOWN], {}, async (page, path) => {
    const isNew = !now.has(page);
    now.set(page, path);
    const fault = (what) => faults.add(what, now.get(page));
    if (isNew) await listen(page, fault);
    await page.goto(site.origin + path, { waitUntil: "load" });
    await scrollThrough(page);
    for (const violation of await page.evaluate(() => window.violations)) fault(`breaks its policy: ${violation}`);
    for (const name of await kept(page)) if (!KEPT.includes(name)) fault(`keeps ${name}`);
    for (const { name } of await page.context().cookies()) fault(`sets the cookie ${name}`);
  });
  assert.deepEqual(faults.lines(), []);
});

/** Runs in a browser: what a page says of its policy, what it would load and where it leads. */
function declared([html, base]) {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  const all = (selector) => [...parsed.querySelectorAll(selector)];
  const url = (target) => new URL(target, base).href;
  const loading = "link:is([rel~=stylesheet], [rel~=icon], [rel~=preload], [rel~=modulepreload], [rel~=prefetch], [rel~=preconnect], [rel~=dns-prefetch], [rel~=manifest])";
  const candidates = (set) => set.split(",").map((candidate) => candidate.trim().split(/\s+/)[0]);
  const policy = parsed.querySelector("meta[http-equiv='Content-Security-Policy' i]");
  const late = policy && all("script, style, link, img").find((element) => element.compareDocumentPosition(policy) & 4);
  return {
    policy: policy?.content,
    late: late?.outerHTML,
    referrer: parsed.querySelector("meta[name=referrer]")?.content,
    styled: all("[style]").map((element) => element.outerHTML.slice(0, 100)),
    loaded: [
      ...all("[src]").map((element) => element.getAttribute("src")), ...all("[srcset]").flatMap((element) => candidates(element.srcset)),
      ...all(loading).map((element) => element.getAttribute("href")), ...all("object[data]").map((element) => element.getAttribute("data")),
      ...all("video[poster]").map((element) => element.getAttribute("poster")), ...all("use, image").map((element) => element.getAttribute("href")),
      ...all("form").map((element) => element.getAttribute("action") ?? ""),
    ].map(url),
    leading: all("a[href]").map((element) => ({ href: url(element.getAttribute("href")), rel: element.rel, target: element.target })),
  };
}

test("every page has a strict policy, tells nobody where its readers come from, and loads nothing from elsewhere", async () => {
  const faults = new Faults();
  const page = await site.browser.newPage();
  for (const name of site.htmlFiles()) {
    const fault = (what) => faults.add(what, address(name));
    const { policy, late, referrer, styled, loaded } = await page.evaluate(declared, [site.text(name), site.origin + address(name)]);
    const directives = (policy ?? "").split(";").map((directive) => directive.trim().split(/\s+/));
    if (!directives.some((words) => words.join(" ") === "default-src 'none'")) fault(`allows by default: ${policy}`);
    for (const [directive, ...sources] of directives) for (const source of sources) if (!ALLOWED.test(source)) fault(`${directive} allows ${source}`);
    if (late) fault(`has ${late} before its policy`);
    if (!["no-referrer", "same-origin", "strict-origin"].includes(referrer)) fault(`has the referrer policy ${referrer}`);
    for (const element of styled) fault(`has a style that its policy forbids: ${element}`);
    for (const target of loaded) if (!target.startsWith(`${site.origin}/repo/`) && !target.startsWith("data:")) fault(`loads ${target}`);
  }
  for (const name of site.files().filter((name) => name.endsWith(".css"))) {
    for (const [, , target] of site.text(name).matchAll(/(url\(\s*["']?|@import\s+["'])([^"')\s]+)/g)) {
      if (new URL(target, site.origin + address(name)).origin !== site.origin) faults.add(`loads ${target}`, name);
    }
  }
  assert.deepEqual(faults.lines(), []);
  await page.close();
});

test("links to other sites say so, and give these no hold on the page", async () => {
  const faults = new Faults();
  const page = await site.browser.newPage();
  for (const name of site.htmlFiles()) {
    const { leading } = await page.evaluate(declared, [site.text(name), site.origin + address(name)]);
    for (const { href, rel, target } of leading) {
      if (!/^https?:/.test(href) || new URL(href).origin === site.origin) continue;
      const words = rel.split(/\s+/);
      if (!words.includes("external")) faults.add(`leads elsewhere with rel="${rel}"`, `${address(name)} → ${href}`);
      if (target && !words.includes("noopener")) faults.add(`${href} opens ${target} without noopener`, address(name));
    }
  }
  assert.deepEqual(faults.lines(), []);
  await page.close();
});
