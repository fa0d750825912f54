//! Floor 4: a site becomes a [`Plan`]: every file of the published site as a value, with the recipe for its bytes.

mod aliases;
mod assets;
mod emitters;
mod feed;
mod filling;
mod functions;
mod lint;
mod lists;
mod pages;
mod plan;
mod recipe;
mod sitemap;
mod templates;
mod view;

pub use emitters::Emitter;
pub use plan::Plan;
pub use recipe::{Bytes, Output, Recipe, Rendering};
pub use view::{
    ChangeView, CorrectionView, EditionView, HereView, ItemView, LanguageView, LinkView, PageView, PagerView,
    SiteView, TocView, TopicView,
};
