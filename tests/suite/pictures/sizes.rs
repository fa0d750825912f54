//! What pages say of pictures, and the smaller ones that are published.

use super::made::{colours, facts, jpeg, lying, noise, png, without_digests};
use crate::project::Project;

/// A page with a body, and a picture beside it.
fn page(body: &str, name: &str, bytes: &[u8]) -> Project {
    let project = Project::new(&[("templates/page.html", "{{ content }}")]);
    project.page("content/a/index.md", body);
    project.write(&format!("content/a/{name}"), bytes);
    project
}

/// The names of what is published beside that page, without digests.
fn published(project: &Project) -> Vec<String> {
    let files = project.files("public/a");
    files.keys().filter(|name| *name != "index.html").map(|name| without_digests(name)).collect()
}

const SIZES: &str = "sizes=\"(min-width: 42rem) 38rem, 95vw\"";

#[test]
fn a_large_picture_has_smaller_ones() {
    let project = page("![A *map*](map.jpg \"Title\")\n", "map.jpg", &jpeg(1700, 300));
    project.build();
    let html = without_digests(&project.published("a/index.html"));
    let expected = "<p><img src=\"/repo/a/map.jpg\" alt=\"A map\" title=\"Title\" width=\"1700\" height=\"300\" \
        srcset=\"/repo/a/map-480w-.jpg 480w, /repo/a/map-768w-.jpg 768w, /repo/a/map-1152w-.jpg 1152w, \
        /repo/a/map-1536w-.jpg 1536w\" ";
    assert_eq!(html, format!("{expected}{SIZES}></p>\n"));
    assert_eq!(
        published(&project),
        ["map-1152w-.jpg", "map-1536w-.jpg", "map-480w-.jpg", "map-768w-.jpg", "map.jpg"]
    );
    for (name, bytes) in project.files("public/a").iter().filter(|(name, _)| name.contains("w-")) {
        let width: u32 = name[4..].split('w').next().unwrap().parse().unwrap();
        let facts = facts(bytes);
        assert_eq!((facts.width, facts.height), (width, (width * 300 + 850) / 1700), "{name}");
        assert!(bytes.len() < jpeg(1700, 300).len());
    }
}

#[test]
fn no_picture_is_made_larger_and_none_costs_more_bytes() {
    let project = page("![A](map.png)\n", "map.png", &png(600, 200, &noise(600, 200)));
    project.build();
    let html = without_digests(&project.published("a/index.html"));
    let expected = "<p><img src=\"/repo/a/map.png\" alt=\"A\" width=\"600\" height=\"200\" \
        srcset=\"/repo/a/map-480w-.png 480w, /repo/a/map.png 600w\" ";
    assert_eq!(html, format!("{expected}{SIZES}></p>\n"));
    // Black and white at random is one bit a pixel, the greys between them are eight.
    let dots: Vec<u8> =
        noise(1000, 334).into_iter().take(1_000_000).flat_map(|byte| [byte / 128 * 255; 3]).collect();
    let dotted = png(1000, 1000, &dots);
    let project = page("![A](map.png)\n", "map.png", &dotted);
    project.build();
    for (name, bytes) in project.files("public/a") {
        assert!(name == "index.html" || bytes.len() <= dotted.len(), "{name}: {}", bytes.len());
    }
}

#[test]
fn small_files_and_files_that_nobody_shows_have_no_smaller_ones() {
    let flat = png(1600, 20, &vec![9; 1600 * 20 * 3]);
    let project = page("![A](map.png)\n", "map.png", &flat);
    project.build();
    assert_eq!(
        project.published("a/index.html"),
        "<p><img src=\"/repo/a/map.png\" alt=\"A\" width=\"1600\" height=\"20\"></p>\n"
    );
    assert_eq!(published(&project), ["map.png"]);
    let project = page("[A](map.jpg)\n", "map.jpg", &jpeg(1000, 300));
    project.build();
    assert_eq!(published(&project), ["map.jpg"]);
    assert_eq!(project.published("a/index.html"), "<p><a href=\"/repo/a/map.jpg\">A</a></p>\n");
}

#[test]
fn all_pictures_but_the_first_of_a_page_are_loaded_late() {
    let figure = "```{figure}\nfile: a.png\nalt: A\ncaption: C\n```\n";
    let project =
        page(&format!("![x](a.png)\n\n{figure}\n[^1]\n\n[^1]: ![y](a.png)\n"), "a.png", &png(2, 1, &[0; 6]));
    let part = include_str!("../../../templates/parts/picture.html");
    project.write("templates/directives/figure.html", part);
    project.build();
    let late = |project: &Project| {
        let html = project.published("a/index.html");
        let images = html.split("<img").skip(1).map(|image| image.split('>').next().unwrap().to_owned());
        images.map(|image| image.contains("loading=\"lazy\" decoding=\"async\"")).collect::<Vec<bool>>()
    };
    assert_eq!(late(&project), [false, true, true]);
    assert!(project.published("a/index.html").contains(
        "<img src=\"/repo/a/a.png\" alt=\"A\" width=\"2\" height=\"1\" loading=\"lazy\" decoding=\"async\">"
    ));
    project.page("content/a/index.md", &format!("{figure}\n![x](a.png)\n"));
    project.build();
    assert_eq!(late(&project), [false, true]);
}

#[test]
fn figures_have_what_images_have() {
    let project = page("```{figure}\nfile: a.jpg\nalt: A\ncaption: C\n```\n", "a.jpg", &jpeg(800, 300));
    project.write("templates/directives/figure.html", include_str!("../../../templates/parts/picture.html"));
    project.write("site.toml", "title = \"S\"\ndescription = \"D\"\nbase_url = \"https://example.org/\"\n[pictures]\nsizes = \"50vw\"\n");
    project.build();
    assert_eq!(
        without_digests(&project.published("a/index.html")),
        "<img src=\"/a/a.jpg\" alt=\"A\" width=\"800\" height=\"300\" \
         srcset=\"/a/a-480w-.jpg 480w, /a/a-768w-.jpg 768w, /a/a.jpg 800w\" sizes=\"50vw\">\n"
    );
}

#[test]
fn drawings_say_how_large_they_are_if_they_do() {
    for (svg, said) in [
        ("<svg viewBox=\"0 0 30 20\"/>", " width=\"30\" height=\"20\""),
        ("<svg viewBox=\"0 0 30 20\" width=\"60\" height=\"40px\"/>", " width=\"60\" height=\"40\""),
        ("<svg/>", ""),
    ] {
        let project = page("![A](a.svg)\n", "a.svg", svg.as_bytes());
        project.build();
        let expected = format!("<p><img src=\"/repo/a/a.svg\" alt=\"A\"{said}></p>\n");
        assert_eq!(project.published("a/index.html"), expected);
    }
}

#[test]
fn a_picture_that_lies_on_its_side_is_set_upright() {
    let project = page("![A](a.jpg)\n", "a.jpg", &lying(&jpeg(1000, 400), 6));
    project.build();
    let html = project.published("a/index.html");
    assert!(html.contains(" width=\"400\" height=\"1000\">"), "{html}");
    let published = facts(&project.files("public/a")["a.jpg"]);
    assert_eq!((published.width, published.height, published.is_clean), (400, 1000, true));
}

#[test]
fn what_a_picture_is_does_not_hang_on_its_name() {
    let project = page("![A](a.jpg)\n", "a.jpg", &png(500, 100, &noise(500, 100)));
    project.build();
    assert_eq!(published(&project), ["a-480w-.png", "a.jpg"]);
    let smaller = &project.files("public/a").into_values().next().unwrap();
    assert_eq!(colours(smaller).len(), 480 * 96 * 3);
}

#[test]
fn pictures_of_static_have_their_size_and_stay_as_they_are() {
    let project = page("![A](/b.jpg)\n", "other.txt", b"");
    let picture = jpeg(1000, 300);
    project.write("static/b.jpg", &picture);
    project.build();
    assert_eq!(
        project.published("a/index.html"),
        "<p><img src=\"/repo/b.jpg\" alt=\"A\" width=\"1000\" height=\"300\"></p>\n"
    );
    assert!(project.files("public")["b.jpg"] == picture);
}

#[test]
fn building_again_makes_nothing_and_mends_what_was_cut() {
    let project = page("![A](a.jpg)\n", "a.jpg", &lying(&jpeg(900, 300), 3));
    project.build();
    let first = project.files("public");
    let again = project.build();
    let said = again.stdout + &again.stderr;
    assert!(said.contains("(0 written"), "{said}");
    let name = first.keys().find(|name| name.starts_with("a/a-480w-")).unwrap();
    project.write(&format!("public/{name}"), &first[name][..2000]);
    project.build();
    assert!(project.files("public") == first);
    // Another text of the page leaves the files alone; another picture has others.
    project.page("content/a/index.md", "Text.\n\n![A](a.jpg)\n");
    project.build();
    assert!(project.files("public")[name] == first[name]);
    project.write("content/a/a.jpg", jpeg(901, 300));
    project.build();
    let files = project.files("public");
    assert!(!files.contains_key(name) && files.len() == first.len());
}

#[test]
fn two_projects_with_the_same_pictures_are_the_same() {
    let body = "![A](a.jpg)\n\n![B](b.png)\n";
    let build = || {
        let project = page(body, "a.jpg", &lying(&jpeg(1300, 700), 5));
        project.write("content/a/b.png", png(800, 300, &noise(800, 300)));
        project.build();
        project.files("public")
    };
    assert!(build() == build());
}
