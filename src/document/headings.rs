//! Gives every heading an id: the one its author wrote, or its text as a slug, unique on the page.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::body::Heading;
use super::placed::{Piece, PlacedPiece};
use crate::base::{Code, Diagnostics, Slug, Source};

/// A heading before it has an id.
struct Unnamed {
    level: u8,
    written_id: Option<String>,
    title: String,
    range: Range<usize>,
}

/// The headings among pieces, which come in the order in which they are written, each with its id. Written ids are given
/// first, so that no heading's text can take the id that another's author chose.
pub fn name<'e, 'a: 'e>(
    diagnostics: &mut Diagnostics,
    source: &Arc<Source>,
    pieces: impl Iterator<Item = &'e PlacedPiece<'a>>,
) -> Vec<Heading> {
    let unnamed = collect(pieces);
    let mut taken: BTreeMap<String, Range<usize>> = BTreeMap::new();
    for heading in &unnamed {
        check_level(diagnostics, source, heading);
        let Some(id) = &heading.written_id else { continue };
        check_reserved(diagnostics, source, heading, id);
        if let Some(first) = taken.get(id) {
            diagnostics
                .report(
                    Code::DuplicateId,
                    source.span(heading.range.clone()),
                    format!("id `{id}` is given twice"),
                )
                .help("give this heading another id")
                .related(source.span(first.clone()), "first given here");
        } else {
            taken.insert(id.clone(), heading.range.clone());
        }
    }
    let mut named = Vec::with_capacity(unnamed.len());
    let mut slugs = BTreeMap::new();
    for heading in unnamed {
        let id = heading.written_id.unwrap_or_else(|| free_id(&taken, &mut slugs, &heading.title));
        taken.entry(id.clone()).or_insert(heading.range);
        named.push(Heading { level: heading.level, id, title: heading.title });
    }
    named
}

/// Ids of footnotes and of templates.
fn check_reserved(diagnostics: &mut Diagnostics, source: &Arc<Source>, heading: &Unnamed, id: &str) {
    if ["_", "fn_", "fnref_"].iter().any(|prefix| id.starts_with(prefix)) {
        let message = format!("id `{id}` is kept for footnotes and templates");
        diagnostics
            .report(Code::DuplicateId, source.span(heading.range.clone()), message)
            .help("give this heading another id");
    }
}

fn check_level(diagnostics: &mut Diagnostics, source: &Arc<Source>, heading: &Unnamed) {
    if heading.level == 1 {
        let message = "a first-level heading stands beside the page's title";
        diagnostics
            .report(Code::HeadingLevel, source.span(heading.range.clone()), message)
            .help("begin the body's headings at the second level: `## …`");
    }
}

/// The slug of a title, with the next free number if it is taken. `counts` tells how far each slug's numbers have gone,
/// so that a thousand equal headings are not counted from one a thousand times.
fn free_id(
    taken: &BTreeMap<String, Range<usize>>,
    counts: &mut BTreeMap<String, usize>,
    title: &str,
) -> String {
    let slug = Slug::of(title).map_or_else(|| "section".to_owned(), |slug| slug.to_string());
    if !taken.contains_key(&slug) {
        return slug;
    }
    let count = counts.entry(slug.clone()).or_insert(1);
    loop {
        *count += 1;
        let id = format!("{slug}-{count}");
        if !taken.contains_key(&id) {
            return id;
        }
    }
}

fn collect<'e, 'a: 'e>(pieces: impl Iterator<Item = &'e PlacedPiece<'a>>) -> Vec<Unnamed> {
    let mut headings = Vec::new();
    let mut open: Option<Unnamed> = None;
    for (piece, range) in pieces {
        let Piece::Event(event) = piece else { continue };
        match event {
            Event::Start(Tag::Heading { level, id, .. }) => {
                let written_id = id.as_ref().map(ToString::to_string);
                open = Some(Unnamed {
                    level: *level as u8,
                    written_id,
                    title: String::new(),
                    range: line(range),
                });
            }
            Event::End(TagEnd::Heading(_)) => headings.extend(open.take()),
            Event::Text(text) | Event::Code(text) => {
                if let Some(heading) = &mut open {
                    heading.title.push_str(text);
                }
            }
            Event::SoftBreak | Event::HardBreak => {
                if let Some(heading) = &mut open {
                    heading.title.push(' ');
                }
            }
            _ => {}
        }
    }
    headings
}

/// A heading or row, of which the parser counts the line's end as part.
pub fn line(range: &Range<usize>) -> Range<usize> {
    range.start..range.end.saturating_sub(1).max(range.start)
}
