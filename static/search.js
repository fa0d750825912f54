// Searches the site in the browser. Nothing is loaded before there is something to search for. The address holds what was
// searched, so that it can be kept, sent, and gone back to. Texts come from the form; whatever is found is shown as text.

const form = document.getElementById("_search");
const count = document.getElementById("_count");
const list = document.getElementById("_found");
const more = document.getElementById("_more");
const language = document.documentElement.lang;

/** How many results are shown at a time. */
const STEP = 10;

/** How many headings of a page are shown below it. */
const HEADINGS = 3;

let loading;
let latest = 0;

/** The index, loaded once; again if that failed. */
function index() {
  loading ??= load().catch((error) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

async function load() {
  const folder = new URL(form.dataset.folder, location.href).href;
  const { createInstance } = await import(`${folder}pagefind.js`);
  // Names weigh as much as titles: who searches for a name looks for its bearer first.
  const ranking = { metaWeights: { title: 5, names: 5 } };
  const found = createInstance({ basePath: folder, noWorker: true, excerptLength: language === "ja" ? 60 : 30, ranking });
  await found.init();
  return found;
}

/** What the form asks for. */
function asked() {
  const data = new FormData(form);
  return { q: data.get("q").trim(), topic: data.get("topic") ?? "", kinds: data.getAll("kind") };
}

/** The address of a search, on this page or on that of another language. */
function address({ q, topic, kinds }, base = form.action) {
  const url = new URL(base);
  if (q) url.searchParams.set("q", q);
  if (topic) url.searchParams.set("topic", topic);
  for (const kind of kinds) url.searchParams.append("kind", kind);
  return url.href;
}

/** Fills the form with what the address asks for. */
function fill() {
  const parameters = new URL(location.href).searchParams;
  form.elements.q.value = parameters.get("q") ?? "";
  const { topic } = form.elements;
  if (topic) topic.value = parameters.get("topic") ?? "";
  if (topic?.selectedIndex === -1) topic.value = "";
  const kinds = parameters.getAll("kind");
  for (const box of form.querySelectorAll("[name=kind]")) box.checked = kinds.includes(box.value);
}

/** A query in the spellings to try, one after the other: letters in their usual width; in Japanese, hiragana alone as
 *  katakana first, which is how names are read, for browsers divide hiragana into syllables that are found everywhere. */
function spellings(query) {
  const plain = query.normalize("NFKC");
  if (language !== "ja" || !/^[ぁ-ゖー・\s]+$/u.test(plain)) return [plain];
  return [plain.replace(/[ぁ-ゖ]/gu, (kana) => String.fromCodePoint(kana.codePointAt() + 0x60)), plain];
}

async function search() {
  const number = ++latest;
  const query = asked();
  for (const link of document.querySelectorAll("[data-other]")) link.href = address(query, link.href.split("?")[0]);
  list.replaceChildren();
  more.hidden = true;
  if (!query.q) return say(form.dataset.hint);
  say(form.dataset.searching);
  try {
    const found = await results(await index(), query);
    if (number === latest) await show(found, query, number);
  } catch (error) {
    if (number === latest) say(form.dataset.failed);
  }
}

async function results(pagefind, { q, topic, kinds }) {
  const filters = {};
  if (topic) filters.topic = topic;
  if (kinds.length) filters.kind = { any: kinds };
  for (const spelling of spellings(q)) {
    const { results } = await pagefind.search(spelling, { filters });
    if (results.length && holds(await results[0].data(), spelling)) return results;
  }
  return [];
}

/** Whether the first result has to do with the query: where a word is nowhere, the index gives what begins with its first
 *  letters, if only with one. Words are bent, so a third of each must be there. */
function holds({ content, meta }, query) {
  const bare = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const text = bare(`${meta.title} ${meta.names ?? ""} ${content}`);
  const words = bare(query).match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.every((word) => {
    const letters = [...word];
    return text.includes(letters.slice(0, Math.max(2, Math.ceil(letters.length / 3))).join(""));
  });
}

function say(text) {
  count.textContent = text;
}

/** Shows the first results and says how many there are. */
async function show(found, { q }, number) {
  const first = await items(found.slice(0, STEP));
  if (number !== latest) return;
  list.replaceChildren(...first);
  if (!found.length) return say(form.dataset.none.replace("{q}", () => q));
  const rule = new Intl.PluralRules(language).select(found.length);
  const text = form.getAttribute(`data-count-${rule}`) ?? form.dataset.countOther;
  say(text.replace("{n}", found.length.toLocaleString(language)).replace("{q}", () => q));
  offer(found.slice(STEP), number);
}

/** Offers further results; the first of them gets the focus when it is taken. */
function offer(rest, number) {
  more.hidden = !rest.length;
  more.onclick = async () => {
    const next = await items(rest.slice(0, STEP));
    if (number !== latest) return;
    list.append(...next);
    offer(rest.slice(STEP), number);
    next[0]?.querySelector("a").focus();
  };
}

const items = async (found) => (await Promise.all(found.map((one) => one.data()))).map(item);

/** A result: where it leads, what it is, the words around what was found, and the headings below which it was found. */
function item(found) {
  const kind = form.querySelector(`[name=kind][value="${CSS.escape(found.filters.kind?.[0] ?? "")}"]`);
  const entry = element("li");
  const title = element("p", "title");
  title.append(link(found.url, found.meta.title));
  entry.append(title, element("p", "kind", kind?.dataset.one ?? ""), marked(element("p"), found.excerpt));
  const headings = found.sub_results.filter(({ anchor }) => anchor).slice(0, HEADINGS);
  if (headings.length) {
    const below = element("ul");
    below.append(...headings.map((heading) => {
      const one = element("li");
      one.append(link(heading.url, heading.title));
      return one;
    }));
    entry.append(below);
  }
  return entry;
}

function element(name, className = "", text = "") {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.textContent = text;
  return made;
}

function link(href, text) {
  const made = element("a", "", text);
  made.href = href;
  return made;
}

/** Puts an excerpt into a paragraph. It is HTML with nothing in it but `mark` and two references, and becomes text. The
 *  index puts an English stop behind headings. */
function marked(paragraph, excerpt) {
  const text = (html) => html.replaceAll("&lt;", "<").replaceAll("&gt;", ">");
  const stopped = language === "ja" ? excerpt.replace(/(?<=[^\x00-\x7F](<\/mark>)?)\.(\s|$)/gu, "。") : excerpt;
  stopped.split(/<mark>(.*?)<\/mark>/su).forEach((part, number) => {
    paragraph.append(number % 2 ? element("mark", "", text(part)) : text(part));
  });
  return paragraph;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const next = address(asked());
  if (next !== location.href) history.pushState(null, "", next);
  search();
});
form.addEventListener("change", ({ target }) => {
  if (target.name === "q") return;
  history.replaceState(null, "", address(asked()));
  search();
});
addEventListener("popstate", () => {
  fill();
  search();
});

fill();
search();
