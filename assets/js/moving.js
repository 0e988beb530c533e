"use strict";
/* What follows the hand beside the map: words, tiles and ranking of a run of days that is being drawn. What the server
   drew before is kept, so that it can be had back; its next answer draws everything anew. */
window.decor = window.decor || {};

window.decor.moving = (function () {
  let before = new Map();
  let painted = null;
  const order = {};

  /** The level at which all the areas are, so that they can be taken together; null where they are of several. */
  function common(codes) {
    const levels = new Set(codes.map(window.decor.map.levelOf));
    if (!codes.length) return "kota";
    return levels.size === 1 ? [...levels][0] : null;
  }

  /** Columns of a level's areas in its blocks, by code. */
  async function columnsOf(name) {
    const places = {};
    (await window.decor.map.features(name)).forEach((feature) => { places[feature.properties.c] = feature.properties.i; });
    order[name] = places;
  }

  /** Columns of what is chosen in the blocks of a level; what has none there is left out. */
  function columnsAt(at) {
    const chosen = codes();
    const places = order[at] || {};
    return (chosen.length ? chosen : Object.keys(places)).map((code) => places[code]).filter((column) => column !== undefined);
  }

  const codes = () => window.decor.state.areas(window.location.search);

  /** Fetch what tiles and words need: the daily sums of each figure at the level of what is chosen. */
  async function expect(painted) {
    const at = common(codes());
    if (!at) return;
    await columnsOf(at);
    const own = painted.sums.split("/");
    const tiles_ = [...document.querySelectorAll(".tile[data-sums]")].map((tile) => tile.dataset.sums.split("/"));
    for (const [indicator, key] of [[own[0], own[2]], ...tiles_]) await window.decor.engine.fetchSums(indicator, at, key, painted.lang);
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
  function figure(moved, indicator, key) {
    const at = common(codes());
    const block = at && order[at] && window.decor.engine.sumsOf({ indicator: indicator, level: at, lang: moved.block.lang }, key);
    if (!block) return null;
    const rows = moved.engine.rowsOf(block, moved.first, moved.last);
    return written(rows ? moved.engine.value(block, rows, moved.engine.together(block, rows, columnsAt(at))) : NaN, block);
  }

  function tiles(moved) {
    document.querySelectorAll(".tile").forEach((tile) => {
      const value = figure(moved, ...(tile.dataset.sums || "/").split("/"));
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
    const value = bold && figure(moved, moved.block.indicator, moved.block.key);
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

  return { expect, begin, show, back, answered, ranked, common };
})();
