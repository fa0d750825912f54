//! The pages on which readers search. What they search, see [`super::searchable`]; the files that the browser reads, see
//! [`super::index`].

use serde::Serialize;

use super::bindings::Bindings;
use super::index::FOLDER;
use super::lists::listed;
use super::recipe::{Grounds, Output};
use super::searchable::KINDS;
use super::view::TextView;
use super::words::Words;
use crate::base::{Address, LanguageCode};
use crate::site::{Frame, Site, search_address};

/// `search`: what readers can search for, and where it is looked up.
#[derive(Debug, Serialize)]
pub struct SearchView<'s> {
    /// The folder of the files that the browser reads.
    pub folder: String,
    /// The kinds of things that are found.
    pub kinds: &'static [&'static str],
    /// The topics that have a page.
    pub topics: Vec<SearchTopicView<'s>>,
}

/// A topic to search in.
#[derive(Debug, Serialize)]
pub struct SearchTopicView<'s> {
    /// What it is called in addresses.
    pub slug: &'s str,
    /// Its name.
    pub title: TextView<'s>,
}

/// A page in each language, if readers can search.
pub fn emit(frame: &Frame) -> Vec<Output> {
    let languages = frame.config().languages.iter().filter(|_| frame.has_search);
    languages.map(|language| page(frame, &language.code)).collect()
}

fn page(frame: &Frame, language: &LanguageCode) -> Output {
    let own = language.clone();
    let view = move |site: &Site, _: &Words, bindings: &mut Bindings| {
        bindings.insert("search", &SearchView::of(site, &own));
    };
    let elsewhere = |frame: &Frame, language: &LanguageCode| Some(search_address(frame.config(), language));
    listed(frame, "search.html", language, Box::new(elsewhere), Grounds::Nothing, Box::new(view))
}

impl<'s> SearchView<'s> {
    fn of(site: &'s Site, language: &LanguageCode) -> SearchView<'s> {
        let topics = site.topics.iter().filter(|topic| topic.language == *language);
        let folder = Address::new(&format!("/{FOLDER}/")).expect("a plain name makes an address");
        SearchView {
            folder: site.href(&folder),
            kinds: &KINDS,
            topics: topics
                .map(|topic| SearchTopicView {
                    slug: topic.slug.as_str(),
                    title: TextView::of(&topic.name, &topic.name_language, language),
                })
                .collect(),
        }
    }
}
