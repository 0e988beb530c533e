"use strict";
const test = require("node:test");
const assert = require("node:assert");
const { page, plain } = require("./browser.js");

const q = page(["js/panels.js"]).decor.questions;

/** A server that draws every panel whose key the browser does not have. */
function server(question) {
  const keys = { map: "map " + question.path, trend: "trend " + question.path + question.search };
  const drawn = Object.keys(keys).filter((name) => question.painted[name] !== keys[name]);
  return { n: question.n, keys: keys, drawn: drawn };
}

function at(search, path) {
  return { path: path || "/ruang/", search: search };
}

test("a change while an answer is awaited is asked after it, once, with the newest address", () => {
  let [state, first] = q.change(q.start(), at(""), 0);
  let question;
  for (let n = 0; n < 50; n += 1) [state, question] = q.change(state, at("?date=" + n), n);
  assert.strictEqual(question, null);
  const [next, shown, second] = q.answered(state, server(first), at("?date=49"), 60);
  assert.strictEqual(shown, false);
  assert.strictEqual(second.search, "?date=49");
  const [last, painted, third] = q.answered(next, server(second), at("?date=49"), 70);
  assert.ok(painted);
  assert.strictEqual(third, null);
  assert.strictEqual(last.painted.trend, "trend /ruang/?date=49");
});

test("an answer to an older question is dropped", () => {
  const [asked, first] = q.change(q.start(), at(""), 0);
  const [again, second] = q.overdue(asked, at(""), q.PATIENCE_MS + 1);
  assert.ok(second.n > first.n);
  const [same, shown, third] = q.answered(again, server(first), at(""), 7000);
  assert.strictEqual(shown, false);
  assert.strictEqual(third, null);
  assert.strictEqual(same, again);
});

test("panels that are put up anew are asked for whole at once; what was awaited for the others is dropped", () => {
  let [state, question] = q.change(q.start(), at(""), 0);
  [state, , question] = q.answered(state, server(question), at(""), 1);
  assert.strictEqual(question, null);
  [state, question] = q.change(state, at("?area=32.76.06"), 2);
  let more;
  [state, more] = q.reset(state, at("?area=32.76.06"), 3);
  assert.deepStrictEqual(plain(more.painted), {});
  const late = server(question);
  assert.deepStrictEqual(plain(late.drawn), ["trend"]);
  const [next, shown] = q.answered(state, late, at("?area=32.76.06"), 4);
  assert.strictEqual(shown, false);
  const [painted, , end] = q.answered(next, server(more), at("?area=32.76.06"), 5);
  assert.deepStrictEqual(Object.keys(plain(painted.painted)), ["map", "trend"]);
  assert.strictEqual(end, null);
});

test("an answer that does not come is asked for again, each time more patiently, at most once a minute", () => {
  let [state] = q.change(q.start(), at(""), 0);
  let now = 0;
  const waits = [];
  for (let n = 0; n < 8; n += 1) {
    let question = null;
    const from = now;
    while (!question) {
      now += 1000;
      [state, question] = q.overdue(state, at(""), now);
    }
    waits.push(now - from);
  }
  assert.deepStrictEqual(waits, [6000, 12000, 24000, 48000, 60000, 60000, 60000, 60000]);
});

test("whatever comes in whatever order, what is painted in the end is the address", () => {
  // A small generator, so that a failure can be repeated: seeds are named.
  for (let seed = 1; seed <= 300; seed += 1) {
    let random = seed;
    const next = (below) => {
      random = (random * 1103515245 + 12345) % 2147483648;
      return random % below;
    };
    let here = at("");
    const under_way = [];
    let now = 0;
    let [state, question] = q.change(q.start(), here, now);
    let screen = {};
    const put = (found) => { if (found) under_way.push(found); };
    const take = (answer) => {
      const [after, shown, more] = q.answered(state, answer, here, now);
      if (shown) answer.drawn.forEach((name) => { screen[name] = answer.keys[name]; });
      state = after;
      put(more);
    };
    put(question);
    for (let turn = 0; turn < 40; turn += 1) {
      now += next(2000);
      const what = next(5);
      if (what < 2) {
        here = at("?date=" + next(6), next(4) ? here.path : ["/ruang/", "/ruang/covid"][next(2)]);
        [state, question] = q.change(state, here, now);
        put(question);
      } else if (what === 2 && next(4) === 0) {
        screen = {};
        [state, question] = q.reset(state, here, now);
        put(question);
      } else if (under_way.length) {
        const one = under_way.splice(next(under_way.length), 1)[0];
        if (next(8)) take(server(one));
      }
      [state, question] = q.overdue(state, here, now);
      put(question);
    }
    // The server answers everything now, and what was lost is asked again.
    for (let rest = 0; rest < 60; rest += 1) {
      now += 61000;
      while (under_way.length) take(server(under_way.shift()));
      [state, question] = q.overdue(state, here, now);
      put(question);
    }
    assert.strictEqual(state.waiting, null, "seed " + seed);
    assert.deepStrictEqual(plain(screen), server({ n: 0, path: here.path, search: here.search, painted: {} }).keys, "seed " + seed);
  }
});

test("a new choice does not wait for an answer that is overdue already, and patience begins anew", () => {
  let [state] = q.change(q.start(), at(""), 0);
  let question;
  [state, question] = q.change(state, at("?area=a"), 100);
  assert.strictEqual(question, null);
  [state, question] = q.overdue(state, at("?area=a"), 7000);
  assert.ok(question);
  [state, question] = q.change(state, at("?area=b"), 7100);
  assert.strictEqual(question.search, "?area=b");
  assert.strictEqual(state.tries, 0);
  assert.strictEqual(q.overdue(state, at("?area=b"), 7100 + q.PATIENCE_MS - 1)[1], null);
});

test("what came with the page is painted for its own address, once, before anything was asked", () => {
  const answer = Object.assign(server({ n: 0, path: "/ruang/", search: "", painted: {} }), at(""));
  const begun = q.first(q.start(), answer, at(""));
  assert.deepStrictEqual(plain(begun.painted), plain(answer.keys));
  assert.strictEqual(q.first(begun, answer, at("")), null);
  assert.strictEqual(q.first(q.start(), answer, at("?level=kota")), null);
  assert.strictEqual(q.first(q.start(), answer, at("", "/ruang/covid")), null);
  assert.strictEqual(q.first(q.start(), null, at("")), null);
  const [, question] = q.change(begun, at("?level=kota"), 1);
  assert.deepStrictEqual([question.n, plain(question.painted)], [2, plain(answer.keys)]);
});

const DEPENDS = { map: ["date"], trend: ["area", "date"], tiles: ["area", "date"], stage: ["date"] };
const parsed = (search) => Object.fromEntries(new URLSearchParams(search));
const differs = (name, before, after) => DEPENDS[name].some((part) => parsed(before)[part] !== parsed(after)[part]);

/** A page that is painted by the server for an address. */
function painted(search) {
  const keys = Object.fromEntries(Object.keys(DEPENDS).map((name) => [name, name + search]));
  const [asked, question] = q.change(q.start(), at(search), 0);
  return q.answered(asked, { n: question.n, keys: keys, drawn: Object.keys(keys) }, at(search), 1)[0];
}

test("where the page has painted every part that differs nothing is asked", () => {
  const state = q.made(painted(""), at("?area=1"), ["trend", "tiles"], [], "v1");
  assert.ok(q.settled(state, at("?area=1"), differs));
  assert.ok(!q.settled(state, at("?area=1&date=2"), differs), "another day is not painted");
  const [, question] = q.change(state, at("?area=1"), 2);
  assert.deepStrictEqual([plain(question.have), question.version], [["trend", "tiles"], "v1"]);
  assert.deepStrictEqual(Object.keys(plain(question.painted)), ["map", "stage"]);
});

test("what is unfinished is the server's to draw, also when one has gone back before it answered", () => {
  const state = q.made(painted(""), at("?area=1"), ["trend", "tiles"], ["trend"], "v1");
  assert.ok(!q.settled(state, at("?area=1"), differs));
  const back = q.made(state, at(""), ["tiles"], [], "v1");
  assert.ok(!q.settled(back, at(""), differs), "the chart is still the area's");
  const [asked, question] = q.change(back, at(""), 2);
  assert.deepStrictEqual(plain(question.have), ["tiles"]);
  const keys = { map: "map", trend: "trend", tiles: "tiles", stage: "stage" };
  const [done, shown] = q.answered(asked, { n: question.n, keys: keys, drawn: ["trend"], kept: ["tiles"] }, at(""), 3);
  assert.ok(shown && q.settled(Object.assign({}, done, { changed: false }), at(""), differs));
});

test("what somebody has painted over is not settled until the server or the page draws it", () => {
  const state = q.forgotten(painted(""), "trend");
  assert.ok(!q.settled(state, at(""), differs));
  assert.ok(q.settled(q.made(state, at(""), ["trend"], [], "v1"), at(""), differs));
});

test("where something is new nothing that the page has painted is kept, and the question is not dropped", () => {
  const own = q.made(painted(""), at("?area=1"), ["trend", "tiles"], [], "v1");
  const [asked, question] = q.change(q.told(own), at("?area=1"), 2);
  assert.strictEqual(question.have, undefined);
  const chosen = q.made(asked, at("?area=2"), ["trend", "tiles"], [], "v1");
  assert.ok(!q.settled(chosen, at("?area=2"), differs), "the news are still to be had");
});
