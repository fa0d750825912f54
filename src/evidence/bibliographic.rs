//! A source of `sources.yaml` as a citation style sees it.

use std::str::FromStr;

use hayagriva::Entry;
use hayagriva::types::{Date, EntryType, FormatString, Person, Publisher, QualifiedUrl};
use url::Url;

use super::kind::WorkKind;
use crate::base::{LanguageCode, PartialDate};

/// A source of this kind with this title and these authors, whose family names stand first.
pub fn entry(kind: WorkKind, title: &str, authors: &[String]) -> Entry {
    // What the press prints without naming its writer is cited like any other page: styles would put the newspaper in the
    // writer's place, where it cannot be told from the title.
    let is_article = kind == WorkKind::Press && !authors.is_empty();
    let sort = if is_article { EntryType::Article } else { EntryType::Web };
    let mut entry = Entry::new(title, sort);
    entry.set_title(FormatString::with_value(title));
    let person = |name: &String| {
        let (family, given) = name.split_once(',').unzip();
        Person {
            name: family.unwrap_or(name).trim().to_owned(),
            given_name: given.map(|given| given.trim().to_owned()),
            prefix: None,
            suffix: None,
            comma_suffix: false,
            alias: None,
        }
    };
    if !authors.is_empty() {
        entry.set_authors(authors.iter().map(person).collect());
    }
    entry
}

/// Adds who published it, when, where and in which language. An article of the press stands in a newspaper.
pub fn describe(
    entry: &mut Entry,
    publisher: Option<&str>,
    date: Option<PartialDate>,
    url: Option<&str>,
    language: Option<&LanguageCode>,
) {
    if let (EntryType::Article, Some(newspaper)) = (entry.entry_type(), publisher) {
        let mut parent = Entry::new("newspaper", EntryType::Newspaper);
        parent.set_title(FormatString::with_value(newspaper));
        entry.set_parents(vec![parent]);
    } else if let Some(publisher) = publisher {
        entry.set_publisher(Publisher::new(Some(FormatString::with_value(publisher)), None));
    }
    if let Some(date) = date.and_then(|date| Date::from_str(&date.to_string()).ok()) {
        entry.set_date(date);
    }
    // The day on which it was read is shown beside it, for all sources alike.
    if let Some(url) = url.and_then(|url| Url::parse(url).ok()) {
        entry.set_url(QualifiedUrl::new(url, None));
    }
    if let Some(language) = language.and_then(|language| language.as_str().parse().ok()) {
        entry.set_language(language);
    }
}
