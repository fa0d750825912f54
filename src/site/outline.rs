//! The tree of sections, and the order of pages in it.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::entry::Entry;
use super::identity::PageKind;
use super::{PageId, SectionId};
use crate::base::LanguageCode;

/// A folder with an `_index.md`, in one language.
#[derive(Debug)]
pub struct Section {
    /// Its `_index.md`.
    pub index: PageId,
    /// The section it lies in.
    pub parent: Option<SectionId>,
    /// The sections in it, in order.
    pub sections: Vec<SectionId>,
    /// The pages in it, in order: those with a weight first, lightest first; then newest first; then by path.
    pub pages: Vec<PageId>,
}

/// Where a page stands in the tree.
#[derive(Debug, Clone, Copy, Default)]
pub struct Place {
    pub section: Option<SectionId>,
    pub previous: Option<PageId>,
    pub next: Option<PageId>,
}

/// The tree.
pub struct Outline {
    pub sections: Vec<Section>,
    /// Where each page stands.
    pub places: Vec<Place>,
}

type SectionTable<'e> = BTreeMap<(&'e LanguageCode, &'e str), SectionId>;

impl Outline {
    /// Puts every page into its section. A folder without `_index.md` is no section: its pages belong to the folder above.
    pub fn of(entries: &[Entry]) -> Outline {
        let is_section = |entry: &&Entry| entry.identity.kind != PageKind::Page;
        let table: SectionTable<'_> = entries
            .iter()
            .filter(is_section)
            .zip(0..)
            .map(|(entry, number)| {
                ((&entry.identity.language, entry.identity.folder.as_str()), SectionId(number))
            })
            .collect();
        let parents: Vec<Option<SectionId>> = entries.iter().map(|entry| parent(&table, entry)).collect();
        let mut members: BTreeMap<SectionId, Members> = BTreeMap::new();
        for (number, entry) in entries.iter().enumerate() {
            let Some(section) = parents[number] else { continue };
            let members = members.entry(section).or_default();
            match (entry.identity.kind, own_section(&table, entry)) {
                (PageKind::Page, _) => members.pages.push(PageId(number)),
                (_, Some(id)) => members.sections.push((PageId(number), id)),
                (_, None) => {}
            }
        }
        let indexes = (0..entries.len()).filter(|number| entries[*number].identity.kind != PageKind::Page);
        let sections: Vec<Section> = indexes
            .zip(0..)
            .map(|(index, number)| {
                let members = members.remove(&SectionId(number)).unwrap_or_default();
                members.into_section(entries, PageId(index), parents[index])
            })
            .collect();
        let places = places(&sections, &parents);
        Outline { sections, places }
    }
}

/// What a section holds, as it is found.
#[derive(Default)]
struct Members {
    pages: Vec<PageId>,
    sections: Vec<(PageId, SectionId)>,
}

impl Members {
    fn into_section(self, entries: &[Entry], index: PageId, parent: Option<SectionId>) -> Section {
        let mut pages = self.pages;
        let mut sections = self.sections;
        pages.sort_by_key(|id| order(entries, *id));
        sections.sort_by_key(|(page, _)| order(entries, *page));
        Section { index, parent, sections: sections.into_iter().map(|(_, id)| id).collect(), pages }
    }
}

/// Ties are broken by path, which the numbers of pages follow: equal dates are common on launch day.
fn order(entries: &[Entry], id: PageId) -> impl Ord {
    let front = &entries[id.0].front;
    (front.weight.unwrap_or(i64::MAX), Reverse(front.date), id)
}

fn own_section(table: &SectionTable<'_>, entry: &Entry) -> Option<SectionId> {
    table.get(&(&entry.identity.language, entry.identity.folder.as_str())).copied()
}

/// The section that lists an entry: for a page, its folder's or the nearest above; for a section, the nearest above its own.
fn parent(table: &SectionTable<'_>, entry: &Entry) -> Option<SectionId> {
    let identity = &entry.identity;
    let mut folder = match identity.kind {
        PageKind::Page => identity.folder.as_str(),
        PageKind::Section => above(&identity.folder)?,
        PageKind::Home => return None,
    };
    loop {
        if let Some(section) = table.get(&(&identity.language, folder)) {
            return Some(*section);
        }
        folder = above(folder)?;
    }
}

fn above(folder: &str) -> Option<&str> {
    if folder.is_empty() { None } else { Some(folder.rsplit_once('/').map_or("", |(above, _)| above)) }
}

fn places(sections: &[Section], parents: &[Option<SectionId>]) -> Vec<Place> {
    let alone = |section: &Option<SectionId>| Place { section: *section, ..Place::default() };
    let mut places: Vec<Place> = parents.iter().map(alone).collect();
    for section in sections {
        for pair in section.pages.windows(2) {
            places[pair[0].0].next = Some(pair[1]);
            places[pair[1].0].previous = Some(pair[0]);
        }
    }
    places
}
