//! The sources as templates see them: each made once for a language, however many pages cite it.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use tera::{Map, Value};

use super::bibliography::{Bibliography, Reference, Style};
use super::bindings::{self, Bindings};
use super::cite::{Citation, is_cited};
use super::lens::Lens;
use super::mark_view::place_id;
use super::source_view::SourceView;
use super::text_view::TextView;
use crate::base::{Code, Diagnostics, LanguageCode, nearest, parallel};
use crate::evidence::{EntryId, Work};
use crate::input::Language;
use crate::site::{CitedWork, PageId, Site};

/// All sources in all languages.
pub struct Shelf {
    /// By language, then by number.
    sources: BTreeMap<LanguageCode, Vec<Shelved>>,
    style: Style,
    /// The style in each language, made when it is first asked for: reading one takes longer than building a small site.
    bibliographies: BTreeMap<LanguageCode, OnceLock<Bibliography>>,
}

/// A source in one language.
struct Shelved {
    value: Value,
    /// Written as a key.
    stamp: Vec<u8>,
}

impl Shelf {
    /// Formats every source in the style that `site.toml` chooses.
    pub fn of(diagnostics: &mut Diagnostics, site: &Site) -> Shelf {
        let works: Vec<EntryId<Work>> = site.evidence.works.iter().map(|(id, _)| id).collect();
        let style = style(diagnostics, site);
        let mut sources = BTreeMap::new();
        let all = site.config().languages.iter();
        let bibliographies = all.map(|language| (language.code.clone(), OnceLock::new())).collect();
        let mut shelf = Shelf { sources: BTreeMap::new(), style, bibliographies };
        let languages = site.config().languages.iter().filter(|_| !works.is_empty());
        for language in languages {
            let bibliography = shelf.bibliography(site, language);
            let lens = Lens { site, language: &language.code };
            let values = parallel::map(diagnostics, &works, |_, id| {
                let reference = bibliography.format(reference(&lens, &site.evidence.works[*id].record));
                let view = SourceView::of(&lens, *id, reference);
                let mut stamp = Vec::new();
                bindings::write(&mut stamp, &view);
                Shelved { value: Value::from_serializable(&view), stamp }
            });
            sources.insert(language.code.clone(), values);
        }
        shelf.sources = sources;
        shelf
    }

    fn bibliography(&self, site: &Site, language: &Language) -> &Bibliography {
        let make = || Bibliography::new(self.style, site.config(), language);
        self.bibliographies[&language.code].get_or_init(make)
    }

    /// Binds `reference`: how a brief is cited, as HTML. It is made of what the brief's own view says.
    pub fn bind_reference(&self, bindings: &mut Bindings, site: &Site, page: PageId) {
        let entry = site.entry(page);
        if !is_cited(&entry.identity, &entry.front) {
            return;
        }
        let value = || {
            let language = site.config().language(&entry.identity.language);
            let language = language.expect("every page is in a language of the site");
            let cited = Citation::of(site, page).entry();
            Value::safe_string(&self.bibliography(site, language).format(Reference::of(&cited)))
        };
        let stamp = |key: &mut Vec<u8>| {
            bindings::write(key, &site.config().citation_style.as_ref().map(|style| &style.value))
        };
        bindings.insert_known("reference", value, stamp);
    }

    /// Binds `source`.
    pub fn bind_source(&self, bindings: &mut Bindings, language: &LanguageCode, id: EntryId<Work>) {
        let stamp = |key: &mut Vec<u8>| key.extend(self.get(language, id).map_or(&[][..], |one| &one.stamp));
        bindings.insert_known("source", || self.value(language, id), stamp);
    }

    /// Binds `sources` to all of them, in the order of their registry.
    pub fn bind_all(&self, bindings: &mut Bindings, language: &LanguageCode) {
        let all = || self.sources.get(language).into_iter().flatten();
        let value = || Value::from(all().map(|one| one.value.clone()).collect::<Vec<_>>());
        bindings.insert_known("sources", value, |key| all().for_each(|one| key.extend(&one.stamp)));
    }

    /// Binds `sources` to the list of an output's sources: of each its number, the ids of the places that cite it, and
    /// itself.
    pub fn bind_cited(&self, bindings: &mut Bindings, language: &LanguageCode, works: &[CitedWork]) {
        let stamp = |key: &mut Vec<u8>| {
            for cited in works {
                bindings::write(key, &cited.places);
                key.extend(self.get(language, cited.work).map_or(&[][..], |one| &one.stamp));
            }
        };
        bindings.insert_known("sources", || self.cited(language, works), stamp);
    }

    fn cited(&self, language: &LanguageCode, works: &[CitedWork]) -> Value {
        let item = |(cited, number): (&CitedWork, usize)| {
            let places: Vec<Value> = cited.places.iter().map(|nth| Value::from(place_id(*nth))).collect();
            let mut item = Map::new();
            item.insert("number".into(), Value::from(number));
            item.insert("places".into(), Value::from(places));
            item.insert("source".into(), self.value(language, cited.work));
            Value::from(item)
        };
        Value::from(works.iter().zip(1..).map(item).collect::<Vec<_>>())
    }

    fn get(&self, language: &LanguageCode, id: EntryId<Work>) -> Option<&Shelved> {
        self.sources.get(language)?.get(id.number())
    }

    fn value(&self, language: &LanguageCode, id: EntryId<Work>) -> Value {
        self.get(language, id).map_or_else(Value::none, |one| one.value.clone())
    }
}

/// What the reference of a source is made of. Who checks a source looks for its title in its own language.
fn reference<'s>(lens: &Lens<'s>, work: &'s Work) -> Reference<'s> {
    let language = work.language.as_ref().unwrap_or_else(|| lens.site.config().default_language());
    let publisher = work.publisher.as_ref();
    Reference {
        entry: &work.entry,
        title: Some(TextView::of(&work.title.own, language, lens.language)),
        publisher: publisher.map(|publisher| (publisher.own.as_str(), lens.text(publisher))),
    }
}

/// The style that `site.toml` names; the usual one if there is none of that name, which is reported.
fn style(diagnostics: &mut Diagnostics, site: &Site) -> Style {
    const USUAL: &str = "chicago-notes";
    let usual = || Style::named(USUAL).expect("it is bundled");
    let config = site.config();
    let Some(chosen) = &config.citation_style else { return usual() };
    Style::named(&chosen.value).unwrap_or_else(|| {
        let help = match nearest(&chosen.value, Style::names()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "name a style such as `chicago-notes`, `apa` or `ieee`".to_owned(),
        };
        let message = format!("there is no citation style `{}`", chosen.value);
        diagnostics.report(Code::InvalidValue, config.origin.span(chosen.id), message).help(help);
        usual()
    })
}
