//! What a body says about evidence: what it cites, quotes and refers to, each with its place in the file.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::base::LanguageCode;
use crate::input::Node;

/// The evidence that a body refers to, in the order of the text.
#[derive(Debug, Default, PartialEq)]
pub struct Marks {
    /// Citations.
    pub citations: Vec<Citation>,
    /// Quotations.
    pub quotations: Vec<Quotation>,
    /// References to entries of registries.
    pub mentions: Vec<Mention>,
    /// Directives.
    pub directives: Vec<Directive>,
    /// Words that may be abbreviations, each with the place where it first stands.
    pub abbreviations: BTreeMap<String, Range<usize>>,
}

/// The number of a paragraph, heading, list item or table cell, in the order of the text: what stands together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct BlockId(pub(super) usize);

/// A citation in the syntax of Pandoc (its manual, "Citation syntax"): `[see @a, p. 3; -@b]`, or in running text `@a [p. 3]`.
#[derive(Debug, Clone, PartialEq)]
pub struct Citation {
    /// What it cites.
    pub items: Vec<CitationItem>,
    /// Whether it stands in running text and names its source there.
    pub narrative: bool,
    /// What it stands with.
    pub block: BlockId,
    /// Where it stands.
    pub range: Range<usize>,
}

/// A source that a citation names.
#[derive(Debug, Clone, PartialEq)]
pub struct CitationItem {
    /// The key of the source.
    pub key: String,
    /// What stands before it: `see`.
    pub prefix: String,
    /// What stands after it: `p. 3`.
    pub suffix: String,
    /// Where the key stands.
    pub range: Range<usize>,
}

/// Words that are given as somebody's own.
#[derive(Debug, Clone, PartialEq)]
pub struct Quotation {
    /// The words, without their marks.
    pub text: String,
    /// The number of the citation that says where they are from.
    pub citation: Option<usize>,
    /// Where they stand, marks included.
    pub range: Range<usize>,
    /// The languages that spans say its letters are in; nothing for letters that stand in none.
    pub languages: BTreeSet<Option<LanguageCode>>,
    /// Where the pieces of `text` stand.
    pub places: Places,
}

/// Where the pieces of a text stand that was put together from a file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Places(Vec<Piece>);

/// A piece of such a text: all of it stands in the file as it is.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Piece {
    /// Where it begins in the text.
    start: usize,
    /// Where it begins in the file.
    at: usize,
}

impl Places {
    /// Adds a piece that begins at `start` of the text and `at` of the file.
    pub(super) fn push(&mut self, start: usize, at: usize) {
        self.0.push(Piece { start, at });
    }

    /// Adds the pieces of a text that is put behind this one, at `offset`.
    pub(super) fn append(&mut self, other: &Places, offset: usize) {
        self.0.extend(other.0.iter().map(|piece| Piece { start: piece.start + offset, at: piece.at }));
    }

    /// The pieces of a part of the text.
    pub(super) fn part(&self, range: &Range<usize>) -> Places {
        let first = self.0.partition_point(|piece| piece.start <= range.start).saturating_sub(1);
        let pieces = self.0[first..].iter().take_while(|piece| piece.start < range.end);
        let moved = pieces.map(|piece| match piece.start.checked_sub(range.start) {
            Some(start) => Piece { start, at: piece.at },
            None => Piece { start: 0, at: piece.at + (range.start - piece.start) },
        });
        Places(moved.collect())
    }

    /// The place in the file of a part of the text.
    pub fn range(&self, part: &Range<usize>) -> Range<usize> {
        let start = self.offset(part.start);
        let end = part.end.checked_sub(1).map_or(start, |last| self.offset(last) + 1);
        start..end.max(start)
    }

    fn offset(&self, at: usize) -> usize {
        let next = self.0.partition_point(|piece| piece.start <= at);
        let piece = next.checked_sub(1).and_then(|number| self.0.get(number)).or(self.0.first());
        piece.map_or(0, |piece| piece.at + at.saturating_sub(piece.start))
    }
}

/// What a link refers to, if not to an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MentionKind {
    /// `actor:iwaya`, `actor:iwaya@2024-11-01`
    Actor,
    /// `claim:c12`
    Claim,
    /// `confidence:low`
    Confidence,
    /// `event:e-2024-announce`
    Event,
    /// `source:mofa-ja-anpo`
    Source,
    /// `term:fimi`
    Term,
}

impl MentionKind {
    /// What a target begins with.
    const SCHEMES: [(&'static str, MentionKind); 6] = [
        ("actor:", MentionKind::Actor),
        ("claim:", MentionKind::Claim),
        ("confidence:", MentionKind::Confidence),
        ("event:", MentionKind::Event),
        ("source:", MentionKind::Source),
        ("term:", MentionKind::Term),
    ];

    /// Divides the target of a link into what it refers to and its id.
    pub(super) fn of(target: &str) -> Option<(MentionKind, &str)> {
        MentionKind::SCHEMES.iter().find_map(|(scheme, kind)| Some((*kind, target.strip_prefix(scheme)?)))
    }
}

/// A reference to an entry of a registry.
#[derive(Debug, Clone, PartialEq)]
pub struct Mention {
    /// Which registry.
    pub kind: MentionKind,
    /// The id of the entry.
    pub id: String,
    /// When, after `@`: a date or the id of an event.
    pub at: Option<String>,
    /// The text of the link, without markup.
    pub text: String,
    /// What it stands with.
    pub block: BlockId,
    /// Where it stands.
    pub range: Range<usize>,
}

/// A fenced block with a name in braces, whose body is YAML: what a template makes of the registries.
#[derive(Debug, Clone, PartialEq)]
pub struct Directive {
    /// Its name.
    pub name: String,
    /// Where its name stands.
    pub name_range: Range<usize>,
    /// Its body; nothing if it cannot be read, which has been reported.
    pub options: Option<Node>,
    /// Where its body stands.
    pub body: Range<usize>,
}
