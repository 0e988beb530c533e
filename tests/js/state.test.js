"use strict";
const test = require("node:test");
const assert = require("node:assert");
const { page, vectors, plain } = require("./browser.js");

const state = page(["js/state.js"]).decor.state;

test("an address is read and written as Python does it", () => {
  const found = vectors("selection");
  assert.ok(found.length >= 12);
  found.forEach((one) => {
    assert.strictEqual(state.build(state.parse("?" + one.query)), one.canonical ? "?" + one.canonical : "", one.query);
    assert.deepStrictEqual(plain(state.areas("?" + one.query)), one.areas, one.query);
  });
});

test("what is no code of an area is no area", () => {
  ["?area=32.77", "?area=32.76.1", "?area=<script>", "?area=", "?area=32.76.02.1010.0061", ""].forEach((search) => {
    assert.deepStrictEqual(plain(state.areas(search)), [], search);
  });
});

test("a plain click replaces the selection, a second one clears it, with the key held areas come and go", () => {
  const [a, b] = ["32.76.06", "32.76.02"];
  assert.deepStrictEqual(plain(state.toggled([], a, false)), [a]);
  assert.deepStrictEqual(plain(state.toggled([a], a, false)), []);
  assert.deepStrictEqual(plain(state.toggled([a], b, false)), [b]);
  assert.deepStrictEqual(plain(state.toggled([a, b], a, false)), [a]);
  assert.deepStrictEqual(plain(state.toggled([a], b, true)), [a, b]);
  assert.deepStrictEqual(plain(state.toggled([a, b], a, true)), [b]);
  assert.deepStrictEqual(plain(state.toggled([a, b], "32.76", true)), []);
});

test("a step of days crosses months and years", () => {
  assert.strictEqual(state.step("2022-03-01", -1), "2022-02-28");
  assert.strictEqual(state.step("2020-02-28", 1), "2020-02-29");
  assert.strictEqual(state.step("2021-12-31", 1), "2022-01-01");
});

test("a change is told to Dash only when the address really changes", () => {
  const window = page(["js/state.js"], { search: "?area=32.76.06" });
  window.decor.state.change({ area: "32.76.06" });
  assert.strictEqual(window.told.length, 0);
  window.decor.state.change({ area: "", level: "kelurahan" });
  assert.deepStrictEqual(plain(window.told), [["location", { search: "?level=kelurahan" }]]);
  window.decor.state.select("32.76.06", false);
  assert.deepStrictEqual(plain(window.told[1]), ["location", { search: "" }]);
});

test("a link carries the selection on, and what it says itself goes before", () => {
  assert.strictEqual(state.carried("?dimensi=economy", "?area=32.76.06,32.76.02&lang=en"), "?dimensi=economy&area=32.76.06,32.76.02&lang=en");
  assert.strictEqual(state.carried("?area=32.76.10", "?area=32.76.06&date=2021-12-31"), "?area=32.76.10&date=2021-12-31");
  assert.strictEqual(state.carried("", ""), "");
});
