"use strict";
const test = require("node:test");
const assert = require("node:assert");
const path = require("node:path");
const { page, vectors, plain } = require("./browser.js");

const loaded = import(path.join(__dirname, "..", "..", "assets", "engine", "block.mjs"));

function bytes(text) {
  const made = Buffer.from(text, "base64");
  return made.buffer.slice(made.byteOffset, made.byteOffset + made.byteLength);
}

test("a block paints each of its days as the server does, number for number", async () => {
  const { decode, frame } = await loaded;
  let compared = 0;
  vectors("block").forEach((one) => {
    const block = decode(bytes(one.bytes));
    assert.strictEqual(block.bits, one.bits);
    one.frames.forEach((wanted) => {
      const made = frame(block, wanted.day);
      assert.deepStrictEqual([made.c, made.s, made.v, made.n], [wanted.c, wanted.s, wanted.v, wanted.n], one.indicator + " " + wanted.day);
      compared += made.v.length;
    });
    assert.strictEqual(frame(block, "2000-01-01"), null);
    assert.strictEqual(frame(block, "2030-01-01"), null);
  });
  assert.ok(compared >= 90);
});

test("a value of one area on one day is the one that is painted", async () => {
  const { decode, frame, valueOn } = await loaded;
  vectors("block").forEach((one) => {
    const block = decode(bytes(one.bytes));
    one.frames.forEach((wanted) => wanted.v.forEach((value, i) => assert.strictEqual(valueOn(block, wanted.day, i), frame(block, wanted.day).v[i])));
    assert.strictEqual(valueOn(block, "2000-01-01", 0), null);
  });
});

test("halves are rounded to the even neighbour, and no zero is negative", async () => {
  const { rounded } = await loaded;
  assert.deepStrictEqual([0.5, 1.5, 2.5, -0.5, -1.5, 2.4999].map((value) => rounded(value, 0)), [0, 2, 2, 0, -2, 2]);
  assert.ok(Object.is(rounded(-0.2, 0), 0));
  assert.deepStrictEqual([0.25, 0.35, 1234.56].map((value) => rounded(value, 1)), [0.2, 0.4, 1234.6]);
});

test("the lower edge belongs to its class; zero is a class of its own only where nothing lies below it", async () => {
  const { classOf } = await loaded;
  const breaks = [50, 150, 400, 800];
  assert.deepStrictEqual([0, 1, 50, 149.9, 800, NaN].map((value) => classOf(value, breaks)), ["0", "1", "2", "2", "5", "-"]);
  assert.strictEqual(classOf(0, [-15, -8, -3, 3]), "4");
});

test("a block answers for its own indicator, level, language and data only", async () => {
  const { decode, frame } = await loaded;
  const window = page(["js/state.js", "js/map.js", "js/engine.js"]);
  const block = decode(bytes(vectors("block")[0].bytes));
  window.decor.engine._keep(block, { frame });
  const painted = { indicator: block.indicator, level: "rw", lang: "id", asked: "rw", block: "covid-incidence-7d/rw/" + block.key };
  const day = vectors("block")[0].frames[1].day;
  const made = window.decor.engine.frameOf("?date=" + day, painted);
  assert.strictEqual(made.s, vectors("block")[0].frames[1].s);
  ["?date=2000-01-01", "", "?date=" + day + "&level=kota", "?date=" + day + "&lang=en", "?date=" + day + "&indicator=waste-completion", "?date=" + day + "&as_known_on=2022-01-01"]
    .forEach((search) => assert.strictEqual(window.decor.engine.frameOf(search, painted), null, search));
  assert.strictEqual(window.decor.engine.frameOf("?date=" + day, Object.assign({}, painted, { block: "covid-incidence-7d/rw/other" })), null);
  assert.strictEqual(window.decor.engine.frameOf("?date=" + day, null), null);
  assert.deepStrictEqual(plain(window.decor.engine.nameOf(painted)), "covid-incidence-7d|rw|id");
});

test("a play goes on from the chosen day, and from the last complete one it shows the days before", async () => {
  const { decode, playDays, dayOf } = await loaded;
  const block = decode(bytes(vectors("block")[0].bytes));
  const days = [0, 1, 2].map((row) => dayOf(block, row));
  assert.strictEqual(block.completeUntil, days[1]);
  assert.deepStrictEqual(playDays(block, days[0], 92), [days[0], days[1]]);
  assert.deepStrictEqual(playDays(block, days[0], 1), [days[0]]);
  assert.deepStrictEqual(playDays(block, days[2], 92), [days[0], days[1]]);
  assert.deepStrictEqual(playDays(block, days[1], 1), [days[1]]);
});
