//! wip
pub mod base;
pub mod input;
pub mod document;
pub mod site;
