//! Figures of an aid with few places: an open row can take the place of another.

use super::run;

const POLICY: &str = r#"policy kecil "Kecil"
  edition 1
  currency IDR

entity village "Kelurahan"
  key village_code : text

entity family "Keluarga"
  key family_id : text
  belongs to village by village_code
  income : money per month
  meets  : boolean optional
  grant  : money per month optional

aid cash "Tunai" of family
  source "Contoh"
  when   meets
  amount grant
  quota  2
  rank by income, family_id

indicator given = count(family where cash.granted) by village
indicator cost  = cash.cost
"#;

const VILLAGES: &str = "village_code\na\nb\n";

/// f2 waits behind f1 and f4; f3 may come before f4, with a grant that nobody knows.
const FAMILIES: &str = "\
family_id,village_code,income,meets,grant
f1,a,10,true,5
f2,a,15,true,7
f3,b,11,,
f4,b,12,true,9
";

#[test]
fn places_bound_those_who_are_granted() {
    let it = run(POLICY, &[("village", VILLAGES), ("family", FAMILIES)]);
    assert_eq!(it.total("given"), "2");
    assert_eq!(it.bounds("given"), ("2", "2"));
    let open = &it.indicator("given")["groups"][1];
    assert!(open["lowest"].is_null() && open["highest"].is_null());
    // At least one of the two places pays a known grant, the least of which is 5.
    assert_eq!(it.total("cost"), "14");
    assert_eq!(it.bounds("cost"), ("5", "null"));
}
