"use strict";
const test = require("node:test");
const assert = require("node:assert");
const { page, plain } = require("./browser.js");

const brush = () => page(["js/state.js", "js/brush.js"]).decor.brush;

test("a press takes hold of an end, of the run, or of nothing", () => {
  const { grip } = brush();
  assert.strictEqual(grip(50, null), "new");
  assert.deepStrictEqual([90, 100, 106, 150, 195, 207, 215].map((x) => grip(x, [100, 200])), ["new", "first", "first", "move", "last", "last", "new"]);
  assert.deepStrictEqual([40, 50, 57, 58].map((x) => grip(x, null, 50)), ["new", "day", "day", "new"], "without a run the line of the day");
  assert.strictEqual(grip(50, [100, 200], 50), "new");
  assert.strictEqual(grip(101, [100, 104]), "last", "of a run of one day the last end is taken");
});

test("a drag draws, moves and widens a run inside the data", () => {
  const { dragged } = brush();
  const bounds = [10, 40];
  const cases = [
    ["new", 20, 25, null, [20, 25]], ["new", 25, 20, null, [20, 25]], ["new", 20, 99, null, [20, 40]], ["new", 2, 5, null, [10, 10]],
    ["move", 22, 27, [20, 25], [25, 30]], ["move", 22, 99, [20, 25], [35, 40]], ["move", 22, 1, [20, 25], [10, 15]],
    ["first", 20, 23, [20, 25], [23, 25]], ["first", 20, 30, [20, 25], [25, 30]], ["last", 25, 22, [20, 25], [20, 22]], ["last", 25, 12, [20, 25], [12, 20]],
  ];
  cases.forEach(([what, from, to, run, wanted]) => assert.deepStrictEqual(plain(dragged(what, from, to, run, bounds)), wanted, what + from + to));
});

test("arrow keys move a run, and with shift make it longer or shorter", () => {
  const { keyed } = brush();
  const bounds = [10, 40];
  assert.deepStrictEqual(plain(keyed("ArrowLeft", false, [20, 25], bounds)), [19, 24]);
  assert.deepStrictEqual(plain(keyed("ArrowRight", false, [36, 40], bounds)), [36, 40]);
  assert.deepStrictEqual(plain(keyed("ArrowRight", true, [20, 25], bounds)), [20, 26]);
  assert.deepStrictEqual(plain(keyed("ArrowLeft", true, [20, 20], bounds)), [20, 20], "not shorter than a day");
  assert.strictEqual(keyed("a", false, [20, 25], bounds), null);
});

test("an address names a run of days only with two days in their order", () => {
  const { state } = page(["js/state.js"]).decor;
  assert.deepStrictEqual(plain(state.span("?span=2022-01-05,2022-01-20")), ["2022-01-05", "2022-01-20"]);
  ["", "?span=", "?span=2022-01-05", "?span=2022-01-20,2022-01-05", "?span=a,b", "?date=2022-01-05"].forEach((search) => assert.strictEqual(state.span(search), null, search));
  assert.strictEqual(state.length(["2022-01-05", "2022-02-03"]), 30);
  assert.strictEqual(state.length(null), 0);
});

test("a ranking puts what needs attention first", () => {
  const { moving } = page(["js/state.js", "js/map.js", "js/moving.js"]).decor;
  const areas = [["32.76.01.1", 3], ["32.76.01.2", null], ["32.76.02.1", 9], ["32.76.01.3", 5]].map(([code, value]) => ({ code, value }));
  const codes = (...given) => plain(moving.ranked(...given)).map((area) => area.code);
  assert.deepStrictEqual(codes(areas, [], false), ["32.76.02.1", "32.76.01.3", "32.76.01.1", "32.76.01.2"]);
  assert.deepStrictEqual(codes(areas, ["32.76.01"], true), ["32.76.01.1", "32.76.01.3", "32.76.01.2"]);
});
