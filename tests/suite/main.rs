//! What the program does, seen from outside: a project is written, the program runs on it, and its words and files are
//! compared to the letter.

mod project;

mod architecture;
mod commonmark;
mod content;
mod determinism;
mod diagnostics;
mod microsite;
mod publishing;
mod templates;
