"use strict";
const test = require("node:test");
const assert = require("node:assert");
const { page, plain, vectors } = require("./browser.js");

const decor = () => page(["js/pick.js", "js/sets.js", "js/state.js", "js/lasso.js", "js/keys.js"]).decor;

test("a set of areas is written and read as Python does it", () => {
  const { sets } = decor();
  vectors("sets").forEach((one) => {
    if (one.text) assert.deepStrictEqual(plain(sets.expanded(one.text)), one.codes, one.text.slice(0, 60));
    if (one.codes) assert.strictEqual(sets.compact(one.codes.slice().reverse()), one.text);
  });
});

test("sets are joined, cut and taken from one another", () => {
  const { sets } = decor();
  const how = (name) => plain(sets.combined(name, ["a", "b", "c"], ["c", "d"]));
  assert.deepStrictEqual(["set", "add", "less", "both"].map(how), [["c", "d"], ["a", "b", "c", "d"], ["a", "b"], ["c"]]);
});

test("keys say what is done with what is drawn, and go before the button", () => {
  const { lasso } = decor();
  const keys = (shiftKey, altKey) => lasso.meant({ shiftKey, altKey }, "add");
  assert.deepStrictEqual([keys(false, false), keys(true, false), keys(false, true), keys(true, true)], ["add", "add", "less", "both"]);
});

test("what is taken away from a kecamatan leaves the rest of it at the level that is painted", () => {
  const { lasso } = decor();
  const painted = ["32.76.01.1001", "32.76.01.1002", "32.76.02.1001"];
  assert.deepStrictEqual(plain(lasso.chosen(["32.76.01"], ["32.76.01.1002"], painted, "less")), ["32.76.01.1001"]);
  assert.deepStrictEqual(plain(lasso.chosen(["32.76.01"], ["32.76.01.1002", "32.76.02.1001"], painted, "both")), ["32.76.01.1002"]);
  assert.deepStrictEqual(plain(lasso.chosen(["32.76.01.1002"], ["32.76.01"], painted, "both")), ["32.76.01.1002"], "what is drawn may be of a level above");
  assert.deepStrictEqual(plain(lasso.chosen(["32.76.01"], ["32.76.01"], painted, "less")), []);
  assert.deepStrictEqual(plain(lasso.chosen(["32.76.01"], ["32.76.02.1001"], painted, "add")), ["32.76.01", "32.76.02.1001"]);
});

test("a place lies inside a ring or outside of it", () => {
  const { lasso, pick } = decor();
  const ring = lasso.corners({ x: 0, y: 0 }, { x: 10, y: 4 });
  assert.deepStrictEqual([[5, 2], [11, 2], [5, 5], [1, 1]].map(([x, y]) => pick.inside(ring, { x, y })), [true, false, false, true]);
});

test("a circle has a place in its middle and another on its edge, and says how wide it is", () => {
  const { lasso, pick } = decor();
  const ring = lasso.circle({ x: 50, y: 50 }, { x: 50, y: 60 });
  assert.deepStrictEqual([[50, 59], [58, 50], [50, 61], [58, 58]].map(([x, y]) => pick.inside(ring, { x, y })), [true, true, false, false]);
  const number = (value, decimals) => value.toFixed(decimals);
  assert.deepStrictEqual([0, 447, 994, 996, 1260].map((metres) => lasso.distance(metres, number)), ["0 m", "450 m", "990 m", "1.0 km", "1.3 km"]);
});

test("many areas are named as a set, a few one by one", () => {
  const { state } = decor();
  const many = Array.from({ length: 13 }, (_, n) => "32.76.06.1003.0" + String(n + 10));
  assert.deepStrictEqual(plain(state.naming(many)), { area: "", set: "06.1003-10~22" });
  assert.deepStrictEqual(plain(state.naming(["32.76.06"])), { area: "32.76.06", set: "" });
  assert.deepStrictEqual(plain(state.areas("?area=32.76.06&set=07.1001-1~2")), ["32.76.06", "32.76.07.1001.001", "32.76.07.1001.002"]);
  assert.deepStrictEqual(plain(state.areas("?set=nonsense")), []);
  assert.strictEqual(state.build({ set: "06.1003-10~22" }), "?set=06.1003-10~22");
});

test("the key + leads one level down, to where the highest value lies", () => {
  const { keys } = decor();
  const areas = [["32.76.01.1001.001", 3], ["32.76.02.1001.001", 9], ["32.76.02.1002.001", 12]].map(([code, value]) => ({ code, value }));
  const to = (...codes) => plain(keys.action("+", { codes: () => codes, areas: () => areas, higher: () => false }));
  assert.deepStrictEqual(to(), ["change", { area: "32.76.02" }]);
  assert.deepStrictEqual(to("32.76.02"), ["change", { area: "32.76.02.1002" }]);
  assert.deepStrictEqual(to("32.76.01"), ["change", { area: "32.76.01.1001" }]);
  assert.strictEqual(to("32.76.02.1002.001"), null);
  assert.strictEqual(to("32.76.01", "32.76.02"), null);
});
