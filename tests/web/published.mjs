// The microsite, built by the program and served below a sub-path the way GitHub Pages serves. `tests/run` installs what this
// needs and builds the program first.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { availableParallelism, tmpdir } from "node:os";
import { extname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { chromium } from "playwright-core";

const project = new URL("../..", import.meta.url).pathname;
const program = process.env.BRIEFGEN ?? join(project, "target/release/briefgen");
/** What GitHub Pages sends files as; it compresses those of the first list. */
const compressed = {
  ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "application/javascript; charset=utf-8",
  ".mjs": "application/javascript; charset=utf-8", ".svg": "image/svg+xml", ".xml": "application/xml", ".txt": "text/plain; charset=utf-8",
  ".json": "application/json; charset=utf-8", ".md": "text/markdown; charset=utf-8", ".ics": "text/calendar", ".csv": "text/csv; charset=utf-8",
  ".wasm": "application/wasm",
};
const types = { ...compressed, ".png": "image/png", ".jpg": "image/jpeg", ".webp": "image/webp", ".avif": "image/avif", ".woff2": "font/woff2" };
const launch = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync"];

const isRedirect = (html) => html.includes('http-equiv="refresh"');

/** The site in a folder, with its drafts if they are asked for, its server and a browser, which is started with `more` arguments. */
export class Published {
  static async open({ more = [], drafts = false } = {}) {
    const site = new Published();
    site.sent = new Map();
    site.folder = mkdtempSync(join(tmpdir(), "briefgen-site-"));
    site.server = createServer((request, response) => site.answer(request, response));
    await new Promise((listening) => site.server.listen(0, "127.0.0.1", listening));
    site.origin = `http://127.0.0.1:${site.server.address().port}`;
    execFileSync(program, ["build", "--strict", "--today=2026-11-23", "--root", project, "--output", site.folder, "--base-url", `${site.origin}/repo/`, ...drafts ? ["--drafts"] : []]);
    site.browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: [...launch, ...more] });
    return site;
  }

  async close() {
    await this.browser?.close();
    this.server?.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Answers like GitHub Pages: `/x` leads to `/x/`, unknown addresses get `404.html` with status 404. */
  answer(request, response) {
    const path = decodeURIComponent(new URL(request.url, this.origin).pathname);
    if (!path.startsWith("/repo/")) return response.writeHead(404).end("outside the site");
    const place = join(this.folder, path.slice("/repo/".length));
    const found = statSync(place, { throwIfNoEntry: false });
    if (found?.isDirectory() && !path.endsWith("/")) return response.writeHead(301, { location: `${path}/` }).end();
    const file = found?.isDirectory() ? join(place, "index.html") : place;
    const there = statSync(file, { throwIfNoEntry: false })?.isFile();
    const name = there ? file : join(this.folder, "404.html");
    const zip = extname(name) in compressed && /\bgzip\b/.test(request.headers["accept-encoding"]);
    response.writeHead(there ? 200 : 404, {
      "content-type": types[extname(name)] ?? "application/octet-stream", "cache-control": "max-age=600", vary: "Accept-Encoding",
      ...zip && { "content-encoding": "gzip" },
    });
    response.end(this.bytes(name, zip));
  }

  /** What is sent of a file. Tests may change files between requests, so it is remembered by when the file was written. */
  bytes(name, zip) {
    const key = `${name} ${zip} ${statSync(name).mtimeMs}`;
    if (!this.sent.has(key)) this.sent.set(key, zip ? gzipSync(readFileSync(name)) : readFileSync(name));
    return this.sent.get(key);
  }

  text(name) {
    return readFileSync(join(this.folder, name), "utf8");
  }

  files() {
    return readdirSync(this.folder, { recursive: true }).filter((name) => statSync(join(this.folder, name)).isFile());
  }

  htmlFiles() {
    return this.files().filter((name) => name.endsWith(".html"));
  }

  /** The addresses of all pages that readers are led to. */
  pages() {
    return this.htmlFiles().filter((name) => !name.endsWith("404.html") && !isRedirect(this.text(name))).map(address);
  }

  /** The pages that are briefs, in all languages: those below `briefs/`. */
  briefs() {
    return this.pages().filter((path) => /\/briefs\/[^/]+\/$/.test(path) && !/\/page\//.test(path));
  }

  /**
   * Pages of each type, in each language: every page at the top, every brief, of each other folder the longest page, and the
   * page for unknown addresses.
   */
  typical() {
    const length = (path) => this.text(join(path.slice("/repo/".length), "index.html")).length;
    const longest = new Map();
    for (const path of this.pages()) {
      const [, folder, name] = path.match(/^(\/repo\/(?:ja\/)?(?:[^/]+\/)?)(.*)$/);
      if (name === "" || folder.endsWith("/briefs/")) continue;
      if (!longest.has(folder) || length(path) > length(longest.get(folder))) longest.set(folder, path);
    }
    const top = this.pages().filter((path) => /^\/repo\/(?:ja\/)?(?:[^/]+\/)?$/.test(path));
    return [...top, ...this.briefs(), ...longest.values(), "/repo/no/such/page/"];
  }

  /** Does `look(page, path)` with each of `paths`, on as many pages at once as there are cores, each in a context of its own. */
  async each(paths, options, look) {
    const waiting = [...paths];
    const one = async () => {
      const context = await this.browser.newContext(options);
      const page = await context.newPage();
      for (let path = waiting.shift(); path; path = waiting.shift()) await look(page, path);
      await context.close();
    };
    await Promise.all(Array.from({ length: availableParallelism() }, one));
  }
}

/** Faults of many pages: each is told once, with the pages that have it. */
export class Faults {
  #found = new Map();

  add(what, where) {
    if (!this.#found.has(what)) this.#found.set(what, new Set());
    this.#found.get(what).add(where);
  }

  lines() {
    return [...this.#found].map(([what, where]) => {
      const [some, rest] = [[...where].slice(0, 5), where.size - 5];
      return `${what} – ${some.join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
    });
  }
}

/** The address of a file, below the sub-path. */
export const address = (name) => `/repo/${name.replace(/index\.html$/, "")}`;
