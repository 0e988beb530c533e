"use strict";
const test = require("node:test");
const assert = require("node:assert");
const { page, plain } = require("./browser.js");

const window = page(["js/state.js", "js/viewport.js", "js/keys.js"]);
const { next } = window.decor.viewport;
const { action, parent, extreme } = window.decor.keys;
const [CITY, BEJI, RW] = ["city", ["32.76.06"], ["32.76.06.1001.003"]];

test("what somebody looks at is not taken away by a choice, a new level or another size", () => {
  const own = next(CITY, "moved", []);
  assert.deepStrictEqual(plain(own), { view: "own", fit: false });
  ["chosen", "resized"].forEach((event) => {
    [[], BEJI, RW].forEach((codes) => assert.deepStrictEqual(plain(next("own", event, codes)), { view: "own", fit: false }, event));
  });
});

test("a chosen kecamatan is gone to while the map shows the city, and left with the selection", () => {
  assert.deepStrictEqual(plain(next(CITY, "chosen", BEJI)), { view: "selection", fit: true });
  assert.deepStrictEqual(plain(next("selection", "chosen", [])), { view: "city", fit: true });
  assert.deepStrictEqual(plain(next(CITY, "chosen", RW)), { view: "city", fit: false });
  assert.deepStrictEqual(plain(next("selection", "chosen", RW)), { view: "selection", fit: false });
  assert.deepStrictEqual(plain(next(CITY, "touched", BEJI)), { view: "city", fit: false }, "nothing moves under the hand");
});

test("the buttons move the map whatever it showed", () => {
  assert.deepStrictEqual(plain(next("own", "to-selection", RW)), { view: "selection", fit: true });
  assert.deepStrictEqual(plain(next("own", "to-selection", [])), { view: "city", fit: true });
  assert.deepStrictEqual(plain(next("own", "to-city", RW)), { view: "city", fit: true });
  assert.deepStrictEqual(plain(next("own", "new", [])), { view: "city", fit: true });
  assert.deepStrictEqual(plain(next("selection", "resized", BEJI)), { view: "selection", fit: true });
});

test("the area above is the one that all of a selection share", () => {
  assert.strictEqual(parent([]), null);
  assert.strictEqual(parent(RW), "32.76.06.1001");
  assert.strictEqual(parent(BEJI), "", "above a kecamatan is the city");
  assert.strictEqual(parent(["32.76.06.1001.003", "32.76.06.1002.001"]), "32.76.06");
  assert.strictEqual(parent(["32.76.06.1001.003", "32.76.02.1010.001"]), "");
});

test("keys lead to the highest and lowest value that is known, and nowhere without one", () => {
  const areas = [{ code: "a", value: null }, { code: "b", value: 3 }, { code: "c", value: 0 }, { code: "d", value: 3 }];
  assert.strictEqual(extreme(areas, true), "b");
  assert.strictEqual(extreme(areas, false), "c");
  assert.strictEqual(extreme([areas[0]], true), null);
  const here = { codes: () => RW, areas: () => areas };
  assert.deepStrictEqual(plain(action("m", here)), ["change", { area: "b" }]);
  assert.deepStrictEqual(plain(action("Backspace", here)), ["change", { area: "32.76.06.1001" }]);
  assert.deepStrictEqual(plain(action("u", here)), ["history", -1]);
  assert.deepStrictEqual(plain(action("U", here)), ["history", 1]);
  assert.strictEqual(action("x", here), null);
  assert.strictEqual(action("n", { codes: () => [], areas: () => [] }), null);
});

test("levels, the search, a day, the comparison and the next of the highest have keys of their own", () => {
  const areas = [{ code: "32.76.01", value: 3 }, { code: "32.76.02", value: 9 }, { code: "32.76.03", value: 5 }];
  const on = { codes: () => ["32.76.02"], areas: () => areas, higher: () => false };
  assert.deepStrictEqual(plain(action("3", on)), ["change", { level: "kelurahan" }]);
  assert.deepStrictEqual(["/", "[", "]", "p"].map((key) => plain(action(key, on))[0]), ["press", "press", "press", "press"]);
  assert.deepStrictEqual(["b", "v"].map((key) => plain(action(key, on))[0]), ["focus", "focus"]);
  assert.deepStrictEqual(plain(action("M", on)), ["add", "32.76.03"]);
  assert.deepStrictEqual(plain(action("N", on)), ["add", "32.76.01"]);
  assert.strictEqual(action("M", { codes: () => areas.map((area) => area.code), areas: () => areas }), null);
});
