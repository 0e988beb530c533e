"use strict";
const test = require("node:test");
const assert = require("node:assert");
const { page } = require("./browser.js");

const near = page(["public/near.js"]).decorNear;
const HERE = { lon: 106.82, lat: -6.39 };

test("metres to the east and north are those of the sphere", () => {
  // One minute of arc on a sphere of 6,371.0088 km is 1,853.25 m, to the east less by the cosine of the latitude.
  const at = near.offset(HERE, { lon: 106.82 + 1 / 60, lat: -6.39 });
  assert.ok(Math.abs(at.east - 1853.25 * Math.cos((6.39 * Math.PI) / 180)) < 0.5 && at.north === 0);
  assert.ok(Math.abs(near.offset(HERE, { lon: 106.82, lat: -6.39 + 1 / 60 }).north - 1853.25) < 0.5);
});

test("the nearest come first and no more than asked for; two at one place in the order of their codes", () => {
  const points = [
    { code: "c", lon: 106.83, lat: -6.39 }, { code: "b", lon: 106.821, lat: -6.39 }, { code: "a", lon: 106.821, lat: -6.39 },
  ];
  assert.deepStrictEqual(Array.from(near.nearest(points, HERE, 2), (row) => row.point.code), ["a", "b"]);
  assert.ok(Math.abs(near.nearest(points, HERE, 1)[0].metres - 110.5) < 0.5);
  assert.strictEqual(near.nearest([], HERE, 2).length, 0);
});

test("a way is told as one says it", () => {
  assert.deepStrictEqual([3, 114, 996, 1234].map((metres) => near.told(metres, "id")), ["10 m", "110 m", "1,0 km", "1,2 km"]);
  assert.strictEqual(near.told(1234, "en"), "1.2 km");
});
