"use strict";
const test = require("node:test");
const assert = require("node:assert");
const { page } = require("./browser.js");

function room(slim) {
  const window = page(["js/charts.js"], { find: (what) => (slim && what.includes("plotly") ? { content: slim } : null) });
  window._dashPlotlyJSURL = "/whole.js";
  return window;
}

function addresses(window) {
  return window.document.head.children.map((script) => script.src);
}

test("the charts' script is asked for after something was painted, once", () => {
  const window = room("/slim.js");
  assert.deepStrictEqual(addresses(window), []);
  window.decor.charts.painted();
  window.decor.charts.painted();
  window.timers.forEach((timer) => timer.run());
  window.timers.forEach((timer) => timer.run());
  assert.deepStrictEqual(addresses(window), ["/slim.js"]);
});

test("a page that is never painted gets it all the same", () => {
  const window = room(null);
  window.timers[0].run();
  assert.deepStrictEqual(addresses(window), ["/whole.js"]);
});

test("charts wait for the script, and get the whole one where the slim one cannot be had", async () => {
  const window = room("/slim.js");
  const waiting = window.Plotly;
  window.timers[0].run();
  window.document.head.children[0].onerror();
  assert.deepStrictEqual(addresses(window), ["/slim.js", "/whole.js"]);
  window.Plotly = "the library";
  window.document.head.children[1].onload();
  assert.strictEqual(await waiting, "the library");
});
