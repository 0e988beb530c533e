"use strict";
const test = require("node:test");
const assert = require("node:assert");
const { page } = require("./browser.js");

const { plainDay } = page(["js/calendar.js"]).decor.calendar;

test("numbers are day, month, year, in whichever way they are parted", () => {
  for (const text of ["01/02/2022", "1/2/2022", "01.02.2022", " 1-2-2022 "]) assert.strictEqual(plainDay(text), "2022-02-01");
  assert.strictEqual(plainDay("13/02/2022"), "2022-02-13");
  assert.strictEqual(plainDay("29/02/2020"), "2020-02-29");
});

test("what is no day is left as it was typed", () => {
  for (const text of ["", "31/02/2022", "29/02/2021", "02/13/2022", "2022-02-01", "1 Feb 2022", "1/2/22", "0/1/2022"]) {
    assert.strictEqual(plainDay(text), "");
  }
});
