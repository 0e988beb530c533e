"use strict";
/* Panels and their answers. Of which address each part is, is known here; what the page can it paints by itself, one question
   for the rest is under way at a time, the newest address wins, and an answer for another address is dropped. */
window.decor = window.decor || {};

window.decor.questions = (function () {
  const PATIENCE_MS = 6000;
  const LONGEST_MS = 60000;

  /** Nothing is painted and nothing was asked. `of`: for which address each part was painted; `own`: what the page has
   *  painted by itself for an address; `half`: parts that the server has to draw, whatever the address; `news`: whether
   *  something beside the address is to be asked about. */
  function start() {
    return { n: 0, painted: {}, of: {}, own: null, half: [], news: false, waiting: null, changed: false, tries: 0 };
  }

  function same(a, b) {
    return a.path === b.path && a.search === b.search;
  }

  /** A question about an address, as the server gets it; it tells what is painted. */
  function ask(state, here, now) {
    const n = state.n + 1;
    const waiting = { n: n, path: here.path, search: here.search, since: now };
    const question = { n: n, path: here.path, search: here.search, painted: Object.assign({}, state.painted) };
    if (state.own && same(state.own, here)) Object.assign(question, { have: state.own.names, version: state.own.version });
    return [Object.assign({}, state, { n: n, waiting: waiting, changed: false }), question];
  }

  /** Something changed: asked at once, or after the answer that is awaited. */
  function change(state, here, now) {
    // Where the answer is already overdue a new choice does not wait for it.
    const given = !state.waiting || (state.tries > 0 && !same(state.waiting, here));
    if (!given) return [Object.assign({}, state, { changed: true }), null];
    return ask(Object.assign({}, state, { tries: 0 }), here, now);
  }

  /** What came with the page: all of it is painted when it is for this address and nothing was asked yet; else null. */
  function first(state, answer, here) {
    if (state.n > 0 || !answer || !same(answer, here)) return null;
    return Object.assign({}, state, { n: 1, painted: Object.assign({}, answer.keys), of: of(answer.keys, here) });
  }

  /** All parts are of an address. */
  function of(keys, here) {
    return Object.fromEntries(Object.keys(keys).map((name) => [name, here.search]));
  }

  /** The page has painted some parts for its address by itself, from data of a version; what the server drew there before is
   *  gone. Of those that are unfinished the server draws more. */
  function made(state, here, names, unfinished, version) {
    const before = state.own && same(state.own, here) ? state.own.names : [];
    const whole = [...new Set([...before, ...names])].filter((name) => !unfinished.includes(name));
    const half = [...new Set([...state.half.filter((name) => !names.includes(name)), ...unfinished])];
    const painted = Object.assign({}, state.painted);
    names.forEach((name) => { delete painted[name]; });
    const now = Object.assign({}, state.of, Object.fromEntries(names.map((name) => [name, here.search])));
    const own = { path: here.path, search: here.search, names: whole, version: version };
    return Object.assign({}, state, { own: own, half: half, painted: painted, of: now });
  }

  /** Whether every part is of the address, as far as it depends on it; nothing is waited for then. `differs`: whether a part
   *  depends on what is different between two addresses. */
  function settled(state, here, differs) {
    const names = Object.keys(state.of);
    const free = !state.changed && !state.news && !state.half.length;
    return names.length > 0 && free && names.every((name) => !differs(name, state.of[name], here.search));
  }

  /** Something beside the address is new: what the page painted by itself is of older data. */
  function told(state) {
    return Object.assign({}, state, { own: null, news: true });
  }

  /** Something else was painted over a part: the server draws it again. */
  function forgotten(state, name) {
    const painted = Object.assign({}, state.painted);
    delete painted[name];
    const half = state.half.includes(name) ? state.half : [...state.half, name];
    const own = state.own && Object.assign({}, state.own, { names: state.own.names.filter((each) => each !== name) });
    return Object.assign({}, state, { painted: painted, half: half, own: own });
  }

  /** Nothing more is to be asked: what is still on its way is for an address that was left. */
  function rest(state) {
    return Object.assign({}, state, { waiting: null, changed: false, tries: 0 });
  }

  /** The page's panels were put up anew: nothing of them is painted, and no answer to others is awaited. */
  function reset(state, here, now) {
    return ask(Object.assign({}, state, { painted: {}, of: {}, own: null, half: [], tries: 0 }), here, now);
  }

  /**
   * An answer came: whether it is to be shown, and what is to be asked next.
   * It bears the number of its question, the keys of all panels, and the names of those that it draws.
   */
  function answered(state, answer, here, now) {
    if (!state.waiting || answer.n !== state.waiting.n) return [state, false, null];
    const free = Object.assign({}, state, { waiting: null, tries: 0 });
    if (!same(state.waiting, here)) {
      const [next, question] = ask(free, here, now);
      return [next, false, question];
    }
    const painted = Object.assign({}, state.painted);
    [...answer.drawn, ...(answer.kept || [])].forEach((name) => { painted[name] = answer.keys[name]; });
    const shown = Object.assign(free, { painted: painted, own: null, half: [], news: false, of: of(answer.keys, here) });
    const missing = Object.keys(answer.keys).some((name) => painted[name] !== answer.keys[name]);
    if (!missing && !state.changed) return [shown, true, null];
    const [next, question] = ask(shown, here, now);
    return [next, true, question];
  }

  /** No answer for too long (it was lost, or the server is gone): asked again, each time more patiently. */
  function overdue(state, here, now) {
    const patience = Math.min(PATIENCE_MS * Math.pow(2, state.tries), LONGEST_MS);
    if (!state.waiting || now - state.waiting.since < patience) return [state, null];
    return ask(Object.assign({}, state, { tries: state.tries + 1 }), here, now);
  }

  return { start, first, change, reset, answered, overdue, made, told, forgotten, settled, rest, same, PATIENCE_MS };
})();

window.decor.panels = (function () {
  const MOUNT_MS = 5000;
  const REST_MS = 200;
  const SOONEST = ["trend", "tiles"];
  let state = window.decor.questions.start();
  let notes = null;
  let resting = 0;

  function here() {
    return { path: window.location.pathname, search: window.decor.state.current() };
  }

  function put(question) {
    if (question) window.dash_clientside.set_props("ask", { data: question });
  }

  /** The address, the page's panels or the pulse changed. */
  function changed(triggered) {
    const first = window.decor.first && window.decor.first.answer;
    const begun = window.decor.questions.first(state, first, here());
    if (begun) {
      state = begun;
      ready(first, performance.now(), () => show(first, first.panels));
      return window.dash_clientside.no_update;
    }
    const moved = triggered.length > 0 && triggered.every((name) => name.startsWith("location."));
    window.clearTimeout(resting);
    resting = 0;
    if (moved) {
      const painted = paintedHere();
      if (painted === "all") return window.dash_clientside.no_update;
      if (painted === "some") {
        // What is left is asked for when the hand rests: who steps through days passes by most of them.
        resting = window.setTimeout(askOn, REST_MS);
        return window.dash_clientside.no_update;
      }
    }
    if (!moved) state = window.decor.questions.told(state);
    const move = triggered.some((name) => name.startsWith("page.")) ? "reset" : "change";
    const [next, question] = window.decor.questions[move](state, here(), performance.now());
    state = next;
    return question || window.dash_clientside.no_update;
  }

  /** The page is back at the address that Dash knows: what was painted on the way is painted as it was, the rest asked for. */
  function returned() {
    if (resting || paintedHere() === "all") return;
    resting = window.setTimeout(askOn, REST_MS);
  }

  /** Ask for what the page could not paint by itself. */
  function askOn() {
    resting = 0;
    const [next, question] = window.decor.questions.change(state, here(), performance.now());
    state = next;
    put(question);
  }

  /** Paint what can be painted from what is in the browser, or some parts of it: "all" that is to be painted, "some" or "". */
  function paintedHere(only) {
    const page = document.querySelector("#page > .page");
    const answers = window.decor.answers;
    if (!page || !page.dataset.depends || !answers || !answers.ready()) return "";
    const depends = JSON.parse(page.dataset.depends);
    const { parse } = window.decor.state;
    const differs = (name, before, after, parts) => (depends[name] || [])
      .some((part) => (!parts || parts.includes(part)) && answers.differ(part, parse(before), parse(after)));
    const stale = Object.keys(state.of).filter((name) => differs(name, state.of[name], here().search) && (!only || only.includes(name)));
    const answer = stale.length ? answers.made(here().search, stale, notes) : { parts: {} };
    if (!answer) return "";
    if (stale.length) drawOwn(answer);
    const other = stale.some((name) => differs(name, state.of[name], here().search, ["indicator"]));
    const { version } = window.decor.map.painted() || {};
    state = window.decor.questions.made(state, here(), Object.keys(answer.parts), stale.length ? answers.unfinished(answer, other) : [], version);
    if (!window.decor.questions.settled(state, here(), differs)) return Object.keys(answer.parts).length ? "some" : "";
    state = window.decor.questions.rest(state);
    return "all";
  }

  /** Paint an address that the hand has just chosen before Dash is told of it: of another day or figure the map first, of other areas
   *  what says most of them, the rest with Dash's next call. False where the server has to be asked. */
  function ahead(search) {
    const { answers, engine, frame, map, state: address } = window.decor;
    const page = document.querySelector("#page > .page");
    if (!answers || !answers.ready() || !page) return false;
    const [before, after] = [window.location.search, search].map(address.parse);
    const recoloured = ["date", "indicator", "scale"].some((part) => answers.differ(part, before, after));
    try {
      if (recoloured) engine.follow(search, frame.ownDay(search));
      if (!answers.able(search)) return false;
      if (!recoloured) paintedHere(SOONEST);
      map.outline(search);
    } catch (error) {
      console.error(error); // the server answers, as before
      return false;
    }
    return true;
  }

  /** Draw what the page has made by itself. */
  function drawOwn(answer) {
    const made = Object.values(answer.parts);
    // A run that was drawn before is over; what stood before it is not to be had back.
    if (!window.decor.brush.drawing()) window.decor.moving.answered(null, false);
    // Charts first: they ask for sizes, and would have the browser lay out whatever was painted before.
    made.forEach((part) => charts(part.figures, true));
    if (answer.parts.map) window.decor.engine.follow(here().search, answer.day);
    window.decor.draw.into(Object.assign({}, ...made.map((part) => part.parts)));
    if (answer.parts.sentence) speak();
    window.decor.frame.paintedDay(here().search, answer.day);
    window.requestAnimationFrame(window.decor.brush.follow);
    window.decor.labels.follow();
    window.decor.engine.prepare();
  }

  /** The sentence to who hears the page; what it came with is read with the page itself. */
  function speak() {
    const words = document.getElementById("sentence");
    if (words && state.n > 1) window.decor.notices.speak(words.textContent);
  }

  function charts(figures, own) {
    Object.entries(figures || {}).forEach(([graph, figure]) => {
      window.decor.answers.charted(graph, figure);
      const plot = own && document.querySelector("#" + graph + " .js-plotly-plot");
      // What the page makes itself is for Plotly alone; Dash has the server's figures.
      if (plot && window.Plotly.react) drawn(plot, figure);
      else if (document.getElementById(graph)) window.dash_clientside.set_props(graph, { figure: figure });
    });
  }

  /** A chart in the size that it has: asked to find it, Plotly has the browser lay out the whole page. What it is told is
   *  taken away again, or it would no longer follow its panel. */
  function drawn(plot, figure) {
    const { width, height } = plot._fullLayout || {};
    const size = width && height ? { width: width, height: height, autosize: false } : {};
    window.Plotly.react(plot, figure.data, Object.assign({}, figure.layout, size));
    Object.keys(size).forEach((name) => delete plot.layout[name]);
  }

  /** What the page on the screen is: its subject and language. */
  function mounted() {
    const page = document.querySelector("#page > .page");
    return page ? page.dataset.page : "";
  }

  /** Wait until the panels of an answer's page are there; what is for an address that was left is not waited for.
   *  The answer that came with the page has no number, and says itself what it is for. */
  function ready(answer, since, then) {
    const asked = answer.n ? state.waiting : answer;
    const left = !asked || !window.decor.questions.same(asked, here());
    if (left || mounted() === answer.page || performance.now() - since > MOUNT_MS) then();
    else window.requestAnimationFrame(() => ready(answer, since, then));
  }

  /** What the server answered: the map first, then the charts, then heads, rows and feet; and which day it is of. */
  function show(about, panels) {
    const map = panels.find((panel) => panel.values);
    if (window.decor.moving) window.decor.moving.answered(map && map.values, window.decor.brush.drawing());
    if (map) window.decor.map.paint(map.values, about.files);
    if ("notes" in about) notes = about.notes;
    panels.forEach((panel) => charts(panel.figures));
    window.decor.draw.into(Object.assign({}, ...panels.map((panel) => panel.parts)));
    if (panels.some((panel) => panel.parts && panel.parts.sentence)) speak();
    if (window.decor.views) window.decor.views.fill(about.files);
    if (!map) painted();
    window.decor.frame.paintedDay(about.search ?? here().search, about.day);
    if (window.decor.brush) window.requestAnimationFrame(window.decor.brush.answered);
    if (window.decor.labels) window.decor.labels.follow();
    if (window.decor.engine && !map) window.decor.engine.prepare();
  }

  /** The page is painted: the first picture goes, the charts' script may come. */
  function painted() {
    if (window.decor.first) window.decor.first.away();
    window.decor.charts.painted();
  }

  /** An answer, and the stores of the page's parts: those that it does not name hold older things. */
  function arrived(about, stores) {
    if (!about) return;
    const panels = stores.filter((panel) => panel && about.drawn.includes(panel.panel));
    ready(about, performance.now(), () => {
      const before = state.painted;
      const [next, shown, question] = window.decor.questions.answered(state, about, here(), performance.now());
      state = next;
      if (shown) show(about, panels);
      // Data that came while somebody looks on are told; what the page came with is no news.
      const news = shown && before.news && panels.find((panel) => panel.news);
      if (news) window.decor.notices.say(news.news);
      put(question);
    });
  }

  /** Something else was painted over what an answer drew. */
  function forget(name) {
    state = window.decor.questions.forgotten(state, name);
  }

  window.setInterval(() => {
    const [next, question] = window.decor.questions.overdue(state, here(), performance.now());
    state = next;
    put(question);
  }, 1000);

  return { changed, arrived, ahead, returned, painted, speak, forget, state: () => Object.assign({ resting: resting > 0 }, state) };
})();
