//! The sources as templates see them: each made once for a language, however many pages cite it.

use std::collections::BTreeMap;

use tera::{Map, Value};

use super::bibliography::{Bibliography, Style};
use super::evidence_view::{Lens, SourceView, place_id};
use crate::base::{Code, Diagnostics, LanguageCode, nearest, parallel};
use crate::evidence::{EntryId, Work};
use crate::site::{CitedWork, Site};

/// All sources in all languages.
pub struct Shelf {
    /// By language, then by number.
    sources: BTreeMap<LanguageCode, Vec<Value>>,
}

impl Shelf {
    /// Formats every source in the style that `site.toml` chooses.
    pub fn of(diagnostics: &mut Diagnostics, site: &Site) -> Shelf {
        let works: Vec<EntryId<Work>> = site.evidence.works.iter().map(|(id, _)| id).collect();
        let style = style(diagnostics, site);
        let mut sources = BTreeMap::new();
        // Reading a style takes longer than building a small site.
        let languages = site.config().languages.iter().filter(|_| !works.is_empty());
        for language in languages {
            let bibliography = Bibliography::new(style, &language.code);
            let lens = Lens { site, language: &language.code };
            let values = parallel::map(diagnostics, &works, |_, id| {
                let reference = bibliography.format(&site.evidence.works[*id].record.entry);
                Value::from_serializable(&SourceView::of(&lens, *id, reference))
            });
            sources.insert(language.code.clone(), values);
        }
        Shelf { sources }
    }

    /// A source.
    pub fn source(&self, language: &LanguageCode, id: EntryId<Work>) -> Value {
        let sources = self.sources.get(language);
        sources.and_then(|sources| sources.get(id.number())).cloned().unwrap_or_else(Value::none)
    }

    /// All sources, in the order of their registry.
    pub fn all(&self, language: &LanguageCode) -> Value {
        Value::from(self.sources.get(language).cloned().unwrap_or_default())
    }

    /// The list of an output's sources: of each its number, the ids of the places that cite it, and itself.
    pub fn cited(&self, language: &LanguageCode, works: &[CitedWork]) -> Value {
        let item = |(cited, number): (&CitedWork, usize)| {
            let places: Vec<Value> = cited.places.iter().map(|nth| Value::from(place_id(*nth))).collect();
            let mut item = Map::new();
            item.insert("number".into(), Value::from(number));
            item.insert("places".into(), Value::from(places));
            item.insert("source".into(), self.source(language, cited.work));
            Value::from(item)
        };
        Value::from(works.iter().zip(1..).map(item).collect::<Vec<_>>())
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
