//! Pictures that cannot be shown, each told where it is shown; and that none of them does harm.

use briefgen::picture::{clean, look, shrink};

use super::made::{exif, gif, jpeg, noise, png, with_segments};
use crate::project::Project;

/// The problems of a page that shows a picture.
fn problems(name: &str, bytes: &[u8]) -> Vec<String> {
    let project = Project::new(&[]);
    project.page("content/a/index.md", &format!("Text.\n\n![A]({name})\n"));
    project.write(&format!("content/a/{name}"), bytes);
    project.problems()
}

#[track_caller]
fn expect(name: &str, bytes: &[u8], code: &str, why: &str) {
    let expected = format!("content/a/index.md:7:1: error[{code}]: `{name}` cannot be shown: {why}; ");
    let problems = problems(name, bytes);
    assert!(problems.len() == 1 && problems[0].starts_with(&expected), "{expected}\n{problems:#?}");
}

/// A PNG that says it has these sides, with these bytes in place of its pixels.
fn forged(width: u32, height: u32, pixels: &[u8]) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(png::ColorType::Rgb);
    let mut writer = encoder.write_header().unwrap();
    writer.write_chunk(png::chunk::IDAT, pixels).unwrap();
    drop(writer);
    file
}

#[test]
fn a_picture_that_cannot_be_cleaned_is_told_of() {
    let avif = b"\0\0\0\x20ftypavif\0\0\0\0";
    let project = Project::new(&[]);
    for (name, bytes) in
        [("a.avif", &avif[..]), ("b.tif", b"II*\0\x08\0\0\0"), ("c.mp4", b"\0\0\0\x20ftypisom")]
    {
        project.write(&format!("content/{name}"), bytes);
        project.write(&format!("static/theirs/{name}"), bytes);
    }
    let told = |name: &str, format: &str| {
        format!(
            "content/{name}:1:1: warning[picture-metadata]: this is {format}, from which no metadata is removed; \
             save it as JPEG, PNG or WebP, or put it in `static`, which is published as it is"
        )
    };
    assert_eq!(project.problems(), [told("a.avif", "AVIF"), told("b.tif", "TIFF")]);
}

#[test]
fn a_broken_picture_is_told_where_it_is_shown() {
    let unreadable = "picture-unreadable";
    expect("a.png", b"png", unreadable, "it is no PNG, JPEG, WebP, GIF or SVG");
    expect("a.png", b"", unreadable, "it is no PNG, JPEG, WebP, GIF or SVG");
    expect("a.txt", b"text", unreadable, "it is no PNG, JPEG, WebP, GIF or SVG");
    let (photo, drawn) = (jpeg(60, 40), png(60, 40, &noise(60, 40)));
    expect("a.jpg", &photo[..photo.len() - 1], unreadable, "its file ends too early");
    expect("a.jpg", &photo[..200], unreadable, "its file ends too early");
    expect("a.jpg", b"\xff\xd8\xff\xd9", unreadable, "it has no pixels");
    expect("a.png", &drawn[..drawn.len() - 1], unreadable, "its file ends too early");
    let mut damaged = drawn.clone();
    damaged[100] ^= 1;
    expect("a.png", &damaged, unreadable, "a part of it was damaged: its check does not agree");
    expect("a.gif", &gif(b"")[..20], unreadable, "its file ends too early");
    expect("a.webp", b"RIFF\x10\0\0\0WEBPVP8 ", unreadable, "its file ends too early");
    expect("a.svg", b"<svg><g></svg>", unreadable, "it is not well-formed XML");
    expect("a.svg", b"\xff<svg/>", unreadable, "it is not UTF-8");
}

#[test]
fn an_empty_or_huge_picture_is_told_before_it_is_decoded() {
    let mut empty = gif(b"");
    empty[6] = 0;
    expect("a.gif", &empty, "picture-unreadable", "it is empty: 0 pixels");
    let why = "it has 60000 × 60000 pixels, the limit is 50000000 in all";
    expect("a.png", &forged(60000, 60000, b"x"), "picture-too-large", why);
    let why = "it has 100000 × 1 pixels, the limit is 50000000 in all";
    expect("a.png", &forged(100_000, 1, b"x"), "picture-too-large", why);
    // The end of a file that is too large need not be there.
    let project = Project::new(&[]);
    project.page("content/a/index.md", "![A](a.jpg)\n");
    project.write("content/a/a.jpg", b"\xff\xd8\xff\xe0");
    let file = std::fs::File::options().write(true).open(project.path("content/a/a.jpg")).unwrap();
    file.set_len(65 * 1024 * 1024).unwrap();
    let problems = project.problems();
    assert!(
        problems[0].contains("it has 68157440 bytes, the limit is 67108864; make it smaller"),
        "{problems:?}"
    );
}

#[test]
fn pixels_that_cannot_be_decoded_stop_publishing() {
    let project = Project::new(&[]);
    project.page("content/a/index.md", "![A](a.png)\n");
    project.write("content/a/a.png", forged(800, 800, &noise(100, 100)));
    let run = project.run(&["build"]);
    assert_eq!(run.code, 1);
    let report = run.stdout + &run.stderr;
    assert!(report.contains("this picture cannot be published: its pixels cannot be decoded"), "{report}");
    assert!(!project.path("public").exists());
}

#[test]
fn a_figure_tells_it_at_its_file() {
    let project = Project::new(&[("templates/directives/figure.html", "{{ figure.href }}")]);
    project.page("content/a/index.md", "```{figure}\nfile: a.png\nalt: A\ncaption: C\n```\n");
    project.write("content/a/a.png", "png");
    let problems = project.problems();
    assert!(problems[0].starts_with("content/a/index.md:6:7: error[picture-unreadable]"), "{problems:?}");
}

#[test]
fn metadata_that_cannot_be_removed_is_told_of_a_picture_that_nobody_shows() {
    let project = Project::new(&[]);
    project.page("content/a/index.md", "[a](a.jpg)\n");
    project.write("content/a/a.jpg", &jpeg(9, 9)[..99]);
    project.write("content/a/b.txt", "no picture");
    assert_eq!(
        project.problems(),
        [
            "content/a/a.jpg:1:1: error[picture-unreadable]: this picture cannot be read, so its metadata cannot be removed: \
          its file ends too early; save it again as PNG, JPEG, WebP, GIF or SVG, or put it in `static`, which is published \
          as it is"
        ]
    );
}

#[test]
fn drawings_beside_pages_only_draw() {
    let script = "<svg xmlns=\"http://www.w3.org/2000/svg\">\n<script>alert(1)</script>\n</svg>";
    let found = problems("a.svg", script.as_bytes());
    assert!(
        found[0]
            .starts_with("content/a/a.svg:2:1: error[unsafe-picture]: this drawing has an element `script`")
    );
    let project = Project::new(&[("static/a.svg", script)]);
    assert_eq!(project.problems(), [""; 0]);
}

#[test]
fn a_place_is_told_of_in_static_alone() {
    let block = [b"Exif\0\0", &exif(1)[..]].concat();
    let placed = with_segments(&jpeg(9, 9), &[(0xE1, &block)]);
    assert_eq!(problems("a.jpg", &placed), [""; 0]);
    let project = Project::new(&[]);
    project.write("static/a.jpg", &placed);
    let problems = project.problems();
    assert!(problems[0].starts_with("static/a.jpg:1:1: warning[picture-metadata]"), "{problems:?}");
    project.build();
    assert!(project.files("public")["a.jpg"] == placed);
}

#[test]
fn whatever_is_in_a_file_reading_it_ends() {
    let block = [b"Exif\0\0", &exif(6)[..]].concat();
    let mut webp = Vec::new();
    let mut encoder = image_webp::WebPEncoder::new(&mut webp);
    encoder.set_exif_metadata(exif(5));
    encoder.encode(&noise(20, 15), 20, 15, image_webp::ColorType::Rgb8).unwrap();
    let files = [
        with_segments(&jpeg(40, 30), &[(0xE1, &block)]),
        png(20, 15, &noise(20, 15)),
        webp,
        gif(b"!\xfe\x01a\0"),
    ];
    let mut state = 1_u32;
    let mut below = |limit: usize| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as usize % limit
    };
    for file in &files {
        for _ in 0..400 {
            let mut hostile = file.clone();
            for _ in 0..=below(4) {
                let at = below(hostile.len());
                hostile[at] = [0, 0xFF, below(256) as u8][below(3)];
            }
            hostile.truncate(if below(4) == 0 { below(hostile.len()) } else { hostile.len() });
            if let Some(Ok(facts)) = look(&hostile)
                && u64::from(facts.width) * u64::from(facts.height) < 1_000_000
            {
                if let Ok(clean) = clean(&hostile) {
                    assert!(look(&clean).is_some_and(|looked| looked.is_ok_and(|facts| facts.is_clean)));
                }
                drop(shrink(&hostile));
            }
        }
    }
}

#[test]
fn a_check_finds_what_a_build_finds() {
    for width in [300, 800] {
        let project = Project::new(&[]);
        project.page("content/a/index.md", "![A](a.png)\n");
        let mut file = forged(width, 800, &noise(100, 100));
        file.extend(b"behind its end");
        project.write("content/a/a.png", &file);
        let found = "content/a/a.png:1:1: error[picture-unreadable]: this picture cannot be published";
        let is_found = |lines: &[String]| lines.iter().any(|line| line.starts_with(found));
        let built = project.run(&["build", "--format=short"]);
        let built: Vec<String> =
            built.stdout.lines().chain(built.stderr.lines()).map(str::to_owned).collect();
        // A narrow one is published without decoding it.
        assert_eq!(is_found(&built), width > 480, "{built:?}");
        assert_eq!(is_found(&project.problems()), width > 480);
    }
}
