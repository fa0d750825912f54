//! Remembers what pure functions gave: with it the problems that they reported, which are reported again each time.

use std::sync::Arc;

use super::Diagnostics;

/// What a function gave last, which it gives again while its arguments are the same.
#[derive(Debug, Clone)]
pub struct Last<K, V> {
    remembered: Option<Remembered<K, V>>,
}

#[derive(Debug, Clone)]
struct Remembered<K, V> {
    key: K,
    value: V,
    diagnostics: Arc<Diagnostics>,
}

impl<K, V> Default for Last<K, V> {
    fn default() -> Self {
        Last { remembered: None }
    }
}

impl<K: PartialEq, V: Clone> Last<K, V> {
    /// The value for `key`, which must hold everything that `compute` reads.
    pub fn get(
        &mut self,
        diagnostics: &mut Diagnostics,
        key: K,
        compute: impl FnOnce(&mut Diagnostics) -> V,
    ) -> V {
        let remembered = match self.remembered.take() {
            Some(remembered) if remembered.key == key => remembered,
            _ => {
                let mut found = Diagnostics::default();
                let value = compute(&mut found);
                Remembered { key, value, diagnostics: Arc::new(found) }
            }
        };
        diagnostics.replay(&remembered.diagnostics);
        let value = remembered.value.clone();
        self.remembered = Some(remembered);
        value
    }
}

/// A shared value as an argument: equal to another if both are one and the same value in memory. The memory is kept
/// while somebody remembers it, so no other value can come to lie there.
#[derive(Debug)]
pub struct Same<T>(pub Arc<T>);

impl<T> Same<T> {
    /// All values of a list.
    pub fn all(values: &[Arc<T>]) -> Vec<Same<T>> {
        values.iter().map(|value| Same(Arc::clone(value))).collect()
    }
}

impl<T> Clone for Same<T> {
    fn clone(&self) -> Self {
        Same(Arc::clone(&self.0))
    }
}

impl<T> PartialEq for Same<T> {
    fn eq(&self, other: &Same<T>) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Code, SourcePath, Span};
    use super::*;

    #[test]
    fn what_is_remembered_keeps_its_problems() {
        let mut last = Last::default();
        let mut calls = 0;
        let mut ask = |key: u8| {
            let mut diagnostics = Diagnostics::default();
            let value = last.get(&mut diagnostics, key, |diagnostics| {
                calls += 1;
                let span = Span::file(SourcePath::new("a").unwrap());
                diagnostics.report(Code::Unreadable, span, format!("problem {key}"));
                key * 2
            });
            (value, diagnostics.into_sorted()[0].message.clone(), calls)
        };
        assert_eq!(ask(1), (2, "problem 1".into(), 1));
        assert_eq!(ask(1), (2, "problem 1".into(), 1));
        assert_eq!(ask(2), (4, "problem 2".into(), 2));
    }

    #[test]
    fn equal_values_in_two_places_are_not_the_same() {
        let one = Arc::new(1);
        assert_eq!(Same(Arc::clone(&one)), Same(one.clone()));
        assert_ne!(Same(one), Same(Arc::new(1)));
    }
}
