"use strict";
/* Keys of the page. What one does is decided by `action`, which knows no page; see layouts/components/shortcuts.py. */
window.decor = window.decor || {};

window.decor.keys = (function () {
  const OPEN = ".dash-dropdown-content, .dash-datepicker-content, .offcanvas.show, .modal.show, .dropdown-menu.show";
  const WRITING = "input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable], [role=combobox], [role=listbox], [role=option]";

  /** The area above: of an area itself, of several the one they share; the city is none. */
  function parent(codes) {
    if (!codes.length) return null;
    const parts = codes.map((code) => code.split(".").slice(0, -1));
    const shared = parts.reduce((all, own) => {
      const length = all.findIndex((part, n) => part !== own[n]);
      return length < 0 ? all.slice(0, own.length) : all.slice(0, length);
    });
    return shared.length > 2 ? shared.join(".") : "";
  }

  /** Code with the highest or the lowest value; of equal ones the first. Null where nothing is known. */
  function extreme(areas, highest) {
    const known = areas.filter((area) => area.value !== null && area.value !== undefined);
    if (!known.length) return null;
    return known.reduce((best, area) => ((highest ? area.value > best.value : area.value < best.value) ? area : best)).code;
  }

  /** One level down, to where what needs attention first lies (the lowest value where higher is better); else null. */
  function inside(codes, areas, higher) {
    const above = codes.length === 1 ? codes[0] : codes.length ? null : window.decor.state.CITY;
    const within = above === null ? [] : areas.filter((area) => area.code.startsWith(above + "."));
    const code = extreme(within, !higher);
    return code && code.split(".").slice(0, above.split(".").length + 1).join(".");
  }

  const LEVELS = { 1: "kota", 2: "kecamatan", 3: "kelurahan", 4: "rw" };
  /* What has the focus, or is pressed, by a key. */
  const PLACES = {
    "/": ["press", "#area"], "[": ["press", "#date-back"], "]": ["press", "#date-on"], p: ["press", "#date-play"],
    b: ["focus", "[data-brush]"], v: ["focus", "select.versus"],
  };

  /** What a key means: [what, value], or null. `page` tells the selection and what the map paints. */
  function action(key, page) {
    if (LEVELS[key]) return ["change", { level: LEVELS[key] }];
    if (PLACES[key]) return PLACES[key];
    switch (key) {
      case "u": return ["history", -1];
      case "U": return ["history", 1];
      case "z": return ["look", "to-selection"];
      case "c": return ["look", "to-city"];
      case "t": return ["change", { date: "" }];
      case "Backspace": {
        const above = parent(page.codes());
        return above === null ? null : ["change", { area: above }];
      }
      case "+": {
        const code = inside(page.codes(), page.areas(), page.higher());
        return code ? ["change", { area: code }] : null;
      }
      case "r": return ["lasso", "rectangle"];
      case "l": return ["lasso", "lasso"];
      case "o": return ["lasso", "circle"];
      case "m":
      case "n": {
        const code = extreme(page.areas(), key === "m");
        return code ? ["change", { area: code }] : null;
      }
      case "M":
      case "N": {
        // Of those that are not chosen yet: a set grows from its end.
        const chosen = page.codes();
        const code = extreme(page.areas().filter((area) => !chosen.includes(area.code)), key === "M");
        return code ? ["add", code] : null;
      }
      default: return null;
    }
  }

  /** Press a control, or give it the focus; one that is not on the page is left alone. */
  function reach(what, place) {
    if (!place) return;
    // After the key itself, which would else be the first letter of what is typed there.
    if (what === "press") window.setTimeout(() => place.click(), 0);
    else place.focus();
  }

  /* A list that is opened takes what is typed at once: the focus goes to its search, not to the chosen option, however often
     the list puts it there while it opens; from the first arrow key on the options have it. */
  const OPENING_MS = 3000;
  let opened = -OPENING_MS;
  ["click", "keydown"].forEach((name) => document.addEventListener(name, (event) => {
    const opens = name === "click" || (event.key === "Enter" && event.target.matches("[aria-expanded='false']"));
    if (opens && event.target.closest && event.target.closest(".dash-dropdown")) opened = performance.now();
    else if (name === "click" || event.key.length > 1) opened = -OPENING_MS;
  }, true));
  document.addEventListener("focusin", (event) => {
    if (performance.now() - opened > OPENING_MS || !event.target.matches(".dash-options-list-option-checkbox")) return;
    const list = event.target.closest(".dash-dropdown-content");
    const search = list && list.querySelector(".dash-dropdown-search");
    if (search) search.focus();
  });

  function perform(what, value) {
    if (what === "lasso") window.decor.lasso.toggle(value);
    else if (what === "history") window.history.go(value);
    else if (what === "add") window.decor.state.select(value, true);
    else if (what === "look") window.decor.viewport.take(value);
    else if (what === "press" || what === "focus") reach(what, document.querySelector(value));
    else window.decor.state.change(value);
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest(WRITING)) return;
    // What is open has the keys; and one that is held down leads out of the page only once.
    if (event.repeat || document.querySelector(OPEN)) return;
    const page = {
      codes: () => window.decor.state.areas(window.decor.state.current()),
      areas: () => window.decor.map.areas(),
      higher: () => Boolean(window.decor.map.painted() && window.decor.map.painted().higher),
    };
    const meant = action(event.key, page);
    if (!meant) return;
    event.preventDefault();
    perform(...meant);
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-history]");
    if (button) window.history.go(Number(button.dataset.history));
  });

  return { action, parent, extreme };
})();
