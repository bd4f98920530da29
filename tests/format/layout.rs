//! The layout itself, rule by rule.

use crate::formatted;

#[test]
fn rows_step_in_by_two_and_what_goes_on_stands_deeper() {
    let messy = "\
aid a \"A\" of family
     when x
      and (y
      or z
         )
     amount Rp 1
parameter p by k : money
    from 2022-01-01
           b = Rp 1
             + Rp 2
test \"t\"
   family x = 1,
            y = 2
      member z = 3
";
    let wanted = "\
aid a \"A\" of family
  when   x
    and (y
      or z
    )
  amount Rp 1

parameter p by k : money
  from 2022-01-01
    b = Rp 1
      + Rp 2

test \"t\"
  family x = 1,
      y = 2
    member z = 3
";
    assert_eq!(formatted(messy), wanted);
}

#[test]
fn one_blank_stands_between_tokens_and_none_inside_brackets() {
    let rows = [
        ("a=1+2*-3", "a = 1 + 2 * -3"),
        ("x in( 1 ,2 ) and y in 3 .. 4", "x in (1, 2) and y in 3..4"),
        (
            "x in ..5 or x in 60 .. or x in 8..<20",
            "x in ..5 or x in 60.. or x in 8 ..< 20",
        ),
        ("Rp200_000 per  month", "Rp 200_000 per month"),
        ("3juta - 70 %", "3 juta - 70%"),
        ("round  up ( x , to Rp 1 )", "round up(x, to Rp 1)"),
        ("not( a or b ) and c [ d ]", "not (a or b) and c[d]"),
        ("a . b . c×2", "a.b.c * 2"),
        ("d + 1 days - 30 day", "d + 1 day - 30 days"),
        ("x is  not   missing", "x is not missing"),
        ("if a then-1 else (b)", "if a then -1 else (b)"),
    ];
    for (messy, wanted) in rows {
        let head = "define v of family = ";
        let found = formatted(&format!("{head}{messy}\n"));
        assert_eq!(found, format!("{head}{wanted}\n"));
    }
}

#[test]
fn columns_stand_under_each_other() {
    let messy = "\
type a x,y
type long z
type t \"T\"
  one \"1\"
  three \"3\"
entity family
  key k : text
  a \"A\" : money
  long_name : date

  b : text
criteria c of family
  a \"A\" when x
  long \"Long\" when y
classify d of family
  p \"P\" when x
  quite \"Q\" otherwise
decide e of family : e, first match
  |a|b||c|
  |1..2|  long one||x|
  |*|–|| longer |
parameter q by k : money
  from 2022-01-01
    a = Rp 1
    long, b = Rp 2
aid f of family
  note \"n\"
  in force from 2022-01-01
  when x
  not together with g because \"x\"
test \"t\"
  family
    member relation = head
    member ani x = 1
    3 member budi x = 1
";
    let wanted = "\
type a    x, y
type long z

type t \"T\"
  one   \"1\"
  three \"3\"

entity family
  key k : text
  a         \"A\" : money
  long_name     : date

  b : text

criteria c of family
  a    \"A\"    when x
  long \"Long\" when y

classify d of family
  p     \"P\" when x
  quite \"Q\" otherwise

decide e of family : e, first match
  | a    | b        || c      |
  | 1..2 | long one || x      |
  | -    | -        || longer |

parameter q by k : money
  from 2022-01-01
    a       = Rp 1
    long, b = Rp 2

aid f of family
  note     \"n\"
  in force from 2022-01-01
  when     x
  not together with g because \"x\"

test \"t\"
  family
    member relation = head
    member ani    x = 1
    3 member budi x = 1
";
    assert_eq!(
        formatted(&messy.replace("long one", "long_one")),
        wanted.replace("long one", "long_one")
    );
}

#[test]
fn one_long_title_does_not_push_its_neighbours() {
    let long = "x".repeat(60);
    let text = format!("classify d of family\n  p \"{long}\" when x\n  quite \"Q\" otherwise\n");
    let wanted =
        format!("classify d of family\n  p     \"{long}\" when x\n  quite \"Q\" otherwise\n");
    assert_eq!(formatted(&text), wanted);
}

#[test]
fn comments_stand_with_what_they_speak_of() {
    let messy = "
   # first


# of the aid
aid a of family # the head
# of the row
  when x # short
    # inside
     and y
  amount Rp 1 # the amount
   # at the end of the aid

   # also there
# of the next
define d of family = 1
# last
";
    let wanted = "\
# first

# of the aid
aid a of family  # the head
  # of the row
  when   x  # short
    # inside
    and y
  amount Rp 1  # the amount
  # at the end of the aid

  # also there

# of the next
define d of family = 1
# last
";
    assert_eq!(formatted(messy), wanted);
}

#[test]
fn windows_ends_of_lines_stay_and_the_mark_of_the_file_goes() {
    let text = "\u{feff}define a of b = 1\r\n\r\n\r\ndefine c of d =\u{a0}2";
    let wanted = "define a of b = 1\r\n\r\ndefine c of d = 2\r\n";
    assert_eq!(formatted(text), wanted);
    assert_eq!(formatted(""), "");
    assert_eq!(formatted("# alone"), "# alone\n");
}
