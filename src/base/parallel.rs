//! The one way work is spread over threads.

use rayon::prelude::*;

use super::Diagnostics;

/// Applies `compute` to every item, on all threads, each with a sink of its own; values and diagnostics come back in the
/// order of the items, so the number of threads cannot be seen in the result.
pub fn map<T: Sync, U: Send>(
    diagnostics: &mut Diagnostics,
    items: &[T],
    compute: impl Fn(&mut Diagnostics, &T) -> U + Sync,
) -> Vec<U> {
    let computed: Vec<(U, Diagnostics)> = items
        .par_iter()
        .map(|item| {
            let mut sink = Diagnostics::default();
            (compute(&mut sink, item), sink)
        })
        .collect();
    let mut values = Vec::with_capacity(computed.len());
    for (value, sink) in computed {
        values.push(value);
        diagnostics.append(sink);
    }
    values
}
