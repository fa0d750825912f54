//! Topics: what pages say they are about, gathered by slug within each language.

use std::collections::BTreeMap;

use super::entry::{self, Entry, newest_first};
use super::{PageId, TopicId};
use crate::base::{Address, Code, Diagnostics, LanguageCode, Slug};
use crate::input::Config;

/// A topic in one language.
#[derive(Debug)]
pub struct Topic {
    /// Its name as the first page, in the order of paths, writes it.
    pub name: String,
    /// Its language.
    pub language: LanguageCode,
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
    entry::home(config, language).page(&Slug::of("topics").expect("a word is a slug"))
}

impl Topics {
    /// Gathers the topics of all pages.
    pub fn of(diagnostics: &mut Diagnostics, config: &Config, entries: &[Entry]) -> Topics {
        let mut gathered: BTreeMap<(LanguageCode, Slug), (String, Vec<PageId>)> = BTreeMap::new();
        for (number, entry) in entries.iter().enumerate() {
            for topic in &entry.front.topics {
                let Some(slug) = Slug::of(&topic.value) else {
                    let message =
                        format!("topic `{}` has no letter or digit to make an address of", topic.value);
                    let span = entry.front.span(topic.id);
                    diagnostics.report(Code::InvalidValue, span, message).help("name it in words");
                    continue;
                };
                let key = (entry.identity.language.clone(), slug);
                let (_, pages) = gathered.entry(key).or_insert_with(|| (topic.value.clone(), Vec::new()));
                // A topic may be named twice, in two spellings, on one page.
                if pages.last() != Some(&PageId(number)) {
                    pages.push(PageId(number));
                }
            }
        }
        let numbers: BTreeMap<&(LanguageCode, Slug), TopicId> =
            gathered.keys().zip((0..).map(TopicId)).collect();
        let about = entries.iter().map(|entry| of_page(&numbers, entry)).collect();
        let complete =
            |((language, slug), (name, mut pages)): ((LanguageCode, Slug), (String, Vec<PageId>))| {
                pages.sort_by_key(|id| newest_first(&entries[id.0].front, *id));
                let address = all_topics(config, &language).page(&slug);
                Topic { name, language, address, pages }
            };
        Topics { all: gathered.into_iter().map(complete).collect(), about }
    }
}

fn of_page(numbers: &BTreeMap<&(LanguageCode, Slug), TopicId>, entry: &Entry) -> Vec<TopicId> {
    let mut topics = Vec::new();
    for topic in &entry.front.topics {
        let Some(slug) = Slug::of(&topic.value) else { continue };
        let number = numbers.get(&(entry.identity.language.clone(), slug));
        topics.extend(number.filter(|number| !topics.contains(*number)));
    }
    topics
}
