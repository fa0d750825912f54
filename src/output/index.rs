//! Turns what can be searched into the files that the browser reads when somebody searches (Pagefind,
//! <https://pagefind.app>). They are named by their content, so files of two indexes can stand side by side.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use pagefind::api::PagefindIndex;
use pagefind::options::PagefindServiceConfig;
use pulldown_cmark_escape::escape_html;

use super::bindings;
use super::searchable::{Content, Searchable};
use crate::base::{Digest, OutputPath};

/// Where they are published.
pub const FOLDER: &str = "search/files";

/// Whether a path is one of theirs.
pub fn is_of_index(path: &OutputPath) -> bool {
    path.as_str().strip_prefix(FOLDER).is_some_and(|rest| rest.starts_with('/'))
}

/// How many indexes are remembered: the files of an older one may still be asked for by a page that began with it.
const REMEMBERED: usize = 2;

/// The files that the browser reads.
#[derive(Debug, Default)]
pub struct Index {
    /// By their paths.
    pub files: BTreeMap<OutputPath, Arc<[u8]>>,
}

/// The indexes that were made last.
#[derive(Debug, Clone, Default)]
pub struct Indexes(Arc<Mutex<Remembered>>);

#[derive(Debug, Default)]
struct Remembered {
    /// The last one at the end.
    indexes: Vec<(Digest, Arc<Index>)>,
    /// How many were made.
    made: usize,
}

impl Indexes {
    /// The index of all this: the one that was made of the same, if it is remembered.
    pub fn of(&self, everything: &[Searchable]) -> Arc<Index> {
        let mut key = Vec::new();
        bindings::write(&mut key, everything);
        let digest = Digest::of(&key);
        let mut remembered = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = remembered.indexes.iter().position(|(known, _)| *known == digest);
        let entry = match known {
            Some(at) => remembered.indexes.remove(at),
            None => {
                remembered.made += 1;
                (digest, Arc::new(Index::of(everything)))
            }
        };
        if remembered.indexes.len() == REMEMBERED {
            remembered.indexes.remove(0);
        }
        let index = Arc::clone(&entry.1);
        remembered.indexes.push(entry);
        index
    }

    /// A file of an index that was made before. Its name says what is in it, so it is as good as new.
    pub fn older(&self, path: &OutputPath) -> Option<Arc<[u8]>> {
        let remembered = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut found = remembered.indexes.iter().rev().filter_map(|(_, index)| index.files.get(path));
        found.next().cloned()
    }

    /// How many were made.
    pub fn made(&self) -> usize {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).made
    }
}

impl Index {
    /// Makes the index. Depends on nothing but what it is given.
    fn of(everything: &[Searchable]) -> Index {
        let runtime = tokio::runtime::Builder::new_current_thread().build();
        let runtime = runtime.expect("a thread that only computes needs nothing of the system");
        runtime.block_on(async {
            let mut index = PagefindIndex::new(Some(PagefindServiceConfig::builder().build()))
                .expect("the usual choices are valid");
            for one in everything {
                add(&mut index, one).await;
            }
            let files = index.get_files().await.expect("what was added is in memory");
            let named = files.into_iter().filter_map(|file| {
                let name = file.filename.to_str()?.replace('\\', "/");
                let path = OutputPath::new(format!("{FOLDER}/{name}")).ok()?;
                is_read(&name).then(|| (path, file.contents.into()))
            });
            Index { files: named.collect() }
        })
    }
}

/// Whether the script of the search page reads a file of this name: not those of other interfaces.
fn is_read(name: &str) -> bool {
    let is_data = [".pf_meta", ".pf_index", ".pf_filter", ".pf_fragment", ".pagefind"];
    name == "pagefind.js" || name == "pagefind-entry.json" || is_data.iter().any(|end| name.ends_with(end))
}

async fn add(index: &mut PagefindIndex, one: &Searchable) {
    let href = || Some(one.href.clone());
    if index.add_html_file(None, href(), document(one)).await.is_ok() {
        return;
    }
    // Raw HTML may be too odd to read: the page is then found by all but its body.
    let bare = Searchable { content: Content::Text(String::new()), ..one.clone() };
    index.add_html_file(None, href(), document(&bare)).await.expect("plain HTML can be read");
}

/// Something that can be found, as Pagefind reads it: HTML with attributes that say what it is.
fn document(one: &Searchable) -> String {
    let topics = one.topics.iter().map(|topic| ("filter", "topic", topic.as_str()));
    let names = one.names.join(" ");
    let named = [("filter", "kind", one.kind), ("meta", "names", &names)];
    let mut document = format!("<html lang=\"{}\"><body>\n", one.language);
    for (role, name, value) in named.into_iter().chain(topics).filter(|(_, _, value)| !value.is_empty()) {
        let value = escaped(value);
        document.push_str(&format!("<i data-pagefind-{role}=\"{name}[title]\" title=\"{value}\"></i>\n"));
    }
    document.push_str(&format!("<h1 data-pagefind-meta=\"title\">{}</h1>\n", escaped(&one.title)));
    match &one.content {
        Content::Html(html) => document.push_str(html),
        Content::Text(text) => document.push_str(&format!("<p>{}</p>\n", escaped(text))),
    }
    document.push_str("</body></html>\n");
    document
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    escape_html(&mut escaped, text).expect("a string takes all that is written");
    escaped
}
