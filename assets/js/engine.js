"use strict";
/* What is in the browser already answers at once: a day of an indicator whose block has come, and any run of days of one
   whose daily sums have. What is said of it is made in `answers.js`; where
   something is missing the server's answer follows and paints the same. */
window.decor = window.decor || {};

window.decor.engine = (function () {
  /* Kept of those with many areas, which are large; the others are a few columns. */
  const KEPT = 6;
  const MANY = 100;
  const blocks = new Map();
  const sums = new Map();
  const modules = {};
  let base = "";
  let asked = 0;
  const refused = new Set();
  let points = null;

  /** What a block is of; it answers for nothing else. */
  function nameOf(of) {
    return [of.indicator, of.level, of.lang].join("|");
  }

  async function module(name) {
    modules[name] = modules[name] || (await import(base + "assets/engine/" + name + ".mjs"));
    return modules[name];
  }

  const idle = (run) => (window.requestIdleCallback || ((each) => window.setTimeout(each, 200)))(run);

  /** The map was painted: what it can follow the hand with is fetched once the browser has nothing to do. */
  function expect(values, files) {
    base = files[values.level].split("peta/")[0];
    prepare();
  }

  /** Another selection was painted: what its map, tiles and words need is fetched, one after the other. */
  function prepare() {
    if (!base || !window.decor.map.painted()) return;
    asked += 1;
    const own = asked;
    idle(async () => {
      await window.decor.answers.prepare(base);
      for (const { days, ...of } of window.decor.moving.wanted()) {
        if (own !== asked) return; // a newer selection fetches on
        const here = days ? daysOf(of, of.key) : sumsOf(of, of.key);
        if (!here) await load(of, days);
      }
      await loadPoints();
    });
  }

  const pathOf = (of, days) => [of.indicator, of.level, of.key].join("/") + (days ? "" : "/harian");

  /** Whether everything has come that the present selection is followed with. */
  function complete() {
    return window.decor.moving.wanted().every(({ days, ...of }) => refused.has(pathOf(of, days)) || (days ? daysOf(of, of.key) : sumsOf(of, of.key)));
  }

  async function load(of, days) {
    const path = pathOf(of, days);
    if (refused.has(path)) return;
    try {
      const answer = await window.fetch(base + "mesin/" + path + "?lang=" + of.lang, { credentials: "same-origin" });
      // Of other data by now: the next answer names the newer block. What the server cannot now it may later.
      if ([204, 403, 404].includes(answer.status)) refused.add(path);
      if (answer.status !== 200) return;
      const made = await module("block");
      await module("span");
      const buffer = await answer.arrayBuffer();
      if (days) kept(blocks, made.decode(buffer));
      else kept(sums, made.decodeSums(buffer));
    } catch (error) {
      // Without the block the server answers, as before.
    }
  }

  /** What the map's points were on every day, where they stand on it. */
  async function loadPoints() {
    const url = pointsUrl(window.decor.map.painted());
    if (!url || (points && points.url === url)) return;
    try {
      const answer = await window.fetch(url, { credentials: "same-origin" });
      if (answer.status !== 200) return;
      const { decode } = await module("points");
      points = Object.assign(decode(await answer.json()), { url: url });
    } catch (error) {
      // Without them the points are as on the last day that the server was asked about.
    }
  }

  function pointsUrl(painted) {
    return painted.layer && painted.pointCaptions.length ? window.decor.map.fileOf(painted.layer + "-days") : "";
  }

  /** The points of every day, where they are of what is painted; null where there are none or they have not come. */
  function pointsHere(painted) {
    return points && points.url === pointsUrl(painted) ? points : null;
  }

  function kept(store, block) {
    store.delete(nameOf(block));
    store.set(nameOf(block), block);
    const large = [...store.values()].filter((each) => each.areas > MANY);
    if (large.length > KEPT) store.delete(nameOf(large[0]));
  }

  /** Values of every day that are here and of the data that `key` names. */
  function daysOf(of, key) {
    const block = blocks.get(nameOf(of));
    return block && block.key === key ? block : null;
  }

  /** Daily sums that are here and of the data that `key` names. */
  function sumsOf(of, key) {
    const block = sums.get(nameOf(of));
    return block && block.key === key ? block : null;
  }

  /** The indicator that an address means while this is painted. */
  function indicatorOf(asked, painted) {
    return (window.decor.frame && window.decor.frame.indicatorOf(asked)) || asked.indicator || painted.indicator;
  }

  /** Whether an address asks for the level and language that are painted, and not for the past. */
  function sameGround(asked, painted) {
    return Boolean(painted) && !asked.as_known_on && (asked.level || "rw") === painted.asked && (asked.lang || "id") === painted.lang;
  }

  /** Whether an address asks for what is painted, at another time. */
  function sameFigure(asked, painted) {
    return sameGround(asked, painted) && indicatorOf(asked, painted) === painted.indicator;
  }

  /** The scale of an address and what it needs of a figure: the value of the whole city, from its blocks. On a day of `days`, or
   *  over the days of a `run`. Null where that value is not here. */
  function spreadOf(asked, of, run, day) {
    const scale = asked.scale || "classes";
    if (scale !== "excess") return { scale: scale, whole: NaN };
    const keys = window.decor.moving.keysOf(of);
    const city = { indicator: of.indicator, level: "kota", lang: of.lang };
    const block = run ? sumsOf(city, keys.sums) : daysOf(city, keys.days);
    if (!block) return null;
    if (!run) return { scale: scale, whole: modules.block.valuesOn(block, Math.max(modules.block.rowOf(block, day), 0))[0] };
    const rows = modules.span.rowsOf(block, run[0], run[1]);
    return { scale: scale, whole: rows ? modules.span.value(block, rows, modules.span.together(block, rows, [0])) : NaN };
  }

  /** What is painted of a run of days, by the scale of the address, with the points of its last day. */
  function runFrame(daily, asked, painted, first, last) {
    const spread = spreadOf(asked, painted, [first, last]);
    return spread && withPoints(modules.span.frame(daily, first, last, spread), daily, last, asked);
  }

  /** What is painted of a day, by the scale of the address, with its points. */
  function dayFrame(block, asked, painted, day) {
    const spread = day ? spreadOf(asked, painted, null, day) : null;
    return spread && withPoints(modules.block.frame(block, day, spread), block, day, asked);
  }

  /** Another indicator of the same data for the same areas, as the map takes it; null where its block is not here. */
  function switched(search, painted, day) {
    const asked = window.decor.state.parse(search);
    const plain = sameGround(asked, painted) && painted.block && painted.level === painted.asked && !asked.span && !asked.vs;
    const of = plain && { indicator: indicatorOf(asked, painted), level: painted.level, lang: painted.lang };
    const block = of && blocks.get(nameOf(of));
    if (!block || of.indicator === painted.indicator || block.version !== painted.version) return null;
    const path = [of.indicator, of.level, block.key].join("/");
    const made = dayFrame(block, asked, Object.assign({ days: path }, of), asked.date || day || block.completeUntil);
    const daily = sums.get(nameOf(of));
    const { declared } = block;
    return made && Object.assign(made, {
      indicator: of.indicator, block: path, days: path, unit: declared.unit, countUnit: declared.plainUnit, basisWords: "",
      decimals: block.decimals, categories: [], unstable: declared.unstable, higher: declared.direction === "higher",
      words: Object.assign({}, painted.words, { unstable: declared.unstableWords }),
      sums: daily && daily.version === painted.version ? [of.indicator, of.level, daily.key, "harian"].join("/") : "",
    });
  }

  /** The block that answers for an address while this is painted; null where the server has to be asked. */
  function blockOf(asked, painted) {
    const path = sameFigure(asked, painted) && (painted.layer ? pointsHere(painted) && painted.days : painted.block);
    const block = path && blocks.get(nameOf(painted));
    // What was made from other data answers for nothing.
    return block && path.endsWith(block.key) ? block : null;
  }

  /** The daily sums behind what is painted; null where there are none. */
  function paintedSums(asked, painted) {
    if (!sameFigure(asked, painted) || !painted.sums) return null;
    return sumsOf(painted, window.decor.moving.keysOf(painted).sums);
  }

  /** What of a block is painted for an address; `day` is what it means where it names none. Null: the server is asked. */
  function frameOf(search, painted, day) {
    const asked = window.decor.state.parse(search);
    const run = window.decor.state.span(search);
    if (run) {
      const daily = paintedSums(asked, painted);
      if (daily) return runFrame(daily, asked, painted, run[0], run[1]);
      // What is no sum over days stands as on the last one.
      return painted && !painted.sums ? dayOf(asked, painted, run[1]) : null;
    }
    return dayOf(asked, painted, asked.date || day);
  }

  /** Where points stand on the map they are as on that day, and its caption is theirs; without their days they stay as the server
   *  said last. */
  function withPoints(made, { months }, day, asked) {
    const painted = window.decor.map.painted();
    if (!made || !painted || !painted.layer) return made;
    const here = pointsHere(painted);
    if (!here) return Object.assign(made, { caption: painted.caption });
    const letters = modules.points.lettersOn(here, day);
    const codes = window.decor.state.areas(window.decor.state.build(asked));
    // The areas' names are those of what was painted last.
    const same = codes.join() === painted.pointAreas.join();
    const about = { codes: codes, captions: painted.pointCaptions, months: months, number: (n) => window.decor.map.number(n, 0) };
    return Object.assign(made, { points: letters, caption: same ? modules.points.caption(here, letters, day, about) : painted.caption });
  }

  function dayOf(asked, painted, on) {
    const block = blockOf(asked, painted);
    return block && dayFrame(block, asked, painted, on);
  }

  /** The address changed: the map follows at once where it can. */
  function follow(search, day) {
    const painted = window.decor.map.painted();
    const made = frameOf(search, painted, day) || (painted && switched(search, painted, day));
    // On a page that is still being put up there is nothing to paint over.
    if (made && made.indicator && window.decor.map.shapes().length < made.c.length) return;
    if (made && (made.indicator || ["caption", "c", "points"].some((name) => name in made && made[name] !== painted[name]))) window.decor.map.repaint(made);
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
    const painted = window.decor.map.painted();
    const daily = paintedSums(asked, painted);
    const made = daily && runFrame(daily, asked, painted, first, last);
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
    if (!spreadOf(asked, painted, run, day)) return null;
    const days = modules.block.playDays(block, day, SPANS[asked.window || "90"]);
    if (!days.length) return null;
    const { step, length } = window.decor.state;
    const first = (each) => step(each, 1 - length(run));
    return days.map((each) => (daily
      ? { day: each, change: { span: first(each) + "," + each, date: "" }, made: () => runFrame(daily, asked, painted, first(each), each) }
      : { day: each, made: () => dayFrame(block, asked, painted, each) }));
  }

  return {
    expect, prepare, weekBefore, follow, play, frameOf, nameOf, brush, unbrush, ownRun, complete, daysOf, sumsOf, module,
    rounded: (value, decimals) => modules.block.rounded(value, decimals),
    _keep: (block, made) => { blocks.set(nameOf(block), block); modules.block = made; },
    _keepSums: (block, made) => { sums.set(nameOf(block), block); modules.span = made; },
  };
})();
