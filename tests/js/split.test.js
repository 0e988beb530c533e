"use strict";
const test = require("node:test");
const assert = require("node:assert");
const { page } = require("./browser.js");

const split = () => page(["js/split.js"]).decor.split;
const plain = (value) => JSON.parse(JSON.stringify(value));

test("of another address the other side takes over days and range, and nothing else", () => {
  const { taken } = split();
  assert.strictEqual(taken("?area=32.76.06", "?area=32.76.01&indicator=covid-active"), null);
  assert.deepStrictEqual(plain(taken("?area=32.76.06", "?area=32.76.06&date=2022-01-20")), { date: "2022-01-20", span: "", window: "" });
  assert.deepStrictEqual(plain(taken("?date=2022-01-20", "?span=2022-01-10,2022-01-20")), { date: "", span: "2022-01-10,2022-01-20", window: "" });
  assert.deepStrictEqual(plain(taken("?span=2022-01-10,2022-01-20", "")), { date: "", span: "", window: "" });
});

test("the address names both sides, and keeps what else stands in it", () => {
  const { addressed } = split();
  const address = addressed("/ruang/belah", ["covid?area=32.76.06", "wifi"], false, "?theme=light&left=x&clocks=2");
  const read = new URLSearchParams(address.slice(address.indexOf("?")));
  assert.deepStrictEqual(plain(Object.fromEntries(read)), { theme: "light", left: "covid?area=32.76.06", right: "wifi", clocks: "2" });
  assert.strictEqual(new URLSearchParams(addressed("/ruang/belah", ["", ""], true, "?clocks=2").split("?")[1]).has("clocks"), false);
});
