"use strict";
/* The drawer with the table behind a chart, and sorting of any table. */
window.decor = window.decor || {};

window.decor.table = (function () {
  let asked = 0;
  let panel = null;
  let opener = null;

  function drawer() {
    return document.getElementById("table-drawer");
  }

  function isOpen() {
    const element = drawer();
    return Boolean(element && element.classList.contains("open"));
  }

  function ask(name) {
    opener = document.activeElement;
    panel = name;
    asked += 1;
    drawer().classList.add("open");
    window.dash_clientside.set_props("table-asked", { data: { panel: panel, n: asked } });
    drawer().querySelector("button").focus();
  }

  /** A change of the selection asks again while the drawer is open. */
  function again() {
    if (!isOpen() || !panel) return;
    asked += 1;
    window.dash_clientside.set_props("table-asked", { data: { panel: panel, n: asked } });
  }

  function close() {
    drawer().classList.remove("open");
    panel = null;
    if (opener && opener.isConnected) opener.focus();
  }

  /** Order of two cells: missing last, numbers by value, words by the reader's alphabet. */
  function compare(one, other) {
    if (one === "" || other === "") return one === other ? 0 : one === "" ? 1 : -1;
    const a = Number(one);
    const b = Number(other);
    if (!Number.isNaN(a) && !Number.isNaN(b)) return a - b;
    return one.localeCompare(other);
  }

  function sort(heading) {
    const table = heading.closest("table");
    const column = Array.from(heading.parentNode.children).indexOf(heading);
    const down = heading.getAttribute("aria-sort") !== "descending";
    heading.parentNode.querySelectorAll("th").forEach((th) => th.removeAttribute("aria-sort"));
    heading.setAttribute("aria-sort", down ? "descending" : "ascending");
    const body = table.tBodies[0];
    const rows = Array.from(body.rows);
    const key = (row) => row.cells[column].dataset.value || "";
    rows.sort((a, b) => {
      const order = compare(key(a), key(b));
      if (key(a) === "" || key(b) === "") return order;
      return down ? -order : order;
    });
    rows.forEach((row) => body.appendChild(row));
  }

  return { ask, again, close, isOpen, sort, compare };
})();
