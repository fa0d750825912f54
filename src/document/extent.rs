//! How long a text is to its readers. Knows nothing of templates or of languages: the script of each character decides.
//!
//! What is read is counted: the words of text, tables, quotations and footnotes, and of links, but not addresses that stand as
//! they are. Code blocks are looked at rather than read, and are not counted; nor are readings above kanji, alternative
//! texts, and what other files put in: numbers of sources, names, directives.

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::placed::{Piece, PlacedPiece};
use crate::base::script;

/// The extent of a text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Extent {
    /// Words of scripts that put spaces between them.
    pub words: usize,
    /// Kanji, kana and Hangul, full-width letters and digits. Punctuation is none.
    pub characters: usize,
}

/// How many words are read in a minute: a little fewer than the 238 that adults read of English non-fiction, for many of our
/// readers have another first language. Brysbaert, M., "How many words do we read per minute? A review and meta-analysis
/// of reading rate", Journal of Memory and Language 109 (2019), 104047.
const WORDS_A_MINUTE: usize = 230;

/// How many characters of Japanese are read in a minute. A convention: sites say between 400 and 600.
const CHARACTERS_A_MINUTE: usize = 500;

impl Extent {
    /// For how many minutes it is read, rounded up, and at least one.
    pub fn minutes(self) -> usize {
        let share = self.words * CHARACTERS_A_MINUTE + self.characters * WORDS_A_MINUTE;
        share.div_ceil(WORDS_A_MINUTE * CHARACTERS_A_MINUTE).max(1)
    }
}

/// The extent of pieces.
pub fn of<'e, 'a: 'e>(pieces: impl Iterator<Item = &'e PlacedPiece<'a>>) -> Extent {
    let mut counter = Counter::default();
    for (piece, _) in pieces {
        counter.piece(piece);
    }
    counter.extent
}

#[derive(Default)]
struct Counter {
    extent: Extent,
    in_word: bool,
    /// How many tags are open whose text is not read.
    unread: usize,
}

impl Counter {
    fn piece(&mut self, piece: &Piece<'_>) {
        match piece {
            Piece::Event(Event::Text(text) | Event::Code(text)) if self.unread == 0 => self.text(text),
            // Markup stands in the middle of words; so do the ends of spans and mentions.
            Piece::Event(Event::Start(tag)) => {
                self.unread += usize::from(is_unread(tag) || self.unread > 0 && may_be_unread(tag.to_end()));
                self.in_word &= is_inline(tag.to_end());
            }
            Piece::Event(Event::End(tag)) => {
                // The end of a link does not say what sort it was.
                self.unread = self.unread.saturating_sub(usize::from(may_be_unread(*tag)));
                self.in_word &= is_inline(*tag);
            }
            Piece::Event(Event::SoftBreak | Event::HardBreak | Event::Rule) => self.in_word = false,
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        for character in text.chars() {
            if !character.is_ascii() && (script::is_wide(character) || script::is_hangul(character)) {
                self.extent.characters += usize::from(character.is_alphanumeric());
                self.in_word = false;
            } else if character.is_whitespace() {
                self.in_word = false;
            } else if character.is_alphanumeric() && !self.in_word {
                self.extent.words += 1;
                self.in_word = true;
            }
        }
    }
}

fn is_unread(tag: &Tag<'_>) -> bool {
    match tag {
        Tag::CodeBlock(_) | Tag::Image { .. } => true,
        Tag::Link { link_type, .. } => matches!(link_type, LinkType::Autolink | LinkType::Email),
        _ => false,
    }
}

fn may_be_unread(tag: TagEnd) -> bool {
    matches!(tag, TagEnd::CodeBlock | TagEnd::Image | TagEnd::Link)
}

fn is_inline(tag: TagEnd) -> bool {
    matches!(tag, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minutes_are_rounded_up() {
        let minutes = |words, characters| Extent { words, characters }.minutes();
        assert_eq!(minutes(0, 0), 1);
        assert_eq!(minutes(230, 0), 1);
        assert_eq!(minutes(231, 0), 2);
        assert_eq!(minutes(0, 1_001), 3);
        assert_eq!(minutes(115, 250), 1);
        assert_eq!(minutes(116, 250), 2);
    }
}
