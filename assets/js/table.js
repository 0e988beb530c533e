"use strict";
/* The drawer with the table behind a chart. */
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

  return { ask, again, close, isOpen };
})();
