//! Pictures: their sizes, what is made of them, and what is taken out of them. All are made here.

pub mod made;
mod metadata;
mod refused;
mod sizes;
