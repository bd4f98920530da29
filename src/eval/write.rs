//! Writing a register to its place in the column that is kept.

use super::chunk::Worker;
use super::family::Family;
use super::kernels::bits;
use super::register::View;
use super::store::{Piece, Sink};
use crate::plan::op::{NodeId, Storage};

impl Worker<'_> {
    /// Writes a node's register to its place; zero, clear or empty where unknown.
    pub(super) fn write(&self, id: NodeId, piece: &mut Piece<'_>) {
        let rows = piece.rows;
        match self.storage(id) {
            Storage::Number => self.write_plain::<i64>(id, piece),
            Storage::Date => self.write_plain::<i32>(id, piece),
            Storage::Enum => self.write_plain::<u16>(id, piece),
            Storage::Truth => {
                let view = self.truths_of(id, rows);
                piece.known = view.known.0.map(<[u64]>::to_vec);
                piece.sink = Sink::Truth(view.words.to_vec());
            }
            Storage::Text => {
                let view = self.text(id);
                let texts: Vec<Option<String>> = (0..rows)
                    .map(|row| view.get(row).map(str::to_owned))
                    .collect();
                let mut known = vec![0; bits::words(rows)];
                for (row, _) in texts.iter().enumerate().filter(|(_, text)| text.is_some()) {
                    bits::set(&mut known, row);
                }
                piece.known = (!bits::all(&known, rows)).then_some(known);
                piece.sink = Sink::Text(texts);
            }
        }
    }

    pub(super) fn write_plain<T: Family>(&self, id: NodeId, piece: &mut Piece<'_>) {
        let view: View<'_, T> = self.plain(id, piece.rows);
        let Some(known) = view.known.0 else {
            T::put(&mut piece.sink, view.values);
            return;
        };
        let mut values = view.values.to_vec();
        values.resize(piece.rows, T::default());
        for (index, (values, known)) in values.chunks_mut(64).zip(known).enumerate() {
            let unknown = !known & bits::tail(piece.rows, index);
            for place in bits::ones(unknown) {
                values[place] = T::default();
            }
        }
        T::put(&mut piece.sink, &values);
        piece.known = Some(known.to_vec());
    }
}
