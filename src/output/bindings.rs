//! What a template may read, by name. It is bound once and used twice: as values, which the template gets; and as a key,
//! which is equal for two builds only if every value is. Both are made from the same calls, so neither can have what the
//! other lacks.

use serde::Serialize;
use tera::{Context, Value};

/// Names and what they stand for.
pub enum Bindings {
    /// As values.
    Values(Context),
    /// Written one behind the other.
    Key(Vec<u8>),
}

impl Bindings {
    /// Binds a name to a view.
    pub fn insert<T: Serialize>(&mut self, name: &'static str, view: &T) {
        match self {
            Bindings::Values(context) => context.insert(name, view),
            Bindings::Key(key) => {
                write(key, name);
                write(key, view);
            }
        }
    }

    /// Binds a name to a value that is dear to make, and known by what `stamp` writes.
    pub fn insert_known(
        &mut self,
        name: &'static str,
        value: impl FnOnce() -> Value,
        stamp: impl FnOnce(&mut Vec<u8>),
    ) {
        match self {
            Bindings::Values(context) => context.insert_value(name, value()),
            Bindings::Key(key) => {
                write(key, name);
                stamp(key);
            }
        }
    }

    /// A text of what a name is bound to: `card` and `url` for `card.url`. Nothing in a key, which has what both are made of.
    pub fn text(&self, name: &str, member: &str) -> Option<String> {
        let Bindings::Values(context) = self else { return None };
        context.get(name)?.get_from_path(member)?.as_str().map(str::to_owned)
    }
}

/// Writes a view to the end of a key. Every text and every list has its length before it, so views cannot run into one
/// another (Postcard's wire format, <https://postcard.jamesmunns.com/wire-format>).
pub fn write<T: Serialize + ?Sized>(key: &mut Vec<u8>, view: &T) {
    let all = std::mem::take(key);
    *key =
        postcard::to_extend(view, all).expect("views are made of texts, numbers and lists of known length");
}
