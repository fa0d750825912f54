// The microsite, built by the program and served below a sub-path the way GitHub Pages serves. `tests/run` installs what this
// needs and builds the program first.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { chromium } from "playwright-core";

const project = new URL("../..", import.meta.url).pathname;
const program = process.env.BRIEFGEN ?? join(project, "target/release/briefgen");
const types = { ".html": "text/html", ".css": "text/css", ".svg": "image/svg+xml", ".xml": "application/xml", ".txt": "text/plain",
  ".js": "text/javascript", ".json": "application/json" };
const launch = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync"];

const isRedirect = (html) => html.includes('http-equiv="refresh"');

/** The site in a folder, its server and a browser. */
export class Published {
  static async open() {
    const site = new Published();
    site.folder = mkdtempSync(join(tmpdir(), "briefgen-site-"));
    site.server = createServer((request, response) => site.answer(request, response));
    await new Promise((listening) => site.server.listen(0, "127.0.0.1", listening));
    site.origin = `http://127.0.0.1:${site.server.address().port}`;
    execFileSync(program, ["build", "--strict", "--today=2026-11-23", "--root", project, "--output", site.folder, "--base-url", `${site.origin}/repo/`]);
    site.browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: launch });
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
    response.writeHead(there ? 200 : 404, { "content-type": types[extname(name)] ?? "application/octet-stream" });
    response.end(readFileSync(name));
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
}

/** The address of a file, below the sub-path. */
export const address = (name) => `/repo/${name.replace(/index\.html$/, "")}`;
