//! What is reported, to the letter.

mod bad_input;
mod codes;
mod forms;
mod hostile;
mod libraries;
