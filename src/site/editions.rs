//! Which pages are one page in several languages.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::PageId;
use super::entry::Entry;
use super::identity::Identity;
use crate::base::{Code, Diagnostics, LanguageCode, Span};
use crate::document::FrontMatter;
use crate::input::Config;

/// The editions of every page, by the key that they share.
#[derive(Debug)]
pub struct Editions(BTreeMap<String, Vec<(LanguageCode, PageId)>>);

impl Editions {
    /// Finds them, each page's in the order of the site's languages.
    pub fn of(config: &Config, entries: &[Entry]) -> Editions {
        let mut editions: BTreeMap<String, Vec<(LanguageCode, PageId)>> = BTreeMap::new();
        for language in &config.languages {
            for (Entry { identity, .. }, id) in entries.iter().zip((0..).map(PageId)) {
                if identity.language == language.code {
                    let edition = (language.code.clone(), id);
                    editions.entry(identity.edition_key.clone()).or_default().push(edition);
                }
            }
        }
        Editions(editions)
    }

    /// The editions of a page, itself included.
    pub fn of_page(&self, identity: &Identity) -> &[(LanguageCode, PageId)] {
        self.0.get(&identity.edition_key).map_or(&[], Vec::as_slice)
    }
}

/// The pages but for those that would be a second edition of a page in one language, which are reported.
pub fn without_second_ones(diagnostics: &mut Diagnostics, entries: Vec<Entry>) -> Vec<Entry> {
    let mut first: BTreeMap<(String, LanguageCode), Arc<FrontMatter>> = BTreeMap::new();
    let mut is_first = |entry: &Entry| {
        let (front, identity) = (&entry.front, &entry.identity);
        let key = (identity.edition_key.clone(), identity.language.clone());
        let Some(other) = first.get(&key) else {
            first.insert(key, Arc::clone(front));
            return true;
        };
        let message =
            format!("`{}` and `{}` are one page in `{}`", other.path(), front.path(), identity.language);
        diagnostics
            .report(Code::EditionTwice, key_span(front), message)
            .help("remove one of the two, or give it another name, language or `translation_key`")
            .related(key_span(other), "the other one");
        false
    };
    entries.into_iter().filter(&mut is_first).collect()
}

/// Reports pages that are translations of nothing: a name that differs by a letter from its original's parts the two.
pub fn check_alone(
    diagnostics: &mut Diagnostics,
    config: &Config,
    entries: &[Entry],
    originals: &BTreeSet<String>,
) {
    let default = config.default_language();
    for Entry { front, identity, .. } in entries {
        let key = &identity.edition_key;
        if originals.contains(key) {
            continue;
        }
        let (message, tie) = match front.translation_key {
            Some(_) => (
                format!("no page in `{default}` is `{key}`"),
                "give the page that this one translates this key",
            ),
            None => (
                format!("there is no edition of this page in `{default}`"),
                "say by `translation_key` which page this one translates",
            ),
        };
        let help = format!("{tie}, or write `original: true` if it translates none");
        diagnostics.report(Code::EditionAlone, key_span(front), message).help(help);
    }
}

fn key_span(front: &FrontMatter) -> Span {
    let key = front.translation_key.as_ref();
    key.map_or_else(|| Span::file(front.path().clone()), |key| front.span(key.id))
}
