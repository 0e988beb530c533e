"use strict";
/* The filter bar tied to the address, both ways; theme, navigation marks, CSV link. */
window.decor = window.decor || {};
window.dash_clientside = window.dash_clientside || {};

window.decor.frame = (function () {
  const state = () => window.decor.state;
  let shown = null;
  /* What was painted last, and which day that was where the address names none: with new data it moves on. */
  let painted = null;
  let facts_ = null;
  const moved = {};
  let control = null;

  function keep() {
    return window.dash_clientside.no_update;
  }

  /** What the default day depends on: the page, the indicator, and what is known. */
  function aspect(parsed) {
    return [window.location.pathname, parsed.indicator || "", parsed.as_known_on || ""].join("|");
  }

  /** The day that is painted when the address names none. */
  function defaultDay(parsed, facts) {
    return moved[aspect(parsed)] || facts.days[parsed.indicator] || facts.days[facts.indicator];
  }

  /** An answer is shown: the control says the day that is painted, whatever was asked for. */
  function paintedDay(search, shownDay) {
    const parsed = state().parse(search);
    painted = { search: state().build(parsed), day: shownDay };
    if (!named(parsed)) moved[aspect(parsed)] = shownDay;
    // Before the controls are there they come with it by themselves.
    if (control && control !== shownDay) window.dash_clientside.set_props("date", { date: shownDay });
  }

  /** The day of an address: what is painted for it, what it names, or the default. */
  function dayOf(parsed, facts) {
    if (painted && painted.search === state().build(parsed)) return painted.day;
    return named(parsed) || defaultDay(parsed, facts);
  }

  /** Address → controls: [area, placeholder, level, date, window, indicator, known]. */
  function controls(search, facts, now) {
    const parsed = state().parse(search);
    const codes = state().areas(search);
    // Written only where it differs: each of them has every style on the page reckoned again.
    const root = document.documentElement;
    if (root.dataset.theme !== (parsed.theme || "dark")) root.dataset.theme = parsed.theme || "dark";
    if (root.lang !== (parsed.lang || "id")) root.lang = parsed.lang || "id";
    mark(parsed, search);
    window.requestAnimationFrame(window.decor.roles.mend);
    window.decor.map.outline(search);
    const wanted = wantedOf(parsed, codes, facts);
    // A control that shows it already is left alone: each one that is written is drawn again.
    const shownNow = [now.area, null, now.level, now.date, now.window, now.indicator, now["as-known-on"] || null];
    const stale = wanted.map((value, n) => (n === 1 ? wanted[0] === null || now.area === null : value !== shownNow[n]));
    return wanted.map((value, n) => (stale[n] ? value : keep()));
  }

  /** A date of the address if it is one; what is none is said by the sentence and shown by no control. */
  function day(text) {
    return /^\d{4}-\d{2}-\d{2}$/.test(text || "") ? text : null;
  }

  /** The day that an address names: its date, or the last one of its run of days. */
  function named(parsed) {
    const run = state().span(state().build(parsed));
    return run ? run[1] : day(parsed.date);
  }

  const ORDER = ["area", "", "level", "date", "window", "indicator", "as-known-on"];

  /** What the controls show for an address, in the order of the callback's outputs. */
  function wantedOf(parsed, codes, facts) {
    const known = facts.days[parsed.indicator];
    return [
      codes.length > 1 ? null : codes[0] || state().CITY,
      codes.length > 1 ? facts.words.several.replace("{n}", codes.length) : facts.words.search,
      parsed.level || "rw",
      dayOf(parsed, facts),
      parsed.window || "90",
      known ? parsed.indicator : facts.indicator,
      day(parsed.as_known_on) || null,
    ];
  }

  /** Marks outside Dash's own components: page, theme, language, links. */
  function mark(parsed, search) {
    document.querySelectorAll("a[data-keep]").forEach((link) => {
      link.href = link.pathname + search;
    });
    document.querySelectorAll("a[data-page]").forEach((link) => {
      if (link.pathname.replace(/\/$/, "") === window.location.pathname.replace(/\/$/, "")) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
      if (link.hasAttribute("aria-current")) document.title = link.textContent + " – DeCOR";
    });
    document.querySelectorAll("[data-set]").forEach((button) => {
      const wanted = JSON.parse(button.dataset.set);
      if (wanted.theme) button.setAttribute("aria-pressed", String(wanted.theme === (parsed.theme || "dark")));
    });
    document.querySelectorAll("a[data-lang]").forEach((link) => {
      link.href = window.location.pathname + state().build(Object.assign({}, parsed, { lang: link.dataset.lang }));
    });
  }

  /** Areas that an option of the search stands for: one, a named set, or the city. */
  function chosenAreas(value) {
    if (!value || value === state().CITY) return { area: "", set: "" };
    if (!value.startsWith("set:")) return { area: value, set: "" };
    const named = new URLSearchParams(value.slice(4));
    return { area: named.get("area") || "", set: named.get("set") || "" };
  }

  /** A control was used: the address changes, and with it everything else. */
  function used(search, id, value, facts) {
    const parsed = state().parse(search);
    if (id === "area") Object.assign(parsed, chosenAreas(value));
    else if (id === "date") Object.assign(parsed, { date: value === defaultDay(parsed, facts) ? "" : value, span: "" });
    else if (id === "as-known-on") parsed.as_known_on = value || "";
    // On a subject's page its default is said, so that a link keeps it elsewhere; the overview's is everybody's.
    else if (id === "indicator") parsed.indicator = value === facts.indicator && !facts.shown[0] ? "" : value;
    else parsed[id] = value;
    return state().build(parsed);
  }

  /**
   * The one callback between the address and the controls. The address is written past Dash's outputs:
   * as an output of this callback it would hold back every panel until the controls are drawn.
   */
  function sync(search, area, level, date, span, indicator, known, facts) {
    control = date;
    facts_ = facts;
    if (!facts) return Array(7).fill(keep());
    const id = window.dash_clientside.callback_context.triggered_id;
    const values = { area: area, level: level, date: date, window: span, indicator: indicator, "as-known-on": known };
    const wanted = wantedOf(state().parse(search), state().areas(search), facts);
    // A control that only shows what the address says was written by us, not used.
    const echo = id in values && (values[id] || null) === (wanted[ORDER.indexOf(id)] || null);
    if (echo) return Array(7).fill(keep());
    if (shown === search && id in values && !(id === "area" && area === null)) {
      const next = used(search, id, values[id], facts);
      if (next !== state().build(state().parse(search))) window.dash_clientside.set_props("location", { search: next });
      return Array(7).fill(keep());
    }
    if (shown !== null) {
      lost(shown, search, facts);
      const next = state().parse(search);
      window.decor.engine.follow(search, defaultDay(next, facts));
    }
    shown = search;
    return controls(search, facts, values);
  }

  /** Several areas that were chosen one by one and are gone at once can be had back. */
  function lost(before, search, facts) {
    const was = state().areas(before).length;
    if (was < 2 || state().areas(search).length > 1) return;
    window.decor.notices.offer(facts.words.cleared.replace("{n}", was), before);
  }

  /** Addresses of what can be done with what is shown: views, notes, the page beside itself, its values as CSV. */
  function links(search, facts) {
    const parsed = state().parse(search);
    const wanted = wantedOf(parsed, state().areas(search), facts);
    const values = new URLSearchParams({ format: "csv", level: parsed.level || "rw", indicator: wanted[ORDER.indexOf("indicator")] });
    if (parsed.span) delete parsed.date;
    ["date", "span", "area", "set", "as_known_on", "lang"].forEach((name) => { if (parsed[name]) values.set(name, parsed[name]); });
    const slug = facts.links["notes-link"].split("/").pop();
    const side = encodeURIComponent(slug + search);
    return [facts.links["views-link"] + search, facts.links["notes-link"] + search, facts.links["split-link"] + "?left=" + side + "&right=" + side, facts.links["csv-link"] + "?" + values.toString().replace(/%2C/g, ",").replace(/%7E/g, "~")];
  }

  /** Whether an address needs another page than the one that is there. */
  function pageWanted(here, facts) {
    const lang = state().parse(here.search).lang || "id";
    const same = facts && here.path.replace(/\/$/, "") === facts.path.replace(/\/$/, "") && lang === facts.shown[1];
    return same ? null : here;
  }

  /** The indicator that an address means on this page; "" while nothing is known of the page. */
  function indicatorOf(parsed) {
    if (!facts_) return "";
    return facts_.days[parsed.indicator] ? parsed.indicator : facts_.indicator;
  }

  /** Whether an address names an indicator of the page, or none, and no day that is still to come. */
  function knows(parsed) {
    return Boolean(facts_) && (!parsed.indicator || parsed.indicator in facts_.days) && !(parsed.date > facts_.last);
  }

  /** The day that is painted where an address of this page names none; null while nothing is known of the page. */
  function ownDay(search) {
    return facts_ ? defaultDay(state().parse(search), facts_) : null;
  }

  /** The day that is on the screen. */
  function dayShown(facts) {
    return dayOf(state().parse(state().current()), facts);
  }

  function stepDay(by, facts) {
    const parsed = state().parse(state().current());
    const next = state().step(dayOf(parsed, facts), by);
    const run = state().span(state().current());
    const last = [facts.last, moved[aspect(Object.assign({}, parsed, { date: "" }))] || ""].sort().pop();
    const change = run ? { span: state().step(run[0], by) + "," + next, date: "" } : { date: next };
    if (next >= facts.first && next <= last) state().change(change);
    return keep();
  }

  return { sync, stepDay, dayShown, shownDay: () => painted && painted.day, indicatorOf, ownDay, knows, used, wantedOf, defaultDay, pageWanted, links, paintedDay };
})();

window.dash_clientside.decor = {
  sync: (...values) => window.decor.frame.sync(...values),
  back: (n, facts) => (n ? window.decor.frame.stepDay(-1, facts) : window.dash_clientside.no_update),
  on: (n, facts) => (n ? window.decor.frame.stepDay(1, facts) : window.dash_clientside.no_update),
  play: (n, facts) => {
    if (n) window.decor.map.play(facts);
    return window.dash_clientside.no_update;
  },
  page: (path, facts) => {
    const wanted = window.decor.frame.pageWanted({ path: path, search: window.location.search }, facts);
    return wanted || window.dash_clientside.no_update;
  },
  ask: (search, page, pulse, facts) => {
    // Another page's panels ask when they are there.
    const address = { path: window.location.pathname, search: window.location.search };
    if (window.decor.frame.pageWanted(address, facts)) return window.dash_clientside.no_update;
    return window.decor.panels.changed(window.dash_clientside.callback_context.triggered.map((change) => change.prop_id));
  },
  answer: (about, ...panels) => {
    window.decor.panels.arrived(about, panels);
    return window.dash_clientside.no_update;
  },
  links: (search, facts) => window.decor.frame.links(search, facts),
  drawer: (items, tab, closed, search, pulse, open, asked) => {
    const { triggered_id: id, triggered } = window.dash_clientside.callback_context;
    const item = id && typeof id === "object" ? id : null;
    const pressed = Boolean(item && triggered.length && triggered[0].value);
    return window.decor.table.react(id, { item: item, tab: tab, pressed: pressed }, open, asked);
  },
  copy: (n, facts) => {
    if (n) window.decor.notices.copy(facts.words.copied);
    return window.dash_clientside.no_update;
  },
  undo: (n) => {
    if (!n) return window.dash_clientside.no_update;
    window.decor.notices.undo();
    return false;
  },
  shortcuts: (n) => (n ? true : window.dash_clientside.no_update),
  table: (parts) => {
    window.decor.draw.into(parts);
    return window.dash_clientside.no_update;
  },
};
