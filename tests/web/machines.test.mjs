// What programs read of the microsite, as well-kept parsers see it.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { parseAtomFeed, parseJsonFeed } from "feedsmith";
import jsonld from "jsonld";
import { Published, address } from "./published.mjs";

let site;

before(async () => (site = await Published.open()));

after(() => site?.close());

const languages = ["", "ja/"];

/** Every JSON-LD document of a file. */
const documents = (html) => [...html.matchAll(/<script type="application\/ld\+json">(.*?)<\/script>/gs)].map(([, text]) => JSON.parse(text));

/** What the parser gets in place of https://schema.org, which no test asks: all terms as they are, and which of them hold addresses. */
const context = { "@vocab": "https://schema.org/", ...Object.fromEntries(["url", "contentUrl", "license", "image", "mainEntityOfPage", "item"].map((term) => [term, { "@type": "@id" }])) };
const documentLoader = async (url) => {
  assert.equal(url, "https://schema.org");
  return { contextUrl: null, documentUrl: url, document: { "@context": context } };
};

const schema = (term) => `https://schema.org/${term}`;

/** What each type must say. */
const required = {
  Report: ["headline", "description", "inLanguage", "author", "publisher", "license", "isPartOf", "citation", "datePublished"],
  BreadcrumbList: ["itemListElement"],
  ListItem: ["position", "name", "item"],
  Dataset: ["name", "description", "license", "creator", "distribution"],
  DataDownload: ["contentUrl", "encodingFormat"],
  WebSite: ["name", "url"],
  ClaimReview: ["claimReviewed", "itemReviewed", "reviewRating", "author", "url"],
  CreativeWork: [],
};

function check(node, path, met) {
  if (Array.isArray(node)) return node.forEach((one) => check(one, path, met));
  if (node === null || typeof node !== "object") return;
  if ("@id" in node) {
    assert.ok(URL.canParse(node["@id"]) && /^https?:/.test(node["@id"]), `${path}: ${node["@id"]} is no full address`);
    assert.ok(!node["@id"].startsWith("https://schema.org"), path);
  }
  for (const type of node["@type"] ?? []) {
    const name = type.replace("https://schema.org/", "");
    met.add(name);
    for (const term of required[name] ?? []) assert.ok(node[schema(term)]?.length, `${path}: ${name} has no ${term}`);
  }
  for (const value of Object.values(node)) check(value, path, met);
}

test("structured data is JSON-LD with full addresses and all that its types must say", async () => {
  const met = new Set();
  for (const name of site.htmlFiles()) {
    const found = documents(site.text(name));
    // The page to search on says nothing of its own.
    if (site.pages().includes(address(name)) && !name.endsWith("search/index.html")) assert.ok(found.length > 0, name);
    for (const document of found) check(await jsonld.expand(document, { documentLoader }), name, met);
  }
  for (const type of ["Report", "AboutPage", "CollectionPage", "BreadcrumbList", "Dataset", "WebSite", "ClaimReview"]) assert.ok(met.has(type), type);
});

test("what structured data says of downloads and pages of the site is there", async () => {
  const asked = new Set();
  const collect = (value) => {
    if (typeof value === "string" && value.startsWith(site.origin)) asked.add(value.split("#")[0]);
    else if (value && typeof value === "object") Object.values(value).forEach(collect);
  };
  for (const name of site.htmlFiles()) documents(site.text(name)).forEach(collect);
  assert.ok(asked.size > 20);
  for (const url of asked) if (!url.includes("{")) assert.equal((await fetch(url)).status, 200, url);
});

test("feeds are read by a parser, say the same, and hold every page in full", () => {
  for (const home of languages) {
    const atom = parseAtomFeed(site.text(`${home}atom.xml`));
    const json = parseJsonFeed(site.text(`${home}feed.json`));
    assert.ok(atom.entries.length >= 6);
    assert.deepEqual(atom.entries.map(({ id }) => id), json.items.map(({ id }) => id));
    assert.equal(json.version ?? "https://jsonfeed.org/version/1.1", "https://jsonfeed.org/version/1.1");
    assert.equal(json.home_page_url, atom.links.find(({ rel }) => rel === "alternate").href);
    for (const [place, item] of json.items.entries()) {
      const entry = atom.entries[place];
      const html = typeof entry.content === "string" ? entry.content : entry.content.value;
      assert.equal(html.trim(), item.content_html.trim());
      assert.ok(html.length > 500, `${item.id} is short`);
      assert.doesNotMatch(html, / id=|<script| (?:href|src)="(?!https?:|mailto:)/, item.id);
      assert.ok(item.title && item.summary && item.date_published && (item.authors ?? json.authors).length, item.id);
    }
    const corrections = parseJsonFeed(site.text(`${home}corrections.json`));
    assert.ok(corrections.title && corrections.feed_url.endsWith(`${home}corrections.json`));
    parseAtomFeed(site.text(`${home}corrections.xml`));
  }
});

test("every page with a text has a copy as Markdown, which the list of its language leads to", async () => {
  for (const home of languages) {
    const list = site.text(`${home}llms.txt`);
    assert.match(list, /^# .+\n\n> .+\n\n[^#]+\n\n## .+\n\n- \[.+\]\(http.+\): .+\n/);
    const leads = [...list.matchAll(/\]\((http[^)]+)\)/g)].map(([, url]) => url);
    assert.ok(leads.filter((url) => url.endsWith("index.md")).length >= 6);
    for (const url of leads) assert.equal((await fetch(url)).status, 200, url);
  }
  const copies = site.files().filter((name) => name.endsWith("index.md"));
  assert.ok(copies.length >= 16, `only ${copies.length}`);
  for (const name of copies) {
    const text = site.text(name);
    assert.match(text, /^# .+\n\n- .+<http/, name);
    assert.doesNotMatch(text, /\]\(\/|\[@|\]\((?:term|actor|claim|event|source|confidence):|\]\{|```\{/, name);
    for (const [, url] of text.matchAll(/\]\((http[^)\s]+)/g)) {
      if (url.startsWith(site.origin)) assert.equal((await fetch(url)).status, 200, `${name}: ${url}`);
    }
  }
});

test("every brief leads to files that cite it", async () => {
  const briefs = site.files().filter((name) => name.endsWith("cite.bib"));
  assert.equal(briefs.length, site.briefs().length);
  for (const name of briefs) {
    const folder = name.replace("cite.bib", "");
    const [item] = JSON.parse(site.text(`${folder}cite.json`));
    const url = site.origin + address(folder);
    assert.equal(item.URL, url);
    assert.match(site.text(name), new RegExp(`^@misc\\{[a-z0-9-]+,\\n  title = \\{\\{.+\\}\\},\\n(?:  [a-z]+ = \\{.+\\},?\\n)+\\}\\n$`));
    const ris = site.text(`${folder}cite.ris`).split("\r\n");
    assert.ok(ris[0] === "TY  - ELEC" && ris.includes(`UR  - ${url}`) && ris.at(-2) === "ER  - ", name);
    const html = site.text(`${folder}index.html`);
    for (const file of ["cite.bib", "cite.ris", "cite.json", "index.md"]) assert.ok(html.includes(`${address(folder)}${file}"`), `${name}: ${file}`);
  }
});
