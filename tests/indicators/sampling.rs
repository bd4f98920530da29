//! Standard errors of the figures of a sample.

use super::run;

const POLICY: &str = r#"policy sampled "Sampel"
  edition 1
  currency IDR

entity block "Blok sensus"
  key block_id : text cluster
  domain : text stratum

entity family "Keluarga"
  key family_id : text
  belongs to block by block_id
  w      : decimal
  income : money per month
  urban  : boolean

indicator mean  = average(income of family weighted by w)
indicator total = sum(income of family weighted by w)
indicator share = share(family where income < Rp 3 per month weighted by w)
indicator depth = gap(income, below Rp 4 per month, of family weighted by w)
indicator gini  = gini(income of family weighted by w)
indicator some  = average(income of family where urban weighted by w)
indicator each  = average(income of family weighted by w) by urban
indicator twice = average(income of family weighted by w) * 2
indicator median = quantile(50%, income of family weighted by w)
indicator highest = max(income of family)

poverty hardship "Kekurangan" of family = income below Rp 4 per month, persons w
"#;

#[test]
fn linearised_errors_of_two_strata_with_two_clusters_each() {
    let it = run(
        POLICY,
        &[
            ("block", "block_id,domain\nb1,s\nb2,s\nb3,t\nb4,t\n"),
            (
                "family",
                "family_id,block_id,w,income,urban\nf1,b1,2,1,true\nf2,b1,2,3,false\nf3,b2,2,5,true\nf4,b3,1,2,true\nf5,b4,1,4,false\n",
            ),
        ],
    );
    let error = |name: &str| {
        let found = &it.indicator(name)["total"]["standard_error"];
        found.as_str().unwrap_or("null").to_owned()
    };
    // Mean 24 / 8 = 3; totals of w (x - 3) / 8 by block: -4/8, 4/8; -1/8, 1/8.
    // V = 2 (1/4 + 1/4) + 2 (1/64 + 1/64) = 1.0625.
    assert_eq!(error("mean"), "1.030776");
    assert_eq!(it.indicator("mean")["total"]["interval"][0], "0.979715"); // 3 - 1.959964 * 1.030776
    assert_eq!(it.indicator("mean")["total"]["interval"][1], "5.020285");
    // Totals of w x: 8, 10; 2, 4: V = 2 (1 + 1) + 2 (1 + 1) = 8.
    assert_eq!(error("total"), "2.828427");
    // Share 3/8; totals of w (x - 3/8) / 8: (2 - 1.5) / 8, -0.75 / 8; 0.625 / 8, -0.375 / 8.
    // V = (2 * 2 * 0.625^2 + 2 * 2 * 0.5^2) / 64 = (1.5625 + 1) / 64.
    assert_eq!(error("share"), "0.200098");
    // Gaps 3/4, 1/4, 0, 2/4, 0: sum w g = 2.5, P1 = 0.3125; totals of w (g - P1):
    // 0.75, -0.625; 0.1875, -0.3125: V = (4 * 0.6875^2 + 4 * 0.25^2) / 64 = 2.140625 / 64.
    assert_eq!(error("depth"), "0.182886");
    // Of the urban: (2 + 10 + 2) / 5 = 2.8; totals of w (x - 2.8) / 5: -3.6, 4.4; -0.8, 0 over 5.
    // V = (4 * 4^2 + 4 * 0.4^2) / 25 = 64.64 / 25; block b4 counts as a cluster with nothing.
    assert_eq!(error("some"), "1.60798");
    let groups = it.indicator("each")["groups"].as_array().unwrap();
    let urban = groups.iter().find(|it| it["keys"][0] == "true").unwrap();
    assert_eq!(urban["standard_error"], "1.60798");
    // By the derivative of the index by each weight, computed apart (see the test of the measure).
    assert_eq!(error("gini"), "0.0619");
    assert_eq!(
        (error("twice"), error("highest")),
        ("null".to_owned(), "null".to_owned())
    );
    // Median 3 of mean 3, deviation 1.5, width 1.5 * 8^(-1/5) = 0.9896; density f = 0.187420 at 3 by the bells
    // of 1, 2, 3, 4, 5. Totals of w ([y <= 3] - 1/2): 2, -1; 1/2, -1/2: V = (3^2 + 1^2) / (8 f)^2.
    assert_eq!(error("median"), "2.10909");
    let hardship = &it.summary["poverty"][0];
    let error = |when: &str, name: &str| hardship[when][name]["standard_error"].clone();
    // Share 5/8; totals of w ([y < 4] - 5/8): 1.5, -1.25; 0.375, -0.625: V = (2.75^2 + 1) / 64.
    assert_eq!(error("before", "headcount"), "0.365772");
    assert_eq!(error("before", "gap"), "0.182886");
    assert_eq!(error("before", "gini"), "0.0619");
    // No aid: after is before.
    assert_eq!(error("after", "headcount"), "0.365772");
    assert!(it.terminal.contains("95 %"));
}

#[test]
fn a_stratum_with_one_cluster_has_no_error() {
    let it = run(
        POLICY,
        &[
            ("block", "block_id,domain\nb1,s\nb2,t\n"),
            (
                "family",
                "family_id,block_id,w,income,urban\nf1,b1,1,1,true\nf2,b2,1,3,false\n",
            ),
        ],
    );
    assert!(
        it.indicator("mean")["total"]
            .get("standard_error")
            .is_none()
    );
    assert!(!it.terminal.contains("95 %"));
}
