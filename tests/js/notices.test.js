"use strict";
const test = require("node:test");
const assert = require("node:assert");
const { page, element, plain } = require("./browser.js");

test("a way back leads to the areas before, and keeps what was chosen since", () => {
  const window = page(["js/state.js", "js/notices.js"], { search: "?date=2022-01-31" });
  const { notices } = window.decor;
  notices.offer("Pilihan 3 wilayah terlepas", "?area=32.76.01,32.76.02,32.76.06&date=2022-02-01");
  assert.deepStrictEqual(plain(window.told.map(([id]) => id)), ["notice-undo-words", "notice-undo"]);
  notices.undo();
  assert.deepStrictEqual(plain(window.told.at(-1)), ["location", { search: "?area=32.76.01,32.76.02,32.76.06&date=2022-01-31" }]);
  const before = window.told.length;
  notices.undo();
  assert.strictEqual(window.told.length, before, "once");
});

test("a link is copied where the browser has no clipboard to give", () => {
  const window = page(["js/state.js", "js/notices.js"]);
  const done = [];
  window.document.createElement = (tag) => Object.assign(element(tag), { select() { done.push("select"); }, remove() { done.push("remove"); } });
  window.document.execCommand = (what) => { done.push(what); return true; };
  window.decor.notices.copy("Tautan sudah disalin");
  assert.deepStrictEqual(done, ["select", "copy", "remove"]);
  assert.deepStrictEqual(plain(window.told.at(-1)), ["notice-news", { children: "Tautan sudah disalin", is_open: true }]);
});

test("a clipboard that refuses is no error of the page", async () => {
  const window = page(["js/state.js", "js/notices.js"]);
  window.navigator.clipboard = { writeText: () => Promise.reject(new Error("not allowed")) };
  window.document.execCommand = () => false;
  window.document.createElement = (tag) => Object.assign(element(tag), { select() {}, remove() {} });
  window.decor.notices.copy("Tautan sudah disalin");
  await new Promise((resolve) => setTimeout(resolve, 5));
  assert.deepStrictEqual(window.told, []);
});

test("who hears the page hears the newest words, at most once in five seconds", () => {
  const spoken = { textContent: "" };
  const window = page(["js/notices.js"], { ids: { spoken } });
  const { speak } = window.decor.notices;
  speak("a");
  assert.strictEqual(spoken.textContent, "a");
  ["b", "c"].forEach((words, n) => { window.clock.now = 1000 * (n + 1); speak(words); });
  assert.strictEqual(spoken.textContent, "a");
  assert.strictEqual(window.timers.at(-1).ms, 3000);
  window.clock.now = 5000;
  window.timers.at(-1).run();
  assert.strictEqual(spoken.textContent, "c");
});
