//! Turns a site into what readers can search: its pages, and the entries of its registries at their own addresses. Knows
//! nothing of how that is looked up.

use std::collections::BTreeSet;

use pulldown_cmark_escape::escape_html;
use serde::Serialize;

use super::lens::Lens;
use crate::base::{Formats, PartialDate, Slug, katakana, script, unaccented};
use crate::evidence::{Actor, ActorKind, Claim, Entry, Event, Office, Registry, Term, Work};
use crate::input::{Language, Localized, Located};
use crate::site::{Catalogue, Page, PageId, Site};

/// The kinds of things that are found, in the order in which readers look for them.
pub const KINDS: [&str; 8] = ["brief", "page", "person", "institution", "term", "event", "claim", "source"];

/// Something that can be found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Searchable {
    /// Where it is.
    pub href: String,
    /// The language of those who find it.
    pub language: String,
    /// What it is called.
    pub title: String,
    /// Other names and spellings, by which it is found and which are not shown.
    pub names: Vec<String>,
    /// One of `KINDS`.
    pub kind: &'static str,
    /// What it is about.
    pub topics: Vec<String>,
    /// What it says.
    pub content: Content,
}

/// What something says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum Content {
    /// As text.
    Text(String),
    /// As HTML, whose headings can be found too.
    Html(String),
}

/// Everything that can be found, in an order that stays.
pub fn all(site: &Site) -> Vec<Searchable> {
    let pages = site.numbered_entries().map(|(id, _)| page(site, id));
    pages.chain(site.config().languages.iter().flat_map(|language| entries(site, language))).collect()
}

fn page(site: &Site, id: PageId) -> Searchable {
    let page = site.page(id);
    let front = &page.document.front;
    let topics = site.topics_of(id).iter().map(|topic| site.topic(*topic).slug.to_string());
    Searchable {
        href: site.href(&page.identity.address),
        language: page.identity.language.to_string(),
        title: plain(&front.title),
        names: Vec::new(),
        kind: if front.kind.is_some() { "brief" } else { "page" },
        topics: topics.collect(),
        content: Content::Html(html(page)),
    }
}

/// What a page says, without what other files put into its body.
fn html(page: &Page) -> String {
    let front = &page.document.front;
    let mut html = String::new();
    let points = front.key_points.iter().map(|point| &point.value);
    for text in std::iter::once(&front.summary).chain(points).filter(|text| !text.is_empty()) {
        html.push_str("<p>");
        escape_html(&mut html, text).expect("a string takes all that is written");
        html.push_str("</p>\n");
    }
    html.push_str(&page.document.body.html);
    plain(&html)
}

fn entries(site: &Site, language: &Language) -> Vec<Searchable> {
    let registrar = Registrar {
        site,
        lens: Lens { site, language: &language.code },
        formats: Formats::of(&language.locale),
    };
    let evidence = &site.evidence;
    let mut entries = each(&evidence.actors, |entry| registrar.actor(entry));
    entries.extend(each(&evidence.terms, |entry| registrar.term(entry)));
    entries.extend(each(&evidence.events, |entry| registrar.event(entry)));
    entries.extend(each(&evidence.claims, |entry| registrar.claim(entry)));
    entries.extend(each(&evidence.works, |entry| registrar.source(entry)));
    entries
}

fn each<T>(registry: &Registry<T>, searchable: impl Fn(&Entry<T>) -> Searchable) -> Vec<Searchable> {
    registry.iter().map(|(_, entry)| searchable(entry)).collect()
}

/// Reads entries for the readers of a language.
struct Registrar<'s> {
    site: &'s Site,
    lens: Lens<'s>,
    formats: Formats,
}

impl<'s> Registrar<'s> {
    fn text(&self, text: &'s Localized) -> &'s str {
        self.site.config().text(self.lens.language, text)
    }

    fn optional(&self, text: &'s Option<Localized>) -> Option<&'s str> {
        text.as_ref().map(|text| self.text(text))
    }

    /// The texts in other languages than the reader's.
    fn others(&self, text: &'s Localized) -> impl Iterator<Item = &'s str> {
        let own = self.text(text);
        text.all().filter(move |other| *other != own)
    }

    fn date(&self, date: Option<PartialDate>) -> Option<String> {
        date.map(|date| self.formats.date(date))
    }

    fn topics(&self, named: &[Located<String>]) -> Vec<String> {
        let slugs = named.iter().filter_map(|topic| self.site.evidence.topic_slug(&topic.value));
        slugs.map(|slug: Slug| slug.to_string()).collect()
    }

    /// An entry called `title`, of which `parts` are said.
    fn found(&self, kind: &'static str, href: String, title: &str, parts: &[&str]) -> Searchable {
        let separator = if self.lens.language.as_str() == "ja" { "／" } else { " · " };
        Searchable {
            href,
            language: self.lens.language.to_string(),
            title: plain(title),
            names: Vec::new(),
            kind,
            topics: Vec::new(),
            content: Content::Text(plain(&joined(parts, separator))),
        }
    }

    fn actor(&self, entry: &'s Entry<Actor>) -> Searchable {
        let actor = &entry.record;
        let kind = match actor.kind {
            ActorKind::Person => "person",
            ActorKind::Institution => "institution",
        };
        let title = self.text(&actor.name);
        let mut parts: Vec<&str> = self.others(&actor.name).collect();
        parts.extend(actor.reading.as_deref());
        parts.extend(self.optional(&actor.role));
        parts.extend(actor.offices.iter().map(|office| self.text(&office.title)));
        parts.extend(self.optional(&actor.note));
        let offices = actor.offices.iter().flat_map(Office::names);
        let named = actor.name.all().chain(actor.family_name.iter().flat_map(Localized::all));
        let names = named.chain(actor.aliases.iter().map(String::as_str)).chain(offices);
        let turned = actor.name.all().filter(|_| actor.kind == ActorKind::Person).filter_map(turned);
        let names = names.map(str::to_owned).chain(turned);
        let names = names.chain(actor.reading.iter().flat_map(|reading| readings(reading)));
        let href = self.lens.entry(Catalogue::Actors, entry);
        Searchable { names: findable(names), ..self.found(kind, href, title, &parts) }
    }

    fn term(&self, entry: &'s Entry<Term>) -> Searchable {
        let term = &entry.record;
        let title = self.text(&term.name);
        let mut parts: Vec<&str> = term.abbreviation.as_deref().into_iter().collect();
        parts.extend(self.others(&term.name));
        parts.extend(term.reading.as_deref());
        parts.push(self.text(&term.definition));
        parts.extend(self.optional(&term.note));
        let names = term.name.all().chain(term.abbreviation.as_deref()).map(str::to_owned);
        let names = names.chain(term.reading.iter().flat_map(|reading| readings(reading)));
        let href = self.lens.entry(Catalogue::Glossary, entry);
        Searchable { names: findable(names), ..self.found("term", href, title, &parts) }
    }

    fn event(&self, entry: &'s Entry<Event>) -> Searchable {
        let event = &entry.record;
        let title = self.text(&event.title);
        let date = self.formats.date(event.date);
        let mut parts = vec![date.as_str()];
        parts.extend(self.optional(&event.place));
        let actors = &self.site.evidence.actors;
        let names = event.actors.iter().filter_map(|one| actors.find(&one.actor.value));
        parts.extend(names.map(|id| self.text(&actors[id].record.name)));
        let href = self.lens.entry(Catalogue::Timeline, entry);
        Searchable { topics: self.topics(&event.topics), ..self.found("event", href, title, &parts) }
    }

    fn claim(&self, entry: &'s Entry<Claim>) -> Searchable {
        let claim = &entry.record;
        let title = self.text(&claim.claimed);
        let mut parts = vec![self.text(&claim.record)];
        parts.extend(self.optional(&claim.note));
        let href = self.lens.entry(Catalogue::Claims, entry);
        Searchable { topics: self.topics(&claim.topics), ..self.found("claim", href, title, &parts) }
    }

    /// Words that may not be printed are not found either.
    fn source(&self, entry: &'s Entry<Work>) -> Searchable {
        let work = &entry.record;
        let date = self.date(work.date);
        let mut parts: Vec<&str> = work.authors.iter().map(String::as_str).collect();
        parts.extend(self.optional(&work.publisher));
        parts.extend(date.as_deref());
        parts.extend(work.title.translations.values().map(String::as_str));
        parts.extend(self.optional(&work.note));
        let printable = work.excerpts.iter().filter(|excerpt| excerpt.withheld.is_none());
        parts.extend(printable.map(|excerpt| excerpt.text.value.as_str()));
        self.found("source", self.lens.source(entry), &work.title.own, &parts)
    }
}

/// Texts one behind the other, with `separator` behind those that end without a stop.
fn joined(parts: &[&str], separator: &str) -> String {
    let mut text = String::new();
    for part in parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()) {
        if !text.is_empty() {
            text.push_str(if text.ends_with(['.', '。', '!', '?', '！', '？']) { " " } else { separator });
        }
        text.push_str(part);
    }
    text
}

/// Names, each once. Words are found by their beginnings, so a name without spaces, such as 岩屋毅, has all its ends beside
/// it: however a browser divides what somebody types, each part is the beginning of one.
fn findable(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut findable: Vec<String> = Vec::new();
    // Pagefind orders several accented forms of one word by chance.
    for name in names.map(|name| unaccented(&plain(&name))) {
        let dense = name.split(|character: char| !character.is_alphanumeric()).filter(|word| is_dense(word));
        let ends = dense.flat_map(|word| word.char_indices().map(|(at, _)| word[at..].to_owned()));
        let ends: Vec<String> = ends.collect();
        findable.extend(std::iter::once(name).chain(ends));
    }
    let mut known = BTreeSet::new();
    findable.retain(|name| known.insert(name.clone()));
    findable
}

/// Whether a word is in a script that puts no spaces between words.
fn is_dense(word: &str) -> bool {
    word.chars().any(script::is_cjk)
}

/// The name with what stands first put last: `Takeshi Iwaya` for `Iwaya Takeshi`.
fn turned(name: &str) -> Option<String> {
    let (first, rest) = name.split_once(' ')?;
    Some(format!("{} {first}", rest.trim()))
}

/// How a name is read, in hiragana and in katakana, in parts and in one: readers type any of them.
fn readings(reading: &str) -> Vec<String> {
    let parts: String = reading.replace('・', " ");
    let whole = parts.replace(' ', "");
    let in_katakana = |text: &str| text.chars().map(katakana).collect::<String>();
    let mut readings = vec![in_katakana(&parts), in_katakana(&whole), parts, whole];
    readings.sort_unstable();
    readings.dedup();
    readings
}

/// Full-width letters and digits as the keys of a keyboard write them: both are searched for as one.
fn plain(text: &str) -> String {
    let narrow = |character: char| match character {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => {
            char::from_u32(u32::from(character) - 0xFEE0).unwrap_or(character)
        }
        other => other,
    };
    text.chars().map(narrow).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readings_are_found_as_they_are_typed() {
        assert_eq!(
            readings("いわや・たけし"),
            ["いわや たけし", "いわやたけし", "イワヤ タケシ", "イワヤタケシ"]
        );
        assert_eq!(readings("エスディーピー"), ["エスディーピー"]);
    }

    #[test]
    fn a_name_is_found_in_both_orders() {
        assert_eq!(turned("Iwaya Takeshi").as_deref(), Some("Takeshi Iwaya"));
        assert_eq!(turned("岩屋毅"), None);
    }

    #[test]
    fn letters_of_any_width_are_one() {
        assert_eq!(plain("ＥＵと２０２４年、（ア）"), "EUと2024年、（ア）");
    }

    #[test]
    fn parts_are_told_apart() {
        assert_eq!(joined(&["A", "B.", "C"], " · "), "A · B. C");
        assert_eq!(joined(&["岩屋毅", "", "外務大臣"], "／"), "岩屋毅／外務大臣");
    }

    #[test]
    fn a_name_without_spaces_is_found_by_any_part_of_it() {
        let findable = |name: &str| findable(std::iter::once(name.to_owned())).join(" ");
        assert_eq!(findable("岩屋毅"), "岩屋毅 屋毅 毅");
        assert_eq!(findable("Kōno Tarō"), "Kono Taro");
        assert_eq!(findable("カヤ・カラス"), "カヤ・カラス カヤ ヤ カラス ラス ス");
    }
}
