"use strict";
const test = require("node:test");
const assert = require("node:assert");
const { page, plain } = require("./browser.js");

const ROOM = page(["js/table.js"]);
const KEEP = ROOM.dash_clientside.no_update;
const { react } = ROOM.decor.table;
const OPEN = { panel: "map", tab: "table", indicator: "", n: 4 };

function item(what, pressed) {
  return { item: { panel: "trend", what: what }, tab: "table", pressed: pressed };
}

test("an item of a menu opens the drawer on its tab and asks for its panel", () => {
  const [open, tab, asked] = react({}, item("origin", true), false, null);
  assert.deepStrictEqual([open, tab, plain(asked)], [true, "origin", { panel: "trend", tab: "origin", indicator: "", n: 1 }]);
});

test("a page that is put up anew presses nothing", () => {
  assert.deepStrictEqual([...react({}, item("table", false), false, null)], [KEEP, KEEP, KEEP]);
});

test("a tab asks for the same panel once, the address and new data ask again while it is open", () => {
  const other = { item: null, tab: "origin", pressed: false };
  assert.deepStrictEqual(plain(react("table-tabs", other, true, OPEN)[2]), { panel: "map", tab: "origin", indicator: "", n: 5 });
  const same = { item: null, tab: "table", pressed: false };
  assert.deepStrictEqual([...react("table-tabs", same, true, OPEN)], [KEEP, KEEP, KEEP]);
  ["location", "pulse"].forEach((name) => assert.strictEqual(react(name, same, true, OPEN)[2].n, 5));
  assert.deepStrictEqual([...react("location", same, false, OPEN)], [KEEP, KEEP, KEEP]);
});

test("the cross closes, and a picture opens nothing", () => {
  assert.strictEqual(react("table-close", { item: null, tab: "table", pressed: false }, true, OPEN)[0], false);
  const saved = [];
  ROOM.decor.picture = { save: (name) => saved.push(name) };
  assert.deepStrictEqual([...react({}, item("png", true), false, null)], [KEEP, KEEP, KEEP]);
  assert.deepStrictEqual(saved, ["trend"]);
});
