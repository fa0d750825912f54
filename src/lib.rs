//! briefgen, a static site generator for briefings that people can check.
//!
//! # The program on one screen
//!
//! Six values, and pure functions between them:
//!
//! ```text
//! disk ──load──▶ Inputs ─┬─parse──▶ [Document] ─┬─assemble──▶ Site ──plan──▶ Plan ──render──▶ bytes ──publish──▶ disk
//!                        └─load───▶ Evidence ───┘                                               └──preview──▶ browser
//! ```
//!
//! | value | what it is |
//! |---|---|
//! | [`input::Inputs`] | every byte and choice that the result depends on; the clock is one of them |
//! | [`document::Document`] | one Markdown file, parsed, ignorant of all others: its body is HTML with holes where addresses, citations and directives go, and its Markdown with cuts where they stand |
//! | [`evidence::Evidence`] | the registries: sources with recorded words, claims, actors, events, terms; what they can answer |
//! | [`site::Frame`] | all that holds whatever the bodies of pages say: which pages there are, where, in what order, under which topics |
//! | [`site::Site`] | a frame with its pages: all documents resolved against one another and the evidence: addresses, links that hold, what each page rests on; immutable |
//! | [`output::Plan`] | every file of the published site as a value: its path, what it is made from, and the recipe for its bytes |
//!
//! [`commands::build`], [`commands::check`] and [`commands::serve`] are this one [`pipeline`] with three ends;
//! [`commands::translated`] needs no more than the documents, [`commands::begin`] no more than the registries. [`commands::init`]
//! makes a site of the files that the program carries ([`commands::Carried`]), [`commands::explained`] tells of the program itself.
//!
//! # Invariants
//!
//! - **Same inputs, same bytes.** Only `input` reads the project, only `cli` reads clock, arguments and environment.
//!   Work is spread over threads by [`base::parallel::map`] alone, which gives values and problems back in order; no
//!   hash map is iterated over.
//! - **Problems travel beside values.** A stage adds to the [`base::Diagnostics`] it is given and still returns something
//!   usable, so one run reports every problem of every file. Errors stop publishing, not analysis.
//! - **Positions are born with the first byte.** A [`base::Span`] is a range of a source and travels with what was read
//!   there. No line number is ever recovered from the text of an error.
//! - **Parsing one file needs no other.** Where an address belongs, a body has a [`document::Hole`]; a page that moves
//!   touches no body that links to it.
//! - **Each source is formatted once** for a style and language ([`output::Bibliography`]), however many pages cite it; a page
//!   numbers its sources itself, in the order of first citation ([`site::Numbering`]).
//! - **What is quoted was recorded.** A quotation is compared with its source's excerpts ([`evidence::Words`]); what differs,
//!   or may not be printed, stops publishing.
//! - **What is dear is made last.** A picture ([`output::Drawing`]) is told from another by all that it is made from, and drawn
//!   only when somebody takes it; one that is published and whole is not drawn again.
//! - **Outputs are values.** An emitter ([`output::Emitter`]) reads only the frame and lists outputs; two on one path are
//!   a problem that names both, before a byte is made.
//! - **The published site is the old one or the new one.** Only `publish` writes there, and only what differs; see
//!   there for what a killed run leaves behind. What briefgen did not write is never replaced or deleted.
//! - **The project is the author's.** Only `amend` writes into it: `briefgen translated` one key of front matter, `briefgen new` a
//!   new file or an entry behind others, leaving every other byte as it is; `briefgen init` only where nothing is. `publish`
//!   keeps its record in a folder of its own, which may go at any time.
//! - **One text for one thing.** What `init` writes as the theme are the files of this repository; what `explain` shows are the
//!   reports that the tests compare ([`commands::CASES`]).
//! - **Warm equals clean.** What a build can take over from the one before is what a pure function gave for the same
//!   arguments ([`base::Last`], [`output::Ledger`]), with the problems that it reported. Nobody keeps a record of what
//!   depends on what. `tests/suite/warm` compares a thousand random edits with fresh builds.
//!   From one run of the program to the next, a file is passed over if its print ([`output::Prints`]) is the one that the record
//!   of the last run has ([`publish::Record`]).
//! - **A request sees one whole build.** The preview takes one [`preview::Exhibit`] for each answer; a failed build leaves
//!   the site in it as it was.
//! - **The index of search stands apart.** No output reads it, so it is made after them when publishing, and in the preview when it is
//!   first asked for ([`output::Plan::index`]). Its files are named by what is in them: those of two indexes never mix.
//! - **Templates are fed by types of their own** ([`output::PageView`] and its kin), which are the template API.
//!
//! # Rooms
//!
//! | floor | room | turns what into what |
//! |---|---|---|
//! | 0 | [`base`] | sources, spans, diagnostics, paths, addresses, digests, dates, locales, scripts: what everything is built of |
//! | 0 | [`picture`] | bytes of pictures → their size, the same without metadata, smaller ones |
//! | 1 | [`input`] | disk → `Inputs`; YAML, TOML and JSON → trees with places → typed values |
//! | 2 | [`document`] | a Markdown file → front matter and a body with holes |
//! | 2 | [`drawing`] | SVG and fonts → pictures; text → lines |
//! | 2 | [`evidence`] | registries, BibTeX and CSL-JSON → sources, claims, actors, events, terms, checked against one another |
//! | 3 | [`site`] | documents → pages, their editions, sections, topics, and the directory that resolves links; how translations stand to their originals |
//! | 4 | [`output`] | `Site` → `Plan` → bytes: emitters, views, templates |
//! | 5 | [`pipeline`], [`publish`], [`report`] | the stages in order, warm or cold; a plan → an output directory; problems → text |
//! | 5 | [`amend`] | a new text in the place of a file of the project; new files where there are none |
//! | 5 | [`preview`], [`watch`] | a site and requests → answers and events; saves → what may have changed |
//! | 6 | [`commands`] | options → what a command does |
//! | 7 | [`cli`] | arguments → options |
//!
//! A module names only lower floors, and no sibling; `tests/suite/architecture.rs` reads every file and says where one
//! climbs. `clippy.toml` keeps each door of the operating system in its room.
//!
//! A reader new to this starts with [`pipeline::Pipeline`], then [`output::Plan::of`], then [`publish`].

pub mod amend;
pub mod base;
pub mod cli;
pub mod commands;
pub mod document;
pub mod drawing;
pub mod evidence;
pub mod input;
pub mod output;
pub mod picture;
pub mod pipeline;
pub mod preview;
pub mod publish;
pub mod report;
pub mod site;
pub mod watch;
