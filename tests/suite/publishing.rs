//! What is published, whatever happens meanwhile: the old site or the new one, and nothing of anybody else's is lost.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{MetadataExt, symlink};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::project::Project;

/// A project of `count` pages, all of which say `text`.
fn pages(count: usize, text: &str) -> Project {
    let project = Project::new(&[]);
    rewrite(&project, 0..count, text);
    project
}

fn rewrite(project: &Project, numbers: std::ops::Range<usize>, text: &str) {
    for number in numbers {
        project.page(&format!("content/page-{number:04}.md"), &format!("{text} {number}\n"));
    }
}

/// What tells whether a file was touched: the file itself and when it was written.
fn touches(project: &Project, folder: &str) -> BTreeMap<String, (u64, i64, i64)> {
    let entries = walkdir::WalkDir::new(project.path(folder)).into_iter().map(Result::unwrap);
    entries
        .map(|entry| {
            let metadata = entry.path().symlink_metadata().unwrap();
            let path = entry.path().strip_prefix(project.root()).unwrap().to_str().unwrap().to_owned();
            (path, (metadata.ino(), metadata.mtime(), metadata.mtime_nsec()))
        })
        .collect()
}

/// The files of a build from nothing.
fn fresh(project: &Project) -> BTreeMap<String, Vec<u8>> {
    let run = project.run(&["build", "--output=fresh"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let files = project.files("fresh");
    project.remove("fresh");
    files
}

/// The paths that differ between two states of a folder.
fn changed<T: PartialEq>(before: &BTreeMap<String, T>, after: &BTreeMap<String, T>) -> Vec<String> {
    let all = before.keys().chain(after.keys().filter(|path| !before.contains_key(*path)));
    let mut paths: Vec<String> = all.filter(|path| before.get(*path) != after.get(*path)).cloned().collect();
    paths.sort();
    paths
}

#[test]
fn a_build_without_changes_touches_nothing() {
    let project = pages(20, "a");
    project.build();
    let before = touches(&project, "public");
    let run = project.build();
    assert!(run.stderr.contains("0 written, 0 deleted"), "{}", run.stderr);
    assert_eq!(touches(&project, "public"), before);
}

#[test]
fn an_edited_brief_changes_the_files_that_show_it_and_no_others() {
    let project = pages(20, "a");
    project.write("content/page-0003.md", "---\ntitle: T\nsummary: S\ndate: 2024-01-01\n---\nold\n");
    project.build();
    let before = touches(&project, "public");
    project.write("content/page-0003.md", "---\ntitle: T\nsummary: S\ndate: 2024-01-01\n---\nnew\n");
    project.build();
    let files = |paths: Vec<String>| -> Vec<String> {
        paths.into_iter().filter(|path| project.path(path).is_file()).collect()
    };
    assert_eq!(files(changed(&before, &touches(&project, "public"))), ["public/page-0003/index.html"]);
    assert_eq!(project.files("public"), fresh(&project));
}

#[test]
fn deleted_and_renamed_briefs_leave_neither_file_nor_folder() {
    let project = pages(20, "a");
    project.build();
    project.remove("content/page-0003.md");
    fs::rename(project.path("content/page-0004.md"), project.path("content/moved.md")).unwrap();
    project.build();
    assert!(!project.path("public/page-0003").exists() && !project.path("public/page-0004").exists());
    assert_eq!(project.files("public"), fresh(&project));
}

#[test]
fn a_tree_that_is_exchanged_keeps_the_files_that_stay() {
    let project = pages(20, "a");
    project.write("static/stays.css", "body {}");
    project.build();
    let before = touches(&project, "public");
    rewrite(&project, 0..20, "b");
    project.build();
    let after = touches(&project, "public");
    assert_ne!(before["public"], after["public"], "the tree was not exchanged");
    assert_eq!(before["public/stays.css"], after["public/stays.css"]);
    assert_eq!(project.files("public"), fresh(&project));
    assert!(!project.path(".public.briefgen").exists());
}

#[test]
fn a_build_with_problems_leaves_the_site_as_it_was() {
    let project = pages(5, "a");
    project.build();
    let before = touches(&project, "public");
    project.page("content/page-0001.md", "[x](none.md)\n");
    assert_eq!(project.run(&["build"]).code, 1);
    project.page("content/page-0001.md", "# Warned about\n");
    assert_eq!(project.run(&["build", "--strict"]).code, 1);
    assert_eq!(touches(&project, "public"), before);
    assert!(!project.path(".public.briefgen").exists());
    project.build();
    assert_eq!(project.files("public"), fresh(&project));
}

/// The two sites that a killed build may leave, and what it may leave beside them.
struct Killing {
    project: Project,
    old: BTreeMap<String, Vec<u8>>,
    new: BTreeMap<String, Vec<u8>>,
}

#[derive(Default, Debug)]
struct Left {
    old: usize,
    new: usize,
    journal: usize,
}

impl Killing {
    /// A project that is built in one state and then brought to another, of which `rewritten` pages differ.
    fn between(count: usize, rewritten: usize) -> Killing {
        // In memory: on a disk, this would measure the disk.
        let project = Project::in_memory();
        project.fill(&[]);
        rewrite(&project, 0..count, "old");
        let old = fresh(&project);
        rewrite(&project, 0..rewritten, "new");
        let new = fresh(&project);
        Killing { project, old, new }
    }

    /// How long a build of the difference takes: the longest of three, so that late moments are among those tried.
    fn duration(&self) -> Duration {
        let timed = || {
            self.restore();
            let started = Instant::now();
            self.project.build();
            started.elapsed()
        };
        [timed(), timed(), timed()].into_iter().max().unwrap()
    }

    /// Puts the old site in place, as a build of it would.
    fn restore(&self) {
        for leftover in ["public", ".public.briefgen"] {
            let _ = fs::remove_dir_all(self.project.path(leftover));
        }
        for (path, bytes) in &self.old {
            self.project.write(&format!("public/{path}"), bytes);
        }
    }

    /// Kills a build `delay` after `moment` has come and says what it left; then expects the next build to complete the
    /// new site.
    fn kill(&self, moment: Moment, delay: Duration, left: &mut Left) {
        self.restore();
        let mut build =
            self.project.command(&["build"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let journal = self.project.path(".public.briefgen/journal");
        while moment == Moment::Journal && !journal.exists() && build.try_wait().unwrap().is_none() {
            std::hint::spin_loop();
        }
        sleep(delay);
        build.kill().unwrap();
        build.wait().unwrap();
        let journal = journal.exists();
        let found = self.project.files("public");
        match journal {
            true => left.journal += 1,
            false if found == self.old => left.old += 1,
            false if found == self.new => left.new += 1,
            false => panic!("neither old nor new after {delay:?}: {:?}", changed(&found, &self.new)),
        }
        self.expect_whole_files(&found);
        self.project.build();
        assert_eq!(self.project.files("public"), self.new, "after {delay:?}");
        assert!(!self.project.path(".public.briefgen").exists());
    }

    /// Each file is the old or the new one, never a part of it. The list of files may be that of both.
    fn expect_whole_files(&self, found: &BTreeMap<String, Vec<u8>>) {
        for (path, bytes) in found.iter().filter(|(path, _)| *path != ".briefgen-manifest") {
            assert!(
                self.old.get(path) == Some(bytes) || self.new.get(path) == Some(bytes),
                "{path} is half-written"
            );
        }
    }

    /// Kills builds at moments spread over the whole of a build, and, if there is one, over the work of the journal.
    fn kill_at_many_moments(&self, moments: u32) -> Left {
        let duration = self.duration();
        let mut left = Left::default();
        for moment in 0..moments {
            self.kill(Moment::Start, duration * moment / moments, &mut left);
            if moment % 3 == 0 {
                self.kill(Moment::Journal, Duration::from_micros(2) * moment, &mut left);
            }
        }
        left
    }
}

/// What a delay is counted from.
#[derive(Clone, Copy, PartialEq)]
enum Moment {
    /// The start of the program.
    Start,
    /// The journal is there: files are being put in place.
    Journal,
}

#[test]
fn a_build_killed_at_any_moment_leaves_the_old_site_the_new_one_or_a_journal() {
    let by_journal = Killing::between(90, 40).kill_at_many_moments(150);
    println!("little differs: {by_journal:?}");
    assert!(by_journal.old > 0, "{by_journal:?}");
    let by_exchange = Killing::between(90, 85).kill_at_many_moments(100);
    println!("much differs: {by_exchange:?}");
    assert!(by_exchange.old > 0 && by_exchange.journal == 0, "{by_exchange:?}");
}

/// A killed run as it lies there: some files in place, others staged, the journal naming all.
fn interrupted(project: &Project) {
    project.write(".public.briefgen/files/page-0001/index.html", "<h1>staged</h1>");
    project.write(".public.briefgen/journal", "briefgen journal 1\nplace page-0000/index.html\nplace page-0001/index.html\ndelete page-0002/index.html\n");
}

#[test]
fn a_journal_is_completed_before_anything_else() {
    let project = pages(4, "a");
    project.build();
    interrupted(&project);
    // Even by a run that finds problems and publishes nothing of its own.
    project.page("content/page-0003.md", "[x](none.md)\n");
    assert_eq!(project.run(&["build"]).code, 1);
    assert_eq!(project.published("page-0001/index.html"), "<h1>staged</h1>");
    assert!(!project.path("public/page-0002").exists());
    assert!(!project.path(".public.briefgen").exists());
    project.page("content/page-0003.md", "a 3\n");
    project.build();
    assert_eq!(project.files("public"), fresh(&project));
}

#[test]
fn damaged_lists_stop_the_build_before_anything_is_touched() {
    for (path, text, reason) in [
        ("public/.briefgen-manifest", "nonsense\n", "is damaged"),
        ("public/.briefgen-manifest", "briefgen manifest 1\n../secret.txt\n", "bad path"),
        ("public/.briefgen-manifest", "briefgen manifest 1\n/etc/passwd\n", "bad path"),
        (".public.briefgen/journal", "nonsense\n", "is damaged"),
        (".public.briefgen/journal", "briefgen journal 1\ndelete ../secret.txt\n", "is damaged"),
        (".public.briefgen/journal", "briefgen journal 1\nburn index.html\n", "is damaged"),
    ] {
        let project = pages(3, "a");
        project.write("secret.txt", "mine");
        project.build();
        project.write(path, text);
        let before = project.files(".");
        let run = project.run(&["build"]);
        assert_eq!(run.code, 1, "{text}");
        assert!(run.stderr.contains(reason), "{}", run.stderr);
        assert_eq!(project.files("."), before, "{text}");
    }
}

#[test]
fn files_of_others_survive_every_kind_of_build() {
    let project = pages(10, "a");
    project.build();
    project.write("public/theirs.txt", "theirs");
    project.write("public/page-0001/theirs.txt", "theirs");
    rewrite(&project, 0..1, "b");
    project.build();
    rewrite(&project, 0..10, "c");
    project.build();
    project.remove("content/page-0001.md");
    project.build();
    assert_eq!(project.published("theirs.txt"), "theirs");
    assert_eq!(project.published("page-0001/theirs.txt"), "theirs");
    assert!(!project.path("public/page-0001/index.html").exists());
}

#[test]
fn a_file_of_others_in_the_way_is_refused_and_stays() {
    let project = pages(3, "a");
    project.build();
    project.write("public/new/index.html", "theirs");
    project.page("content/new.md", "");
    let run = project.run(&["build", "--format=short"]);
    assert_eq!(
        run.stderr.lines().next(),
        Some(
            "content/new.md:1:1: error[unsafe-output]: `new/index.html` would replace a file in `./public` that briefgen \
             did not write; move that file away: files that are to be published belong in `static`"
        )
    );
    assert_eq!((run.code, project.published("new/index.html").as_str()), (1, "theirs"));
}

#[test]
fn symbolic_links_in_the_site_lead_nowhere() {
    let project = pages(10, "a");
    project.write("outside/page/index.html", "outside");
    project.build();
    let outside = project.files("outside");
    // A published file, and a published folder, replaced by links to what lies outside.
    project.remove("public/page-0001/index.html");
    symlink(project.path("outside/page/index.html"), project.path("public/page-0001/index.html")).unwrap();
    project.remove("public/page-0002");
    symlink(project.path("outside/page"), project.path("public/page-0002")).unwrap();
    for text in ["b", "c"] {
        rewrite(&project, 1..2, text);
        let _ = project.run(&["build"]);
        assert_eq!(project.files("outside"), outside);
    }
    project.remove("content/page-0002.md");
    let _ = project.run(&["build"]);
    assert_eq!(project.files("outside"), outside);
}

#[test]
fn a_file_may_become_a_folder_and_a_folder_a_file() {
    for theirs in [false, true] {
        let project = pages(3, "a");
        project.write("static/x", "file");
        project.write("static/y/z.txt", "folder");
        project.build();
        if theirs {
            // Keeps the tree from being exchanged as a whole.
            project.write("public/theirs.txt", "theirs");
        }
        project.remove("static/x");
        project.remove("static/y");
        project.write("static/x/z.txt", "folder");
        project.write("static/y", "file");
        rewrite(&project, 0..3, if theirs { "a" } else { "b" });
        project.build();
        assert_eq!(project.published("x/z.txt"), "folder");
        assert_eq!(project.published("y"), "file");
    }
}

#[test]
fn two_builds_at_once_end_well_or_say_that_another_is_at_work() {
    let project = pages(200, "a");
    for round in 0..10 {
        rewrite(&project, 0..200, &format!("{round}"));
        let start = || project.command(&["build"]).stderr(Stdio::piped()).spawn().unwrap();
        let builds = [start(), start(), start()];
        let ended = builds.map(|build| build.wait_with_output().unwrap());
        assert!(ended.iter().any(|output| output.status.success()));
        for output in ended.iter().filter(|output| !output.status.success()) {
            let words = String::from_utf8_lossy(&output.stderr);
            assert!(words.contains("another `briefgen` is publishing there"), "{words}");
        }
        assert_eq!(project.files("public"), fresh(&project));
    }
}

#[test]
fn an_output_directory_may_be_a_link() {
    let project = pages(3, "a");
    fs::create_dir(project.path("real")).unwrap();
    symlink("real", project.path("public")).unwrap();
    project.build();
    rewrite(&project, 0..3, "b");
    project.build();
    assert!(project.path("public").is_symlink());
    assert_eq!(project.files("real"), fresh(&project));
}

/// A small memory file system of its own, as long as the value lives.
struct Disk<'p>(&'p Project);

impl Disk<'_> {
    /// Mounts one at `disk` in the project. Says so, and gives none, where mounting is not permitted.
    fn mount<'p>(project: &'p Project, options: &str) -> Option<Disk<'p>> {
        fs::create_dir_all(project.path("disk")).unwrap();
        let place = project.path("disk");
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(place).status();
        let mounted = mounted.is_ok_and(|status| status.success());
        if !mounted {
            println!("not permitted to mount: shown with a limit on the size of files instead");
        }
        mounted.then_some(Disk(project))
    }

    fn remount(&self, options: &str) {
        let status = Command::new("mount")
            .args(["-o", &format!("remount,{options}")])
            .arg(self.0.path("disk"))
            .status();
        assert!(status.unwrap().success());
    }
}

impl Drop for Disk<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.0.path("disk")).status();
    }
}

#[test]
fn a_full_disk_leaves_the_old_site_whole() {
    let project = pages(40, "a");
    let Some(disk) = Disk::mount(&project, "size=1m") else {
        return limited_files_leave_the_old_site_whole(&project);
    };
    let build = || project.run(&["build", "--output=disk/public"]);
    assert_eq!(build().code, 0);
    let old = project.files("disk/public");
    rewrite(&project, 0..40, &"long ".repeat(20_000));
    let run = build();
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("cannot write") && run.stderr.contains("No space left"), "{}", run.stderr);
    assert_eq!(project.files("disk/public"), old);
    disk.remount("size=64m");
    assert_eq!(build().code, 0);
    assert_eq!(project.files("disk/public"), fresh(&project));
}

/// Writing beyond a limit fails as a full disk does, by another number.
fn limited_files_leave_the_old_site_whole(project: &Project) {
    project.build();
    let old = project.files("public");
    rewrite(project, 0..40, &"long ".repeat(20_000));
    let program = env!("CARGO_BIN_EXE_briefgen");
    let script = format!("trap '' XFSZ; ulimit -f 16; exec {program} build --today=2026-11-23");
    let output = Command::new("bash").args(["-c", &script]).current_dir(project.root()).output().unwrap();
    assert!(!output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("cannot write"));
    assert_eq!(project.files("public"), old);
    project.build();
    assert_eq!(project.files("public"), fresh(project));
}

#[test]
fn an_output_that_cannot_be_written_is_an_error_with_its_path() {
    let project = pages(5, "a");
    let Some(disk) = Disk::mount(&project, "size=8m") else { return };
    let build = || project.run(&["build", "--output=disk/public"]);
    assert_eq!(build().code, 0);
    let old = project.files("disk/public");
    disk.remount("ro");
    rewrite(&project, 0..5, "b");
    let run = build();
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("disk/.public.briefgen"), "{}", run.stderr);
    assert_eq!(project.files("disk/public"), old);
}

#[test]
fn a_disk_mounted_as_the_output_directory_is_published_into() {
    let project = pages(5, "a");
    let Some(_disk) = Disk::mount(&project, "size=8m") else { return };
    for text in ["a", "b", "c"] {
        rewrite(&project, 0..5, text);
        let run = project.run(&["build", "--output=disk"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert_eq!(project.files("disk"), fresh(&project));
    }
    assert!(is_empty(&project.path("fresh")));
}

fn is_empty(folder: &Path) -> bool {
    fs::read_dir(folder).map_or(true, |mut entries| entries.next().is_none())
}
