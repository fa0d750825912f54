//! A registry: entries with ids, each with its place, in the order in which they are written.

use std::collections::{BTreeMap, BTreeSet};
use std::marker::PhantomData;
use std::ops::{Index, Range};
use std::sync::Arc;

use crate::base::{Code, Diagnostics, Slug, Source, Span, folded, nearest, neighbours};
use crate::input::{Decode, Fields, Located, Node, NodeId, Origin, Problems, Value, mismatch, yaml};

/// More entries than all of which are compared with every id that none of them has.
const MANY: usize = 512;

/// What a registry can hold.
pub trait Record: Sized {
    /// What one is called, with its article: `an actor`.
    const NOUN: &'static str;

    /// What somebody may call one instead of by its id.
    fn names(&self) -> Vec<&str> {
        Vec::new()
    }

    /// Reads the keys of an entry but for its `id`. A key that is missing or wrong has been reported.
    fn decode(problems: &mut Problems, fields: &mut Fields<'_>) -> Option<Self>;
}

/// The number of an entry of the registry of `T`.
#[derive(Debug)]
pub struct EntryId<T>(usize, PhantomData<fn() -> T>);

impl<T> EntryId<T> {
    fn new(number: usize) -> EntryId<T> {
        EntryId(number, PhantomData)
    }

    /// The number itself, from 0.
    pub fn number(self) -> usize {
        self.0
    }
}

impl<T> Clone for EntryId<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for EntryId<T> {}

impl<T> PartialEq for EntryId<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<T> Eq for EntryId<T> {}

impl<T> PartialOrd for EntryId<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Ord for EntryId<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.cmp(&other.0)
    }
}

/// An entry of a registry.
#[derive(Debug)]
pub struct Entry<T> {
    /// What it is referred to by.
    pub id: String,
    /// Its id as a part of addresses and of ids in HTML.
    pub slug: Slug,
    /// What it says.
    pub record: T,
    place: Place,
}

/// Where an entry stands.
#[derive(Debug)]
pub enum Place {
    /// At a node of a file of the program's own format, which also finds the places of the entry's values.
    Node(Origin, NodeId),
    /// At a place of another program's file.
    Span(Span),
}

impl<T> Entry<T> {
    /// Where it stands.
    pub fn span(&self) -> Span {
        match &self.place {
            Place::Node(origin, node) => origin.span(*node),
            Place::Span(span) => span.clone(),
        }
    }

    /// Where one of its values stands.
    pub fn span_of(&self, node: NodeId) -> Span {
        match &self.place {
            Place::Node(origin, _) => origin.span(node),
            Place::Span(span) => span.clone(),
        }
    }
}

/// The entries of one kind.
#[derive(Debug)]
pub struct Registry<T> {
    entries: Vec<Entry<T>>,
    numbers: BTreeMap<String, usize>,
    /// The ids, sorted, for hints.
    ids: Vec<String>,
    /// The ids of entries that could not be read, whose problems have been reported.
    broken: BTreeSet<String>,
}

/// What was read of a registry.
#[derive(Debug)]
pub struct Entries<T> {
    /// The entries that could be read.
    pub whole: Vec<Entry<T>>,
    /// The ids of the others.
    pub broken: BTreeSet<String>,
}

impl<T> Default for Entries<T> {
    fn default() -> Self {
        Entries { whole: Vec::new(), broken: BTreeSet::new() }
    }
}

impl<T> Entries<T> {
    /// Adds what another file has.
    pub fn append(&mut self, mut other: Entries<T>) {
        self.whole.append(&mut other.whole);
        self.broken.append(&mut other.broken);
    }
}

impl<T> Default for Registry<T> {
    fn default() -> Self {
        Registry { entries: Vec::new(), numbers: BTreeMap::new(), ids: Vec::new(), broken: BTreeSet::new() }
    }
}

impl<T> Index<EntryId<T>> for Registry<T> {
    type Output = Entry<T>;

    fn index(&self, id: EntryId<T>) -> &Entry<T> {
        &self.entries[id.0]
    }
}

impl<T: Record> Registry<T> {
    /// The registry of these entries; of two with one id, the second is reported.
    pub fn of(diagnostics: &mut Diagnostics, entries: Entries<T>) -> Registry<T> {
        let mut registry: Registry<T> = Registry { broken: entries.broken, ..Registry::default() };
        for entry in entries.whole {
            if let Some(first) = registry.numbers.get(&entry.id) {
                let first = registry.entries[*first].span();
                diagnostics
                    .report(Code::DuplicateId, entry.span(), format!("id `{}` is given twice", entry.id))
                    .help("give one of the two another id")
                    .related(first, "first given here");
                continue;
            }
            registry.numbers.insert(entry.id.clone(), registry.entries.len());
            registry.entries.push(entry);
        }
        registry.ids = registry.numbers.keys().cloned().collect();
        registry
    }

    /// The entry with this id.
    pub fn find(&self, id: &str) -> Option<EntryId<T>> {
        self.numbers.get(id).map(|number| EntryId::new(*number))
    }

    /// The entry with this id; if there is none, that is reported at `span`.
    pub fn resolve(
        &self,
        diagnostics: &mut Diagnostics,
        id: &str,
        span: impl FnOnce() -> Span,
    ) -> Option<EntryId<T>> {
        let found = self.find(id);
        if found.is_none() && !self.broken.contains(id) {
            let (code, noun) = match T::NOUN {
                "a source" => (Code::UnknownSource, "source"),
                noun => (Code::UnknownEntry, noun.split(' ').next_back().unwrap_or(noun)),
            };
            let mut near = self.called(id);
            near.extend(self.nearest(id));
            near.dedup();
            let near: Vec<String> = near.iter().take(3).map(|id| format!("`{id}`")).collect();
            let help = match near.as_slice() {
                [] => format!("add {} with this id to `content/registry`", T::NOUN),
                near => format!("did you mean {}?", near.join(" or ")),
            };
            diagnostics.report(code, span(), format!("there is no {noun} `{id}`")).help(help);
        }
        found
    }

    /// The ids of the entries that have this name, in whatever spelling.
    fn called(&self, name: &str) -> Vec<&str> {
        let name = folded(name);
        if self.entries.len() > MANY {
            return Vec::new();
        }
        let is_called = |entry: &&Entry<T>| entry.record.names().iter().any(|known| folded(known) == name);
        self.entries.iter().filter(is_called).map(|entry| entry.id.as_str()).collect()
    }

    /// The ids most like `id`: of up to three that are near.
    fn nearest(&self, id: &str) -> Vec<&str> {
        let mut left: Vec<&str> = if self.ids.len() <= MANY {
            self.ids.iter().map(String::as_str).collect()
        } else {
            neighbours(id, &self.ids).iter().map(String::as_str).collect()
        };
        let mut near = Vec::new();
        while near.len() < 3
            && let Some(next) = nearest(id, left.iter().copied())
        {
            left.retain(|candidate| *candidate != next);
            near.push(next);
        }
        near
    }
}

impl<T> Registry<T> {
    /// All entries, in the order in which they are written.
    pub fn iter(&self) -> impl Iterator<Item = (EntryId<T>, &Entry<T>)> {
        self.entries.iter().enumerate().map(|(number, entry)| (EntryId::new(number), entry))
    }

    /// What an entry says, to be added to.
    pub(super) fn record_mut(&mut self, id: EntryId<T>) -> &mut T {
        &mut self.entries[id.0].record
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// How many entries it has.
    pub fn len(&self) -> usize {
        self.entries.len()
    }
}

impl<T> Entry<T> {
    /// An entry that was read from another program's file.
    pub fn imported(id: String, record: T, span: Span) -> Option<Entry<T>> {
        let slug = Slug::of(&id)?;
        Some(Entry { id, slug, record, place: Place::Span(span) })
    }
}

/// Reads a file that is a list of entries.
pub fn entries<T: Record>(diagnostics: &mut Diagnostics, source: &Arc<Source>) -> Entries<T> {
    let mut entries = Entries::default();
    list(diagnostics, source, |problems, node, origin| entry(problems, node, origin, &mut entries));
    entries
}

/// Reads a file that is a list, item by item: an item that is no YAML loses no other, and to find the place of a value
/// means to read one item again.
pub fn list(
    diagnostics: &mut Diagnostics,
    source: &Arc<Source>,
    mut read: impl FnMut(&mut Problems, &Node, &Origin),
) {
    for range in items(&source.text) {
        let Some(node) = yaml::parse(diagnostics, source, range.clone(), usize::MAX) else { continue };
        let origin = Origin::Yaml { source: Arc::clone(source), range };
        let mut problems = Problems::default();
        match &node.value {
            Value::Null => {}
            Value::List(items) => items.iter().for_each(|item| read(&mut problems, item, &origin)),
            other => {
                let _: Option<()> = mismatch(&mut problems, &node, "a list of entries", other.kind());
            }
        }
        problems.report(diagnostics, |id| origin.span(id));
    }
}

/// The items of a list that is written in the usual way, each beginning with `- ` at the beginning of a line, where nothing
/// else of a list can stand; any other text as a whole.
fn items(text: &str) -> Vec<Range<usize>> {
    let mut starts: Vec<usize> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.starts_with("- ") || line.trim_end() == "-" {
            starts.push(at);
        } else if starts.is_empty() && !line.trim().is_empty() && !line.starts_with('#') {
            return std::iter::once(0..text.len()).collect();
        }
        at += line.len();
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}

fn entry<T: Record>(problems: &mut Problems, node: &Node, origin: &Origin, entries: &mut Entries<T>) {
    let Some(mut fields) = Fields::of(problems, node) else { return };
    let id = fields.required::<Located<EntryName>>(problems, "id");
    let record = T::decode(problems, &mut fields);
    fields.finish(problems);
    let Some(Located { id: node, value: EntryName { text, slug } }) = id else { return };
    match record {
        Some(record) => {
            entries.whole.push(Entry { id: text, slug, record, place: Place::Node(origin.clone(), node) });
        }
        None => drop(entries.broken.insert(text)),
    }
}

/// An id: what Pandoc takes for the key of a citation, without the marks that mean something elsewhere.
struct EntryName {
    text: String,
    slug: Slug,
}

impl Decode for EntryName {
    fn decode(problems: &mut Problems, node: &Node) -> Option<Self> {
        let text = String::decode(problems, node)?;
        let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':');
        let fits = text.starts_with(char::is_alphanumeric)
            && text.ends_with(char::is_alphanumeric)
            && text.chars().all(plain);
        match Slug::of(&text).filter(|_| fits) {
            Some(slug) => Some(EntryName { text, slug }),
            None => {
                let message = format!("`{text}` is not an id");
                let help = "write letters and digits, joined by `-`, `_`, `.` or `:`";
                problems.add(Code::InvalidValue, node.id, message).help(help);
                None
            }
        }
    }
}
