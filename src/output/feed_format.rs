//! Feeds as values: in which formats there are any, where, and what one says.

use jiff::Timestamp;

use crate::base::{Address, LanguageCode};
use crate::site::Frame;

/// A format of feeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// RFC 4287.
    Atom,
    /// <https://www.jsonfeed.org/version/1.1/>
    Json,
}

/// What a feed is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// The newest pages.
    Pages,
    /// Mended errors of all pages: readers who used what was wrong should hear of it.
    Corrections,
}

impl Format {
    /// All of them.
    pub const ALL: [Format; 2] = [Format::Atom, Format::Json];
}

/// Where a feed is.
pub fn feed_address(frame: &Frame, language: &LanguageCode, about: About, format: Format) -> Address {
    let name = match (about, format) {
        (About::Pages, Format::Atom) => "atom.xml",
        (About::Pages, Format::Json) => "feed.json",
        (About::Corrections, Format::Atom) => "corrections.xml",
        (About::Corrections, Format::Json) => "corrections.json",
    };
    frame.home(language).file(name).expect("a plain name makes an address")
}

/// What a feed says.
pub struct Feed<'s> {
    /// The code of its language.
    pub language: &'s str,
    /// What it is called.
    pub title: String,
    /// What it is.
    pub subtitle: &'s str,
    /// Who publishes it.
    pub author: &'s str,
    /// Where it is.
    pub own: Address,
    /// The page that shows the same.
    pub page: Address,
    /// When a feed without an entry was last right: when the site last changed.
    pub since: Timestamp,
    /// The newest first.
    pub entries: Vec<Entry<'s>>,
}

/// What a feed says of a page or a correction.
pub struct Entry<'s> {
    /// What it is called.
    pub title: &'s str,
    /// Unique, and the same for ever.
    pub id: String,
    /// Its full address.
    pub page: String,
    /// When it was published.
    pub published: Timestamp,
    /// When it last changed significantly.
    pub updated: Timestamp,
    /// Who wrote it.
    pub authors: &'s [String],
    /// What it is about.
    pub topics: Vec<&'s str>,
    /// What it says, in a paragraph of plain text.
    pub summary: String,
    /// All that it says, as HTML that stands alone, if a template makes it.
    pub content: Option<String>,
}
