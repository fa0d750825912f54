//! The rules of the house that no compiler checks.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The floor of each room. A module names only lower floors, and no sibling.
const FLOORS: &[(&str, u8)] = &[
    ("base", 0),
    ("picture", 0),
    ("input", 1),
    ("document", 2),
    ("drawing", 2),
    ("evidence", 2),
    ("site", 3),
    ("output", 4),
    ("amend", 5),
    ("pipeline", 5),
    ("preview", 5),
    ("publish", 5),
    ("report", 5),
    ("watch", 5),
    ("commands", 6),
    ("cli", 7),
];

/// The longest function, in lines.
const LONGEST: usize = 60;

struct File {
    path: PathBuf,
    text: String,
}

fn sources() -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let entries = walkdir::WalkDir::new(&root).sort_by_file_name().into_iter().map(Result::unwrap);
    entries
        .filter(|entry| entry.path().extension().is_some_and(|extension| extension == "rs"))
        .map(|entry| File {
            path: entry.path().strip_prefix(&root).unwrap().to_owned(),
            text: fs::read_to_string(entry.path()).unwrap(),
        })
        .collect()
}

fn room(file: &File) -> String {
    let first = file.path.iter().next().unwrap().to_str().unwrap();
    first.trim_end_matches(".rs").to_owned()
}

fn floor(room: &str) -> Option<u8> {
    FLOORS.iter().find(|(name, _)| *name == room).map(|(_, floor)| *floor)
}

/// The rooms that code names, with the line of each: `crate::site::Site`, `use crate::{base::Span, site}`, over several
/// lines too.
fn named_rooms(text: &str) -> Vec<(usize, String)> {
    let code: String =
        text.lines().map(|line| line.split("//").next().unwrap_or("").to_owned() + "\n").collect();
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    let mut rooms = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let after = &code[at + "crate::".len()..];
        let line = code[..at].matches('\n').count() + 1;
        let mut depth = 0;
        let mut expects_name = true;
        for (offset, character) in after.char_indices() {
            match character {
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 1 => expects_name = true,
                c if is_name(c) && depth <= 1 && expects_name => {
                    let name = after[offset..].split(|c| !is_name(c)).next().unwrap_or("");
                    rooms.push((line, name.to_owned()));
                    expects_name = false;
                }
                _ => {}
            }
            let ends =
                character == ';' || character.is_whitespace() || (!is_name(character) && character != '{');
            if depth <= 0 && (ends || !expects_name && offset > 0 && !is_name(character)) {
                break;
            }
        }
    }
    rooms
}

/// What climbs in a file, as `path:line: …`.
fn climbs(file: &File) -> Vec<String> {
    let own = room(file);
    let Some(own_floor) = floor(&own) else { return Vec::new() };
    let mut found = Vec::new();
    for (line, room) in named_rooms(&file.text).into_iter().filter(|(_, room)| *room != own) {
        if floor(&room).is_none_or(|floor| floor >= own_floor) {
            found.push(format!("{}:{line}: `{own}` names `{room}`", file.path.display()));
        }
    }
    found
}

#[test]
fn a_room_names_only_lower_floors() {
    let found: Vec<String> = sources().iter().flat_map(climbs).collect();
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn a_climb_is_found_in_every_form() {
    let climbing = |text: &str| climbs(&File { path: "site/mod.rs".into(), text: text.into() });
    assert_eq!(
        climbing("use crate::base::Span;\nuse crate::output::Plan;"),
        ["site/mod.rs:2: `site` names `output`"]
    );
    assert_eq!(climbing("use crate::{base, report};"), ["site/mod.rs:1: `site` names `report`"]);
    assert_eq!(
        climbing("\nuse crate::{\n    base::{Span, cli},\n    output::Plan,\n};\n"),
        ["site/mod.rs:2: `site` names `output`"]
    );
    assert_eq!(climbing("let x = crate::publish::stage();"), ["site/mod.rs:1: `site` names `publish`"]);
    assert_eq!(climbing("// crate::publish\nuse crate::site::Page;"), [""; 0]);
}

/// The files beside it that a file names: `super::links::Link`, `use super::{aliases, plan::Plan}`.
fn named_siblings(text: &str) -> Vec<String> {
    let code: String =
        text.lines().map(|line| line.split("//").next().unwrap_or("").to_owned() + "\n").collect();
    let code = code.split("#[cfg(test)]").next().unwrap_or("").to_owned();
    let mut named = Vec::new();
    for after in code.split("super::").skip(1) {
        let list = after.strip_prefix('{').map_or(after, |list| list.split('}').next().unwrap_or(""));
        let items: Vec<&str> = if after.starts_with('{') { list.split(',').collect() } else { vec![after] };
        named.extend(items.iter().map(|item| {
            item.trim().split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or("").to_owned()
        }));
    }
    named
}

/// Follows names from `file` through the files beside it; the way back to `file`, if there is one.
fn circle(beside: &BTreeMap<String, Vec<String>>, file: &str, way: &mut Vec<String>) -> bool {
    let next = way.last().map_or(file, String::as_str).to_owned();
    for name in beside.get(&next).into_iter().flatten() {
        if name == file && !way.is_empty() {
            return true;
        }
        if beside.contains_key(name) && name != &next && !way.contains(name) {
            way.push(name.clone());
            if circle(beside, file, way) {
                return true;
            }
            way.pop();
        }
    }
    false
}

#[test]
fn the_files_of_a_room_do_not_name_one_another_in_a_circle() {
    let mut rooms: BTreeMap<PathBuf, BTreeMap<String, Vec<String>>> = BTreeMap::new();
    for file in sources() {
        let folder = file.path.parent().unwrap().to_owned();
        let name = file.path.file_stem().unwrap().to_str().unwrap().to_owned();
        if name != "mod" && !folder.as_os_str().is_empty() {
            rooms.entry(folder).or_default().insert(name, named_siblings(&file.text));
        }
    }
    for (room, files) in &rooms {
        for file in files.keys() {
            let mut way = Vec::new();
            assert!(!circle(files, file, &mut way), "{}: {file} → {}", room.display(), way.join(" → "));
        }
    }
}

#[test]
fn every_room_has_a_floor() {
    let unknown: Vec<String> = sources()
        .iter()
        .map(room)
        .filter(|room| !matches!(room.as_str(), "lib" | "main") && floor(room).is_none())
        .collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}

#[test]
fn every_file_begins_by_saying_what_it_does() {
    let silent: Vec<PathBuf> =
        sources().into_iter().filter(|file| !file.text.starts_with("//! ")).map(|file| file.path).collect();
    assert!(silent.is_empty(), "{silent:?}");
}

/// The functions of a formatted file: where each begins and how many lines it has.
fn functions(file: &File) -> Vec<(String, usize)> {
    let mut found = Vec::new();
    let mut open: Option<(usize, usize)> = None;
    for (line, number) in file.text.lines().zip(1..) {
        let indent = line.len() - line.trim_start().len();
        let words = line
            .trim_start()
            .trim_start_matches("pub ")
            .trim_start_matches("pub(super) ")
            .trim_start_matches("pub(crate) ");
        let begins = words.starts_with("fn ") || words.starts_with("const fn ");
        if open.is_none() && begins && !line.ends_with(';') {
            open = Some((indent, number));
            if line.ends_with('}') {
                found.push((format!("{}:{number}", file.path.display()), 1));
                open = None;
            }
        } else if let Some((start_indent, start)) = open
            && indent == start_indent
            && line.trim_start() == "}"
        {
            found.push((format!("{}:{start}", file.path.display()), number - start + 1));
            open = None;
        }
    }
    found
}

#[test]
fn functions_are_short() {
    let mut functions: Vec<(String, usize)> = sources().iter().flat_map(functions).collect();
    functions.sort_by_key(|(_, lines)| *lines);
    let long: Vec<_> = functions.iter().filter(|(_, lines)| *lines > LONGEST).collect();
    assert!(long.is_empty(), "{long:?}");
    let median = functions[functions.len() / 2].1;
    assert!(functions.len() > 200 && median < 10, "{} functions, median {median}", functions.len());
}
