//! Sites of as many briefs as are asked for, all alike, for tests and benches of what they cost.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use briefgen::input::{Clock, Options};
use tempfile::TempDir;

/// A site with the theme of this repository and as many briefs, each of which links to some others.
pub fn project(briefs: usize, links: usize) -> TempDir {
    let project = TempDir::new().unwrap();
    let root = project.path();
    copy_theme(root);
    let site = "title = \"Site\"\ndescription = \"A site.\"\nbase_url = \"https://example.org/\"\n\
                [lists]\nper_page = 5\n[citations]\nstyle = \"ieee\"\n";
    write(root, "site.toml", site);
    for index in ["content/a/_index.md", "content/b/_index.md", "content/c/_index.md"] {
        write(root, index, "---\ntitle: List\nsummary: A list.\n---\n");
    }
    let sources: String = (0..briefs / 5).map(source).collect();
    write(root, "content/registry/sources.yaml", sources);
    for number in 0..briefs {
        write(root, &path(number), brief(number, briefs, links));
    }
    project
}

/// The theme, without what is dear and made apart: cards, and the index of search.
fn copy_theme(root: &Path) {
    let theme = Path::new(env!("CARGO_MANIFEST_DIR"));
    for folder in ["templates", "static", "content/i18n"] {
        for entry in walkdir::WalkDir::new(theme.join(folder)) {
            let entry = entry.unwrap();
            let within = entry.path().strip_prefix(theme).unwrap().to_str().unwrap();
            let left_out =
                ["templates/card.svg", "templates/search.html", "templates/fonts", "content/i18n/ja"];
            if entry.file_type().is_file() && !left_out.iter().any(|start| within.starts_with(start)) {
                write(root, within, fs::read(entry.path()).unwrap());
            }
        }
    }
    // It leads to pages on the site itself.
    for entry in fs::read_dir(theme.join("content")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if name.ends_with(".md") && name.matches('.').count() == 1 {
            write(root, &format!("content/{name}"), "---\ntitle: Page\nsummary: A page.\n---\n");
        }
    }
}

fn write(root: &Path, path: &str, content: impl AsRef<[u8]>) {
    let place = root.join(path);
    fs::create_dir_all(place.parent().unwrap()).unwrap();
    fs::write(place, content).unwrap();
}

/// Where a brief lies. All have names of one length, so that each costs the same.
pub fn path(number: usize) -> String {
    let section = ["a", "b", "c"][number % 3];
    format!("content/{section}/brief-{number:04}.md")
}

/// An entry of a source with recorded words.
fn source(number: usize) -> String {
    format!(
        "- id: source-{number:04}\n  title: Source {number:04}\n  publisher: Ministry\n  url: https://example.org/{number:04}\n  \
         language: en\n  kind: official\n  accessed: 2026-01-01\n  reliability: high\n  excerpts:\n    \
         - text: The parties met in year {number:04} and agreed to meet again.\n"
    )
}

/// A brief that quotes its source, and links to others that follow it.
fn brief(number: usize, briefs: usize, links: usize) -> String {
    let (topic, source) = (number % 4, number / 5);
    let mut text = format!(
        "---\ntitle: Brief {number:04}\nsummary: What brief {number:04} says.\nkind: briefing\ndate: 2026-01-01\n\
         topics: [topic {topic}]\n---\n\n## First\n\nSome words, and “The parties met in year {source:04}” \
         [@source-{source:04}].\n\n## Second\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n"
    );
    for step in 1..=links {
        let other = path((number + step) % briefs);
        writeln!(text, "- [another](/{})", other.strip_prefix("content/").unwrap()).unwrap();
    }
    text
}

/// How the site is built.
pub fn options(root: &Path) -> Options {
    let clock = Clock::Day("2026-11-23".parse().unwrap());
    Options { root: root.to_owned(), drafts: false, base_url: None, clock }
}
