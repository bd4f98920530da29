//! Old answers made current: `uprate FIELD of LEVEL by …`, `shift FIELD of LEVEL from …`.

use super::node::Node;
use super::{Form, Reader, Rule, Text};
use crate::syntax::ast::{Common, Expr, Update, UpdateKind};
use crate::syntax::rows::Block;

impl<'a> Reader<'a> {
    /// `uprate income of family by price_index from 2021-03-01`.
    pub(super) fn uprate(
        &self,
        block: &Block,
        rest: Text<'a>,
        common: &mut Common,
    ) -> Option<Update> {
        let form = Form {
            what: "uprate",
            sample: "uprate income of family by price_index from 2021-03-01",
        };
        self.only_common(block, "uprate", common);
        let node = self.read(Rule::head_uprate, rest, form)?;
        self.update(&node, |all| {
            let (by, from) = (all.next()?, all.next()?);
            Some(UpdateKind::Uprate { by, from })
        })
    }

    /// `shift birth_date of member from 2021-03-01`.
    pub(super) fn shift(
        &self,
        block: &Block,
        rest: Text<'a>,
        common: &mut Common,
    ) -> Option<Update> {
        let form = Form {
            what: "shift",
            sample: "shift birth_date of member from 2021-03-01",
        };
        self.only_common(block, "shift", common);
        let node = self.read(Rule::head_shift, rest, form)?;
        self.update(&node, |all| {
            let from = all.next()?;
            Some(UpdateKind::Shift { from })
        })
    }

    fn update(
        &self,
        node: &Node<'_>,
        how: impl FnOnce(&mut dyn Iterator<Item = Expr>) -> Option<UpdateKind>,
    ) -> Option<Update> {
        let head = self.head_of(node)?;
        let mut all = node.all(Rule::sum).map(|it| self.expression(&it));
        Some(Update {
            field: head.name,
            level: head.level,
            how: how(&mut all)?,
        })
    }
}
