//! Floor 5: the HTTP side of the preview: answers requests for the site that is shown now, and tells browsers of the next one.
//! Knows nothing of how sites are built: it is handed each as an [`Exhibit`], a value, through a channel.
//!
//! 1. [`bind`] takes a port, before anything is built, so that a taken one is an error at once.
//! 2. [`Server::start`] waits for the network in a thread of its own.
//! 3. A request's head becomes what is asked or a refusal (`request`, `host`).
//! 4. `answer` is a pure function from what is asked and one exhibit to a response, but for large files on `disk`. Pages get
//!    one script and the right to run it (`inject`, `policy`).
//! 5. `events` are streams of what the newest exhibit shows, one task each.
//!
//! Whatever a client sends costs nothing but its own connection, and each thing that a client can have many of is
//! bounded: the limits are constants beside what they bound.

mod answer;
mod body;
mod disk;
mod events;
mod exhibit;
mod host;
mod inject;
mod media;
mod place;
mod policy;
mod port;
mod range;
mod request;
mod response;
mod server;

pub use exhibit::{Content, Exhibit, Exhibits, Outcome, Problems, Site};
pub use port::{Bound, Port, bind};
pub use server::Server;
