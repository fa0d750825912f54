//! Every code, with the exact report of the smallest project that shows it.

use std::collections::BTreeSet;

use briefgen::base::{Code, Severity};
use briefgen::commands::{CASES, Piece};

use crate::project::Project;

fn put(piece: Piece, project: &Project) {
    match piece {
        Piece::Text(path, text) => project.write(path, text),
        Piece::Bytes(path, bytes) => project.write(path, bytes),
        Piece::Long(path, length) => project.write(path, "a".repeat(length)),
        Piece::Link(path, target) => std::os::unix::fs::symlink(target, project.path(path)).unwrap(),
        Piece::Nothing(path) => project.remove(path),
    }
}

#[test]
fn every_code_has_a_case() {
    let cases: BTreeSet<Code> = CASES.iter().map(|(code, ..)| *code).collect();
    let codes: BTreeSet<Code> = Code::ALL.iter().copied().collect();
    assert_eq!(cases, codes);
    assert_eq!(CASES.len(), Code::ALL.len());
}

#[test]
fn every_code_has_its_own_name() {
    let names: BTreeSet<&str> = Code::ALL.iter().map(|code| code.name()).collect();
    assert_eq!(names.len(), Code::ALL.len());
}

#[test]
fn every_code_is_reported_with_its_place_and_how_to_mend_it() {
    for (code, pieces, expected) in CASES {
        let project = Project::new(&[]);
        pieces.iter().for_each(|piece| put(*piece, &project));
        let arguments: &[&str] = match code {
            Code::UnsafeOutput => &["build", "--format=text", "--output=content"],
            Code::NoTranslation => &["translated", "content/a.md"],
            Code::FolderTaken => &["init", "."],
            Code::NameTaken => &["new", "brief", "a"],
            _ => &["check", "--format=text"],
        };
        let run = project.run(&[arguments, &["--color=never"]].concat());
        let expected = format!("{}\n\n1 {}\n", expected.trim_start_matches('\n'), code.severity());
        assert_eq!(run.stdout + &run.stderr, expected, "{code}");
        assert_eq!(run.code, i32::from(code.severity() == Severity::Error), "{code}");
    }
}
