//! `briefgen new`: what it begins, and what it refuses.

use std::fs;

use crate::project::{Project, Run};

const CLAIMS: &str = "content/registry/claims.yaml";

fn begin(project: &Project, arguments: &[&str]) -> Run {
    project.run(&[&["new", "--color=never"], arguments].concat())
}

fn read(project: &Project, path: &str) -> String {
    fs::read_to_string(project.path(path)).unwrap()
}

#[test]
fn a_brief_begins_as_a_draft_of_today() {
    let project = Project::new(&[]);
    let run = begin(&project, &["brief", "maritime-security"]);
    assert_eq!(
        (run.code, run.stdout.as_str(), run.stderr.as_str()),
        (0, "content/briefs/maritime-security.md\n", "")
    );
    let text = read(&project, "content/briefs/maritime-security.md");
    assert!(text.starts_with("---\ntitle: Maritime security\n"), "{text}");
    assert!(text.contains("\ndate: 2026-11-23\n") && text.contains("\ndraft: true\n"), "{text}");
    assert_eq!(project.run(&["check", "--drafts", "--strict"]).code, 0);
    let run = begin(&project, &["brief", "maritime-security"]);
    assert_eq!(run.code, 1);
    assert_eq!(read(&project, "content/briefs/maritime-security.md"), text);
}

#[test]
fn a_brief_begins_in_a_language_of_the_site() {
    let config = "title = \"S\"\ndescription = \"D\"\nbase_url = \"https://example.org/\"\n[languages.en]\n[languages.ja]\n";
    let project = Project::new(&[("site.toml", config)]);
    project.page("content/briefs/cyber/index.md", "");
    assert_eq!(begin(&project, &["brief", "cyber", "--lang=ja"]).stdout, "content/briefs/cyber.ja.md\n");
    assert!(read(&project, "content/briefs/cyber.ja.md").contains("## 経緯"));
    for taken in [&["brief", "cyber"][..], &["brief", "cyber", "--lang=ja"]] {
        let run = begin(&project, taken);
        assert_eq!(
            (run.code, run.stderr.contains("error[name-taken]: there is a brief `cyber` already")),
            (1, true)
        );
    }
    let run = begin(&project, &["brief", "x", "--lang=fr"]);
    assert_eq!(
        run.stderr,
        "error[unknown-language]: `fr` is not a language of this site\n--> site.toml:1:1\n \
         = help: name one of those in `site.toml`, or add `[languages.fr]` there\n\n1 error\n"
    );
    assert!(!project.path("content/briefs/x.fr.md").exists());
}

#[test]
fn the_site_has_beginnings_of_its_own() {
    let project = Project::new(&[]);
    project.write(
        "archetypes/brief.md",
        "---\ntitle: {{ title }}\nsummary: Of {{ date }}.\n---\n{{ slug }} {{ other }}\n",
    );
    begin(&project, &["brief", "2024"]);
    assert_eq!(
        read(&project, "content/briefs/2024.md"),
        "---\ntitle: \"2024\"\nsummary: Of 2026-11-23.\n---\n\"2024\" {{ other }}\n"
    );
}

#[test]
fn an_entry_is_put_behind_the_others_which_stay_as_they_are() {
    let project = Project::new(&[]);
    let run = begin(&project, &["source", "eeas-2024"]);
    assert_eq!(run.stdout, "content/registry/sources.yaml\n");
    let old = "# Read by hand.\n\n- {id: e0, date: 2024, title: T, confidence: unverified} # kept\n# the end";
    project.write("content/registry/events.yaml", old);
    let run = begin(&project, &["event", "e-signed"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, "content/registry/events.yaml:6\n"), "{}", run.stderr);
    let new = read(&project, "content/registry/events.yaml");
    assert!(new.starts_with(&format!("{old}\n\n- id: e-signed\n")), "{new}");
    assert_eq!(new.lines().nth(5), Some("- id: e-signed"));
    assert_eq!(project.problems(), [""; 0]);
}

#[test]
fn an_id_that_is_taken_is_refused_at_its_place() {
    let project = Project::new(&[]);
    project.write("content/registry/zotero.bib", "@misc{eeas, title={T}, url={https://example.org/}}\n");
    let run = begin(&project, &["source", "eeas"]);
    assert!(run.stderr.contains("error[name-taken]: there is a source `eeas` already"), "{}", run.stderr);
    assert!(run.stderr.contains("content/registry/zotero.bib:1:"), "{}", run.stderr);
    // Of a claim, nothing but its id is right.
    let broken = "- id: c01\n  verdict: maybe\n";
    project.write(CLAIMS, broken);
    let run = begin(&project, &["claim", "c01"]);
    assert_eq!((run.code, read(&project, CLAIMS).as_str()), (1, broken));
    assert_eq!(begin(&project, &["claim", "c02"]).code, 0);
    assert!(read(&project, CLAIMS).starts_with("- id: c01\n  verdict: maybe\n\n- id: c02\n"));
}

#[test]
fn a_registry_that_takes_no_entry_is_left_as_it_is() {
    for text in ["[]\n", "[{id: a}]\n", "claims: []\n", "- id: a\n...\n", "- id: [\n"] {
        let project = Project::new(&[(CLAIMS, text)]);
        let run = begin(&project, &["claim", "b"]);
        assert_eq!((run.code, run.stdout.as_str()), (1, ""), "{text}");
        assert!(run.stderr.contains(&format!("--> {CLAIMS}:")), "{}", run.stderr);
        assert_eq!(read(&project, CLAIMS), text);
    }
}

#[test]
fn names_that_no_address_or_system_can_have_are_wrong_usage() {
    let project = Project::new(&[]);
    let before = project.files("content");
    for slug in ["", "a/b", "..", "../x", "🎌", "con", "Cyber", "a b", "a.md"] {
        let run = begin(&project, &["brief", slug]);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{slug}");
        assert!(run.stderr.starts_with("error: "), "{}", run.stderr);
    }
    assert_eq!(project.files("content"), before);
}

#[test]
fn a_folder_that_is_no_site_is_said_to_be_none() {
    let project = Project::in_memory();
    let run = begin(&project, &["brief", "a"]);
    assert_eq!((run.code, run.stderr.contains("error[config-missing]")), (1, true));
    assert!(project.files("").is_empty());
}
