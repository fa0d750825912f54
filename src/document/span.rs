//! Reads spans, `[text]{lang=ja}` and `[岩屋毅]{ruby=いわやたけし}`, in the form of Pandoc's bracketed spans (its manual,
//! "Divs and Spans"): words of another language, and readings above kanji.

use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::placed::{Piece, PlacedPiece, Span, part};
use crate::base::{Code, Diagnostics, LanguageCode, Source, nearest};

/// The names of attributes.
const NAMES: [&str; 2] = ["lang", "ruby"];

/// Where attributes that begin at `at`, behind a `]`, end if nothing follows them on their line: the parser would take them
/// for those of a heading.
pub fn end_of_line(text: &str, at: usize) -> Option<usize> {
    let attributes = attributes(text, at)?;
    let rest = text[attributes.end..].trim_start_matches([' ', '\t', '#']);
    (text[..attributes.end].ends_with('}') && (rest.is_empty() || rest.starts_with('\n')))
        .then_some(attributes.end)
}

/// The attributes that begin at `at`, behind a `]`: braces with `name=` in them. Without a closing brace they reach to the
/// next one that opens or to the end of the line.
fn attributes(text: &str, at: usize) -> Option<Range<usize>> {
    let inner = text[at..].strip_prefix('{')?;
    // Read to their end and no further: many of them on one line are not to take quadratic time.
    let name = inner.len() - inner.trim_start_matches(is_of_name).len();
    if name == 0 || !inner[name..].starts_with('=') {
        return None;
    }
    let mut quoted = false;
    for (offset, character) in inner.char_indices() {
        match character {
            '"' => quoted = !quoted,
            '}' if !quoted => return Some(at..at + 1 + offset + 1),
            '{' if !quoted => return Some(at..at + 1 + offset),
            '\n' => return Some(at..at + 1 + offset),
            _ => {}
        }
    }
    Some(at..text.len())
}

fn is_of_name(character: char) -> bool {
    character.is_ascii_alphanumeric() || character == '-'
}

/// Whether the text may hold spans, or attributes behind links: most hold none and are not looked at further.
pub fn may_stand_in(text: &str) -> bool {
    text.contains("]{") || text.contains("){")
}

/// The pieces of a block with its spans; what is wrong with one is reported, and stays text.
pub fn find<'a>(
    diagnostics: &mut Diagnostics,
    source: &Arc<Source>,
    pieces: Vec<PlacedPiece<'a>>,
) -> Vec<PlacedPiece<'a>> {
    let mut finder = Finder {
        diagnostics,
        source,
        brackets: Vec::new(),
        tags: Vec::new(),
        marks: Vec::new(),
        readings: 0,
        passed: 0..0,
    };
    for (piece, range) in &pieces {
        finder.piece(piece, range);
    }
    let Finder { mut marks, .. } = finder;
    marks.sort_by_key(|mark| mark.place.start);
    if marks.is_empty() { pieces } else { divided(source, pieces, marks) }
}

/// A bracket that is open.
struct Bracket {
    at: usize,
    /// Whether its author escaped it: it pairs, and begins nothing.
    escaped: bool,
    /// How many readings are known that stand before it.
    readings: usize,
}

/// The beginning or the end of a span.
struct Mark {
    /// What it takes the place of.
    place: Range<usize>,
    begins: bool,
    span: Span,
}

struct Finder<'d> {
    diagnostics: &'d mut Diagnostics,
    source: &'d Arc<Source>,
    brackets: Vec<Bracket>,
    /// For each tag that is open, how many brackets were open before it.
    tags: Vec<usize>,
    marks: Vec<Mark>,
    /// How many of the spans have a reading.
    readings: usize,
    /// Where the attributes of the last span stand, from its `]` on.
    passed: Range<usize>,
}

impl Finder<'_> {
    fn piece(&mut self, piece: &Piece<'_>, range: &Range<usize>) {
        if self.passed.contains(&range.start) && !matches!(piece, Piece::Event(Event::Text(_))) {
            return self.inside(piece, range);
        }
        match piece {
            Piece::Event(Event::Start(_)) | Piece::MentionStart(_) => self.tags.push(self.brackets.len()),
            Piece::Event(Event::End(_)) | Piece::MentionEnd(_) => {
                let outside = self.tags.pop().unwrap_or(0);
                self.brackets.truncate(outside);
                self.ends_inside(range);
                if matches!(piece, Piece::Event(Event::End(TagEnd::Link)) | Piece::MentionEnd(_)) {
                    self.behind(
                        range.end,
                        "a link has no attributes",
                        "mark its words: `[[words]{lang=ja}](address)`",
                    );
                }
            }
            Piece::Event(Event::Text(text)) if self.source.text[range.clone()] == **text => {
                self.text(text, range.start);
            }
            Piece::Event(Event::FootnoteReference(_)) => {
                let help = "put them behind the words that they are of: `[words]{lang=ja}[^1]`";
                self.behind(range.end, "a reference to a footnote has no attributes", help);
            }
            Piece::Citation(_) => self.citation(range),
            _ => {}
        }
    }

    fn text(&mut self, text: &str, start: usize) {
        let mut from = start.max(self.passed.end);
        for (offset, character) in text.char_indices() {
            let at = start + offset;
            if at < from || !matches!(character, '[' | ']') {
                continue;
            }
            // Asked of brackets alone: of each character, a long run of backslashes would take quadratic time.
            let escaped = is_escaped(&self.source.text, at);
            if escaped && character == ']' {
                continue;
            }
            if character == '[' {
                self.brackets.push(Bracket { at, escaped, readings: self.readings });
            } else if let Some(attributes) = attributes(&self.source.text, at + 1) {
                from = attributes.end;
                self.close(at, attributes);
            } else if self.brackets.len() > self.outside() {
                self.brackets.pop();
            }
        }
    }

    /// How many brackets stand outside of the tag that is open.
    fn outside(&self) -> usize {
        self.tags.last().copied().unwrap_or(0)
    }

    fn close(&mut self, at: usize, attributes: Range<usize>) {
        let place = at..attributes.end;
        if self.brackets.len() <= self.outside() {
            let help = "put `[` before its words, outside or inside the same emphasis and the same link";
            self.report(place, "no `[` in the same place opens this span".to_owned(), help);
            return;
        }
        let Some(Bracket { at: open, escaped: false, readings }) = self.brackets.pop() else { return };
        if at == open + 1 {
            return self.report(
                open..place.end,
                "nothing stands in this span".to_owned(),
                "write words between `[` and `]`",
            );
        }
        self.behind(place.end, "this span has attributes already", "write all of them in one pair of braces");
        let Some(span) = self.span(attributes) else { return };
        if span.ruby.is_some() && self.readings > readings {
            let help = "give the whole or the parts a reading, not both";
            self.report(place, "this reading stands above another reading".to_owned(), help);
            return;
        }
        self.readings += usize::from(span.ruby.is_some());
        self.marks.push(Mark { place: open..open + 1, begins: true, span: span.clone() });
        self.passed = place.clone();
        self.marks.push(Mark { place, begins: false, span });
    }

    /// Reads `{name=value name="value"}`.
    fn span(&mut self, attributes: Range<usize>) -> Option<Span> {
        let text = self.source.text[attributes.clone()].to_owned();
        let help = "write it as in `[text]{lang=ja}` or `[岩屋毅]{ruby=いわやたけし}`, on one line";
        let Some(inner) = text.strip_prefix('{').and_then(|text| text.strip_suffix('}')) else {
            self.report(attributes, "the attributes of this span are not closed".to_owned(), help);
            return None;
        };
        let mut span = Span::default();
        let mut rest = inner.trim_start_matches(' ');
        while !rest.is_empty() {
            let at = attributes.end - 1 - rest.len();
            let Some((name, value, after)) = attribute(rest) else {
                let length = rest.find(' ').unwrap_or(rest.len());
                let message = format!("`{}` is no attribute of a span", &rest[..length]);
                self.report(at..at + length, message, help);
                return None;
            };
            let place = at..at + rest.len() - after.len();
            self.set(&mut span, name, value, place)?;
            rest = after.trim_start_matches(' ');
        }
        Some(span)
    }

    /// Sets an attribute, or reports what is wrong with it.
    fn set(&mut self, span: &mut Span, name: &str, value: &str, place: Range<usize>) -> Option<()> {
        match name {
            "lang" if span.language.is_none() => match LanguageCode::new(value) {
                Some(language) => span.language = Some(language),
                None => {
                    let message = format!("`{value}` is no language code");
                    self.report(place, message, "write a code such as `ja`, `en` or `zh-Hant`");
                    return None;
                }
            },
            "ruby" if span.ruby.is_none() => {
                if value.trim().is_empty() {
                    let help = "write how the words are read: `{ruby=いわやたけし}`";
                    self.report(place, "this reading is empty".to_owned(), help);
                    return None;
                }
                span.ruby = Some(value.to_owned());
            }
            "lang" | "ruby" => {
                self.report(place, format!("`{name}` is given twice"), "keep one of the two");
                return None;
            }
            _ => {
                let message = format!("a span has no attribute `{name}`");
                let near = nearest(name, NAMES).map(|near| format!("did you mean `{near}`?"));
                let help = near.unwrap_or_else(|| "a span may have `lang` and `ruby`".to_owned());
                self.report(place.start..place.start + name.len(), message, &help);
                return None;
            }
        }
        Some(())
    }

    /// What is markup to the parser in attributes is lost with them; it must not reach beyond.
    fn inside(&mut self, piece: &Piece<'_>, range: &Range<usize>) {
        let opens = matches!(piece, Piece::Event(Event::Start(_)) | Piece::MentionStart(_));
        if opens && self.passed.end < range.end {
            self.report_crossing(range.start..range.start + 1);
        }
    }

    /// Markup that began before the attributes must not end in them.
    fn ends_inside(&mut self, range: &Range<usize>) {
        if range.start < self.passed.start && self.passed.start < range.end && range.end <= self.passed.end {
            self.report_crossing(range.end - 1..range.end);
        }
    }

    fn report_crossing(&mut self, place: Range<usize>) {
        let message = "markup begins or ends in the attributes of a span".to_owned();
        self.report(place, message, "put `\\` before this character, or leave it out");
    }

    /// Brackets with a key in them are a citation, whatever stands behind them.
    fn citation(&mut self, range: &Range<usize>) {
        if !self.source.text[range.clone()].ends_with(']') {
            return;
        }
        let help = "give the citation brackets of its own: `[words [@key]]{lang=ja}`";
        self.behind(range.end, "a citation has no attributes", help);
    }

    /// Attributes that stand behind what has none.
    fn behind(&mut self, at: usize, message: &str, help: &str) {
        if let Some(attributes) = attributes(&self.source.text, at) {
            self.report(attributes, message.to_owned(), help);
        }
    }

    fn report(&mut self, place: Range<usize>, message: String, help: &str) {
        self.diagnostics.report(Code::SpanSyntax, self.source.span(place), message).help(help);
    }
}

/// The first attribute of a text, and what follows it.
fn attribute(text: &str) -> Option<(&str, &str, &str)> {
    let (name, rest) = text.split_once('=')?;
    if name.is_empty() || !name.chars().all(is_of_name) {
        return None;
    }
    let (value, after) = match rest.strip_prefix('"') {
        Some(quoted) => quoted.split_once('"')?,
        None => rest.split_at(rest.find(' ').unwrap_or(rest.len())),
    };
    let is_whole = after.is_empty() || after.starts_with(' ');
    let is_value = rest.starts_with('"') || !value.contains(['{', '"']);
    (is_whole && is_value).then_some((name, value, after))
}

/// Whether the character at `at` is escaped: an odd number of backslashes stands before it.
pub fn is_escaped(text: &str, at: usize) -> bool {
    text.as_bytes()[..at].iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1
}

/// The pieces, with the text of marks replaced by them.
fn divided<'a>(source: &Source, pieces: Vec<PlacedPiece<'a>>, marks: Vec<Mark>) -> Vec<PlacedPiece<'a>> {
    let mut divided = Vec::with_capacity(pieces.len() + marks.len() * 2);
    let mut marks = marks.into_iter().peekable();
    // Where the attributes stand that were last passed.
    let mut passed = 0..0;
    for (piece, range) in pieces {
        if passed.contains(&range.start) && range.end <= passed.end {
            continue;
        }
        let is_text =
            matches!(&piece, Piece::Event(Event::Text(text)) if source.text[range.clone()] == **text);
        if !is_text {
            divided.push((piece, range));
            continue;
        }
        let mut from = range.start.max(passed.end);
        while let Some(mark) = marks.next_if(|mark| mark.place.start < range.end) {
            divided.extend(part_at(&piece, &range, from..mark.place.start));
            from = mark.place.end.min(range.end).max(from);
            passed = mark.place.clone();
            let sort = if mark.begins { Piece::SpanStart } else { Piece::SpanEnd };
            divided.push((sort(mark.span), mark.place));
        }
        divided.extend(part_at(&piece, &range, from..range.end));
    }
    divided
}

/// The part of a piece of text that stands at `place`.
fn part_at<'a>(piece: &Piece<'a>, range: &Range<usize>, place: Range<usize>) -> Option<PlacedPiece<'a>> {
    let Piece::Event(event) = piece else { return None };
    if place.is_empty() {
        None
    } else {
        part(event, range, place.start - range.start..place.end - range.start)
    }
}

/// Whether a piece stands for nothing that is read.
pub fn is_silent(piece: &Piece<'_>) -> bool {
    match piece {
        Piece::SpanStart(_) | Piece::SpanEnd(_) | Piece::MentionStart(_) | Piece::MentionEnd(_) => true,
        Piece::Event(Event::Start(tag)) => !matches!(tag, Tag::Image { .. }),
        Piece::Event(Event::End(_)) => true,
        _ => false,
    }
}
