"use strict";
const test = require("node:test");
const assert = require("node:assert");
const { page, element, plain } = require("./browser.js");

const LIST = [["stage", 20], ["covid", 20], ["wifi", 30]];

/** A screen with pictures of some scenes. */
function screen(names, pulse) {
  const body = element("body");
  Object.assign(body.dataset, { at: "", build: "b", first: "stage", page: "p" });
  const place = element("div");
  place.children = [{ id: "stage" }];
  const ids = { body: body, scene: place, "wall-count": element("p") };
  ["wall-foot", "wall-clock", "wall-day", "wall-pulse"].forEach((id) => { ids[id] = element("p"); });
  const window = page(["wall/wall.js"], { ids: ids, find: () => element("p") });
  const wall = window.decor.wall;
  names.forEach((name) => { wall.pictures[name] = { tag: "t", node: { id: name } }; });
  wall.state.pulse = Object.assign({ play: LIST, alarm: "", pinned: "", paused: false }, pulse);
  return { wall: wall, state: wall.state, clock: window.clock, timers: window.timers, after: (seconds) => { window.clock.now += seconds * 1000; wall.turn(); } };
}

test("scenes follow each other, each for its own time", () => {
  const one = screen(["covid", "wifi"]);
  one.after(19);
  assert.strictEqual(one.state.shown, "stage");
  one.after(2);
  assert.strictEqual(one.state.shown, "covid");
  one.after(21);
  assert.strictEqual(one.state.shown, "wifi");
  one.after(21);
  assert.strictEqual(one.state.shown, "wifi");
  one.after(10);
  assert.strictEqual(one.state.shown, "stage");
});

test("a scene without a picture is passed over, and without any the last stays", () => {
  const one = screen(["wifi"]);
  one.after(21);
  assert.strictEqual(one.state.shown, "wifi");
  const alone = screen([]);
  alone.after(500);
  assert.strictEqual(alone.state.shown, "stage");
});

test("paused it stands, pinned it shows the pin, an alarm comes before both", () => {
  const paused = screen(["covid"], { paused: true });
  paused.after(500);
  assert.strictEqual(paused.state.shown, "stage");
  const pinned = screen(["covid", "wifi"], { pinned: "wifi" });
  pinned.after(1);
  pinned.after(500);
  assert.strictEqual(pinned.state.shown, "wifi");
  const alarmed = screen(["covid", "wifi", "alarm"], { pinned: "wifi", alarm: "3" });
  alarmed.after(1);
  assert.strictEqual(alarmed.state.shown, "alarm");
  alarmed.state.pulse.alarm = "";
  alarmed.after(1);
  assert.strictEqual(alarmed.state.shown, "wifi");
});

test("commands from before the page was opened are not obeyed, later ones once, several steps as many", () => {
  const one = screen(["covid", "wifi"]);
  one.wall.obey([7, "step", ""]);
  assert.strictEqual(one.state.shown, "stage");
  one.wall.obey([7, "step", ""]);
  assert.strictEqual(one.state.shown, "stage");
  one.wall.obey([9, "step", ""]);
  assert.strictEqual(one.state.shown, "wifi");
  one.wall.obey([10, "back", ""]);
  assert.strictEqual(one.state.shown, "covid");
});

test("a pushed scene is shown for its time, and waited for while its picture is on the way", () => {
  const one = screen(["covid"]);
  one.wall.obey([1, "", ""]);
  one.wall.obey([2, "show", "wifi"]);
  one.after(1);
  assert.strictEqual(one.state.shown, "stage");
  one.wall.pictures.wifi = { tag: "t", node: { id: "wifi" } };
  one.after(1);
  assert.strictEqual(one.state.shown, "wifi");
  one.after(31);
  assert.notStrictEqual(one.state.override, "wifi");
  assert.deepStrictEqual(plain(one.state.pulse.play), LIST);
});

test("a page the service worker did not claim asks for it, and a worker that could not be fetched is fetched again", async () => {
  const one = screen(["covid"]);
  const asked = [];
  const active = { postMessage: (text) => asked.push(text) };
  await one.wall.keep({ register: async () => {}, ready: Promise.resolve({ active: active }), controller: null });
  assert.deepStrictEqual(asked, ["claim"]);
  await one.wall.keep({ register: async () => {}, ready: Promise.resolve({ active: active }), controller: active });
  assert.deepStrictEqual(asked, ["claim"]);
  const before = one.timers.length;
  await one.wall.keep({ register: async () => { throw new Error("no answer"); } });
  assert.strictEqual(one.timers.length, before + 1);
  assert.deepStrictEqual(asked, ["claim"]);
});
