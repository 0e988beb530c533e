"use strict";
const test = require("node:test");
const assert = require("node:assert");
const { page, element } = require("./browser.js");

test("what an element shows already is left alone, and is drawn again when something else took its place", () => {
  const place = element("div");
  const draw = page(["js/draw.js"], { ids: { sentence: place } }).decor.draw;
  draw.into({ sentence: [["a", { href: "/x" }, ["Notes"]]] });
  const link = place.firstChild;
  draw.into({ sentence: [["a", { href: "/x" }, ["Notes"]]] });
  assert.strictEqual(place.firstChild, link);
  draw.into({ sentence: [["a", { href: "/y" }, ["Notes"]]] });
  assert.notStrictEqual(place.firstChild, link);
  place.replaceChildren(element("p"));
  draw.into({ sentence: [["a", { href: "/y" }, ["Notes"]]] });
  assert.strictEqual(place.firstChild.tagName, "A");
});

test("ids that are not on the page are left out, and nothing of the server runs as a script", () => {
  const place = element("div");
  const draw = page(["js/draw.js"], { ids: { here: place } }).decor.draw;
  draw.into({ gone: [["p", {}, ["x"]]], here: [["a", { href: " javascript:alert(1)", onclick: "alert(1)" }, []]] });
  assert.deepStrictEqual(Object.keys(place.firstChild.attributes), []);
});
