"use strict";
/* Panels and their answers. What is painted is known here and nowhere else; one question is under way at a time, the
   newest address wins, and an answer for another address is dropped. */
window.decor = window.decor || {};

window.decor.questions = (function () {
  const PATIENCE_MS = 6000;
  const LONGEST_MS = 60000;

  /** Nothing is painted and nothing was asked. */
  function start() {
    return { n: 0, painted: {}, waiting: null, changed: false, tries: 0 };
  }

  function same(a, b) {
    return a.path === b.path && a.search === b.search;
  }

  /** A question about an address, as the server gets it; it tells what is painted. */
  function ask(state, here, now) {
    const n = state.n + 1;
    const waiting = { n: n, path: here.path, search: here.search, since: now };
    const question = { n: n, path: here.path, search: here.search, painted: Object.assign({}, state.painted) };
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
    return Object.assign({}, state, { n: 1, painted: Object.assign({}, answer.keys) });
  }

  /** The page's panels were put up anew: nothing of them is painted, and no answer to others is awaited. */
  function reset(state, here, now) {
    return ask(Object.assign({}, state, { painted: {}, tries: 0 }), here, now);
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
    answer.drawn.forEach((name) => { painted[name] = answer.keys[name]; });
    const shown = Object.assign(free, { painted: painted });
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

  return { start, first, change, reset, answered, overdue, same, PATIENCE_MS };
})();

window.decor.panels = (function () {
  const MOUNT_MS = 5000;
  let state = window.decor.questions.start();

  function here() {
    return { path: window.location.pathname, search: window.location.search };
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
    const move = triggered.some((name) => name.startsWith("page.")) ? "reset" : "change";
    const [next, question] = window.decor.questions[move](state, here(), performance.now());
    state = next;
    return question || window.dash_clientside.no_update;
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
    panels.forEach((panel) => Object.entries(panel.figures || {}).forEach(([graph, figure]) => {
      if (document.getElementById(graph)) window.dash_clientside.set_props(graph, { figure: figure });
    }));
    window.decor.draw.into(Object.assign({}, ...panels.map((panel) => panel.parts)));
    if (window.decor.views) window.decor.views.fill(about.files);
    if (!map) painted();
    window.decor.frame.paintedDay(about.search ?? here().search, about.day);
    if (window.decor.brush) window.requestAnimationFrame(window.decor.brush.follow);
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
    state = Object.assign({}, state, { painted: Object.assign({}, state.painted) });
    delete state.painted[name];
  }

  window.setInterval(() => {
    const [next, question] = window.decor.questions.overdue(state, here(), performance.now());
    state = next;
    put(question);
  }, 1000);

  return { changed, arrived, painted, forget, state: () => state };
})();
