//! A sequence of choices; the simplest where it is exhausted.

/// Numbers that decide, one after the other, what is generated.
#[derive(Debug)]
pub(crate) struct Choices {
    numbers: std::vec::IntoIter<u32>,
}

impl Choices {
    pub(crate) fn new(numbers: Vec<u32>) -> Self {
        Self {
            numbers: numbers.into_iter(),
        }
    }

    /// A number below `n`; 0 is the simplest.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        // The high bits, so that small numbers, to which proptest shrinks, choose 0.
        let number = u64::from(self.numbers.next().unwrap_or(0));
        usize::try_from((number * u64::try_from(n).unwrap()) >> 32).unwrap()
    }

    /// Whether something of this probability happens; not, in the simplest case.
    pub(crate) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) >= 100 - percent
    }

    /// One of some; the first is the simplest.
    pub(crate) fn pick<T: Copy>(&mut self, some: &[T]) -> T {
        some[self.below(some.len())]
    }
}
