// What a page costs its readers: bytes as they are sent, and Lighthouse's judgement on a slow telephone.

import assert from "node:assert/strict";
import { createServer } from "node:net";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import lighthouse from "lighthouse";
import { Faults, Published } from "./published.mjs";

/** Bytes that a brief may take: its HTML and stylesheets, and the scripts that run before anybody searches. */
const PAPER = 40_000;
const SCRIPTS = 10_000;

/** A slow mobile network, as Lighthouse has it by default. */
const slow4G = { rttMs: 150, throughputKbps: 1638.4, requestLatencyMs: 562.5, downloadThroughputKbps: 1474.56, uploadThroughputKbps: 675 };

let site, port;

/** A port that is free now. */
const free = () => new Promise((found) => {
  const server = createServer().listen(0, "127.0.0.1", () => {
    const { port } = server.address();
    server.close(() => found(port));
  });
});

before(async () => {
  port = await free();
  site = await Published.open({ more: [`--remote-debugging-port=${port}`] });
});

after(() => site?.close());

/** What a page takes when it is opened: `{document, stylesheet, script}`, in bytes as sent; scripts in the page are weighed apart. */
async function taken(page, url) {
  const answers = [];
  const note = (response) => answers.push(response);
  page.on("response", note);
  const loaded = await page.goto(url, { waitUntil: "networkidle" });
  page.off("response", note);
  const inline = await page.evaluate(() => [...document.scripts].filter(({ src, type }) => !src && !/json/.test(type)).map(({ text }) => text).join("\n"));
  const sum = { document: 0, stylesheet: 0, script: inline ? gzipSync(inline).length : 0 };
  assert.equal(loaded.headers()["content-encoding"], "gzip");
  for (const response of answers) {
    const type = response.request().resourceType();
    if (type in sum) sum[type] += (await response.request().sizes()).responseBodySize;
  }
  return sum;
}

test("a brief takes less than 40 KB with its stylesheets, and less than 10 KB of scripts", async () => {
  const faults = new Faults();
  let heaviest = 0;
  for (const path of site.briefs()) {
    // A context of its own, in which nothing is known yet.
    const context = await site.browser.newContext();
    const { document, stylesheet, script } = await taken(await context.newPage(), site.origin + path);
    heaviest = Math.max(heaviest, document + stylesheet);
    if (document + stylesheet > PAPER) faults.add(`HTML ${document} and CSS ${stylesheet} bytes`, path);
    if (script > SCRIPTS) faults.add(`${script} bytes of scripts`, path);
    await context.close();
  }
  assert.ok(heaviest > 5_000, `the heaviest has ${heaviest} bytes, which cannot be`);
  assert.deepEqual(faults.lines(), []);
});

const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];

/** Audits that judge what is not of the site. */
const PASSED_OVER = [
  // It asks for `/robots.txt` from within the page, which the page's policy forbids to everybody; and at the top of a host, where a
  // site below a path has none.
  "robots-txt",
];

/**
 * The scores of a page, the audits that cost points, and how fast this machine was. Lighthouse slows a fast machine down to a
 * telephone, four times by itself; one that is slow or busy is slowed down less, in proportion to its speed
 * (https://github.com/GoogleChrome/lighthouse/blob/main/docs/throttling.md, "Calibrating the CPU slowdown").
 */
async function judged(url, speed) {
  const cpuSlowdownMultiplier = Math.max(1, Math.min(4, (4 * speed) / 1500));
  const config = { extends: "lighthouse:default", settings: { onlyCategories: CATEGORIES, skipAudits: PASSED_OVER, formFactor: "mobile", throttlingMethod: "simulate", throttling: { ...slow4G, cpuSlowdownMultiplier } } };
  const { lhr } = await lighthouse(url, { port, output: "json", logLevel: "silent" }, config);
  assert.equal(lhr.runtimeError, undefined, url);
  const costly = (category) => lhr.categories[category].auditRefs
    .filter(({ id, weight }) => weight > 0 && lhr.audits[id].score !== null && lhr.audits[id].score < 1)
    .map(({ id }) => `${id}: ${lhr.audits[id].displayValue ?? lhr.audits[id].title}`);
  const scores = CATEGORIES.map((category) => ({ category, score: Math.round(lhr.categories[category].score * 100), costly: costly(category) }));
  return { scores, speed: lhr.environment.benchmarkIndex };
}

/**
 * What Lighthouse gives a page: the categories that never came to 100 in five runs, with the best that they came to. What a busy
 * machine does to a run only costs points, so the best run says most about the page.
 */
async function verdict(url) {
  const best = new Map();
  let speed = 1500;
  for (let run = 0; run < 5; run++) {
    const judgement = await judged(url, speed);
    speed = judgement.speed;
    for (const found of judgement.scores) if (!(best.get(found.category)?.score >= found.score)) best.set(found.category, found);
    if ([...best.values()].every(({ score }) => score === 100)) break;
  }
  assert.equal(best.size, CATEGORIES.length);
  return [...best.values()].filter(({ score }) => score < 100);
}

for (const path of ["/repo/", "/repo/briefs/at-a-glance/", "/repo/timeline/", "/repo/ja/briefs/at-a-glance/"]) {
  test(`Lighthouse gives ${path} 100 in everything, on a slow telephone`, { timeout: 300_000 }, async () => {
    assert.deepEqual(await verdict(site.origin + path), []);
  });
}
