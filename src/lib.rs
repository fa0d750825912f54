//! wip
pub mod base;
pub mod cli;
pub mod document;
pub mod input;
pub mod output;
pub mod pipeline;
pub mod publish;
pub mod report;
pub mod site;
