//! Business groups (KUBE) proposed among poor families of one kelurahan.
use super::chance::{Chance, Topic};
use super::places::Place;
use super::record::Family;
use super::rounds::Round;
use super::shadow::fakir_miskin;
use super::words::{JobStatus, Relation};

/// Proposes groups of neighbours, mostly ten families, some from five to twenty.
///
/// Two proposals of the city break the rule on purpose, one with four and one with twenty-two
/// families, and about one member family in fifty is not poor.
pub(crate) fn propose(families: &mut [Family], places: &[Place], round: &Round) {
    for (index, place) in places.iter().enumerate() {
        let first = families.partition_point(|family| family.place < index);
        let end = families.partition_point(|family| family.place <= index);
        let fit: Vec<usize> = (first..end)
            .filter(|&at| fits(&families[at], round))
            .collect();
        let number = u32::try_from(index).unwrap_or(0);
        let mut chance = Chance::new(Topic::Groups, round.on.year(), number);
        // About one poor family in nine joins a group; never all of a kelurahan.
        let wanted = fit.len() / 9;
        let (mut at, mut serial) = (0, 0);
        while at + 4 <= wanted.max(5).min(fit.len()) {
            serial += 1;
            let size = size(serial, place, &mut chance).min(fit.len() - at);
            let name = format!("KUBE-{}-{serial:02}", place.short_code());
            for &family in &fit[at..at + size] {
                families[family].business_group = Some(name.clone());
            }
            at += size;
        }
    }
}

fn size(serial: u32, place: &Place, chance: &mut Chance) -> usize {
    match (place.name, serial) {
        ("Palangka", 2) => 4,
        ("Menteng", 2) => 22,
        _ => chance.pick(&[
            (10, 60.0),
            (5, 8.0),
            (7, 8.0),
            (8, 10.0),
            (12, 8.0),
            (15, 4.0),
            (20, 2.0),
        ]),
    }
}

/// Poor, with a head of working age in a trade of their own or none; now and then one who is not.
fn fits(family: &Family, round: &Round) -> bool {
    let mut chance = Chance::new(Topic::Groups, round.on.year(), family.number + 1_000);
    let head = family
        .residents()
        .find(|person| person.relation == Relation::Head);
    let able = head.is_some_and(|head| {
        (18..60).contains(&head.age(round.on))
            && !matches!(head.job, JobStatus::CivilServant | JobStatus::Employee)
    });
    let poor = fakir_miskin(family, round) == Some(true);
    able && if poor {
        chance.happens(0.5)
    } else {
        chance.happens(0.004)
    }
}
