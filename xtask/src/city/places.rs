//! The five kecamatan and thirty kelurahan with their Kemendagri codes, shares and livelihoods.
use super::words::Livelihood;

/// One kelurahan.
#[derive(Debug)]
pub(crate) struct Place {
    /// Kemendagri code, `62.71.KK.NNNN`.
    pub(crate) code: &'static str,
    pub(crate) name: &'static str,
    pub(crate) district: &'static str,
    /// Share of the city's population.
    pub(crate) share: f64,
    /// Shift of family wealth against the city, in standard deviations.
    pub(crate) wealth: f64,
    pub(crate) livelihood: Livelihood,
}

/// The kelurahan where nearly half of the extreme poor live.
pub(crate) const KAMELOH_BARU: &str = "62.71.04.1004";

/// A kelurahan as written in the table below: code, name, per mille of its kecamatan, wealth
/// shift, livelihood.
type Row = (&'static str, &'static str, f64, f64, Livelihood);

// Shares of the kecamatan: civil registry 2015. Shares within a kecamatan, wealth shifts and
// livelihoods outside the fishery places of Sabangau are assumptions (see the README).
const PAHANDUT: &[Row] = &[
    ("62.71.01.1001", "Pahandut", 290.0, -0.10, Livelihood::Trade),
    (
        "62.71.01.1002",
        "Panarung",
        270.0,
        0.05,
        Livelihood::Services,
    ),
    ("62.71.01.1003", "Langkai", 305.0, 0.05, Livelihood::Trade),
    (
        "62.71.01.1004",
        "Tumbang Rungan",
        9.0,
        -0.45,
        Livelihood::Fishery,
    ),
    (
        "62.71.01.1005",
        "Pahandut Seberang",
        61.0,
        -0.40,
        Livelihood::Fishery,
    ),
    (
        "62.71.01.1006",
        "Tanjung Pinang",
        65.0,
        -0.20,
        Livelihood::Trade,
    ),
];
const BUKIT_BATU: &[Row] = &[
    ("62.71.02.1001", "Marang", 80.0, -0.30, Livelihood::Farming),
    (
        "62.71.02.1002",
        "Tumbang Tahai",
        160.0,
        -0.20,
        Livelihood::Tourism,
    ),
    (
        "62.71.02.1003",
        "Banturung",
        225.0,
        -0.15,
        Livelihood::Farming,
    ),
    (
        "62.71.02.1004",
        "Tangkiling",
        220.0,
        -0.10,
        Livelihood::Trade,
    ),
    (
        "62.71.02.1005",
        "Sei Gohong",
        140.0,
        -0.25,
        Livelihood::Crafts,
    ),
    (
        "62.71.02.1006",
        "Kanarakan",
        55.0,
        -0.50,
        Livelihood::Farming,
    ),
    (
        "62.71.02.1007",
        "Habaring Hurung",
        120.0,
        -0.30,
        Livelihood::Farming,
    ),
];
const JEKAN_RAYA: &[Row] = &[
    (
        "62.71.03.1001",
        "Palangka",
        360.0,
        0.10,
        Livelihood::Services,
    ),
    (
        "62.71.03.1002",
        "Menteng",
        320.0,
        0.15,
        Livelihood::Services,
    ),
    (
        "62.71.03.1003",
        "Bukit Tunggal",
        310.0,
        0.05,
        Livelihood::Trade,
    ),
    (
        "62.71.03.1004",
        "Petuk Katimpun",
        10.0,
        -0.40,
        Livelihood::Fishery,
    ),
];
const SABANGAU: &[Row] = &[
    (
        "62.71.04.1001",
        "Bereng Bengkel",
        90.0,
        -0.50,
        Livelihood::Fishery,
    ),
    (
        "62.71.04.1002",
        "Kalampangan",
        225.0,
        -0.10,
        Livelihood::Farming,
    ),
    (
        "62.71.04.1003",
        "Kereng Bangkirai",
        400.0,
        -0.15,
        Livelihood::Tourism,
    ),
    (
        KAMELOH_BARU,
        "Kameloh Baru",
        42.0,
        -1.75,
        Livelihood::Fishery,
    ),
    (
        "62.71.04.1005",
        "Danau Tundai",
        23.0,
        -0.80,
        Livelihood::Fishery,
    ),
    ("62.71.04.1006", "Sabaru", 220.0, -0.20, Livelihood::Farming),
];
const RAKUMPIT: &[Row] = &[
    (
        "62.71.05.1001",
        "Petuk Bukit",
        200.0,
        -0.50,
        Livelihood::Farming,
    ),
    (
        "62.71.05.1002",
        "Panjehang",
        100.0,
        -0.55,
        Livelihood::Crafts,
    ),
    (
        "62.71.05.1003",
        "Petuk Barunai",
        200.0,
        -0.50,
        Livelihood::Farming,
    ),
    (
        "62.71.05.1004",
        "Mungku Baru",
        220.0,
        -0.55,
        Livelihood::Farming,
    ),
    ("62.71.05.1005", "Pager", 120.0, -0.55, Livelihood::Farming),
    (
        "62.71.05.1006",
        "Gaung Baru",
        80.0,
        -0.60,
        Livelihood::Fishery,
    ),
    (
        "62.71.05.1007",
        "Bukit Sua",
        80.0,
        -0.60,
        Livelihood::Farming,
    ),
];

/// All kelurahan in the order of their codes.
pub(crate) fn all() -> Vec<Place> {
    let districts = [
        ("Pahandut", 0.320, PAHANDUT),
        ("Bukit Batu", 0.046, BUKIT_BATU),
        ("Jekan Raya", 0.558, JEKAN_RAYA),
        ("Sabangau", 0.066, SABANGAU),
        ("Rakumpit", 0.010, RAKUMPIT),
    ];
    let place = |district, share: f64, row: &Row| {
        let &(code, name, per_mille, wealth, livelihood) = row;
        Place {
            code,
            name,
            district,
            share: share * per_mille / 1000.0,
            wealth,
            livelihood,
        }
    };
    districts
        .iter()
        .flat_map(|&(district, share, rows)| {
            rows.iter().map(move |row| place(district, share, row))
        })
        .collect()
}

impl Place {
    /// Whether most families live from the city's offices and shops rather than land and river.
    pub(crate) fn urban(&self) -> bool {
        match self.livelihood {
            Livelihood::Trade | Livelihood::Services => true,
            Livelihood::Fishery
            | Livelihood::Farming
            | Livelihood::Crafts
            | Livelihood::Tourism => false,
        }
    }

    /// The code without its province and city, `KK.NNNN`, which opens the family numbers.
    pub(crate) fn short_code(&self) -> &'static str {
        &self.code[6..]
    }
}

#[cfg(test)]
mod tests {
    use super::all;

    #[test]
    fn thirty_codes_in_order_and_shares_sum_to_one() {
        let places = all();
        assert_eq!(places.len(), 30);
        assert!(places.windows(2).all(|pair| pair[0].code < pair[1].code));
        let sum: f64 = places.iter().map(|place| place.share).sum();
        assert!((sum - 1.0).abs() < 1e-9, "{sum}");
    }
}
