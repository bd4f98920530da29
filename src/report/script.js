"use strict";
// Tables sort by the column whose head is pressed; without this script they stay as they are.
for (const table of document.querySelectorAll("table[data-sorts]")) {
  const heads = [...table.tHead.rows[0].cells];
  const body = table.tBodies[0];
  heads.forEach((head, place) => {
    const button = head.querySelector("button");
    if (!button) return;
    const isNumber = head.classList.contains("number");
    button.addEventListener("click", () => {
      const was = head.getAttribute("aria-sort");
      const up = was ? was === "descending" : !isNumber;
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      const key = (row) => row.cells[place].dataset.order || "";
      const rows = [...body.rows].map((row) => [key(row), row]);
      rows.sort(([a], [b]) => {
        if (a === "" || b === "") return (a === "") - (b === "");
        const order = isNumber ? Number(a) - Number(b) : a.localeCompare(b, document.documentElement.lang);
        return up ? order : -order;
      });
      body.append(...rows.map(([, row]) => row));
    });
  });
}
// What is folded on the screen is open on paper.
addEventListener("beforeprint", () => {
  for (const it of document.querySelectorAll("details:not([open])")) {
    it.open = true;
    it.dataset.folded = "";
  }
});
addEventListener("afterprint", () => {
  for (const it of document.querySelectorAll("details[data-folded]")) {
    it.open = false;
    delete it.dataset.folded;
  }
});
