//! The preview's server over real sockets, against a site that is made up.

mod events;
mod files;
mod hostile;
mod mock;
