//! Reads the project, and reads it again: only the files that may have changed, so that what is made of the others can be
//! remembered. A file that was read again and is as it was stays the same value in memory.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::Date;

use super::config::Config;
use super::inputs::{Clock, File, Inputs, Options};
use super::read;
use super::walk::{self, FOLDERS, Found};
use crate::base::{Code, Diagnostics, Last, Same, Source, SourcePath, parallel};

/// The folder of the evidence, whose files are no pages.
const REGISTRY: &str = "content/registry";

/// The folder of the texts of the interface.
const INTERFACE: &str = "content/i18n";

/// The folder of the fonts that pictures are drawn with.
const FONTS: &str = "templates/fonts";

/// The name of the file that makes a folder a site.
pub const CONFIG: &str = "site.toml";

/// What may have changed since the project was last read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Changes {
    /// Anything.
    All,
    /// Files and folders, with all that lies in them. Paths as they are found below [`Options::root`].
    Paths(BTreeSet<PathBuf>),
}

/// The project as it was last read.
pub struct Loader {
    options: Options,
    site: Option<(Option<Arc<Source>>, Arc<Diagnostics>)>,
    config: Last<Same<Source>, Arc<Config>>,
    files: BTreeMap<SourcePath, Read>,
    /// What is wrong with folders.
    walked: Arc<Diagnostics>,
    /// Whether the tree has no links and no problems, so that a part of it can be looked at alone.
    is_plain: bool,
}

/// A file that was read.
struct Read {
    value: Value,
    diagnostics: Arc<Diagnostics>,
}

#[derive(Clone)]
enum Value {
    Text(Arc<Source>),
    File(File),
    Nothing,
}

impl Read {
    fn is_same(&self, other: &Read) -> bool {
        let is_same_value = match (&self.value, &other.value) {
            (Value::Text(one), Value::Text(other)) => Arc::ptr_eq(one, other),
            (Value::File(one), Value::File(other)) => one == other,
            (Value::Nothing, Value::Nothing) => true,
            _ => false,
        };
        // What is wrong with a file is not compared.
        is_same_value && self.diagnostics.is_empty() && other.diagnostics.is_empty()
    }
}

impl Loader {
    /// A project that has not been read.
    pub fn new(options: Options) -> Loader {
        Loader {
            options,
            site: None,
            config: Last::default(),
            files: BTreeMap::new(),
            walked: Arc::default(),
            is_plain: false,
        }
    }

    /// What was chosen for this project.
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// Reads what may have changed, and tells whether anything has. What cannot be read is a problem of the inputs.
    pub fn read(&mut self, changes: &Changes) -> bool {
        let root = self.options.root.clone();
        match changes {
            Changes::Paths(paths) if self.is_plain => self.read_paths(&root, paths),
            _ => {
                self.read_all(&root);
                true
            }
        }
    }

    /// The files that could not be read, which may be for want of something that is there again later.
    pub fn unreadable(&self) -> BTreeSet<PathBuf> {
        let is_unread =
            |read: &Read| matches!(read.value, Value::Nothing) && read.diagnostics.has(Code::Unreadable);
        let unread = self.files.iter().filter(|(_, read)| is_unread(read));
        unread.map(|(path, _)| path.on_disk(&self.options.root)).collect()
    }

    /// The day in the site's time zone; nothing if there is no readable `site.toml`.
    pub fn today(&mut self, clock: Clock) -> Option<Date> {
        let config = self.parsed_config(&mut Diagnostics::default())?;
        Some(match clock {
            Clock::Day(day) => day,
            Clock::Instant(instant) => instant.to_zoned(config.time_zone.clone()).date(),
        })
    }

    fn parsed_config(&mut self, diagnostics: &mut Diagnostics) -> Option<Arc<Config>> {
        let (source, found) = self.site.as_ref()?;
        diagnostics.replay(found);
        let source = Arc::clone(source.as_ref()?);
        let base_url = self.options.base_url.as_ref();
        let parse = |diagnostics: &mut Diagnostics| Arc::new(Config::parse(diagnostics, &source, base_url));
        Some(self.config.get(diagnostics, Same(Arc::clone(&source)), parse))
    }

    /// Everything that a build at this time depends on, as it was last read. Nothing comes back only if there is no readable
    /// `site.toml`; any other problem is reported.
    pub fn inputs(&mut self, diagnostics: &mut Diagnostics, clock: Clock) -> Option<Inputs> {
        let config = self.parsed_config(diagnostics)?;
        let today = self.today(clock)?;
        diagnostics.replay(&self.walked);
        let mut inputs = Inputs {
            config,
            drafts: self.options.drafts,
            today,
            markdown: Vec::new(),
            registries: Vec::new(),
            interface: Vec::new(),
            files: Vec::new(),
            statics: Vec::new(),
            templates: Vec::new(),
            fonts: Vec::new(),
        };
        for (path, read) in &self.files {
            diagnostics.replay(&read.diagnostics);
            sort_in(&mut inputs, path, &read.value);
        }
        Some(inputs)
    }

    fn read_all(&mut self, root: &Path) {
        self.read_config(root);
        let mut walked = Diagnostics::default();
        let walks = FOLDERS.map(|folder| walk::files(&mut walked, root, &root.join(folder), folder));
        self.is_plain = walked.is_empty() && walks.iter().all(|walk| walk.is_plain);
        self.walked = Arc::new(walked);
        let found: Vec<Found> = walks.into_iter().flat_map(|walk| walk.found).collect();
        let old = std::mem::take(&mut self.files);
        self.files = read_files(&found, &old).collect();
    }

    fn read_paths(&mut self, root: &Path, paths: &BTreeSet<PathBuf>) -> bool {
        let mut walked = Diagnostics::default();
        // The folder of the project holds everything, and so do those above it.
        if paths.iter().any(|path| root.starts_with(path)) {
            self.read_all(root);
            return true;
        }
        let mut has_changed = false;
        for path in paths {
            let Ok(relative) = path.strip_prefix(root) else { continue };
            if relative == Path::new(CONFIG) {
                has_changed |= self.read_config(root);
            }
            let folder = FOLDERS.iter().find(|folder| relative.starts_with(folder));
            let Some(folder) = folder else { continue };
            let walk = walk::files(&mut walked, root, path, folder);
            if !walk.is_plain || !walked.is_empty() {
                self.read_all(root);
                return true;
            }
            let old = self.take(relative);
            let new: Vec<(SourcePath, Read)> = read_files(&walk.found, &old).collect();
            let is_old =
                |(path, read): &(SourcePath, Read)| old.get(path).is_some_and(|old| old.is_same(read));
            has_changed |= new.len() != old.len() || !new.iter().all(is_old);
            self.files.extend(new);
        }
        has_changed
    }

    /// Takes out a file, or all files of a folder.
    fn take(&mut self, relative: &Path) -> BTreeMap<SourcePath, Read> {
        let Ok(path) = SourcePath::from_disk(relative) else { return BTreeMap::new() };
        let below = self.files.range(path.clone()..).map(|(known, _)| known);
        let is_inside = |known: &&SourcePath| **known == path || known.below(path.as_str()).is_some();
        // Names such as `a.md` and `a-b` stand between `a` and `a/b`.
        let taken: Vec<SourcePath> = below
            .take_while(|known| known.as_str().starts_with(path.as_str()))
            .filter(is_inside)
            .cloned()
            .collect();
        taken.into_iter().filter_map(|path| self.files.remove_entry(&path)).collect()
    }

    /// Whether anything has changed.
    fn read_config(&mut self, root: &Path) -> bool {
        let mut found = Diagnostics::default();
        let mut source = read::config(&mut found, root);
        if let (Some(source), Some((Some(old), _))) = (&mut source, &self.site) {
            keep_if_equal(source, old);
        }
        let is_same = match (&self.site, &source) {
            (Some((Some(old), old_found)), Some(new)) => {
                Arc::ptr_eq(old, new) && old_found.is_empty() && found.is_empty()
            }
            _ => false,
        };
        self.site = Some((source, Arc::new(found)));
        !is_same
    }
}

/// Reads files on all threads; one that is as it was is the old value.
fn read_files<'f>(
    found: &'f [Found],
    old: &BTreeMap<SourcePath, Read>,
) -> impl Iterator<Item = (SourcePath, Read)> + use<'f> {
    let reads = parallel::map(&mut Diagnostics::default(), found, |_, found| {
        let mut diagnostics = Diagnostics::default();
        let mut value = value(&mut diagnostics, found);
        if let (Value::Text(source), Some(Read { value: Value::Text(old), .. })) =
            (&mut value, old.get(&found.path))
        {
            keep_if_equal(source, old);
        }
        Read { value, diagnostics: Arc::new(diagnostics) }
    });
    found.iter().map(|found| found.path.clone()).zip(reads)
}

fn keep_if_equal(source: &mut Arc<Source>, old: &Arc<Source>) {
    if source.text == old.text {
        *source = Arc::clone(old);
    }
}

fn value(diagnostics: &mut Diagnostics, found: &Found) -> Value {
    let path = &found.path;
    let is_font = path.below(FONTS).is_some_and(|name| name.ends_with(".otf") || name.ends_with(".ttf"));
    if is_font {
        return read::font(diagnostics, found).map_or(Value::Nothing, Value::File);
    }
    let is_text = path.below("templates").is_some()
        || path.below(REGISTRY).is_some()
        || path.below(INTERFACE).is_some()
        || path.below("content").is_some() && path.as_str().ends_with(".md");
    // Notes on templates lie beside them.
    let is_note = path.below("templates").is_some() && path.name() == "README.md";
    if is_note || path.below("content").is_some() && read::is_misnamed(diagnostics, found) {
        return Value::Nothing;
    }
    if is_text {
        read::text(diagnostics, found).map_or(Value::Nothing, Value::Text)
    } else {
        read::file(diagnostics, found).map_or(Value::Nothing, Value::File)
    }
}

/// Puts a file where builds look for it.
fn sort_in(inputs: &mut Inputs, path: &SourcePath, value: &Value) {
    match value {
        Value::Text(source) => {
            let texts = if path.below("templates").is_some() {
                &mut inputs.templates
            } else if path.below(REGISTRY).is_some() {
                &mut inputs.registries
            } else if path.below(INTERFACE).is_some() {
                &mut inputs.interface
            } else {
                &mut inputs.markdown
            };
            texts.push(Arc::clone(source));
        }
        Value::File(file) => {
            let files = if path.below("static").is_some() {
                &mut inputs.statics
            } else if path.below(FONTS).is_some() {
                &mut inputs.fonts
            } else {
                &mut inputs.files
            };
            files.push(file.clone());
        }
        Value::Nothing => {}
    }
}
