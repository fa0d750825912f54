//! Floor 4: a site becomes a [`Plan`]: every file of the published site as a value, with the recipe for its bytes.

mod aliases;
mod assets;
mod atom;
mod bibliography;
mod bindings;
mod calendar;
mod catalogues;
mod cite;
mod claim_review;
mod copies;
mod copying;
mod emitters;
mod evidence_view;
mod feed;
mod feed_format;
mod filling;
mod following_view;
mod functions;
mod json_feed;
mod ledger;
mod lint;
mod listing;
mod lists;
mod marking;
mod memos;
mod pages;
mod plan;
mod recipe;
mod records;
mod shelf;
mod shown_view;
mod sitemap;
mod standing_alone;
mod structured;
mod templates;
mod view;
mod word_check;
mod words;

pub use bibliography::{Bibliography, Reference, Style};
pub use bindings::Bindings;
pub use emitters::Emitter;
pub use evidence_view::{
    ActorView, AreaView, ClaimView, EventView, ExcerptView, FigureView, MarkView, OfficeView,
    ParticipantView, PartnerView, QuoteView, ScopeView, SourceLinkView, SourceView, TermView,
};
pub use following_view::{FollowingView, OriginalView};
pub use ledger::Ledger;
pub use memos::Memos;
pub use plan::Plan;
pub use recipe::{Bytes, Gather, Gathering, Grounds, Make, Output, Recipe, Rendering, Show, View};
pub use view::{
    CatalogueView, ChangeView, CiteView, CorrectionView, EditionView, HereView, ItemView, LanguageView,
    LinkView, PageView, PagerView, RecordedCorrectionView, SiteView, TocView, TopicView,
};
