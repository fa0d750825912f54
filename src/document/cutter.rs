//! Finds the cuts of a body: reads the pieces that its HTML is written from, and tells where in the file they stand.

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::body::Link;
use super::cut::{Cut, Cuts, Stand};
use super::hole::Fill;
use super::placed::{Piece, PlacedPiece};
use crate::base::Source;

/// Finds the cuts of a body.
pub struct Cutter<'s> {
    source: &'s Source,
    cuts: Vec<Found>,
    open: Vec<Open>,
    images: usize,
}

/// A cut, and for the end of a link where the link begins.
struct Found {
    cut: Cut,
    link: Option<usize>,
}

/// A link, image, heading or mention that is open.
struct Open {
    /// Where what has been met in it ends.
    end: usize,
    title: Option<String>,
}

impl<'s> Cutter<'s> {
    /// A cutter that has found nothing.
    pub fn new(source: &'s Source) -> Cutter<'s> {
        Cutter { source, cuts: Vec::new(), open: Vec::new(), images: 0 }
    }

    /// Reads a part of the body.
    pub fn read(&mut self, pieces: &[PlacedPiece<'_>]) {
        for (piece, range) in pieces {
            self.piece(piece, range);
            if let Some(open) = self.open.last_mut()
                && !matches!(piece, Piece::Event(Event::Start(_)) | Piece::MentionStart(_))
            {
                open.end = open.end.max(range.end);
            }
        }
    }

    /// Cuts out a definition of a link, which stands in the copy where it is used.
    pub fn definition(&mut self, range: Range<usize>) {
        self.cut(range, Stand::Nothing);
    }

    /// All cuts of `body`, whose links are these.
    pub fn finish(self, body: Range<usize>, links: &[Link]) -> Cuts {
        let mut found = self.cuts;
        found.sort_by_key(|one| one.cut.range.start);
        let starts = links.iter().zip(0..).map(|(link, number)| (link.range.start, number));
        let numbers: BTreeMap<usize, usize> = starts.collect();
        let mut cuts: Vec<Cut> = Vec::with_capacity(found.len());
        let mut from = body.start;
        for Found { mut cut, link } in found {
            if let (Stand::Link(place, _), Some(start)) = (&mut cut.stand, link) {
                let Some(number) = numbers.get(&start) else { continue };
                *place = *number;
            }
            if cut.range.start >= from && cut.range.end <= body.end {
                from = cut.range.end;
                cuts.push(cut);
            }
        }
        Cuts { body, cuts }
    }

    fn cut(&mut self, range: Range<usize>, stand: Stand) {
        self.cuts.push(Found { cut: Cut { range, stand }, link: None });
    }

    fn piece(&mut self, piece: &Piece<'_>, range: &Range<usize>) {
        // The alternative text of a picture is left as it is.
        if self.images > 0 && !matches!(piece, Piece::Event(Event::Start(_) | Event::End(_))) {
            return;
        }
        match piece {
            Piece::Event(Event::Start(tag)) => self.start(tag, range),
            Piece::Event(Event::End(tag)) => self.end(*tag, range),
            Piece::Event(_) => {}
            Piece::Citation(number) => self.cut(range.clone(), Stand::Fill(Fill::Citation(*number))),
            Piece::Directive(number) => self.cut(range.clone(), Stand::Fill(Fill::Directive(*number))),
            Piece::MentionStart(number) => {
                self.open(range.start + 1, None);
                self.cut(range.start..range.start + 1, Stand::Fill(Fill::MentionStart(*number)));
            }
            Piece::MentionEnd(number) => {
                let end = self.close(range.start + 1);
                self.cut(end..range.end, Stand::Fill(Fill::MentionEnd(*number)));
            }
            Piece::SpanStart(_) => self.cut(range.clone(), Stand::Nothing),
            Piece::SpanEnd(span) => {
                let stand = span.ruby.clone().map_or(Stand::Nothing, Stand::Reading);
                self.cut(range.clone(), stand);
            }
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: &Range<usize>) {
        match tag {
            Tag::Image { title, .. } => {
                self.images += 1;
                self.open(range.start + 2, Some(title.to_string()));
            }
            Tag::Link { link_type: LinkType::Autolink | LinkType::Email, .. } => self.open(range.start, None),
            Tag::Link { title, .. } => self.open(range.start + 1, Some(title.to_string())),
            Tag::Heading { .. } => self.open(range.start, None),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: &Range<usize>) {
        match tag {
            TagEnd::Image => {
                self.images -= 1;
                self.link(range);
            }
            TagEnd::Link => self.link(range),
            TagEnd::Heading(_) => {
                let end = self.close(range.start);
                let rest = &self.source.text[end..range.end.max(end)];
                // An id that other programs would take for text.
                if rest.trim_start_matches([' ', '\t']).starts_with('{')
                    && let Some(brace) = rest.find('}')
                {
                    self.cut(end..end + brace + 1, Stand::Nothing);
                }
            }
            _ => {}
        }
    }

    fn link(&mut self, range: &Range<usize>) {
        let Some(Open { end, title: Some(title) }) = self.open.pop() else { return };
        // A picture within a picture's text is text.
        if self.images == 0 && self.source.text[end..].starts_with(']') {
            let cut = Cut { range: end..range.end, stand: Stand::Link(0, title) };
            self.cuts.push(Found { cut, link: Some(range.start) });
        }
    }

    fn open(&mut self, end: usize, title: Option<String>) {
        self.open.push(Open { end, title });
    }

    fn close(&mut self, start: usize) -> usize {
        self.open.pop().map_or(start, |open| open.end)
    }
}
