//! The nearest known name, for hints.

/// The candidate most like `name`, if any is like enough to be what was meant. Ties go to the first in order.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    const LIKE_ENOUGH: f64 = 0.6;
    let name = name.to_lowercase();
    let mut best: Option<(f64, &str)> = None;
    for candidate in candidates {
        let likeness = likeness(&name, &candidate.to_lowercase());
        let better = match best {
            None => likeness >= LIKE_ENOUGH,
            Some((most, chosen)) => likeness > most || (likeness == most && candidate < chosen),
        };
        if better {
            best = Some((likeness, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// The items of a sorted list that stand near the place of `name`: all of a short list, the neighbours in a long one. A slip
/// seldom changes how a name begins, and comparing every wrong name with every right one takes quadratic time.
pub fn neighbours<'a, T: AsRef<str>>(name: &str, sorted: &'a [T]) -> &'a [T] {
    const REACH: usize = 32;
    let place = sorted.partition_point(|item| item.as_ref() < name);
    &sorted[place.saturating_sub(REACH)..(place + REACH).min(sorted.len())]
}

/// From 0 to 1. A folder and an extension that both share say nothing: `a.html` is not like `404.html`.
fn likeness(one: &str, other: &str) -> f64 {
    let folder = |path: &str| path.rfind('/').map_or(0, |slash| slash + 1);
    let (mut one, mut other) = (one, other);
    if one[..folder(one)] == other[..folder(other)] {
        (one, other) = (&one[folder(one)..], &other[folder(other)..]);
    }
    if let (Some((stem, extension)), Some((other_stem, other_extension))) =
        (one.rsplit_once('.'), other.rsplit_once('.'))
        && extension == other_extension
    {
        (one, other) = (stem, other_stem);
    }
    strsim::normalized_damerau_levenshtein(one, other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_finds_its_word_and_a_stranger_finds_none() {
        assert_eq!(nearest("sumary", ["summary", "title"]), Some("summary"));
        assert_eq!(nearest("colour", ["summary", "title"]), None);
        assert_eq!(nearest("briefs/cybr.md", ["briefs/a.md", "briefs/cyber.md"]), Some("briefs/cyber.md"));
        assert_eq!(nearest("x.html", ["404.html"]), None);
    }
}
