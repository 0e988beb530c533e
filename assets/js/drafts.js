"use strict";
/* What is typed into a form stays: through a reload, a look at another page, a session that has ended. It is kept in the
   tab only, never a password or a file, and goes when the form has done its work. A form is sent once. */
window.decor = window.decor || {};

window.decor.drafts = (function () {
  const SKIPPED = ["password", "hidden", "file", "submit"];

  function key(form) {
    return "draft " + window.location.pathname + " " + form.dataset.draft;
  }

  /** What is in a form, by name; a box that is not ticked is an empty text. */
  function values(fields) {
    const kept = {};
    fields.forEach((field) => {
      if (!field.name || SKIPPED.includes(field.type)) return;
      kept[field.name] = field.type === "checkbox" ? (field.checked ? field.value : "") : field.value;
    });
    return kept;
  }

  /** Put a draft back into a form, but not over what the page says otherwise by now than when it was begun. */
  function restore(fields, kept, first) {
    const now = values(fields);
    fields.forEach((field) => {
      if (!field.name || SKIPPED.includes(field.type) || !(field.name in kept)) return;
      if (now[field.name] !== first[field.name]) return;
      if (field.type === "checkbox") field.checked = kept[field.name] !== "";
      else field.value = kept[field.name];
    });
  }

  function read(form) {
    try {
      return JSON.parse(window.sessionStorage.getItem(key(form)) || "null");
    } catch {
      return null; // not ours
    }
  }

  function write(form, draft) {
    if (draft === null) window.sessionStorage.removeItem(key(form));
    else window.sessionStorage.setItem(key(form), JSON.stringify(draft));
  }

  function attach(form, done) {
    const fields = () => Array.from(form.elements);
    const draft = read(form);
    // What the server sent back with its errors is newer than the draft.
    const answered = form.querySelector("[aria-invalid]") !== null;
    const first = values(fields());
    if (draft && draft.sent && done) write(form, null);
    else if (draft && !answered) restore(fields(), draft.values, draft.first);
    form.addEventListener("input", () => write(form, { values: values(fields()), first: first, sent: false }));
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) return event.preventDefault();
      form.dataset.sent = "1";
      return write(form, { values: values(fields()), first: first, sent: true });
    });
  }

  /** Drafts of any page, as far as they fit: all of them, or those that were sent. */
  function forget(sentOnly) {
    Object.keys(window.sessionStorage || {}).forEach((name) => {
      if (!name.startsWith("draft ")) return;
      if (!sentOnly || /"sent":true/.test(window.sessionStorage.getItem(name))) window.sessionStorage.removeItem(name);
    });
  }

  function start() {
    const done = document.querySelector(".notice[role=status]") !== null;
    if (done) forget(true);
    document.querySelectorAll("form[data-draft]").forEach((form) => attach(form, done));
    // The next person at this machine starts with nothing.
    document.querySelectorAll('form[action$="/keluar"]').forEach((form) => form.addEventListener("submit", () => forget(false)));
    // A page that comes back from the browser's memory may send its form again.
    window.addEventListener("pageshow", () =>
      document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent),
    );
  }

  start();
  return { values, restore, attach };
})();
