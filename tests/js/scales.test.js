"use strict";
const test = require("node:test");
const assert = require("node:assert");
const path = require("node:path");
const { vectors } = require("./browser.js");

const loaded = import(path.join(__dirname, "..", "..", "assets", "engine", "scales.mjs"));
const known = (value) => (value === null ? NaN : value);

test("edges of every scale are those of the server; sums may differ in the last bits", async () => {
  const { spreadEdges, SPREAD } = await loaded;
  let compared = 0;
  vectors("scales").forEach(({ values, whole, edges }, n) => {
    assert.deepStrictEqual(Object.keys(edges), SPREAD);
    SPREAD.forEach((scale) => {
      const made = spreadEdges(scale, values.map(known), known(whole));
      const wanted = edges[scale];
      assert.strictEqual(made === null, wanted === null, scale + " " + n);
      if (!made) return;
      if (scale !== "sd") assert.deepStrictEqual(made, wanted, scale + " " + n);
      made.forEach((edge, k) => assert.ok(Math.abs(edge - wanted[k]) <= 1e-9 * Math.max(1, Math.abs(wanted[k])), scale + " " + n));
      compared += made.length;
    });
  });
  assert.ok(compared >= 44, String(compared));
});

test("where a scale has no edges the declared classes stand, and a plain count has no times of the city", async () => {
  const { classing, DECLARED } = await loaded;
  const block = { ratio: false, steps: { 1: "1" }, ramps: { sequential: { 1: "s" }, diverging: { 1: "d" } } };
  const values = [1, 2, 3, 4, 5, 6];
  const of = (scale, own = block, amounts = values) => classing(own, [9, 10, 11, 12], { scale: scale, whole: 2 }, amounts);
  assert.deepStrictEqual(of("classes"), { breaks: [9, 10, 11, 12], steps: block.steps, scale: "classes" });
  assert.strictEqual(of("excess").scale, "classes");
  assert.deepStrictEqual([of("box").steps[1], of("sd").steps[1], of("excess", Object.assign({}, block, { ratio: true })).steps[1]], ["s", "d", "d"]);
  assert.strictEqual(of("box", block, [1, 1, 1, 1, 1, 1]).scale, "classes");
  assert.strictEqual(classing(block, [1, 2, 3, 4], DECLARED, values).scale, "classes");
});
