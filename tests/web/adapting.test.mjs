// Readers who set up their browsers in their own way: larger text, more space, less motion, forced colours, no scripts. Pages
// follow, and lose nothing.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Faults, Published } from "./published.mjs";
import { Sight } from "./sight.mjs";

/** What only scripts can offer: without them it is not there. */
const BY_SCRIPT = "search, [role=search], .search, .theme, [data-script]";

let site;

before(async () => {
  site = await Published.open();
});

after(() => site?.close());

/** Runs in the page: where text is cut off, stands outside the window or upon other text. */
function lost() {
  const faults = [];
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) faults.push(`scrolls sideways by ${root.scrollWidth - root.clientWidth} px`);
  const name = (element) => `<${element.tagName.toLowerCase()}${element.className?.baseVal ?? element.className ? ` class="${element.className.baseVal ?? element.className}"` : ""}>`;
  const isMeantForEars = (element) => {
    for (let at = element; at && at !== document.body; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.clipPath.startsWith("inset(50%") || style.clip === "rect(0px, 0px, 0px, 0px)") return true;
    }
    return false;
  };
  const clips = (style, axis) => /hidden|clip/.test(style[`overflow${axis}`]);
  const scrolls = (style) => /auto|scroll/.test(style.overflowX) || /auto|scroll/.test(style.overflowY);

  // Texts, line by line, as far as the scrollers they are in show them.
  const lines = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  while (walker.nextNode()) {
    const { currentNode: node } = walker;
    const { parentElement: parent } = node;
    if (!node.data.trim() || !parent.checkVisibility({ visibilityProperty: true }) || parent.closest("script, style, title, desc") || isMeantForEars(parent)) continue;
    let [left, right, top, bottom] = [-Infinity, Infinity, -Infinity, Infinity];
    for (let at = parent; at; at = at.parentElement) {
      if (at === root || at === document.body || !scrolls(getComputedStyle(at))) continue;
      const box = at.getBoundingClientRect();
      [left, right, top, bottom] = [Math.max(left, box.left), Math.min(right, box.right), Math.max(top, box.top), Math.min(bottom, box.bottom)];
    }
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      if (left === -Infinity && (box.left < -1 || box.right > root.clientWidth + 1)) faults.push(`"${node.data.trim().slice(0, 40)}" stands outside the window`);
      // The middle of a line, where its letters are: lines may touch.
      const line = { node, left: Math.max(left, box.left + 1), right: Math.min(right, box.right - 1), top: Math.max(top, box.top + box.height * 0.3), bottom: Math.min(bottom, box.bottom - box.height * 0.3) };
      if (line.right - line.left > 1 && line.bottom - line.top > 1) lines.push(line);
    }
  }
  lines.sort((a, b) => a.top - b.top);
  for (const [index, one] of lines.entries()) {
    for (let at = index + 1; at < lines.length && lines[at].top < one.bottom; at++) {
      const other = lines[at];
      const wide = Math.min(one.right, other.right) - Math.max(one.left, other.left);
      const high = Math.min(one.bottom, other.bottom) - other.top;
      if (one.node !== other.node && wide > 2 && high > 2) faults.push(`"${one.node.data.trim().slice(0, 30)}" and "${other.node.data.trim().slice(0, 30)}" stand on one another`);
    }
  }

  for (const element of document.body.querySelectorAll("*")) {
    if (!element.checkVisibility() || element.closest("svg") || isMeantForEars(element) || !element.innerText?.trim()) continue;
    const style = getComputedStyle(element);
    if (style.display === "inline") continue;
    const cut = clips(style, "X") && element.scrollWidth > element.clientWidth + 1 || clips(style, "Y") && element.scrollHeight > element.clientHeight + 1;
    if (cut) faults.push(`${name(element)} cuts off "${element.innerText.trim().slice(0, 30)}"`);
  }
  return [...new Set(faults)];
}

/** Runs in the page: what can be read and followed, also what a reader can unfold. */
function offered() {
  const isOffered = (element) => element.checkVisibility() || [...function* up() {
    for (let at = element.closest("details:not([open])"); at; at = at.parentElement.closest("details:not([open])")) yield at;
  }()].some((details) => details.checkVisibility());
  return {
    // A page need not lead to itself.
    targets: [...document.links].filter(isOffered).map(({ href }) => href).filter((href) => href !== location.href),
    texts: [...document.querySelectorAll("main :is(h1, h2, h3, h4, p, li, dt, dd, th, td, figcaption, summary)")].filter((element) => !element.closest("nav")).filter(isOffered)
      .map((element) => element.textContent.replace(/\s+/g, "").slice(0, 80)),
  };
}

test("text of twice the size loses nothing", { timeout: 600_000 }, async () => {
  const faults = new Faults();
  await site.each(site.typical(), { viewport: { width: 1280, height: 800 } }, async (page, path) => {
    await page.goto(site.origin + path);
    const client = await page.context().newCDPSession(page);
    const before = await page.evaluate(() => parseFloat(getComputedStyle(document.querySelector("main p, main li")).fontSize));
    // What a reader sets in the browser, from 16 px; a little more than twice, for the width of the window may count for a little.
    await client.send("Page.setFontSizes", { fontSizes: { standard: 36, fixed: 30 } });
    await page.reload();
    const after = await page.evaluate(() => parseFloat(getComputedStyle(document.querySelector("main p, main li")).fontSize));
    if (after < 2 * before) faults.add(`text grows from ${before} to ${after} px only`, path);
    for (const fault of await page.evaluate(lost)) faults.add(fault, path);
    await client.send("Page.setFontSizes", { fontSizes: { standard: 16, fixed: 13 } });
    await client.detach();
  });
  assert.deepEqual(faults.lines(), []);
});

test("a page of four times the size loses nothing", { timeout: 600_000 }, async () => {
  const faults = new Faults();
  await site.each(site.typical(), {}, async (page, path) => {
    await page.setViewportSize({ width: 1280, height: 1024 });
    await page.goto(site.origin + path);
    const wide = await page.evaluate(offered);
    // 1280 by 1024 px of which each is shown as four by four.
    await page.setViewportSize({ width: 320, height: 256 });
    for (const fault of await page.evaluate(lost)) faults.add(fault, path);
    const narrow = await page.evaluate(offered);
    for (const target of wide.targets) if (!narrow.targets.includes(target)) faults.add("leads no longer to some of its targets", `${path} → ${target}`);
    for (const text of wide.texts) if (!narrow.texts.includes(text)) faults.add(`"${text.slice(0, 40)}" is gone`, path);
  });
  assert.deepEqual(faults.lines(), []);
});

test("space between lines, words and letters may be widened", { timeout: 600_000 }, async () => {
  const faults = new Faults();
  for (const width of [320, 1280]) {
    await site.each(site.typical(), { viewport: { width, height: 800 } }, async (page, path) => {
      await page.goto(site.origin + path);
      // WCAG 2.2, 1.4.12; in a sheet of the reader's own, which the page's policy does not concern.
      await page.evaluate(() => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-block-end: 2em !important }");
        document.adoptedStyleSheets = [sheet];
      });
      for (const fault of await page.evaluate(lost)) faults.add(fault, `${path} ${width}`);
    });
  }
  assert.deepEqual(faults.lines(), []);
});

test("nothing moves for readers who want less motion", async () => {
  const faults = new Faults();
  await site.each(site.typical(), { viewport: { width: 1280, height: 800 }, reducedMotion: "reduce" }, async (page, path) => {
    await page.goto(site.origin + path);
    const moving = await page.evaluate(() => {
      const found = [];
      for (const element of document.querySelectorAll("*")) {
        for (const part of [null, "::before", "::after", "::marker", "::backdrop"]) {
          const style = getComputedStyle(element, part);
          const takesTime = (durations) => durations.split(",").some((duration) => parseFloat(duration) > 0.001);
          const name = `<${element.tagName.toLowerCase()}${element.className ? ` class="${element.className}"` : ""}>${part ?? ""}`;
          if (takesTime(style.transitionDuration)) found.push(`${name} changes within ${style.transitionDuration}`);
          if (style.animationName !== "none" && takesTime(style.animationDuration)) found.push(`${name} is animated by ${style.animationName}`);
          if (style.scrollBehavior === "smooth") found.push(`${name} scrolls smoothly`);
        }
      }
      const views = (rules) => [...rules].some((rule) => rule.constructor.name === "CSSViewTransitionRule"
        || rule.cssRules && !(rule instanceof CSSMediaRule && !matchMedia(rule.conditionText).matches) && views(rule.cssRules));
      if ([...document.styleSheets].some((sheet) => views(sheet.cssRules))) found.push("pages fade into one another");
      if (document.querySelector("animate, animateTransform, animateMotion, marquee")) found.push("a drawing moves");
      return found;
    });
    for (const fault of moving) faults.add(fault, path);
  });
  assert.deepEqual(faults.lines(), []);
});

/** How many pixels of an element show that it has an attribute: a picture with it and one without are compared. */
async function shownBy(page, sight, element, attribute) {
  await element.scrollIntoViewIfNeeded();
  const box = await element.boundingBox();
  const clip = { x: Math.max(0, box.x - 6), y: Math.max(0, box.y - 6), width: box.width + 12, height: box.height + 12 };
  const withIt = await page.screenshot({ clip });
  const value = await element.evaluate((element, attribute) => {
    const value = element.getAttribute(attribute);
    element.removeAttribute(attribute);
    return value;
  }, attribute);
  const withoutIt = await page.screenshot({ clip });
  await element.evaluate((element, [attribute, value]) => element.setAttribute(attribute, value), [attribute, value]);
  return sight.differing(withIt, withoutIt);
}

for (const media of [{ colorScheme: "light" }, { colorScheme: "dark" }, { forcedColors: "active" }]) {
  test(`the current page is marked in the navigation, ${JSON.stringify(media)}`, async () => {
    const faults = new Faults();
    const sight = await Sight.open(site.browser);
    const paths = ["/repo/timeline/", "/repo/about/", "/repo/briefs/cyber/", "/repo/ja/claims/"];
    await site.each(paths, { viewport: { width: 1280, height: 800 }, ...media }, async (page, path) => {
      await page.goto(site.origin + path);
      const marked = await page.locator("header nav [aria-current]:visible").elementHandles();
      if (marked.length === 0) faults.add("nothing is marked", path);
      for (const element of marked) {
        const pixels = await shownBy(page, sight, element, "aria-current");
        if (pixels < 20) faults.add(`${pixels} pixels mark "${await element.textContent()}"`, path);
      }
    });
    assert.deepEqual(faults.lines(), []);
  });
}

for (const media of [{ colorScheme: "light" }, { forcedColors: "active" }]) {
  test(`each verdict has a shape of its own, and links in text look like such, ${JSON.stringify(media)}`, async () => {
    const faults = new Faults();
    const shapes = new Map();
    await site.each(["/repo/claims/", "/repo/briefs/tokyo/", "/repo/ja/claims/"], { viewport: { width: 1280, height: 800 }, ...media }, async (page, path) => {
      await page.goto(site.origin + path);
      const found = await page.evaluate(() => [...document.querySelectorAll("main strong[class*='verdict-']")].map((element) => {
        const style = getComputedStyle(element);
        const sign = getComputedStyle(element, "::before").content.replace(/\s*\/.*/, "");
        return {
          kind: [...element.classList].find((name) => name.startsWith("verdict-")),
          word: element.innerText.trim(),
          shape: `${sign} ${element.querySelector("svg")?.innerHTML ?? ""}`,
          border: style.borderStyle,
          isRead: element.checkVisibility() && style.color !== style.backgroundColor,
        };
      }));
      if (found.length === 0) faults.add("no verdict", path);
      for (const { kind, word, shape, border, isRead } of found) {
        if (!word || !isRead) faults.add(`${kind} has no word`, path);
        if (/^(none|normal|"")? ?$/.test(shape)) faults.add(`${kind} has no sign`, path);
        shapes.set(kind, `${shape} ${border}`);
      }
      const unmarked = await page.evaluate(() => [...document.querySelectorAll("main p a[href], main li p a[href]")].filter((link) => {
        const style = getComputedStyle(link);
        const isInText = link.parentElement.innerText.trim().length > link.innerText.trim().length + 20;
        return isInText && link.checkVisibility() && !style.textDecorationLine.includes("underline") && style.borderBottomStyle === "none"
          && !link.closest("[role^=doc-], .cite");
      }).map((link) => link.outerHTML.slice(0, 120)));
      for (const link of unmarked) faults.add(`looks like text: ${link}`, path);
    });
    assert.ok(shapes.size >= 3, `${[...shapes.keys()]}`);
    assert.equal(new Set(shapes.values()).size, shapes.size, `${JSON.stringify([...shapes])}`);
    assert.deepEqual(faults.lines(), []);
  });
}

// Links in lists and tables may be lower where there is room about them, which axe measures.
test("all that a page is steered with measures 24 by 24 px", { timeout: 300_000 }, async () => {
  const faults = new Faults();
  for (const width of [320, 1280]) {
    await site.each(site.typical(), { viewport: { width, height: 800 } }, async (page, path) => {
      await page.goto(site.origin + path);
      const small = await page.evaluate(() => [...document.querySelectorAll("body > header a, nav a, body > footer a, button, select, summary, input")]
        .filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.matches(".skip"))
        // A link in a sentence, and a box that its label is part of.
        .filter((element) => !(element.parentElement.matches("p") && element.parentElement.textContent.trim() !== element.textContent.trim()) && !element.closest("label"))
        .map((element) => ({ element, box: element.getBoundingClientRect() }))
        .filter(({ box }) => box.width < 23.5 || box.height < 23.5)
        .map(({ element, box }) => [`<${element.tagName.toLowerCase()}> in <${element.closest("nav, header, footer, form, main").className}> is small`, `${Math.round(box.width)} × ${Math.round(box.height)} "${element.textContent.trim()}"`]));
      for (const [fault, what] of small) faults.add(fault, `${path} ${width}: ${what}`);
    });
  }
  assert.deepEqual(faults.lines(), []);
});

test("all can be read without scripts", { timeout: 300_000 }, async () => {
  const faults = new Faults();
  const read = async (page, path) => {
    await page.goto(site.origin + path);
    return page.evaluate((byScript) => {
      for (const element of document.querySelectorAll(byScript)) element.remove();
      return document.body.innerText.replace(/\s+/g, " ").trim();
    }, BY_SCRIPT);
  };
  const texts = new Map();
  await site.each(site.pages(), { javaScriptEnabled: true }, async (page, path) => texts.set(path, await read(page, path)));
  await site.each(site.pages(), { javaScriptEnabled: false }, async (page, path) => {
    const text = await read(page, path);
    const full = texts.get(path);
    if (text === full) return;
    const at = [...text].findIndex((letter, index) => letter !== [...full][index]);
    faults.add(`without scripts "${text.slice(at, at + 60)}", with them "${full.slice(at, at + 60)}"`, path);
  });
  assert.ok([...texts.values()].every((text) => text.length > 100), "pages have texts");
  assert.deepEqual(faults.lines(), []);
});
