//! Floor 5: the only writer. Brings an output directory to the state of a plan so that, whatever happens meanwhile, it
//! holds the old site or the new one, or a journal of the way between them that the next run completes.
//!
//! 1. [`Destination::check`] refuses directories that would endanger what is not the site's.
//! 2. [`stage`] finishes what a killed run left behind, makes every output, compares it with what is published and keeps
//!    in the staging folder, beside the output directory, only what differs. The published site is not touched.
//! 3. [`Staged::commit`] puts it in place: nothing differs, nothing is touched; much differs, a whole tree is completed
//!    with hard links to what stays and exchanged for the old one; little differs, or files of others lie among the
//!    site's, a journal is written and the files are renamed into place one by one.
//!
//! A crash of the machine itself may lose what the system had not written to disk yet: files are not synced.

#![expect(clippy::disallowed_methods, reason = "this is the writer of the site")]

mod destination;
mod journal;
mod manifest;
mod stage;

pub use destination::Destination;
pub use stage::{Published, Staged, stage};
