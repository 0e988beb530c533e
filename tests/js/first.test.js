"use strict";
const test = require("node:test");
const assert = require("node:assert");
const { page } = require("./browser.js");

const first = page(["js/looks.js", "js/first.js"]).decor.first;
const CITY = { west: 106.7135, south: -6.4615, east: 106.9205, north: -6.3145 };

test("the city lies in the middle of the room that the legend leaves, as Leaflet fits it", () => {
  const project = first.projection(900, 600, CITY);
  const [left, top] = project(CITY.west, CITY.north);
  const [right, bottom] = project(CITY.east, CITY.south);
  assert.ok(left >= 8 && right <= 900 - 252 && top >= 6 && bottom <= 600 - 6);
  assert.ok(Math.abs((left + right) / 2 - (8 + 900 - 252) / 2) < 0.01);
  assert.ok(Math.abs((top + bottom) / 2 - 300) < 0.01);
  // 0.207 degrees of longitude at zoom 12, the largest step of a tenth that fits 640 px: 256 px × 2^12 × 0.207 / 360.
  assert.ok(Math.abs(right - left - 256 * Math.pow(2, 12) * 0.207 / 360) < 0.01);
});

test("a narrow map has no legend beside it", () => {
  const project = first.projection(360, 340, CITY);
  const middle = (project(CITY.west, CITY.north)[0] + project(CITY.east, CITY.south)[0]) / 2;
  assert.ok(Math.abs(middle - 180) < 0.01);
});

test("every ring of an area is in its outline", () => {
  const square = (n) => [[n, n], [n + 1, n], [n, n + 1], [n, n]];
  const plain = (lng, lat) => [lng, lat];
  assert.strictEqual(first.outline({ type: "Polygon", coordinates: [square(0)] }, plain), "M0.0,0.0L1.0,0.0L0.0,1.0L0.0,0.0Z");
  const two = { type: "MultiPolygon", coordinates: [[square(0)], [square(5), square(7)]] };
  assert.strictEqual(first.outline(two, plain).split("M").length - 1, 3);
});

test("without a first picture there is no first answer", () => {
  assert.strictEqual(first.answer, null);
  first.away();
});
