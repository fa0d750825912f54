//! Pictures are inputs of the pages that show them, and of the smaller ones that are made of them.

use briefgen::input::Changes;

use super::{Warm, expect_fresh};
use crate::pictures::made::{jpeg, lying, without_digests};
use crate::project::Project;

#[test]
fn a_picture_that_changes_changes_the_pages_that_show_it() {
    let project = Project::in_memory();
    project.fill(&[("templates/page.html", "{{ content }}")]);
    project.page("content/a/index.md", "![A](p.jpg)\n");
    project.page("content/b.md", "[b](a/p.jpg)\n");
    project.write("content/a/p.jpg", jpeg(500, 200));
    let mut warm = Warm::new(&project);
    let mut before = warm.build(&Changes::All);
    expect_fresh(&before, &project);
    let mut step = |path: &str, bytes: &[u8]| {
        project.write(path, bytes);
        let built = warm.told(&[path]);
        expect_fresh(&built, &project);
        let changed = built.changed_since(&before).join(" ");
        let files: Vec<String> =
            built.files.keys().filter(|path| path.contains("/p")).map(|path| without_digests(path)).collect();
        let problems = built.words().len();
        before = built;
        (changed, files.join(" "), problems)
    };
    let page = |body: &str| format!("---\ntitle: T\nsummary: S\n---\n{body}");
    let all = "a/p-480w-.jpg a/p.jpg".to_owned();
    assert_eq!(step("content/a/p.jpg", &jpeg(500, 201)), ("a/index.html".into(), all.clone(), 0));
    let upright = lying(&jpeg(500, 200), 6);
    assert_eq!(step("content/a/p.jpg", &upright), ("a/index.html".into(), "a/p.jpg".into(), 0));
    assert_eq!(step("content/a/p.jpg", &lying(&jpeg(500, 200), 3)), ("a/index.html".into(), all.clone(), 0));
    assert_eq!(
        step("content/a/index.md", page("none\n").as_bytes()),
        ("a/index.html".into(), "a/p.jpg".into(), 0)
    );
    let shown = page("![B](a/p.jpg)\n\n![C](a/p.jpg)\n");
    assert_eq!(step("content/b.md", shown.as_bytes()), ("b/index.html".into(), all.clone(), 0));
    assert_eq!(step("content/a/p.jpg", &jpeg(500, 200)[..900]).2, 2);
    assert_eq!(step("content/b.md", page("none\n").as_bytes()).2, 1);
    assert_eq!(step("content/a/p.jpg", b"none").2, 0);
}
