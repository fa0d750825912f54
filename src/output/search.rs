//! The pages on which readers search. What they search, see [`super::searchable`]; the files that the browser reads, see
//! [`super::index`].

use serde::Serialize;

use super::bindings::Bindings;
use super::index::FOLDER;
use super::lists::listed;
use super::recipe::{Grounds, Output};
use super::searchable::KINDS;
use super::structured;
use super::text_view::TextView;
use super::words::Words;
use crate::base::{Address, LanguageCode};
use crate::evidence::ActorKind;
use crate::site::{Frame, Site, search_address};

/// `search`: what readers can search for, and where it is looked up.
#[derive(Debug, Serialize)]
pub struct SearchView<'s> {
    /// The folder of the files that the browser reads.
    pub folder: String,
    /// The kinds of things that are found.
    pub kinds: Vec<&'static str>,
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
    let view = move |site: &Site, words: &Words, bindings: &mut Bindings| {
        bindings.insert("search", &SearchView::of(site, &own));
        structured::bind_search(bindings, site, words, &own);
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
            kinds: KINDS.into_iter().filter(|kind| has(site, language, kind)).collect(),
            topics: topics
                .map(|topic| SearchTopicView {
                    slug: topic.slug.as_str(),
                    title: TextView::of(&topic.name, &topic.name_language, language),
                })
                .collect(),
        }
    }
}

/// Whether there is anything of a kind in a language.
fn has(frame: &Frame, language: &LanguageCode, kind: &str) -> bool {
    let evidence = &frame.evidence;
    let has_page = |is_brief: bool| {
        let mut own = frame.entries.iter().filter(|entry| entry.identity.language == *language);
        own.any(|entry| entry.front.kind.is_some() == is_brief)
    };
    let has_actor = |kind: ActorKind| evidence.actors.iter().any(|(_, actor)| actor.record.kind == kind);
    match kind {
        "brief" => has_page(true),
        "page" => has_page(false),
        "person" => has_actor(ActorKind::Person),
        "institution" => has_actor(ActorKind::Institution),
        "term" => !evidence.terms.is_empty(),
        "event" => !evidence.events.is_empty(),
        "claim" => !evidence.claims.is_empty(),
        _ => !evidence.works.is_empty(),
    }
}
