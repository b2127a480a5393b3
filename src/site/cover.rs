//! Which bytes of a text are covered by any of many spans: a line may have as many of them as words.

use crate::base::Span;

/// Which bytes spans cover, asked for in the order of the text.
pub(super) struct Cover {
    starts: Vec<usize>,
    ends: Vec<usize>,
    begun: usize,
    done: usize,
}

impl Cover {
    /// Of these spans, in any order.
    pub fn of(spans: impl Iterator<Item = Span>) -> Self {
        let ends = spans.map(|span| (span.start as usize, span.end as usize));
        let (mut starts, mut ends): (Vec<usize>, Vec<usize>) = ends.unzip();
        starts.sort_unstable();
        ends.sort_unstable();
        Self {
            starts,
            ends,
            begun: 0,
            done: 0,
        }
    }

    /// Whether one of them covers the byte at `at`, which is no smaller than in the last question.
    pub fn holds(&mut self, at: usize) -> bool {
        while self.starts.get(self.begun).is_some_and(|start| *start <= at) {
            self.begun += 1;
        }
        while self.ends.get(self.done).is_some_and(|end| *end <= at) {
            self.done += 1;
        }
        self.begun > self.done
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_that_lie_in_one_another_cover_what_the_widest_does() {
        let spans = [(2, 9), (4, 5), (4, 4), (12, 13), (8, 10), (14, 14)].map(|(start, end)| Span::new(start, end));
        let mut cover = Cover::of(spans.into_iter());
        let covered: Vec<usize> = (0..20).filter(|at| cover.holds(*at)).collect();
        assert_eq!(covered, [2, 3, 4, 5, 6, 7, 8, 9, 12]);
    }
}
