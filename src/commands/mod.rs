//! Floor 6: what the program does: one pipeline, a function for each end.

mod build;
mod check;
mod serve;
mod translated;

pub use build::{Strictness, build};
pub use check::check;
pub use serve::{Ambient, Progress, Settings, serve};
pub use translated::{Recorded, translated};
