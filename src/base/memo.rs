//! Remembers what pure functions gave: with it the problems that they reported, which are reported again each time.

use std::sync::Arc;

use super::{Diagnostics, parallel};

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

/// What a function gave last for each item of a list, which it gives again for an item that is the same in the same place,
/// while everything else that it reads is the same.
#[derive(Debug)]
pub struct LastOfEach<C, K, V> {
    common: Option<C>,
    each: Vec<Remembered<K, V>>,
}

impl<C, K, V> Default for LastOfEach<C, K, V> {
    fn default() -> Self {
        LastOfEach { common: None, each: Vec::new() }
    }
}

impl<C: PartialEq, K: PartialEq + Sync, V: Clone + Send + Sync> LastOfEach<C, K, V> {
    /// The values for `keys`, of which `compute` is told the place. `common` must hold everything that it reads beside the
    /// key. Values and diagnostics come in the order of the keys.
    pub fn map(
        &mut self,
        diagnostics: &mut Diagnostics,
        common: C,
        keys: Vec<K>,
        compute: impl Fn(&mut Diagnostics, usize, &K) -> V + Sync,
    ) -> Vec<V> {
        let is_same = self.common.as_ref() == Some(&common);
        let mut old = std::mem::take(&mut self.each).into_iter().filter(|_| is_same);
        let kept: Vec<Option<Remembered<K, V>>> =
            keys.iter().map(|key| old.next().filter(|remembered| remembered.key == *key)).collect();
        let missing: Vec<usize> = (0..keys.len()).filter(|at| kept[*at].is_none()).collect();
        let computed = parallel::map(&mut Diagnostics::default(), &missing, |_, at| {
            let mut found = Diagnostics::default();
            (compute(&mut found, *at, &keys[*at]), Arc::new(found))
        });
        let mut computed = computed.into_iter();
        let mut fresh = |key: K| {
            let (value, diagnostics) = computed.next().expect("one was computed for each that is missing");
            Remembered { key, value, diagnostics }
        };
        self.each =
            keys.into_iter().zip(kept).map(|(key, kept)| kept.unwrap_or_else(|| fresh(key))).collect();
        self.common = Some(common);
        self.each.iter().for_each(|one| diagnostics.replay(&one.diagnostics));
        self.each.iter().map(|one| one.value.clone()).collect()
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
    fn of_a_list_only_what_differs_is_computed() {
        let mut last: LastOfEach<u8, u8, u8> = LastOfEach::default();
        let mut ask = |common: u8, keys: &[u8]| {
            let computed = std::sync::atomic::AtomicUsize::new(0);
            let mut diagnostics = Diagnostics::default();
            let values = last.map(&mut diagnostics, common, keys.to_vec(), |diagnostics, _, key| {
                computed.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                let span = Span::file(SourcePath::new("a").unwrap());
                diagnostics.report(Code::Unreadable, span, format!("problem {key}"));
                key * common
            });
            let problems = diagnostics.into_sorted();
            let problems: Vec<String> = problems.into_iter().map(|problem| problem.message).collect();
            (values, problems.join(", "), computed.into_inner())
        };
        assert_eq!(ask(2, &[1, 2]), (vec![2, 4], "problem 1, problem 2".into(), 2));
        assert_eq!(ask(2, &[1, 3, 4]), (vec![2, 6, 8], "problem 1, problem 3, problem 4".into(), 2));
        assert_eq!(ask(2, &[1, 3]), (vec![2, 6], "problem 1, problem 3".into(), 0));
        assert_eq!(ask(3, &[1, 3]), (vec![3, 9], "problem 1, problem 3".into(), 2));
    }

    #[test]
    fn equal_values_in_two_places_are_not_the_same() {
        let one = Arc::new(1);
        assert_eq!(Same(Arc::clone(&one)), Same(one.clone()));
        assert_ne!(Same(one), Same(Arc::new(1)));
    }
}
