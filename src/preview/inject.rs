//! Puts the preview's script into a page that is being answered with, and lets the page's policy run it. Knows nothing of what
//! the script does.

use std::cell::Cell;
use std::rc::Rc;

use lol_html::errors::RewritingError;
use lol_html::html_content::{ContentType, DocumentEnd, Element};
use lol_html::{HtmlRewriter, Settings, element, end, end_tag};

use super::exhibit::Outcome;
use super::policy::widened;

/// What the script is told about the page that it stands in.
#[derive(Debug, Clone, Copy)]
pub struct Marks<'a> {
    /// The path that the site lies under.
    pub base: &'a str,
    /// The build that the page is from.
    pub outcome: &'a Outcome,
    /// The digest of the page, empty if it has none.
    pub page: &'a str,
    /// The day that the page was rendered for, empty if it was for none.
    pub day: &'a str,
    /// Whether that day was asked for.
    pub is_day_asked: bool,
    /// The status that the page is answered with.
    pub status: u16,
}

impl Marks<'_> {
    /// The script element.
    fn element(&self) -> String {
        let base = escaped(self.base);
        format!(
            "<script src=\"{base}.briefgen/client.js\" data-briefgen data-base=\"{base}\" data-run=\"{}\" data-build=\"{}\" \
             data-page=\"{}\" data-today=\"{}\"{} data-status=\"{}\"></script>",
            escaped(&self.outcome.run),
            self.outcome.build,
            escaped(self.page),
            escaped(self.day),
            if self.is_day_asked { " data-clock=\"asked\"" } else { "" },
            self.status,
        )
    }
}

/// Text as it may stand in HTML, in double quotes too.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// The page with the script at the end of its body and its policies widened; not a byte else differs.
pub fn injected(html: &[u8], marks: &Marks) -> Vec<u8> {
    let script = marks.element();
    // What the parser refuses, it refuses for want of memory: the script at least can be had.
    rewritten(html, &script).unwrap_or_else(|_| [html, script.as_bytes()].concat())
}

fn rewritten(html: &[u8], script: &str) -> Result<Vec<u8>, RewritingError> {
    let mut output = Vec::with_capacity(html.len() + script.len() + 64);
    let is_placed = Rc::new(Cell::new(false));
    let in_body = |body: &mut Element| {
        let (is_placed, script) = (Rc::clone(&is_placed), script.to_owned());
        body.on_end_tag(end_tag!(move |end| {
            if !is_placed.replace(true) {
                end.before(&script, ContentType::Html);
            }
            Ok(())
        }))
    };
    let at_end = |end: &mut DocumentEnd| {
        if !is_placed.replace(true) {
            end.append(script, ContentType::Html);
        }
        Ok(())
    };
    let settings = Settings::new()
        .append_element_content_handler(element!("body", in_body))
        .append_element_content_handler(element!("meta[http-equiv][content]", |meta| {
            widen(meta);
            Ok(())
        }))
        .append_document_content_handler(end!(at_end))
        // Pages that browsers read are not to be refused for what is ambiguous in them.
        .with_strict(false);
    let mut rewriter = HtmlRewriter::new(settings, |chunk: &[u8]| output.extend_from_slice(chunk));
    rewriter.write(html)?;
    rewriter.end()?;
    Ok(output)
}

fn widen(meta: &mut Element) {
    let kind = meta.get_attribute("http-equiv").unwrap_or_default();
    if !unescaped(&kind).trim_ascii().eq_ignore_ascii_case("content-security-policy") {
        return;
    }
    let policy = meta.get_attribute("content").unwrap_or_default();
    if let Some(policy) = widened(&unescaped(&policy)) {
        // Quotation marks are escaped by the parser.
        let policy = policy.replace('&', "&amp;");
        meta.set_attribute("content", &policy).expect("`content` is the name of an attribute");
    }
}

/// An attribute's value as browsers read it, as far as policies go: template engines write quotation marks as
/// references.
fn unescaped(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(start) = rest.find('&') {
        text.push_str(&rest[..start]);
        rest = &rest[start..];
        let reference = rest.find(';').and_then(|end| Some((referred(&rest[1..end])?, end + 1)));
        let (character, length) = reference.unwrap_or(('&', 1));
        text.push(character);
        rest = &rest[length..];
    }
    text.push_str(rest);
    text
}

fn referred(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let digits = name.strip_prefix('#')?;
            let code = match digits.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16),
                None => digits.parse(),
            };
            char::from_u32(code.ok()?)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_script(html: &str) -> String {
        let outcome = Outcome { run: "5f3c".into(), build: 12, failed: false, errors: 0, warnings: 0 };
        let day = "2026-11-24";
        let marks =
            Marks { base: "/r/", outcome: &outcome, page: "d1", day, is_day_asked: false, status: 200 };
        let script = marks.element();
        let html = injected(html.as_bytes(), &marks);
        String::from_utf8(html).unwrap().replace(&script, "<SCRIPT>")
    }

    #[test]
    fn the_script_is_told_where_it_stands() {
        let outcome = Outcome { run: "5f3c".into(), build: 12, failed: false, errors: 0, warnings: 0 };
        let mut marks = Marks {
            base: "/repo/",
            outcome: &outcome,
            page: "DIGEST",
            day: "2026-11-24",
            is_day_asked: false,
            status: 200,
        };
        assert_eq!(
            marks.element(),
            r#"<script src="/repo/.briefgen/client.js" data-briefgen data-base="/repo/" data-run="5f3c" data-build="12" data-page="DIGEST" data-today="2026-11-24" data-status="200"></script>"#
        );
        marks.is_day_asked = true;
        marks.day = "\"><&";
        assert!(
            marks.element().contains(r#" data-today="&quot;&gt;&lt;&amp;" data-clock="asked" data-status"#)
        );
    }

    #[test]
    fn the_script_ends_the_body() {
        for (html, expected) in [
            ("<html><body><p>a</p></body></html>\n", "<html><body><p>a</p><SCRIPT></body></html>\n"),
            ("<BODY>a</BODY >", "<BODY>a<SCRIPT></BODY >"),
            ("<body>a<body>b</body></body>", "<body>a<body>b<SCRIPT></body></body>"),
            ("<body>a</body>b</body>c", "<body>a<SCRIPT></body>b</body>c"),
            (
                "<body><!-- </body> --><textarea></body></textarea></body>",
                "<body><!-- </body> --><textarea></body></textarea><SCRIPT></body>",
            ),
            ("<body><script>'</body>'</script></body>", "<body><script>'</body>'</script><SCRIPT></body>"),
        ] {
            assert_eq!(with_script(html), expected);
        }
    }

    #[test]
    fn documents_without_the_end_of_a_body_get_the_script_too() {
        for html in [
            "",
            "a",
            "<p>a",
            "<body>a",
            "<html><head><title>a</title></head>",
            "a</body>",
            "<!doctype html><p>安",
            "<body",
            "<p a='",
        ] {
            assert_eq!(with_script(html), format!("{html}<SCRIPT>"));
        }
        assert!(with_script("<html><body>a</html>").contains("<SCRIPT>"));
        assert!(with_script("<select><xmp><script></body>").contains("<SCRIPT>"));
    }

    #[test]
    fn bytes_that_are_no_text_pass_unchanged() {
        let outcome = Outcome { run: "".into(), build: 0, failed: false, errors: 0, warnings: 0 };
        let marks =
            Marks { base: "/", outcome: &outcome, page: "", day: "", is_day_asked: false, status: 200 };
        let html = injected(b"<p title=\xff>\xfe\0\x80</p>", &marks);
        assert!(html.starts_with(b"<p title=\xff>\xfe\0\x80</p><script"));
    }

    #[test]
    fn policies_let_the_script_run() {
        let wide = "default-src 'none'; script-src 'self'; connect-src 'self'";
        for meta in [
            r#"<meta http-equiv="Content-Security-Policy" content="default-src 'none'">"#,
            r#"<META CONTENT="default-src 'none'" HTTP-EQUIV=content-security-POLICY>"#,
            r#"<meta http-equiv=" Content-Security-Policy " content="default-src &#x27;none&#39;;">"#,
            r#"<meta http-equiv='Content-Security-Policy' content='default-src &apos;none&apos;'/>"#,
        ] {
            let html = with_script(meta);
            assert!(html.to_ascii_lowercase().contains(&format!("content=\"{wide}\"")), "{html}");
        }
    }

    #[test]
    fn every_policy_is_widened_and_nothing_else() {
        let meta = r#"<meta http-equiv="Content-Security-Policy" content="script-src 'none'">"#;
        let wide = r#"<meta http-equiv="Content-Security-Policy" content="script-src 'self'">"#;
        assert_eq!(with_script(&format!("{meta}{meta}")), format!("{wide}{wide}<SCRIPT>"));
        for same in [
            r#"<meta http-equiv="refresh" content="default-src 'none'">"#,
            r#"<meta name="Content-Security-Policy" content="default-src 'none'">"#,
            r#"<meta http-equiv="Content-Security-Policy">"#,
            r#"<meta http-equiv="Content-Security-Policy" content="">"#,
            r#"<meta   http-equiv="Content-Security-Policy" content="b{}d, default-src 'none'">"#,
            r#"<!-- <meta http-equiv="Content-Security-Policy" content="default-src 'none'"> -->"#,
        ] {
            assert_eq!(with_script(same), format!("{same}<SCRIPT>"));
        }
    }

    #[test]
    fn a_widened_policy_cannot_leave_its_attribute() {
        let html = with_script(
            r#"<meta http-equiv="Content-Security-Policy" content='script-src "&quot;&gt;&lt;&amp;quot;'>"#,
        );
        assert_eq!(
            html,
            r#"<meta http-equiv="Content-Security-Policy" content="script-src &quot;&quot;><&amp;quot 'self'"><SCRIPT>"#
        );
    }

    #[test]
    fn references_are_read_as_far_as_policies_have_them() {
        assert_eq!(
            unescaped("a &amp; b &nope; &#39; &#x27; &#0; &#xffffffff; & &; &#; &"),
            "a & b &nope; ' ' \0 &#xffffffff; & &; &#; &"
        );
    }
}
