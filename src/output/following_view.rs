//! What a template may read of how a page stands to the page that it translates.

use jiff::civil::Date;
use serde::Serialize;

use crate::site::{Page, Site, State};

/// How a translation stands to its original.
#[derive(Debug, Serialize)]
pub struct FollowingView<'s> {
    /// `unrecorded`, `current` or `behind`.
    pub state: &'static str,
    /// When it was last brought up to its original.
    pub date: Option<Date>,
    /// How many paragraphs of the original are new or changed since then.
    pub changed: usize,
    /// How many more are gone.
    pub removed: usize,
    /// How many the original has; 0 where nothing has changed.
    pub total: usize,
    /// What it follows.
    pub original: OriginalView<'s>,
}

/// The original of a translation.
#[derive(Debug, Serialize)]
pub struct OriginalView<'s> {
    /// Its title.
    pub title: &'s str,
    /// For links inside the site.
    pub href: String,
    /// The code of its language.
    pub language: &'s str,
    /// The name of its language in itself.
    pub name: &'s str,
    /// Last changed significantly.
    pub updated: Option<String>,
}

impl<'s> FollowingView<'s> {
    /// That of a page; nothing if it follows no other.
    pub fn of(site: &'s Site, page: &Page) -> Option<FollowingView<'s>> {
        let translation = site.translation_of(page)?;
        let (state, date, [changed, removed, total]) = match translation.state {
            State::Unrecorded => ("unrecorded", None, [0; 3]),
            State::Current { since } => ("current", Some(since), [0; 3]),
            State::Behind { since, changed, removed, total } => {
                ("behind", Some(since), [changed, removed, total])
            }
        };
        let original = site.entry(translation.original);
        let language = &original.identity.language;
        let name = site.config().language(language).map_or("", |language| &language.name);
        let original = OriginalView {
            title: &original.front.title,
            href: site.href(&original.identity.address),
            language: language.as_str(),
            name,
            updated: original.front.updated.map(|updated| updated.to_string()),
        };
        Some(FollowingView { state, date, changed, removed, total, original })
    }
}
