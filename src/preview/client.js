// What a page of `briefgen serve` does in the browser beside being the page: it hears of builds, renews itself when what
// it shows has changed and only then, shows the problems of a failed build, and tells the editor about the page.
//
//  1. The server sends an event for each build, with digests of this page and of the files it shows (`connect`).
//  2. They are compared with those that the page was loaded with (`weigh`): equal, nothing happens; stylesheets only, new
//     ones take their place (`swap`); anything else, the page is loaded again and put where it was (`reload`, `restore`).
//  3. A failed build opens the overlay, a good one closes it, and the bar has the rest (`report`).
//
// It refuses to know how a page is made, what its templates look like and what a problem means: it compares digests and
// shows text. What users wrote becomes text nodes, never HTML. Nothing here is ever part of a published file.
(() => {
  'use strict';

  const loaded = { ...document.currentScript.dataset };
  const base = loaded.base;
  const own = `${base}.briefgen/`;
  const askedDay = loaded.clock === 'asked' ? loaded.today : null;

  // Elements and storage ------------------------------------------------------------------------------------------

  /** An element. Among its attributes, a function listens to the event of that name, and null is left out. */
  function make(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (typeof value === 'function') element.addEventListener(name, value);
      else if (value !== null) element.setAttribute(name, value);
    }
    element.append(...children.flat().filter((child) => child !== null));
    return element;
  }

  /** `1 source`, `1,234 words`, `no problems`. */
  function count(number, noun) {
    return `${number === 0 ? 'no' : number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`;
  }

  // Browsers that block storage throw at every access to it: the preview then forgets, and works.
  function recall(storage, key) {
    try { return window[storage].getItem(`briefgen.${key}`); } catch { return null; }
  }

  function keep(storage, key, value) {
    try { window[storage].setItem(`briefgen.${key}`, value); } catch { /* see `recall` */ }
  }

  // The files that the page shows ---------------------------------------------------------------------------------

  /** The path of a file of this site, or null for one of another host and for none. */
  function sitePath(address) {
    if (!address) return null;
    const url = new URL(address, document.baseURI);
    const ours = url.origin === location.origin && url.pathname.startsWith(base) && !url.pathname.startsWith(own);
    return ours ? url.pathname : null;
  }

  const stylesheets = () => [...document.querySelectorAll('link[rel~="stylesheet"][href]')];

  /** Paths of all files that this page shows, stylesheets first. */
  function shownFiles() {
    const embedded = [...document.querySelectorAll('[src], [poster], object[data]')]
      .flatMap((element) => [element.currentSrc || element.src, element.poster, element.data]);
    // Pictures that a stylesheet names are in no attribute; the browser tells which it has loaded.
    const styled = performance.getEntriesByType('resource')
      .filter((entry) => entry.initiatorType === 'css').map((entry) => entry.name);
    const all = [...stylesheets().map((link) => link.href), ...embedded, ...styled].map(sitePath);
    return [...new Set(all.filter((path) => path !== null))];
  }

  // The stream of builds ------------------------------------------------------------------------------------------

  // Servers refuse endless addresses. A page with more files than this holds is watched for the first of them.
  const LONGEST_QUERY = 12_000;

  let stream = null;
  let retry = null;
  let failures = 0;
  let watched = [];

  function disconnect() {
    stream?.close();
    clearTimeout(retry);
  }

  /** The part of an address that says which page this is, and for which day. */
  function pageQuery() {
    return `page=${encodeURIComponent(location.pathname)}${askedDay ? `&today=${encodeURIComponent(askedDay)}` : ''}`;
  }

  /** Hears of builds from now on, unless nobody looks: browsers allow six connections to a host, for all tabs together. */
  function connect() {
    disconnect();
    if (document.hidden) return;
    let query = pageQuery();
    watched = shownFiles();
    const files = watched.filter((path) => {
      const part = `&file=${encodeURIComponent(path)}`;
      const fits = query.length + part.length <= LONGEST_QUERY;
      if (fits) query += part;
      return fits;
    });
    stream = new EventSource(`${own}events?${query}`);
    stream.addEventListener('build', (event) => {
      failures = 0;
      bar.offline(false);
      weigh(JSON.parse(event.data), files);
    });
    // EventSource tries again after some errors and gives up at others, each browser in its own way; this does not.
    stream.addEventListener('error', () => {
      disconnect();
      bar.offline(true);
      retry = setTimeout(connect, Math.min(500 * 2 ** failures++, 4000));
    });
  }

  // What a build means for the page -------------------------------------------------------------------------------

  const named = ({ run, build }) => `${run} ${build}`;

  // Digests of the files as this page has them.
  const known = new Map();
  // The build that all of this page is as of: what it shows now for the first time is of that build too.
  let current = named(loaded);
  // The build that this page was loaded again for, so that no fault of anybody's makes it load again for ever.
  const reloadedFor = recall('sessionStorage', 'reloaded');

  function weigh(news, files) {
    const settled = [current, reloadedFor].includes(named(news));
    const unknown = files.filter((path) => !known.has(path));
    if (settled) unknown.forEach((path) => known.set(path, news.files[files.indexOf(path)]));
    // What was never compared may be of an older build. A failed build is no time for guesses.
    const stale = files.map((path, index) => [path, news.files[index]])
      .filter(([path, digest]) => (known.has(path) ? known.get(path) !== digest : !news.failed));
    const isStyle = ([path, digest]) => digest !== null && stylesheets().some((link) => sitePath(link.href) === path);
    const mended = loaded.status === '503' && !news.failed;
    // After a failed build, `page` is the digest of the last good one: if that is not this page, this page is stale.
    const differs = mended || (news.page ?? '') !== loaded.page || !stale.every(isStyle);
    if (differs && named(news) !== reloadedFor) return reload(news);
    for (const [path, digest] of stale) {
      known.set(path, digest);
      stylesheets().filter((link) => sitePath(link.href) === path).forEach((link) => swap(link, path, digest));
    }
    if (files.every((path) => known.has(path))) current = named(news);
    report(news);
  }

  // Stylesheets that are on their way, by those that they replace.
  const successors = new Map();

  /** Puts a new version beside a stylesheet and takes the old one away when the new one is there, so nothing flashes. */
  function swap(link, path, digest) {
    if ([...successors.values()].includes(link)) return;
    successors.get(link)?.remove();
    const next = link.cloneNode();
    const url = new URL(link.href);
    url.searchParams.set('v', digest);
    next.href = url.href;
    next.addEventListener('load', () => link.remove());
    next.addEventListener('error', () => {
      next.remove();
      known.delete(path);
    });
    for (const end of ['load', 'error']) next.addEventListener(end, () => successors.delete(link));
    successors.set(link, next);
    link.after(next);
  }

  // Where the reader was ------------------------------------------------------------------------------------------

  // What is still to be restored: a page that is loaded again before it was whole must not forget where it was to be.
  let pending = null;

  const heading = (details) => details.id || (details.querySelector('summary')?.textContent ?? '');

  function reload(news) {
    disconnect();
    keep('sessionStorage', 'reloaded', named(news));
    const open = [...document.querySelectorAll('details[open]')].map(heading);
    const place = pending ?? { address: location.href, left: scrollX, top: scrollY, open };
    keep('sessionStorage', 'place', JSON.stringify(place));
    location.reload();
  }

  function restore() {
    const place = JSON.parse(recall('sessionStorage', 'place') ?? 'null');
    keep('sessionStorage', 'place', 'null');
    if (place?.address !== location.href) return;
    pending = place;
    for (const details of document.querySelectorAll('details')) details.open ||= place.open.includes(heading(details));
    // A page may scroll smoothly where it is told to; this must not be seen.
    const scroll = () => scrollTo({ left: place.left, top: place.top, behavior: 'instant' });
    scroll();
    // Pictures make the page longer as they come, so again at the end, unless the reader has moved on by then.
    const moved = new AbortController();
    const done = () => {
      pending = null;
      moved.abort();
    };
    for (const kind of ['wheel', 'pointerdown', 'keydown']) addEventListener(kind, done, { passive: true, signal: moved.signal });
    addEventListener('load', () => { scroll(); done(); }, { signal: moved.signal });
  }

  // Problems ------------------------------------------------------------------------------------------------------

  /** `content/x.md:3:5`; what is not known is left out. */
  function placeOf({ path, line, column }) {
    return [path, line, column].filter((part) => part !== null && part !== undefined).join(':');
  }

  /** The lines of an excerpt with their numbers, the marked part marked, which may begin in one line and end in another. */
  function excerptLines({ line, before, marked, after }) {
    const lines = [make('span', { class: 'row', 'data-line': line })];
    for (const [tag, text] of [['span', before], ['mark', marked], ['span', after]]) {
      text.split('\n').forEach((piece, index) => {
        if (index > 0) lines.push(make('span', { class: 'row', 'data-line': line + lines.length }));
        lines.at(-1).append(make(tag, {}, piece));
      });
    }
    return lines;
  }

  function problemItem({ severity, code, message, help, excerpt, related, pages, ...place }) {
    const places = related.map((other) => make('li', {}, `${other.message} `, make('code', {}, placeOf(other))));
    return make('li', { class: `problem ${severity === 'error' ? 'error' : 'warning'}` },
      make('p', { class: 'code' }, make('b', {}, severity), ` ${code}`),
      make('h3', {}, message),
      make('p', { class: 'place' }, make('code', {}, placeOf(place))),
      excerpt ? make('pre', {}, excerptLines(excerpt)) : null,
      help ? make('p', {}, make('b', {}, 'hint '), help) : null,
      places.length ? make('ul', { class: 'related' }, places) : null,
      pages.length ? make('p', { class: 'pages' }, `on ${pages.join(', ')}`) : null);
  }

  function problemList({ problems, more = 0 }) {
    const rest = more ? make('li', { class: 'more' }, `and ${more.toLocaleString('en')} more, which the terminal lists`) : null;
    return make('ul', { class: 'problems' }, problems.map(problemItem), rest);
  }

  // The newest event: what was asked because of an older one is not shown any more.
  let latest = null;

  /** An answer of the preview, or null: if the server is gone, the stream says so and asks again later. */
  async function ask(address) {
    try {
      const response = await fetch(own + address, { cache: 'no-store' });
      return response.ok ? await response.json() : null;
    } catch {
      return null;
    }
  }

  async function report(news) {
    latest = news;
    if (!news.failed) overlay.close();
    const [site, page] = await Promise.all([ask('problems'), ask(`page?${pageQuery()}`)]);
    if (news !== latest || !site) return;
    if (news.failed && site.failed) overlay.show(site);
    bar.show(site, page);
  }

  // The overlay ---------------------------------------------------------------------------------------------------

  const overlay = (() => {
    let shown = null;
    const title = make('h2', { id: 'title', 'aria-live': 'polite' });
    const about = loaded.status === '503' ? 'There is no good build yet.' : 'The page below is the last good build.';
    const list = make('div', { class: 'scroll', tabindex: '0', role: 'group', 'aria-labelledby': 'title' });
    const dismiss = make('button', { type: 'button', autofocus: '', click: () => element.close() }, 'Dismiss ', make('kbd', {}, 'Esc'));
    const element = make('dialog', { role: 'alertdialog', 'aria-labelledby': 'title', 'aria-describedby': 'about', close: closed },
      make('div', { class: 'head' }, title, dismiss), make('p', { id: 'about' }, `${about} This goes away when the problems are mended.`), list);

    /** Remembers in this tab that the reader has seen enough of this build, however the dialog was closed. */
    function closed() {
      if (!element.open && element.returnValue !== 'mended') keep('sessionStorage', 'dismissed', named(shown));
    }

    function open() {
      element.returnValue = '';
      if (!element.open) element.showModal();
    }

    return {
      element,
      open,
      close: () => element.close('mended'),
      /** Shows the problems of a build, unless it was dismissed: then `open` does. */
      show(site) {
        shown = site;
        title.textContent = `The build failed: ${count(site.errors, 'error')}, ${count(site.warnings, 'warning')}`;
        list.replaceChildren(problemList(site));
        if (recall('sessionStorage', 'dismissed') !== named(site)) open();
      },
    };
  })();

  // The bar -------------------------------------------------------------------------------------------------------

  /** Why readers would not see this page on its day, or null. Days are compared as text; a time after them does not count. */
  function hiddenBecause({ draft, publish, expires }) {
    if (draft) return 'draft';
    if (publish && publish.slice(0, 10) > loaded.today) return `scheduled for ${publish.slice(0, 10)}`;
    if (expires && expires.slice(0, 10) <= loaded.today) return `expired on ${expires.slice(0, 10)}`;
    return null;
  }

  /** What the bar's one line says: pairs of a kind and a text. */
  function facts(site, page) {
    const { words, characters } = page ?? {};
    const total = site.errors + site.warnings;
    const here = page?.source ? page.problems.length : 0;
    return [
      ['day', askedDay && `as published on ${askedDay}`],
      ['flag', site.failed && 'build failed'],
      ['flag', page?.source && hiddenBecause(page)],
      ['fact', page?.source && (words > 0 || !characters) && count(words, 'word')],
      ['fact', page?.source && characters > 0 && count(characters, 'character')],
      ['fact', page?.minutes && `${page.minutes} min`],
      ['fact', page?.source && count(page.sources.length, 'source')],
      [here ? 'flag' : 'fact', page?.source && count(here, 'problem')],
      [total ? 'flag' : 'fact', !page?.source && `${count(total, 'problem')} on the site`],
      ['flag', page?.source && total > here && `${total.toLocaleString('en')} on the site`],
    ].filter(([, text]) => text);
  }

  function sourceItem({ id, title, href, kind, reliability, citations }) {
    // Only a place in the site is made a link, whatever a registry says.
    const name = href?.startsWith(base) ? make('a', { href }, title) : title;
    const notes = [kind, reliability && `${reliability} reliability`, count(citations, 'citation')].filter(Boolean);
    return make('li', {}, make('code', {}, id), ' ', name, make('br', {}), make('small', {}, notes.join(' · ')));
  }

  /** Goes to this page as of a day, or as of today for an empty one. */
  function visit(day) {
    const url = new URL(location.href);
    if (day) url.searchParams.set('today', day);
    else url.searchParams.delete('today');
    location.assign(url);
  }

  function dayForm() {
    const input = make('input', { type: 'date', required: '', value: loaded.today ?? '' });
    // A button rather than `change`: who types a date passes through the year 2 on the way to 2026.
    const submit = (event) => {
      event.preventDefault();
      visit(input.value);
    };
    return make('form', { submit }, make('label', {}, 'As published on ', input), make('button', {}, 'Show'),
      askedDay && make('button', { type: 'button', click: () => visit(null) }, 'Today'));
  }

  /** A part of the opened bar that can be folded, and stays so over builds and pages. */
  function fold(name, number, content) {
    const folded = recall('localStorage', `folded.${name}`) ?? String(name.endsWith('site'));
    const toggle = (event) => keep('localStorage', `folded.${name}`, String(!event.target.open));
    return make('details', { open: folded === 'true' ? null : '', toggle },
      make('summary', {}, make('h2', {}, `${name}: ${number.toLocaleString('en')}`)), content);
  }

  /** The opened bar's parts that builds change. */
  function details(site, page) {
    return [
      make('p', {}, page?.source ? make('code', {}, page.source) : 'This page has no file of its own in content.'),
      site.failed ? make('p', {}, make('button', { type: 'button', click: overlay.open }, 'Show what failed')) : null,
      page?.source ? fold('Sources', page.sources.length, make('ul', { class: 'sources' }, page.sources.map(sourceItem))) : null,
      page?.source ? fold('Problems of this page', page.problems.length, problemList(page)) : null,
      fold('Problems of the site', site.errors + site.warnings, problemList(site)),
    ].filter((part) => part !== null);
  }

  const bar = (() => {
    let shown = null;
    const note = make('p', { class: 'note', role: 'status' });
    const content = make('div', {});
    const panel = make('div', { class: 'panel scroll', id: 'panel', tabindex: '0', role: 'group', 'aria-label': 'About this page' }, dayForm(), content);
    const line = make('button', { type: 'button', class: 'line', 'aria-controls': 'panel', click: () => set(state() === 'open' ? 'line' : 'open') }, 'preview');
    const hide = make('button', { type: 'button', class: 'hide', 'aria-label': 'Hide the preview bar', click: () => set('dot').focus() }, '–');
    const dot = make('button', { type: 'button', class: 'dot', 'aria-label': 'Show the preview bar', click: () => set('line').focus() });
    const element = make('section', { class: 'bar', 'aria-label': 'Preview', keydown: escape }, note, panel, make('div', { class: 'buttons' }, line, hide), dot);
    const state = () => element.dataset.state;

    /** Opens or closes the bar; returns what takes the focus if what had it is gone. */
    function set(next) {
      element.dataset.state = next;
      line.setAttribute('aria-expanded', next === 'open');
      keep('localStorage', 'bar', next);
      return next === 'dot' ? dot : line;
    }

    function escape(event) {
      if (event.key === 'Escape' && state() === 'open') set('line').focus();
    }

    const remembered = recall('localStorage', 'bar');
    set(['open', 'dot'].includes(remembered) ? remembered : 'line');
    return {
      element,
      offline(is) {
        const text = is ? 'preview is offline, reconnecting' : '';
        if (note.textContent !== text) note.textContent = text;
      },
      /** Shows what is known of the page; nothing moves, and the focus stays, if that is what is shown. */
      show(site, page) {
        const text = JSON.stringify([site, page], (key, value) => (['run', 'build'].includes(key) ? undefined : value));
        if (text === shown) return;
        shown = text;
        const parts = facts(site, page);
        line.replaceChildren(...parts.flatMap(([kind, fact]) => [' · ', make('span', { class: kind }, fact)]).slice(1));
        dot.textContent = askedDay ?? (parts.some(([kind]) => kind === 'flag') ? '!' : '·');
        dot.setAttribute('aria-label', `Show the preview bar: ${line.textContent}`);
        content.replaceChildren(...details(site, page));
      },
    };
  })();

  /** Lets a link within the site lead to the day that is asked for, whichever way it is followed. */
  function carryDay(event) {
    const link = event.composedPath().find((node) => node instanceof Element && node.matches('a[href], area[href]'));
    const url = link && new URL(link.getAttribute('href'), document.baseURI);
    if (!url || sitePath(url.href) === null || url.searchParams.has('today')) return;
    url.searchParams.set('today', askedDay);
    link.setAttribute('href', url.href);
  }

  // Beginning -----------------------------------------------------------------------------------------------------

  // Lengths are in `em` of the reader's own size of text: the page's styles, its root's size among them, end at `:host`.
  // What is `!important` here outweighs what pages say of all elements, even if they say `!important`.
  const STYLES = `
    :host { all: initial !important; display: contents !important; color-scheme: light dark !important; }
    @media print { :host { display: none !important; } }
    * { box-sizing: border-box; margin: 0; padding: 0; font: inherit; }
    .root {
      --paper: #fff; --panel: #f2f3f5; --ink: #1c1f24; --soft: #545b66; --rule: #767d88; --link: #174ea6;
      --error: #a3211a; --warning: #7a4d00; --mark: #ffe08a; --markink: #1c1f24; --shade: rgb(0 0 0 / 45%);
      font: 0.875em/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", "Noto Sans CJK JP", sans-serif;
      color: var(--ink); overflow-wrap: anywhere; text-align: start;
    }
    @media (prefers-color-scheme: dark) {
      .root {
        --paper: #1b1e23; --panel: #272b32; --ink: #e7e8ea; --soft: #b0b6c0; --rule: #868e9a; --link: #9cc3f7;
        --error: #ff9d94; --warning: #ecc06c; --mark: #6b5310; --markink: #fff; --shade: rgb(0 0 0 / 65%);
      }
    }
    code, pre, kbd { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", "Noto Sans Mono CJK JP", monospace; font-size: 0.93em; }
    b, h2, h3 { font-weight: 650; }
    small { font-size: 0.93em; color: var(--soft); }
    ul { list-style: none; }
    a { color: var(--link); }
    button, input { padding: 0.3em 0.7em; min-height: 2em; color: inherit; background: var(--panel); border: 1px solid var(--rule); border-radius: 0.3em; }
    button, summary { cursor: pointer; }
    button:hover { border-color: var(--ink); }
    :focus-visible { outline: 0.17em solid var(--link); outline-offset: 0.12em; }
    .scroll { overflow-y: auto; overscroll-behavior: contain; }
    .scroll:focus-visible { outline-offset: -0.17em; }

    dialog {
      position: fixed; inset: 0; margin: auto; width: min(60em, 100vw - 1.5em); max-width: none; max-height: min(50em, 100dvh - 1.5em);
      color: var(--ink); background: var(--paper); border: 1px solid var(--rule); border-top: 0.3em solid var(--error); border-radius: 0.4em;
    }
    dialog[open] { display: flex; flex-direction: column; }
    dialog::backdrop { background: rgb(0 0 0 / 50%); }
    .head { display: flex; gap: 1em; align-items: start; justify-content: space-between; padding: 0.9em 1.1em 0.3em; }
    .head h2 { font-size: 1.2em; line-height: 1.3; color: var(--error); }
    .head button { flex: none; }
    .head kbd { color: var(--soft); }
    dialog > p { padding: 0 1.1em 0.9em; color: var(--soft); }
    dialog > .scroll { padding: 0 1.1em; border-top: 1px solid var(--rule); }

    .problem { padding: 0.9em 0; }
    .problem + li { border-top: 1px solid var(--rule); }
    .problem > * + * { margin-top: 0.3em; }
    .problem .code { color: var(--tone); }
    .problem h3 { font-size: 1.07em; }
    .problem .place, .problem .pages, .related, .more { color: var(--soft); }
    .more { padding: 0.9em 0; }
    .error { --tone: var(--error); }
    .warning { --tone: var(--warning); }
    .related { padding-left: 1em; }
    pre { padding: 0.5em 0; background: var(--panel); border-left: 0.2em solid var(--tone); white-space: pre-wrap; tab-size: 4; }
    .row { display: block; position: relative; min-height: 1.45em; padding: 0 0.7em 0 3.8em; }
    .row::before { content: attr(data-line); position: absolute; left: 0; width: 2.9em; text-align: right; color: var(--soft); }
    mark { color: var(--markink); background: var(--mark); text-decoration: underline 0.13em; text-underline-offset: 0.2em; }
    mark:empty { border-left: 0.15em solid var(--tone); }

    .bar {
      position: fixed; z-index: 2147483647; right: 0.6em; bottom: 0.6em; max-width: calc(100vw - 1.2em);
      display: flex; flex-direction: column; align-items: end; gap: 0.4em;
    }
    .bar > :is(.note, .panel), .buttons > *, .dot { color: var(--ink); background: var(--paper); border: 1px solid var(--rule); border-radius: 0.4em; box-shadow: 0 0.1em 0.5em rgb(0 0 0 / 18%); }
    .bar[data-state="dot"] :is(.panel, .buttons), .bar[data-state="line"] .panel, .bar:not([data-state="dot"]) .dot, .note:empty { display: none; }
    .note { padding: 0.25em 0.7em; color: var(--soft); }
    .buttons { display: flex; gap: 0.3em; max-width: 100%; }
    .line { text-align: start; }
    .line span { white-space: nowrap; }
    .line .day, .line .flag { font-weight: 650; }
    .line .flag { color: var(--warning); }
    .line .day { color: var(--link); }
    .hide, .dot { min-width: 2em; padding: 0.3em; }
    .dot { line-height: 1; font-weight: 650; }
    .panel { width: min(34em, 100vw - 1.2em); max-height: min(36em, 75dvh); padding: 0.9em 1em; }
    form { display: flex; flex-wrap: wrap; gap: 0.5em; align-items: center; margin-bottom: 0.7em; }
    details { margin-top: 0.7em; }
    summary { padding: 0.15em 0; }
    summary h2 { display: inline; }
    .sources li { padding: 0.35em 0 0.35em 1em; }
    .panel .problems { padding-left: 1em; }
    .panel .problem { padding: 0.5em 0; }
    details li + li { border-top: 1px solid color-mix(in srgb, var(--rule) 45%, transparent); }
  `;

  function start() {
    const host = document.createElement('briefgen-preview');
    const root = host.attachShadow({ mode: 'open' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLES);
    root.adoptedStyleSheets = [sheet];
    root.append(make('div', { class: 'root', lang: 'en', dir: 'ltr' }, bar.element, overlay.element));
    // Beside the body, where no layout or `:last-child` of the page meets it.
    document.documentElement.append(host);

    restore();
    if (askedDay) for (const kind of ['click', 'auxclick', 'contextmenu']) addEventListener(kind, carryDay, { capture: true });
    document.addEventListener('visibilitychange', connect);
    // A page that comes back from the browser's history has missed what happened meanwhile.
    addEventListener('pageshow', (event) => event.persisted && connect());
    addEventListener('pagehide', disconnect);
    connect();
    // Whatever is loaded later, by a stylesheet, a script or when it comes into view, is to be watched too.
    const late = () => shownFiles().some((path) => !watched.includes(path)) && connect();
    new PerformanceObserver(late).observe({ type: 'resource' });
  }

  start();
})();
