// Briefs on paper: A4 through the browser's own printing, read back from the PDF.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";
import { Faults, Published } from "./published.mjs";

/** A4, in points. */
const A4 = { width: 595, height: 842 };

let site;

before(async () => {
  site = await Published.open();
});

after(() => site?.close());

/** What a PDF says of a sign that shares its shape with another is the other, now and then: ⻑ for 長, ‧ for ・, ∕ for ／. */
const TWINS = new Map(["・‧", "/∕", "長⻑", "西⻄", "民⺠", "青⻘", "黄⻩", "食⻝", "鬼⻤", "虎⻁", "歯⻭", "亀⻲", "竜⻯", "骨⻣", "戸⼾", "麦⻨", "斉⻫", "母⺟", "角⻆"]
  .map(([sign, twin]) => [twin, sign]));

/** Lines and words break differently on paper: texts are compared without any space, and by the shape of their letters. */
const solid = (text) => [...text.normalize("NFKC").replace(/[\s\u00ad\u200b\u2060]+/gu, "").replace(/[‐-―−]/gu, "-")]
  .map((sign) => TWINS.get(sign) ?? sign).join("");

/** The sheets of a PDF: size, text, and text by place, with how far it is from the top, in points. */
async function sheets(pdf) {
  const parsed = await getDocument({ data: new Uint8Array(pdf), verbosity: 0, useSystemFonts: true }).promise;
  const found = [];
  for (let number = 1; number <= parsed.numPages; number++) {
    const page = await parsed.getPage(number);
    const { width, height } = page.getViewport({ scale: 1 });
    const { items } = await page.getTextContent();
    const words = items.filter(({ str }) => str.trim()).map(({ str, transform, width: long }) => ({ text: str, left: transform[4], right: transform[4] + long, top: height - transform[5] }));
    found.push({ width, height, words, text: solid(items.map(({ str }) => str).join("")) });
  }
  await parsed.destroy();
  return found;
}

const print = async (page) => sheets(await page.pdf({ format: "A4", preferCSSPageSize: true }));

/** What the page says on the screen, for comparison. */
const onScreen = (page) => page.evaluate(() => {
  const texts = (selector) => [...document.querySelectorAll(selector)].map((element) => element.textContent.trim()).filter(Boolean);
  const rest = document.querySelector("main").cloneNode(true);
  for (const navigation of rest.querySelectorAll("nav")) navigation.remove();
  const outer = (element) => new URL(element.href).origin !== location.origin;
  return {
    title: document.querySelector("h1").textContent,
    navigation: texts("nav a, .skip"),
    rest: rest.textContent,
    sourcesHeading: document.querySelector(".sources h2").textContent,
    headings: texts("main article > :not(nav, footer, .share) h2"),
    addresses: [...new Set([...document.querySelectorAll("main .text a[href^='http'], main .sources a[href^='http']")].filter(outer).map((link) => link.href))],
    sources: [...document.querySelectorAll("main .sources li, main [id^='_source-']")].map((source) => {
      const copy = source.cloneNode(true);
      for (const back of copy.querySelectorAll(".back, .used, a[href^='#'], [hidden], script, style")) back.remove();
      return copy.textContent;
    }),
  };
});

/** What stands in the outermost 18 mm of a sheet, at its top or foot. */
const inMargin = ({ words, height }) => solid(words.filter(({ top }) => top < 52 || top > height - 40).map(({ text }) => text).join(" "));

/** The faults of a brief on paper. */
function faultsOf(printed, screen) {
  const faults = [];
  const whole = printed.map(({ text }) => text).join("");
  // The text takes two to four sheets, and may end on the next; sources in full follow.
  const bibliography = printed.findLastIndex(({ words }) => words.some(({ text }) => solid(text) === solid(screen.sourcesHeading))) + 1;
  if (bibliography === 0 || bibliography > 5) faults.push(`the sources begin on sheet ${bibliography}`);
  if (printed.length > bibliography + 2) faults.push(`${printed.length} sheets`);
  for (const [index, { width, height, words, text }] of printed.entries()) {
    if (Math.abs(width - A4.width) > 2 || Math.abs(height - A4.height) > 2) faults.push(`sheet ${index + 1} is ${width} × ${height} pt`);
    const cut = words.find(({ left, right }) => left < 20 || right > width - 20);
    if (cut) faults.push(`sheet ${index + 1} has "${cut.text}" at its edge`);
    if (text.length < 60) faults.push(`sheet ${index + 1} is empty but for "${text}"`);
  }
  if (!printed[0].text.includes(solid(screen.title))) faults.push("the title is not on the first sheet");
  for (const heading of screen.headings) if (!whole.includes(solid(heading))) faults.push(`the heading "${heading}" is missing`);
  for (const target of screen.addresses) if (!whole.includes(solid(target)) && !whole.includes(solid(decodeURI(target)))) faults.push(`the address ${target} is missing`);
  for (const source of screen.sources) if (!whole.includes(solid(source).slice(0, 60))) faults.push(`the source "${source.trim().slice(0, 60)}" is missing`);
  // Words of navigation that the text does not have itself.
  const rest = solid(screen.rest);
  for (const words of new Set(screen.navigation)) if (!rest.includes(solid(words)) && whole.includes(solid(words))) faults.push(`the navigation "${words}" is printed`);
  const later = printed.slice(1).map((sheet, index) => ({ number: index + 2, margin: inMargin(sheet) }));
  if (later.some(({ number, margin }) => !margin.includes(String(number)))) faults.push("a sheet after the first has no number in its margin");
  if (later.some(({ margin }) => !margin.includes(solid(screen.title).slice(0, 12)))) faults.push("a sheet after the first has no title in its margin");
  return faults;
}

test("every brief is a paper of A4, with all that a reader away from the screen needs", { timeout: 300_000 }, async () => {
  const faults = new Faults();
  assert.ok(site.briefs().length >= 10, "both languages have briefs");
  await site.each(site.briefs(), { viewport: { width: 1280, height: 800 } }, async (page, path) => {
    await page.goto(site.origin + path);
    const screen = await onScreen(page);
    assert.ok(screen.sources.length > 0, `${path} shows its sources`);
    for (const fault of faultsOf(await print(page), screen)) faults.add(fault, path);
  });
  assert.deepEqual(faults.lines(), []);
});

test("a brief is printed the same from a telephone and in the dark", { timeout: 300_000 }, async () => {
  const faults = new Faults();
  const briefs = site.briefs().filter((path) => /at-a-glance/.test(path));
  const texts = async (page) => (await print(page)).map(({ text }) => text);
  await site.each(briefs, {}, async (page, path) => {
    const looks = [];
    for (const [width, colorScheme] of [[1280, "light"], [360, "dark"]]) {
      await page.setViewportSize({ width, height: 800 });
      await page.emulateMedia({ colorScheme });
      await page.goto(site.origin + path);
      looks.push(await texts(page));
      await page.emulateMedia({ media: "print" });
      const paper = await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
      if (!["rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"].includes(paper)) faults.add(`is printed on ${paper} in the ${colorScheme}`, path);
      await page.emulateMedia({ media: null });
    }
    if (JSON.stringify(looks[0]) !== JSON.stringify(looks[1])) faults.add("is printed differently from a telephone", path);
  });
  assert.deepEqual(faults.lines(), []);
});
