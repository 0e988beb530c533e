"use strict";
const test = require("node:test");
const assert = require("node:assert");
const { page, vectors, plain } = require("./browser.js");

const window = page(["js/state.js", "js/looks.js", "js/map.js"]);
const map = window.decor.map;
const looks = window.decor.looks;

test("four states are four drawings, and none is the colour of a class", () => {
  const drawings = {
    zero: looks.fill("0", "o", false), none: looks.fill("-", "n", false), late: looks.fill("3", "i", false),
    hidden: looks.fill("2", "h", false), outside: looks.fill("-", "x", false),
  };
  const fills = Object.values(drawings).map((look) => look.fillColor);
  assert.strictEqual(new Set(fills).size, fills.length);
  assert.ok(drawings.none.dash && !drawings.zero.dash);
  [1, 2, 3, 4, 5].forEach((n) => assert.strictEqual(looks.fill(String(n), "o", false).fillColor, "var(--rate-" + n + ")"));
  assert.deepStrictEqual(["a", "c", "e"].map((step) => looks.fill(step, "o", false).fillColor), ["var(--deviation-0)", "var(--deviation-3)", "var(--deviation-6)"]);
  assert.strictEqual(looks.fill("b", "i", false).fillColor, "url(#p-hatch-b)");
  assert.strictEqual(looks.fill("4", "o", true).fillColor, "var(--raised)");
});

test("a share of less than half a percent is not written as none", () => {
  map._set({ lang: "id" });
  assert.deepStrictEqual([0, 0.0001, 0.3].map(map.percent), ["0", "< 1", "30"]);
});

test("a code tells its level", () => {
  assert.deepStrictEqual(
    ["32.76", "32.76.02", "32.76.02.1010", "32.76.02.1010.006"].map((code) => map.levelOf(code)),
    ["kota", "kecamatan", "kelurahan", "rw"],
  );
});

test("the veil leaves the chosen areas free, islands included", () => {
  const ring = (x) => [[x, 0], [x + 1, 0], [x + 1, 1], [x, 0]];
  const chosen = [
    { geometry: { type: "Polygon", coordinates: [ring(0), ring(9)] } },
    { geometry: { type: "MultiPolygon", coordinates: [[ring(3)], [ring(5)]] } },
  ];
  const rings = plain(map.veil(chosen).features[0].geometry.coordinates);
  assert.deepStrictEqual(rings.slice(1), [ring(0), ring(3), ring(5)]);
});

test("numbers on the card are written as everywhere else", () => {
  vectors("numbers").forEach((one) => {
    map._set({ lang: one.lang });
    assert.strictEqual(map.number(one.value, one.decimals), one.text, JSON.stringify(one));
  });
});
