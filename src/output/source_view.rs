//! What a template may read of a source, and of the words recorded from it.

use jiff::civil::Date;
use serde::Serialize;

use super::entry_view::date;
use super::lens::Lens;
use super::mark_view::source_anchor;
use super::text_view::TextView;
use crate::base::{LanguageCode, PartialDate};
use crate::evidence::{EntryId, Reliability, Work, WorkKind};

/// A source.
#[derive(Debug, Serialize)]
pub struct SourceView<'s> {
    /// Its id.
    pub id: &'s str,
    /// Its id in HTML, in a page's list of sources.
    pub anchor: String,
    /// Its own page.
    pub href: String,
    /// Its title, in its own language.
    pub title: TextView<'s>,
    /// Who wrote it.
    pub authors: &'s [String],
    /// Who published it.
    pub publisher: Option<TextView<'s>>,
    /// The whole of it in the style that `site.toml` chooses, as HTML.
    pub reference: String,
    /// `official`, `press`, `analysis`, `academic`, `data` or `other`.
    pub kind: WorkKind,
    /// The code of its language.
    pub language: Option<&'s str>,
    /// When it was published.
    #[serde(serialize_with = "date")]
    pub date: Option<PartialDate>,
    /// When it was read.
    pub accessed: Option<Date>,
    /// Where it was read.
    pub url: Option<&'s str>,
    /// Where a copy is kept.
    pub archived: Option<&'s str>,
    /// `high`, `medium`, `low` or nothing.
    pub reliability: Option<Reliability>,
    /// What readers should know of it.
    pub note: Option<TextView<'s>>,
    /// The source that it retells.
    pub derived_from: Option<SourceLinkView<'s>>,
    /// The words recorded from it that may be printed.
    pub excerpts: Vec<ExcerptView<'s>>,
}

impl<'s> SourceView<'s> {
    /// A source, with its reference as HTML.
    pub fn of(lens: &Lens<'s>, id: EntryId<Work>, reference: String) -> SourceView<'s> {
        let site = lens.site;
        let entry = &site.evidence.works[id];
        let work = &entry.record;
        let derived_from = work.derived_from.as_ref().and_then(|id| site.evidence.works.find(&id.value));
        let printable = work.excerpts.iter().filter(|excerpt| excerpt.withheld.is_none());
        SourceView {
            id: &entry.id,
            anchor: source_anchor(entry),
            href: lens.source(entry),
            title: lens.title(work),
            authors: &work.authors,
            publisher: lens.optional(&work.publisher),
            reference,
            kind: work.kind,
            language: work.language.as_ref().map(LanguageCode::as_str),
            date: work.date,
            accessed: work.accessed,
            url: work.url.as_deref(),
            archived: work.archived.as_deref(),
            reliability: work.reliability,
            note: lens.optional(&work.note),
            derived_from: derived_from.map(|id| SourceLinkView {
                title: lens.title(&site.evidence.works[id].record),
                href: lens.source(&site.evidence.works[id]),
            }),
            excerpts: printable
                .map(|excerpt| ExcerptView {
                    text: lens.recorded(&excerpt.text.value, work.language.as_ref()),
                    speaker: lens.optional(&excerpt.speaker),
                })
                .collect(),
        }
    }
}

/// A link to a source.
#[derive(Debug, Serialize)]
pub struct SourceLinkView<'s> {
    /// Its title.
    pub title: TextView<'s>,
    /// Its own page.
    pub href: String,
}

/// Recorded words.
#[derive(Debug, Serialize)]
pub struct ExcerptView<'s> {
    /// The words.
    pub text: TextView<'s>,
    /// Whose they are.
    pub speaker: Option<TextView<'s>>,
}
