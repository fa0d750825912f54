//! The smallest project that shows each problem, and the report that it gets, to the letter: `tests/suite` runs them all.

use crate::base::Code;
use Piece::{Bytes, Link, Long, Nothing, Text};

/// What stands at a path of a project that is whole otherwise.
#[derive(Debug, Clone, Copy)]
pub enum Piece {
    /// A text.
    Text(&'static str, &'static str),
    /// Any other file.
    Bytes(&'static str, &'static [u8]),
    /// A file with so many letters.
    Long(&'static str, usize),
    /// A symbolic link to this path.
    Link(&'static str, &'static str),
    /// Nothing, where something belongs.
    Nothing(&'static str),
}

/// The smallest picture: a GIF of one pixel.
const PIXEL: &[u8] = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;";

const TWO_LANGUAGES: &str = "title = \"Site\"\ndescription = \"A site.\"\nbase_url = \"https://example.org/\"\n\
    [languages.en]\nname = \"English\"\n[languages.ja]\nname = \"日本語\"\n";

/// A home page in Japanese that follows the one in English.
const JAPANESE_HOME: Piece = Text(
    "content/_index.ja.md",
    "---\ntitle: Home\nsummary: The home page.\nfollows: {date: 2026-11-23, blocks: 1ajve kvn3k}\n---\n",
);

/// A registry with one source.
const ONE_SOURCE: &str = "- {id: s, title: S, publisher: P, url: \"https://example.org/\", language: en, kind: official, \
    accessed: 2026-11-23, reliability: high}\n";

/// A problem, what shows it, and how that is reported.
pub type Case = (Code, &'static [Piece], &'static str);

/// A case for each code.
#[rustfmt::skip]
pub const CASES: &[Case] = &[
    (
        Code::ConfigMissing,
        &[Nothing("site.toml")],
        r#"
error[config-missing]: there is no `site.toml` here
--> site.toml:1:1
 = help: run this in the folder of a site, or name that folder with `--root`"#,
    ),
    (
        Code::TomlSyntax,
        &[Text("site.toml", "title = \"Site\"\ndescription = A site.\nbase_url = \"https://example.org/\"\n")],
        r#"
error[toml-syntax]: string values must be quoted, expected literal string
 --> site.toml:2:15
  |
2 | description = A site.
  |               ^^^^^^^
  |
  = help: compare the line with TOML's syntax: `key = "value"`"#,
    ),
    (
        Code::YamlSyntax,
        &[Text("content/a.md", "---\ntitle: Pact: the text\nsummary: S\n---\n")],
        r#"
error[yaml-syntax]: mapping values are not allowed in this context
 --> content/a.md:2:12
  |
2 | title: Pact: the text
  |            ^
  |
  = help: put quotes around text that has `: ` in it"#,
    ),
    (
        Code::YamlLimit,
        &[Text("content/a.md", "---\ntitle: T\nsummary: S\nextra: {a: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[}\n---\n")],
        r#"
error[yaml-limit]: brackets nest deeper than 32 levels
 --> content/a.md:4:43
  |
4 | extra: {a: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[}
  |                                           ^
  |
  = help: write this as an indented list or mapping"#,
    ),
    (
        Code::CsvSyntax,
        &[
            Text("content/a.md", "---\ntitle: T\nsummary: S\n---\n```{figure}\nchart: bars\ndata: a.csv\ntitle: W\ndescription: W\nsource: s\n```\n"),
            Text("content/registry/sources.yaml", ONE_SOURCE),
            Text("content/a.csv", "label,value\nA,1,2\n"),
        ],
        r#"
error[csv-syntax]: this record has 3 cells, the header has 2
 --> content/a.csv:2:1
  |
2 | A,1,2
  | ^^^^^
  |
  = help: give it a cell for each column; put quotation marks round a cell that has a comma in it"#,
    ),
    (
        Code::ColumnUnknown,
        &[
            Text("content/a.md", "---\ntitle: T\nsummary: S\n---\n```{figure}\nchart: bars\ndata: a.csv\ntitle: W\ndescription: W\nsource: s\nvalue: vlaue\n```\n"),
            Text("content/registry/sources.yaml", ONE_SOURCE),
            Text("content/a.csv", "label,value\nA,1\n"),
        ],
        r#"
error[column-unknown]: `a.csv` has no column `vlaue`
  --> content/a.md:11:8
   |
11 | value: vlaue
   |        ^^^^^
   |
   = help: did you mean `value`?"#,
    ),
    (
        Code::DuplicateKey,
        &[Text("content/a.md", "---\ntitle: T\nsummary: S\ntitle: U\n---\n")],
        r#"
error[duplicate-key]: key `title` is given twice
 --> content/a.md:4:1
  |
4 | title: U
  | ^^^^^
  |
  = help: keep one of the two"#,
    ),
    (
        Code::UnknownKey,
        &[Text("content/a.md", "---\ntitle: T\nsummary: S\ntopcs: [a]\n---\n")],
        r#"
error[unknown-key]: key `topcs` is not known here
 --> content/a.md:4:1
  |
4 | topcs: [a]
  | ^^^^^
  |
  = help: did you mean `topics`?"#,
    ),
    (
        Code::MissingKey,
        &[Text("content/a.md", "---\ntitle: T\n---\n")],
        r#"
error[missing-key]: key `summary` is missing
 --> content/a.md:2:1
  |
2 | title: T
  | ^^^^^
  |
  = help: add `summary` here"#,
    ),
    (
        Code::WrongType,
        &[Text("content/a.md", "---\ntitle: T\nsummary: S\ntopics: cyber\n---\n")],
        r#"
error[wrong-type]: expected a list, found text
 --> content/a.md:4:9
  |
4 | topics: cyber
  |         ^^^^^
  |
  = help: write `[one, two]`, or one item a line after `- `"#,
    ),
    (
        Code::InvalidValue,
        &[Text("content/a.md", "---\ntitle: T\nsummary: S\nkind: breifing\n---\n")],
        r#"
error[invalid-value]: `breifing` is not a kind of page
 --> content/a.md:4:7
  |
4 | kind: breifing
  |       ^^^^^^^^
  |
  = help: did you mean `briefing`?"#,
    ),
    (
        Code::InvalidDate,
        &[Text("content/a.md", "---\ntitle: T\nsummary: S\ndate: 2024-02-30\n---\n")],
        r#"
error[invalid-date]: `2024-02-30` is not a date
 --> content/a.md:4:7
  |
4 | date: 2024-02-30
  |       ^^^^^^^^^^
  |
  = help: write `2024-11-01`, or with a time `2024-11-01T18:20:00+09:00`"#,
    ),
    (
        Code::FrontMatterMissing,
        &[Text("content/a.md", "## A\n")],
        r#"
error[front-matter-missing]: a page begins with front matter between `---` lines
 --> content/a.md:1:1
  |
1 | ## A
  | ^
  |
  = help: put `---`, `title: …`, `summary: …` and `---` on the first lines"#,
    ),
    (
        Code::FrontMatterUnclosed,
        &[Text("content/a.md", "---\ntitle: T\nsummary: S\n")],
        r#"
error[front-matter-unclosed]: this front matter is not closed
 --> content/a.md:1:1
  |
1 | ---
  | ^^^
  |
  = help: end it with a line of its own: `---`"#,
    ),
    (
        Code::InvalidUtf8,
        &[Bytes("content/a.md", b"---\ntitle: T\nsummary: S\n---\ncaf\xe9\n")],
        r#"
error[invalid-utf8]: byte 0xE9 is not UTF-8
 --> content/a.md:5:4
  |
5 | caf�
  |    ^
  |
  = help: save the file as UTF-8"#,
    ),
    (
        Code::ControlCharacter,
        &[Text("content/a.md", "---\ntitle: T\nsummary: S\n---\n岩屋\u{2028}毅\n")],
        r#"
error[control-character]: control character U+2028 has no place in a text
 --> content/a.md:5:3
  |
5 | 岩屋�毅
  |     ^
  |
  = help: remove it, or break the line there"#,
    ),
    (
        Code::Unreadable,
        &[Link("content/a.md", "nowhere.md")],
        r#"
error[unreadable]: this cannot be read: no such file or directory
--> content/a.md:1:1
 = help: check that it is there and may be read"#,
    ),
    (
        Code::FileTooLarge,
        &[Long("content/a.md", 4 * 1024 * 1024 + 1)],
        r#"
error[file-too-large]: this file has 4194305 bytes, the limit is 4194304
--> content/a.md:1:1
 = help: divide it"#,
    ),
    (
        Code::UnknownLanguage,
        &[Text("content/a.fr.md", "---\ntitle: A\nsummary: S\n---\n")],
        r#"
error[unknown-language]: `a` is written in `fr`, which is not a language of the site
--> content/a.fr.md:1:1
 = help: name it by one of `en`, or add `[languages.fr]` to `site.toml`"#,
    ),
    (
        Code::EditionTwice,
        &[
            Text("content/a.en.md", "---\ntitle: A\nsummary: S\n---\n"),
            Text("content/a.md", "---\ntitle: A\nsummary: S\n---\n"),
        ],
        r#"
error[edition-twice]: `content/a.en.md` and `content/a.md` are one page in `en`
--> content/a.md:1:1
 = note: content/a.en.md:1:1: the other one
 = help: remove one of the two, or give it another name, language or `translation_key`"#,
    ),
    (
        Code::EditionAlone,
        &[
            JAPANESE_HOME, Text("site.toml", "title = \"S\"\ndescription = \"D\"\nbase_url = \"https://example.org/\"\n[languages.en]\n[languages.ja]\n"),
            Text("content/a.ja.md", "---\ntitle: A\nsummary: S\n---\n"),
        ],
        r#"
warning[edition-alone]: there is no edition of this page in `en`
--> content/a.ja.md:1:1
 = help: say by `translation_key` which page this one translates, or write `original: true` if it translates none"#,
    ),
    (
        Code::BadFileName,
        &[Text("content/!.md", "---\ntitle: T\nsummary: S\n---\n")],
        r#"
error[bad-file-name]: `!` has no letter or digit to make an address of
--> content/!.md:1:1
 = help: rename it"#,
    ),
    (
        Code::SymlinkEscape,
        &[Link("content/a.txt", "../site.toml")],
        r#"
error[symlink-escape]: this symbolic link leads out of `content`, `templates` and `static`
--> content/a.txt:1:1
 = help: copy the file into the project"#,
    ),
    (
        Code::SymlinkLoop,
        &[Link("content/again", "../content")],
        r#"
error[symlink-loop]: this symbolic link leads to a folder that it lies in
--> content/again:1:1
 = help: remove the link"#,
    ),
    (
        Code::NoContent,
        &[Nothing("content/_index.md")],
        r#"
error[no-content]: there is no page to publish
--> content:1:1
 = help: write `content/_index.md`"#,
    ),
    (
        Code::HomeMissing,
        &[Text("site.toml", "title = \"S\"\ndescription = \"D\"\nbase_url = \"https://example.org/\"\n[languages.en]\n[languages.ja]\n")],
        r#"
warning[home-missing]: there is no home page in `ja`, to which other pages lead
--> content:1:1
 = help: write `content/_index.ja.md`"#,
    ),
    (
        Code::AddressConflict,
        &[Text("content/a.md", "---\ntitle: T\nsummary: S\n---\n"), Text("static/a/index.html", "")],
        r#"
error[address-conflict]: `a/index.html` is published twice
--> static/a/index.html:1:1
 = note: content/a.md:1:1: the other is made from this
 = help: give one of them another name, `slug` or alias"#,
    ),
    (
        Code::BrokenLink,
        &[Text("content/a.md", "---\ntitle: T\nsummary: S\n---\n[text](cybr.md)\n"), Text("content/cyber.md", "---\ntitle: T\nsummary: S\n---\n")],
        r#"
error[broken-link]: there is nothing at `content/cybr.md`
 --> content/a.md:5:1
  |
5 | [text](cybr.md)
  | ^^^^^^^^^^^^^^^
  |
  = help: did you mean `content/cyber.md`?"#,
    ),
    (
        Code::BrokenAnchor,
        &[Text("content/a.md", "---\ntitle: T\nsummary: S\n---\n## Text\n\n[text](#tect)\n")],
        r#"
error[broken-anchor]: `content/a.md` has no heading with the id `tect`
 --> content/a.md:7:1
  |
7 | [text](#tect)
  | ^^^^^^^^^^^^^
  |
  = help: did you mean `text`?"#,
    ),
    (
        Code::LinkOutside,
        &[Text("content/a.md", "---\ntitle: T\nsummary: S\n---\n[text](../../secret.md)\n")],
        r#"
error[link-outside]: `../../secret.md` leads out of `content`
 --> content/a.md:5:1
  |
5 | [text](../../secret.md)
  | ^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: link to a file below `content` or `static`"#,
    ),
    (
        Code::UnsafeLink,
        &[Text("content/a.md", "---\ntitle: T\nsummary: S\n---\n岩屋 [text](javascript:alert)\n")],
        r#"
error[unsafe-link]: scheme `javascript` is not allowed in links
 --> content/a.md:5:4
  |
5 | 岩屋 [text](javascript:alert)
  |      ^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: use `https`, `http`, `mailto` or `tel`; put `./` before a file name with `:` in it"#,
    ),
    (
        Code::RawHtml,
        &[Text("content/a.md", "---\ntitle: T\nsummary: S\n---\nOne<br>two\n")],
        r#"
error[raw-html]: HTML is not allowed in this site's Markdown
 --> content/a.md:5:4
  |
5 | One<br>two
  |    ^^^^
  |
  = help: write it in Markdown, or put `\` before `<`, or set `raw_html = true` under `[markdown]` in `site.toml`"#,
    ),
    (
        Code::DuplicateId,
        &[Text("content/a.md", "---\ntitle: T\nsummary: S\n---\n## A {#x}\n\n## B {#x}\n")],
        r#"
error[duplicate-id]: id `x` is given twice
 --> content/a.md:7:1
  |
7 | ## B {#x}
  | ^^^^^^^^^
  |
 ::: content/a.md:5:1
  |
5 | ## A {#x}
  | --------- first given here
  |
  = help: give this heading another id"#,
    ),
    (
        Code::FootnoteMissing,
        &[Text("content/a.md", "---\ntitle: T\nsummary: S\n---\nText.[^a]\n")],
        r#"
error[footnote-missing]: there is no footnote `a`
 --> content/a.md:5:6
  |
5 | Text.[^a]
  |      ^^^^
  |
  = help: add a line `[^a]: …`"#,
    ),
    (
        Code::FootnoteUnused,
        &[Text("content/a.md", "---\ntitle: T\nsummary: S\n---\n[^a]: Note.\n")],
        r#"
warning[footnote-unused]: nothing refers to footnote `a`
 --> content/a.md:5:1
  |
5 | [^a]: Note.
  | ^^^^^^^^^^^
  |
  = help: write `[^a]` where it belongs, or remove it"#,
    ),
    (
        Code::HeadingLevel,
        &[Text("content/a.md", "---\ntitle: T\nsummary: S\n---\n# Title\n")],
        r#"
warning[heading-level]: a first-level heading stands beside the page's title
 --> content/a.md:5:1
  |
5 | # Title
  | ^^^^^^^
  |
  = help: begin the body's headings at the second level: `## …`"#,
    ),
    (
        Code::HeadingJump,
        &[Text("content/a.md", "---\ntitle: T\nsummary: S\n---\n## One\n\n#### Two\n")],
        r#"
warning[heading-jump]: a heading of level 4 follows a heading of level 2
 --> content/a.md:7:1
  |
7 | #### Two
  | ^^^^^^^^
  |
  = help: write `### …`, or the heading that it belongs below"#,
    ),
    (
        Code::HeadingEmpty,
        &[Text("content/a.md", "---\ntitle: T\nsummary: S\n---\n## One\n\n###\n")],
        r#"
warning[heading-empty]: this heading has no words
 --> content/a.md:7:1
  |
7 | ###
  | ^^^
  |
  = help: say what stands below it, or take it out"#,
    ),
    (
        Code::PictureAlt,
        &[Text("content/a.md", "---\ntitle: T\nsummary: S\n---\nA map: ![](map.png)\n"), Bytes("content/map.png", PIXEL)],
        r#"
warning[picture-alt]: this picture has no alternative text
 --> content/a.md:5:8
  |
5 | A map: ![](map.png)
  |        ^^^^^^^^^^^^
  |
  = help: say between its brackets what it shows; if it is decoration, write `![""](…)`"#,
    ),
    (
        Code::TableHeader,
        &[Text("content/a.md", "---\ntitle: T\nsummary: S\n---\n|   |   |\n|---|---|\n| a | b |\n")],
        r#"
warning[table-header]: this table has no header
 --> content/a.md:5:1
  |
5 | |   |   |
  | ^^^^^^^^^
  |
  = help: name its columns in the first row: `| Day | Place |`"#,
    ),
    (
        Code::LinkText,
        &[Text("content/a.md", "---\ntitle: T\nsummary: S\n---\n声明は[こちら](https://example.com/)。\n")],
        r#"
warning[link-text]: `こちら` does not say where this link leads
 --> content/a.md:5:4
  |
5 | 声明は[こちら](https://example.com/)。
  |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: let the words of the link name what it leads to"#,
    ),
    (
        Code::ThemeContrast,
        &[Text("site.toml", "title = \"Site\"\ndescription = \"A site.\"\nbase_url = \"https://example.org/\"\n[theme]\npaper = { light = \"#ffffff\", dark = \"#111111\" }\npanel = { light = \"#f8f8f8\", dark = \"#111111\" }\nsoft = { light = \"#777777\", dark = \"#eeeeee\" }\n")],
        r##"
error[theme-contrast]: `soft` on `panel` has a contrast of 4.21:1 in light, and needs 4.5:1
 --> site.toml:7:18
  |
7 | soft = { light = "#777777", dark = "#eeeeee" }
  |                  ^^^^^^^^^
  |
  = help: write `#727272` or a darker shade"##,
    ),
    (
        Code::ForeignLoad,
        &[Text("site.toml", "title = \"Site\"\ndescription = \"A site.\"\nbase_url = \"https://example.org/\"\n[markdown]\nraw_html = true\n"), Text("content/a.md", "---\ntitle: T\nsummary: S\n---\n<img src=\"https://a.example/x.png\" alt=\"\">\n")],
        r#"
error[foreign-load]: `https://a.example/x.png` is loaded from another host, which learns who reads this
 --> content/a.md:5:11
  |
5 | <img src="https://a.example/x.png" alt="">
  |           ^^^^^^^^^^^^^^^^^^^^^^^
  |
  = note: met on page `content/a.md`
  = help: put the file into `static`, or beside the page, and load it from there"#,
    ),
    (
        Code::PageWeight,
        &[Text("site.toml", "title = \"Site\"\ndescription = \"A site.\"\nbase_url = \"https://example.org/\"\n[limits]\npage_kb = 1\n"), Text("content/a.md", "---\ntitle: T\nsummary: S\n---\n"), Text("templates/page.html", "<link rel=\"stylesheet\" href=\"{{ asset(path=\"a.css\") }}\">"), Long("static/a.css", 1_500_000)],
        r#"
warning[page-weight]: `a/index.html` weighs 1500.1 kB compressed, 1500 of them stylesheets, and may weigh 1
 --> content/a.md:1:1
  |
1 | ---
  | ^
  |
  = help: shorten or divide it, or raise `page_kb` in `[limits]` of `site.toml`"#,
    ),
    (
        Code::ReviewOverdue,
        &[Text("content/a.md", "---\ntitle: T\nsummary: S\nreview_by: 2026-11-22\n---\n")],
        r#"
warning[review-overdue]: this page was to be reviewed by 2026-11-22, today is 2026-11-23
 --> content/a.md:4:12
  |
4 | review_by: 2026-11-22
  |            ^^^^^^^^^^
  |
  = help: check its facts and set `checked` and `review_by`"#,
    ),
    (
        Code::TextMissing,
        &[
            JAPANESE_HOME, Text("site.toml", "title = \"S\"\ndescription = \"D\"\nbase_url = \"https://example.org/\"\n[languages.en]\n[languages.ja]\n"),
            Text("content/i18n/en.yaml", "hello: Hello\nbye: Bye\n"),
            Text("content/i18n/ja.yaml", "bye: またね\n"),
        ],
        r#"
warning[text-missing]: `ja.yaml` lacks `hello`
 --> content/i18n/ja.yaml:1:1
  |
1 | bye: またね
  | ^^^
  |
  = help: write in `ja` what `en.yaml` has under these keys"#,
    ),
    (
        Code::TextUnknown,
        &[
            JAPANESE_HOME, Text("site.toml", "title = \"S\"\ndescription = \"D\"\nbase_url = \"https://example.org/\"\n[languages.en]\n[languages.ja]\n"),
            Text("content/i18n/en.yaml", "hello: Hello\n"),
            Text("content/i18n/ja.yaml", "hello: やあ\nhelo: おう\n"),
        ],
        r#"
warning[text-unknown]: `en.yaml` has no text `helo`
 --> content/i18n/ja.yaml:2:1
  |
2 | helo: おう
  | ^^^^
  |
  = help: did you mean `hello`?"#,
    ),
    (
        Code::PluralForms,
        &[
            JAPANESE_HOME, Text("site.toml", "title = \"S\"\ndescription = \"D\"\nbase_url = \"https://example.org/\"\n[languages.en]\n[languages.ja]\n"),
            Text("content/i18n/en.yaml", "texts: {one: text, other: texts}\n"),
            Text("content/i18n/ja.yaml", "texts: {one: 文書, other: 文書}\n"),
        ],
        r#"
warning[plural-forms]: `ja` has no form `one` of a plural
 --> content/i18n/ja.yaml:1:9
  |
1 | texts: {one: 文書, other: 文書}
  |         ^^^
  |
  = help: write the forms that it has: `other`"#,
    ),
    (
        Code::TemplateSyntax,
        &[Text("templates/page.html", "<h1>{{ page.title </h1>")],
        r#"
error[template-syntax]: found `</` but expected }}
 --> templates/page.html:1:19
  |
1 | <h1>{{ page.title </h1>
  |                   ^^
  |
  = help: compare it with the syntax of Tera 2: https://keats.github.io/tera/"#,
    ),
    (
        Code::TemplateUnknown,
        &[Text("templates/page.html", "{{ page.title | uper }}")],
        r#"
error[template-unknown]: there is no filter `uper`
 --> templates/page.html:1:17
  |
1 | {{ page.title | uper }}
  |                 ^^^^
  |
  = help: did you mean `upper`?"#,
    ),
    (
        Code::TemplateCycle,
        &[Text("templates/page.html", "{% include \"a.html\" %}"), Text("templates/a.html", "<p>\n{% include \"page.html\" %}")],
        r#"
error[template-cycle]: templates include one another in a circle: `a.html` → `page.html` → `a.html`
 --> templates/a.html:2:13
  |
2 | {% include "page.html" %}
  |             ^^^^^^^^^
  |
  = help: let `a.html` include another template"#,
    ),
    (
        Code::TemplateRender,
        &[Text("content/a.md", "---\ntitle: T\nsummary: S\n---\n"), Text("templates/page.html", "{{ page.tite.text }}")],
        r#"
error[template-render]: field `tite` is not defined
 --> templates/page.html:1:9
  |
1 | {{ page.tite.text }}
  |         ^^^^
  |
  = note: met on page `content/a.md`
  = help: did you mean `title`?"#,
    ),
    (
        Code::TemplateLimit,
        &[Text("content/a.md", "---\ntitle: T\nsummary: S\n---\n"), Text("templates/page.html", "{% for i in range(end=9999999) %}{% endfor %}")],
        r#"
error[template-limit]: loops over `range` make more than 1000000 steps
 --> templates/page.html:1:13
  |
1 | {% for i in range(end=9999999) %}{% endfor %}
  |             ^^^^^^^^^^^^^^^^^^
  |
  = note: met on page `content/a.md`
  = help: look for a loop in a loop"#,
    ),
    (
        Code::UnsafeOutput,
        &[],
        r#"
error[unsafe-output]: output directory `content` lies in `content`
--> content:1:1
 = help: choose another directory with `--output`"#,
    ),
    (
        Code::FolderTaken,
        &[],
        r#"
error[folder-taken]: `.` is not empty
--> content:1:1
 = help: name a folder that is empty or not there yet; nothing was written"#,
    ),
    (
        Code::NameTaken,
        &[Text("content/briefs/a.md", "---\ntitle: T\nsummary: S\n---\n")],
        r#"
error[name-taken]: there is a brief `a` already
--> content/briefs/a.md:1:1
 = help: choose another name, or go on with this one; nothing was written"#,
    ),
    (
        Code::CitationSyntax,
        &[Text("content/a.md", "---\ntitle: T\nsummary: S\n---\nText [@a @b].\n")],
        r#"
error[citation-syntax]: two sources stand in one part of a citation
 --> content/a.md:5:10
  |
5 | Text [@a @b].
  |          ^
  |
  = help: put `;` between them"#,
    ),
    (
        Code::UnknownSource,
        &[Text("content/a.md", "---\ntitle: T\nsummary: S\n---\nText [@mofa-jp].\n"), Text("content/registry/sources.yaml", "- id: mofa-ja\n  title: A\n  publisher: P\n  url: https://example.org/\n  language: en\n  kind: press\n  accessed: 2026-11-23\n  reliability: high\n")],
        r#"
error[unknown-source]: there is no source `mofa-jp`
 --> content/a.md:5:7
  |
5 | Text [@mofa-jp].
  |       ^^^^^^^^
  |
  = help: did you mean `mofa-ja`?"#,
    ),
    (
        Code::UnknownEntry,
        &[Text("content/a.md", "---\ntitle: T\nsummary: S\n---\nText [X](actor:y).\n")],
        r#"
error[unknown-entry]: there is no actor `y`
 --> content/a.md:5:6
  |
5 | Text [X](actor:y).
  |      ^^^^^^^^^^^^
  |
  = help: add an actor with this id to `content/registry`"#,
    ),
    (
        Code::Unsourced,
        &[Text("content/registry/actors.yaml", "- id: x\n  name: X\n  kind: person\n  sources: []\n")],
        r#"
error[unsourced]: an actor needs a source
 --> content/registry/actors.yaml:4:12
  |
4 |   sources: []
  |            ^^
  |
  = help: name at least one source under `sources`"#,
    ),
    (
        Code::Circular,
        &[Text("content/registry/sources.yaml", "- id: a\n  title: A\n  publisher: P\n  url: https://example.org/\n  language: en\n  kind: press\n  accessed: 2026-11-23\n  reliability: high\n  derived_from: b\n- id: b\n  title: A\n  publisher: P\n  url: https://example.org/\n  language: en\n  kind: press\n  accessed: 2026-11-23\n  reliability: high\n  derived_from: a\n")],
        r#"
error[circular]: sources retell one another in a circle: `a` → `b` → `a`
 --> content/registry/sources.yaml:9:17
  |
9 |   derived_from: b
  |                 ^
  |
  = help: remove `derived_from` from the one that came first"#,
    ),
    (
        Code::QuotationDiffers,
        &[Text("content/a.md", "---\ntitle: T\nsummary: S\n---\nHe wrote “the words as spoken” [@a].\n"), Text("content/registry/sources.yaml", "- id: a\n  title: A\n  publisher: P\n  url: https://example.org/\n  language: en\n  kind: press\n  accessed: 2026-11-23\n  reliability: high\n  excerpts:\n  - text: the words as recorded\n")],
        r#"
error[quotation-differs]: this quotation differs from `a`: `spoken` is `recorded` there
 --> content/a.md:5:24
  |
5 | He wrote “the words as spoken” [@a].
  |                        ^^^^^^
  |
  = note: content/registry/sources.yaml:10:11: recorded here
  = help: the recorded words are: the words as recorded"#,
    ),
    (
        Code::QuotationTranslated,
        &[Text("content/a.md", "---\ntitle: T\nsummary: S\n---\n彼は「記録された言葉」 [@a]と述べた。\n"), Text("content/registry/sources.yaml", "- id: a\n  title: A\n  publisher: P\n  url: https://example.org/\n  language: en\n  kind: press\n  accessed: 2026-11-23\n  reliability: high\n  excerpts:\n  - text: the words as recorded\n")],
        r#"
error[quotation-translated]: these are not the words of `a`, which is written in `en`
 --> content/a.md:5:3
  |
5 | 彼は「記録された言葉」 [@a]と述べた。
  |     ^^^^^^^^^^^^^^^^^^
  |
  = help: say it without quotation marks, or show the recorded words with a `translation` by `{quote}`"#,
    ),
    (
        Code::QuotationUnmarked,
        &[Text("content/a.md", "---\ntitle: T\nsummary: S\n---\nHe wrote “記録された言葉” [@a].\n"), Text("content/registry/sources.yaml", "- id: a\n  title: A\n  publisher: P\n  url: https://example.org/\n  language: ja\n  kind: press\n  accessed: 2026-11-23\n  reliability: high\n  excerpts:\n  - text: 記録された言葉\n")],
        r#"
warning[quotation-unmarked]: these words are in `ja`, and nothing marks them as such
 --> content/a.md:5:10
  |
5 | He wrote “記録された言葉” [@a].
  |          ^^^^^^^^^^^^^^^^
  |
  = help: write `[“…”]{lang=ja}` round them"#,
    ),
    (
        Code::QuotationWithheld,
        &[Text("content/a.md", "---\ntitle: T\nsummary: S\n---\nHe wrote “the words as recorded” [@a].\n"), Text("content/registry/sources.yaml", "- id: a\n  title: A\n  publisher: P\n  url: https://example.org/\n  language: en\n  kind: press\n  accessed: 2026-11-23\n  reliability: high\n  excerpts:\n  - text: the words as recorded\n    withheld: nobody else has them\n")],
        r#"
error[quotation-withheld]: these words of `a` are recorded, but not to be printed
 --> content/a.md:5:10
  |
5 | He wrote “the words as recorded” [@a].
  |          ^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: say it in other words; the record says: nobody else has them"#,
    ),
    (
        Code::QuotationUncited,
        &[Text("content/a.md", "---\ntitle: T\nsummary: S\n---\nHe wrote “the words”.\n")],
        r#"
warning[quotation-uncited]: this quotation has no source
 --> content/a.md:5:10
  |
5 | He wrote “the words”.
  |          ^^^^^^^^^^^
  |
  = help: put a citation behind it: `“…” [@key]`; set terms and titles in `*emphasis*`"#,
    ),
    (
        Code::QuotationWeak,
        &[Text("content/a.md", "---\ntitle: T\nsummary: S\n---\nHe wrote “the words” [@a], they [say](confidence:low).\n"), Text("content/registry/sources.yaml", "- id: a\n  title: A\n  publisher: P\n  url: https://example.org/\n  language: en\n  kind: press\n  accessed: 2026-11-23\n  reliability: low\n  excerpts:\n  - text: the words as recorded\n")],
        r#"
warning[quotation-weak]: this quotation is from `a`, a source of low reliability
 --> content/a.md:5:10
  |
5 | He wrote “the words” [@a], they [say](confidence:low).
  |          ^^^^^^^^^^^
  |
  = help: quote a better source, or say in your own words what circulates"#,
    ),
    (
        Code::QuotationUnclosed,
        &[Text("content/a.md", "---\ntitle: T\nsummary: S\n---\nHe wrote “the words.\n")],
        r#"
warning[quotation-unclosed]: this quotation mark has no partner in its paragraph
 --> content/a.md:5:10
  |
5 | He wrote “the words.
  |          ^
  |
  = help: open or close it, or write a long quotation as a block quote: `> …`"#,
    ),
    (
        Code::WeakSource,
        &[Text("content/a.md", "---\ntitle: T\nsummary: S\n---\nSo it is [@a].\n"), Text("content/registry/sources.yaml", "- id: a\n  title: A\n  publisher: P\n  url: https://example.org/\n  language: en\n  kind: press\n  accessed: 2026-11-23\n  reliability: low\n")],
        r#"
warning[weak-source]: this rests on `a` alone, of low reliability
 --> content/a.md:5:10
  |
5 | So it is [@a].
  |          ^^^^
  |
  = help: cite a better source, link to the claim (`claim:…`), or mark the words with `[…](confidence:low)`"#,
    ),
    (
        Code::ClaimWeak,
        &[Text("content/registry/sources.yaml", "- id: a\n  title: A\n  publisher: P\n  url: https://example.org/\n  language: en\n  kind: press\n  accessed: 2026-11-23\n  reliability: low\n"), Text("content/registry/claims.yaml", "- id: c\n  claimed: It is so.\n  where: line 1\n  claim_sources: [a]\n  record: It is so.\n  record_sources: [a]\n  verdict: confirmed\n  checked: 2026-11-23\n")],
        r#"
warning[claim-weak]: claim `c` is confirmed by nothing but sources of low reliability
 --> content/registry/claims.yaml:7:12
  |
7 |   verdict: confirmed
  |            ^^^^^^^^^
  |
  = help: name a better source for the record, or write `unverified`"#,
    ),
    (
        Code::OfficeNotHeld,
        &[Text("content/registry/sources.yaml", "- id: a\n  title: A\n  publisher: P\n  url: https://example.org/\n  language: en\n  kind: press\n  accessed: 2026-11-23\n  reliability: high\n"), Text("content/registry/actors.yaml", "- id: x\n  name: X Person\n  kind: person\n  offices:\n  - {title: Minister, from: 2024-01, to: 2024-06}\n  sources: [a]\n"), Text("content/registry/events.yaml", "- id: e\n  date: 2024-07-01\n  title: It happened\n  confidence: high\n  sources: [a]\n  actors: [{actor: x, office: Minister}]\n")],
        r#"
error[office-not-held]: `X Person` was not `Minister` on 2024-07-01
 --> content/registry/events.yaml:6:31
  |
6 |   actors: [{actor: x, office: Minister}]
  |                               ^^^^^^^^
  |
  = note: content/registry/actors.yaml:1:7: the offices that are recorded
  = help: no office is recorded then: correct `offices` of `x`"#,
    ),
    (
        Code::AbbreviationUnexpanded,
        &[Text("content/a.md", "---\ntitle: T\nsummary: S\n---\nThe FIMI toolbox.\n"), Text("content/registry/glossary.yaml", "- id: fimi\n  name: Foreign Information Manipulation\n  abbreviation: FIMI\n  definition: What it is.\n  confidence: unverified\n")],
        r#"
warning[abbreviation-unexpanded]: `FIMI` is never written out on this page
 --> content/a.md:5:5
  |
5 | The FIMI toolbox.
  |     ^^^^
  |
  = help: write `[FIMI](term:fimi)` where it first stands"#,
    ),
    (
        Code::SpanSyntax,
        &[Text("content/a.md", "---\ntitle: T\nsummary: S\n---\nこれは**（重要）**な[岩屋毅]{rubi=いわやたけし}氏です\n")],
        r#"
error[span-syntax]: a span has no attribute `rubi`
 --> content/a.md:5:19
  |
5 | これは**（重要）**な[岩屋毅]{rubi=いわやたけし}氏です
  |                              ^^^^
  |
  = help: did you mean `ruby`?"#,
    ),
    (
        Code::DirectiveSyntax,
        &[Text("content/a.md", "---\ntitle: T\nsummary: S\n---\n> ```{timeline}\n> ```\n")],
        r#"
error[directive-syntax]: a directive stands in a block quote
 --> content/a.md:5:6
  |
5 | > ```{timeline}
  |      ^^^^^^^^^^
  |
  = help: put it outside"#,
    ),
    (
        Code::DirectiveUnknown,
        &[Text("content/a.md", "---\ntitle: T\nsummary: S\n---\n```{timelin}\n```\n")],
        r#"
error[directive-unknown]: there is no directive `timelin`
 --> content/a.md:5:4
  |
5 | ```{timelin}
  |    ^^^^^^^^^
  |
  = help: did you mean `{timeline}`?"#,
    ),
    (
        Code::TranslationBehind,
        &[JAPANESE_HOME, Text("site.toml", TWO_LANGUAGES), Text("content/a.md", "---\ntitle: T\nsummary: S\n---\nFirst.\n\nSecond\nwords.\n"), Text("content/a.ja.md", "---\ntitle: T\nsummary: S\nfollows:\n  date: 2026-11-01\n  blocks: aaaaa bbbbb ccccc ddddd eeeee fffff\n---\n")],
        r#"
warning[translation-behind]: 4 of 4 paragraphs of `content/a.md` have changed since 2026-11-01, and 2 are gone
 --> content/a.ja.md:5:9
  |
5 |   date: 2026-11-01
  |         ^^^^^^^^^^
  |
  = note: content/a.md:2:8: this is new or has changed
  = note: content/a.md:3:10: this is new or has changed
  = note: content/a.md:5:1: this is new or has changed
  = note: content/a.md:7:1: this is new or has changed
  = help: bring this page up to date, then run `briefgen translated content/a.ja.md`"#,
    ),
    (
        Code::TranslationUnrecorded,
        &[JAPANESE_HOME, Text("site.toml", TWO_LANGUAGES), Text("content/a.md", "---\ntitle: T\nsummary: S\n---\n"), Text("content/a.ja.md", "---\ntitle: T\nsummary: S\n---\n")],
        r#"
warning[translation-unrecorded]: this edition does not say which state of `content/a.md` it follows
 --> content/a.ja.md:1:1
  |
1 | ---
  | ^
  |
  = help: bring it up to date, then run `briefgen translated content/a.ja.md`"#,
    ),
    (
        Code::NoTranslation,
        &[Text("content/a.md", "---\ntitle: T\nsummary: S\n---\n")],
        r#"
error[no-translation]: `content/a.md` is an original
 --> content/a.md:1:1
  |
1 | ---
  | ^
  |
  = help: name the edition that was brought up to date"#,
    ),
    (
        Code::JsonSyntax,
        &[Text("content/registry/library.json", "[{\"id\": \"a\",}]\n")],
        r#"
error[json-syntax]: trailing comma
 --> content/registry/library.json:1:13
  |
1 | [{"id": "a",}]
  |             ^
  |
  = help: check quotes, commas and brackets here and on the line before"#,
    ),
    (
        Code::BibtexSyntax,
        &[Text("content/registry/library.bib", "@book{a,\n  title = {A}\n")],
        r#"
error[bibtex-syntax]: this entry is not closed
 --> content/registry/library.bib:1:1
  |
1 | @book{a,
  | ^^^^^^^^
  |
  = help: close its braces and quotes"#,
    ),
    (
        Code::FontInvalid,
        &[Text("templates/fonts/font.ttf", "no font")],
        r#"
error[font-invalid]: this is no font
--> templates/fonts/font.ttf:1:1
 = help: put an OpenType or TrueType font there, or remove the file"#,
    ),
    (
        Code::CardInvalid,
        &[Text("templates/card.svg", "<svg width=\"8\" height=\"8\"/>\n")],
        r#"
error[card-invalid]: the picture is no `<svg xmlns="http://www.w3.org/2000/svg">`
--> templates/card.svg:1:1
 = note: met on page `site.toml`
 = help: let the template write SVG that stands alone"#,
    ),
    (
        Code::CardGlyph,
        &[
            Text("templates/card.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"8\" height=\"8\">{% if page %}<text>{{ page.title }}</text>{% endif %}</svg>\n"),
            Text("content/a.md", "---\ntitle: 岩\nsummary: S\n---\n"),
        ],
        r#"
warning[card-glyph]: no font of the card has `岩` (U+5CA9)
 --> content/a.md:2:8
  |
2 | title: 岩
  |        ^^
  |
  = help: add a font with it to `templates/fonts`, or choose other words"#,
    ),
    (
        Code::PictureUnreadable,
        &[Bytes("content/map.png", b"\x89PNG\r\n\x1a\n"), Text("content/a.md", "---\ntitle: T\nsummary: S\n---\nA ![map](map.png)\n")],
        r#"
error[picture-unreadable]: `map.png` cannot be shown: its file ends too early
 --> content/a.md:5:3
  |
5 | A ![map](map.png)
  |   ^^^^^^^^^^^^^^^
  |
  = help: save it again as PNG, JPEG, WebP, GIF or SVG"#,
    ),
    (
        Code::PictureTooLarge,
        &[Bytes("content/map.gif", b"GIF89a\xff\xff\xff\xff\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\0;"), Text("content/a.md", "---\ntitle: T\nsummary: S\n---\n![map](map.gif)\n")],
        r#"
error[picture-too-large]: `map.gif` cannot be shown: it has 65535 × 65535 pixels, the limit is 50000000 in all
 --> content/a.md:5:1
  |
5 | ![map](map.gif)
  | ^^^^^^^^^^^^^^^
  |
  = help: make it smaller"#,
    ),
    (
        Code::UnsafePicture,
        &[Text("content/map.svg", "<svg>\n  <g onclick=\"a()\"/>\n</svg>\n")],
        r#"
error[unsafe-picture]: this drawing has an attribute `onclick`, which is a script
 --> content/map.svg:2:3
  |
2 |   <g onclick="a()"/>
  |   ^^^^^^^^^^^^^^^^^^
  |
  = help: remove it: opened by itself, a drawing is a document that may run scripts and load files"#,
    ),
    (
        Code::PictureMetadata,
        &[Bytes("static/map.jpg", b"\xff\xd8\xff\xe1\0\x1eExif\0\0II*\0\x08\0\0\0\x01\0\x25\x88\x04\0\x01\0\0\0\0\0\0\0\xff\xc0\0\x0b\x08\0\x01\0\x01\x01\x01\x11\0\xff\xda\0\x08\x01\x01\0\0\x3f\0a\xff\xd9")],
        r#"
warning[picture-metadata]: this picture tells where it was taken, and files of `static` are published as they are
--> static/map.jpg:1:1
 = help: remove its metadata, or put it beside the page that shows it, where that is done for you"#,
    ),
];
