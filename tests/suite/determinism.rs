//! Same inputs, same bytes.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use briefgen::base::Diagnostics;
use briefgen::input::{Changes, Clock, Loader, Options};

use crate::project::Project;

/// A project with enough pages, of enough kinds, that threads overtake one another.
fn varied() -> Project {
    let project = Project::new(&[
        ("content/briefs/_index.md", "---\ntitle: Briefs\nsummary: S\n---\n"),
        ("templates/search.html", "{{ search.folder }}"),
        ("static/style.css", "body { margin: 0 }\n"),
        ("static/.well-known/security.txt", "Contact: mailto:a@example.org\n"),
    ]);
    for number in 0..60 {
        let (topic, other) = (number % 7, (number * 13) % 60);
        project.write(
            &format!("content/briefs/brief-{number}.md"),
            format!(
                "---\ntitle: Brief {number}\nsummary: S\ndate: 2024-11-{:02}\ntopics: [topic {topic}, 安全保障]\n---\n\
                 ## 海洋 {number}\n\n[other](brief-{other}.md#海洋-{other}) [none](missing-{number}.md)[^1]\n\n[^1]: Note.\n",
                number % 28 + 1
            ),
        );
    }
    project
}

fn mended(project: &Project) {
    for number in 0..60 {
        let place = project.path(&format!("content/briefs/brief-{number}.md"));
        let text = fs::read_to_string(&place).unwrap().replace(&format!(" [none](missing-{number}.md)"), "");
        fs::write(place, text).unwrap();
    }
}

/// Builds with these choices, from nothing, and returns every published file.
fn built(project: &Project, arguments: &[&str], variables: &[(&str, &str)]) -> BTreeMap<String, Vec<u8>> {
    let _ = fs::remove_dir_all(project.path("public"));
    let output =
        project.command(&[&["build"], arguments].concat()).envs(variables.iter().copied()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    project.files("public")
}

#[test]
fn threads_time_zones_and_locales_do_not_show_in_the_site() {
    let project = varied();
    mended(&project);
    let first = built(&project, &["--jobs=1"], &[("TZ", "UTC")]);
    assert!(first.len() > 70, "{}", first.len());
    assert_eq!(first, built(&project, &["--jobs=8"], &[("TZ", "Asia/Tokyo"), ("LC_ALL", "ja_JP.UTF-8")]));
    assert_eq!(first, built(&project, &["--jobs=8"], &[("TZ", "America/Los_Angeles"), ("LC_ALL", "C")]));
}

#[test]
fn threads_do_not_show_in_the_report() {
    let project = varied();
    let report = |jobs| project.run(&["check", "--format=json", jobs]).stdout;
    let first = report("--jobs=1");
    assert_eq!(first.matches("\"broken-link\"").count(), 60);
    for _ in 0..5 {
        assert_eq!(first, report("--jobs=8"));
    }
}

/// Copies a folder file by file, first to last or last to first.
fn copy(from: &Path, to: &Path, order: impl Fn(&mut Vec<PathBuf>)) {
    let entries = walkdir::WalkDir::new(from).sort_by_file_name().into_iter().map(Result::unwrap);
    let mut files: Vec<PathBuf> =
        entries.filter(|entry| entry.file_type().is_file()).map(|entry| entry.into_path()).collect();
    order(&mut files);
    for file in files {
        let place = to.join(file.strip_prefix(from).unwrap());
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::copy(file, place).unwrap();
    }
}

fn listing(folder: &Path) -> Vec<std::ffi::OsString> {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name()).collect()
}

/// A memory file system lists files in the order in which they were made, others by a hash of their names.
#[test]
fn neither_the_order_of_files_nor_their_place_shows_in_the_site() {
    let project = varied();
    mended(&project);
    let (forwards, backwards) = (Project::in_memory(), Project::in_memory());
    copy(project.root(), forwards.root(), |_| {});
    copy(project.root(), backwards.root(), |files| files.reverse());
    let order = |project: &Project| listing(&project.path("content/briefs"));
    assert_ne!(order(&forwards), order(&backwards), "both are listed alike: the test shows nothing");
    let site = built(&project, &[], &[]);
    assert_eq!(site, built(&forwards, &[], &[]));
    assert_eq!(site, built(&backwards, &[], &[]));
}

#[test]
fn the_day_is_that_of_the_sites_time_zone() {
    let config = "title = \"T\"\ndescription = \"D\"\nbase_url = \"https://example.org/\"\n";
    let today = |zone: &str| {
        let project = Project::new(&[("site.toml", &format!("{config}time_zone = \"{zone}\"\n"))]);
        let clock = Clock::Instant("2026-11-23T23:30:00Z".parse().unwrap());
        let options = Options { root: project.root().to_owned(), drafts: false, base_url: None, clock };
        let mut loader = Loader::new(options);
        loader.read(&Changes::All);
        loader.inputs(&mut Diagnostics::default(), clock).unwrap().today.to_string()
    };
    assert_eq!(today("Europe/Brussels"), "2026-11-24");
    assert_eq!(today("America/New_York"), "2026-11-23");
}
