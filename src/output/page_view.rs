//! What a template may read of a page: all that its front matter says and the site knows of it, but for its body.

use jiff::civil::Date;
use serde::Serialize;

use super::cite::{Format, is_cited};
use super::following_view::FollowingView;
use super::item_view::{ItemView, LinkView, TopicView, moment};
use crate::base::{LanguageCode, Moment};
use crate::document::{Body, Correction, FrontMatter, Kind};
use crate::input;
use crate::site::{Page, Section, Site};

/// `page`: a page in full, but for its body, which is `content`. Also `section`, for the `_index.md` of a section.
#[derive(Debug, Serialize)]
pub struct PageView<'s> {
    /// Its title.
    pub title: &'s str,
    /// What it says, in a paragraph of plain text.
    pub summary: &'s str,
    /// `at-a-glance`, `briefing`, `explainer` or `data`.
    pub kind: Option<Kind>,
    /// First published.
    #[serde(serialize_with = "moment")]
    pub date: Option<Moment>,
    /// Last changed significantly.
    #[serde(serialize_with = "moment")]
    pub updated: Option<Moment>,
    /// Facts checked as of.
    pub checked: Option<Date>,
    /// To be looked at again by.
    pub review_by: Option<Date>,
    /// Who wrote it.
    pub authors: &'s [String],
    /// What it is about.
    pub topics: Vec<TopicView<'s>>,
    /// What to remember of it.
    pub key_points: Vec<&'s str>,
    /// How long it takes to read, in minutes.
    pub minutes: usize,
    /// Its headings of levels two and three.
    pub toc: Vec<TocView<'s>>,
    /// For links inside the site.
    pub href: String,
    /// The full address.
    pub url: String,
    /// Its file in the project.
    pub source: &'s str,
    /// The code of its language.
    pub language: &'s str,
    /// Whether it is a draft, which only previews show.
    pub draft: bool,
    /// The sections above it, the home page first.
    pub breadcrumbs: Vec<LinkView<'s>>,
    /// The page before it in its section.
    pub previous: Option<LinkView<'s>>,
    /// The page after it in its section.
    pub next: Option<LinkView<'s>>,
    /// Pages that a reader of this one may want.
    pub related: Vec<ItemView<'s>>,
    /// How it stands to the page that it translates; nothing if it translates none.
    pub translation: Option<FollowingView<'s>>,
    /// Mended errors, newest first.
    pub corrections: Vec<CorrectionView<'s>>,
    /// The change log, newest first.
    pub changes: Vec<ChangeView<'s>>,
    /// Files for those who cite it.
    pub cite: Vec<CiteView>,
    /// `extra` of its front matter.
    pub extra: &'s input::Value,
}

impl<'s> PageView<'s> {
    /// A page in full.
    pub fn of(site: &'s Site, page: &'s Page) -> PageView<'s> {
        let front: &FrontMatter = &page.document.front;
        PageView {
            title: &front.title,
            summary: &front.summary,
            kind: front.kind,
            date: front.date,
            updated: front.updated,
            checked: front.checked,
            review_by: front.review_by.as_ref().map(|review_by| review_by.value),
            authors: &front.authors,
            topics: page.topics.iter().map(|id| TopicView::of(site, site.topic(*id))).collect(),
            key_points: front.key_points.iter().map(|point| point.value.as_str()).collect(),
            minutes: page.document.body.extent.minutes(),
            toc: toc(&page.document.body),
            href: site.href(&page.identity.address),
            url: site.url(&page.identity.address),
            source: page.document.source.path.as_str(),
            language: page.identity.language.as_str(),
            draft: front.draft,
            breadcrumbs: breadcrumbs(site, page),
            previous: page.previous.map(|id| LinkView::page(site, id)),
            next: page.next.map(|id| LinkView::page(site, id)),
            related: page.related.iter().map(|id| ItemView::of(site, *id)).collect(),
            translation: FollowingView::of(site, page),
            corrections: front.corrections.iter().map(|made| CorrectionView::of(site, made)).collect(),
            changes: front
                .changes
                .iter()
                .map(|change| ChangeView { date: change.date, what: &change.what })
                .collect(),
            cite: CiteView::all(site, page),
            extra: &front.extra,
        }
    }
}

/// A heading of the table of contents.
#[derive(Debug, Serialize)]
pub struct TocView<'s> {
    /// What to link to.
    pub id: &'s str,
    /// Its text.
    pub title: &'s str,
    /// The headings below it.
    pub children: Vec<TocView<'s>>,
}

/// A mended error.
#[derive(Debug, Serialize)]
pub struct CorrectionView<'s> {
    /// When it was mended.
    pub date: Date,
    /// What stood there.
    pub was: &'s str,
    /// What stands there now.
    pub now: &'s str,
    /// Why.
    pub why: Option<&'s str>,
    /// Whether it is new enough to stand at the top of its page.
    pub recent: bool,
}

impl<'s> CorrectionView<'s> {
    fn of(site: &Site, correction: &'s Correction) -> CorrectionView<'s> {
        let age = correction.date.until(site.today).map_or(0, |age| age.get_days());
        CorrectionView {
            date: correction.date,
            was: &correction.was,
            now: &correction.now,
            why: correction.why.as_deref(),
            recent: usize::try_from(age).is_ok_and(|days| days <= site.config().correction_days),
        }
    }
}

/// A mended error, on the page of all corrections.
#[derive(Debug, Serialize)]
pub struct RecordedCorrectionView<'s> {
    /// The page it was made on.
    pub page: LinkView<'s>,
    /// When it was mended.
    pub date: Date,
    /// What stood there.
    pub was: &'s str,
    /// What stands there now.
    pub now: &'s str,
    /// Why.
    pub why: Option<&'s str>,
}

impl<'s> RecordedCorrectionView<'s> {
    /// The corrections of all pages of a language, newest first; of one day, in the order of their pages.
    pub fn all(site: &'s Site, language: &LanguageCode) -> Vec<RecordedCorrectionView<'s>> {
        site.corrections(language)
            .into_iter()
            .map(|(id, correction)| RecordedCorrectionView {
                page: LinkView::page(site, id),
                date: correction.date,
                was: &correction.was,
                now: &correction.now,
                why: correction.why.as_deref(),
            })
            .collect()
    }
}

/// An entry of a change log.
#[derive(Debug, Serialize)]
pub struct ChangeView<'s> {
    /// When.
    pub date: Date,
    /// What was changed.
    pub what: &'s str,
}

/// A file that programs for references read.
#[derive(Debug, Serialize)]
pub struct CiteView {
    /// `BibTeX`, `RIS` or `CSL-JSON`.
    pub format: &'static str,
    /// Its media type.
    pub media_type: &'static str,
    /// For links inside the site.
    pub href: String,
}

impl CiteView {
    /// The files of a page; none if it is no brief.
    fn all(site: &Site, page: &Page) -> Vec<CiteView> {
        let formats = Format::ALL.into_iter().filter(|_| is_cited(&page.identity, &page.document.front));
        let view = |format: Format| CiteView {
            format: format.name(),
            media_type: format.media_type(),
            href: site.href(&format.address(&page.identity.address)),
        };
        formats.map(view).collect()
    }
}

fn breadcrumbs<'s>(site: &'s Site, page: &Page) -> Vec<LinkView<'s>> {
    let mut crumbs = Vec::new();
    let mut next: Option<&Section> = page.section.map(|id| site.section(id));
    while let Some(section) = next {
        crumbs.push(LinkView::page(site, section.index));
        next = section.parent.map(|id| site.section(id));
    }
    crumbs.reverse();
    crumbs
}

/// Headings of level two, each with those of level three below it.
fn toc(body: &Body) -> Vec<TocView<'_>> {
    let mut toc: Vec<TocView<'_>> = Vec::new();
    for heading in &body.headings {
        let entry = TocView { id: &heading.id, title: &heading.title, children: Vec::new() };
        match (heading.level, toc.last_mut()) {
            (3, Some(above)) => above.children.push(entry),
            (2 | 3, _) => toc.push(entry),
            _ => {}
        }
    }
    toc
}
