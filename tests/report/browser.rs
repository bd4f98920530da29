//! The page in a browser: nothing fails, nothing runs over the edge, tables sort, and it can be looked at.
//!
//! Needs Chromium: `cargo xtask test` installs it where it can. `ATURAN_CHROMIUM` names another;
//! `ATURAN_WITHOUT_BROWSER=1` leaves these tests out, and says so.

use std::path::{Path, PathBuf};
use std::process::Command;

use scraper::{Html, Selector};

use super::{DATA, Desk, POLICY, aturan};

/// What a probe adds to a copy of the page: faults, what runs over the edge, and a sorted table.
const PROBE: &str = r#"<script>
const found = [];
addEventListener("error", (it) => found.push(it.message));
addEventListener("securitypolicyviolation", (it) => found.push(it.violatedDirective));
addEventListener("load", () => {
  const root = document.documentElement;
  root.dataset.over = root.scrollWidth - root.clientWidth;
  document.querySelectorAll("details").forEach((it) => { it.open = true; });
  for (const table of document.querySelectorAll("table[data-sorts]")) {
    const heads = [...table.tHead.rows[0].cells];
    const head = heads.find((it) => it.classList.contains("number") && it.querySelector("button"));
    if (!head) continue;
    const button = head.querySelector("button");
    button.focus();
    if (document.activeElement !== button) found.push("a head cannot be reached by keyboard");
    button.click();
    const values = [...table.tBodies[0].rows].map((row) => row.cells[heads.indexOf(head)].dataset.order);
    const numbers = values.filter((it) => it !== "").map(Number);
    if (numbers.some((it, at) => at > 0 && it > numbers[at - 1])) found.push("unsorted: " + values);
    if (head.getAttribute("aria-sort") !== "descending") found.push("no aria-sort");
    root.dataset.sorted = Number(root.dataset.sorted || 0) + 1;
  }
  root.dataset.found = found.join("; ");
});
</script>"#;

/// The browser, or `None` where the tests are to do without; without either the test fails.
fn browser() -> Option<PathBuf> {
    if std::env::var_os("ATURAN_WITHOUT_BROWSER").is_some() {
        eprintln!("ATURAN_WITHOUT_BROWSER is set: no browser looks at the report");
        return None;
    }
    let named = std::env::var_os("ATURAN_CHROMIUM").map(PathBuf::from);
    let usual = ["chromium", "chromium-browser", "google-chrome"];
    let folders = std::env::var_os("PATH").unwrap_or_default();
    let found = named.or_else(|| {
        std::env::split_paths(&folders)
            .flat_map(|folder| usual.map(|name| folder.join(name)))
            .find(|file| file.is_file())
    });
    assert!(
        found.is_some(),
        "no Chromium: install it (`apt-get install chromium`), name one in ATURAN_CHROMIUM, \
         or set ATURAN_WITHOUT_BROWSER=1 to leave out the tests that look at the report"
    );
    found
}

/// Runs the browser over a page, without a network.
fn browse(browser: &Path, page: &Path, width: u32, height: u32, more: &[&str]) -> String {
    let profile = tempfile::tempdir().unwrap();
    let done = Command::new(browser)
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--hide-scrollbars",
        ])
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .arg(format!("--window-size={width},{height}"))
        .args(more)
        .arg(format!("file://{}", page.display()))
        .output()
        .unwrap();
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    String::from_utf8_lossy(&done.stdout).into_owned()
}

/// Loads a copy of the page with the probe in it.
fn probe(browser: &Path, desk: &Desk, page: &str, width: u32) {
    let file = desk.path("probed.html");
    std::fs::write(&file, page.replacen("<head>", &format!("<head>{PROBE}"), 1)).unwrap();
    let loaded = browse(browser, &file, width, 900, &["--dump-dom"]);
    let loaded = Html::parse_document(&loaded);
    let root = loaded
        .select(&Selector::parse("html").unwrap())
        .next()
        .unwrap();
    assert_eq!(root.attr("data-found"), Some(""), "at {width}");
    assert_eq!(
        root.attr("data-over"),
        Some("0"),
        "the page is wider than {width}"
    );
}

#[test]
fn pages_work_on_a_desk_and_on_a_phone() {
    let Some(browser) = browser() else { return };
    let desk = Desk::new();
    let (run, _) = desk.run(&["--min-cell", "0"]);
    let simulate = desk.report(
        "s.html",
        &["simulate", POLICY, "--data", DATA, "--min-cell", "0"],
    );
    let range = "line = Rp 400_000 .. Rp 600_000 step Rp 20_000";
    let sweep = desk.report(
        "w.html",
        &["sweep", POLICY, range, "--data", DATA, "--min-cell", "0"],
    );
    for page in [
        run,
        String::from_utf8(simulate).unwrap(),
        String::from_utf8(sweep).unwrap(),
    ] {
        for width in [1280, 500] {
            probe(&browser, &desk, &page, width);
        }
    }
}

/// The flagship's report: it works, its first screen answers the five questions, and it is the picture
/// in `docs/`, which is made again with `ATURAN_PICTURES=1`.
#[test]
fn the_report_of_the_city_can_be_looked_at() {
    let Some(browser) = browser() else { return };
    let desk = Desk::new();
    let (file, out) = (desk.path("city.html"), desk.path("out"));
    let done = aturan(&[
        "run",
        "policies/palangka_raya",
        "--data",
        "examples/palangka_raya/2023",
        "--out",
        out.to_str().unwrap(),
        "--report",
        file.to_str().unwrap(),
    ]);
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    let page = std::fs::read_to_string(&file).unwrap();
    for width in [1280, 500] {
        probe(&browser, &desk, &page, width);
    }
    one_screen(&browser, &desk, &page);
    let picture = desk.path("report.png");
    let shot = format!("--screenshot={}", picture.display());
    browse(&browser, &file, 1280, 800, &[&shot]);
    let bytes = std::fs::read(&picture).unwrap();
    // A PNG of that size: width and height stand at bytes 16 to 24.
    assert_eq!(bytes[1..4], *b"PNG");
    let size = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap());
    assert_eq!((size(16), size(20)), (1280, 800));
    assert!(
        bytes.len() > 40_000,
        "an empty picture: {} bytes",
        bytes.len()
    );
    let paper = desk.path("report.pdf");
    let print = format!("--print-to-pdf={}", paper.display());
    browse(
        &browser,
        &file,
        1280,
        800,
        &[&print, "--no-pdf-header-footer"],
    );
    assert!(std::fs::read(&paper).unwrap().starts_with(b"%PDF"));
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/report.png");
    if std::env::var_os("ATURAN_PICTURES").is_some() {
        std::fs::write(&kept, &bytes).unwrap();
    }
    assert!(
        kept.is_file(),
        "docs/report.png is made with ATURAN_PICTURES=1"
    );
}

/// The answers to all five questions end within one screen of 1280 by 800.
fn one_screen(browser: &Path, desk: &Desk, page: &str) {
    let measure = "<script>addEventListener('load', () => { const all = \
        [...document.querySelectorAll('.answer')]; document.documentElement.dataset.answers = all.length; \
        document.documentElement.dataset.end = Math.max(...all.map((it) => \
        it.getBoundingClientRect().bottom)); });</script>";
    let file = desk.path("measured.html");
    std::fs::write(
        &file,
        page.replacen("<head>", &format!("<head>{measure}"), 1),
    )
    .unwrap();
    let loaded = Html::parse_document(&browse(browser, &file, 1280, 800, &["--dump-dom"]));
    let root = loaded
        .select(&Selector::parse("html").unwrap())
        .next()
        .unwrap();
    assert_eq!(root.attr("data-answers"), Some("5"));
    let end: f64 = root.attr("data-end").unwrap().parse().unwrap();
    assert!(end <= 800.0, "the answers end at {end}");
}
