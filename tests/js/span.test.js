"use strict";
const test = require("node:test");
const assert = require("node:assert");
const path = require("node:path");
const { vectors } = require("./browser.js");

const engine = path.join(__dirname, "..", "..", "assets", "engine");
const loaded = Promise.all([import(path.join(engine, "block.mjs")), import(path.join(engine, "span.mjs"))]);

function bytes(text) {
  const made = Buffer.from(text, "base64");
  return made.buffer.slice(made.byteOffset, made.byteOffset + made.byteLength);
}

test("a run of days is painted as the server paints it, number for number and word for word", async () => {
  const [{ decodeSums }, { frame }] = await loaded;
  let compared = 0;
  const states = new Set();
  vectors("span").forEach((one) => {
    const block = decodeSums(bytes(one.bytes));
    one.frames.forEach((wanted) => {
      const made = frame(block, wanted.first, wanted.last);
      const { first, last, ...rest } = wanted;
      const { exact, ...painted } = made;
      assert.deepStrictEqual(exact.map(Number.isNaN), made.v.map((value) => value === null));
      assert.deepStrictEqual(painted, rest, one.indicator + " " + first + " " + last);
      [...made.s].forEach((letter) => states.add(letter));
      compared += made.v.length;
    });
  });
  assert.ok(compared >= 300, String(compared));
  assert.deepStrictEqual([...states].sort(), ["i", "n", "o", "x"]);
});

test("a run is moved inside the data, and one without a day of them has none", async () => {
  const [{ decodeSums, dayOf }, { rowsOf, frame }] = await loaded;
  const block = decodeSums(bytes(vectors("span")[0].bytes));
  const [first, last] = [dayOf(block, 0), dayOf(block, block.days - 1)];
  assert.deepStrictEqual(rowsOf(block, "2000-01-01", "2040-01-01"), [0, block.days - 1]);
  assert.deepStrictEqual(rowsOf(block, first, last), [0, block.days - 1]);
  [["2000-01-01", "2000-02-01"], ["2040-01-01", "2040-02-01"], [last, first]].forEach(([from, to]) => assert.strictEqual(frame(block, from, to), null, from));
});

test("several areas are taken together before the ratio", async () => {
  const [{ decodeSums }, { together, value }] = await loaded;
  const block = decodeSums(bytes(vectors("span")[0].bytes));
  const rows = [3, 30];
  const alone = [0, 6].map((column) => together(block, rows, [column]));
  const both = together(block, rows, [0, 6]);
  assert.deepStrictEqual(both, alone[0].map((sum, n) => sum + alone[1][n]));
  const [a, b] = alone.map((sums) => value(block, rows, sums));
  const whole = value(block, rows, both);
  assert.ok(whole > Math.min(a, b) && whole < Math.max(a, b));
});

test("a run of days in words leaves out what its ends share", async () => {
  const [, { period }] = await loaded;
  const months = ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"];
  assert.strictEqual(period("2022-02-05", "2022-02-11", months), "5–11 Feb 2022");
  assert.strictEqual(period("2022-01-28", "2022-02-03", months), "28 Jan–3 Feb 2022");
  assert.strictEqual(period("2021-12-28", "2022-01-03", months), "28 Des 2021–3 Jan 2022");
  assert.strictEqual(period("2021-12-28", "2021-12-28", months), "28 Des 2021");
});
