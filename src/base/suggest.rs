//! The nearest known name, for hints.

/// The candidate most like `name`, if any is like enough to be what was meant. Ties go to the first in order.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    const LIKE_ENOUGH: f64 = 0.6;
    let name = name.to_lowercase();
    let mut best: Option<(f64, &str)> = None;
    for candidate in candidates {
        let likeness = strsim::normalized_damerau_levenshtein(&name, &candidate.to_lowercase());
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_finds_its_word_and_a_stranger_finds_none() {
        assert_eq!(nearest("sumary", ["summary", "title"]), Some("summary"));
        assert_eq!(nearest("colour", ["summary", "title"]), None);
    }
}
