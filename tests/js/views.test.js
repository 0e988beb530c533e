"use strict";
const test = require("node:test");
const assert = require("node:assert");
const { page } = require("./browser.js");

const { views } = page(["js/state.js", "js/views.js"]).decor;

test("an arrow goes to the nearest mark that lies that way, and stays where none does", () => {
  const places = [{ x: 0, y: 0 }, { x: 10, y: 9 }, { x: 14, y: 1 }, { x: -5, y: 0 }, { x: 0, y: 30 }];
  const from = places[0];
  const to = (step) => views.nearest(places, from, step);
  assert.strictEqual(to([1, 0]), 2); // a little farther, but nearly straight
  assert.strictEqual(to([-1, 0]), 3);
  assert.strictEqual(to([0, 1]), 1);
  assert.strictEqual(to([0, -1]), -1);
});
