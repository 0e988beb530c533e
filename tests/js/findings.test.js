"use strict";
const test = require("node:test");
const assert = require("node:assert");
const path = require("node:path");
const { vectors } = require("./browser.js");

const ENGINE = path.join(__dirname, "..", "..", "assets", "engine");
const loaded = Promise.all(["words", "findings", "page"].map((name) => import(path.join(ENGINE, name + ".mjs"))));
const known = (value) => (value === null ? NaN : value);
const every = Object.entries(vectors("findings").langs);

test("what is said of a figure is what the server says, letter by letter, in both languages", async () => {
  const [words, findings] = await loaded;
  let compared = 0;
  const times = findings.rateRatio(41, 28010, 15, 19017);
  every.forEach(([lang, { words: own, figures }]) => {
    const speaker = words.speaker(own);
    figures.forEach(({ declared, said }) => said.forEach(([rule, values, other, text]) => {
      const numbers = values.map(known);
      const areas = numbers.map((value, n) => ({ name: "W" + n, value: value }));
      const made = {
        spread: () => findings.spread(speaker, declared, areas, known(other)),
        chosen: () => findings.chosen(speaker, declared, areas),
        ranking: () => findings.ranking(speaker, declared, numbers, known(other), "Kota"),
        trend: () => findings.trend(speaker, declared, "W", ...numbers),
        change: () => findings.change(speaker, declared, ...numbers)[0],
        gap: () => findings.gap(speaker, declared, ...numbers, "X", times)[0],
      }[rule]();
      assert.strictEqual(made, text, [lang, declared.title, rule, values, other].join(" "));
      if (rule === "gap") assert.strictEqual(findings.gap(speaker, declared, ...numbers, "X", times)[1] + 0, other);
      if (rule === "change") assert.strictEqual(findings.change(speaker, declared, ...numbers)[1], other);
      compared += 1;
    }));
  });
  assert.ok(compared > 3000, String(compared));
});

test("periods, signs, lengths and roundings are the server's", async () => {
  const [words, findings] = await loaded;
  every.forEach(([, { words: own, periods, signed }]) => {
    const speaker = words.speaker(own);
    periods.forEach(([first, last, text]) => assert.strictEqual(speaker.period(first, last), text));
    signed.forEach(([value, text]) => assert.strictEqual(speaker.number(value, 1, true), text));
  });
  vectors("findings").lengths.forEach(([value, text]) => assert.strictEqual(words.length(value, 100), text));
  vectors("findings").ratios.forEach(([rates, wanted]) => {
    const made = findings.rateRatio(...rates);
    assert.strictEqual(made === null, wanted === null, String(rates));
    if (made) Object.keys(wanted).forEach((end) => assert.ok(Math.abs(made[end] / wanted[end] - 1) < 1e-14, rates + " " + end));
  });
  vectors("findings").rounded.forEach(([value, number]) => assert.strictEqual(Number(words.fixed(value, 1)), number));
});

test("numbers are written as the server writes them", async () => {
  const [words] = await loaded;
  const speakers = Object.fromEntries(every.map(([lang, { words: own }]) => [lang, words.speaker(own)]));
  vectors("numbers").forEach((one) => assert.strictEqual(speakers[one.lang].number(one.value, one.decimals), one.text));
});

test("areas are columns of any level, each once; one that is finer counts as its parent", async () => {
  const [, , page] = await loaded;
  const level = (codes) => ({ codes: codes, index: new Map(codes.map((code, n) => [code, n])) });
  const areas = { kelurahan: level(["32.76.01.1001", "32.76.01.1002", "32.76.02.1001"]), kota: level(["32.76"]) };
  const columns = (codes, at) => page.columnsOf({ areas: areas }, codes, at);
  assert.deepStrictEqual(columns([], "kelurahan"), [0, 1, 2]);
  assert.deepStrictEqual(columns(["32.76.01"], "kelurahan"), [0, 1]);
  assert.deepStrictEqual(columns(["32.76.01.1002.003", "32.76.01.1002", "32.76.01"], "kelurahan"), [0, 1]);
  assert.deepStrictEqual(columns(["32.76.02.1001.004"], "kota"), [0]);
});

test("what has not come is said to be missing, and no figure is made of it", async () => {
  const [, , page] = await loaded;
  const empty = { figures: {}, codes: [], day: "" };
  assert.throws(() => page.figureOf(empty, "covid-new-7d"), page.Missing);
  assert.throws(() => page.levelFor({ level: "rw", days: {}, sums: {} }, []), page.Missing);
});
