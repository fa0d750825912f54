//! `briefgen init`: from an empty folder to a site without a problem.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::project::{Project, Run};

fn init(project: &Project, arguments: &[&str]) -> Run {
    project.run(&[&["init", "--color=never"], arguments].concat())
}

/// A folder with a new site `site` in it.
fn founded(arguments: &[&str]) -> Project {
    let project = Project::in_memory();
    let run = init(&project, &[&["site"], arguments].concat());
    assert_eq!(run.code, 0, "{}", run.stderr);
    project
}

/// What the program says of the site, strictly.
fn run(project: &Project, arguments: &[&str]) -> (i32, String) {
    let run = project.run(&[arguments, &["--root=site", "--strict", "--quiet", "--color=never"]].concat());
    (run.code, run.stdout + &run.stderr)
}

#[test]
fn a_new_site_has_no_problem_in_any_language_with_or_without_the_sample() {
    for lang in ["en", "ja", "en,ja", "ja,en"] {
        for sample in [&[][..], &["--no-sample"]] {
            let project = founded(&[&["--lang", lang], sample].concat());
            for command in [&["check"][..], &["check", "--drafts"], &["build"]] {
                assert_eq!(run(&project, command), (0, String::new()), "{lang} {sample:?} {command:?}");
            }
            let files = project.files("site/public");
            assert_eq!(files.contains_key("briefs/sample/index.html"), sample.is_empty());
            assert_eq!(files.keys().any(|path| path.starts_with("ja/")), lang == "en,ja");
            assert!(!files.contains_key("privacy/index.html"));
        }
    }
}

#[test]
fn the_sample_shows_what_there_is() {
    let project = founded(&["--lang=en,ja"]);
    assert_eq!(run(&project, &["build"]).0, 0);
    for path in ["briefs/sample/index.html", "ja/briefs/sample/index.html"] {
        let page = fs::read_to_string(project.path("site/public").join(path)).unwrap();
        for part in [
            "class=\"timeline\"",
            "class=\"claims\"",
            "class=\"actors\"",
            "<svg",
            "<table",
            "role=\"doc-noteref\"",
            "confidence-medium",
            "alert alert-important",
            "role=\"doc-bibliography\"",
            "<abbr",
        ] {
            assert!(page.contains(part), "{path}: {part}");
        }
    }
}

/// The files below a folder of the repository.
fn repository(folder: &str) -> BTreeMap<String, Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let files = walkdir::WalkDir::new(&root).into_iter().map(Result::unwrap);
    files
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let path = entry.path().strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
            (path, fs::read(entry.path()).unwrap())
        })
        .collect()
}

#[test]
fn the_program_carries_every_file_of_the_theme_and_of_what_sites_begin_as() {
    let project = founded(&[]);
    for folder in ["templates", "static"] {
        let (own, new) = (repository(folder), project.files(&format!("site/{folder}")));
        let missing: Vec<&String> = own.keys().filter(|path| !new.contains_key(*path)).collect();
        assert!(missing.is_empty(), "add to `CARRIED` in src/main.rs, below `{folder}`: {missing:?}");
        assert!(own == new, "{folder}");
    }
    let list = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/main.rs")).unwrap();
    let starters = repository("src/starter").into_keys();
    let missing: Vec<String> =
        starters.filter(|path| !list.contains(&format!("\"src/starter/{path}\""))).collect();
    assert!(missing.is_empty(), "add to `CARRIED` in src/main.rs: {missing:?}");
}

#[test]
fn the_texts_of_the_interface_do_not_speak_of_the_microsite() {
    let project = founded(&["--lang=en,ja"]);
    for (path, bytes) in project.files("site/content/i18n") {
        let text = String::from_utf8(bytes).unwrap();
        for word in ["EU", "European", "欧州", "日本政府", "about the partnership", "公式のサイト"]
        {
            assert!(!text.contains(word), "`WORDS` in src/commands/init.rs leaves `{word}` in {path}");
        }
    }
}

#[test]
fn a_title_is_kept_to_the_letter_on_one_line() {
    let project = founded(&["--title", " A \"B\"\n'C' \\ <i>&{{ date }} # 「題」 "]);
    assert_eq!(run(&project, &["build"]), (0, String::new()));
    let home = fs::read_to_string(project.path("site/public/index.html")).unwrap();
    let title = "A &quot;B&quot; &#x27;C&#x27; \\ &lt;i&gt;&amp;{{ date }} # 「題」";
    let heading = home.split_once("<h1>").unwrap().1.split_once("</h1>").unwrap().0;
    let plain = |text: &str| {
        text.replace("<span lang=\"ja\">", "")
            .replace("</span>", "")
            .replace("&quot;", "\"")
            .replace("&#x27;", "'")
            .replace("&#39;", "'")
    };
    assert_eq!(plain(heading), plain(title));
    for title in ["", " \n ", "a\u{7}b"] {
        let project = Project::in_memory();
        assert_eq!(init(&project, &["site", "--title", title]).code, 2, "{title:?}");
        assert!(!project.path("site").exists());
    }
}

#[test]
fn a_folder_that_holds_anything_is_left_as_it_is() {
    let project = founded(&[]);
    project.write("site/content/about.md", "mine");
    let before = project.files("site");
    let run = init(&project, &["site"]);
    assert_eq!((run.code, run.stdout.as_str()), (1, ""));
    assert_eq!(
        run.stderr,
        "error[folder-taken]: `site` is not empty\n--> .github:1:1\n \
         = help: name a folder that is empty or not there yet; nothing was written\n\n1 error\n"
    );
    assert!(project.files("site") == before);
    project.write("other/.hidden", "x");
    assert_eq!(init(&project, &["other"]).code, 1);
    assert_eq!(project.files("other").len(), 1);
}

#[test]
fn an_empty_folder_and_a_new_repository_are_as_good_as_none() {
    let project = Project::in_memory();
    fs::create_dir_all(project.path("empty/.git")).unwrap();
    project.write("empty/.git/HEAD", "ref: refs/heads/main\n");
    assert_eq!(init(&project, &["empty"]).code, 0);
    assert_eq!(init(&project, &["one/two/three"]).code, 0);
    let files = project.files("empty");
    assert_eq!(files[".git/HEAD"], b"ref: refs/heads/main\n");
    assert!(
        [".github/workflows/pages.yml", ".gitignore", "WRITING.md"]
            .iter()
            .all(|path| files.contains_key(*path))
    );
    assert!(!files.keys().any(|path| path.contains('~')), "{:?}", files.keys());
}

#[test]
fn a_place_that_cannot_be_written_is_named() {
    let project = Project::in_memory();
    project.write("file", "x");
    let run = init(&project, &["file"]);
    assert_eq!(
        (run.code, run.stderr.starts_with("error: cannot list `file`: ")),
        (1, true),
        "{}",
        run.stderr
    );
    let run = init(&project, &["file/site"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.starts_with("error: cannot "), "{}", run.stderr);
    let run = init(&project, &["/proc/site"]);
    assert_eq!(
        (run.code, run.stderr.starts_with("error: cannot write into `/proc/site`: ")),
        (1, true),
        "{}",
        run.stderr
    );
    assert_eq!(project.files("").len(), 1);
}

#[test]
fn a_language_that_the_theme_does_not_speak_is_wrong_usage() {
    let project = Project::in_memory();
    for lang in ["fr", "en,en", "", "en,"] {
        assert_eq!(init(&project, &["site", "--lang", lang]).code, 2, "{lang}");
    }
    assert!(!project.path("site").exists());
}
