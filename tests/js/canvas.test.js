"use strict";
const test = require("node:test");
const assert = require("node:assert");
const { page } = require("./browser.js");

function canvas() {
  const window = page(["js/looks.js", "js/canvas.js"]);
  window.getComputedStyle = () => ({ getPropertyValue: (name) => " rgb(" + name + ")" });
  return window.decor;
}

test("a canvas fills with the colours that the stylesheet means, and has no dots between its cells", () => {
  const { canvas: sheet, looks } = canvas();
  const values = { c: "3-", s: "on", level: "rw", layer: false };
  const filled = sheet.look(looks.cell(values, 0));
  assert.deepStrictEqual([filled.fill, filled.fillColor, filled.dashArray], [true, "rgb(--rate-3)", null]);
  const missing = sheet.look(looks.cell(values, 1));
  assert.deepStrictEqual([missing.fill, missing.color, [...missing.dashArray]], [false, "rgb(--muted)", [3, 2]]);
});

test("areas are filled one after another; of many, only those without a fill have a border", () => {
  const { canvas: sheet } = canvas();
  const did = [];
  const pen = { beginPath() {}, closePath() {}, moveTo() {}, lineTo() {}, setLineDash() {}, fill() { did.push("fill " + pen.fillStyle); }, stroke() { did.push("stroke"); } };
  const ring = [[{ x: 0, y: 0 }, { x: 1, y: 0 }, { x: 1, y: 1 }]];
  const layer = (fill) => ({ _parts: ring, options: { fill: fill, fillColor: "red", fillOpacity: 1, opacity: 1, color: "grey", weight: 1 } });
  sheet.draw(pen, [layer(true), layer(false)], false);
  assert.deepStrictEqual(did.splice(0), ["fill red", "stroke"]);
  sheet.draw(pen, [layer(true), layer(false)], true);
  assert.deepStrictEqual(did, ["fill red", "stroke", "stroke"]);
});
