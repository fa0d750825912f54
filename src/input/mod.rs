//! Floor 1: the only readers of the project. Disk in, [`Inputs`] out: every byte and choice that a build depends on.

mod config;
mod csv;
mod decode;
mod inputs;
mod languages;
mod loader;
mod localized;
mod node;
mod origin;
mod pictures;
mod read;
mod stray;
mod theme;
mod toml;
mod tree;
mod walk;

pub mod json;
pub mod yaml;

pub use config::{Config, NavigationItem};
pub use csv::{Cell, Table};
pub use decode::{Decode, Fields, Located, Problems, choice, mismatch};
pub use inputs::{Clock, Content, File, Inputs, Options, Picture, Version};
pub use languages::{Direction, Language};
pub use loader::{CONFIG, Changes, Loader};
pub use localized::Localized;
pub use node::{Entry, Node, NodeId, Value};
pub use origin::Origin;
pub use stray::is_stray;
pub use theme::Theme;
pub use walk::{FOLDERS, is_passed_over};
