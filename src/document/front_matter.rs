//! The front matter of a page: what it says about itself, checked key by key.

use std::sync::Arc;

use jiff::civil::Date;
use serde::Serialize;

use super::fence::Parts;
use super::follows::Follows;
use crate::base::{Address, Code, Diagnostics, Moment, Slug, Source, SourcePath, Span, quotation};
use crate::input::{Decode, Fields, Located, Node, NodeId, Origin, Problems, Value, choice, mismatch, yaml};

/// The longest front matter, in bytes.
const SIZE_LIMIT: usize = 32 * 1024;

/// The depth at which a page treats its subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// One or two screens.
    AtAGlance,
    /// A subject in full.
    Briefing,
    /// One question answered.
    Explainer,
    /// Tables and figures.
    Data,
}

/// A mended error of fact.
#[derive(Debug, Clone, PartialEq)]
pub struct Correction {
    /// When it was mended.
    pub date: Date,
    /// What stood there.
    pub was: String,
    /// What stands there now.
    pub now: String,
    /// Why.
    pub why: Option<String>,
}

/// An entry of a page's change log.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// When.
    pub date: Date,
    /// What was changed.
    pub what: String,
}

/// What a page says about itself. A key that was missing or wrong has been reported and is empty here.
#[derive(Debug)]
pub struct FrontMatter {
    /// The title; the file's name if there is none.
    pub title: String,
    /// What the page says, in a paragraph of plain text.
    pub summary: String,
    /// The depth at which the page treats its subject.
    pub kind: Option<Kind>,
    /// First published.
    pub date: Option<Moment>,
    /// Last changed significantly.
    pub updated: Option<Moment>,
    /// Facts checked as of.
    pub checked: Option<Date>,
    /// To be looked at again by.
    pub review_by: Option<Located<Date>>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// What it is about.
    pub topics: Vec<Located<String>>,
    /// What to remember of it: three to five sentences.
    pub key_points: Vec<Located<String>>,
    /// Not to be published yet.
    pub draft: bool,
    /// Not to be published before.
    pub publish: Option<Date>,
    /// Not to be published from this day on.
    pub expires: Option<Date>,
    /// Takes the place of the file's name in the address.
    pub slug: Option<Located<Slug>>,
    /// What all editions of the page share, where their file names do not say which belong together.
    pub translation_key: Option<Located<String>>,
    /// Former addresses, which lead here.
    pub aliases: Vec<Located<Address>>,
    /// Place in the section's order, before all pages without one.
    pub weight: Option<i64>,
    /// Links to pages that a reader of this one may want.
    pub related: Vec<Located<String>>,
    /// Mended errors, newest first.
    pub corrections: Vec<Correction>,
    /// The change log, newest first.
    pub changes: Vec<Change>,
    /// Whether the other editions of the page follow this one.
    pub original: Option<Located<bool>>,
    /// The state of its original that it follows.
    pub follows: Option<Follows>,
    /// The template that renders it, if not the usual one.
    pub template: Option<Located<String>>,
    /// Whatever the site's own templates need.
    pub extra: Value,
    /// Whether what it follows was given in a way that means nothing.
    is_follows_wrong: bool,
    /// Where title and summary stand.
    heads: [NodeId; 2],
    /// Where corrections stand.
    corrections_at: NodeId,
    /// The file as it was when this was read.
    source: Arc<Source>,
    /// Where the body begins in it, or the end of a file without front matter.
    end: usize,
    /// Where the values stand; nothing if they could not be read.
    origin: Option<Origin>,
}

impl FrontMatter {
    /// Reads the block `range`. Whatever is wrong with it, front matter comes back, so the page exists and links to it hold.
    pub(super) fn parse(diagnostics: &mut Diagnostics, source: &Arc<Source>, parts: &Parts) -> FrontMatter {
        let nameless = || FrontMatter::nameless(source);
        let Some(range) = parts.front.clone() else { return nameless() };
        let Some(node) = FrontMatter::tree(diagnostics, source, parts) else {
            return FrontMatter { end: parts.body.start, ..nameless() };
        };
        let origin = Origin::Yaml { source: Arc::clone(source), range };
        let mut problems = Problems::default();
        let front = decode(&mut problems, source, &node);
        problems.report(diagnostics, |id| origin.span(id));
        FrontMatter { end: parts.body.start, origin: Some(origin), ..front }
    }

    /// What the block says, before anything is made of it; nothing if it cannot be read.
    pub(super) fn tree(diagnostics: &mut Diagnostics, source: &Arc<Source>, parts: &Parts) -> Option<Node> {
        yaml::parse(diagnostics, source, parts.front.clone()?, SIZE_LIMIT)
    }

    /// The front matter of a file that has none to read.
    fn nameless(source: &Arc<Source>) -> FrontMatter {
        let nothing = Node { id: yaml::ROOT, value: Value::Null };
        decode(&mut Problems::default(), source, &nothing)
    }

    /// The path of the file.
    pub fn path(&self) -> &SourcePath {
        &self.source.path
    }

    /// The place of a value.
    pub fn span(&self, id: NodeId) -> Span {
        self.origin.as_ref().map_or_else(|| self.start(), |origin| origin.span(id))
    }

    /// The place of the title.
    pub fn title_span(&self) -> Span {
        self.span(self.heads[0])
    }

    /// The first place of the file.
    pub fn start(&self) -> Span {
        self.source.span(0..0)
    }

    /// Whether it was read from the same text in the same file, so that every value and every place is what it is in `other`.
    pub(super) fn is_as_in(&self, other: &FrontMatter) -> bool {
        self.path() == other.path() && self.source.text[..self.end] == other.source.text[..other.end]
    }

    /// What readers read of it: title, summary, key points and corrections, with their places.
    pub(super) fn texts(&self) -> impl Iterator<Item = (NodeId, &str)> {
        let heads = self.heads.into_iter().zip([self.title.as_str(), self.summary.as_str()]);
        let points = self.key_points.iter().map(|point| (point.id, point.value.as_str()));
        let made =
            self.corrections.iter().flat_map(|made| [Some(&made.was), Some(&made.now), made.why.as_ref()]);
        let corrected = made.flatten().map(|text| (self.corrections_at, text.as_str()));
        heads.chain(points).chain(corrected)
    }

    /// Where the body begins in the file.
    pub(super) fn body_start(&self) -> usize {
        self.end
    }

    /// Whether it could be read at all.
    pub fn is_readable(&self) -> bool {
        self.origin.is_some()
    }

    /// Whether the other editions of the page are said to follow this one.
    pub fn is_original(&self) -> bool {
        self.original.as_ref().is_some_and(|original| original.value)
    }

    /// Whether it says nothing of what it follows, be it right or wrong.
    pub fn lacks_follows(&self) -> bool {
        self.follows.is_none() && !self.is_follows_wrong
    }

    /// When it last changed significantly: `updated`, else `date`.
    pub fn last_change(&self) -> Option<Moment> {
        self.updated.or(self.date)
    }
}

fn decode(problems: &mut Problems, source: &Arc<Source>, node: &Node) -> FrontMatter {
    let path = &source.path;
    // What is no mapping misses no key.
    let Some(mut fields) = Fields::of(problems, node) else { return FrontMatter::nameless(source) };
    let title = fields.required(problems, "title");
    let before = problems.len();
    let follows = fields.optional(problems, "follows");
    let is_follows_wrong = problems.len() > before;
    let front = FrontMatter {
        title: title.unwrap_or_else(|| path.name().trim_end_matches(".md").to_owned()),
        summary: fields.required(problems, "summary").unwrap_or_default(),
        kind: fields.optional(problems, "kind"),
        date: fields.optional(problems, "date"),
        updated: fields.optional(problems, "updated"),
        checked: fields.optional(problems, "checked"),
        review_by: fields.optional(problems, "review_by"),
        authors: fields.list(problems, "authors"),
        topics: fields.list(problems, "topics"),
        key_points: fields.list(problems, "key_points"),
        draft: fields.optional(problems, "draft").unwrap_or(false),
        publish: fields.optional(problems, "publish"),
        expires: fields.optional(problems, "expires"),
        slug: fields.optional(problems, "slug"),
        translation_key: fields.optional(problems, "translation_key"),
        aliases: fields.list(problems, "aliases"),
        weight: fields.optional(problems, "weight"),
        related: fields.list(problems, "related"),
        corrections: newest_first(fields.list(problems, "corrections"), |correction: &Correction| {
            correction.date
        }),
        changes: newest_first(fields.list(problems, "changes"), |change: &Change| change.date),
        original: fields.optional(problems, "original"),
        follows,
        is_follows_wrong,
        template: fields.optional(problems, "template"),
        extra: fields.free(problems, "extra"),
        heads: ["title", "summary"].map(|key| fields.id_of(key)),
        corrections_at: fields.id_of("corrections"),
        source: Arc::clone(source),
        end: source.text.len(),
        origin: None,
    };
    check_together(problems, &fields, &front);
    check_quotations(problems, &fields, &front);
    fields.finish(problems);
    front
}

fn newest_first<T>(mut items: Vec<T>, date: impl Fn(&T) -> Date) -> Vec<T> {
    items.sort_by_key(|item| std::cmp::Reverse(date(item)));
    items
}

/// Values that are right alone and wrong together.
fn check_together(problems: &mut Problems, fields: &Fields<'_>, front: &FrontMatter) {
    let mut refuse = |key: &str, message: String, help: &str| {
        problems.add(Code::InvalidValue, fields.id_of(key), message).help(help);
    };
    if let (Some(date), Some(updated)) = (front.date, front.updated)
        && updated.is_before(&date)
    {
        let message = format!("`updated` is {}, before `date`, {}", updated.day(), date.day());
        refuse("updated", message, "correct one of the two");
    }
    if let (Some(publish), Some(expires)) = (front.publish, front.expires)
        && expires <= publish
    {
        let message = format!("`expires` is {expires}, not after `publish`, {publish}");
        refuse("expires", message, "correct one of the two");
    }
    let points = front.key_points.len();
    if points != 0 && !(3..=5).contains(&points) {
        refuse(
            "key_points",
            format!("a page has 3 to 5 key points, this one {points}"),
            "join or divide them",
        );
    }
}

/// What stands here is shown without a source, so nothing could be compared with it.
fn check_quotations(problems: &mut Problems, fields: &Fields<'_>, front: &FrontMatter) {
    let summary = (fields.id_of("summary"), front.summary.as_str());
    let points = front.key_points.iter().map(|point| (point.id, point.value.as_str()));
    // What stood there is a record of the page itself.
    let corrected = front.corrections.iter().flat_map(|made| [Some(&made.now), made.why.as_ref()]).flatten();
    let corrected = corrected.map(|text| (fields.id_of("corrections"), text.as_str()));
    let changed = front.changes.iter().map(|change| (fields.id_of("changes"), change.what.as_str()));
    for (id, text) in std::iter::once(summary).chain(points).chain(corrected).chain(changed) {
        if !quotation::find(text).quotations.is_empty() {
            problems
                .add(Code::QuotationUncited, id, "a quotation in the front matter has no source")
                .help("say it in your own words, and quote it in the body");
        }
    }
}

impl Decode for Kind {
    fn decode(problems: &mut Problems, node: &Node) -> Option<Self> {
        const KINDS: [(&str, Kind); 4] = [
            ("at-a-glance", Kind::AtAGlance),
            ("briefing", Kind::Briefing),
            ("explainer", Kind::Explainer),
            ("data", Kind::Data),
        ];
        choice(problems, node, "a kind of page", &KINDS)
    }
}

impl Decode for Slug {
    fn decode(problems: &mut Problems, node: &Node) -> Option<Self> {
        let text = String::decode(problems, node)?;
        let slug = Slug::new(&text);
        if slug.is_none() {
            let problem = problems.add(Code::InvalidValue, node.id, format!("`{text}` is not a slug"));
            match Slug::of(&text) {
                Some(near) => problem.help(format!("write `{near}`")),
                None => problem.help("write lower-case letters and digits, joined by `-`"),
            }
        }
        slug
    }
}

impl Decode for Address {
    fn decode(problems: &mut Problems, node: &Node) -> Option<Self> {
        let text = String::decode(problems, node)?;
        let address = Address::new(&text)
            .ok()
            .filter(|address| address.as_str().ends_with('/') || text.ends_with(".html"));
        if address.is_none() {
            problems
                .add(Code::InvalidValue, node.id, format!("`{text}` is not an address of this site"))
                .help("write it from the site's root: `/old/place/`");
        }
        address
    }
}

impl Decode for Correction {
    fn decode(problems: &mut Problems, node: &Node) -> Option<Self> {
        let mut fields = Fields::of(problems, node)?;
        let date = fields.required(problems, "date");
        let was = fields.required(problems, "was");
        let now = fields.required(problems, "now");
        let why = fields.optional(problems, "why");
        fields.finish(problems);
        Some(Correction { date: date?, was: was?, now: now?, why })
    }
}

impl Decode for Change {
    fn decode(problems: &mut Problems, node: &Node) -> Option<Self> {
        if !matches!(node.value, Value::Map(_)) {
            return mismatch(problems, node, "`date` and `what`", node.value.kind());
        }
        let mut fields = Fields::of(problems, node)?;
        let date = fields.required(problems, "date");
        let what = fields.required(problems, "what");
        fields.finish(problems);
        Some(Change { date: date?, what: what? })
    }
}
