// Accessibility that a program can judge: every page by axe-core, narrow and wide, light and dark; and no page scrolls sideways.
// What axe cannot see is in `keyboard.test.mjs` and `adapting.test.mjs`.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { Faults, Published } from "./published.mjs";

const require = createRequire(import.meta.url);
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const standards = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
let site;

before(async () => {
  // The page `style`, which has each part of the stylesheet in use, is a draft.
  site = await Published.open({ drafts: true });
});

after(() => site?.close());

const everywhere = () => [...site.pages(), "/repo/no/such/page/"];

/** What axe finds on the page as it stands: the rule, the element and what to mend. */
const violations = (page) => page.evaluate(async (standards) => {
  const { violations, passes } = await axe.run(document, { resultTypes: ["violations"], runOnly: standards });
  if (passes.length < 10) throw new Error(`axe looked at ${passes.length} rules only`);
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => ({ id, html, failureSummary })));
}, standards);

test("no page has an accessibility fault, narrow or wide, light or dark", { timeout: 1_200_000 }, async () => {
  const faults = new Faults();
  assert.ok(everywhere().includes("/repo/style/"));
  // Without motion, so that no colour is looked at on its way from one scheme to the other.
  await site.each(everywhere(), { reducedMotion: "reduce" }, async (page, path) => {
    await page.goto(site.origin + path);
    await page.evaluate(axe);
    for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      for (const colorScheme of ["light", "dark"]) {
        await page.emulateMedia({ colorScheme });
        for (const { id, html, failureSummary } of await violations(page)) {
          faults.add(`${id}: ${html.slice(0, 200)}: ${failureSummary.replace(/\s+/g, " ")}`, `${path} ${width} ${colorScheme}`);
        }
      }
    }
  });
  assert.deepEqual(faults.lines(), []);
});

test("no page scrolls sideways, at any width", async () => {
  const faults = new Faults();
  await site.each(everywhere(), {}, async (page, path) => {
    await page.goto(site.origin + path);
    for (const width of [320, 360, 768, 1280, 1440]) {
      await page.setViewportSize({ width, height: 800 });
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (wider > 0) faults.add(`${wider} px too wide at ${width}`, path);
    }
  });
  assert.deepEqual(faults.lines(), []);
});
