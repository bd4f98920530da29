//! Links read backwards: the rows that lead to a row, as an entity of its own below it.
//!
//! `count(supported_children where …)` and, at the level of a group, `count(family where …)` become
//! aggregates over a [`View`]; the evaluators know no other aggregate than that over rows below.

use super::Checker;
use super::tree::{About, Blank, Entity, EntityId, Field, FieldId, Hop, View};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::check as codes;
use crate::syntax::ast::Name;

impl Checker<'_> {
    /// The links to a level from an entity or from what it belongs to.
    pub(super) fn leads_to(
        &self,
        over: EntityId,
        level: EntityId,
    ) -> impl Iterator<Item = FieldId> + use<'_> {
        let homes = self.ancestors(over);
        let fields = homes.into_iter().filter_map(move |home| {
            let entity = self.program.entities.get(home.index())?;
            Some((entity, entity.parent.map(|(_, field)| field)))
        });
        fields.flat_map(move |(entity, home)| {
            let links = entity.fields.iter().copied();
            links.filter(move |id| {
                let field = self.program.fields.get(id.index());
                Some(*id) != home && field.is_some_and(|it| it.refers_to == Some(level))
            })
        })
    }

    /// Whether the name of an entity may stand for its rows that lead to a level: where the two have
    /// no home in common, so that nobody takes them for rows of the same house.
    pub(super) fn leads_by_name(&self, over: EntityId, level: EntityId) -> bool {
        let homes = self.ancestors(level);
        let apart = !self.ancestors(over).iter().any(|it| homes.contains(it));
        apart && self.leads_to(over, level).next().is_some()
    }

    /// The rows of an entity that lead to the level by the one link that there is.
    pub(super) fn view_by_name(
        &mut self,
        name: &Name,
        over: EntityId,
        level: EntityId,
    ) -> Option<EntityId> {
        let links: Vec<FieldId> = self.leads_to(over, level).collect();
        if let [link] = links.as_slice() {
            return self.view(over, *link);
        }
        let finding = Diagnostic::at(&codes::SEVERAL_LINKS, name.span)
            .with("entity", self.entity_name(over))
            .with("level", self.entity_name(level));
        self.report(finding);
        None
    }

    /// The view of an entity's rows by a link, made when it is first asked for.
    pub(super) fn view(&mut self, of: EntityId, link: FieldId) -> Option<EntityId> {
        let known = self.program.views.iter();
        let known = known
            .filter(|(_, it)| (it.of, it.link) == (of, link))
            .map(|(id, _)| *id);
        if let Some(id) = { known }.next() {
            return Some(id);
        }
        let target = self.program.fields.get(link.index())?.refers_to?;
        let seen = self.program.entities.get(of.index())?;
        let (about, key) = (seen.about.clone(), seen.key);
        let key = self.program.fields.get(key.index())?;
        let (ty, personal) = (key.ty, key.personal);
        let id = EntityId(u32::try_from(self.program.entities.len()).ok()?);
        let origin = FieldId(u32::try_from(self.program.fields.len()).ok()?);
        self.program.fields.push(Field {
            about: About {
                span: about.span,
                ..About::default()
            },
            entity: id,
            ty,
            range: None,
            matching: None,
            blank: Blank::Rejected,
            unique: true,
            personal,
            refers_to: Some(of),
        });
        self.program.entities.push(Entity {
            about,
            key: origin,
            parent: Some((target, link)),
            fields: vec![origin],
        });
        let view = View { of, link, origin };
        self.program.views.insert(id, view);
        Some(id)
    }

    /// The entity that the rows of an aggregation are of, and the way to them from those of a view.
    pub(super) fn seen(&self, over: EntityId) -> (EntityId, Vec<Hop>) {
        match self.program.views.get(&over) {
            Some(view) => (view.of, vec![Hop::Link(view.origin)]),
            None => (over, Vec::new()),
        }
    }
}
