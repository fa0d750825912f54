//! What the program does, seen from outside: a project is written, the program runs on it, and its words and files are
//! compared to the letter.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "tests look at the disk, say what they measured, and may panic"
)]

mod preview;
mod project;

mod architecture;
mod begin;
mod cards;
mod commonmark;
mod content;
mod determinism;
mod diagnostics;
mod evidence;
mod init;
mod japanese;
mod languages;
mod locales;
mod machines;
mod microsite;
mod pictures;
mod publishing;
mod safety;
mod search;
mod serve;
mod telling;
mod templates;
mod translated;
mod warm;
