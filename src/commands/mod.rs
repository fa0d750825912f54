//! Floor 6: what the program does: one pipeline, a function for each end; and what needs no site: making one, explaining.

mod begin;
mod build;
mod carried;
mod check;
mod explain;
mod init;
mod serve;
mod starter;
mod translated;

pub use begin::{Beginning, Begun, Kind, begin};
pub use build::{Strictness, build};
pub use carried::Carried;
pub use check::check;
pub use explain::{CASES, Case, Piece, codes, explained};
pub use init::{Founding, init};
pub use serve::{Ambient, Progress, Settings, serve};
pub use translated::{Recorded, translated};
