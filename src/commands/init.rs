//! `briefgen init`: a new site in an empty folder, of the files that the program carries.
//!
//! 1. Each carried file that the site is to have gets its place and, if others begin as it, the words for this site.
//! 2. Pages that translate others say that they follow them.
//! 3. All of it is written, or nothing.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Result;
use jiff::ToSpan;
use jiff::civil::Date;

use super::carried::Carried;
use super::starter::{Setting, quoted};
use crate::amend::{self, NewFile};
use crate::base::{Code, Diagnostics, LanguageCode, Source, SourcePath, Span};
use crate::document::{self, Document, Rules};

/// What is carried as it is.
const THEME: [&str; 3] = ["LICENSES", "static", "templates"];

/// Files that are kept under another name, because theirs would mean something in the repository.
const NAMES: [(&str, &str); 2] = [("gitignore", ".gitignore"), ("pages.yml", ".github/workflows/pages.yml")];

/// What the texts of the interface say of the site in the repository, and what of another.
const WORDS: [(&str, &str); 10] = [
    ("unofficial: Not an official publication of the European Union or of Japan.", "unofficial: \"\""),
    ("What circulates about the partnership, what the record says", "What circulates, what the record says"),
    ("The EU’s Security and Defence Partnerships, with the date", "All partners, with the date"),
    ("partners: Partners with which the EU has a Security and Defence Partnership", "partners: Partners"),
    (" This site is not an official one.", ""),
    ("unofficial: 本サイトは、欧州連合（EU）や日本政府の公式サイトではない。", "unofficial: \"\""),
    ("パートナーシップについて流布している言説を", "流布している言説を"),
    ("EUの安全保障・防衛パートナーシップについて、それぞれの日付と", "それぞれの相手について、日付と"),
    ("partners: EUの安全保障・防衛パートナーシップの相手国", "partners: 相手の一覧"),
    ("本サイトは公式のサイトではない。", ""),
];

/// A site to be made.
#[derive(Debug)]
pub struct Founding<'f> {
    /// Where.
    pub folder: &'f Path,
    /// Its languages, the default one first.
    pub languages: &'f [LanguageCode],
    /// What it is called, if somebody has said so: a line without control characters.
    pub title: Option<&'f str>,
    /// Whether it has a brief that shows what there is.
    pub has_sample: bool,
    /// The day that its pages are of.
    pub today: Date,
}

/// Makes a site, and tells how many files it has. If the folder holds anything, that is reported, and nothing is written.
///
/// # Errors
/// If the system refuses to read the folder or to write into it.
pub fn init(
    diagnostics: &mut Diagnostics,
    carried: Carried,
    founding: &Founding<'_>,
) -> Result<Option<usize>> {
    if let Some(first) = amend::first_in(founding.folder)? {
        let path = SourcePath::new(&first.to_string_lossy());
        let path = path.unwrap_or_else(|_| SourcePath::new("site.toml").expect("a plain name is a path"));
        diagnostics
            .report(
                Code::FolderTaken,
                Span::file(path),
                format!("`{}` is not empty", founding.folder.display()),
            )
            .help("name a folder that is empty or not there yet; nothing was written");
        return Ok(None);
    }
    let files = founding.files(carried);
    amend::found(founding.folder, &files)?;
    Ok(Some(files.len()))
}

impl Founding<'_> {
    fn files(&self, carried: Carried) -> Vec<NewFile> {
        let path = |path: String| SourcePath::new(&path).expect("carried files have plain names");
        let theme = THEME.into_iter().flat_map(|folder| {
            carried.below(folder).map(move |(name, bytes)| (format!("{folder}/{name}"), bytes))
        });
        let theme = theme.map(|(name, bytes)| NewFile { path: path(name), bytes: Cow::Borrowed(bytes) });
        let texts = self.texts(carried).into_iter();
        let texts =
            texts.map(|(name, text)| NewFile { path: path(name), bytes: Cow::Owned(text.into_bytes()) });
        theme.chain(texts).collect()
    }

    /// The files that are this site's own, by their paths.
    fn texts(&self, carried: Carried) -> BTreeMap<String, String> {
        let mut texts: BTreeMap<String, String> = BTreeMap::new();
        let values = self.values();
        let setting = Setting { languages: self.languages, values: &values };
        let trees: &[&str] =
            if self.has_sample { &["src/starter/site", "src/starter/sample"] } else { &["src/starter/site"] };
        for (name, bytes) in trees.iter().flat_map(|tree| carried.below(tree)) {
            let Some(path) = self.place(name) else { continue };
            let text = String::from_utf8_lossy(bytes);
            // What the sample has in a registry comes behind what every site has.
            texts.entry(path).or_default().push_str(&setting.fill(&text));
        }
        for language in self.languages {
            let path = format!("content/i18n/{language}.yaml");
            let text = carried.text(&path).unwrap_or_default();
            let text = WORDS.iter().fold(text.to_owned(), |text, (old, new)| text.replacen(old, new, 1));
            texts.insert(path, text);
        }
        self.record_translations(&mut texts);
        texts
    }

    /// Where a file goes. Pages are there in each language of the site, other texts in the default one; nothing comes back
    /// for those in any other.
    fn place(&self, name: &str) -> Option<String> {
        if let Some((_, place)) = NAMES.iter().find(|(known, _)| *known == name) {
            return Some((*place).to_owned());
        }
        let Some((stem, code)) = name.strip_suffix(".md").and_then(|stem| stem.rsplit_once('.')) else {
            return Some(name.to_owned());
        };
        let number = self.languages.iter().position(|language| language.as_str() == code)?;
        match number {
            0 => Some(format!("{stem}.md")),
            _ => name.starts_with("content/").then(|| name.to_owned()),
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        let default = &self.languages[0];
        // A leap day has no next year.
        let review = self.today.checked_add(1.year()).unwrap_or(self.today);
        // The home page of each language has the title in it.
        let title = |language: &str| quoted(self.title.unwrap_or_else(|| titled(language)));
        vec![
            ("title", title(default.as_str())),
            ("title_en", title("en")),
            ("title_ja", title("ja")),
            ("description", quoted(described(default.as_str()))),
            ("language", default.to_string()),
            ("languages", self.tables()),
            ("date", self.today.to_string()),
            ("review", review.to_string()),
            ("version", env!("CARGO_PKG_VERSION").to_owned()),
        ]
    }

    /// `[languages]` of `site.toml`.
    fn tables(&self) -> String {
        let tables = self.languages.iter().enumerate().map(|(number, language)| {
            let name = if language.as_str() == "ja" { "日本語" } else { "English" };
            let mut table = format!("[languages.{language}]\nname = {}\n", quoted(name));
            if number > 0 {
                let title = quoted(self.title.unwrap_or_else(|| titled(language.as_str())));
                table.push_str(&format!(
                    "title = {title}\ndescription = {}\n",
                    quoted(described(language.as_str()))
                ));
            }
            table
        });
        tables.collect::<Vec<_>>().join("\n").trim_end().to_owned()
    }

    /// Lets each translation say that it follows its original as it is.
    fn record_translations(&self, texts: &mut BTreeMap<String, String>) {
        let translations = self.languages.iter().skip(1).flat_map(|language| {
            let suffix = format!(".{language}.md");
            let names = texts.keys().filter(|name| name.starts_with("content/"));
            let stems = names.filter_map(|name| name.strip_suffix(&suffix).map(|stem| (name, stem)));
            stems.map(|(name, stem)| (name.clone(), format!("{stem}.md"))).collect::<Vec<_>>()
        });
        for (name, original) in translations.collect::<Vec<_>>() {
            let (Some(original), Some(text)) = (texts.get(&original), texts.get(&name)) else { continue };
            let path = SourcePath::new(&name).expect("carried files have plain names");
            let source = Source::new(path.clone(), original);
            let document = Document::parse(&mut Diagnostics::default(), &source, Rules { raw_html: false });
            if let Some(recorded) = document::recorded(&path, text, self.today, &document.blocks()) {
                texts.insert(name, recorded);
            }
        }
    }
}

/// What a site is called if nobody says.
fn titled(language: &str) -> &'static str {
    if language == "ja" { "ブリーフィング" } else { "Briefings" }
}

fn described(language: &str) -> &'static str {
    match language {
        "ja" => "出典をたどって検証できる、短い解説を掲載しています。",
        _ => "Short briefings in which every statement leads to its source.",
    }
}
