//! Trees become typed values. Decoding never stops at a problem: it notes it and goes on, so that one run shows every
//! wrong, missing and unknown key of a block.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::localized::Localized;
use super::node::{Entry, Node, NodeId, Value};
use super::stray::{code_point, is_stray};
use crate::base::{Code, Diagnostics, LanguageCode, Moment, PartialDate, Span, nearest};

/// A problem with a node, before its place is known.
#[derive(Debug)]
pub struct Problem {
    code: Code,
    at: NodeId,
    message: String,
    help: Option<String>,
}

impl Problem {
    /// Says how to mend it.
    pub fn help(&mut self, help: impl Into<String>) {
        self.help = Some(help.into());
    }
}

/// Problems met while a tree was decoded.
#[derive(Debug, Default)]
pub struct Problems(Vec<Problem>);

impl Problems {
    /// Notes a problem with the node `at`.
    pub fn add(&mut self, code: Code, at: NodeId, message: impl Into<String>) -> &mut Problem {
        self.0.push(Problem { code, at, message: message.into(), help: None });
        self.0.last_mut().expect("one was just added")
    }

    /// How many have been noted.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether none has been noted.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Gives each its place and hands it on. Finding a place may mean reading the block again, so a block with more
    /// problems than anybody reads gets one that counts the others.
    pub fn report(mut self, diagnostics: &mut Diagnostics, place: impl Fn(NodeId) -> Span) {
        const LIMIT: usize = 100;
        let others = self.0.split_off(self.0.len().min(LIMIT));
        for problem in self.0 {
            let diagnostic = diagnostics.report(problem.code, place(problem.at), problem.message);
            diagnostic.help = problem.help;
        }
        if let Some(first) = others.first() {
            let message = format!("{} more problems follow from here on", others.len());
            diagnostics.report(first.code, place(first.at), message).help("mend the ones before first");
        }
    }
}

/// What a tree can become.
pub trait Decode: Sized {
    /// Reads `node`; what is wrong with it goes to `problems`.
    fn decode(problems: &mut Problems, node: &Node) -> Option<Self>;
}

/// A value that remembers its node, for problems that are found later.
#[derive(Debug, Clone, PartialEq)]
pub struct Located<T> {
    /// The node.
    pub id: NodeId,
    /// What it says.
    pub value: T,
}

impl<T: Decode> Decode for Located<T> {
    fn decode(problems: &mut Problems, node: &Node) -> Option<Self> {
        T::decode(problems, node).map(|value| Located { id: node.id, value })
    }
}

/// The keys of one mapping while they are decoded. Each key asked for is known; [`Fields::finish`] refuses the others.
#[must_use = "unknown keys are found by `finish`"]
pub struct Fields<'n> {
    id: NodeId,
    entries: &'n [Entry],
    known: Vec<&'n str>,
}

impl<'n> Fields<'n> {
    /// The keys of `node`, which must be a mapping. Nothing at all counts as an empty one.
    pub fn of(problems: &mut Problems, node: &'n Node) -> Option<Fields<'n>> {
        let entries: &[Entry] = match &node.value {
            Value::Map(entries) => entries,
            Value::Null => &[],
            other => return mismatch(problems, node, "a mapping", other.kind()),
        };
        Some(Fields { id: node.id, entries, known: Vec::new() })
    }

    fn find(&mut self, key: &'static str) -> Option<&'n Entry> {
        self.known.push(key);
        self.entries.iter().find(|entry| entry.key == key)
    }

    /// Whether a key is there.
    pub fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|entry| entry.key == key)
    }

    /// The value of a key that may be left out. A key without a value counts as left out.
    pub fn optional<T: Decode>(&mut self, problems: &mut Problems, key: &'static str) -> Option<T> {
        let entry = self.find(key)?;
        if entry.node.value == Value::Null { None } else { T::decode(problems, &entry.node) }
    }

    /// The value of a key that must be there.
    pub fn required<T: Decode>(&mut self, problems: &mut Problems, key: &'static str) -> Option<T> {
        match self.find(key) {
            Some(entry) => T::decode(problems, &entry.node),
            None => {
                self.report_missing(problems, key);
                None
            }
        }
    }

    /// What `read` makes of the keys of the mapping under a key. One that is left out, or is none, counts as empty.
    pub fn section<T: Default>(
        &mut self,
        problems: &mut Problems,
        key: &'static str,
        read: impl FnOnce(&mut Problems, &mut Fields<'_>) -> T,
    ) -> T {
        let Some(mut fields) = self.find(key).and_then(|entry| Fields::of(problems, &entry.node)) else {
            return T::default();
        };
        let value = read(problems, &mut fields);
        fields.finish(problems);
        value
    }

    /// The value of the one key that a section knows.
    pub fn one<T: Decode>(
        &mut self,
        problems: &mut Problems,
        section: &'static str,
        key: &'static str,
    ) -> Option<T> {
        self.section(problems, section, |problems, fields| fields.optional(problems, key))
    }

    /// The items of a list, none if the key is left out.
    pub fn list<T: Decode>(&mut self, problems: &mut Problems, key: &'static str) -> Vec<T> {
        self.optional::<List<T>>(problems, key).map_or_else(Vec::new, |list| list.0)
    }

    /// The text of a key that may be left out, with its translations: `name`, `name_ja`.
    pub fn localized(&mut self, problems: &mut Problems, key: &'static str) -> Option<Localized> {
        let own = self.optional(problems, key);
        let mut translations = BTreeMap::new();
        for entry in self.entries {
            let code = entry.key.strip_prefix(key).and_then(|rest| rest.strip_prefix('_'));
            let Some(language) = code.and_then(LanguageCode::new) else { continue };
            self.known.push(&entry.key);
            if entry.node.value != Value::Null {
                translations.extend(String::decode(problems, &entry.node).map(|text| (language, text)));
            }
        }
        if own.is_none() && !translations.is_empty() && !self.entries.iter().any(|entry| entry.key == key) {
            self.report_missing(problems, key);
        }
        Some(Localized { own: own?, translations })
    }

    /// As [`Fields::localized`], for a key that must be there.
    pub fn required_localized(&mut self, problems: &mut Problems, key: &'static str) -> Option<Localized> {
        let before = problems.len();
        let is_there = self.entries.iter().any(|entry| entry.key == key);
        let text = self.localized(problems, key);
        if !is_there && problems.len() == before {
            self.report_missing(problems, key);
        }
        text
    }

    /// Notes that a key that must be there is not.
    pub fn report_missing(&self, problems: &mut Problems, key: &str) {
        let problem = problems.add(Code::MissingKey, self.id, format!("key `{key}` is missing"));
        problem.help(format!("add `{key}` here"));
    }

    /// The number of the mapping itself.
    pub fn id(&self) -> NodeId {
        self.id
    }

    /// The mapping under a key as it is written, for keys that are free to mean anything.
    pub fn free(&mut self, problems: &mut Problems, key: &'static str) -> Value {
        match self.find(key).map(|entry| &entry.node) {
            None => Value::Map(Vec::new()),
            Some(node) => match &node.value {
                Value::Null => Value::Map(Vec::new()),
                value @ Value::Map(_) => value.clone(),
                other => {
                    mismatch::<()>(problems, node, "a mapping", other.kind());
                    Value::Map(Vec::new())
                }
            },
        }
    }

    /// The node of a key, for problems with a value that was decoded before.
    pub fn id_of(&self, key: &str) -> NodeId {
        self.entries.iter().find(|entry| entry.key == key).map_or(self.id, |entry| entry.node.id)
    }

    /// Refuses every key that was not asked for, with the nearest one that was.
    pub fn finish(self, problems: &mut Problems) {
        for entry in self.entries.iter().filter(|entry| !self.known.contains(&entry.key.as_str())) {
            let key = &entry.key;
            let problem =
                problems.add(Code::UnknownKey, entry.key_id, format!("key `{key}` is not known here"));
            match nearest(key, self.known.iter().copied()) {
                Some(near) => problem.help(format!("did you mean `{near}`?")),
                None => problem.help(format!("known keys are `{}`", self.known.join("`, `"))),
            }
        }
    }
}

/// Notes that `node` should be something else.
pub fn mismatch<T>(problems: &mut Problems, node: &Node, wanted: &str, found: &str) -> Option<T> {
    let problem = problems.add(Code::WrongType, node.id, format!("expected {wanted}, found {found}"));
    problem.help(format!("write {wanted} here"));
    None
}

/// The value that a word stands for, where only some words mean anything. `noun` says what it would be: `a verdict`.
pub fn choice<T: Copy>(
    problems: &mut Problems,
    node: &Node,
    noun: &str,
    choices: &[(&'static str, T)],
) -> Option<T> {
    let text = String::decode(problems, node)?;
    let chosen = choices.iter().find(|(name, _)| *name == text).map(|(_, value)| *value);
    if chosen.is_none() {
        let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
        let problem = problems.add(Code::InvalidValue, node.id, format!("`{text}` is not {noun}"));
        match nearest(&text, names.iter().copied()) {
            Some(near) => problem.help(format!("did you mean `{near}`?")),
            None => problem.help(format!("write one of `{}`", names.join("`, `"))),
        }
    }
    chosen
}

/// A list of decoded items; items that are wrong are left out and noted.
struct List<T>(Vec<T>);

impl<T: Decode> Decode for List<T> {
    fn decode(problems: &mut Problems, node: &Node) -> Option<Self> {
        let Value::List(items) = &node.value else {
            problems
                .add(Code::WrongType, node.id, format!("expected a list, found {}", node.value.kind()))
                .help("write `[one, two]`, or one item a line after `- `");
            return None;
        };
        Some(List(items.iter().filter_map(|item| T::decode(problems, item)).collect()))
    }
}

/// Escapes such as `\e` bring in characters that a file itself may not have.
fn refuse_control_characters(problems: &mut Problems, node: &Node, text: &str) {
    if let Some(character) = text.chars().find(|character| is_stray(*character)) {
        let message = format!("this text has the control character {} in it", code_point(character));
        problems.add(Code::ControlCharacter, node.id, message).help("remove it");
    }
}

impl Decode for String {
    fn decode(problems: &mut Problems, node: &Node) -> Option<Self> {
        match &node.value {
            Value::Text(text) if text.trim().is_empty() => {
                problems
                    .add(Code::InvalidValue, node.id, "this text is empty")
                    .help("write something or remove the key");
                None
            }
            Value::Text(text) => {
                refuse_control_characters(problems, node, text);
                Some(text.trim().to_owned())
            }
            other => {
                let problem =
                    problems.add(Code::WrongType, node.id, format!("expected text, found {}", other.kind()));
                let is_scalar = matches!(other, Value::Int(_) | Value::Float(_) | Value::Bool(_));
                problem.help(if is_scalar { "put quotes around it" } else { "write text here" });
                None
            }
        }
    }
}

impl Decode for bool {
    fn decode(problems: &mut Problems, node: &Node) -> Option<Self> {
        match &node.value {
            Value::Bool(truth) => Some(*truth),
            other => {
                let found = format!("expected `true` or `false`, found {}", other.kind());
                problems.add(Code::WrongType, node.id, found).help("write `true` or `false`, without quotes");
                None
            }
        }
    }
}

impl Decode for i64 {
    fn decode(problems: &mut Problems, node: &Node) -> Option<Self> {
        match &node.value {
            Value::Int(number) => Some(*number),
            other => mismatch(problems, node, "a whole number", other.kind()),
        }
    }
}

impl Decode for usize {
    fn decode(problems: &mut Problems, node: &Node) -> Option<Self> {
        match i64::decode(problems, node)? {
            number @ 1..=1_000_000 => usize::try_from(number).ok(),
            number => {
                let problem =
                    problems.add(Code::InvalidValue, node.id, format!("`{number}` is out of range"));
                problem.help("write a number from 1 to 1000000");
                None
            }
        }
    }
}

fn date_text(problems: &mut Problems, node: &Node, help: &str) -> Option<String> {
    match &node.value {
        Value::Text(text) => Some(text.clone()),
        other => {
            problems
                .add(Code::InvalidDate, node.id, format!("expected a date, found {}", other.kind()))
                .help(help);
            None
        }
    }
}

impl Decode for Moment {
    fn decode(problems: &mut Problems, node: &Node) -> Option<Self> {
        const HELP: &str = "write `2024-11-01`, or with a time `2024-11-01T18:20:00+09:00`";
        let text = date_text(problems, node, HELP)?;
        let moment = Moment::parse(&text);
        if moment.is_none() {
            problems.add(Code::InvalidDate, node.id, format!("`{text}` is not a date")).help(HELP);
        }
        moment
    }
}

impl Decode for Date {
    fn decode(problems: &mut Problems, node: &Node) -> Option<Self> {
        const HELP: &str = "write a day as `2024-11-01`";
        let text = date_text(problems, node, HELP)?;
        let day = Moment::parse(&text).filter(|_| text.len() == 10).map(|moment| moment.day());
        if day.is_none() {
            problems.add(Code::InvalidDate, node.id, format!("`{text}` is not a day")).help(HELP);
        }
        day
    }
}

impl Decode for PartialDate {
    fn decode(problems: &mut Problems, node: &Node) -> Option<Self> {
        const HELP: &str = "write `2024-11-01`, `2024-11` or `2024`";
        let text = match &node.value {
            // YAML takes a year for a number.
            Value::Int(year) => year.to_string(),
            _ => date_text(problems, node, HELP)?,
        };
        let date = PartialDate::parse(&text);
        if date.is_none() {
            problems.add(Code::InvalidDate, node.id, format!("`{text}` is not a date")).help(HELP);
        }
        date
    }
}
