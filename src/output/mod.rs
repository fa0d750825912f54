//! Floor 4: a site becomes a [`Plan`]: every file of the published site as a value, with the recipe for its bytes.

mod aliases;
mod assets;
mod feed;
mod functions;
mod lint;
mod lists;
mod pages;
mod plan;
mod sitemap;
mod templates;
mod view;

pub use plan::{Bytes, Output, Plan, Recipe, Rendering};
pub use view::{
    ChangeView, CorrectionView, EditionView, HereView, ItemView, LanguageView, LinkView, PageView, PagerView,
    SiteView, TocView, TopicView,
};

use crate::site::Site;

/// Makes outputs of a site. Reads only the site: no disk, no clock, no other emitter's outputs.
pub type Emitter = for<'s> fn(&'s Site) -> Vec<Output<'s>>;

/// Everything that is published. Of two outputs on one path, the one that stands first here has it and the other is
/// reported.
const EMITTERS: &[Emitter] = &[
    pages::emit,
    lists::emit_sections,
    lists::emit_topics,
    pages::emit_not_found,
    assets::emit_beside_pages,
    assets::emit_static,
    feed::emit,
    sitemap::emit,
    sitemap::emit_robots,
    assets::emit_nojekyll,
    aliases::emit,
];
