"use strict";
const test = require("node:test");
const assert = require("node:assert");
const path = require("node:path");
const { vectors } = require("./browser.js");

test("areas that share a corner touch one another", async () => {
  const { touching } = await import(path.join(__dirname, "..", "..", "assets", "engine", "adjacency.mjs"));
  const { features, touching: wanted } = vectors("adjacency");
  const made = touching(features);
  assert.deepStrictEqual(Object.fromEntries([...made].map(([code, others]) => [code, [...others].sort()])), wanted);
});
