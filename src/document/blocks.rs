//! The blocks of a document: what stands between blank lines of its body, its title, its summary, each of its key
//! points and what it says of its corrections. Each has a short mark that stays the same while its words do, however its lines are broken, so that a
//! translation can say which state of its original it follows, block by block.

use std::collections::BTreeMap;
use std::ops::Range;

use super::block_mark::BlockMark;
use super::front_matter::FrontMatter;
use crate::base::Source;
use crate::input::NodeId;

/// Where a block stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BlockPlace {
    /// A value of the front matter.
    Front(NodeId),
    /// A part of the file.
    Body(Range<usize>),
}

/// A block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Tells its words from others.
    pub mark: BlockMark,
    /// Where it stands.
    pub place: BlockPlace,
    /// Whether a section begins with it.
    pub begins_section: bool,
}

/// All blocks of a file, in the order in which they stand.
pub fn of(source: &Source, front: &FrontMatter) -> Vec<Block> {
    let written = front.texts().map(|(id, text)| Block {
        mark: BlockMark::of(text),
        place: BlockPlace::Front(id),
        begins_section: false,
    });
    let mut blocks: Vec<Block> = written.collect();
    let first = blocks.len();
    for range in paragraphs(&source.text, front.body_start()) {
        let text = &source.text[range.clone()];
        blocks.push(Block {
            mark: BlockMark::of(text),
            begins_section: blocks.len() == first || text.starts_with('#'),
            place: BlockPlace::Body(range),
        });
    }
    blocks
}

/// What stands between blank lines of `text`, from `start` on.
fn paragraphs(text: &str, start: usize) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut is_open = false;
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        let end = at + line.trim_end().len();
        if end == at {
            is_open = false;
        } else if is_open && let Some(last) = found.last_mut() {
            last.end = end;
        } else {
            found.push(at..end);
            is_open = true;
        }
        at += line.len();
    }
    found
}

/// How a document differs from a state of it that was recorded.
#[derive(Debug, PartialEq, Eq)]
pub struct Difference {
    /// Where the blocks stand that are new or changed.
    pub changed: Vec<BlockPlace>,
    /// How many recorded blocks are gone, beside those that a changed one may have taken the place of.
    pub removed: usize,
    /// How many blocks there are.
    pub total: usize,
}

impl Difference {
    /// Compares blocks with those recorded, each counted as often as it stands there and wherever it stands: a block that
    /// has moved says what it said, so it is no change, as it would be where sequences are compared.
    pub fn of(blocks: Vec<Block>, recorded: &[BlockMark]) -> Difference {
        let mut left: BTreeMap<BlockMark, usize> = BTreeMap::new();
        for mark in recorded {
            *left.entry(*mark).or_default() += 1;
        }
        let total = blocks.len();
        let mut is_new = |block: &Block| match left.get_mut(&block.mark) {
            Some(count) if *count > 0 => {
                *count -= 1;
                false
            }
            _ => true,
        };
        let changed: Vec<BlockPlace> =
            blocks.into_iter().filter(|block| is_new(block)).map(|block| block.place).collect();
        let gone: usize = left.values().sum();
        Difference { removed: gone.saturating_sub(changed.len()), changed, total }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Document, Rules};
    use super::*;
    use crate::base::{Diagnostics, SourcePath};

    const FRONT: &str = "---\ntitle: T\nsummary: S\nkey_points: [One., Two., Three.]\n---\n";

    fn blocks(text: &str) -> Vec<Block> {
        let source = Source::new(SourcePath::new("content/a.md").unwrap(), text);
        Document::parse(&mut Diagnostics::default(), &source, Rules { raw_html: false }).blocks()
    }

    fn marks(text: &str) -> Vec<BlockMark> {
        blocks(text).into_iter().map(|block| block.mark).collect()
    }

    /// What is changed, what is gone and how much there is after `old` became `new`.
    fn difference(old: &str, new: &str) -> (usize, usize, usize) {
        let (old, new) = (format!("{FRONT}{old}"), format!("{FRONT}{new}"));
        let Difference { changed, removed, total } = Difference::of(blocks(&new), &marks(&old));
        (changed.len(), removed, total)
    }

    #[test]
    fn title_summary_key_points_and_paragraphs_are_blocks() {
        let text = format!("{FRONT}One\nline.\n\n \n\n## Two\n\nThree.\n");
        let places: Vec<&str> = blocks(&text)
            .iter()
            .filter_map(|block| match &block.place {
                BlockPlace::Body(range) => Some(&text[range.clone()]),
                BlockPlace::Front(_) => None,
            })
            .collect();
        assert_eq!(places, ["One\nline.", "## Two", "Three."]);
        assert_eq!(blocks(&text).len(), 8);
    }

    #[test]
    fn another_breaking_of_lines_is_no_change() {
        assert_eq!(difference("One two\nthree.\n", "One\ntwo  three.\n"), (0, 0, 6));
        assert_eq!(difference("日本と\nEU の協力。\n", "日本とEUの\n協力。\n"), (0, 0, 6));
        assert_eq!(difference("> One two\n> three.\n", "> One\n> two three.\n"), (0, 0, 6));
        assert_eq!(difference("One.\n\nTwo.\n", "One.\n\n\n\nTwo."), (0, 0, 7));
    }

    #[test]
    fn another_kind_of_block_is_a_change() {
        for (old, new) in [
            ("> One.\n", "One.\n"),
            ("> One.\n", "> > One.\n"),
            ("- One\n- two\n", "- One\n  - two\n"),
            ("- One\n\n  Two.\n", "- One\n\nTwo.\n"),
            ("One  \ntwo.\n", "One\ntwo.\n"),
            ("One\\\ntwo.\n", "One\ntwo.\n"),
        ] {
            assert_eq!(difference(old, new).0, 1, "{old} {new}");
        }
        assert_eq!(difference("One\\\ntwo.\n", "One  \ntwo.\n").0, 0);
        assert_eq!(difference("> One\n> two.\n", "> One\ntwo.\n").0, 0);
        assert_eq!(difference("> > One two\n> > three.\n", "> > One\n> > two three.\n").0, 0);
    }

    #[test]
    fn corrections_are_blocks() {
        let front = |why: &str| {
            let correction = format!("{{date: 2026-01-01, was: A, now: B, why: {why}}}");
            format!("---\ntitle: T\nsummary: S\ncorrections: [{correction}]\n---\n")
        };
        assert_eq!(marks(&front("C")).len(), 5);
        assert_ne!(marks(&front("C")), marks(&front("D")));
    }

    #[test]
    fn an_edited_paragraph_is_one_change_and_a_moved_one_none() {
        assert_eq!(difference("One.\n\nTwo.\n", "One!\n\nTwo.\n"), (1, 0, 7));
        assert_eq!(difference("One.\n\nTwo.\n", "Two.\n\nOne.\n"), (0, 0, 7));
        assert_eq!(difference("One.\n\nTwo.\n", "One.\n"), (0, 1, 6));
        assert_eq!(difference("One.\n", "One.\n\nOne.\n"), (1, 0, 7));
        assert_eq!(difference("One now here.\n", "One nowhere.\n"), (1, 0, 6));
    }

    #[test]
    fn front_matter_that_readers_do_not_read_is_no_block() {
        let one = marks("---\ntitle: T\nsummary: S\n---\nOne.\n");
        assert_eq!(marks("---\ntitle: T\nsummary: S\nweight: 2\nupdated: 2026-01-01\n---\nOne.\n"), one);
        assert_ne!(marks("---\ntitle: U\nsummary: S\n---\nOne.\n"), one);
    }
}
