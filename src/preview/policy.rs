//! Widens a content security policy just so far that the preview's own script may run and connect. Knows nothing of HTML.
//! Format: <https://www.w3.org/TR/CSP3/#parse-serialized-policy>.

/// The directives that may stand between a script and running; each that is there must allow it.
const RUNNING: [&str; 2] = ["script-src-elem", "script-src"];

/// The directive that a connection needs.
const CONNECTING: [&str; 1] = ["connect-src"];

/// What stands for those that are not there.
const DEFAULT: &str = "default-src";

/// One directive: `img-src 'self' data:`.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Directive {
    name: String,
    values: Vec<String>,
}

/// The policy with scripts and connections to the site itself allowed. Nothing comes back if they are already, or if
/// `policy` is malformed, which is left to the browser.
pub fn widened(policy: &str) -> Option<String> {
    let written = read(policy)?;
    let mut directives = written.clone();
    allow(&mut directives, &RUNNING);
    allow(&mut directives, &CONNECTING);
    (directives != written).then(|| write(&directives))
}

fn read(policy: &str) -> Option<Vec<Directive>> {
    // Browsers differ in what they make of either.
    if policy.contains(',') || !policy.is_ascii() {
        return None;
    }
    let mut directives = Vec::new();
    for text in policy.split(';') {
        let mut words = text.split_ascii_whitespace().map(str::to_owned);
        let Some(name) = words.next() else { continue };
        if !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
            return None;
        }
        directives.push(Directive { name, values: words.collect() });
    }
    Some(directives)
}

fn write(directives: &[Directive]) -> String {
    let texts = directives.iter().map(|directive| {
        let words = [&directive.name].into_iter().chain(&directive.values);
        words.map(String::as_str).collect::<Vec<_>>().join(" ")
    });
    texts.collect::<Vec<_>>().join("; ")
}

/// Allows the site itself in each of `names` that is there. If none is, the default is what the last one starts from:
/// without a default, everything is allowed, and a new directive would narrow the policy.
fn allow(directives: &mut Vec<Directive>, names: &[&str]) {
    let places: Vec<usize> = names.iter().filter_map(|name| place(directives, name)).collect();
    for &place in &places {
        allow_self(&mut directives[place].values);
    }
    let (Some(default), Some(name)) = (place(directives, DEFAULT), names.last()) else { return };
    let mut values = directives[default].values.clone();
    if places.is_empty() && allow_self(&mut values) {
        directives.push(Directive { name: (*name).to_owned(), values });
    }
}

/// Where the first directive called `name` is: browsers ignore all later ones.
fn place(directives: &[Directive], name: &str) -> Option<usize> {
    directives.iter().position(|directive| directive.name.eq_ignore_ascii_case(name))
}

/// Whether that was needed.
fn allow_self(values: &mut Vec<String>) -> bool {
    if values.iter().any(|value| value.eq_ignore_ascii_case("'self'")) {
        return false;
    }
    values.retain(|value| !value.eq_ignore_ascii_case("'none'"));
    values.push("'self'".into());
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn becomes(policy: &str, widened_policy: &str) {
        assert_eq!(widened(policy).as_deref(), Some(widened_policy));
        assert_eq!(widened(widened_policy), None, "widening once is enough");
    }

    #[test]
    fn a_policy_that_forbids_all_gets_both_directives() {
        becomes("default-src 'none'", "default-src 'none'; script-src 'self'; connect-src 'self'");
        becomes(
            "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'",
            "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; script-src 'self'; connect-src 'self'",
        );
        becomes("default-src", "default-src; script-src 'self'; connect-src 'self'");
    }

    #[test]
    fn directives_that_are_there_are_added_to() {
        becomes(
            "default-src 'none'; script-src 'none'; connect-src https://a.example",
            "default-src 'none'; script-src 'self'; connect-src https://a.example 'self'",
        );
        becomes("SCRIPT-SRC 'NONE'", "SCRIPT-SRC 'self'");
        becomes("script-src 'sha256-abc'", "script-src 'sha256-abc' 'self'");
        becomes(
            "script-src-elem 'none'; script-src 'none'; default-src 'self'",
            "script-src-elem 'self'; script-src 'self'; default-src 'self'",
        );
    }

    #[test]
    fn what_the_default_allows_stays_allowed() {
        becomes(
            "default-src https://a.example",
            "default-src https://a.example; script-src https://a.example 'self'; connect-src https://a.example 'self'",
        );
    }

    #[test]
    fn only_the_first_of_its_name_counts() {
        becomes("script-src 'none'; script-src 'none'", "script-src 'self'; script-src 'none'");
    }

    #[test]
    fn policies_that_do_not_stand_in_the_way_are_left_alone() {
        for policy in [
            "",
            ";;",
            "default-src 'self'",
            "img-src 'none'",
            "default-src 'none'; script-src 'self'; connect-src 'SELF'",
        ] {
            assert_eq!(widened(policy), None, "{policy}");
        }
    }

    #[test]
    fn malformed_policies_are_left_alone() {
        for policy in [
            "default-src 'none', script-src 'none'",
            "default_src 'none'",
            "{x}; default-src 'none'",
            "default-src ‘none’",
        ] {
            assert_eq!(widened(policy), None, "{policy}");
        }
    }
}
