//! Floor 3: all documents resolved into one immutable [`Site`]: pages with addresses, languages, neighbours, topics and
//! links that hold. Knows nothing of templates or of where the site is published.

mod addresses;
mod audit;
mod backlinks;
mod catalogue;
mod chart;
mod directives;
mod directory;
mod editions;
mod entry;
mod frame;
mod identity;
mod link;
mod numbering;
mod originals;
mod outline;
mod page_evidence;
mod pictures;
mod quotations;
mod resolve;
mod search;
mod showing;
mod shown;
mod topics;
mod translations;

use std::collections::BTreeSet;
use std::ops::Deref;
use std::sync::Arc;

pub use audit::{PageAudit, SourceUse, WeakLink, audit};
pub use backlinks::Backlinks;
pub use catalogue::{Catalogue, work_address};
pub use chart::{Chart, ChartKind, Headings, Number, Point, Quantity};
pub use directory::Directory;
pub use entry::Entry;
pub use frame::{CARD, Frame};
pub use identity::{Identity, PageKind};
pub use link::{Href, LinkProblem};
pub use numbering::{CitedWork, Marker, Numbering};
pub use originals::{Part, parts_of};
pub use outline::Section;
pub use page_evidence::{Mentioned, PageEvidence};
pub use pictures::{Picture, Smaller};
pub use search::search_address;
pub use shown::{Cited, CitedClaim, Figure, Quote, Shown};
pub use topics::{Topic, all_topics};
pub use translations::{State, Translation, Translations};

use crate::base::{Address, Diagnostics, LanguageCode, Last, LastOfEach, Same, nearest};
use crate::document::{Document, Fill, FrontMatter};
use crate::evidence::Evidence;
use crate::input::{Config, File, Inputs, Localized};
use resolve::Resolver;

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
    pub identity: Arc<Identity>,
    /// The section that lists it.
    pub section: Option<SectionId>,
    /// The page before it in its section.
    pub previous: Option<PageId>,
    /// The page after it in its section.
    pub next: Option<PageId>,
    /// What it is about.
    pub topics: Vec<TopicId>,
    /// The pages that its front matter relates it to.
    pub related: Vec<PageId>,
    /// For each link of its body, the address to write.
    pub hrefs: Vec<Href>,
    /// For each link of its body, the picture that it shows; nothing if it shows none.
    pub pictures: Vec<Option<Arc<Picture>>>,
    /// The place in its body of the first picture that it shows.
    pub first_picture: Option<Fill>,
    /// What it rests on.
    pub evidence: PageEvidence,
}

impl Page {
    /// The addresses of the pictures that it shows.
    fn shown_pictures(&self) -> impl Iterator<Item = Address> {
        let figures = self.evidence.directives.iter().flatten().filter_map(Shown::picture);
        self.pictures.iter().flatten().chain(figures).map(|picture| picture.address.clone())
    }
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
    pub title: Localized,
    /// The address to write.
    pub href: Href,
}

/// Everything there is to publish, resolved: a frame, and what its pages say.
#[derive(Debug)]
pub struct Site {
    /// What it was made of.
    pub inputs: Arc<Inputs>,
    /// What holds whatever the pages say.
    pub frame: Arc<Frame>,
    /// All pages, in the order of their source paths.
    pub pages: Vec<Arc<Page>>,
    /// The main navigation in every language.
    pub navigation: Vec<NavigationLink>,
    /// Where everything is.
    pub directory: Arc<Directory>,
    /// Which pages refer to the entries of registries.
    pub backlinks: Backlinks,
    /// How editions stand to their originals.
    pub translations: Translations,
    /// The pictures that pages show.
    pub shown_pictures: BTreeSet<Address>,
}

/// What is taken over from the last site, where nothing that it was made from has changed.
#[derive(Default)]
pub struct Memos {
    frame: Last<frame::Grounds, Arc<Frame>>,
    directory: Last<directory::Grounds, Arc<Directory>>,
    pages: LastOfEach<resolve::Grounds, Same<Document>, Arc<Page>>,
    translations: translations::Memo,
}

impl Site {
    /// Resolves `documents`, which are the Markdown files of `inputs`, in order, against `evidence`.
    pub fn assemble(
        diagnostics: &mut Diagnostics,
        inputs: Arc<Inputs>,
        documents: &[Arc<Document>],
        evidence: &Arc<Evidence>,
        memos: &mut Memos,
    ) -> Site {
        let fronts: Vec<Arc<FrontMatter>> =
            documents.iter().map(|document| Arc::clone(&document.front)).collect();
        let grounds = frame::Grounds::of(&inputs, evidence, &fronts);
        let frame = memos.frame.get(diagnostics, grounds, |diagnostics| {
            Arc::new(Frame::of(diagnostics, &inputs, evidence, &fronts))
        });
        let grounds = directory::Grounds::of(&frame, documents);
        let directory = memos
            .directory
            .get(diagnostics, grounds, |_| Arc::new(Directory::of(Arc::clone(&frame), documents)));
        let resolver = Resolver { frame: &frame, directory: &directory, templates: &inputs.templates };
        let pages = resolver.pages(diagnostics, documents, &mut memos.pages);
        let navigation = navigation(diagnostics, &inputs.config, &directory);
        let backlinks = Backlinks::of(evidence, &pages);
        let translations = Translations::of(diagnostics, &frame, documents, &mut memos.translations);
        let shown_pictures: BTreeSet<Address> = pages.iter().flat_map(|page| page.shown_pictures()).collect();
        pictures::check_unshown(diagnostics, &frame.pictures, &shown_pictures);
        Site { inputs, frame, pages, navigation, directory, backlinks, translations, shown_pictures }
    }

    /// A page.
    pub fn page(&self, id: PageId) -> &Arc<Page> {
        &self.pages[id.0]
    }

    /// How a page stands to its original; nothing if it follows no other.
    pub fn translation_of(&self, page: &Page) -> Option<Translation> {
        // Pages are in the order of their source paths.
        let path = &page.document.source.path;
        let number = self.pages.binary_search_by(|other| other.document.source.path.cmp(path)).ok()?;
        self.translations.get(PageId(number))
    }
}

/// What holds for the frame holds for the site.
impl Deref for Site {
    type Target = Frame;

    fn deref(&self) -> &Frame {
        &self.frame
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
