//! `briefgen explain`: a code, as what it means, the smallest project that shows it, and the report that this gets, in which
//! the cure stands. The tests compare those reports with what the program says.

mod cases;

use std::fmt::Write;

pub use cases::{CASES, Case, Piece};

use crate::base::{Code, Severity};

/// All codes, one a line, with what they mean.
pub fn codes() -> String {
    let width = Code::ALL.iter().map(|code| code.name().len()).max().unwrap_or_default();
    let line = |code: &Code| {
        format!("{:width$}  {:7}  {}\n", code.name(), code.severity().to_string(), code.meaning())
    };
    Code::ALL.iter().map(line).collect()
}

/// What a code means, with an example and its cure.
pub fn explained(code: Code) -> String {
    let weight = match code.severity() {
        Severity::Error => "An error: nothing is published until it is mended.",
        Severity::Warning => "A warning: with `--strict`, nothing is published until it is mended.",
    };
    let mut text = format!("{code}: {}\n\n{weight}\n", code.meaning());
    if let Some((_, pieces, report)) = CASES.iter().find(|(known, ..)| *known == code) {
        text.push_str("\nFor example, with this in a site:\n");
        pieces.iter().for_each(|piece| push_piece(&mut text, *piece));
        text.push_str("\nit is reported, and mended as `help` says:\n\n");
        push_indented(&mut text, report.trim_start_matches('\n'));
    }
    text
}

fn push_piece(text: &mut String, piece: Piece) {
    let written = match piece {
        Piece::Text(path, _) => write!(text, "\n{path}\n\n"),
        Piece::Bytes(path, bytes) => writeln!(text, "\n{path} (a file of {} bytes)", bytes.len()),
        Piece::Long(path, length) => writeln!(text, "\n{path} (a file of {length} bytes)"),
        Piece::Link(path, target) => writeln!(text, "\n{path} (a symbolic link to `{target}`)"),
        Piece::Nothing(path) => writeln!(text, "\n{path} (is not there)"),
    };
    written.expect("a text takes what is written");
    if let Piece::Text(_, content) = piece {
        push_indented(text, content);
    }
}

fn push_indented(text: &mut String, block: &str) {
    for line in block.lines() {
        let indent = if line.is_empty() { "" } else { "    " };
        text.push_str(&format!("{indent}{line}\n"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_explained_by_its_example() {
        assert_eq!(
            explained(Code::FootnoteMissing),
            "footnote-missing: A reference to a footnote that is not there.\n\n\
             An error: nothing is published until it is mended.\n\n\
             For example, with this in a site:\n\ncontent/a.md\n\n    \
             ---\n    title: T\n    summary: S\n    ---\n    Text.[^a]\n\n\
             it is reported, and mended as `help` says:\n\n    \
             error[footnote-missing]: there is no footnote `a`\n     --> content/a.md:5:6\n      |\n    \
             5 | Text.[^a]\n      |      ^^^^\n      |\n      = help: add a line `[^a]: …`\n"
        );
    }

    #[test]
    fn the_list_has_each_code_on_a_line() {
        let list = codes();
        assert_eq!(list.lines().count(), Code::ALL.len());
        assert!(
            list.lines().any(
                |line| line.starts_with("broken-link ") && line.ends_with(" error    A link to nothing.")
            ),
            "{list}"
        );
    }
}
