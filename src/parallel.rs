//! The same work over many items on all processors, with the results in the order of the items.

use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// So many items are taken at a time: few enough to share the work evenly, many enough to be worth taking.
const AT_ONCE: usize = 8;

/// What `run` makes of each item and its index. A panic of `run` goes on in the caller.
pub fn map<T: Sync, R: Send>(items: &[T], run: impl Fn(usize, &T) -> R + Sync) -> Vec<R> {
    let one = |(index, item)| run(index, item);
    let threads = match items.len() {
        0..=1 => 1,
        _ => thread::available_parallelism().map_or(1, NonZero::get),
    };
    if threads == 1 {
        return items.iter().enumerate().map(one).collect();
    }
    let size = (items.len() / (threads * AT_ONCE)).max(1);
    let chunks: Vec<(usize, &[T])> = items.chunks(size).enumerate().collect();
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done: Vec<(usize, Vec<R>)> = Vec::new();
        while let Some((number, chunk)) = chunks.get(next.fetch_add(1, Ordering::Relaxed)) {
            let indexes = number * size..;
            done.push((*number, indexes.zip(*chunk).map(one).collect()));
        }
        done
    };
    let mut done: Vec<(usize, Vec<R>)> = thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        let mut done = work();
        for other in others {
            match other.join() {
                Ok(more) => done.extend(more),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        done
    });
    done.sort_unstable_by_key(|(number, _)| *number);
    done.into_iter().flat_map(|(_, results)| results).collect()
}

/// Frees what is large on a thread of its own: nobody waits for it.
pub fn discard<T: Send + 'static>(large: T) {
    drop(thread::spawn(move || drop(large)));
}

#[cfg(test)]
mod tests {
    use super::map;

    #[test]
    fn results_stand_in_the_order_of_the_items() {
        for count in [0, 1, 2, 7, 1000] {
            let items: Vec<usize> = (0..count).collect();
            let results = map(&items, |index, item| (index, item * 2));
            let expected: Vec<(usize, usize)> = items.iter().map(|it| (*it, it * 2)).collect();
            assert_eq!(results, expected);
        }
    }

    #[test]
    #[should_panic(expected = "the seventh")]
    fn a_panic_goes_on() {
        map(&[0; 100], |index, _| assert!(index != 7, "the seventh"));
    }
}
