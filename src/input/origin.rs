//! Finds the place of each node of a tree in the text that it was read from.

use std::ops::Range;
use std::sync::Arc;

use super::node::NodeId;
use super::yaml;
use crate::base::{Source, Span};

/// The text that a tree was read from: finds the place of each node again.
#[derive(Debug, Clone)]
pub enum Origin {
    /// YAML does not tell the places of its values when it is read, but reading it again up to a node does.
    Yaml {
        /// The file.
        source: Arc<Source>,
        /// The block in it.
        range: Range<usize>,
    },
    /// TOML tells them all, and in JSON they are easy to count.
    Known {
        /// The file.
        source: Arc<Source>,
        /// The place of each node, by number.
        places: Vec<Range<usize>>,
    },
}

impl Origin {
    /// The place of a node.
    pub fn span(&self, id: NodeId) -> Span {
        match self {
            Origin::Yaml { source, range } => {
                let place = yaml::locate(&source.text[range.clone()], id);
                source.span(range.start + place.start..range.start + place.end)
            }
            Origin::Known { source, places } => {
                source.span(places.get(id.0 as usize).cloned().unwrap_or(0..0))
            }
        }
    }
}
