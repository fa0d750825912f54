//! Floor 3: all documents resolved into one immutable [`Site`]: pages with addresses, languages, neighbours, topics and
//! links that hold. Knows nothing of templates or of where the site is published.

mod audit;
mod backlinks;
mod catalogue;
mod directives;
mod directory;
mod entry;
mod link;
mod numbering;
mod outline;
mod page_evidence;
mod quotations;
mod resolve;
mod shown;
mod topics;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use audit::{PageAudit, SourceUse, WeakLink, audit};
pub use backlinks::Backlinks;
pub use catalogue::{Catalogue, addresses, work_address};
pub use directory::Directory;
pub use entry::{Identity, PageKind};
pub use link::LinkProblem;
pub use numbering::{CitedWork, Marker, Numbering};
pub use outline::Section;
pub use page_evidence::{Mentioned, PageEvidence};
pub use shown::{Cited, CitedClaim, Figure, Quote, Shown};
pub use topics::{Topic, all_topics};

use crate::base::{Address, Code, Diagnostics, LanguageCode, SourcePath, Span, nearest};
use crate::document::{Correction, Document};
use crate::evidence::Evidence;
use crate::input::{Config, File, Inputs};
use entry::{Editions, Entry};
use outline::Outline;
use resolve::Resolver;
use topics::Topics;

/// The number of a page: its place among all pages in the order of their source paths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PageId(pub(crate) usize);

/// The number of a section.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct SectionId(pub(crate) usize);

/// The number of a topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct TopicId(pub(crate) usize);

/// A page and all that other files decide about it.
#[derive(Debug)]
pub struct Page {
    /// What it says.
    pub document: Arc<Document>,
    /// Which page it is, and where.
    pub identity: Identity,
    /// The section that lists it.
    pub section: Option<SectionId>,
    /// The page before it in its section.
    pub previous: Option<PageId>,
    /// The page after it in its section.
    pub next: Option<PageId>,
    /// The same page in all its languages, itself included, the default language first.
    pub editions: Vec<PageId>,
    /// What it is about.
    pub topics: Vec<TopicId>,
    /// The pages that its front matter relates it to.
    pub related: Vec<PageId>,
    /// For each link of its body, the address to write.
    pub hrefs: Vec<String>,
    /// What it rests on.
    pub evidence: PageEvidence,
}

/// A file of `content` and where it is published.
#[derive(Debug)]
pub struct PublishedFile {
    /// The file.
    pub file: File,
    /// Its address.
    pub address: Address,
}

/// An item of the main navigation in one language.
#[derive(Debug)]
pub struct NavigationLink {
    /// The language of the pages that show it.
    pub language: LanguageCode,
    /// What readers see.
    pub title: String,
    /// The address to write.
    pub href: String,
}

/// Everything there is to publish, resolved.
#[derive(Debug)]
pub struct Site {
    /// What it was made of.
    pub inputs: Arc<Inputs>,
    /// All pages, in the order of their source paths.
    pub pages: Vec<Page>,
    /// All sections, in the order of the paths of their `_index.md`.
    pub sections: Vec<Section>,
    /// All topics, by language and slug.
    pub topics: Vec<Topic>,
    /// The files that lie beside pages.
    pub files: Vec<PublishedFile>,
    /// The main navigation in every language.
    pub navigation: Vec<NavigationLink>,
    /// Where everything is.
    pub directory: Arc<Directory>,
    /// What is recorded.
    pub evidence: Arc<Evidence>,
    /// Which pages refer to it.
    pub backlinks: Backlinks,
    newest: BTreeMap<LanguageCode, Vec<PageId>>,
}

impl Site {
    /// Resolves `documents`, which are the Markdown files of `inputs`, in order, against `evidence`.
    pub fn assemble(
        diagnostics: &mut Diagnostics,
        inputs: Arc<Inputs>,
        documents: Vec<Arc<Document>>,
        evidence: Arc<Evidence>,
    ) -> Site {
        let (entries, hidden) = entry::visible(diagnostics, &inputs, documents);
        let files = entry::files(diagnostics, &inputs, &entries);
        check_home(diagnostics, &inputs.config, &entries);
        let outline = Outline::of(&entries);
        let topics = Topics::of(diagnostics, &inputs.config, &entries);
        let directory = Directory::new(&inputs, &evidence, &entries, hidden, &files, &topics.all);
        let editions = Editions::of(&inputs.config, &entries);
        let resolver = Resolver {
            entries: &entries,
            outline: &outline,
            editions,
            topics: &topics,
            directory: &directory,
            inputs: &inputs,
            evidence: &evidence,
        };
        let pages = resolver.pages(diagnostics);
        let navigation = navigation(diagnostics, &inputs.config, &directory);
        let backlinks = Backlinks::of(&evidence, &pages);
        Site {
            inputs,
            pages,
            sections: outline.sections,
            topics: topics.all,
            files,
            navigation,
            directory: Arc::new(directory),
            evidence,
            backlinks,
            newest: newest(&entries),
        }
    }

    /// The choices of `site.toml`.
    pub fn config(&self) -> &Config {
        &self.inputs.config
    }

    /// A page.
    pub fn page(&self, id: PageId) -> &Page {
        &self.pages[id.0]
    }

    /// All pages with their numbers.
    pub fn numbered_pages(&self) -> impl Iterator<Item = (PageId, &Page)> {
        (0..).map(PageId).zip(&self.pages)
    }

    /// A section.
    pub fn section(&self, id: SectionId) -> &Section {
        &self.sections[id.0]
    }

    /// A topic.
    pub fn topic(&self, id: TopicId) -> &Topic {
        &self.topics[id.0]
    }

    /// The address for links to `address` from pages of the site.
    pub fn href(&self, address: &Address) -> String {
        self.config().base_url.href(address)
    }

    /// The full address of `address`.
    pub fn url(&self, address: &Address) -> String {
        self.config().base_url.url(address)
    }

    /// The home address of a language.
    pub fn home(&self, language: &LanguageCode) -> Address {
        entry::home(self.config(), language)
    }

    /// The corrections of all pages of a language, newest first; of one day, in the order of their pages.
    pub fn corrections(&self, language: &LanguageCode) -> Vec<(PageId, &Correction)> {
        let pages = self.pages.iter().zip((0..).map(PageId));
        let mut corrections: Vec<(PageId, &Correction)> = pages
            .filter(|(page, _)| page.identity.language == *language)
            .flat_map(|(page, id)| page.document.front.corrections.iter().map(move |made| (id, made)))
            .collect();
        corrections.sort_by_key(|(_, correction)| std::cmp::Reverse(correction.date));
        corrections
    }

    /// The dated pages of a language, newest first.
    pub fn newest(&self, language: &LanguageCode) -> &[PageId] {
        self.newest.get(language).map_or(&[], Vec::as_slice)
    }
}

fn newest(entries: &[Entry]) -> BTreeMap<LanguageCode, Vec<PageId>> {
    let mut newest: BTreeMap<LanguageCode, Vec<PageId>> = BTreeMap::new();
    for (entry, id) in entries.iter().zip((0..).map(PageId)) {
        if entry.identity.kind == PageKind::Page && entry.document.front.date.is_some() {
            newest.entry(entry.identity.language.clone()).or_default().push(id);
        }
    }
    for pages in newest.values_mut() {
        pages.sort_by_key(|id| newest_first(&entries[id.0].document, *id));
    }
    newest
}

/// The order of lists by date: newest first; on one day as in sections, by weight and path.
fn newest_first(document: &Document, id: PageId) -> impl Ord + use<> {
    (std::cmp::Reverse(document.front.date), document.front.weight.unwrap_or(i64::MAX), id)
}

fn check_home(diagnostics: &mut Diagnostics, config: &Config, entries: &[Entry]) {
    let home = entry::home(config, config.default_language());
    if !entries.iter().any(|entry| entry.identity.address == home) {
        let span = Span::file(SourcePath::new("content").expect("a plain name is a path"));
        let message =
            if entries.is_empty() { "there is no page to publish" } else { "there is no home page" };
        diagnostics.report(Code::NoContent, span, message).help("write `content/_index.md`");
    }
}

fn navigation(diagnostics: &mut Diagnostics, config: &Config, directory: &Directory) -> Vec<NavigationLink> {
    let mut links = Vec::new();
    for item in &config.navigation {
        for language in &config.languages {
            let from = link::From::config(&language.code);
            match directory.resolve(&from, crate::document::LinkKind::Link, &item.link.value) {
                Ok(href) => {
                    let (language, title) = (language.code.clone(), item.title.clone());
                    links.push(NavigationLink { language, title, href });
                }
                // One slip is one problem, in however many languages.
                Err(problem) => {
                    problem.report(diagnostics, config.origin.span(item.link.id));
                    break;
                }
            }
        }
    }
    links
}

/// A hint with the nearest of `candidates`, if one is near.
fn did_you_mean<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(name, candidates).map(|near| format!("did you mean `{near}`?"))
}
