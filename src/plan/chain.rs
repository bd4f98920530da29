//! Chains of `*` and `/`: one exact fraction, compared by cross-multiplied integers.
//!
//! A [`Tree`] is the meaning: it is computed step by step in [`Fraction`](crate::number::Fraction)s,
//! as the reference does. [`Flat`] and [`Cross`] are its fast forms in `i64`: they hold for rows whose
//! products fit, and in such rows no step of the tree can overflow (see `Flat::of`); all other rows
//! take the tree.

use crate::check::tree::CompareOp;
use crate::number::Rational;

use super::op::NodeId;

/// A fraction of stored values and constants.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Chain {
    /// Its meaning.
    pub tree: Tree,
    /// Its fast form, where it has one.
    pub flat: Option<Flat>,
}

/// The steps of a chain.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Tree {
    /// A stored number, with raw units per one.
    Leaf(NodeId, i64),
    /// A constant.
    Constant(Rational),
    /// No value.
    Unknown,
    /// A product.
    Multiply(Box<Tree>, Box<Tree>),
    /// A quotient; by zero is unknown.
    Divide(Box<Tree>, Box<Tree>),
    /// Minus.
    Negate(Box<Tree>),
    /// The exact form of a computed value: unknown where its stored form (the node) is, and without a
    /// fault of its own, since that is the value's.
    Guard(NodeId, Box<Tree>),
}

/// `factor * product(num) / product(den)` over raw numbers.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Flat {
    /// Factors above.
    pub num: Vec<NodeId>,
    /// Factors below; a row where one is zero is unknown.
    pub den: Vec<NodeId>,
    /// The constant.
    pub factor: Rational,
    /// The nodes that must be known.
    pub known: Vec<NodeId>,
}

/// Two chains compared.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Comparison {
    /// Which comparison.
    pub op: CompareOp,
    /// The left chain.
    pub left: Chain,
    /// The right chain.
    pub right: Chain,
    /// The fast form.
    pub cross: Option<Cross>,
}

/// `left_by * product(left)` compared with `right_by * product(right)`, turned round where the product
/// of the divisors is negative; unknown where a divisor is zero.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Cross {
    /// Factors on the left: numerators of the left chain, denominators of the right one.
    pub left: Vec<NodeId>,
    /// The constant on the left.
    pub left_by: i64,
    /// Factors on the right.
    pub right: Vec<NodeId>,
    /// The constant on the right.
    pub right_by: i64,
    /// The divisors of both.
    pub divisors: Vec<NodeId>,
    /// The nodes that must be known.
    pub known: Vec<NodeId>,
}

impl Chain {
    /// Prepares the fast form.
    pub fn new(tree: Tree) -> Self {
        let flat = Flat::of(&tree);
        Self { tree, flat }
    }

    /// The constant, if it is one.
    pub fn constant(&self) -> Option<Rational> {
        match &self.tree {
            Tree::Constant(value) => Some(*value),
            Tree::Leaf(..)
            | Tree::Unknown
            | Tree::Multiply(..)
            | Tree::Divide(..)
            | Tree::Negate(_)
            | Tree::Guard(..) => None,
        }
    }

    /// The stored number and its scale, if it is one.
    pub fn leaf(&self) -> Option<(NodeId, i64)> {
        match &self.tree {
            Tree::Leaf(node, scale) => Some((*node, *scale)),
            Tree::Constant(_)
            | Tree::Unknown
            | Tree::Multiply(..)
            | Tree::Divide(..)
            | Tree::Negate(_)
            | Tree::Guard(..) => None,
        }
    }

    /// The nodes it reads.
    pub fn inputs(&self, visit: &mut dyn FnMut(NodeId)) {
        self.tree.inputs(visit);
    }
}

impl Tree {
    /// The product, folded where both sides are constants.
    pub fn multiply(left: Self, right: Self) -> Self {
        if let (Self::Constant(a), Self::Constant(b)) = (&left, &right)
            && let Some(product) = a.checked_mul(*b)
        {
            return Self::Constant(product);
        }
        Self::Multiply(Box::new(left), Box::new(right))
    }

    /// The quotient, folded where both sides are constants.
    pub fn divide(left: Self, right: Self) -> Self {
        if let (Self::Constant(a), Self::Constant(b)) = (&left, &right) {
            if *b == Rational::zero() {
                return Self::Unknown;
            }
            if let Some(quotient) = a.checked_div(*b) {
                return Self::Constant(quotient);
            }
        }
        Self::Divide(Box::new(left), Box::new(right))
    }

    /// Minus, folded for a constant.
    pub fn negate(of: Self) -> Self {
        if let Self::Constant(value) = &of
            && let Some(negative) = value.checked_neg()
        {
            return Self::Constant(negative);
        }
        Self::Negate(Box::new(of))
    }

    /// The nodes it reads.
    pub fn inputs(&self, visit: &mut dyn FnMut(NodeId)) {
        match self {
            Self::Leaf(node, _) => visit(*node),
            Self::Constant(_) | Self::Unknown => {}
            Self::Multiply(left, right) | Self::Divide(left, right) => {
                left.inputs(visit);
                right.inputs(visit);
            }
            Self::Negate(of) => of.inputs(visit),
            Self::Guard(node, of) => {
                visit(*node);
                of.inputs(visit);
            }
        }
    }

    /// The same steps over other leaves.
    #[must_use]
    pub fn map(&self, leaf: &mut dyn FnMut(NodeId) -> NodeId) -> Self {
        match self {
            Self::Leaf(node, scale) => Self::Leaf(leaf(*node), *scale),
            Self::Constant(value) => Self::Constant(*value),
            Self::Unknown => Self::Unknown,
            Self::Multiply(left, right) => {
                Self::Multiply(Box::new(left.map(leaf)), Box::new(right.map(leaf)))
            }
            Self::Divide(left, right) => {
                Self::Divide(Box::new(left.map(leaf)), Box::new(right.map(leaf)))
            }
            Self::Negate(of) => Self::Negate(Box::new(of.map(leaf))),
            Self::Guard(node, of) => Self::Guard(leaf(*node), Box::new(of.map(leaf))),
        }
    }
}

/// The bound on the product of all constants and scales.
const BOUND: i128 = 1 << 62;

impl Flat {
    /// Whether it reads nothing.
    pub fn is_constant(&self) -> bool {
        self.num.is_empty() && self.den.is_empty() && self.known.is_empty()
    }

    /// The fast form, where the constants are small.
    ///
    /// Then a row cannot overflow in the tree if the product of all its raws on each side, zeros
    /// counted as ones, fits `i64`: the unreduced terms of every step are a product of some of the
    /// raws (below 2^63) and some of the constants and scales (below 2^62), all within `i128`.
    fn of(tree: &Tree) -> Option<Self> {
        let mut flat = Self {
            num: Vec::new(),
            den: Vec::new(),
            factor: Rational::one(),
            known: Vec::new(),
        };
        let mut size = 1;
        flat.gather(tree, Side::Above, &mut size)?;
        flat.known.sort_unstable();
        flat.known.dedup();
        Some(flat)
    }

    fn gather(&mut self, tree: &Tree, side: Side, size: &mut i128) -> Option<()> {
        match tree {
            Tree::Leaf(node, scale) => {
                self.known.push(*node);
                match side {
                    Side::Above => self.num.push(*node),
                    Side::Below => self.den.push(*node),
                }
                self.scale(Rational::new(1, i128::from(*scale))?, side, size)
            }
            Tree::Constant(value) => self.scale(*value, side, size),
            // What divides a divisor goes above but must not be zero: left to the tree.
            Tree::Divide(_, below)
                if side == Side::Below
                    && !matches!(&**below, Tree::Constant(it) if *it != Rational::zero()) =>
            {
                None
            }
            Tree::Unknown => None,
            Tree::Multiply(left, right) => {
                self.gather(left, side, size)?;
                self.gather(right, side, size)
            }
            Tree::Divide(left, right) => {
                self.gather(left, side, size)?;
                self.gather(right, side.other(), size)
            }
            Tree::Negate(of) => {
                self.factor = self.factor.checked_neg()?;
                self.gather(of, side, size)
            }
            Tree::Guard(node, of) => {
                self.known.push(*node);
                self.gather(of, side, size)
            }
        }
    }

    fn scale(&mut self, by: Rational, side: Side, size: &mut i128) -> Option<()> {
        let terms = by.num().checked_abs()?.max(1).checked_mul(by.den())?;
        *size = size.checked_mul(terms).filter(|size| *size <= BOUND)?;
        self.factor = match side {
            Side::Above => self.factor.checked_mul(by)?,
            // A constant divisor of zero is left to the tree.
            Side::Below => self.factor.checked_div(by)?,
        };
        Some(())
    }
}

/// Above or below the line of a fraction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Above,
    Below,
}

impl Side {
    fn other(self) -> Self {
        match self {
            Self::Above => Self::Below,
            Self::Below => Self::Above,
        }
    }
}

impl Comparison {
    /// Prepares the fast form.
    pub fn new(op: CompareOp, left: Chain, right: Chain) -> Self {
        let cross = Cross::of(&left, &right);
        Self {
            op,
            left,
            right,
            cross,
        }
    }

    /// The nodes it reads.
    pub fn inputs(&self, visit: &mut dyn FnMut(NodeId)) {
        self.left.inputs(visit);
        self.right.inputs(visit);
    }
}

impl Cross {
    fn of(left: &Chain, right: &Chain) -> Option<Self> {
        let (a, b) = (left.flat.as_ref()?, right.flat.as_ref()?);
        // a.factor * a.num / a.den ? b.factor * b.num / b.den, with both constants brought up.
        let above = a.factor.num().checked_mul(b.factor.den())?;
        let below = b.factor.num().checked_mul(a.factor.den())?;
        let common = gcd(above.unsigned_abs(), below.unsigned_abs()).max(1);
        let common = i128::try_from(common).ok()?;
        let join = |one: &[NodeId], other: &[NodeId]| [one, other].concat();
        let mut known = join(&a.known, &b.known);
        known.sort_unstable();
        known.dedup();
        Some(Self {
            left: join(&a.num, &b.den),
            left_by: i64::try_from(above / common).ok()?,
            right: join(&b.num, &a.den),
            right_by: i64::try_from(below / common).ok()?,
            divisors: join(&a.den, &b.den),
            known,
        })
    }
}

/// `raw / scale` compared with a constant, as a comparison of the raw with a raw.
pub fn threshold(op: CompareOp, scale: i64, constant: Rational) -> Option<(CompareOp, i64)> {
    let scaled = constant.num().checked_mul(i128::from(scale))?;
    let (floor, exact) = (
        scaled.div_euclid(constant.den()),
        scaled.rem_euclid(constant.den()) == 0,
    );
    let (op, bound) = match op {
        CompareOp::Less | CompareOp::GreaterOrEqual => (op, floor + i128::from(!exact)),
        CompareOp::LessOrEqual | CompareOp::Greater => (op, floor),
        CompareOp::Equal | CompareOp::NotEqual if exact => (op, floor),
        // No raw equals it.
        CompareOp::Equal => return Some((CompareOp::Less, i64::MIN)),
        CompareOp::NotEqual => return Some((CompareOp::GreaterOrEqual, i64::MIN)),
    };
    Some(match i64::try_from(bound) {
        Ok(bound) => (op, bound),
        Err(_) => beyond(op, bound > 0),
    })
}

/// The comparison with a bound beyond `i64`, as one that is always or never true.
fn beyond(op: CompareOp, above: bool) -> (CompareOp, i64) {
    let holds = match op {
        CompareOp::Less | CompareOp::LessOrEqual => above,
        CompareOp::Greater | CompareOp::GreaterOrEqual => !above,
        CompareOp::Equal => false,
        CompareOp::NotEqual => true,
    };
    let op = if holds {
        CompareOp::GreaterOrEqual
    } else {
        CompareOp::Less
    };
    (op, i64::MIN)
}

fn gcd(left: u128, right: u128) -> u128 {
    let (mut a, mut b) = (left, right);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}
