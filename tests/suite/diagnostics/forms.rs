//! The forms of a report, and what belongs together in one.

use crate::project::Project;

fn front(keys: &str) -> String {
    format!("---\ntitle: T\nsummary: S\n{keys}---\n")
}

/// A page whose name and text need escaping in some form.
fn awkward() -> Project {
    let project = Project::new(&[]);
    project.page("content/a,b:c.md", "岩屋 [100%](x%.md)\n");
    project
}

#[test]
fn lines_for_editors_count_characters() {
    let line = "content/a,b:c.md:5:4: error[broken-link]: there is nothing at `content/x%.md`; correct the path, or add the file";
    assert_eq!(awkward().problems(), [line]);
}

#[test]
fn annotations_for_github_are_escaped() {
    let run = awkward().run(&["check", "--format=github"]);
    assert_eq!(
        run.stdout,
        "::error file=content/a%2Cb%3Ac.md,line=5,endLine=5,col=4,endColumn=17,title=broken-link::\
         there is nothing at `content/x%25.md`; correct the path, or add the file\n"
    );
    assert_eq!((run.stderr.as_str(), run.code), ("", 1));
}

#[test]
fn programs_get_json() {
    let run = awkward().run(&["build", "--format=json"]);
    let expected = r#"{
  "problems": [
    {
      "code": "broken-link",
      "severity": "error",
      "message": "there is nothing at `content/x%.md`",
      "help": "correct the path, or add the file",
      "path": "content/a,b:c.md",
      "line": 5,
      "column": 4,
      "end_line": 5,
      "end_column": 17,
      "pages": [],
      "related": []
    }
  ]
}
"#;
    assert_eq!((run.stdout.as_str(), run.stderr.as_str()), (expected, ""));
    let run = Project::new(&[]).run(&["check", "--format=json"]);
    assert_eq!((run.stdout.as_str(), run.code), ("{\n  \"problems\": [],\n  \"pages\": []\n}\n", 0));
}

#[test]
fn colours_are_for_terminals_and_for_those_who_ask() {
    let project = awkward();
    assert!(!project.run(&["check"]).stdout.contains('\u{1b}'));
    assert!(project.run(&["check", "--color=always"]).stdout.contains("\u{1b}["));
}

#[test]
fn ten_mistakes_in_six_files_are_reported_in_one_run() {
    let project = Project::new(&[]);
    project.write("content/one.md", front("sumary: x\ndate: 2024-02-30\n"));
    project.write(
        "content/two.md",
        front("kind: breifing\n") + "\n[x](one.md#nowhere) and ![a](https://example.com/a.png)\n",
    );
    project.page("content/three.md", "## A {#a}\n\n## B {#a}\n");
    project.write("content/four.md", "---\ntitle: Four\n");
    project.write("templates/topic.html", "{{ topic.title | uper }}\n{% include \"nothing.html\" %}\n");
    project.write("site.toml", "title = \"Site\"\ndescription = \"A site.\"\nbase_url = \"example.org\"\n");
    let places: Vec<String> = project
        .problems()
        .iter()
        .map(|line| line.split(']').next().unwrap().replace(": error[", " "))
        .collect();
    assert_eq!(
        places,
        [
            "content/four.md:1:1 front-matter-unclosed",
            "content/one.md:4:1 unknown-key",
            "content/one.md:5:7 invalid-date",
            "content/three.md:7:1 duplicate-id",
            "content/two.md:4:7 invalid-value",
            "content/two.md:7:1 broken-anchor",
            "content/two.md:7:25 unsafe-link",
            "site.toml:3:12 invalid-value",
            "templates/topic.html:1:18 template-unknown",
            "templates/topic.html:2:13 template-unknown",
        ]
    );
}

#[test]
fn one_slip_in_a_template_is_one_problem() {
    let project = Project::new(&[("templates/page.html", "{{ page.tite }}\n")]);
    for number in 10..40 {
        project.page(&format!("content/p{number}.md"), "");
    }
    assert_eq!(
        project.problems(),
        ["templates/page.html:1:9: error[template-render]: field `tite` is not defined; \
          met on page `content/p10.md` and 29 more pages; did you mean `title`?"]
    );
}

#[test]
fn two_templates_that_do_not_parse_are_both_reported() {
    let project =
        Project::new(&[("templates/page.html", "{{ page.title "), ("templates/topic.html", "\n{% if %}")]);
    let problems = project.problems();
    assert_eq!(problems.len(), 2, "{problems:#?}");
    assert!(problems[0].starts_with("templates/page.html:1:"), "{problems:#?}");
    assert!(problems[1].starts_with("templates/topic.html:2:"), "{problems:#?}");
}

#[test]
fn a_full_disk_does_not_hide_what_is_wrong_with_the_site() {
    let project = awkward();
    let run = project.run(&["build", "--format=short", "--output=/proc/nowhere"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("cannot create"), "{}", run.stderr);
}
