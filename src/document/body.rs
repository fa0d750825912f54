//! A rendered body with holes.

use std::ops::Range;
use std::sync::Arc;

use super::cut::Cuts;
use super::extent::Extent;
use super::hole::{Fill, Hole};
use super::marks::Marks;

/// What a Markdown body became: HTML but for the places that other files decide, so that parsing one file needs no other
/// and a page that moves touches no body that links to it.
#[derive(Debug, Default, PartialEq)]
pub struct Body {
    /// The HTML. Nothing stands where the holes are.
    pub html: String,
    /// The places to fill, in the order of the HTML.
    pub holes: Vec<Hole>,
    /// The links and images, in the order of the text.
    pub links: Vec<Link>,
    /// The headings, in the order of the text.
    pub headings: Vec<Heading>,
    /// The ids of everything that a fragment can lead to, sorted.
    pub anchors: Arc<Vec<String>>,
    /// What it cites, quotes and refers to.
    pub marks: Marks,
    /// How long it is.
    pub extent: Extent,
    /// The Markdown that it was made from, as a text that can stand alone.
    pub cuts: Cuts,
}

/// What refers to a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LinkKind {
    /// Something to follow.
    Link,
    /// Something to show.
    Image,
}

/// A link or image.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// Which of the two.
    pub kind: LinkKind,
    /// The target as written, escapes and entities resolved.
    pub target: String,
    /// Where it stands in the file, in bytes.
    pub range: Range<usize>,
}

/// A heading.
#[derive(Debug, Clone, PartialEq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Unique on its page.
    pub id: String,
    /// Its text without markup.
    pub title: String,
}

impl Body {
    /// The HTML with every hole filled by what `fill` writes there.
    pub fn filled(&self, mut fill: impl FnMut(&mut String, Fill)) -> String {
        let mut html = String::with_capacity(self.html.len() + self.holes.len() * 40);
        let mut from = 0;
        for hole in &self.holes {
            html.push_str(&self.html[from..hole.at]);
            fill(&mut html, hole.fill);
            from = hole.at;
        }
        html.push_str(&self.html[from..]);
        html
    }
}
