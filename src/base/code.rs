//! The codes of every problem a user can cause.

use std::fmt;

/// Whether a problem stands in the way of publishing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// It does.
    Error,
    /// It does with `--strict`.
    Warning,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        })
    }
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal, $severity:ident;)+) => {
        /// The code of a problem: stable, so that it can be looked up and searched for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Code {
            /// All codes.
            pub const ALL: &[Code] = &[$(Code::$variant,)+];

            /// The code as it is printed: `broken-link`.
            pub fn name(self) -> &'static str {
                match self { $(Code::$variant => $name,)+ }
            }

            /// What it means, as a phrase: a link to nothing.
            pub fn meaning(self) -> &'static str {
                match self { $(Code::$variant => concat!($($doc),+).trim_ascii(),)+ }
            }

            /// The code with this name.
            pub fn named(name: &str) -> Option<Code> {
                Code::ALL.iter().copied().find(|code| code.name() == name)
            }

            /// Whether it stands in the way of publishing.
            pub fn severity(self) -> Severity {
                match self { $(Code::$variant => Severity::$severity,)+ }
            }
        }
    };
}

codes! {
    /// `site.toml` is not there.
    ConfigMissing = "config-missing", Error;
    /// `site.toml` is not TOML.
    TomlSyntax = "toml-syntax", Error;
    /// A block of YAML is not YAML.
    YamlSyntax = "yaml-syntax", Error;
    /// A block of YAML is larger or deeper than any honest one.
    YamlLimit = "yaml-limit", Error;
    /// A JSON file is not JSON.
    JsonSyntax = "json-syntax", Error;
    /// A BibTeX file is not BibTeX.
    BibtexSyntax = "bibtex-syntax", Error;
    /// A data file is not CSV.
    CsvSyntax = "csv-syntax", Error;
    /// A column that a data file does not have.
    ColumnUnknown = "column-unknown", Error;
    /// One mapping has a key twice, or one table a column.
    DuplicateKey = "duplicate-key", Error;
    /// A key that means nothing here.
    UnknownKey = "unknown-key", Error;
    /// A key that must be there is not.
    MissingKey = "missing-key", Error;
    /// A value of the wrong kind: text where a list belongs.
    WrongType = "wrong-type", Error;
    /// A value of the right kind that cannot be meant.
    InvalidValue = "invalid-value", Error;
    /// Something that looks like a date and is none.
    InvalidDate = "invalid-date", Error;
    /// A page without front matter.
    FrontMatterMissing = "front-matter-missing", Error;
    /// Front matter that is opened and not closed.
    FrontMatterUnclosed = "front-matter-unclosed", Error;
    /// A text file that is not UTF-8.
    InvalidUtf8 = "invalid-utf8", Error;
    /// An invisible character that has no place in a text.
    ControlCharacter = "control-character", Error;
    /// A colour of `[theme]` that cannot be read on its ground.
    ThemeContrast = "theme-contrast", Error;
    /// A file or folder that cannot be read.
    Unreadable = "unreadable", Error;
    /// A text file that is larger than any honest one.
    FileTooLarge = "file-too-large", Error;
    /// A page in a language that the site does not have.
    UnknownLanguage = "unknown-language", Error;
    /// A second page for one edition of a page.
    EditionTwice = "edition-twice", Error;
    /// An edition of a page that is not there in another language.
    EditionAlone = "edition-alone", Warning;
    /// A file name that cannot be part of an address.
    BadFileName = "bad-file-name", Error;
    /// A symbolic link that leads out of the project.
    SymlinkEscape = "symlink-escape", Error;
    /// A symbolic link that leads to a folder it lies in, or that lies behind another one.
    SymlinkLoop = "symlink-loop", Error;
    /// A site without a page.
    NoContent = "no-content", Error;
    /// A language of the site without a home page, to which its pages lead.
    HomeMissing = "home-missing", Warning;
    /// Two files of the site with one path.
    AddressConflict = "address-conflict", Error;
    /// A link to nothing.
    BrokenLink = "broken-link", Error;
    /// A link to a place that its page does not have.
    BrokenAnchor = "broken-anchor", Error;
    /// A link that climbs out of the project.
    LinkOutside = "link-outside", Error;
    /// A link with a scheme that could run code, or that readers cannot follow.
    UnsafeLink = "unsafe-link", Error;
    /// A picture that is none, or broken.
    PictureUnreadable = "picture-unreadable", Error;
    /// A picture with more pixels or bytes than any honest one.
    PictureTooLarge = "picture-too-large", Error;
    /// A drawing that could do more than draw.
    UnsafePicture = "unsafe-picture", Error;
    /// A picture, published as it is, that tells where it was taken.
    PictureMetadata = "picture-metadata", Warning;
    /// HTML in Markdown where `site.toml` does not allow it.
    RawHtml = "raw-html", Error;
    /// One id on two headings.
    DuplicateId = "duplicate-id", Error;
    /// A reference to a footnote that is not there.
    FootnoteMissing = "footnote-missing", Error;
    /// A footnote that nothing refers to.
    FootnoteUnused = "footnote-unused", Warning;
    /// A first-level heading in a body, beside the title.
    HeadingLevel = "heading-level", Warning;
    /// A heading that is more than one level below the one before it.
    HeadingJump = "heading-jump", Warning;
    /// A heading without words.
    HeadingEmpty = "heading-empty", Warning;
    /// A picture that says nothing to those who do not see it.
    PictureAlt = "picture-alt", Warning;
    /// A table whose columns have no names.
    TableHeader = "table-header", Warning;
    /// A link whose words do not say where it leads.
    LinkText = "link-text", Warning;
    /// A page whose review is overdue.
    ReviewOverdue = "review-overdue", Warning;
    /// An edition whose original has changed since.
    TranslationBehind = "translation-behind", Warning;
    /// An edition that does not say which state of its original it follows.
    TranslationUnrecorded = "translation-unrecorded", Warning;
    /// What `briefgen translated` was given and is no translation of a page.
    NoTranslation = "no-translation", Error;
    /// A folder for a new site that holds something.
    FolderTaken = "folder-taken", Error;
    /// The name of a new page or entry that another has.
    NameTaken = "name-taken", Error;
    /// A citation that is not written as citations are.
    CitationSyntax = "citation-syntax", Error;
    /// A source that no registry has.
    UnknownSource = "unknown-source", Error;
    /// An actor, claim, event or term that no registry has.
    UnknownEntry = "unknown-entry", Error;
    /// An entry of a registry that names no source.
    Unsourced = "unsourced", Error;
    /// An entry that leads back to itself.
    Circular = "circular", Error;
    /// A quotation that is not what its source says.
    QuotationDiffers = "quotation-differs", Error;
    /// A translation of a source, between the marks of a quotation.
    QuotationTranslated = "quotation-translated", Error;
    /// A quotation in another language than its page that does not say so.
    QuotationUnmarked = "quotation-unmarked", Warning;
    /// A quotation of words that are recorded and may not be printed.
    QuotationWithheld = "quotation-withheld", Error;
    /// A quotation without a citation.
    QuotationUncited = "quotation-uncited", Warning;
    /// A quotation from a source of low reliability.
    QuotationWeak = "quotation-weak", Warning;
    /// A quotation mark without its partner.
    QuotationUnclosed = "quotation-unclosed", Warning;
    /// A statement that rests on sources of low reliability and does not say so.
    WeakSource = "weak-source", Warning;
    /// A confirmed claim that rests on sources of low reliability.
    ClaimWeak = "claim-weak", Warning;
    /// An office that a person did not hold that day.
    OfficeNotHeld = "office-not-held", Error;
    /// An abbreviation that its page never writes out.
    AbbreviationUnexpanded = "abbreviation-unexpanded", Warning;
    /// A span that is not written as spans are.
    SpanSyntax = "span-syntax", Error;
    /// A directive that is not written as directives are.
    DirectiveSyntax = "directive-syntax", Error;
    /// A directive that is not there.
    DirectiveUnknown = "directive-unknown", Error;
    /// A text of the interface that a language of the site lacks.
    TextMissing = "text-missing", Warning;
    /// A text of the interface that the default language does not have.
    TextUnknown = "text-unknown", Warning;
    /// A plural without the forms that its language has, or with others.
    PluralForms = "plural-forms", Warning;
    /// A template that does not parse.
    TemplateSyntax = "template-syntax", Error;
    /// A template, parent, block, component, filter, function or test that is not there.
    TemplateUnknown = "template-unknown", Error;
    /// Templates that extend or include one another in a circle.
    TemplateCycle = "template-cycle", Error;
    /// A template that fails on a page.
    TemplateRender = "template-render", Error;
    /// A template that writes or loops beyond any honest page.
    TemplateLimit = "template-limit", Error;
    /// A page or stylesheet that loads something from another host.
    ForeignLoad = "foreign-load", Error;
    /// A page that is heavier than the site allows.
    PageWeight = "page-weight", Warning;
    /// A file among the fonts that is none.
    FontInvalid = "font-invalid", Error;
    /// A card that cannot be drawn.
    CardInvalid = "card-invalid", Error;
    /// A card with a character that no font has.
    CardGlyph = "card-glyph", Warning;
    /// An output directory that would endanger what is not the site's.
    UnsafeOutput = "unsafe-output", Error;
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
