//! Finds the names that templates use and that nothing defines: parents, includes, blocks, components, filters, functions
//! and tests. Tera checks them too, but reports them as text, without a place and mixed with its own drawing.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use tera::Tera;

use crate::base::{Code, Diagnostics, Digest, Source, Span, nearest};

/// What a name is used as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Role {
    Parent,
    Include,
    Block,
    ComponentDefinition,
    Component,
    Filter,
    Function,
    Test,
}

impl Role {
    fn noun(self) -> &'static str {
        match self {
            Role::Parent | Role::Include => "template",
            Role::Block => "block",
            Role::ComponentDefinition | Role::Component => "component",
            Role::Filter => "filter",
            Role::Function => "function",
            Role::Test => "test",
        }
    }

    /// The names that need no definition.
    fn built_in(self) -> &'static str {
        match self {
            Role::Filter => FILTERS,
            Role::Function => FUNCTIONS,
            Role::Test => TESTS,
            _ => "",
        }
    }
}

/// A name in a template.
#[derive(Debug)]
struct Use<'t> {
    role: Role,
    name: &'t str,
    range: Range<usize>,
}

/// A piece of a tag.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Token<'t> {
    Word(&'t str),
    Text(&'t str),
    Mark(char),
}

type Placed<'t> = (Token<'t>, Range<usize>);

/// Reports every name that nothing defines.
pub fn check_names(diagnostics: &mut Diagnostics, tera: &Tera, sources: &BTreeMap<String, Arc<Source>>) {
    let uses: BTreeMap<&str, Vec<Use<'_>>> =
        sources.iter().map(|(name, source)| (name.as_str(), uses(&source.text))).collect();
    let components: BTreeSet<&str> = named(uses.values().flatten(), Role::ComponentDefinition).collect();
    for (template, found) in &uses {
        let blocks = inherited_blocks(&uses, template);
        for one in found {
            let (known, candidates): (bool, Vec<&str>) = match one.role {
                Role::Parent | Role::Include => {
                    (sources.contains_key(one.name), sources.keys().map(String::as_str).collect())
                }
                Role::Block => match &blocks {
                    Some(blocks) => (blocks.contains(one.name), blocks.iter().copied().collect()),
                    None => (true, Vec::new()),
                },
                Role::Component => (components.contains(one.name), components.iter().copied().collect()),
                Role::ComponentDefinition => (true, Vec::new()),
                Role::Filter | Role::Function | Role::Test => {
                    (is_registered(tera, one), one.role.built_in().split(' ').collect())
                }
            };
            if !known {
                report(diagnostics, &sources[*template], one, &candidates);
            }
        }
    }
}

/// The filters, functions and tests that there are, for hints: Tera can be asked for one of them, not for all.
const FILTERS: &str = "abs array bool capitalize csp_hash date default escape external first float get group_by indent int join keys lang last \
    length lines lower markdown newlines_to_br nth number pairs plain plural pluralize replace reverse round safe sort split \
    str title trim trim_end trim_start truncate unique upper urlencode values wordcount";
const FUNCTIONS: &str = "asset inline link range throw";
const TESTS: &str = "array bool containing defined divisible_by ending_with even float integer iterable map none number \
    odd starting_with string undefined";

fn report(diagnostics: &mut Diagnostics, source: &Arc<Source>, one: &Use<'_>, candidates: &[&str]) {
    let noun = one.role.noun();
    let message = match one.role {
        Role::Block => format!("no parent of this template has a block `{}`", one.name),
        _ => format!("there is no {noun} `{}`", one.name),
    };
    let diagnostic = diagnostics.report(Code::TemplateUnknown, source.span(one.range.clone()), message);
    diagnostic.help(match (nearest(one.name, candidates.iter().copied()), one.role) {
        (Some(near), _) => format!("did you mean `{near}`?"),
        (None, Role::Parent | Role::Include) => format!("write `templates/{}`", one.name),
        (None, Role::Block) => format!("add `{{% block {} %}}` to the parent", one.name),
        (None, Role::Component) => format!("define it with `{{% component {}() %}}`", one.name),
        (None, _) => format!("use one of `{}`", candidates.join("`, `")),
    });
}

/// The fields of the value `name` that a template reads: `name.field`, `name["field"]`.
pub fn fields<'t>(text: &'t str, name: &str) -> BTreeSet<&'t str> {
    let mut fields = BTreeSet::new();
    for tag in tags(text) {
        let tokens = tokens(text, tag);
        for window in tokens.windows(3) {
            if let [
                (Token::Word(value), _),
                (Token::Mark('.' | '['), _),
                (Token::Word(field) | Token::Text(field), _),
            ] = window
                && *value == name
            {
                fields.insert(*field);
            }
        }
    }
    fields
}

/// What a template is rendered from.
pub struct Reach {
    /// The template and all that it reaches, by name: what it extends and includes, and what defines the components that it
    /// calls.
    pub names: Vec<String>,
    /// The digest of their texts.
    pub digest: Digest,
}

/// What each template is rendered from.
pub fn reaches(sources: &BTreeMap<String, Arc<Source>>) -> BTreeMap<String, Reach> {
    let uses: BTreeMap<&str, Vec<Use<'_>>> =
        sources.iter().map(|(name, source)| (name.as_str(), uses(&source.text))).collect();
    let mut definitions: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (template, found) in &uses {
        for component in named(found.iter(), Role::ComponentDefinition) {
            definitions.entry(component).or_default().push(template);
        }
    }
    let reach = |template: &str| {
        let mut reached = BTreeSet::new();
        let mut ahead = vec![template];
        while let Some(next) = ahead.pop() {
            let Some((name, found)) = uses.get_key_value(next) else { continue };
            if reached.insert(*name) {
                ahead.extend(named(found.iter(), Role::Parent).chain(named(found.iter(), Role::Include)));
                ahead.extend(
                    named(found.iter(), Role::Component).flat_map(|name| definitions.get(name)).flatten(),
                );
            }
        }
        let texts = reached.iter().flat_map(|name| [*name, "\0", &*sources[*name].text, "\0"]);
        let digest = Digest::of(texts.collect::<String>().as_bytes());
        Reach { names: reached.into_iter().map(str::to_owned).collect(), digest }
    };
    sources.keys().map(|template| (template.clone(), reach(template))).collect()
}

/// The place where a template names its parent or an include, or its beginning.
pub fn parent_span(source: &Arc<Source>) -> Span {
    first_use(source, |role| matches!(role, Role::Parent | Role::Include))
}

/// The place where a template uses a component, or its beginning.
pub fn component_span(source: &Arc<Source>) -> Span {
    first_use(source, |role| role == Role::Component)
}

fn first_use(source: &Arc<Source>, is_wanted: impl Fn(Role) -> bool) -> Span {
    let found = uses(&source.text);
    let first = found.iter().find(|one| is_wanted(one.role));
    source.span(first.map_or(0..0, |one| one.range.clone()))
}

fn named<'u, 't: 'u>(uses: impl Iterator<Item = &'u Use<'t>>, role: Role) -> impl Iterator<Item = &'t str> {
    uses.filter(move |one| one.role == role).map(|one| one.name)
}

/// The blocks of all parents of a template; nothing if it has none, or has one that is not there or a circle of them.
fn inherited_blocks<'t>(uses: &BTreeMap<&str, Vec<Use<'t>>>, template: &str) -> Option<BTreeSet<&'t str>> {
    let parent =
        |template: &str| -> Option<&'t str> { named(uses.get(template)?.iter(), Role::Parent).next() };
    let mut next = Some(parent(template)?);
    let mut blocks = BTreeSet::new();
    let mut steps = 0;
    while let Some(above) = next {
        steps += 1;
        if steps > uses.len() {
            return None;
        }
        blocks.extend(named(uses.get(above)?.iter(), Role::Block));
        next = parent(above);
    }
    Some(blocks)
}

/// Asks Tera itself, with a template that uses the name and nothing else.
fn is_registered(tera: &Tera, one: &Use<'_>) -> bool {
    let probe = match one.role {
        Role::Filter => format!("{{{{ x | {} }}}}", one.name),
        Role::Test => format!("{{{{ x is {} }}}}", one.name),
        _ if one.name == "super" => return true,
        _ => format!("{{{{ {}() }}}}", one.name),
    };
    tera.clone().add_raw_template("probe", &probe).is_ok()
}

/// Every name used in a template, in order.
fn uses(text: &str) -> Vec<Use<'_>> {
    let mut found = Vec::new();
    for tag in tags(text) {
        let tokens = tokens(text, tag);
        names_in(&mut found, &tokens);
    }
    found
}

/// The insides of `{{ … }}` and `{% … %}`, without comments and without what stands between `raw` and `endraw`.
fn tags(text: &str) -> Vec<Range<usize>> {
    let mut tags = Vec::new();
    let mut at = 0;
    while let Some(open) = text[at..].find('{').map(|found| at + found) {
        let (close, keep) = match text[open..].get(..2) {
            Some("{{") => ("}}", true),
            Some("{%") => ("%}", true),
            Some("{#") => ("#}", false),
            _ => {
                at = open + 1;
                continue;
            }
        };
        let inner = open + 2;
        let Some(length) = tag_length(&text[inner..], close) else { break };
        let range = inner..inner + length;
        at = range.end + 2;
        let word = text[range.clone()].trim_matches(|c: char| c == '-' || c.is_whitespace());
        if word == "raw" {
            at = text[at..].find("endraw").map_or(text.len(), |end| at + end + "endraw".len());
        } else if keep {
            tags.push(range);
        }
    }
    tags
}

/// How long a tag is up to its `close`, which counts only outside of quotes.
fn tag_length(text: &str, close: &str) -> Option<usize> {
    let mut quote = None;
    for (at, character) in text.char_indices() {
        match quote {
            None if text[at..].starts_with(close) => return Some(at),
            None if close != "#}" && matches!(character, '"' | '\'' | '`') => quote = Some(character),
            Some(open) if open == character => quote = None,
            _ => {}
        }
    }
    None
}

fn tokens(text: &str, tag: Range<usize>) -> Vec<Placed<'_>> {
    let mut tokens = Vec::new();
    let mut at = tag.start;
    while let Some(character) = text[at..tag.end].chars().next() {
        let rest = &text[at..tag.end];
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let length = if matches!(character, '"' | '\'' | '`') {
            let inner = rest[1..].find(character).unwrap_or(rest.len() - 1);
            tokens.push((Token::Text(&rest[1..1 + inner]), at + 1..at + 1 + inner));
            (inner + 2).min(rest.len())
        } else if is_word(character) {
            let length = rest.find(|c: char| !is_word(c)).unwrap_or(rest.len());
            tokens.push((Token::Word(&rest[..length]), at..at + length));
            length
        } else {
            if !character.is_whitespace() {
                tokens.push((Token::Mark(character), at..at + character.len_utf8()));
            }
            character.len_utf8()
        };
        at += length;
    }
    tokens
}

fn names_in<'t>(found: &mut Vec<Use<'t>>, tokens: &[Placed<'t>]) {
    let token = |at: usize| tokens.get(at).map(|(token, _)| *token);
    let first = tokens.iter().position(|(token, _)| *token != Token::Mark('-')).unwrap_or(0);
    match (token(first), token(first + 1)) {
        (Some(Token::Word("extends")), Some(Token::Text(name))) => {
            add(found, Role::Parent, name, tokens, first + 1)
        }
        (Some(Token::Word("include")), Some(Token::Text(name))) => {
            add(found, Role::Include, name, tokens, first + 1)
        }
        (Some(Token::Word("block")), Some(Token::Word(name))) => {
            add(found, Role::Block, name, tokens, first + 1)
        }
        (Some(Token::Word("component")), Some(Token::Word(name))) => {
            // Its arguments are declarations, not uses.
            return add(found, Role::ComponentDefinition, name, tokens, first + 1);
        }
        (Some(Token::Mark('<')), Some(Token::Word(name))) => {
            add(found, Role::Component, name, tokens, first + 1)
        }
        _ => {}
    }
    for at in first..tokens.len() {
        let Some(Token::Word(name)) = token(at) else { continue };
        let before = at.checked_sub(1).and_then(token);
        let before_that = at.checked_sub(2).and_then(token);
        let is_test = before == Some(Token::Word("is"))
            || (before == Some(Token::Word("not")) && before_that == Some(Token::Word("is")));
        if before == Some(Token::Mark('|')) && before_that != Some(Token::Mark('|')) {
            add(found, Role::Filter, name, tokens, at);
        } else if is_test && name != "not" {
            add(found, Role::Test, name, tokens, at);
        } else if token(at + 1) == Some(Token::Mark('('))
            && before != Some(Token::Mark('.'))
            && !is_keyword(name)
        {
            add(found, Role::Function, name, tokens, at);
        }
    }
}

fn add<'t>(found: &mut Vec<Use<'t>>, role: Role, name: &'t str, tokens: &[Placed<'t>], at: usize) {
    found.push(Use { role, name, range: tokens[at].1.clone() });
}

/// Words that a parenthesis may follow without being called.
fn is_keyword(word: &str) -> bool {
    matches!(word, "if" | "elif" | "and" | "or" | "not" | "in" | "is" | "set" | "for" | "filter")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        uses(text).iter().map(|one| format!("{:?} {}", one.role, one.name)).collect()
    }

    #[test]
    fn names_are_found_where_they_are_used() {
        assert_eq!(
            found(
                "{%- extends \"base.html\" -%}{% block main %}{{ a | date(format=\"%}\") | x }}{% endblock %}"
            ),
            ["Parent base.html", "Block main", "Filter date", "Filter x"]
        );
        assert_eq!(found("{% if not (a.b is defined) and f(x=1) %}"), ["Test defined", "Function f"]);
        assert_eq!(
            found("{% if a is not odd %}{{ <card title={a | upper} /> }}"),
            ["Test odd", "Component card", "Filter upper"]
        );
    }

    #[test]
    fn comments_and_raw_text_name_nothing() {
        assert_eq!(found("{# {{ a | b }} it's #}{% raw %}{{ a | b }}{% endraw %}{{ a | c }}"), ["Filter c"]);
        assert_eq!(found("{ { {{ unclosed"), [""; 0]);
    }
}
