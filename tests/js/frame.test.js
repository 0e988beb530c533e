"use strict";
const test = require("node:test");
const assert = require("node:assert");
const { page, plain } = require("./browser.js");

const FACTS = {
  days: { "covid-incidence-7d": "2022-02-11", "wifi-live": "2022-02-16" }, indicator: "covid-incidence-7d",
  shown: ["", "id"], path: "/ruang/", first: "2020-03-02", last: "2022-02-16",
  words: { several: "{n} wilayah", search: "Cari wilayah" },
};
const window = page(["js/state.js", "js/frame.js"]);
const frame = window.decor.frame;

function wanted(search, facts) {
  const state = window.decor.state;
  return plain(frame.wantedOf(state.parse(search), state.areas(search), facts || FACTS));
}

test("the controls show what the address says, and the page's own where it says nothing", () => {
  assert.deepStrictEqual(wanted(""), ["32.76", "Cari wilayah", "rw", "2022-02-11", "90", "covid-incidence-7d", null]);
  assert.deepStrictEqual(
    wanted("?area=32.76.06&level=kota&date=2021-07-01&window=all&indicator=wifi-live&as_known_on=2021-08-01"),
    ["32.76.06", "Cari wilayah", "kota", "2021-07-01", "all", "wifi-live", "2021-08-01"],
  );
  assert.strictEqual(wanted("?area=32.76.06,32.76.02")[1], "2 wilayah");
  assert.strictEqual(wanted("?area=32.76.06,32.76.02")[0], null);
});

test("what is no date and no indicator of the page shows the page's own", () => {
  assert.strictEqual(wanted("?date=kemarin")[3], "2022-02-11");
  assert.strictEqual(wanted("?indicator=waste-completion")[5], "covid-incidence-7d");
});

test("a control that is used changes its own part of the address", () => {
  assert.strictEqual(frame.used("?level=kota", "area", "32.76.06", FACTS), "?area=32.76.06&level=kota");
  assert.strictEqual(frame.used("?area=32.76.06", "area", "32.76", FACTS), "");
  assert.strictEqual(frame.used("?area=32.76.06&level=kota", "area", "set:area=32.76.01,32.76.02", FACTS), "?area=32.76.01,32.76.02&level=kota");
  assert.strictEqual(frame.used("?area=32.76.06", "area", "set:set=06.1-3", FACTS), "?set=06.1-3");
  assert.strictEqual(frame.used("", "date", "2022-02-11", FACTS), "");
  assert.strictEqual(frame.used("", "date", "2022-02-01", FACTS), "?date=2022-02-01");
  assert.strictEqual(frame.used("?date=2022-02-01", "as-known-on", null, FACTS), "?date=2022-02-01");
});

test("the overview's indicator is not said, a subject's page says its own so that a link keeps it", () => {
  assert.strictEqual(frame.used("", "indicator", "covid-incidence-7d", FACTS), "");
  const covid = Object.assign({}, FACTS, { shown: ["covid", "id"] });
  assert.strictEqual(frame.used("", "indicator", "covid-incidence-7d", covid), "?indicator=covid-incidence-7d");
});

test("another page is wanted for another path or language, and not for the one that is there", () => {
  const covid = Object.assign({}, FACTS, { path: "/ruang/covid", shown: ["covid", "id"] });
  assert.strictEqual(frame.pageWanted({ path: "/ruang/", search: "?level=kota" }, FACTS), null);
  assert.strictEqual(frame.pageWanted({ path: "/ruang/covid/", search: "" }, covid), null);
  assert.deepStrictEqual(plain(frame.pageWanted({ path: "/ruang/covid", search: "" }, FACTS)), { path: "/ruang/covid", search: "" });
  assert.deepStrictEqual(plain(frame.pageWanted({ path: "/ruang/covid", search: "?lang=en" }, covid)), { path: "/ruang/covid", search: "?lang=en" });
});

test("a step of a day stays inside the data", () => {
  const last = page(["js/state.js", "js/frame.js"], { search: "?date=2022-02-16" });
  last.decor.frame.stepDay(1, FACTS);
  assert.strictEqual(last.told.length, 0);
  last.decor.frame.stepDay(-1, FACTS);
  assert.deepStrictEqual(plain(last.told), [["location", { search: "?date=2022-02-15" }]]);
});

/** What Dash was told to show as the date. */
function dates(window) {
  return window.told.filter(([id]) => id === "date").map(([, properties]) => properties.date);
}

test("the date control says the day that is painted, and a step leaves from there", () => {
  const room = page(["js/state.js", "js/frame.js"], { search: "?as_known_on=2022-02-08" });
  const own = room.decor.frame;
  own.sync("?as_known_on=2022-02-08", "32.76", "rw", "2022-02-11", "90", "covid-incidence-7d", "2022-02-08", null);
  own.paintedDay("?as_known_on=2022-02-08", "2022-02-03");
  assert.deepStrictEqual(dates(room), ["2022-02-03"]);
  own.stepDay(-1, FACTS);
  assert.deepStrictEqual(plain(room.told.at(-1)), ["location", { search: "?date=2022-02-02&as_known_on=2022-02-08" }]);
});

test("the day that new data bring is the default from then on, and nothing is pinned in the address", () => {
  const room = page(["js/state.js", "js/frame.js"]);
  const own = room.decor.frame;
  own.paintedDay("", "2022-02-17");
  assert.strictEqual(own.defaultDay({}, FACTS), "2022-02-17");
  assert.strictEqual(own.used("?date=2022-02-01", "date", "2022-02-17", FACTS), "");
  const live = Object.assign({}, FACTS, { last: "2022-02-16" });
  own.paintedDay("?date=2022-02-16", "2022-02-16");
  room.location.search = "?date=2022-02-16";
  own.stepDay(1, live);
  assert.deepStrictEqual(plain(room.told.at(-1)), ["location", { search: "?date=2022-02-17" }], "a day that came while the page was open");
});

test("a day that was asked for and has no data is not shown as if it had", () => {
  const room = page(["js/state.js", "js/frame.js"], { search: "?date=2022-02-16" });
  room.decor.frame.paintedDay("?date=2022-02-16", "2022-02-15");
  const state = room.decor.state;
  const shown = plain(room.decor.frame.wantedOf(state.parse("?date=2022-02-16"), [], FACTS));
  assert.strictEqual(shown[3], "2022-02-15");
});
