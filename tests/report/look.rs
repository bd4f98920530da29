//! The colours of the page: every text on every ground it stands on, in light, dark and on paper.

use std::collections::BTreeMap;

const STYLE: &str = include_str!("../../src/report/style.css");

/// The colours of each theme: light, dark, print.
fn themes() -> Vec<BTreeMap<String, [f64; 3]>> {
    let blocks = STYLE.split(":root {").skip(1);
    let themes: Vec<_> = blocks
        .map(|block| {
            let inside = block.split('}').next().unwrap();
            let pairs = inside
                .split(';')
                .filter_map(|pair| pair.trim().split_once(": "));
            let colors = pairs.filter_map(|(name, value)| Some((name.to_owned(), color(value)?)));
            colors.collect()
        })
        .collect();
    assert_eq!(themes.len(), 3);
    themes
}

fn color(hex: &str) -> Option<[f64; 3]> {
    let digits = hex.strip_prefix('#')?;
    let whole = match digits.len() {
        3 => digits.chars().flat_map(|c| [c, c]).collect(),
        _ => digits.to_owned(),
    };
    let part = |at: usize| u8::from_str_radix(&whole[at..at + 2], 16).unwrap();
    Some([0, 2, 4].map(|at| f64::from(part(at)) / 255.0))
}

/// Relative luminance, as WCAG 2 defines it.
fn luminance(color: [f64; 3]) -> f64 {
    let [red, green, blue] = color.map(|part| {
        if part <= 0.04045 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn texts_and_curves_stand_out() {
    // Black on white is 21, by definition.
    assert!((contrast([0.0; 3], [1.0; 3]) - 21.0).abs() < 1e-9);
    for theme in themes() {
        let of = |name: &str| theme[name];
        for text in ["--ink", "--soft", "--accent", "--good", "--open", "--bad"] {
            for ground in ["--paper", "--wash"] {
                let found = contrast(of(text), of(ground));
                assert!(found >= 4.5, "{text} on {ground}: {found:.2}");
            }
        }
        assert!(contrast(of("--ink"), of("--accent-wash")) >= 4.5);
        for shape in ["--curve0", "--curve1", "--curve2", "--accent"] {
            let found = contrast(of(shape), of("--paper"));
            assert!(found >= 3.0, "{shape}: {found:.2}");
        }
    }
}
