//! Under what the aids cost: which of them have a budget, and what the others cost.

use maud::{Markup, html};

use super::Reporter;
use super::glance::by_period;
use crate::number::Rational;
use crate::outcome::{AidSummary, Summary};

impl Reporter<'_> {
    /// Which aids keep to a budget, and what those without one cost.
    pub(super) fn against_budget(&self, summary: &Summary) -> Markup {
        let edition = &self.edition;
        let paid = summary.aids.iter().filter(|it| it.cost.is_some());
        let (with, without): (Vec<_>, Vec<_>) = paid.partition(|it| it.budget.is_some());
        let over = with.iter().filter(|it| is_over(it)).count();
        let count = |count: usize| edition.count(count as u64);
        let few = with.iter().any(|it| edition.is_few(it.count.decided));
        let costs = without.iter().filter_map(|aid| {
            let cost = aid.cost.as_ref()?;
            Some((aid.period.as_deref()?, cost.decided.as_str()))
        });
        let sums = by_period(costs.filter(|(_, cost)| *cost != "0"));
        html! {
            @if with.is_empty() {
                p.muted { (edition.say("No aid has a budget.", "Tidak ada bantuan yang berpagu.")) }
            } @else {
                p.muted {
                    (count(with.len())) (edition.say(" aids have a budget, ", " bantuan berpagu, "))
                    @if over == 0 { (edition.say("all keep to it", "tidak ada yang terlampaui")) }
                    @else { strong { (count(over)) } (edition.say(" over it", " melampauinya")) }
                    @if !without.is_empty() { "; "
                        (count(without.len())) (edition.say(" without one cost", " tanpa pagu menghabiskan"))
                        @if few { " " (edition.hidden(super::Cell::Kept)) }
                        @else { @for (at, (period, sum)) in sums.iter().enumerate() {
                            @if at > 0 { "," } " " (edition.brief_money(sum)) " " (edition.period(period))
                        } @if sums.is_empty() { " " (edition.money("0")) } }
                    }
                }
            }
        }
    }

    /// The aids that give no money: what they cost is not in the sums.
    pub(super) fn without_amount(&self, summary: &Summary) -> Markup {
        let edition = &self.edition;
        let without = summary.aids.iter().filter(|it| it.cost.is_none()).count();
        html! {
            @if without > 0 {
                p.muted {
                    (edition.say("not counted: ", "tidak dihitung: ")) (edition.count(without as u64))
                    (edition.say(" of ", " dari ")) (edition.count(summary.aids.len() as u64))
                    (edition.say(" aids are services or goods without an amount", " bantuan berupa layanan atau barang tanpa besaran"))
                }
            }
        }
    }
}

fn is_over(aid: &AidSummary) -> bool {
    let number = |plain: &str| Rational::parse_decimal(plain);
    let both = aid.cost.as_ref().zip(aid.budget.as_ref());
    both.is_some_and(|(cost, budget)| number(&cost.decided) > number(budget))
}
