"use strict";
const test = require("node:test");
const assert = require("node:assert");
const { page } = require("./browser.js");

const labels = () => page(["js/state.js", "js/labels.js"]).decor.labels;
const note = (x, text) => ({ x: x, text: text || "n" + x });
const at = (own) => own.x;
const plain = (value) => JSON.parse(JSON.stringify(value));

test("notes closer together than a finger have one flag, which says how many they are", () => {
  const { flags, words } = labels();
  const made = flags([note(300), note(10), note(33), note(34.5)], at);
  assert.deepStrictEqual(plain(made.map((flag) => [flag.x, flag.notes.length])), [[10, 2], [34.5, 1], [300, 1]]);
  assert.strictEqual(words(made[0]), "n33 +1");
  assert.strictEqual(words(made[2]), "n300");
});

test("words stand where there is room and never on those of a neighbour", () => {
  const { flags, laid } = labels();
  const width = 150;
  const all = laid(flags([note(100), note(400), note(440), note(480), note(590)], at), 0, 600, () => width);
  assert.deepStrictEqual(plain(all.map((flag) => flag.side)), ["right", "left", "", "right", ""]);
  const spans = all.filter((flag) => flag.side).map((flag) => (flag.side === "right" ? [flag.x + 12, flag.x + 12 + flag.width] : [flag.x - 12 - flag.width, flag.x - 12]));
  spans.slice(1).forEach((span, n) => assert.ok(spans[n][1] <= span[0], JSON.stringify(spans)));
  assert.ok(spans.every(([begin, end]) => begin >= 0 && end <= 600));
});

test("a note alone at the right edge has its words at its left", () => {
  const { flags, laid } = labels();
  const [flag] = laid(flags([note(595)], at), 0, 600, () => 200);
  assert.deepStrictEqual([flag.side, flag.width], ["left", 200]);
});

test("a chart without a time axis has no notes and no axis", () => {
  const { axis } = labels();
  assert.strictEqual(axis(null), null);
  assert.strictEqual(axis({ _fullLayout: { xaxis: { type: "linear" } } }), null);
  const scale = axis({ _fullLayout: { xaxis: { type: "date", range: ["2022-01-01T12:00:00", "2022-01-11T12:00:00"], _offset: 50, _length: 100 }, yaxis: { range: [0, 8] }, _size: { t: 20, h: 80 } } });
  assert.strictEqual(scale.wide, 10);
  assert.strictEqual(scale.pixel(Date.parse("2022-01-06T00:00:00Z") / 86400000), 95);
  assert.deepStrictEqual([0, 4, 8].map(scale.level), [100, 60, 20]);
});

test("labels at the ends of lines keep their order and never lie on each other", () => {
  const { spread } = labels();
  const one = (at) => ({ at: at, lines: 1 });
  assert.deepStrictEqual(plain(spread([one(20), one(80)], 100)), [20, 80]);
  assert.deepStrictEqual(plain(spread([one(20), one(25), one(26)], 100)), [20, 37, 54]);
  // At the bottom those above make way; words of two lines need their height.
  assert.deepStrictEqual(plain(spread([one(90), one(95)], 100)), [74.5, 91.5]);
  assert.deepStrictEqual(plain(spread([{ at: 40, lines: 2 }, one(45)], 100)), [40, 65.5]);
  assert.deepStrictEqual(plain(spread([], 100)), []);
});
