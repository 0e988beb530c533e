"use strict";
/* New data reach an open page without a reload: a pulse every two seconds, and only what changed is changed.
   On Dash's pages a new pulse goes to one store; documents fetch themselves and take over the panels that differ. */
window.decor = window.decor || {};

window.decor.live = (function () {
  const EVERY_MS = 2000;
  const SLOW_MS = 10000;
  const PATIENCE_MS = 8000;
  const main = document.querySelector("main[data-live]");
  const dash = !main && document.querySelector("body > .entry") !== null;
  const prefix = main ? main.dataset.live : "/ruang/";
  let etag = "";
  // What the page was drawn from: what came between the drawing and the first pulse is new, too.
  let tag = main ? main.dataset.tag || "" : "";

  /** Whether somebody is writing: then the page stays as it is until he is done. */
  function busy() {
    const held = document.activeElement;
    if (held !== null && /^(INPUT|TEXTAREA|SELECT)$/.test(held.tagName)) return true;
    return Array.from(main.querySelectorAll("input, textarea, select")).some((field) => {
      if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
      if (field.tagName === "SELECT") {
        const chosen = Array.from(field.options).findIndex((option) => option.defaultSelected);
        return field.selectedIndex !== Math.max(chosen, 0);
      }
      return field.value !== field.defaultValue;
    });
  }

  /** A part's text without the tokens and numbers of its forms, which are other ones every time. */
  function plain(node) {
    return node.outerHTML.replace(/name="(csrf_token|form_number)" value="[^"]*"/g, "");
  }

  /** Where the keyboard is: what the same link or button is found by after the exchange. */
  function place() {
    const held = document.activeElement;
    if (!held || held === document.body || !main.contains(held)) return null;
    if (held.id) return "#" + CSS.escape(held.id);
    const href = held.getAttribute("href");
    return href ? 'a[href="' + CSS.escape(href) + '"]' : null;
  }

  function back(selector) {
    if (!selector || main.contains(document.activeElement)) return;
    const again = main.querySelector(selector);
    if (again) again.focus({ preventScroll: true });
  }

  /** Said to who does not see that something changed. */
  function announce() {
    const spoken = document.getElementById("spoken");
    if (spoken) spoken.textContent = spoken.dataset.words + " " + new Date().toTimeString().slice(0, 5);
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
    // Pages that stand inside of this one follow by themselves.
    if (main.querySelector("iframe")) return true;
    if (busy()) return false;
    const answer = await window.fetch(window.location.href, { headers: { Accept: "text/html" }, cache: "no-store" });
    if (!answer.ok || answer.redirected) return false;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main[data-live]");
    if (!fresh || busy()) return false;
    const top = window.scrollY;
    const held = place();
    exchange(main, fresh);
    window.scrollTo(0, top);
    back(held);
    announce();
    return true;
  }

  function clock(text, days) {
    const match = /T(\d\d):(\d\d)/.exec(text || "");
    const shown = document.querySelector(".clock b");
    if (!match || !shown) return;
    const english = document.documentElement.lang === "en";
    const words = match[1] + (english ? ":" : ".") + match[2] + " WIB";
    if (shown.textContent !== words) shown.textContent = words;
    const date = document.querySelector(".clock span");
    const day = (days || "").split("|")[english ? 1 : 0];
    if (date && day && date.textContent !== day) date.textContent = day;
  }

  async function told(found) {
    if (found === tag) return;
    if (dash) {
      // The first pulse is told, too: something may have come between the panels' answer and it.
      if (window.dash_clientside && window.dash_clientside.set_props) {
        window.dash_clientside.set_props("pulse", { data: found });
        tag = found;
      }
    } else if (await again()) tag = found;
  }

  async function look() {
    let next = EVERY_MS;
    try {
      const answer = await window.fetch(prefix + "denyut", {
        cache: "no-store", headers: etag ? { "If-None-Match": etag } : {}, signal: AbortSignal.timeout(PATIENCE_MS),
      });
      clock(answer.headers.get("X-Clock"), answer.headers.get("X-Day"));
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

  if (main || dash) window.setTimeout(look, EVERY_MS);
  return { look };
})();
