//! Fingerprints of operations: equal where two plans of one day compute the same from the same data.

use std::hash::{Hash, Hasher};

use super::Plan;
use super::op::{Node, NodeId, Op};

/// The fingerprint of each node; none for what an allocation gives and for all that reads it.
pub fn fingerprints(plan: &Plan) -> Vec<Option<u128>> {
    let mut prints: Vec<Option<u128>> = Vec::with_capacity(plan.nodes.len());
    for node in &plan.nodes {
        let lost = matches!(node.op, Op::Allocated(..));
        let print = fingerprint(plan, node, &prints).filter(|_| !lost);
        prints.push(print);
    }
    prints
}

/// The fingerprint of each node alone: what it reads goes by the names given.
pub fn alone(plan: &Plan, names: &[Option<u128>]) -> Vec<Option<u128>> {
    plan.nodes
        .iter()
        .map(|node| fingerprint(plan, node, names))
        .collect()
}

fn fingerprint(plan: &Plan, node: &Node, names: &[Option<u128>]) -> Option<u128> {
    let mut print = Print {
        nodes: names,
        lanes: [1, 2],
        lost: false,
    };
    plan.date.hash(&mut print);
    node.hash(&mut print);
    if let Op::Lookup(table, _) = &node.op {
        plan.tables.get(table.index()).hash(&mut print);
    }
    if let Op::Allocated(aid, _) = &node.op {
        let aid = plan.aids.get(aid.index()).and_then(Option::as_ref);
        aid.map(|it| &it.allocation).hash(&mut print);
    }
    let [low, high] = print.lanes.map(u128::from);
    (!print.lost).then_some(high << 64 | low)
}

/// A hasher of two lanes that takes the fingerprint of a node in the place of its number.
struct Print<'a> {
    nodes: &'a [Option<u128>],
    lanes: [u64; 2],
    /// It reads a node that has none.
    lost: bool,
}

impl Print<'_> {
    fn word(&mut self, word: u64) {
        const KEYS: [u64; 2] = [0x9e37_79b9_7f4a_7c15, 0xd6e8_feb8_6659_fd93];
        for (lane, key) in self.lanes.iter_mut().zip(KEYS) {
            *lane = folded(lane.rotate_left(29) ^ word ^ key, key | 1);
        }
    }

    fn wide(&mut self, wide: u128) {
        #[expect(clippy::cast_possible_truncation, reason = "the two halves are meant")]
        let (low, high) = (wide as u64, (wide >> 64) as u64);
        self.word(low);
        self.word(high);
    }
}

/// The two halves of a wide product on top of each other, and the first factor, which a zero would lose.
fn folded(word: u64, key: u64) -> u64 {
    let product = u128::from(word) * u128::from(key);
    #[expect(clippy::cast_possible_truncation, reason = "the two halves are meant")]
    let (low, high) = (product as u64, (product >> 64) as u64);
    low ^ high ^ word.rotate_left(17)
}

impl Hasher for Print<'_> {
    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        for word in words {
            self.word(u64::from_le_bytes(*word));
        }
        let last = rest
            .iter()
            .fold(0, |last, byte| last << 8 | u64::from(*byte));
        self.word(last ^ (bytes.len() as u64).rotate_left(32));
    }

    fn write_i128(&mut self, number: i128) {
        self.wide(number.cast_unsigned());
    }

    /// The number of a node: nothing else is written as one of this width.
    fn write_u128(&mut self, node: u128) {
        let place = usize::try_from(node).ok();
        match place.and_then(|it| self.nodes.get(it)).copied().flatten() {
            Some(print) => self.wide(print),
            None => self.lost = true,
        }
    }

    fn finish(&self) -> u64 {
        let [low, high] = self.lanes;
        low ^ high
    }
}

/// A node is hashed by the widest number, by which its print knows it.
impl Hash for NodeId {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u128(u128::from(self.0));
    }
}
