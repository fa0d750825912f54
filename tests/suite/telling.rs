//! What the program tells of itself: codes, completions, the manual.

use std::process::{Command, Output};

use briefgen::base::Code;

/// The status and what is said.
fn run(arguments: &[&str]) -> (Option<i32>, String, String) {
    let Output { status, stdout, stderr } =
        Command::new(env!("CARGO_BIN_EXE_briefgen")).args(arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (status.code(), text(stdout), text(stderr))
}

#[test]
fn every_code_is_listed_and_explained() {
    let (code, list, _) = run(&["explain"]);
    assert_eq!((code, list.lines().count()), (Some(0), Code::ALL.len()));
    let (code, text, _) = run(&["explain", "broken-link"]);
    assert_eq!(code, Some(0));
    assert!(text.starts_with("broken-link: A link to nothing.\n"), "{text}");
    assert!(text.contains("help: did you mean `content/cyber.md`?"), "{text}");
    let (code, _, said) = run(&["explain", "brokn-link"]);
    assert_eq!((code, said.contains("did you mean `broken-link`?")), (Some(2), true), "{said}");
}

#[test]
fn completions_and_the_manual_know_every_command() {
    let commands =
        ["build", "check", "serve", "translated", "init", "new", "explain", "completions", "manual"];
    let (code, manual, _) = run(&["manual"]);
    assert_eq!(code, Some(0));
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let (code, script, _) = run(&["completions", shell]);
        assert_eq!(code, Some(0));
        for command in commands {
            assert!(script.contains(command), "{shell}: {command}");
        }
    }
    for command in commands {
        assert!(manual.contains(&format!("briefgen\\-{command}(1)")), "{command}: {manual}");
        let (code, page, _) = run(&["manual", command]);
        assert_eq!((code, page.contains(&format!(".TH briefgen-{command} 1"))), (Some(0), true), "{page}");
    }
    assert_eq!(run(&["manual", "biuld"]).0, Some(2));
    assert_eq!(run(&["completions", "dos"]).0, Some(2));
}
