"use strict";
/* A page as small as a script needs it: no layout, no network; what is asked of it is written down. */
const fs = require("node:fs");
const path = require("node:path");
const vm = require("node:vm");

const ROOT = path.join(__dirname, "..", "..", "assets");

/** An element that holds attributes, classes and children. */
function element(tag) {
  const made = {
    tagName: tag.toUpperCase(), children: [], attributes: {}, dataset: {}, style: { setProperty() {} }, textContent: "",
    classList: { add() {}, remove() {}, contains: () => false },
    get firstChild() { return made.children[0] || null; },
    get firstElementChild() { return made.children[0] || null; },
    setAttribute(name, value) { made.attributes[name] = String(value); },
    getAttribute: (name) => (name in made.attributes ? made.attributes[name] : null),
    removeAttribute(name) { delete made.attributes[name]; },
    appendChild(child) { made.children.push(child); return child; },
    append(...more) { made.children.push(...more); },
    replaceChildren(...more) { made.children = more; },
    addEventListener() {}, querySelector: () => null, querySelectorAll: () => [],
  };
  return made;
}

/**
 * A window with scripts loaded into it, in their order.
 * `told` lists what was given to Dash: [id, properties]; `clock.now` is what performance.now() says.
 */
function page(files, options) {
  const chosen = Object.assign({ pathname: "/ruang/", search: "", ids: {} }, options);
  const told = [];
  const clock = { now: 0 };
  const ids = Object.assign({}, chosen.ids);
  const body = ids.body || element("body");
  const document = {
    body: body, head: element("head"), documentElement: element("html"), activeElement: null, hidden: false, title: "",
    getElementById: (id) => ids[id] || null,
    createElement: element, createElementNS: (_space, tag) => element(tag),
    createTextNode: (text) => ({ text: String(text) }),
    querySelector: (selector) =>
      selector === 'meta[name="address"]' ? { content: JSON.stringify(vectors("address")) } : chosen.find ? chosen.find(selector) : null,
    querySelectorAll: () => [], addEventListener() {},
  };
  const location = { pathname: chosen.pathname, search: chosen.search, href: "http://room" + chosen.pathname };
  const KEEP = Symbol("no update");
  const timers = [];
  const window = {
    decor: {}, document: document, location: location, told: told, clock: clock, timers: timers, ids: ids,
    dash_clientside: {
      no_update: KEEP, callback_context: { triggered: [], triggered_id: null },
      set_props: (id, props) => told.push([id, props]),
    },
    performance: { now: () => clock.now }, URLSearchParams: URLSearchParams, Intl: Intl,
    setTimeout: (run, ms) => timers.push({ run: run, ms: ms }), clearTimeout() {},
    setInterval: (run, ms) => timers.push({ run: run, ms: ms, every: true }), clearInterval() {},
    requestAnimationFrame: (run) => timers.push({ run: run, ms: 0 }),
    MutationObserver: class { observe() {} },
    addEventListener() {}, matchMedia: () => ({ matches: false }), fetch: () => new Promise(() => {}),
    screen: { width: 1920, height: 1080 }, innerWidth: 1920, innerHeight: 1080, devicePixelRatio: 1,
    navigator: {}, AbortController: AbortController, console: console,
  };
  window.window = window;
  const context = vm.createContext(window);
  files.forEach((file) => vm.runInContext(fs.readFileSync(path.join(ROOT, file), "utf8"), context, { filename: file }));
  return window;
}

/** Vectors that Python wrote and checks, too (tests/unit/test_vectors.py). */
function vectors(name) {
  return JSON.parse(fs.readFileSync(path.join(__dirname, "..", "vectors", name + ".json"), "utf8"));
}

/** Values that came out of the page's own realm, as plain ones of this. */
function plain(value) {
  return JSON.parse(JSON.stringify(value));
}

module.exports = { page, element, vectors, plain };
