"use strict";
/* What follows the hand beside the map: words, tiles and ranking of a run of days that is being drawn. What the server
   drew before is kept, so that it can be had back; the next drawing, the server's or the
   page's own, draws everything anew. */
window.decor = window.decor || {};

window.decor.moving = (function () {
  let before = new Map();
  let painted = null;

  const codes = () => window.decor.state.areas(window.location.search);

  const LEVELS = ["kota", "kecamatan", "kelurahan", "rw"];

  /** A tile's figure: its level, and the keys of its blocks. */
  function figureOf(tile) {
    const [indicator, level, days] = tile.dataset.figure.split("/");
    return { indicator: indicator, level: level, days: days, sums: (tile.dataset.sums || "/").split("/")[1] };
  }

  /** Keys of the blocks behind what is painted; "" for none. */
  function keysOf(painted) {
    const [days, sums] = [painted.days, painted.sums].map((path) => (path ? path.split("/")[2] : ""));
    return { days: days, sums: sums };
  }

  /** What a selection is followed with: blocks of the painted figure at its level and all above, of each tile at its own. */
  function wanted() {
    const painted = window.decor.map.painted();
    const every = [];
    const add = (indicator, level, key, days) => {
      if (key) every.push({ indicator: indicator, level: level, key: key, days: days, lang: painted.lang });
    };
    const { days, sums } = keysOf(painted);
    LEVELS.slice(0, LEVELS.indexOf(painted.level) + 1).reverse().forEach((level) => {
      add(painted.indicator, level, days, true);
      add(painted.indicator, level, sums, false);
    });
    [...document.querySelectorAll(".tile[data-figure]")].map(figureOf)
      .forEach((tile) => add(tile.indicator, tile.level, tile.sums || tile.days, !tile.sums));
    return every;
  }

  /** Change a text or an attribute, and remember what it was. */
  function write(element, name, value) {
    if (!element) return;
    const old = name === "text" ? element.textContent : element.getAttribute(name);
    if (old === value) return;
    if (!before.has(element)) before.set(element, {});
    if (!(name in before.get(element))) before.get(element)[name] = old;
    put(element, name, value);
  }

  function put(element, name, value) {
    if (name === "text") element.textContent = value;
    else if (value === null) element.removeAttribute(name);
    else element.setAttribute(name, value);
  }

  /** A number as the page writes it, or what stands for none. */
  function written(value, block) {
    return Number.isNaN(value) ? "–" : window.decor.map.number(window.decor.engine.rounded(value, block.decimals), block.decimals);
  }

  /** An indicator of what is chosen over the run, as it is written; null where its sums are not here. */
  function figure(moved, indicator, level, key) {
    const block = window.decor.engine.sumsOf({ indicator: indicator, level: level, lang: moved.block.lang }, key);
    const columns = block && window.decor.answers.columns(codes(), level);
    if (!columns) return null;
    const rows = moved.engine.rowsOf(block, moved.first, moved.last);
    return written(rows ? moved.engine.value(block, rows, moved.engine.together(block, rows, columns)) : NaN, block);
  }

  function tiles(moved) {
    document.querySelectorAll(".tile").forEach((tile) => {
      const own = figureOf(tile);
      const value = own.sums ? figure(moved, own.indicator, own.level, own.sums) : null;
      tile.classList.toggle("behind", value === null);
      if (value === null) return;
      const number = tile.querySelector(".number");
      write(number, "text", value);
      write(number, "aria-label", value + ", " + moved.words);
      write(tile.querySelector(".change"), "text", moved.words);
      const title = tile.querySelector(".kicker[data-moving]");
      write(title, "text", title && title.dataset.moving);
    });
  }

  /** Areas of the ranking from the map's values, the one that needs attention first; those without a value last. */
  function ranked(areas, scope, higher) {
    const inside = scope.length ? areas.filter((area) => scope.some((code) => area.code === code || area.code.startsWith(code + "."))) : areas;
    const missing = (area) => area.value === null;
    return inside.slice().sort((a, b) => missing(a) - missing(b) || (higher ? a.value - b.value : b.value - a.value));
  }

  function ranking(moved) {
    const body = document.getElementById("ranking-body");
    const head = body && body.querySelector(".rank.header");
    const panel = body && body.closest(".panel");
    const same = head && head.dataset.level === moved.block.level;
    if (panel) panel.classList.toggle("behind", !same);
    if (!same) return;
    const scope = (head.dataset.scope || "").split(",").filter(Boolean);
    const exact = (area) => Object.assign(area, { value: area.value === null ? null : moved.frame.exact[area.index] });
    const areas = ranked(window.decor.map.areas().map(exact), scope, head.dataset.higher === "true");
    const rows = [...body.querySelectorAll("button.rank")];
    const shown = areas.slice(0, rows.length);
    const most = Math.max(...shown.map((area) => area.value || 0), 1e-9);
    const chosen = codes();
    rows.forEach((row, n) => {
      const area = shown[n];
      if (!area) return;
      const value = area.value === null ? NaN : area.value;
      write(row, "data-area", area.code);
      write(row, "class", "rank" + (chosen.includes(area.code) ? " selected" : ""));
      write(row, "aria-pressed", String(chosen.includes(area.code)));
      write(row.querySelector(".name"), "text", area.name.replace(/^Kecamatan /, "") + (area.state === "i" ? " °" : ""));
      write(row.querySelector(".value"), "text", written(value, moved.block));
      write(row.querySelector(".count"), "text", area.count === null ? "" : window.decor.map.number(area.count, 0));
      write(row.querySelector(".bar"), "class", "bar class-" + area.step + " " + (area.state === "i" ? "incomplete" : "ok"));
      write(row.querySelector(".bar"), "style", "width: " + ((100 * Math.max(value || 0, 0)) / most).toFixed(1) + "%");
      write(row.querySelector(".whole"), "style", "visibility: hidden");
      write(row.querySelector(".limits"), "style", "visibility: hidden");
    });
    write(body.querySelector(".note-words"), "text", moved.words);
  }

  function words(moved) {
    document.querySelectorAll(".panel-caption[data-moving], #tiles-caption [data-moving]").forEach((caption) =>
      write(caption, "text", caption.dataset.moving.replace("{period}", moved.words)));
    const bold = document.querySelector("#sentence b[data-moving]");
    const value = bold && figure(moved, moved.block.indicator, moved.block.level, moved.block.key);
    document.getElementById("sentence").classList.toggle("behind", value === null);
    if (value === null) return;
    write(bold, "text", bold.dataset.moving.replace("{value}", value));
    write(bold.nextElementSibling, "text", moved.words);
  }

  /** The map is about to be painted over for the first time. */
  function begin() {
    if (!painted) painted = window.decor.map.painted();
  }

  /** Paint a run that is being drawn. */
  function show(moved) {
    words(moved);
    window.decor.panels.speak();
    tiles(moved);
    ranking(moved);
    ["ranking", "tiles", "sentence", "trend"].forEach(window.decor.panels.forget);
    window.decor.draw.forget(["ranking-body", "ranking-head", "tiles-body", "tiles-caption", "sentence", "trend-head"]);
  }

  /** Everything as it was before. */
  function back() {
    before.forEach((old, element) => Object.entries(old).forEach(([name, value]) => put(element, name, value)));
    if (painted) window.decor.map.restore(painted);
    done();
  }

  /** The server has drawn anew; where somebody draws meanwhile that is what he can go back to. */
  function answered(values, drawing) {
    if (!drawing) done();
    else if (values) painted = values;
  }

  function done() {
    before = new Map();
    painted = null;
    document.querySelectorAll(".behind").forEach((element) => element.classList.remove("behind"));
  }

  return { wanted, figureOf, keysOf, begin, show, back, answered, ranked };
})();
