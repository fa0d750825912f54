// The keyboard alone: on pages of each type, Tab reaches all that can be used, once, in the order of the text, shows where it is, and leaves.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Faults, Published } from "./published.mjs";
import { Sight, around } from "./sight.mjs";

let site;

before(async () => {
  site = await Published.open();
});

after(() => site?.close());

/** Runs in the page: what can be used, in the order of the text, and how to look at where the focus is. */
function instruments() {
  const usable = "a[href], area[href], button, input, select, textarea, summary, iframe, audio[controls], video[controls], [contenteditable], [tabindex]";
  const shown = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: false });
  const scrolls = (element) => /auto|scroll/.test(getComputedStyle(element).overflow)
    && (element.scrollWidth > element.clientWidth || element.scrollHeight > element.clientHeight);
  // Browsers let the keyboard scroll what has nothing in it that can be used.
  const isStop = (element) => (element.matches(usable) ? element.tabIndex >= 0 && !element.disabled && !element.closest("[inert]")
    : scrolls(element) && element !== document.scrollingElement && ![...element.querySelectorAll(usable)].some((inner) => inner.tabIndex >= 0));
  const onlyOfItsName = (element) => element.type !== "radio" || element.checked
    || ![...document.querySelectorAll("input[type=radio]")].some((other) => other !== element && other.name === element.name && (other.checked || element.compareDocumentPosition(other) & 2));
  const stops = [...document.body.querySelectorAll("*")].filter((element) => isStop(element) && shown(element) && onlyOfItsName(element));
  const name = (element) => `<${element.tagName.toLowerCase()}${element.className ? ` class="${element.className}"` : ""}> ${(element.textContent || element.id || element.name).trim().slice(0, 30)}`;
  const look = (element) => {
    const style = getComputedStyle(element);
    // An outline has a width also where it has no style.
    const outline = style.outlineStyle === "none" || parseFloat(style.outlineWidth) === 0 ? "none" : `${style.outlineStyle} ${style.outlineWidth}`;
    return [outline, style.boxShadow, style.backgroundColor, style.borderColor, style.textDecoration, style.clipPath].join();
  };
  const unfocused = new Map(stops.map((element) => [element, look(element)]));

  /** Whether the beginning, middle or end of a line of the element is in the window and on top of all else (WCAG 2.2, 2.4.11). */
  const isInSight = (element) => {
    const points = [...element.getClientRects()].flatMap((box) => [2, box.width / 2, box.width - 2].map((along) => [box.x + along, box.y + box.height / 2]));
    return points.some(([x, y]) => element.contains(document.elementFromPoint(x, y)));
  };
  /** Where the focus is: the number of the stop and what is wrong with it, or nothing if it has left the page. */
  const here = () => {
    const element = document.activeElement;
    if (!element || element === document.body || element === document.documentElement || !document.hasFocus()) return {};
    const faults = [];
    if (unfocused.has(element) && look(element) === unfocused.get(element)) faults.push("looks the same with the focus");
    if (!isInSight(element)) faults.push("has the focus out of sight");
    return { stop: stops.indexOf(element), name: name(element), faults };
  };
  window.keyboard = { walked: [], end: () => stops.at(-1).focus() };
  // When the key goes up, what it did is done, and scrolled into the window.
  addEventListener("keyup", () => window.keyboard.walked.push(here()), { capture: true });
  return stops.map(name);
}

/** Presses Tab, or Shift and Tab to go `back`, so many times; where each has led. */
async function walk(page, times, back) {
  const client = await page.context().newCDPSession(page);
  const key = { key: "Tab", code: "Tab", windowsVirtualKeyCode: 9, modifiers: back ? 8 : 0 };
  await page.evaluate(() => window.keyboard.walked.length = 0);
  // One after the other without waiting for answers, which would take most of the time: the page notes where each has led.
  const pressed = Array.from({ length: times }, () => ["rawKeyDown", "keyUp"]).flat().map((type) => client.send("Input.dispatchKeyEvent", { type, ...key }));
  await Promise.all(pressed);
  await client.detach();
  return page.evaluate(() => window.keyboard.walked);
}

/** How a walk differs from the way it should go. After its end it leaves the page, or comes round where there is nothing else. */
function strays(walked, names, expected, round) {
  const at = expected.findIndex((stop, index) => walked[index].stop !== stop);
  if (at !== -1) return [`comes to ${walked[at].name ?? "the end"} instead of ${names[expected[at]]}`];
  const { stop, name } = walked[expected.length];
  return stop === undefined || stop === round ? [] : [`does not leave the page, but comes to ${name}`];
}

test("Tab reaches everything once, in the order of the text, in sight, and leaves; Shift and Tab lead back", { timeout: 900_000 }, async () => {
  const faults = new Faults();
  for (const width of [320, 1280]) {
    await site.each(site.typical(), { viewport: { width, height: 800 }, reducedMotion: "reduce" }, async (page, path) => {
      const where = `${path} ${width}`;
      await page.goto(site.origin + path);
      const names = await page.evaluate(instruments);
      const all = names.map((_, index) => index);
      const forth = await walk(page, all.length + 1, false);
      for (const fault of strays(forth, names, all, 0)) faults.add(`Tab ${fault}`, where);
      await page.evaluate(() => window.keyboard.end());
      const back = await walk(page, all.length, true);
      for (const fault of strays(back, names, all.slice(0, -1).reverse(), all.length - 1)) faults.add(`Shift+Tab ${fault}`, where);
      for (const { name, faults: found } of [...forth.slice(0, -1), ...back.slice(0, -1)]) {
        for (const fault of found ?? []) faults.add(`${name} ${fault}`, where);
      }
    });
  }
  assert.deepEqual(faults.lines(), []);
});

test("the first stop shows itself and skips to the text", async () => {
  const faults = new Faults();
  await site.each(site.typical(), { viewport: { width: 360, height: 640 }, reducedMotion: "reduce" }, async (page, path) => {
    await page.goto(site.origin + path);
    await page.keyboard.press("Tab");
    const skip = await page.evaluate(() => {
      const box = document.activeElement.getBoundingClientRect();
      return { target: document.activeElement.getAttribute("href"), width: box.width, height: box.height };
    });
    if (!skip.target?.startsWith("#") || skip.width < 24 || skip.height < 24) return faults.add(`the first stop is ${JSON.stringify(skip)}`, path);
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    const next = await page.evaluate(() => {
      const main = document.querySelector("main");
      const before = [...document.querySelectorAll("a[href], button, input, summary")].filter((element) => element.compareDocumentPosition(main) & 4 && !main.contains(element));
      return before.includes(document.activeElement) || document.activeElement === document.body ? document.activeElement.outerHTML.slice(0, 80) : null;
    });
    if (next) faults.add(`after the skip link comes ${next}`, path);
  });
  assert.deepEqual(faults.lines(), []);
});

/** The kinds of stops on a page, one stop of each: same elements and classes all the way up to the body. */
const kinds = (page) => page.evaluate(() => {
  const found = new Map();
  for (const element of document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")) {
    if (!element.checkVisibility({ visibilityProperty: true })) continue;
    const way = [];
    for (let at = element; at !== document.body; at = at.parentElement) way.unshift(`${at.tagName.toLowerCase()}${[...at.classList].map((name) => `.${name}`).join("")}`);
    const kind = way.join(" > ");
    if (found.has(kind)) continue;
    element.dataset.stop = found.size;
    found.set(kind, `[data-stop="${found.size}"]`);
  }
  return [...found];
});

test("the focus can be seen on every kind of stop, light, dark and in forced colours", { timeout: 600_000 }, async () => {
  const faults = new Faults();
  const sight = await Sight.open(site.browser);
  for (const media of [{ colorScheme: "light" }, { colorScheme: "dark" }, { forcedColors: "active" }]) {
    const known = new Set();
    const options = { viewport: { width: 1280, height: 800 }, reducedMotion: "reduce", ...media };
    await site.each(site.typical().filter((path) => !path.startsWith("/repo/ja/")), options, async (page, path) => {
      await page.goto(site.origin + path);
      for (const [kind, selector] of await kinds(page)) {
        if (known.has(kind)) continue;
        known.add(kind);
        const element = page.locator(selector);
        // A key was pressed last, so the focus is shown; then the same place without it.
        await page.keyboard.press("Shift");
        await element.focus();
        const focused = await around(page, element);
        const { width, height } = await element.boundingBox();
        await element.evaluate((element) => element.blur());
        if (await element.evaluate((element) => element.getBoundingClientRect().width < 2)) continue; // Shown with the focus only.
        const seen = await sight.differing(await around(page, element), focused);
        // As many pixels as a line of 1 px around the element has.
        if (seen < Math.min(2 * (width + height), 400)) faults.add(`${kind}: ${seen} pixels show the focus`, `${path} ${JSON.stringify(media)}`);
      }
    });
    assert.ok(known.size > 20, `only ${known.size} kinds of stops`);
  }
  assert.deepEqual(faults.lines(), []);
});
