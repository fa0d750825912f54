//! What a warm pipeline does again of cards.

use briefgen::input::Changes;

use super::{Built, Warm, expect_fresh};
use crate::cards::{CARD, FONT};
use crate::project::Project;

fn project() -> Project {
    let project = Project::in_memory();
    project.fill(&[
        ("templates/page.html", "{{ card.url }} {{ content }}"),
        ("templates/index.html", "{{ card.url }}"),
        ("templates/card.svg", CARD),
        ("content/a.md", "---\ntitle: A\nsummary: S\n---\nText.\n"),
        ("content/b.md", "---\ntitle: B\nsummary: S\n---\nText.\n"),
    ]);
    project.write("templates/fonts/font.ttf", FONT);
    project
}

/// Edits the site of a warm pipeline, which must then give what a fresh one does; the build before and after.
fn edited(path: &str, text: &str) -> (Built, Built, usize) {
    let project = project();
    let mut warm = Warm::new(&project);
    let before = warm.build(&Changes::All);
    let drawn = warm.drawn;
    project.write(path, text);
    let after = warm.told(&[path]);
    expect_fresh(&after, &project);
    let again = warm.drawn - drawn;
    (before, after, again)
}

/// The cards that differ.
fn changed(before: &Built, after: &Built) -> Vec<String> {
    let cards = after.files.keys().filter(|path| path.ends_with(".png"));
    cards.filter(|path| before.files.get(*path) != after.files.get(*path)).cloned().collect()
}

#[test]
fn an_edit_of_the_text_draws_no_card() {
    let (before, after, drawn) = edited("content/a.md", "---\ntitle: A\nsummary: S\n---\nOther.\n");
    assert_eq!(changed(&before, &after), [""; 0]);
    assert_eq!(drawn, 0);
    assert_eq!(before.digests["a/card.png"], after.digests["a/card.png"]);
    assert_ne!(before.digests["a/index.html"], after.digests["a/index.html"]);
}

#[test]
fn an_edit_of_a_title_draws_its_card_and_renders_its_page() {
    let (before, after, drawn) = edited("content/a.md", "---\ntitle: New\nsummary: S\n---\nText.\n");
    assert_eq!(changed(&before, &after), ["a/card.png"]);
    assert_eq!(drawn, 1);
    assert_ne!(before.text("a/index.html"), after.text("a/index.html"));
    assert_ne!(before.digests["a/card.png"], after.digests["a/card.png"]);
}

#[test]
fn the_template_the_site_and_the_fonts_are_in_every_card_that_shows_them() {
    let all = ["a/card.png", "b/card.png", "card.png"];
    let (before, after, _) = edited("templates/card.svg", &CARD.replace("width=\"120\"", "width=\"100\""));
    assert_eq!(changed(&before, &after), all);
    assert_ne!(before.text("a/index.html"), after.text("a/index.html"));
    let config = "title = \"New\"\ndescription = \"A site.\"\nbase_url = \"https://example.org/repo/\"\n";
    let (before, after, _) = edited("site.toml", config);
    assert_eq!(changed(&before, &after), ["card.png"]);
    assert_ne!(before.text("index.html"), after.text("index.html"));
    let project = project();
    let mut warm = Warm::new(&project);
    let before = warm.build(&Changes::All);
    project
        .write("templates/fonts/font.ttf", include_bytes!("../../../templates/fonts/NotoSans-Regular.ttf"));
    let after = warm.told(&["templates/fonts/font.ttf"]);
    expect_fresh(&after, &project);
    assert_eq!(changed(&before, &after), all);
    assert_ne!(before.text("a/index.html"), after.text("a/index.html"));
}

#[test]
fn cards_come_and_go_with_their_template() {
    let project = project();
    project.write("templates/page.html", "{% if card %}{{ card.url }}{% endif %}");
    project.write("templates/index.html", "{% if card %}{{ card.url }}{% endif %}");
    project.remove("templates/card.svg");
    let mut warm = Warm::new(&project);
    let before = warm.build(&Changes::All);
    assert!(!before.files.contains_key("a/card.png"));
    project.write("templates/card.svg", CARD);
    let after = warm.told(&["templates/card.svg"]);
    expect_fresh(&after, &project);
    assert!(after.files["a/card.png"].is_some());
}

#[test]
fn a_warning_follows_its_title() {
    let (before, after, _) = edited("content/a.md", "---\nsummary: S\ntitle: A 岩\n---\nText.\n");
    assert_eq!(before.words(), [""; 0]);
    assert_eq!(after.words().len(), 1);
    let project = project();
    project.write("content/a.md", "---\ntitle: A 岩\nsummary: S\n---\nText.\n");
    let mut warm = Warm::new(&project);
    warm.build(&Changes::All);
    project.write("content/a.md", "---\nsummary: S\ntitle: A 岩\n---\nText.\n");
    expect_fresh(&warm.told(&["content/a.md"]), &project);
}
