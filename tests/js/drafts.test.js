"use strict";
const test = require("node:test");
const assert = require("node:assert");
const { page } = require("./browser.js");

function field(name, type, value, checked) {
  return { name, type, value, checked };
}

const drafts = () => page(["js/drafts.js"]).decor.drafts;

test("a draft holds what was typed, never a password, a file or a hidden field", () => {
  const fields = [
    field("title", "text", "Sawah"), field("secret", "password", "rahasia"), field("csrf_token", "hidden", "t"),
    field("file", "file", "C:\\a.csv"), field("shared", "checkbox", "1", true), field("open", "checkbox", "1", false),
    field("", "text", "nameless"),
  ];
  assert.deepEqual({ ...drafts().values(fields) }, { title: "Sawah", shared: "1", open: "" });
});

test("a draft goes back into its fields and leaves the others alone", () => {
  const fields = [
    field("title", "text", ""), field("secret", "password", ""), field("shared", "checkbox", "1", true), field("new", "text", "as it was"),
  ];
  drafts().restore(fields, { title: "Sawah", secret: "x", shared: "" }, { title: "", shared: "1" });
  assert.deepEqual(fields.map((one) => one.value), ["Sawah", "", "1", "as it was"]);
  assert.equal(fields[2].checked, false);
});

test("what the page says otherwise by now is not written over", () => {
  const fields = [field("fire", "text", "9"), field("reason", "text", "")];
  drafts().restore(fields, { fire: "5", reason: "because" }, { fire: "5", reason: "" });
  assert.deepEqual(fields.map((one) => one.value), ["9", "because"]);
});
