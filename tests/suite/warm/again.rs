//! `build` again: what the record of the last run lets it pass over is what a build from nothing would publish.

use std::collections::BTreeMap;
use std::fs;
use std::time::SystemTime;

use super::Problem;
use super::edits::Desk;
use crate::project::{Project, Run};

const SITES: u64 = 6;
const BUILDS: usize = 25;

/// What a run said, but for what it wrote where.
fn said(run: &Run) -> (i32, Vec<&str>) {
    (run.code, run.stderr.lines().filter(|line| !line.starts_with("published ")).collect())
}

fn problems(run: &Run) -> Vec<Problem> {
    let path = |line: &str| line.split(':').next().unwrap_or_default().to_owned();
    run.stderr
        .lines()
        .filter(|line| line.contains(": error") || line.contains(": warning"))
        .map(|line| Problem { path: path(line), words: line.to_owned(), excerpt: String::new() })
        .collect()
}

/// The files of a folder, if it is there.
fn files(project: &Project, folder: &str) -> BTreeMap<String, Vec<u8>> {
    if project.path(folder).exists() { project.files(folder) } else { BTreeMap::new() }
}

#[test]
fn after_any_edit_a_build_again_publishes_what_one_from_nothing_does() {
    let (mut published, mut refused, mut unchanged) = (0, 0, 0);
    for seed in 0..SITES {
        let mut desk = Desk::new(seed);
        let mut steps = Vec::new();
        for _ in 0..BUILDS {
            let before = files(&desk.project, "public");
            let again = desk.project.run(&["build", "--format=short"]);
            let _ = fs::remove_dir_all(desk.project.path("fresh"));
            let fresh = desk.project.run(&["build", "--format=short", "--output=fresh"]);
            assert_eq!(said(&again), said(&fresh), "seed {seed}: {steps:#?}");
            if again.code == 0 {
                assert_eq!(
                    desk.project.files("public"),
                    desk.project.files("fresh"),
                    "seed {seed}: {steps:#?}"
                );
                published += 1;
                unchanged += usize::from(again.stderr.contains("(0 written"));
            } else {
                assert_eq!(files(&desk.project, "public"), before, "seed {seed}: {steps:#?}");
                refused += 1;
            }
            desk.problems = problems(&again);
            steps.push(desk.edit());
        }
    }
    assert!(published > 30 && refused > 10 && unchanged > 5, "{published} {refused} {unchanged}");
}

/// A site with a page and a file beside it, published.
fn site() -> Project {
    let project = Project::new(&[
        ("content/a.md", "---\ntitle: A\nsummary: S\n---\nOne two.\n"),
        ("static/b.txt", "b"),
    ]);
    project.build();
    project
}

/// The record, which is the one file of the cache.
fn record(project: &Project) -> String {
    let files: BTreeMap<String, Vec<u8>> = project.files(".briefgen-cache");
    let [name] = files.keys().map(String::as_str).collect::<Vec<_>>()[..] else {
        panic!("{:?}", files.keys())
    };
    format!(".briefgen-cache/{name}")
}

#[test]
fn a_page_that_is_as_it_was_left_is_not_made_again() {
    let project = site();
    // Of the same length, with the time of the old one: only who makes the page again sees that.
    let place = project.path("public/a/index.html");
    let left = fs::metadata(&place).unwrap().modified().unwrap();
    let text = fs::read_to_string(&place).unwrap();
    let forged = text.replace("One", "Six");
    fs::write(&place, &forged).unwrap();
    fs::File::options().write(true).open(&place).unwrap().set_modified(left).unwrap();
    assert!(project.build().stderr.contains("(0 written"));
    assert_eq!(project.published("a/index.html"), forged);
    project.write("content/a.md", "---\ntitle: A\nsummary: S\n---\nOne two three.\n");
    assert!(project.build().stderr.contains(" written, 0 deleted"));
    assert!(project.published("a/index.html").contains("One two three."));
}

#[test]
fn what_others_did_to_published_files_is_undone() {
    let project = site();
    let whole = project.files("public");
    for (path, does) in
        [("a/index.html", "edit"), ("b.txt", "delete"), ("index.html", "touch"), ("b.txt", "edit")]
    {
        let place = project.path("public").join(path);
        match does {
            "edit" => fs::write(&place, "other").unwrap(),
            "delete" => fs::remove_file(&place).unwrap(),
            _ => fs::File::options()
                .write(true)
                .open(&place)
                .unwrap()
                .set_modified(SystemTime::UNIX_EPOCH)
                .unwrap(),
        }
        project.build();
        assert_eq!(project.files("public"), whole, "{does} {path}");
    }
}

#[test]
fn a_record_may_be_deleted_damaged_or_forged() {
    let project = site();
    let whole = project.files("public");
    let place = record(&project);
    let good = fs::read(project.path(&place)).unwrap();
    for bad in
        [b"".to_vec(), b"briefgen record 1\n".to_vec(), good[..good.len() / 2].to_vec(), vec![0xff; 100]]
    {
        project.write(&place, bad);
        project.write("public/a/index.html", "other");
        project.build();
        assert_eq!(project.files("public"), whole);
        assert_eq!(fs::read(project.path(&place)).unwrap().len(), good.len());
    }
    project.remove(".briefgen-cache");
    project.write("public/a/index.html", "other");
    project.build();
    assert_eq!(project.files("public"), whole);
}

#[test]
fn the_cache_of_a_stranger_leads_nowhere() {
    let project = site();
    let place = project.path(&record(&project));
    let outside = tempfile::TempDir::new().unwrap();
    fs::remove_file(&place).unwrap();
    std::os::unix::fs::symlink(outside.path().join("record"), &place).unwrap();
    project.build();
    assert!(fs::read_dir(outside.path()).unwrap().next().is_none());
    project.remove(".briefgen-cache");
    std::os::unix::fs::symlink(outside.path(), project.path(".briefgen-cache")).unwrap();
    project.build();
    assert!(fs::read_dir(outside.path()).unwrap().next().is_none());
}
