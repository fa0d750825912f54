//! A small project on disk, to build, edit and build again.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// Files that make a project whole: a test writes only what it is about.
const MINIMAL: &[(&str, &str)] = &[
    ("site.toml", "title = \"Site\"\ndescription = \"A site.\"\nbase_url = \"https://example.org/repo/\"\n"),
    ("content/_index.md", "---\ntitle: Home\nsummary: The home page.\n---\n"),
    ("templates/page.html", "<h1>{{ page.title }}</h1>\n{{ content }}"),
    (
        "templates/section.html",
        "<h1>{{ section.title }}</h1>\n{{ content }}{% for item in pager.items %}{{ item.href }}\n{% endfor %}",
    ),
    (
        "templates/index.html",
        "<h1>{{ section.title }}</h1>\n{{ content }}{% for item in latest %}{{ item.href }}\n{% endfor %}",
    ),
    ("templates/topics.html", "{% for topic in topics %}{{ topic.href }}\n{% endfor %}"),
    (
        "templates/topic.html",
        "<h1>{{ topic.title | lang }}</h1>\n{% for item in pager.items %}{{ item.href }}\n{% endfor %}",
    ),
    ("templates/404.html", "<h1>Not found</h1>\n"),
    ("templates/corrections.html", "{% for correction in corrections %}{{ correction.now }}\n{% endfor %}"),
    ("templates/sources.html", "{% for source in sources %}{{ source.href }}\n{% endfor %}"),
    (
        "templates/source.html",
        "<h1>{{ source.title | lang }}</h1>\n{% for page in pages %}{{ page.href }}\n{% endfor %}",
    ),
    ("templates/actors.html", "{% for actor in actors %}{{ actor.name | lang }}\n{% endfor %}"),
    ("templates/claims.html", "{% for claim in claims %}{{ claim.record | lang }}\n{% endfor %}"),
    ("templates/glossary.html", "{% for term in terms %}{{ term.name | lang }}\n{% endfor %}"),
    ("templates/partners.html", "{% for partner in partners %}{{ partner.name | lang }}\n{% endfor %}"),
    (
        "templates/timeline.html",
        "{% for event in events %}{{ event.date }} {{ event.title | lang }}\n{% endfor %}",
    ),
    ("templates/redirect.html", "<meta http-equiv=\"refresh\" content=\"0; url={{ target.href }}\">\n"),
];

/// The smallest picture: a GIF of one pixel.
pub const PIXEL: &[u8] = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;";

/// A project in a folder that is gone when the test ends.
pub struct Project {
    folder: TempDir,
}

/// How a run of the program ended.
pub struct Run {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Project {
    /// A whole project with these files in it, or in place of its own.
    pub fn new(files: &[(&str, &str)]) -> Project {
        let project = Project { folder: TempDir::new().unwrap() };
        project.fill(files);
        project
    }

    /// An empty folder in a memory file system, where the machine has one.
    pub fn in_memory() -> Project {
        let shared = Path::new("/dev/shm");
        let folder = if shared.is_dir() { TempDir::new_in(shared) } else { TempDir::new() };
        Project { folder: folder.unwrap() }
    }

    /// Makes the project whole, with these files in it or in place of its own.
    pub fn fill(&self, files: &[(&str, &str)]) {
        for (path, text) in MINIMAL.iter().chain(files) {
            self.write(path, text);
        }
    }

    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    /// Writes a file and the folders it lies in.
    pub fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let place = self.path(path);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, content).unwrap();
    }

    /// Writes a page with a title, a summary and this body.
    pub fn page(&self, path: &str, body: &str) {
        self.write(path, format!("---\ntitle: T\nsummary: S\n---\n{body}"));
    }

    pub fn remove(&self, path: &str) {
        let place = self.path(path);
        if place.is_dir() { fs::remove_dir_all(place).unwrap() } else { fs::remove_file(place).unwrap() }
    }

    /// A command that would run the program in the project, on a fixed day.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_briefgen"));
        command.args(arguments).current_dir(self.root()).env_remove("NO_COLOR");
        if !arguments.iter().any(|argument| argument.starts_with("--today")) {
            command.arg("--today=2026-11-23");
        }
        command
    }

    /// Runs the program in the project.
    pub fn run(&self, arguments: &[&str]) -> Run {
        let Output { status, stdout, stderr } = self.command(arguments).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Run {
            code: status.code().expect("the program was not killed"),
            stdout: text(stdout),
            stderr: text(stderr),
        }
    }

    /// Builds and expects success.
    pub fn build(&self) -> Run {
        let run = self.run(&["build"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        run
    }

    /// The report of `check`, one line a problem, but for home pages: few of these sites have one in every language.
    pub fn problems(&self) -> Vec<String> {
        let run = self.run(&["check", "--format=short"]);
        run.stdout.lines().filter(|line| !line.contains("home-missing")).map(str::to_owned).collect()
    }

    /// A published file as text.
    pub fn published(&self, path: &str) -> String {
        fs::read_to_string(self.path("public").join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Every file below a folder of the project, with its bytes.
    pub fn files(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        let root = self.path(folder);
        let entries = walkdir::WalkDir::new(&root).into_iter().map(Result::unwrap);
        entries
            .filter(|entry| !entry.file_type().is_dir())
            .map(|entry| {
                let path = entry.path().strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
                (path, fs::read(entry.path()).unwrap())
            })
            .collect()
    }
}
