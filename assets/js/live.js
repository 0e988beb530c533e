"use strict";
/* New data reach an open page without a reload: a pulse every two seconds, and only what changed is changed.
   On Dash's pages a new pulse goes to one store; documents fetch themselves and take over the panels that differ. */
window.decor = window.decor || {};

window.decor.live = (function () {
  const EVERY_MS = 2000;
  const SLOW_MS = 10000;
  const main = document.querySelector("main[data-live]");
  const dash = !main && document.querySelector("body > .entry") !== null;
  const prefix = main ? main.dataset.live : "/ruang/";
  let etag = "";
  let tag = "";
  let writing = false;

  /** Whether somebody is writing: then the page stays as it is until he is done. */
  function busy() {
    const held = document.activeElement;
    return writing || (held !== null && /^(INPUT|TEXTAREA|SELECT)$/.test(held.tagName));
  }

  /** A part's text without the tokens of its forms, which are other ones every time. */
  function plain(node) {
    return node.outerHTML.replace(/name="csrf_token" value="[^"]*"/g, "");
  }

  function exchange(old, fresh) {
    if (plain(old) === plain(fresh)) return;
    const inner = "section.panel";
    const was = Array.from(old.querySelectorAll(inner));
    const is = Array.from(fresh.querySelectorAll(inner));
    if (was.length && was.length === is.length) {
      was.forEach((panel, n) => {
        if (plain(panel) !== plain(is[n])) panel.replaceWith(document.importNode(is[n], true));
      });
      if (plain(old) === plain(fresh)) return;
    }
    old.replaceChildren(...Array.from(fresh.childNodes).map((node) => document.importNode(node, true)));
  }

  async function again() {
    if (busy()) return false;
    const answer = await window.fetch(window.location.href, { headers: { Accept: "text/html" }, cache: "no-store" });
    if (!answer.ok || answer.redirected) return false;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main[data-live]");
    if (!fresh || busy()) return false;
    const top = window.scrollY;
    exchange(main, fresh);
    window.scrollTo(0, top);
    return true;
  }

  function clock(text) {
    const match = /T(\d\d):(\d\d)/.exec(text || "");
    const shown = document.querySelector(".clock b");
    if (!match || !shown) return;
    const words = match[1] + (document.documentElement.lang === "en" ? ":" : ".") + match[2] + " WIB";
    if (shown.textContent !== words) shown.textContent = words;
  }

  async function told(found) {
    const first = tag === "";
    if (found === tag) return;
    if (first || (dash && window.dash_clientside && window.dash_clientside.set_props)) {
      if (!first) window.dash_clientside.set_props("pulse", { data: found });
      tag = found;
    } else if (await again()) tag = found;
  }

  async function look() {
    let next = EVERY_MS;
    try {
      const answer = await window.fetch(prefix + "denyut", { cache: "no-store", headers: etag ? { "If-None-Match": etag } : {} });
      if (answer.status === 401 || answer.status === 403) return;
      clock(answer.headers.get("X-Clock"));
      if (answer.status === 200) {
        await told((await answer.json()).tag);
        // A page that is being written in asks again.
        etag = main && busy() ? "" : answer.headers.get("ETag") || "";
      } else if (answer.status !== 304) next = SLOW_MS;
    } catch (error) {
      next = SLOW_MS;
    }
    window.setTimeout(look, document.hidden ? SLOW_MS : next);
  }

  if (main) {
    main.addEventListener("input", () => {
      writing = true;
    });
  }
  if (main || dash) window.setTimeout(look, EVERY_MS);
  return { look };
})();
