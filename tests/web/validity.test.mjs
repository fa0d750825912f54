// Every file by the rules of its format: HTML, CSS and SVG by the Nu checker, feeds, sitemap, calendar and linked data by parsers of others.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { parseAtomFeed, parseJsonFeed } from "feedsmith";
import ICAL from "ical.js";
import jsonld from "jsonld";
import { validateXML } from "xmllint-wasm";
import { Faults, Published, address } from "./published.mjs";

const require = createRequire(import.meta.url);

/** What the Nu checker warns of and is as it should be: what it says, and why. */
const EXPLAINED = [
  {
    pattern: /^Inline script violates Content Security Policy/,
    // The policy is asked about a script that would run; a block of data is passed over before that (HTML, "prepare the script
    // element", steps 11 to 13). That no policy is broken is seen in the browser, in `safety.test.mjs`.
    reason: "linked data is no script",
    holds: (extract) => extract.includes('type="application/ld+json"'),
  },
  {
    pattern: /“paint-order”: Property “paint-order” doesn't exist/,
    // SVG 2, section 13.8: a property of CSS, which lets letters on a drawing stand out from its lines.
    reason: "the checker's list of properties is older than SVG 2",
    holds: () => true,
  },
  {
    pattern: /“container(-type)?”: Property “container(-type)?” doesn't exist|Unrecognized at-rule “@container”/,
    // https://www.w3.org/TR/css-conditional-5/#container-queries
    reason: "the checker is older than container queries",
    holds: () => true,
  },
];

let site;

before(async () => {
  site = await Published.open();
});

after(() => site?.close());

/** What the Nu checker says of these places, addresses or files. */
async function check(places) {
  const jar = require.resolve("vnu-jar/build/dist/vnu.jar");
  const java = ["-Xmx1g", "-Dnu.validator.servlet.allow-forbidden-hosts=true", "-jar", jar];
  const { stderr } = await promisify(execFile)("java", [...java, "--format", "json", "--exit-zero-always", "--also-check-css", "--also-check-svg", ...places], { maxBuffer: 1 << 28 });
  return JSON.parse(stderr).messages;
}

test("HTML, CSS and SVG are valid, without a warning that is not explained", { timeout: 600_000 }, async () => {
  const faults = new Faults();
  const ending = (pattern) => site.files().filter((name) => pattern.test(name));
  // It gets pages as a browser does; drawings it knows as such on disk only.
  const messages = [
    ...await check(ending(/\.(html|css)$/).map((name) => `${site.origin}/repo/${name}`)),
    ...await check(ending(/\.svg$/).map((name) => join(site.folder, name))),
  ];
  for (const { type, message, extract, url, lastLine } of messages) {
    if (EXPLAINED.some(({ pattern, holds }) => pattern.test(message) && holds(extract ?? ""))) continue;
    faults.add(`${type}: ${message}: ${(extract ?? "").replace(/\s+/g, " ")}`, `${url}:${lastLine}`);
  }
  assert.deepEqual(faults.lines(), []);
});

/** What pages name as their feeds: `{address: type}`. */
function feeds() {
  const named = new Map();
  for (const name of site.htmlFiles()) {
    for (const [, type, href] of site.text(name).matchAll(/<link rel="alternate" type="(application\/[a-z]+\+(?:xml|json)|application\/json)"[^>]*href="([^"]+)"/g)) {
      named.set(new URL(href, site.origin).pathname, type);
    }
  }
  return named;
}

const isInstant = (text) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(text ?? "") && !Number.isNaN(Date.parse(text));

/** What an Atom feed lacks of what RFC 4287 asks for in 4.1.1, 4.1.2 and 4.2. */
function faultsOfAtom(text, url) {
  const feed = parseAtomFeed(text);
  const faults = [];
  for (const part of ["id", "title", "updated"]) if (!feed[part]) faults.push(`the feed has no ${part}`);
  if (!feed.links?.some(({ rel, href }) => rel === "self" && href === url)) faults.push("the feed does not name itself");
  const ids = (feed.entries ?? []).map(({ id }) => id);
  if (new Set(ids).size !== ids.length) faults.push("two entries have one id");
  for (const entry of feed.entries ?? []) {
    for (const part of ["id", "title", "updated"]) if (!entry[part]) faults.push(`${entry.id} has no ${part}`);
    if (!feed.authors?.length && !entry.authors?.length) faults.push(`${entry.id} has no author`);
    if (!entry.content && !entry.links?.some(({ rel }) => (rel ?? "alternate") === "alternate")) faults.push(`${entry.id} leads nowhere`);
    for (const time of [entry.updated, entry.published ?? entry.updated]) if (!isInstant(time)) faults.push(`${entry.id} has the time ${time}`);
  }
  return faults;
}

/** What a JSON Feed lacks of what https://www.jsonfeed.org/version/1.1/ asks for. */
function faultsOfJson(text, url) {
  const feed = parseJsonFeed(text);
  const faults = [];
  if (JSON.parse(text).version !== "https://jsonfeed.org/version/1.1") faults.push("the feed is of no known version");
  if (!feed.title) faults.push("the feed has no title");
  if (feed.feed_url !== url) faults.push("the feed does not name itself");
  const ids = (feed.items ?? []).map(({ id }) => id);
  if (new Set(ids).size !== ids.length) faults.push("two items have one id");
  for (const item of feed.items ?? []) {
    if (!item.id) faults.push("an item has no id");
    if (item.content_html === undefined && item.content_text === undefined) faults.push(`${item.id} has no content`);
    for (const time of [item.date_published, item.date_modified]) if (time !== undefined && !isInstant(time)) faults.push(`${item.id} has the time ${time}`);
  }
  return faults;
}

test("every feed that pages name says what its format asks for", async () => {
  const faults = new Faults();
  const named = feeds();
  assert.ok([...named].some(([path, type]) => type === "application/atom+xml" && path.includes("/ja/")), "pages name feeds in both languages");
  for (const [path, type] of named) {
    const url = site.origin + path;
    const text = await (await fetch(url)).text();
    for (const fault of type === "application/atom+xml" ? faultsOfAtom(text, url) : faultsOfJson(text, url)) faults.add(fault, path);
  }
  assert.deepEqual(faults.lines(), []);
});

/** The schema of the other namespace of a sitemap: links to editions, as https://www.w3.org/1999/xhtml has them. */
const EDITIONS = `<schema xmlns="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.w3.org/1999/xhtml">
<element name="link"><complexType>
<attribute name="rel" fixed="alternate" use="required"/>
<attribute name="hreflang" use="required"><simpleType><union memberTypes="language"><simpleType><restriction base="string"><enumeration value="x-default"/></restriction></simpleType></union></simpleType></attribute>
<attribute name="href" type="anyURI" use="required"/>
</complexType></element>
</schema>`;

test("the sitemap follows its schema, and its addresses answer", async () => {
  const schema = `<schema xmlns="http://www.w3.org/2001/XMLSchema">
<import namespace="http://www.sitemaps.org/schemas/sitemap/0.9" schemaLocation="sitemap.xsd"/>
<import namespace="http://www.w3.org/1999/xhtml" schemaLocation="editions.xsd"/>
</schema>`;
  const sitemaps = readFileSync(require.resolve("sitemap/package.json").replace("package.json", "schema/sitemap.xsd"), "utf8");
  const { valid, errors } = await validateXML({
    xml: [{ fileName: "sitemap.xml", contents: site.text("sitemap.xml") }],
    schema: [{ fileName: "all.xsd", contents: schema }],
    preload: [{ fileName: "sitemap.xsd", contents: sitemaps }, { fileName: "editions.xsd", contents: EDITIONS }],
  });
  assert.deepEqual(errors.map(({ rawMessage }) => rawMessage), []);
  assert.ok(valid);
  const locations = [...site.text("sitemap.xml").matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, url]) => url);
  assert.ok(locations.length > 100, `${locations.length} addresses`);
  for (const url of locations) assert.equal((await fetch(url)).status, 200, url);
});

test("every calendar is one, with an event for each line of the timeline, and times that hold", () => {
  const names = site.files().filter((name) => name.endsWith(".ics"));
  assert.ok(names.length >= 2, `${names}`);
  for (const name of names) {
    const text = site.text(name);
    const long = text.split("\r\n").find((line) => Buffer.byteLength(line) > 75);
    assert.equal(long, undefined, "RFC 5545, 3.1: lines of 75 octets at most");
    const calendar = new ICAL.Component(ICAL.parse(text));
    assert.equal(calendar.name, "vcalendar");
    for (const part of ["version", "prodid"]) assert.ok(calendar.getFirstPropertyValue(part), `${name} has no ${part}`);
    const events = calendar.getAllSubcomponents("vevent");
    assert.ok(events.length > 20, `${name} has ${events.length} events`);
    assert.equal(new Set(events.map((event) => event.getFirstPropertyValue("uid"))).size, events.length, "each has an id of its own");
    for (const component of events) {
      const { summary, startDate, endDate } = new ICAL.Event(component);
      assert.ok(summary && component.getFirstPropertyValue("dtstamp"), summary);
      assert.ok(startDate.compare(endDate) < 0, `${summary} ends before it begins`);
    }
  }
});

/** The linked data of a page, each block parsed. */
const linkedData = (html) => [...html.matchAll(/<script type="application\/ld\+json">([\s\S]*?)<\/script>/g)].map(([, json]) => JSON.parse(json));

/** Says of every name that it is of schema.org, in place of the context that schema.org itself would be asked for. */
async function vocabulary(url) {
  assert.match(url, /^https?:\/\/schema\.org\/?$/, "the only vocabulary");
  return { contextUrl: null, documentUrl: url, document: { "@context": { "@vocab": "https://schema.org/", "@language": null, id: "@id", type: "@type" } } };
}

/** What things of a type have to say: https://developers.google.com/search/docs/appearance/structured-data, and schema.org. */
const REQUIRED = {
  Report: ["headline", "datePublished", "author", "publisher", "inLanguage"],
  BreadcrumbList: ["itemListElement"],
  ListItem: ["position"],
  ClaimReview: ["claimReviewed", "reviewRating", "url"],
  Rating: ["alternateName"],
  Dataset: ["name", "description"],
};

/** Calls `visit` for a value and all within it that are things. */
function things(value, visit) {
  if (Array.isArray(value)) return value.forEach((inner) => things(inner, visit));
  if (value === null || typeof value !== "object") return undefined;
  visit(value);
  return things(Object.values(value), visit);
}

test("linked data is JSON-LD that says what its types ask for, and every brief has it", async () => {
  const faults = new Faults();
  const types = new Set();
  const briefs = new Set(site.briefs());
  for (const name of site.htmlFiles()) {
    const blocks = linkedData(site.text(name));
    if (blocks.length === 0 && briefs.has(address(name))) faults.add("has no linked data", address(name));
    for (const block of blocks) {
      // Safe: a name or value that would be dropped is an error.
      await jsonld.expand(block, { documentLoader: vocabulary, safe: true }).catch(({ message, details }) => faults.add(`${message} ${JSON.stringify(details)}`, address(name)));
      things(block, (thing) => {
        types.add(thing["@type"]);
        for (const part of REQUIRED[thing["@type"]] ?? []) if (thing[part] === undefined) faults.add(`a ${thing["@type"]} has no ${part}`, address(name));
      });
    }
  }
  for (const type of ["Report", "BreadcrumbList", "ClaimReview"]) if (!types.has(type)) faults.add(`no page has a ${type}`, "the site");
  assert.deepEqual(faults.lines(), []);
});

test("every JSON file is JSON, and every XML file is well-formed", async () => {
  for (const name of site.files().filter((name) => name.endsWith(".json"))) JSON.parse(site.text(name));
  const page = await site.browser.newPage();
  for (const name of site.files().filter((name) => /\.(xml|svg)$/.test(name))) {
    const error = await page.evaluate((xml) => new DOMParser().parseFromString(xml, "application/xml").querySelector("parsererror")?.textContent, site.text(name));
    assert.equal(error, undefined, name);
  }
  await page.close();
});
