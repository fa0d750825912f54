//! Takes out line breaks that mean nothing: in Japanese, where a line of the file ends says nothing of the words.
//!
//! A break between two full-width characters goes, by the rule of CSS Text 3 ([`script::joins`]); tags between them do not
//! count. So does one between a full-width character and a citation in brackets, which shows a number, or a mention without
//! words, which shows a name. Any other stays: an English line may end with 日本.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::placed::{Piece, PlacedPiece};
use super::span;
use crate::base::script;

/// What stands beside a break.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Side {
    /// A full-width character.
    Wide,
    /// What goes with the text around it.
    Mark,
    /// Whatever else.
    Other,
}

/// The pieces of a block without the breaks that mean nothing. `is_mark` tells citations in brackets.
pub fn join<'a>(pieces: Vec<PlacedPiece<'a>>, is_mark: impl Fn(usize) -> bool) -> Vec<PlacedPiece<'a>> {
    let is_break = |piece: &Piece<'_>| *piece == Piece::Event(Event::SoftBreak);
    if !pieces.iter().any(|(piece, _)| is_break(piece)) {
        return pieces;
    }
    let goes: Vec<bool> = (0..pieces.len())
        .map(|at| {
            is_break(&pieces[at].0) && {
                let before = side(pieces[..at].iter().rev(), &is_mark, |text| text.chars().next_back());
                let after = side(pieces[at + 1..].iter(), &is_mark, |text| text.chars().next());
                matches!((before, after), (Side::Wide, Side::Wide | Side::Mark) | (Side::Mark, Side::Wide))
            }
        })
        .collect();
    if !goes.contains(&true) {
        return pieces;
    }
    pieces.into_iter().zip(goes).filter(|(_, goes)| !goes).map(|(piece, _)| piece).collect()
}

/// What the first of these pieces shows that shows anything.
fn side<'p, 'a: 'p>(
    pieces: impl Iterator<Item = &'p PlacedPiece<'a>>,
    is_mark: &impl Fn(usize) -> bool,
    end: impl Fn(&str) -> Option<char>,
) -> Side {
    let mut mention = None;
    for (piece, _) in pieces {
        let character = match piece {
            Piece::Event(Event::Text(text) | Event::Code(text)) => end(text),
            Piece::Citation(number) if is_mark(*number) => return Side::Mark,
            Piece::Event(Event::FootnoteReference(_)) => return Side::Mark,
            // Both ends of one mention, and nothing between them.
            Piece::MentionStart(number) | Piece::MentionEnd(number) => {
                if mention == Some(*number) {
                    return Side::Mark;
                }
                mention = Some(*number);
                continue;
            }
            Piece::Event(Event::InlineHtml(_)) => continue,
            Piece::Event(Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image)) => return Side::Other,
            piece if span::is_silent(piece) => continue,
            _ => return Side::Other,
        };
        if let Some(character) = character {
            return if script::is_wide(character) { Side::Wide } else { Side::Other };
        }
    }
    Side::Other
}
