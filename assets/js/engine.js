"use strict";
/* What is in the browser already answers at once: a day of an indicator whose block has come, and any run of days of one
   whose daily sums have. The server's answer, with words and everything else, follows and paints the same. */
window.decor = window.decor || {};

window.decor.engine = (function () {
  const KEPT = 4;
  const KEPT_SUMS = 12;
  const blocks = new Map();
  const sums = new Map();
  const modules = {};
  let base = "";
  let wanted = "";

  /** What a block is of; it answers for nothing else. */
  function nameOf(of) {
    return [of.indicator, of.level, of.lang].join("|");
  }

  async function module(name) {
    modules[name] = modules[name] || (await import(base + "assets/engine/" + name + ".mjs"));
    return modules[name];
  }

  const idle = (run) => (window.requestIdleCallback || ((each) => window.setTimeout(each, 200)))(run);

  /** The map was painted with values that blocks can follow: they are fetched once the browser has nothing to do. */
  function expect(values, files) {
    base = files[values.level].split("peta/")[0];
    const address = [values.block, values.sums].filter(Boolean).join(" ") + " " + values.lang;
    if ((!values.block && !values.sums) || address === wanted) return;
    wanted = address;
    idle(async () => {
      if (values.block) await load(values.block, values.lang, keepDays);
      if (values.sums) await load(values.sums, values.lang, keepSums);
      prepare();
    });
  }

  /** Another selection was painted: what its tiles and words need is fetched, too. */
  function prepare() {
    const painted = window.decor.map.painted();
    if (base && painted && painted.sums) idle(() => window.decor.moving.expect(painted));
  }

  async function load(path, lang, keep) {
    try {
      const answer = await window.fetch(base + "mesin/" + path + "?lang=" + lang, { credentials: "same-origin" });
      if (answer.status !== 200) return; // of other data by now: the next answer names the newer block
      keep(await answer.arrayBuffer(), await module("block"), await module("span"));
    } catch (error) {
      // Without the block the server answers, as before.
      wanted = "";
    }
  }

  function kept(store, block, most) {
    store.delete(nameOf(block));
    store.set(nameOf(block), block);
    while (store.size > most) store.delete(store.keys().next().value);
  }

  const keepDays = (buffer, made) => kept(blocks, made.decode(buffer), KEPT);
  const keepSums = (buffer, made) => kept(sums, made.decodeSums(buffer), KEPT_SUMS);

  /** Fetch daily sums of an indicator at a level, unless they are here. */
  async function fetchSums(indicator, level, key, lang) {
    if (!sumsOf({ indicator: indicator, level: level, lang: lang }, key)) await load([indicator, level, key, "harian"].join("/"), lang, keepSums);
  }

  /** Daily sums that are here and of the data that `key` names. */
  function sumsOf(of, key) {
    const block = sums.get(nameOf(of));
    return block && block.key === key ? block : null;
  }

  /** Whether an address asks for what is painted, at another time. */
  function sameFigure(asked, painted) {
    if (!painted || asked.as_known_on) return false;
    const same = (asked.level || "rw") === painted.asked && (asked.lang || "id") === painted.lang;
    return same && (!asked.indicator || asked.indicator === painted.indicator);
  }

  /** The block that answers for an address while this is painted; null where the server has to be asked. */
  function blockOf(asked, painted) {
    if (!sameFigure(asked, painted) || !painted.block) return null;
    const block = blocks.get(nameOf(painted));
    // What was made from other data answers for nothing.
    return block && painted.block.endsWith(block.key) ? block : null;
  }

  /** The daily sums behind what is painted; null where there are none. */
  function paintedSums(asked, painted) {
    if (!sameFigure(asked, painted) || !painted.sums) return null;
    return sumsOf(painted, painted.sums.split("/")[2]);
  }

  /** What of a block is painted for an address; `day` is what it means where it names none. Null: the server is asked. */
  function frameOf(search, painted, day) {
    const asked = window.decor.state.parse(search);
    const run = window.decor.state.span(search);
    if (run) {
      const daily = paintedSums(asked, painted);
      if (daily) return captioned(modules.span.frame(daily, run[0], run[1]));
      // What is no sum over days stands as on the last one.
      return painted && !painted.sums ? dayOf(asked, painted, run[1]) : null;
    }
    return dayOf(asked, painted, asked.date || day);
  }

  /** Where points stand on the map its caption is theirs; they are as on the last day that was asked for. */
  function captioned(made) {
    const painted = window.decor.map.painted();
    return made && painted.layer ? Object.assign(made, { caption: painted.caption }) : made;
  }

  function dayOf(asked, painted, on) {
    const block = blockOf(asked, painted);
    return block && on ? modules.block.frame(block, on) : null;
  }

  /** The address changed: the map follows at once where it can. */
  function follow(search, day) {
    const made = frameOf(search, window.decor.map.painted(), day);
    if (made) window.decor.map.repaint(made);
    window.decor.brush.follow();
  }

  /** Value of an area a week before the day that is painted; null where no block says it. */
  function weekBefore(painted, i) {
    const search = window.location.search;
    const day = window.decor.frame && window.decor.frame.shownDay();
    if (!day || window.decor.state.span(search) || document.body.matches(".playing, .brushing")) return null;
    const block = blockOf(window.decor.state.parse(search), painted);
    return block ? modules.block.valueOn(block, window.decor.state.step(day, -7), i) : null;
  }

  /** The declared window that ends on the day that is shown, as a run of days; null where the figure has none. */
  function ownRun(search) {
    const daily = paintedSums(window.decor.state.parse(search), window.decor.map.painted());
    const day = daily && document.getElementById("map-caption") && window.decor.frame.shownDay();
    return day ? [window.decor.state.step(day, 1 - daily.window), day] : null;
  }

  /** A run is being drawn: map, ranking, tiles, words. Gives the run in words, "" where nothing is here for it. */
  function brush(first, last) {
    const asked = window.decor.state.parse(window.location.search);
    const daily = paintedSums(asked, window.decor.map.painted());
    const made = daily && captioned(modules.span.frame(daily, first, last));
    if (!made) return "";
    window.decor.moving.begin();
    window.decor.map.repaint(made);
    const words = modules.span.period(first, last, daily.months);
    window.decor.moving.show({ engine: modules.span, block: daily, first: first, last: last, words: words, frame: made });
    return words;
  }

  /** What was drawn is given up: everything is as the address says. */
  function unbrush() {
    window.decor.moving.back();
  }

  const SPANS = { 28: 28, 90: 90, all: 92 };

  /** The days of a play as frames that are made when they are shown; null where the server has to give them. */
  function play(search, day, painted) {
    const asked = window.decor.state.parse(search);
    const run = window.decor.state.span(search);
    const block = blockOf(asked, painted);
    const daily = run && paintedSums(asked, painted);
    if (!block || (run && painted.sums && !daily) || modules.block.rowOf(block, day) < 0) return null;
    const days = modules.block.playDays(block, day, SPANS[asked.window || "90"]);
    if (!days.length) return null;
    const { step, length } = window.decor.state;
    const first = (each) => step(each, 1 - length(run));
    return days.map((each) => (daily
      ? { day: each, change: { span: first(each) + "," + each, date: "" }, made: () => modules.span.frame(daily, first(each), each) }
      : { day: each, made: () => modules.block.frame(block, each) }));
  }

  return {
    expect, prepare, weekBefore, follow, play, frameOf, nameOf, brush, unbrush, ownRun, fetchSums, sumsOf,
    rounded: (value, decimals) => modules.block.rounded(value, decimals),
    _keep: (block, made) => { blocks.set(nameOf(block), block); modules.block = made; },
    _keepSums: (block, made) => { sums.set(nameOf(block), block); modules.span = made; },
  };
})();
