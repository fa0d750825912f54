//! Tells evidence apart from text: turns events into pieces, and gathers what they cite, quote, refer to and direct.

use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::block_text::{BlockText, block_text, event_text, run_text};
use super::citation;
use super::directive;
use super::line_break;
use super::marks::{BlockId, Citation, CitationItem, Directive, Marks, Mention, MentionKind};
use super::placed::{Piece, Placed, PlacedPiece, part, plain};
use super::span;
use crate::base::{Code, Diagnostics, Source, quotation};

/// Reads the parts of one body, one after the other.
pub struct Scanner<'d> {
    diagnostics: &'d mut Diagnostics,
    source: &'d Arc<Source>,
    marks: Marks,
    block: usize,
    /// The block quote that is open, with the quotes in it.
    quote: Option<OpenQuote>,
    /// How many block quotes and alerts are open.
    depth: usize,
    /// Whether the file may hold spans.
    has_spans: bool,
}

struct OpenQuote {
    depth: usize,
    range: Range<usize>,
    text: BlockText,
}

impl<'d> Scanner<'d> {
    /// A reader of a body of `source`.
    pub fn new(diagnostics: &'d mut Diagnostics, source: &'d Arc<Source>) -> Scanner<'d> {
        let has_spans = span::may_stand_in(&source.text);
        Scanner { diagnostics, source, marks: Marks::default(), block: 0, quote: None, depth: 0, has_spans }
    }

    /// What has been found.
    pub fn finish(self) -> Marks {
        self.marks
    }

    /// Reads the events of a part.
    pub fn pieces<'a>(&mut self, events: Vec<Placed<'a>>) -> Vec<PlacedPiece<'a>> {
        let mut pieces = Vec::with_capacity(events.len());
        let mut inline = Vec::new();
        let mut events = events.into_iter();
        while let Some((event, range)) = events.next() {
            if is_inline(&event) {
                inline.push((event, range));
                continue;
            }
            self.block(&mut pieces, &mut inline);
            match &event {
                Event::Start(Tag::CodeBlock(kind)) => {
                    let code: Vec<Placed<'a>> = events
                        .by_ref()
                        .take_while(|(event, _)| *event != Event::End(TagEnd::CodeBlock))
                        .collect();
                    let end = (Event::End(TagEnd::CodeBlock), range.clone());
                    // One that is refused for its place is not read.
                    let mut unread = Diagnostics::default();
                    let diagnostics = if self.depth > 0 { &mut unread } else { &mut *self.diagnostics };
                    match directive::read(diagnostics, self.source, kind, &range, &code) {
                        None => {
                            pieces.extend(std::iter::once((event, range)).chain(code).chain([end]).map(plain))
                        }
                        Some(directive) => self.directive(&mut pieces, directive, range),
                    }
                    continue;
                }
                Event::Start(Tag::BlockQuote(kind)) => self.open_quote(kind.is_none(), &range),
                Event::End(TagEnd::BlockQuote(_)) => self.close_quote(),
                _ => {}
            }
            pieces.push(plain((event, range)));
        }
        self.block(&mut pieces, &mut inline);
        pieces
    }

    fn directive(&mut self, pieces: &mut Vec<PlacedPiece<'_>>, directive: Directive, range: Range<usize>) {
        if self.depth > 0 {
            let span = self.source.span(directive.name_range);
            let message = "a directive stands in a block quote";
            self.diagnostics.report(Code::DirectiveSyntax, span, message).help("put it outside");
            return;
        }
        pieces.push((Piece::Directive(self.marks.directives.len()), range));
        self.marks.directives.push(directive);
    }

    fn open_quote(&mut self, is_quotation: bool, range: &Range<usize>) {
        self.depth += 1;
        if is_quotation && self.quote.is_none() {
            let end = range.start + self.source.text[range.clone()].trim_end().len();
            self.quote =
                Some(OpenQuote { depth: self.depth, range: range.start..end, text: BlockText::default() });
        }
    }

    /// The words of a block quote are those before its last citation, but for a line at its end that names the speaker.
    fn close_quote(&mut self) {
        let is_open = self.quote.as_ref().is_some_and(|quote| quote.depth == self.depth);
        self.depth -= 1;
        if !is_open {
            return;
        }
        let Some(OpenQuote { range, text, .. }) = self.quote.take() else { return };
        let last =
            text.citations.last().filter(|(at, _)| text.text[*at..].trim_matches(ends_sentence).is_empty());
        let end = last.map_or(text.text.len(), |(at, _)| *at);
        let words = text.text[..end].trim_end();
        let words = match words.rfind('\n') {
            Some(line) if words[line..].trim_start().starts_with(['—', '―', '–']) => {
                words[..line].trim_end()
            }
            _ => words,
        };
        let start = words.len() - words.trim_start().len();
        if words.trim().is_empty() {
            return;
        }
        let inner = unmarked(words, start..words.len());
        let quotation = text.quotation(inner, range, last.map(|(_, number)| *number));
        self.marks.quotations.push(quotation);
    }

    /// A paragraph, heading, list item or table cell: what stands on its own.
    fn block<'a>(&mut self, pieces: &mut Vec<PlacedPiece<'a>>, inline: &mut Vec<Placed<'a>>) {
        if inline.is_empty() {
            return;
        }
        let mut found = Vec::with_capacity(inline.len());
        if inline.iter().any(may_be_evidence) {
            self.inline(&mut found, inline.drain(..));
        } else {
            found.extend(inline.drain(..).map(plain));
        }
        if self.has_spans {
            found = span::find(self.diagnostics, self.source, found);
        }
        found = line_break::join(found, |number| !self.marks.citations[number].narrative);
        self.mention_texts(&found);
        let text = block_text(&found);
        pieces.append(&mut found);
        self.abbreviations(&text);
        match &mut self.quote {
            Some(quote) => quote.text.append(&text),
            None => self.quotations(&text),
        }
        self.block += 1;
    }

    /// The pieces of a block: citations in its plain text, links that refer to entries.
    fn inline<'a>(&mut self, pieces: &mut Vec<PlacedPiece<'a>>, inline: impl Iterator<Item = Placed<'a>>) {
        let mut run = Vec::new();
        let mut links = 0_usize;
        let mut mention = None;
        for (event, range) in inline {
            match &event {
                Event::Text(_) | Event::SoftBreak if links == 0 => {
                    run.push((event, range));
                    continue;
                }
                _ => self.run(pieces, std::mem::take(&mut run)),
            }
            match &event {
                Event::Start(Tag::Link { dest_url, .. }) if links == 0 => {
                    links += 1;
                    if let Some((kind, target)) = MentionKind::of(dest_url) {
                        mention = Some(self.marks.mentions.len());
                        pieces.push((Piece::MentionStart(self.marks.mentions.len()), range.clone()));
                        self.mention(kind, target, range);
                        continue;
                    }
                }
                Event::Start(Tag::Link { .. } | Tag::Image { .. }) => links += 1,
                Event::End(TagEnd::Link | TagEnd::Image) => {
                    links -= 1;
                    if links == 0
                        && let Some(number) = mention.take()
                    {
                        pieces.push((Piece::MentionEnd(number), range));
                        continue;
                    }
                }
                _ => {}
            }
            pieces.push(plain((event, range)));
        }
        self.run(pieces, run);
    }

    /// Writes down the words of mentions.
    fn mention_texts(&mut self, pieces: &[PlacedPiece<'_>]) {
        let mut mention = None;
        for (piece, _) in pieces {
            match (piece, mention) {
                (Piece::MentionStart(number), _) => mention = Some(*number),
                (Piece::MentionEnd(_), _) => mention = None,
                (Piece::Event(Event::Text(text) | Event::Code(text)), Some(number)) => {
                    self.marks.mentions[number].text.push_str(text);
                }
                (Piece::Event(Event::SoftBreak | Event::HardBreak), Some(number)) => {
                    self.marks.mentions[number].text.push(' ');
                }
                _ => {}
            }
        }
    }

    fn mention(&mut self, kind: MentionKind, target: &str, range: Range<usize>) {
        let (id, at) = match target.split_once('@') {
            Some((id, at)) if kind == MentionKind::Actor => (id, Some(at.to_owned())),
            _ => (target, None),
        };
        let mention =
            Mention { kind, id: id.to_owned(), at, text: String::new(), block: BlockId(self.block), range };
        self.marks.mentions.push(mention);
    }

    /// A run of plain text, divided where citations stand in it.
    fn run<'a>(&mut self, pieces: &mut Vec<PlacedPiece<'a>>, run: Vec<Placed<'a>>) {
        let has_mark = |(event, _): &Placed<'a>| matches!(event, Event::Text(text) if text.contains('@'));
        if !run.iter().any(has_mark) {
            pieces.extend(run.into_iter().map(plain));
            return;
        }
        let text = run_text(self.source, &run);
        let found = citation::find(&text.text);
        let mut citations = found.into_iter().filter_map(|found| self.citation(&text, found)).peekable();
        let mut start = 0;
        for (event, range) in run {
            let end = start + event_text(&event).len();
            let mut from = start;
            while let Some((place, _)) = citations.peek()
                && place.start < end
            {
                if place.start >= from {
                    pieces.extend(part(&event, &range, from - start..place.start - start));
                }
                from = place.end.clamp(from, end);
                if place.end > end {
                    break;
                }
                let Some((place, number)) = citations.next() else { break };
                pieces.push((Piece::Citation(number), text.place(&place)));
            }
            if from < end {
                pieces.extend(part(&event, &range, from - start..end - start));
            }
            start = end;
        }
    }

    /// Keeps a citation and gives its number, or reports what is wrong with it.
    fn citation(&mut self, text: &BlockText, found: citation::Found) -> Option<(Range<usize>, usize)> {
        let content = match found.content {
            Ok(content) => content,
            Err(slip) => {
                let span = self.source.span(text.place(&slip.range));
                self.diagnostics.report(Code::CitationSyntax, span, slip.message).help(slip.help);
                return None;
            }
        };
        let items = content.items.into_iter().map(|item| CitationItem {
            key: item.key,
            prefix: item.prefix,
            suffix: item.suffix,
            range: text.place(&item.range),
        });
        let number = self.marks.citations.len();
        self.marks.citations.push(Citation {
            items: items.collect(),
            narrative: content.narrative,
            block: BlockId(self.block),
            range: text.place(&found.range),
        });
        Some((found.range, number))
    }

    /// The quotations of a block: each says where it is from in the next citation of the block, or else in one before it
    /// that names its source in the sentence.
    fn quotations(&mut self, text: &BlockText) {
        if text.text.is_ascii() && !text.text.contains('"') {
            return;
        }
        let found = quotation::find(&text.text);
        let mut narrative = None;
        let mut passed = 0;
        for range in found.quotations {
            let next = text.citations.partition_point(|(at, _)| *at < range.end);
            for (at, number) in &text.citations[passed..next] {
                if *at <= range.start && self.marks.citations[*number].narrative {
                    narrative = Some(*number);
                }
            }
            passed = next;
            let citation = text.citations.get(next).map(|(_, number)| *number).or(narrative);
            let inner = quotation::inner(&text.text, &range);
            let quotation = text.quotation(inner, text.place(&range), citation);
            self.marks.quotations.push(quotation);
        }
        for range in found.unclosed {
            let span = self.source.span(text.place(&range));
            self.diagnostics
                .report(Code::QuotationUnclosed, span, "this quotation mark has no partner in its paragraph")
                .help("open or close it, or write a long quotation as a block quote: `> …`");
        }
    }

    /// Words with two capital letters or more, the parts of `HR/VP` too.
    fn abbreviations(&mut self, text: &BlockText) {
        const LONGEST: usize = 12;
        let words = text.text.split(|c: char| !(c.is_alphanumeric() || c == '/'));
        let capitals = |word: &str| word.bytes().filter(u8::is_ascii_uppercase).count();
        for whole in words.filter(|word| word.len() <= 2 * LONGEST && capitals(word) >= 2) {
            for word in std::iter::once(whole).chain(whole.split('/').filter(|_| whole.contains('/'))) {
                if capitals(word) < 2 || word.len() > LONGEST || self.marks.abbreviations.contains_key(word) {
                    continue;
                }
                let start = word.as_ptr() as usize - text.text.as_ptr() as usize;
                let place = text.place(&(start..start + word.len()));
                self.marks.abbreviations.insert(word.to_owned(), place);
            }
        }
    }
}

/// Whether an event may begin a citation or refer to an entry. Most blocks hold neither and are passed on as they are.
fn may_be_evidence((event, _): &Placed<'_>) -> bool {
    match event {
        Event::Text(text) => text.contains('@'),
        Event::Start(Tag::Link { dest_url, .. }) => MentionKind::of(dest_url).is_some(),
        _ => false,
    }
}

fn ends_sentence(character: char) -> bool {
    character.is_whitespace() || matches!(character, '.' | ',' | ';' | '。' | '、')
}

/// A quotation without the marks round the whole of it.
fn unmarked(text: &str, range: Range<usize>) -> Range<usize> {
    match quotation::find(&text[range.clone()]).quotations.as_slice() {
        [whole] if *whole == (0..range.len()) => {
            quotation::inner(text, &(range.start + whole.start..range.start + whole.end))
        }
        _ => range,
    }
}

fn is_inline(event: &Event<'_>) -> bool {
    match event {
        Event::Start(tag) => matches!(
            tag,
            Tag::Emphasis
                | Tag::Strong
                | Tag::Strikethrough
                | Tag::Superscript
                | Tag::Subscript
                | Tag::Link { .. }
                | Tag::Image { .. }
        ),
        Event::End(tag) => matches!(
            tag,
            TagEnd::Emphasis
                | TagEnd::Strong
                | TagEnd::Strikethrough
                | TagEnd::Superscript
                | TagEnd::Subscript
                | TagEnd::Link
                | TagEnd::Image
        ),
        Event::Html(_) | Event::Rule => false,
        _ => true,
    }
}
