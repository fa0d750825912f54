//! All that holds whatever the bodies of pages say: which pages there are, where they are, what they say about themselves,
//! and how that orders them. An edit that leaves the front matter alone leaves the frame the same value in memory, and with
//! it everything that is made of nothing else.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use super::addresses::Addresses;
use super::editions::{self, Editions};
use super::entry::{self, Entry, Pages, newest_first};
use super::identity::{self, PageKind};
use super::originals::{self, Part};
use super::outline::{Outline, Place, Section};
use super::pictures::{self, Picture, Pictures};
use super::search;
use super::topics::{Topic, Topics};
use super::{PageId, PublishedFile, SectionId, TopicId};
use crate::base::{Address, Code, Diagnostics, LanguageCode, Same, Slug, SourcePath, Span};
use crate::document::{Correction, Document, FrontMatter};
use crate::evidence::Evidence;
use crate::input::{Config, File, Inputs, Language};

/// The template that draws cards; a site without it has none.
pub const CARD: &str = "card.svg";

/// All that holds whatever the bodies of pages say.
#[derive(Debug)]
pub struct Frame {
    /// The choices of `site.toml`.
    pub config: Arc<Config>,
    /// What is recorded.
    pub evidence: Arc<Evidence>,
    /// The day.
    pub today: Date,
    /// All pages, in the order of their source paths.
    pub entries: Vec<Entry>,
    /// All sections, in the order of the paths of their `_index.md`.
    pub sections: Vec<Section>,
    /// All topics, by language and slug.
    pub topics: Vec<Topic>,
    /// The files that lie beside pages.
    pub files: Vec<PublishedFile>,
    /// The files of `static`.
    pub statics: Vec<File>,
    /// Whether readers can search the site.
    pub has_search: bool,
    /// Whether pages have cards: whether a template draws them.
    pub has_cards: bool,
    /// The pictures among them.
    pub(super) pictures: Pictures,
    pub(super) addresses: Addresses,
    places: Vec<Place>,
    editions: Editions,
    /// For each page, what it is among its editions.
    parts: Vec<Part>,
    /// For each page, what it is about.
    about: Vec<Vec<TopicId>>,
    newest: BTreeMap<LanguageCode, Vec<PageId>>,
}

/// Everything that a frame depends on.
#[derive(Debug, PartialEq)]
pub struct Grounds {
    config: Same<Config>,
    evidence: Same<Evidence>,
    drafts: bool,
    today: Date,
    fronts: Vec<Same<FrontMatter>>,
    files: Vec<File>,
    statics: Vec<File>,
    has_search: bool,
    has_cards: bool,
}

impl Grounds {
    /// Those of the frame of `inputs`.
    pub fn of(inputs: &Inputs, evidence: &Arc<Evidence>, fronts: &[Arc<FrontMatter>]) -> Grounds {
        Grounds {
            config: Same(Arc::clone(&inputs.config)),
            evidence: Same(Arc::clone(evidence)),
            drafts: inputs.drafts,
            today: inputs.today,
            fronts: Same::all(fronts),
            files: inputs.files.clone(),
            statics: inputs.statics.clone(),
            has_search: search::is_in(inputs),
            has_cards: inputs.has_template(CARD),
        }
    }
}

impl Frame {
    /// The frame of `inputs`, of which it reads what [`Grounds`] name; `fronts` are those of its Markdown files, in order.
    pub(super) fn of(
        diagnostics: &mut Diagnostics,
        inputs: &Inputs,
        evidence: &Arc<Evidence>,
        fronts: &[Arc<FrontMatter>],
    ) -> Frame {
        let config = &inputs.config;
        let Pages { visible, hidden, originals } = entry::pages(diagnostics, inputs, fronts);
        let entries = editions::without_second_ones(diagnostics, visible);
        editions::check_alone(diagnostics, config, &entries, &originals);
        let files = entry::files(diagnostics, inputs, fronts, &entries);
        check_home(diagnostics, config, &entries);
        let Outline { sections, places } = Outline::of(&entries);
        let Topics { all: topics, about } = Topics::of(diagnostics, config, evidence, &entries);
        Frame {
            config: Arc::clone(config),
            evidence: Arc::clone(evidence),
            today: inputs.today,
            addresses: Addresses::of(inputs, evidence, &entries, hidden, &files, &topics),
            editions: Editions::of(config, &entries),
            parts: parts(diagnostics, config, &entries),
            newest: newest(&entries),
            pictures: pictures::all(&files, &inputs.statics),
            statics: inputs.statics.clone(),
            has_search: search::is_in(inputs),
            has_cards: inputs.has_template(CARD),
            entries,
            sections,
            topics,
            files,
            places,
            about,
        }
    }

    /// The choices of `site.toml`.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// A page, without its body.
    pub fn entry(&self, id: PageId) -> &Entry {
        &self.entries[id.0]
    }

    /// All pages, without their bodies, with their numbers.
    pub fn numbered_entries(&self) -> impl Iterator<Item = (PageId, &Entry)> {
        (0..).map(PageId).zip(&self.entries)
    }

    /// A section.
    pub fn section(&self, id: SectionId) -> &Section {
        &self.sections[id.0]
    }

    /// A topic.
    pub fn topic(&self, id: TopicId) -> &Topic {
        &self.topics[id.0]
    }

    /// The picture at an address.
    pub fn picture(&self, address: &Address) -> Option<&Arc<Picture>> {
        self.pictures.get(address)
    }

    /// Where a page stands in the tree of sections.
    pub(super) fn place(&self, id: PageId) -> Place {
        self.places[id.0]
    }

    /// The file beside pages that lies there in the project.
    pub(super) fn file(&self, path: &SourcePath) -> Option<&PublishedFile> {
        // They are in the order of their paths, as inputs are.
        let at = self.files.binary_search_by(|file| file.file.path.cmp(path)).ok()?;
        Some(&self.files[at])
    }

    /// The same page in all its languages, itself included, the default language first.
    pub fn editions(&self, id: PageId) -> &[(LanguageCode, PageId)] {
        self.editions.of_page(&self.entry(id).identity)
    }

    /// The edition of a page in a language.
    pub fn edition(&self, id: PageId, language: &LanguageCode) -> Option<PageId> {
        let edition = self.editions(id).iter().find(|(code, _)| code == language);
        edition.map(|(_, page)| *page)
    }

    /// The topic with this slug in a language.
    pub fn topic_in(&self, language: &LanguageCode, slug: &Slug) -> Option<&Topic> {
        let key = |topic: &Topic| (topic.language.clone(), topic.slug.clone());
        let found = self.topics.binary_search_by_key(&(language.clone(), slug.clone()), key).ok()?;
        Some(&self.topics[found])
    }

    /// The page that a page is a translation of.
    pub(super) fn original(&self, id: PageId) -> Option<PageId> {
        match self.parts[id.0] {
            Part::Edition(original) => Some(PageId(original)),
            Part::Original | Part::Alone => None,
        }
    }

    /// What a page is about, in the order it names that.
    pub fn topics_of(&self, id: PageId) -> &[TopicId] {
        &self.about[id.0]
    }

    /// The address for links to `address` from pages of the site.
    pub fn href(&self, address: &Address) -> String {
        self.config.base_url.href(address)
    }

    /// The full address of `address`.
    pub fn url(&self, address: &Address) -> String {
        self.config.base_url.url(address)
    }

    /// The home address of a language.
    pub fn home(&self, language: &LanguageCode) -> Address {
        identity::home(&self.config, language)
    }

    /// The corrections of all pages of a language, newest first; of one day, in the order of their pages.
    pub fn corrections(&self, language: &LanguageCode) -> Vec<(PageId, &Correction)> {
        let mut corrections: Vec<(PageId, &Correction)> = self
            .numbered_entries()
            .filter(|(_, entry)| entry.identity.language == *language)
            .flat_map(|(id, entry)| entry.front.corrections.iter().map(move |made| (id, made)))
            .collect();
        corrections.sort_by_key(|(_, correction)| std::cmp::Reverse(correction.date));
        corrections
    }

    /// The dated pages of a language, newest first.
    pub fn newest(&self, language: &LanguageCode) -> &[PageId] {
        self.newest.get(language).map_or(&[], Vec::as_slice)
    }

    /// The document of a page.
    pub(super) fn document<'d>(&self, id: PageId, documents: &'d [Arc<Document>]) -> &'d Arc<Document> {
        &documents[self.entry(id).document]
    }
}

fn parts(diagnostics: &mut Diagnostics, config: &Config, entries: &[Entry]) -> Vec<Part> {
    let pages: Vec<_> = entries.iter().map(|entry| (&*entry.identity, &*entry.front)).collect();
    originals::parts_among(diagnostics, config, &pages)
}

fn newest(entries: &[Entry]) -> BTreeMap<LanguageCode, Vec<PageId>> {
    let mut newest: BTreeMap<LanguageCode, Vec<PageId>> = BTreeMap::new();
    for (entry, id) in entries.iter().zip((0..).map(PageId)) {
        if entry.identity.kind == PageKind::Page && entry.front.date.is_some() {
            newest.entry(entry.identity.language.clone()).or_default().push(id);
        }
    }
    for pages in newest.values_mut() {
        pages.sort_by_key(|id| newest_first(&entries[id.0].front, *id));
    }
    newest
}

/// Every page leads to the home page of its language, and to those of the others.
fn check_home(diagnostics: &mut Diagnostics, config: &Config, entries: &[Entry]) {
    let span = || Span::file(SourcePath::new("content").expect("a plain name is a path"));
    for Language { code, .. } in &config.languages {
        let home = identity::home(config, code);
        if entries.iter().any(|entry| entry.identity.address == home) {
            continue;
        }
        if code == config.default_language() {
            let message =
                if entries.is_empty() { "there is no page to publish" } else { "there is no home page" };
            diagnostics.report(Code::NoContent, span(), message).help("write `content/_index.md`");
        } else {
            let message = format!("there is no home page in `{code}`, to which other pages lead");
            let help = format!("write `content/_index.{code}.md`");
            diagnostics.report(Code::HomeMissing, span(), message).help(help);
        }
    }
}
