"use strict";
const test = require("node:test");
const assert = require("node:assert");
const { page, vectors } = require("./browser.js");

const pick = page(["js/pick.js"]).decor.pick;
const PLANE = { west: 106.7, north: -6.3, across: 4000, down: 4020 };

test("a place on the plane and its degrees are each other's inverse to a metre", () => {
  const where = pick.degrees(PLANE, 300, 201);
  assert.deepStrictEqual(Object.values(where), ["106.77500", "-6.35000"]);
  const back = pick.place(PLANE, where.lon, where.lat);
  assert.ok(Math.abs(back.x - 300) < 0.05 && Math.abs(back.y - 201) < 0.05);
});

test("degrees with a decimal comma are understood, and what is no number is no place", () => {
  assert.ok(Math.abs(pick.place(PLANE, "106,775", " -6,35 ").x - 300) < 0.05);
  assert.strictEqual(pick.place(PLANE, "", "-6.35"), null);
  assert.strictEqual(pick.place(PLANE, "timur", "-6.35"), null);
});

test("a ring that turns in on itself holds what lies inside, not what lies in its bay", () => {
  const shared = vectors("rings");
  const at = ([x, y]) => ({ x, y });
  const ring = shared.ring.map(at);
  shared.inside.forEach((spot) => assert.ok(pick.inside(ring, at(spot)), `${spot}`));
  shared.outside.forEach((spot) => assert.ok(!pick.inside(ring, at(spot)), `${spot}`));
});

test("the nearest point within reach is chosen, and none beyond it", () => {
  const points = [{ code: "a", x: 0, y: 0 }, { code: "b", x: 6, y: 0 }];
  assert.strictEqual(pick.nearest(points, { x: 4, y: 0 }, 14).code, "b");
  assert.strictEqual(pick.nearest(points, { x: 40, y: 0 }, 14), null);
});

test("a code is put into the list once and taken out of it again", () => {
  assert.deepStrictEqual(Array.from(pick.codes(" a, b,,a ")), ["a", "b"]);
  assert.deepStrictEqual(Array.from(pick.toggled(["a"], "b")), ["a", "b"]);
  assert.deepStrictEqual(Array.from(pick.toggled(["a", "b"], "a")), ["b"]);
});
