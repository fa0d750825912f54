//! Translations and `briefgen translated`: an edition knows which state of its original it follows.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};

use crate::project::{Project, Run};

const CONFIG: &str = "title = \"Site\"\ndescription = \"A site.\"\nbase_url = \"https://example.org/repo/\"\n\
    [languages.en]\nname = \"English\"\n[languages.ja]\nname = \"日本語\"\n";

const TEMPLATE: &str = "{% if page.translation %}{{ page.translation.state }} {% if page.translation.date %}{{ page.translation.date }}{% else %}-{% endif %} \
    {{ page.translation.changed }}+{{ page.translation.removed }}/{{ page.translation.total }} \
    {{ page.translation.original.href }}{% endif %}";

const ORIGINAL: &str =
    "---\ntitle: T\nsummary: S\n---\nFirst words\nof it.\n\n## Second {#second}\n\nThird words.\n";

/// A page in two languages, the second of which is not recorded.
fn project() -> Project {
    let project = Project::new(&[("site.toml", CONFIG), ("templates/page.html", TEMPLATE)]);
    project.write("content/a.md", ORIGINAL);
    project.write("content/a.ja.md", "---\ntitle: 題\nsummary: 要\n---\n本文\n");
    project
}

/// The same, recorded.
fn recorded() -> Project {
    let project = project();
    assert_eq!(record(&project, &["content/a.ja.md"]).code, 0);
    project
}

fn record(project: &Project, paths: &[&str]) -> Run {
    project.run(&[&["translated", "--color=never", "--today=2026-11-24"], paths].concat())
}

/// What the Japanese page says of itself.
fn state(project: &Project) -> String {
    project.build();
    project.published("ja/a/index.html")
}

/// The state of the Japanese page after its original was edited so.
fn after(old: &str, new: &str) -> String {
    let project = recorded();
    assert!(ORIGINAL.contains(old));
    project.write("content/a.md", ORIGINAL.replace(old, new));
    state(&project)
}

const CURRENT: &str = "current 2026-11-24 0+0/0 /repo/a/";

#[test]
fn an_edition_is_unrecorded_then_current_then_behind_and_current_again() {
    let project = project();
    assert_eq!(state(&project), "unrecorded - 0+0/0 /repo/a/");
    let run = record(&project, &["content/a.ja.md"]);
    assert_eq!(run.stdout, "content/a.ja.md now follows content/a.md as of 2026-11-24\n");
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert_eq!(state(&project), CURRENT);
    assert_eq!(project.problems(), [""; 0]);
    project.write("content/a.md", ORIGINAL.replace("Third", "Other"));
    assert_eq!(state(&project), "behind 2026-11-24 1+0/5 /repo/a/");
    assert_eq!(project.published("a/index.html"), "");
    assert_eq!(
        project.problems(),
        [
            "content/a.ja.md:5:9: warning[translation-behind]: 1 of 5 paragraphs of `content/a.md` has changed since 2026-11-24; \
             this is new or has changed at content/a.md:10:1; bring this page up to date, then run `briefgen translated content/a.ja.md`"
        ]
    );
    record(&project, &["content/a.ja.md"]);
    assert_eq!(state(&project), CURRENT);
}

#[test]
fn what_no_translator_has_to_do_anything_about_is_no_change() {
    assert_eq!(after("First words\nof it.", "First\nwords of it."), CURRENT);
    assert_eq!(after("summary: S\n", "summary: >\n  S\nweight: 3\n"), CURRENT);
    assert_eq!(
        after("First words\nof it.\n\n## Second {#second}", "## Second {#second}\n\nFirst words\nof it."),
        CURRENT
    );
}

#[test]
fn each_paragraph_is_counted() {
    assert_eq!(after("title: T", "title: U"), "behind 2026-11-24 1+0/5 /repo/a/");
    assert_eq!(after("First words\nof it.\n\n", ""), "behind 2026-11-24 0+1/4 /repo/a/");
    assert_eq!(after("Third", "New.\n\nThird"), "behind 2026-11-24 1+0/6 /repo/a/");
    assert_eq!(
        after("First words\nof it.\n\n## Second {#second}", "New."),
        "behind 2026-11-24 1+1/4 /repo/a/"
    );
}

#[test]
fn many_changes_are_counted_and_five_are_shown() {
    let project = recorded();
    project.write("content/a.md", format!("{ORIGINAL}{}", "\nMore.\n".repeat(7)));
    let run = project.run(&["check", "--color=never"]);
    assert_eq!(run.stdout.matches("this is new or has changed").count(), 5, "{}", run.stdout);
    assert!(run.stdout.contains("7 of 12 paragraphs of `content/a.md` have changed"), "{}", run.stdout);
    assert!(run.stdout.contains("(2 more have changed)"), "{}", run.stdout);
    project.write("content/a.md", "---\ntitle: T\nsummary: S\n---\nFirst words of it.\n");
    let problems = project.problems().join("\n");
    assert!(problems.contains("2 paragraphs of `content/a.md` are gone since 2026-11-24"), "{problems}");
}

#[test]
fn recording_twice_changes_nothing() {
    let project = recorded();
    let before = fs::metadata(project.path("content/a.ja.md")).unwrap().modified().unwrap();
    let files = project.files("content");
    let run = record(&project, &["content/a.ja.md", "./content/../content/a.ja.md"]);
    assert_eq!(run.stdout, "content/a.ja.md already follows content/a.md as of 2026-11-24\n");
    assert_eq!(project.files("content"), files);
    assert_eq!(fs::metadata(project.path("content/a.ja.md")).unwrap().modified().unwrap(), before);
}

#[test]
fn only_the_key_is_written_and_permissions_stay() {
    let project = project();
    let text = "\u{FEFF}---\r\n# Translated by hand.\r\ntitle: \"題: 'x'\"\r\nfollows: {date: 2026-01-01, blocks: aaaaa}\r\n\
        # Of it.\r\nsummary: 要 # c\r\n---\r\n本文\r\n";
    project.write("content/a.ja.md", text);
    let place = project.path("content/a.ja.md");
    fs::set_permissions(&place, fs::Permissions::from_mode(0o640)).unwrap();
    assert_eq!(record(&project, &["content/a.ja.md"]).code, 0);
    let new = fs::read_to_string(&place).unwrap();
    let (before, rest) = text.split_once("follows").unwrap();
    let (_, after) = rest.split_once("\r\n").unwrap();
    let written = new.strip_prefix(before).and_then(|new| new.strip_suffix(after)).unwrap();
    let lines: Vec<&str> = written.split_terminator("\r\n").collect();
    assert_eq!(lines[..3], ["follows:", "  date: 2026-11-24", "  blocks: >-"]);
    assert_eq!(lines[3..].iter().map(|line| line.len()).collect::<Vec<_>>(), [15, 9, 15]);
    assert_eq!(fs::metadata(&place).unwrap().permissions().mode() & 0o777, 0o640);
    let names: Vec<String> = project.files("content").into_keys().collect();
    assert_eq!(names, ["_index.md", "a.ja.md", "a.md"]);
    assert_eq!(state(&project), CURRENT);
}

#[test]
fn paths_are_taken_as_the_shell_gives_them() {
    let project = project();
    let absolute = project.path("content/a.ja.md");
    assert_eq!(record(&project, &[absolute.to_str().unwrap()]).code, 0);
    let mut command = project.command(&["translated", "--root", "..", "a.ja.md", "--today=2026-11-25"]);
    let output = command.current_dir(project.path("content")).output().unwrap();
    let stdout = String::from_utf8(output.stdout).unwrap();
    assert_eq!(stdout, "content/a.ja.md now follows content/a.md as of 2026-11-25\n");
}

#[test]
fn a_translation_is_recorded_before_it_is_to_be_seen() {
    let project = project();
    project.write("content/a.ja.md", "---\ntitle: 題\nsummary: 要\ndraft: true\npublish: 2030-01-01\n---\n");
    assert_eq!(record(&project, &["content/a.ja.md"]).code, 0);
}

#[test]
fn if_anything_is_wrong_nothing_is_written() {
    let project = project();
    project.write("content/b.md", ORIGINAL);
    project.write("content/b.ja.md", "---\ntitle: [\n---\n");
    project.write("content/c.ja.md", "---\ntitle: C\nsummary: S\n---\n");
    project.write("content/d.md", "---\ntitle: D\n");
    project.write("content/d.ja.md", "---\ntitle: D\nsummary: S\n---\n");
    project.write("content/e.md", ORIGINAL);
    project.write("content/e.ja.md", "---\n{title: E, summary: S}\n---\n");
    project.write("content/f.md", ORIGINAL);
    project.write("content/f.ja.md", b"---\ntitle: \xFF\nsummary: S\n---\n");
    symlink("a.ja.md", project.path("content/g.ja.md")).unwrap();
    project.write("content/g.md", ORIGINAL);
    project.write("aside.ja.md", "---\ntitle: A\nsummary: S\n---\n");
    let files = project.files(".");
    for (path, expected) in [
        ("content/a.md", "error[no-translation]: `content/a.md` is an original"),
        ("content/b.ja.md", "error[yaml-syntax]: "),
        ("content/c.ja.md", "error[no-translation]: there is no edition that `content/c.ja.md` follows"),
        ("content/d.ja.md", "error[front-matter-unclosed]: this front matter is not closed"),
        ("content/e.ja.md", "error[no-translation]: `follows` cannot be put into this front matter"),
        ("content/f.ja.md", "error[invalid-utf8]: "),
        ("content/g.ja.md", "error[no-translation]: `content/g.ja.md` is a symbolic link"),
        ("aside.ja.md", "error[no-translation]: `aside.ja.md` is not a page of this site"),
        ("content/none.ja.md", "error[no-translation]: `content/none.ja.md` is not a page of this site"),
        ("content", "error[no-translation]: `content` is not a page of this site"),
        ("/", "error[no-translation]: `/` is not a page of this site"),
        ("site.toml", "error[no-translation]: `site.toml` is not a page of this site"),
    ] {
        let run = record(&project, &["content/a.ja.md", path]);
        assert!(run.stderr.starts_with(expected), "{path}: {}", run.stderr);
        assert!(run.stderr.ends_with("\n1 error\n"), "{path}: {}", run.stderr);
        assert_eq!((run.code, run.stdout.as_str()), (1, ""), "{path}");
        assert_eq!(project.files("."), files, "{path}");
    }
    let run = project.run(&["translated"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    project.remove("site.toml");
    let run = record(&project, &["content/a.ja.md"]);
    assert!(run.code == 1 && run.stderr.starts_with("error[config-missing]"), "{}", run.stderr);
}

#[test]
fn what_is_wrong_with_follows_is_mended_by_recording() {
    let project = project();
    let page = |follows: &str| format!("---\ntitle: 題\nsummary: 要\n{follows}\n---\n");
    for (follows, expected) in [
        ("follows: 2026-01-01", "4:10: error[wrong-type]: expected a mapping, found text"),
        ("follows: {date: soon, blocks: aaaaa}", "4:17: error[invalid-date]: `soon` is not a day"),
        ("follows: {date: 2026-01-01}", "4:10: error[missing-key]: key `blocks` is missing"),
        (
            "follows: {date: 2026-01-01, blocks: aaaaa bbb}",
            "4:37: error[invalid-value]: `bbb` is not the mark of a paragraph",
        ),
    ] {
        project.write("content/a.ja.md", page(follows));
        let problems = project.problems();
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert!(problems[0].starts_with(&format!("content/a.ja.md:{expected}")), "{problems:?}");
        assert_eq!(record(&project, &["content/a.ja.md"]).code, 0);
        assert_eq!(project.problems(), [""; 0]);
    }
}

#[test]
fn the_original_may_be_in_another_language() {
    let project = project();
    project.write("content/a.ja.md", "---\ntitle: 題\nsummary: 要\noriginal: true\n---\n本文\n");
    let run = record(&project, &["content/a.md"]);
    assert_eq!(run.stdout, "content/a.md now follows content/a.ja.md as of 2026-11-24\n");
    project.build();
    assert_eq!(project.published("a/index.html"), "current 2026-11-24 0+0/0 /repo/ja/a/");
    assert_eq!(project.published("ja/a/index.html"), "");
    project.write("content/a.md", ORIGINAL.replace("summary: S", "summary: S\noriginal: true"));
    assert_eq!(
        project.problems(),
        [
            "content/a.md:4:11: error[invalid-value]: `content/a.ja.md` and `content/a.md` are both the original of one page; \
             the other one at content/a.ja.md:4:11; remove `original` from the one that is a translation"
        ]
    );
    project.remove("content/a.ja.md");
    project.write(
        "content/a.md",
        ORIGINAL.replace("summary: S", "summary: S\nfollows: {date: 2026-01-01, blocks: aaaaa}"),
    );
    assert_eq!(
        project.problems(),
        ["content/a.md:4:17: error[invalid-value]: this is the original, which follows no other edition; \
             remove `follows`, or write `original: true` in the edition that this one translates"]
    );
}
