//! Gathers footnotes: takes their definitions out of the text, in the order in which they are first referred to.

use std::collections::{BTreeMap, VecDeque};
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use super::placed::Placed;
use crate::base::{Code, Diagnostics, Source};

/// A footnote that is referred to.
pub struct Note<'a, Content = Placed<'a>> {
    /// Its label in the text.
    pub label: CowStr<'a>,
    /// What it says.
    pub content: Vec<Content>,
    /// How often it is referred to, in the text and in footnotes.
    pub references: usize,
}

impl<'a, Content> Note<'a, Content> {
    /// The same footnote with its content turned into something else.
    pub fn map<Other>(self, turn: impl FnOnce(Vec<Content>) -> Vec<Other>) -> Note<'a, Other> {
        Note { label: self.label, content: turn(self.content), references: self.references }
    }
}

struct Definition<'a> {
    events: Vec<Placed<'a>>,
    range: Range<usize>,
}

/// The events without definitions, and the footnotes numbered by their place in the list. Reports definitions without
/// references, references without definitions and labels that are defined twice.
pub fn gather<'a>(
    diagnostics: &mut Diagnostics,
    source: &Arc<Source>,
    events: Vec<Placed<'a>>,
) -> (Vec<Placed<'a>>, Vec<Note<'a>>) {
    report_missing(diagnostics, source, &events);
    let (text, mut definitions) = take_out(diagnostics, source, events);
    let mut ordered = Vec::new();
    let mut wanted: VecDeque<CowStr<'a>> = references(&text).collect();
    while let Some(label) = wanted.pop_front() {
        // Taken out when first wanted: a second reference finds it numbered already.
        if let Some(definition) = definitions.remove(&*label) {
            wanted.extend(references(&definition.events));
            ordered.push((label, definition.events));
        }
    }
    for (label, definition) in definitions {
        let message = format!("nothing refers to footnote `{label}`");
        diagnostics
            .report(Code::FootnoteUnused, source.span(first_line(source, &definition.range)), message)
            .help(format!("write `[^{label}]` where it belongs, or remove it"));
    }
    let counts = count(references(&text).chain(ordered.iter().flat_map(|(_, events)| references(events))));
    let notes = ordered.into_iter().map(|(label, content)| {
        let references = counts.get(&*label).copied().unwrap_or(0);
        Note { label, content, references }
    });
    (text, notes.collect())
}

fn count<'a>(labels: impl Iterator<Item = CowStr<'a>>) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for label in labels {
        *counts.entry(label.to_string()).or_default() += 1;
    }
    counts
}

fn references<'e, 'a>(events: &'e [Placed<'a>]) -> impl Iterator<Item = CowStr<'a>> + use<'e, 'a> {
    events.iter().filter_map(|(event, _)| match event {
        Event::FootnoteReference(label) => Some(label.clone()),
        _ => None,
    })
}

fn first_line(source: &Source, range: &Range<usize>) -> Range<usize> {
    let length = source.text[range.clone()].lines().next().map_or(0, str::len);
    range.start..range.start + length
}

type Definitions<'a> = BTreeMap<String, Definition<'a>>;

fn take_out<'a>(
    diagnostics: &mut Diagnostics,
    source: &Arc<Source>,
    events: Vec<Placed<'a>>,
) -> (Vec<Placed<'a>>, Definitions<'a>) {
    let mut text = Vec::with_capacity(events.len());
    let mut definitions: Definitions<'a> = BTreeMap::new();
    let mut open: Vec<(CowStr<'a>, Definition<'a>)> = Vec::new();
    for (event, range) in events {
        match event {
            Event::Start(Tag::FootnoteDefinition(label)) => {
                open.push((label, Definition { events: Vec::new(), range }));
            }
            Event::End(TagEnd::FootnoteDefinition) => {
                let Some((label, definition)) = open.pop() else { continue };
                if let Some(first) = definitions.get(&*label) {
                    report_twice(diagnostics, source, &label, &definition.range, &first.range);
                } else {
                    definitions.insert(label.to_string(), definition);
                }
            }
            event => match open.last_mut() {
                Some((_, definition)) => definition.events.push((event, range)),
                None => text.push((event, range)),
            },
        }
    }
    (text, definitions)
}

fn report_twice(
    diagnostics: &mut Diagnostics,
    source: &Arc<Source>,
    label: &str,
    second: &Range<usize>,
    first: &Range<usize>,
) {
    let message = format!("footnote `{label}` is defined twice");
    diagnostics
        .report(Code::DuplicateId, source.span(first_line(source, second)), message)
        .help("give one of them another label")
        .related(source.span(first_line(source, first)), "first defined here");
}

/// The parser leaves a reference to a missing footnote in the text as it is written: `[`, `^label`, `]`.
fn report_missing(diagnostics: &mut Diagnostics, source: &Arc<Source>, events: &[Placed<'_>]) {
    let mut links = 0_usize;
    for (event, range) in events {
        match event {
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) => links += 1,
            Event::End(TagEnd::Link | TagEnd::Image) => links -= 1,
            _ => {}
        }
        let Event::Text(text) = event else { continue };
        let Some(label) = text.strip_prefix('^') else { continue };
        let bracketed =
            source.text[..range.start].ends_with('[') && source.text[range.end..].starts_with(']');
        let escaped = source.text[..range.start].ends_with("\\[");
        if links == 0 && bracketed && !escaped && !label.is_empty() && !label.contains(char::is_whitespace) {
            let span = source.span(range.start - 1..range.end + 1);
            diagnostics
                .report(Code::FootnoteMissing, span, format!("there is no footnote `{label}`"))
                .help(format!("add a line `[^{label}]: …`"));
        }
    }
}
