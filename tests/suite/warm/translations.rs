//! How an edition stands to its original depends on the body of another page: an edit of one shows in both, and in no other.

use briefgen::base::Diagnostics;
use briefgen::commands::translated;
use briefgen::input::{Changes, Clock, Options};
use jiff::civil::date;

use super::{Built, Warm, expect_fresh};
use crate::project::Project;

const CONFIG: &str = "title = \"Site\"\ndescription = \"A site.\"\nbase_url = \"https://example.org/repo/\"\n\
    [languages.en]\nname = \"English\"\n[languages.ja]\nname = \"日本語\"\n";

const PAGE: &str = "{{ page.title }}{{ content }}{% if page.translation %}{{ page.translation.state }} \
    {{ page.translation.changed }}{% endif %}";

/// Two pages in two languages.
fn site() -> Project {
    let project = Project::in_memory();
    project.fill(&[("site.toml", CONFIG), ("templates/page.html", PAGE)]);
    for path in ["content/a.md", "content/a.ja.md", "content/b.md", "content/b.ja.md"] {
        project.page(path, "One.\n\nTwo.\n");
    }
    record(&project, &["content/a.ja.md", "content/b.ja.md"]);
    project
}

fn record(project: &Project, paths: &[&str]) {
    let root = project.root().to_owned();
    let options = Options { root, drafts: false, base_url: None, clock: Clock::Day(date(2026, 11, 23)) };
    let paths: Vec<_> = paths.iter().map(|path| project.path(path)).collect();
    let mut diagnostics = Diagnostics::default();
    let recorded = translated(&mut diagnostics, &options, &paths).unwrap();
    assert_eq!(recorded.len(), paths.len());
}

/// A warm build after an edit of one file: how many outputs were rendered, and which differ.
fn after(
    warm: &mut Warm,
    project: &Project,
    before: &mut Built,
    path: &str,
    body: &str,
) -> (usize, Vec<String>) {
    project.page(path, body);
    told(warm, project, before, path)
}

fn told(warm: &mut Warm, project: &Project, before: &mut Built, path: &str) -> (usize, Vec<String>) {
    let built = warm.told(&[path]);
    expect_fresh(&built, project);
    let changed = built.changed_since(before).into_iter().map(str::to_owned).collect();
    *before = built;
    (warm.ledger.rendered, changed)
}

/// The problems of a build, but for the home page that these sites do not have in Japanese.
fn but_for_home(built: &Built) -> Vec<&str> {
    built.words().into_iter().filter(|words| !words.contains("home-missing")).collect()
}

#[test]
fn an_edit_of_an_original_renders_it_and_its_edition_when_that_falls_behind() {
    let project = site();
    let mut warm = Warm::new(&project);
    let mut before = warm.build(&Changes::All);
    assert_eq!(but_for_home(&before), [""; 0]);
    let mut edit = |path: &str, body: &str| after(&mut warm, &project, &mut before, path, body);
    let both = ["a/index.html", "ja/a/index.html"].map(str::to_owned).to_vec();
    assert_eq!(edit("content/a.md", "One!\n\nTwo.\n"), (2, both.clone()));
    // One paragraph has changed as before, into something else.
    assert_eq!(edit("content/a.md", "One?\n\nTwo.\n"), (1, vec!["a/index.html".to_owned()]));
    assert_eq!(edit("content/a.md", "One?\n\nTwo!\n"), (2, both.clone()));
    // Only lines are broken elsewhere.
    assert_eq!(edit("content/a.md", "One?\n\n\nTwo!\n").1, [""; 0]);
    assert_eq!(edit("content/a.md", "One.\n\nTwo.\n"), (2, both));
    record(&project, &["content/b.ja.md"]);
    assert_eq!(told(&mut warm, &project, &mut before, "content/b.ja.md"), (0, Vec::new()));
}

#[test]
fn recording_renders_the_edition() {
    let project = site();
    project.page("content/a.md", "Other.\n");
    let mut warm = Warm::new(&project);
    let mut before = warm.build(&Changes::All);
    assert_eq!(but_for_home(&before).len(), 1);
    record(&project, &["content/a.ja.md"]);
    let (_, changed) = told(&mut warm, &project, &mut before, "content/a.ja.md");
    assert_eq!(changed, ["ja/a/index.html"]);
    assert_eq!(but_for_home(&before), [""; 0]);
}
