"use strict";
/* Tables that can be sorted by the button in a head: in panels, the drawer and documents. */
window.decor = window.decor || {};

window.decor.sort = (function () {
  /** Order of two cells: missing last, numbers by value, words by the reader's alphabet. */
  function compare(one, other) {
    if (one === "" || other === "") return one === other ? 0 : one === "" ? 1 : -1;
    const a = Number(one);
    const b = Number(other);
    if (!Number.isNaN(a) && !Number.isNaN(b)) return a - b;
    return one.localeCompare(other, document.documentElement.lang || undefined, { numeric: true });
  }

  function key(row, column) {
    const cell = row.cells[column];
    const by = cell.dataset.by;
    return by === undefined ? cell.textContent.trim() : by;
  }

  /** Rows in the order of a column; what is missing stays last in both directions. */
  function ordered(rows, column, down) {
    return rows.slice().sort((one, other) => {
      const a = key(one, column);
      const b = key(other, column);
      const order = compare(a, b);
      return a === "" || b === "" || !down ? order : -order;
    });
  }

  function sort(heading) {
    const table = heading.closest("table");
    const heads = Array.from(heading.parentNode.children);
    const down = heading.getAttribute("aria-sort") !== "descending";
    heads.forEach((head) => head.removeAttribute("aria-sort"));
    heading.setAttribute("aria-sort", down ? "descending" : "ascending");
    const body = table.tBodies[0];
    ordered(Array.from(body.rows), heads.indexOf(heading), down).forEach((row) => body.appendChild(row));
    const spoken = document.getElementById("spoken");
    if (spoken && table.dataset.words) spoken.textContent = table.dataset.words.replace("{column}", heading.textContent);
  }

  function start() {
    document.addEventListener("click", (event) => {
      const heading = event.target.closest("table[data-sort] th[scope=col]");
      if (heading) sort(heading);
    });
  }

  start();
  return { compare, ordered, sort };
})();
