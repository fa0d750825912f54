//! Sources: what was read, and the words recorded from it. A source is a [`Work`] here, since a [`crate::base::Source`] is a
//! file of the project.

use std::sync::Arc;

use jiff::civil::Date;

use super::bibliographic;
use super::kind::WorkKind;
use super::rating::Reliability;
use super::registry::{Entry, Record, list};
use super::web_address::WebAddress;
use super::words::Words;
use crate::base::{Code, Diagnostics, LanguageCode, PartialDate, Source, Span};
use crate::input::{Decode, Fields, Localized, Located, Node, Origin, Problems};

/// A source.
#[derive(Debug)]
pub struct Work {
    /// Its title, in its own language.
    pub title: Localized,
    /// Who wrote it, family names first.
    pub authors: Vec<String>,
    /// Who published it.
    pub publisher: Option<Localized>,
    /// When it was published.
    pub date: Option<PartialDate>,
    /// Where it was read.
    pub url: Option<String>,
    /// Where a copy is kept.
    pub archived: Option<String>,
    /// The language it is written in.
    pub language: Option<LanguageCode>,
    /// What it is.
    pub kind: WorkKind,
    /// When it was read.
    pub accessed: Option<Date>,
    /// How far it can be relied on, where somebody has judged it.
    pub reliability: Option<Reliability>,
    /// What readers should know of it.
    pub note: Option<Localized>,
    /// The source that it retells.
    pub derived_from: Option<Located<String>>,
    /// The words recorded from it.
    pub excerpts: Vec<Excerpt>,
    /// All of it as a citation style sees it.
    pub entry: hayagriva::Entry,
}

/// Words recorded from a source, to the letter.
#[derive(Debug)]
pub struct Excerpt {
    /// The words.
    pub text: Located<String>,
    /// Whose they are.
    pub speaker: Option<Localized>,
    /// Why they may not be printed, if they may not.
    pub withheld: Option<String>,
    /// The words as quotations are compared with them.
    pub words: Words,
    /// The file it stands in, if not the one of its source.
    origin: Option<Origin>,
}

impl Excerpt {
    /// Where its words stand; `entry` is the source that it is from.
    pub fn span(&self, entry: &Entry<Work>) -> Span {
        match &self.origin {
            Some(origin) => origin.span(self.text.id),
            None => entry.span_of(self.text.id),
        }
    }
}

impl Work {
    /// The family name of who wrote it first.
    pub fn first_author(&self) -> Option<&str> {
        self.authors.first().map(|author| author.split(',').next().unwrap_or(author))
    }

    /// Whether it is evidence of nothing but what circulates.
    pub fn is_weak(&self) -> bool {
        self.reliability == Some(Reliability::Low)
    }
}

impl Record for Work {
    const NOUN: &'static str = "a source";

    fn decode(problems: &mut Problems, fields: &mut Fields<'_>) -> Option<Self> {
        let title = fields.required_localized(problems, "title");
        let publisher = fields.required_localized(problems, "publisher");
        let url = fields.required::<WebAddress>(problems, "url");
        let language: Option<LanguageCode> = fields.required(problems, "language");
        let kind = fields.required(problems, "kind").unwrap_or(WorkKind::Other);
        let accessed = fields.required::<Located<Date>>(problems, "accessed");
        let reliability = fields.required(problems, "reliability");
        let date = fields.optional::<PartialDate>(problems, "date");
        if let (Some(date), Some(accessed)) = (date, &accessed)
            && accessed.value < date.first()
        {
            let message = format!("`accessed` is {}, before `date`, {date}", accessed.value);
            problems.add(Code::InvalidValue, accessed.id, message).help("correct one of the two");
        }
        let (title, authors) = (title.unwrap_or_default(), fields.list(problems, "author"));
        let url = url.map(|address| address.0);
        let mut entry = bibliographic::entry(kind, &title.own, &authors);
        bibliographic::describe(
            &mut entry,
            publisher.as_ref().map(|publisher| publisher.own.as_str()),
            date,
            url.as_deref(),
            language.as_ref(),
        );
        let work = Work {
            title,
            authors,
            publisher,
            date,
            url,
            archived: fields.optional::<WebAddress>(problems, "archived").map(|address| address.0),
            language,
            kind,
            accessed: accessed.map(|accessed| accessed.value),
            reliability,
            note: fields.localized(problems, "note"),
            derived_from: fields.optional(problems, "derived_from"),
            excerpts: fields.list(problems, "excerpts"),
            entry,
        };
        Some(work)
    }
}

impl Decode for Excerpt {
    fn decode(problems: &mut Problems, node: &Node) -> Option<Self> {
        let mut fields = Fields::of(problems, node)?;
        let excerpt = excerpt(problems, &mut fields, None);
        fields.finish(problems);
        excerpt
    }
}

fn excerpt(problems: &mut Problems, fields: &mut Fields<'_>, origin: Option<&Origin>) -> Option<Excerpt> {
    let text: Option<Located<String>> = fields.required(problems, "text");
    let speaker = fields.localized(problems, "speaker");
    let withheld = fields.optional(problems, "withheld");
    let text = text?;
    let words = Words::of(&text.value);
    Some(Excerpt { text, speaker, withheld, words, origin: origin.cloned() })
}

/// Words from a source that another file has, such as one exported from Zotero.
#[derive(Debug)]
pub struct AddedExcerpt {
    /// The id of the source.
    pub source: String,
    /// Where that id stands.
    pub span: Span,
    /// The words.
    pub excerpt: Excerpt,
}

/// Reads a file that is a list of such words.
pub fn added_excerpts(diagnostics: &mut Diagnostics, source: &Arc<Source>) -> Vec<AddedExcerpt> {
    let mut added = Vec::new();
    list(diagnostics, source, |problems, node, origin| {
        let Some(mut fields) = Fields::of(problems, node) else { return };
        let source = fields.required::<Located<String>>(problems, "source");
        let excerpt = excerpt(problems, &mut fields, Some(origin));
        fields.finish(problems);
        if let (Some(source), Some(excerpt)) = (source, excerpt) {
            added.push(AddedExcerpt { span: origin.span(source.id), source: source.value, excerpt });
        }
    });
    added
}
