//! What the editor's bar shows of a page.

use serde::Serialize;

use super::problems::{Found, Problem};
use crate::evidence::{Reliability, WorkKind};
use crate::site::{Page, PageId, Site, work_address};

/// How many words of English, and how many characters of Japanese, are read in a minute: the usual estimates for
/// informative texts.
const WORDS_A_MINUTE: usize = 230;
const CHARACTERS_A_MINUTE: usize = 500;

/// What `.briefgen/page` says. All of it is empty for an address that no page stands behind.
#[derive(Default, Serialize)]
struct Bar<'s> {
    source: Option<&'s str>,
    title: Option<&'s str>,
    draft: bool,
    publish: Option<String>,
    expires: Option<String>,
    language: Option<&'s str>,
    words: Option<usize>,
    characters: Option<usize>,
    minutes: Option<usize>,
    sources: Vec<Source<'s>>,
    problems: Vec<Problem<'s>>,
}

/// A source that the page cites.
#[derive(Serialize)]
struct Source<'s> {
    id: &'s str,
    title: &'s str,
    href: String,
    kind: WorkKind,
    reliability: Option<Reliability>,
    citations: usize,
}

/// The bar of a page, as JSON.
pub fn json(site: &Site, page: Option<PageId>, found: &Found) -> Vec<u8> {
    let bar = page.map(|id| bar(site, site.page(id), found)).unwrap_or_default();
    serde_json::to_vec(&bar).expect("texts and numbers can be written as JSON")
}

fn bar<'s>(site: &'s Site, page: &'s Page, found: &'s Found) -> Bar<'s> {
    let front = &page.document.front;
    let path = page.document.source.path.as_str();
    let language = &page.identity.language;
    let (words, characters) = length(&page.document.body.html, language.as_str());
    let minutes = match (words, characters) {
        (Some(words), _) => words.div_ceil(WORDS_A_MINUTE),
        (None, characters) => characters.unwrap_or_default().div_ceil(CHARACTERS_A_MINUTE),
    };
    let sources = page.evidence.works.iter().map(|cited| {
        let entry = &site.evidence.works[cited.work];
        Source {
            id: &entry.id,
            title: &entry.record.title.own,
            href: site.href(&work_address(site.config(), language, entry)),
            kind: entry.record.kind,
            reliability: entry.record.reliability,
            citations: cited.places.len(),
        }
    });
    let own = found.sorted().iter().filter(|problem| {
        problem.span.path().as_str() == path || problem.pages.iter().any(|page| page == path)
    });
    Bar {
        source: Some(path),
        title: Some(&front.title),
        draft: front.draft,
        publish: front.publish.map(|day| day.to_string()),
        expires: front.expires.map(|day| day.to_string()),
        language: Some(language.as_str()),
        words,
        characters,
        minutes: Some(minutes),
        sources: sources.collect(),
        problems: own.map(Problem::of).collect(),
    }
}

/// The words of a text; for Japanese, which has no spaces between them, its characters.
fn length(html: &str, language: &str) -> (Option<usize>, Option<usize>) {
    let text = without_tags(html);
    if language == "ja" || language.starts_with("ja-") {
        (None, Some(text.chars().filter(|character| character.is_alphanumeric()).count()))
    } else {
        let is_word = |word: &&str| word.contains(char::is_alphanumeric);
        (Some(text.split_whitespace().filter(is_word).count()), None)
    }
}

/// The text of HTML that the program wrote itself, in which `<` stands only at the beginning of a tag.
fn without_tags(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    for piece in html.split('<') {
        let after = piece.split_once('>').map_or(piece, |(_, after)| after);
        text.push_str(after);
        text.push(' ');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_without_markup() {
        assert_eq!(length("<p>It was <em>agreed</em> – in 2024.</p>", "en"), (Some(5), None));
        assert_eq!(length("<p>安全保障、です。</p>", "ja"), (None, Some(6)));
        assert_eq!(length("", "en"), (Some(0), None));
    }
}
