//! Mistakes that remembering invites: each of these was one, or would be if a key were a little shorter.

use briefgen::input::Changes;

use super::{Warm, expect_fresh};
use crate::project::Project;

fn project(files: &[(&str, &str)]) -> (Project, Warm) {
    let project = Project::in_memory();
    project.fill(files);
    let warm = Warm::new(&project);
    (project, warm)
}

#[test]
fn pages_that_waited_for_another_template_to_be_mended_are_rendered_then() {
    let (project, mut warm) = project(&[("templates/other.html", "{{")]);
    assert!(warm.build(&Changes::All).is_blocked());
    project.write("templates/other.html", "");
    let built = warm.told(&["templates/other.html"]);
    assert_eq!(warm.ledger.rendered, built.templated.len());
    expect_fresh(&built, &project);
}

#[test]
fn pages_that_failed_before_another_template_broke_fail_again_when_it_is_mended() {
    let (project, mut warm) =
        project(&[("templates/404.html", "{{ nothing }}"), ("templates/other.html", "")]);
    warm.build(&Changes::All);
    for text in ["{{", ""] {
        project.write("templates/other.html", text);
        expect_fresh(&warm.told(&["templates/other.html"]), &project);
    }
}

#[test]
fn pages_that_stood_before_a_template_broke_stand_when_it_is_mended() {
    let (project, mut warm) = project(&[("templates/other.html", "")]);
    warm.build(&Changes::All);
    project.write("templates/other.html", "{{");
    assert!(warm.told(&["templates/other.html"]).is_blocked());
    project.write("templates/other.html", "");
    let built = warm.told(&["templates/other.html"]);
    assert_eq!(warm.ledger.rendered, 0);
    expect_fresh(&built, &project);
}
