//! Which page a file is: its language, its place in the tree and its address; and whether it is to be seen today.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use super::{PageId, PublishedFile};
use crate::base::{Address, Code, Diagnostics, LanguageCode, Slug, SourcePath, Span, parallel};
use crate::document::FrontMatter;
use crate::input::{Config, Inputs};

/// What a page is to the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageKind {
    /// `content/_index.md`
    Home,
    /// `_index.md` of a folder
    Section,
    /// any other
    Page,
}

/// Which page a file is. Language is part of it.
#[derive(Debug, Clone)]
pub struct Identity {
    /// What it is to the tree.
    pub kind: PageKind,
    /// The language it is written in.
    pub language: LanguageCode,
    /// The folder below `content` that it belongs to, empty for the root: for a page, its section's; for a section, its own.
    pub folder: String,
    /// The path below `content` that all its editions share: `briefs/cyber`.
    pub edition_key: String,
    /// Where it is.
    pub address: Address,
}

/// A page that is to be seen: all that holds whatever its body says.
#[derive(Debug)]
pub struct Entry {
    /// The number of its document.
    pub(super) document: usize,
    /// What it says about itself.
    pub front: Arc<FrontMatter>,
    /// Which page it is, and where.
    pub identity: Arc<Identity>,
}

/// Why a page is not to be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hidden {
    Draft,
    Until(Date),
    Since(Date),
}

/// Identifies all documents and keeps those that are to be seen today; the others with the reason why not.
pub fn visible(
    diagnostics: &mut Diagnostics,
    inputs: &Inputs,
    fronts: &[Arc<FrontMatter>],
) -> (Vec<Entry>, BTreeMap<SourcePath, Hidden>) {
    let mut entries = Vec::with_capacity(fronts.len());
    let mut hidden = BTreeMap::new();
    let identities = parallel::map(diagnostics, fronts, |diagnostics, front| {
        identify(diagnostics, &inputs.config, front).map(Arc::new)
    });
    for (document, (front, identity)) in fronts.iter().zip(identities).enumerate() {
        let Some(identity) = identity else { continue };
        match hidden_reason(inputs, front) {
            Some(reason) => {
                hidden.insert(front.path().clone(), reason);
            }
            None => {
                check_review(diagnostics, inputs.today, front);
                entries.push(Entry { document, front: Arc::clone(front), identity });
            }
        }
    }
    (entries, hidden)
}

fn hidden_reason(inputs: &Inputs, front: &FrontMatter) -> Option<Hidden> {
    let today = inputs.today;
    if front.draft && !inputs.drafts {
        return Some(Hidden::Draft);
    }
    if let Some(day) = front.publish.filter(|day| today < *day) {
        return Some(Hidden::Until(day));
    }
    front.expires.filter(|day| *day <= today).map(Hidden::Since)
}

fn check_review(diagnostics: &mut Diagnostics, today: Date, front: &FrontMatter) {
    if let Some(review_by) = &front.review_by
        && review_by.value < today
    {
        let message = format!("this page was to be reviewed by {}, today is {today}", review_by.value);
        diagnostics
            .report(Code::ReviewOverdue, front.span(review_by.id), message)
            .help("check its facts and set `checked` and `review_by`");
    }
}

/// Which page a file is; nothing if it cannot have an address.
pub fn identify(diagnostics: &mut Diagnostics, config: &Config, front: &FrontMatter) -> Option<Identity> {
    let path = front.path();
    let below = path.below("content")?.strip_suffix(".md")?;
    let (folder, stem) = below.rsplit_once('/').unwrap_or(("", below));
    let (name, language) = language_of(config, stem);
    let edition_key = match (name, folder) {
        ("index", _) => folder.to_owned(),
        (_, "") => name.to_owned(),
        _ => format!("{folder}/{name}"),
    };
    let home = home(config, &language);
    let (kind, section, address) = match (name, folder) {
        ("_index", "") => (PageKind::Home, "", Some(home)),
        ("_index", _) => (PageKind::Section, folder, folder_address(diagnostics, path, home, folder)),
        ("index", "") => {
            let message = "the home page is named `_index.md`";
            diagnostics.report(Code::BadFileName, Span::file(path.clone()), message).help("rename this file");
            (PageKind::Home, "", Some(home))
        }
        ("index", _) => {
            let (parent, own) = folder.rsplit_once('/').unwrap_or(("", folder));
            let above = folder_address(diagnostics, path, home, parent);
            (PageKind::Page, parent, above.and_then(|above| page_address(diagnostics, front, &above, own)))
        }
        _ => {
            let above = folder_address(diagnostics, path, home, folder);
            (PageKind::Page, folder, above.and_then(|above| page_address(diagnostics, front, &above, name)))
        }
    };
    refuse_slug(diagnostics, kind, front);
    Some(Identity { kind, language, folder: section.to_owned(), edition_key, address: address? })
}

/// Divides `cyber.ja` into the page's name and its language, if the site has that language.
fn language_of<'s>(config: &Config, stem: &'s str) -> (&'s str, LanguageCode) {
    let suffixed = stem.rsplit_once('.').and_then(|(name, code)| Some((name, LanguageCode::new(code)?)));
    match suffixed.filter(|(_, code)| config.language(code).is_some()) {
        Some((name, code)) => (name, code),
        None => (stem, config.default_language().clone()),
    }
}

/// The home address of a language: `/` for the default one, `/ja/` for another.
pub fn home(config: &Config, language: &LanguageCode) -> Address {
    if language == config.default_language() {
        return Address::root();
    }
    Address::new(&format!("/{language}/")).expect("a language code is a plain name")
}

fn folder_address(
    diagnostics: &mut Diagnostics,
    path: &SourcePath,
    home: Address,
    folder: &str,
) -> Option<Address> {
    let mut address = home;
    for name in folder.split('/').filter(|name| !name.is_empty()) {
        address = address.page(&slug_of(diagnostics, path, name)?);
    }
    Some(address)
}

fn page_address(
    diagnostics: &mut Diagnostics,
    front: &FrontMatter,
    above: &Address,
    name: &str,
) -> Option<Address> {
    let given = front.slug.as_ref().map(|slug| slug.value.clone());
    let slug = given.or_else(|| slug_of(diagnostics, front.path(), name))?;
    Some(above.page(&slug))
}

fn slug_of(diagnostics: &mut Diagnostics, path: &SourcePath, name: &str) -> Option<Slug> {
    let slug = Slug::of(name);
    if slug.is_none() {
        let message = format!("`{name}` has no letter or digit to make an address of");
        diagnostics.report(Code::BadFileName, Span::file(path.clone()), message).help("rename it");
    }
    slug
}

fn refuse_slug(diagnostics: &mut Diagnostics, kind: PageKind, front: &FrontMatter) {
    if let (Some(slug), PageKind::Home | PageKind::Section) = (&front.slug, kind) {
        diagnostics
            .report(Code::InvalidValue, front.span(slug.id), "a section takes its address from its folder")
            .help("remove `slug` and rename the folder");
    }
}

/// The files beside pages and where they are published: below the page that has them, else below their folder's address.
/// The files of a page that is not to be seen are not published.
pub fn files(
    diagnostics: &mut Diagnostics,
    inputs: &Inputs,
    fronts: &[Arc<FrontMatter>],
    entries: &[Entry],
) -> Vec<PublishedFile> {
    let bundles = bundles(&inputs.config, fronts, entries);
    let mut published = Vec::new();
    for file in &inputs.files {
        let Some(below) = file.path.below("content") else { continue };
        let (bundle, name) = owner(&bundles, below);
        let address = match bundle {
            Some(None) => continue,
            Some(Some(address)) => address.file(name).ok(),
            None => {
                let (folder, name) = below.rsplit_once('/').unwrap_or(("", below));
                let folder = folder_address(diagnostics, &file.path, Address::root(), folder);
                folder.and_then(|folder| folder.file(name).ok())
            }
        };
        published.extend(address.map(|address| PublishedFile { file: file.clone(), address }));
    }
    published
}

/// The folders with an `index.md`: where that page is, or nothing if it is not to be seen. Editions share their files,
/// which lie below the first edition in the order of paths that is to be seen.
fn bundles<'e>(
    config: &Config,
    fronts: &'e [Arc<FrontMatter>],
    entries: &'e [Entry],
) -> BTreeMap<&'e str, Option<&'e Address>> {
    let is_index = |path: &SourcePath| {
        let stem = path.name().strip_suffix(".md").unwrap_or_default();
        language_of(config, stem).0 == "index"
    };
    let folder = |path: &'e SourcePath| path.folder().strip_prefix("content/");
    let mut bundles: BTreeMap<&str, Option<&Address>> = BTreeMap::new();
    for path in fronts.iter().map(|front| front.path()).filter(|path| is_index(path)) {
        bundles.extend(folder(path).map(|folder| (folder, None)));
    }
    for entry in entries.iter().filter(|entry| is_index(entry.front.path())) {
        if let Some(address) = folder(entry.front.path()).and_then(|folder| bundles.get_mut(folder)) {
            address.get_or_insert(&entry.identity.address);
        }
    }
    bundles
}

/// The bundle that a file below `content` belongs to, and its path in that bundle.
fn owner<'p, 'e>(
    bundles: &BTreeMap<&str, Option<&'e Address>>,
    below: &'p str,
) -> (Option<Option<&'e Address>>, &'p str) {
    let slashes = below.rmatch_indices('/').map(|(at, _)| at);
    for at in slashes {
        if let Some(address) = bundles.get(&below[..at]) {
            return (Some(*address), &below[at + 1..]);
        }
    }
    (None, below)
}

/// The order of lists by date: newest first; on one day as in sections, by weight and path.
pub fn newest_first(front: &FrontMatter, id: PageId) -> impl Ord + use<> {
    (std::cmp::Reverse(front.date), front.weight.unwrap_or(i64::MAX), id)
}

/// The editions of every page, by the key that they share.
#[derive(Debug)]
pub struct Editions(BTreeMap<String, Vec<PageId>>);

impl Editions {
    /// Finds them, each page's in the order of the site's languages.
    pub fn of(config: &Config, entries: &[Entry]) -> Editions {
        let mut editions: BTreeMap<String, Vec<PageId>> = BTreeMap::new();
        for language in &config.languages {
            let numbered = entries.iter().zip((0..).map(PageId));
            for (entry, id) in numbered.filter(|(entry, _)| entry.identity.language == language.code) {
                editions.entry(entry.identity.edition_key.clone()).or_default().push(id);
            }
        }
        Editions(editions)
    }

    /// The editions of a page, itself included.
    pub fn of_page(&self, entry: &Entry) -> Vec<PageId> {
        self.0.get(&entry.identity.edition_key).cloned().unwrap_or_default()
    }
}
