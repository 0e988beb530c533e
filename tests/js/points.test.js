"use strict";
const test = require("node:test");
const assert = require("node:assert");
const path = require("node:path");

const loaded = import(path.join(__dirname, "..", "..", "assets", "engine", "points.mjs"));
const HISTORY = {
  first: "2022-01-01", days: 5, areas: ["32.76.01.1006.001", "32.76.01.1006.002", "32.76.02.1001.001", ""],
  runs: ["w2l3", "-1p1d1u2", "l5", "-5"],
};
const CAPTIONS = ["{n} titik, {period}", "{n} titik, {unknown} tidak diketahui, {period}"];
const MONTHS = ["Jan"];

test("runs of letters are the points of each day; outside the data those of the nearest day", async () => {
  const { decode, lettersOn } = await loaded;
  const history = decode(HISTORY);
  const days = ["2022-01-01", "2022-01-02", "2022-01-03", "2022-01-05"].map((day) => lettersOn(history, day));
  assert.deepStrictEqual(days, ["w-l-", "wpl-", "ldl-", "lul-"]);
  assert.strictEqual(lettersOn(history, "2021-01-01"), days[0]);
  assert.strictEqual(lettersOn(history, "2023-01-01"), days[3]);
  assert.strictEqual(lettersOn(decode({ first: "2022-01-01", days: 0, areas: [], runs: [] }), "2022-01-01"), "");
});

test("the caption counts what stands inside the chosen areas, and says of how many nothing is known", async () => {
  const { decode, lettersOn, caption } = await loaded;
  const history = decode(HISTORY);
  const said = (day, ...codes) => caption(history, lettersOn(history, day), day, { codes: codes, captions: CAPTIONS, months: MONTHS, number: String });
  assert.strictEqual(said("2022-01-02"), "2 titik, 2 Jan 2022");
  assert.strictEqual(said("2022-01-04"), "3 titik, 1 tidak diketahui, 4 Jan 2022");
  assert.strictEqual(said("2022-01-04", "32.76.02"), "1 titik, 4 Jan 2022");
  assert.strictEqual(said("2022-01-04", "32.76.01.1006.002", "32.76.02"), "2 titik, 1 tidak diketahui, 4 Jan 2022");
});
