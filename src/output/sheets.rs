//! Checks the stylesheets of a site: what they load from other hosts, and whether the colours that they keep can be read on those
//! of `[theme]`.

use super::loads;
use crate::base::{Diagnostics, Source};
use crate::input::{Config, Content, File, Problems};

/// Reports what is wrong with stylesheets.
pub fn check(diagnostics: &mut Diagnostics, config: &Config, files: &[File]) {
    let mut problems = Problems::default();
    for file in files {
        let Content::Memory(bytes) = &file.content else { continue };
        let source = Source::new(file.path.clone(), &String::from_utf8_lossy(bytes));
        for range in loads::of_stylesheet(&config.base_url, &source.text) {
            loads::report(diagnostics, source.span(range.clone()), &source.text[range]);
        }
        config.theme.check_kept(&mut problems, &source.text);
    }
    problems.report(diagnostics, |id| config.origin.span(id));
}
