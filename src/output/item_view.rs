//! What a template may read of lists. Their items hold titles, dates and summaries, never bodies: with bodies, the cost of lists would
//! grow with the square of the site.

use serde::{Serialize, Serializer};

use super::text_view::TextView;
use crate::base::Moment;
use crate::document::Kind;
use crate::site::{PageId, Site, Topic};

/// A page in a list.
#[derive(Debug, Serialize)]
pub struct ItemView<'s> {
    /// Its title.
    pub title: &'s str,
    /// What it says.
    pub summary: &'s str,
    /// `at-a-glance`, `briefing`, `explainer` or `data`.
    pub kind: Option<Kind>,
    /// First published.
    #[serde(serialize_with = "moment")]
    pub date: Option<Moment>,
    /// Last changed significantly.
    #[serde(serialize_with = "moment")]
    pub updated: Option<Moment>,
    /// For links inside the site.
    pub href: String,
    /// The code of its language.
    pub language: &'s str,
    /// Whether it is a draft.
    pub draft: bool,
}

impl<'s> ItemView<'s> {
    /// A page in a list.
    pub fn of(site: &'s Site, id: PageId) -> ItemView<'s> {
        let page = site.entry(id);
        let front = &page.front;
        ItemView {
            title: &front.title,
            summary: &front.summary,
            kind: front.kind,
            date: front.date,
            updated: front.updated,
            href: site.href(&page.identity.address),
            language: page.identity.language.as_str(),
            draft: front.draft,
        }
    }
}

/// `topic`: a topic; also an item of `topics`.
#[derive(Debug, Serialize)]
pub struct TopicView<'s> {
    /// Its name.
    pub title: TextView<'s>,
    /// Its list.
    pub href: String,
    /// How many pages are about it.
    pub count: usize,
}

impl<'s> TopicView<'s> {
    /// A topic.
    pub fn of(site: &'s Site, topic: &'s Topic) -> TopicView<'s> {
        let title = TextView::of(&topic.name, &topic.name_language, &topic.language);
        TopicView { title, href: site.href(&topic.address), count: topic.pages.len() }
    }
}

/// `pager`: one page of a list.
#[derive(Debug, Serialize)]
pub struct PagerView<'s> {
    /// The pages on it.
    pub items: Vec<ItemView<'s>>,
    /// Its number, from 1.
    pub number: usize,
    /// How many pages the list has.
    pub count: usize,
    /// How many items the whole list has.
    pub total: usize,
    /// The page of the list before it.
    pub previous: Option<String>,
    /// The page of the list after it.
    pub next: Option<String>,
}

/// A link to something in the language of the page.
#[derive(Debug, Serialize)]
pub struct LinkView<'s> {
    /// What readers see.
    pub title: &'s str,
    /// Where it leads.
    pub href: String,
}

impl<'s> LinkView<'s> {
    /// A link to a page.
    pub fn page(site: &'s Site, id: PageId) -> LinkView<'s> {
        let page = site.entry(id);
        LinkView { title: &page.front.title, href: site.href(&page.identity.address) }
    }
}

/// Writes a date, with the time of day if there is one.
pub fn moment<S: Serializer>(moment: &Option<Moment>, serializer: S) -> Result<S::Ok, S::Error> {
    moment.map(|moment| moment.to_string()).serialize(serializer)
}
