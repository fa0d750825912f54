//! Floor 5: the only writer. Brings an output directory to the state of a plan so that, whatever happens meanwhile, it
//! holds the old site or the new one, or a journal of the way between them that the next run completes.
//!
//! 1. [`Destination::check`] refuses directories that would endanger what is not the site's.
//! 2. [`Staging::open`] takes the staging folder, beside the output directory, for this run alone and finishes what a
//!    killed run left behind.
//! 3. [`stage`] makes every output, compares it with what is published and keeps in the staging folder only what differs.
//!    The published site is not touched.
//! 4. [`Staged::commit`] puts it in place: nothing differs, nothing is touched; much differs, a whole tree is completed
//!    with hard links to what stays and exchanged for the old one; little differs, or files of others lie among the
//!    site's, a journal is written and the files are renamed into place one by one.
//!
//! A [`Record`] of what files were made from, in a cache folder of the project, lets the next run pass over those that would be
//! made from the same: it only saves time.
//!
//! A symbolic link in the output directory is not followed: neither reading, writing nor deleting leads out of it.
//!
//! A crash of the machine itself may lose what the system had not written to disk yet: files are not synced.

#![expect(clippy::disallowed_methods, reason = "this is the writer of the site")]

mod destination;
mod journal;
mod manifest;
mod record;
mod stage;
mod staging;
mod way;

pub use destination::Destination;
pub use record::{Record, place as record_place};
pub use stage::{Published, Staged, stage};
pub use staging::Staging;
