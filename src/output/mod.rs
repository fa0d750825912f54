//! Floor 4: a site becomes a [`Plan`]: every file of the published site as a value, with the recipe for its bytes.

mod aliases;
mod assets;
mod atom;
mod bibliography;
mod bindings;
mod calendar;
mod cards;
mod catalogues;
mod chart;
mod cite;
mod claim_review;
mod copies;
mod copying;
mod darkroom;
mod drawing;
mod emitters;
mod evidence_view;
mod feed;
mod feed_format;
mod filling;
mod following_view;
mod functions;
mod index;
mod json_feed;
mod ledger;
mod lint;
mod listing;
mod lists;
mod loads;
mod marking;
mod memos;
mod pages;
mod picture_view;
mod plan;
mod punctuation;
mod recipe;
mod records;
mod search;
mod searchable;
mod shelf;
mod shown_view;
mod side_notes;
mod sitemap;
mod standing_alone;
mod structured;
mod templates;
mod view;
mod weight;
mod word_check;
mod words;

pub use bibliography::{Bibliography, Reference, Style};
pub use bindings::Bindings;
pub use chart::{
    AlmanacView, AlmanacYearView, ChartView, DrawingView, ItemView as DrawnView, LineView, MonthView,
    PlaceView, RowView, TickView,
};
pub use darkroom::Development;
pub use drawing::{Drawing, Drawn};
pub use emitters::Emitter;
pub use evidence_view::{
    ActorView, AreaView, ClaimView, EventView, ExcerptView, FigureView, MarkView, OfficeView,
    ParticipantView, PartnerView, QuoteView, ScopeView, SourceLinkView, SourceView, TermView,
};
pub use following_view::{FollowingView, OriginalView};
pub use index::{Index, Indexes, is_of_index};
pub use ledger::Ledger;
pub use memos::Memos;
pub use plan::Plan;
pub use recipe::{Bytes, Gather, Gathering, Grounds, Make, Output, Recipe, Rendering, Show, View};
pub use search::{SearchTopicView, SearchView};
pub use searchable::{Content, Searchable, all as searchable};
pub use view::{
    CardView, CatalogueView, ChangeView, CiteView, CorrectionView, EditionView, HereView, ItemView,
    LanguageView, LinkView, PageView, PagerView, RecordedCorrectionView, SiteView, TocView, TopicView,
};
