//! How much is done again for each kind of edit: nothing that the edit does not show in.

use briefgen::input::Changes;

use super::{Built, Warm, expect_fresh};
use crate::project::Project;

/// Four dated pages in one section, one of which has a topic, and a page in another, which rests on a source and shows
/// the timeline. Pages and sections share a frame; the page that no address has, and lists of the record, do not.
const SITE: &[(&str, &str)] = &[
    ("content/near/_index.md", "---\ntitle: Near\nsummary: S\n---\n"),
    ("content/near/a.md", "---\ntitle: A\nsummary: S\ndate: 2024-11-01\n---\nText of A.\n"),
    ("content/near/b.md", "---\ntitle: B\nsummary: S\ndate: 2024-11-02\ntopics: [sea]\n---\nText of B.\n"),
    ("content/near/c.md", "---\ntitle: C\nsummary: S\ndate: 2024-11-03\n---\nText of C.\n"),
    ("content/near/d.md", "---\ntitle: D\nsummary: S\ndate: 2024-11-04\n---\nText of D.\n"),
    ("content/far/_index.md", "---\ntitle: Far\nsummary: S\n---\n"),
    ("content/far/e.md", "---\ntitle: E\nsummary: S\n---\nRests on [@s1].\n\n```{timeline}\n```\n"),
    ("content/registry/sources.yaml", SOURCES),
    (
        "content/registry/events.yaml",
        "- {id: e1, date: 2024-11-01, title: First, sources: [s1], confidence: high}\n",
    ),
    ("content/i18n/en.yaml", "hello: Hello\n"),
    ("static/style.css", "a {}"),
    ("static/map.png", "map"),
    (
        "templates/base.html",
        "{{ asset(path=\"style.css\") }} {{ site.title }} {{ words.hello }} {% block main %}{% endblock %}",
    ),
    (
        "templates/page.html",
        "{% extends \"base.html\" %}{% block main %}{{ page.title }}{{ content }}{% include \"parts/near.html\" %}\
         {% for item in sources %}{{ item.source.title | lang }}{% endfor %}{% endblock %}",
    ),
    (
        "templates/parts/near.html",
        "{% if page.previous %}<{{ page.previous.title }}{% endif %}{% if page.next %}>{{ page.next.title }}{% endif %}",
    ),
    (
        "templates/section.html",
        "{% extends \"base.html\" %}{% block main %}{% for item in pager.items %}{{ item.title }}{% endfor %}{% endblock %}",
    ),
    (
        "templates/index.html",
        "{% extends \"base.html\" %}{% block main %}{% for item in latest %}{{ item.title }}{% endfor %}{% endblock %}",
    ),
    ("templates/topic.html", "{% for item in pager.items %}{{ item.title }}{% endfor %}"),
    ("templates/directives/timeline.html", "{% for event in events %}{{ event.title | lang }}{% endfor %}"),
    (
        "templates/timeline.html",
        "{% for event in events %}{{ event.title | lang }}{% endfor %}{% for item in sources %}{{ item.source.title | lang }}{% endfor %}",
    ),
    ("templates/source.html", "{{ source.title | lang }}"),
    ("templates/sources.html", "{% for source in sources %}{{ source.title | lang }}{% endfor %}"),
];

const SOURCES: &str = "\
- {id: s1, title: One, publisher: P, url: 'https://example.org/1', language: en, kind: official, accessed: 2026-11-01, reliability: high}
- {id: s2, title: Two, publisher: P, url: 'https://example.org/2', language: en, kind: official, accessed: 2026-11-01, reliability: high}
";

/// What a second build did.
#[derive(Debug, PartialEq)]
struct Done {
    parsed: usize,
    rendered: usize,
    /// The outputs of templates whose bytes changed.
    changed: Vec<String>,
}

/// A second build parsed so many documents, and rendered these outputs, each of which changed.
fn done(parsed: usize, changed: &[&str]) -> Done {
    Done { parsed, rendered: changed.len(), changed: changed.iter().map(|path| (*path).to_owned()).collect() }
}

/// Builds the site, edits it, and builds it again, told of these paths.
fn after(paths: &[&str], edit: impl FnOnce(&Project)) -> Done {
    let project = Project::in_memory();
    project.fill(SITE);
    let mut warm = Warm::new(&project);
    let before = warm.build(&Changes::All);
    assert_eq!(before.words(), [""; 0]);
    edit(&project);
    again(&mut warm, &before, paths, &project)
}

fn again(warm: &mut Warm, before: &Built, paths: &[&str], project: &Project) -> Done {
    let built = warm.told(paths);
    expect_fresh(&built, project);
    let changed = built.changed_since(before).into_iter().map(str::to_owned).collect();
    Done { parsed: warm.counts().parsed, rendered: warm.ledger.rendered, changed }
}

/// Replaces words in a file of the site.
fn replaced(path: &str, old: &str, new: &str) -> Done {
    let (_, text) = SITE.iter().find(|(known, _)| *known == path).unwrap();
    assert!(text.contains(old), "{path} says nothing of {old}");
    after(&[path], |project| project.write(path, text.replace(old, new)))
}

#[test]
fn the_first_build_parses_and_renders_everything() {
    let project = Project::in_memory();
    project.fill(SITE);
    let mut warm = Warm::new(&project);
    let built = warm.build(&Changes::All);
    assert_eq!((warm.counts().documents, warm.counts().parsed), (8, 8));
    assert_eq!(warm.ledger.rendered, built.templated.len());
}

#[test]
fn an_edit_of_a_body_parses_one_document_and_renders_one_page() {
    assert_eq!(replaced("content/near/b.md", "Text", "Words"), done(1, &["near/b/index.html"]));
}

#[test]
fn a_save_of_the_same_bytes_parses_and_renders_nothing() {
    assert_eq!(replaced("content/near/b.md", "Text", "Text"), done(0, &[]));
    assert_eq!(replaced("templates/base.html", "main", "main"), done(0, &[]));
    assert_eq!(replaced("content/registry/sources.yaml", "One", "One"), done(0, &[]));
}

#[test]
fn a_build_told_that_anything_may_have_changed_does_no_more_than_what_has() {
    let project = Project::in_memory();
    project.fill(SITE);
    let mut warm = Warm::new(&project);
    warm.build(&Changes::All);
    project.page("content/far/e.md", "Other words.\n");
    warm.build(&Changes::All);
    // The page, its section's list, which shows its title, and the page of the source that it no longer cites.
    assert_eq!((warm.counts().parsed, warm.ledger.rendered), (1, 3));
}

#[test]
fn an_edit_of_a_title_renders_the_page_its_neighbours_and_its_lists() {
    assert_eq!(
        replaced("content/near/b.md", "title: B", "title: Bee"),
        done(
            1,
            &[
                "atom.xml",
                "feed.json",
                "index.html",
                "near/a/index.html",
                "near/b/index.html",
                "near/c/index.html",
                "near/index.html",
                "topics/sea/index.html"
            ]
        )
    );
}

#[test]
fn a_new_page_renders_itself_its_neighbour_and_its_lists() {
    let text = "---\ntitle: New\nsummary: S\ndate: 2024-11-05\n---\nText.\n";
    assert_eq!(
        after(&["content/near/new.md"], |project| project.write("content/near/new.md", text)),
        done(
            1,
            &[
                "atom.xml",
                "feed.json",
                "index.html",
                "near/d/index.html",
                "near/index.html",
                "near/new/index.html"
            ]
        )
    );
}

#[test]
fn a_deletion_renders_the_neighbours_and_the_lists() {
    assert_eq!(
        after(&["content/near/c.md"], |project| project.remove("content/near/c.md")),
        done(
            0,
            &[
                "atom.xml",
                "feed.json",
                "index.html",
                "near/b/index.html",
                "near/d/index.html",
                "near/index.html"
            ]
        )
    );
}

#[test]
fn an_edit_of_the_frame_renders_all_that_extend_it() {
    assert_eq!(
        replaced("templates/base.html", "{{ site.title }}", "{{ site.title }}!"),
        done(
            0,
            &[
                "far/e/index.html",
                "far/index.html",
                "index.html",
                "near/a/index.html",
                "near/b/index.html",
                "near/c/index.html",
                "near/d/index.html",
                "near/index.html"
            ]
        )
    );
}

#[test]
fn an_edit_of_an_include_renders_the_pages_that_include_it() {
    let Done { parsed, rendered, changed } =
        replaced("templates/parts/near.html", "{% if page.previous %}", "-{% if page.previous %}");
    assert_eq!((parsed, rendered), (0, 5));
    assert_eq!(
        changed,
        [
            "far/e/index.html",
            "near/a/index.html",
            "near/b/index.html",
            "near/c/index.html",
            "near/d/index.html"
        ]
    );
}

#[test]
fn an_edit_of_the_template_of_a_directive_renders_the_pages_that_use_it() {
    assert_eq!(
        replaced("templates/directives/timeline.html", "event.title | lang }}", "event.title | lang }}!"),
        done(0, &["far/e/index.html"])
    );
}

#[test]
fn an_edit_of_a_stylesheet_renders_the_pages_that_show_its_fingerprint() {
    let done = replaced("static/style.css", "a {}", "b {}");
    assert_eq!((done.parsed, done.rendered, done.changed.len()), (0, 8, 8));
}

#[test]
fn a_picture_that_no_template_asks_for_renders_nothing() {
    assert_eq!(replaced("static/map.png", "map", "other"), done(0, &[]));
    assert_eq!(after(&["static/new.png"], |project| project.write("static/new.png", "new")), done(0, &[]));
}

#[test]
fn an_edit_of_a_registry_renders_what_shows_the_entry() {
    assert_eq!(
        replaced("content/registry/sources.yaml", "One", "Uno"),
        done(0, &["far/e/index.html", "sources/index.html", "sources/s1/index.html", "timeline/index.html"])
    );
    assert_eq!(
        replaced("content/registry/sources.yaml", "Two", "Due"),
        done(0, &["sources/index.html", "sources/s2/index.html"])
    );
    // The home page is given the event as well, though its template here shows none.
    let shown = done(0, &["far/e/index.html", "timeline/index.html"]);
    assert_eq!(replaced("content/registry/events.yaml", "First", "Primo"), Done { rendered: 3, ..shown });
}

#[test]
fn an_edit_of_the_title_of_the_site_renders_everything() {
    let text = "title = \"Other\"\ndescription = \"A site.\"\nbase_url = \"https://example.org/repo/\"\n";
    let done = after(&["site.toml"], |project| project.write("site.toml", text));
    assert_eq!((done.parsed, done.rendered, done.changed.len()), (0, 18, 10));
}

#[test]
fn a_comment_in_the_configuration_renders_nothing() {
    let text = "# A comment.\ntitle = \"Site\"\ndescription = \"A site.\"\nbase_url = \"https://example.org/repo/\"\n";
    assert_eq!(after(&["site.toml"], |project| project.write("site.toml", text)), done(0, &[]));
}

#[test]
fn an_edit_of_the_words_of_the_interface_renders_everything_of_that_language() {
    let done = replaced("content/i18n/en.yaml", "Hello", "Good day");
    assert_eq!((done.parsed, done.rendered, done.changed.len()), (0, 16, 8));
}

/// Templates that make copies of pages, and put what they say into feeds.
const FOR_PROGRAMS: &[(&str, &str)] = &[
    (
        "templates/copy.md",
        "{{ page.title | plain }}\n{{ content }}{% for item in items %}{{ item.title }}{% endfor %}",
    ),
    (
        "templates/llms.txt",
        "{% for group in groups %}{% for item in group.items %}{{ item.title }}{% endfor %}{% endfor %}",
    ),
    (
        "templates/entry.html",
        "{{ content }}{% for item in sources %}{{ item.source.title | lang }}{% endfor %}",
    ),
    ("templates/directives/timeline.md", "{% for event in events %}{{ event.title | plain }}{% endfor %}"),
];

/// Builds the site with templates for programs, edits it, and builds it again.
fn for_programs(limit: usize, path: &str, old: &str, new: &str) -> Done {
    let project = Project::in_memory();
    project.fill(SITE);
    for (path, text) in FOR_PROGRAMS {
        project.write(path, text);
    }
    let config = "title = \"Site\"\ndescription = \"A site.\"\nbase_url = \"https://example.org/repo/\"\n";
    project.write("site.toml", format!("{config}[feed]\nlimit = {limit}\n"));
    let mut warm = Warm::new(&project);
    let before = warm.build(&Changes::All);
    assert_eq!(before.words(), [""; 0]);
    let (_, text) = SITE.iter().chain(FOR_PROGRAMS).find(|(known, _)| *known == path).unwrap();
    assert!(text.contains(old), "{path} says nothing of {old}");
    project.write(path, text.replace(old, new));
    again(&mut warm, &before, &[path], &project)
}

#[test]
fn an_edit_of_a_body_is_seen_in_its_copy_and_in_the_feeds_that_hold_it() {
    let page = "content/near/b.md";
    assert_eq!(
        for_programs(20, page, "Text", "Words"),
        done(1, &["atom.xml", "feed.json", "near/b/index.html", "near/b/index.md"])
    );
    assert_eq!(for_programs(2, page, "Text", "Words"), done(1, &["near/b/index.html", "near/b/index.md"]));
    assert_eq!(
        for_programs(2, page, "title: B", "title: Bee").changed,
        [
            "index.html",
            "llms.txt",
            "near/a/index.html",
            "near/b/index.html",
            "near/b/index.md",
            "near/c/index.html",
            "near/index.html",
            "near/index.md",
            "topics/sea/index.html"
        ]
    );
}

#[test]
fn an_edit_of_a_registry_or_of_a_template_makes_the_copies_that_show_it() {
    assert_eq!(
        for_programs(20, "content/registry/events.yaml", "First", "Primo"),
        // The home page is given the event as well.
        Done { rendered: 4, ..done(0, &["far/e/index.html", "far/e/index.md", "timeline/index.html"]) }
    );
    assert_eq!(
        for_programs(20, "templates/directives/timeline.md", "}}", "}}!"),
        done(0, &["far/e/index.md"])
    );
    assert_eq!(
        for_programs(20, "templates/entry.html", "content }}", "content }}!"),
        done(0, &["atom.xml", "feed.json"])
    );
}
