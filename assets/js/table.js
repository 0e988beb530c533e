"use strict";
/* The drawer with the table behind a chart, and where its figure comes from. What it asks for is in one store. */
window.decor = window.decor || {};

window.decor.table = (function () {
  const keep = () => window.dash_clientside.no_update;

  /** What is asked next: a panel's table or the origin of its figure; it bears a number, so that the same is asked again. */
  function next(asked, change) {
    const before = asked || { panel: "", tab: "table", indicator: "", n: 0 };
    return Object.assign({}, before, change, { n: before.n + 1 });
  }

  /**
   * The one callback of the drawer: [open, tab, question].
   * `clicked` is the property that changed: an item of a menu, a tab, the cross, or the address.
   */
  function react(clicked, values, open, asked) {
    const { item, tab, pressed } = values;
    if (item && pressed) {
      if (item.what === "full") {
        fill(item.panel);
        return [keep(), keep(), keep()];
      }
      if (item.what === "png") {
        window.decor.picture.save(item.panel);
        return [keep(), keep(), keep()];
      }
      return [true, item.what, next(asked, { panel: item.panel, tab: item.what, indicator: "" })];
    }
    if (clicked === "table-close") return [false, keep(), keep()];
    if (!open || !asked) return [keep(), keep(), keep()];
    if (clicked === "table-tabs") return tab === asked.tab ? [keep(), keep(), keep()] : [keep(), keep(), next(asked, { tab: tab })];
    // A change of the selection, and new data, ask again while the drawer is open.
    return clicked === "location" || clicked === "pulse" ? [keep(), keep(), next(asked, {})] : [keep(), keep(), keep()];
  }

  /** A panel takes the whole window, or goes back to its place. */
  function fill(name) {
    const panel = document.querySelector('[data-panel="' + name + '"]');
    if (panel) panel.classList.toggle("filling");
  }

  /** The panel that takes the window goes back; whether there was one. */
  function unfill() {
    const panel = document.querySelector(".panel.filling");
    if (panel) panel.classList.remove("filling");
    return Boolean(panel);
  }

  /** Where the figure of a tile comes from. */
  function origin(indicator) {
    const panel = { panel: "tiles", tab: "origin", indicator: indicator, n: Date.now() };
    window.dash_clientside.set_props("table-tabs", { active_tab: "origin" });
    window.dash_clientside.set_props("table-asked", { data: panel });
    window.dash_clientside.set_props("table-drawer", { is_open: true });
  }

  return { react, origin, next, fill, unfill };
})();
