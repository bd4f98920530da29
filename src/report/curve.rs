//! Curves on a plane with axes: the Lorenz curve, and figures that follow a number.

use maud::{Markup, PreEscaped, html};
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::draw::{Canvas, Ink};

/// Width and height; small, so that its text stays legible on a phone.
const SIZE: (u32, u32) = (440, 300);

/// One curve.
pub(super) struct Curve {
    pub(super) points: Vec<(f64, f64)>,
    /// Its colour and dashes.
    pub(super) place: u8,
    /// Whether its points are marked.
    pub(super) is_marked: bool,
}

/// What the axes show.
pub(super) struct Plane<'a> {
    pub(super) x: &'a dyn Fn(&f64) -> String,
    pub(super) y: &'a dyn Fn(&f64) -> String,
    pub(super) x_ends: (f64, f64),
    pub(super) y_ends: (f64, f64),
}

/// The ends of the values on an axis, with a little room; zero is kept where it is near.
pub(super) fn ends(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
    for value in values.filter(|it| it.is_finite()) {
        low = low.min(value);
        high = high.max(value);
    }
    if low > high {
        return (0.0, 1.0);
    }
    if low >= 0.0 && low < high * 0.6 {
        low = 0.0;
    }
    let room = if high > low {
        (high - low) * 0.06
    } else {
        high.abs().max(1.0) * 0.1
    };
    let low = if low == 0.0 { 0.0 } else { low - room };
    (low, high + room)
}

/// Draws curves; `id` is unique in the page, title and description are for those who do not see.
pub(super) fn chart(
    id: &str,
    title: &str,
    description: &str,
    plane: &Plane<'_>,
    curves: &[Curve],
) -> Markup {
    let mut inside = String::new();
    // Nothing in the canvas fails; a scale without length would, and then there is no curve.
    if draw(&mut inside, plane, curves).is_err() {
        return html! {};
    }
    let view = format!("0 0 {} {}", SIZE.0, SIZE.1);
    let (title_id, words_id) = (format!("{id}-t"), format!("{id}-d"));
    html! {
        svg.chart viewBox=(view) role="img" aria-labelledby=(format!("{title_id} {words_id}")) {
            title id=(title_id) { (title) }
            desc id=(words_id) { (description) }
            (PreEscaped(inside))
        }
    }
}

fn draw(
    out: &mut String,
    plane: &Plane<'_>,
    curves: &[Curve],
) -> Result<(), Box<dyn std::error::Error>> {
    let area = Canvas::new(out, SIZE).into_drawing_area();
    let mut chart = ChartBuilder::on(&area)
        .margin(8)
        .margin_right(18)
        .x_label_area_size(26)
        .y_label_area_size(64)
        .build_cartesian_2d(
            plane.x_ends.0..plane.x_ends.1,
            plane.y_ends.0..plane.y_ends.1,
        )
        .map_err(failed)?;
    let text = ("sans-serif", 12)
        .into_font()
        .color(&Ink::Text.color())
        .pos(Pos::new(HPos::Center, VPos::Top));
    chart
        .configure_mesh()
        .disable_x_mesh()
        .light_line_style(TRANSPARENT)
        .bold_line_style(Ink::Grid.color())
        .axis_style(Ink::Axis.color())
        .label_style(text)
        .x_labels(6)
        .y_labels(6)
        .x_label_formatter(plane.x)
        .y_label_formatter(plane.y)
        .draw()
        .map_err(failed)?;
    for curve in curves {
        let color = Ink::Curve(curve.place).color();
        let points = curve.points.iter().copied();
        chart
            .draw_series(LineSeries::new(points.clone(), color.stroke_width(2)))
            .map_err(failed)?;
        if curve.is_marked {
            chart
                .draw_series(points.map(|at| Circle::new(at, 3, color.filled())))
                .map_err(failed)?;
        }
    }
    Ok(())
}

fn failed<E: std::error::Error>(error: E) -> String {
    error.to_string()
}
