//! Cards: the pictures that other sites show beside a link to a page.

use std::fs;

use briefgen::base::{Diagnostics, Digest};
use briefgen::input::{Clock, Options};
use briefgen::output::Prints;
use briefgen::pipeline::Pipeline;
use briefgen::publish::{self, Destination, Record, Staging};
use jiff::civil::date;

use crate::project::Project;
use crate::templates::documented;

pub const FONT: &[u8] = include_bytes!("../../templates/fonts/NotoSans-SemiBold.ttf");

/// A card with the title of its page, or of the site.
pub const CARD: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"120\" height=\"63\">\
    {% set title = page.title if page else site.title %}{% for line in title | lines(width=100, size=20, count=2) %}\
    <text x=\"10\" y=\"{{ 20 * loop.index }}\" font-size=\"20\">{{ line }}</text>{% endfor %}</svg>";

const PAGE: &str = "{% if card %}{{ card.url }} {{ card.width }}x{{ card.height }}{% endif %} {{ page.title }} {{ content }}";

/// A page `a` and cards.
fn project() -> Project {
    let list = "{% if card %}{{ card.url }}{% endif %}";
    let project = Project::new(&[
        ("templates/page.html", PAGE),
        ("templates/index.html", list),
        ("templates/404.html", list),
        ("templates/card.svg", CARD),
    ]);
    project.write("templates/fonts/font.ttf", FONT);
    project.page("content/a.md", "Text.\n");
    project
}

fn published(project: &Project, path: &str) -> Vec<u8> {
    fs::read(project.path("public").join(path)).unwrap()
}

/// Width and height, as the header of a PNG file has them.
fn size(png: &[u8]) -> (u32, u32) {
    let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
    assert_eq!(png[..8], *b"\x89PNG\r\n\x1a\n");
    (number(16), number(20))
}

/// Builds into `public` as the command does, and tells how many cards were drawn.
fn drawn(project: &Project) -> usize {
    let options = Options {
        root: project.root().to_owned(),
        drafts: false,
        base_url: None,
        clock: Clock::Day(date(2026, 11, 23)),
    };
    let mut diagnostics = Diagnostics::default();
    let output = project.path("public");
    let destination = Destination::check(&mut diagnostics, project.root(), &output).unwrap().unwrap();
    let plan = Pipeline::once(&mut diagnostics, &options).unwrap();
    let staging = Staging::open(&destination).unwrap();
    let (prints, record) = (Prints::of(&plan, Digest::of(b"")), Record::default());
    publish::stage(&mut diagnostics, &plan, staging, &prints, &record).unwrap().commit().unwrap();
    assert!(!diagnostics.has_errors());
    plan.drawn().count()
}

#[test]
fn each_page_has_a_card_and_names_it() {
    let project = project();
    project.build();
    assert_eq!(size(&published(&project, "a/card.png")), (120, 63));
    let page = project.published("a/index.html");
    let (address, rest) = page.split_once("?v=").unwrap();
    assert_eq!(address, "https://example.org/repo/a/card.png");
    assert_eq!(&rest[10..], " 120x63 T <p>Text.</p>\n");
    assert!(rest[..10].bytes().all(|byte| byte.is_ascii_hexdigit()));
    assert!(!project.path("public/fonts").exists());
}

#[test]
fn templates_receive_what_the_documentation_lists() {
    let project = project();
    project.write("templates/page.html", "{{ card | keys | join(sep=\" \") }}");
    project.build();
    assert_eq!(project.published("a/index.html"), documented("`card`:"));
}

#[test]
fn what_is_no_page_has_the_card_of_the_site_in_its_language() {
    let config = "title = \"Site\"\ndescription = \"A site.\"\nbase_url = \"https://example.org/\"\n\
        [languages.en]\nname = \"English\"\n[languages.fr]\nname = \"Français\"\ntitle = \"Le site\"\n";
    let project = project();
    project.write("site.toml", config);
    project.write("content/_index.fr.md", "---\ntitle: Accueil\nsummary: S\n---\n");
    project.build();
    let home = project.published("index.html");
    assert!(home.starts_with("https://example.org/card.png?v="), "{home}");
    assert_eq!(project.published("404.html"), home);
    let french = project.published("fr/index.html");
    assert!(french.starts_with("https://example.org/fr/card.png?v="), "{french}");
    assert_ne!(published(&project, "card.png"), published(&project, "fr/card.png"));
}

#[test]
fn a_site_without_the_template_has_no_cards() {
    let project = project();
    project.remove("templates/card.svg");
    project.build();
    assert_eq!(project.published("a/index.html"), " T <p>Text.</p>\n");
    assert!(!project.files("public").keys().any(|path| path.ends_with(".png")));
}

#[test]
fn the_same_title_gives_the_same_bytes() {
    let (one, other) = (project(), project());
    one.build();
    other.build();
    assert_eq!(published(&one, "a/card.png"), published(&other, "a/card.png"));
}

#[test]
fn a_card_is_drawn_again_only_when_it_shows_something_else() {
    let project = project();
    assert_eq!(drawn(&project), 2);
    assert_eq!(drawn(&project), 0);
    let before = (project.published("a/index.html"), published(&project, "a/card.png"));
    project.page("content/a.md", "Other text.\n");
    assert_eq!(drawn(&project), 0);
    let address = |page: &str| page.split(' ').next().unwrap().to_owned();
    assert_eq!(address(&project.published("a/index.html")), address(&before.0));
    project.write("content/a.md", "---\ntitle: Title\nsummary: S\n---\n");
    assert_eq!(drawn(&project), 1);
    assert_ne!(address(&project.published("a/index.html")), address(&before.0));
    assert_ne!(published(&project, "a/card.png"), before.1);
    project.write("templates/fonts/font.ttf", include_bytes!("../../templates/fonts/NotoSans-Regular.ttf"));
    assert_eq!(drawn(&project), 2);
}

#[test]
fn a_damaged_card_is_drawn_again() {
    let project = project();
    project.build();
    let whole = published(&project, "a/card.png");
    let mut damaged = whole.clone();
    let last = damaged.len() - 20;
    damaged[last] ^= 1;
    for wrong in [damaged, whole[..whole.len() - 1].to_vec(), Vec::new(), b"other".to_vec()] {
        fs::write(project.path("public/a/card.png"), wrong).unwrap();
        assert_eq!(drawn(&project), 1);
        assert_eq!(published(&project, "a/card.png"), whole);
    }
}

#[test]
fn a_title_cannot_leave_its_text() {
    let plain = project();
    plain.write(
        "content/a.md",
        "---\ntitle: \"</text><rect width='120' height='63'/><text>\"\nsummary: S\n---\n",
    );
    plain.build();
    // Were it an element, all would be black.
    let bytes = published(&plain, "a/card.png");
    assert_eq!(size(&bytes), (120, 63));
    let mut reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().unwrap();
    let mut indices = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut indices).unwrap();
    let corner = indices[0];
    assert!(indices.iter().filter(|index| **index == corner).count() > 120 * 63 / 2);
    assert!(indices.iter().any(|index| *index != corner));
    let long = project();
    long.write(
        "content/a.md",
        format!("---\ntitle: {}\nsummary: S\n---\n", "wide &amp; words ".repeat(1500)),
    );
    long.build();
    assert_eq!(size(&published(&long, "a/card.png")), (120, 63));
}

#[test]
fn a_character_that_no_font_has_is_a_warning_at_the_title() {
    let project = project();
    project.write("content/a.md", "---\ntitle: A 岩 𠮟\nsummary: S\n---\n");
    assert_eq!(
        project.problems(),
        ["content/a.md:2:8: warning[card-glyph]: no font of the card has `岩` (U+5CA9), `𠮟` (U+20B9F); \
             add a font with it to `templates/fonts`, or choose other words"]
    );
    project.build();
    assert_eq!(size(&published(&project, "a/card.png")), (120, 63));
}

#[test]
fn lines_need_fonts_and_sensible_numbers() {
    let project = project();
    project.write("templates/page.html", "{{ page.title | lines(width=0, size=20) | join(sep=\"/\") }}");
    let problems = project.problems().join("\n");
    assert!(problems.contains("`width` is 0, it must be more than 0"), "{problems}");
    project.write("templates/page.html", "{{ page.title | lines(width=100, size=20) | join(sep=\"/\") }}");
    project.build();
    assert_eq!(project.published("a/index.html"), "T");
    project.remove("templates/fonts");
    let problems = project.problems().join("\n");
    assert!(
        problems.contains("`lines` measures with the fonts in `templates/fonts`, and there are none"),
        "{problems}"
    );
}
