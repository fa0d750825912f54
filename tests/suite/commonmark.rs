//! The test suite of the CommonMark specification 0.31.2, from its npm package, which `tests/run` installs.
//!
//! Compared after unifying what is the same to every HTML parser: void elements without ` />`, `"` for `&quot;` in text.
//! Removed before comparing: the ids that this program adds to headings.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use briefgen::base::{Diagnostics, Source, SourcePath};
use briefgen::document::{Fill, Rules, render_text};

/// Examples that come out otherwise, and why that is meant.
const EXCEPTIONS: &[(usize, &str)] = &[];

struct Example {
    number: usize,
    markdown: String,
    html: String,
}

fn examples() -> Vec<Example> {
    let place = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/web/node_modules/commonmark-spec/spec.txt");
    let spec = fs::read_to_string(&place)
        .unwrap_or_else(|error| panic!("{}: {error}; run `tests/run`, which installs it", place.display()));
    let fence = "`".repeat(32);
    let opening = format!("\n{fence} example\n");
    spec.split(&opening)
        .skip(1)
        .zip(1..)
        .map(|(block, number)| {
            let (example, _) = block.split_once(&format!("\n{fence}\n")).expect("examples are closed");
            let (markdown, html) = example.split_once("\n.").expect("examples have two parts");
            let tabbed = |text: &str| text.replace('→', "\t");
            let html = html.strip_prefix('\n').unwrap_or(html);
            Example { number, markdown: tabbed(markdown) + "\n", html: tabbed(html) }
        })
        .collect()
}

fn rendered(markdown: &str) -> String {
    let source = Source::new(SourcePath::new("spec.md").unwrap(), markdown);
    let body = render_text(&mut Diagnostics::default(), &source, Rules { raw_html: true });
    body.filled(|html, fill| {
        let Fill::Link(number) = fill else { return };
        pulldown_cmark_escape::escape_href(html, &body.links[number].target).unwrap();
    })
}

/// Removes ` id="…"` from headings.
fn without_ids(html: &str) -> String {
    let mut plain = String::new();
    let mut rest = html;
    while let Some(at) = rest.find(" id=\"").filter(|at| rest[..*at].ends_with(|c: char| c.is_ascii_digit()))
    {
        let end = at + 5 + rest[at + 5..].find('"').unwrap() + 1;
        plain.push_str(&rest[..at]);
        rest = &rest[end..];
    }
    plain + rest
}

fn unified(html: &str) -> String {
    html.trim_end().replace(" />", ">").replace("&quot;", "\"")
}

#[test]
fn every_example_of_the_specification_comes_out_as_it_says() {
    let examples = examples();
    assert_eq!(examples.len(), 652);
    let failures: BTreeMap<usize, String> = examples
        .iter()
        .filter_map(|example| {
            let (found, wanted) =
                (unified(&without_ids(&rendered(&example.markdown))), unified(&example.html));
            let report = format!("{:?}\nwanted {wanted:?}\nfound  {found:?}", example.markdown);
            (found != wanted).then_some((example.number, report))
        })
        .collect();
    let excepted: Vec<usize> = EXCEPTIONS.iter().map(|(number, _)| *number).collect();
    let unexpected: Vec<_> = failures.iter().filter(|(number, _)| !excepted.contains(number)).collect();
    assert!(unexpected.is_empty(), "{unexpected:#?}");
    let mended: Vec<_> = excepted.iter().filter(|number| !failures.contains_key(number)).collect();
    assert!(mended.is_empty(), "these pass and need no exception: {mended:?}");
}
