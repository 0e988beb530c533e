"use strict";
/* The one selection: the address. Every click on an area ends here; nothing else keeps it. */
window.decor = window.decor || {};

window.decor.state = (function () {
  /* How an address is written stands in the page, as Python says it (data/domain/filters.py). */
  const { order: ORDER, defaults: DEFAULTS, city: CITY, code, most: MOST } = JSON.parse(document.querySelector('meta[name="address"]').content);
  const CODE = new RegExp(code);

  /** Query string → plain object with every parameter that is present. */
  function parse(search) {
    const found = {};
    new URLSearchParams(search || "").forEach((value, name) => {
      if (ORDER.includes(name)) found[name] = value;
    });
    return found;
  }

  /** Plain object → canonical query string: fixed order, defaults omitted. */
  function build(state) {
    const parts = [];
    ORDER.forEach((name) => {
      const value = state[name];
      // A run of days says its last day itself.
      if (name === "date" && state.span) return;
      if (value && value !== DEFAULTS[name]) {
        parts.push(name + "=" + encodeURIComponent(value).replace(/%2C/g, ",").replace(/%7E/g, "~"));
      }
    });
    return parts.length ? "?" + parts.join("&") : "";
  }

  /** The selection added to what a link says itself; what it says goes before. */
  function carried(own, search) {
    const query = new URLSearchParams(own);
    new URLSearchParams(search).forEach((value, name) => {
      if (!query.has(name)) query.append(name, value);
    });
    const text = query.toString().replace(/%2C/g, ",").replace(/%7E/g, "~");
    return text ? "?" + text : "";
  }

  /** Selected area codes; none is the whole city. */
  function areas(search) {
    const { area, set } = parse(search);
    const named = (area || "").split(",").filter((code) => CODE.test(code));
    return set ? [...new Set(named.concat(window.decor.sets.expanded(set) || []))] : named;
  }

  /** How an address names codes: a few one by one, many as a set. */
  function naming(codes) {
    return codes.length > MOST ? { area: "", set: window.decor.sets.compact(codes) } : { area: codes.join(","), set: "" };
  }

  /** Choose areas. */
  function choose(codes) {
    change(naming(codes));
  }

  /** The selection after a click: a plain click replaces it, with `add` the area is added or taken away. */
  function toggled(codes, code, add) {
    if (code === CITY) return [];
    if (!add) return codes.length === 1 && codes[0] === code ? [] : [code];
    return codes.includes(code) ? codes.filter((one) => one !== code) : codes.concat([code]);
  }

  const RUN = /^\d{4}-\d{2}-\d{2},\d{4}-\d{2}-\d{2}$/;

  /** First and last day of the run of days that an address names; null for none. */
  function span(search) {
    const text = parse(search).span || "";
    const days = RUN.test(text) ? text.split(",") : null;
    return days && days[0] <= days[1] ? days : null;
  }

  /** Days of a run; 0 for none. */
  function length(run) {
    return run ? Math.round((Date.parse(run[1]) - Date.parse(run[0])) / 86400000) + 1 : 0;
  }

  /** What is shown as the other side of a comparison: its areas, its days, or both. */
  function pinned(days) {
    const codes = areas(current());
    const named = naming(codes);
    const own = codes.length ? [named.set || named.area] : [];
    return own.concat(days || !own.length ? span(current()) || [window.decor.frame.shownDay()] : []).join(",");
  }

  /** Change some parameters in the address; an empty value takes one out. A day that is chosen ends a run of days. */
  function change(changes) {
    const ended = "date" in changes && !("span" in changes) ? { span: "" } : {};
    const named = "area" in changes && !("set" in changes) ? { set: "" } : {};
    const state = Object.assign(parse(current()), ended, named, changes);
    go(build(state));
  }

  /* The address that is painted already and that Dash has not been told of; for a frame. */
  let chosen = null;
  let telling = false;

  /** The query string that holds: what was chosen last. */
  function current() {
    if (chosen === window.location.search) chosen = null;
    return chosen === null ? window.location.search : chosen;
  }

  /** Go to an address of the page. What can be painted for it at once is painted before Dash is told of it. */
  function go(search) {
    if (search === current()) return;
    const { panels } = window.decor;
    chosen = search;
    if (!panels || !panels.ahead(search)) {
      chosen = null;
      window.dash_clientside.set_props("location", { search: search });
      return;
    }
    if (telling) return;
    telling = true;
    // After the frame in which it is painted, and the next one: telling takes as long as painting.
    window.requestAnimationFrame(() => window.requestAnimationFrame(() => window.setTimeout(tell, 0)));
  }

  function tell() {
    telling = false;
    // A choice that was given up before Dash was told of it: for Dash nothing changed, and it calls nobody.
    if (chosen === null || chosen === window.location.search) window.decor.panels.returned();
    else window.dash_clientside.set_props("location", { search: chosen });
  }

  window.addEventListener("popstate", () => { chosen = null; });

  function select(code, add) {
    choose(toggled(areas(current()), code, add));
  }

  /** Step a day as YYYY-MM-DD by a number of days. */
  function step(day, by) {
    const moved = new Date(day + "T00:00:00Z");
    moved.setUTCDate(moved.getUTCDate() + by);
    return moved.toISOString().slice(0, 10);
  }

  return { telling: () => telling, parse, build, carried, areas, naming, choose, toggled, change, current, select, step, span, length, pinned, CITY, DEFAULTS, MOST };
})();

(function () {
  const decor = window.decor;

  function open(path) {
    window.dash_clientside.set_props("location", { pathname: path, search: window.location.search });
  }

  /* A link in a panel leads on with the selection; written when it is pointed at, so that a copied one has it too. */
  ["pointerover", "focusin"].forEach((name) => document.addEventListener(name, (event) => {
    const link = event.target.closest && event.target.closest(".panel a[href], .actions a[href]");
    if (!link || link.origin !== window.location.origin || link.hasAttribute("download")) return;
    link.dataset.own = link.dataset.own === undefined ? link.search : link.dataset.own;
    link.search = decor.state.carried(link.dataset.own, window.location.search);
    // What is no page of panels does not fit beside one.
    if (document.documentElement.classList.contains("framed")) link.target = "_top";
  }));

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-page]");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      if (link.pathname !== window.location.pathname) open(link.pathname);
      return;
    }
    const figure = event.target.closest("[data-origin]");
    if (figure) {
      decor.table.origin(figure.dataset.origin);
      return;
    }
    const picture = event.target.closest("[data-png]");
    if (picture) {
      decor.picture.save(picture.dataset.png);
      return;
    }
    const set = event.target.closest("[data-set]");
    if (set) {
      decor.state.change(JSON.parse(set.dataset.set));
      return;
    }
    const area = event.target.closest("[data-area]");
    // A polygon is Leaflet's to judge: it tells a click from the end of a drag.
    if (area && area.tagName !== "path") decor.state.select(area.dataset.area, event.ctrlKey || event.metaKey);
  });

  document.addEventListener("keydown", (event) => {
    const adding = event.ctrlKey || event.metaKey;
    // Enter chooses an area, Space adds it or takes it out.
    const more = adding || event.key === " ";
    if ((event.key === "Enter" && event.target.matches("tr[data-area], circle[data-area]")) || ((event.key === "Enter" || event.key === " ") && more && event.target.matches("[data-area]"))) {
      event.preventDefault();
      decor.state.select(event.target.dataset.area, more);
    }
    const writing = event.target.matches("input, textarea, select, [contenteditable]");
    if (event.key === "?" && !writing) window.dash_clientside.set_props("shortcuts", { is_open: true });
  });

  /* A list in a panel changes a part of the address. */
  document.addEventListener("change", (event) => {
    const list = event.target.closest && event.target.closest("select[data-parameter]");
    if (!list) return;
    // What is shown now becomes the other side.
    decor.state.change({ [list.dataset.parameter]: list.value.startsWith("pin") ? decor.state.pinned(list.value === "pin-days") : list.value });
  });

  /* Escape closes what is open, each by its own; where nothing is, it clears the selection. Asked before they close. */
  const OPEN = ".dash-dropdown-content, .dash-datepicker-content, .offcanvas.show, .modal.show, .dropdown-menu.show";
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || document.querySelector(OPEN)) return undefined;
    // What is being drawn is given up first, then the run of days, then the areas.
    if (decor.brush && decor.brush.drawing()) return undefined;
    if (decor.lasso && decor.lasso.stop()) return undefined;
    if (decor.table && decor.table.unfill()) return undefined;
    if (decor.state.span(window.location.search)) return decor.state.change({ span: "", date: "" });
    if (decor.state.areas(window.location.search).length) decor.state.change({ area: "" });
    return undefined;
  }, true);

  /* A date typed as YYYY-MM-DD is taken too, whatever form the calendar shows; two of them are a run of days. */
  document.addEventListener("keydown", (event) => {
    const name = { date: "date", "as-known-on": "as_known_on" }[event.target.id];
    if (event.key !== "Enter" || !name) return;
    const text = event.target.value.trim();
    const days = text.match(/\d{4}-\d{2}-\d{2}/g) || [];
    const two = name === "date" && days.length === 2 && days[0] <= days[1];
    if (!two && text !== days[0]) return;
    event.stopPropagation();
    decor.state.change(two ? { span: days.join(","), date: "" } : { [name]: text });
    event.target.blur();
  }, true);

  document.addEventListener("pointerover", (event) => {
    const area = event.target.closest("[data-area]");
    decor.map.point(area ? area.dataset.area : null);
  });
})();
