"use strict";
const test = require("node:test");
const assert = require("node:assert");
const { page } = require("./browser.js");

const reach = page(["js/reach.js"]).decor.reach;

test("circles of a radius in pixels are one path; no point that works is no path", () => {
  assert.strictEqual(reach.path([], 10), "");
  const path = reach.path([{ x: 20, y: 30 }, { x: 5.25, y: 0 }], 10);
  assert.strictEqual(path, "M10.0,30.0a10.0,10.0 0 1,0 20.0,0a10.0,10.0 0 1,0 -20.0,0M-4.8,0.0a10.0,10.0 0 1,0 20.0,0a10.0,10.0 0 1,0 -20.0,0");
});

test("a pixel is as many metres as in the tables of web maps", () => {
  // OpenStreetMap wiki, "Zoom levels": 38.219 m at the equator at zoom 12, 4.777 m at 15.
  assert.ok(Math.abs(reach.metresPerPixel(0, 12) - 38.219) < 0.01);
  assert.ok(Math.abs(reach.metresPerPixel(0, 15) - 4.777) < 0.01);
  assert.ok(Math.abs(reach.metresPerPixel(60, 12) - 19.109) < 0.01);
});
