//! The house and the daily living of a family, both leaning on its hidden wealth.
use super::chance::{Chance, exp, floor, logistic, rupiah};
use super::places::Place;
use super::record::{Housing, Living};
use super::words::{Floor, Fuel, HomeStatus, Lighting, Livelihood, Power, Toilet, Wall, Water};

/// A house for a family of this wealth.
pub(crate) fn build(wealth: f64, place: &Place, chance: &mut Chance) -> Housing {
    let quality = 0.8 * wealth + 0.6 * chance.normal();
    let lighting = lighting(quality, place, chance);
    let power = match lighting {
        Lighting::PlnMetered => power(quality, chance),
        Lighting::PlnUnmetered | Lighting::NonPln | Lighting::NotElectric => Power::None,
    };
    Housing {
        home: home(wealth, chance),
        floor_area: floor_area(quality, chance),
        floor: floor_kind(quality, place, chance),
        wall: wall(quality, chance),
        water: water(quality, place, chance),
        lighting,
        power,
        fuel: fuel(quality, place, chance),
        toilet: toilet(quality, chance),
    }
}

/// The year's answers about food, clothes and savings; the amounts are set by the calibration.
pub(crate) fn live(wealth: f64, chance: &mut Chance) -> Living {
    let mut living = Living {
        expenditure: 0,
        food_share: food_share(wealth, chance),
        savings: savings(wealth, chance),
        worried_food: worried(wealth, chance),
        clothes_a_year: clothes(wealth, chance),
        meat_a_week: 0,
        meals_a_day: 0,
        pays_health: false,
    };
    eat(&mut living, wealth, chance);
    living
}

/// One more year in the same house: some answers change.
pub(crate) fn live_on(living: &mut Living, wealth: f64, chance: &mut Chance) {
    if chance.happens(0.08) {
        living.food_share = food_share(wealth, chance);
    }
    if chance.happens(0.06) {
        living.worried_food = worried(wealth, chance);
    }
    if chance.happens(0.06) {
        living.clothes_a_year = clothes(wealth, chance);
    }
    if chance.happens(0.5) {
        living.savings = savings(wealth, chance);
    }
    if chance.happens(0.2) {
        eat(living, wealth, chance);
    }
}

fn eat(living: &mut Living, wealth: f64, chance: &mut Chance) {
    living.meat_a_week = floor(4.2 + 1.9 * wealth + 1.3 * chance.normal()).clamp(0, 21);
    let two_meals = logistic(-2.6 - 1.1 * wealth);
    living.meals_a_day =
        chance.pick(&[(2, two_meals), (3, 1.0 - two_meals), (1, two_meals * 0.02)]);
    living.pays_health = chance.happens(logistic(2.3 + 1.2 * wealth));
}

fn food_share(wealth: f64, chance: &mut Chance) -> i64 {
    let thousandths = floor(510.0 - 66.0 * wealth + 62.0 * chance.normal());
    i64::from(thousandths.clamp(120, 860))
}

fn savings(wealth: f64, chance: &mut Chance) -> i64 {
    if chance.happens(logistic(-2.2 - 0.9 * wealth)) {
        return 0;
    }
    rupiah(
        540_000.0 * exp(1.1 * wealth + 0.9 * chance.normal()),
        10_000,
    )
}

fn worried(wealth: f64, chance: &mut Chance) -> bool {
    chance.happens(logistic(-1.5 - 1.4 * wealth))
}

fn clothes(wealth: f64, chance: &mut Chance) -> i32 {
    if chance.happens(logistic(-1.6 - 1.2 * wealth)) {
        return 0;
    }
    floor(exp(0.9 + 0.35 * wealth + 0.4 * chance.normal())).clamp(1, 50)
}

fn home(wealth: f64, chance: &mut Chance) -> HomeStatus {
    chance.pick(&[
        (HomeStatus::Own, 66.0 * exp(0.15 * wealth)),
        (HomeStatus::Rent, 20.0),
        (HomeStatus::RentFree, 10.0 * exp(-0.3 * wealth)),
        (HomeStatus::Official, 2.0 * exp(0.5 * wealth)),
        (HomeStatus::Other, 0.8),
        (HomeStatus::None, 0.007 * exp(-1.6 * wealth)),
    ])
}

fn floor_area(quality: f64, chance: &mut Chance) -> i64 {
    let square_metres = 48.0 * exp(0.35 * quality + 0.25 * chance.normal());
    i64::from(floor(square_metres * 2.0).clamp(12, 1_200) * 5)
}

fn floor_kind(quality: f64, place: &Place, chance: &mut Chance) -> Floor {
    let on_stilts = match place.livelihood {
        Livelihood::Fishery => 4.0,
        Livelihood::Farming | Livelihood::Crafts | Livelihood::Tourism => 1.4,
        Livelihood::Trade | Livelihood::Services => 0.8,
    };
    let (plain, fine) = (exp(-0.8 * quality), exp(0.6 * quality));
    chance.pick(&[
        (Floor::Marble, 1.5 * fine * fine),
        (Floor::Ceramic, 40.0 * fine),
        (Floor::Parquet, 4.0),
        (Floor::Tile, 6.0),
        (Floor::Wood, 16.0 * on_stilts * plain),
        (Floor::Cement, 17.0 * plain),
        (Floor::Bamboo, 0.1 * plain),
        (Floor::Earth, 0.25 * plain * plain),
        (Floor::Other, 0.3),
    ])
}

fn wall(quality: f64, chance: &mut Chance) -> Wall {
    let (plain, fine) = (exp(-0.7 * quality), exp(0.5 * quality));
    chance.pick(&[
        (Wall::Brick, 52.0 * fine),
        (Wall::Plastered, 3.0 * plain),
        (Wall::Wood, 34.0 * plain),
        (Wall::Woven, 0.2 * plain * plain),
        (Wall::Log, 0.6 * plain),
        (Wall::Bamboo, 0.1 * plain * plain),
        (Wall::Other, 0.8 * plain),
    ])
}

fn water(quality: f64, place: &Place, chance: &mut Chance) -> Water {
    let river = if place.urban() { 0.3 } else { 4.0 };
    let plain = exp(-0.6 * quality);
    chance.pick(&[
        (Water::Bottled, 6.0 * exp(0.8 * quality)),
        (Water::Refill, 42.0),
        (Water::Piped, 14.0),
        (Water::Borehole, 27.0),
        (Water::ProtectedWell, 3.0),
        (Water::UnprotectedWell, 1.3 * plain),
        (Water::ProtectedSpring, 0.2),
        (Water::UnprotectedSpring, 0.1 * plain),
        (Water::Surface, 1.2 * river * plain),
        (Water::Rain, 0.5 * river * plain),
        (Water::Other, 0.1),
    ])
}

fn lighting(quality: f64, place: &Place, chance: &mut Chance) -> Lighting {
    let far = if place.urban() { 1.0 } else { 3.0 };
    let plain = exp(-0.7 * quality);
    chance.pick(&[
        (Lighting::PlnMetered, 93.0),
        (Lighting::PlnUnmetered, 3.5 * plain),
        (Lighting::NonPln, 0.4 * far * plain),
        (Lighting::NotElectric, 0.08 * far * plain * plain),
    ])
}

fn power(quality: f64, chance: &mut Chance) -> Power {
    let plain = exp(-0.85 * quality);
    chance.pick(&[
        (Power::Va450, 24.0 * plain),
        (Power::Va900, 38.0 * exp(-0.2 * quality)),
        (Power::Va1300, 30.0 * exp(0.3 * quality)),
        (Power::Va2200, 10.0 * exp(0.7 * quality)),
        (Power::Above, 3.0 * exp(1.1 * quality)),
    ])
}

fn fuel(quality: f64, place: &Place, chance: &mut Chance) -> Fuel {
    let far = if place.urban() { 1.0 } else { 6.0 };
    let plain = exp(-0.8 * quality);
    chance.pick(&[
        (Fuel::Electric, 1.0 * exp(0.5 * quality)),
        (Fuel::Lpg5, 1.5 * exp(0.6 * quality)),
        (Fuel::Lpg12, 7.0 * exp(0.8 * quality)),
        (Fuel::Lpg3, 78.0),
        (Fuel::CityGas, 0.02),
        (Fuel::Biogas, 0.02),
        (Fuel::Kerosene, 1.2 * plain),
        (Fuel::Briquette, 0.03),
        (Fuel::Charcoal, 0.2 * plain),
        (Fuel::Firewood, 1.4 * far * plain),
        (Fuel::Other, 0.1),
        (Fuel::NoCooking, 2.0),
    ])
}

fn toilet(quality: f64, chance: &mut Chance) -> Toilet {
    let plain = exp(-1.2 * quality);
    chance.pick(&[
        (Toilet::Own, 86.0),
        (Toilet::Shared, 7.0 * plain),
        (Toilet::Communal, 0.9 * plain),
        (Toilet::Public, 1.4 * plain),
        (Toilet::Unused, 0.2 * plain),
        (Toilet::None, 1.6 * plain),
    ])
}
