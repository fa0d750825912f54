//! `briefgen serve` as an editor uses it: files are saved in all the ways that editors save, and what is served and said is
//! compared.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::{sleep, spawn};
use std::time::{Duration, Instant};

use crate::project::Project;

/// How long a change may take to be served on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);

/// A running preview of a project.
struct Preview {
    child: Child,
    said: Arc<Mutex<Vec<String>>>,
    host: String,
}

impl Preview {
    fn of(project: &Project, arguments: &[&str]) -> Preview {
        let arguments = [&["serve", "--port=0", "--format=short"], arguments].concat();
        let mut child = project.command(&arguments).stderr(Stdio::piped()).spawn().unwrap();
        let said = Arc::new(Mutex::new(Vec::new()));
        let (lines, heard) = (BufReader::new(child.stderr.take().unwrap()).lines(), Arc::clone(&said));
        spawn(move || lines.map_while(Result::ok).for_each(|line| heard.lock().unwrap().push(line)));
        let mut preview = Preview { child, said, host: String::new() };
        preview.wait_until("it says where it is", |preview| {
            preview.said().iter().any(|line| line.starts_with("preview at "))
        });
        let said = preview.said();
        let line = said.iter().find(|line| line.starts_with("preview at ")).unwrap();
        preview.host = line["preview at http://".len()..].split('/').next().unwrap().to_owned();
        preview
    }

    fn said(&self) -> Vec<String> {
        self.said.lock().unwrap().clone()
    }

    /// The lines that tell of builds, without how long each took.
    fn builds(&self) -> Vec<String> {
        let said = self.said();
        let told = said.iter().filter_map(|line| line.split_once(" documents parsed").map(|_| line));
        told.map(|line| line.split(" (").next().unwrap().to_owned()).collect()
    }

    fn wait_until(&self, what: &str, is_so: impl Fn(&Preview) -> bool) {
        let start = Instant::now();
        while !is_so(self) {
            assert!(start.elapsed() < PATIENCE, "never: {what}\n{}", self.said().join("\n"));
            sleep(Duration::from_millis(5));
        }
    }

    /// The status and the body that a path below the base is answered with.
    fn get(&self, path: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(&self.host).unwrap();
        let request =
            format!("GET /repo/{path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.host);
        stream.write_all(request.as_bytes()).unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        let answer = String::from_utf8(bytes).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head[9..12].parse().unwrap(), body.to_owned())
    }

    fn wait_for(&self, path: &str, status: u16, words: &str) {
        self.wait_until(&format!("{path} is {status} with `{words}`"), |preview| {
            let (answered, body) = preview.get(path);
            answered == status && body.contains(words)
        });
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

#[test]
fn an_index_is_made_when_a_file_of_it_is_asked_for_and_follows_the_words() {
    let project = Project::new(&[("templates/search.html", "{{ search.folder }}")]);
    project.page("content/a.md", "First words.");
    let preview = Preview::of(&project, &[]);
    preview.wait_for("search/", 200, "/repo/search/files/");
    preview.wait_for("search/files/pagefind-entry.json", 200, "\"languages\":{\"en\"");
    let (_, first) = preview.get("search/files/pagefind-entry.json");
    project.page("content/a.md", "Second words.");
    preview.wait_for("a/", 200, "Second words.");
    let (status, second) = preview.get("search/files/pagefind-entry.json");
    assert_eq!(status, 200);
    assert_ne!(first, second);
    assert_eq!(preview.get("search/files/none").0, 404);
}

#[test]
fn saves_of_every_kind_are_served() {
    let project = Project::new(&[]);
    project.page("content/a.md", "First words.");
    let preview = Preview::of(&project, &[]);
    preview.wait_for("a/", 200, "First words.");
    // In place.
    project.page("content/a.md", "Second words.");
    preview.wait_for("a/", 200, "Second words.");
    // By renaming, the old file out of the way first, as vim does.
    let (file, backup) = (project.path("content/a.md"), project.path("content/a.md~"));
    fs::rename(&file, &backup).unwrap();
    project.page("content/a.md", "Third words.");
    fs::remove_file(&backup).unwrap();
    preview.wait_for("a/", 200, "Third words.");
    // By renaming a new file over the old one.
    project.page("content/.a.md.tmp", "Fourth words.");
    fs::rename(project.path("content/.a.md.tmp"), &file).unwrap();
    preview.wait_for("a/", 200, "Fourth words.");
    // A new folder, a page in it, and the whole of it moved and removed.
    project.page("content/new/deep/b.md", "Deep words.");
    preview.wait_for("new/deep/b/", 200, "Deep words.");
    fs::rename(project.path("content/new"), project.path("content/moved")).unwrap();
    preview.wait_for("moved/deep/b/", 200, "Deep words.");
    preview.wait_for("new/deep/b/", 404, "Not found");
    project.remove("content/moved");
    preview.wait_for("moved/deep/b/", 404, "Not found");
    project.remove("content/a.md");
    preview.wait_for("a/", 404, "Not found");
}

#[test]
fn templates_static_files_and_the_configuration_are_watched_too() {
    let project = Project::new(&[("static/a.txt", "one")]);
    let preview = Preview::of(&project, &[]);
    preview.wait_for("a.txt", 200, "one");
    project.write("static/a.txt", "two");
    preview.wait_for("a.txt", 200, "two");
    project.write("templates/404.html", "<h1>Lost</h1>");
    preview.wait_for("nowhere/", 404, "Lost");
    project.write("templates/index.html", "<h1>{{ site.title }}</h1>");
    let config = fs::read_to_string(project.path("site.toml")).unwrap();
    project.write("site.toml", config.replace("\"Site\"", "\"Renamed\""));
    preview.wait_for("", 200, "Renamed");
    // A whole folder goes and comes back.
    fs::rename(project.path("static"), project.path("elsewhere")).unwrap();
    preview.wait_for("a.txt", 404, "Lost");
    fs::rename(project.path("elsewhere"), project.path("static")).unwrap();
    preview.wait_for("a.txt", 200, "two");
    project.write("static/a.txt", "three");
    preview.wait_for("a.txt", 200, "three");
}

#[test]
fn a_failed_build_keeps_the_last_good_site_and_says_what_is_wrong() {
    let project = Project::new(&[]);
    project.page("content/a.md", "Good words.");
    let preview = Preview::of(&project, &[]);
    project.page("content/a.md", "Bad [page](missing.md).");
    preview.wait_until("it fails", |preview| preview.said().join("\n").contains("the last good site stays"));
    assert!(preview.get("a/").1.contains("Good words."));
    let said = preview.said().join("\n");
    assert!(
        said.contains(
            "content/a.md:5:5: error[broken-link]: there is nothing at `content/missing.md`; correct the path, or add the file"
        ),
        "{said}"
    );
    assert!(said.contains("content/a.md: 1 of 2 documents parsed, 1 of "), "{said}");
    let problems = preview.get(".briefgen/problems").1;
    assert!(problems.contains("\"failed\":true,\"errors\":1,\"warnings\":0,\"more\":0"), "{problems}");
    assert!(
        problems.contains(
            "\"excerpt\":{\"line\":5,\"before\":\"Bad \",\"marked\":\"[page](missing.md)\",\"after\":\".\"}"
        ),
        "{problems}"
    );
    // The bar of the page tells of the problems that its file has now.
    let bar = preview.get(".briefgen/page?page=/repo/a/").1;
    assert!(bar.contains("\"problems\":[{\"severity\":\"error\",\"code\":\"broken-link\""), "{bar}");
    project.remove("site.toml");
    preview.wait_until("it fails", |preview| preview.said().join("\n").contains("error[config-missing]"));
    assert!(preview.get("a/").1.contains("Good words."));
    project.page("content/a.md", "Mended words.");
    project
        .write("site.toml", "title = \"S\"\ndescription = \"S\"\nbase_url = \"https://example.org/repo/\"\n");
    preview.wait_for("a/", 200, "Mended words.");
}

#[test]
fn many_changes_at_once_are_one_build() {
    let project = Project::new(&[]);
    for number in 0..300 {
        project.page(&format!("content/p{number}.md"), "Old words.");
    }
    let preview = Preview::of(&project, &[]);
    let before = preview.builds().len();
    // As a change of branches does it: some go, some come, most change. Where the machine is busy the writing itself halts, and
    // what comes after a halt may be a build of its own.
    let mut last = Instant::now();
    let mut halts = 0;
    for number in 0..300 {
        halts += usize::from(last.elapsed() > Duration::from_millis(10));
        last = Instant::now();
        let path = format!("content/p{number}.md");
        fs::remove_file(project.path(&path)).unwrap();
        if number % 10 > 0 {
            project.page(&path, "New words.");
        }
    }
    project.page("content/another.md", "New words.");
    preview.wait_for("another/", 200, "New words.");
    preview.wait_for("p299/", 200, "New words.");
    preview.wait_for("p290/", 404, "Not found");
    let builds = preview.builds().len() - before;
    assert!((1..=1 + halts).contains(&builds), "{halts} halts: {:?}", preview.builds());
}

#[test]
fn what_changes_nothing_is_no_build() {
    let project = Project::new(&[("static/a.txt", "one")]);
    project.page("content/a.md", "Words.");
    project.build();
    let published = project.files("public");
    let preview = Preview::of(&project, &[]);
    let before = preview.builds().len();
    // The same bytes again, what the program publishes, and what editors leave behind.
    project.page("content/a.md", "Words.");
    project.write("static/a.txt", "one");
    project.write("content/.a.md.swp", "x");
    project.write("content/a.md~", "x");
    project.write("notes.txt", "x");
    project.run(&["build", "--base-url=https://other.example/"]);
    project.build();
    sleep(Duration::from_millis(300));
    project.page("content/b.md", "Last words.");
    preview.wait_for("b/", 200, "Last words.");
    // The new page, the one before it, which links to it, and the home page.
    assert_eq!(
        preview.builds()[before..],
        ["content/b.md: 1 of 3 documents parsed, 3 of 14 files rendered, no problems"]
    );
    assert_eq!(project.files("public"), published);
}

/// Where the system tells that a file is closed, a slow writer is waited for. The pauses are longer than a file is given of which
/// nothing is known, and much shorter than the longest wait: a busy machine may stretch them many times.
#[test]
#[cfg(target_os = "linux")]
fn a_file_that_is_being_written_is_waited_for() {
    let project = Project::new(&[]);
    project.page("content/a.md", "First words.");
    let preview = Preview::of(&project, &[]);
    for number in 0..10 {
        let mut file = fs::File::create(project.path("content/a.md")).unwrap();
        sleep(Duration::from_millis(50));
        file.write_all(b"---\ntitle: T\nsumm").unwrap();
        sleep(Duration::from_millis(50));
        write!(file, "ary: S\n---\nWords {number}.").unwrap();
        drop(file);
        preview.wait_for("a/", 200, &format!("Words {number}."));
        preview.wait_until("it is told of", |preview| preview.builds().len() == number + 2);
    }
    let builds = preview.builds();
    assert!(builds.iter().all(|line| line.ends_with("no problems")), "{builds:?}");
}

#[test]
#[cfg(target_os = "linux")]
fn many_edits_leave_memory_as_it_was() {
    let project = Project::new(&[]);
    let page = |number: usize, words: &str| {
        project.page(&format!("content/p{number}.md"), &format!("{words}\n\n{}", "Filling. ".repeat(2000)));
    };
    (0..20).for_each(|number| page(number, "First words."));
    let preview = Preview::of(&project, &[]);
    let resident = || {
        let status = fs::read_to_string(format!("/proc/{}/status", preview.child.id())).unwrap();
        let line = status.lines().find(|line| line.starts_with("VmRSS")).unwrap();
        line.split_whitespace().nth(1).unwrap().parse::<usize>().unwrap()
    };
    let edit = |edit: usize| {
        page(edit % 20, &format!("Edit {edit}."));
        preview.wait_for(&format!("p{}/", edit % 20), 200, &format!("Edit {edit}."));
    };
    (0..100).for_each(edit);
    let before = resident();
    (100..600).for_each(edit);
    // A page has 18 kB, so five hundred of them would be 9 MB and more.
    let grown = resident().saturating_sub(before);
    assert!(grown < 4_000, "{grown} kB more than after the first 100 edits, {before} kB");
}

#[test]
fn file_systems_without_events_are_polled() {
    let project = Project::new(&[]);
    project.page("content/a.md", "First words.");
    let preview = Preview::of(&project, &["--poll"]);
    project.page("content/a.md", "Second words, of another length.");
    preview.wait_for("a/", 200, "Second words");
    project.page("content/b.md", "A new page.");
    preview.wait_for("b/", 200, "A new page.");
    project.remove("content/a.md");
    preview.wait_for("a/", 404, "Not found");
}

#[test]
fn drafts_are_shown_unless_they_are_not_wanted() {
    let project =
        Project::new(&[("content/a.md", "---\ntitle: T\nsummary: S\ndraft: true\n---\nDraft words.")]);
    assert_eq!(Preview::of(&project, &[]).get("a/").0, 200);
    assert_eq!(Preview::of(&project, &["--no-drafts"]).get("a/").0, 404);
}

#[test]
fn a_port_that_was_asked_for_and_is_taken_is_an_error() {
    let project = Project::new(&[]);
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let run = project.run(&["serve", &format!("--port={port}")]);
    assert_eq!(run.code, 1);
    assert_eq!(
        run.stderr,
        format!(
            "error: port {port} of `127.0.0.1` is taken: stop the program that uses it, choose another with `--port`, or `--port 0` for any\n"
        )
    );
}

#[test]
fn a_folder_that_is_not_there_is_an_error() {
    let run = Project::new(&[]).run(&["serve", "--root=missing", "--port=0"]);
    assert_eq!(
        (run.code, run.stderr.as_str()),
        (1, "error: there is no folder `missing`; name the site's with `--root`\n")
    );
}

#[test]
fn a_save_through_a_file_aside_is_one_build_without_a_problem() {
    let project = Project::new(&[("content/i18n/en.yaml", "a: b\n")]);
    project.page("content/a.md", "First words.");
    let preview = Preview::of(&project, &[]);
    for number in 0..10 {
        // As `sed -i` does it, which gives the file aside any name.
        project.write("content/i18n/sedAbC", format!("a: {number}\n"));
        fs::rename(project.path("content/i18n/sedAbC"), project.path("content/i18n/en.yaml")).unwrap();
        preview.wait_until("it is built", |preview| preview.builds().len() == number + 2);
    }
    project.page("content/a.md", "Last words.");
    preview.wait_for("a/", 200, "Last words.");
    preview.wait_until("it is told of", |preview| preview.builds().len() == 12);
    let builds = preview.builds();
    assert!(builds.iter().all(|line| line.ends_with("no problems")), "{builds:?}");
}

#[test]
fn a_site_that_was_away_is_watched_again() {
    let project = Project::new(&[]);
    let (home, away) = (project.path("home"), project.path("away"));
    let inner = Project::new(&[]);
    inner.page("content/a.md", "First words.");
    let copy = |from: &std::path::Path, to: &std::path::Path| {
        assert!(std::process::Command::new("cp").arg("-r").args([from, to]).status().unwrap().success());
    };
    copy(inner.root(), &home);
    let preview = Preview::of(&project, &["--root=home"]);
    preview.wait_for("a/", 200, "First words.");
    fs::rename(&home, &away).unwrap();
    copy(&away, &home);
    let page = home.join("content/a.md");
    sleep(Duration::from_millis(2500));
    fs::write(&page, "---\ntitle: T\nsummary: S\n---\nSecond words.").unwrap();
    preview.wait_for("a/", 200, "Second words.");
    fs::remove_dir_all(&home).unwrap();
    preview.wait_until("it is missed", |preview| preview.said().join("\n").contains("config-missing"));
    copy(&away, &home);
    preview.wait_for("a/", 200, "First words.");
    fs::write(&page, "---\ntitle: T\nsummary: S\n---\nThird words.").unwrap();
    preview.wait_for("a/", 200, "Third words.");
}

#[test]
fn a_new_site_is_served_at_once() {
    let project = Project::in_memory();
    assert_eq!(project.run(&["init", "site", "--lang=en,ja"]).code, 0);
    let preview = Preview::of(&project, &["--root=site", "--base-url=https://example.org/repo/"]);
    preview.wait_for("ja/briefs/sample/", 200, "港湾協定");
    // Drafts are shown, and the foot of each page leads to them.
    preview.wait_for("", 200, "/repo/privacy/");
}
