//! What editors do to a site, at random.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use briefgen::base::Diagnostics;
use briefgen::commands::{Recorded, translated};
use briefgen::input::{Clock, Options};
use jiff::civil::date;

use super::Problem;
use super::dice::Dice;
use super::variants::{self, File, RECORDS, STATICS, TEMPLATES};
use crate::project::Project;

/// A site that is edited, and what was edited since anybody was told.
pub struct Desk {
    pub project: Project,
    pub dice: Dice,
    /// The paths that a watcher would name.
    pub touched: BTreeSet<PathBuf>,
    /// The problems of the last build.
    pub problems: Vec<Problem>,
}

/// Edits the site and says how; nothing if there is nothing to edit so.
type Edit = fn(&mut Desk) -> Option<String>;

/// What editors do, and how often in proportion.
const EDITS: &[(usize, Edit)] = &[
    (14, rewrite_page),
    (12, add_words),
    (8, add_page),
    (6, delete_page),
    (6, rename_page),
    (3, add_folder),
    (3, rename_folder),
    (2, delete_folder),
    (6, record_translation),
    (6, edit_original),
    (5, write_bundle),
    (14, edit_template),
    (12, edit_record),
    (8, edit_static),
    (5, edit_config),
    (3, remove_config),
    (3, add_link),
    (3, damage_text),
    (2, odd_name),
    (3, save_as_it_is),
    (2, remove_any),
    (2, large_file),
    (45, mend),
];

const FOLDERS: [&str; 5] = ["content", "content/one", "content/two", "content/one/deep", "content/one-two"];
const NAMES: [&str; 7] = ["a", "b", "c", "a-b", "海", "a.ja", "b.ja"];

impl Desk {
    /// A site with every file in its good version and a few pages.
    pub fn new(seed: u64) -> Desk {
        let mut desk = Desk {
            project: Project::in_memory(),
            dice: Dice(seed),
            touched: BTreeSet::new(),
            problems: Vec::new(),
        };
        desk.project.fill(&[]);
        // Some sites begin without records.
        let records = if seed % 5 == 4 { &[] } else { RECORDS };
        for File { path, versions } in TEMPLATES.iter().chain(records).chain(STATICS) {
            desk.project.write(path, versions[0]);
        }
        for path in ["content/a.md", "content/b.md", "content/one/_index.md", "content/one/b.md"] {
            let text = variants::sound_page(&mut desk.dice);
            desk.project.write(path, text);
        }
        for _ in 0..3 {
            add_page(&mut desk);
        }
        desk.touched.clear();
        desk
    }

    /// Makes one edit.
    pub fn edit(&mut self) -> String {
        loop {
            let total = EDITS.iter().map(|(weight, _)| weight).sum();
            let mut at = self.dice.below(total);
            let (_, edit) = EDITS
                .iter()
                .find(|(weight, _)| {
                    let is_here = at < *weight;
                    at = at.saturating_sub(*weight);
                    is_here
                })
                .unwrap();
            if let Some(done) = edit(self) {
                return done;
            }
        }
    }

    fn touch(&mut self, path: impl AsRef<Path>) {
        self.touched.insert(self.project.root().join(path));
    }

    /// Writes a file in place or, as editors do, aside and then over the old one.
    fn write(&mut self, path: &str, content: impl AsRef<[u8]>) {
        let is_new_folder = !self.project.path(path).parent().unwrap().exists();
        if self.dice.percent(30) {
            let aside = format!("{path}~");
            self.project.write(&aside, content);
            fs::rename(self.project.path(&aside), self.project.path(path)).unwrap();
            self.touch(&aside);
        } else {
            self.project.write(path, content);
        }
        // Of a folder that is new, a watcher may name no more than the folder.
        let shown = if is_new_folder { Path::new(path).parent().unwrap() } else { Path::new(path) };
        self.touch(shown);
    }

    fn remove(&mut self, path: &Path) {
        if path.is_symlink() || !path.is_dir() {
            fs::remove_file(path).unwrap();
        } else {
            fs::remove_dir_all(path).unwrap();
        }
        self.touch(path);
    }

    fn rename(&mut self, from: &Path, to: &Path) {
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::rename(from, to).unwrap();
        self.touch(from);
        self.touch(to);
    }

    /// The Markdown files of the site that are no links.
    fn pages(&self) -> Vec<PathBuf> {
        self.entries("content", |path| {
            path.extension().is_some_and(|extension| extension == "md") && path.is_file()
        })
    }

    fn entries(&self, folder: &str, is_wanted: impl Fn(&Path) -> bool) -> Vec<PathBuf> {
        let walk = walkdir::WalkDir::new(self.project.path(folder)).min_depth(1).sort_by_file_name();
        let paths = walk
            .into_iter()
            .flatten()
            .filter(|entry| !entry.path_is_symlink())
            .map(|entry| entry.into_path());
        paths.filter(|path| is_wanted(path)).collect()
    }

    fn any_page(&mut self) -> Option<PathBuf> {
        let pages = self.pages();
        (!pages.is_empty()).then(|| self.dice.of(&pages))
    }

    fn any_translation(&mut self) -> Option<PathBuf> {
        let mut pages = self.pages();
        pages.retain(|page| page.to_str().is_some_and(|page| page.ends_with(".ja.md")));
        (!pages.is_empty()).then(|| self.dice.of(&pages))
    }

    /// The path of a page that may be there or not.
    fn some_path(&mut self) -> String {
        format!("{}/{}.md", self.dice.of(&FOLDERS), self.dice.of(&NAMES))
    }

    fn relative<'p>(&self, path: &'p Path) -> &'p str {
        path.strip_prefix(self.project.root()).unwrap().to_str().unwrap_or("(a name that is not UTF-8)")
    }

    fn version(&mut self, files: &[File]) -> Option<String> {
        let file = &files[self.dice.below(files.len())];
        // The good versions stand first, and are taken more often.
        let number = self.dice.below(file.versions.len()).min(self.dice.below(file.versions.len() + 1));
        self.write(file.path, file.versions[number]);
        Some(format!("write version {number} of {}", file.path))
    }
}

fn rewrite_page(desk: &mut Desk) -> Option<String> {
    let page = desk.any_page()?;
    let path = desk.relative(&page).to_owned();
    let text = variants::page(&mut desk.dice);
    desk.write(&path, &text);
    Some(format!("rewrite {path} as {text:?}"))
}

fn add_words(desk: &mut Desk) -> Option<String> {
    let page = desk.any_page()?;
    let path = desk.relative(&page).to_owned();
    let words = variants::paragraph(&mut desk.dice);
    let text = [fs::read(&page).unwrap(), format!("\n\n{words}\n").into_bytes()].concat();
    desk.write(&path, &text);
    Some(format!("add {words:?} to {path}"))
}

fn add_page(desk: &mut Desk) -> Option<String> {
    let path = desk.some_path();
    let text = variants::page(&mut desk.dice);
    desk.write(&path, &text);
    Some(format!("write {path} as {text:?}"))
}

fn delete_page(desk: &mut Desk) -> Option<String> {
    let page = desk.any_page()?;
    desk.remove(&page);
    Some(format!("delete {}", desk.relative(&page)))
}

fn rename_page(desk: &mut Desk) -> Option<String> {
    let from = desk.any_page()?;
    let to = desk.some_path();
    let place = desk.project.path(&to);
    desk.rename(&from, &place);
    Some(format!("rename {} to {to}", desk.relative(&from)))
}

fn add_folder(desk: &mut Desk) -> Option<String> {
    let folder = desk.dice.of(&FOLDERS);
    let index = desk.dice.of(&["_index.md", "_index.md", "_index.ja.md"]);
    let path = format!("{folder}/{index}");
    let text = if desk.dice.percent(50) {
        variants::sound_page(&mut desk.dice)
    } else {
        variants::page(&mut desk.dice)
    };
    desk.write(&path, &text);
    Some(format!("write {path} as {text:?}"))
}

/// A folder of pages, or now and then any folder of the project.
fn any_folder(desk: &mut Desk) -> Option<PathBuf> {
    let fixed = ["registry", "i18n", "parts", "directives"];
    let is_free = |path: &Path| path.is_dir() && !fixed.iter().any(|name| path.ends_with(name));
    let mut folders = desk.entries("content", is_free);
    if desk.dice.percent(10) {
        folders = desk.entries(".", |path| path.is_dir());
    }
    (!folders.is_empty()).then(|| desk.dice.of(&folders))
}

fn rename_folder(desk: &mut Desk) -> Option<String> {
    let from = any_folder(desk)?;
    let name = desk.dice.of(&["content/one", "content/two", "content/three", "content/one/deeper", "aside"]);
    let to = desk.project.path(name);
    if to.exists() || to.is_symlink() || to.starts_with(&from) {
        return None;
    }
    desk.rename(&from, &to);
    Some(format!("rename folder {} to {name}", desk.relative(&from)))
}

fn delete_folder(desk: &mut Desk) -> Option<String> {
    let folder = any_folder(desk)?;
    desk.remove(&folder);
    Some(format!("delete folder {}", desk.relative(&folder)))
}

fn record_translation(desk: &mut Desk) -> Option<String> {
    let page = desk.any_translation()?;
    let path = desk.relative(&page).to_owned();
    let is_new = record(desk, &page).first().is_some_and(|recorded| recorded.is_new);
    is_new.then(|| format!("record that {path} follows its original"))
}

/// Records that a page follows its original; nothing comes back if it cannot be said to.
fn record(desk: &mut Desk, page: &PathBuf) -> Vec<Recorded> {
    let clock = Clock::Day(date(2026, 11, 23));
    let root = desk.project.root().to_owned();
    let options = Options { root, drafts: false, base_url: None, clock };
    let mut diagnostics = Diagnostics::default();
    let before = fs::read(page).unwrap();
    let recorded = translated(&mut diagnostics, &options, std::slice::from_ref(page)).unwrap();
    let is_new = recorded.first().is_some_and(|recorded| recorded.is_new);
    assert_eq!(fs::read(page).unwrap() != before, is_new, "{}", page.display());
    assert!(!recorded.is_empty() || diagnostics.has_errors(), "{}", page.display());
    desk.touch(page);
    recorded
}

/// Edits the body of a page that has a translation.
fn edit_original(desk: &mut Desk) -> Option<String> {
    let translation = desk.any_translation()?;
    let path = desk.relative(&translation).replace(".ja.md", ".md");
    let text = fs::read_to_string(desk.project.path(&path)).ok()?;
    let words = variants::paragraph(&mut desk.dice);
    let text = format!("{text}\n\n{words}\n");
    desk.write(&path, &text);
    Some(format!("add {words:?} to the original {path}"))
}

fn write_bundle(desk: &mut Desk) -> Option<String> {
    let folder = desk.dice.of(&["content/bundle", "content/one/bundle", "content/two"]);
    let file = desk.dice.of(&["index.md", "index.md", "map.svg", "data/table.csv", "index.ja.md"]);
    let path = format!("{folder}/{file}");
    let text = match file {
        "map.svg" => format!("<svg width=\"{}\" height=\"9\"/>", 1 + desk.dice.below(10)),
        "data/table.csv" => format!("{}", desk.dice.below(10)),
        _ => variants::page(&mut desk.dice),
    };
    desk.write(&path, &text);
    Some(format!("write {path} as {text:?}"))
}

fn edit_template(desk: &mut Desk) -> Option<String> {
    desk.version(TEMPLATES)
}

fn edit_record(desk: &mut Desk) -> Option<String> {
    desk.version(RECORDS)
}

fn edit_static(desk: &mut Desk) -> Option<String> {
    desk.version(STATICS)
}

fn edit_config(desk: &mut Desk) -> Option<String> {
    let text = variants::config(&mut desk.dice);
    desk.write("site.toml", &text);
    Some(format!("write site.toml as {text:?}"))
}

fn remove_config(desk: &mut Desk) -> Option<String> {
    let place = desk.project.path("site.toml");
    place.exists().then(|| desk.remove(&place))?;
    Some("delete site.toml".into())
}

/// A symbolic link, which may lead round, out or nowhere; one that is there goes.
fn add_link(desk: &mut Desk) -> Option<String> {
    let path = desk.dice.of(&[
        "content/link.md",
        "content/one/linked",
        "content/round",
        "static/link.css",
        "templates/linked.html",
    ]);
    let to = desk.dice.of(&[
        "a.md",
        "../one",
        ".",
        "../../etc",
        "nowhere",
        "style.css",
        "page.html",
        "../content/two",
    ]);
    let place = desk.project.path(path);
    if place.is_symlink() {
        desk.remove(&place);
        return Some(format!("delete link {path}"));
    }
    if place.exists() || !place.parent().unwrap().is_dir() {
        return None;
    }
    symlink(to, &place).unwrap();
    desk.touch(&place);
    Some(format!("link {path} to {to}"))
}

fn damage_text(desk: &mut Desk) -> Option<String> {
    let files = desk.entries(".", |path| path.is_file());
    let file = desk.dice.of(&files);
    let mut bytes = fs::read(&file).unwrap();
    let at = desk.dice.below(bytes.len() + 1);
    let damage: &[u8] =
        desk.dice.of(&[b"\xFF" as &[u8], "\u{FFFD}".as_bytes(), b"\0", b"\r", b"---\n", b"\xEF\xBB\xBF"]);
    bytes.splice(at..at, damage.iter().copied());
    fs::write(&file, bytes).unwrap();
    desk.touch(&file);
    Some(format!("put {damage:?} into {} at {at}", desk.relative(&file)))
}

fn odd_name(desk: &mut Desk) -> Option<String> {
    let names: [&[u8]; 8] =
        [b"a\\b.md", b"\xFF.md", b"a.MD", b"a.markdown", b".hidden.md", b"a.md~", b"---.md", b"A.md"];
    let name = desk.dice.of(&names);
    let place = desk.project.path("content").join(std::ffi::OsStr::from_bytes(name));
    if place.exists() {
        desk.remove(&place);
        return Some(format!("delete content/{}", name.escape_ascii()));
    }
    fs::create_dir_all(place.parent().unwrap()).unwrap();
    fs::write(&place, variants::sound_page(&mut desk.dice)).unwrap();
    desk.touch(&place);
    Some(format!("write content/{}", name.escape_ascii()))
}

fn save_as_it_is(desk: &mut Desk) -> Option<String> {
    let files = desk.entries(".", |path| path.is_file());
    let file = desk.dice.of(&files);
    let bytes = fs::read(&file).unwrap();
    fs::write(&file, bytes).unwrap();
    desk.touch(&file);
    Some(format!("save {} as it is", desk.relative(&file)))
}

fn remove_any(desk: &mut Desk) -> Option<String> {
    let files = desk.entries(".", |path| path.is_file());
    let file = desk.dice.of(&files);
    desk.remove(&file);
    Some(format!("delete {}", desk.relative(&file)))
}

/// A file too large to be kept in memory.
fn large_file(desk: &mut Desk) -> Option<String> {
    let path = desk.dice.of(&["static/large.bin", "content/large.bin"]);
    let text = format!("{}", desk.dice.below(10)).repeat(40_000);
    desk.write(path, text);
    Some(format!("write {path} anew"))
}

/// Mends what one of the problems is about, or all of them.
fn mend(desk: &mut Desk) -> Option<String> {
    let mut paths: Vec<String> = desk.problems.iter().map(|problem| problem.path.clone()).collect();
    paths.dedup();
    if !paths.is_empty() && desk.dice.percent(60) {
        paths = vec![desk.dice.of(&paths)];
    }
    paths.retain(|path| mend_file(desk, path));
    (!paths.is_empty()).then(|| format!("mend {}", paths.join(", ")))
}

/// Puts something sound in the place of a file, or removes it.
fn mend_file(desk: &mut Desk, path: &str) -> bool {
    let known = TEMPLATES.iter().chain(RECORDS).chain(STATICS).find(|file| file.path == path);
    let is_page = path.starts_with("content/") && path.ends_with(".md") && !path.contains("registry");
    let place = desk.project.path(path);
    let is_writable = !place.is_symlink() && (place.is_file() || !place.exists());
    if let Some(file) = known {
        desk.write(path, file.versions[0]);
    } else if path == "site.toml" {
        desk.write(path, "title = \"Mended\"\ndescription = \"D\"\nbase_url = \"https://example.org/\"\n");
    } else if path == "content" {
        desk.write("content/_index.md", "---\ntitle: Home\nsummary: S\n---\n");
    } else if is_page && is_writable && place.parent().is_some_and(Path::is_dir) {
        let text = variants::sound_page(&mut desk.dice);
        desk.write(path, &text);
        if path.ends_with(".ja.md") && record(desk, &place).is_empty() {
            desk.remove(&place);
        }
    } else if let Some(name) = path.strip_prefix("templates/").filter(|_| !place.exists()) {
        desk.write(path, format!("{name} {{{{ site.title }}}}"));
    } else if place.exists() || place.is_symlink() {
        desk.remove(&place);
    } else {
        return false;
    }
    true
}
