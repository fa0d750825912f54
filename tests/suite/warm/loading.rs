//! What the loader reads again when it is told of paths.

use std::fs;
use std::os::unix::fs::symlink;
use std::sync::atomic::{AtomicBool, Ordering};

use briefgen::input::Changes;

use super::{Built, Warm, expect_fresh};
use crate::project::Project;

/// A project of these pages, each of which says its path, and its first build.
fn pages(paths: &[&str]) -> (Project, Warm) {
    let project = Project::in_memory();
    project.fill(&[]);
    for path in paths {
        project.page(path, path);
    }
    let mut warm = Warm::new(&project);
    assert_eq!(warm.build(&Changes::All).words(), [""; 0]);
    (project, warm)
}

/// The pages of the site but for its home page.
fn published(built: &Built) -> Vec<&str> {
    let pages = built.files.keys().filter_map(|path| path.strip_suffix("/index.html"));
    pages.filter(|path| !matches!(*path, "topics" | "corrections")).collect()
}

#[test]
fn a_file_that_is_renamed_over_the_old_one_is_read() {
    let (project, mut warm) = pages(&["content/a.md"]);
    project.page("content/a.md~", "saved");
    fs::rename(project.path("content/a.md~"), project.path("content/a.md")).unwrap();
    let built = warm.told(&["content/a.md", "content/a.md~"]);
    assert!(built.text("a/index.html").contains("saved"));
    assert_eq!(warm.counts().parsed, 1);
    expect_fresh(&built, &project);
}

#[test]
fn a_folder_that_is_moved_away_takes_its_pages_along() {
    let (project, mut warm) = pages(&["content/one/a.md", "content/one/deep/b.md", "content/one-two/c.md"]);
    fs::rename(project.path("content/one"), project.path("aside")).unwrap();
    let built = warm.told(&["content/one"]);
    assert_eq!(published(&built), ["one-two/c"]);
    expect_fresh(&built, &project);
    fs::rename(project.path("aside"), project.path("content/two")).unwrap();
    let built = warm.told(&["content/two"]);
    assert_eq!(published(&built), ["one-two/c", "two/a", "two/deep/b"]);
    assert_eq!(warm.counts().parsed, 2);
    expect_fresh(&built, &project);
}

#[test]
fn a_file_whose_name_others_begin_with_is_deleted_alone() {
    let all = ["content/a-b.md", "content/a.md", "content/a/b.md", "content/a/b-c.md", "content/a0.md"];
    for (gone, left) in [
        ("content/a.md", vec!["a-b", "a/b-c", "a/b", "a0"]),
        ("content/a", vec!["a-b", "a", "a0"]),
        ("content/a/b.md", vec!["a-b", "a/b-c", "a", "a0"]),
    ] {
        let (project, mut warm) = pages(&all);
        project.remove(gone);
        let built = warm.told(&[gone]);
        assert_eq!(published(&built), left, "without {gone}");
        assert_eq!(warm.counts().parsed, 0);
        expect_fresh(&built, &project);
    }
}

#[test]
fn a_file_may_become_a_folder_and_a_folder_a_file() {
    let (project, mut warm) = pages(&["content/a.md/x.md", "content/b.md"]);
    project.remove("content/a.md");
    project.page("content/a.md", "a file now");
    project.remove("content/b.md");
    project.page("content/b.md/x.md", "in a folder now");
    let built = warm.told(&["content/a.md", "content/b.md"]);
    assert_eq!(published(&built), ["a", "b-md/x"]);
    expect_fresh(&built, &project);
}

#[test]
fn paths_outside_of_the_project_and_hidden_files_change_nothing() {
    let (project, mut warm) = pages(&["content/a.md"]);
    project.page("content/.hidden.md", "");
    project.page("content/.git/b.md", "");
    project.page("content/a.md~", "");
    project.write("content/.#a.md", "");
    project.write("public/index.html", "old");
    let paths =
        ["content/.hidden.md", "content/.git", "content/.git/b.md", "content/a.md~", "content/.#a.md"];
    let elsewhere =
        ["public/index.html", "contents/a.md", "/etc/passwd", "../content/a.md", "content/none/x.md"];
    let built = warm.told(&[&paths[..], &elsewhere].concat());
    assert_eq!((warm.counts().documents, warm.counts().parsed, warm.ledger.rendered), (2, 0, 0));
    assert_eq!(published(&built), ["a"]);
    expect_fresh(&built, &project);
}

#[test]
fn the_folder_of_the_project_stands_for_all_that_lies_in_it() {
    let (project, mut warm) = pages(&["content/a.md"]);
    project.page("content/b.md", "");
    project
        .write("site.toml", "title = \"Other\"\ndescription = \"D\"\nbase_url = \"https://example.org/\"\n");
    let built = warm.told(&[""]);
    assert_eq!(published(&built), ["a", "b"]);
    expect_fresh(&built, &project);
}

#[test]
fn links_that_lead_nowhere_or_round_are_problems_until_they_are_gone() {
    let (project, mut warm) = pages(&["content/a.md"]);
    symlink("none.md", project.path("content/b.md")).unwrap();
    symlink(".", project.path("content/round")).unwrap();
    let built = warm.told(&["content/b.md", "content/round"]);
    assert_eq!(
        built.words(),
        [
            "content/b.md:(1, 1)-(1, 1) unreadable: this cannot be read: no such file or directory; \
             Some(\"check that it is there and may be read\") [] []",
            "content/round:(1, 1)-(1, 1) symlink-loop: this symbolic link leads to a folder that it lies in; \
             Some(\"remove the link\") [] []"
        ]
    );
    expect_fresh(&built, &project);
    project.page("content/c.md", "written meanwhile");
    fs::remove_file(project.path("content/b.md")).unwrap();
    fs::remove_file(project.path("content/round")).unwrap();
    let built = warm.told(&["content/b.md", "content/c.md", "content/round"]);
    assert_eq!((built.words(), published(&built)), (vec![], vec!["a", "c"]));
    expect_fresh(&built, &project);
}

#[test]
fn a_file_behind_a_link_is_read_again_when_it_changes() {
    let (project, mut warm) = pages(&["content/a.md"]);
    symlink("a.md", project.path("content/b.md")).unwrap();
    warm.told(&["content/b.md"]);
    project.page("content/a.md", "changed");
    let built = warm.told(&["content/a.md"]);
    assert!(built.text("b/index.html").contains("changed"));
    expect_fresh(&built, &project);
}

#[test]
fn a_configuration_that_was_away_brings_everything_back_as_it_was() {
    let (project, mut warm) = pages(&["content/a.md"]);
    let text = fs::read(project.path("site.toml")).unwrap();
    project.remove("site.toml");
    let built = warm.told(&["site.toml"]);
    assert!(!built.is_planned);
    assert_eq!(
        built.words(),
        ["site.toml:(1, 1)-(1, 1) config-missing: there is no `site.toml` here; \
          Some(\"run this in the folder of a site, or name that folder with `--root`\") [] []"]
    );
    project.page("content/b.md", "written meanwhile");
    assert!(!warm.told(&["content/b.md"]).is_planned);
    project.write("site.toml", text);
    let built = warm.told(&["site.toml"]);
    assert_eq!((published(&built), warm.counts().parsed), (vec!["a", "b"], 1));
    expect_fresh(&built, &project);
}

#[test]
fn a_file_that_vanishes_while_it_is_read_is_a_problem_at_most() {
    let (project, mut warm) = pages(&["content/a.md", "content/b.md"]);
    let (here, aside) = (project.path("content/b.md"), project.path("b.md"));
    let is_over = AtomicBool::new(false);
    let mut seen = 0;
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !is_over.load(Ordering::Relaxed) {
                fs::rename(&here, &aside).unwrap();
                fs::rename(&aside, &here).unwrap();
            }
        });
        for _ in 0..500 {
            let built = warm.told(&["content"]);
            for problem in &built.problems {
                assert!(problem.words.starts_with("content/b.md:(1, 1)-(1, 1) unreadable"), "{problem:?}");
            }
            seen += built.problems.len();
        }
        is_over.store(true, Ordering::Relaxed);
    });
    println!("vanished {seen} times between being found and being read");
    let built = warm.told(&["content/b.md"]);
    assert_eq!(published(&built), ["a", "b"]);
    expect_fresh(&built, &project);
}
