"use strict";
/* What the page says of a choice or another day, from what is in the browser: sentence, tiles, ranking, trend and findings
   as the server would draw them (assets/engine/page.mjs). What something is missing for the server draws. */
window.decor = window.decor || {};

window.decor.answers = (function () {
  const LEVELS = ["kota", "kecamatan", "kelurahan", "rw"];
  const GRAPH = "trend-graph";
  const VIEWS = ["", "map", "scatter", "parallel", "multiples"];
  /* A part of the selection → the parameters of the address that say it. */
  const PARAMETERS = { areas: ["area", "set"], date: ["date", "span"], since: ["span"] };
  const modules = {};
  let areas = null;
  let speaker = null;
  let chart = null;

  const theme = () => document.documentElement.dataset.theme;

  /** Another answer was drawn: its chart is what the next one of the same theme is made from. */
  function charted(graph, drawn) {
    if (graph === GRAPH) chart = { figure: drawn, theme: theme() };
  }

  /** Fetch what sentences are made with: words, names, the engine. */
  async function prepare(base) {
    try {
      await fetched(base, window.decor.map.painted());
    } catch (error) {
      // What did not come is fetched with the next answer; until then the server answers.
    }
  }

  async function fetched(base, painted) {
    for (const name of ["words", "page", "trend", "scales", "adjacency"]) modules[name] = await window.decor.engine.module(name);
    if (!speaker || speaker.lang !== painted.lang) {
      const answer = await window.fetch(base + "mesin/kata?lang=" + painted.lang, { credentials: "same-origin" });
      if (answer.status !== 200) return; // without words the server answers
      speaker = Object.assign(modules.words.speaker(await answer.json()), { lang: painted.lang });
    }
    const levels = await Promise.all(LEVELS.map((level) => window.decor.map.features(level)));
    areas = Object.assign(Object.fromEntries(LEVELS.map((level, n) => [level, indexed(levels[n])])), { files: filesNow() });
  }

  /** Where the polygons of all levels come from: after a new register from elsewhere. */
  const filesNow = () => LEVELS.map(window.decor.map.fileOf).join();

  /** Codes of a level in the order of its blocks, their columns and names. */
  function indexed(features) {
    const codes = features.map((feature) => feature.properties.c);
    let touch = null;
    return {
      codes: codes,
      touching: () => {
        touch = touch || modules.adjacency.touching(features);
        return touch;
      },
      index: new Map(codes.map((code, n) => [code, n])),
      names: new Map(features.map((feature) => [feature.properties.c, feature.properties.n])),
    };
  }

  const isDay = (text) => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));

  /** Whether an address asks for no more than another choice or day of what is painted. */
  function plain(search, painted) {
    const asked = window.decor.state.parse(search);
    const given = [...new URLSearchParams(search).keys()];
    const known = given.length === Object.keys(asked).length && !asked.as_known_on
      && !asked.by && VIEWS.includes(asked.view || "") && window.decor.frame.knows(asked);
    const same = (asked.level || "rw") === painted.asked && (asked.lang || "id") === painted.lang
      && window.decor.frame.indicatorOf(asked) === painted.indicator;
    const written = (!asked.scale || modules.scales.SPREAD.includes(asked.scale)) && (!asked.date || isDay(asked.date)) && ["", "28", "90", "all"].includes(asked.window || "")
      && ["", "dark", "light"].includes(asked.theme || "");
    const named = [asked.area ? asked.area.split(",").length : 0, asked.set ? 1 : 0];
    const codes = window.decor.state.areas(search);
    const there = named[0] <= window.decor.state.MOST && (named[1] || named[0] === codes.length) && codes.every((code) => {
      const level = areas[window.decor.map.levelOf(code)];
      return level && code !== window.decor.state.CITY && level.index.has(code);
    });
    // What the server has said of the address it says of the next one, too.
    return known && same && written && there && !document.querySelector("#sentence .problem") && window.decor.state.build(asked) === search;
  }

  /** What is here of every figure on the page. */
  function figuresOf(painted) {
    const made = {};
    const add = (indicator, finest, days, sums) => {
      const held = { level: finest, days: {}, sums: {} };
      LEVELS.slice(0, LEVELS.indexOf(finest) + 1).forEach((level) => {
        const of = { indicator: indicator, level: level, lang: painted.lang };
        const [every, daily] = [days && window.decor.engine.daysOf(of, days), sums && window.decor.engine.sumsOf(of, sums)];
        const fits = (block) => block && block.areas === areas[level].codes.length;
        if (fits(every)) held.days[level] = every;
        if (fits(daily)) held.sums[level] = daily;
      });
      if (Object.keys(held.days).length + Object.keys(held.sums).length) made[indicator] = held;
    };
    document.querySelectorAll(".tile[data-figure]").forEach((tile) => {
      const { indicator, level, days: every, sums: daily } = window.decor.moving.figureOf(tile);
      add(indicator, level, every, daily);
    });
    const { days, sums } = window.decor.moving.keysOf(painted);
    add(painted.indicator, painted.level, days, sums);
    return made;
  }

  const kept = { theme: "", colours: {} };

  /** A colour of the theme that is on. */
  function colour(name) {
    if (kept.theme !== theme()) Object.assign(kept, { theme: theme(), colours: {} });
    kept.colours[name] = kept.colours[name] || window.getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
    return kept.colours[name];
  }

  /** The page as the engine takes it; null where the server has to be asked. */
  function pageOf(search) {
    const painted = window.decor.map.painted();
    if (!able(search)) return null;
    const asked = window.decor.state.parse(search);
    const figures = figuresOf(painted);
    const own = figures[painted.indicator];
    const run = window.decor.state.span(search);
    const versus = versusOf(asked.vs || "");
    // What is no comparison, no run or no day of the figure is the server's to explain.
    const days = [...(run || [asked.date]), ...(versus ? versus.days : [])].filter(Boolean);
    const there = (day) => [...Object.values(own.days), ...Object.values(own.sums)].some((block) => modules.page.has(block, day));
    if (!own || (asked.span && !run) || (asked.vs && !versus) || !days.every(there)) return null;
    const movable = Object.values(own.sums)[0];
    return {
      speaker: speaker, day: run ? run[1] : asked.date || "", run: run, versus: versus, codes: window.decor.state.areas(search), window: asked.window || "90",
      chosen: painted.indicator, asked: painted.asked, scale: asked.scale || "classes", figures: figures, areas: areas, touching: (level) => areas[level].touching(), theme: asked.theme || "dark", colours: colour,
      moving: movable ? movable.spanName : "", layer: Boolean(painted.layer),
    };
  }

  /** What an address is compared with, as the engine takes it (assets/engine/comparison.mjs); null for nothing that can be told here. */
  function versusOf(text) {
    if (["week", "year", "neighbours"].includes(text)) return { text: text, kind: text, areas: null, days: [] };
    const written = text.split(",");
    const days = written.filter(isDay);
    const named = written.slice(0, written.length - days.length).join(",");
    const { CITY, areas: codesOf } = window.decor.state;
    const codes = named.startsWith(CITY + ".") || named === CITY ? named.split(",") : named && codesOf("?set=" + named);
    const level = (code) => areas[window.decor.map.levelOf(code)];
    const known = !named || (codes.length && codes.every((code) => level(code) && level(code).index.has(code)));
    const sorted = days.length < 3 && days.every((day, n) => n === 0 || days[n - 1] <= day);
    if (!text || !known || !sorted || (!named && !days.length)) return null;
    return { text: text, kind: "", areas: named ? codes.filter((code) => code !== CITY) : null, days: days };
  }

  const shown = (id) => window.decor.draw.shown(id);

  /** What makes a part of the page: { parts, figures } of it; null where it is not drawn here. */
  const MAKERS = {
    sentence: (page) => ({ parts: { sentence: modules.page.sentence(page) } }),
    tiles: (page) => {
      const before = { body: shown("tiles-body"), caption: shown("tiles-caption") };
      if (!before.body || !before.caption) return null;
      const made = modules.page.tiles(page, before);
      return { parts: { "tiles-body": made.body, "tiles-caption": made.caption } };
    },
    trend: (page) => {
      if (!chart || page.theme !== chart.theme || page.theme !== theme()) return null;
      const { figure } = chart;
      const view = modules.trend.view(page);
      if (!modules.trend.sameDays(view, figure.layout)) return null;
      return { parts: { "trend-head": [...view.head, modules.trend.summary(page, view)] }, figures: { [GRAPH]: modules.trend.figure(page, view, figure.layout) } };
    },
    ranking: (page) => {
      const made = modules.page.ranking(page, window.decor.state.naming);
      return { parts: { "ranking-head": made.head, "ranking-body": made.body } };
    },
    "map-head": (page) => (page.layer ? null : { parts: modules.page.mapHead(page) }),
    map: (page) => {
      const legend = page.layer ? null : shown("map-legend");
      return legend && { parts: { "map-legend": modules.page.legend(page, legend) } };
    },
    // Over the map nothing is drawn, and nothing is taken away.
    "map-view": (page) => (page.view || (shown("map-view") || [1]).length ? null : { parts: {} }),
  };

  /** Parts of a page that can be made here, by name, and the day that they are of. `notes`: those that people left; null where
   *  the server alone knows them. */
  function made(search, names, notes) {
    const page = pageOf(search);
    if (!page) return null;
    page.notes = notes;
    page.view = window.decor.state.parse(search).view || "";
    const parts = {};
    names.filter((name) => MAKERS[name]).forEach((name) => {
      try {
        const part = MAKERS[name](page);
        if (part) parts[name] = part;
      } catch (error) {
        if (!(error instanceof modules.page.Missing)) console.error(error); // either way the server draws it
      }
    });
    return { parts: parts, day: modules.page.figureOf(page, page.chosen).day, page: page };
  }

  /** Whether an address asks for no more than what can be made here. */
  function able(search) {
    const painted = window.decor.map.painted();
    const fresh = speaker && areas && areas.files === filesNow() && painted && speaker.lang === painted.lang;
    return Boolean(fresh && !painted.own && painted.days && plain(search, painted));
  }

  /** Parts of what was made that the server draws more of: a usual range, notes; what stands below, of another indicator. */
  function unfinished(answer, other) {
    return Object.keys(answer.parts).filter((name) => other || (name === "trend" && (!answer.page.notes || modules.trend.ranged(answer.page))));
  }

  /** Parameters of the address that differ between two of them, by parts of the selection. */
  function differ(part, before, after) {
    return (PARAMETERS[part] || [part]).some((name) => (before[name] || "") !== (after[name] || ""));
  }

  /** Columns of areas in the blocks of a level; null until names have come. */
  function columns(codes, level) {
    return areas && modules.page ? modules.page.columnsOf({ areas: areas }, codes, level) : null;
  }

  /** Whether what it takes has come. */
  const ready = () => Boolean(speaker && areas && modules.scales);

  return { ready, able, columns, charted, prepare, made, unfinished, differ };
})();
