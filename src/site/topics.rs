//! Topics: what pages say they are about, gathered within each language. A topic of the registry has a name in every
//! language and one slug in all; another has the slug of what the first page calls it.

use std::collections::BTreeMap;

use super::entry::{Entry, newest_first};
use super::identity;
use super::{PageId, TopicId};
use crate::base::{Address, Code, Diagnostics, LanguageCode, Slug};
use crate::document::FrontMatter;
use crate::evidence::Evidence;
use crate::input::{Config, Located};

/// A topic in one language.
#[derive(Debug)]
pub struct Topic {
    /// Its name: the one of the registry, else as the first page, in the order of paths, writes it.
    pub name: String,
    /// The language of its name.
    pub name_language: LanguageCode,
    /// Its language.
    pub language: LanguageCode,
    /// The last part of its address, the same in all languages.
    pub slug: Slug,
    /// The address of its list.
    pub address: Address,
    /// The pages about it, newest first.
    pub pages: Vec<PageId>,
}

/// All topics.
pub struct Topics {
    /// By language and slug.
    pub all: Vec<Topic>,
    /// For each page, in the order it names them.
    pub about: Vec<Vec<TopicId>>,
}

/// The address of the list of all topics in a language.
pub fn all_topics(config: &Config, language: &LanguageCode) -> Address {
    identity::home(config, language).page(&Slug::of("topics").expect("a word is a slug"))
}

/// What is found out about a topic by the pages that name it.
struct Gathered {
    name: String,
    name_language: LanguageCode,
    pages: Vec<PageId>,
}

impl Topics {
    /// Gathers the topics of all pages.
    pub fn of(
        diagnostics: &mut Diagnostics,
        config: &Config,
        evidence: &Evidence,
        entries: &[Entry],
    ) -> Topics {
        let mut gathered: BTreeMap<(LanguageCode, Slug), Gathered> = BTreeMap::new();
        let mut named = Vec::with_capacity(entries.len());
        for (number, entry) in entries.iter().enumerate() {
            let language = &entry.identity.language;
            let mut keys = Vec::new();
            for topic in &entry.front.topics {
                let Some(slug) = slug(diagnostics, evidence, &entry.front, topic) else { continue };
                let key = (language.clone(), slug);
                let topic = gathered
                    .entry(key.clone())
                    .or_insert_with_key(|(_, slug)| first_met(config, evidence, language, topic, slug));
                // A topic may be named twice, in two spellings, on one page.
                if topic.pages.last() != Some(&PageId(number)) {
                    topic.pages.push(PageId(number));
                    keys.push(key);
                }
            }
            named.push(keys);
        }
        let numbers: BTreeMap<&(LanguageCode, Slug), TopicId> =
            gathered.keys().zip((0..).map(TopicId)).collect();
        let about = named.iter().map(|keys| keys.iter().map(|key| numbers[key]).collect()).collect();
        let complete = |((language, slug), mut found): ((LanguageCode, Slug), Gathered)| {
            found.pages.sort_by_key(|id| newest_first(&entries[id.0].front, *id));
            let address = all_topics(config, &language).page(&slug);
            let Gathered { name, name_language, pages } = found;
            Topic { name, name_language, language, slug, address, pages }
        };
        Topics { all: gathered.into_iter().map(complete).collect(), about }
    }
}

/// The slug of a topic that a page names.
fn slug(
    diagnostics: &mut Diagnostics,
    evidence: &Evidence,
    front: &FrontMatter,
    topic: &Located<String>,
) -> Option<Slug> {
    let slug = evidence.topic_slug(&topic.value);
    let span = || front.span(topic.id);
    if slug.is_some() {
        evidence.check_topic(diagnostics, &topic.value, span);
    } else {
        let message = format!("topic `{}` has no letter or digit to make an address of", topic.value);
        diagnostics.report(Code::InvalidValue, span(), message).help("name it in words");
    }
    slug
}

fn first_met(
    config: &Config,
    evidence: &Evidence,
    language: &LanguageCode,
    topic: &Located<String>,
    slug: &Slug,
) -> Gathered {
    let registered = evidence.topics.iter().find(|(_, known)| known.slug == *slug);
    let (name, name_language) = match registered {
        Some((_, known)) => known.record.name.chosen(config.fallbacks(language), config.default_language()),
        None => (topic.value.as_str(), language),
    };
    Gathered { name: name.to_owned(), name_language: name_language.clone(), pages: Vec::new() }
}
