//! The table of everything that is published.

use super::recipe::Output;
use super::{
    aliases, assets, calendar, cards, catalogues, cite, copies, feed, lists, pages, records, search, sitemap,
};
use crate::site::Frame;

/// Makes outputs of a site. Reads only its frame: no body, no disk, no clock, no other emitter's outputs.
pub type Emitter = fn(&Frame) -> Vec<Output>;

/// Everything that is published. Of two outputs on one path, the one that stands first here has it and the other is
/// reported.
pub const EMITTERS: &[Emitter] = &[
    pages::emit,
    lists::emit_sections,
    lists::emit_topics,
    catalogues::emit,
    pages::emit_not_found,
    search::emit,
    cards::emit,
    assets::emit_beside_pages,
    assets::emit_static,
    feed::emit,
    feed::emit_corrections,
    cite::emit,
    copies::emit,
    copies::emit_lists,
    calendar::emit,
    records::emit,
    sitemap::emit,
    sitemap::emit_robots,
    assets::emit_nojekyll,
    aliases::emit,
];
