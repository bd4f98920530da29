//! The canvas of curves: SVG whose colours are classes, so that a theme and a printer may set them.

use std::convert::Infallible;
use std::fmt::Write as _;

use plotters::style::RGBColor;
use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
};

/// What a line or a text is; its class in the page's style.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ink {
    Axis,
    Grid,
    Text,
    /// A curve by its place.
    Curve(u8),
}

impl Ink {
    /// The colour that stands for it on the canvas.
    pub(super) fn color(self) -> RGBColor {
        let code = match self {
            Self::Axis => 1,
            Self::Grid => 2,
            Self::Text => 3,
            Self::Curve(place) => 16 + place % 8,
        };
        RGBColor(0, 0, code)
    }

    fn class(color: BackendColor) -> String {
        match color.rgb.2 {
            1 => "axis".to_owned(),
            2 => "grid".to_owned(),
            3 => "text".to_owned(),
            code => format!("curve c{}", code.saturating_sub(16)),
        }
    }
}

/// A canvas that writes the inside of an `svg` element.
pub(super) struct Canvas<'a> {
    out: &'a mut String,
    size: (u32, u32),
}

impl<'a> Canvas<'a> {
    pub(super) fn new(out: &'a mut String, size: (u32, u32)) -> Self {
        Self { out, size }
    }
}

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

fn seen(style: &impl BackendStyle) -> Option<String> {
    let color = style.color();
    (color.alpha > 0.0).then(|| Ink::class(color))
}

impl DrawingBackend for Canvas<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, color: BackendColor) -> Drawn {
        let class = Ink::class(color);
        let _ = write!(
            self.out,
            r#"<rect class="{class}" x="{x}" y="{y}" width="1" height="1"/>"#
        );
        Ok(())
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        (x1, y1): BackendCoord,
        (x2, y2): BackendCoord,
        style: &S,
    ) -> Drawn {
        if let Some(class) = seen(style) {
            let _ = write!(
                self.out,
                r#"<line class="{class}" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"/>"#
            );
        }
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        if let Some(class) = seen(style) {
            let points: Vec<String> = path.into_iter().map(|(x, y)| format!("{x},{y}")).collect();
            let points = points.join(" ");
            let _ = write!(
                self.out,
                r#"<polyline class="{class}" fill="none" points="{points}"/>"#
            );
        }
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        (x, y): BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Drawn {
        if let Some(class) = seen(style) {
            let filled = if fill { " dot" } else { "" };
            let _ = write!(
                self.out,
                r#"<circle class="{class}{filled}" cx="{x}" cy="{y}" r="{radius}"/>"#
            );
        }
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &S,
        (x, y): BackendCoord,
    ) -> Drawn {
        let anchor = match style.anchor().h_pos {
            HPos::Left => "start",
            HPos::Right => "end",
            HPos::Center => "middle",
        };
        let down = match style.anchor().v_pos {
            VPos::Top => "0.8em",
            VPos::Center => "0.35em",
            VPos::Bottom => "-0.2em",
        };
        let _ = write!(
            self.out,
            r#"<text class="text" x="{x}" y="{y}" dy="{down}" text-anchor="{anchor}">"#
        );
        let _ = write!(maud::Escaper::new(self.out), "{text}");
        self.out.push_str("</text>");
        Ok(())
    }
}
