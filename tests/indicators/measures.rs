//! Measures of poverty and inequality in indicators.

use super::run;

const HEAD: &str = r#"policy measured "Ukuran"
  edition 1
  currency IDR

entity village "Kelurahan"
  key village_code : text

entity family "Keluarga"
  key family_id : text
  belongs to village by village_code
  size   : integer
  income : money per month optional
  urban  : boolean
  grant  : money per month

parameter line "Garis" : money per month
  source "Contoh"
  from 2020-01-01 = Rp 20
"#;

/// The ten incomes of the targeting literature, four below 20, one family each; a grant of 15 to the
/// second and the third.
const TEN: &str = "\
family_id,village_code,size,income,urban,grant
f01,a,1,6,true,0
f02,a,1,8,true,15
f03,a,2,11,false,15
f04,b,1,15,true,0
f05,b,1,21,false,0
f06,b,1,25,false,0
f07,b,1,30,true,0
f08,b,1,40,true,0
f09,b,1,50,false,0
f10,b,1,100,false,0
";

const VILLAGES: &str = "village_code\na\nb\n";

fn figures(indicators: &str, families: &str) -> super::Ran {
    run(
        &format!("{HEAD}\n{indicators}"),
        &[("village", VILLAGES), ("family", families)],
    )
}

#[test]
fn the_printed_figures_of_the_example_economy() {
    let it = figures(
        r"
indicator headcount = fgt(0, income, below line, of family)
indicator depth     = gap(income, below line, of family)
indicator deep      = severity(income, below line, of family)
indicator half      = fgt(0.5, income, below line, of family)
indicator watts     = watts(income, below line, of family)
indicator sen       = sen(income, below line, of family)
indicator sst       = sst(income, below line, of family)
indicator gini      = gini(income of family)
indicator after     = gini(income + grant of family)
indicator along     = concentration(grant of family by income)
indicator fallen    = (gini - after) / gini
",
        TEN,
    );
    // Gaps 14, 12, 9, 5 of 20.
    assert_eq!(it.total("headcount"), "0.4");
    assert_eq!(it.total("depth"), "0.2"); // 40 / 200
    assert_eq!(it.total("deep"), "0.1115"); // (196 + 144 + 81 + 25) / 4000
    assert_eq!(it.total("half"), "0.278208"); // (sqrt .7 + sqrt .6 + sqrt .45 + sqrt .25) / 10
    assert_eq!(it.total("watts"), "0.300578"); // ln(20^4 / (6*8*11*15)) / 10
    assert_eq!(it.total("sen"), "0.2375");
    assert_eq!(it.total("sst"), "0.335"); // (19*.7 + 17*.6 + 15*.45 + 13*.25) / 100
    assert_eq!(it.total("gini"), "0.435948");
    assert_eq!(it.total("after"), "0.359524");
    assert_eq!(it.total("along"), "-0.6");
    assert_eq!(it.total("fallen"), "0.175305"); // 1 - 0.359524 / 0.435948, of unrounded figures
    assert_eq!(it.indicator("gini")["convention"], "eurostat");
    assert!(it.indicator("fallen").get("convention").is_none());
}

#[test]
fn a_row_on_the_line_is_poor_only_where_the_text_says_so() {
    let it = figures(
        r"
indicator strict = fgt(0, income, below Rp 15 per month, of family)
indicator wide   = fgt(0, income, at or below Rp 15 per month, of family)
",
        TEN,
    );
    assert_eq!(it.total("strict"), "0.3");
    assert_eq!(it.total("wide"), "0.4");
}

#[test]
fn quantiles_and_ratios_by_convention() {
    // Incomes 1..10: medians 5.5, 6, 5; S80/S20 19/3, 10/6, 19/3.
    let rows: Vec<String> = (1..=10)
        .map(|at| format!("f{at:02},a,1,{at},true,0"))
        .collect();
    let rows = rows.join("\n");
    let it = figures(
        r"
indicator median = quantile(50%, income of family)
indicator median_laeken = quantile(50%, income of family)
  convention laeken
indicator median_convey = quantile(50%, income of family)
  convention convey
indicator ratio = quintile_ratio(income of family)
indicator ratio_laeken = quintile_ratio(income of family)
  convention laeken
indicator poorest = lorenz(25%, income of family)
indicator relative = quantile(50%, income of family) * 60%
",
        &format!("family_id,village_code,size,income,urban,grant\n{rows}"),
    );
    assert_eq!(it.total("median"), "5.5");
    assert_eq!(it.total("median_laeken"), "6");
    assert_eq!(it.total("median_convey"), "5");
    assert_eq!(it.total("ratio"), "6.333333");
    assert_eq!(it.total("ratio_laeken"), "1.666667");
    assert_eq!(it.total("poorest"), "0.081818"); // 4.5 / 55
    assert_eq!(it.total("relative"), "3.3");
    assert_eq!(it.indicator("median_laeken")["convention"], "laeken");
}

#[test]
fn weights_stand_for_persons_and_groups_for_themselves() {
    let it = figures(
        r"
indicator persons = count(family weighted by size)
indicator poor    = count(family where income < line weighted by size)
indicator rate    = share(family where income < line weighted by size)
indicator rate_in_town = share(family where income < line, of those where urban weighted by size)
indicator total   = sum(income of family weighted by size)
indicator mean    = average(income of family weighted by size)
indicator fgt0    = fgt(0, income, below line, of family weighted by size) by village
indicator gini    = gini(income of family where urban weighted by size) by village, urban
",
        TEN,
    );
    assert_eq!(it.total("persons"), "11");
    assert_eq!(it.total("poor"), "5");
    assert_eq!(it.total("rate"), "0.454545"); // 5/11
    assert_eq!(it.total("rate_in_town"), "0.6"); // 6, 8, 15 of 6, 8, 15, 30, 40
    assert_eq!(it.total("total"), "317"); // 306 + 11
    assert_eq!(it.total("mean"), "28.818182");
    assert_eq!(it.total("fgt0"), "0.454545");
    let groups = |name| it.groups(name);
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    // Village a: all four persons are poor; b: one of seven.
    assert_eq!(groups("fgt0"), [pair("a", "1"), pair("b", "0.142857")]);
    // a, in town: 6 and 8: 2 * |6-8| / 4 / (2 * 7) = 1/14. b, in town: 15, 30, 40: pairs differ by 15, 25,
    // 10: 2 * 50 / 9 / (2 * 85/3) = 0.196078. Elsewhere there is nobody to measure.
    assert_eq!(
        groups("gini"),
        [
            pair("a false", "null"),
            pair("a true", "0.071429"),
            pair("b false", "null"),
            pair("b true", "0.196078"),
        ]
    );
}

#[test]
fn unknown_rows_are_left_out_and_bound_the_headcount_alone() {
    let rows = "\
family_id,village_code,size,income,urban,grant
f1,a,1,10,true,0
f2,a,1,30,true,0
f3,a,1,,true,0
f4,a,1,40,true,0
";
    let it = figures(
        r"
indicator headcount = fgt(0, income, below line, of family)
indicator depth     = gap(income, below line, of family)
indicator gini      = gini(income of family)
indicator known     = gini(income of family where income is known)
",
        rows,
    );
    assert_eq!(it.total("headcount"), "0.333333");
    // The fourth row is not poor, or it is: 1/4, 2/4.
    assert_eq!(it.bounds("headcount"), ("0.25", "0.5"));
    assert_eq!(it.indicator("headcount")["total"]["unknown"], 1);
    // Gap 0.5: over three rows as decided, over four at the least; an income may be below zero.
    assert_eq!(it.total("depth"), "0.166667");
    assert_eq!(it.bounds("depth"), ("0.125", "null"));
    // 10, 30, 40: 2 * (20 + 30 + 10) / 9 / (2 * 80/3) = 0.25.
    assert_eq!(it.total("gini"), "0.25");
    assert_eq!(it.bounds("gini"), ("null", "null"));
    assert_eq!(it.bounds("known"), ("0.25", "0.25"));
}

#[test]
fn what_has_no_logarithm_is_counted_and_said() {
    let rows = "\
family_id,village_code,size,income,urban,grant
f1,a,1,0,true,0
f2,a,1,10,true,0
f3,a,1,30,true,0
f4,a,1,30,false,0
";
    let it = figures(
        r"
indicator watts = watts(income, below line, of family)
indicator mld   = mld(income of family where urban)
indicator theil = theil(income of family where urban)
indicator equal = atkinson(1, income of family where urban)
indicator strict = watts(income, below line, of family)
  convention convey
",
        rows,
    );
    assert_eq!(it.total("watts"), "0.173287"); // ln 2 / 4
    assert_eq!(it.indicator("watts")["total"]["left_out"], 1);
    assert_eq!(it.total("mld"), "0.143841"); // ln(4/3) / 2 over 10 and 30
    assert_eq!(it.total("theil"), "0.536277"); // 0, 0.75, 2.25 of the mean: (.75 ln .75 + 2.25 ln 2.25)/3
    assert!(it.indicator("theil")["total"].get("left_out").is_none());
    assert_eq!(it.total("equal"), "0.133975"); // 1 - sqrt 300 / 20
    assert_eq!(it.total("strict"), "null");
    assert!(it.terminal.contains("left out"), "{}", it.terminal);
}

#[test]
fn the_cost_of_an_aid_by_village() {
    let rows = "\
family_id,village_code,size,income,urban,grant
f1,a,1,10,true,5
f2,a,1,15,true,7
f3,b,1,,true,11
f4,b,1,40,true,13
";
    let it = figures(
        r#"
aid cash "Tunai" of family
  source "Contoh"
  when income < line
  amount grant

indicator cost = cash.cost by village
indicator each = cash.cost / count(family) by village
indicator size = count(family where size > 0)
"#,
        rows,
    );
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    assert_eq!(it.total("cost"), "12");
    assert_eq!(it.bounds("cost"), ("12", "23"));
    // f3 may turn out poor: 11 more in its village.
    assert_eq!(it.groups("cost"), [pair("a", "12"), pair("b", "0")]);
    let open = &it.indicator("cost")["groups"][1];
    assert_eq!(
        (&open["lowest"], &open["highest"]),
        (&"0".into(), &"11".into())
    );
    assert_eq!(it.total("size"), "4"); // of its own name inside: the field
    assert_eq!(it.groups("each"), [pair("a", "6"), pair("b", "0")]);
}

#[test]
fn nobody_and_one_family() {
    let nobody = "family_id,village_code,size,income,urban,grant\n";
    let asked = r"
indicator headcount = fgt(0, income, below line, of family)
indicator gini      = gini(income of family)
indicator median    = quantile(50%, income of family)
indicator families  = count(family)
";
    let it = figures(asked, nobody);
    assert_eq!(it.total("headcount"), "null");
    assert_eq!(it.total("gini"), "null");
    assert_eq!(it.total("median"), "null");
    assert_eq!(it.total("families"), "0");
    let it = figures(asked, &format!("{nobody}f1,a,3,7,true,0\n"));
    assert_eq!(it.total("headcount"), "1");
    assert_eq!(it.total("gini"), "0");
    assert_eq!(it.total("median"), "7");
}

#[test]
fn indonesian_words_say_the_same() {
    let policy = r#"kebijakan ukuran "Ukuran"
  edisi 1
  mata uang IDR

entitas keluarga "Keluarga"
  kunci no : teks
  jiwa     : bulat
  belanja  : uang per bulan

indikator p1 = kedalaman(belanja, di bawah Rp 20 per bulan, dari keluarga yang jiwa > 0 berbobot jiwa)
indikator p2 = keparahan(belanja, paling tinggi Rp 20 per bulan, dari keluarga)
indikator tengah = kuantil(50%, belanja dari keluarga)
  konvensi laeken
indikator rasio  = rasio_kuintil(belanja dari keluarga)
indikator arah   = konsentrasi(jiwa dari keluarga menurut belanja)
"#;
    let it = run(policy, &[("keluarga", "no,jiwa,belanja\n1,3,10\n2,1,40\n")]);
    assert_eq!(it.total("p1"), "0.375"); // 3/4 * 0.5
    assert_eq!(it.total("p2"), "0.125"); // 0.25 / 2
    assert_eq!(it.total("tengah"), "40");
    assert_eq!(it.total("rasio"), "4"); // (0.4 * 40) / (0.4 * 10)
    assert_eq!(it.total("arah"), "-0.25"); // 2 (3 * 1/4 + 1 * 3/4) / 4 - 1
}
