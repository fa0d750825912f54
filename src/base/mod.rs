//! Floor 0: what every other room is built of. Knows nothing of sites, Markdown or templates.

mod address;
mod code;
mod colour;
mod diagnostics;
mod digest;
mod fold;
mod language;
mod link_words;
mod locale;
mod memo;
mod moment;
mod partial_date;
mod paths;
mod slug;
mod source;
mod suggest;

pub mod parallel;
pub mod quotation;
pub mod script;

pub use address::{Address, BaseUrl, encoded_component, encoded_path};
pub use code::{Code, Severity};
pub use colour::Colour;
pub use diagnostics::{Diagnostic, Diagnostics, Related};
pub use digest::{Digest, Digester};
pub use fold::{folded, katakana, unaccented};
pub use language::LanguageCode;
pub use link_words::is_empty_wording;
pub use locale::{Formats, Locale, Order, PLURAL_FORMS};
pub use memo::{Last, LastOfEach, Same};
pub use moment::Moment;
pub use partial_date::{PartialDate, Precision};
pub use paths::{OutputPath, PathError, SourcePath};
pub use slug::Slug;
pub use source::{Excerpt, Source, Span};
pub use suggest::{nearest, neighbours};
