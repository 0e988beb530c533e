"use strict";
const test = require("node:test");
const assert = require("node:assert");
const { page } = require("./browser.js");

const sort = () => page(["js/sort.js"]).decor.sort;
const row = (...cells) => ({ cells: cells.map((by) => ({ dataset: { by: String(by) }, textContent: "" })) });
const column = (rows) => Array.from(rows, (one) => one.cells[0].dataset.by);

test("numbers go by value, words by the alphabet, and what is missing stays last in both directions", () => {
  const numbers = [row(12), row(""), row(3), row(-1.5), row(100)];
  assert.deepEqual(column(sort().ordered(numbers, 0, false)), ["-1.5", "3", "12", "100", ""]);
  assert.deepEqual(column(sort().ordered(numbers, 0, true)), ["100", "12", "3", "-1.5", ""]);
  const words = [row("Tapos"), row("beji"), row("Cinere")];
  assert.deepEqual(column(sort().ordered(words, 0, false)), ["beji", "Cinere", "Tapos"]);
});

test("a cell without a key is read as it stands", () => {
  const rows = [{ cells: [{ dataset: {}, textContent: " RW 10 " }] }, { cells: [{ dataset: {}, textContent: "RW 2" }] }];
  assert.deepEqual(sort().ordered(rows, 0, false).map((one) => one.cells[0].textContent.trim()), ["RW 2", "RW 10"]);
});
