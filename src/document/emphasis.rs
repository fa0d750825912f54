//! Lets emphasis stand next to Japanese, Chinese and Korean, by the CJK-friendly amendments to CommonMark
//! (<https://github.com/tats-u/markdown-cjk-friendly/blob/main/specification.md>).
//!
//! The parser knows the plain rules alone, by which `これは**「重要」**です` holds no emphasis: a run of `*` opens or closes
//! by the classes of the characters beside it, and `「` is punctuation like any other. Where the amended rules say otherwise, a
//! marker is put beside the run: a character that is not in the text and that the parser takes for a letter, or for
//! punctuation, so that the plain rules give what the amended ones say. Afterwards the markers are taken out of everything that
//! the parser gave, and its places are those in the text again. Most texts need none and are parsed as they are.
//!
//! A marker also stands behind the attributes of a span at the end of a line, which the parser would take for those of
//! a heading: `## [岩屋毅]{ruby=いわやたけし}`.

use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, Tag};

use super::placed::Placed;
use super::span;
use crate::base::script::{is_cjk, is_punctuation};

/// A text with the markers that the parser needs.
pub struct Marked {
    /// The text with its markers; nothing if it needs none.
    text: Option<String>,
    letter: char,
    punctuation: char,
    /// For each marker, in order: where it stands in the marked text, and the length of all markers up to its end.
    markers: Vec<(usize, usize)>,
}

/// What to put in before this place.
type Insertion = (usize, Marker);

/// Which marker.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Marker {
    Letter,
    Punctuation,
}

impl Marked {
    /// Marks a text.
    pub fn of(text: &str) -> Marked {
        let insertions = insertions(text);
        let mut marked = Marked { text: None, letter: '\0', punctuation: '\0', markers: Vec::new() };
        // A text that holds every candidate was made to hold them; it is read by the plain rules.
        let entities = numeric_entities(text);
        let is_free = |c: &char| !text.contains(*c) && !entities.contains(c);
        let free = |mut candidates: std::ops::RangeInclusive<char>| candidates.find(is_free);
        if insertions.is_empty() {
            return marked;
        }
        // Characters for private use, which count as letters; Braille patterns, which count as symbols.
        let (Some(letter), Some(punctuation)) =
            (free('\u{E000}'..='\u{E0FF}'), free('\u{2800}'..='\u{28FF}'))
        else {
            return marked;
        };
        (marked.letter, marked.punctuation) = (letter, punctuation);
        let mut with = String::with_capacity(text.len() + insertions.len() * letter.len_utf8());
        let mut from = 0;
        let mut length = 0;
        for (at, marker) in insertions {
            with.push_str(&text[from..at]);
            let marker = if marker == Marker::Letter { letter } else { punctuation };
            length += marker.len_utf8();
            marked.markers.push((with.len(), length));
            with.push(marker);
            from = at;
        }
        with.push_str(&text[from..]);
        marked.text = Some(with);
        marked
    }

    /// What to parse in place of `text`.
    pub fn text<'t>(&'t self, text: &'t str) -> &'t str {
        self.text.as_deref().unwrap_or(text)
    }

    /// Where something stands in a file, whose text begins at `start`, that stands here in what is parsed.
    pub fn range(&self, start: usize, range: &Range<usize>) -> Range<usize> {
        let place = |at| start + if self.text.is_none() { at } else { self.place(at) };
        place(range.start)..place(range.end)
    }

    /// An event as if the text had no markers; nothing if nothing is left of it. Its place is given in the text.
    pub fn restore<'t>(&self, (event, range): Placed<'t>) -> Option<Placed<'t>> {
        if self.text.is_none() {
            return Some((event, range));
        }
        let range = self.place(range.start)..self.place(range.end);
        let event = match event {
            Event::Text(text) => Event::Text(self.clean(text)),
            Event::Code(text) => Event::Code(self.clean(text)),
            Event::InlineMath(text) => Event::InlineMath(self.clean(text)),
            Event::DisplayMath(text) => Event::DisplayMath(self.clean(text)),
            Event::Html(text) => Event::Html(self.clean(text)),
            Event::InlineHtml(text) => Event::InlineHtml(self.clean(text)),
            Event::FootnoteReference(label) => Event::FootnoteReference(self.clean(label)),
            Event::Start(tag) => Event::Start(self.tag(tag)),
            other @ (Event::End(_)
            | Event::SoftBreak
            | Event::HardBreak
            | Event::Rule
            | Event::TaskListMarker(_)) => other,
        };
        match &event {
            Event::Text(text) if text.is_empty() => None,
            _ => Some((event, range)),
        }
    }

    fn tag<'t>(&self, tag: Tag<'t>) -> Tag<'t> {
        match tag {
            Tag::Heading { level, id, classes, attrs } => Tag::Heading {
                level,
                id: id.map(|id| self.clean(id)),
                classes: classes.into_iter().map(|class| self.clean(class)).collect(),
                attrs: attrs
                    .into_iter()
                    .map(|(name, value)| (self.clean(name), value.map(|value| self.clean(value))))
                    .collect(),
            },
            Tag::CodeBlock(CodeBlockKind::Fenced(info)) => {
                Tag::CodeBlock(CodeBlockKind::Fenced(self.clean(info)))
            }
            Tag::FootnoteDefinition(label) => Tag::FootnoteDefinition(self.clean(label)),
            Tag::Link { link_type, dest_url, title, id } => Tag::Link {
                link_type,
                dest_url: self.clean(dest_url),
                title: self.clean(title),
                id: self.clean(id),
            },
            Tag::Image { link_type, dest_url, title, id } => Tag::Image {
                link_type,
                dest_url: self.clean(dest_url),
                title: self.clean(title),
                id: self.clean(id),
            },
            other => other,
        }
    }

    fn clean<'t>(&self, text: CowStr<'t>) -> CowStr<'t> {
        let markers = [self.letter, self.punctuation];
        if text.contains(markers) { CowStr::from(text.replace(markers, "")) } else { text }
    }

    /// The place in the text of a place in the marked text.
    fn place(&self, at: usize) -> usize {
        let passed = self.markers.partition_point(|(start, _)| *start < at);
        let Some((start, length)) = passed.checked_sub(1).map(|last| self.markers[last]) else { return at };
        let before = passed.checked_sub(2).map_or(0, |last| self.markers[last].1);
        // Inside of a marker is where it stands.
        (at - length.min(at)).max(start - before)
    }
}

/// The characters that a text holds as `&#57344;` or `&#xE000;`.
fn numeric_entities(text: &str) -> BTreeSet<char> {
    let character = |entity: &str| {
        let (digits, radix) = match entity.strip_prefix(['x', 'X']) {
            Some(digits) => (digits, 16),
            None => (entity, 10),
        };
        let (digits, _) = digits.split_once(';')?;
        u32::from_str_radix(digits, radix).ok().and_then(char::from_u32)
    };
    text.split("&#").skip(1).filter_map(character).collect()
}

/// The markers that a text needs, in order. Looks at nothing but `*`, `_`, `~`, `\` and `]{`.
fn insertions(text: &str) -> Vec<Insertion> {
    let bytes = text.as_bytes();
    let mut insertions = Vec::new();
    let mut at = 0;
    while let Some(offset) =
        bytes[at..].iter().position(|byte| matches!(byte, b'*' | b'_' | b'~' | b'\\' | b']'))
    {
        at += offset;
        match bytes[at] {
            // What is escaped begins no run.
            b'\\' => at += 1 + usize::from(bytes.get(at + 1).is_some_and(u8::is_ascii_punctuation)),
            b']' => {
                at += 1;
                insertions.extend(span::end_of_line(text, at).map(|end| (end, Marker::Letter)));
            }
            delimiter => {
                let length = bytes[at..].iter().take_while(|byte| **byte == delimiter).count();
                insertions.extend(beside(text, at..at + length));
                at += length;
            }
        }
    }
    insertions.sort_by_key(|(at, _)| *at);
    insertions
}

/// The marker that a run needs beside it.
fn beside(text: &str, run: Range<usize>) -> Option<Insertion> {
    let bytes = text.as_bytes();
    let is_ascii = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_none_or(u8::is_ascii);
    if is_ascii(run.start.checked_sub(1)) && is_ascii(Some(run.end)) {
        return None;
    }
    let sides =
        Sides { before: Before::of(&text[..run.start]), after: After::of(text[run.end..].chars().next()) };
    let marker = match (bytes[run.start], run.len()) {
        (b'*', _) => sides.for_star(),
        (b'_', _) => sides.for_underscore(),
        (b'~', 2) => sides.for_tilde(),
        _ => None,
    };
    marker.map(|(side, marker)| (if side == Side::Before { run.start } else { run.end }, marker))
}

/// What stands before and after a run.
struct Sides {
    before: Before,
    after: After,
}

#[derive(PartialEq)]
enum Side {
    Before,
    After,
}

/// To the plain rules, a character is one of three things.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Class {
    Space,
    Punctuation,
    Letter,
}

impl Class {
    fn of(character: Option<char>) -> Class {
        match character {
            // The beginning and the end of a line count as a space.
            None => Class::Space,
            Some(character) if character.is_whitespace() => Class::Space,
            Some(character) if is_punctuation(character) => Class::Punctuation,
            Some(_) => Class::Letter,
        }
    }

    /// The marker that is of this class.
    fn marker(self) -> Marker {
        if self == Class::Punctuation { Marker::Punctuation } else { Marker::Letter }
    }
}

/// What stands before a run, with the variation selector after it.
struct Before {
    /// What the plain rules see.
    class: Class,
    /// A CJK character or sequence, or an ideographic variation selector.
    is_cjk: bool,
    /// A Unicode punctuation sequence.
    is_punctuation: bool,
}

impl Before {
    fn of(text: &str) -> Before {
        let mut characters = text.chars();
        let last = characters.next_back();
        let class = Class::of(last);
        let Some(last) = last else { return Before { class, is_cjk: false, is_punctuation: false } };
        // Variation selectors but for that of emoji; those of ideographs.
        let selected = match last {
            '\u{FE00}'..='\u{FE0E}' => characters.next_back(),
            '\u{E0100}'..='\u{E01EF}' => return Before { class, is_cjk: true, is_punctuation: false },
            _ => Some(last),
        };
        // Quotation marks whose full-width form is selected (StandardizedVariants.txt).
        let is_full_width = last == '\u{FE01}' && selected.is_some_and(|c| "‘’“”".contains(c));
        Before {
            class,
            is_cjk: is_full_width || selected.is_some_and(is_cjk),
            is_punctuation: selected.is_some_and(is_punctuation),
        }
    }
}

/// What stands after a run.
struct After {
    class: Class,
    is_cjk: bool,
}

impl After {
    fn of(character: Option<char>) -> After {
        After { class: Class::of(character), is_cjk: character.is_some_and(is_cjk) }
    }
}

impl Sides {
    /// Whether a run between the two is left-flanking, as amended.
    fn is_left_flanking(&self) -> bool {
        let follows = self.before.class == Class::Space || self.before.is_cjk || self.before.is_punctuation;
        self.after.class != Class::Space
            && (self.after.class != Class::Punctuation || self.after.is_cjk || follows)
    }

    /// Whether a run between the two is right-flanking, as amended.
    fn is_right_flanking(&self) -> bool {
        let follows_punctuation = self.before.is_punctuation && !self.before.is_cjk;
        self.before.class != Class::Space
            && (!follows_punctuation || self.after.class != Class::Letter || self.after.is_cjk)
    }

    /// `*` opens where it is left-flanking and closes where it is right-flanking.
    fn for_star(&self) -> Option<(Side, Marker)> {
        use Class::{Letter, Space};
        let (before, after) = (self.before.class, self.after.class);
        let opens = after != Space && (after == Letter || before != Letter);
        let closes = before != Space && (before == Letter || after != Letter);
        let wanted = (self.is_left_flanking(), self.is_right_flanking());
        match wanted {
            wanted if wanted == (opens, closes) => None,
            // Equal classes on both sides do both. The marker stands on the side of the CJK character, and so never
            // between two runs.
            (true, true) if self.before.is_cjk => Some((Side::Before, after.marker())),
            (true, true) if self.after.is_cjk => Some((Side::After, before.marker())),
            // Punctuation with a variation selector.
            _ => Some((Side::Before, Marker::Punctuation)),
        }
    }

    /// `_` opens between letters never, and so the amended rules differ only after punctuation with a variation selector.
    fn for_underscore(&self) -> Option<(Side, Marker)> {
        let hides = self.before.class == Class::Letter && self.before.is_punctuation;
        hides.then_some((Side::Before, Marker::Punctuation))
    }

    /// `~~` opens before everything but a space, to the parser, and closes like `*`.
    fn for_tilde(&self) -> Option<(Side, Marker)> {
        use Class::{Letter, Space};
        let (before, after) = (self.before.class, self.after.class);
        let closes = before != Space && (before == Letter || after != Letter);
        match self.is_right_flanking() {
            wanted if wanted == closes => None,
            true if self.before.is_cjk => Some((Side::Before, Marker::Letter)),
            true => Some((Side::After, Marker::Punctuation)),
            false => Some((Side::Before, Marker::Punctuation)),
        }
    }
}
